"""Train the polarity model from reports: `train_polarity.py CORPUS [--labels FILE] [--gold DIR]`.

The reports label themselves, weakly: a section's grade, a list's heading ("Strengths", "What needs
to improve"), the words of `polarity_cues.csv`, and the way sentences follow each other ("However"
turns, "As a result" goes on). A linear model on runs of words is trained on these labels, its
predictions for the reports it has not seen are mixed with them, and it is trained again, three
times. Sentences and paragraphs labelled by reading (`polarity_labels.csv`: hashes of their words
and a label, no text) count more than the weak labels. A second model, on what the clauses of a
paragraph score, learns from the labelled paragraphs and is cross-validated. The documents of
--gold, labelled by another reader, are left out of all training and tell how well both models do
on what they have never seen. Needs scikit-learn; the package itself does not.

No sentence of a report is written: only runs of up to three words that stand in eight or more
sentences, with their weights.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from caregraph.documents.errors import DocumentError
from caregraph.documents.model import BlockKind
from caregraph.documents.reader import read
from caregraph.extraction.polarity import (
    POLARITIES,
    PolarityModel,
    cue_score,
    title_polarity,
)
from caregraph.extraction.polarity_features import features, score_sentences
from caregraph.extraction.polarity_words import grams
from caregraph.extraction.sentences import find_sentences

Array = NDArray[np.float64]
Example = tuple[str, str | None, str]
"""A paragraph's text, its heading and its polarity."""
PRIORS = {"outstanding": 0.92, "good": 0.78, "inadequate": 0.22}
STRENGTHS, NEEDS, UNKNOWN = 0.9, 0.2, 0.55
HAND = {"+": 0.97, "-": 0.03, "m": 0.4, "0": 0.5}
HAND_WEIGHT = 20.0
LEAST_SENTENCES = 8
KEPT_GRAMS = 16_000
SHIFT = 0.5
"""Reports praise more than they blame; a clause without any sign would else count as praise."""
CUE_SHARE = 0.25
SMOOTHING = 0.02
"""Inverse strength of the second model's penalty: 51 features, some 500 paragraphs."""
LINE = 1000
"""Characters a line of the stored weights, so that a retrained model is a readable change."""
_GRADE = re.compile(r"\b(requires? improvement|inadequate|outstanding|good)\b", re.IGNORECASE)
_TURNS = re.compile(r"(?:however|but|nevertheless|nonetheless|conversely|yet)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:as a result|consequently|this|therefore|for example|in addition|additionally|similarly|"
    r"furthermore|moreover|also|as a consequence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A sentence of a report with what its place says of it."""

    text: str
    document: str
    prior: float
    relation: float


def main() -> None:
    """Train, report the accuracies, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="folder of official reports")
    parser.add_argument(
        "--labels", type=Path, default=Path(__file__).with_name("polarity_labels.csv")
    )
    parser.add_argument("--gold", type=Path, help="folder of hand-labelled reports (JSON)")
    parser.add_argument("--out", type=Path, default=Path("extraction/polarity_model.json"))
    arguments = parser.parse_args()
    gold = list(read_gold(arguments.gold)) if arguments.gold else []
    left_out = {path.stem for path in arguments.gold.glob("*.json")} if arguments.gold else set()
    paragraphs, weak = read_corpus(arguments.corpus, left_out)
    labels = read_labels(arguments.labels)
    grams_, intercept = train_words(weak, labels)
    model = PolarityModel(
        intercept=intercept - SHIFT, grams=grams_, cue_share=CUE_SHARE, classes={}
    )
    own = labelled(paragraphs, labels)
    keys = read_hard(arguments.labels)
    hard = np.array([key_of(text) in keys for text, *_ in own])
    classes = train_paragraphs(model, own, hard, gold)
    stored = {
        "source": "scripts/train_polarity.py",
        "intercept": round(model.intercept, 4),
        "cue_share": CUE_SHARE,
        "classes": classes,
        "grams": lines_of(grams_),
    }
    arguments.out.write_text(compact(stored), "utf-8")
    print(f"{arguments.out}: {len(grams_)} runs of words, {arguments.out.stat().st_size} bytes")


def lines_of(weights: Mapping[str, float]) -> list[str]:
    """Give weights in thousandths, `gram=weight` with commas between, some a line, in order."""
    lines = [""]
    for gram, weight in sorted(weights.items()):
        pair = f"{gram}={round(weight * 1000)}"
        if lines[-1] and len(lines[-1]) + len(pair) >= LINE:
            lines.append(pair)
        else:
            lines[-1] = f"{lines[-1]},{pair}" if lines[-1] else pair
    return lines


def compact(stored: Mapping[str, object]) -> str:
    """Give a mapping as JSON with a line for each polarity and each line of weights."""
    parts = []
    for name, value in stored.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            parts.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
        elif isinstance(value, list):
            inner = ",\n".join(json.dumps(line, ensure_ascii=False) for line in value)
            parts.append(f"{json.dumps(name)}: [\n{inner}\n]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def key_of(text: str) -> str:
    """Give a hash of a text's words, whatever its hyphens, quotes and spaces."""
    words = re.findall(
        r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "").replace("-", "")
    )
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def read_labels(path: Path) -> dict[str, str]:
    """Read the labels given by reading, by the hash of the words."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["key"]: row["label"] for row in csv.DictReader(rows)}


def read_hard(path: Path) -> set[str]:
    """Read which paragraphs were labelled because an earlier model was in doubt of them."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["key"] for row in csv.DictReader(rows) if row["drawn"] == "hard"}


def read_gold(folder: Path) -> Iterator[Example]:
    """Give text, section and polarity of each labelled finding of official reports."""
    for path in sorted(folder.glob("*.json")):
        if path.stem.startswith("seed_"):
            continue
        for found in json.loads(path.read_text("utf-8"))["findings"]:
            yield found["text"], found.get("section"), found["polarity"]


def read_corpus(
    folder: Path, left_out: set[str]
) -> tuple[list[tuple[str, str | None]], list[Weak]]:
    """Give the paragraphs of all reports with their headings, and their sentences."""
    paragraphs: list[tuple[str, str | None]] = []
    weak: list[Weak] = []
    for path in sorted(folder.glob("*.pdf")):
        if path.stem in left_out:
            continue
        try:
            document = read(path)
        except DocumentError as error:
            print(f"left out: {error}")
            continue
        prior, heading = UNKNOWN, None
        for block in document.body():
            text = document.text_of(block)
            if block.kind is BlockKind.HEADING:
                prior, heading = prior_of(text), text
            elif block.kind is not BlockKind.CELL and len(text) > 40:  # noqa: PLR2004 - a sentence
                paragraphs.append((text, heading))
                weak.extend(sentences_of(text, path.stem, prior))
    return paragraphs, weak


def prior_of(heading: str) -> float:
    """Give the share of praise that a heading promises."""
    titled = title_polarity(heading)
    if titled is not None:
        return STRENGTHS if titled == "strength" else NEEDS
    grades = _GRADE.findall(heading[-60:].lower())
    return PRIORS.get(grades[-1], 0.5) if grades else UNKNOWN


def sentences_of(text: str, document: str, prior: float) -> Iterator[Weak]:
    """Give a paragraph's sentences, each with its relation to the one before it."""
    for place, stretch in enumerate(find_sentences(text)):
        sentence = stretch.of(text)
        relation = 0.0
        if place:
            relation = -1.0 if _TURNS.match(sentence) else 1.0 if _GOES_ON.match(sentence) else 0.3
        yield Weak(text=sentence, document=document, prior=prior, relation=relation)


def train_words(weak: Sequence[Weak], labels: dict[str, str]) -> tuple[dict[str, float], float]:
    """Train the model on runs of words; give its strongest weights and its intercept."""
    texts = [sentence.text for sentence in weak]
    marks = [labels.get(key_of(text), "") for text in texts]
    fixed = np.array([HAND.get(mark, np.nan) for mark in marks])
    weights = np.where(np.isnan(fixed), 1.0, HAND_WEIGHT)
    print(f"{len(texts)} sentences, {int((~np.isnan(fixed)).sum())} of them labelled by reading")
    vectors = CountVectorizer(analyzer=grams, binary=True, min_df=LEAST_SENTENCES)
    matrix = vectors.fit_transform(texts).astype(np.float32)
    half = np.array([zlib.crc32(sentence.document.encode()) % 2 for sentence in weak])
    prior = logit(np.array([sentence.prior for sentence in weak]))
    relation = np.array([sentence.relation for sentence in weak])
    cues = np.array([cue_score(text) for text in texts])
    score = np.clip(cues * 0.5, -3, 3) + 0.7 * prior
    for _ in range(3):
        wanted = targets(score, relation, fixed)
        unseen = np.zeros(len(texts))
        for part in (0, 1):
            trained = fit(matrix[half == part], wanted[half == part], weights[half == part])
            unseen[half != part] = trained.decision_function(matrix[half != part])
        score = unseen + 0.4 * prior + 0.15 * np.clip(cues * 0.5, -2, 2)
    trained = fit(matrix, targets(score, relation, fixed), weights)
    coefficients = trained.coef_[0]
    names = vectors.get_feature_names_out()
    kept = np.argsort(-np.abs(coefficients))[:KEPT_GRAMS]
    return {str(names[i]): float(coefficients[i]) for i in kept}, float(trained.intercept_[0])


def targets(score: Array, relation: Array, fixed: Array) -> Array:
    """Give the share of praise to learn: scores, drawn to their neighbours', labels as they are."""
    clipped = np.clip(score, -3, 3)
    drawn = np.zeros_like(clipped)
    drawn[1:] += relation[1:] * clipped[:-1]
    drawn[:-1] += relation[1:] * clipped[1:]
    shares = 1 / (1 + np.exp(-np.clip(score + 0.4 * drawn, -4, 4)))
    return np.where(np.isnan(fixed), shares, fixed)


def fit(matrix: sparse.csr_matrix, shares: Array, weights: Array) -> LogisticRegression:
    """Fit a logistic regression to shares: each sentence counts as praise and as blame."""
    both = sparse.vstack([matrix, matrix])
    labels = np.r_[np.ones(len(shares)), np.zeros(len(shares))]
    counts = np.r_[shares * weights, (1 - shares) * weights]
    model = LogisticRegression(C=0.15, solver="liblinear", tol=1e-2, random_state=1)
    return model.fit(both, labels, sample_weight=counts)


def logit(shares: Array) -> Array:
    """Give the log odds of shares between 0 and 1."""
    return np.log(shares / (1 - shares))


def labelled(
    paragraphs: Sequence[tuple[str, str | None]], labels: Mapping[str, str]
) -> list[Example]:
    """Give the paragraphs that were labelled by reading, each once."""
    found = {
        key_of(text): (text, heading, labels[key_of(text)])
        for text, heading in paragraphs
        if labels.get(key_of(text)) in POLARITIES
    }
    return list(found.values())


def train_paragraphs(
    model: PolarityModel, own: Sequence[Example], hard: NDArray[np.bool_], gold: Sequence[Example]
) -> dict[str, list[float]]:
    """Train the model that weighs clauses; print its accuracy beside two plain baselines.

    Args:
        model: The trained model of clauses.
        own: The paragraphs to learn from.
        hard: Which of them an earlier model was in doubt of, to tell their accuracy apart.
        gold: Findings that are only predicted.

    Returns:
        For each polarity the weight of each feature, the intercept first.
    """
    values = np.array([vector(model, text, heading) for text, heading, _ in own])
    wanted = np.array([polarity for *_, polarity in own])
    mean, spread = values.mean(0), values.std(0) + 1e-9
    regression = LogisticRegression(C=SMOOTHING, max_iter=3000)
    folds = StratifiedKFold(10, shuffle=True, random_state=1)
    guessed = np.empty_like(wanted)
    for seen, held in folds.split(values, wanted):
        part = regression.fit((values[seen] - mean) / spread, wanted[seen])
        guessed[held] = part.predict((values[held] - mean) / spread)
    for name, members in (("drawn at random", ~hard), ("hard", hard)):
        chosen = np.flatnonzero(members).tolist()
        report(f"own, {name}, 10-fold", [own[i] for i in chosen], guessed[chosen].tolist())
    trained = regression.fit((values - mean) / spread, wanted)
    unseen = [item for item in gold if item[2] in POLARITIES]
    if unseen:
        gold_values = np.array([vector(model, text, heading) for text, heading, _ in unseen])
        report("gold, none seen", unseen, trained.predict((gold_values - mean) / spread).tolist())
    weights = trained.coef_ / spread
    intercepts = trained.intercept_ - weights @ mean
    return {
        str(name): [round(float(x), 4) for x in (intercepts[i], *weights[i])]
        for i, name in enumerate(trained.classes_)
    }


def report(name: str, examples: Sequence[Example], guessed: Sequence[str]) -> None:
    """Print the accuracy of guesses beside the majority's and the list of words' alone."""
    if not examples:
        return
    wanted = [polarity for *_, polarity in examples]
    plain = [plain_guess(text) for text, *_ in examples]
    majority = Counter(wanted).most_common(1)[0][1] / len(wanted)
    print(
        f"{name}: {len(wanted)}, majority {majority:.3f}, "
        f"list of words {share_right(plain, wanted):.3f}, model {share_right(guessed, wanted):.3f}"
    )


def share_right(guessed: Sequence[str], wanted: Sequence[str]) -> float:
    """Give the share of guesses that are as wanted."""
    return sum(map(str.__eq__, guessed, wanted)) / len(wanted)


def vector(model: PolarityModel, text: str, heading: str | None) -> tuple[float, ...]:
    """Give the features of a paragraph."""
    return features(text, score_sentences(text, model.score), title_polarity(heading))


def plain_guess(text: str) -> str:
    """Guess from the list of telling words alone: the baseline."""
    scores = [cue_score(stretch.of(text)) for stretch in find_sentences(text)]
    praise = sum(score for score in scores if score > 0)
    blame = -sum(score for score in scores if score < 0)
    share = praise / (praise + blame) if praise + blame else 0.5
    return "strength" if share >= 0.75 else "weakness" if share <= 0.25 else "mixed"  # noqa: PLR2004


if __name__ == "__main__":
    main()
