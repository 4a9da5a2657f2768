"""Earlier inspections that a report recalls: the areas they judged, and records of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from caregraph.documents.model import Block
from caregraph.extraction.dates import find_dates
from caregraph.extraction.records import InspectionRecord, JudgementRecord, Passage

# `safeguarding arrangements/ arrangements for the protection of children` (derby_2017-06-13),
# `services for looked after children`, `fostering and adoption services` (hillingdon_2014-02-11)
_AREAS = tuple(
    (re.compile(pattern, re.IGNORECASE), area)
    for pattern, area in (
        (r"children in care and care[ -]leavers", "children-in-care-and-care-leavers"),
        (
            r"safeguarding|protection of children|child protection|help (?:and|or) protection",
            "help-and-protection",
        ),
        (r"looked[- ]after|children in care(?! and care)", "children-looked-after"),
        (r"\badoption", "adoption"),
        (r"\bprivate fostering", "private-fostering"),
        (r"(?<!private )\bfostering", "fostering"),
        (r"(?<!care and )\bcare[ -]leavers|leaving care", "care-leavers"),
        (r"\bleadership|impact of leaders", "leadership"),
    )
)
# `Four were judged to be good or outstanding in their most recent Ofsted inspections`: homes,
# agencies and schools, not the authority
OTHER_PROVIDERS = re.compile(r"\bhomes?\b|\bagency|\bschools\b|\bsecure unit", re.IGNORECASE)
# `the 2022 inspection, when overall effectiveness was judged` (sefton_2025-08-12)
_YEAR_OF_IT = re.compile(r"\b(?:19|20)\d\d(?=\s+inspection\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """One grade that an earlier inspection gave, and where the document says so."""

    area: str
    grade: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """An earlier inspection.

    Attributes:
        when: ISO 8601 date, year-month or year of the inspection; `None` where not said.
        reported: The same of its report, where that is what the document dates.
        gradings: At least one.
    """

    when: str | None = None
    reported: str | None = None
    gradings: tuple[Grading, ...] = ()


def areas_in(text: str) -> tuple[str, ...]:
    """Give the areas that the words name, by the names of all frameworks.

    Args:
        text: A clause or a sentence.

    Returns:
        Notations, in no order that means anything.
    """
    return tuple(area for pattern, area in _AREAS if pattern.search(text))


def grading(block: Block, start: int, end: int, area: str, grade: str) -> Grading:
    """Make a grading of words of one block.

    Args:
        block: The block.
        start: Offset of the words in the block's text.
        end: Offset after them.
        area: Notation.
        grade: Notation.

    Returns:
        The grading, with its passage in the document.
    """
    passage = Passage(start=block.start + start, end=block.start + end, page=block.page)
    return Grading(area=area, grade=grade, passage=passage)


def dated(text: str, gradings: tuple[Grading, ...]) -> Recalled:
    """Make what is recalled of one inspection, dated by the first date of the words.

    Args:
        text: The words that date it.
        gradings: The grades that it gave.

    Returns:
        With `reported` where the words say "published" before the date, otherwise with `when`.
    """
    dates = find_dates(text)
    year = _YEAR_OF_IT.search(text)
    value = dates[0].value if dates else year[0] if year else None
    if dates and re.search(r"\bpublished\b", text[: dates[0].start]):
        return Recalled(reported=value, gradings=gradings)
    return Recalled(when=value, gradings=gradings)


def previous_records(
    own: InspectionRecord, recalled: Sequence[Recalled]
) -> tuple[tuple[InspectionRecord, ...], tuple[JudgementRecord, ...]]:
    """Make records of earlier inspections, each the one before the next.

    What was recalled for the same time is one inspection: reports name the safeguarding and the
    looked-after part of one inspection in two bullets.

    Args:
        own: The report's own inspection.
        recalled: Earlier ones in any order; undated ones count as the earliest, and what is
            dated no earlier than the own one is left out.

    Returns:
        The own inspection, now with `previous`, followed by the earlier ones, latest first; and
        their judgements, each area once.
    """
    recalled = [one for one in recalled if _is_earlier(one, own)]
    by_time: dict[tuple[str | None, str | None], list[Grading]] = {}
    for one in recalled:
        by_time.setdefault((one.when, one.reported), []).extend(one.gradings)
    times = sorted(by_time, key=lambda time: time[0] or time[1] or "", reverse=True)
    keys = [f"previous-{number}" for number in range(1, len(times) + 1)]
    inspections = [replace(own, previous=keys[0] if keys else None)]
    judgements: dict[tuple[str, str], JudgementRecord] = {}
    for number, (key, time) in enumerate(zip(keys, times, strict=True)):
        gradings = by_time[time]
        inspections.append(
            InspectionRecord(
                key=key,
                authorities=own.authorities,
                framework=_framework(time[0] or time[1]),
                start=time[0],
                published=time[1],
                previous=keys[number + 1] if number + 1 < len(keys) else None,
                passage=gradings[0].passage,
            )
        )
        for given in gradings:
            area = _area_then(given.area, time[0] or time[1])
            judgements.setdefault(
                (key, area),
                JudgementRecord(
                    inspection=key, area=area, grade=given.grade, passage=given.passage
                ),
            )
    return tuple(inspections), tuple(judgements.values())


def _is_earlier(one: Recalled, own: InspectionRecord) -> bool:
    time = one.when or one.reported
    return time is None or own.start is None or time < own.start[: len(time)]


def _area_then(area: str, time: str | None) -> str:
    """Name an area as the framework of the time does: "children looked after" until 2018."""
    looked_after = area == "children-looked-after" and _framework(time) == "ilacs"
    return "children-in-care" if looked_after else area


def _framework(time: str | None) -> str | None:
    # The single inspection framework began in November 2013, ILACS in January 2018, and
    # re-inspections under the former went on into 2018: those two years leave a doubt.
    year = time[:4] if time else ""
    if "2014" <= year <= "2017":
        return "sif"
    if year >= "2019":
        return "ilacs"
    return "pre-2013" if "2000" < year < "2013" else None
