"""Sentences as the polarity model sees them: short runs of words, and what negation does to them.

"Not thorough" holds the words "not" and "!thorough" besides itself: after a negation each word is
given once more with a mark, up to the next comma or conjunction, so that praise that is denied
counts as blame even in words that the model never saw together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# "children's", "16", "," of `the children's plans at 16, however` (invented)
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[,;:()–-]")
_BREAKS = frozenset(",;:()–-")
_TURNS = frozenset({"but", "however", "although", "while", "and"})
_NEGATIONS = frozenset(
    "absence cannot few insufficient insufficiently lack lacking lacks less limited neither never "  # noqa: SIM905 - a list to read
    "no nor not rarely seldom too without".split()
)
NEGATION_REACH = 6
"""How many words a negation reaches, where no comma or conjunction stops it before."""


def grams(sentence: str) -> Iterator[str]:
    """Give the words of a sentence, its pairs and triples of words, and its negated words.

    Numbers become "0", capitals small letters; punctuation is left out.

    Args:
        sentence: One sentence or clause.

    Yields:
        Each as often as it occurs.

    Example:
        >>> sorted(set(grams("Plans are not clear.")))[:4]
        ['!clear', 'are', 'are not', 'are not clear']
    """
    words: list[str] = []
    reach = 0
    for token in _TOKEN.findall(sentence.lower().replace("’", "'")):
        if token in _BREAKS:
            reach = 0
            continue
        word = "0" if token[0].isdigit() else token
        if word in _TURNS:
            reach = 0
        words.append(word)
        yield word
        if reach > 0:
            yield f"!{word}"
            reach -= 1
        if word in _NEGATIONS:
            reach = NEGATION_REACH
    for place in range(len(words) - 1):
        yield " ".join(words[place : place + 2])
        if place + 2 < len(words):
            yield " ".join(words[place : place + 3])
