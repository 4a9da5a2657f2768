"""Tables of cues: words and phrases that speak for a label, found in a text.

A table is a CSV file in this package with the columns label, weight and cue. A cue is written
as lower-case words, which match whatever the case ("early help"), or with capitals, which match
as written only ("SEND", so that "send" the verb does not). A trailing `*` stands for any ending
("adopt*"). Hyphens and possessive apostrophes separate words: "child’s" is "child s".
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# "children", "s", "co", "production", "16" of "children’s co-production at 16" (invented)
_WORD = re.compile(r"[A-Za-z0-9]+")
_INDEX_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that speak for a label, with a weight above 0."""

    words: tuple[str, ...]
    label: str
    weight: float

    def stands_at(self, position: int, words: Sequence[str], lowered: Sequence[str]) -> bool:
        """Tell whether the cue's words follow each other from `position` on."""
        if position + len(self.words) > len(words):
            return False
        return all(
            _fits(wanted, words[position + offset], lowered[position + offset])
            for offset, wanted in enumerate(self.words)
        )


def _fits(wanted: str, word: str, lowered: str) -> bool:
    found = lowered if wanted.islower() or wanted.isdigit() else word
    if wanted.endswith("*"):
        return found.startswith(wanted[:-1])
    return found == wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class CueMatch:
    """A cue found in a text, whose first word begins at offset `start`."""

    start: int
    cue: Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTable:
    """Cues by their first word, so that few are tried at each word of a text.

    Attributes:
        by_word: Those that begin with a whole word, by that word in lower case.
        by_letters: Those that begin with the beginning of a word ("adopt*"), by its first letters.
    """

    by_word: Mapping[str, tuple[Cue, ...]]
    by_letters: Mapping[str, tuple[Cue, ...]]

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> CueTable:
        """Give the table of these cues."""
        by_word: dict[str, tuple[Cue, ...]] = defaultdict(tuple)
        by_letters: dict[str, tuple[Cue, ...]] = defaultdict(tuple)
        for cue in cues:
            first = cue.words[0].lower()
            if first.endswith("*"):
                by_letters[first[:_INDEX_LETTERS]] += (cue,)
            else:
                by_word[first] += (cue,)
        return cls(by_word=dict(by_word), by_letters=dict(by_letters))

    def __iter__(self) -> Iterator[Cue]:
        """Give every cue."""
        for index in (self.by_word, self.by_letters):
            for cues in index.values():
                yield from cues

    def matches(self, text: str) -> Iterator[CueMatch]:
        """Give each cue in the text in its order; of cues that lie in one another the longest.

        Cues of equal length at one place all count: "ehc plan" may speak for two labels.

        Yields:
            The cue and where it begins.
        """
        tokens = [(match.start(), match.group()) for match in _WORD.finditer(text)]
        words = [word for _, word in tokens]
        lowered = [word.lower() for word in words]
        covered_until = 0
        for position, word in enumerate(lowered):
            tried = self.by_word.get(word, ()) + self.by_letters.get(word[:_INDEX_LETTERS], ())
            found = [cue for cue in tried if cue.stands_at(position, words, lowered)]
            if not found:
                continue
            longest = max(len(cue.words) for cue in found)
            if position + longest <= covered_until:
                continue
            covered_until = position + longest
            for cue in found:
                if len(cue.words) == longest:
                    yield CueMatch(start=tokens[position][0], cue=cue)


@cache
def read_cues(name: str) -> CueTable:
    """Read the table `name` of this package, once a process."""
    source = files("caregraph.extraction") / name
    return CueTable.of(
        Cue(words=tuple(row["cue"].split()), label=row["label"], weight=float(row["weight"]))
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    )
