"""Which inspections a document speaks of, when they were, and what they judged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.coverage import extract_coverage
from caregraph.extraction.records import Extract
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority

Write = Callable[[str], Document]

WEXMOOR = Authority(code="E10900001", label="Wexmoor", official_name="Wexmoor County Council")
ELLERY = Authority(code="E06900002", label="Port Ellery", official_name="Port Ellery City Council")
TANNICK = Authority(
    code="E09900003", label="Tannick Vale", official_name="Tannick Vale Borough Council"
)
AUTHORITIES = AuthorityList.of([WEXMOOR, ELLERY, TANNICK])


def read(write: Write, text: str) -> Extract:
    return extract_coverage(write(text), AUTHORITIES)


def judged(extract: Extract) -> set[tuple[str, str, str, bool]]:
    by_key = {inspection.key: inspection for inspection in extract.inspections}
    return {
        (
            by_key[judgement.inspection].authorities[0],
            judgement.area,
            judgement.grade,
            judgement.inspection.startswith("previous"),
        )
        for judgement in extract.judgements
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "The visit to Wexmoor took place from 5 to 16 June 2023 and was published on 4 July 2023.",
        "Ofsted published its report on Wexmoor on 4 July 2023, after a visit from 5 to 16 June.",
        "Ofsted said on 4 July 2023 that it had inspected Wexmoor from 5 to 16 June 2023.",
        "Wexmoor was inspected from 5 to 16 June 2023; the report came out on 4 July 2023.",
    ],
)
def test_the_days_of_a_visit_and_of_its_report_are_told_apart(write: Write, sentence: str) -> None:
    own = read(write, f"4 July 2023\n{sentence}").inspections[0]
    assert (own.start, own.end, own.published) == ("2023-06-05", "2023-06-16", "2023-07-04")


def test_a_year_that_is_only_reckoned_gives_way_to_a_printed_date(write: Write) -> None:
    extract = read(
        write,
        """
        27 April 2018
        Services in Wexmoor were judged good, and two years ago they were rated inadequate.
        In November 2015 the council was judged inadequate by inspectors.
        """,
    )
    earlier = [i for i in extract.inspections if i.key.startswith("previous")]
    assert [inspection.start for inspection in earlier] == ["2015-11"]


@pytest.mark.parametrize(("year", "overall"), [("2024", {"overall"}), ("2027", set())])
def test_a_grade_for_every_area_is_the_overall_grade_while_there_was_one(
    write: Write, year: str, overall: set[str]
) -> None:
    extract = read(
        write,
        f"Inspectors came to Wexmoor from 5 to 16 June {year}. Every area was judged to be good.",
    )
    areas = {judgement.area for judgement in extract.judgements}
    assert areas & {"overall", "leadership"} == {"leadership"} | overall


def test_a_visit_that_ofsted_is_expected_to_make_is_planned(write: Write) -> None:
    extract = read(
        write,
        """
        4 July 2023
        Services in Wexmoor were judged inadequate. Ofsted is expected to return in 2024.
        """,
    )
    assert [i.start for i in extract.inspections if i.planned] == ["2024"]


def test_visits_that_are_only_counted_are_one_record_each(write: Write) -> None:
    extract = read(
        write,
        """
        Wexmoor County Council
        14 March 2018
        There had been three monitoring visits by Ofsted since February 2017.
        The next inspection was expected between May 2018 and July 2018.
        """,
    )
    assert [(i.framework, i.start, i.end, i.planned) for i in extract.inspections] == [
        *[("monitoring-visit", None, None, False)] * 3,
        (None, "2018-05", "2018-07", True),
    ]


def test_the_latest_day_of_an_inspection_to_come_is_only_its_end(write: Write) -> None:
    extract = read(
        write,
        """
        Services in Wexmoor were judged inadequate on 14 March 2018.
        Another full inspection is due before the end of 2020.
        """,
    )
    planned = [i for i in extract.inspections if i.planned]
    assert [(i.start, i.end) for i in planned] == [(None, "2020")]


def test_initials_and_districts_stand_for_a_county(write: Write) -> None:
    document = write("""
        LCC officers and the team leader for Lancaster District told the Panel of the County that a
        full Ofsted inspection was expected in May 2018.
    """)
    extract = extract_coverage(document, AuthorityList.load())
    assert extract.inspections[0].authorities == ("E10000017",)
    assert extract.inspections[0].confidence < 1
    assert extract.problems


def test_partners_and_neighbours_are_not_inspected(write: Write) -> None:
    extract = read(
        write,
        """
        Inspectors rated children's services in Port Ellery as good in a report out on 4 March 2024.
        The council has invited Wexmoor County Council to carry out a peer review, and works with
        Tannick Vale police on exploitation.
        """,
    )
    assert {code for i in extract.inspections for code in i.authorities} == {ELLERY.code}


def test_slipped_labels_are_doubted_and_shown_as_printed(write: Write) -> None:
    extract = read(
        write,
        """
        # Inspection judgements of Wexmoor
        - Help and protection Good
        - Children looked after
        - Adoption Requires improvement
        - Care leavers Good
        - Care leavers Inadequate
        """,
    )
    doubted = {j.area: (j.grade, j.confidence) for j in extract.judgements if j.confidence < 1}
    assert doubted == {
        "children-looked-after": ("requires-improvement", 0.4),
        "adoption": ("good", 0.4),
        "care-leavers": ("inadequate", 0.4),
    }
    assert any("Children looked after / Adoption Requires" in one for one in extract.problems)


def test_the_day_of_a_page_is_not_that_of_a_report(write: Write) -> None:
    extract = read(
        write,
        """
        # Services in Wexmoor improve
        Published 2 December 2022
        Following an inspection between 3 and 14 October, services were judged to be good.
        Ofsted is expected to carry out a monitoring visit in May 2023.
        """,
    )
    assert [(i.framework, i.start, i.end, i.published) for i in extract.inspections] == [
        (None, "2022-10-03", "2022-10-14", None),
        ("monitoring-visit", "2023-05", "2023-05", None),
    ]


def test_a_story_tells_both_grades_of_a_change(write: Write) -> None:
    extract = read(
        write,
        """
        Published 16th Apr 2021
        Children's services in Wexmoor have gone from "inadequate" to "good", Ofsted has ruled.
        In July 2018 the department received the lowest possible grade.
        The regulator visited the council over two weeks last month.
        Shadow cabinet member for children Ada Hale (Con) said: "It should not have got so bad."
        """,
    )
    assert judged(extract) == {
        (WEXMOOR.code, "overall", "good", False),
        (WEXMOOR.code, "overall", "inadequate", True),
    }
    assert [i.start for i in extract.inspections] == ["2021-03", "2018-07"]
    assert [(p.person, p.role_title) for p in extract.posts] == [
        ("Ada Hale", "Shadow cabinet member for children")
    ]
    assert extract.findings == ()


def test_a_partnership_is_named_after_its_authority(write: Write) -> None:
    extract = read(
        write,
        """
        # Briefing on the Joint targeted area inspection
        Wexmoor Safeguarding Partnership
        # Areas for priority action
        - Oversight of the front door by all partners
        # Still to do
        - Re-launch threshold guidance
        """,
    )
    assert extract.inspections[0].authorities == (WEXMOOR.code,)
    assert [r.text for r in extract.recommendations] == [
        "Oversight of the front door by all partners"
    ]
    assert [(a.text, a.status) for a in extract.actions] == [
        ("Re-launch threshold guidance", "planned")
    ]


def test_a_round_up_keeps_three_councils_apart(write: Write) -> None:
    extract = read(
        write,
        """
        5 September 2024
        Two councils have improved their Ofsted ratings, but a third has fallen to inadequate.
        # Port Ellery moves up
        Port Ellery council was upgraded from good to outstanding following a June inspection, with
        all areas bar help and protection rated outstanding. Help and protection was good.
        # Wexmoor rated good
        Wexmoor, judged to require improvement in 2019, was rated good after its July inspection.
        # Slide in Tannick Vale
        Tannick Vale, which had been outstanding since 2018, was judged to require improvement.
        """.replace("with\n        all", "with all"),
    )
    assert judged(extract) >= {
        (ELLERY.code, "overall", "outstanding", False),
        (ELLERY.code, "overall", "good", True),
        (ELLERY.code, "leadership", "outstanding", False),
        (ELLERY.code, "help-and-protection", "good", False),
        (WEXMOOR.code, "overall", "good", False),
        (WEXMOOR.code, "overall", "requires-improvement", True),
        (TANNICK.code, "overall", "requires-improvement", False),
        (TANNICK.code, "overall", "outstanding", True),
    }
    own = {i.authorities[0]: i.start for i in extract.inspections if i.key.startswith("mentioned")}
    assert own == {ELLERY.code: "2024-06", WEXMOOR.code: "2024-07", TANNICK.code: None}
