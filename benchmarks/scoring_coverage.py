"""The same for news, slides, minutes and other documents about inspections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring import ABOUT, COVERED, Row, Scores, Tokens, overlap, person, slug, words

FAMILY = "coverage"
PASSAGES = (("findings", "finding"), ("actions", "action"), ("statistics", "statistic"))


class CoverageScorer:
    """Compares one document about inspections with its labels; optional items count neither way."""

    def __init__(self, scores: Scores, gold: Mapping[str, Any]) -> None:
        self.scores, self.gold, self.name = scores, gold, gold["document"]

    def score(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Count every field; `rows` are the answers about this document, by query."""
        gold = self.gold
        authorities = {slug(row["authority"]) for row in rows["authority"]}
        self._sets("authorities", set(map(slug, gold["authorities"])), authorities)
        self._judgements(rows["judgement"])
        self._people(rows["person"])
        for name, query in PASSAGES:
            self._passages(name, gold[name], rows[query])
        self._statements(rows["statement"])

    def _miss(self, name: str, what: str) -> None:
        self.scores.misses.append((FAMILY, self.name, name, what))

    def _sets(self, name: str, wanted: set[Any], got: set[Any]) -> None:
        both = len(wanted & got)
        self.scores.of(name, FAMILY).add(both, len(wanted), both, len(got))
        for what, items in (("missing", wanted - got), ("not labelled", got - wanted)):
            for item in sorted(items):
                self._miss(name, f"{what}: {item if isinstance(item, str) else ' '.join(item)}")

    def _judgements(self, rows: Iterable[Row]) -> None:
        wanted, optional = set(), set()
        for inspection in self.gold["inspections"]:
            for judgement in inspection["judgements"] if inspection.get("authority") else ():
                item = (slug(inspection["authority"]), judgement["area"], slug(judgement["grade"]))
                maybe = inspection.get("optional") or judgement.get("optional")
                (optional if maybe else wanted).add(item)
        got = {(slug(r["authority"]), r["area"], r["grade"]) for r in rows}
        self._sets("judgements", wanted - optional, got - optional)

    def _people(self, rows: Sequence[Row]) -> None:
        people = self.gold["people"]
        optional = {person(p["name"]) for p in people if p.get("optional")}
        wanted = {person(p["name"]) for p in people} - optional
        self._sets("people", wanted, {person(r["name"]) for r in rows} - optional)
        for label in people:
            if label["role"] and not label.get("optional"):
                right = any(
                    person(row["name"]) == person(label["name"])
                    and overlap(words(row.get("role", "")), words(label["role"])) >= ABOUT
                    for row in rows
                )
                self.scores.of("roles", FAMILY).add(int(right), 1)

    def _passages(self, name: str, items: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> None:
        given = [(row["text"], words(row["text"])) for row in rows]
        tally = self.scores.of(name, FAMILY)
        for item in items:
            if item.get("optional"):
                continue
            score, text = _best_cover(words(item["text"]), given)
            tally.add(int(score >= COVERED), 1)
            if score < COVERED:
                self._miss(name, f"missing: {item['text'][:80]}")
            elif name == "findings" and item.get("polarity"):
                said = {row.get("polarity") for row in rows if row["text"] == text}
                self.scores.of("polarity of a finding", FAMILY).add(
                    int(item["polarity"] in said), 1
                )
        wanted = [words(item["text"]) for item in items if not item.get("optional")]
        neutral = [words(item["text"]) for item in items if item.get("optional")]
        for text, tokens in given:
            right = any(overlap(tokens, other) >= ABOUT for other in wanted)
            if right or not any(overlap(tokens, other) >= ABOUT for other in neutral):
                tally.add(0, 0, int(right), 1)
            if not right:
                self._miss(name, f"not labelled: {text[:80]}")

    def _statements(self, rows: Sequence[Row]) -> None:
        for label in self.gold["speakers"]:
            if label.get("optional"):
                continue
            start = " ".join(words(label["quote_start"])[:6])
            found = any(
                person(row["name"]) == person(label["person"])
                and start in " ".join(words(row["text"]))
                for row in rows
            )
            self.scores.of("statements", FAMILY).add(int(found), 1)
            if not found:
                self._miss("statements", f"missing: {label['person']}")


def _best_cover(wanted: Tokens, given: Sequence[tuple[str, Tokens]]) -> tuple[float, str | None]:
    """Give the best covering text that is not over three times as long."""
    near = (
        (overlap(wanted, tokens), text)
        for text, tokens in given
        if len(tokens) <= 3 * len(wanted) + 12
    )
    return max(near, default=(0.0, None), key=lambda pair: pair[0])
