from __future__ import annotations

import pytest

from caregraph.embeddings.marking import marked_spans


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Visits are delayed.", "delays in visits", ["Visits", "delayed"]),
        ("asylum-seeking children", "asylum seekers", ["asylum"]),
        ("The plan of the council", "the", ["The", "the"]),
        ("Nothing of it", "", []),
    ],
)
def test_words_are_marked_whatever_their_endings(text: str, words: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marked_spans(text, words)] == marked
