"""SIF and ILACS inspections over the real reports: what every one of them prints."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from caregraph.documents.reader import read
from caregraph.extraction.extract import extract
from caregraph.extraction.records import Extract, Family
from caregraph.ontology.authorities import AuthorityList

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

# The stub without a report in it; a report that prints neither days nor a lead inspector; a review
# of the board alone; two authorities too small for every judgement; a cover without an inspector
STUB = "birmingham_2012-10-19_childrens-services"
BOARD_ONLY = "surrey_2015-08-03_childrens-services"
NOT_ALL_JUDGED = frozenset(
    {
        "isles-of-scilly_2016-06-27_childrens-services",
        "london-corporation_2016-09-20_childrens-services",
    }
)
NO_LEAD = "warwickshire_2025-10-14_childrens-services"
SIF_AREAS = frozenset(
    {
        "overall",
        "help-and-protection",
        "children-looked-after",
        "adoption",
        "care-leavers",
        "leadership",
    }
)


@cache
def _reports(corpus: Path) -> dict[str, Extract]:
    authorities = AuthorityList.load()
    files = sorted((corpus / "reports").glob("*_childrens-services.pdf"))
    return {path.stem: extract(read(path), authorities) for path in files if path.stem != STUB}


def _own_areas(report: Extract) -> set[str]:
    return {judgement.area for judgement in report.judgements if judgement.inspection == "own"}


def test_every_report_has_one_inspection_of_its_own_that_says_whom_and_when(corpus: Path) -> None:
    reports = _reports(corpus)
    assert len(reports) == 259
    incomplete = []
    for name, report in reports.items():
        own = [one for one in report.inspections if one.key == "own"]
        named = name in {NO_LEAD} or all(one.lead_inspector for one in own)
        if len(own) != 1 or not (own[0].authorities and own[0].start and own[0].end and named):
            incomplete.append(name)
    assert incomplete == []


def test_every_single_inspection_has_every_judgement_of_its_box(corpus: Path) -> None:
    reports = {n: r for n, r in _reports(corpus).items() if r.family is Family.SIF}
    assert len(reports) == 93
    special = {BOARD_ONLY, *NOT_ALL_JUDGED}
    lacking = [n for n, r in reports.items() if n not in special and not _own_areas(r) >= SIF_AREAS]
    assert lacking == []
    assert _own_areas(reports[BOARD_ONLY]) == {"lscb"}


def test_every_ilacs_report_has_four_grades_or_five_and_says_why_none_is_overall(
    corpus: Path,
) -> None:
    reports = {n: r for n, r in _reports(corpus).items() if r.family is Family.ILACS}
    assert len(reports) == 162
    wrong = []
    for name, report in reports.items():
        areas = _own_areas(report)
        reformed = (report.inspections[0].start or "") >= "2026-04"
        told = {absence.reason.value for absence in report.absences}
        if ("overall" in areas) is reformed or reformed is not ("not-given-since-reform" in told):
            wrong.append(name)
        if len(areas) not in {4, 5}:
            wrong.append(name)
    assert wrong == []


def test_every_report_has_recommendations_and_findings_of_every_judged_area(corpus: Path) -> None:
    thin = [
        (name, area)
        for name, report in _reports(corpus).items()
        if report.family is not Family.PRE_2013
        for area in _own_areas(report) - {"overall"}
        if sum(finding.area == area for finding in report.findings) < 3
    ]
    assert thin == []
    assert [name for name, report in _reports(corpus).items() if not report.recommendations] == []


def test_no_finding_is_a_fragment_nor_a_recommendation(corpus: Path) -> None:
    for report in _reports(corpus).values():
        texts = {finding.text for finding in report.findings}
        assert min(len(text.split()) for text in texts) >= 5
        assert not texts & {one.text for one in report.recommendations}
