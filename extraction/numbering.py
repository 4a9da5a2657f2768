"""Whether the printed paragraph numbers of a report run on by one, as they do in print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from caregraph.extraction.records import Extract, Family

FEWEST_NUMBERED = 12
"""Numbered paragraphs from which a report counts as numbered; fewer are a list within prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The printed numbers of the findings and recommendations of one report.

    Attributes:
        count: How many records have one.
        gaps: Numbers that should be there, and are not.
        doubles: Numbers that stand more than once.
    """

    count: int
    gaps: tuple[int, ...]
    doubles: tuple[int, ...]

    @property
    def is_unbroken(self) -> bool:
        """Whether each number is there once."""
        return not self.gaps and not self.doubles


def numbering_of(extract: Extract) -> Numbering:
    """Give the numbers of a report that are absent or doubled.

    Findings and recommendations share one run: 1 to 11 are recommendations, findings go on with
    12 (lancashire_2018-08-17). A run begins at 1; only before 2013 did it begin with paragraphs
    about the inspection and the area, which find nothing (kent_2013-08-23, 1 to 10).

    Args:
        extract: What was found in a report.

    Returns:
        No gaps and no doubles where no record has a number.
    """
    printed = [
        *(finding.paragraph for finding in extract.findings),
        *(recommendation.paragraph for recommendation in extract.recommendations),
    ]
    numbers = Counter(int(number) for number in printed if number is not None and number.isdigit())
    if not numbers:
        return Numbering(count=0, gaps=(), doubles=())
    leads = _may_lead_in(extract)
    first = min(numbers) if extract.family is Family.PRE_2013 else 1
    gaps = [n for n in range(first, max(numbers)) if n not in numbers and not leads(n)]
    doubles = sorted(n for n, count in numbers.items() if count > 1)
    return Numbering(count=numbers.total(), gaps=tuple(gaps), doubles=tuple(doubles))


def _may_lead_in(extract: Extract) -> Callable[[int], bool]:
    """Give a test for numbers that a sentence before the recommendations may have.

    `18. There are no areas for priority or immediate action.` (sheffield_2014-02-21) and `15. In
    order to improve ..., the local authority should take the following action.`
    (norfolk_2013-08-16) are numbered and neither a finding nor a recommendation.

    Args:
        extract: What was found.

    Returns:
        A test that lets one such number pass for lists without numbers of their own.
    """
    numbers = {record.paragraph for record in extract.recommendations}
    spare = [1] if None in numbers else []

    def leads(number: int) -> bool:
        if str(number + 1) in numbers:
            return True
        return bool(spare and spare.pop())

    return leads
