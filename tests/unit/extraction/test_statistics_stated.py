from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import read_units
from caregraph.extraction.statistics_stated import find_figures

Write = Callable[[str], Document]


def figures(document: Document) -> list[tuple[str, str | None]]:
    return [
        (figure.value, figure.unit) for figure in find_figures(document.text, read_units(document))
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The service helped 5,087 families.", [("5,087", "families")]),
        ("It spent £1.4 million on homes.", [("£1.4 million", "£")]),
        ("Agency staff made up 19 per cent of the team.", [("19 per cent", "%")]),
        ("Forty-one parents were asked.", [("Forty-one", "parents")]),
        ("One in nine young people had no home.", [("One in nine", "young people")]),
        ("In nearly a third of the cases the plan was late.", [("nearly a third", "cases")]),
        ("Caseloads fell from 27 to 21.", [("27", None), ("21", None)]),
        ("Inspectors were here for two weeks.", [("two", "weeks")]),
        ("We will take on 18 more personal advisers.", [("18", "personal advisers")]),
        ("Two small children’s homes will open.", [("Two", "small children’s homes")]),
        (
            "Of them 44 of its 268 care leavers left.",
            [("44", "care leavers"), ("268", "care leavers")],
        ),
        ("It helped 1,908 Children in Need.", [("1,908", "Children in Need")]),
        ("The tool is used in one case in five.", [("one case in five", None)]),
        ("A dentist keeps one session each week.", [("one", None)]),
        ("We found 31 of them.", [("31", None)]),
    ],
)
def test_a_figure_has_its_value_and_what_it_counts(
    write: Write, sentence: str, expected: list[tuple[str, str | None]]
) -> None:
    assert figures(write(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "They came on 14 September 2015.",
        "The meeting began at 6.30pm.",
        "Young people aged 18 to 25 are helped.",
        "It was published in 2018.",
        "Every plan should be done before they turn 18.",
        "One of the inspectors said so.",
        "Young people of 16 and 17 wait.",
        "Ada Hale, 17, said so.",
        "Eighteen becomes a cliff edge.",
        "It was promised two years ago.",
        "The city is good, three years after the last visit.",
        "It improved in the last six months.",
        "They asked for a further report in six months.",
        "We accept all three recommendations.",
        "The other three headings were judged good.",
        "Two councils that share a border were inspected.",
        "It moved to one where plans are read.",
    ],
)
def test_dates_ages_and_mere_words_are_no_figures(write: Write, sentence: str) -> None:
    assert figures(write(sentence)) == []


def test_a_row_of_a_table_states_one_figure_for_each_column(write: Write) -> None:
    document = write("""
        | Measure | 2022–23 | 2023–24 |
        | Children in care at 31 March | 371 | 358 |
        | Same home for two years | 66% | 71% |
    """)
    assert [value for value, _ in figures(document)] == ["371", "358", "66%", "71%"]


def test_a_long_sentence_is_cut_to_the_clause_of_the_figure(write: Write) -> None:
    document = write(
        "Services for children and young people were rated after a four week inspection, and the "
        "council, which had waited for the outcome since the winter of the year before, is now "
        "free to run them without the help of the department or of anybody else at all."
    )
    figure = find_figures(document.text, read_units(document))[0]
    assert figure.stretch.of(document.text).endswith("a four week inspection")
