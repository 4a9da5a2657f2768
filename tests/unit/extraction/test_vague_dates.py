from __future__ import annotations

from datetime import date

import pytest

from caregraph.extraction.vague_dates import find_times, reference_day

TODAY = date(2024, 7, 18)


def times(sentence: str, today: date | None = TODAY) -> list[tuple[str, str]]:
    return [(when.first, when.last) for when in find_times(sentence, today)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They came from 3 to 14 June.", [("2024-06-03", "2024-06-14")]),
        ("They came on 28 and 29 November.", [("2023-11-28", "2023-11-29")]),
        ("They came between 16 September and 4 October 2019.", [("2019-09-16", "2019-10-04")]),
        ("They came in May.", [("2024-05", "2024-05")]),
        ("They came in June and July.", [("2024-06", "2024-07")]),
        ("They came in June and July 2018.", [("2018-06", "2018-07")]),
        ("It came out on Tuesday.", [("2024-07-16", "2024-07-16")]),
        ("It came out today.", [("2024-07-18", "2024-07-18")]),
        ("It was rated three years ago.", [("2021", "2021")]),
        ("It was rated nearly six years ago, in January 2019.", [("2019-01", "2019-01")]),
        ("Since 2019 it has improved.", [("2019", "2019")]),
        ("It costs £2019.", []),
    ],
)
def test_a_sentence_tells_its_times_as_far_as_it_goes(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert times(sentence) == expected


def test_without_a_day_to_count_from_only_years_are_told() -> None:
    assert times("They came in May and in 2019.", None) == [("2019", "2019")]


def test_the_day_is_printed_in_a_line_of_its_own() -> None:
    lines = ["Council news", "Tuesday, September 5, 2017", "Inspectors came in 2015."]
    assert reference_day("\n".join(lines), lines, None) == date(2017, 9, 5)


def test_a_weekday_gives_the_year() -> None:
    lines = ["Thursday 6 March", "The last inspection was in May 2023."]
    assert reference_day("\n".join(lines), lines, None) == date(2025, 3, 6)


def test_years_still_to_come_do_not_count() -> None:
    lines = ["Thursday 6 March", "It was in May 2023.", "The next is due before the end of 2031."]
    assert reference_day("\n".join(lines), lines, None) == date(2025, 3, 6)


def test_the_dates_of_a_visit_are_not_those_of_the_document() -> None:
    lines = ["Published: Monday 4 November", "They were here from 16 to 27 September 2024."]
    assert reference_day("\n".join(lines), lines, None) == date(2024, 11, 4)


def test_the_day_of_the_next_meeting_is_not_that_of_the_minutes() -> None:
    lines = [
        "Minutes of the meeting of the Panel held on Monday 9 September 2024 at 10 am in the Hall",
        "Next meeting: Monday 4 November 2024",
    ]
    assert reference_day("\n".join(lines), lines, None) == date(2024, 9, 9)


def test_metadata_help_where_the_text_prints_no_day() -> None:
    lines = ["Council praised", "Inspectors came in May."]
    assert reference_day("\n".join(lines), lines, "2023-02-01T06:00:00Z") == date(2023, 2, 1)


def test_a_text_without_dates_has_no_day() -> None:
    assert reference_day("Council praised", ["Council praised"], None) is None
