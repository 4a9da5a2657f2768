"""Confidence falls where a record's own shape says that a person should look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caregraph.extraction.confidence import with_confidence
from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
    Passage,
)

AT = Passage(start=0, end=9, page=1)
OWN = InspectionRecord(key="own", start="2031-03-03", end="2031-03-14", published="2031-05-01")
EMPTY = Extract(
    sha256="0" * 64,
    media_type="application/pdf",
    text="Nine here.",
    page_count=1,
    family=Family.SIF,
    document_class=DocumentClass.INSPECTION_REPORT,
    inspections=(OWN,),
)


def finding(text: str, **changes: object) -> FindingRecord:
    return replace(FindingRecord(inspection="own", text=text, passage=AT), **changes)  # type: ignore[arg-type]


def confidences(extract: Extract) -> list[float]:
    found = with_confidence(extract)
    return [
        *(record.confidence for record in found.inspections),
        *(record.confidence for record in found.judgements),
        *(record.confidence for record in found.findings),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Plans are clear and kept under review.",
        "“They listen to me,” one child said.’",
        "Visits are regular. (Recommendation)",
        "Reviews are on time.4",
        "i-ART has access to the records.",
        "Leaders know:",
    ],
)
def test_a_whole_sentence_is_sure(text: str) -> None:
    assert confidences(replace(EMPTY, findings=(finding(text),))) == [1, 1]


@pytest.mark.parametrize(
    "text", ["and are seldom seen alone.", "Plans are timely, but they do not"]
)
def test_a_cut_sentence_is_doubted(text: str) -> None:
    assert confidences(replace(EMPTY, findings=(finding(text),))) == [1, 0.6]


def test_a_sentence_of_the_news_may_be_cut_anywhere() -> None:
    news = replace(EMPTY, family=Family.COVERAGE, findings=(finding("no child has slept rough"),))
    assert confidences(news) == [1, 1]


def test_findings_with_one_number_are_doubted_both() -> None:
    findings = tuple(finding(f"{w} are well kept.", paragraph="1") for w in ("Plans", "Files"))
    assert confidences(replace(EMPTY, findings=findings)) == [1, 0.7, 0.7]


def test_two_grades_of_one_area_are_doubted_both() -> None:
    grades = [("leadership", "good"), ("leadership", "inadequate"), ("adoption", "good")]
    judgements = tuple(
        JudgementRecord(inspection="own", area=area, grade=grade, passage=AT)
        for area, grade in grades
    )
    assert confidences(replace(EMPTY, judgements=judgements)) == [1, 0.5, 0.5, 1]


@pytest.mark.parametrize(
    ("dates", "confidence"),
    [
        ({"start": "2031-03-20"}, 0.5),
        ({"published": "2031-03"}, 1),
        ({"published": "2031-02"}, 0.5),
        ({"start": "2030-06-01"}, 0.5),
        ({"start": None, "end": None}, 1),
    ],
)
def test_dates_that_do_not_follow_one_another_are_doubted(
    dates: dict[str, str | None], confidence: float
) -> None:
    own = replace(OWN, **dates)  # type: ignore[arg-type]
    assert confidences(replace(EMPTY, inspections=(own,))) == [confidence]


def test_no_record_becomes_more_sure() -> None:
    guessed = finding("and seldom seen.", confidence=0.3)
    assert confidences(replace(EMPTY, findings=(guessed,))) == [1, 0.3]
