"""The Children's Social Care National Framework: which part of it the words of a tag name.

Reports since 2025 end a recommendation with the outcome, enabler or principle that it serves, by
number, by number word or by title, alone or with "national framework" behind it. The guidance
numbers its four outcomes only; reports number enablers and principles too, in its order
(Department for Education, Children's Social Care National Framework, December 2023).
"""

from __future__ import annotations

import re

from caregraph.ontology.concepts import Concept, concepts

_SCHEME = "national-framework"
_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
# `Outcome 1`, `outcome three`, `Enabler Two`, `enabler 2, leaders drive conditions for effective
# practice` (south-tyneside_2026-08-04), `principle 2`
_NUMBERED = re.compile(
    r"\b(?P<kind>outcome|enabler|principle)s?\W*(?P<number>[1-6]|one|two|three|four|five|six)\b"
)


def national_framework_concept(tag: str) -> Concept | None:
    """Give the outcome, enabler or principle that a tag names.

    Args:
        tag: As printed: "Enabler three", "Enabler: the workforce is equipped and effective".

    Returns:
        The concept of the scheme "national-framework"; `None` where the tag names none, or a
        number that its kind does not have.

    Example:
        >>> national_framework_concept("Outcome Three").notation
        'outcome-3'
        >>> national_framework_concept("enabler: the workforce is equipped and effective").notation
        'enabler-3'
        >>> national_framework_concept("outcome 7") is None
        True
    """
    words = _words(tag)
    found = _NUMBERED.search(words)
    if found is not None:
        number = _DIGITS.get(found["number"], found["number"])
        return concepts(_SCHEME).get(f"{found['kind']}-{number}")
    return next((c for c in concepts(_SCHEME).values() if _titled(c, words)), None)


def _titled(concept: Concept, words: str) -> bool:
    return any(_words(label) in words for label in concept.alt_labels)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", "")))
