"""Dates and ranges of dates, in every way that reports and the documents about them print them.

A value is ISO 8601, cut where the text says no more: `2018-06-04`, `2010-10`, `2015`. What a
range leaves out is taken from its other end: in `4 to 28 June 2018` the month and the year of the
first day, in `29 November to 3 January 2018` its year, which is one less.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_NUMBERS = {name[:3].lower(): n for n, name in enumerate(_MONTHS.split("|"), start=1)}
_MONTH = rf"(?:{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DAY = r"(?<!\d)(?P<{0}d>[0-3]?\d)(?:\s?(?:st|nd|rd|th)\b)?(?:\s+of\b)?"
_YEAR = r"(?P<{0}y>(?:19|20)\d\d)\b"
_DASH = r"\s*(?:[-‐‑‒–—−]|\bto\b|\buntil\b)\s*"

# "4 June 2018" in `Inspection date: 4 June 2018–28 June 2018` (lancashire_2018-08-17); with an
# ordinal in the footer `26th February 2024 to 8th March 2024` (cheshire-east_2024-05-16)
_WORDED = _WEEKDAY + _DAY + r"\s*(?P<{0}m>" + _MONTH + r"),?\s*" + _YEAR
# "10/08/2015" in `Report published: 10/08/2015` (stoke-on-trent_2015-08-12)
_NUMERIC = r"(?<!\d)(?P<{0}d>[0-3]?\d)[/.](?P<{0}m>[01]?\d)[/.]" + _YEAR
# "2026-07-01", as the metadata of web pages print it
_ISO = r"\b" + _YEAR + r"-(?P<{0}m>[01]\d)-(?P<{0}d>[0-3]\d)(?!\d)"
# "June 4, 2018", as web pages print it
_AMERICAN = r"\b(?P<{0}m>" + _MONTH + r")\s+" + _DAY + r",\s*" + _YEAR
# "October 2010" in `The previous inspection ... was in October 2010` (sheffield_2014-02-21)
_MONTHLY = r"(?<!\d )\b(?P<{0}m>" + _MONTH + r"),?\s+" + _YEAR
# "2015" in `since the last inspection in 2015` (leicester_2017-09-04)
_YEARLY = r"(?<=\bin )" + _YEAR

# The first end lacks what it shares with the second: `10 to 21 July 2023`
# (barking-and-dagenham_2023-09-04), `29 April – 22 May 2014` (barking-and-dagenham_2014-07-07)
_OPEN = _WEEKDAY + _DAY + r"(?:\s*(?P<{0}m>" + _MONTH + r"))?(?:,?\s*" + _YEAR + ")?"
# The second end lacks the year where a later visit of the same line carries it:
# `19 November-11 December 2013 and 28 – 30 January 2014` (sheffield_2014-02-21) has it
_CLOSED = _WEEKDAY + _DAY + r"\s*(?P<{0}m>" + _MONTH + r")(?:,?\s*" + _YEAR + ")?"
# "and" joins the ends of a range only after "between", or two days of one month: `13 and 14 June`
_ENDS = (
    rf"(?P<between>\bbetween\s+(?:the\s+)?)?{_OPEN.format('a')}"
    rf"(?:{_DASH}|(?(between)\s+and\s+|(?(am)(?!)|\s+(?:and|&)\s+)))(?:the\s+)?{_CLOSED.format('b')}"
)
_NUMERIC_ENDS = _NUMERIC.format("a") + _DASH + _NUMERIC.format("b")
# "June to July 2019"
_MONTHLY_ENDS = (
    r"\b(?P<am>" + _MONTH + r")(?:,?\s+" + _YEAR.format("a") + ")?" + _DASH + _MONTHLY.format("b")
)

_DATES = [
    re.compile(form.format(""), re.IGNORECASE)
    for form in (_ISO, _NUMERIC, _WORDED, _AMERICAN, _MONTHLY, _YEARLY)
]
_SPANS = [re.compile(form, re.IGNORECASE) for form in (_NUMERIC_ENDS, _ENDS, _MONTHLY_ENDS)]
# What may stand between two visits of one inspection: ` and ` in the line of Sheffield above
_NEXT_VISIT = re.compile(r"\s*(?:[,;]|&|\band\b|\bfrom\b|\bthen\b|\s)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """One date as printed; `text[start:end]` are its words.

    Attributes:
        value: ISO 8601 date, year-month or year.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range of dates as printed; `text[start:end]` are its words.

    Attributes:
        first: ISO 8601 date or year-month of its first day.
        last: The same of its last day; equal to `first` for a single day.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    first: str
    last: str
    start: int
    end: int


_T = TypeVar("_T", PrintedDate, Span)


def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """Give every date that names its year, in the order of the text, none inside another.

    Args:
        text: Any text; line breaks count as spaces.

    Returns:
        Full dates, months and years (a bare year only after "in"); a day that the calendar
        lacks is no date.
    """
    found = (
        PrintedDate(value=value, start=match.start(), end=match.end())
        for form in _DATES
        for match in form.finditer(text)
        if (value := _iso(match.groupdict(), "")) is not None
    )
    return tuple(_without_overlap(found))


def find_spans(text: str) -> tuple[Span, ...]:
    """Give every range of dates, in the order of the text.

    A range without a year takes that of the next date in the text; one that ends before it
    begins, or that nothing dates, is left out.

    Args:
        text: Any text; line breaks count as spaces.

    Returns:
        The ranges, none inside another.
    """
    found = (
        span
        for form in _SPANS
        for match in form.finditer(text)
        if (span := _span(match, text)) is not None
    )
    return tuple(_without_overlap(found))


def find_visits(text: str) -> Span | None:
    """Give the time from the first to the last day of the first visits that the text names.

    Several visits in a line are one inspection: `19 November-11 December 2013 and 28 – 30 January
    2014` (sheffield_2014-02-21) lasted from November to January. A single full date is a visit of
    one day: `Inspection date: 28 July 2016` (london-corporation_2016-09-20).

    Args:
        text: The line of the dates, or a passage that begins with it.

    Returns:
        The whole time, or `None` where the text names no day.
    """
    spans = find_spans(text)
    days = (
        Span(first=day.value, last=day.value, start=day.start, end=day.end)
        for day in find_dates(text)
        if len(day.value) == len("2016-07-28")
        and not any(span.start < day.end and day.start < span.end for span in spans)
    )
    visits = sorted((*spans, *days), key=lambda span: span.start)
    if not visits:
        return None
    whole = visits[0]
    for visit in visits[1:]:
        if not _NEXT_VISIT.fullmatch(text, whole.end, visit.start):
            break
        whole = replace(
            whole,
            first=min(whole.first, visit.first),
            last=max(whole.last, visit.last),
            end=visit.end,
        )
    return whole


def _without_overlap(found: Iterable[_T]) -> Iterator[_T]:
    end = 0
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if item.start >= end:
            end = item.end
            yield item


def _span(match: re.Match[str], text: str) -> Span | None:
    parts = match.groupdict()
    year = parts["by"] or _year_after(text, match.end())
    if year is None:
        return None
    first_month = _month(parts["am"] or parts["bm"])
    first_year = parts["ay"] or str(int(year) - (first_month > _month(parts["bm"])))
    last = _iso({**parts, "by": year}, "b")
    first = _iso({**parts, "ay": first_year, "am": parts["am"] or parts["bm"]}, "a")
    if first is None or last is None or first > last:
        return None
    return Span(first=first, last=last, start=match.start(), end=match.end())


def _year_after(text: str, position: int) -> str | None:
    later = next((date for date in find_dates(text[position : position + 80])), None)
    return later.value[:4] if later else None


def _month(printed: str) -> int:
    return int(printed) if printed.isdigit() else _MONTH_NUMBERS[printed[:3].lower()]


def _iso(parts: dict[str, str | None], end: str) -> str | None:
    year, month, day = (parts.get(f"{end}{part}") for part in "ymd")
    if year is None:
        return None
    if month is None:
        return year
    number = _month(month)
    if not 1 <= number <= len(_MONTH_NUMBERS):
        return None
    if day is None:
        return f"{year}-{number:02}"
    if not 1 <= int(day) <= monthrange(int(year), number)[1]:
        return None
    return f"{year}-{number:02}-{int(day):02}"
