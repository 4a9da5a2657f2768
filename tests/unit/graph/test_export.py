from __future__ import annotations

import io
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from caregraph.extraction.records import Extract
from caregraph.graph import iris
from caregraph.graph.build import build_document, build_reference
from caregraph.graph.durable_files import text_written_whole
from caregraph.graph.export import LICENCE, Everything, ExportNote, Selected, write_export
from caregraph.graph.identity import resolve
from caregraph.graph.rdf_text import RdfFormat
from caregraph.graph.source import DocumentSource
from caregraph.graph.store import GraphStore
from caregraph.graph.subgraph import NotInGraphError, of_authority, of_matches, of_nodes
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG

BARSET = iris.authority("X99000001")
NOTE = ExportNote(selection="authority Barsetshire", version="v1", created="2026-11-21")


@pytest.fixture
def store(
    report: tuple[DocumentSource, Extract],
    news: tuple[DocumentSource, Extract],
    authorities: AuthorityList,
) -> GraphStore:
    resolution = resolve([report, news], authorities=authorities)
    documents = [build_document(source, extract, resolution) for source, extract in (report, news)]
    return GraphStore.holding(chain(build_reference(authorities), *documents))


def written(part: Selected | Everything, rdf_format: RdfFormat, note: ExportNote = NOTE) -> str:
    stream = io.StringIO()
    write_export(part, rdf_format, stream, note=note)
    return stream.getvalue()


def test_a_part_of_an_authority_has_everything_that_reports_and_news_say_of_it(
    store: GraphStore,
) -> None:
    part = of_authority(store, BARSET)
    classes = {str(getattr(q.object, "value", "")).rpartition("#")[2] for q in part}
    assert classes >= {
        "Authority",
        "Inspection",
        "Judgement",
        "AbsentJudgement",
        "Finding",
        "Recommendation",
        "Statement",
        "Action",
        "Statistic",
        "Post",
        "InspectionReport",
        "NewsArticle",
        "SpecificResource",
        "TextQuoteSelector",
    }
    labels = {q.object.value for q in part if q.predicate.value.endswith("#label")}  # type: ignore[union-attr]
    assert labels >= {"Barsetshire", "Jane Doe", "John Roe", "care leavers"}


def test_another_authority_has_only_itself_here(store: GraphStore) -> None:
    part = of_authority(store, iris.authority("E10000017"))
    assert {q.graph_name for q in part} == {ox.NamedNode(iris.reference_graph())}
    codes = {q.object.value for q in part if q.predicate.value == CG.onsCode}  # type: ignore[union-attr]
    assert codes <= {"E10000017", "E12000002"}
    assert not [q for q in part if q.predicate.value == CG.statisticalNeighbour]


def test_a_match_comes_with_its_passage_inspection_authority_and_document(
    store: GraphStore,
) -> None:
    finding = next(q.subject for q in store.match(None, ox.NamedNode(CG.findingOf)))
    assert isinstance(finding, ox.NamedNode)
    part = of_matches(store, [finding.value])
    said = {q.predicate.value.rpartition("#")[2] for q in part}
    assert said >= {"text", "exact", "startDate", "fileName", "onsCode", "prefLabel"}
    assert {q.subject for q in part if q.predicate.value == CG.findingOf} == {finding}


def test_what_the_graph_does_not_hold_is_an_error(store: GraphStore) -> None:
    with pytest.raises(NotInGraphError, match="says nothing of <urn:x:nothing>"):
        of_nodes(store, ["urn:x:nothing"])
    with pytest.raises(NotInGraphError, match="is not an IRI"):
        of_nodes(store, ["not an iri"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(
    ("rdf_format", "name"),
    [
        (RdfFormat.TURTLE, "turtle"),
        (RdfFormat.NTRIPLES, "nt"),
        (RdfFormat.JSONLD, "json-ld"),
        (RdfFormat.RDFXML, "xml"),
    ],
)
def test_rdflib_reads_the_same_triples(store: GraphStore, rdf_format: RdfFormat, name: str) -> None:
    part = of_authority(store, BARSET)
    found = rdflib.Graph().parse(data=written(Selected(part), rdf_format), format=name)
    wanted = rdflib.Graph().parse(data=written(Selected(part), RdfFormat.NTRIPLES), format="nt")
    assert set(found) == set(wanted)
    assert len(found) == len(Selected(part)) + len(NOTE.statements())


def test_a_file_says_what_it_is_whose_words_it_holds_and_of_which_version(
    store: GraphStore,
) -> None:
    part = Selected(of_authority(store, BARSET))
    for rdf_format in RdfFormat:
        text = written(part, rdf_format)
        assert LICENCE in text
        assert "Contains public sector information licensed under the Open Government" in text
        assert "authority Barsetshire" in text
        assert "2026-11-21" in text
        assert text.startswith("# caregraph: authority Barsetshire") is rdf_format.has_comments


def test_a_query_in_the_note_cannot_leave_the_comment() -> None:
    query = "CONSTRUCT WHERE\n{ ?s ?p ?o }\r<urn:x> <urn:y> <urn:z> .\x0b<urn:x> <urn:y> <urn:z> ."
    note = ExportNote(selection="a\nb", version="1\r2", query=query)
    for rdf_format in (RdfFormat.TURTLE, RdfFormat.NTRIPLES, RdfFormat.NQUADS, RdfFormat.TRIG):
        text = written(Selected(), rdf_format, note)
        assert not [line for line in text.splitlines() if line.startswith(("<urn:", "b", "2 "))]


def test_the_whole_graph_is_the_same_bytes_however_it_was_loaded(store: GraphStore) -> None:
    copy = GraphStore.holding(sorted(store.match(), key=str, reverse=True))
    for rdf_format in (RdfFormat.NQUADS, RdfFormat.TURTLE, RdfFormat.JSONLD):
        first, second = Everything(store), Everything(copy)
        assert written(first, rdf_format) == written(second, rdf_format)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "part.ttl"
    target.write_text("before")

    def fail() -> None:
        with text_written_whole(target) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert target.read_text() == "before"
    with text_written_whole(target) as stream:
        stream.write("after\r\n")
    assert target.read_bytes() == b"after\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["part.ttl"]
