"""What a paragraph's polarity is decided from: the scores of its clauses, put into numbers.

Each clause has a score from -3 (blame) to 3 (praise). How much of the paragraph praises, whether
one sentence does nothing else, what the sentence after "However" says, and a few turns of phrase
that reports use of mixed work ("more to do", "variable", "in stronger examples") become features,
which a small linear model weighs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from caregraph.extraction.sentences import find_sentences

STRONGEST = 3.0
"""The score of a clause is cut here, so that one strong word does not outweigh a paragraph."""
TELLING = 0.6
"""From this score on a clause counts as praise, below its negative as blame."""
MENDED_SHARE = 0.7
"""What a plan to mend counts beside praise."""
EVEN = 0.5
"""Added to praise and blame, so that the shares of a faint text stay small."""
LEAST_CLAUSE_WORDS = 4

# "However, X" opens a clause of its own, and so does "X, although Y"
_CLAUSE = re.compile(r",?\s+(?=(?:although|but|while|whilst|however)\b)|;\s", re.IGNORECASE)
# "While plans are clear, visits are late": two clauses, of which the first is conceded
_CONCEDED = re.compile(
    r"(?P<first>(?:while|although|whilst|despite)\b[^,]{15,}),\s*(?P<second>.{15,})",
    re.IGNORECASE | re.DOTALL,
)
_CONTRAST = re.compile(
    r"\b(?:however|although|despite|but|while|whilst|nevertheless|yet)\b", re.IGNORECASE
)
_TURN = re.compile(
    r"(?:however|but|nevertheless|nonetheless|conversely|yet|despite this)\b", re.IGNORECASE
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
# Turns of phrase, each with words (invented) that hold it
_PHRASES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\(recommendation",  # "Plans drift. (Recommendation)"
        # "There is more to do", "further work is required"
        r"\bmore (?:needs? )?(?:to do|to be done|work|is needed)\b|"
        r"further (?:work|attention|improvement)|remains? more|still (?:more|some)",
        r"\bvariab|\bvaries\b|\bvary\b|inconsisten|mixed picture",  # "The quality is variable"
        # "not yet embedded", "It is too soon to see"
        r"\byet (?:to|fully|consistently|embedded)|not yet|too (?:soon|early)|early stage|infancy",
        # "a small number of children wait"
        r"\b(?:a (?:very )?small (?:number|minority)|a few|some|a minority|occasionally|"
        r"on occasion|pockets)\b",
        r"\b(?:most|majority|many|generally|mostly|largely|typically)\b",  # "most visits"
        # "in stronger examples", "more effective"
        r"\b(?:stronger|better) (?:practice|examples?|standard|assessments?|plans?)|"
        r"good examples|more positive|more effective",
        r"weaker|less (?:effective|well|strong|clear|consistent)",  # "weaker plans are vague"
        r"\btoo (?:many|few|often|long|late|slow|high|little|low)\b",  # "too many changes"
        r"\bimprov(?:ed|ing|ement)|strengthened|progress has",  # "has improved"
        r"\bhowever\b|\bdespite this\b|\bnevertheless\b",  # "Despite this, visits are late."
        r"(?:^|[.] )(?:although|while|whilst|despite)\b",  # "Visits are late. While plans are"
        r"[a-z,] (?:although|but|while|whilst|though|yet)\b",  # "clear, although brief"
        # "not all plans are clear"
        r"\bnot (?:all|every|always|consistently|routinely|sufficiently|enough)\b",
        r"\bas a result|this means|consequently|therefore",  # "As a result, children wait."
        # "Leaders are aware of this"
        r"\b(?:aware|recogni|acknowledg|identified|plans? (?:in|to|are)|introduced|recently)\b",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause's score, and whether its sentence only concedes it ("While plans are clear, ...").

    Attributes:
        score: From -3 (blame) to 3 (praise).
        conceded: Whether the sentence goes on with its main clause after it.
    """

    score: float
    conceded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSentence:
    """A sentence with its clauses, of which there is at least one.

    Attributes:
        text: The sentence itself.
        clauses: In the order of the text.
        mends: Whether it tells of a plan to mend what is wrong.
    """

    text: str
    clauses: tuple[Clause, ...]
    mends: bool

    @property
    def worst(self) -> float:
        """Give the lowest score."""
        return min(clause.score for clause in self.clauses)

    @property
    def best(self) -> float:
        """Give the highest score."""
        return max(clause.score for clause in self.clauses)

    @property
    def mean(self) -> float:
        """Give the mean score."""
        return _mean([clause.score for clause in self.clauses])


def score_sentences(text: str, score: Callable[[str], float]) -> tuple[ScoredSentence, ...]:
    """Split a text into sentences and clauses and give each clause its score.

    Args:
        text: The whole passage.
        score: Gives the score of a clause.

    Returns:
        The sentences in order.
    """
    found = []
    for stretch in find_sentences(text):
        sentence = stretch.of(text)
        clauses = tuple(
            Clause(score=score(clause), conceded=conceded) for clause, conceded in _split(sentence)
        )
        mends = _MENDING.search(sentence) is not None
        found.append(ScoredSentence(text=sentence, clauses=clauses, mends=mends))
    return tuple(found)


def has_contrast(text: str) -> bool:
    """Tell whether a word of contrast, such as "but", stands in the text."""
    return _CONTRAST.search(text) is not None


def features(
    text: str, sentences: Sequence[ScoredSentence], heading: str | None
) -> tuple[float, ...]:
    """Give what the second model weighs, each number of size about 1, in a fixed order.

    Args:
        text: The whole passage.
        sentences: As `score_sentences` gives them; at least one.
        heading: What the list is headed as ("strength"), where it is.

    Returns:
        Shares and extremes of praise and blame, counts of sentences, turns, the heading, phrases.
    """
    return (
        *_shares(sentences),
        *_extremes(sentences),
        *_counts(sentences),
        *_turns(sentences),
        float(has_contrast(text)),
        float(heading == "strength"),
        float(heading == "weakness"),
        *(float(phrase.search(text) is not None) for phrase in _PHRASES),
    )


def _shares(sentences: Sequence[ScoredSentence]) -> tuple[float, ...]:
    praise = sum(_praise(s) for s in sentences if not s.mends)
    mended = sum(_praise(s) for s in sentences if s.mends)
    scores = [clause.score for s in sentences for clause in s.clauses]
    blame = -sum(score for score in scores if score < 0)
    conceded = sum(
        clause.score
        for s in sentences
        for clause in s.clauses
        if clause.conceded and clause.score > 0
    )
    total = praise + blame + MENDED_SHARE * mended + EVEN
    return (
        praise / total,
        blame / total,
        mended / total,
        conceded / total,
        math.sqrt(praise) - math.sqrt(blame),
        min(praise, blame) / STRONGEST,
        _mean([math.tanh(score) for score in scores]),
        _mean([max(-1.0, min(1.0, score)) for score in scores]),
    )


def _praise(sentence: ScoredSentence) -> float:
    return sum(clause.score for clause in sentence.clauses if clause.score > 0)


def _extremes(sentences: Sequence[ScoredSentence]) -> tuple[float, ...]:
    scores = sorted(clause.score for s in sentences for clause in s.clauses)
    return (
        scores[0],
        scores[min(1, len(scores) - 1)],
        scores[max(-2, -len(scores))],
        scores[-1],
        max(-2.0, min(2.0, sentences[0].mean)),
        sentences[-1].mean,
    )


def _counts(sentences: Sequence[ScoredSentence]) -> tuple[float, ...]:
    number = len(sentences)
    blamed = sum(s.worst < -TELLING for s in sentences)
    praised = sum(s.best > TELLING and not s.mends for s in sentences)
    only_praise = sum(s.worst > TELLING and not s.mends for s in sentences)
    only_blame = sum(s.best < -TELLING for s in sentences)
    return (
        blamed / number,
        praised / number,
        only_praise / number,
        only_blame / number,
        float(min(blamed, 2)),
        float(min(praised, 2)),
        float(min(only_praise, 3)),
        float(min(only_blame, 3)),
        float(blamed == 0),
        float(praised == 0),
        float(only_praise == 0),
        float(only_blame == 0),
        float(blamed > praised),
        float(0 < blamed < praised),
        float(number == 1),
        math.log(number),
    )


def _turns(sentences: Sequence[ScoredSentence]) -> tuple[float, float]:
    turned = [s.mean for s in sentences if _TURN.match(s.text)]
    return float(bool(turned)), _mean(turned) if turned else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _split(sentence: str) -> list[tuple[str, bool]]:
    conceded = _CONCEDED.match(sentence)
    if conceded:
        parts = [(conceded["first"], True), (conceded["second"], False)]
    else:
        parts = [(part, False) for part in _CLAUSE.split(sentence)]
    long = [part for part in parts if len(part[0].split()) >= LEAST_CLAUSE_WORDS]
    return long or [(sentence, False)]
