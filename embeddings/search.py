"""Hybrid search: by meaning and by words, exact within any combination of filters.

Filters first: they give a set of rows by SQL, and both rankings are computed within that set only,
so that any combination has its best hits, as many as there are. Scores are rounded before they are
compared: equal passages then have equal scores whatever way they were computed, and ties are in
the order of the IRIs.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.encoder import Encoder
from caregraph.embeddings.filters import Selection, select
from caregraph.embeddings.flat_vectors import DECIMALS, FlatVectors, Rows
from caregraph.embeddings.fusion import Ranking, fuse
from caregraph.embeddings.index import COLUMNS, PASSAGES_FILE, VECTORS_FILE, IndexCard
from caregraph.embeddings.passages import Passage
from caregraph.embeddings.request import Mode, SearchRequest
from caregraph.embeddings.words import match_expression
from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError

DEPTH: Final = 1_000
"""How far down each ranking the fusion looks, or the limit where that is more."""

KEYWORD_WEIGHT: Final = 0.5
"""Of the ranking by words beside the one by meaning; see docs/decisions/0007-hybrid-search.md."""

COLUMN_WEIGHTS: Final = (1.0, 1.0, 1.0)
"""Of the text, its section title, and its context (authority, year, area) in BM25."""

_ASKED_AT_ONCE: Final = 500
_TUPLES: Final = frozenset(("authorities", "authority_codes", "regions", "themes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found, and why it stands where it stands.

    Attributes:
        rank: From 1.
        passage: What was found.
        score: By which hits are ordered, higher is better: of the fusion (above 0, at most 1), the
            cosine in semantic mode, BM25 in keyword mode.
        similarity: Cosine of the vectors of passage and request; `None` in keyword mode.
        similarity_rank: Place in the ranking by meaning; `None` where it is not in it.
        keyword_score: BM25, higher is better; `None` where the passage has none of the words.
        keyword_rank: Place in the ranking by words; `None` where it is not in it.
    """

    rank: int
    passage: Passage
    score: float
    similarity: float | None = None
    similarity_rank: int | None = None
    keyword_score: float | None = None
    keyword_rank: int | None = None

    def as_json(self) -> dict[str, object]:
        """Give the hit under the names of the search command's JSON output."""
        passage = self.passage
        return {
            "rank": self.rank,
            "iri": passage.iri,
            "kind": passage.kind,
            "text": passage.text,
            "score": self.score,
            "similarity": self.similarity,
            "similarity_rank": self.similarity_rank,
            "keyword_score": self.keyword_score,
            "keyword_rank": self.keyword_rank,
            "authority": passage.authorities[0] if passage.authorities else None,
            "authority_code": passage.authority_codes[0] if passage.authority_codes else None,
            "authorities": list(passage.authorities),
            "authority_codes": list(passage.authority_codes),
            "regions": list(passage.regions),
            "framework": passage.framework,
            "inspection": passage.inspection,
            "start_date": passage.start_date,
            "end_date": passage.end_date,
            "publication_date": passage.publication_date,
            "document": passage.document,
            "document_iri": passage.document_iri,
            "document_sha256": passage.document_sha256,
            "source_url": passage.source_url,
            "page": passage.page,
            "paragraph": passage.paragraph,
            "section": passage.section,
            "area": passage.area,
            "polarity": passage.polarity,
            "themes": list(passage.themes),
            "grade": passage.grade,
            "overall_grade": passage.overall_grade,
        }


@dataclass(frozen=True, slots=True)
class _Scored:
    """One way's ranking: rows, best first, and their scores."""

    rows: tuple[int, ...]
    scores: tuple[float, ...]

    def places(self) -> Mapping[int, tuple[int, float]]:
        """Give rank (from 1) and score of each row."""
        pairs = zip(self.rows, self.scores, strict=True)
        return {row: (rank, score) for rank, (row, score) in enumerate(pairs, start=1)}


_NOTHING: Final = _Scored((), ())


class SearchIndex:
    """The index of a generation, open for reading; it may be used from several threads.

    It implements the graph layer's `SemanticSearch`.
    """

    def __init__(self, directory: Path, load_encoder: Callable[[], Encoder]) -> None:
        """Open an index: only its card is read now, the rest when a search needs it.

        Args:
            directory: The folder that `build_index` filled.
            load_encoder: Called at the first search by meaning.
        """
        self._directory = directory
        self._card = IndexCard.read(directory)
        self._load_encoder = load_encoder
        self._connections = threading.local()
        self._vectors = FlatVectors(
            directory / VECTORS_FILE, count=self._card.passages, dimension=self._card.dimension
        )
        self._check = _Check(self._card, directory)

    def __len__(self) -> int:
        """Give the number of passages."""
        return self._card.passages

    @property
    def directory(self) -> Path:
        """The folder that it was opened in."""
        return self._directory

    @property
    def fingerprint(self) -> str:
        """Of the model that the vectors were made with."""
        return self._card.fingerprint

    def verify(self) -> None:
        """Compare the files with their checksums; `StoreDamagedError` where they differ."""
        self._card.verify(self._directory)

    def search(self, request: SearchRequest) -> tuple[Hit, ...]:
        """Give the best passages for a request.

        Args:
            request: Text, filters, mode and limit.

        Returns:
            Best first, ties in the order of the IRIs: exactly the best of those that satisfy the
            filters, and as many as there are up to the limit. `SearchError` where a filter names
            what does not exist.

        Raises:
            StoreDamagedError: If a file of the index is not as it was written.
        """
        self._check.start()
        try:
            hits = self._search(request)
        except sqlite3.DatabaseError as error:
            path = str(self._directory / PASSAGES_FILE)
            raise StoreDamagedError(f"{path} cannot be read ({error})", files=(path,)) from error
        self._check.join()
        return hits

    def _search(self, request: SearchRequest) -> tuple[Hit, ...]:
        selection = select(self._connection, request)
        depth = max(DEPTH, request.limit)
        by_meaning = by_words = _NOTHING
        vector = None
        if request.mode is not Mode.KEYWORD:
            vector = self._vector(request.text)
            by_meaning = self._by_meaning(vector, selection.rows(self._connection), depth)
        if request.mode is not Mode.SEMANTIC:
            by_words = self._by_words(request.text, selection, depth)
        ranked = _ranked(request.mode, by_meaning, by_words)[: request.limit]
        rows = [row for row, _ in ranked]
        similarities = [None] * len(rows) if vector is None else self._cosines(rows, vector)
        meaning, words = by_meaning.places(), by_words.places()
        return tuple(
            Hit(
                rank=rank,
                passage=passage,
                score=score,
                similarity=similarity,
                similarity_rank=meaning[row][0] if row in meaning else None,
                keyword_score=words[row][1] if row in words else None,
                keyword_rank=words[row][0] if row in words else None,
            )
            for rank, ((row, score), passage, similarity) in enumerate(
                zip(ranked, self._passages(rows), similarities, strict=True), start=1
            )
        )

    def count(self, request: SearchRequest) -> int:
        """Give how many passages satisfy the filters of a request, whatever its text."""
        return select(self._connection, request).count(self._connection, len(self))

    def best(self, text: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """Give IRI and score of the best passages, as `search` ranks them."""
        hits = self.search(SearchRequest(text=text, limit=limit))
        return [(hit.passage.iri, hit.score) for hit in hits]

    def similarity(self, text: str) -> Callable[[str], float | None]:
        """Give a function from a passage's IRI to its cosine with a text.

        Args:
            text: Plain words.

        Returns:
            From -1 to 1; `None` for an IRI that is no passage.
        """
        scores = self._cosines(range(len(self)), self._vector(text))
        self._check.join()
        rows = self._row_of_iri
        return lambda iri: None if (row := rows.get(iri)) is None else scores[row]

    def passage(self, iri: str) -> Passage | None:
        """Give a passage by its IRI."""
        row = self._connection.execute("SELECT row FROM passage WHERE iri = ?", (iri,)).fetchone()
        return self._passages([row[0]])[0] if row is not None else None

    def iris(self) -> frozenset[str]:
        """Give the IRIs of all passages."""
        return frozenset(self._row_of_iri)

    # The parts, each opened once and when it is first needed.

    @property
    def _connection(self) -> sqlite3.Connection:
        """One connection a thread: SQLite's own rule."""
        connection = getattr(self._connections, "connection", None)
        if connection is None:
            path = (self._directory / PASSAGES_FILE).resolve()
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA temp_store = MEMORY")
            self._connections.connection = connection
        return connection

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._load_encoder()
        if encoder.fingerprint != self._card.fingerprint:
            raise StoreVersionError(
                f"the index in {self._directory} was made with the model {self._card.fingerprint}, "
                f"and the model at hand is {encoder.fingerprint}; ingest the documents again"
            )
        return encoder

    @cached_property
    def _row_of_iri(self) -> Mapping[str, int]:
        return dict(self._connection.execute("SELECT iri, row FROM passage"))

    # The two rankings.

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector

    def _cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> list[float]:
        found: list[float] = self._vectors.cosines(
            vector, np.asarray(rows, dtype=np.int64)
        ).tolist()
        return found

    def _by_meaning(self, vector: NDArray[np.float32], chosen: Rows, depth: int) -> _Scored:
        """Rank the chosen rows by cosine; a text without a word piece is near to nothing."""
        if not vector.any():
            return _NOTHING
        rows, cosines = self._vectors.best(vector, chosen, depth)
        return _Scored(tuple(rows.tolist()), tuple(cosines.tolist()))

    def _by_words(self, text: str, selection: Selection, depth: int) -> _Scored:
        """Rank the selected rows that have any of the words by BM25."""
        expression = match_expression(text)
        if expression is None:
            return _NOTHING
        within = f"AND +rowid IN ({selection.sql})" if selection.sql is not None else ""
        weights = ", ".join(map(str, COLUMN_WEIGHTS))
        rows = self._connection.execute(
            f"SELECT rowid, round(-bm25(words, {weights}), {DECIMALS}) AS score FROM words "  # noqa: S608 - our own text; values are parameters
            f"WHERE words MATCH ? {within} ORDER BY score DESC, rowid LIMIT ?",
            (expression, *selection.parameters, depth),
        ).fetchall()
        return _Scored(tuple(row for row, _ in rows), tuple(score for _, score in rows))

    def _passages(self, rows: Sequence[int]) -> list[Passage]:
        found: dict[int, Passage] = {}
        for start in range(0, len(rows), _ASKED_AT_ONCE):
            part = rows[start : start + _ASKED_AT_ONCE]
            query = (
                f"SELECT row, {', '.join(COLUMNS)} FROM passage "  # noqa: S608 - our own columns
                f"WHERE row IN ({', '.join('?' * len(part))})"
            )
            for row, *values in self._connection.execute(query, part):
                found[row] = _passage_of(values)
        return [found[row] for row in rows]


def _ranked(mode: Mode, by_meaning: _Scored, by_words: _Scored) -> list[tuple[int, float]]:
    """Give rows and scores, best first."""
    if mode is Mode.HYBRID:
        return fuse(
            [
                Ranking(rows=by_meaning.rows),
                Ranking(rows=by_words.rows, weight=KEYWORD_WEIGHT),
            ]
        )
    one = by_words if mode is Mode.KEYWORD else by_meaning
    return list(zip(one.rows, one.scores, strict=True))


class _Check:
    """Compares the files with their checksums beside the first search, before its hits go out."""

    def __init__(self, card: IndexCard, directory: Path) -> None:
        self._error: StoreDamagedError | None = None
        self._thread = threading.Thread(
            target=self._run, args=(card, directory), daemon=True, name="index check"
        )
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if self._thread.ident is None:
                self._thread.start()

    def join(self) -> None:
        """Wait for the result, and raise `StoreDamagedError` where a file is damaged."""
        self.start()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self, card: IndexCard, directory: Path) -> None:
        try:
            card.verify(directory)
        except StoreDamagedError as error:
            self._error = error


def _passage_of(values: Sequence[Any]) -> Passage:
    fields = dict(zip(COLUMNS, values, strict=True))
    for name in _TUPLES:
        fields[name] = tuple(json.loads(fields[name]))
    return Passage(**fields)
