"""What a person typed, as a query of the word index that is safe whatever was typed.

FTS5 has a query language (AND, NEAR, column filters, prefixes); none of it reaches it from here.
Every word goes in as a quoted string, and quoted strings are data (SQLite, "FTS5", section 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# “pathway plans” and "pathway plans": a phrase, in straight or curly quotes
_PHRASE: Final = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
# "children's" gives children and s, as the tokenizer unicode61 cuts it
_WORD: Final = re.compile(r"[^\W_]+")

_COMMON: Final = frozenset(
    ("a", "about", "an", "and", "are", "be", "for", "in", "is", "it", "of", "that", "the", "to")
)
"""Words that are in nearly every passage. Measured on the judged queries, leaving these out changes
nothing but the time, while a usual list of stop words costs 0.05 of nDCG@10: "not", "could", "too"
and "who" tell needs apart."""

_ASKING: Final = frozenset(
    ("finding", "findings", "inspector", "inspectors", "ofsted", "report", "reports")
)
"""What people put around their question; every passage here is a finding in a report."""


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case, in order, with repetitions."""
    return tuple(word.lower() for word in _WORD.findall(text))


def telling_words(text: str) -> tuple[str, ...]:
    """Give the words of a text that carry a subject; where none does, those that there are."""
    words = words_of(text)
    return _about(words) or tuple(word for word in words if word not in _COMMON) or words


def _about(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _COMMON and word not in _ASKING)


def match_expression(text: str, *, every: bool = False) -> str | None:
    """Give the FTS5 expression that finds passages with the words and phrases of a text.

    Args:
        text: As typed. Words in quotes must stand together; of the rest, words that carry no
            subject are left out unless there are no others.
        every: Whether a passage must have all of them, and not any.

    Returns:
        Quoted strings joined by OR (or AND), each once; `None` where the text has no word at all.

    Example:
        >>> match_expression('findings about "pathway plans" for care-leavers')
        '"pathway plans" OR "care" OR "leavers"'
    """
    phrases = [" ".join(words_of(phrase)) for phrase in _PHRASE.findall(text)]
    rest = _PHRASE.sub(" ", text)
    telling = telling_words(rest) if not any(phrases) else _about(words_of(rest))
    terms = dict.fromkeys(term for term in (*phrases, *telling) if term)
    joint = " AND " if every else " OR "
    return joint.join(f'"{term}"' for term in terms) or None
