"""One score out of several kinds of evidence.

    score = cosine                              of request and passage
          + 0.25 x BM25 / best BM25             words that they share
          + 0.2  x cosine with the ten best     what the best answers have in common
          - 0.07 where the passage praises what the request finds wanting, or the reverse

The weights were chosen on the public judged queries; docs/decisions/0012-evidence.md has the
measurements. Scores are rounded, so that equal passages have equal scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.flat_vectors import DECIMALS, FlatVectors

WORDS_WEIGHT: Final = 0.25
FEEDBACK_WEIGHT: Final = 0.2
FEEDBACK_DEPTH: Final = 10
"""How many of the best passages stand for what is sought (J. J. Rocchio, "Relevance feedback in
information retrieval", 1971, with the best hits taken as relevant)."""
AGAINST_PENALTY: Final = 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the score of a hit is the sum of."""

    meaning: float
    words: float
    feedback: float
    against: float

    def as_json(self) -> dict[str, float]:
        """Give the parts by name."""
        return {
            "meaning": self.meaning,
            "words": self.words,
            "feedback": self.feedback,
            "against": self.against,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of the candidates of one search, each array in the order of `rows`.

    Attributes:
        rows: Row numbers, ascending.
        cosines: With the request.
        words: BM25; 0 where a candidate has none of the words.
        against: Whether it says the opposite of what the request speaks of.
    """

    rows: NDArray[np.int64]
    cosines: NDArray[np.float64]
    words: NDArray[np.float64]
    against: NDArray[np.bool_]


def ranked(evidence: Evidence, vectors: FlatVectors, limit: int) -> list[tuple[int, float, Parts]]:
    """Give the best candidates.

    Args:
        evidence: Of all candidates.
        vectors: Theirs.
        limit: How many at most.

    Returns:
        Row, score and its parts; best first, ties in the order of the rows.
    """
    if not len(evidence.rows):
        return []
    most = float(evidence.words.max())
    words = WORDS_WEIGHT * evidence.words / most if most > 0 else evidence.words
    against = np.where(evidence.against, -AGAINST_PENALTY, 0.0)
    first = np.round(evidence.cosines + words + against, DECIMALS)
    best = evidence.rows[_order(evidence.rows, first)[:FEEDBACK_DEPTH]]
    feedback = FEEDBACK_WEIGHT * vectors.cosines(vectors.middle(best), evidence.rows)
    scores = np.round(first + feedback, DECIMALS)
    return [
        (
            int(evidence.rows[i]),
            float(scores[i]),
            Parts(
                meaning=float(evidence.cosines[i]),
                words=round(float(words[i]), DECIMALS),
                feedback=round(float(feedback[i]), DECIMALS),
                against=float(against[i]),
            ),
        )
        for i in _order(evidence.rows, scores)[:limit]
    ]


def _order(rows: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.lexsort((rows, -scores))
