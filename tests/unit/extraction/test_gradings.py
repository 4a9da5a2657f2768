from __future__ import annotations

import pytest

from caregraph.extraction.gradings import find_gradings, grade_of, label_area, label_grade


def graded(sentence: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(grading.grade, grading.areas) for grading in find_gradings(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Inspectors rated the council's services as requires improvement to be good.",
            [("requires-improvement", ("overall",))],
        ),
        (
            "Care leavers were judged inadequate and the impact of leaders good.",
            [("inadequate", ("care-leavers",)), ("good", ("leadership",))],
        ),
        (
            "Help and protection, children in care, and care leavers were all judged good.",
            [("good", ("help-and-protection", "children-in-care", "care-leavers"))],
        ),
        (
            "Services are now good, with an outstanding grade for adoption.",
            [("good", ("overall",)), ("outstanding", ("adoption",))],
        ),
        ("The borough is good overall.", [("good", ("overall",))]),
        ("The city was given the lowest rating.", [("inadequate", ("overall",))]),
        (
            "Children in care and care leavers were judged good.",
            [("good", ("children-in-care-and-care-leavers",))],
        ),
        (
            "Leaders were judged good, resulting in the same grade overall.",
            [("good", ("leadership",)), ("good", ("overall",))],
        ),
    ],
)
def test_grades_go_to_the_areas_that_a_sentence_gives_them(
    sentence: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert graded(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Good progress has been made on the waiting lists.",
        "The council still has an outstanding debt of £4m.",
        "He described the waiting room as inadequate.",
        "We are working towards being rated good.",
        "Our aim is to be judged outstanding.",
        "The museum was rated outstanding by visitors.",
        "Half of councils in England are good.",
        "Families need good homes.",
        "They are on a journey to be rated ‘good’.",
        "A good night was had by all.",
    ],
)
def test_grade_words_in_another_sense_are_no_grade(sentence: str) -> None:
    assert graded(sentence) == []


def test_a_rating_that_was_removed_is_left_behind() -> None:
    for sentence in (
        "Inspectors removed the council's inadequate rating.",
        "Services are no longer inadequate, inspectors say.",
        "It was upgraded from inadequate to good.",
    ):
        assert find_gradings(sentence)[0].left_behind
    assert not find_gradings("It was upgraded from inadequate to good.")[1].left_behind


def test_all_other_areas_are_said_not_listed() -> None:
    grading = find_gradings("The other areas were judged good.")[0]
    assert grading.others
    assert grading.areas == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Help and protection: Good", ("help-and-protection", "good")),
        (
            "Overall effectiveness – Requires improvement to be good",
            ("overall", "requires-improvement"),
        ),
        ("Children looked after", ("children-looked-after", None)),
        ("Workforce development", None),
        ("Adoption: drift and delay", None),
    ],
)
def test_a_label_stands_with_its_grade_or_alone(
    line: str, expected: tuple[str, str | None] | None
) -> None:
    assert label_grade(line) == expected


def test_a_cell_is_a_grade_only_as_a_whole() -> None:
    assert grade_of("Requires improvement to be good*") == "requires-improvement"
    assert grade_of("Good practice") is None


def test_a_label_of_two_areas_is_the_joint_one() -> None:
    assert label_area("Children in care and care leavers") == "children-in-care-and-care-leavers"
