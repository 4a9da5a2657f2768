"""Whether what a document recalls of an inspection fits a report's own, and how well.

Newspapers tell a month ("a four-week inspection in June"), the month of the report, or one between
the two; slides and minutes get a grade or a day wrong. One exact day is enough to know the
inspection by, whatever else is said of it; a month needs grades that do not speak against it, and
a year grades that all agree. What contradicts the report is kept beside it, and shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_DAY, _MONTH = 10, 7
"""Characters of a day and of a month in ISO 8601."""
_NAMES = {"start": "its first day", "end": "its last day", "published": "its publication"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a document tells of an inspection.

    Attributes:
        framework: Notation, or `None`.
        dates: By "start", "end", "published"; days, months or years of ISO 8601.
        grades: By area; those that were read without doubt.
    """

    framework: str | None
    dates: Mapping[str, str]
    grades: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """That a recalled inspection is the one of a report.

    Attributes:
        because: The rule, in words.
        contrary: Which of its dates contradict the report's: "start", "end", "published".
        plain: Whether nothing contradicts the report.
    """

    because: str
    contrary: frozenset[str]
    plain: bool


def fit(recalled: Told, report: Told) -> Fit | None:
    """Compare what is recalled with the report of an inspection of the same authorities.

    Args:
        recalled: By another document.
        report: Of the inspection itself; its dates are days.

    Returns:
        How they fit; `None` where something speaks against it, or too little for it.
    """
    if recalled.framework and report.framework and recalled.framework != report.framework:
        return None
    alike = [(name, said) for name, said in recalled.dates.items() if _agrees(name, said, report)]
    contrary = frozenset(recalled.dates) - {name for name, _ in alike}
    common = [area for area in recalled.grades if area in report.grades]
    same = [area for area in common if recalled.grades[area] == report.grades[area]]
    other = len(common) - len(same)
    if not _is_enough(recalled, report, alike, contrary, agreeing=len(same), other=other):
        return None
    words = ["the same authority"]
    words += ["the same framework"] if recalled.framework and report.framework else []
    words += [_of_date(name, said, report) for name, said in recalled.dates.items()]
    words += [f"{_count(len(same), 'same grade')}"] if same else []
    words += [f"{_count(other, 'other grade')}"] if other else []
    return Fit(
        because=", ".join(dict.fromkeys(words)), contrary=contrary, plain=not contrary and not other
    )


def _is_enough(
    recalled: Told,
    report: Told,
    alike: list[tuple[str, str]],
    contrary: frozenset[str],
    *,
    agreeing: int,
    other: int,
) -> bool:
    if any(len(said) == _DAY for _, said in alike):
        return True  # two inspections of one authority never share a day
    if any(len(recalled.dates[name]) != _MONTH for name in contrary):
        return False
    if contrary:  # a month in which nothing happened: only between visit and report
        between = all(_is_between(recalled.dates[name], report) for name in contrary)
        return between and agreeing > 1 and not other
    if any(len(said) == _MONTH for _, said in alike):
        return other == 0 or agreeing > other
    return bool(alike) and other == 0


def _agrees(name: str, said: str, report: Told) -> bool:
    if len(said) == _DAY:
        return said == report.dates.get(name)
    # "in June 2018" may mean the visit or its report: a month or year fits any of the dates.
    return any(date.startswith(said) for date in report.dates.values())


def _is_between(month: str, report: Told) -> bool:
    days = sorted(report.dates.values())
    return bool(days) and days[0][:_MONTH] < month < days[-1][:_MONTH]


def _of_date(name: str, said: str, report: Told) -> str:
    if _agrees(name, said, report):
        if said == report.dates.get(name):
            return f"{said} is {_NAMES[name]}"
        named = next(n for n, date in report.dates.items() if date.startswith(said))
        return f"{said} is the {'month' if len(said) == _MONTH else 'year'} of {_NAMES[named]}"
    own = report.dates.get(name)
    return f"though {said} is not {_NAMES[name]}" + (f" ({own})" if own else "")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("s" if number > 1 else "")
