"""The laws over the real reports; every fault is printed, none is excused by name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from caregraph.documents.model import BlockKind, Document
from caregraph.documents.reader import DocumentError, read
from caregraph.extraction.extract import extract
from caregraph.extraction.grades import read_label
from caregraph.extraction.laws import Fault, Law, faults_of, faults_on_pages
from caregraph.extraction.numbering import FEWEST_NUMBERED, numbering_of
from caregraph.extraction.records import Absence, Extract, Family
from caregraph.ontology.authorities import AuthorityList

pytestmark = pytest.mark.corpus

LEAST_UNBROKEN = 0.98
MARKED_HYPHEN = re.compile("([a-z]+)[\ufffe\x02]\\s*([a-z]+)")
NO_REPORT = "birmingham_2012-10-19_childrens-services.pdf"
"""The publisher's file is a cover without a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it was read, and the laws that it breaks."""

    document: Document
    extract: Extract
    faults: tuple[Fault, ...]


def _read(path: Path, authorities: AuthorityList) -> Report | None:
    try:
        document = read(path)
    except DocumentError:
        assert path.name == NO_REPORT
        return None
    extracted = extract(document, authorities)
    faults = (*faults_of(extracted), *faults_on_pages(document, extracted))
    return Report(document=document, extract=extracted, faults=faults)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(12, id="every twelfth"),
        pytest.param(1, id="all", marks=pytest.mark.slow),
    ],
)
def reports(request: pytest.FixtureRequest, corpus: Path) -> list[Report]:
    authorities = AuthorityList.load()
    paths = sorted((corpus / "reports").glob("*.pdf"))[:: request.param]
    read_reports = [_read(path, authorities) for path in paths]
    found = [report for report in read_reports if report is not None]
    assert len(found) >= len(paths) - 1 > 20
    return [report for report in found if report.document.name != NO_REPORT]


def broken(reports: list[Report], law: Law) -> list[str]:
    return [f"{r.document.name}, {f}" for r in reports for f in r.faults if f.law is law]


@pytest.mark.parametrize("law", [law for law in Law if law is not Law.NUMBERING])
def test_every_report_keeps_the_law(reports: list[Report], law: Law) -> None:
    assert broken(reports, law) == []


def test_numbers_run_on_in_98_of_100_numbered_reports(reports: list[Report]) -> None:
    numbered = [r for r in reports if numbering_of(r.extract).count >= FEWEST_NUMBERED]
    faults = broken(reports, Law.NUMBERING)
    names = {fault.partition(",")[0] for fault in faults}
    assert len(numbered) > 0.7 * len(reports)
    assert len(names) <= (1 - LEAST_UNBROKEN) * len(numbered), faults


def test_every_absent_grade_of_the_graded_layouts_is_accounted_for(reports: list[Report]) -> None:
    unstated = {
        (report.document.name.partition("_")[0], absence.area)
        for report in reports
        for absence in report.extract.absences
        if absence.reason is Absence.NOT_STATED
        and report.extract.family in {Family.SIF, Family.ILACS}
    }
    assert unstated == set()


def test_section_heads_give_the_grade_of_the_box(reports: list[Report]) -> None:
    compared, differing = 0, []
    for report in reports:
        document, own = report.document, {}
        for judgement in report.extract.judgements:
            if judgement.inspection == "own":
                own[judgement.area] = judgement.grade
        for block in document.body():
            # Bullets on a page of their own list the grades of the inspection before.
            graded = report.extract.family in {Family.SIF, Family.ILACS}
            if not graded or block.kind is not BlockKind.HEADING or block.page == 1:
                continue
            label = read_label(document.text_of(block))
            if label is not None and label.grade is not None:
                compared += 1
                if own.get(label.area) != label.grade:
                    differing.append(f"{document.name}, page {block.page}: {label}")
    assert compared > len(reports)
    assert differing == []


def test_references_lead_to_findings(reports: list[Report]) -> None:
    found: Counter[bool] = Counter()
    for report in reports:
        numbers = Counter(finding.paragraph for finding in report.extract.findings)
        for recommendation in report.extract.recommendations:
            found.update(numbers[number] == 1 for number in recommendation.references)
    # A few name another recommendation, or a paragraph beyond the last.
    assert found.total() > 10
    assert found[False] <= 0.02 * found.total()


def test_hyphens_that_the_file_marks_at_line_ends_are_in_the_text(corpus: Path) -> None:
    """Compare with the file itself: PDFium marks a hyphen at a line end and drops it."""
    lost, marked = [], 0
    for path in sorted((corpus / "reports").glob("*.pdf"))[::15]:
        text = read(path).text.replace("‑", "-")
        for page in pypdfium2.PdfDocument(path):
            for match in MARKED_HYPHEN.finditer(page.get_textpage().get_text_bounded()):
                marked += 1
                if f"{match[1]}-{match[2]}" not in text:
                    lost.append(f"{path.name}: {match[1]}-{match[2]}")
    assert marked > 50
    assert len(lost) <= 0.02 * marked, lost
