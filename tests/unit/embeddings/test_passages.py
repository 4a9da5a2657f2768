from __future__ import annotations

import pyoxigraph as ox
import pytest

from caregraph.embeddings.passages import NamedAuthority, read_catalogue, read_passages
from caregraph.graph.store import GraphStore
from caregraph.ontology.terms import PREFIXES

REPORT = """
id:finding-1 a cg:Finding ; cg:text "Care leavers live in safe homes." ; cg:findingOf id:i1 ;
  cg:statedIn id:d1 ; cg:page 7 ; cg:paragraph "12" ; cg:section "Leaving care" ;
  cg:area area:care-leavers ; cg:polarity polarity:strength ; cg:theme theme:b, theme:a .
id:recommendation-1 a cg:Recommendation ; cg:text "Recruit more carers." ;
  cg:recommendationOf id:i1 ; cg:statedIn id:d1 ; cg:area area:adoption .
id:i1 a cg:Inspection ; cg:inspects authority:X2, authority:X1 ; cg:framework framework:sif ;
  cg:startDate "2015-01-06"^^xsd:date ; cg:endDate "2015-01"^^xsd:gYearMonth ;
  cg:publicationDate "2015"^^xsd:gYear .
id:j1 cg:judgementOf id:i1 ; cg:area area:care-leavers ; cg:grade grade:good .
id:j2 cg:judgementOf id:i1 ; cg:area area:overall ; cg:grade grade:inadequate .
id:d1 a cg:InspectionReport ; cg:fileName "westmarch.pdf" ; cg:sha256 "ab" ;
  dcterms:source <urn:test:westmarch> ; dcterms:issued "2015-03-01"^^xsd:date .
"""
NEWS = """
id:finding-1 cg:statedIn id:d2 .
id:i1 a cg:Inspection ; cg:startDate "2014-12-01"^^xsd:date .
id:j3 cg:judgementOf id:i1 ; cg:area area:care-leavers ; cg:grade grade:adequate .
id:d2 a cg:NewsArticle ; cg:fileName "a-story.txt" ; dcterms:issued "2015-03-02"^^xsd:date .
id:statement-1 a cg:Statement ; cg:text "We are proud." ; cg:statedIn id:d2 .
id:action-1 a cg:Action ; cg:text "A board was set up." ; cg:about id:i1 ; cg:statedIn id:d2 .
"""
REFERENCE = """
authority:X1 a cg:Authority ; cg:onsCode "X1" ; rdfs:label "Westmarch" ;
  cg:officialName "Westmarch County Council" ; skos:altLabel "The March" ; cg:region id:north .
authority:X2 a cg:Authority ; cg:onsCode "X2" ; rdfs:label "Eastmoor" .
id:north rdfs:label "North" .
area:care-leavers skos:inScheme scheme:area ; skos:notation "care-leavers" ;
  skos:prefLabel "care leavers" ; skos:altLabel "leaving care" ; skos:broader area:in-care .
area:in-care skos:inScheme scheme:area ; skos:notation "in-care" ; skos:prefLabel "in care" ;
  skos:narrower area:care-leavers ; skos:related area:looked-after .
area:looked-after skos:inScheme scheme:area ; skos:notation "looked-after" ;
  skos:prefLabel "looked after" .
"""


@pytest.fixture
def store() -> GraphStore:
    prefixes = {**PREFIXES} | {
        scheme: f"{PREFIXES['scheme']}{scheme}/"
        for scheme in ("area", "polarity", "theme", "framework", "grade")
    }
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    inner = ox.Store()
    for name, turtle in (("report", REPORT), ("news", NEWS), ("reference", REFERENCE)):
        graph = ox.NamedNode(f"urn:test:{name}")
        inner.load((head + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    return GraphStore.holding(inner)


def test_a_finding_carries_what_the_graph_says_of_it(store: GraphStore) -> None:
    finding = {p.iri.rsplit("/", 1)[-1]: p for p in read_passages(store)}["finding-1"]
    assert finding.kind == "finding"
    assert finding.text == "Care leavers live in safe homes."
    assert (finding.page, finding.paragraph, finding.section) == (7, "12", "Leaving care")
    assert (finding.area, finding.polarity) == ("care-leavers", "strength")
    assert finding.themes == ("a", "b")
    assert finding.framework == "sif"
    assert finding.authorities == ("Westmarch", "Eastmoor")
    assert finding.authority_codes == ("X1", "X2")
    assert finding.regions == ("North",)
    assert (finding.start_date, finding.end_date) == ("2015-01-06", "2015-01")
    assert finding.publication_date == "2015"
    assert (finding.grade, finding.overall_grade) == ("good", "inadequate")


def test_a_finding_in_two_documents_comes_once_with_the_first_by_name(store: GraphStore) -> None:
    findings = [p for p in read_passages(store) if p.kind == "finding"]
    assert [p.document for p in findings] == ["a-story.txt"]


def test_an_area_without_a_grade_takes_the_overall_one(store: GraphStore) -> None:
    (recommendation,) = (p for p in read_passages(store) if p.kind == "recommendation")
    assert recommendation.grade == "inadequate"
    assert recommendation.document == "westmarch.pdf"
    assert recommendation.document_sha256 == "ab"
    assert recommendation.source_url == "urn:test:westmarch"
    assert recommendation.document_date == "2015-03-01"


def test_what_is_about_no_inspection_has_the_date_of_its_document(store: GraphStore) -> None:
    (statement,) = (p for p in read_passages(store) if p.kind == "statement")
    assert statement.inspection is None
    assert statement.authorities == ()
    assert statement.publication_date == "2015-03-02"


def test_an_action_belongs_to_the_inspection_that_it_is_about(store: GraphStore) -> None:
    (action,) = (p for p in read_passages(store) if p.kind == "action")
    assert action.authorities == ("Westmarch", "Eastmoor")


def test_passages_are_sorted_by_iri(store: GraphStore) -> None:
    iris = [p.iri for p in read_passages(store)]
    assert iris == sorted(iris)
    assert len(iris) == 4


def test_the_catalogue_has_all_names_and_both_directions_of_relations(store: GraphStore) -> None:
    catalogue = read_catalogue(store)
    assert catalogue.authorities == (
        NamedAuthority(
            code="X1", names=("Westmarch", "Westmarch County Council", "The March"), region="North"
        ),
        NamedAuthority(code="X2", names=("Eastmoor",)),
    )
    by_notation = {c.notation: c for c in catalogue.concepts}
    assert list(by_notation) == ["care-leavers", "in-care", "looked-after"]
    assert by_notation["care-leavers"].scheme == "area"
    assert by_notation["care-leavers"].alt_labels == ("leaving care",)
    assert by_notation["care-leavers"].broader == ("in-care",)
    assert by_notation["in-care"].related == ("looked-after",)
    assert by_notation["looked-after"].related == ("in-care",)


def test_where_a_story_contradicts_the_report_the_reports_own_word_counts(
    store: GraphStore,
) -> None:
    passages = {p.iri.rpartition("/")[2]: p for p in read_passages(store)}
    action = passages["action-1"]
    assert action.start_date == "2015-01-06"
    assert passages["finding-1"].grade == "good"
