"""Reports under the single inspection framework, November 2013 to 2018.

Inspections, re-inspections and pilots, with or without the review of the Local Safeguarding
Children Board, and reviews of the board alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from caregraph.documents.model import Block, Document
from caregraph.extraction.findings import finding, is_finding
from caregraph.extraction.grades import (
    board_grade,
    find_grade,
    grade_of,
    is_grade,
    overall_grade,
)
from caregraph.extraction.identity import cover_blocks, identify, own_inspection
from caregraph.extraction.judgement_box import read_box
from caregraph.extraction.outline import items_of, outline
from caregraph.extraction.people import inspection_team
from caregraph.extraction.previous import Recalled, previous_records
from caregraph.extraction.previous_lists import recall_from_list
from caregraph.extraction.recommendations import recommendation, recommended
from caregraph.extraction.records import (
    AbsenceRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    JudgementRecord,
    Passage,
    RecommendationRecord,
)
from caregraph.extraction.sif_sections import Part, Placed, is_heading, place
from caregraph.ontology.authorities import AuthorityList

_BOARD = "Local Safeguarding Children Board"
# `Progress since the last inspection`, numbered paragraphs that recall it (bristol_2014-12-05)
_PROGRESS = re.compile(r"Progress since", re.IGNORECASE)
_AREAS = (
    "help-and-protection",
    "children-looked-after",
    "adoption",
    "care-leavers",
    "leadership",
)


def extract_sif(document: Document, authorities: AuthorityList) -> Extract:
    """Read a report under the single inspection framework.

    Args:
        document: The report.
        authorities: Whom names may stand for.

    Returns:
        Everything found; a person should look at `problems`.
    """
    identity = identify(document, authorities)
    team = inspection_team(document)
    placed = place(outline(document, is_heading=is_heading))
    own = own_inspection(identity, framework="sif", lead=team.lead)
    inspections, earlier = previous_records(own, _recalled(document, placed))
    judgements, absences = _judgements(document, placed)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.SIF,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=identity.title,
        published=identity.published,
        inspections=inspections,
        judgements=(*judgements, *earlier),
        absences=absences,
        findings=tuple(_findings(document, placed)),
        recommendations=tuple(_recommendations(document, placed)),
        posts=team.posts,
        problems=tuple(_missing(judgements, absences, placed)),
    )


def _recalled(document: Document, placed: Sequence[Placed]) -> tuple[Recalled, ...]:
    return tuple(
        recalled
        for one in placed
        if one.part is Part.PREVIOUS or _PROGRESS.match(one.section.title)
        for recalled in recall_from_list(document, one.section.blocks)
    )


def _judgements(
    document: Document, placed: Sequence[Placed]
) -> tuple[tuple[JudgementRecord, ...], tuple[AbsenceRecord, ...]]:
    """Read the box, the sentences of the cover, and what section heads add to them."""
    cover = cover_blocks(document)
    boxed, not_judged = read_box(document, cover)
    found = {judgement.area: judgement for judgement in boxed}
    for judgement in (*_cover_verdicts(document, cover), *_headed(document, placed)):
        found.setdefault(judgement.area, judgement)
    return tuple(found.values()), tuple(a for a in not_judged if a.area not in found)


def _missing(
    judgements: Sequence[JudgementRecord],
    absences: Sequence[AbsenceRecord],
    placed: Sequence[Placed],
) -> Iterator[str]:
    """Name the judgements that the framework asks for and the report neither gives nor declines."""
    if _is_board_review(placed):
        return
    known = {judgement.area for judgement in judgements} | {absence.area for absence in absences}
    for area in (*_AREAS, "overall"):
        if area not in known:
            yield f"no judgement of {area} was found"


def _is_board_review(placed: Sequence[Placed]) -> bool:
    """Whether the report reviews the board alone (surrey_2015-08-03)."""
    return placed[0].board or (len(placed) > 1 and placed[1].board)


def _cover_verdicts(document: Document, cover: Sequence[Block]) -> Iterator[JudgementRecord]:
    """Give the grades that the cover states in sentences: the overall one and the board's."""
    if not cover:
        return
    start, end = cover[0].start, cover[-1].end
    for area, find in (("overall", overall_grade), ("lscb", board_grade)):
        match = find(document.text[start:end])
        if match is not None:
            passage = Passage(start=start + match.start(), end=start + match.end(), page=1)
            yield JudgementRecord(
                inspection="own", area=area, grade=grade_of(match["grade"]), passage=passage
            )


def _headed(document: Document, placed: Sequence[Placed]) -> Iterator[JudgementRecord]:
    """Give the grades in section heads: in the heading, or in the frame beside it."""
    for one in placed:
        heading = one.section.heading
        if heading is None or one.part is Part.COVER or one.part is Part.ABOUT:
            continue
        area, grade = _verdict(document, one)
        if area is not None and grade is not None:
            passage = Passage(start=heading.start, end=heading.end, page=heading.page)
            yield JudgementRecord(inspection="own", area=area, grade=grade, passage=passage)


def _verdict(document: Document, one: Placed) -> tuple[str | None, str | None]:
    if one.label is None:
        board = board_grade(one.section.title)
        return ("lscb", grade_of(board["grade"])) if board else (None, None)
    if one.label.grade is not None:
        return one.label.area, one.label.grade
    first = [document.text_of(block) for block in one.section.blocks[:1]]
    return one.label.area, find_grade(first[0]) if first and is_grade(first[0]) else None


def _findings(document: Document, placed: Sequence[Placed]) -> Iterator[FindingRecord]:
    for one in placed:
        if one.part is not Part.FINDINGS:
            continue
        for item in items_of(document, one.section.blocks, cells=True):
            if is_finding(item.text):
                yield finding(item, section=one.title, area=one.area, heading_polarity=one.polarity)


def _recommendations(
    document: Document, placed: Sequence[Placed]
) -> Iterator[RecommendationRecord]:
    for one in placed:
        if one.part is Part.RECOMMENDATIONS:
            for item in recommended(document, one.section.blocks):
                yield recommendation(
                    item,
                    section=one.title,
                    addressees=(_BOARD,) if one.board else (),
                    area="lscb" if one.board else None,
                )
