"""The graph is a function of the set of documents, and IRIs of what identifies things."""

from __future__ import annotations

import hashlib
import random

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
)
from caregraph.graph import iris
from caregraph.graph.build import build_document, nquads
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.graph.validate import validate
from caregraph.ontology.authorities import AuthorityList

AUTHORITIES = AuthorityList.load()
CODES = ("E10000017", "E06000008", "E06000009")
DATES = st.sampled_from([None, "2015", "2015-03", "2015-03-02", "2018-06", "2018-06-11"])
NAMES = st.sampled_from(["Jane Doe", "JANE DOE", "John Roe", "Máire Roe", "Maire Roe"])
BODIES = st.sampled_from([None, "Ofsted", "Kent Police", "the council", "LSCB", "Hull"])
GRADES = st.sampled_from(["good", "inadequate"])


def value_of(term: object) -> str:
    """Give a term's IRI or text."""
    return str(getattr(term, "value", ""))


@st.composite
def inspections(draw: st.DrawFn, key: str, previous: str | None) -> InspectionRecord:
    return InspectionRecord(
        key=key,
        authorities=tuple(draw(st.sets(st.sampled_from(CODES), max_size=2))),
        framework=draw(st.sampled_from([None, "sif", "ilacs"])),
        start=draw(DATES),
        published=draw(DATES),
        lead_inspector=draw(st.none() | NAMES),
        previous=previous,
    )


@st.composite
def documents(draw: st.DrawFn, number: int) -> tuple[DocumentSource, Extract]:
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    text = "Children are heard. Children are heard. Plans are late."
    first = Passage(start=0, end=19, page=1)
    posts = draw(st.lists(st.tuples(NAMES, BODIES), max_size=3))
    extract = Extract(
        sha256=sha256,
        media_type="text/plain",
        text=text,
        page_count=1,
        family=Family.COVERAGE,
        document_class=draw(
            st.sampled_from([DocumentClass.INSPECTION_REPORT, DocumentClass.NEWS_ARTICLE])
        ),
        inspections=(
            draw(inspections("own", "previous-1")),
            draw(inspections("previous-1", None)),
        ),
        judgements=(
            JudgementRecord(
                inspection=draw(st.sampled_from(["own", "previous-1"])),
                area="overall",
                grade=draw(GRADES),
                passage=first,
            ),
        ),
        findings=tuple(
            FindingRecord(inspection="own", text=text[0:19], passage=first)
            for _ in range(draw(st.integers(0, 2)))
        ),
        posts=tuple(
            PostRecord(person=person, passage=first, organisation=body) for person, body in posts
        ),
    )
    return DocumentSource(sha256=sha256, names=(f"{number}.txt",)), extract


SETS = st.integers(1, 4).flatmap(lambda n: st.tuples(*(documents(i) for i in range(n))))


def graphs(items: list[tuple[DocumentSource, Extract]]) -> dict[str, bytes]:
    resolution = resolve(items, authorities=AUTHORITIES)
    return {s.sha256: nquads(build_document(s, e, resolution)) for s, e in items}


@given(SETS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_documents_makes_no_difference(
    items: tuple[tuple[DocumentSource, Extract], ...], chance: random.Random
) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert graphs(list(items)) == graphs(shuffled)


@given(SETS)
@settings(max_examples=25, deadline=None)
def test_whatever_is_extracted_is_built_into_a_graph_that_the_shapes_let_in(
    items: tuple[tuple[DocumentSource, Extract], ...],
) -> None:
    for lines in graphs(list(items)).values():
        quads = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
        assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
        assert [v for v in validate(quads, authorities=AUTHORITIES) if v.blocks] == []


@given(SETS)
@settings(max_examples=60, deadline=None)
def test_no_inspection_is_the_one_before_itself(
    items: tuple[tuple[DocumentSource, Extract], ...],
) -> None:
    for lines in graphs(list(items)).values():
        for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS):
            if value_of(quad.predicate).endswith("#previousInspection"):
                assert quad.subject != quad.object


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_keys_of_inspections_give_different_iris(first: str, second: str) -> None:
    sha256 = "0" * 64
    same = iris.inspection_in(sha256, first) == iris.inspection_in(sha256, second)
    if same:
        assert iris.slug(first) == iris.slug(second)


@given(st.text(), st.text())
def test_texts_that_differ_in_more_than_white_space_have_different_iris(
    first: str, second: str
) -> None:
    home = iris.document("0" * 64)
    same = iris.text_in("finding", home, first) == iris.text_in("finding", home, second)
    assert same == (first.split() == second.split())


@given(st.text())
def test_any_text_makes_a_part_of_an_iri(text: str) -> None:
    ox.NamedNode(iris.person(text, "x"))
    assert iris.slug(text)
    assert set(iris.slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
