"""What the shapes let in, and what they say of the rest."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from caregraph.extraction.records import Extract
from caregraph.graph.build import build_document
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.graph.validate import Violation, validate
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG, ID, OA

Item = tuple[DocumentSource, Extract]


def value_of(term: object) -> str:
    """Give a term's IRI or text."""
    return str(getattr(term, "value", ""))


def quads_of(authorities: AuthorityList, item: Item) -> tuple[ox.Quad, ...]:
    return build_document(*item, resolve([item], authorities=authorities))


def said(authorities: AuthorityList, item: Item) -> tuple[Violation, ...]:
    return validate(quads_of(authorities, item), authorities=authorities)


def test_what_the_builder_makes_of_sound_records_conforms(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    assert said(authorities, report) == ()
    assert said(authorities, news) == ()


def test_an_authority_may_publish_a_document(authorities: AuthorityList, news: Item) -> None:
    source, extract = news
    council = next(iter(authorities)).official_name
    assert said(authorities, (replace(source, publisher=council), extract)) == ()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("area", "kitchen", "an area is one concept of the scheme of areas"),
        ("polarity", "nice", "a polarity is one concept of the scheme of polarities"),
        ("themes", ("spaceflight",), "a theme is a concept of the scheme of themes"),
        ("text", "x", "it has its own words once, as printed"),
        ("paragraph", "12 and 13", "a paragraph is the one number printed before it"),
    ],
)
def test_a_faulty_finding_is_named_with_the_value(
    authorities: AuthorityList, report: Item, field: str, value: Any, message: str
) -> None:
    source, extract = report
    finding = replace(extract.findings[0], **{field: value})
    found = said(authorities, (source, replace(extract, findings=(finding,))))
    (violation,) = [v for v in found if v.focus.startswith(ID + "finding/")]
    assert violation.blocks
    assert violation.message.startswith(message)
    assert violation.value is not None
    assert str(violation).startswith(violation.focus + ": " + message)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("authorities", ("E99999999",), "an inspection inspects an authority that is in the list"),
        ("framework", "tea-party", "a framework is one concept of the scheme of frameworks"),
        ("end", "2018-02-30", "a date is one day, month or year of the calendar"),
    ],
)
def test_a_faulty_inspection_is_named(
    authorities: AuthorityList, report: Item, field: str, value: Any, message: str
) -> None:
    source, extract = report
    own = replace(extract.inspections[0], **{field: value})
    item = (source, replace(extract, inspections=(own, extract.inspections[1])))
    found = [v for v in said(authorities, item) if v.focus.startswith(ID + "inspection/")]
    assert [v.message[: len(message)] for v in found] == [message]
    assert found[0].blocks


def test_an_inspection_of_nobody_is_let_in_for_a_person_to_look_at(
    authorities: AuthorityList, news: Item
) -> None:
    source, extract = news
    nobody = replace(extract.inspections[1], authorities=())
    item = (source, replace(extract, inspections=(extract.inspections[0], nobody)))
    (warning,) = said(authorities, item)
    assert not warning.blocks
    assert warning.message == "no authority is known of this inspection (cg:inspects)"


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        (CG.text, "it has its own words once"),
        (CG.statedIn, "what a document states names that document"),
        (CG.passage, "it has a passage"),
        (CG.grade, "a judgement has one grade"),
        (CG.member, "a post is held by one person"),
        (CG.fileName, "a document has the name of its file"),
        (OA.exact, "a quotation has its words"),
        (OA.hasSource, "a passage is of one document"),
        (CG.mentionedIn, "a person or body is named by a document"),
    ],
)
def test_what_is_missing_is_said(
    authorities: AuthorityList, report: Item, predicate: str, message: str
) -> None:
    quads = [q for q in quads_of(authorities, report) if value_of(q.predicate) != predicate]
    found = validate(quads, authorities=authorities)
    assert any(v.message.startswith(message) and v.blocks for v in found)


def test_a_blank_node_is_refused(authorities: AuthorityList, report: Item) -> None:
    quads = quads_of(authorities, report)
    finding = next(q for q in quads if value_of(q.object) == CG.Finding)
    blank = ox.Quad(ox.BlankNode("b"), finding.predicate, finding.object, finding.graph_name)
    found = validate((*quads, blank), authorities=authorities)
    assert any(v.message.endswith("never a blank node") for v in found)


def test_what_blocks_comes_first(authorities: AuthorityList, report: Item) -> None:
    source, extract = report
    own = replace(extract.inspections[0], authorities=(), framework="tea-party")
    item = (source, replace(extract, inspections=(own, extract.inspections[1])))
    assert [v.blocks for v in said(authorities, item)] == [True, False]


def test_a_long_report_is_checked_in_half_a_second(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    findings = []
    text = extract.text
    for number in range(75):
        words = f"Finding {number}: " + "social workers know children well. " * 8
        passage = replace(extract.findings[0].passage, start=len(text), end=len(text) + len(words))
        text += words + "\n"
        findings.append(replace(extract.findings[0], text=words, passage=passage))
    item = (source, replace(extract, text=text, findings=tuple(findings)))
    quads = quads_of(authorities, item)
    assert len(quads) > 2000
    validate(quads, authorities=authorities)
    start = time.process_time()
    assert validate(quads, authorities=authorities) == ()
    assert time.process_time() - start < 0.5
