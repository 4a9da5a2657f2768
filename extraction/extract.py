"""From a document to what it says: find its family, and let that family's module read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from caregraph.documents.model import BlockKind, Document
from caregraph.extraction.area_send import extract_area_send
from caregraph.extraction.confidence import with_confidence
from caregraph.extraction.coverage import extract_coverage
from caregraph.extraction.doubts import doubts_about
from caregraph.extraction.ilacs import extract_ilacs
from caregraph.extraction.jtai import extract_jtai
from caregraph.extraction.laws import faults_of, faults_on_pages
from caregraph.extraction.pre_2013 import extract_pre_2013
from caregraph.extraction.records import Extract, Family
from caregraph.extraction.sif import extract_sif
from caregraph.extraction.unknown_report import extract_unknown_report
from caregraph.extraction.visit_letters import extract_visit_letter, is_visit_title
from caregraph.ontology.authorities import AuthorityList

_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLE_BLOCKS = 14
"""Blocks from the start among which a report has its title: addressees of a letter come first."""
_LONGEST_TITLE = 260

# What a title begins with, in each family. A title is a whole block: news that speak of "the
# inspection of children's services" have it in a sentence.
_TITLES: tuple[tuple[re.Pattern[str], Family], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), family)
    for pattern, family in (
        # `Joint targeted area inspection of Salford` (salford_2016-10-28)
        (r"Joint targeted area inspection\b", Family.JTAI),
        # `Area SEND inspection of Worcestershire Local Area Partnership`
        (r"(?:Area )?(?:SEND|special educational needs).{0,60}\binspection\b", Family.AREA_SEND),
        # `Re-inspection of services for children in need of help and protection, children
        # looked after and care leavers` (lancashire_2018-08-17)
        (r"(?:Re-?)?inspection of services for children in need of help", Family.SIF),
        # `Review of the effectiveness of the Local Safeguarding Children Board` (surrey_2015-08-03)
        (r"Review of the effectiveness of the (?:Local|LSCB)", Family.SIF),
        # `Inspection of looked after children services` (kent_2013-08-23), `Inspection of
        # progress made in the provision of safeguarding services in the London Borough of
        # Haringey` (haringey_2009-07-03)
        (
            r"Inspection of (?:safeguarding|looked after children|progress made in the provision"
            r"|local authority arrangements for the)|Joint area review|Unannounced inspection of",
            Family.PRE_2013,
        ),
        # `Inspection of Brent local authority children’s services` (brent_2026-06-17),
        # `Inspection of children’s social care services` (redbridge_2019-06-11)
        (r"Inspection of .*\bchildren.s (?:social care )?services?\W*\d?$", Family.ILACS),
    )
)
# What only an inspectorate's own report prints: its line of dates, its last page
_OFFICIAL = re.compile(
    r"Inspection dates?\s*:|Inspection date\s|inspects? to\s+achieve\s+excellence"
    r"|Piccadilly Gate|Lead inspector\s*:|© Crown copyright|Reporting inspector|Yours sincerely",
    re.IGNORECASE,
)
# The last page of every report since 2009
_IMPRINT = re.compile(
    r"Piccadilly Gate|inspects? to\s+achieve\s+excellence|HMI Probation", re.IGNORECASE
)

_READERS: dict[Family, Callable[[Document, AuthorityList], Extract]] = {
    Family.PRE_2013: extract_pre_2013,
    Family.SIF: extract_sif,
    Family.ILACS: extract_ilacs,
    Family.JTAI: extract_jtai,
    Family.AREA_SEND: extract_area_send,
    Family.COVERAGE: extract_coverage,
    Family.UNKNOWN_REPORT: extract_unknown_report,
}


def extract(document: Document, authorities: AuthorityList) -> Extract:
    """Find in a document all that the vocabulary can say.

    Args:
        document: What a reader made of a file.
        authorities: Whom names may stand for.

    Returns:
        The records of the family's module; `problems` holds what the reader warned of, what the
        module was unsure of, the laws that the extract breaks, and what such a report would hold
        and this one lacks.
    """
    family = family_of(document)
    read = _READERS[family]
    if family is Family.ILACS and is_visit_letter(document):
        read = extract_visit_letter
    found = read(document, authorities)
    faults = (str(fault) for fault in (*faults_of(found), *faults_on_pages(document, found)))
    problems = (*document.warnings, *found.problems, *faults, *doubts_about(found))
    return with_confidence(replace(found, problems=tuple(dict.fromkeys(problems))))


def family_of(document: Document) -> Family:
    """Tell the family of a document by its title and by what only inspectorates print.

    Args:
        document: Any document.

    Returns:
        A family of reports for an inspectorate's own report, `UNKNOWN_REPORT` for one of a layout
        that no module knows, `COVERAGE` for everything else.
    """
    if document.media_type == _SLIDES or _OFFICIAL.search(document.text) is None:
        return Family.COVERAGE
    titles = _titles(document)
    for pattern, family in _TITLES:
        if any(pattern.match(title) for title in titles):
            return family
    if any(is_visit_title(title) for title in titles):
        return Family.ILACS
    return Family.UNKNOWN_REPORT if _IMPRINT.search(document.text) else Family.COVERAGE


def is_visit_letter(document: Document) -> bool:
    """Tell the letter on a focused or a monitoring visit from the report of an inspection.

    Args:
        document: A document of the ILACS family.

    Returns:
        Whether its title names a visit.
    """
    return any(is_visit_title(title) for title in _titles(document))


def _titles(document: Document) -> tuple[str, ...]:
    """Give the first blocks, each alone and with the one that follows: titles break in two."""
    first = [
        " ".join(document.text_of(block).split())
        for block in document.blocks
        if block.kind not in {BlockKind.FOOTNOTE, BlockKind.FURNITURE, BlockKind.CONTENTS}
    ][:_TITLE_BLOCKS]
    short = [text for text in first if len(text) <= _LONGEST_TITLE]
    return (*short, *(f"{a} {b}" for a, b in pairwise(short)))
