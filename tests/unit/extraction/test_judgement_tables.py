from __future__ import annotations

from collections.abc import Callable
from datetime import date

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import read_units
from caregraph.extraction.judgement_tables import SLIPPED, find_labelled
from caregraph.extraction.vague_dates import When

Write = Callable[[str], Document]
TODAY = date(2024, 12, 11)


def test_two_inspections_stand_side_by_side_in_one_table(write: Write) -> None:
    document = write("""
        | Area | January 2019 | Now |
        | Impact of leaders | Inadequate | Good |
        | Overall effectiveness | Inadequate | Requires improvement to be good |
    """)
    found = find_labelled(document.text, read_units(document), TODAY)
    grades = {
        (item.area, item.earlier.first if isinstance(item.earlier, When) else None): item.grade
        for item in found
    }
    assert grades == {
        ("leadership", "2019-01"): "inadequate",
        ("leadership", None): "good",
        ("overall", "2019-01"): "inadequate",
        ("overall", None): "requires-improvement",
    }


def test_two_areas_may_share_the_grade_of_an_earlier_column(write: Write) -> None:
    document = write("""
        | Area | Previous | Now |
        | Children in care | Good* | Good |
        | Care leavers | * | Outstanding |
    """)
    found = find_labelled(document.text, read_units(document), TODAY)
    assert {(item.area, item.grade, bool(item.earlier)) for item in found} == {
        ("children-in-care-and-care-leavers", "good", True),
        ("children-in-care", "good", False),
        ("care-leavers", "outstanding", False),
    }


def test_lines_of_a_list_are_labels_with_grades(write: Write) -> None:
    document = write("""
        # Judgements
        - Help and protection: Good
        - Leadership – Outstanding
    """)
    found = find_labelled(document.text, read_units(document), TODAY)
    assert [(item.area, item.grade) for item in found] == [
        ("help-and-protection", "good"),
        ("leadership", "outstanding"),
    ]


def test_labels_that_slipped_a_line_are_put_back_and_doubted(write: Write) -> None:
    document = write("""
        # Inspection judgements
        - Children looked after
        - Adoption Good
        - Care leavers Good
        - Care leavers Inadequate
        - Leadership Inadequate
    """)
    found = find_labelled(document.text, read_units(document), TODAY)
    assert [(item.area, item.grade, item.confidence) for item in found] == [
        ("children-looked-after", "good", SLIPPED),
        ("adoption", "good", SLIPPED),
        ("care-leavers", "inadequate", SLIPPED),
        ("leadership", "inadequate", 1.0),
    ]


def test_topics_of_recommendations_are_no_labels(write: Write) -> None:
    document = write("""
        # Recommendations
        - Leadership, management and governance
        - Performance management and data
        - Adoption: drift and delay
    """)
    assert find_labelled(document.text, read_units(document), TODAY) == ()
