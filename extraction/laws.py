"""What every well-read document keeps, whatever its layout: laws that can be checked over a corpus.

A fault says that a person should look, not that a file is damaged. Laws over the extract alone
are cheap; those that need the page's layout take the document too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from caregraph.documents.model import Block, BlockKind, Document, Line
from caregraph.extraction.numbering import FEWEST_NUMBERED, numbering_of
from caregraph.extraction.records import (
    Absence,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    Passage,
)

_SHORTEST_FINDING = 5
"""Words; what has fewer is a fragment."""
_SHOWN = 70
_FULL_DATE = len("2031-01-31")
_REPORTS = frozenset(
    {Family.PRE_2013, Family.SIF, Family.ILACS, Family.JTAI, Family.AREA_SEND}
)  # the report of an unknown layout promises nothing
_OUTSIDE = frozenset({BlockKind.FOOTNOTE, BlockKind.FURNITURE, BlockKind.CONTENTS})
_UNDATED = frozenset({"joint-area-review", "pre-2013"})
"""Frameworks whose reports may print the date of publication only (haringey_2009-07-03)."""
_TELLING = 25
"""Characters from which a running line is known by its words; shorter ones are numbers."""

# Areas that every report of the family prints a grade for
_SIF_AREAS = (
    "overall",
    "help-and-protection",
    "children-looked-after",
    "adoption",
    "care-leavers",
    "leadership",
)
_ILACS_AREAS = ("overall", "help-and-protection", "leadership")
# `Review of the effectiveness of the Local Safeguarding Children Board` (gateshead_2016-03-11)
_LSCB_REVIEW = re.compile(r"Review of the effectiveness of the (?:local safeguarding|LSCB)", re.I)
# What only the edge of a page, a contents page or the publisher's last page prints: `Page 12 of
# 30`, `4 www.ofsted.gov.uk/adoption`, `Executive summary ........ 2`, `© Crown copyright 2013`
_EDGE = re.compile(
    r"\bPage \d+ of \d+\b|\.{5,}|…{3,}|© Crown copyright|Piccadilly Gate"
    r"|The Office for Standards in Education, Children.s Services and Skills"
)
# `multi- agency`, but not `short- and long-term`, `pre- or post-birth` or `Thomson- Jones`
_PARTED = re.compile(r"\w*[a-z]{2}- (?!and\b|or\b|to\b|nor\b|but\b|versus\b|as well\b)[a-z]+")
_HIDDEN_HYPHEN = re.compile("[\u00ad\ufffe\x02]")


class Law(StrEnum):
    """The laws, named by what they ask for."""

    OWN_INSPECTION = "one inspection of its own, with authority, framework and dates"
    JUDGEMENTS = "every judgement that its layout prints, or the reason why there is none"
    NUMBERING = "paragraph numbers without gaps or doubles"
    QUOTATIONS = "passages that equal the stored text"
    FINDINGS_ONLY = "no page edge, footnote or contents page in a finding"
    WHOLE_FINDINGS = "findings of five words or more"
    SEPARATE = "no recommendation that is also a finding"
    HYPHENS = "hyphens at line ends as printed"


_LAWS = tuple(f"(law: {law})" for law in Law)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where an extract does not keep a law.

    Attributes:
        law: Which one.
        message: What is wrong, in one clause.
        page: Where, from 1; `None` where it is the document as a whole.
    """

    law: Law
    message: str
    page: int | None = None

    def __str__(self) -> str:
        """Give one sentence for a person, which ends in the law."""
        where = "" if self.page is None else f"page {self.page}: "
        return f"{where}{self.message} (law: {self.law})"


def tells_a_fault(problem: str) -> bool:
    """Tell a fault among the problems of an extract, which hold softer doubts too.

    Args:
        problem: One of `Extract.problems`.

    Returns:
        Whether it is a fault's sentence.
    """
    return problem.endswith(_LAWS)


def faults_of(extract: Extract) -> tuple[Fault, ...]:
    """Check the laws that an extract alone can show.

    Args:
        extract: What was found in any document. Laws about what a report prints are checked on
            official reports of known layouts only.

    Returns:
        In the order of the laws; empty where all are kept.
    """
    faults = [*_quotations(extract), *_edges(extract)]
    if extract.family is not Family.COVERAGE:
        # A slide has bullets of three words; a sentence of the news can find and recommend.
        faults += [*_fragments(extract), *_separate(extract)]
    if extract.family in _REPORTS:
        faults += [*_own_inspection(extract), *_judgements(extract), *_numbering(extract)]
    order = list(Law)
    return tuple(sorted(faults, key=lambda fault: order.index(fault.law)))


def faults_on_pages(document: Document, extract: Extract) -> tuple[Fault, ...]:
    """Check the laws that need the layout of the pages.

    Args:
        document: What the extract was made from.
        extract: What was found in it.

    Returns:
        Faults beyond those of `faults_of`.
    """
    return (*_outside(document, extract), *_hyphens(document))


def _own_inspection(extract: Extract) -> Iterator[Fault]:
    own = [inspection for inspection in extract.inspections if inspection.key == "own"]
    if len(own) != 1:
        yield Fault(
            law=Law.OWN_INSPECTION, message=f"the report has {len(own)} inspections of its own"
        )
        return
    for lack in _lacks(own[0]):
        yield Fault(law=Law.OWN_INSPECTION, message=f"its inspection has no {lack}")


def _lacks(inspection: InspectionRecord) -> Iterator[str]:
    if not inspection.authorities:
        yield "authority"
    if not inspection.framework:
        yield "framework"
    undated = inspection.start is None and inspection.end is None
    if undated and inspection.framework in _UNDATED and inspection.published:
        return
    for name, date in (("start", inspection.start), ("end", inspection.end)):
        if date is None or len(date) < _FULL_DATE:
            yield f"{name} date"
    if (inspection.start or "") > (inspection.end or "9"):
        yield "end after its start"


def _judgements(extract: Extract) -> Iterator[Fault]:
    own = [judgement for judgement in extract.judgements if judgement.inspection == "own"]
    given = {judgement.area for judgement in own}
    excused = {absence.area for absence in extract.absences if absence.inspection == "own"}
    if any(absence.reason is Absence.FRAMEWORK_HAS_NONE for absence in extract.absences):
        excused |= set(_expected(extract, given))
    for area in _expected(extract, given):
        if area not in given | excused:
            yield Fault(law=Law.JUDGEMENTS, message=f"no judgement of {area}, and no reason")
    for area in sorted(given):
        grades = sorted({judgement.grade for judgement in own if judgement.area == area})
        if len(grades) > 1:
            yield Fault(law=Law.JUDGEMENTS, message=f"{area} is judged {' and '.join(grades)}")


def _expected(extract: Extract, given: set[str]) -> tuple[str, ...]:
    """Give the areas that the layout of a family prints a grade for."""
    if extract.family is Family.SIF and _LSCB_REVIEW.search(extract.title or ""):
        return ("lscb",)  # a review published alone (surrey_2015-08-03)
    if extract.family is Family.SIF:
        reviewed = ("lscb",) if _LSCB_REVIEW.search(extract.text) else ()
        return (*_SIF_AREAS, *reviewed)
    if extract.family is Family.ILACS:
        # Four rows until January 2023; then care leavers have a row of their own.
        apart = {"children-in-care", "care-leavers"} & given
        joined = ("children-in-care-and-care-leavers",)
        return (*_ILACS_AREAS, *(("children-in-care", "care-leavers") if apart else joined))
    if extract.family is Family.AREA_SEND:
        return ("send-outcome",)
    return ("overall",)


def _numbering(extract: Extract) -> Iterator[Fault]:
    numbering = numbering_of(extract)
    if numbering.count < FEWEST_NUMBERED:
        return
    for what, numbers in (("missing", numbering.gaps), ("doubled", numbering.doubles)):
        if numbers:
            listed = ", ".join(map(str, numbers))
            yield Fault(law=Law.NUMBERING, message=f"paragraphs {listed} are {what}")


def _quotations(extract: Extract) -> Iterator[Fault]:
    for kind, text, passage in _texts(extract):
        stored = extract.text[passage.start : passage.end]
        if stored.split() != text.split():  # sub-items stand on lines of their own in the record
            yield Fault(
                law=Law.QUOTATIONS,
                message=f"a {kind} is not the text at its place: {text[:_SHOWN]!r}",
                page=passage.page,
            )


def _texts(extract: Extract) -> Iterator[tuple[str, str, Passage]]:
    groups: tuple[tuple[str, Iterable[tuple[str, Passage]]], ...] = (
        ("finding", ((r.text, r.passage) for r in extract.findings)),
        ("recommendation", ((r.text, r.passage) for r in extract.recommendations)),
        ("statement", ((r.text, r.passage) for r in extract.statements)),
        ("action", ((r.text, r.passage) for r in extract.actions)),
        ("statistic", ((r.text, r.passage) for r in extract.statistics)),
    )
    for kind, records in groups:
        for text, passage in records:
            yield kind, text, passage


def _edges(extract: Extract) -> Iterator[Fault]:
    for finding in extract.findings:
        match = _EDGE.search(finding.text)
        if match is not None:
            yield _edge_fault(finding, match.group())


def _edge_fault(finding: FindingRecord, words: str) -> Fault:
    return Fault(
        law=Law.FINDINGS_ONLY,
        message=f"{words[:_SHOWN]!r} stands in the finding {finding.text[:_SHOWN]!r}",
        page=finding.passage.page,
    )


def _fragments(extract: Extract) -> Iterator[Fault]:
    for finding in extract.findings:
        if len(finding.text.split()) < _SHORTEST_FINDING:
            yield Fault(
                law=Law.WHOLE_FINDINGS,
                message=f"the finding {finding.text!r} is a fragment",
                page=finding.passage.page,
            )


def _separate(extract: Extract) -> Iterator[Fault]:
    """Compare places, not words: a report may print the same sentence twice, as two things."""
    findings = sorted((f.passage.start, f.passage.end) for f in extract.findings)
    for recommendation in extract.recommendations:
        start, end = recommendation.passage.start, recommendation.passage.end
        if any(at < end and start < until for at, until in findings):
            yield Fault(
                law=Law.SEPARATE,
                message=f"a recommendation is also a finding: {recommendation.text[:_SHOWN]!r}",
                page=recommendation.passage.page,
            )


def _outside(document: Document, extract: Extract) -> Iterator[Fault]:
    """Look for what stands outside of the text, by its place and by its words."""
    outside = [block for block in document.blocks if block.kind in _OUTSIDE]
    running = {
        text
        for block in outside
        if block.kind is not BlockKind.CONTENTS and len(text := document.text_of(block)) >= _TELLING
    }
    for finding in extract.findings:
        passage = finding.passage
        for block in outside:
            if block.start < passage.end and passage.start < block.end:
                yield _edge_fault(finding, document.text_of(block))
        yield from (_edge_fault(finding, text) for text in running if text in finding.text)


def _hyphens(document: Document) -> Iterator[Fault]:
    for block in document.blocks:
        text = document.text_of(block)
        if _HIDDEN_HYPHEN.search(text):
            yield _hyphen_fault(block, "a hyphen that is not printed as one", text)
        for line, following in pairwise(block.lines):
            between = document.text[line.end : following.start]
            words = document.text[line.start : following.end]
            ends_so = words[: line.end - line.start].endswith("-")
            if not between.strip() and not between and not ends_so:
                yield _hyphen_fault(block, "two lines run together", words)
            elif between and ends_so and _PARTED.match(_around(document, line, following)):
                yield _hyphen_fault(block, "a word parted after its hyphen", words)


def _around(document: Document, line: Line, following: Line) -> str:
    """Give the last word of a line and the first of the next, as they stand in the text."""
    last = document.text[line.start : line.end].rpartition(" ")[2]
    return last + document.text[line.end : following.end]


def _hyphen_fault(block: Block, what: str, words: str) -> Fault:
    return Fault(law=Law.HYPHENS, message=f"{what}: {words[:_SHOWN]!r}", page=block.page)
