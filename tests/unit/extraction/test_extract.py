"""Which family a document is of, and what is handed on with what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.extract import extract, family_of
from caregraph.extraction.records import Family
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
IMPRINT = "\nPiccadilly Gate\nStore Street\n"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@pytest.fixture
def authorities(tmp_path: Path) -> AuthorityList:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\n", encoding="utf-8")
    return AuthorityList.load(listed)


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("# Inspection of Ambridge local authority children’s services", Family.ILACS),
        ("# Ambridge\n# Inspection of children's social care services", Family.ILACS),
        ("# Focused visit to Ambridge children’s services", Family.ILACS),
        (
            "# Re-inspection of services for children in need of help and\n# protection, children "
            "looked after and care leavers",
            Family.SIF,
        ),
        (
            "# Ambridge Safeguarding Children Board\n# Review of the effectiveness of the Local "
            "Safeguarding Children Board",
            Family.SIF,
        ),
        ("# Inspection of looked after children services\n# Ambridge Council", Family.PRE_2013),
        ("# Joint targeted area inspection of Ambridge", Family.JTAI),
        ("# Area SEND inspection of Ambridge Local Area Partnership", Family.AREA_SEND),
        ("# Inspection of fire services in Ambridge", Family.UNKNOWN_REPORT),
    ],
)
def test_a_report_is_known_by_its_title(write: Write, title: str, family: Family) -> None:
    assert family_of(write(title + IMPRINT)) is family


@pytest.mark.parametrize(
    "text",
    [
        "# Inspection of Ambridge children’s services\nInspectors praised the council.",
        "# Council news\nOfsted published its inspection of children’s services on Monday.",
        "# Agenda\nThe committee noted the joint targeted area inspection of Ambridge.",
    ],
)
def test_what_only_speaks_of_an_inspection_is_coverage(write: Write, text: str) -> None:
    assert family_of(write(text)) is Family.COVERAGE


def test_slides_are_coverage_whatever_their_title(write: Write) -> None:
    report = write("# Inspection of Ambridge local authority children’s services" + IMPRINT)
    assert family_of(replace(report, media_type=SLIDES)) is Family.COVERAGE


def test_what_the_reader_warned_of_is_handed_on_before_doubts(
    write: Write, authorities: AuthorityList
) -> None:
    report = write("# Inspection of Ambridge local authority children’s services" + IMPRINT)
    problems = extract(replace(report, warnings=("page 3 was empty",)), authorities).problems
    assert problems[0] == "page 3 was empty"
    assert "no inspection dates were found" in problems
    assert len(set(problems)) == len(problems)


def test_a_letter_on_a_visit_is_read_as_one(write: Write, authorities: AuthorityList) -> None:
    letter = write(
        "# Focused visit to Ambridge children’s services\nThis letter summarises the findings of "
        "the focused visit on 21 and 22 January 2025.\nYours sincerely"
    )
    (inspection,) = extract(letter, authorities).inspections
    assert (inspection.framework, inspection.end) == ("focused-visit", "2025-01-22")
