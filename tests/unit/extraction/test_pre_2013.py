"""Reports of the frameworks before November 2013."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.pre_2013 import extract_pre_2013
from caregraph.extraction.records import Extract
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

REPORT = """
# Inspection of looked after children services
## Ambridge County Council
Inspection dates: 8 – 12 July 2013
Reporting inspector Ruth Aldridge HMI
Age group: All
Published: 16 August 2013
=====
© Crown copyright 2013
=====
## About this inspection
1. The purpose of the inspection is to evaluate the contribution made by services.
## The inspection judgements and what they mean
2. All inspection judgements are made using the following four point scale.
| Outstanding (Grade 1) | A service that significantly exceeds minimum requirements
| Adequate (Grade 3) | A service that only meets minimum requirements
## Service information
3. Ambridge is a small county in the middle of England.
=====
## Overall effectiveness of services for looked after children and young people
#### Grade 3 (Adequate)
4. The overall effectiveness of services for looked after children is adequate.
## Capacity to improve
#### Grade 2 (Good)
5. Leaders have shown that they can improve services and keep them good.
#### Areas for improvement
6. In order to improve the quality of provision, the local authority should take the following \
action.
##### Immediately:
- ensure that all children have a care plan
##### Within three months:
- review the caseloads of reviewing officers.
## Leadership and management
#### Grade 4 (inadequate)
7. Managers do not know enough about the quality of social work.
=====
## Record of main findings
#### Services for looked after children
| Overall effectiveness | Adequate
| Capacity to improve | Good
| Leadership and management | Inadequate
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_pre_2013(write(text), authorities)


def own(extract: Extract) -> dict[str, str]:
    return {j.area: j.grade for j in extract.judgements if j.inspection == "own"}


def numbers(extract: Extract, area: str) -> list[str | None]:
    return [finding.paragraph for finding in extract.findings if finding.area == area]


def test_the_cover_says_who_was_inspected_when_and_by_whom(read: Read) -> None:
    inspection = read(REPORT).inspections[0]
    assert inspection.authorities == ("X90000001",)
    assert (inspection.start, inspection.end) == ("2013-07-08", "2013-07-12")
    assert (inspection.published, inspection.lead_inspector) == ("2013-08-16", "Ruth Aldridge")
    assert inspection.framework == "pre-2013"


def test_grades_come_from_the_closing_record(read: Read) -> None:
    assert own(read(REPORT)) == {
        "overall": "adequate",
        "capacity-for-improvement": "good",
        "leadership": "inadequate",
    }


def test_grades_come_from_grade_lines_where_there_is_no_record(read: Read) -> None:
    text = REPORT.partition("## Record of main findings")[0]
    assert own(read(text)) == own(read(REPORT))


def test_both_services_are_kept_apart_where_both_were_inspected(read: Read) -> None:
    tables = """#### Safeguarding services
| Overall effectiveness | Good
#### Services for looked after children
| Overall effectiveness | Inadequate
"""
    text = REPORT.partition("#### Services for looked after children")[0] + tables
    assert own(read(text))["safeguarding"] == "good"
    assert own(read(text))["children-looked-after"] == "inadequate"


def test_what_is_said_about_the_inspection_and_the_area_is_no_finding(read: Read) -> None:
    extract = read(REPORT)
    assert numbers(extract, "overall") == ["4"]
    assert numbers(extract, "capacity-for-improvement") == ["5"]
    assert numbers(extract, "leadership") == ["7"]
    assert len(extract.findings) == 3


def test_bullets_by_deadline_are_the_recommendations_and_their_lead_in_is_none(read: Read) -> None:
    assert [one.text for one in read(REPORT).recommendations] == [
        "ensure that all children have a care plan",
        "review the caseloads of reviewing officers.",
    ]


def test_a_report_without_grades_says_that_none_is_stated(read: Read) -> None:
    text = REPORT.partition("## Record of main findings")[0].replace("#### Grade", "#### Rank")
    assert [absence.area for absence in read(text).absences] == ["overall"]
