from __future__ import annotations

import pytest

from caregraph.embeddings.fusion import SMOOTHING, Ranking, fuse


def test_what_every_ranking_has_first_scores_one() -> None:
    assert fuse([Ranking(rows=[5, 1]), Ranking(rows=[5], weight=0.5)])[0] == (5, 1.0)


def test_the_formula_of_the_paper() -> None:
    scores = dict(fuse([Ranking(rows=[1, 2]), Ranking(rows=[3, 2])]))
    possible = 2 / (SMOOTHING + 1)
    assert scores[2] == pytest.approx(2 / (SMOOTHING + 2) / possible)
    assert scores[1] == pytest.approx(1 / (SMOOTHING + 1) / possible)


def test_ties_are_in_the_order_of_the_rows() -> None:
    assert [row for row, _ in fuse([Ranking(rows=[9]), Ranking(rows=[4])])] == [4, 9]


def test_a_heavier_ranking_counts_more() -> None:
    assert fuse([Ranking(rows=[1]), Ranking(rows=[2], weight=2)])[0][0] == 2


def test_nothing_fused_is_nothing() -> None:
    assert fuse([]) == []
    assert fuse([Ranking(rows=[])]) == []
