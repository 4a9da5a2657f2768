"""Two sources that cannot both be right, found in a real graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from caregraph.extraction.records import Extract
from caregraph.graph.build import build_document, build_reference, nquads
from caregraph.graph.conflicts import Claim, find_conflicts
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.ontology.authorities import AuthorityList

Item = tuple[DocumentSource, Extract]
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"


def stored(authorities: AuthorityList, path: Path, *items: Item) -> GraphStore:
    resolution = resolve(items, authorities=authorities)
    with GraphBuilder(path) as builder:
        builder.load(nquads(build_reference(authorities)))
        for source, extract in items:
            builder.load(nquads(build_document(source, extract, resolution)))
    return GraphStore.open(path)


def telling(news: Item, *, grade: str, **dates: str) -> Item:
    """Give the news story with another grade and other dates of its inspection."""
    source, extract = news
    own = replace(extract.inspections[0], **dates)  # type: ignore[arg-type]
    judgement = extract.judgements[0]
    passage = replace(judgement.passage, page=2)
    judged = replace(judgement, grade=grade, passage=passage)
    changed = replace(extract, inspections=(own, extract.inspections[1]), judgements=(judged,))
    return source, changed


def test_a_contradicting_grade_is_found_with_both_documents_and_pages(
    authorities: AuthorityList, report: Item, news: Item, tmp_path: Path
) -> None:
    wrong = telling(news, grade="good", start="2018-06-11")
    (found,) = find_conflicts(stored(authorities, tmp_path / "graph", report, wrong))
    assert (found.inspection, found.what) == (OWN, "overall effectiveness")
    assert found.one == Claim(value="good", document="news.txt", page=2, official=False)
    assert found.other == Claim(
        value="requires improvement",
        document="barsetshire_2018.pdf",
        page=report[1].judgements[0].passage.page,
        official=True,
    )


def test_a_contradicting_date_is_found(
    authorities: AuthorityList, report: Item, news: Item, tmp_path: Path
) -> None:
    wrong = telling(news, grade="requires-improvement", start="2018-06-11", published="2018-08-20")
    (found,) = find_conflicts(stored(authorities, tmp_path / "graph", report, wrong))
    assert (found.what, found.one.value, found.other.value) == (
        "the publication",
        "2018-08-20",
        "2018-08-17",
    )


def test_what_is_told_less_exactly_contradicts_nothing(
    authorities: AuthorityList, report: Item, news: Item, tmp_path: Path
) -> None:
    vague = telling(news, grade="requires-improvement", start="2018-06", published="2018")
    assert find_conflicts(stored(authorities, tmp_path / "graph", report, vague)) == ()
