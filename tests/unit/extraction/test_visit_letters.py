"""Letters on focused visits and monitoring visits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.records import Absence, Extract
from caregraph.extraction.visit_letters import extract_visit_letter, is_visit_title
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

LETTER = """
26 February 2025
Jo Archer, Director of Children’s Services
Felpersham Council
Dear Jo
# Focused visit to Felpersham children’s services
This letter summarises the findings of the focused visit to Felpersham children’s services on 21 \
and 22 January 2025. His Majesty’s Inspectors for this visit were Ruth Aldridge and Tom Archer.
Inspectors looked at the local authority’s arrangements for care leavers aged 18 to 25.
## Headline findings
Care leavers now have personal advisers who know them and their families well.
## What needs to improve in this area of social work practice?
- The timeliness of pathway plans.
- The offer to care leavers who live outside the borough.
## Main findings
Pathway plans are still too often out of date and do not help young people to plan.
Managers track the progress of each young person closely.
Yours sincerely
Ruth Aldridge
His Majesty’s Inspector
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_visit_letter(write(text), authorities)


def test_the_opening_gives_the_days_and_the_letter_its_date(read: Read) -> None:
    inspection = read(LETTER).inspections[0]
    assert (inspection.start, inspection.end) == ("2025-01-21", "2025-01-22")
    assert inspection.published == "2025-02-26"
    assert inspection.authorities == ("X90000002",)
    assert inspection.framework == "focused-visit"


def test_a_monitoring_visit_is_told_by_its_title(read: Read) -> None:
    text = LETTER.replace("Focused visit to", "Monitoring visit of")
    assert read(text).inspections[0].framework == "monitoring-visit"


def test_a_visit_gives_no_grade_and_the_reason_is_typed(read: Read) -> None:
    extract = read(LETTER)
    assert extract.judgements == ()
    assert [absence.reason for absence in extract.absences] == [Absence.FRAMEWORK_HAS_NONE]


def test_findings_leave_out_the_frame_of_the_letter(read: Read) -> None:
    assert [finding.section for finding in read(LETTER).findings] == [
        "Headline findings",
        "Main findings",
        "Main findings",
    ]


def test_what_needs_to_improve_is_a_list_of_recommendations(read: Read) -> None:
    assert [one.text for one in read(LETTER).recommendations] == [
        "The timeliness of pathway plans.",
        "The offer to care leavers who live outside the borough.",
    ]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Focused visit to Ambridge local authority children’s services", True),
        ("Ambridge County Council: monitoring visit", True),
        ("The focused visit in 2023 found that plans were late.", False),
    ],
)
def test_only_a_title_names_a_visit(title: str, *, named: bool) -> None:
    assert is_visit_title(title) is named
