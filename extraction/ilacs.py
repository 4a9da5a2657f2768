"""Reports of inspections of local authority children's services (ILACS), since January 2018.

Standard and short inspections: a box of judgements (four rows; five from 2023, with care leavers
apart; no overall row in inspections from April 2026), a summary without a heading, a list of what
needs to improve, and a section of findings for each judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.findings import finding, is_finding
from caregraph.extraction.grades import is_grade, read_label
from caregraph.extraction.identity import identify, own_inspection
from caregraph.extraction.judgement_box import read_box
from caregraph.extraction.outline import Section, items_of, outline, without_imprint
from caregraph.extraction.people import inspection_team
from caregraph.extraction.previous import Recalled, previous_records
from caregraph.extraction.previous_prose import recall_from_prose
from caregraph.extraction.recommendations import recommendation, recommended
from caregraph.extraction.records import (
    Absence,
    AbsenceRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    JudgementRecord,
    Passage,
    RecommendationRecord,
)
from caregraph.ontology.authorities import AuthorityList

# `What needs to improve?`, `What needs to improve` (redbridge_2019-06-11), `What needs to
# improve:` (east-riding-of-yorkshire_2020-03-13), `What needs to improve? 1` with a footnote mark
_IMPROVE = re.compile(r"What needs? to (?:be )?improved?\b|Areas? for improvement\b", re.IGNORECASE)
_REFORM = "2026-04"
"""Inspections from this month on give no overall grade (Ofsted, 2026)."""
_BOX_PAGES = 2
_LONGEST_HEADING = 170


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """The parts of a report: the box, the summary after it, and the sections after that."""

    box: tuple[Block, ...]
    summary: tuple[Block, ...]
    improve: tuple[Section, ...]
    findings: tuple[tuple[str, str | None, Section], ...]
    """Area, title and section."""


def extract_ilacs(document: Document, authorities: AuthorityList) -> Extract:
    """Read the report of a standard or short inspection.

    Args:
        document: The report.
        authorities: Whom names may stand for.

    Returns:
        Everything found; findings of the summary have the area "overall" and no section.
    """
    identity = identify(document, authorities)
    team = inspection_team(document)
    report = _parts(document)
    own = own_inspection(identity, framework="ilacs", lead=team.lead)
    inspections, earlier = previous_records(own, _recalled(document, report))
    judgements = _judgements(document, report)
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
        judgements=(*judgements, *earlier),
        absences=_absences(judgements, own.start),
        findings=tuple(_findings(document, report)),
        recommendations=tuple(_recommendations(document, report)),
        posts=team.posts,
    )


def _is_heading(block: Block, text: str) -> bool:
    if len(text) > _LONGEST_HEADING or block.kind in {BlockKind.CELL, BlockKind.BULLET}:
        return False
    label = read_label(text)
    return (label is not None and label.grade is not None and block.page > 1) or (
        _IMPROVE.match(text) is not None and len(text) < len("What needs to improve in this area?")
    )


def _parts(document: Document) -> _Report:
    sections = outline(document, is_heading=_is_heading)
    front = [section for section in sections if _is_front(section)]
    box_end = _box_end(document, front)
    first = next((i for i, s in enumerate(sections) if _begins_body(s, box_end)), len(sections))
    box = tuple(b for b in document.body() if b.start < box_end)
    summary = tuple(
        block for section in sections[:first] for block in section.blocks if block.start >= box_end
    )
    improve: list[Section] = []
    findings: list[tuple[str, str | None, Section]] = []
    area, title = "overall", ""
    in_list = False
    for section in sections[first:]:
        label = read_label(section.title)
        if label is not None:
            area, title, in_list = label.area, section.title, False
        elif _IMPROVE.match(section.title):
            in_list = True
        if in_list:
            improve.append(section)
        else:
            findings.append((area, title if label else section.title, section))
    return _Report(box=box, summary=summary, improve=tuple(improve), findings=tuple(findings))


def _is_front(section: Section) -> bool:
    return section.heading is None or section.heading.page <= _BOX_PAGES


def _begins_body(section: Section, box_end: int) -> bool:
    if section.heading is None or section.heading.start < box_end:
        return False
    return _IMPROVE.match(section.title) is not None or read_label(section.title) is not None


def _box_end(document: Document, front: Sequence[Section]) -> int:
    """Give where the summary begins: after the last label or grade of the box."""
    end = 0
    for section in front:
        for block in (*((section.heading,) if section.heading else ()), *section.blocks):
            text = document.text_of(block)
            label = read_label(text)
            in_box = block.kind is BlockKind.CELL or is_grade(text) or label is not None
            if in_box and block.page == 1:
                end = max(end, block.end)
    return end


def _judgements(document: Document, report: _Report) -> tuple[JudgementRecord, ...]:
    """Read the box; where a row of it cannot be read, the head of the section gives the grade."""
    boxed, _ = read_box(document, report.box)
    found = {judgement.area: judgement for judgement in boxed}
    for _, _, section in report.findings:
        label = read_label(section.title)
        if label is not None and label.grade is not None and section.heading is not None:
            passage = Passage(
                start=section.heading.start, end=section.heading.end, page=section.heading.page
            )
            found.setdefault(
                label.area,
                JudgementRecord(
                    inspection="own", area=label.area, grade=label.grade, passage=passage
                ),
            )
    return tuple(found.values())


def _absences(
    judgements: Sequence[JudgementRecord], start: str | None
) -> tuple[AbsenceRecord, ...]:
    if any(judgement.area == "overall" for judgement in judgements):
        return ()
    reformed = start is not None and start >= _REFORM
    reason = Absence.NOT_GIVEN_SINCE_REFORM if reformed else Absence.NOT_STATED
    return (AbsenceRecord(inspection="own", area="overall", reason=reason),)


def _recalled(document: Document, report: _Report) -> tuple[Recalled, ...]:
    summary = recall_from_prose(document, report.summary, summary=True)
    body = [block for _, _, section in report.findings for block in section.blocks]
    return _of_the_last((*summary, *recall_from_prose(document, body, summary=False)))


def _of_the_last(recalled: tuple[Recalled, ...]) -> tuple[Recalled, ...]:
    """Give "the last inspection" without a year the time of the latest one that has it."""
    latest = max((one.when for one in recalled if one.when), default=None)
    return tuple(one if one.when else replace(one, when=latest) for one in recalled)


def _findings(document: Document, report: _Report) -> Iterator[FindingRecord]:
    for item in items_of(document, report.summary):
        if is_finding(item.text):
            yield finding(item, section=None, area="overall")
    for area, title, section in report.findings:
        for item in items_of(document, without_imprint(document, section.blocks)):
            if is_finding(item.text):
                yield finding(item, section=title, area=area)


def _recommendations(document: Document, report: _Report) -> Iterator[RecommendationRecord]:
    for section in report.improve:
        for item in recommended(document, without_imprint(document, section.blocks)):
            yield recommendation(item, section=section.title)
