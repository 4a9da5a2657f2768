from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.actions import find_actions, status_of
from caregraph.extraction.coverage_units import read_units

Write = Callable[[str], Document]


def actions(document: Document) -> list[tuple[str, str]]:
    found = find_actions(document.text, read_units(document), ())
    return [(action.stretch.of(document.text), action.status) for action in found]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The council has appointed two practice leads.", "done"),
        ("Cabinet approved more money in March.", "done"),
        ("We have opened a second hub.", "done"),
        ("Twelve more advisers are being recruited.", "under-way"),
        ("Since June a single team has been calling at their homes.", "under-way"),
        ("The council will publish its plan by May.", "planned"),
        ("A drop-in hub would open in October.", "planned"),
        ("The Director undertook to reply in writing.", "planned"),
        ("Inspectors will return in May.", None),
        ("Plans are late.", None),
        ("We hope that more will be done by the team.", None),
        ("Services were judged good.", None),
    ],
)
def test_a_sentence_states_a_deed_and_how_far_it_is(sentence: str, status: str | None) -> None:
    assert status_of(sentence) == status


def test_the_heading_of_a_list_says_how_far_its_items_are(write: Write) -> None:
    document = write("""
        # What we have done so far
        - Two practice leads appointed
        - Work under way with schools
        # Next steps
        - Staff workshops in January
    """)
    assert actions(document) == [
        ("Two practice leads appointed", "done"),
        ("Work under way with schools", "under-way"),
        ("Staff workshops in January", "planned"),
    ]


def test_a_table_of_actions_has_a_column_of_states(write: Write) -> None:
    document = write("""
        | Ref | Action | Owner | Status |
        | 1 | Fill the vacant posts | Ada Hale | In progress |
        | 2 | Add a field to the form | Bo Reed | Complete |
        | 3 | Write to members | Ada Hale | Not started |
    """)
    assert actions(document) == [
        ("Fill the vacant posts", "under-way"),
        ("Add a field to the form", "done"),
        ("Write to members", "planned"),
    ]


def test_resolutions_are_actions(write: Write) -> None:
    document = write("""
        Resolved: that the
        The Committee:
        - noted the letter
        - asked for a report in May
    """)
    assert actions(document) == [
        ("noted the letter", "resolved"),
        ("asked for a report in May", "resolved"),
    ]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("RESOLVED: that the plan be approved.", "resolved"),
        ("The Panel agreed that it would meet every month.", "resolved"),
        ("It was agreed that the chair would write to schools.", "resolved"),
    ],
)
def test_a_decision_told_in_a_sentence_is_resolved(
    write: Write, sentence: str, status: str
) -> None:
    assert actions(write(sentence)) == [(sentence, status)]


def test_what_inspectors_liked_is_no_action(write: Write) -> None:
    document = write("""
        # What inspectors liked
        - Leaders have turned the service round
    """)
    assert actions(document) == []
