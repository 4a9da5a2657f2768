"""Grades that running text gives: which words are a grade, and of what.

"Good progress", "an outstanding debt" and "an inadequate waiting room" are no grades. A grade
stands where something is judged: after a verb of judging, as the predicate of a service or an
area, before "rating" or "judgement", or alone beside an area's label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from caregraph.extraction.cues import CueMatch, read_cues

_MARK = r"[‘’'“”\"*]*"
# "required improvement to be good" (invented/101), "require improvement" (coverage/002)
_GRADE = re.compile(
    r"\b(?:(?P<ri>requir(?:es|ed|e|ing) improvement(?: to be good)?)|"
    r"(?P<plain>inadequate|outstanding|adequate|good)|"
    r"(?P<lowest>lowest (?:possible )?(?:rating|grade|judgement|mark))|"
    r"(?P<same>same (?:grade|grading|rating|judgement)))\b",
    re.IGNORECASE,
)
_NOTATION = {
    "inadequate": "inadequate",
    "outstanding": "outstanding",
    "adequate": "adequate",
    "good": "good",
}
# "rated as", "were all judged", "has been graded": verbs that only grades follow
_JUDGING = re.compile(
    r"\b(?:rat(?:ed|ing|es)|grad(?:ed|ing)|judg(?:ed|es|ing)|ranked|classed|deemed|scored|branded|"
    r"awarded|upgraded|downgraded|judgements?|grades?|verdicts?)\b",
    re.IGNORECASE,
)
# "found services for care leavers to be inadequate", "was considered good", "was told it required"
_FINDING = re.compile(
    r"\b(?:found|finds|considered|told|concluded|assessed|remains?|moved?|slipped|dropped|improved|"
    r"fallen|risen|is|are|was|were|been|be|still|now|as was|as were|said)\b",
    re.IGNORECASE,
)
# What follows a grade that is no adjective of a noun: "good overall", "‘good’, inspectors say"
_FREE = re.compile(
    rf"^{_MARK}\s*(?:\Z|[.,;:)–—-]|(?:overall|and|but|at|in|on|when|while|whilst|for|"
    rf"by|after|three|two|"
    r"following|since|with|across|as|or|rather|the|because|to\b(?! \w+ (?:progress))|"
    r"rating|ratings|grade|grades|grading|judgement|judgements|verdict|category|status)\b)",
    re.IGNORECASE,
)
_NOUN_OF_GRADE = re.compile(
    rf"^{_MARK}\s*(?:rating|grade|grading|judgement|verdict)\b", re.IGNORECASE
)
# "work towards being rated as good", "journey to be rated ‘good’", "Good next time": wishes
_WISHED = re.compile(
    r"\b(?:towards?|hope[sd]?|aim(?:s|ing)?|want(?:s|ed)?|journey|ambition|aspire|if|until|"
    r"would be|will be|can be|should be|could be|become|becoming|future|next time|target|"
    r"on track|path to|road to|consistently|not the same as|before|half of|most)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_WISHED_BEFORE_VERB = re.compile(r"\bto be (?:rated|judged|graded)\b[^.;]{0,15}\Z", re.IGNORECASE)
# "‘inadequate’ rating removed", "moves out of 'inadequate'", "no longer inadequate"
_LEFT_BEHIND = re.compile(
    r"\b(?:out of|no longer|removed? (?:a|the|its)?[^.;]{0,30}|lifted out of|up from|"
    r"from (?:being )?|"
    rf"previously|formerly){_MARK}\s*{_MARK}\Z",
    re.IGNORECASE,
)
# "Around half of the local authorities in England have", "councils are": many, not one
_MANY = re.compile(
    r"\b(?:local authorities|councils|authorities|areas|aspects|elements)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
# "rated 'outstanding' by learners": somebody else judged
_BY_OTHERS = re.compile(
    rf"^{_MARK}\s*by (?!ofsted|inspect|the (?:watchdog|regulator|inspect|education))", re.IGNORECASE
)
# What an authority is called where its services are judged: the subject of an overall grade
_SUBJECT = re.compile(
    r"\b(?:services?|council|authority|city|county|borough|department|it|we|they|effectiveness|"
    r"Ofsted|inspectors?|which had been|which was (?:once|previously|last))\b",
    re.IGNORECASE,
)
# "Outstanding grade for the experiences of children in care": the area comes after the grade
_AREA_FOLLOWS = re.compile(
    rf"^{_MARK}\s*(?:(?:rating|grade|grading|judgement)\s+)?(?:for|in|on|"
    rf"in relation to)\b|^{_MARK},? as (?:was|were|did|do|are|is)\b",
    re.IGNORECASE,
)
# Two areas in `help and protection, children in care, and care leavers` (invented/102)
_TWO_AREAS = re.compile(
    r"children in care(?:,| and care leavers[^.;]{0,20}\bboth\b)", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:the )?(?:other|remaining)\s+(?:\w+\s+)?(?:areas?|headings?|judgements?|"
    r"categories|grades)\b",
    re.IGNORECASE,
)
# All areas: "every area of the service was rated good", "good in all four areas" (invented)
_BUT = re.compile(
    r"\b(?:bar|except(?: for)?|apart from|other than|excluding)\s+(?:the )?\Z", re.IGNORECASE
)
# "a third has fallen to requires improvement": some other authority that is named elsewhere
_SOME_OTHER = re.compile(
    r"\b(?:a (?:second|third|fourth)|another|others)\b (?!area|judge|service)[^.;,]{0,40}\Z",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|each)(?: of)?(?: (?:the|its|our|their|two|three|four|five|six|judgement))* "
    r"(?:areas?|categor\w+|headings?)\b",
    re.IGNORECASE,
)


# No adjective but a grade in `rated good in the future` and `Good next time` (invented/104)
_TO_COME = re.compile(r"[^.;]{0,30}\b(?:in the future|next time)\b")
# "the lowest rating of \"inadequate\"" (coverage/002): the grade itself comes next
_NAMED_NEXT = re.compile(r"\s*(?:of\b|[“\"‘'])")
# "was considered \"good\"", "judged to be outstanding", "are now good"
_PREDICATE = re.compile(
    rf"\b(?:as|to be|is|are|was|were|been|be|remains?|now|still)\s+(?:all |both |also )?{_MARK}\Z"
)
# The second grade of `gone from "inadequate" to "good"` (invented)
_FROM_TO = re.compile(
    rf"\bfrom (?:being )?{_MARK}(?:inadequate|good|outstanding|adequate|requir\w+ improvement)"
    rf"(?: to be good)?{_MARK} to (?:being )?{_MARK}\Z",
    re.IGNORECASE,
)
JUDGING_REACH = 90
"""How many characters before a grade its verb of judging may stand."""
BESIDE = 3
"""How many characters may stand between "good" and "overall"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """A grade in a text.

    Attributes:
        grade: Notation.
        areas: Notations of the areas it is given to; ("overall",) where none is named.
        start: Offset of the grade's first character.
        end: Offset after its last.
        left_behind: Whether the words say that the grade no longer holds.
        others: Whether it is given to all areas that are not named otherwise.
        every: Whether it is given to all areas without any other.
    """

    grade: str
    areas: tuple[str, ...]
    start: int
    end: int
    left_behind: bool = False
    others: bool = False
    every: bool = False


def find_gradings(text: str) -> tuple[Grading, ...]:
    """Give the grades of one sentence, each with its areas.

    Args:
        text: One sentence.

    Returns:
        In the order of the sentence; offsets count in `text`.

    Example:
        >>> found = find_gradings("Leaders were judged outstanding and care leavers good.")
        >>> [(grading.grade, grading.areas) for grading in found]
        [('outstanding', ('leadership',)), ('good', ('care-leavers',))]
        >>> find_gradings("Good progress was made on an outstanding debt.")
        ()
    """
    matches = [match for match in _GRADE.finditer(text) if _is_grade(text, match)]
    areas = [
        area
        for area in read_cues("area_cues.csv").matches(text)
        if not _BUT.search(text[: area.start])
    ]
    found: list[Grading] = []
    used: set[int] = set()
    for place, match in enumerate(matches):
        before = matches[place - 1].end() if place else 0
        after = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        named = _areas(text, areas, match, (before, after), used)
        grade = _grade(match, found)
        if grade is None:
            continue
        all_areas = _all_areas(text, match, (before, after))
        others = all_areas or _OTHERS.search(text, before, match.start()) is not None
        found.append(
            Grading(
                grade=grade,
                areas=tuple(dict.fromkeys(named)) or (() if others else ("overall",)),
                start=match.start(),
                end=match.end(),
                left_behind=_LEFT_BEHIND.search(text[: match.start()]) is not None
                or re.match(
                    rf"{_MARK} rating (?:has been |being )?(?:removed|lifted)", text[match.end() :]
                )
                is not None,
                others=others and not [n for n in named if n != "overall"],
                every=all_areas,
            )
        )
    return tuple(found)


def _all_areas(text: str, grade: re.Match[str], reach: tuple[int, int]) -> bool:
    """Tell whether the grade is given to all areas: "all areas were judged good", "good in all"."""
    before, after = reach
    behind = _ALL.search(text, before, grade.start())
    ahead = _ALL.search(text, grade.end(), after)
    return behind is not None or (
        ahead is not None
        and text[grade.end() : ahead.start()].strip(" ’'”\"") in ("in", "for", "across")
    )


def label_grade(text: str) -> tuple[str, str | None] | None:
    """Read a line or row that is an area's label and its grade, or the label alone.

    Returns:
        Area and grade; the grade is `None` where the line holds the label only; `None` where the
        line is something else.

    Example:
        >>> label_grade("Help and Protection: Requires improvement")
        ('help-and-protection', 'requires-improvement')
        >>> label_grade("Children Looked After"), label_grade("Workforce")
        (('children-looked-after', None), None)
    """
    stripped = text.strip(" .*")
    match = next(
        (m for m in _GRADE.finditer(stripped) if m.end() >= len(stripped.rstrip("’'”\""))), None
    )
    label = stripped[: match.start()] if match else stripped
    area = label_area(label)
    if area is None:
        return None
    return area, (_grade(match, []) if match else None)


_LABEL_FILLERS = frozenset(
    "the experiences and progress of children who need impact on social work practice with "  # noqa: SIM905 - a list to read
    "families is was judged judgement grade rating quality services for young people in their "
    "effectiveness management governance performance support service area leaving "
    "achieving permanence local".split()
)


def label_area(label: str) -> str | None:
    """Give the area that a label names, where it says nothing else.

    Example:
        >>> label_area("The impact of leaders on social work practice with children and families")
        'leadership'

    Returns:
        The notation; `None` where the words name no area, or more.
    """
    matches = list(read_cues("area_cues.csv").matches(label))
    areas = [match for match in matches if match.cue.label != "overall"] or matches
    if not areas:
        return None
    covered = {word for match in matches for word in match.cue.words}
    words = re.findall(r"[a-z]+", label.lower())
    if any(word not in covered and word not in _LABEL_FILLERS for word in words):
        return None
    labels = {match.cue.label for match in areas}
    if labels == {"children-in-care", "care-leavers"}:
        return "children-in-care-and-care-leavers"
    return areas[0].cue.label if len(labels) == 1 else None


def grade_of(text: str) -> str | None:
    """Give the grade that a table cell holds and nothing else, or `None`."""
    match = _GRADE.fullmatch(text.strip(" .*‘’'“”\""))
    return _grade(match, []) if match else None


def _grade(match: re.Match[str], earlier: Sequence[Grading]) -> str | None:
    if match["ri"]:
        return "requires-improvement"
    if match["lowest"]:
        return "inadequate"
    if match["same"]:
        return earlier[-1].grade if earlier else None
    return _NOTATION[match["plain"].lower()]


def _is_grade(text: str, match: re.Match[str]) -> bool:
    """Tell a grade from the same words in another sense."""
    before, after = text[: match.start()], text[match.end() :]
    if match["same"]:
        return True
    several = _OTHERS.search(before) or _ALL.search(before)
    if _is_wished(before, after) or (_MANY.search(before) and not several):
        return False
    if match["lowest"]:
        return _NAMED_NEXT.match(after) is None
    subject = _SUBJECT.search(before) or _areas_named(before) or several
    if match["ri"]:
        return bool(subject) or _JUDGING.search(text) is not None
    if not _FREE.match(after):
        return False
    judged = (
        _NOUN_OF_GRADE.match(after)
        or _JUDGING.search(before[-JUDGING_REACH:])
        or _LEFT_BEHIND.search(before)
        or _FROM_TO.search(before)
    )
    predicate = _PREDICATE.search(before) and _FINDING.search(before[-JUDGING_REACH:])
    return bool(judged or (predicate and subject))


def _is_wished(before: str, after: str) -> bool:
    """Tell whether the grade is only wished for, given by others, or to some other authority."""
    return bool(
        _WISHED.search(before)
        or _SOME_OTHER.search(before)
        or _WISHED_BEFORE_VERB.search(before)
        or _BY_OTHERS.match(after)
        or _TO_COME.match(after)
    )


def _areas_named(text: str) -> list[CueMatch]:
    return list(read_cues("area_cues.csv").matches(text))


def _areas(
    text: str,
    areas: Sequence[CueMatch],
    grade: re.Match[str],
    reach: tuple[int, int],
    used: set[int],
) -> list[str]:
    """Give the areas that a grade is given to: those after it if it points on, else before."""
    before, after = reach
    ahead = [
        match for match in areas if grade.end() <= match.start < after and match.start not in used
    ]
    behind = [
        match
        for match in areas
        if before <= match.start < grade.start() and match.start not in used
    ]
    follows = _AREA_FOLLOWS.match(text[grade.end() :])
    chosen = behind
    if follows and ahead:
        with_as = re.search(r"\bas\b", follows.group()) is not None
        chosen = [*behind, *ahead] if with_as else ahead
    elif not behind and ahead and _is_overall_beside(ahead[0], grade):
        chosen = ahead[:1]
    used.update(match.start for match in chosen)
    return [label for match in chosen for label in _labels(text, match)]


def _is_overall_beside(area: CueMatch, grade: re.Match[str]) -> bool:
    """Tell whether "overall" follows the grade, as in "good overall"."""
    return area.cue.label == "overall" and area.start - grade.end() < BESIDE


def _labels(text: str, match: CueMatch) -> tuple[str, ...]:
    """Give the areas of a cue; "children in care, and care leavers" are two."""
    label = match.cue.label
    if label == "children-in-care-and-care-leavers" and _TWO_AREAS.match(text, match.start):
        return "children-in-care", "care-leavers"
    return (label,)
