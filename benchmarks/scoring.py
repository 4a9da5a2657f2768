"""How what a knowledge base says is compared with what a careful reader labelled.

Every comparison gives tallies: how many labelled items there are, how many of them were found, how
many the knowledge base gives, and how many of those are right. Tallies of documents add up to those
of a family, and of families to the whole.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, str]
Tokens = list[str]

SAME_RECOMMENDATION = 0.9
SAME_FINDING = 0.85
"""Similarity of two word sequences (difflib's ratio) from which they are one thing."""
LEAST_LENGTHS = 0.6
"""Shorter over longer; below it two texts are not compared at all."""
COVERED = 0.8
"""Share of the shorter text's three-word runs from which one text covers another."""
ABOUT = 0.6
"""The same for counting what the knowledge base gives as being about a labelled item."""
FEWEST_FOR_RUNS = 6
"""Words from which runs of three are compared; below it, single words."""
FEWEST_WORDS = 5
"""What has fewer words is a fragment."""
JUDGED = frozenset(
    {
        "overall",
        "help-and-protection",
        "children-looked-after",
        "children-in-care-and-care-leavers",
        "children-in-care",
        "adoption",
        "care-leavers",
        "leadership",
        "lscb",
        "send-outcome",
    }
)
FRAMEWORKS = {"SIF": "sif", "ILACS": "ilacs", "JTAI": "jtai", "AreaSEND": "area-send"}
HONORIFICS = frozenset(
    "cllr councillor county mr mrs ms dr sir dame cbe obe mbe qc kc mp".split()  # noqa: SIM905
)


@dataclass(slots=True)
class Tally:
    """What was labelled and found, given and right.

    Attributes:
        found: Labelled items that the knowledge base has.
        labelled: Labelled items.
        right: Items of the knowledge base that are labelled.
        given: Items of the knowledge base; 0 where only labelled items are asked about.
    """

    found: int = 0
    labelled: int = 0
    right: int = 0
    given: int = 0

    def add(self, found: int, labelled: int, right: int = 0, given: int = 0) -> None:
        """Count more."""
        self.found += found
        self.labelled += labelled
        self.right += right
        self.given += given

    @property
    def recall(self) -> float:
        """Share of the labelled items that were found; 1 where nothing is labelled."""
        return self.found / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        """Share of the given items that are right; 1 where nothing is given nor labelled."""
        return self.right / self.given if self.given else float(self.labelled == 0)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def wilson(share: float, count: float, z: float = 1.96) -> tuple[float, float]:
    """Give the Wilson score interval of a share.

    Args:
        share: Between 0 and 1.
        count: Of how many it is the share.
        z: Standard deviations; 1.96 for 95 of 100.

    Returns:
        Lower and upper bound; (0, 1) for a share of nothing.
    """
    if not count:
        return 0.0, 1.0
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


@dataclass(slots=True)
class Scores:
    """The tallies of all fields and families, and what fell short.

    Attributes:
        tallies: By field and family.
        misses: Family, document, field, and what is missing or wrong.
        truths: What a reader said of each found finding, beside what was said of it: for
            comparison with plain baselines.
    """

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)
    truths: list[Labelled] = field(default_factory=list)

    def of(self, name: str, family: str) -> Tally:
        """Give the tally of a field in a family."""
        return self.tallies.setdefault((name, family), Tally())

    def total(self, name: str, families: Iterable[str]) -> Tally:
        """Give the tally of a field over families."""
        whole = Tally()
        for family in families:
            part = self.of(name, family)
            whole.add(part.found, part.labelled, part.right, part.given)
        return whole


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled finding that was found.

    Attributes:
        text: Its words.
        polarity: The reader's.
        themes: The reader's.
        said: The polarity that the knowledge base gives.
    """

    text: str
    polarity: str
    themes: frozenset[str]
    said: str | None


def words(text: str) -> Tokens:
    """Give lower-case words; hyphens, quotation marks and line ends make no difference."""
    plain = re.sub("[’'‑-]", "", text.lower())
    return re.findall(r"[a-z0-9]+", plain)


def slug(text: str) -> str:
    """Give the words of a name joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def similarity(one: Tokens, other: Tokens) -> float:
    """Give how alike two word sequences are, from 0 to 1."""
    if not one or not other:
        return 0.0
    if min(len(one), len(other)) / max(len(one), len(other)) < LEAST_LENGTHS:
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def overlap(one: Tokens, other: Tokens) -> float:
    """Give the share of the shorter text's three-word runs that stand in the other."""
    size = 3 if min(len(one), len(other)) >= FEWEST_FOR_RUNS else 1
    runs = [
        {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}
        for tokens in (one, other)
    ]
    if not all(runs):
        return 0.0
    return len(runs[0] & runs[1]) / min(map(len, runs))


def person(name: str) -> tuple[str, ...]:
    """Give the words of a name without titles and honours."""
    return tuple(word for word in words(name) if word not in HONORIFICS)


class ReportScorer:
    """Compares one official report with its labels."""

    def __init__(self, scores: Scores, name: str, gold: Mapping[str, Any]) -> None:
        self.scores, self.name, self.gold = scores, name, gold
        self.family = gold["framework"]

    def score(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Count every field; `rows` are the answers about this document, by query."""
        self._identity(rows["inspection"])
        for name, query in (("judgements", "judgement"), ("previous judgements", "previous")):
            self._judgements(name, rows[query])
        self._recommendations([row["text"] for row in rows["recommendation"]])
        wanted = {slug(p["name"]) for p in self.gold["people"]}
        self._sets("people", wanted, {slug(row["name"]) for row in rows["person"]})
        self._findings(rows["finding"])

    def _miss(self, name: str, what: object) -> None:
        self.scores.misses.append((self.family, self.name, name, str(what)))

    def _identity(self, rows: Sequence[Row]) -> None:
        gold = self.gold
        checks: list[tuple[str, str | None, set[str]]] = [
            ("authority", slug(a), {slug(r.get("authority", "")) for r in rows})
            for a in gold["authorities"]
        ]
        framework = FRAMEWORKS.get(gold["framework"])
        checks.append(("framework", framework, {r.get("framework", "") for r in rows}))
        for name, label, variable in (
            ("start date", "inspection_start", "start"),
            ("end date", "inspection_end", "end"),
            ("publication date", "published", "published"),
        ):
            checks.append((name, gold[label], {r.get(variable, "")[:10] for r in rows}))
        lead = gold["lead_inspector"]
        leads = {slug(r.get("lead", "")) for r in rows}
        checks.append(("lead inspector", slug(lead) if lead else None, leads))
        for name, wanted, got in checks:
            if wanted is not None:
                self.scores.of(name, self.family).add(int(wanted in got), 1)
                if wanted not in got:
                    self._miss(name, f"{wanted}, not {', '.join(sorted(got)) or 'given'}")

    def _judgements(self, name: str, rows: Sequence[Row]) -> None:
        labelled = self.gold[name.replace(" ", "_")]
        wanted = {(j["area"], j["grade"].replace(" ", "-")) for j in labelled}
        wanted = {(area, grade) for area, grade in wanted if area in JUDGED}
        got = {(row["area"], row["grade"]) for row in rows if row["area"] in JUDGED}
        if wanted or name == "judgements":
            self._sets(name, wanted, got)

    def _sets(self, name: str, wanted: set[Any], got: set[Any]) -> None:
        both = len(wanted & got)
        self.scores.of(name, self.family).add(both, len(wanted), both, len(got))
        for what, items in (("missing", wanted - got), ("not labelled", got - wanted)):
            for item in sorted(items):
                self._miss(name, f"{what}: {item if isinstance(item, str) else ': '.join(item)}")

    def _recommendations(self, given: Sequence[str]) -> None:
        wanted = [*self.gold["recommendations"], *self.gold["lscb_recommendations"]]
        left = [words(text) for text in given]
        found = 0
        for text in wanted:
            tokens = words(text)
            best = max(left, key=lambda other: similarity(tokens, other), default=None)
            if best is not None and similarity(tokens, best) >= SAME_RECOMMENDATION:
                left.remove(best)
                found += 1
            else:
                self._miss("recommendations", f"missing: {text[:80]}")
        self.scores.of("recommendations", self.family).add(found, len(wanted), found, len(given))

    def _findings(self, rows: Sequence[Row]) -> None:
        given: dict[str, dict[str, Any]] = {}
        for row in rows:
            entry = given.setdefault(
                row["f"], {**row, "tokens": words(row["text"]), "themes": set()}
            )
            entry["themes"] |= {row["theme"]} if "theme" in row else set()
        fragments = sum(len(entry["tokens"]) < FEWEST_WORDS for entry in given.values())
        self.scores.of("findings that are fragments", self.family).add(fragments, len(given))
        for label in self.gold["findings"]:
            self._finding(label, list(given.values()))
        paragraphs = {e["paragraph"] for e in given.values() if e.get("paragraph")}
        if expected := self.gold["n_finding_paragraphs"]:
            near = abs(len(paragraphs) - expected) <= 0.05 * expected
            self.scores.of("number of paragraphs within 5 %", self.family).add(int(near), 1)
            if not near:
                self._miss("number of paragraphs", f"{len(paragraphs)}, not {expected}")

    def _finding(self, label: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> None:
        tokens = words(label["text"])
        best = max(given, key=lambda e: similarity(tokens, e["tokens"]), default=None)
        is_found = best is not None and similarity(tokens, best["tokens"]) >= SAME_FINDING
        self.scores.of("findings", self.family).add(int(is_found), 1)
        if best is None or not is_found:
            self._miss("findings", f"missing: {label['text'][:80]}")
            return
        themes = frozenset(map(slug, label["themes"]))
        self.scores.truths.append(
            Labelled(label["text"], label["polarity"], themes, best.get("polarity"))
        )
        for name, wanted, got in (
            ("area of a finding", label["area"], best.get("area")),
            ("polarity of a finding", label["polarity"], best.get("polarity")),
            ("paragraph number", label["paragraph"], best.get("paragraph")),
        ):
            # A finding without an area or a number in print is asked about neither.
            if wanted or name == "polarity of a finding":
                right = str(wanted) == str(got)
                self.scores.of(name, self.family).add(int(right), 1)
                if not right:
                    self._miss(name, f"{wanted}, not {got}: {label['text'][:60]}")
        shared = len(themes & best["themes"])
        self.scores.of("a theme in common", self.family).add(int(shared > 0), 1)
        self.scores.of("themes", self.family).add(shared, len(themes), shared, len(best["themes"]))
        if not shared:
            got_themes = ", ".join(sorted(best["themes"]))
            self._miss("themes", f"{', '.join(sorted(themes))}, not {got_themes}")


def baselines(
    truths: Sequence[Labelled], guess: Mapping[str, Callable[[str], str | set[str]]]
) -> Counter[str]:
    """Count how often plain methods agree with the reader on findings that were found.

    Args:
        truths: The labelled findings.
        guess: By name: functions from text to a polarity (str) or to themes (set).

    Returns:
        By name: how many polarities are equal, or how many sets share a theme.
    """
    right: Counter[str] = Counter()
    for name, method in guess.items():
        for truth in truths:
            said = method(truth.text)
            equal = said == truth.polarity
            right[name] += equal if isinstance(said, str) else not truth.themes.isdisjoint(said)
    return right
