"""Recommendations that a document about inspections repeats or sums up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caregraph.extraction.coverage_sections import Section, section_of
from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.sentences import Stretch

_BY_WHOM = r"\b(?:ofsted|inspectors?|the (?:report|letter|watchdog))"
_RECOMMENDING = re.compile(
    # as in "inspectors want to see more", "Ofsted asked the council to improve", "calls for more"
    rf"{_BY_WHOM} (?:also |now |both )?(?:wants? (?!(?:\w+ )?things\b)|"
    r"(?:asks?|asked|urges?|urged|tells?|told) (?!the list)[^.;]{0,40}? to\b|"
    r"(?:recommend|call|ask)(?:s|ed)? (?:that|for (?!the\b)))|"
    # as in "Those recommendations include", "made two recommendations: to improve"
    r"\b(?:recommendations?|areas for improvement)\b[^.;]{0,60}(?:\binclud|: |\b(?:are|were) to\b)|"
    r"\bimprovements? (?:had been|has been|have been|were|was) (?:asked|called|required)[^.]*:|"
    r"\bmatters that \w+ \w+ (?:should|must) improve|"
    # as in "Action to protect children needs to be swifter"; what "we" need is a council's own word
    r"^(?!.*\b(?:we|our|i)\b).*\bneeds? to (?:be (?:\w+er|better|more|improved)|improve)\b|"
    r"\b(?:council|authority|county|city|borough|leaders|partners|managers) (?:should|must)\b"
    r"(?! (?:also )?(?:send|publish|submit|draw up|write))",
    re.IGNORECASE,
)
# What the sentences after "Ofsted wants two things put right." ask for
_LISTS_MORE = re.compile(
    r"\b(?:ofsted|inspectors?|the (?:report|letter|watchdog))\b[^.;]{0,40}\b(?:\w+) "
    r"(?:things|recommendations?|improvements?|matters|areas)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:should|must|needs? to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedRecommendation:
    """A recommendation, or a sentence that tells of some."""

    stretch: Stretch
    unit: Unit


def find_recommendations(text: str, units: Sequence[Unit]) -> tuple[RepeatedRecommendation, ...]:
    """Give the recommendations that a document repeats, in the order of the text.

    Items of a list headed as what needs to improve are one each; else each sentence that says
    what inspectors ask for. How many recommendations there were is a statistic.

    Args:
        text: The document's stored text.
        units: Its units.

    Returns:
        List items, and sentences that say what is recommended.
    """
    return tuple(found for unit in units for found in _in_unit(text, unit))


def _in_unit(text: str, unit: Unit) -> Iterator[RepeatedRecommendation]:
    if unit.kind is UnitKind.ITEM and section_of(unit) is Section.NEEDS:
        yield RepeatedRecommendation(stretch=Stretch(start=unit.start, end=unit.end), unit=unit)
        return
    if unit.kind in (UnitKind.HEADING, UnitKind.ROW):
        return
    listing = False
    for sentence in unit.sentences:
        words = sentence.of(text)
        if words.rstrip().endswith(":"):
            continue
        if _RECOMMENDING.search(words) or (listing and _ASKED.search(words)):
            yield RepeatedRecommendation(stretch=sentence, unit=unit)
        listing = listing or _LISTS_MORE.search(words) is not None
