"""Lists of recommendations, what they refer to, and the tags of the national framework."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.recommendations import (
    framework_tags_in,
    recommendation,
    recommended,
    references_in,
)

Write = Callable[[str], Document]


def texts(document: Document) -> list[str]:
    return [item.text for item in recommended(document, document.blocks)]


def test_bullets_after_an_unnumbered_lead_in_are_recommendations_of_their_own(write: Write) -> None:
    document = write("""
        The local authority should:
        - improve plans for children
        - visit children more often.
    """)
    assert texts(document) == ["improve plans for children", "visit children more often."]


def test_bullets_after_a_numbered_lead_in_are_so_too_where_it_only_leads_in(write: Write) -> None:
    document = write("""
        13. Priorities for further improvement:
        - The council should improve its plans.
        - The police should attend meetings.
    """)
    assert len(texts(document)) == 2


def test_a_numbered_recommendation_keeps_its_bullets(write: Write) -> None:
    document = write("""
        Some words on the list.
        1. Improve schooling by:
        - setting clear targets
        - reducing exclusions.
        2. Visit children more often.
    """)
    assert texts(document) == [
        "Improve schooling by:\nsetting clear targets\nreducing exclusions.",
        "Visit children more often.",
    ]


def test_that_there_is_nothing_to_do_is_no_recommendation(write: Write) -> None:
    document = write("""
        18. There are no areas for priority or immediate action.
        19. Improve the recording of visits.
    """)
    assert texts(document) == ["Improve the recording of visits."]


def test_paragraphs_count_where_the_list_has_neither_numbers_nor_bullets(write: Write) -> None:
    document = write("""
        The quality of social work supervision.
        The timeliness of health assessments.
    """)
    assert len(texts(document)) == 2


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Improve plans (paragraphs 17, 25, 46 and 80).", ("17", "25", "46", "80")),
        ("Improve plans. (Paragraph 19)", ("19",)),
        ("Improve plans (paragraphs 12–15).", ("12", "13", "14", "15")),
        ("Improve plans (paragraphs 15 - 900).", ("15",)),
        ("Improve plans within 20 days.", ()),
    ],
)
def test_references_are_the_printed_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert references_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Life-story work. (outcome 4, national framework)", ("outcome 4",)),
        (
            "Records (enabler: the workforce is equipped and effective, National Framework)",
            ("enabler: the workforce is equipped and effective",),
        ),
        ("Family networks [ Outcome 4", ("Outcome 4",)),
        ("Supervision. Enabler three: National Framework.", ("Enabler three",)),
        ("Plans. (Outcome 1, Enabler 2, national framework)", ("Outcome 1", "Enabler 2")),
        ("The outcomes that children in care reach at school.", ()),
        ("Outcomes for care leavers.", ()),
    ],
)
def test_tags_of_the_national_framework_are_kept_as_printed(
    text: str, tags: tuple[str, ...]
) -> None:
    assert framework_tags_in(text) == tags


def test_a_record_keeps_number_section_and_addressee(write: Write) -> None:
    document = write("109. Improve the board’s data (paragraph 112).")
    (item,) = recommended(document, document.blocks)
    record = recommendation(item, section="Recommendations", addressees=("The Board",), area="lscb")
    assert (record.paragraph, record.section, record.area) == ("109", "Recommendations", "lscb")
    assert record.addressees == ("The Board",)
    assert record.references == ("112",)
    assert record.text == document.text[record.passage.start : record.passage.end]
