from __future__ import annotations

from collections.abc import Callable

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import read_units
from caregraph.extraction.people_mentioned import find_people
from caregraph.extraction.quotations import find_quotations

Write = Callable[[str], Document]


def said(document: Document) -> list[tuple[str | None, str]]:
    units = read_units(document)
    quotes = find_quotations(document.text, units, find_people(document.text, units))
    return [
        (quote.speaker.name if quote.speaker else None, document.text[quote.start : quote.end])
        for quote in quotes
    ]


def test_a_quotation_runs_over_paragraphs_that_only_open(write: Write) -> None:
    document = write("""
        Ada Hale, leader of the council, said: “We are glad.
        “We know what is left to do.
        “We will do it.”
    """)
    assert said(document) == [
        ("Ada Hale", "We are glad."),
        ("Ada Hale", "We know what is left to do."),
        ("Ada Hale", "We will do it."),
    ]


def test_a_quotation_goes_on_after_the_speaker_is_named(write: Write) -> None:
    document = write("“We are glad,” said director Ada Hale. “There is more to do.”")
    assert said(document) == [("Ada Hale", "We are glad,"), ("Ada Hale", "There is more to do.")]


def test_surnames_titles_and_pronouns_stand_for_people(write: Write) -> None:
    document = write("""
        Councillor Ada Hale, the lead member, met the press.
        "It was hard," Cllr Hale said.
        "Plans are better now," she added.
        "Nobody left," Hale added.
    """)
    assert [speaker for speaker, _ in said(document)] == ["Ada Hale"] * 3


def test_a_report_is_quoted_without_a_speaker(write: Write) -> None:
    document = write("""
        Director Ada Hale said: "We are glad."
        "Plans are late and visits are few," states Ofsted in its report.
    """)
    assert said(document)[1][0] is None


def test_the_line_below_a_quotation_signs_it(write: Write) -> None:
    document = write("""
        # In their words
        “You did it together.”
        Ada Hale HMI, lead inspector, 25 October
    """)
    assert said(document) == [("Ada Hale", "You did it together.")]


def test_quotations_of_a_list_led_in_by_a_report_have_no_speaker(write: Write) -> None:
    document = write("""
        Director Ada Hale was pleased, she said.
        The report says that:
        - “Children thrive in their homes.”
    """)
    assert said(document) == [(None, "Children thrive in their homes.")]


def test_single_marks_count_around_whole_sentences_only(write: Write) -> None:
    document = write("Director Ada Hale said: ‘We are glad that the ‘good’ work of staff is seen.’")
    assert said(document) == [("Ada Hale", "We are glad that the ‘good’ work of staff is seen.")]


def test_a_pronoun_means_who_is_named_before_it_in_the_paragraph(write: Write) -> None:
    document = write("""
        Councillor Bo Reed, the leader, said: “Nobody asked.”
        Ada Hale, 20, who left care last year, said that it was true. “I had to ring,” she said.
    """)
    assert said(document)[1] == ("Ada Hale", "I had to ring,")


def test_a_pronoun_can_mean_who_is_named_by_the_office_alone(write: Write) -> None:
    document = write("""
        In attendance: Ada Hale, Director of Services; and Cy Dunn, Youth Forum
        Cy Dunn asked for a kettle. “We like tea,” he said.
        The Director of Services replied that it was there. “It boils,” she said.
    """)
    assert said(document) == [("Cy Dunn", "We like tea,"), ("Ada Hale", "It boils,")]
