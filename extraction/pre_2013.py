"""Reports of the frameworks before November 2013.

Inspections of safeguarding and looked-after services, of looked-after services alone, of the
arrangements to protect children, and joint area reviews. Paragraphs are numbered through the
whole report; grades stand in headings ("Grade 3 (Adequate)") and in a closing table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from caregraph.documents.model import BlockKind, Document
from caregraph.extraction.findings import finding, is_finding
from caregraph.extraction.grades import find_grade, is_grade
from caregraph.extraction.identity import identify, own_inspection
from caregraph.extraction.outline import Section, items_of, outline, without_imprint
from caregraph.extraction.people import inspection_team
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

# `Grade 4 (inadequate)`, a heading of its own under that of the section (norfolk_2013-08-16)
_GRADE_LINE = re.compile(r"Grade\s+[1-4]\s*\((?P<grade>[A-Za-z]+)\)\W*", re.IGNORECASE)
# `About this inspection`, `The inspection judgements and what they mean`, `Service information`,
# `Context` and `Evidence` (haringey_2009-07-03)
_ABOUT = re.compile(
    r"About (?:the|this) inspection|The inspection judge?ments|Service information|Context$"
    r"|Evidence$|Contents|Record of main findings|Background",
    re.IGNORECASE,
)
# `Areas for improvement`, `Priorities for further improvement`, and under them `Immediately:`,
# `Within three months:`
_IMPROVE = re.compile(
    r"Areas? for (?:further )?improvement|Priorities for|Recommendations", re.IGNORECASE
)
_DEADLINE = re.compile(
    r"Immediately|Within (?:\w+ )?(?:\d+|one|two|three|six|twelve) (?:days|weeks|months)",
    re.IGNORECASE,
)

# What was judged, by the words of headings and of the closing table. `Outcomes for looked after
# children and young people`, `Quality of provision`, `Leadership and management` (kent_2013-08-23)
_AREAS = tuple(
    (re.compile(pattern, re.IGNORECASE), area)
    for pattern, area in (
        (r"overall effectiveness", "overall"),
        (r"capacity (?:to|for) improve", "capacity-for-improvement"),
        (r"outcomes for (?:looked after )?children", "children-looked-after"),
        (r"quality of (?:provision|practice)|service quality", "quality-of-practice"),
        (r"leadership|ambition and prioritisation", "leadership"),
        (r"partnership working", "partnership"),
        (r"performance management", "performance-management"),
        (r"equality and diversity", "equality-and-diversity"),
        (r"user engagement", "user-engagement"),
        (r"being healthy|contribution of health", "health"),
        (r"staying safe|feel(?:ing)? safe", "staying-safe"),
        (r"enjoying and achieving", "enjoying-and-achieving"),
        (r"positive contribution", "making-a-positive-contribution"),
        (r"economic well-?being", "economic-wellbeing"),
        (r"safeguarding services", "safeguarding"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A section: the heading that names it, its area, and what it holds."""

    section: Section
    title: str
    area: str
    about: bool = False
    improve: bool = False


def extract_pre_2013(document: Document, authorities: AuthorityList) -> Extract:
    """Read a report of a framework before November 2013.

    Args:
        document: The report.
        authorities: Whom names may stand for.

    Returns:
        Everything found; where no grade is printed, an absence says so.
    """
    identity = identify(document, authorities)
    team = inspection_team(document)
    placed = _place(outline(document))
    judgements = _judgements(document, placed)
    absent = AbsenceRecord(inspection="own", area="overall", reason=Absence.NOT_STATED)
    graded = any(judgement.area == "overall" for judgement in judgements)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.PRE_2013,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=identity.title,
        published=identity.published,
        inspections=(own_inspection(identity, framework="pre-2013", lead=team.lead),),
        judgements=judgements,
        absences=() if graded else (absent,),
        findings=tuple(_findings(document, placed)),
        recommendations=tuple(_recommendations(document, placed)),
        posts=team.posts,
    )


def _area_of(words: str, *, both_services: bool, about_safeguarding: bool) -> str | None:
    area = next((area for pattern, area in _AREAS if pattern.search(words)), None)
    if area == "overall" and both_services:
        return "safeguarding" if about_safeguarding else "children-looked-after"
    return area


def _place(sections: Sequence[Section]) -> tuple[_Placed, ...]:
    placed: list[_Placed] = []
    title, area, about, improve = "", "overall", True, False
    for section in sections:
        words = section.title
        if section.heading is not None and section.heading.page > 1:
            if _IMPROVE.match(words):
                improve, about, title = True, False, words
            elif _ABOUT.match(words):
                about, improve, title = True, False, words
            elif not _GRADE_LINE.fullmatch(words) and not (improve and _DEADLINE.match(words)):
                about, improve, title = False, False, words
                area = _area_of(words, both_services=False, about_safeguarding=False) or area
        placed.append(
            _Placed(section=section, title=title, area=area, about=about, improve=improve)
        )
    return tuple(placed)


def _judgements(document: Document, placed: Sequence[_Placed]) -> tuple[JudgementRecord, ...]:
    """Read the closing table; where there is none, the grade lines under the headings."""
    found: dict[str, JudgementRecord] = {}
    for judgement in (*_tabled(document), *_headed(placed)):
        found.setdefault(judgement.area, judgement)
    return tuple(found.values())


def _tabled(document: Document) -> Iterator[JudgementRecord]:
    """Give the rows `Overall effectiveness | Adequate` of the record of main findings."""
    record = document.text.rfind("Record of main findings")
    cells = [b for b in document.body() if b.kind is BlockKind.CELL and b.start > record >= 0]
    both = re.search(r"^Safeguarding services", document.text[max(record, 0) :], re.MULTILINE)
    looked_after = document.text.find("Services for looked after children", max(record, 0))
    for label, grade in pairwise(cells):
        words = document.text_of(grade)
        if (label.table, label.row) != (grade.table, grade.row) or not is_grade(words):
            continue
        area = _area_of(
            document.text_of(label),
            both_services=both is not None,
            about_safeguarding=label.start < looked_after,
        )
        notation = find_grade(words)
        if area is not None and notation is not None:
            passage = Passage(start=label.start, end=grade.end, page=label.page)
            yield JudgementRecord(inspection="own", area=area, grade=notation, passage=passage)


def _headed(placed: Sequence[_Placed]) -> Iterator[JudgementRecord]:
    for one in placed:
        line = _GRADE_LINE.fullmatch(one.section.title)
        heading = one.section.heading
        grade = find_grade(line["grade"]) if line else None
        if grade is None or heading is None:
            continue
        passage = Passage(start=heading.start, end=heading.end, page=heading.page)
        yield JudgementRecord(inspection="own", area=one.area, grade=grade, passage=passage)


def _findings(document: Document, placed: Sequence[_Placed]) -> Iterator[FindingRecord]:
    for one in placed:
        if one.about or one.improve:
            continue
        for item in items_of(document, without_imprint(document, one.section.blocks)):
            if is_finding(item.text):
                yield finding(item, section=one.title, area=one.area)


def _recommendations(
    document: Document, placed: Sequence[_Placed]
) -> Iterator[RecommendationRecord]:
    for one in placed:
        if one.improve:
            for item in recommended(document, one.section.blocks):
                yield recommendation(item, section=one.title)
