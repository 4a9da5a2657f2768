"""Whatever a person types, the word index takes it as words and nothing else."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from caregraph.embeddings.words import match_expression, words_of

anything = st.text(max_size=1_000) | st.text(
    alphabet='"“”*():^-+{}ANDORNOTEAR \0\ud800', max_size=200
)


@given(typed=anything)
def test_any_text_is_a_query_that_the_word_index_answers(typed: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
    database.execute("INSERT INTO words VALUES ('and or not near care leavers')")
    expression = match_expression(typed)
    if expression is not None:
        database.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression,)).fetchone()
    database.close()
    assert (expression is None) == (not words_of(typed))


@given(typed=st.lists(st.text(alphabet="abcde", min_size=1), min_size=1).map(" ".join))
def test_case_makes_no_difference(typed: str) -> None:
    assert match_expression(typed.upper()) == match_expression(typed)
