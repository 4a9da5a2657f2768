"""Dates that a document leaves a reader to work out: no year, a weekday, "today", "in June".

News print "Friday 17 August" and mean that of the year in which they appear; the year follows
from the weekday and from the years that the text names. What the text dates only by month or
season stays at that precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caregraph.extraction.dates import find_dates, find_spans

_MONTHS = (  # noqa: SIM905 - a list to read
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905 - a list to read
_MONTH = r"(?:" + "|".join(name.capitalize() for name in _MONTHS) + r")\b"
_WEEKDAY = r"(?:" + "|".join(name.capitalize() for name in _WEEKDAYS) + r")\b"
# "14 September – 8 October" (coverage/001), "28 and 29 January" (invented/101), "3 to 14 June"
_RANGE = re.compile(
    rf"\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<first_month>{_MONTH}))?\s*(?:to|"
    rf"and|until|[-–—])\s*"
    rf"(?P<last>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?!,? ?(?:19|20)\d\d)"
)
# "Friday 17 August", "27 November", "7 January"
_DAY = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),? )?\b(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)? (?P<month>{_MONTH})(?!,? ?(?:19|20)\d\d)"
)
# "in June and July" (coverage/003), "in May" (invented/102), "their June and July visit" (003),
# and "a June inspection" (invented)
_IN_MONTH = re.compile(
    rf"\b(?:in|during|their|last|this|early|late|(?:a|the|its)(?= \w+ (?:inspection|visit))) "
    rf"(?P<month>{_MONTH})(?: (?:and|"
    rf"to) (?P<second>{_MONTH}))?(?!,? ?(?:19|20)\d\d| \d)"
)
# Months: "in February and March 2018", "between May 2018 and July 2018" (invented)
_MONTHS_OF_YEAR = re.compile(
    rf"\b(?P<month>{_MONTH}) (?P<first_year>(?:19|20)\d\d )?(?:and|to|until|or|[-–—]) "
    rf"(?P<second>{_MONTH}) (?P<year>(?:19|20)\d\d)\b"
)
_ON_WEEKDAY = re.compile(rf"\bon (?P<weekday>{_WEEKDAY})(?! \d)")
_THIS_MONTH = re.compile(r"\b(?P<which>last|this|earlier this) month\b", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:today|this (?:morning|afternoon|evening))\b")
_YESTERDAY = re.compile(r"\byesterday\b")
# "nearly six years ago, in January 2019" (invented/104), "three years ago" with "in 2015" (002)
_YEARS_AGO = re.compile(
    r"\b(?P<short>nearly |almost |just under )?(?P<n>one|two|three|four|five|six|"
    r"seven|eight|nine|ten|\d{1,2}|a) years? (?:ago|after|later|earlier)",
    re.IGNORECASE,
)
_MONTHS_AGO = re.compile(
    r"\b(?:approximately |about |around |some )?(?P<n>\d{1,2}|six|twelve|nine|"
    r"eighteen) months ago\b"
)
# "before the end of 2026", "the summer of 2026", "by 2030": years that are still to come
_TO_COME = re.compile(
    r"\b(?:before|by|until|due|expected|next|will|to come|would|end of|plan)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d£,/-])\b(?P<year>(?:19|20)\d\d)\b(?![\d,]*\d)")
_NUMBERS = {
    word: number
    for number, word in enumerate("a one two three four five six seven eight nine ten".split())  # noqa: SIM905 - a list to read
} | {"a": 1, "twelve": 12, "eighteen": 18}
# Lines such as "Minutes of the meeting held on Thursday 19 September 2024" or "Date: 7 July 2024"
_OWN_DAY = re.compile(
    r"\b(?:meeting|minutes|committee|panel|cabinet|board|council)\b[^.;]{0,60}\b(?:held|of|on)\b|"
    r"^(?:date|published|date published|posted|issued|first published|meeting date)\b ?:?",
    re.IGNORECASE,
)
# "Next meeting: Thursday 14 November 2024", "Last updated 3 May 2025": not the document's own day
_OTHER_DAY = re.compile(
    r"\b(?:next|following|future|previous|last) (?:\w+ )?meeting\b|\bdate of next\b|"
    r"\blast (?:updated|modified|reviewed)\b|\breview date\b",
    re.IGNORECASE,
)
YEARS_TRIED = 12
MOST_DATE_LINE_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as far as the text tells it: ISO 8601 dates, year-months or years.

    `reckoned` is a year that only "two years ago" tells: it may be one more or one less; `first`
    is empty where only the latest day is told ("before the end of 2026").
    """

    first: str
    last: str
    start: int
    end: int
    reckoned: bool = False


def number_of(word: str) -> int:
    """Give the number that a word or figures stand for; 0 where it is none known."""
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 0)


def past_years(text: str) -> list[int]:
    """Give the years that the text speaks of as past."""
    return [
        int(match["year"])
        for match in _YEAR.finditer(text)
        if not _TO_COME.search(text[max(0, match.start() - 60) : match.start()])
    ]


def reference_day(text: str, lines: Sequence[str], printed: str | None) -> date | None:
    """Give the day on which a document speaks, from which its vague dates are counted.

    Args:
        text: The whole text.
        lines: Its first and last lines, where date lines stand, those first that count most.
        printed: A date in the file's own metadata, where there is one.

    Returns:
        The day; the last of a year where the document tells no more; `None` where it tells
        nothing.
    """
    anchor = _anchor_year(text)
    own = [line for line in lines if not _OTHER_DAY.search(line)]
    dated = [line for line in own if _OWN_DAY.search(line)]
    short = [line for line in own if len(line.split()) <= MOST_DATE_LINE_WORDS]
    for line in (*dated, *short, *own):
        spans = find_spans(line)
        for found in find_dates(line):
            of_span = any(span.start <= found.start < span.end for span in spans)
            if len(found.value) == len("2018-06-04") and not of_span:
                return date.fromisoformat(found.value)
        for match in _DAY.finditer(line):
            if match["weekday"] and (day := _by_weekday(match, anchor)) is not None:
                return day
    if printed and re.match(r"\d{4}-\d\d-\d\d", printed):
        return date.fromisoformat(printed[:10])
    return date(anchor, 12, 31) if anchor else None


def _anchor_year(text: str) -> int | None:
    """Give the year that the text's own reckoning points to ("six years ago, in 2019")."""
    years = past_years(text)
    if not years:
        return None
    latest = max(years)
    for match in _YEARS_AGO.finditer(text):
        near = text[match.end() : match.end() + 60]
        named = _YEAR.search(near) or _YEAR.search(
            text[max(0, match.start() - 300) : match.end() + 300]
        )
        if named and "after" not in match.group():
            ago = number_of(match["n"]) - (1 if match["short"] else 0)
            latest = max(latest, int(named["year"]) + ago)
    for match in _MONTHS_AGO.finditer(text):
        latest = max(latest, max(years) + round(number_of(match["n"]) / 12))
    return latest


def _by_weekday(match: re.Match[str], anchor: int | None) -> date | None:
    """Give the first year from the anchor on in which the day falls on the printed weekday."""
    if anchor is None:
        return None
    wanted = _WEEKDAYS.index(match["weekday"].lower())
    for year in range(anchor, anchor + YEARS_TRIED):
        day = _day(year, match["month"], match["day"])
        if day is not None and day.weekday() == wanted:
            return day
    return None


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, _MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def find_times(text: str, today: date | None) -> tuple[When, ...]:
    """Give every time in a sentence, with the year worked out where it prints none.

    Args:
        text: One sentence.
        today: The day on which the document speaks; without it a date that prints no year
            gives nothing.

    Returns:
        In the order of the sentence, none inside another.
    """
    found = [When(first=s.first, last=s.last, start=s.start, end=s.end) for s in find_spans(text)]
    found += [When(first=d.value, last=d.value, start=d.start, end=d.end) for d in find_dates(text)]
    found += [
        When(first=match["year"], last=match["year"], start=match.start(), end=match.end())
        for match in _YEAR.finditer(text)
    ]
    found += _months_of_year(text)
    if today is not None:
        found += _yearless(text, today)
    kept: list[When] = []
    for when in sorted(found, key=lambda when: (when.start - when.end, when.start)):
        if all(when.end <= other.start or when.start >= other.end for other in kept):
            kept.append(when)
    return tuple(sorted(kept, key=lambda when: when.start))


def _months_of_year(text: str) -> Iterator[When]:
    for match in _MONTHS_OF_YEAR.finditer(text):
        first, last = (
            f"{year.strip()}-{_MONTHS.index(name.lower()) + 1:02}"
            for name, year in (
                (match["month"], match["first_year"] or match["year"]),
                (match["second"], match["year"]),
            )
        )
        yield When(first=first, last=last, start=match.start(), end=match.end())


def _yearless(text: str, today: date) -> Iterator[When]:
    for match in _RANGE.finditer(text):
        last = _latest(match["month"], match["last"], today)
        first_month = match["first_month"] or match["month"]
        first = _latest(first_month, match["first"], last) if last else None
        if first and last:
            yield When(
                first=first.isoformat(), last=last.isoformat(), start=match.start(), end=match.end()
            )
    for match in _DAY.finditer(text):
        day = _latest(match["month"], match["day"], today)
        if day:
            yield When(
                first=day.isoformat(), last=day.isoformat(), start=match.start(), end=match.end()
            )
    for match in _IN_MONTH.finditer(text):
        first, second = (
            _latest(m, "1", today) for m in (match["month"], match["second"] or match["month"])
        )
        if first and second:
            yield When(
                first=first.isoformat()[:7],
                last=second.isoformat()[:7],
                start=match.start(),
                end=match.end(),
            )
    yield from _relative(text, today)


def _relative(text: str, today: date) -> Iterator[When]:
    for match in _ON_WEEKDAY.finditer(text):
        back = (today.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
        day = (today - timedelta(days=back)).isoformat()
        yield When(first=day, last=day, start=match.start(), end=match.end())
    for match in _THIS_MONTH.finditer(text):
        first = today.replace(day=1)
        of_month = first - timedelta(days=1) if match["which"].lower() == "last" else first
        month = of_month.isoformat()[:7]
        yield When(first=month, last=month, start=match.start(), end=match.end())
    for pattern, back in ((_TODAY, 0), (_YESTERDAY, 1)):
        for match in pattern.finditer(text):
            day = (today - timedelta(days=back)).isoformat()
            yield When(first=day, last=day, start=match.start(), end=match.end())
    for match in _YEARS_AGO.finditer(text):
        if _YEAR.search(text) or match.group().lower().endswith("earlier"):
            continue  # "nearly six years ago, in January 2019" says it better itself
        year = str(today.year - number_of(match["n"]))
        yield When(first=year, last=year, start=match.start(), end=match.end(), reckoned=True)


def _latest(month: str, day: str, today: date) -> date | None:
    """Give the last such day that is not after `today`."""
    for year in (today.year, today.year - 1):
        found = _day(year, month, day)
        if found is not None and found <= today:
            return found
    return None
