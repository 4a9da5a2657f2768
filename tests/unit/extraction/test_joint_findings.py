"""Lists, addressees and inspectorates that joint inspections have in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.joint_findings import (
    asks,
    bodies_in,
    finding_of,
    inspectorates_in,
    list_items,
    recommendation_of,
)
from caregraph.extraction.outline import items_of

Write = Callable[[str], Document]


def test_a_lead_in_is_no_item_of_its_list(write: Write) -> None:
    document = write("Leaders need to ensure that:\n- plans are timely\n- records are kept")
    lead_in, items = list_items(document, document.blocks)
    assert lead_in == "Leaders need to ensure that:"
    assert [item.text for item in items] == ["plans are timely", "records are kept"]


def test_a_paragraph_before_the_bullets_is_an_item_where_it_leads_nothing_in(write: Write) -> None:
    document = write("Leaders need to act.\n- Plans need to be timely.")
    lead_in, items = list_items(document, document.blocks)
    assert (lead_in, len(items)) == (None, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ambridge Police need to improve the quality of information.", True),
        ("Ensure that plans are timely.", True),
        ("There is no system in place to monitor referrals. Leaders must act.", False),
        ("Delays in arrests were identified in some cases.", False),
    ],
)
def test_an_item_asks_by_the_form_of_its_first_sentence(text: str, expected: bool) -> None:  # noqa: FBT001 - a case of the table
    assert asks(text) is expected


def _recommendation(write: Write, text: str, *bodies: str) -> tuple[str, ...]:
    document = write(text)
    (item,) = items_of(document, document.blocks)
    return recommendation_of(item, section="Areas for improvement", addressees=bodies).addressees


def test_whom_a_recommendation_is_for_is_read_from_its_subject(write: Write) -> None:
    text = "Health leaders must address waiting times. Schools should help."
    assert _recommendation(write, text) == ("Health leaders",)


def test_a_given_addressee_is_kept(write: Write) -> None:
    assert _recommendation(write, "Health leaders must act.", "NHS Ambridge") == ("NHS Ambridge",)


def test_a_subject_that_is_nobody_is_no_addressee(write: Write) -> None:
    assert _recommendation(write, "Plans must be timely.") == ()
    assert _recommendation(write, "Early help that reduces the need for services.") == ()


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Ambridge Council and NHS Borchester ICB", ("Ambridge Council", "NHS Borchester ICB")),
        (
            "Ambridge Council, NHS Loxley and Borchester Integrated Care Board and Loxley Trust",
            ("Ambridge Council", "NHS Loxley and Borchester Integrated Care Board", "Loxley Trust"),
        ),
        (
            "Ambridge Council, school and college leaders.",
            ("Ambridge Council", "school and college leaders"),
        ),
    ],
)
def test_a_cell_of_bodies_is_split_between_whole_names(cell: str, bodies: tuple[str, ...]) -> None:
    assert bodies_in(cell) == bodies


def test_the_heading_of_the_list_settles_a_polarity_that_no_word_tells(write: Write) -> None:
    document = write("- The youth club on Thursdays.")
    (item,) = items_of(document, document.blocks)
    assert finding_of(item, section="Strengths", heading="strength").polarity == "strength"


def test_the_opposite_of_what_a_list_is_headed_is_mixed(write: Write) -> None:
    document = write("- Plans are not clear, and too many are late.")
    (item,) = items_of(document, document.blocks)
    assert finding_of(item, section=None, heading=None).polarity == "weakness"
    assert finding_of(item, section="Strengths", heading="strength").polarity == "mixed"


def test_inspectorates_are_named_in_their_usual_order() -> None:
    text = "inspectors from the CQC, Ofsted and HMI Probation (HMIP)"
    assert inspectorates_in(text) == (
        "Ofsted",
        "Care Quality Commission",
        "HM Inspectorate of Probation",
    )
