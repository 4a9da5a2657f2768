"""Figures that a document states: in digits, in words, in the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.sentences import Stretch

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES})(?: (?:hundred|thousand|million))?"
# "£5m" (coverage/001), "5,087 families" (004), "19 per cent", "One in nine" (102), "nearly a third"
# (101), `nine out of ten` (104), `Around half of` (000), `Forty-one parents` (104)
_FIGURE = re.compile(
    rf"(?P<fraction>\b(?:{_WORD}|\d+) (?:in|out of)(?: every)? (?:{_WORD}|\d+)\b|"
    rf"\b(?:(?:nearly|almost|about|around|over|more than|less than|just under|"
    rf"just over) )?(?:a |one |two |three )?(?:half|thirds?|quarters?|fifths?|"
    rf"tenths?)(?= of\b))|"
    rf"(?P<money>£\s?[\d.,]*\d ?(?:m\b|bn\b|k\b|million|billion)?|\bmillions of pounds)|"
    rf"(?P<share>\b(?:[\d.]+|{_WORD}) ?(?:%|per cent\b|percent\b|percentage points?))|"
    rf"(?P<number>(?<![\d/.:£-])\b(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|"
    rf"{_WORD})\b(?![\d/:]|(?:st|nd|rd|th)\b))",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
# Numbers that count nothing: years, days of months, ages, clock times, headings' numbers
_AFTER_NO_FIGURE = re.compile(
    rf"^(?:\s*(?:{_MONTH})\b|(?:st|nd|rd|th)\b|\s*(?:am|pm)\b|[.:]\d|\s*(?:to|and|"
    rf"[-–—])\s*\d+(?:st|nd|rd|th)?\s*{_MONTH}|"
    r"-? ?(?:and|or|to) ?\d+-?year|-? to \d+-?years?|-?year-?olds?\b|-and\b)",
    re.IGNORECASE,
)
_BEFORE_NO_FIGURE = re.compile(
    rf"(?:\b(?:aged?|ages|turn(?:s|ed)?|under|until|reach(?:es)?|page|paragraph|"
    rf"section|item|agenda|slide|promise|"
    rf"{_MONTH}|no\.?|grade|key stage|version|form|room|to|the age of|since|in|year) ?|"
    rf"\d ?[-–—/] ?|\bof )\Z",
    re.IGNORECASE,
)
# "aged 18 to 25 are helped", "aged between 16 and 17": ages, whatever follows
_AGE = re.compile(r"\b(?:aged?|ages)(?: between)? (?:\d+ ?(?:to|and|or|[-–]) ?)?\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# "one of", "one another", "no one", "one was said": no count
_ONE = re.compile(
    r"^\s+(?:of|another|was|is|that|who|to|thing|area|such|day|time|more)\b", re.IGNORECASE
)
# What follows a plain number where it counts something: "four week", "two weeks", "13 different"
_COUNTED = re.compile(r"^[- ](?:(?:[a-z]+[’']?s?)[- ]){0,4}?[a-z]+", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|\s[-–—]\s|[.!?]\Z|\band means\b|\bwhich means\b|[“”\"()]")
MOST_CLAUSE_WORDS = 24
# "families" in `5,087 families made up of`, "social workers" in `27 social workers and`
_UNIT_WORDS = re.compile(
    r"[- ](?:of the |more |additional |different |new |extra )?"
    r"((?!(?:and|or|to|of|in|at|by|for|with|from|against|since|has|had|is|are|was|were)\b)[a-z]+"
    r"(?: (?:workers?|leavers?|carers?|visits?|households|people|cent|posts|children|homes))?)"
)
_UNITS = (
    ("£", re.compile(r"£|pounds", re.IGNORECASE)),
    ("%", re.compile(r"%|per ?cent", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A figure: `value` as printed, `unit` "£", "%" or what it counts, in its clause."""

    stretch: Stretch
    page: int
    value: str
    unit: str | None


def find_figures(text: str, units: Sequence[Unit]) -> tuple[StatedFigure, ...]:
    """Give the figures that a document states, in the order of the text.

    Dates, ages, times and the numbers of headings are left out.

    Args:
        text: The document's stored text.
        units: Its units.

    Returns:
        Each figure with its clause; table rows give one for each cell.
    """
    found: list[StatedFigure] = []
    for unit in units:
        if unit.kind is UnitKind.HEADING:
            continue
        if unit.kind is UnitKind.ROW:
            found.extend(_in_row(text, unit))
            continue
        for sentence in unit.sentences:
            found.extend(_in_sentence(text, unit, sentence))
    return tuple(found)


def _in_row(text: str, unit: Unit) -> Iterator[StatedFigure]:
    """Give the figures of a row whose first cell says what they count."""
    label = unit.cells[0].stretch.of(text)
    for cell in unit.cells[1:]:
        value = cell.stretch.of(text).strip()
        match = _FIGURE.fullmatch(value)
        if match and not _YEAR.match(value) and re.search(r"[A-Za-z]{3}", label):
            whole = Stretch(start=unit.start, end=unit.end)
            yield StatedFigure(stretch=whole, page=unit.page, value=value, unit=_unit(value, ""))


def _in_sentence(text: str, unit: Unit, sentence: Stretch) -> Iterator[StatedFigure]:
    words = sentence.of(text)
    for match in _FIGURE.finditer(words):
        if match["number"] and not _counts(words, match):
            continue
        clause = _clause(words, match)
        yield StatedFigure(
            stretch=Stretch(start=sentence.start + clause.start, end=sentence.start + clause.end),
            page=unit.page,
            value=match.group().strip(),
            unit=_unit(match.group(), words[match.end() :]),
        )


def _counts(words: str, match: re.Match[str]) -> bool:
    value, before, after = match.group(), words[: match.start()], words[match.end() :]
    if _YEAR.match(value) or _AFTER_NO_FIGURE.match(after):
        return False
    if _AGE.search(before) or (value.lower() == "one" and _ONE.match(after)):
        return False
    if _COUNTED.match(after) is None:
        return (
            re.search(r"\b(?:of|to|from|averaged|target of|all the|used by)\s\Z", before)
            is not None
        )
    return (
        _BEFORE_NO_FIGURE.search(before) is None
        or re.search(r"\b(?:in|to|of)\s\Z", before) is not None
    )


def _clause(words: str, match: re.Match[str]) -> Stretch:
    """Give the clause that holds a figure; the whole sentence where that is short."""
    if len(words.split()) <= MOST_CLAUSE_WORDS:
        return Stretch(start=0, end=len(words))
    start, end = 0, len(words)
    for mark in _CLAUSE.finditer(words):
        if mark.end() <= match.start() and len(words[mark.end() : match.end()].split()) > 1:
            start = mark.end()
        elif mark.start() >= match.end() and len(words[start : mark.start()].split()) > 3:  # noqa: PLR2004 - a clause, not a word
            end = mark.start()
            break
    return Stretch(start=start, end=end)


def _unit(value: str, after: str) -> str | None:
    for unit, words in _UNITS:
        if words.search(value):
            return unit
    counted = _UNIT_WORDS.match(after)
    return counted.group(1) if counted else None
