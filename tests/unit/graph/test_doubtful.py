"""Records with a low confidence, found in a real graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from caregraph.extraction.records import Extract
from caregraph.graph.build import build_document, build_reference, nquads
from caregraph.graph.doubtful import doubtful_records
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.ontology.authorities import AuthorityList

Item = tuple[DocumentSource, Extract]


def stored(item: Item, authorities: AuthorityList, path: Path) -> GraphStore:
    source, extract = item
    resolution = resolve([item], authorities=authorities)
    with GraphBuilder(path) as builder:
        builder.load(nquads(build_reference(authorities)))
        builder.load(nquads(build_document(source, extract, resolution)))
    return GraphStore.open(path)


def test_doubtful_records_come_with_kind_document_and_page(
    authorities: AuthorityList, report: Item, tmp_path: Path
) -> None:
    source, extract = report
    doubted = replace(
        extract,
        inspections=(replace(extract.inspections[0], confidence=0.5), *extract.inspections[1:]),
        judgements=(replace(extract.judgements[0], confidence=0.4), *extract.judgements[1:]),
    )
    found = doubtful_records(stored((source, doubted), authorities, tmp_path / "graph"))
    first, page = extract.findings[0], extract.findings[0].passage.page
    assert first.confidence == 0.8
    assert [(d.kind, d.confidence, d.document) for d in found] == [
        ("judgement", 0.4, source.name),
        ("inspection", 0.5, source.name),
        ("finding", 0.8, source.name),
    ]
    assert found[0].page == extract.judgements[0].passage.page
    assert (found[2].label, found[2].page) == (first.text, page)


def test_a_graph_read_without_doubt_has_none(
    authorities: AuthorityList, report: Item, tmp_path: Path
) -> None:
    source, extract = report
    sure = replace(extract, findings=tuple(replace(f, confidence=1.0) for f in extract.findings))
    assert doubtful_records(stored((source, sure), authorities, tmp_path / "graph")) == ()
