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
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
# "£5m" (coverage/001), "5,087 families" (004), "19 per cent", "One in nine" (102), "nearly a third"
# (101), `nine out of ten` (104), `Around half of` (000), `Forty-one parents` (104)
_FIGURE = re.compile(
    rf"(?P<fraction>\b(?:{_WORD}|\d+)(?: (?:case|child|person|family|plan|record|worker)\w*)? "
    rf"(?:in|out of)(?: every)? (?:{_WORD}|\d+)\b(?! (?:{_MONTH}|months?|weeks?|days?|years?)\b)|"
    rf"\b(?:(?:nearly|almost|about|around|over|more than|less than|just under|"
    rf"just over) )?(?:a |one |two |three )?(?:half|thirds?|quarters?|fifths?|"
    rf"tenths?)(?= of\b))|"
    rf"(?P<money>£\s?[\d.,]*\d ?(?:m\b|bn\b|k\b|million|billion)?|\bmillions of pounds)|"
    rf"(?P<share>\b(?:[\d.]+|{_WORD}) ?(?:%|per cent\b|percent\b|percentage points?))|"
    rf"(?P<number>(?<![\d/.:£-])\b(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|"
    rf"{_WORD})\b(?![\d/:]|(?:st|nd|rd|th)\b))",
    re.IGNORECASE,
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
# "aged 18 to 25 are helped", "aged between 16 and 17", "young people of 16 and 17", "who is 20":
# ages, whatever follows
_AGE = re.compile(
    r"\b(?:aged?|ages|(?:people|children|child|person|teenagers?|boys?|girls?|those|leavers) of|"
    r"who (?:is|was)|once they (?:are|reach|turn)|age of|birthday|turns?|turned)"
    r"(?: between| about| only| just)? (?:\d+ ?(?:to|and|or|[-–]) ?)?\Z",
    re.IGNORECASE,
)
# A number word that is an age or a time of life: "Eighteen becomes a cliff edge" (invented/101)
_AGE_AS_SUBJECT = re.compile(
    r"^\s+(?:becomes?|is (?:too|a|an|no|not)|feels?|comes?)\b", re.IGNORECASE
)
_NAMED_AGE = re.compile(r"\b[A-Z][\w’'-]+, (?:aged )?\Z")
# Times that only date something: "two years ago", "three years after", "six months later"
_DATING = re.compile(
    r"^[- ](?:\w+ )?(?:days?|weeks?|months?|years?|decades?)(?:[’']s?)? "
    r"(?:ago|after|later|earlier|before|on\b|since)",
    re.IGNORECASE,
)
# No measure: "in the last six months", "within eighteen months", "over the next two years"
_DURATION = re.compile(r"^[- ](?:days?|weeks?|months?|years?|decades?)\b", re.IGNORECASE)
_DATING_BEFORE = re.compile(
    r"\b(?:last|past|next|previous|coming|first|recent|within|after|every|approximately|about)\s\Z",
    re.IGNORECASE,
)
# "asked for a further report in six months": when something is due
_DUE_IN = re.compile(
    r"\b(?:will|would|asked|requested|report|return|review|due|again|back)\b[^.;]*\bin\s\Z",
    re.IGNORECASE,
)
# Numbers of things named before: "all three recommendations", "the other three headings"
_AGAIN = re.compile(r"\b(?:all|other|these|those|both|same|remaining|latter)(?: of the| the)?\s\Z")
# What a story is about, no measure of a service: "Two councils that share a border" (invented/102)
_STORY = re.compile(
    r"^ (?:neighbouring |different |new )?(?:councils|authorities|neighbours|reports|stories|"
    r"verdicts|headlines|headings)\b",
    re.IGNORECASE,
)
# "one" counts where it is a rate or a limit: "one protected session each week" (invented/106)
_ONE_COUNTS = re.compile(
    r"^ (?:[a-z-]+ ){1,3}?(?:each|every|per|a) (?:day|week|month|term|year|child|family)\b|"
    r"^ (?:\w+ )?(?:working )?(?:days?|hours?|weeks?|months?)\b",
    re.IGNORECASE,
)
_ONE_LIMIT = re.compile(r"\b(?:only|just|within|at least|more than|less than|fewer than)\s\Z", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# What follows a plain number where it counts something: "four week", "two weeks", "13 different"
_COUNTED = re.compile(r"^[- ](?:(?:[a-z]+[’']?s?)[- ]){0,4}?[a-z]+", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|\s[-–—]\s|[.!?]\Z|\band means\b|\bwhich means\b|[“”\"()]")
MOST_CLAUSE_WORDS = 24
# "families" in `5,087 families made up of`, "personal advisers" in `18 personal advisers`, "page"
# in `the four-page letter`
_UNIT_LEAD = re.compile(
    r"[- ](?:of (?:(?:the|its|our|their|all) )?(?:\d[\d,]* )?|"
    r"more |additional |extra |new |other )*"
)
_UNIT_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*[’']?")
_UNIT_ENDS = frozenset(
    "and or to of in at by for with from against since has had have is are was were that who which "  # noqa: SIM905 - a list to read
    "will would can could a an the they we he she it its their our as on into without than but not "
    "no do does did be been each every per looking".split()
)
_PLURALS = frozenset("people children staff men women households cent".split())  # noqa: SIM905 - a list to read
_TIMES = frozenset("day week month year hour minute page point mile pound".split())  # noqa: SIM905 - a list to read
_NOT_PLURAL = ("ss", "us", "’s", "'s", "is")
# "in need" in `1,908 Children in Need`: which children they are
_WHICH = re.compile(
    r" (?:in (?:need|care)|looked after|subject to (?:a )?child protection plans?)\b", re.IGNORECASE
)
MOST_UNIT_WORDS = 4
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
    if _is_age(value, before, after) or _only_dates(before, after):
        return False
    if value.lower() == "one":
        return _ONE_COUNTS.match(after) is not None or _ONE_LIMIT.search(before) is not None
    if _STORY.match(after) or (value.isalpha() and _AGAIN.search(before)):
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


def _is_age(value: str, before: str, after: str) -> bool:
    named = _NAMED_AGE.search(before) is not None and re.match(r"[,.]|\Z", after) is not None
    word = (
        value.isalpha() and not before.strip(" “\"‘'") and _AGE_AS_SUBJECT.match(after) is not None
    )
    return named or word or _AGE.search(before) is not None


def _only_dates(before: str, after: str) -> bool:
    """Tell whether a number of days, months or years only says when something was or will be."""
    if _DATING.match(after):
        return True
    if not _DURATION.match(after):
        return False
    return _DATING_BEFORE.search(before) is not None or _DUE_IN.search(before) is not None


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
    return _counted(after)


def _counted(after: str) -> str | None:
    """Give what a number counts: the words after it up to the first plural, or a measure."""
    lead = _UNIT_LEAD.match(after)
    if lead is None:
        return None
    start = position = lead.end()
    for _ in range(MOST_UNIT_WORDS):
        word = _UNIT_WORD.match(after, position)
        if word is None or word.group().lower() in _UNIT_ENDS:
            return None
        lower = word.group().lower()
        if lower in _TIMES or lower in _PLURALS or _is_plural(lower):
            which = _WHICH.match(after, word.end())
            return after[start : which.end() if which else word.end()].rstrip("’'")
        if after[word.end() : word.end() + 1] not in (" ", "-"):
            return None
        position = word.end() + 1
    return None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(_NOT_PLURAL) and len(word) > len("has")
