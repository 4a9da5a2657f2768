"""Whether a finding speaks of a strength, a weakness, both, or neither.

Each clause gets a score from a linear model on runs of words (`polarity_model.json`, trained by
`scripts/train_polarity.py` from what reports themselves say: lists headed as strengths and as
areas for improvement, sections with their grades, "however" and "as a result") and from a list of
telling words (`polarity_cues.csv`). A second small linear model weighs the clauses: a paragraph of
praise with one reservation is mixed, one of blame with a plan to mend it is a weakness.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from caregraph.extraction.cues import CueMatch, read_cues
from caregraph.extraction.polarity_words import grams
from caregraph.extraction.sentences import find_sentences

POLARITIES = ("strength", "weakness", "mixed")
STRONGEST = 3.0
"""The score of a clause is cut here, so that one strong word does not outweigh a paragraph."""
TELLING = 0.6
"""From this score on a clause counts as praise, below its negative as blame."""
MENDED_SHARE = 0.7
"""What a plan to mend counts beside praise."""
EVEN = 0.5
"""Added to praise and blame, so that the shares of a faint text stay small."""
NEUTRAL = 0.15
"""A text whose clauses all score less than this either way says neither."""
LEAST_CLAUSE_WORDS = 4

# "However, X" opens a clause of its own, and so does "X, although Y"
_CLAUSE = re.compile(r",?\s+(?=(?:although|but|while|whilst|however)\b)|;\s", re.IGNORECASE)
# "While plans are clear, visits are late": two clauses
_CONCEDED = re.compile(
    r"(?P<first>(?:while|although|whilst|despite)\b[^,]{15,}),\s*(?P<second>.{15,})",
    re.IGNORECASE | re.DOTALL,
)
_CONTRAST = re.compile(
    r"\b(?:however|although|despite|but|while|whilst|nevertheless|yet)\b", re.IGNORECASE
)
# "Leaders are aware of this", "Steps have been taken", "A plan is in place": mending is no praise
_MENDING = re.compile(
    r"\b(?:steps (?:have|has) been|taken steps|has been taken|(?:leaders|managers|authority|board|"
    r"partnership) (?:\w+ )?(?:recogni[sz]e|acknowledge|are aware|is aware|know|accept|rightly|"
    r"have identified)|(?:is|are) aware of|plans? (?:is|are) (?:in place|being)|is underway|"
    r"under way|being addressed|(?:has|have) (?:started|begun) to|is beginning|"
    r"recently (?:introduced|appointed|developed|agreed)|it is too (?:soon|early)|"
    r"to address this|working hard)\b",
    re.IGNORECASE,
)
_NEEDS_TITLE = re.compile(r"\bimprove|\bdo better|\bweakness|\bdevelop", re.IGNORECASE)
_STRENGTHS_TITLE = re.compile(r"\bstrength|\beffective\?|\bpositive|\bworks? well", re.IGNORECASE)
_NEGATIONS = frozenset(
    "not no never rarely cannot nor neither insufficient* lack* seldom without absence".split()  # noqa: SIM905 - a list to read
)
_TOO_LITTLE = frozenset({("too", "few"), ("too", "little"), ("little", "evidence")})
_NEGATION_REACH = 40
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
    scores = clause_scores(text, model)
    if heading is None and all(abs(s) < NEUTRAL for sentence in scores for s in sentence):
        return "neutral"
    if heading is None and len(scores) == 1 and (plain := _plain_polarity(text, scores[0])):
        return plain
    values = (1.0, *features(text, scores, heading))
    return max(
        POLARITIES,
        key=lambda name: sum(
            weight * value for weight, value in zip(model.classes[name], values, strict=True)
        ),
    )


def _plain_polarity(text: str, clauses: Sequence[float]) -> str | None:
    """Tell what is sure of a single sentence: one clause is not mixed, two that differ are."""
    if len(clauses) == 1 and _CONTRAST.search(text) is None:
        return "strength" if clauses[0] > 0 else "weakness"
    if min(clauses) < -TELLING and max(clauses) > TELLING:
        return "mixed"
    return None


def title_polarity(title: str | None) -> str | None:
    """Tell what a title says that its list is, or `None`."""
    if title is None:
        return None
    if _NEEDS_TITLE.search(title):
        return None if _STRENGTHS_TITLE.search(title) else "weakness"
    return "strength" if _STRENGTHS_TITLE.search(title) else None


def clause_scores(text: str, model: PolarityModel) -> list[list[float]]:
    """Give the scores of the clauses of each sentence, from -3 (blame) to 3 (praise)."""
    return [
        [_score(clause, model) for clause in _clauses(sentence.of(text))]
        for sentence in find_sentences(text)
    ]


def features(
    text: str, scores: Sequence[Sequence[float]], heading: str | None
) -> tuple[float, ...]:
    """Give what the second model weighs: shares, extremes and counts of praise and blame.

    Args:
        text: The whole passage.
        scores: As `clause_scores` gives them.
        heading: What the list is headed as, where it is.

    Returns:
        Twenty numbers, of size about 1, in a fixed order.
    """
    mending = [_MENDING.search(s.of(text)) is not None for s in find_sentences(text)]
    flat = [score for sentence in scores for score in sentence]
    praise = sum(
        s
        for sentence, mends in zip(scores, mending, strict=True)
        if not mends
        for s in sentence
        if s > 0
    )
    mended = sum(
        s
        for sentence, mends in zip(scores, mending, strict=True)
        if mends
        for s in sentence
        if s > 0
    )
    blame = -sum(score for score in flat if score < 0)
    total = praise + blame + MENDED_SHARE * mended + EVEN
    number = len(scores)
    blamed = sum(min(sentence) < -TELLING for sentence in scores)
    praised = sum(
        max(sentence) > TELLING and not mends
        for sentence, mends in zip(scores, mending, strict=True)
    )
    first, last = _mean(scores[0]), _mean(scores[-1])
    return (
        praise / total,
        blame / total,
        mended / total,
        max(-2.0, min(2.0, first)),
        min(flat),
        max(flat),
        blamed / number,
        praised / number,
        float(min(blamed, 2)),
        float(min(praised, 2)),
        float(_CONTRAST.search(text) is not None),
        float(blamed == 0),
        float(praised == 0),
        math.log(number),
        last,
        _mean([math.tanh(score) for score in flat]),
        float(blamed > praised),
        float(0 < blamed < praised),
        float(heading == "strength"),
        float(heading == "weakness"),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _clauses(sentence: str) -> list[str]:
    conceded = _CONCEDED.match(sentence)
    parts = [conceded["first"], conceded["second"]] if conceded else _CLAUSE.split(sentence)
    return [part for part in parts if len(part.split()) >= LEAST_CLAUSE_WORDS] or [sentence]


def _score(clause: str, model: PolarityModel) -> float:
    found = {gram for gram in grams(clause) if gram in model.grams}
    words = model.intercept + sum(model.grams[gram] for gram in sorted(found))
    score = words + model.cue_share * max(-_MOST_CUES, min(_MOST_CUES, cue_score(clause)))
    return max(-STRONGEST, min(STRONGEST, score))


def cue_score(sentence: str) -> float:
    """Add up the sentence's telling words; above 0 is praise. Praise that is denied is none."""
    score = 0.0
    negated_until = -1
    for match in read_cues("polarity_cues.csv").matches(sentence):
        if match.cue.label == "mixed":
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
        grams={gram: weight / 1000 for gram, weight in stored["grams"].items()},
        cue_share=stored["cue_share"],
        classes={name: tuple(weights) for name, weights in stored["classes"].items()},
    )
