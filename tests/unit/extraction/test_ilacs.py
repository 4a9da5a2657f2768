"""Reports of ILACS inspections: four rows of grades, five, and none for the whole since 2026."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.ilacs import extract_ilacs
from caregraph.extraction.records import Absence, Extract
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

FOUR_ROWS = """
# Ambridge County Council
## Inspection of children’s social care services
### Inspection dates: 30 September 2019 to 11 October 2019
| Lead inspector: | Ruth Aldridge // Her Majesty’s Inspector
| Judgement | Grade
| The impact of leaders on social work practice with children and families | Good
| The experiences and progress of children who need help and protection | Requires improvement \
to be good
| The experiences and progress of children in care and care leavers | Outstanding
| Overall effectiveness | Good
Since the last inspection in 2015, when services were judged to be inadequate overall, leaders \
have changed the service.
Services in Ambridge are now good.
=====
## What needs to improve
- The quality of written plans.
- The response to children aged 16 and 17 who are homeless.
## The experiences and progress of children who need help and protection: requires improvement \
to be good
1. Children and families receive help early, and they speak well of it.
2. Not all strategy discussions include the police.
## The experiences and progress of children in care and care leavers are outstanding
3. Children in care make exceptional progress at school.
4. The service for care leavers was judged to be inadequate in 2015. It is now outstanding.
## The impact of leaders on social work practice with children and families is: good
5. Senior leaders know their service well and act on what they know.
=====
The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and \
inspects to achieve excellence in the care of children.
Piccadilly Gate
"""
REFORMED = """
# Inspection of Felpersham local authority children’s services
### Inspection dates: 27 April to 1 May 2026
Lead inspector: Ruth Aldridge, His Majesty’s Inspector
| Judgement | Grade
| The impact of leaders on social work practice with children and families | Good
| The experiences and progress of children who need help and protection | Good
| The experiences and progress of children in care | Requires improvement to be good
| The experiences and progress of care leavers | Inadequate
Services have deteriorated since the previous inspection in 2023 and now require improvement to \
be good.
=====
## What needs to improve?
- The completion of training for foster carers. (Outcome 4, national framework)
- The reach of supervision (enabler: leaders drive conditions for effective practice, national \
framework)
## The experiences and progress of children who need help and protection: good
1. Assessments of children’s needs are thorough and are recorded sensitively.
## The experiences and progress of children in care: requires improvement to be good
2. Life-story work remains underdeveloped for children in long-term foster care.
## The experiences and progress of care leavers: inadequate
3. Care leavers over the age of 21 are not told of the help that they can have.
## The impact of leaders on social work practice with children and families: good
4. Leaders have built a strong culture of learning, in which:
-- audits are honest
-- social workers are heard.
If you are not happy with the inspection or the report, you can complain to Ofsted.
Piccadilly Gate
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_ilacs(write(text), authorities)


def own(extract: Extract) -> dict[str, str]:
    return {j.area: j.grade for j in extract.judgements if j.inspection == "own"}


def numbers(extract: Extract, area: str) -> list[str | None]:
    return [finding.paragraph for finding in extract.findings if finding.area == area]


def test_the_cover_says_who_was_inspected_when_and_by_whom(read: Read) -> None:
    inspection = read(REFORMED).inspections[0]
    assert inspection.authorities == ("X90000002",)
    assert (inspection.start, inspection.end) == ("2026-04-27", "2026-05-01")
    assert (inspection.framework, inspection.lead_inspector) == ("ilacs", "Ruth Aldridge")
    assert inspection.published is None


def test_the_lead_inspector_may_stand_in_the_box(read: Read) -> None:
    assert read(FOUR_ROWS).inspections[0].lead_inspector == "Ruth Aldridge"


def test_each_grade_is_taken_from_its_row(read: Read) -> None:
    assert own(read(FOUR_ROWS)) == {
        "leadership": "good",
        "help-and-protection": "requires-improvement",
        "children-in-care-and-care-leavers": "outstanding",
        "overall": "good",
    }


def test_since_the_reform_there_is_no_overall_grade_and_the_reason_is_typed(read: Read) -> None:
    extract = read(REFORMED)
    assert own(extract) == {
        "leadership": "good",
        "help-and-protection": "good",
        "children-in-care": "requires-improvement",
        "care-leavers": "inadequate",
    }
    (absence,) = extract.absences
    assert (absence.area, absence.reason) == ("overall", Absence.NOT_GIVEN_SINCE_REFORM)


def test_a_report_before_the_reform_without_an_overall_row_does_not_state_it(read: Read) -> None:
    text = REFORMED.replace("27 April to 1 May 2026", "20 to 24 April 2025")
    assert [absence.reason for absence in read(text).absences] == [Absence.NOT_STATED]


def test_a_grade_missing_in_the_box_is_read_from_the_section_s_head(read: Read) -> None:
    text = FOUR_ROWS.replace("| Outstanding", "| ")
    assert own(read(text))["children-in-care-and-care-leavers"] == "outstanding"


def test_the_summary_is_about_the_whole_and_has_no_heading(read: Read) -> None:
    summary = [f for f in read(FOUR_ROWS).findings if f.area == "overall"]
    assert [finding.section for finding in summary] == [None, None]
    assert summary[1].text == "Services in Ambridge are now good."


def test_findings_stand_under_their_areas_and_sub_bullets_under_theirs(read: Read) -> None:
    extract = read(REFORMED)
    assert numbers(extract, "help-and-protection") == ["1"]
    assert numbers(extract, "children-in-care") == ["2"]
    assert numbers(extract, "care-leavers") == ["3"]
    (finding,) = [f for f in extract.findings if f.area == "leadership"]
    assert finding.text.endswith("in which:\naudits are honest\nsocial workers are heard.")


def test_what_needs_to_improve_is_no_finding(read: Read) -> None:
    extract = read(FOUR_ROWS)
    assert [one.text for one in extract.recommendations] == [
        "The quality of written plans.",
        "The response to children aged 16 and 17 who are homeless.",
    ]
    assert not {one.text for one in extract.recommendations} & {f.text for f in extract.findings}


def test_tags_of_the_national_framework_are_kept(read: Read) -> None:
    assert [one.framework_tags for one in read(REFORMED).recommendations] == [
        ("Outcome 4",),
        ("enabler: leaders drive conditions for effective practice",),
    ]


def test_grades_of_the_last_inspection_come_from_prose(read: Read) -> None:
    extract = read(FOUR_ROWS)
    assert extract.inspections[1].start == "2015"
    recalled = {(j.area, j.grade) for j in extract.judgements if j.inspection == "previous-1"}
    assert recalled == {("overall", "inadequate"), ("care-leavers", "inadequate")}


def test_today_s_grade_is_not_that_of_the_last_inspection(read: Read) -> None:
    extract = read(REFORMED)
    assert len(extract.inspections) == 1
    assert all(judgement.inspection == "own" for judgement in extract.judgements)


def test_the_publisher_s_last_page_is_no_finding(read: Read) -> None:
    assert not [f for f in read(FOUR_ROWS).findings if "Ofsted" in f.text or "Gate" in f.text]
