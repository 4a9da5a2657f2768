from __future__ import annotations

from datetime import date

import pytest

from caregraph.embeddings.understanding import Understanding, understand
from caregraph.ontology.authorities import AuthorityList

TODAY = date(2026, 3, 15)


@pytest.fixture(scope="module")
def authorities() -> AuthorityList:
    return AuthorityList.load()


def read(text: str, authorities: AuthorityList) -> Understanding:
    return understand(text, authorities, today=TODAY)


@pytest.mark.parametrize(
    ("text", "words", "notes"),
    [
        ("early help in Walsall", "early help", ("Walsall",)),
        ("early help in walsall", "early help", ("Walsall",)),
        ("kent's foster carers", "foster carers", ("Kent",)),
        ("bury council fostering", "fostering", ("Bury",)),
        ("early help in reading", "early help", ("Reading",)),
        ("neglect, North East Lincolnshire", "neglect", ("North East Lincolnshire",)),
        ("care leavers in the north west", "care leavers", ("North West",)),
        ("foster carers in Lancashire in 2018", "foster carers", ("Lancashire", "2018")),
        (
            "JTAI reports on neglect 2017-19",
            "neglect",
            (
                "joint targeted area inspection",
                "2017 to 2019",
            ),
        ),
        ("fathers in inadequate councils", "fathers", ("graded inadequate",)),
        ("good practice with fathers", "fathers", ("strengths",)),
        ("weaknesses about care leavers", "care leavers", ("weaknesses",)),
        ("what did inspectors say about neglect", "neglect", ()),
    ],
)
def test_what_is_recognised_leaves_the_words(
    authorities: AuthorityList, text: str, words: str, notes: tuple[str, ...]
) -> None:
    assert (read(text, authorities).words, read(text, authorities).notes) == (words, notes)


@pytest.mark.parametrize(
    "text",
    [
        "progress in reading and writing",
        "buried under work",
        "barking dogs",
        "bath time routines",
        "Mr Kent",
        "strengths-based practice",
        "good services for care leavers",
        "Children Act 1989",
        "Working Together 2018",
        'children "in Reading" groups',
        "monitoring of plans",
    ],
)
def test_an_everyday_word_is_nothing_special(authorities: AuthorityList, text: str) -> None:
    assert read(text, authorities).notes == ()
    assert read(text, authorities).words == text


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("neglect since 2022", "2022", None),
        ("neglect after 2021", "2022", None),
        ("neglect before 2015", None, "2014"),
        ("neglect until June 2018", None, "2018-06"),
        ("neglect between 2015 and 2018", "2015", "2018"),
        ("neglect in the last two years", "2024-03", None),
        ("neglect in the past 6 months", "2025-09", None),
        ("neglect last year", "2025", "2025"),
        ("neglect, 2024 reports", "2024", "2024"),
        ("neglect 2019 onwards", "2019", None),
    ],
)
def test_times(authorities: AuthorityList, text: str, since: str | None, until: str | None) -> None:
    found = read(text, authorities)
    assert (found.since, found.until, found.words) == (since, until, "neglect")


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("delays in mental health help", "weakness"),
        ("visits not done on time", "weakness"),
        ("strong leadership", "strength"),
        ("supervision of social workers", None),
        ("why they could not stay with their parents", None),
    ],
)
def test_words_that_lean(authorities: AuthorityList, text: str, leaning: str | None) -> None:
    assert read(text, authorities).leaning == leaning


def test_a_text_that_is_only_a_place_stays_to_rank_by(authorities: AuthorityList) -> None:
    assert read("Walsall 2018", authorities).words == "Walsall 2018"


def test_a_facet_that_is_filtered_by_is_not_looked_for(authorities: AuthorityList) -> None:
    found = understand(
        "early help in Walsall 2018", authorities, today=TODAY, without=frozenset({"authority"})
    )
    assert found.notes == ("2018",)
