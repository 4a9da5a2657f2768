"""One ranking out of several: reciprocal rank fusion.

G. V. Cormack, C. L. A. Clarke and S. Buettcher, "Reciprocal rank fusion outperforms Condorcet and
individual rank learning methods", SIGIR 2009. Only ranks count, so scores of different kinds
(cosines, BM25) need not be made comparable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMOOTHING: Final = 60
"""The constant k of the paper, which was not tuned there and is not tuned here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The rows that one way of searching gives, best first, without repetition.

    Attributes:
        rows: Row numbers.
        weight: How much this way counts; above 0.
    """

    rows: Sequence[int]
    weight: float = 1.0


def fuse(rankings: Sequence[Ranking]) -> list[tuple[int, float]]:
    """Give every row of any ranking with its fused score.

    Args:
        rankings: In any order: it makes no difference.

    Returns:
        Best first, ties in the order of the rows. Scores are above 0 and at most 1, which a row
        has that every ranking has first.

    Example:
        >>> fuse([Ranking(rows=(7, 8)), Ranking(rows=(8,))])[0][0]
        8
    """
    possible = sum(ranking.weight for ranking in rankings) / (SMOOTHING + 1)
    scores: defaultdict[int, float] = defaultdict(float)
    # The order of addition is fixed, so that the order of the rankings cannot change a last digit.
    for ranking in sorted(rankings, key=lambda r: (r.weight, tuple(r.rows))):
        for place, row in enumerate(ranking.rows, start=1):
            scores[row] += ranking.weight / (SMOOTHING + place) / possible
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
