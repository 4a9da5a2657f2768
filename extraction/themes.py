"""What a finding is about: themes of the vocabulary, told from the words that it uses.

Each theme has cues in `theme_cues.csv`: words or phrases with a weight from 1 (a hint, such as
"school") to 5 (the thing itself, such as "LADO"). What the first sentence speaks of weighs more,
because inspectors open a paragraph with its subject.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from caregraph.extraction.cues import read_cues

# The end of "Plans are clear. " before "They" (invented)
_SENTENCE_END = re.compile(r"[.!?;:]\s")

FIRST_SENTENCE = 1.6
"""How much more a cue weighs in the first sentence than in the rest."""
REPEATED = 0.6
"""What each further cue of a theme adds, as a share of the one before it."""
LEAST_SCORE = 2.0
"""A theme below it is not named, unless the text has no other."""
LEAST_SHARE = 0.6
"""A theme below this share of the best one is not named."""
MOST_THEMES = 3
SECTION_SHARE = 0.5
"""What a cue in the section's title weighs, compared with one in the text."""

SEND_SCORE = 2.5
"""What a finding scores for SEND because a report on nothing else holds it."""

# Themes that a section is about as a whole; a title such as "The impact of leaders on social work
# practice" says nothing of its paragraphs, which are about everything that leaders lead
_OF_AREAS = frozenset({"care-leavers", "children-in-care", "adoption", "lscb", "fostering"})
# "What does the area partnership need to do better?" (west-northamptonshire_2024-07-12)
_SEND_TITLE = re.compile(r"\barea partnership\b|\bwith SEND\b")
# Where neither text nor title has a cue, the kind of section still says what it is about.
_OF_SECTION_WORDS: Mapping[str, str] = {
    "leader": "leadership-and-governance",
    "care leaver": "care-leavers",
    "adoption": "adoption",
    "in care": "children-in-care",
    "looked after": "children-in-care",
    "protection": "child-protection-enquiries",
    "safeguarding children board": "lscb",
    "partnership": "partnership-working",
}


def themes_of(text: str, section: str | None = None) -> tuple[str, ...]:
    """Name the themes of a finding or recommendation.

    Args:
        text: The whole passage.
        section: The title it stands under, which settles what the words leave open.

    Returns:
        At most three notations of the theme scheme, most certain first; ties in alphabetical
        order. Empty where neither words nor title tell.

    Example:
        >>> themes_of("Return home interviews are not always offered to missing children.")
        ('exploitation-and-missing',)
        >>> themes_of("This is good.", "The experiences and progress of care leavers")
        ('care-leavers',)
    """
    scores = _scores(text)
    named = _scores(section) if section else {}
    for theme, score in named.items():
        if theme in scores and theme in _OF_AREAS:
            scores[theme] += SECTION_SHARE * score
    if _SEND_TITLE.search(section or ""):
        scores["send"] = scores.get("send", 0.0) + SEND_SCORE
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < LEAST_SCORE:
        weak = tuple(theme for theme, _ in ranked[:1])
        return weak or _of_section(section, named)
    least = max(LEAST_SCORE, LEAST_SHARE * ranked[0][1])
    return tuple(theme for theme, score in ranked if score >= least)[:MOST_THEMES]


def _of_section(section: str | None, named: Mapping[str, float]) -> tuple[str, ...]:
    lowered = (section or "").lower()
    for words, theme in _OF_SECTION_WORDS.items():
        if words in lowered:
            return (theme,)
    return tuple(sorted(named, key=lambda theme: (-named[theme], theme)))[:1]


def _scores(text: str) -> dict[str, float]:
    """Weigh each theme's cues in the text."""
    ending = _SENTENCE_END.search(text)
    first = ending.start() if ending else len(text)
    weights: dict[str, list[float]] = defaultdict(list)
    for match in read_cues("theme_cues.csv").matches(text):
        early = FIRST_SENTENCE if match.start < first else 1.0
        weights[match.cue.label].append(match.cue.weight * early)
    return {
        theme: sum(
            weight * REPEATED**rank for rank, weight in enumerate(sorted(found, reverse=True))
        )
        for theme, found in weights.items()
    }
