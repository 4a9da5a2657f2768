"""Which words of a passage a request asked for."""

from __future__ import annotations

import re
from typing import Final

from caregraph.embeddings.words import telling_words

# "delays", "delayed", "delaying": endings that the word index leaves out too (roughly)
_ENDING: Final = re.compile(r"(?:ings?|ed|ies|es|s|ly|y|e)$")
# "asylum-seeking" is two words, as in the word index
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_STEM: Final = 3


def marked_spans(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Give where a text has words of a request, whatever their endings.

    Args:
        text: Of a passage.
        words: As typed.

    Returns:
        Start and end of each, in order.

    Example:
        >>> marked_spans("Visits are delayed.", "delays in visits")
        ((0, 6), (11, 18))
    """
    wanted = {_stem(word) for word in telling_words(words)}
    return tuple(
        match.span() for match in _WORD.finditer(text) if _stem(match[0].lower()) in wanted
    )


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word
