"""Letters on focused visits and monitoring visits to an authority's children's services.

A visit looks at one part of the service and gives no grade. The letter names its days and its
inspectors in the first paragraphs and keeps what needs to improve as a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.documents.model import Block, Document
from caregraph.extraction.correspondents import addressees, signatories
from caregraph.extraction.dates import find_dates, find_visits
from caregraph.extraction.findings import finding, is_finding
from caregraph.extraction.identity import Identity, identify, own_inspection
from caregraph.extraction.outline import Section, items_of, outline, without_imprint
from caregraph.extraction.people import Team, inspection_team, unique_posts, visit_team
from caregraph.extraction.previous import previous_records
from caregraph.extraction.previous_prose import recall_from_prose
from caregraph.extraction.recommendations import recommendation, recommended
from caregraph.extraction.records import (
    Absence,
    AbsenceRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    Passage,
    RecommendationRecord,
)
from caregraph.ontology.authorities import AuthorityList

# `Focused visit to Xshire local authority children’s services`, `Monitoring visit of Xshire
# children’s services`, `Xshire County Council: monitoring visit` (titles of letters since 2016;
# the corpus has none)
_TITLE = re.compile(
    r"(?P<kind>focused|monitoring) visit (?:to|of)\b.{3,120}"
    r"|.{3,80}: (?P<also>focused|monitoring) visit",
    re.IGNORECASE,
)
# `This letter summarises the findings of the focused visit to Xshire ... on 3 and 4 May 2022.`
_OPENING = re.compile(r"This (?:letter|report) (?:summarises|contains) the findings", re.IGNORECASE)
_IMPROVE = re.compile(
    r"What needs? to (?:be )?improved?\b|Areas? for (?:priority action|improvement)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"Areas? covered by|About (?:the|this) visit|Context\b|Background\b|Introduction\b",
    re.IGNORECASE,
)
_FAREWELL = re.compile(r"Yours sincerely|Yours faithfully|I am copying this letter", re.IGNORECASE)
_LETTERHEAD = re.compile(r"Dear\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    findings: tuple[tuple[str | None, tuple[Block, ...]], ...]
    improve: tuple[Section, ...]


def is_visit_title(title: str) -> bool:
    """Tell the title of a letter on a visit.

    Args:
        title: A heading or line from the start of a document.

    Returns:
        Whether it names a focused or a monitoring visit.
    """
    return _TITLE.fullmatch(title.strip()) is not None


def extract_visit_letter(document: Document, authorities: AuthorityList) -> Extract:
    """Read the letter on a focused visit or a monitoring visit.

    Args:
        document: The letter.
        authorities: Whom names may stand for.

    Returns:
        Everything found; the framework gives no grade, which an absence says.
    """
    sections = outline(document)
    identity = _dated_by_letter(document, identify(document, authorities))
    team = _team(document)
    own = own_inspection(identity, framework=_framework(document), lead=team.lead)
    body = _body(document, sections)
    paragraphs = [block for _, blocks in body.findings for block in blocks]
    recalled = recall_from_prose(document, paragraphs, summary=False)
    inspections, earlier = previous_records(own, recalled)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.ILACS,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=identity.title,
        published=identity.published,
        inspections=inspections,
        judgements=earlier,
        absences=(
            AbsenceRecord(inspection="own", area="overall", reason=Absence.FRAMEWORK_HAS_NONE),
        ),
        findings=tuple(_findings(document, body)),
        recommendations=tuple(_recommendations(document, body)),
        posts=unique_posts((*team.posts, *addressees(document), *signatories(document))),
    )


def _team(document: Document) -> Team:
    named = inspection_team(document)
    return named if named.posts else visit_team(document)


def _framework(document: Document) -> str:
    for block in document.body():
        match = _TITLE.fullmatch(" ".join(document.text_of(block).split()))
        if match is not None:
            kind = (match["kind"] or match["also"]).lower()
            return f"{kind}-visit"
    return "focused-visit"


def _dated_by_letter(document: Document, identity: Identity) -> Identity:
    """Take the days of the visit from the opening sentence, the letter's date for publication."""
    for block in document.body():
        text = document.text_of(block)
        if identity.published is None and block.page == 1 and not _OPENING.search(text):
            date = find_dates(text)
            if (
                date
                and date[0].value == date[0].value[:10]
                and len(text) < len("00 September 2022") + 4
            ):
                identity = replace(identity, published=date[0].value)
        if _OPENING.search(text):
            visits = find_visits(text)
            if visits is not None:
                passage = Passage(
                    start=block.start + visits.start, end=block.start + visits.end, page=block.page
                )
                return replace(
                    identity,
                    start=visits.first,
                    end=visits.last,
                    passage=passage,
                    confidence=1.0 if identity.authorities else 0.5,
                )
    return identity


def _body(document: Document, sections: Sequence[Section]) -> _Body:
    findings: list[tuple[str | None, tuple[Block, ...]]] = []
    improve: list[Section] = []
    in_list = about = False
    opened = False
    for section in sections:
        if section.heading is not None:
            in_list = _IMPROVE.match(section.title) is not None
            about = _ABOUT.match(section.title) is not None
        blocks: list[Block] = []
        for block in without_imprint(document, section.blocks):
            text = document.text_of(block)
            if _FAREWELL.match(text):
                break
            if opened:
                blocks.append(block)
            opened = (
                opened or _OPENING.search(text) is not None or _LETTERHEAD.match(text) is not None
            )
        if in_list:
            improve.append(replace(section, blocks=tuple(blocks)))
        elif not about and not _is_title(section):
            findings.append((section.title or None, tuple(blocks)))
    return _Body(findings=tuple(findings), improve=tuple(improve))


def _is_title(section: Section) -> bool:
    return section.heading is None or is_visit_title(section.title)


def _findings(document: Document, body: _Body) -> Iterator[FindingRecord]:
    for title, blocks in body.findings:
        for item in items_of(document, blocks):
            if is_finding(item.text) and not _OPENING.search(item.text):
                yield finding(item, section=title, area=None)


def _recommendations(document: Document, body: _Body) -> Iterator[RecommendationRecord]:
    for section in body.improve:
        for item in recommended(document, section.blocks):
            yield recommendation(item, section=section.title)
