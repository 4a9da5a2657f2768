"""Whether a finding speaks of a strength, a weakness, both, or neither.

Each clause gets a score from a linear model on runs of words (`polarity_model.json`, trained by
`scripts/train_polarity.py` from what reports themselves say: lists headed as strengths and as
areas for improvement, sections with their grades, "however" and "as a result") and from a list of
telling words (`polarity_cues.csv`). A second small linear model weighs what the clauses say
together (`polarity_features.py`): a paragraph of praise with one reservation is mixed, one of blame
with a plan to mend it is a weakness.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from caregraph.extraction.cues import CueMatch, read_cues
from caregraph.extraction.polarity_features import (
    STRONGEST,
    TELLING,
    ScoredSentence,
    features,
    has_contrast,
    score_sentences,
)
from caregraph.extraction.polarity_words import grams

POLARITIES = ("strength", "weakness", "mixed")
NEUTRAL = 0.15
"""A text whose clauses all score less than this either way says neither."""

_NEEDS_TITLE = re.compile(r"\bimprove|\bdo better|\bweakness|\bdevelop", re.IGNORECASE)
_STRENGTHS_TITLE = re.compile(r"\bstrength|\beffective\?|\bpositive|\bworks? well", re.IGNORECASE)
# "(Recommendation)", "(recommendation 10)": such a paragraph is no plain praise (Lancashire 2015)
_CALLS_FOR_ACTION = re.compile(r"\(recommendation", re.IGNORECASE)
_NEGATIONS = frozenset(
    "not no never rarely cannot nor neither insufficient* lack* seldom without absence".split()  # noqa: SIM905 - a list to read
)
_TOO_LITTLE = frozenset({("too", "few"), ("too", "little"), ("little", "evidence")})
_NEGATION_REACH = 40
# "young people who do not want help", "even if they cannot": said of people, not of the service
_SAID_ASIDE = re.compile(
    r"\b(?:who|whom|whose|when|whenever|where|wherever|if|unless|until)"
    r"(?:\s+[\w’'-]+){0,8}?\s+(?P<denial>not|no|never|cannot|without)\b",
    re.IGNORECASE,
)
_BLAME_FACTOR = 1.5
_MOST_CUES = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarityModel:
    """The weights of both linear models.

    Attributes:
        intercept: Of a clause's score.
        grams: Weight of each run of words; above 0 for praise.
        cue_share: What the list of telling words adds to the score.
        classes: For each polarity the weight of each feature, the intercept first.
    """

    intercept: float
    grams: Mapping[str, float]
    cue_share: float
    classes: Mapping[str, tuple[float, ...]]

    def score(self, clause: str) -> float:
        """Give the score of a clause, from -3 (blame) to 3 (praise)."""
        found = {gram for gram in grams(clause) if gram in self.grams}
        words = self.intercept + sum(self.grams[gram] for gram in sorted(found))
        score = words + self.cue_share * max(-_MOST_CUES, min(_MOST_CUES, cue_score(clause)))
        return max(-STRONGEST, min(STRONGEST, score))


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
        >>> polarity_of("Plans are clear and timely. However, too many visits are late.")
        'mixed'
        >>> polarity_of("Assessments are not thorough."), polarity_of("Assessments are thorough.")
        ('weakness', 'strength')
    """
    model = read_model()
    heading = heading_polarity or title_polarity(section)
    sentences = score_sentences(text, model.score)
    if not sentences:
        return heading or "neutral"
    if heading is None and all(abs(c.score) < NEUTRAL for s in sentences for c in s.clauses):
        return "neutral"
    if heading is None and len(sentences) == 1 and (plain := _plain_polarity(sentences[0])):
        return plain
    values = (1.0, *features(text, sentences, heading))
    return max(
        POLARITIES[1:] if _CALLS_FOR_ACTION.search(text) else POLARITIES,
        key=lambda name: sum(
            weight * value for weight, value in zip(model.classes[name], values, strict=True)
        ),
    )


def _plain_polarity(sentence: ScoredSentence) -> str | None:
    """Tell what is sure of a single sentence: one clause is not mixed, two that differ are."""
    if len(sentence.clauses) == 1 and not has_contrast(sentence.text):
        return "strength" if sentence.best > 0 else "weakness"
    if sentence.worst < -TELLING and sentence.best > TELLING:
        return "mixed"
    return None


def title_polarity(title: str | None) -> str | None:
    """Tell what a title says that its list is, or `None`."""
    if title is None:
        return None
    if _NEEDS_TITLE.search(title):
        return None if _STRENGTHS_TITLE.search(title) else "weakness"
    return "strength" if _STRENGTHS_TITLE.search(title) else None


def cue_score(sentence: str) -> float:
    """Add up the sentence's telling words; above 0 is praise. Praise that is denied is none."""
    score = 0.0
    negated_until = -1
    aside = {found.start("denial") for found in _SAID_ASIDE.finditer(sentence)}
    for match in read_cues("polarity_cues.csv").matches(sentence):
        if match.cue.label == "mixed" or match.start in aside:
            continue
        if _negates(match):
            negated_until = match.start + _NEGATION_REACH
        if match.cue.label == "weakness":
            score -= _BLAME_FACTOR * match.cue.weight
        elif match.start > negated_until:
            score += match.cue.weight
    return score


def _negates(match: CueMatch) -> bool:
    words = match.cue.words
    return words[0] in _NEGATIONS or words in _TOO_LITTLE


@cache
def read_model() -> PolarityModel:
    """Read the weights that come with the package, once a process."""
    source = files("caregraph.extraction") / "polarity_model.json"
    stored = json.loads(source.read_text(encoding="utf-8"))
    return PolarityModel(
        intercept=stored["intercept"],
        grams={
            gram: int(weight) / 1000
            for line in stored["grams"]
            for gram, weight in (pair.rsplit("=", 1) for pair in line.split(","))
        },
        cue_share=stored["cue_share"],
        classes={name: tuple(weights) for name, weights in stored["classes"].items()},
    )
