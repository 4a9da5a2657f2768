"""People's names among roles, bodies and places."""

from __future__ import annotations

import pytest

from caregraph.extraction.person_names import find_names, is_name, name_at_start, repair_name


def _names(text: str) -> list[str]:
    return [found.name for found in find_names(text)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Jo Archer HMI; Lee Grundy SHMI and Ruth Pargetter (OI)",
            ["Jo Archer", "Lee Grundy", "Ruth Pargetter"],
        ),
        (
            "Jo Archer (HMI) Lee Grundy (OI) Ruth Pargetter (HMI)",
            ["Jo Archer", "Lee Grundy", "Ruth Pargetter"],
        ),
        ("Jo Archer/Lee Grundy", ["Jo Archer", "Lee Grundy"]),
        ("Regulatory Inspection Manager Ruth Pargetter", ["Ruth Pargetter"]),
        (
            "Jo Archer HMI and National Lead for Fostering, Adoption and Child Protection",
            ["Jo Archer"],
        ),
        (
            "Máire O’Hanrahan, Dr Kwame d’Inverno, Marie Ellender-Gele",
            ["Máire O’Hanrahan", "Kwame d’Inverno", "Marie Ellender-Gele"],
        ),
        (
            "Tim de Mayer, Paula St Aubyn, Ludwig van der Berg",
            ["Tim de Mayer", "Paula St Aubyn", "Ludwig van der Berg"],
        ),
        ("Lee Grundy. Shadow inspector: Anne-Marie Born", ["Lee Grundy", "Anne-Marie Born"]),
        ("J. B. Priestman, Director", ["J. B. Priestman"]),
        ("Chief Executive Officer, Borsetshire Integrated Care Board", []),
        ("North Borsetshire, Greater Ambridge Combined Authority", []),
        ("Judgement Grade Requires improvement to be good", []),
    ],
)
def test_names_are_the_runs_of_words_that_only_people_have(line: str, names: list[str]) -> None:
    assert _names(line) == names


def test_offsets_count_in_the_whole_text_and_include_a_title() -> None:
    text = "To: Mr Jo Archer, Director"
    (found,) = find_names(text, 3)
    assert text[found.start : found.end] == "Mr Jo Archer"


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("Jane Place, Director", "Jane Place"),
        ("Ann Constable QPM, Chief", "Ann Constable"),
        ("Kim Le, Director", "Kim Le"),
        ("Peter Lord (OI)", "Peter Lord"),
    ],
)
def test_a_word_of_roles_is_a_surname_where_a_mark_follows(surname: str, expected: str) -> None:
    assert _names(surname) == [expected]


def test_the_same_word_is_no_surname_where_the_role_goes_on() -> None:
    assert _names("Deputy Constable of Borsetshire") == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Paula Thomson- Jones", "Paula Thomson-Jones"),
        ("YvetteStanley", "Yvette Stanley"),
        ("Fiona McEntee", "Fiona McEntee"),
    ],
)
def test_spaces_that_the_layout_spoiled_are_repaired(printed: str, name: str) -> None:
    assert repair_name(printed) == name


def test_a_split_double_name_is_one_name() -> None:
    assert _names("Deputy lead inspector: Paula Thomson- Jones") == ["Paula Thomson-Jones"]


def test_honours_belong_to_a_line_that_is_a_name() -> None:
    assert is_name("Dr Sean Grundy BSc MB ChB MSc DCH FRCA")
    assert is_name("Wendy Archer, CBE")


def test_a_title_line_is_no_name() -> None:
    assert not is_name("Her Majesty’s Inspector of Constabulary")
    assert not is_name("Jo Archer, Director of Children’s Services")


def test_a_rank_may_stand_before_the_name_at_the_start() -> None:
    found = name_at_start("Chief Supt Raj Grundy, Borough Commander")
    assert found is not None
    assert found.name == "Raj Grundy"


def test_a_line_that_goes_on_with_a_body_starts_with_no_name() -> None:
    assert name_at_start("Borsetshire Clinical Commissioning Group") is None
    assert name_at_start("for Jo Archer") is None
