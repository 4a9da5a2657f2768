"""What is searched for, and within what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.words import words_of

LONGEST_TEXT_CHARS: Final = 1_000
LARGEST_LIMIT: Final = 10_000


class Mode(StrEnum):
    """How passages are ranked."""

    HYBRID = "hybrid"
    """By meaning and by words, fused."""
    SEMANTIC = "semantic"
    """By meaning alone: every passage that the filters leave has a place."""
    KEYWORD = "keyword"
    """By words alone: only passages with one of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search in plain words, narrowed by any filters.

    Values of one filter are alternatives; different filters must all be satisfied. Concepts may be
    given by notation or by any of their labels, authorities by any name or by their ONS code.

    Attributes:
        text: Plain words; words in quotes must stand together (in the ranking by words).
        limit: How many hits at most, from 1 to 10,000.
        authorities: Of the inspection.
        regions: Of those authorities, by name.
        areas: Judgement areas; the same area of another framework is found too.
        themes: What the passage is about.
        polarities: Of findings.
        grades: That the inspection gave to the passage's area (or overall, where it has none).
        frameworks: Of the inspection.
        kinds: "finding", "recommendation", "statement", "action", "statistic".
        since: First day (or month, or year) of the inspections wanted, ISO 8601.
        until: Last day, month or year; included.
        mode: How to rank.
        understand: Whether places, years, grades, frameworks, praise and criticism in the text
            are read as such (see `caregraph.embeddings.understanding`). What is filtered by
            explicitly is not read out of the text.
        today: What "the last two years" are counted from; the day of the search where `None`.
        everything: Whether to give the least bad passages where none is about the text.
    """

    text: str
    limit: int = 10
    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    mode: Mode = Mode.HYBRID
    understand: bool = True
    today: date | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        _check_text(self.text)
        if not 1 <= self.limit <= LARGEST_LIMIT:
            raise SearchError(f"the limit is {self.limit}; it can be 1 to {LARGEST_LIMIT}")
        for name in ("since", "until"):
            _check_date(name, getattr(self, name))
        if self.since and self.until and _is_after(self.since, self.until):
            raise SearchError(f"since {self.since} is after until {self.until}; exchange them")
        if self.mode not in tuple(Mode):
            raise SearchError(f"there is no mode {self.mode!r}; the modes are {', '.join(Mode)}")


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT_CHARS:
        raise SearchError(
            f"the text to search for has {len(text)} characters; at most {LONGEST_TEXT_CHARS} are "
            "taken; leave out what matters least"
        )
    if not words_of(text):
        raise SearchError(f"there is no word to search for in {text!r}")


def _check_date(name: str, value: str | None) -> None:
    if value is None:
        return
    # "2018", "2018-06", "2018-06-25"
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value, re.ASCII)
    try:
        if match is None:
            raise ValueError("not of that form")  # noqa: TRY301 - one message for both
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise SearchError(
            f"{name} is {value!r}; a date is written as 2018, 2018-06 or 2018-06-25"
        ) from None


def _is_after(since: str, until: str) -> bool:
    """Tell whether all days of one date are after all days of another ("2018-06" is in "2018")."""
    return since > until and not since.startswith(until)
