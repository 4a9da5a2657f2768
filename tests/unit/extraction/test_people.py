"""Inspection teams in the layouts of the single inspection framework, ILACS and before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.people import inspection_team, page_at, visit_team

Write = Callable[[str], Document]

TEAM = """
# The inspection team
Lead inspector: Jo Archer HMI
Deputy lead inspector: Lee Grundy HMI
Team inspectors: {team}
Senior data analyst: Ruth Pargetter
Quality assurance manager: Will Carter, Senior Her Majesty’s Inspector
Any complaints about the inspection should be made to Borchester Office.
"""


def _roles(write: Write, text: str) -> list[tuple[str, str | None]]:
    return [(post.person, post.role_title) for post in inspection_team(write(text)).posts]


def test_each_label_gives_its_own_role(write: Write) -> None:
    assert _roles(write, TEAM.format(team="Ed Aldridge, Amy Franks")) == [
        ("Jo Archer", "Lead inspector"),
        ("Lee Grundy", "Deputy lead inspector"),
        ("Ed Aldridge", "Team inspector"),
        ("Amy Franks", "Team inspector"),
        ("Ruth Pargetter", "Senior data analyst"),
        ("Will Carter", "Quality assurance manager, Senior Her Majesty’s Inspector"),
    ]


@pytest.mark.parametrize(
    "team",
    [
        "Ed Aldridge HMI; Amy Franks HMI; Tom Forrest OI",
        "Ed Aldridge HMI, Amy Franks HMI and Tom Forrest OI.",
        "Ed Aldridge (HMI) Amy Franks (HMI) Tom Forrest (OI)",
        "Ed Aldridge, HMI\nAmy Franks, HMI\nTom Forrest, OI",
        "HMI Ed Aldridge, Amy / Franks, Tom Forrest (OI)",
    ],
)
def test_lists_may_be_separated_by_anything(write: Write, team: str) -> None:
    people = [person for person, _ in _roles(write, TEAM.format(team=team))][2:5]
    assert people == ["Ed Aldridge", "Amy Franks", "Tom Forrest"]


def test_what_stands_beside_one_name_is_that_ones_role(write: Write) -> None:
    team = "Ed Aldridge HMI, Amy Franks HMI (Desigate), Tom Forrest (Contracted Inspector)"
    assert _roles(write, TEAM.format(team=team))[2:5] == [
        ("Ed Aldridge", "Team inspector"),
        ("Amy Franks", "Team inspector, HMI (Desigate)"),
        ("Tom Forrest", "Team inspector, Contracted Inspector"),
    ]


def test_a_second_visit_adds_its_inspectors(write: Write) -> None:
    text = """
    Lead inspector: Jo Archer HMI
    Team inspectors: Ed Aldridge HMI; Amy Franks HMI
    A second visit was made to Ambridge by two inspectors between 28 – 30 January 2014 to / follow \
up aspects. The inspectors who carried out this second visit were:
    Tom Forrest Senior HMI; Kate Madikane HMI and / National Lead for Fostering and Adoption
    # Information about this local authority area
    Kenton Archer lives here.
    """
    assert _roles(write, text)[3:] == [
        ("Tom Forrest", "Senior HMI (second visit)"),
        (
            "Kate Madikane",
            "HMI and National Lead for Fostering and Adoption (second visit)",
        ),
    ]


def test_a_label_may_lack_its_colon(write: Write) -> None:
    text = "Lead inspector: Jo Archer HMI\nDeputy lead inspector Lee Grundy HMI"
    assert _roles(write, text)[1] == ("Lee Grundy", "Deputy lead inspector")


def test_an_ilacs_cover_names_the_lead_alone(write: Write) -> None:
    text = """
    # Inspection of Ambridge local authority children’s services
    Inspection dates: 8 to 19 June 2026
    Lead inspector: Jo Archer, His Majesty’s Inspector
    | Judgement | Grade
    | The impact of leaders on social work practice | Good
    The Director of Children’s Services, Brian Aldridge, has strengthened his team.
    """
    team = inspection_team(write(text))
    assert team.lead == "Jo Archer"
    assert [post.person for post in team.posts] == ["Jo Archer"]


def test_a_report_before_2013_names_a_reporting_inspector(write: Write) -> None:
    text = "Inspection dates: 15 – 19 July 2013\nReporting inspector Jo Archer HMI\nAge group: All"
    team = inspection_team(write(text))
    assert (team.lead, len(team.posts)) == ("Jo Archer", 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "Her Majesty’s Inspectors for this visit were Jo Archer and Lee Grundy.",
        "The visit was carried out by His Majesty’s Inspectors, Jo Archer and Lee Grundy. Ok.",
    ],
)
def test_a_letter_on_a_visit_names_its_inspectors(write: Write, sentence: str) -> None:
    text = f"Dear Brian Aldridge\nThis letter summarises the findings of the visit. {sentence}"
    team = visit_team(write(text))
    assert [post.person for post in team.posts] == ["Jo Archer", "Lee Grundy"]
    assert team.lead == "Jo Archer"


def test_a_letter_that_names_no_inspector_has_no_team(write: Write) -> None:
    assert visit_team(write("This letter summarises the findings.")).posts == ()


def test_a_deputy_is_not_the_lead(write: Write) -> None:
    team = inspection_team(write("Deputy lead inspector: Lee Grundy\nLead inspector: Jo Archer"))
    assert team.lead == "Jo Archer"


def test_prose_after_the_team_names_nobody(write: Write) -> None:
    text = TEAM.format(team="Ed Aldridge") + "\nChildren in Felpersham like Jennifer Aldridge."
    assert len(_roles(write, text)) == 5


def test_a_report_without_a_team_names_nobody(write: Write) -> None:
    team = inspection_team(write("# Summary\nThe lead inspector wrote to the council."))
    assert (team.lead, team.posts) == (None, ())


def test_a_post_points_at_its_name_and_page(write: Write) -> None:
    document = write("First page.\n=====\nLead inspector: Jo Archer HMI")
    (post,) = inspection_team(document).posts
    assert document.text[post.passage.start : post.passage.end] == "Jo Archer"
    assert post.passage.page == 2
    assert (post.organisation, post.inspection) == ("Ofsted", "own")


def test_the_page_is_that_of_the_printed_line(write: Write) -> None:
    document = write("One line.\n=====\nAnother / and more.")
    assert page_at(document, document.text.index("more")) == 2
