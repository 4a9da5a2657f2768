"""The Turtle files, and the Python that repeats parts of them."""

from __future__ import annotations

import importlib.util
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from caregraph.extraction.records import Absence
from caregraph.ontology import terms
from caregraph.ontology.concepts import (
    Area,
    Framework,
    Grade,
    Polarity,
    Status,
    concepts,
    find_concept,
)
from caregraph.ontology.errors import OntologyError

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "ontology"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SHACL = "http://www.w3.org/ns/shacl#"
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
OWN = "https://w3id.org/caregraph/ontology#"


def value_of(term: object) -> str:
    """Give a term's IRI or text."""
    return str(getattr(term, "value", ""))


def load(*names: str) -> ox.Store:
    store = ox.Store()
    for name in names:
        store.load(path=FOLDER / name, format=ox.RdfFormat.TURTLE)
    return store


def objects(store: ox.Store, subject: Subject, predicate: str) -> list[str]:
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
    return [value_of(quad.object) for quad in found]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("g", ROOT / "scripts" / "generate_terms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own_terms() -> list[tuple[Subject, str]]:
    store = load("core.ttl")
    quads = store.quads_for_pattern(None, RDF_TYPE, None, None)
    return [(q.subject, value_of(q.object)) for q in quads if value_of(q.subject).startswith(OWN)]


def test_the_python_names_are_those_of_the_turtle() -> None:
    assert (FOLDER / "terms.py").read_text(encoding="utf-8") == generator().source()


def test_every_class_and_property_has_label_and_comment() -> None:
    store = load("core.ttl")
    declared = own_terms()
    assert len(declared) > 70
    for term, _ in declared:
        assert len(objects(store, term, terms.RDFS.label)) == 1, term
        assert len(objects(store, term, terms.RDFS.comment)) == 1, term


def test_every_property_has_a_range_and_all_but_the_widest_a_domain() -> None:
    store = load("core.ttl")
    properties = [t for t, kind in own_terms() if kind.endswith("Property")]
    assert len(properties) > 50
    wide = set()
    for term in properties:
        assert len(objects(store, term, terms.RDFS.range)) == 1, term
        if not objects(store, term, terms.RDFS.domain):
            wide.add(value_of(term).removeprefix(OWN))
    assert wide == {"passage", "page", "confidence", "joinedBecause", "mentionedIn", "onsCode"}


def test_classes_are_aligned_with_the_reused_vocabularies() -> None:
    store = load("core.ttl")
    for term, kind in own_terms():
        if kind == terms.OWL.Class:
            assert objects(store, term, terms.RDFS.subClassOf), term
    authority = ox.NamedNode(terms.CG.Authority)
    assert objects(store, authority, terms.RDFS.subClassOf) == [terms.ORG.FormalOrganization]


def test_no_file_uses_a_term_of_ours_that_is_not_declared() -> None:
    declared = {value_of(term) for term, _ in own_terms()}
    used = {
        node.value
        for quad in load("core.ttl", "shapes.ttl", "schemes.ttl", "authorities.ttl")
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(OWN)
    }
    assert used <= declared


def test_what_goes_into_the_reference_graph_has_no_blank_node() -> None:
    for quad in load("core.ttl", "schemes.ttl", "authorities.ttl"):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_the_shapes_that_are_used_are_defined_and_all_are_used() -> None:
    store = load("shapes.ttl")
    of_type = {
        kind: {
            value_of(q.subject)
            for q in store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(SHACL + kind), None)
        }
        for kind in ("PropertyShape", "NodeShape")
    }
    used = {
        value_of(q.object)
        for q in store.quads_for_pattern(None, ox.NamedNode(SHACL + "property"), None, None)
    }
    assert len(used) > 50
    assert used == of_type["PropertyShape"]


def test_every_shape_has_a_message_for_a_person() -> None:
    store = load("shapes.ttl")
    for kind in ("PropertyShape", "NodeShape"):
        for quad in store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(SHACL + kind), None):
            (message,) = objects(store, quad.subject, SHACL + "message")
            assert len(message) > 15, quad.subject


def test_every_property_that_is_not_of_the_reference_data_has_a_shape() -> None:
    store = load("shapes.ttl")
    paths = {
        value_of(q.object)
        for q in store.quads_for_pattern(None, ox.NamedNode(SHACL + "path"), None, None)
    }
    reference = load("core.ttl")
    skip = {"query", "limit", "score", "rank"}
    for term, kind in own_terms():
        of_authority = {terms.CG.Authority} & set(objects(reference, term, terms.RDFS.domain))
        name = value_of(term).removeprefix(OWN)
        if kind.endswith("Property") and not of_authority and name not in {*skip, "onsCode"}:
            assert value_of(term) in paths, name


@pytest.mark.parametrize(
    ("scheme", "members"),
    [
        ("grade", Grade),
        ("area", Area),
        ("framework", Framework),
        ("polarity", Polarity),
        ("status", Status),
        ("absence", Absence),
    ],
)
def test_closed_sets_equal_the_schemes(scheme: str, members: type[StrEnum]) -> None:
    assert {m.value for m in members} == set(concepts(scheme))


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("area", "area"),
        ("grade", "grade"),
        ("framework", "framework"),
        ("polarity", "polarity"),
        ("theme", "theme"),
        ("status", "status"),
        ("absenceReason", "absence"),
        ("nationalFramework", "national-framework"),
    ],
)
def test_the_lists_in_the_shapes_equal_the_schemes(path: str, scheme: str) -> None:
    query = f"""
        PREFIX sh: <{SHACL}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?member {{ ?shape sh:path <{OWN}{path}> ; sh:in/rdf:rest*/rdf:first ?member }}"""
    rows = load("shapes.ttl").query(query)
    assert isinstance(rows, ox.QuerySolutions)
    members = [value_of(row["member"]) for row in rows]
    assert sorted(members) == sorted(c.iri for c in concepts(scheme).values())


def test_concepts_are_defined_and_their_iris_end_in_their_notation() -> None:
    schemes = ("grade", "area", "framework", "polarity", "theme", "absence", "status")
    for scheme in (*schemes, "national-framework"):
        for notation, concept in concepts(scheme).items():
            assert concept.iri == f"{terms.SCHEME}{scheme}/{notation}"
            assert concept.definition.endswith(".")
            for other in (*concept.broader, *concept.narrower, *concept.related):
                assert other in concepts(scheme)


def test_the_39_themes_carry_what_staff_type() -> None:
    themes = concepts("theme")
    assert len(themes) == 39
    assert all(len(theme.alt_labels) >= 4 for theme in themes.values())
    typed = [label.lower() for theme in themes.values() for label in theme.alt_labels]
    assert len(typed) == len(set(typed))


@pytest.mark.parametrize(
    ("scheme", "words", "notation"),
    [
        ("theme", "kids in care", "children-in-care"),
        ("theme", "LAC", "children-in-care"),
        ("theme", "MASH", "front-door-and-thresholds"),
        ("theme", "Care-Leavers", "care-leavers"),
        ("area", "Leadership, management and governance", "leadership"),
        ("framework", "JTAI", "jtai"),
        ("grade", "Requires improvement to be good", "requires-improvement"),
    ],
)
def test_a_concept_is_found_by_what_people_type(scheme: str, words: str, notation: str) -> None:
    found = find_concept(scheme, words)
    assert found is not None
    assert found.notation == notation


def test_words_that_are_no_label_find_no_concept() -> None:
    assert find_concept("theme", "spaceflight") is None


def test_grades_have_ranks_in_their_own_scale() -> None:
    ranks = {n: c.rank for n, c in concepts("grade").items()}
    assert ranks["outstanding"] == 4
    assert ranks["requires-improvement"] == ranks["adequate"] == 2
    assert (ranks["1"], ranks["2"], ranks["3"]) == (3, 2, 1)


def test_an_unknown_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(OntologyError, match=r"no scheme 'colour'; the schemes are absence, area"):
        concepts("colour")
