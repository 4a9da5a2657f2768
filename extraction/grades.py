"""Grades and the labels of what is graded, in boxes, headings and sentences.

A grade is always taken from its own label, never from its place in a list: boxes leave rows out,
change their order from year to year and break a label around its grade.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# `Requires improvement to be good` is one grade, and "good" inside it is not. "adequate" is the
# third of four grades before November 2013.
GRADE = (
    r"(?:outstanding|requir(?:es?|ed|ing)\s+improvement(?:\s+to\s+be\s+good)?|inadequate"
    r"|adequate|good)"
)
_GRADE = re.compile(rf"(?<!not yet )(?<!less than )\b{GRADE}\b", re.IGNORECASE)

# What is graded, by the words that the frameworks use for it. The longer label stands before the
# shorter one that it contains.
_LABELS = (
    # `The experiences and progress of children in care and care leavers` (ILACS 2018-2022)
    (r"children in care and care[ -]leavers", "children-in-care-and-care-leavers"),
    # `1. Children who need help and protection` (SIF), `The experiences and progress of ...`
    (r"children (?:and young people )?who need help and protection", "help-and-protection"),
    # `2. Children looked after and achieving permanence` (SIF)
    (r"children looked after and achieving permanence", "children-looked-after"),
    # `2.1 Adoption performance` (SIF)
    (r"adoption performance", "adoption"),
    # `2.2 Experiences and progress of care leavers` (SIF); "experience" (lancashire_2018-08-17)
    (r"(?:experiences?|progress)(?: and progress)? of (?:young )?care[ -]leavers", "care-leavers"),
    # `The experiences and progress of children in care` (ILACS since 2023)
    (r"(?:experiences?|progress)(?: and progress)? of children in care", "children-in-care"),
    # `3. Leadership, management and governance` (SIF)
    (r"leadership, management,? and governance", "leadership"),
    # `The impact of leaders on social work practice with children and families` (ILACS)
    (r"impact of leaders(?: and managers)? on social work practice.*?families", "leadership"),
    # `The graded judgement for adoption is good`, `... for care leavers` (leeds_2015-03-27)
    (r"(?<=judgement for )adoption|(?<=judgment for )adoption", "adoption"),
    (r"(?<=judgement for )care leavers|(?<=judgment for )care leavers", "care-leavers"),
    # `Overall effectiveness` (ILACS, and lists of previous grades)
    (r"overall effectiveness", "overall"),
)
# Words that lead up to the label: `The graded judgment about the experience and progress of care
# leavers is that it is good` (cheshire-east_2015-09-15), `2.2 Experiences and progress of ...`
_LEAD = (
    r"(?:\d(?:\.\d)?\.?\s+)?(?:the\s+)?"
    r"(?:graded\s+judge?ments?\s+(?:for|about|on|of)\s+)?(?:the\s+)?"
    r"(?:experiences?\s+and\s+progress\s+of\s+)?"
)
# Words between label and grade: `... are: Outstanding` (redbridge_2019-06-11), `... is that it
# requires improvement to be good`, `... – inadequate`; a footnote's number may stand anywhere
_LINK = (
    r"[\s\d:;.,–—-]*(?:(?:is|are)\s+)?(?:(?:that|now)\s+)?(?:(?:it|they)\s+)?"
    r"(?:(?:is|are)\b)?[\s:–—-]*"
)
_LABELLED = tuple(
    (
        re.compile(
            rf"{_LEAD}(?:{label})(?:{_LINK}(?P<grade>{GRADE}))?[\s\d.:*]*(?:because:?)?",
            re.IGNORECASE,
        ),
        area,
    )
    for label, area in _LABELS
)

# `The Local Safeguarding Children Board (LSCB) is good`, `The effectiveness of the Local
# Safeguarding Children Board (LSCB) is good.` (sheffield_2014-02-21), `The effectiveness of the
# LSCB requires improvement` (barking-and-dagenham_2014-07-07)
_BOARD_GRADE = re.compile(
    r"(?:Safeguarding\s+Children.{0,2}\s+Board|\b[A-Z]{0,3}SCB|Safeguarding\s+Board)"
    r"(?:\s*\([A-Z]+\))?\d?"
    rf"\s+(?:is|are|was|that\s+it\s+is)?\s*(?:judged\s+)?(?P<grade>{GRADE})",
    re.IGNORECASE,
)
# `Children’s services in Leicester require improvement to be good` (leicester_2017-09-04), `The
# overall judgement is requires improvement` (sheffield_2014-02-21), `The overall judgement is that
# children’s services are inadequate` (leicester_2015-03-20)
_OVERALL_GRADE = re.compile(
    r"(?:The\s+overall\s+judge?ment\s+is"
    r"(?:\s+that(?:\s+(?:the\s+local\s+authority|children.s\s+services?))?)?"
    r"|Children.s\s+services?\s+(?:in|for|on)\s+(?:[^.]{3,80}?))"
    rf"\s*:?(?:\s+(?:is|are))?\s+(?P<grade>{GRADE})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is graded, and its grade where it is printed with it; both notations."""

    area: str
    grade: str | None = None


def grade_of(words: str) -> str:
    """Give the notation of a grade's words.

    Args:
        words: One grade, as `find_grade` or `GRADE` matched it, in any case.

    Returns:
        For example "requires-improvement" for "Requires improvement to be good".
    """
    first = words.split(maxsplit=1)[0].lower()
    return "requires-improvement" if first.startswith("requir") else first


def find_grade(text: str) -> str | None:
    """Give the first grade that a text names.

    Args:
        text: A short text, for example a cell or a sentence; "not yet good" is no grade.

    Returns:
        Its notation, or `None`.
    """
    match = _GRADE.search(text)
    return grade_of(match[0]) if match else None


def find_grades(text: str) -> tuple[str, ...]:
    """Give all grades that a text names, in its order.

    Args:
        text: Any text; "requires improvement to be good" is one grade.

    Returns:
        Notations, with repetitions.
    """
    return tuple(grade_of(match[0]) for match in _GRADE.finditer(text))


def is_grade(text: str) -> bool:
    """Tell whether a text is a grade and nothing else.

    Args:
        text: For example a cell.

    Returns:
        True also with a full stop or a footnote's number behind it.
    """
    return re.fullmatch(rf"\W*{GRADE}[\s\d.*]*", text, re.IGNORECASE) is not None


def read_label(text: str) -> Label | None:
    """Read the label of a judgement: a row of a box, or a heading.

    Args:
        text: The whole of a cell, heading or list item; sentences about an area are no labels.

    Returns:
        The area, with its grade where the text ends with one; `None` for any other text.

    Example:
        >>> read_label("2.1 Adoption performance")
        Label(area='adoption', grade=None)
        >>> read_label("The experiences and progress of care leavers: inadequate").grade
        'inadequate'
    """
    words = " ".join(text.split())
    for pattern, area in _LABELLED:
        match = pattern.fullmatch(words)
        if match:
            grade = match["grade"]
            return Label(area=area, grade=grade_of(grade) if grade else None)
    return None


def overall_grade(text: str) -> re.Match[str] | None:
    """Find the sentence of a cover that gives the overall grade.

    Args:
        text: The cover's text.

    Returns:
        A match whose group "grade" holds the grade's words.
    """
    return _OVERALL_GRADE.search(text)


def board_grade(text: str) -> re.Match[str] | None:
    """Find the sentence that gives the grade of the Local Safeguarding Children Board.

    Args:
        text: A heading, or the cover's text.

    Returns:
        A match whose group "grade" holds the grade's words.
    """
    return _BOARD_GRADE.search(text)
