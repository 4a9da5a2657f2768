"""Hybrid search: by meaning and by words, exact within any combination of filters.

Filters first: they give a set of rows by SQL, and both rankings are computed within that set only,
so that any combination has its best hits, as many as there are. Hybrid search takes the best
thousand of each and orders them by all the evidence (`evidence.py`). Scores are rounded before
they are compared: equal passages then have equal scores whatever way they were computed, and ties
are in the order of the IRIs.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.adapter import Adapter, adapter_for
from caregraph.embeddings.encoder import Encoder
from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.evidence import Evidence, ranked
from caregraph.embeddings.file_check import FileCheck
from caregraph.embeddings.filters import Selection, select
from caregraph.embeddings.flat_vectors import DECIMALS, FlatVectors, Rows
from caregraph.embeddings.hits import Hit
from caregraph.embeddings.index import COLUMNS, PASSAGES_FILE, VECTORS_FILE, IndexCard
from caregraph.embeddings.narrowing import read_request
from caregraph.embeddings.passages import Passage
from caregraph.embeddings.rankings import NOTHING, Found, Scored
from caregraph.embeddings.request import Mode, SearchRequest
from caregraph.embeddings.understanding import Understanding
from caregraph.embeddings.words import match_expression
from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError
from caregraph.ontology.authorities import AuthorityList

DEPTH: Final = 1_000
"""How far down each ranking hybrid search looks for candidates, or the limit where that is more."""

COLUMN_WEIGHTS: Final = (1.0, 1.0, 1.0)
"""Of the text, its section title, and its context (authority, year, area) in BM25."""

_ASKED_AT_ONCE: Final = 500
_SAME_WORDS: Final = 100
"""More passages than share their very words."""
_OPPOSITE: Final = {"weakness": "strength", "strength": "weakness"}
_TUPLES: Final = frozenset(("authorities", "authority_codes", "regions", "themes"))


class SearchIndex:
    """The index of a generation, open for reading; it may be used from several threads.

    It implements the graph layer's `SemanticSearch`.
    """

    def __init__(
        self,
        directory: Path,
        load_encoder: Callable[[], Encoder],
        *,
        load_authorities: Callable[[], AuthorityList] = AuthorityList.load,
    ) -> None:
        """Open an index: only its card is read now, the rest when a search needs it.

        Args:
            directory: The folder that `build_index` filled.
            load_encoder: Called at the first search by meaning.
            load_authorities: Called at the first search whose text is read for names.
        """
        self._directory = directory
        self._card = IndexCard.read(directory)
        self._load_encoder = load_encoder
        self._load_authorities = load_authorities
        self._connections = threading.local()
        self._rows_of_polarity: dict[str | None, NDArray[np.int64]] = {
            None: np.empty(0, dtype=np.int64)
        }
        self._vectors = FlatVectors(
            directory / VECTORS_FILE, count=self._card.passages, dimension=self._card.dimension
        )
        self._check = FileCheck(self._card, directory)

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

    def read(self, request: SearchRequest) -> Understanding:
        """Tell how the text of a request is read; `search` reads it in the same way."""
        return read_request(self._connection, request, self._authorities)[1]

    def narrowed(self, request: SearchRequest) -> SearchRequest:
        """Give a request with what its text says as filters."""
        return read_request(self._connection, request, self._authorities)[0]

    def similar(self, iri: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Give the passages nearest in meaning to one of them.

        Args:
            iri: Of the passage.
            limit: How many at most.

        Returns:
            Nearest first; neither the passage itself nor another with its very words.

        Raises:
            SearchError: If there is no such passage.
        """
        self._check.start()
        passage = self.passage(iri)
        if passage is None:
            raise SearchError(f"there is no passage {iri!r}; search gives the IRI of each hit")
        vector = self._vectors.row(self._row_of_iri[iri])
        rows, cosines = self._vectors.best(vector, None, limit + _SAME_WORDS)
        pairs = zip(self._passages(rows.tolist()), cosines.tolist(), strict=True)
        others = [(p, cosine) for p, cosine in pairs if p.text != passage.text][:limit]
        self._check.join()
        return tuple(
            Hit(rank=rank, passage=p, score=cosine, similarity=cosine, similarity_rank=rank)
            for rank, (p, cosine) in enumerate(others, start=1)
        )

    def _search(self, asked: SearchRequest) -> tuple[Hit, ...]:
        request, reading = read_request(self._connection, asked, self._authorities)
        selection = select(self._connection, request)
        depth = max(DEPTH, request.limit)
        by_meaning = by_words = NOTHING
        vector = None
        if request.mode is not Mode.KEYWORD:
            vector = self._vector(request.text)
            by_meaning = self._by_meaning(vector, selection.rows(self._connection), depth)
            if not request.everything and self._is_about_else(request, by_meaning, selection):
                return ()
        if request.mode is not Mode.SEMANTIC:
            by_words = self._by_words(request.text, selection, depth)
        if vector is not None and request.mode is Mode.HYBRID:
            found = self._fused(by_meaning, by_words, vector, reading, request.limit)
        else:
            one = by_meaning if vector is not None else by_words
            found = Found(one.rows, one.scores, (None,) * len(one.rows))
        return self._hits(found.first(request.limit), vector, by_meaning, by_words)

    def _fused(
        self,
        by_meaning: Scored,
        by_words: Scored,
        vector: NDArray[np.float32],
        reading: Understanding,
        limit: int,
    ) -> Found:
        """Rank what is in either ranking by all the evidence."""
        rows = np.union1d(by_meaning.rows, by_words.rows).astype(np.int64)
        scores = dict(zip(by_words.rows, by_words.scores, strict=True))
        evidence = Evidence(
            rows=rows,
            cosines=self._vectors.cosines(vector, rows),
            words=np.array([scores.get(row, 0.0) for row in rows.tolist()], dtype=np.float64),
            against=np.isin(rows, self._against(reading.leaning)),
        )
        best = ranked(evidence, self._vectors, limit)
        return Found(
            tuple(row for row, _, _ in best),
            tuple(score for _, score, _ in best),
            tuple(parts for _, _, parts in best),
        )

    def _hits(
        self,
        found: Found,
        vector: NDArray[np.float32] | None,
        by_meaning: Scored,
        by_words: Scored,
    ) -> tuple[Hit, ...]:
        similarities: list[float] | list[None] = [None] * len(found.rows)
        if vector is not None:
            similarities = self._cosines(found.rows, vector)
        meaning, words = by_meaning.places(), by_words.places()
        passages = self._passages(found.rows)
        return tuple(
            Hit(
                rank=place + 1,
                passage=passages[place],
                score=found.scores[place],
                similarity=similarities[place],
                similarity_rank=meaning[row][0] if row in meaning else None,
                keyword_score=words[row][1] if row in words else None,
                keyword_rank=words[row][0] if row in words else None,
                parts=found.parts[place],
            )
            for place, row in enumerate(found.rows)
        )

    def _is_about_else(
        self, request: SearchRequest, by_meaning: Scored, selection: Selection
    ) -> bool:
        """Tell whether no passage is about the text: neither near to it, nor with all its words."""
        if self._adapter is None or not by_meaning.scores:
            return False
        if by_meaning.scores[0] >= self._adapter.floor:
            return False
        expression = match_expression(request.text, every=True)
        return expression is None or not self._matching(expression, selection, 1).rows

    def _against(self, leaning: str | None) -> NDArray[np.int64]:
        """Give the rows of findings that say the opposite of what the words speak of."""
        opposite = _OPPOSITE.get(leaning or "")
        if opposite not in self._rows_of_polarity:
            query = "SELECT row FROM facet WHERE name = 'polarity' AND value = ?"
            rows = self._connection.execute(query, (opposite,))
            self._rows_of_polarity[opposite] = np.array([r for (r,) in rows], dtype=np.int64)
        return self._rows_of_polarity[opposite]

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

    @cached_property
    def _adapter(self) -> Adapter | None:
        if self._card.adapter is None:
            return None
        adapter = adapter_for(self._card.fingerprint)
        if adapter is None or adapter.name != self._card.adapter:
            raise StoreVersionError(
                f"the index in {self._directory} was made with another version of the layer after "
                "the model; ingest the documents again"
            )
        return adapter

    @cached_property
    def _authorities(self) -> AuthorityList:
        return self._load_authorities()

    # The two rankings.

    def _vector(self, text: str) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = self._encoder.encode([text])
        if self._adapter is not None:
            vectors = self._adapter.apply(vectors)
        vector: NDArray[np.float32] = vectors[0]
        return vector

    def _cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> list[float]:
        found: list[float] = self._vectors.cosines(
            vector, np.asarray(rows, dtype=np.int64)
        ).tolist()
        return found

    def _by_meaning(self, vector: NDArray[np.float32], chosen: Rows, depth: int) -> Scored:
        """Rank the chosen rows by cosine; a text without a word piece is near to nothing."""
        if not vector.any():
            return NOTHING
        rows, cosines = self._vectors.best(vector, chosen, depth)
        return Scored(tuple(rows.tolist()), tuple(cosines.tolist()))

    def _by_words(self, text: str, selection: Selection, depth: int) -> Scored:
        """Rank the selected rows that have any of the words by BM25."""
        expression = match_expression(text)
        if expression is None:
            return NOTHING
        return self._matching(expression, selection, depth)

    def _matching(self, expression: str, selection: Selection, limit: int) -> Scored:
        within = f"AND +rowid IN ({selection.sql})" if selection.sql is not None else ""
        weights = ", ".join(map(str, COLUMN_WEIGHTS))
        rows = self._connection.execute(
            f"SELECT rowid, round(-bm25(words, {weights}), {DECIMALS}) AS score FROM words "  # noqa: S608 - our own text; values are parameters
            f"WHERE words MATCH ? {within} ORDER BY score DESC, rowid LIMIT ?",
            (expression, *selection.parameters, limit),
        ).fetchall()
        return Scored(tuple(row for row, _ in rows), tuple(score for _, score in rows))

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


def _passage_of(values: Sequence[Any]) -> Passage:
    fields = dict(zip(COLUMNS, values, strict=True))
    for name in _TUPLES:
        fields[name] = tuple(json.loads(fields[name]))
    return Passage(**fields)
