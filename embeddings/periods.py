"""Years and spans of time in a search: "in 2018", "since 2022", "in the last two years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBER_WORDS: Final = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS: Final = {word: number for number, word in enumerate(_NUMBER_WORDS.split(), start=1)}
_YEAR: Final = r"(?:19|20)\d\d"
_WHEN: Final = rf"(?:(?:{'|'.join(_MONTHS)})\s+)?{_YEAR}"
_MONTHS_OF_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A span of time that `text[start:end]` names.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        since: First day, month or year, ISO 8601; empty where it has no beginning.
        until: The last, included; empty where it has no end.
    """

    start: int
    end: int
    since: str
    until: str


def periods_in(text: str, *, today: date) -> Iterator[Period]:
    """Give the spans of time that a text names; they do not overlap.

    Args:
        text: As typed.
        today: What "last year" is counted from.

    Yields:
        Spans. The year of an Act ("Children Act 1989") or of guidance is none.

    Example:
        >>> [(p.since, p.until) for p in periods_in("since March 2022", today=date(2026, 1, 1))]
        [('2022-03', '')]
    """
    end = 0
    for match in _PERIOD.finditer(text):
        if match.start() < end or _LAW_BEFORE.search(text[: match.start()]):
            continue
        span = _span(match, today)
        if span is not None:
            end = match.end()
            yield Period(start=match.start(), end=end, since=span[0], until=span[1])


# "since 2022", "after June 2021", "before 2015", "between 2015 and 2018", "2015-18",
# "in the last two years", "last year", "this year", "2018 reports", "in 2018"
_PERIOD: Final = re.compile(
    rf"\b(?:between|from)\s+(?P<first>{_WHEN})\s+(?:and|to|until)\s+(?P<second>{_WHEN})\b"
    rf"|\b(?P<range1>{_YEAR})\s*(?:-|–|to)\s*(?P<range2>{_YEAR}|\d\d)\b"
    rf"|\b(?P<relation>since|after|before|until|up\s+to|by\s+the\s+end\s+of|from)\s+"
    rf"(?P<when>{_WHEN})(?:\s+(?:onwards?|on)\b)?(?![-–/\w])"
    rf"|\b(?:in|over|during|within|from)?\s*(?:the\s+)?(?:last|past)\s+"
    rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)}|few)\s+(?P<unit>years?|months?)\b"
    rf"|\b(?P<relative>last|this)\s+year(?:'s|’s)?\b"
    rf"|\b(?P<single>{_WHEN})(?:\s+(?:inspections?|reports?|onwards?))?(?![-–/\w])",
    re.I,
)
# "Children Act 2004", "Working Together 2018", "the Regulations 2010"
_LAW_BEFORE: Final = re.compile(
    r"\b(?:Act|Together|Order|Regulations|Rules|Code|Strategy|Framework)(?:\s+of)?,?\s+$", re.I
)


def _span(match: re.Match[str], today: date) -> tuple[str, str] | None:
    if match["first"]:
        return _ordered(_iso(match["first"]), _iso(match["second"]))
    if match["range1"]:
        first, second = match["range1"], match["range2"]
        return _ordered(first, first[: 4 - len(second)] + second)
    if match["relation"]:
        return _related(" ".join(match["relation"].lower().split()), _iso(match["when"]))
    if match["count"]:
        return _back(match["count"].lower(), match["unit"].lower(), today), ""
    if match["relative"]:
        year = str(today.year - (match["relative"].lower() == "last"))
        return year, year
    when = _iso(match["single"])
    return (when, "") if match[0].lower().endswith(("onward", "onwards")) else (when, when)


def _related(relation: str, when: str) -> tuple[str, str]:
    if relation in {"since", "from"}:
        return when, ""
    if relation == "after":
        return _moved(when, 1), ""
    return ("", _moved(when, -1)) if relation == "before" else ("", when)


def _ordered(first: str, second: str) -> tuple[str, str] | None:
    return (first, second) if first[:4] <= second[:4] else None


def _iso(words: str) -> str:
    """Give "June 2018" as "2018-06"."""
    *month, year = words.lower().split()
    return f"{year}-{_MONTHS.index(month[0]) + 1:02d}" if month else year


def _moved(when: str, step: int) -> str:
    """Give the next or the previous month or year."""
    if "-" not in when:
        return str(int(when) + step)
    months = int(when[:4]) * _MONTHS_OF_YEAR + int(when[5:]) - 1 + step
    return f"{months // _MONTHS_OF_YEAR}-{months % _MONTHS_OF_YEAR + 1:02d}"


def _back(count: str, unit: str, today: date) -> str:
    """Give the month so many months or years before today."""
    number = _NUMBERS.get(count) or (3 if count == "few" else int(count))
    months = number * (_MONTHS_OF_YEAR if unit.startswith("year") else 1)
    return _moved(f"{today.year}-{today.month:02d}", -months)
