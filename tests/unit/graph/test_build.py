"""Records to RDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox
import pytest

from caregraph.extraction.records import Extract, Passage
from caregraph.graph import iris
from caregraph.graph.build import build_document, build_reference, nquads
from caregraph.graph.errors import BuildError
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG, DCTERMS, PREFIXES, RDF, RDFS

Item = tuple[DocumentSource, Extract]
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"


def value_of(term: object) -> str:
    """Give a term's IRI or text."""
    return str(getattr(term, "value", ""))


def build(authorities: AuthorityList, *items: Item) -> list[tuple[ox.Quad, ...]]:
    resolution = resolve(items, authorities=authorities)
    return [build_document(source, extract, resolution) for source, extract in items]


def ask(quads: tuple[ox.Quad, ...], pattern: str) -> list[tuple[str, ...]]:
    return select(quads, f"SELECT * {{ {pattern} }}")


def select(quads: tuple[ox.Quad, ...], query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.extend(quads)
    rows = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(tuple(getattr(term, "value", "") for term in row) for row in rows)


def values(quads: tuple[ox.Quad, ...], subject: str, predicate: str) -> list[str]:
    return sorted(
        value_of(q.object)
        for q in quads
        if value_of(q.subject) == subject and value_of(q.predicate) == predicate
    )


def test_a_report_answers_the_questions_that_people_ask(
    authorities: AuthorityList, report: Item
) -> None:
    (quads,) = build(authorities, report)
    own = "?i cg:reportedIn ?d FILTER NOT EXISTS { ?l cg:previousInspection ?i }"
    assert select(quads, f"SELECT ?i {{ {own} }}") == [(OWN,)]
    assert ask(quads, "?f cg:polarity polarity:strength ; cg:theme theme:care-leavers") == [
        (iris.text_in("finding", OWN, "Care leavers are well supported by personal advisers."),)
    ]
    before = "?own cg:previousInspection ?i . ?j cg:judgementOf ?i"
    assert select(quads, f"SELECT ?g {{ {before} ; cg:grade ?g }}") == [
        (iris.concept("grade", "inadequate"),)
    ]


def test_everything_has_a_class_and_one_label_and_nothing_is_blank(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    for quads in build(authorities, report, news):
        nodes = {q.subject for q in quads}
        assert len(nodes) > 20
        for node in nodes:
            assert isinstance(node, ox.NamedNode)
            about = [q for q in quads if q.subject == node]
            if not value_of(node).startswith(PREFIXES["authority"]):
                assert any(value_of(q.predicate) == RDF.type for q in about), node
                assert sum(value_of(q.predicate) == RDFS.label for q in about) == 1, node
        assert not any(isinstance(q.object, ox.BlankNode) for q in quads)


def test_all_quads_are_in_the_documents_own_graph_in_order(
    authorities: AuthorityList, report: Item
) -> None:
    (quads,) = build(authorities, report)
    assert {value_of(q.graph_name) for q in quads} == {iris.document_graph(report[0].sha256)}
    lines = nquads(quads).decode().splitlines()
    assert lines == sorted(lines)
    assert set(ox.parse(nquads(quads), format=ox.RdfFormat.N_QUADS)) == set(quads)


def test_every_passage_quotes_the_stored_text_at_its_offsets(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    for (source, extract), quads in zip(
        (report, news), build(authorities, report, news), strict=True
    ):
        rows = select(
            quads,
            "SELECT ?q ?s ?e ?d { ?p oa:hasSource ?d ; oa:hasSelector ?x , ?y ."
            " ?x oa:start ?s ; oa:end ?e . ?y oa:exact ?q }",
        )
        assert len(rows) > 4
        for words, start, end, document in rows:
            assert extract.text[int(start) : int(end)] == words
            assert document == iris.document(source.sha256)


def test_a_document_is_described_as_its_source_is_known(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    item = (replace(source, names=("z.pdf", "a.pdf")), extract)
    (quads,) = build(authorities, item)
    iri = iris.document(source.sha256)
    assert values(quads, iri, RDF.type) == [CG.Document, CG.InspectionReport]
    assert values(quads, iri, CG.fileName) == ["a.pdf"]
    assert values(quads, iri, CG.otherFileName) == ["z.pdf"]
    assert values(quads, iri, DCTERMS.source) == ["https://example.org/barsetshire%202018.pdf"]
    assert values(quads, iri, DCTERMS.issued) == ["2018-08-17"]
    assert values(quads, iri, DCTERMS.publisher) == [iris.organisation("Ofsted")]
    assert values(quads, iri, DCTERMS.license) == [
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ]


def test_the_manifests_date_is_the_inspections_where_the_report_prints_none(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    own, previous = extract.inspections
    printed = replace(extract, inspections=(replace(own, published="2018-08-20"), previous))
    (quads,) = build(authorities, report)
    assert values(quads, OWN, CG.publicationDate) == ["2018-08-17"]
    (quads,) = build(authorities, (source, printed))
    assert values(quads, OWN, CG.publicationDate) == ["2018-08-20"]
    assert values(quads, iris.document(source.sha256), DCTERMS.issued) == ["2018-08-20"]


@pytest.mark.parametrize(
    ("date", "datatype"),
    [
        ("2018-06-11", "date"),
        ("2018-06", "gYearMonth"),
        ("2018", "gYear"),
        ("2018-02-30", "string"),
        ("summer", "string"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    authorities: AuthorityList, report: Item, date: str, datatype: str
) -> None:
    source, extract = report
    own, previous = extract.inspections
    item = (source, replace(extract, inspections=(replace(own, end=date), previous)))
    (quads,) = build(authorities, item)
    (end,) = [q.object for q in quads if value_of(q.predicate) == CG.endDate]
    assert isinstance(end, ox.Literal)
    assert (end.value, end.datatype.value.rpartition("#")[2]) == (date, datatype)


def test_a_recommendation_keeps_its_references_and_addressees(
    authorities: AuthorityList, report: Item
) -> None:
    (quads,) = build(authorities, report)
    first = iris.text_in("recommendation", OWN, "Improve supervision (paragraph 62).")
    second = iris.text_in("recommendation", OWN, "The board should publish its plan.")
    assert values(quads, first, CG.paragraphReference) == ["62", "99"]
    assert values(quads, first, CG.refersTo) == [
        iris.text_in("finding", OWN, "Supervision is irregular.")
    ]
    assert values(quads, first, CG.addressedTo) == [iris.authority("X99000001")]
    assert values(quads, first, CG.nationalFrameworkTag) == ["Enabler three"]
    assert values(quads, first, CG.nationalFramework) == [
        iris.concept("national-framework", "enabler-3")
    ]
    assert values(quads, second, CG.addressedTo) == [
        iris.organisation("Barset Police"),
        iris.organisation("Local Safeguarding Children Board", "X99000001"),
    ]


def test_people_are_named_in_their_roles(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    first, second = build(authorities, report, news)
    jane, john = iris.person("Jane Doe", "inspectorates"), iris.person("John Roe", "X99000001")
    assert values(first, OWN, CG.leadInspector) == [jane]
    assert values(first, OWN, CG.inspector) == [jane]
    posts = select(
        second, "SELECT ?p ?r ?o { ?m cg:member ?p ; cg:roleTitle ?r ; cg:organisation ?o }"
    )
    assert posts == [(john, "director of children's services", iris.authority("X99000001"))]
    assert select(second, "SELECT ?p { ?s a cg:Statement ; cg:speaker ?p }") == [(john,)]
    assert values(second, john, CG.mentionedIn) == [iris.document(news[0].sha256)]


def test_a_confidence_is_stated_only_where_there_is_doubt(
    authorities: AuthorityList, report: Item
) -> None:
    (quads,) = build(authorities, report)
    doubted = [
        (value_of(q.subject), value_of(q.object))
        for q in quads
        if value_of(q.predicate) == CG.confidence
    ]
    first = iris.text_in("finding", OWN, "Care leavers are well supported by personal advisers.")
    assert doubted == [(first, "0.8")]


def test_the_same_words_twice_in_a_report_are_two_findings(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    twice = replace(extract, findings=(extract.findings[1], extract.findings[1]))
    (quads,) = build(authorities, (source, twice))
    assert len(ask(quads, "?f a cg:Finding")) == 2


def test_the_same_report_in_another_file_says_the_same_things(
    authorities: AuthorityList, report: Item, rename: Callable[[Item, str], Item]
) -> None:
    other = rename(report, "copy.pdf")
    first, second = build(authorities, report, other)
    findings = ask(first, "?f a cg:Finding")
    assert findings == ask(second, "?f a cg:Finding")
    both = (*first, *second)
    assert len(values(both, findings[0][0], CG.statedIn)) == 2


def test_a_passage_outside_the_text_is_refused_with_the_documents_name(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    finding = replace(extract.findings[0], passage=Passage(start=5, end=10_000, page=1))
    with pytest.raises(BuildError, match=r"barsetshire_2018\.pdf: .* stands at 5 to 10000"):
        build(authorities, (source, replace(extract, findings=(finding,))))


def test_an_inspection_that_the_extract_has_not_is_refused(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    finding = replace(extract.findings[0], inspection="other")
    with pytest.raises(BuildError, match=r"names the inspection 'other', .* it has own, previ"):
        build(authorities, (source, replace(extract, findings=(finding,))))


def test_the_reference_graph_holds_vocabulary_and_all_authorities(
    authorities: AuthorityList,
) -> None:
    quads = build_reference(authorities)
    assert {value_of(q.graph_name) for q in quads} == {iris.reference_graph()}
    assert len(ask(quads, "?a a cg:Authority")) == 159
    assert values(quads, iris.authority("X99000001"), RDFS.label) == ["Barsetshire"]
    assert ask(quads, "authority:X99000001 cg:region/rdfs:label ?r") == [("West Country",)]
    assert values(quads, CG.Finding, RDFS.label) == ["finding"]
    lines = nquads(quads).decode().splitlines()
    assert lines == sorted(set(lines))
    assert not any(isinstance(q.object, ox.BlankNode) for q in quads)


def test_every_predicate_that_is_built_is_of_the_vocabulary(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    declared = {
        value_of(q.subject)
        for q in build_reference(authorities)
        if value_of(q.predicate) == RDF.type
    }
    for quads in build(authorities, report, news):
        for quad in quads:
            if value_of(quad.predicate).startswith(PREFIXES["cg"]):
                assert value_of(quad.predicate) in declared
            if value_of(quad.predicate) == RDF.type and value_of(quad.object).startswith(
                PREFIXES["cg"]
            ):
                assert value_of(quad.object) in declared
