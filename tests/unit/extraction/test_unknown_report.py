from __future__ import annotations

from collections.abc import Callable

from caregraph.documents.model import Document
from caregraph.extraction.records import Extract, Family
from caregraph.extraction.unknown_report import CONFIDENCE, extract_unknown_report
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority

Write = Callable[[str], Document]
WEXMOOR = Authority(code="E10900001", label="Wexmoor", official_name="Wexmoor County Council")

REPORT = """
# Inspection of Wexmoor children's services
Inspection dates: 3 to 14 June 2031
Overall effectiveness: Good
Help and protection: Requires improvement
# About this inspection
The inspection was carried out under a framework that nobody has seen yet.
# What works well
Social workers know the children well and visit them as often as they need.
# Areas for improvement
- the timeliness of plans for children in need
- the recording of supervision
"""


def read(write: Write) -> Extract:
    return extract_unknown_report(write(REPORT), AuthorityList.of([WEXMOOR]))


def test_the_status_says_that_the_layout_is_unknown(write: Write) -> None:
    extract = read(write)
    assert extract.family is Family.UNKNOWN_REPORT
    assert "layout of this report is unknown" in extract.problems[0]


def test_the_cover_tells_authority_and_dates_but_no_framework(write: Write) -> None:
    own = read(write).inspections[0]
    assert own.authorities == (WEXMOOR.code,)
    assert (own.start, own.end, own.framework) == ("2031-06-03", "2031-06-14", None)


def test_grades_are_taken_from_beside_their_labels(write: Write) -> None:
    grades = {(j.area, j.grade) for j in read(write).judgements}
    assert grades == {("overall", "good"), ("help-and-protection", "requires-improvement")}


def test_findings_and_recommendations_are_told_by_headings_and_doubted(write: Write) -> None:
    extract = read(write)
    assert [finding.section for finding in extract.findings] == ["What works well"]
    assert [finding.polarity for finding in extract.findings] == ["strength"]
    assert [r.text for r in extract.recommendations] == [
        "the timeliness of plans for children in need",
        "the recording of supervision",
    ]
    assert {finding.confidence for finding in extract.findings} == {CONFIDENCE}
    assert {r.confidence for r in extract.recommendations} == {CONFIDENCE}
    assert {judgement.confidence for judgement in extract.judgements} == {CONFIDENCE}
