from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregraph.extraction.sentences import find_sentences


def parts(text: str) -> list[str]:
    return [stretch.of(text) for stretch in find_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Hale spoke to Cllr. Reed at St. Anne’s.",
        "It costs £1.4 million a year.",
        "Plans, e.g. those of July, are late.",
        "Ada B. Hale wrote it.",
    ],
)
def test_no_sentence_ends_inside(text: str) -> None:
    assert parts(text) == [text]


def test_a_sentence_ends_at_a_stop_before_a_capital() -> None:
    assert parts("Plans are late. Visits are not.") == ["Plans are late.", "Visits are not."]


def test_closing_marks_belong_to_the_sentence_that_they_close() -> None:
    assert parts("“It works.” “We know.”") == ["“It works.”", "“We know.”"]


def test_a_question_and_a_figure_begin_sentences() -> None:
    assert parts("Why? £2m was spent. 19 left.") == ["Why?", "£2m was spent.", "19 left."]


@given(st.text(alphabet="aB .!?”“\n1", max_size=60))
def test_sentences_hold_every_letter_in_order_and_do_not_overlap(text: str) -> None:
    found = find_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


def test_one_endless_word_costs_no_more_than_its_length() -> None:
    text = "Plans are w" + "w" * 300_000 + ". They are late."
    began = time.perf_counter()
    assert len(find_sentences(text)) == 2
    assert time.perf_counter() - began < 1  # 300 s where the search began at each letter
