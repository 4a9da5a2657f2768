from __future__ import annotations

import sqlite3

import pytest

from caregraph.embeddings.words import match_expression


def found(text: str, typed: str) -> bool:
    """Tell whether a word index with one text finds it by what was typed."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
    database.execute("INSERT INTO words VALUES (?)", (text,))
    expression = match_expression(typed)
    rows = database.execute("SELECT * FROM words WHERE words MATCH ?", (expression,)).fetchall()
    database.close()
    return bool(rows)


def test_any_of_the_words_is_enough() -> None:
    assert found("The carers are trained well.", "carers holidays")


def test_words_are_found_in_other_forms() -> None:
    assert found("Assessments are timely.", "assessing")


def test_words_in_quotes_must_stand_together() -> None:
    assert found("Pathway plans are thorough.", '"pathway plans"')
    assert not found("Plans for each pathway are thorough.", '"pathway plans"')


def test_curly_quotes_make_a_phrase_too() -> None:
    assert not found("Plans for each pathway are thorough.", "“pathway plans”")


def test_a_word_outside_the_quotes_is_enough_by_itself() -> None:
    assert found("Housing is scarce.", '"pathway plans" housing')


def test_common_words_alone_are_still_searched_for() -> None:
    assert match_expression("of the") == '"of" OR "the"'


def test_common_words_and_the_word_findings_do_not_count_beside_others() -> None:
    assert match_expression("findings of the carers") == '"carers"'


def test_a_word_counts_once() -> None:
    assert match_expression("care, care, CARE") == '"care"'


@pytest.mark.parametrize("typed", ["", "😀", '"', '""', "--", "\0", "***"])
def test_what_has_no_word_gives_no_expression(typed: str) -> None:
    assert match_expression(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "care AND NOT leavers",
        "NEAR(care leavers)",
        "text : care",
        "care*",
        'care"',
        "(care",
        "^care",
        "care OR",
        "-care",
        "{text} : care",
        "care\0leavers",
    ],
)
def test_operators_of_the_query_language_are_words_like_others(typed: str) -> None:
    assert found("They care about this.", typed)
