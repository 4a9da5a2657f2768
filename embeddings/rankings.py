"""Rankings on the way from an index to its hits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caregraph.embeddings.evidence import Parts


@dataclass(frozen=True, slots=True)
class Scored:
    """One way's ranking: rows, best first, and their scores."""

    rows: tuple[int, ...]
    scores: tuple[float, ...]

    def places(self) -> Mapping[int, tuple[int, float]]:
        """Give rank (from 1) and score of each row."""
        pairs = zip(self.rows, self.scores, strict=True)
        return {row: (rank, score) for rank, (row, score) in enumerate(pairs, start=1)}


NOTHING: Final = Scored((), ())


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, best first, their scores, and what these are made of."""

    rows: tuple[int, ...]
    scores: tuple[float, ...]
    parts: tuple[Parts | None, ...]

    def first(self, limit: int) -> Found:
        """Give the best of them."""
        return Found(self.rows[:limit], self.scores[:limit], self.parts[:limit])
