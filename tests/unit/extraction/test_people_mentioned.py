from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import read_units
from caregraph.extraction.people_mentioned import find_people

Write = Callable[[str], Document]


def people(document: Document) -> list[tuple[str, str | None, str | None]]:
    found = find_people(document.text, read_units(document))
    return [(person.name, person.role, person.organisation) for person in found]


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        (
            "Ada Hale, leader of the county council, said it was late.",
            "Ada Hale",
            "leader of the county council",
        ),
        ("Labour group leader Ada Hale said it was late.", "Ada Hale", "Labour group leader"),
        (
            "Director of Children’s Services Ada Hale said it was late.",
            "Ada Hale",
            "Director of Children’s Services",
        ),
        (
            "“It is late,” wrote lead inspector Ada Hale in the letter.",
            "Ada Hale",
            "lead inspector",
        ),
        (
            "Councillor Ada Hale MBE, the cabinet member for children, added a word.",
            "Ada Hale",
            "the cabinet member for children",
        ),
        (
            "Coun Ada Hale, who leads on schools for the city, said it was late.",
            "Ada Hale",
            "leads on schools for the city",
        ),
        ("Councillor Ada Hale asked why.", "Ada Hale", "Councillor"),
        ("That director, Ada Hale, has run services since May.", "Ada Hale", "director"),
        ("Report author: Ada Hale, Policy Officer", "Ada Hale", "Policy Officer"),
        (
            "Report of: Director of Children's Services (Ada Hale)",
            "Ada Hale",
            "Director of Children's Services",
        ),
        ("Cabinet Member: Councillor Ada Hale", "Ada Hale", "Cabinet Member"),
        (
            "Cllr Ada Hale (Con, Park), who holds the portfolio, said so.",
            "Ada Hale",
            "holds the portfolio",
        ),
    ],
)
def test_the_words_beside_a_name_give_the_role(
    write: Write, sentence: str, name: str, role: str
) -> None:
    assert people(write(sentence)) == [(name, role, None)]


def test_a_list_of_people_gives_each_their_own_role(write: Write) -> None:
    document = write(
        "The Chair welcomed Ada Hale, Head of Service - North; Bo Reed, Social Worker; and "
        "Cy Dunn, Team Leader, Family Support Service – West; to the meeting."
    )
    roles = {name: role for name, role, _ in people(document)}
    assert roles["Ada Hale"] == "Head of Service - North"
    assert roles["Bo Reed"] == "Social Worker"
    assert roles["Cy Dunn"] == "Team Leader"


def test_councillors_of_a_list_are_councillors(write: Write) -> None:
    document = write("Present: Councillors: Ada Hale (Chair), Bo Reed and Cy Dunn")
    assert [role for _, role, _ in people(document)] == ["Chair", "Councillor", "Councillor"]


def test_the_body_beside_a_rank_is_the_organisation(write: Write) -> None:
    document = write("In Attendance: Superintendent Ada Hale, Wexmoor Police; Bo Reed, Nurse")
    assert people(document)[0] == ("Ada Hale", "Superintendent", "Wexmoor Police")


def test_a_signature_has_its_role_on_the_line_below(write: Write) -> None:
    document = write("""
        Yours sincerely
        Ada Hale
        Director of Education
    """)
    assert people(document) == [("Ada Hale", "Director of Education", None)]


def test_places_bodies_and_groups_are_no_people(write: Write) -> None:
    document = write(
        "Wexmoor County Council and Black Hill Women’s Aid met the Young Voices group in Ellery."
    )
    assert people(document) == []


def test_a_person_named_twice_is_one_with_the_role_of_either(write: Write) -> None:
    document = write("""
        Councillor Ada Hale was there.
        Ada Hale, chair of the board, said that it was late.
    """)
    assert people(document) == [("Ada Hale", "chair of the board", None)]


def test_a_first_name_alone_counts_where_the_text_says_who_it_is(write: Write) -> None:
    document = write("Jodie, who is 19 and left care last year, said she felt alone.")
    assert people(document) == [("Jodie", "19 and left care last year", None)]


def test_a_list_of_councillors_names_each_with_initials_too(write: Write) -> None:
    document = write("""
        Present: Councillors B Hale (Chair), M. J. Reed and Cy Dunn
    """)
    people = find_people(document.text, read_units(document))
    assert [(person.name, person.role) for person in people] == [
        ("B Hale", "Chair"),
        ("M. J. Reed", "Councillor"),
        ("Cy Dunn", "Councillor"),
    ]


def test_inspectors_named_one_after_the_other_keep_their_rank(write: Write) -> None:
    document = write("The inspectors, Ada Hale HMI and Bo Reed HMI, were here in May.")
    people = find_people(document.text, read_units(document))
    assert [(person.name, person.role) for person in people] == [
        ("Ada Hale", "HMI"),
        ("Bo Reed", "HMI"),
    ]


def test_the_office_before_a_name_begins_where_it_begins(write: Write) -> None:
    document = write("""
        Introducing the report, the Director for Children, Schools and Families, Ada Hale, said so.
    """)
    (person,) = find_people(document.text, read_units(document))
    assert person.role == "the Director for Children, Schools and Families"


def test_the_address_of_a_letter_is_nobody(write: Write) -> None:
    document = write("""
        Wexmoor Town Hall
        Dear colleague, the inspection is over and the report is now out for all to read.
    """)
    assert find_people(document.text, read_units(document)) == ()


def test_an_office_after_a_quotation_may_hold_an_and(write: Write) -> None:
    document = write(
        "“We are glad,” said the borough's director of child and family care, Bo Reed."
    )
    (person,) = find_people(document.text, read_units(document))
    assert (person.name, person.role) == (
        "Bo Reed",
        "the borough's director of child and family care",
    )
