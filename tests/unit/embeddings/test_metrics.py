from __future__ import annotations

import math

import pytest

from caregraph.embeddings.metrics import ndcg


def test_the_ideal_order_scores_one() -> None:
    assert ndcg([2, 2, 1, 0], [0, 1, 2, 2]) == 1.0


def test_a_worked_case() -> None:
    # DCG = 1/log2(2) + 2/log2(4) = 2; ideal = 2/log2(2) + 1/log2(3)
    assert ndcg([1, 0, 2], [2, 1, 0]) == pytest.approx(2 / (2 + 1 / math.log2(3)))


def test_only_the_first_ten_count() -> None:
    assert ndcg([0] * 10 + [2], [2]) == 0.0


def test_a_query_without_an_answer_scores_nothing() -> None:
    assert ndcg([0, 0], [0, 0]) == 0.0
    assert ndcg([], []) == 0.0
