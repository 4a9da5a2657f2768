"""Recommendations that a document about inspections repeats or sums up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caregraph.extraction.coverage_sections import Section, section_of
from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.sentences import Stretch

# "given us 11 recommendations for improvement", "wants two things put right", "asked the council to
# improve three things", "Inspectors made two recommendations", "inspectors want to see"
_RECOMMENDING = re.compile(
    r"\brecommendations?\b|\b(?:ofsted|inspectors?) (?:also )?(?:wants?|asked|ask|"
    r"urged|told the \w+ (?:it must|to))\b|"
    r"\bimprovements? (?:had been|has been|have been|were|was) (?:asked|called|"
    r"required)|\bmatters that \w+ \w+ (?:should|must) improve",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedRecommendation:
    """A recommendation, or a sentence that tells of some."""

    stretch: Stretch
    unit: Unit


def find_recommendations(text: str, units: Sequence[Unit]) -> tuple[RepeatedRecommendation, ...]:
    """Give the recommendations that a document repeats, in the order of the text.

    Items of a list headed as what needs to improve are one each; else each sentence that
    speaks of recommendations is one.

    Args:
        text: The document's stored text.
        units: Its units.

    Returns:
        List items, and sentences that tell of recommendations.
    """
    return tuple(found for unit in units for found in _in_unit(text, unit))


def _in_unit(text: str, unit: Unit) -> Iterator[RepeatedRecommendation]:
    if unit.kind is UnitKind.ITEM and section_of(unit) is Section.NEEDS:
        yield RepeatedRecommendation(stretch=Stretch(start=unit.start, end=unit.end), unit=unit)
        return
    if unit.kind in (UnitKind.HEADING, UnitKind.ROW):
        return
    for sentence in unit.sentences:
        if _RECOMMENDING.search(sentence.of(text)):
            yield RepeatedRecommendation(stretch=sentence, unit=unit)
