"""Extracts as JSON: what is left out, what is refused."""

from __future__ import annotations

import json

import pytest

from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    Passage,
)
from caregraph.extraction.serial import ExtractFormatError, from_json, to_json

EXTRACT = Extract(
    sha256="ab" * 32,
    media_type="application/pdf",
    text="Children’s plans are clear and kept up to date.\n",
    page_count=1,
    family=Family.ILACS,
    document_class=DocumentClass.INSPECTION_REPORT,
    inspections=(InspectionRecord(key="own", authorities=("E99000001",), framework="ilacs"),),
    findings=(
        FindingRecord(
            inspection="own",
            text="Children’s plans are clear and kept up to date.",
            passage=Passage(start=0, end=47, page=1),
            themes=("plans-and-planning",),
        ),
    ),
)


def test_fields_that_hold_their_default_are_left_out() -> None:
    written = json.loads(to_json(EXTRACT))
    assert "judgements" not in written
    assert "confidence" not in written["findings"][0]
    assert written["findings"][0]["themes"] == ["plans-and-planning"]


def test_text_is_written_as_utf_8_without_escapes() -> None:
    assert "Children’s".encode() in to_json(EXTRACT)


def test_enumerations_and_tuples_come_back_as_such() -> None:
    back = from_json(to_json(EXTRACT))
    assert back == EXTRACT
    assert back.family is Family.ILACS
    assert isinstance(back.findings, tuple)


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(to_json(EXTRACT)), **fields}).encode()


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "extract is []"),
        (b"{}", "fields of Extract"),
        (changed(page_count="1"), "extract.page_count is '1', expected int"),
        (changed(family="monthly"), "extract.family is 'monthly', expected one of pre-2013"),
        (changed(findings={}), "extract.findings is {}, expected a list"),
        (changed(findings=[{"text": 1}]), "extract.findings[0]"),
        (changed(mood="bright"), "['mood']"),
    ],
)
def test_what_is_no_extract_is_refused_by_place(data: bytes, named: str) -> None:
    with pytest.raises(ExtractFormatError) as caught:
        from_json(data)
    assert named in str(caught.value)
    assert "ingest the document again" in str(caught.value)
