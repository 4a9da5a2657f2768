"""Whatever the graph, a part of it is bounded, and every format gives the same triples back."""

from __future__ import annotations

import hashlib
import io
import random
from collections import defaultdict
from itertools import chain

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
    Passage,
    PostRecord,
    RecommendationRecord,
)
from caregraph.graph import iris
from caregraph.graph.build import build_document, build_reference
from caregraph.graph.export import Everything, ExportNote, Selected, write_export
from caregraph.graph.identity import resolve
from caregraph.graph.rdf_text import RdfFormat, write_triples
from caregraph.graph.source import DocumentSource
from caregraph.graph.store import GraphStore
from caregraph.graph.subgraph import of_authority, of_inspection, of_matches, of_nodes
from caregraph.graph.validate import validate
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG, RDF

AUTHORITIES = AuthorityList.load()
REFERENCE = build_reference(AUTHORITIES)
CODES = ("E10000017", "E06000008", "E06000009")
KEYS = ("own", "previous-1", "mentioned-1")
INSPECTS, TYPE = ox.NamedNode(CG.inspects), ox.NamedNode(RDF.type)
ENGINE = {
    RdfFormat.TURTLE: ox.RdfFormat.TURTLE,
    RdfFormat.TRIG: ox.RdfFormat.TRIG,
    RdfFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RdfFormat.NQUADS: ox.RdfFormat.N_QUADS,
    RdfFormat.JSONLD: ox.RdfFormat.JSON_LD,
    RdfFormat.RDFXML: ox.RdfFormat.RDF_XML,
}
NOTE = ExportNote(selection="a part", version="1", query="SELECT * {\n ?s ?p ?o }")


@st.composite
def documents(draw: st.DrawFn, number: int) -> tuple[DocumentSource, Extract]:
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    text = "Children are heard."
    passage = Passage(start=0, end=len(text), page=1)
    codes = st.sets(st.sampled_from(CODES), max_size=2).map(sorted).map(tuple)
    whose = st.sampled_from([*KEYS, None])
    inspections = tuple(
        InspectionRecord(
            key=key,
            authorities=draw(codes),
            framework=draw(st.sampled_from([None, "sif"])),
            start=draw(st.sampled_from([None, "2015-03-02", "2018-06-11"])),
            lead_inspector=draw(st.sampled_from([None, "Jane Doe"])),
            previous="previous-1" if key == "own" else None,
        )
        for key in KEYS
    )
    extract = Extract(
        sha256=sha256,
        media_type="text/plain",
        text=text,
        page_count=1,
        family=Family.COVERAGE,
        document_class=DocumentClass.NEWS_ARTICLE,
        inspections=inspections,
        judgements=(
            JudgementRecord(
                inspection=draw(st.sampled_from(KEYS)),
                area="overall",
                grade="good",
                passage=passage,
            ),
        ),
        findings=tuple(
            FindingRecord(inspection=draw(whose), text=text, passage=passage)
            for _ in range(draw(st.integers(0, 2)))
        ),
        recommendations=(
            RecommendationRecord(
                inspection=draw(whose),
                text=text,
                passage=passage,
                addressees=draw(st.sampled_from([(), ("Hull",), ("Kent Police",)])),
            ),
        ),
        posts=(
            PostRecord(
                person="John Roe",
                passage=passage,
                organisation=draw(st.sampled_from([None, "Lancashire", "Luton", "Ofsted"])),
            ),
        ),
    )
    return DocumentSource(sha256=sha256, names=(f"{number}.txt",)), extract


@st.composite
def stores(draw: st.DrawFn) -> GraphStore:
    items = [draw(documents(number)) for number in range(draw(st.integers(1, 3)))]
    resolution = resolve(items, authorities=AUTHORITIES)
    built = [build_document(source, extract, resolution) for source, extract in items]
    return GraphStore.holding(chain(REFERENCE, *built))


def elsewhere(store: GraphStore, authority: ox.NamedNode) -> set[object]:
    """Give the other authorities, and the inspections of none but them, straight from the store."""
    inspected: dict[object, set[object]] = defaultdict(set)
    for quad in store.match(None, INSPECTS):
        inspected[quad.subject].add(quad.object)
    others = {q.subject for q in store.match(None, TYPE, ox.NamedNode(CG.Authority))}
    return (others - {authority}) | {i for i, by in inspected.items() if authority not in by}


@given(stores(), st.sampled_from(CODES))
@settings(max_examples=40, deadline=None)
def test_a_part_of_one_authority_holds_all_of_it_and_nothing_of_another(
    store: GraphStore, code: str
) -> None:
    authority = ox.NamedNode(iris.authority(code))
    part = set(of_authority(store, authority.value))
    foreign = elsewhere(store, authority)
    assert part <= set(store.match())
    assert not {q for q in part if q.subject in foreign or q.object in foreign}
    for inspection in {q.subject for q in store.match(None, INSPECTS, authority)}:
        about = set(store.match(inspection))  # type: ignore[arg-type]
        about |= {
            quad
            for pointing in store.match(None, None, inspection)
            if next(store.match(pointing.subject, ox.NamedNode(CG.statedIn)), None)  # type: ignore[arg-type]
            for quad in store.match(pointing.subject)  # type: ignore[arg-type]
        }
        wanted = {q for q in about if q.object not in foreign and q.subject not in foreign}
        assert wanted <= part


@given(stores(), st.sampled_from(CODES))
@settings(max_examples=15, deadline=None)
def test_a_part_passes_the_shapes_and_names_nothing_without_a_label(
    store: GraphStore, code: str
) -> None:
    part = of_authority(store, iris.authority(code))
    said = {quad.subject for quad in part}
    for quad in part:
        if isinstance(quad.object, ox.NamedNode) and quad.predicate != TYPE:
            assert quad.object in said or next(store.match(quad.object), None) is None
    blocking = [v for v in validate(part, authorities=AUTHORITIES) if v.blocks]
    assert blocking == []


@given(stores())
@settings(max_examples=25, deadline=None)
def test_a_part_of_one_inspection_holds_no_other_inspections_findings(store: GraphStore) -> None:
    for inspection in {q.subject for q in store.match(None, INSPECTS)}:
        assert isinstance(inspection, ox.NamedNode)
        part = of_inspection(store, inspection.value)
        found = {q.object for q in part if q.predicate.value in {CG.findingOf, CG.judgementOf}}
        assert found <= {inspection}
        whole = {q.subject for q in store.match(None, ox.NamedNode(CG.findingOf), inspection)} - {
            q.subject for q in part
        }
        assert whole == set()


@given(stores(), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_a_description_grows_with_its_depth(store: GraphStore, depth: int) -> None:
    nodes = sorted({str(getattr(q.subject, "value", "")) for q in store.match(None, INSPECTS)})
    if not nodes:
        return
    smaller = set(of_nodes(store, nodes[:1], depth=depth))
    larger = set(of_nodes(store, nodes[:1], depth=depth + 1))
    own = set(store.match(ox.NamedNode(nodes[0])))
    assert own <= smaller <= larger | smaller
    assert {q.subject for q in smaller} <= {q.subject for q in larger}


@given(stores(), st.sampled_from(RdfFormat), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_every_format_gives_the_part_back_and_the_same_bytes_for_it(
    store: GraphStore, rdf_format: RdfFormat, chance: random.Random
) -> None:
    findings = [q.subject.value for q in store.match(None, ox.NamedNode(CG.findingOf))]  # type: ignore[union-attr]
    quads = list(
        of_matches(store, findings) if findings else of_authority(store, iris.authority(CODES[0]))
    )
    written = text_of(Selected(quads), rdf_format)
    chance.shuffle(quads)
    assert text_of(Selected([*quads, *quads[:5]]), rdf_format) == written
    found = list(ox.parse(written.encode(), ENGINE[rdf_format]))
    note = {ox.Triple(*statement) for statement in NOTE.statements()}  # type: ignore[arg-type]
    assert {q.triple for q in found} == {q.triple for q in quads} | note
    if rdf_format.has_graphs:
        assert {q for q in found if q.triple not in note} == set(quads)


@given(stores(), st.sampled_from(sorted(set(RdfFormat) - {RdfFormat.RDFXML})))
@settings(max_examples=25, deadline=None)
def test_the_whole_graph_is_written_as_a_part_that_holds_all_of_it(
    store: GraphStore, rdf_format: RdfFormat
) -> None:
    whole = text_of(Everything(store), rdf_format)
    found = {q.triple for q in ox.parse(whole.encode(), ENGINE[rdf_format])}
    note = {ox.Triple(*statement) for statement in NOTE.statements()}  # type: ignore[arg-type]
    assert found == {q.triple for q in store.match()} | note
    if rdf_format in {RdfFormat.NQUADS, RdfFormat.NTRIPLES, RdfFormat.TRIG}:
        assert whole == text_of(Selected(store.match()), rdf_format)


def text_of(part: Everything | Selected, rdf_format: RdfFormat) -> str:
    stream = io.StringIO()
    write_export(part, rdf_format, stream, note=NOTE)
    return stream.getvalue()


# --- any RDF, not only ours -----------------------------------------------------------------------

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
LOCALS = st.from_regex(r"[A-Za-z0-9._~-]{0,12}", fullmatch=True)
IRIS = st.builds(
    lambda space, local: ox.NamedNode(space + local),
    st.sampled_from([CG.text.removesuffix("text"), iris.authority(""), "urn:x:", "http://x/a#"]),
    LOCALS,
)
LITERALS = st.one_of(
    st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda t, tag: ox.Literal(t, language=tag), PLAIN, st.sampled_from(["en", "cy-gb"])),
    st.builds(
        lambda t, kind: ox.Literal(
            t, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}")
        ),
        st.one_of(
            PLAIN, st.sampled_from(["1", "01", "+1", "-1.", "1.0", "1e3", "true", "INF", "9" * 30])
        ),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear"]),
    ),
)
TRIPLES = st.lists(
    st.builds(
        ox.Triple, IRIS | st.builds(ox.BlankNode, st.sampled_from("abc")), IRIS, IRIS | LITERALS
    ),
    max_size=12,
)


@given(TRIPLES, st.sampled_from(sorted(set(RdfFormat) - {RdfFormat.RDFXML})))
@settings(max_examples=300, deadline=None)
def test_any_graph_survives_being_written(triples: list[ox.Triple], rdf_format: RdfFormat) -> None:
    stream = io.StringIO()
    write_triples(triples, rdf_format, stream)
    found = ox.parse(stream.getvalue().encode(), ENGINE[rdf_format])
    before, after = ox.Dataset(), ox.Dataset(found)
    for triple in triples:
        before.add(ox.Quad(*triple))
    for dataset in (before, after):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert before == after
