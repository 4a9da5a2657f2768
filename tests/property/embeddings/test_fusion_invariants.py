from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caregraph.embeddings.fusion import Ranking, fuse

rankings = st.lists(
    st.builds(
        Ranking,
        rows=st.lists(st.integers(0, 50), unique=True, max_size=30),
        weight=st.sampled_from((0.5, 1.0, 2.0)),
    ),
    min_size=1,
    max_size=4,
)


@given(several=rankings, data=st.data())
def test_the_order_of_the_rankings_makes_no_difference(
    several: list[Ranking], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(several))
    assert fuse(shuffled) == fuse(several)


@given(several=rankings)
def test_every_row_comes_once_with_a_score_above_zero_and_at_most_one(
    several: list[Ranking],
) -> None:
    fused = fuse(several)
    assert {row for row, _ in fused} == {row for ranking in several for row in ranking.rows}
    assert len({row for row, _ in fused}) == len(fused)
    assert all(0 < score <= 1 + 1e-12 for _, score in fused)


@given(rows=st.lists(st.integers(0, 500), unique=True))
def test_one_ranking_alone_keeps_its_order(rows: list[int]) -> None:
    assert [row for row, _ in fuse([Ranking(rows=rows)])] == rows
