"""Reports on area SEND inspections."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.area_send import extract_area_send
from caregraph.extraction.records import Extract, Family
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

FAILINGS = "There are widespread and/or systemic failings leading to significant concerns."
REPORT = """
# Area SEND inspection of Ambridge Local Area Partnership
| Inspection dates: 18 to 22 March 2034
| {previous}
# Inspection outcome
{outcome}
A monitoring inspection will be carried out within approximately 18 months.
# Information about the local area partnership
Ambridge Council commissions alternative provision.
=====
# What is it like to be a child or young person with SEND in this area?
Children wait too long for health services.
# What is the area partnership doing that is effective?
- Leaders are ambitious for children.
# What does the area partnership need to do better?
- There is no joint commissioning agreement in place.
# Areas for priority action
| Responsible body | Areas for priority action
| Ambridge Council and NHS Borchester ICB | Leaders should address: // • waiting times; // • plans.
=====
| | Leaders should also improve support.
| NHS Borchester Integrated Care | Health leaders must act.
Board
| NHS Borchester ICB | Leaders should listen.
# Areas for improvement
## Areas for improvement
Leaders need to plan. This includes:
- timely plans; and
- accurate plans.
Leaders should listen to children.
# Local area partnership details
| Local authority | Integrated care board
| Ambridge Council | NHS Borchester ICB
| Jo Archer, Director of Children’s Services | Lee Grundy, Chief Executive
| www.ambridge.gov.uk | www.borchester.nhs.uk
# Information about this inspection
The inspection was led by one of His Majesty’s Inspectors.
# Inspection team
| Ofsted | Care Quality Commission
| Ruth Aldridge, Ofsted HMI lead inspector | Tom Franks, CQC lead inspector
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_area_send(write(text), authorities)


def _report(
    outcome: str = FAILINGS, previous: str = "Dates of previous inspection: 3 to 7 June 2019"
) -> str:
    return REPORT.format(outcome=outcome, previous=previous)


def test_cover_and_team_give_the_inspection(read: Read) -> None:
    own = read(_report()).inspections[0]
    assert (own.start, own.end, own.published) == ("2034-03-18", "2034-03-22", None)
    assert (own.authorities, own.framework) == (("X90000001",), "area-send")
    assert own.lead_inspector == "Ruth Aldridge"


@pytest.mark.parametrize(
    ("outcome", "grade"),
    [
        ("The arrangements typically lead to positive experiences and outcomes.", "1"),
        ("The arrangements lead to inconsistent experiences and outcomes.", "2"),
        (FAILINGS, "3"),
    ],
)
def test_the_outcome_is_told_by_its_wording(read: Read, outcome: str, grade: str) -> None:
    (judgement,) = read(_report(outcome)).judgements
    assert (judgement.area, judgement.grade) == ("send-outcome", grade)


def test_an_outcome_in_other_words_is_left_out_and_told(read: Read) -> None:
    extract = read(_report("The arrangements are what they are."))
    assert extract.judgements == ()
    assert any("outcome" in problem for problem in extract.problems)


def test_the_words_of_an_outcome_elsewhere_are_no_judgement(read: Read) -> None:
    text = _report("Nothing.").replace(
        "Children wait", "Widespread and systemic failings mean they wait"
    )
    assert read(text).judgements == ()


def test_an_outcome_without_its_heading_is_read_from_the_first_page_with_less_trust(
    read: Read,
) -> None:
    (judgement,) = read(_report().replace("# Inspection outcome\n", "")).judgements
    assert (judgement.grade, judgement.confidence) == ("3", 0.5)


def test_the_previous_inspection_is_known_by_its_dates(read: Read) -> None:
    own, previous = read(_report()).inspections
    assert own.previous == previous.key
    assert (previous.start, previous.end, previous.framework) == ("2019-06-03", "2019-06-07", None)


def test_the_previous_dates_may_stand_in_the_next_cell(read: Read) -> None:
    text = _report(previous="Dates of previous inspection: | 6 to 10 May 2033")
    assert read(text).inspections[1].framework == "area-send"


def test_never_inspected_before_gives_no_previous_inspection(read: Read) -> None:
    extract = read(_report(previous="Dates of previous inspection: Not previously inspected"))
    assert len(extract.inspections) == 1


def test_findings_stand_under_the_three_questions_alone(read: Read) -> None:
    assert [(f.text, f.passage.page) for f in read(_report()).findings] == [
        ("Children wait too long for health services.", 2),
        ("Leaders are ambitious for children.", 2),
        ("There is no joint commissioning agreement in place.", 2),
    ]


def test_a_row_is_one_priority_action_with_its_bodies(read: Read) -> None:
    action = read(_report()).recommendations[0]
    assert action.addressees == ("Ambridge Council", "NHS Borchester ICB")
    assert action.text.startswith("Leaders should address:\nwaiting times;\nplans.")


def test_a_row_without_bodies_goes_on_with_the_one_before(read: Read) -> None:
    action = read(_report()).recommendations[0]
    assert action.text.endswith("Leaders should also improve support.")


def test_the_rest_of_a_bodys_name_may_stand_alone(read: Read) -> None:
    action = read(_report()).recommendations[1]
    assert (action.text, action.addressees) == (
        "Health leaders must act.",
        ("NHS Borchester Integrated Care Board",),
    )


def test_an_area_for_improvement_keeps_its_sub_bullets(read: Read) -> None:
    improvements = [
        r.text for r in read(_report()).recommendations if "improvement" in (r.section or "")
    ]
    assert improvements == [
        "Leaders need to plan. This includes:\ntimely plans; and\naccurate plans.",
        "Leaders should listen to children.",
    ]


def test_passages_point_at_the_words(read: Read) -> None:
    extract = read(_report())
    passages = [(f.passage, f.text) for f in extract.findings]
    passages += [(r.passage, r.text) for r in extract.recommendations]
    assert [extract.text[p.start : p.end] for p, _ in passages] == [text for _, text in passages]


def test_people_are_the_team_and_the_leaders(read: Read) -> None:
    extract = read(_report())
    assert [p.person for p in extract.posts] == [
        "Ruth Aldridge",
        "Tom Franks",
        "Jo Archer",
        "Lee Grundy",
    ]
    assert [p.inspection for p in extract.posts] == ["own", "own", None, None]


def test_bodies_other_than_authorities_are_named(read: Read) -> None:
    extract = read(_report())
    assert extract.organisations == (
        "Ofsted",
        "Care Quality Commission",
        "NHS Borchester ICB",
        "NHS Borchester Integrated Care Board",
    )
    assert extract.family is Family.AREA_SEND


def test_what_is_missing_is_told(read: Read) -> None:
    extract = read("# Area SEND inspection of Nowhere\nNothing else.")
    assert len(extract.problems) == 6
