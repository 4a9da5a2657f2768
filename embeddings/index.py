"""The search index of one generation: vectors in a FAISS file, everything else in a SQLite file.

    passages.faiss    one unit vector per passage, exact inner product
    passages.sqlite   passages, what they can be narrowed by, words (FTS5), names of the catalogue
    index.json        format, model fingerprint, counts, length and SHA-256 of the two files

Row i of the one is row i of the other. Rows are in the order of the IRIs, so the same passages
give the same index whatever the order of ingest.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.adapter import Adapter
from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.flat_vectors import write_vectors
from caregraph.embeddings.passages import Catalogue, Concept, Passage
from caregraph.embeddings.prepared import FileSum
from caregraph.graph.durable_files import sync
from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError
from caregraph.ontology.authority_names import name_key

VECTORS_FILE: Final = "passages.faiss"
PASSAGES_FILE: Final = "passages.sqlite"
CARD_FILE: Final = "index.json"
_FORMAT: Final = 1
_REMEDY: Final = "ingest the documents again to build a new index"

COLUMNS: Final = tuple(field.name for field in fields(Passage))
"""Of the table `passage`, after `row`; tuples are JSON lists."""

_SCHEMA: Final = f"""
PRAGMA page_size = 8192;
CREATE TABLE passage (row INTEGER PRIMARY KEY, {", ".join(COLUMNS)}, context, first_day, last_day);
CREATE UNIQUE INDEX passage_iri ON passage (iri);
CREATE INDEX passage_days ON passage (first_day, last_day);
CREATE TABLE facet (name TEXT, value TEXT, row INTEGER, PRIMARY KEY (name, value, row))
  WITHOUT ROWID;
CREATE TABLE concept (scheme TEXT, notation TEXT, label TEXT, PRIMARY KEY (scheme, notation))
  WITHOUT ROWID;
CREATE TABLE concept_name (scheme TEXT, key TEXT, notation TEXT,
  PRIMARY KEY (scheme, key, notation)) WITHOUT ROWID;
CREATE TABLE authority (code TEXT PRIMARY KEY, label TEXT, region TEXT) WITHOUT ROWID;
CREATE TABLE authority_name (key TEXT, is_full INTEGER, code TEXT,
  PRIMARY KEY (key, is_full, code)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text, section, context, content = 'passage',
  content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCard:
    """What `index.json` says.

    Attributes:
        fingerprint: Of the model that the vectors were made with.
        dimension: Components of a vector.
        passages: How many there are.
        files: Length and checksum of the two files.
        adapter: Name of the layer that the vectors went through; `None` for none.
    """

    fingerprint: str
    dimension: int
    passages: int
    files: Mapping[str, FileSum]
    adapter: str | None = None

    @classmethod
    def read(cls, directory: Path) -> IndexCard:
        """Read the card of an index and check that its files are there in full length.

        Args:
            directory: The folder that `build_index` filled.

        Returns:
            The card.

        Raises:
            StoreVersionError: If the index is of another format.
            StoreDamagedError: If a file is absent, cut short, or the card is not one.
        """
        path = directory / CARD_FILE
        try:
            card = json.loads(path.read_bytes())
            if card["format"] != _FORMAT:
                raise StoreVersionError(
                    f"{path} is of format {card['format']}; this version reads format {_FORMAT}; "
                    f"{_REMEDY}"
                )
            read = cls(
                fingerprint=str(card["fingerprint"]),
                dimension=int(card["dimension"]),
                passages=int(card["passages"]),
                files={
                    name: FileSum(
                        size=int(card["files"][name]["size"]),
                        sha256=str(card["files"][name]["sha256"]),
                    )
                    for name in (VECTORS_FILE, PASSAGES_FILE)
                },
                adapter=card.get("adapter"),
            )
        except FileNotFoundError:
            raise StoreDamagedError(f"{path} is absent; {_REMEDY}", files=(str(path),)) from None
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamagedError(
                f"{path} does not describe an index ({error}); {_REMEDY}", files=(str(path),)
            ) from error
        for name, expected in read.files.items():
            file = directory / name
            if not file.is_file() or file.stat().st_size != expected.size:
                raise StoreDamagedError(
                    f"{file} is absent or not of {expected.size} bytes; {_REMEDY}",
                    files=(str(file),),
                )
        return read

    def verify(self, directory: Path) -> None:
        """Compare the files with their checksums (25 ms for 25,000 passages).

        Args:
            directory: Where they are.

        Raises:
            StoreDamagedError: If one is not as it was written.
        """
        for name, expected in self.files.items():
            file = directory / name
            if FileSum.of(file) != expected:
                raise StoreDamagedError(
                    f"{file} is not as it was written; {_REMEDY}", files=(str(file),)
                )


def build_index(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    directory: Path,
    *,
    fingerprint: str,
    catalogue: Catalogue,
    adapter: Adapter | None = None,
) -> IndexCard:
    """Write the index of a generation.

    Args:
        passages: In any order, no IRI twice.
        vectors: Shape (len(passages), dimension), unit rows in the order of `passages`.
        directory: An existing folder without an index.
        fingerprint: Of the encoder that gave the vectors.
        catalogue: What filters may name.
        adapter: The layer that the vectors are to go through.

    Returns:
        The card; all files are flushed to disk. Arguments that do not fit each other raise
        `SearchError`.
    """
    _check(passages, vectors)
    order = sorted(range(len(passages)), key=lambda i: passages[i].iri)
    ordered = [passages[i] for i in order]
    if adapter is not None:
        vectors = adapter.apply(vectors)
    write_vectors(vectors[order], directory / VECTORS_FILE)
    _write_passages(ordered, catalogue, directory / PASSAGES_FILE)
    card = IndexCard(
        fingerprint=fingerprint,
        dimension=vectors.shape[1],
        passages=len(passages),
        files={name: FileSum.of(directory / name) for name in (VECTORS_FILE, PASSAGES_FILE)},
        adapter=None if adapter is None else adapter.name,
    )
    text = json.dumps({"format": _FORMAT, **asdict(card)}, indent=1, sort_keys=True) + "\n"
    (directory / CARD_FILE).write_text(text, encoding="utf-8")
    for name in (VECTORS_FILE, PASSAGES_FILE, CARD_FILE):
        sync(directory / name)
    return card


def facets_of(
    passage: Passage, reported: frozenset[str], concepts: Mapping[tuple[str, str], Concept]
) -> Iterator[tuple[str, str]]:
    """Give what a passage can be found by, as pairs of filter and value.

    A concept is also found by what is above it. An area is also found by the same area of another
    framework (`skos:related`), and by a part of it (`care-leavers`, part of
    `children-in-care-and-care-leavers`) where its inspection reports on that part under no heading
    of its own: where it does, what stands under the whole is not about the part.

    Args:
        passage: Any.
        reported: The areas that passages of the same inspection stand under.
        concepts: All, by scheme and notation.

    Yields:
        ("area", "care-leavers") and the like; some more than once.
    """
    yield "kind", passage.kind
    for code in passage.authority_codes:
        yield "authority", code
    for region in passage.regions:
        yield "region", name_key(region)
    if passage.polarity is not None:
        yield "polarity", passage.polarity
    if passage.grade is not None:
        yield "grade", passage.grade
    for theme in passage.themes:
        yield from (("theme", n) for n in _upwards("theme", theme, concepts))
    if passage.framework is not None:
        yield from (("framework", n) for n in _upwards("framework", passage.framework, concepts))
    if passage.area is not None:
        yield from (("area", n) for n in _areas(passage.area, reported, concepts))


def _areas(
    area: str, reported: frozenset[str], concepts: Mapping[tuple[str, str], Concept]
) -> set[str]:
    concept = concepts.get(("area", area))
    related = set(concept.related) if concept is not None else set()
    parts = {
        c.notation for (scheme, _), c in concepts.items() if scheme == "area" and area in c.broader
    }
    return _upwards("area", area, concepts) | related | (parts - reported)


def _upwards(scheme: str, notation: str, concepts: Mapping[tuple[str, str], Concept]) -> set[str]:
    found: set[str] = set()
    waiting = [notation]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            concept = concepts.get((scheme, current))
            waiting.extend(concept.broader if concept is not None else ())
    return found


def concept_key(name: str) -> str:
    """Give one key for all spellings of a concept's name: "Care leavers" and "care-leavers"."""
    return name_key(name, short=False)


def days_of(date: str | None) -> tuple[str, str] | None:
    """Give the first and the last day that an ISO 8601 day, month or year can mean.

    Returns:
        Both as text; `None` where there is no date.

    Example:
        >>> days_of("2018-06")
        ('2018-06-01', '2018-06-31')
    """
    if not date:
        return None
    # The last day of a month need not exist: days are only compared, as text.
    return (date + "-01-01"[len(date) - 4 :])[:10], (date + "-12-31"[len(date) - 4 :])[:10]


def _check(passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
    if vectors.ndim != 2 or len(vectors) != len(passages):  # noqa: PLR2004 - rows and components
        raise SearchError(
            f"{len(passages)} passages need as many vectors, one a row; "
            f"there is an array of shape {vectors.shape}"
        )
    if len({passage.iri for passage in passages}) != len(passages):
        raise SearchError("two passages have the same IRI; each passage is indexed once")
    if not np.isfinite(vectors).all():
        raise SearchError("a vector is not made of numbers; embed the passages again")


def _write_passages(passages: Sequence[Passage], catalogue: Catalogue, path: Path) -> None:
    concepts = {(c.scheme, c.notation): c for c in catalogue.concepts}
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        marks = ", ".join("?" * (len(COLUMNS) + 4))
        connection.executemany(
            f"INSERT INTO passage VALUES ({marks})",  # noqa: S608 - question marks only
            (_row_of(row, passage, concepts) for row, passage in enumerate(passages)),
        )
        connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", _facets(passages, concepts))
        _write_catalogue(connection, catalogue)
        connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _row_of(
    row: int, passage: Passage, concepts: Mapping[tuple[str, str], Concept]
) -> tuple[object, ...]:
    values = [getattr(passage, name) for name in COLUMNS]
    plain = [
        json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
        for value in values
    ]
    days = days_of(passage.start_date or passage.end_date or passage.publication_date)
    return (row, *plain, _context(passage, concepts), *(days or (None, None)))


def _context(passage: Passage, concepts: Mapping[tuple[str, str], Concept]) -> str:
    """Give the words that stand around a passage in its report: who, when, under what heading."""
    date = passage.start_date or passage.publication_date or ""
    area = concepts.get(("area", passage.area or ""))
    parts = (*passage.authorities, date[:4], area.label if area is not None else "")
    return " ".join(part for part in parts if part)


def _facets(
    passages: Sequence[Passage], concepts: Mapping[tuple[str, str], Concept]
) -> list[tuple[str, str, int]]:
    reported: defaultdict[str | None, set[str]] = defaultdict(set)
    for passage in passages:
        if passage.area is not None:
            reported[passage.inspection].add(passage.area)
    return sorted(
        (name, value, row)
        for row, passage in enumerate(passages)
        for name, value in set(
            facets_of(passage, frozenset(reported[passage.inspection]), concepts)
        )
    )


def _write_catalogue(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    connection.executemany(
        "INSERT INTO concept VALUES (?, ?, ?)",
        ((c.scheme, c.notation, c.label) for c in catalogue.concepts),
    )
    connection.executemany(
        "INSERT INTO concept_name VALUES (?, ?, ?)",
        _distinct(
            (c.scheme, concept_key(name), c.notation)
            for c in catalogue.concepts
            for name in (c.notation, c.label, *c.alt_labels)
        ),
    )
    connection.executemany(
        "INSERT INTO authority VALUES (?, ?, ?)",
        ((a.code, a.names[0], a.region) for a in catalogue.authorities),
    )
    connection.executemany(
        "INSERT INTO authority_name VALUES (?, ?, ?)",
        _distinct(
            (name_key(name, short=not full), int(full), a.code)
            for a in catalogue.authorities
            for name in (a.code, *a.names)
            for full in (True, False)
        ),
    )


def _distinct(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return list(dict.fromkeys(rows))
