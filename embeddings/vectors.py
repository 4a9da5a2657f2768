"""The cache of vectors: what was embedded once, in this or another ingest, is not embedded again.

One SQLite file per model. A row is the digest of a text, its vector as little-endian float32, and
a CRC-32 of the vector. The cache holds nothing that cannot be made again: a row that is not as it
was written counts as absent, and a file that SQLite cannot read is put aside and begun anew.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.encoder import Encoder
from caregraph.embeddings.errors import VectorCacheError

_log = logging.getLogger(__name__)

_CHUNK: Final = 256
"""Texts embedded between two commits: about a second of work is lost when a process is killed."""

_ASKED_AT_ONCE: Final = 500
_DIGEST_BYTES: Final = 16
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS vector (
  digest BLOB PRIMARY KEY, components BLOB NOT NULL, crc INTEGER NOT NULL
)
"""
_PAGE_BYTES: Final = 16_384
"""Ten vectors of 384 components on a page, with 5 % of it empty; at 4,096 it is a quarter."""


class VectorCache:
    """Vectors of one model on disk; for one process at a time (the ingest that holds the lock)."""

    def __init__(self, directory: Path, encoder: Encoder) -> None:
        """Open the cache of an encoder's model; the file is made where it is absent.

        Args:
            directory: The folder of all caches: `vectors/` of a knowledge base.
            encoder: Makes what is missing; its fingerprint names the file.
        """
        self._encoder = encoder
        self._path = directory / f"{encoder.fingerprint}.sqlite"
        directory.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(self._path)
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
            self._connection = _open(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was embedded is on disk."""
        self._connection.close()

    def vectors_of(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Give the vectors of texts, embedding those that are not in the cache.

        Args:
            texts: Any; a text that comes twice is embedded once.
            progress: Called with how many distinct texts have their vector and how many there
                are, at least once.

        Returns:
            Shape (len(texts), dimension), rows in the order of `texts`, each of L2 norm 1 (or 0).
        """
        digests = [_digest(text) for text in texts]
        distinct = dict(zip(digests, texts, strict=True))
        known = self._read(distinct)
        missing = [digest for digest in distinct if digest not in known]
        # Texts of one length take one time, so progress is even and no core waits.
        missing.sort(key=lambda digest: (-len(distinct[digest]), digest))
        report = progress or (lambda _done, _total: None)
        report(len(known), len(distinct))
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            made = self._encoder.encode([distinct[digest] for digest in chunk])
            fresh = dict(zip(chunk, made, strict=True))
            self._write(fresh)
            known.update(fresh)
            report(len(known), len(distinct))
        result = np.zeros((len(texts), self._encoder.dimension), dtype=np.float32)
        for row, digest in enumerate(digests):
            result[row] = known[digest]
        return result

    def __len__(self) -> int:
        """Give the number of vectors on disk."""
        return int(self._connection.execute("SELECT count(*) FROM vector").fetchone()[0])

    def _read(self, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        wanted = sorted(digests)
        found: dict[bytes, NDArray[np.float32]] = {}
        damaged = 0
        try:
            for start in range(0, len(wanted), _ASKED_AT_ONCE):
                part = wanted[start : start + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(part))
                rows = self._connection.execute(
                    f"SELECT digest, components, crc FROM vector WHERE digest IN ({marks})",  # noqa: S608
                    part,
                )
                for digest, components, crc in rows:
                    if self._is_whole(components, crc):
                        found[digest] = np.frombuffer(components, dtype="<f4")
                    else:
                        damaged += 1
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._set_aside(error)
            self._connection = _open(self._path)
        if damaged:
            _log.warning("%s: %d vectors are damaged and are made again", self._path, damaged)
        return found

    def _is_whole(self, components: object, crc: object) -> bool:
        return (
            isinstance(components, bytes)
            and len(components) == 4 * self._encoder.dimension
            and zlib.crc32(components) == crc
        )

    def _write(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        rows = []
        for digest, vector in vectors.items():
            components = vector.astype("<f4").tobytes()
            rows.append((digest, components, zlib.crc32(components)))
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)
        except sqlite3.OperationalError as error:
            raise VectorCacheError(
                f"{self._path} cannot be written ({error}); make room or give another place for "
                "the knowledge base, then run the same command again: it goes on where it stopped"
            ) from error

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        if error.sqlite_errorcode not in _DAMAGED:
            raise VectorCacheError(f"{self._path} cannot be read ({error})") from error
        aside = self._path.with_suffix(".damaged")
        _log.warning("%s cannot be read (%s): it is kept as %s", self._path, error, aside.name)
        self._path.replace(aside)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute(_SCHEMA)
        connection.commit()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _digest(text: str) -> bytes:
    # Lone surrogates are let through: they have no UTF-8, but their texts are texts all the same.
    content = text.encode("utf-8", errors="surrogatepass")
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
