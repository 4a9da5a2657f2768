"""Whether a finding speaks of a strength, a weakness, both, or neither."""

from __future__ import annotations

import re

from caregraph.extraction.cues import CueMatch, read_cues

# The end of "Plans are clear. " before "They" (invented)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_NEGATIONS = frozenset({"not", "no", "never", "rarely", "cannot", "nor", "neither"})
_NEGATION_REACH = 40
"""How many characters after a negation a praising word is turned into its contrary."""
BLAME_FACTOR = 1.5
"""How much more blame weighs than praise: inspectors praise in passing, and blame on purpose."""
PLAIN_SHARE = 0.75
"""From this share of praise (or of blame) on, a finding is not mixed."""


def polarity_of(
    text: str, *, section: str | None = None, heading_polarity: str | None = None
) -> str:
    """Tell the polarity of a finding.

    Args:
        text: The whole passage.
        section: The title it stands under.
        heading_polarity: What its list is headed as ("strength" under "Strengths"), where it is.

    Returns:
        "strength", "weakness", "mixed" or "neutral".

    Example:
        >>> polarity_of("Plans are clear and timely. However, too many are late.")
        'mixed'
        >>> polarity_of("Assessments are not thorough.")
        'weakness'
    """
    scores = [_sentence_score(sentence) for sentence in _SENTENCE_END.split(text)]
    praise = sum(score for score in scores if score > 0)
    blame = -sum(score for score in scores if score < 0)
    if praise == blame == 0:
        return heading_polarity or _heading_polarity(section) or "neutral"
    share = praise / (praise + blame)
    if 1 - PLAIN_SHARE < share < PLAIN_SHARE:
        return "mixed"
    return "strength" if share >= PLAIN_SHARE else "weakness"


def _heading_polarity(section: str | None) -> str | None:
    lowered = (section or "").lower()
    if "improve" in lowered or "do better" in lowered:
        return "weakness"
    return "strength" if "strength" in lowered or "effective" in lowered else None


def _sentence_score(sentence: str) -> float:
    """Add up the sentence's cues; above 0 is praise. A negated praise is blame."""
    score = 0.0
    negated_until = -1
    for match in read_cues("polarity_cues.csv").matches(sentence):
        label = match.cue.label
        if label == "mixed":
            continue
        if _negates(match):
            negated_until = match.start + _NEGATION_REACH
        praise = label == "strength" and match.start > negated_until
        if label == "strength" and not praise:
            continue
        score += match.cue.weight if praise else -BLAME_FACTOR * match.cue.weight
    return score


def _negates(match: CueMatch) -> bool:
    return match.cue.words[0] in _NEGATIONS
