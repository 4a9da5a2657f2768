"""Earlier inspections: in lists, in prose, and as records."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.previous import Grading, Recalled, previous_records
from caregraph.extraction.previous_lists import recall_from_list
from caregraph.extraction.previous_prose import recall_from_prose
from caregraph.extraction.records import InspectionRecord, Passage

Write = Callable[[str], Document]
HERE = Passage(start=0, end=1, page=1)


def facts(recalled: tuple[Recalled, ...]) -> list[tuple[str | None, str, str]]:
    return [
        (one.when or one.reported, grading.area, grading.grade)
        for one in recalled
        for grading in one.gradings
    ]


def listed(write: Write, text: str) -> list[tuple[str | None, str, str]]:
    document = write(text)
    return facts(recall_from_list(document, document.blocks))


def told(write: Write, text: str, *, summary: bool = True) -> list[tuple[str | None, str, str]]:
    document = write(text)
    return facts(recall_from_prose(document, document.blocks, summary=summary))


def test_a_list_of_labels_is_one_inspection_dated_by_its_report(write: Write) -> None:
    document = write("""
        - The last inspection report was published in June 2015. The judgements were:
        -- Overall effectiveness: Inadequate.
        -- Adoption performance: requires improvement to be good
        - The director of children’s services has been in post since March 2017.
    """)
    (one,) = recall_from_list(document, document.blocks)
    assert (one.when, one.reported) == (None, "2015-06")
    assert facts((one,)) == [
        ("2015-06", "overall", "inadequate"),
        ("2015-06", "adoption", "requires-improvement"),
    ]


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        (
            "The previous inspection of Ambridge’s safeguarding arrangements/ arrangements for the "
            "protection of children was in July 2012. The local authority was judged to be good.",
            [("2012-07", "help-and-protection", "good")],
        ),
        (
            "The previous inspection of services for safeguarding and looked after children was in "
            "March 2012. The local authority was judged to be adequate for children looked after "
            "and inadequate for safeguarding.",
            [
                ("2012-03", "children-looked-after", "adequate"),
                ("2012-03", "help-and-protection", "inadequate"),
            ],
        ),
        (
            "The last inspection of safeguarding arrangements and looked after children was in May "
            "2010. The local authority was judged to be good for both services.",
            [
                ("2010-05", "help-and-protection", "good"),
                ("2010-05", "children-looked-after", "good"),
            ],
        ),
        (
            "The previous inspection of the fostering service took place in May 2013 and judged it "
            "to be good, and an inspection of the adoption service in March 2012 judged it to be "
            "outstanding.",
            [("2013-05", "fostering", "good"), ("2012-03", "adoption", "outstanding")],
        ),
        (
            "The last inspection of services for looked after children was in July 2010. The last "
            "inspection of arrangements for the protection of children was in July 2012. The local "
            "authority was judged to be adequate in both inspections.",
            [
                ("2010-07", "children-looked-after", "adequate"),
                ("2012-07", "help-and-protection", "adequate"),
            ],
        ),
        (
            "An inspection of arrangements for the protection of children was undertaken in June "
            "2013. The arrangements were judged to be inadequate, and they are still found to be "
            "good in this inspection.",
            [("2013-06", "help-and-protection", "inadequate")],
        ),
        (
            "The council’s fostering and adoption services were both judged good in their most "
            "recent Ofsted inspection.",
            [(None, "adoption", "good"), (None, "fostering", "good")],
        ),
    ],
)
def test_a_bullet_gives_areas_grades_and_time(
    write: Write, bullet: str, expected: list[tuple[str | None, str, str]]
) -> None:
    assert sorted(listed(write, f"- {bullet}"), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "bullet",
    [
        "The local authority operates five children’s homes. Four were judged to be good or "
        "outstanding in their most recent Ofsted inspection.",
        "The previous unannounced inspection of contact arrangements was in June 2011. It "
        "identified strengths.",
        "The director has been in post since 2014.",
    ],
)
def test_homes_and_visits_without_a_grade_are_left_out(write: Write, bullet: str) -> None:
    assert listed(write, f"- {bullet}") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Since the last inspection in 2015, when services were judged to be inadequate, "
            "leaders have changed.",
            [("2015", "overall", "inadequate")],
        ),
        (
            "Services have improved since the inspection in 2017, when they were judged to require "
            "improvement overall.",
            [("2017", "overall", "requires-improvement")],
        ),
        (
            "The last full inspection, in January 2019, judged all services as requires "
            "improvement to be good.",
            [("2019-01", "overall", "requires-improvement")],
        ),
        (
            "There have been improvements since the last inspection in 2015, when all areas of the "
            "service required improvement to be good.",
            [("2015", "overall", "requires-improvement")],
        ),
        (
            "Many services have improved since the previous inspection in 2019, when the local "
            "authority was judged to be good overall, but requires improvement in help and "
            "protection.",
            [("2019", "overall", "good"), ("2019", "help-and-protection", "requires-improvement")],
        ),
        (
            "Services have improved since the 2022 inspection, when overall effectiveness was "
            "judged to be inadequate.",
            [("2022", "overall", "inadequate")],
        ),
        (
            "Services have improved strongly since being judged good overall at the previous "
            "inspection in 2015.",
            [("2015", "overall", "good")],
        ),
        (
            "Services for children in care have deteriorated since the previous inspection in "
            "2015, when they were judged to be good.",
            [("2015", "children-looked-after", "good")],
        ),
        (
            "At the last inspection in June 2022, services for children in care and care leavers "
            "required improvement to be good.",
            [("2022-06", "children-in-care-and-care-leavers", "requires-improvement")],
        ),
        (
            "Ambridge children’s services were judged inadequate in 2016.",
            [("2016", "overall", "inadequate")],
        ),
    ],
)
def test_a_sentence_gives_the_grade_that_was_given_then(
    write: Write, sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(write, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the last inspection in 2019, some services have deteriorated and now require "
        "improvement to be good.",
        "Since the last inspection in 2021, services for children remain good overall.",
        "Services continue to require improvement to be good and have not improved since the last "
        "inspection in 2016.",
        "There have been improvements since the previous inspection in 2019, although overall "
        "services still require improvement to be good.",
        "A focused visit in 2023 found that some practice was good.",
        "Most children attend schools that were judged to be good in 2018.",
    ],
)
def test_today_s_grade_and_others_grades_are_no_previous_ones(write: Write, sentence: str) -> None:
    assert told(write, sentence) == []


def test_outside_the_summary_a_grade_needs_its_area(write: Write) -> None:
    without = "Practice was judged to be good at the last inspection in 2016."
    within = "The service for care leavers was considered to require improvement in 2016."
    assert told(write, without, summary=False) == []
    assert told(write, within, summary=False) == [("2016", "care-leavers", "requires-improvement")]


OWN = InspectionRecord(key="own", authorities=("X90000001",), framework="sif", start="2017-06-19")


def recalled(when: str | None, area: str, grade: str) -> Recalled:
    return Recalled(when=when, gradings=(Grading(area=area, grade=grade, passage=HERE),))


def test_records_are_a_chain_with_the_latest_first() -> None:
    inspections, judgements = previous_records(
        OWN,
        (
            recalled(None, "fostering", "good"),
            recalled("2011-01", "children-looked-after", "adequate"),
            recalled("2013-02", "help-and-protection", "good"),
        ),
    )
    assert [one.start for one in inspections] == ["2017-06-19", "2013-02", "2011-01", None]
    assert [one.previous for one in inspections] == [
        "previous-1",
        "previous-2",
        "previous-3",
        None,
    ]
    assert [one.inspection for one in judgements] == ["previous-1", "previous-2", "previous-3"]


def test_parts_of_one_time_are_one_inspection() -> None:
    inspections, judgements = previous_records(
        OWN,
        (
            recalled("2012-01", "help-and-protection", "good"),
            recalled("2012-01", "children-looked-after", "adequate"),
        ),
    )
    assert len(inspections) == 2
    assert {one.inspection for one in judgements} == {"previous-1"}


def test_what_is_dated_no_earlier_than_the_own_one_is_left_out() -> None:
    inspections, judgements = previous_records(OWN, (recalled("2017", "overall", "good"),))
    assert inspections == (OWN,)
    assert judgements == ()


@pytest.mark.parametrize(
    ("when", "framework"),
    [("2012-01", "pre-2013"), ("2015", "sif"), ("2018", None), (None, None)],
)
def test_a_framework_is_named_where_its_year_leaves_no_doubt(
    when: str | None, framework: str | None
) -> None:
    inspections, _ = previous_records(OWN_LATE, (recalled(when, "overall", "good"),))
    assert inspections[1].framework == framework


OWN_LATE = InspectionRecord(key="own", framework="ilacs", start="2024-06-03")


def test_children_looked_after_are_children_in_care_since_2019() -> None:
    _, judgements = previous_records(OWN_LATE, (recalled("2020", "children-looked-after", "good"),))
    assert [one.area for one in judgements] == ["children-in-care"]
