"""Vectors in a FAISS file, searched exactly; the only module that knows FAISS."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from caregraph.graph.store_errors import StoreDamagedError

Rows: TypeAlias = NDArray[np.int64] | None
"""Row numbers in ascending order; `None` stands for all."""

DECIMALS: Final = 6
"""To which cosines are rounded before they are compared."""

_MARGIN: Final = 64
_TOLERANCE: Final = 1e-5
"""More than float32 sums over some hundred components differ by."""
_CHUNK: Final = 8_192


def write_vectors(vectors: NDArray[np.float32], path: Path) -> None:
    """Write vectors to a file.

    Args:
        vectors: Shape (n, dimension), unit rows (or zero).
        path: The file to make.
    """
    index = _faiss().IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    _faiss().write_index(index, str(path))


class FlatVectors:
    """The vectors of an index, mapped into memory when they are first needed.

    FAISS finds the candidates; their cosines are then computed in double precision and rounded, so
    that equal vectors have equal cosines whatever else is searched.
    """

    def __init__(self, path: Path, *, count: int, dimension: int) -> None:
        """Name the file; nothing is read now.

        Args:
            path: That `write_vectors` made.
            count: Vectors that it must hold.
            dimension: Components of each.
        """
        self._path = path
        self._count = count
        self._dimension = dimension
        self._lock = threading.Lock()

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the cosine of a unit vector with each of some rows.

        Args:
            vector: Shape (dimension,), of norm 1.
            rows: Row numbers in any order.

        Returns:
            Shape (len(rows),), rounded to `DECIMALS`.
        """
        exact = vector.astype(np.float64)
        found = np.empty(len(rows), dtype=np.float64)
        for start in range(0, len(rows), _CHUNK):
            part = self._matrix[rows[start : start + _CHUNK]].astype(np.float64)
            found[start : start + _CHUNK] = part @ exact
        return np.round(found, DECIMALS)

    def middle(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Give the direction between some rows: their mean, of norm 1 (or zero).

        Args:
            rows: At least one row number.

        Returns:
            Shape (dimension,).
        """
        mean = self._matrix[rows].astype(np.float64).mean(axis=0)
        norm = float(np.linalg.norm(mean))
        return np.asarray(mean / norm if norm > 0 else mean, dtype=np.float32)

    def row(self, row: int) -> NDArray[np.float32]:
        """Give the vector of a row."""
        return np.array(self._matrix[row], dtype=np.float32)

    def best(
        self, vector: NDArray[np.float32], chosen: Rows, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the rows nearest to a vector, exactly.

        Args:
            vector: Shape (dimension,), of norm 1.
            chosen: The rows to choose from.
            limit: How many at most.

        Returns:
            Rows, best first, ties in ascending order, and their cosines.
        """
        count = self._count if chosen is None else len(chosen)
        wanted = min(limit, count)
        if wanted == 0:
            return np.empty(0, dtype=np.int64), np.empty(0)
        asked = min(count, wanted + _MARGIN)
        rows, bound = self._nearest(vector, chosen, asked)
        cosines = self.cosines(vector, rows)
        last = float(np.partition(cosines, -wanted)[-wanted])
        if asked < count and bound > last - _TOLERANCE:
            # Many passages have the very same words: all of them must be looked at.
            rows = self._above(vector, chosen, last - _TOLERANCE)
            cosines = self.cosines(vector, rows)
        order = np.lexsort((rows, -cosines))[:wanted]
        return rows[order], cosines[order]

    def _nearest(
        self, vector: NDArray[np.float32], chosen: Rows, count: int
    ) -> tuple[NDArray[np.int64], float]:
        """Give the nearest rows as FAISS computes it, and the least of their inner products."""
        products, rows = self._index.search(vector[None, :], count, params=self._parameters(chosen))
        return rows[0], float(products[0, -1])

    def _above(self, vector: NDArray[np.float32], chosen: Rows, bound: float) -> NDArray[np.int64]:
        _, _, rows = self._index.range_search(
            vector[None, :], bound, params=self._parameters(chosen)
        )
        return np.asarray(rows, dtype=np.int64)

    def _parameters(self, chosen: Rows) -> Any:
        if chosen is None:
            return None
        member = np.zeros(self._count, dtype=bool)
        member[chosen] = True
        selector = _faiss().IDSelectorBitmap(np.packbits(member, bitorder="little"))
        return _faiss().SearchParameters(sel=selector)

    @cached_property
    def _index(self) -> Any:
        faiss = _faiss()
        # One query is one thread's work for FAISS; more threads would only wait for each other,
        # 20 ms instead of 1 ms on a machine that is busy.
        faiss.omp_set_num_threads(1)
        with self._lock:
            try:
                index = faiss.read_index(str(self._path), faiss.IO_FLAG_MMAP_IFC)
            except RuntimeError as error:
                raise StoreDamagedError(
                    f"{self._path} is not an index of FAISS ({error}); "
                    "ingest the documents again to build a new one",
                    files=(str(self._path),),
                ) from error
        if (index.ntotal, index.d) != (self._count, self._dimension):
            raise StoreDamagedError(
                f"{self._path} has {index.ntotal} vectors of {index.d} components; there must be "
                f"{self._count} of {self._dimension}; ingest the documents again",
                files=(str(self._path),),
            )
        return index

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        """All vectors, as they lie in the file."""
        flat = _faiss().rev_swig_ptr(self._index.get_xb(), self._count * self._dimension)
        return np.asarray(flat, dtype=np.float32).reshape(self._count, self._dimension)


def _faiss() -> Any:
    import faiss

    return faiss
