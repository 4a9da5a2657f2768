"""How good a ranking is against graded judgements."""

from __future__ import annotations

import math
from collections.abc import Sequence


def ndcg(gains: Sequence[float], judged: Sequence[float], *, depth: int = 10) -> float:
    """Give the normalised discounted cumulative gain of a ranking.

    The gain is the grade itself and the discount log2(rank + 1), as trec_eval has it.

    Args:
        gains: Grade of each hit, best hit first; 0 for one that is not judged.
        judged: Grades of all judged passages of the query, in any order.
        depth: Hits that count.

    Returns:
        From 0 to 1; 0 where nothing judged is relevant.

    Example:
        >>> round(ndcg([1, 0, 2], [2, 1, 0]), 3)
        0.76
    """

    def discounted(grades: Sequence[float]) -> float:
        return sum(g / math.log2(rank + 1) for rank, g in enumerate(grades[:depth], start=1))

    ideal = discounted(sorted(judged, reverse=True))
    return discounted(gains) / ideal if ideal else 0.0
