"""Where the sentences of running text begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass

# No sentence ends within `Mr. Hale`, `St. Anne’s`, `No. 4` or `e.g. plans` (invented)
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof cllr coun supt insp sgt rev st no nos vs e.g i.e etc inc ltd hon".split()  # noqa: SIM905 - a list to read
)
# "plan.” " before "He", "late? " before "The", "once. " before "“We" (invented)
_END = re.compile(r"[.!?][”\"’')\]]*(?=\s+[“\"‘'(]?[A-Z0-9£])")
_LONGEST_ABBREVIATION = 40
"""Characters looked at before a full stop: a "word" of 150,000 would be searched from each."""
_LAST_WORD = re.compile(r"([A-Za-z.]+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The part `text[start:end]` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the part itself."""
        return text[self.start : self.end]


def find_sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Stretch, ...]:
    """Give the sentences of `text[start:end]` in order, without the white space between them.

    A full stop after a title or an initial ends no sentence; closing quotation marks belong to
    the sentence that they close.

    Args:
        text: The text that the offsets of the result count in.
        start: Where to begin.
        end: Where to stop; `None` is the end of the text.

    Returns:
        Stretches in order, none empty.

    Example:
        >>> text = "Mr. Hale spoke. “It works.” Plans are late."
        >>> [s.of(text) for s in find_sentences(text)]
        ['Mr. Hale spoke.', '“It works.”', 'Plans are late.']
    """
    stop = len(text) if end is None else end
    found: list[Stretch] = []
    begin = start
    for match in _END.finditer(text, start, stop):
        if _is_abbreviation(text, begin, match.start()):
            continue
        found.append(_trimmed(text, begin, match.end()))
        begin = match.end()
    found.append(_trimmed(text, begin, stop))
    return tuple(stretch for stretch in found if stretch.start < stretch.end)


def _is_abbreviation(text: str, begin: int, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = _LAST_WORD.search(text[max(begin, stop - _LONGEST_ABBREVIATION) : stop])
    if word is None:
        return False
    last = word.group(1).strip(".").lower()
    return last in _ABBREVIATIONS or (len(last) == 1 and word.group(1).isupper() and last != "i")


def _trimmed(text: str, start: int, end: int) -> Stretch:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Stretch(start=start, end=end)
