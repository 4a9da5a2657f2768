"""Dates as reports, letters and news print them."""

from __future__ import annotations

import pytest

from caregraph.extraction.dates import find_dates, find_spans, find_visits


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("4 June 2018–28 June 2018", "2018-06-04", "2018-06-28"),
        ("10 to 21 July 2023", "2023-07-10", "2023-07-21"),
        ("29 April – 22 May 2014", "2014-04-29", "2014-05-22"),
        ("15-19 July 2013", "2013-07-15", "2013-07-19"),
        ("6 to\n30 July 2015", "2015-07-06", "2015-07-30"),
        ("29 November to 10 December 2021", "2021-11-29", "2021-12-10"),
        ("29 November to 3 January 2018", "2017-11-29", "2018-01-03"),
        ("20 December 2017 to 3 January 2018", "2017-12-20", "2018-01-03"),
        ("26th February 2024 to 8th March 2024", "2024-02-26", "2024-03-08"),
        ("1/06/2015 – 25/06/2015", "2015-06-01", "2015-06-25"),
        ("02 March 2020 to 13 March 2020", "2020-03-02", "2020-03-13"),
        ("Between 22 January and 2 February 2018", "2018-01-22", "2018-02-02"),
        ("between Monday 3 and Friday 7 June 2024", "2024-06-03", "2024-06-07"),
        ("13 and 14 June 2016", "2016-06-13", "2016-06-14"),
        ("28 Sept to 2 Oct 2020", "2020-09-28", "2020-10-02"),
        ("June to July 2019", "2019-06", "2019-07"),
    ],
)
def test_a_range_is_read_with_what_its_ends_leave_out(printed: str, first: str, last: str) -> None:
    (span,) = find_spans(f"Inspection dates: {printed}.")
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("19 November-11 December 2013 and 28 – 30 January 2014", "2013-11-19", "2014-01-30"),
        ("8 July to 12 July 2019 and 7 August 2019 to 9 August 2019", "2019-07-08", "2019-08-09"),
        ("3 to 7 June, 12 to 14 June 2024", "2024-06-03", "2024-06-14"),
        ("28 July 2016", "2016-07-28", "2016-07-28"),
        ("3 to 7 June 2024. The last was on 5 May 2019.", "2024-06-03", "2024-06-07"),
    ],
)
def test_visits_of_one_line_are_one_time(printed: str, first: str, last: str) -> None:
    visits = find_visits(printed)
    assert visits is not None
    assert (visits.first, visits.last) == (first, last)


def test_words_of_a_span_are_where_it_says() -> None:
    text = "Inspection dates: 10 to 21 July 2023 Lead inspector: A Person"
    (span,) = find_spans(text)
    assert text[span.start : span.end] == "10 to 21 July 2023"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("published: 7 July 2014", "2014-07-07"),
        ("published on Friday 7 July, 2014", "2014-07-07"),
        ("10/08/2015", "2015-08-10"),
        ("2026-07-01T09:00", "2026-07-01"),
        ("June 4, 2018", "2018-06-04"),
        ("was in October 2010", "2010-10"),
        ("since the last inspection in 2015", "2015"),
    ],
)
def test_a_date_is_cut_where_the_text_says_no_more(printed: str, value: str) -> None:
    (date,) = find_dates(printed)
    assert date.value == value


@pytest.mark.parametrize(
    "printed",
    [
        "31 June 2018",
        "0 March 2019",
        "40/13/2015",
        "a rate of 58 per 10,000 in 2,015 homes",
        "may 16 to 18 year olds",
        "the 2013–14 annual report",
        "paragraphs 12 to 14 march in step",
    ],
)
def test_what_only_looks_like_a_date_is_none(printed: str) -> None:
    assert find_dates(printed) == ()
    assert find_spans(printed) == ()
    assert find_visits(printed) is None


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    assert find_spans("28 June 2018 to 4 June 2018") == ()
