"""Letters on joint targeted area inspections, 2016 on.

Until 2020 a letter goes from "Key strengths" to "Areas for improvement", both lists of what was
found, with case studies in boxes; a deep-dive theme gives it its title. From 2021 "Headline
findings" come first, then "What needs to improve?", which is what the inspectorates ask for,
"Strengths", "Main findings" and practice studies. Both may have "Areas for priority action". They
give no grades, print no inspection team, and carry the date on which they were published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from caregraph.documents.model import Block, Document
from caregraph.extraction.correspondents import addressees, signatories
from caregraph.extraction.dates import Span, find_dates, find_visits
from caregraph.extraction.joint_findings import (
    OWN,
    as_paragraphs,
    asks,
    finding_of,
    inspectorates_in,
    list_items,
    recommendation_of,
)
from caregraph.extraction.outline import Item, Section, items_of, outline
from caregraph.extraction.records import (
    Absence,
    AbsenceRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    Passage,
    PostRecord,
    RecommendationRecord,
)
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority


class _Part(Enum):
    """What a section of the letter holds."""

    LETTER_HEAD = "letter head"
    FINDINGS = "findings"
    STRENGTHS = "strengths"
    IMPROVEMENTS = "areas for improvement"
    REQUESTS = "what needs to improve"
    PRIORITIES = "areas for priority action"
    SILENT = "context and next steps"


_PARTS = (
    # "What needs to improve?" (Hertfordshire 2024), "What needs to improve?1" (a footnote mark)
    (re.compile(r"(?i)what needs to improve\b.{0,3}\Z"), _Part.REQUESTS),
    # "Area for priority action", "Areas for priority action" (Sefton 2019)
    (re.compile(r"(?i)areas? for priority action\Z"), _Part.PRIORITIES),
    # "Areas for improvement", "Key areas for improvement"
    (re.compile(r"(?i)(?:key )?areas?(?:\(s\))? for improvement\Z"), _Part.IMPROVEMENTS),
    # "Key Strengths" (Salford 2016), "Early help strengths" (Sunderland 2023)
    (re.compile(r"(?i)[\w\- ]{0,30}\bstrengths\Z"), _Part.STRENGTHS),
    # "Case study: area(s) for improvement" (Bristol 2017), "Practice Study: highly effective
    # practice" (Lancashire 2024), "Places and spaces: highly effective practice" (Leeds 2024)
    (
        re.compile(
            r"(?i)(?:case stud(?:y|ies)|practice stud(?:y|ies)|places and spaces)\b.{0,80}\Z"
        ),
        _Part.FINDINGS,
    ),
    (re.compile(r"(?i)(?:headline|main|key) findings\Z"), _Part.FINDINGS),
    (re.compile(r"(?i)(?:context|next steps|background)\Z"), _Part.SILENT),
)
# "Joint targeted area inspection of the multi-agency response to abuse and neglect in Salford"
_TITLE = re.compile(r"(?i)joint targeted area inspection of\b")
_SALUTATION = re.compile(r"Dear\b")
_VALEDICTION = re.compile(r"(?i)yours (?:sincerely|faithfully|truly)\b")
# "Between 12 and 16 September 2016, Ofsted, ..." (Salford), "This inspection took place from 21 to
# 25 October 2024" (Hertfordshire)
_WHEN = re.compile(
    r"\A\s*Between\s+\d|\b(?:took place|carried out|undertook|undertaken|conducted)\b"
)
# What the letters of one year say word for word, and no inspector found: "This letter to all the
# service leaders in the area outlines our findings", "The inspectorates recognise the complexities
# for agencies", "The JTAI included an evaluation of the multi-agency ‘front door’", "We anticipate
# that each of these joint targeted area inspections", "All names are pseudonyms."
_BOILERPLATE = re.compile(
    r"\A(?:This letter\b|Between \d|We anticipate\b|All names\b|The Secretaries of State\b|"
    r"The inspectorates recognise\b|"
    r"\*|A joint inspection of the multi-agency\b|In a (?:significant )?proportion of cases seen|"
    r"Inspectors also (?:considered|evaluated)\b|There are no areas for priority action\b|"
    r"(?:This|The) (?:joint targeted area inspection|JTAI|inspection)\b[^.]{0,60}"
    r"\b(?:included|includes|took place|focused|was carried out)\b|"
    r"The findings in the report evaluate\b|In the inspection of the ‘front door’)"
)


def extract_jtai(document: Document, authorities: AuthorityList) -> Extract:
    """Read a letter on a joint targeted area inspection.

    Args:
        document: The letter.
        authorities: The authorities that it may be about.

    Returns:
        Its inspection, findings, recommendations and people; the overall grade's absence is
        typed, as the framework gives none.
    """
    findings: list[FindingRecord] = []
    recommendations: list[RecommendationRecord] = []
    for part in _parts(document):
        if part.kind in (_Part.REQUESTS, _Part.PRIORITIES, _Part.IMPROVEMENTS):
            asked, found = _list(document, part)
            recommendations.extend(asked)
            findings.extend(found)
        elif part.kind in (_Part.FINDINGS, _Part.STRENGTHS):
            findings.extend(_findings(document, part))
    inspection, problems = _inspection(document, authorities)
    posts = (*addressees(document), *signatories(document))
    title = next((document.text_of(b) for b in document.body() if _is_title(document, b)), None)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.JTAI,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=title or document.title,
        published=inspection.published,
        inspections=(inspection,),
        absences=(
            AbsenceRecord(inspection=OWN, area="overall", reason=Absence.FRAMEWORK_HAS_NONE),
        ),
        findings=tuple(findings),
        recommendations=tuple(recommendations),
        posts=posts,
        organisations=_organisations(document, posts, authorities),
        problems=(*problems, *_problems(findings, recommendations, posts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LetterPart:
    """A section of the letter, with the kind of what stands in it and its polarity if headed so."""

    kind: _Part
    title: str | None
    blocks: tuple[Block, ...]
    heading: str | None


def _parts(document: Document) -> Iterator[_LetterPart]:
    """Give the sections up to the valediction; a sub-heading keeps the kind of the one above."""
    kind, heading = _Part.LETTER_HEAD, None
    for section in outline(document, is_heading=lambda _, text: _part_of(text) is not None):
        own = _part_of(section.title)
        if own is not None:
            kind, heading = own, _heading_polarity(section.title, own)
        elif _TITLE.match(section.title):
            kind, heading = _Part.FINDINGS, None
        blocks, ended = _until_valediction(document, section)
        blocks = _after_salutation(document, blocks)
        if _SALUTATION.match(section.title):
            kind = _Part.FINDINGS
        title = None if _TITLE.match(section.title) or kind is _Part.LETTER_HEAD else section.title
        yield _LetterPart(kind=kind, title=title or None, blocks=blocks, heading=heading)
        if ended:
            return


def _part_of(title: str) -> _Part | None:
    words = " ".join(title.split())
    return next((part for pattern, part in _PARTS if pattern.match(words)), None)


def _heading_polarity(title: str, part: _Part) -> str | None:
    lowered = title.lower()
    if part is _Part.STRENGTHS or "effective" in lowered:
        return "strength"
    return "weakness" if "improvement" in lowered or "priority" in lowered else None


def _until_valediction(document: Document, section: Section) -> tuple[tuple[Block, ...], bool]:
    for here, block in enumerate(section.blocks):
        if _VALEDICTION.match(document.text_of(block)):
            return section.blocks[:here], True
        if _part_of(document.text_of(block)) is _Part.SILENT:
            return section.blocks[:here], True  # "Next steps" in a table cell (Cornwall 2018)
    return section.blocks, _VALEDICTION.match(section.title) is not None


def _after_salutation(document: Document, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    for here, block in enumerate(blocks):
        if _SALUTATION.match(document.text_of(block)):
            return blocks[here + 1 :]
    return blocks


def _findings(document: Document, part: _LetterPart) -> Iterator[FindingRecord]:
    for item in items_of(document, as_paragraphs(part.blocks)):
        if not _BOILERPLATE.match(item.text) and not _is_caption(item):
            yield finding_of(item, section=part.title, heading=part.heading)


def _is_caption(item: Item) -> bool:
    """A line that is no sentence: a name in a box, a caption ("The GP role in ...")."""
    short = len(item.text.split()) <= _CAPTION_WORDS
    return short and not item.bullet and item.text.rstrip()[-1:] not in ".!?:’”"


_CAPTION_WORDS = 12


def _list(
    document: Document, part: _LetterPart
) -> tuple[list[RecommendationRecord], list[FindingRecord]]:
    """Read a list as what is asked for, or as what was found, by the form of most of its items.

    "Areas for improvement" of the letters until 2020 state weaknesses ("There is no system in
    place to monitor the referrals", Salford 2016): those are findings.

    Returns:
        The recommendations, or else the findings; one of the two is empty.
    """
    lead_in, items = list_items(document, part.blocks)
    items = tuple(item for item in items if not _BOILERPLATE.match(item.text))
    asking = sum(asks(item.text) for item in items)
    asked = (
        part.kind is _Part.REQUESTS
        or (lead_in is not None and asks(lead_in))
        or (part.kind is _Part.PRIORITIES and 2 * asking > len(items))
        or asking == len(items) > 0
    )
    if not asked:
        return [], [finding_of(i, section=part.title, heading=part.heading) for i in items]
    return [recommendation_of(i, section=part.title) for i in items], []


def _is_title(document: Document, block: Block) -> bool:
    return _TITLE.match(document.text_of(block)) is not None


def _inspection(
    document: Document, authorities: AuthorityList
) -> tuple[InspectionRecord, tuple[str, ...]]:
    body = list(document.body())
    dear = next((n for n, b in enumerate(body) if _SALUTATION.match(document.text_of(b))), 0)
    head = body[: dear + 1]
    published = next(
        (dates[0].value for b in head if (dates := find_dates(document.text_of(b)))), None
    )
    opening = body[dear + 1 : dear + 8]
    span, passage = _dates(document, opening)
    authority = _authority(document, [*head[-1:], *opening], authorities, published)
    problems = []
    if span is None:
        problems.append(
            "The dates of the inspection were not found in the letter's first paragraphs."
        )
    if published is None:
        problems.append("The letter carries no date before its salutation.")
    if authority is None:
        problems.append(
            "No authority of the list is named in the letter's title and first paragraphs."
        )
    record = InspectionRecord(
        key=OWN,
        authorities=(authority.code,) if authority else (),
        framework="jtai",
        start=span.first if span else None,
        end=span.last if span else None,
        published=published,
        passage=passage,
        confidence=0.5 if problems else 1.0,
    )
    return record, tuple(problems)


def _dates(document: Document, blocks: Sequence[Block]) -> tuple[Span | None, Passage | None]:
    for block in blocks:
        text = document.text_of(block)
        said = _WHEN.search(text)
        if said is None:
            continue
        span = find_visits(_between_as_range(text))
        if span is not None:
            return span, Passage(start=block.start, end=block.end, page=block.page)
    return None, None


def _between_as_range(text: str) -> str:
    """Give the first sentence that dates the inspection."""
    said = _WHEN.search(text)
    start = text.rfind(". ", 0, said.start()) + 1 if said else 0
    return text[max(start, 0) :]


def _authority(
    document: Document, blocks: Sequence[Block], authorities: AuthorityList, on: str | None
) -> Authority | None:
    """Give the authority that title, salutation and first paragraphs name most often."""
    counts: Counter[str] = Counter()
    for block in blocks:
        weight = 3 if _TITLE.match(document.text_of(block)) else 1
        for mention in authorities.find_in(document.text_of(block), on=on):
            counts[mention.authority.code] += weight
    if not counts:
        for post in addressees(document):
            for mention in authorities.find_in(post.organisation or "", on=on):
                counts[mention.authority.code] += 1
    return authorities.get(counts.most_common(1)[0][0]) if counts else None


def _organisations(
    document: Document, posts: Sequence[PostRecord], authorities: AuthorityList
) -> tuple[str, ...]:
    named = (post.organisation for post in posts if post.organisation)
    bodies = (name for name in named if authorities.find(name) is None)
    return tuple(dict.fromkeys((*inspectorates_in(document.text), *bodies)))


def _problems(
    findings: Sequence[FindingRecord],
    recommendations: Sequence[RecommendationRecord],
    posts: Sequence[PostRecord],
) -> Iterator[str]:
    if not findings:
        yield "No findings were read from the letter."
    if not recommendations and not any("mprovement" in (f.section or "") for f in findings):
        yield "The letter has neither a list of what must improve nor areas for improvement."
    if not posts:
        yield "Neither addressees nor signatories were found in the letter."
