"""Addressees, signatories, leaders and teams of joint inspections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.correspondents import (
    addressees,
    role_and_body,
    send_leaders,
    send_team,
    signatories,
)

Write = Callable[[str], Document]

LETTER = """
12 December 2031
Jo Archer CBE, Director of Children’s Services, Ambridge Council
Lee Grundy, Executive Lead of the Clinical Commissioning Group with / responsibility for Ambridge
Roz Pargetter Divisional Director, Chief Executive Officer, National Probation / Service
Chief Supt Raj Carter, Borough Commander
Will Forrest, Chair of Ambridge LSCB
Will Forrest, Chair of Ambridge LSCB
Dear local partnership
# Joint targeted area inspection of Ambridge
Kate Madikane, a social worker, met inspectors.
Yours sincerely
| Ofsted | Care Quality Commission
| National Director // Ruth Aldridge | Tom Franks // Deputy Chief Inspector
| HMI Constabulary | HMI Probation
| Amy Horrobin // Her Majesty’s Inspector of Constabulary | Chief Inspector
"""


def test_everybody_before_dear_is_an_addressee_once(write: Write) -> None:
    assert [post.person for post in addressees(write(LETTER))] == [
        "Jo Archer",
        "Lee Grundy",
        "Roz Pargetter",
        "Raj Carter",
        "Will Forrest",
    ]


def test_an_addressee_has_role_and_body_as_printed(write: Write) -> None:
    first = addressees(write(LETTER))[0]
    assert (first.role_title, first.organisation) == (
        "Director of Children’s Services",
        "Ambridge Council",
    )


def test_the_passage_of_an_addressee_is_the_whole_entry(write: Write) -> None:
    document = write(LETTER)
    passage = addressees(document)[1].passage
    assert document.text[passage.start : passage.end] == (
        "Lee Grundy, Executive Lead of the Clinical Commissioning Group with responsibility for "
        "Ambridge"
    )


def test_two_addressees_whose_line_break_was_lost_are_two(write: Write) -> None:
    text = (
        "Mr Jo Archer, Chief Officer, Ambridge CCG Mr Lee Grundy, / Police Commissioner\nDear all"
    )
    assert [post.person for post in addressees(write(text))] == ["Jo Archer", "Lee Grundy"]


def test_a_place_that_begins_a_line_is_nobody(write: Write) -> None:
    text = "Jo Archer, Chief Officer for / Thames Valley Community Rehabilitation Company\nDear all"
    assert [post.person for post in addressees(write(text))] == ["Jo Archer"]


def test_a_postal_address_names_one_person_and_no_house(write: Write) -> None:
    text = """
    26 March 2034
    Ms Jo Archer / Director of Children’s Services / Ambridge District Council / Jubilee House
    Borchester Road
    Dear Ms Archer
    """
    (post,) = addressees(write(text))
    assert (post.person, post.role_title, post.organisation) == (
        "Jo Archer",
        "Director of Children’s Services",
        "Ambridge District Council",
    )


def test_a_report_without_salutation_has_no_addressees(write: Write) -> None:
    assert addressees(write("Jo Archer, Director of Children’s Services")) == ()


def test_signatories_stand_in_either_order_and_a_cell_may_lack_a_name(write: Write) -> None:
    signed = [(p.person, p.role_title, p.organisation) for p in signatories(write(LETTER))]
    assert signed == [
        ("Ruth Aldridge", "National Director", "Ofsted"),
        ("Tom Franks", "Deputy Chief Inspector", "Care Quality Commission"),
        ("Amy Horrobin", "Her Majesty’s Inspector of Constabulary", "HMI Constabulary"),
    ]


def test_signatories_below_each_other_keep_their_own_titles(write: Write) -> None:
    text = """
    Dear partnership
    Yours sincerely
    ## Ruth Aldridge
    ## National Director Regulation and Social Care, Ofsted
    ## Dr Tom Franks BSc MB ChB
    ## Chief Inspector of Health Care, CQC
    ## Amy Horrobin, CBE
    ## His Majesty’s Inspector of Constabulary
    ## His Majesty’s Inspector of Fire & Rescue Services
    The Children Act 2004 (Joint Area Reviews) Regulations 2015
    """
    assert [(p.person, p.role_title, p.organisation) for p in signatories(write(text))] == [
        ("Ruth Aldridge", "National Director Regulation and Social Care", "Ofsted"),
        ("Tom Franks", "Chief Inspector of Health Care", "CQC"),
        (
            "Amy Horrobin",
            "His Majesty’s Inspector of Constabulary; His Majesty’s Inspector of Fire & Rescue "
            "Services",
            "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services",
        ),
    ]


def test_name_and_title_on_two_lines_of_one_block_are_told_apart(write: Write) -> None:
    document = write("Dear all\nYours sincerely\nRuth Aldridge / Regional Director")
    (post,) = signatories(document)
    assert (post.person, post.role_title) == ("Ruth Aldridge", "Regional Director")


SEND = """
# Local area partnership details
| Local authority | Integrated care board
| Ambridge Council | NHS Borchester Integrated Care Board
| Jo Archer, Director of Children’s / Services (interim) | Lee Grundy // Chief Executive Officer
| www.ambridge.gov.uk | www.borchester.icb.nhs.uk
| Perdita House, John Tregorran Drive, Ambridge | Felpersham Manor
# Information about this inspection
The inspection was led by one of His Majesty’s Inspectors.
# Inspection team
| Ofsted | Care Quality Commission
| Ruth Aldridge HMI, Ofsted Lead inspector | Tom Franks, CQC Lead inspector
| Amy Horrobin, Ofsted Inspector | Kate Madikane, CQC inspector
If you are not happy with the inspection, write to Will Forrest, Borchester.
"""


def test_leaders_stand_in_columns_under_their_bodies(write: Write) -> None:
    leaders = [(p.person, p.role_title, p.organisation) for p in send_leaders(write(SEND))]
    assert leaders == [
        ("Jo Archer", "Director of Children’s Services (interim)", "Ambridge Council"),
        ("Lee Grundy", "Chief Executive Officer", "NHS Borchester Integrated Care Board"),
    ]


def test_a_leader_may_have_no_title(write: Write) -> None:
    text = SEND.replace(", Director of Children’s / Services (interim)", "")
    assert send_leaders(write(text))[0].role_title is None


def test_the_ofsted_lead_leads_the_team(write: Write) -> None:
    team = send_team(write(SEND))
    assert team.lead == "Ruth Aldridge"
    assert [(p.person, p.organisation) for p in team.posts] == [
        ("Ruth Aldridge", "Ofsted"),
        ("Tom Franks", "Care Quality Commission"),
        ("Amy Horrobin", "Ofsted"),
        ("Kate Madikane", "Care Quality Commission"),
    ]


def test_a_team_whose_columns_ran_together_is_still_read(write: Write) -> None:
    text = """
    # Inspection team
    Ofsted Care Quality Commission
    Ruth Aldridge HMI, Ofsted Lead inspector Tom Franks, CQC Lead inspector
    """
    team = send_team(write(text))
    assert [(p.person, p.role_title) for p in team.posts] == [
        ("Ruth Aldridge", "HMI, Ofsted Lead inspector"),
        ("Tom Franks", "CQC Lead inspector"),
    ]


@pytest.mark.parametrize(
    ("words", "role", "body"),
    [
        ("Chief Constable, Borsetshire Police", "Chief Constable", "Borsetshire Police"),
        (
            "Strategic Director, People, Ambridge City Council",
            "Strategic Director, People",
            "Ambridge City Council",
        ),
        (
            "Chief Nurse, Borsetshire, Ambridge and Felpersham Integrated Care Board (BAF ICB)",
            "Chief Nurse",
            "Borsetshire, Ambridge and Felpersham Integrated Care Board (BAF ICB)",
        ),
        ("Chair of Ambridge LSCB", "Chair of Ambridge LSCB", None),
        (
            "Head of Communities, with responsibility for the Youth Offending Team",
            "Head of Communities, with responsibility for the Youth Offending Team",
            None,
        ),
        ("", None, None),
    ],
)
def test_role_and_body_part_at_the_comma_before_the_body(
    words: str, role: str | None, body: str | None
) -> None:
    assert role_and_body(words) == (role, body)
