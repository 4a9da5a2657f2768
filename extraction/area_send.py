"""Reports on full inspections of area SEND partnerships, under the framework of January 2023.

The outcome is a paragraph in one of three fixed wordings and has no number printed: 1 where
arrangements "typically lead to positive experiences", 2 for "inconsistent experiences", 3 for
"widespread and/or systemic failings" (Ofsted and CQC, Area SEND inspections: framework and
handbook, paragraph on inspection outcomes). Findings stand under three questions; what must be done
in "Areas for priority action", a table beside the responsible bodies, and "Areas for improvement".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.correspondents import send_leaders, send_team
from caregraph.extraction.dates import find_visits
from caregraph.extraction.identity import Identity, identify
from caregraph.extraction.joint_findings import (
    OWN,
    as_paragraphs,
    bodies_in,
    finding_of,
    inspectorates_in,
    recommendation_of,
)
from caregraph.extraction.outline import Item, Section, items_of, outline
from caregraph.extraction.people import Team
from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
    Passage,
    PostRecord,
    RecommendationRecord,
)
from caregraph.ontology.authorities import AuthorityList

PREVIOUS = "previous-1"
_FRAMEWORK_SINCE = "2023-01"
"""Local area SEND inspections before had another framework and no outcome of the three."""

_OUTCOMES = (
    # "There are widespread and/or systemic failings leading to significant concerns" (Bury 2024)
    ("3", re.compile(r"(?i)widespread\s+(?:and(?:/or)?|or)\s+systemic\s+failings")),
    # "arrangements lead to inconsistent experiences and outcomes for children" (Blackpool 2024)
    ("2", re.compile(r"(?i)\binconsistent\s+experiences\s+and\s+outcomes")),
    # "arrangements typically lead to positive experiences and outcomes" (Rutland 2023)
    ("1", re.compile(r"(?i)\btypically\s+lead(?:s|ing)?\s+to\s+positive\s+experiences")),
)
# "Inspection outcome"
_OUTCOME_TITLE = re.compile(r"(?i)inspection outcome\Z")
_FINDINGS = (
    # "What is it like to be a child or young person with SEND in this area?"
    (re.compile(r"(?i)what (?:is it|it is) like to be a child"), None),
    # "What is the area partnership doing that is effective?"
    (re.compile(r"(?i)what is the (?:local )?area partnership doing"), "strength"),
    # "What does the area partnership need to do better?"
    (re.compile(r"(?i)what does the (?:local )?area partnership need"), "weakness"),
)
_PRIORITIES = re.compile(r"(?i)areas? for priority action\Z")
_IMPROVEMENTS = re.compile(r"(?i)areas? for improvement\Z")
# The head of the table: "Responsible body", "Responsible bodies"
_TABLE_HEAD = re.compile(
    r"(?i)(?:responsible bod(?:y|ies)|areas? for (?:priority action|improvement))\Z"
)
_AFTER = re.compile(r"(?i)local area partnership details\Z|information about (?:this|the) ")
# `Dates of previous inspection: 13 to 15 May 2019` (Bury 2024)
_PREVIOUS = re.compile(r"(?i)\bdates? of (?:the )?previous (?:area SEND )?inspection\s*:?\s*")
_PREVIOUS_REACH = 80
"""Characters after these words in which the dates stand, in the next cell too (Newham 2024)."""
_NEVER = re.compile(r"(?i)\bnot (?:previously|yet) inspected|\bnone\b|not applicable|\bN/A\b")


def extract_area_send(document: Document, authorities: AuthorityList) -> Extract:
    """Read a report on an area SEND inspection.

    Args:
        document: The report.
        authorities: The authorities whose partnership it may be about.

    Returns:
        Its inspection with outcome, the one before it where its dates are given, findings, priority
        actions and areas for improvement as recommendations, and people.
    """
    sections = outline(document, is_heading=_is_heading)
    identity = identify(document, authorities)
    team = send_team(document)
    leaders = send_leaders(document)
    inspections = _inspections(document, identity, team)
    judgement = _judgement(document, sections)
    findings = tuple(_findings(document, sections))
    recommendations = tuple(_recommendations(document, sections))
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.AREA_SEND,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=identity.title or document.title,
        published=identity.published,
        inspections=inspections,
        judgements=(judgement,) if judgement else (),
        findings=findings,
        recommendations=recommendations,
        posts=(*team.posts, *leaders),
        organisations=_organisations(document, leaders, recommendations, authorities),
        problems=tuple(_problems(inspections[0], judgement, findings, recommendations)),
    )


def _is_heading(block: Block, text: str) -> bool:
    """Tell a heading that the reader took for a cell or a paragraph; a table's head is none."""
    return not block.column and _is_title(text)


def _is_title(text: str) -> bool:
    words = " ".join(text.split())
    known = (_OUTCOME_TITLE, _PRIORITIES, _IMPROVEMENTS)
    asked = any(pattern.match(words) and words.endswith("?") for pattern, _ in _FINDINGS)
    return asked or any(pattern.match(words) for pattern in known)


def _inspections(
    document: Document, identity: Identity, team: Team
) -> tuple[InspectionRecord, ...]:
    previous = _previous(document, identity)
    own = InspectionRecord(
        key=OWN,
        authorities=identity.authorities,
        framework="area-send",
        start=identity.start,
        end=identity.end,
        published=identity.published,
        lead_inspector=team.lead,
        previous=previous.key if previous else None,
        passage=identity.passage,
        confidence=identity.confidence,
    )
    return (own, previous) if previous else (own,)


def _previous(document: Document, identity: Identity) -> InspectionRecord | None:
    """Give the inspection before this one, whose dates the cover names without its outcome."""
    for block in document.body():
        match = _PREVIOUS.search(document.text_of(block))
        if match is None or block.page > 1:
            continue
        start = block.start + match.end()
        when = document.text[start : start + _PREVIOUS_REACH].split("Inspection outcome")[0]
        visits = None if _NEVER.search(when) else find_visits(when)
        if visits is None:
            return None
        return InspectionRecord(
            key=PREVIOUS,
            authorities=identity.authorities,
            framework="area-send" if visits.first >= _FRAMEWORK_SINCE else None,
            start=visits.first,
            end=visits.last,
            passage=Passage(start=start + visits.start, end=start + visits.end, page=block.page),
        )
    return None


def _judgement(document: Document, sections: Sequence[Section]) -> JudgementRecord | None:
    """Read the outcome from the paragraph under its heading, or else from the first page."""
    under = [s for s in sections if _OUTCOME_TITLE.match(s.title.strip())]
    blocks = [block for section in under for block in section.blocks]
    for block in blocks or [block for block in document.body() if block.page == 1]:
        text = document.text_of(block)
        grade = next((grade for grade, words in _OUTCOMES if words.search(text)), None)
        if grade is not None:
            return JudgementRecord(
                inspection=OWN,
                area="send-outcome",
                grade=grade,
                passage=Passage(start=block.start, end=block.end, page=block.page),
                confidence=1.0 if blocks else 0.5,
            )
    return None


def _findings(document: Document, sections: Sequence[Section]) -> Iterator[FindingRecord]:
    current: tuple[str, str | None] | None = None
    for section in sections:
        words = " ".join(section.title.split())
        known = next((polarity for p, polarity in _FINDINGS if p.match(words)), "other")
        if known != "other":
            current = (words, known)
        elif section.level <= 1 or _is_title(words) or _AFTER.match(words):
            current = None
        if current is None:
            continue
        for item in items_of(document, as_paragraphs(section.blocks)):
            yield finding_of(item, section=current[0], heading=current[1])


def _recommendations(
    document: Document, sections: Sequence[Section]
) -> Iterator[RecommendationRecord]:
    for section in sections:
        words = " ".join(section.title.split())
        if _PRIORITIES.match(words) or _IMPROVEMENTS.match(words):
            yield from _rows(document, section, words)


def _rows(document: Document, section: Section, title: str) -> Iterator[RecommendationRecord]:
    """Give the rows of a table, or the items of a list where the reader saw no table."""
    cells = [b for b in section.blocks if b.kind is BlockKind.CELL]
    if not cells:
        for item in items_of(document, section.blocks):
            yield recommendation_of(item, section=title)
        return
    for bodies, blocks in _table_rows(document, section.blocks):
        start, end = blocks[0].start, blocks[-1].end
        item = Item(
            text=document.text[start:end],
            passage=Passage(start=start, end=end, page=blocks[0].page),
            number=None,
            bullet=False,
            blocks=tuple(blocks),
        )
        yield recommendation_of(item, section=title, addressees=bodies_in(bodies))


def _table_rows(
    document: Document, blocks: Sequence[Block]
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Give for each row the responsible bodies and the blocks of what they must do.

    A row that a page break cut in two has no bodies in its second half (Bury 2024, page 9): it
    goes on with the row before it. The end of a cut name may stand alone ("Board", Derbyshire
    2024, page 7).

    Yields:
        The bodies as printed, and the blocks of their action, a row at a time.
    """
    last = max(block.column or 0 for block in blocks if block.kind is BlockKind.CELL)
    rows: list[tuple[str, list[Block]]] = []
    for place, group in groupby(blocks, key=lambda block: (block.table, block.row)):
        row = [b for b in group if not _TABLE_HEAD.match(document.text_of(b).strip())]
        if place == (None, None):
            rows = _with_rest_of_name(document, rows, row)
            continue
        bodies = " ".join(document.text_of(b) for b in row if (b.column or 0) < last)
        action = [b for b in row if (b.column or 0) == last]
        if rows and last > 0 and not bodies.strip():
            rows[-1][1].extend(action)
        elif action:
            rows.append((bodies, action))
    for bodies, action in rows:
        yield bodies, tuple(action)


_CUT_NAME = 40
"""Characters that the end of a body's name fills at most, where a page break cut it off."""


def _with_rest_of_name(
    document: Document, rows: list[tuple[str, list[Block]]], loose: Sequence[Block]
) -> list[tuple[str, list[Block]]]:
    words = " ".join(document.text_of(block) for block in loose)
    if not rows or len(words) > _CUT_NAME:
        return rows
    bodies, action = rows[-1]
    return [*rows[:-1], (f"{bodies} {words}", action)]


def _organisations(
    document: Document,
    leaders: Sequence[PostRecord],
    recommendations: Sequence[RecommendationRecord],
    authorities: AuthorityList,
) -> tuple[str, ...]:
    prioritised = (r for r in recommendations if r.section and _PRIORITIES.match(r.section))
    named = (
        *(post.organisation for post in leaders if post.organisation),
        *(body for recommendation in prioritised for body in recommendation.addressees),
    )
    bodies = (name for name in named if authorities.find(name) is None)
    return tuple(dict.fromkeys((*inspectorates_in(document.text), *bodies)))


def _problems(
    inspection: InspectionRecord,
    judgement: JudgementRecord | None,
    findings: Sequence[FindingRecord],
    recommendations: Sequence[RecommendationRecord],
) -> Iterator[str]:
    if judgement is None:
        yield "The outcome paragraph has none of the three wordings of the framework."
    if not inspection.authorities:
        yield "No authority of the list is named in the report's title."
    if inspection.start is None:
        yield "The dates of the inspection were not found on the first page."
    if inspection.lead_inspector is None:
        yield "No lead inspector was found in the inspection team."
    if not findings:
        yield "No findings were read under the three questions of the framework."
    if not recommendations:
        yield "Neither priority actions nor areas for improvement were found."
