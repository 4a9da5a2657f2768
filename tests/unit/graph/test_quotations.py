"""What news and minutes repeat of a report, by the words that both share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caregraph.extraction.records import (
    Extract,
    FindingRecord,
    InspectionRecord,
    PostRecord,
    RecommendationRecord,
    StatementRecord,
)
from caregraph.graph import iris
from caregraph.graph.build import build_document
from caregraph.graph.identity import resolve
from caregraph.graph.quotations import Quotation
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG

Item = tuple[DocumentSource, Extract]
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"
# As a report words it; the council does not exist.
ADVISERS = (
    "Personal advisers know their young people well and keep in touch with nearly all care "
    "leavers, although pathway plans are too often written without them."
)
HARBOUR = (
    "The Harbour Project, set up in 2017, gives swift and sensitive help to children who go "
    "missing from home."
)
FILLER = (
    "Children and young people are seen alone by their social workers.",
    "Senior managers have a clear plan in place to ensure that children are safe.",
    "The local authority works with partners across the county to protect children.",
    "Most children live with carers who have been well matched to their needs.",
    "Reviews of plans for children in care are held on time.",
    "Thresholds for early help are understood by all partners.",
)
RECOMMENDED = "Make sure that every pathway plan is written with the young person and reviewed."


@pytest.fixture
def reported(report: Item) -> Item:
    """Give the report with findings that can be quoted."""
    source, extract = report
    passage = extract.findings[0].passage
    findings = tuple(
        FindingRecord(inspection="own", text=text, passage=passage)
        for text in (ADVISERS, HARBOUR, *FILLER)
    )
    wanted = (RecommendationRecord(inspection="own", text=RECOMMENDED, passage=passage),)
    return source, replace(extract, findings=findings, recommendations=wanted)


def saying(news: Item, text: str, **more: object) -> Item:
    """Give the news story with this finding alone."""
    source, extract = news
    record = replace(extract.findings[0], text=text)
    changed = replace(extract, findings=(record,), statements=())
    return source, replace(changed, **more)  # type: ignore[arg-type]


def quoted(authorities: AuthorityList, item: Item, *others: Item) -> tuple[Quotation, ...]:
    found = resolve([item, *others], authorities=authorities).of(item[0].sha256).quotations
    return tuple(quotation for of_record in found.values() for quotation in of_record)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (ADVISERS, ADVISERS),
        # altered, cut short, with another's words around it
        (
            "Inspectors said that advisers “know [the council's] young people well and keep in "
            "touch with nearly all care leavers”.",
            ADVISERS,
        ),
        # not in quotation marks and in another order
        (
            "Care leavers are nearly all kept in touch with by advisers, young people's plans are "
            "too often written without them, although personal advisers know them well.",
            ADVISERS,
        ),
        (
            "The report calls on the council to make sure every pathway plan is written with the "
            "young person.",
            RECOMMENDED,
        ),
    ],
)
def test_a_repeated_text_is_linked_to_the_reports_own(
    authorities: AuthorityList, news: Item, reported: Item, text: str, target: str
) -> None:
    kind = "recommendation" if target == RECOMMENDED else "finding"
    (quotation,) = quoted(authorities, saying(news, text), reported)
    assert quotation.target == iris.text_in(kind, OWN, target)
    assert f"stand in {quotation.target.rpartition('/id/')[2]}" in quotation.because


@pytest.mark.parametrize(
    "text",
    [
        "Everything is in place to ensure that children are helped, the leader said.",
        "Children and young people in care deserve the best.",
        "Advisers have left.",
        "The council will hold a meeting about its budget for roads and libraries in March.",
    ],
)
def test_common_phrases_are_no_quotation(
    authorities: AuthorityList, news: Item, reported: Item, text: str
) -> None:
    assert quoted(authorities, saying(news, text), reported) == ()


def test_a_sentence_can_quote_two_findings(
    authorities: AuthorityList, news: Item, reported: Item
) -> None:
    text = (
        "It “gives swift and sensitive help to children who go missing from home”, but “pathway "
        "plans are too often written without them”."
    )
    found = quoted(authorities, saying(news, text), reported)
    assert {q.target for q in found} == {
        iris.text_in("finding", OWN, ADVISERS),
        iris.text_in("finding", OWN, HARBOUR),
    }


def test_only_reports_of_inspections_that_the_document_speaks_of_are_quoted(
    authorities: AuthorityList, news: Item, reported: Item
) -> None:
    item = saying(news, ADVISERS)
    source, extract = item
    elsewhere = (InspectionRecord(key="mentioned-1", authorities=("E10000016",), start="2018-06"),)
    other = (source, replace(extract, inspections=elsewhere, actions=()))
    assert quoted(authorities, item, reported)
    assert quoted(authorities, other, reported) == ()
    assert quoted(authorities, item) == ()


def test_a_title_is_no_quotation(authorities: AuthorityList, news: Item, reported: Item) -> None:
    title = "lead member for the swift and sensitive help to children who go missing"
    passage = news[1].posts[0].passage
    post = PostRecord(person="John Roe", passage=passage, role_title=title)
    text = f"John Roe, {title}, spoke."
    assert quoted(authorities, saying(news, text), reported)
    assert quoted(authorities, saying(news, text, posts=(post,)), reported) == ()


def test_what_a_person_repeats_is_a_quotation_too(
    authorities: AuthorityList, news: Item, reported: Item
) -> None:
    source, extract = news
    said = StatementRecord(
        speaker="John Roe",
        text=f"They say that {ADVISERS[0].lower()}{ADVISERS[1:]}",
        passage=extract.statements[0].passage,
        inspection="mentioned-1",
    )
    item = (source, replace(extract, findings=(), statements=(said,)))
    resolution = resolve([item, reported], authorities=authorities)
    quads = build_document(*item, resolution)
    statement = iris.text_in("statement", iris.document(source.sha256), said.text)
    target = iris.text_in("finding", OWN, ADVISERS)
    links = [q for q in quads if q.predicate.value == CG.quotes]
    assert [(q.subject.value, q.object.value) for q in links] == [(statement, target)]  # type: ignore[union-attr]
    assert any(q.predicate.value == CG.quotesBecause for q in quads)


def test_a_report_quotes_nothing(
    authorities: AuthorityList, reported: Item, rename: Callable[[Item, str], Item]
) -> None:
    assert quoted(authorities, reported, rename(reported, "copy.pdf")) == ()
