"""Labels and grades in boxes, headings and sentences."""

from __future__ import annotations

import pytest

from caregraph.extraction.grades import (
    board_grade,
    find_grade,
    find_grades,
    grade_of,
    is_grade,
    overall_grade,
    read_label,
)


@pytest.mark.parametrize(
    ("text", "area", "grade"),
    [
        ("1. Children who need help and protection", "help-and-protection", None),
        ("Children looked after and achieving permanence", "children-looked-after", None),
        ("2.1 Adoption performance", "adoption", None),
        ("2.2 Experiences and progress of care leavers Good", "care-leavers", "good"),
        ("Leadership, management and governance is inadequate", "leadership", "inadequate"),
        ("Overall effectiveness: Inadequate", "overall", "inadequate"),
        (
            "The experiences and progress of children in care and care leavers are: Outstanding",
            "children-in-care-and-care-leavers",
            "outstanding",
        ),
        ("The experiences and progress of children in care", "children-in-care", None),
        (
            "The impact of leaders on social work practice with children and families is: good",
            "leadership",
            "good",
        ),
        (
            "The graded judgment about the experience and progress of care leavers is that it "
            "requires improvement to be good",
            "care-leavers",
            "requires-improvement",
        ),
        ("The graded judgement for adoption is good", "adoption", "good"),
        (
            "The experiences and progress of children who need help and protection require "
            "improvement.",
            "help-and-protection",
            "requires-improvement",
        ),
    ],
)
def test_a_label_names_its_area_and_its_grade(text: str, area: str, grade: str | None) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.area, label.grade) == (area, grade)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Care leavers",
        "Adoption",
        "Children who need help and protection receive a prompt response from duty workers.",
        "Leadership, management and governance arrangements comply with statutory guidance.",
        "What needs to improve?",
    ],
)
def test_a_sentence_or_a_topic_is_no_label(text: str) -> None:
    assert read_label(text) is None


def test_requires_improvement_to_be_good_is_one_grade() -> None:
    assert find_grades("requires improvement to be good, then inadequate") == (
        "requires-improvement",
        "inadequate",
    )
    assert grade_of("Required improvement") == "requires-improvement"


def test_what_is_not_yet_good_is_not_good() -> None:
    assert find_grade("services are not yet good") is None
    assert find_grade("Services are inadequate and not adequate") == "inadequate"


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Good", True), ("Requires improvement 1", True), ("good practice", False), ("", False)],
)
def test_a_cell_is_a_grade_only_as_a_whole(text: str, *, whole: bool) -> None:
    assert is_grade(text) is whole


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Children’s services in Ambridge require improvement to be good", "require"),
        ("The overall judgement is requires improvement", "requires"),
        ("The overall judgement is that children’s services are inadequate", "inadequate"),
        ("The overall judgement is that the local authority is good", "good"),
    ],
)
def test_the_cover_gives_the_overall_grade_in_a_sentence(text: str, grade: str) -> None:
    match = overall_grade(text)
    assert match is not None
    assert match["grade"].startswith(grade)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The effectiveness of the Local Safeguarding Children Board (LSCB) is good.", "good"),
        ("The effectiveness of the LSCB requires improvement", "requires-improvement"),
        ("The Local Safeguarding Children Board is outstanding", "outstanding"),
    ],
)
def test_the_board_has_its_grade_in_a_sentence(text: str, grade: str) -> None:
    match = board_grade(text)
    assert match is not None
    assert grade_of(match["grade"]) == grade
