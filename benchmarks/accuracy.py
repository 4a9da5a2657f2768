"""How often a knowledge base says what a careful reader of its documents would say.

    python benchmarks/accuracy.py --kb KB --gold DIR [--kb KB2 --gold DIR2]... [--out PAGE]

KB must hold the labelled documents of DIR (`*.json`, one a document); several pairs count as one
set. Everything is read through the public interface, `KnowledgeBase.query`. Writes a page with the
figures, or prints them and what fell short with --misses.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scoring import Labelled, ReportScorer, Scores, Tally, baselines, wilson
from scoring_coverage import FAMILY as COVERAGE
from scoring_coverage import CoverageScorer

from caregraph.extraction.cues import read_cues
from caregraph.extraction.polarity import polarity_of
from caregraph.extraction.themes import themes_of
from caregraph.knowledge_base import KnowledgeBase
from caregraph.ontology.concepts import concepts

HERE = Path(__file__).resolve().parent
FAMILIES = {"SIF": "SIF", "ILACS": "ILACS", "JTAI": "JTAI", "AreaSEND": "area SEND"}
# Of the inspections that a report speaks of, its own is the one that no later one of the same
# report calls the previous.
OWN = "FILTER NOT EXISTS { ?later cg:previousInspection ?i . ?later cg:reportedIn ?d }"
GRADED = """?j a cg:Judgement ; cg:statedIn ?d ; cg:judgementOf ?i ; cg:area/skos:notation ?area ;
    cg:grade/skos:notation ?grade . ?d cg:fileName ?file"""
QUERIES = {
    "inspection": f"""SELECT ?file ?framework ?authority ?start ?end ?published ?lead {{
        ?i a cg:Inspection ; cg:reportedIn ?d . ?d cg:fileName ?file . {OWN}
        OPTIONAL {{ ?i cg:framework/skos:notation ?framework }}
        OPTIONAL {{ ?i cg:inspects/rdfs:label ?authority }}
        OPTIONAL {{ ?i cg:startDate ?start }} OPTIONAL {{ ?i cg:endDate ?end }}
        OPTIONAL {{ ?i cg:publicationDate ?published }}
        OPTIONAL {{ ?i cg:leadInspector/foaf:name ?lead }} }}""",
    "judgement": f"""SELECT DISTINCT ?file ?area ?grade {{
        {GRADED} . ?i cg:reportedIn ?d . {OWN} }}""",
    "previous": f"""SELECT DISTINCT ?file ?area ?grade {{
        {GRADED} . ?later cg:previousInspection ?i . ?later cg:reportedIn ?d }}""",
    "recommendation": """SELECT DISTINCT ?file ?text {
        ?r a cg:Recommendation ; cg:statedIn ?d ; cg:text ?text . ?d cg:fileName ?file }""",
    "person": """SELECT DISTINCT ?file ?name ?role {
        ?p a foaf:Person ; foaf:name ?name ; cg:mentionedIn ?d . ?d cg:fileName ?file
        OPTIONAL { ?m cg:member ?p ; cg:roleTitle ?role ; cg:statedIn ?d } }""",
    "finding": """SELECT ?file ?f ?text ?area ?polarity ?paragraph ?theme {
        ?f a cg:Finding ; cg:statedIn ?d ; cg:text ?text . ?d cg:fileName ?file
        OPTIONAL { ?f cg:area/skos:notation ?area }
        OPTIONAL { ?f cg:polarity/skos:notation ?polarity }
        OPTIONAL { ?f cg:paragraph ?paragraph } OPTIONAL { ?f cg:theme/skos:notation ?theme } }""",
}
COVERAGE_QUERIES = {
    "authority": """SELECT DISTINCT ?file ?authority {
        ?i a cg:Inspection ; cg:reportedIn ?d ; cg:inspects/rdfs:label ?authority .
        ?d cg:fileName ?file }""",
    "judgement": f"""SELECT DISTINCT ?file ?authority ?area ?grade {{
        {GRADED} . ?i cg:inspects/rdfs:label ?authority }}""",
    "person": QUERIES["person"],
    "finding": """SELECT DISTINCT ?file ?text ?polarity {
        ?f a cg:Finding ; cg:statedIn ?d ; cg:text ?text . ?d cg:fileName ?file
        OPTIONAL { ?f cg:polarity/skos:notation ?polarity } }""",
    "action": """SELECT DISTINCT ?file ?text {
        ?a a cg:Action ; cg:statedIn ?d ; cg:text ?text . ?d cg:fileName ?file }""",
    "statistic": """SELECT DISTINCT ?file ?text {
        ?s a cg:Statistic ; cg:statedIn ?d ; cg:text ?text . ?d cg:fileName ?file }""",
    "statement": """SELECT DISTINCT ?file ?name ?text { ?s a cg:Statement ; cg:statedIn ?d ;
        cg:text ?text ; cg:speaker/foaf:name ?name . ?d cg:fileName ?file }""",
}
SHARES = (
    "authority",
    "framework",
    "start date",
    "end date",
    "publication date",
    "lead inspector",
    "findings",
    "area of a finding",
    "paragraph number",
    "number of paragraphs within 5 %",
    "polarity of a finding",
    "a theme in common",
)
MOSTLY = 2 / 3
"""Share of the telling words from which a plain list of them decides."""
LISTS = ("judgements", "previous judgements", "recommendations", "people")
COVERAGE_LISTS = ("authorities", "judgements", "people", "findings", "actions", "statistics")
COVERAGE_SHARES = ("statements", "roles", "polarity of a finding")


def main() -> None:
    """Score, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kb", type=Path, action="append", required=True)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, help="the page to write, such as docs/accuracy.md")
    parser.add_argument("--misses", action="store_true", help="print what fell short")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    scores, counts = Scores(), Counter[str]()
    for root, folder in zip(arguments.kb, arguments.gold, strict=True):
        with KnowledgeBase.open(root) as base:
            score(base, folder, scores, counts)
    if arguments.json:
        print(json.dumps(figures(scores), indent=1))
    if arguments.misses:
        for miss in sorted(scores.misses):
            print(*miss, sep=" | ")
    if arguments.out:
        arguments.out.write_text(page(scores, counts), encoding="utf-8")


def score(base: KnowledgeBase, folder: Path, scores: Scores, counts: Counter[str]) -> None:
    """Compare a knowledge base with the labels in a folder."""
    labels = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    reports = ask(base, QUERIES, without_suffix=True)
    others = ask(base, COVERAGE_QUERIES, without_suffix=False)
    for gold in labels:
        if "speakers" in gold:
            CoverageScorer(scores, gold).score(rows_of(others, gold["document"]))
            counts[COVERAGE] += 1
        else:
            name = gold["document"]
            ReportScorer(scores, name, gold).score(rows_of(reports, name))
            counts[gold["framework"]] += 1


Answers = Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]]


def ask(base: KnowledgeBase, queries: Mapping[str, str], *, without_suffix: bool) -> Answers:
    """Answer each query; give its rows by document."""
    answers: dict[str, dict[str, list[Mapping[str, str]]]] = {}
    for name, query in queries.items():
        result = base.query(query)
        by_file = answers.setdefault(name, {})
        for row in result:
            bound = {
                variable: str(getattr(term, "value", ""))
                for variable, term in zip(result.variables, row, strict=True)
                if term is not None
            }
            file = bound["file"]
            file = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file) if without_suffix else file
            by_file.setdefault(file, []).append(bound)
    return answers


def rows_of(answers: Answers, document: str) -> dict[str, Sequence[Mapping[str, str]]]:
    """Give the rows about one document, by query; none where the knowledge base lacks it."""
    return {name: by_file.get(document, ()) for name, by_file in answers.items()}


def figures(scores: Scores) -> dict[str, dict[str, object]]:
    """Give every figure: by family and field, with what it is a share of."""
    return {
        f"{family}: {name}": {
            "recall": tally.recall,
            "precision": tally.precision,
            "f1": tally.f1,
            "labelled": tally.labelled,
            "given": tally.given,
        }
        for (name, family), tally in sorted(scores.tallies.items(), key=lambda i: i[0][::-1])
    } | {
        f"all reports: {name}": {
            "recall": (whole := scores.total(name, FAMILIES)).recall,
            "precision": whole.precision,
            "f1": whole.f1,
            "labelled": whole.labelled,
            "given": whole.given,
        }
        for name in (*SHARES, *LISTS, "themes", "findings that are fragments")
    }


def page(scores: Scores, counts: Mapping[str, int]) -> str:
    """Give the page."""
    text = (HERE / "accuracy_page.md").read_text(encoding="utf-8")
    reports = sum(count for family, count in counts.items() if family != COVERAGE)
    findings = scores.total("findings", FAMILIES).labelled
    values = {
        "reports": str(reports),
        "families": ", ".join(f"{counts[f]} {name}" for f, name in FAMILIES.items()),
        "findings": str(findings),
        "others": str(counts[COVERAGE]),
        "report_table": report_table(scores),
        "coverage_table": coverage_table(scores),
        "baseline_table": baseline_table(scores.truths),
        "confusion_table": confusion_table(scores.truths),
    }
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def report_table(scores: Scores) -> str:
    """Give the table of official reports."""
    header = ["field", "figure", *FAMILIES.values(), "all", "95 of 100 such samples", "labelled"]
    rows = [
        _row(name, "share", [scores.of(name, f) for f in FAMILIES], scores.total(name, FAMILIES))
        for name in SHARES
    ]
    rows[6:6] = [
        _row(name, "F1", [scores.of(name, f) for f in FAMILIES], scores.total(name, FAMILIES))
        for name in LISTS
    ]
    whole = scores.total("themes", FAMILIES)
    parts = [scores.of("themes", f) for f in FAMILIES]
    shares = [_number(p.precision, p.given) for p in (*parts, whole)]
    interval = _interval(whole.precision, whole.given)
    rows.append(["precision of themes", "share", *shares, interval, f"{whole.given} given"])
    name = "findings that are fragments"
    fragments = scores.total(name, FAMILIES)
    counts = [str(scores.of(name, f).found) for f in FAMILIES]
    row = [name, "number", *counts, str(fragments.found), "", f"{fragments.labelled} given"]
    return _table(header, [*rows, row])


def _row(name: str, figure: str, parts: Sequence[Tally], whole: Tally) -> list[str]:
    shares = [_figure(tally, figure) for tally in (*parts, whole)]
    size = whole.labelled if figure == "share" else (whole.labelled + whole.given) / 2
    value = whole.recall if figure == "share" else whole.f1
    return [name, figure, *shares, _interval(value, size), str(whole.labelled)]


def _figure(tally: Tally, figure: str) -> str:
    value = tally.recall if figure == "share" else tally.f1
    return _number(value, tally.labelled + tally.given)


def _number(value: float, of: float) -> str:
    return f"{value:.3f}" if of else "–"


def _interval(value: float, size: float) -> str:
    low, high = wilson(value, size)
    return f"{low:.2f} to {high:.2f}"


def coverage_table(scores: Scores) -> str:
    """Give the table of other documents."""
    header = ["field", "precision", "recall", "F1", "95 of 100 such samples", "labelled", "given"]
    rows = []
    for name in COVERAGE_LISTS:
        tally = scores.of(name, COVERAGE)
        size = (tally.labelled + tally.given) / 2
        three = [f"{v:.3f}" for v in (tally.precision, tally.recall, tally.f1)]
        counts = [str(tally.labelled), str(tally.given)]
        rows.append([name, *three, _interval(tally.f1, size), *counts])
    for name in COVERAGE_SHARES:
        tally = scores.of(name, COVERAGE)
        share = f"{tally.recall:.3f}"
        interval = _interval(tally.recall, tally.labelled)
        rows.append([name, "", share, "", interval, str(tally.labelled), ""])
    return _table(header, rows)


def baseline_table(truths: Sequence[Labelled]) -> str:
    """Give polarity and themes beside plain methods, on the words of the findings alone."""
    polarity = Counter(truth.polarity for truth in truths).most_common(1)[0][0]
    theme = Counter(t for truth in truths for t in truth.themes).most_common(1)[0][0]
    right = baselines(
        truths,
        {
            f"always “{polarity}”": lambda _: polarity,
            "polarity: a list of telling words": _by_cues,
            "polarity: caregraph, from the words alone": polarity_of,
            f"always “{theme}”": lambda _: {theme},
            "themes: labels of the vocabulary": _by_labels,
            "themes: caregraph, from the words alone": lambda text: set(themes_of(text)),
        },
    )
    rows = [
        [name, f"{count / len(truths):.3f}", _interval(count / len(truths), len(truths))]
        for name, count in right.items()
    ]
    return _table(["method", "share right", "95 of 100 such samples"], rows)


def confusion_table(truths: Sequence[Labelled]) -> str:
    """Give how often each polarity of the reader was given as each of ours."""
    pairs = Counter((truth.polarity, truth.said or "none") for truth in truths)
    names = sorted({name for pair in pairs for name in pair})
    rows = [[f"**{name}**", *(str(pairs[name, said]) for said in names)] for name in names]
    return _table(["reader \\ caregraph", *names], rows)


def _by_cues(text: str) -> str:
    """Say what most telling words say; both sides near each other are mixed."""
    weights: Counter[str] = Counter()
    for match in read_cues("polarity_cues.csv").matches(text):
        weights[match.cue.label] += int(match.cue.weight)
    praise, blame = weights["strength"], weights["weakness"]
    if not praise and not blame:
        return "neutral"
    share = praise / (praise + blame)
    if share > MOSTLY:
        return "strength"
    return "weakness" if share < 1 - MOSTLY else "mixed"


def _by_labels(text: str) -> set[str]:
    """Name the themes one of whose labels stands in the text, the three with most."""
    lowered = text.lower()
    counts = Counter(
        {
            notation: sum(lowered.count(label) for label in _labels(notation))
            for notation in concepts("theme")
        }
    )
    return {notation for notation, count in counts.most_common(3) if count}


def _labels(notation: str) -> Iterator[str]:
    concept = concepts("theme")[notation]
    yield from (label.lower() for label in (concept.label, *concept.alt_labels))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    main()
