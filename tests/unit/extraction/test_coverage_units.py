from __future__ import annotations

from collections.abc import Callable

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import UnitKind, read_units

Write = Callable[[str], Document]


def kept(document: Document) -> list[str]:
    return [unit.of(document.text) for unit in read_units(document)]


PROSE = "Inspectors found that most children in Wexmoor are seen quickly and seen alone."


def test_adverts_banners_and_links_to_other_stories_are_left_out(write: Write) -> None:
    document = write(f"""
        We use cookies to improve this site and need your consent.
        {PROSE}
        Hide Ad
        Read More
        Why the bypass is late
        Social workers told the team that their workloads had become smaller.
        Also in this section
        Outstanding views from five homes
        Firm settles outstanding fine
    """)
    assert kept(document) == [
        PROSE,
        "Social workers told the team that their workloads had become smaller.",
    ]


def test_a_caption_that_is_printed_twice_is_left_out(write: Write) -> None:
    caption = "A stone building beside a river in the middle of Port Ellery"
    document = write(f"""
        {caption}{caption}
        {caption}
        {PROSE}
    """)
    assert kept(document) == [PROSE]


def test_a_short_line_above_a_list_is_its_heading(write: Write) -> None:
    document = write("""
        What inspectors liked
        - Partners turn up
        - Children are heard
    """)
    units = read_units(document)
    assert [unit.kind for unit in units] == [UnitKind.HEADING, UnitKind.ITEM, UnitKind.ITEM]
    assert units[1].section == "What inspectors liked"


def test_headings_one_above_the_other_both_hold(write: Write) -> None:
    document = write("""
        # Findings
        ## Early help
        - Families are helped early
        ## Court
        - Letters are clear
    """)
    headings = [unit.headings for unit in read_units(document) if unit.kind is UnitKind.ITEM]
    assert headings == [("Findings", "Early help"), ("Findings", "Court")]


def test_a_paragraph_that_ends_in_a_colon_leads_its_list_in(write: Write) -> None:
    document = write("""
        Inspectors reported that:
        - plans are late
        Nothing else was said about the plans of the children of the county.
        - a lone item
    """)
    leads = [unit.lead for unit in read_units(document) if unit.kind is UnitKind.ITEM]
    assert leads == ["Inspectors reported that:", None]


def test_cells_of_a_row_are_one_unit(write: Write) -> None:
    document = write("""
        | Area | Grade |
        | Leadership | Good |
    """)
    rows = read_units(document)
    assert [unit.kind for unit in rows] == [UnitKind.ROW, UnitKind.ROW]
    assert [cell.stretch.of(document.text) for cell in rows[1].cells] == ["Leadership", "Good"]


def test_numbered_headings_of_minutes_are_no_items(write: Write) -> None:
    document = write("""
        213. Outcome of the inspection
        The Committee received a report by the Director on the inspection that was held in March.
        1. note the report
        2. approve the plan
        214. Date of next meeting
        Tuesday 8 October 2024
    """)
    kinds = [(unit.kind.value, unit.of(document.text)) for unit in read_units(document)]
    assert [words for kind, words in kinds if kind == "heading"] == [
        "Outcome of the inspection",
        "Date of next meeting",
    ]
    assert [words for kind, words in kinds if kind == "item"] == [
        "note the report",
        "approve the plan",
    ]


def test_a_newsletter_may_begin_with_its_name(write: Write) -> None:
    document = write("""
        Staff newsletter, October 2019
        The result is in
        Inspectors said that services are good and that leaders know the children very well.
    """)
    assert "The result is in" in [unit.of(document.text) for unit in read_units(document)]
