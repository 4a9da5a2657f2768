"""Sentences as the polarity model sees them: short runs of words, and what negation does to them.

"Not thorough" holds the words "not" and "!thorough" besides itself: after a negation each word is
given once more with a mark, up to the next comma or conjunction, so that praise that is denied
counts as blame even in words that the model never saw together. "Reduces delay" is marked the same
way ("^delay"). What is said aside of the people ("children who do not go to school") is no blame
of the service: its negation is another word ("~not") and denies nothing.
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
_DENIALS = frozenset({"cannot", "never", "no", "not", "without"})
_ASIDES = frozenset(
    "who whom whose when whenever where wherever if unless until".split()  # noqa: SIM905 - a list to read
)
_RELIEFS = frozenset(
    "reduce reduces reduced reducing reduction prevent prevents prevented preventing avoid avoids "  # noqa: SIM905 - a list to read
    "avoided avoiding minimise minimises minimised minimising mitigate mitigates mitigated "
    "mitigating tackle tackles tackled tackling address addresses addressed addressing fewer end "
    "ends ending lessen lessens eliminate eliminated decrease decreased decreasing resolve "
    "resolves resolved resolving".split()
)
NEGATION_REACH = 6
"""How many words a negation reaches, where no comma or conjunction stops it before."""
RELIEF_REACH = 5
"""How many words after "reduces" are things that are reduced."""
ASIDE_REACH = 9
"""How many words after "who" or "when" are still said aside, where no comma ends them before."""


def grams(sentence: str) -> Iterator[str]:
    """Give the words of a sentence, its pairs and triples of words, and its marked words.

    Numbers become "0", capitals small letters; punctuation is left out.

    Args:
        sentence: One sentence or clause.

    Yields:
        Each as often as it occurs.

    Example:
        >>> sorted(set(grams("Plans are not clear.")))[:4]
        ['!clear', 'are', 'are not', 'are not clear']
        >>> [gram for gram in grams("Young people who do not want help") if "!" in gram]
        []
    """
    words = []
    for word, marks in _marked_words(sentence):
        words.append(word)
        yield word
        for mark in marks:
            yield f"{mark}{word}"
    for place in range(len(words) - 1):
        yield " ".join(words[place : place + 2])
        if place + 2 < len(words):
            yield " ".join(words[place : place + 3])


def _marked_words(sentence: str) -> Iterator[tuple[str, str]]:
    """Give each word with the marks that the words before it put on it."""
    denied = relieved = aside = 0
    for token in _TOKEN.findall(sentence.lower().replace("’", "'")):
        if token in _BREAKS:
            denied = relieved = aside = 0
            continue
        if token in _TURNS:
            denied = relieved = 0
        if aside and token in _DENIALS:
            aside = 0
            yield f"~{token}", ""
            continue
        marks = ("!" if denied else "") + ("^" if relieved else "")
        yield "0" if token[0].isdigit() else token, marks
        denied = NEGATION_REACH if token in _NEGATIONS else max(0, denied - 1)
        relieved = RELIEF_REACH if token in _RELIEFS else max(0, relieved - 1)
        aside = ASIDE_REACH if token in _ASIDES else max(0, aside - 1)
