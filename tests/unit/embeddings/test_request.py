from __future__ import annotations

import pytest

from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.request import SearchRequest


@pytest.mark.parametrize("text", ["", "   ", "😀", "?!"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(SearchError, match="no word to search for"):
        SearchRequest(text=text)


def test_a_text_of_a_thousand_characters_is_taken_and_no_longer_one() -> None:
    assert SearchRequest(text="a" * 1000).text
    with pytest.raises(SearchError, match="has 1001 characters; at most 1000"):
        SearchRequest(text="a" * 1001)


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_limit_out_of_range_is_refused(limit: int) -> None:
    with pytest.raises(SearchError, match="it can be 1 to 10000"):
        SearchRequest(text="care", limit=limit)


@pytest.mark.parametrize("day", ["2018-13", "2018-02-30", "18-02-03", "yesterday", "٢٠١٨", ""])
def test_a_date_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(SearchError, match="a date is written as 2018"):
        SearchRequest(text="care", since=day)


@pytest.mark.parametrize("day", ["2018", "2018-06", "2018-02-28"])
def test_a_date_may_be_a_year_a_month_or_a_day(day: str) -> None:
    assert SearchRequest(text="care", until=day).until == day


def test_since_after_until_is_refused_but_a_year_and_its_month_are_not() -> None:
    with pytest.raises(SearchError, match="exchange them"):
        SearchRequest(text="care", since="2019", until="2018-12-31")
    assert SearchRequest(text="care", since="2018-06", until="2018").since


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(SearchError, match="hybrid, semantic, keyword"):
        SearchRequest(text="care", mode="fuzzy")  # type: ignore[arg-type]
