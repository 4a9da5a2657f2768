"""What other documents quote or paraphrase of a report, found by the words that both share.

Only what the reports of the inspections that a document speaks of have found and recommended comes
into question, so that common words are enough: no meaning is guessed. Quotations are altered in
print ("the [council's] support..."), shortened and joined: runs of three words are compared, and
words count the more, the fewer texts of these reports have them. The thresholds were set on news,
slides and minutes about six inspections: weaker links begin to join by phrases such as "in place
to ensure that".
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    FindingRecord,
    RecommendationRecord,
    StatementRecord,
)
from caregraph.graph.identity_inspections import InspectionIdentity
from caregraph.graph.source import DocumentSource
from caregraph.graph.text_names import TextNames
from caregraph.ontology.terms import ID

_GRAM = 3
_RUN_WORDS, _RUN_WEIGHT = 6, 2.0
"""A shared run this long, of words this rare, is a quotation whatever stands around it."""
_COVER_SHARE, _COVER_WEIGHT = 0.35, 2.5
"""Shared runs that make up so much of a text are its substance."""
_BAG_SHARE, _BAG_WORDS = 0.6, 8
"""A paraphrase has so many of its words from one text, in whatever order."""
_FEWEST_TEXTS = 60
"""In a short report every phrase is rare: its words count as in one of so many texts."""
_SHOWN_WORDS = 12
_FUNCTION_WORDS = frozenset(
    """
    a an and are as at be been but by for from had has have in into is it its not of on or that the
    their them there these they this to was were when where which who will with
    """.split()  # noqa: SIM905 - a list to read
)
"""They make no phrase rare."""
# "children’s" and "childrens", "18- to 21-year-old" and "18 to 21 year old" are the same words
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One text of a report that a record of another document repeats.

    Attributes:
        target: IRI of the report's finding or recommendation.
        because: The words that both share, as a sentence for a person.
    """

    target: str
    because: str


def find_quotations(
    items: Sequence[tuple[DocumentSource, Extract]],
    inspections: Mapping[str, Mapping[str, InspectionIdentity]],
) -> dict[str, dict[str, tuple[Quotation, ...]]]:
    """Find what documents repeat of the reports.

    Args:
        items: In the order of their hashes.
        inspections: As `resolve_inspections` gives them.

    Returns:
        For each document, the quotations of its findings, recommendations and statements by
        their IRI; empty for the reports themselves.
    """
    reported: dict[str, dict[str, str]] = defaultdict(dict)
    for source, extract in items:
        if extract.document_class is DocumentClass.INSPECTION_REPORT:
            for inspection, iri, text in _texts_of_report(extract, inspections[source.sha256]):
                reported[inspection][iri] = text
    searches: dict[tuple[str, ...], _Search] = {}
    found = {}
    for source, extract in items:
        of_document: dict[str, tuple[Quotation, ...]] = {}
        if extract.document_class is not DocumentClass.INSPECTION_REPORT:
            titles = _titles(extract)
            for iri, record in _texts(extract):
                homes = _homes(record.inspection, extract, inspections[source.sha256])
                key = tuple(home for home in homes if home in reported)
                if key and key not in searches:
                    searches[key] = _Search(
                        {k: v for home in key for k, v in reported[home].items()}
                    )
                quoted = searches[key].quoted_by(record.text, titles) if key else ()
                if quoted:
                    of_document[iri] = quoted
        found[source.sha256] = of_document
    return found


def _texts_of_report(
    extract: Extract, inspections: Mapping[str, InspectionIdentity]
) -> Iterator[tuple[str, str, str]]:
    names = TextNames(extract)
    kinds: tuple[tuple[str, Sequence[FindingRecord | RecommendationRecord]], ...] = (
        ("finding", extract.findings),
        ("recommendation", extract.recommendations),
    )
    for kind, records in kinds:
        for record in records:
            home = inspections.get(record.inspection or "")
            iri = names.name(kind, home.iri if home else None, record.text)
            if home is not None:
                yield home.iri, iri, record.text


def _texts(
    extract: Extract,
) -> Iterator[tuple[str, FindingRecord | RecommendationRecord | StatementRecord]]:
    """Give what can quote, each with its IRI: named in the order in which the graph is built."""
    names = TextNames(extract)
    kinds: tuple[
        tuple[str, Sequence[FindingRecord | RecommendationRecord | StatementRecord]], ...
    ] = (
        ("finding", extract.findings),
        ("recommendation", extract.recommendations),
        ("statement", extract.statements),
    )
    for kind, records in kinds:
        for record in records:
            yield names.name(kind, None, record.text), record


def _titles(extract: Extract) -> frozenset[tuple[str, ...]]:
    """Give the titles of the people named, as words: a title is no quotation."""
    return frozenset(_words(post.role_title) for post in extract.posts if post.role_title)


def _homes(
    key: str | None, extract: Extract, identities: Mapping[str, InspectionIdentity]
) -> tuple[str, ...]:
    """Give the inspections whose reports a record can quote: all those of its authorities."""
    # Who writes of two inspections of one council does not always tell which of them is quoted.
    of_key = {record.key: frozenset(record.authorities) for record in extract.inspections}
    wanted = of_key.get(key or "")
    return tuple(
        sorted(
            {
                identities[record.key].iri
                for record in extract.inspections
                if wanted is None or of_key[record.key] == wanted
            }
        )
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower().translate(_APOSTROPHES)))


class _Search:
    """The findings and recommendations of some inspections, ready to be compared."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._words = {iri: _words(texts[iri]) for iri in sorted(texts)}
        self._sets = {iri: frozenset(words) for iri, words in self._words.items()}
        counts = Counter(word for words in self._sets.values() for word in sorted(words))
        rarest = math.log((1 + max(len(texts), _FEWEST_TEXTS)) / 2)
        self._weights = {
            word: math.log((1 + len(texts)) / (1 + count)) / rarest
            for word, count in counts.items()
        }
        self._unknown = math.log((1 + len(texts)) / 2) / rarest
        self._grams: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for iri, words in self._words.items():
            for gram in _grams(words):
                self._grams[gram].add(iri)

    def quoted_by(self, text: str, titles: Iterable[tuple[str, ...]]) -> tuple[Quotation, ...]:
        """Give the texts that this one repeats, the one it repeats most of first."""
        words = _words(text)
        free = _outside(words, titles)
        quoted: list[Quotation] = []
        while best := self._best(words, free, first=not quoted):
            quoted.append(Quotation(target=best.iri, because=best.because(words)))
            taken = {position for run in best.runs for position in run}
            if not taken:  # a paraphrase leaves nothing to compare
                break
            free -= taken
        return tuple(quoted)

    def _best(self, words: tuple[str, ...], free: set[int], *, first: bool) -> _Match | None:
        matches = [self._match(iri, words, free) for iri in self._near(words, free)]
        fitting = [m for m in matches if m.is_run or (first and (m.is_cover or m.is_paraphrase))]
        return min(fitting, key=lambda m: (-m.cover, -m.bag, m.iri), default=None)

    def _near(self, words: tuple[str, ...], free: set[int]) -> list[str]:
        """Give the texts worth a comparison: with a shared run, or with enough of the words."""
        near = {iri for gram in _grams(words) for iri in self._grams.get(gram, ())}
        if len(free) == len(words):
            ours = frozenset(words)
            near |= {iri for iri, theirs in self._sets.items() if len(ours & theirs) >= _BAG_WORDS}
        return sorted(near)

    def _match(self, iri: str, words: tuple[str, ...], free: set[int]) -> _Match:
        shared = [
            set(range(start, start + _GRAM)) <= free and iri in self._grams.get(gram, ())
            for start, gram in enumerate(_grams(words))
        ]
        runs = tuple(_runs(shared))
        total = self._weight(words, free) or 1.0
        common = self._sets[iri]
        return _Match(
            iri=iri,
            runs=runs,
            weights=tuple(self._weight(words, run) for run in runs),
            cover=sum(self._weight(words, run) for run in runs) / total,
            bag=self._weight(words, [n for n in sorted(free) if words[n] in common]) / total,
            common=len(common & {words[n] for n in free}),
        )

    def _weight(self, words: tuple[str, ...], positions: Iterable[int]) -> float:
        # A word that none of the texts has counts as the rarest.
        return math.fsum(
            self._weights.get(words[n], self._unknown)
            for n in positions
            if words[n] not in _FUNCTION_WORDS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """How one text of a report compares with another document's text.

    Attributes:
        iri: The report's text.
        runs: Positions of the words in runs of three and more that both have.
        weights: Of each run: the sum over its words of their rarity, from 0 to 1.
        cover: Share of the whole text's weight that lies in runs.
        bag: Share of the weight that lies in common words, wherever they stand.
        common: How many different words are common.
    """

    iri: str
    runs: tuple[range, ...]
    weights: tuple[float, ...]
    cover: float
    bag: float
    common: int

    @property
    def is_run(self) -> bool:
        return any(
            len(run) >= _RUN_WORDS and weight >= _RUN_WEIGHT
            for run, weight in zip(self.runs, self.weights, strict=True)
        )

    @property
    def is_cover(self) -> bool:
        enough = sum(map(len, self.runs)) >= _RUN_WORDS
        return enough and self.cover >= _COVER_SHARE and sum(self.weights) >= _COVER_WEIGHT

    @property
    def is_paraphrase(self) -> bool:
        return self.bag >= _BAG_SHARE and self.common >= _BAG_WORDS

    def because(self, words: tuple[str, ...]) -> str:
        there = f"stand in {self.iri.removeprefix(ID)}"
        if not self.runs:
            return f"{self.common} of its {len(set(words))} different words {there}"
        longest = max(self.runs, key=len)
        shown = " ".join(words[n] for n in longest[:_SHOWN_WORDS])
        more = " …" if len(longest) > _SHOWN_WORDS else ""
        taken = sum(map(len, self.runs))
        return f'{taken} of its {len(words)} words {there} in the same order: "{shown}{more}"'


def _grams(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[n : n + _GRAM] for n in range(len(words) - _GRAM + 1)]


def _runs(shared: Sequence[bool]) -> Iterator[range]:
    """Give the stretches of words that neighbouring shared runs of three make up."""
    start = None
    for position, is_shared in enumerate([*shared, False]):
        if is_shared and start is None:
            start = position
        elif not is_shared and start is not None:
            yield range(start, position + _GRAM - 1)
            start = None


def _outside(words: tuple[str, ...], titles: Iterable[tuple[str, ...]]) -> set[int]:
    """Give the positions of the words that are not part of a title."""
    free = set(range(len(words)))
    for title in titles:
        for start in range(len(words) - len(title) + 1):
            if words[start : start + len(title)] == title:
                free -= set(range(start, start + len(title)))
    return free
