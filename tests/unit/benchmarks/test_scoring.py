"""The figures of docs/accuracy.md, on cases worked out by hand."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"
PLANS = "Plans for children in need are clear, timely and well understood by their families."
VISITS = "Visits to children are late, and managers do not know how many were missed."


@pytest.fixture(scope="module")
def scoring() -> Iterator[ModuleType]:
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("scoring")
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def coverage(scoring: ModuleType) -> ModuleType:
    del scoring  # it puts the folder on the path
    return importlib.import_module("scoring_coverage")


def label(text: str, **changes: Any) -> dict[str, Any]:
    plain = {"text": text, "area": "leadership", "polarity": "strength", "paragraph": "1"}
    return {**plain, "themes": ["care leavers"], **changes}


def report(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "document": "barset_2031",
        "framework": "ILACS",
        "authorities": ["Barset"],
        "inspection_start": "2031-03-03",
        "inspection_end": "2031-03-14",
        "published": None,
        "lead_inspector": "Ann Other",
        "judgements": [{"area": "overall", "grade": "requires improvement"}],
        "previous_judgements": [],
        "recommendations": [],
        "lscb_recommendations": [],
        "people": [],
        "findings": [],
        "n_finding_paragraphs": None,
    }
    return {**plain, **changes}


def score(scoring: ModuleType, gold: dict[str, Any], **rows: Any) -> Any:
    scores = scoring.Scores()
    names = ("inspection", "judgement", "previous", "recommendation", "person", "finding")
    answers = {name: rows.get(name, []) for name in names}
    scoring.ReportScorer(scores, gold["document"], gold).score(answers)
    return scores


def found(text: str, **changes: str) -> dict[str, str]:
    return {"f": text, "text": text, "area": "leadership", "polarity": "strength", **changes}


def test_precision_recall_and_f1(scoring: ModuleType) -> None:
    tally = scoring.Tally(found=3, labelled=4, right=3, given=6)
    assert (tally.recall, tally.precision, tally.f1) == (0.75, 0.5, pytest.approx(0.6))


def test_nothing_given_of_something_scores_nothing(scoring: ModuleType) -> None:
    tally = scoring.Tally(labelled=4)
    assert (tally.recall, tally.precision, tally.f1) == (0, 0, 0)


def test_nothing_given_of_nothing_is_right(scoring: ModuleType) -> None:
    assert scoring.Tally().f1 == 1


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [(1.0, 18, 0.8241, 1.0), (0.5, 10, 0.2366, 0.7634), (0.0, 5, 0.0, 0.4345)],
)
def test_wilson_intervals(
    scoring: ModuleType, share: float, count: int, low: float, high: float
) -> None:
    assert scoring.wilson(share, count) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_may_be_anything(scoring: ModuleType) -> None:
    assert scoring.wilson(1.0, 0) == (0.0, 1.0)


def test_identity_is_right_field_by_field(scoring: ModuleType) -> None:
    row = {
        "framework": "ilacs",
        "authority": "barset",
        "start": "2031-03-03",
        "end": "2031-03-15",
        "lead": "Ann  Other",
    }
    scores = score(scoring, report(), inspection=[row])
    got = {name: tally.found for (name, _), tally in scores.tallies.items() if tally.labelled}
    assert got["authority"] == got["framework"] == got["start date"] == got["lead inspector"] == 1
    assert got["end date"] == 0
    assert "publication date" not in got  # it is not printed, so nobody is asked for it
    assert ("ILACS", "barset_2031", "end date", "2031-03-14, not 2031-03-15") in scores.misses


def test_a_document_that_is_not_there_misses_everything(scoring: ModuleType) -> None:
    scores = score(scoring, report(findings=[label(PLANS)]))
    assert {tally.found for tally in scores.tallies.values()} == {0}
    assert scores.of("findings", "ILACS").labelled == 1


def test_judgements_are_pairs_of_area_and_grade(scoring: ModuleType) -> None:
    rows = [
        {"area": "overall", "grade": "requires-improvement"},
        {"area": "leadership", "grade": "good"},
        {"area": "fostering", "grade": "good"},  # of an area that labels leave out
    ]
    tally = score(scoring, report(), judgement=rows).of("judgements", "ILACS")
    assert (tally.found, tally.labelled, tally.right, tally.given) == (1, 1, 1, 2)


def test_a_recommendation_counts_once(scoring: ModuleType) -> None:
    gold = report(recommendations=[PLANS], lscb_recommendations=[VISITS])
    rows = [{"text": PLANS.replace(", timely", " and timely")}, {"text": PLANS}, {"text": "Other."}]
    tally = score(scoring, gold, recommendation=rows).of("recommendations", "ILACS")
    assert (tally.found, tally.labelled, tally.given) == (1, 2, 3)


def test_half_a_finding_is_not_found_and_neither_are_two_run_together(
    scoring: ModuleType,
) -> None:
    gold = report(findings=[label(PLANS)])
    for text, count in ((PLANS, 1), (PLANS[:40], 0), (f"{PLANS} {VISITS}", 0)):
        assert score(scoring, gold, finding=[found(text)]).of("findings", "ILACS").found == count


def test_fields_of_a_finding_are_asked_about_where_it_is_found(scoring: ModuleType) -> None:
    gold = report(
        findings=[label(PLANS), label(VISITS, area=None, paragraph=None, polarity="weakness")]
    )
    rows = [
        found(PLANS, paragraph="2", theme="care-leavers"),
        found(PLANS, paragraph="2", theme="adoption"),
        found(VISITS, polarity="mixed", theme="neglect"),
    ]
    scores = score(scoring, gold, finding=rows)
    counts = {name: (tally.found, tally.labelled) for (name, _), tally in scores.tallies.items()}
    assert counts["findings"] == (2, 2)
    assert counts["area of a finding"] == (1, 1)
    assert counts["paragraph number"] == (0, 1)
    assert counts["polarity of a finding"] == (1, 2)
    assert counts["a theme in common"] == (1, 2)
    assert scores.of("themes", "ILACS").precision == pytest.approx(1 / 3)


def test_fragments_and_the_number_of_paragraphs(scoring: ModuleType) -> None:
    rows = [found(f"Plan number {n} is good enough.", paragraph=str(n)) for n in range(1, 20)]
    rows.append(found("Too short."))
    scores = score(scoring, report(n_finding_paragraphs=20), finding=rows)
    assert scores.of("findings that are fragments", "ILACS").found == 1
    assert scores.of("number of paragraphs within 5 %", "ILACS").found == 1
    fewer = score(scoring, report(n_finding_paragraphs=21), finding=rows)
    assert fewer.of("number of paragraphs within 5 %", "ILACS").found == 0


def test_hyphens_quotes_and_case_make_no_difference(scoring: ModuleType) -> None:
    assert scoring.words("Multi-agency ‘care’ – children’s") == [
        "multiagency",
        "care",
        "childrens",
    ]


def test_optional_passages_count_neither_way(coverage: ModuleType, scoring: ModuleType) -> None:
    gold = {
        "document": "news.txt",
        "authorities": ["Barset"],
        "inspections": [],
        "people": [{"name": "Cllr Ann Other", "role": "leader of the council"}],
        "findings": [{"text": PLANS, "polarity": "strength"}, {"text": VISITS, "optional": True}],
        "actions": [],
        "statistics": [],
        "speakers": [{"person": "Ann Other", "quote_start": "We are glad of this report"}],
    }
    rows = {
        "authority": [{"authority": "Barset"}, {"authority": "Wexborough"}],
        "judgement": [],
        "person": [{"name": "Ann Other", "role": "council leader of the"}],
        "finding": [
            {"text": PLANS, "polarity": "mixed"},
            {"text": VISITS, "polarity": "weakness"},
            {"text": "The weather was fine on the day of the visit to Barset."},
        ],
        "action": [],
        "statistic": [],
        "statement": [{"name": "Ann Other", "text": "“We are glad of this report,” she said."}],
    }
    scores = scoring.Scores()
    coverage.CoverageScorer(scores, gold).score(rows)
    findings = scores.of("findings", "coverage")
    assert (findings.found, findings.labelled, findings.right, findings.given) == (1, 1, 1, 2)
    assert scores.of("polarity of a finding", "coverage").found == 0
    assert scores.of("authorities", "coverage").precision == 0.5
    assert scores.of("people", "coverage").f1 == 1
    assert scores.of("roles", "coverage").found == 1
    assert scores.of("statements", "coverage").found == 1


def test_a_plain_method_is_counted_against_the_reader(scoring: ModuleType) -> None:
    truths = [
        scoring.Labelled(PLANS, "strength", frozenset({"care-leavers"}), "mixed"),
        scoring.Labelled(VISITS, "weakness", frozenset({"neglect", "adoption"}), "weakness"),
    ]
    right = scoring.baselines(
        truths, {"always": lambda _: "strength", "themes": lambda _: {"adoption", "fostering"}}
    )
    assert right == {"always": 1, "themes": 1}


def test_the_page_in_docs_is_made_from_the_template() -> None:
    template = (FOLDER / "accuracy_page.md").read_text(encoding="utf-8")
    written = (FOLDER.parent / "docs" / "accuracy.md").read_text(encoding="utf-8")
    fixed = [line for line in template.splitlines() if "{{" not in line]
    assert [line for line in fixed if line not in written] == []
    assert "{{" not in written
