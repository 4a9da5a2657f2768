"""Every sample report is read without a fault: what it states, and each finding word for word."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from caregraph.documents.reader import read
from caregraph.extraction.extract import extract
from caregraph.extraction.records import Extract, FindingRecord, RecommendationRecord
from caregraph.ontology.authorities import AuthorityList

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ROOT / "examples" / "documents"
EXPECTED = Path(__file__).parent / "expected"
REPORTS = sorted(path.stem for path in EXPECTED.glob("*.json"))
FIELDS = (
    "family",
    "class",
    "inspection",
    "judgements",
    "absences",
    "previous",
    "findings",
    "recommendations",
    "people",
)
CASES = [(stem, field) for stem in REPORTS for field in FIELDS]


@pytest.fixture(scope="module")
def extracts() -> dict[str, Extract]:
    authorities = AuthorityList.load(ROOT / "examples" / "authorities.csv")
    return {stem: extract(read(DOCUMENTS / f"{stem}.pdf"), authorities) for stem in REPORTS}


def test_there_are_twelve_sample_reports() -> None:
    assert len(REPORTS) == 12
    assert {path.stem for path in DOCUMENTS.glob("*.pdf")} == set(REPORTS)


@pytest.mark.parametrize(("stem", "field"), CASES)
def test_a_sample_report_says_what_it_says(
    extracts: dict[str, Extract], stem: str, field: str
) -> None:
    expected = json.loads((EXPECTED / f"{stem}.json").read_text(encoding="utf-8"))
    assert set(expected) == set(FIELDS)
    assert _facts(extracts[stem])[field] == expected[field]


@pytest.mark.parametrize("stem", REPORTS)
def test_every_finding_and_recommendation_is_a_block_of_the_text_word_for_word(
    extracts: dict[str, Extract], stem: str
) -> None:
    written = _written(stem)
    records = _records(extracts[stem])
    strange = [record.text for record in records if _first_block(record.text) not in written]
    assert records
    assert strange == []


@pytest.mark.parametrize("stem", REPORTS)
def test_every_numbered_paragraph_is_read_under_its_number_once(
    extracts: dict[str, Extract], stem: str
) -> None:
    records = _records(extracts[stem])
    read_under = {record.paragraph: _first_block(record.text) for record in records}
    numbers = [record.paragraph for record in records if record.paragraph]
    assert len(numbers) == len(set(numbers))
    for number, text in _numbered(stem).items():
        assert read_under.get(number) == text, f"paragraph {number}"


def _records(found: Extract) -> tuple[FindingRecord | RecommendationRecord, ...]:
    return (*found.findings, *found.recommendations)


def _facts(found: Extract) -> dict[str, object]:
    own = next(one for one in found.inspections if one.key == "own")
    areas = [finding.area or "none" for finding in found.findings]
    return {
        "family": found.family.value,
        "class": found.document_class.value,
        "inspection": {
            "authorities": list(own.authorities),
            "framework": own.framework,
            "start": own.start,
            "end": own.end,
            "published": own.published,
            "lead_inspector": own.lead_inspector,
        },
        "judgements": _grades(found, "own"),
        "absences": {one.area: one.reason.value for one in found.absences},
        "previous": [
            {
                "start": one.start,
                "published": one.published,
                "judgements": _grades(found, one.key),
            }
            for one in found.inspections
            if one.key != "own"
        ],
        "findings": {area: areas.count(area) for area in dict.fromkeys(areas)},
        "recommendations": len(found.recommendations),
        "people": [post.person for post in found.posts],
    }


def _grades(found: Extract, inspection: str) -> dict[str, str]:
    return {one.area: one.grade for one in found.judgements if one.inspection == inspection}


def _first_block(text: str) -> str:
    """Give a record without its sub-items, which stand on lines of their own."""
    return text.partition("\n")[0]


def _written(stem: str) -> set[str]:
    """Give every block and line of a cell that was written for the report."""
    module, sample = _sample(stem)
    blocks = [block.text for block in sample.blocks if block.kind != module.Kind.COMMAND]
    cells = [cell for block in sample.blocks for cell in block.cells]
    lines = [line for cell in cells for line in cell.split(" / ")]
    return {_plain(text) for text in (*blocks, *lines)}


def _numbered(stem: str) -> dict[str, str]:
    """Give the numbered paragraphs that are findings or recommendations."""
    module, sample = _sample(stem)
    first = int(sample.settings.get("first-finding", "1"))
    return {
        str(block.number): _plain(block.text)
        for block in sample.blocks
        if block.kind == module.Kind.NUMBERED
        and block.number >= first
        and str(block.number) not in sample.settings.get("no-findings", "").split()
    }


def _plain(text: str) -> str:
    return re.sub(r"\*\*|\^\d", "", text).replace(" // ", " ")


def _sample(stem: str) -> tuple[Any, Any]:
    """Give the module that reads the texts, and the text of the report."""
    name = "examples_sample_text"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / "sample_text.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    module: Any = sys.modules[name]
    texts = (ROOT / "examples" / "texts").glob("*.txt")
    samples = {Path(sample.setting("file")).stem: sample for sample in map(module.read_text, texts)}
    return module, samples[stem]
