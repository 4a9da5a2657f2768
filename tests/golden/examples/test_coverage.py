"""The sample news, slides, minutes and press release: what they say of inspections."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caregraph.documents.reader import read
from caregraph.extraction.extract import extract
from caregraph.extraction.records import Extract
from caregraph.ontology.authorities import AuthorityList

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ROOT / "examples" / "documents"
EXPECTED = Path(__file__).parent / "expected_coverage"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.json"))
FIELDS = ("class", "published", "inspections", "statements", "findings", "noise")
CASES = [(name, field) for name in NAMES for field in FIELDS]


@pytest.fixture(scope="module")
def extracts() -> dict[str, Extract]:
    authorities = AuthorityList.load(ROOT / "examples" / "authorities.csv")
    return {name: extract(read(DOCUMENTS / name), authorities) for name in NAMES}


def test_there_are_six_documents_about_inspections() -> None:
    others = {path.name for path in DOCUMENTS.iterdir() if path.suffix != ".pdf"}
    assert set(NAMES) == others - {"manifest.csv"}
    assert len(NAMES) == 6


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_document_says_what_it_says(extracts: dict[str, Extract], name: str, field: str) -> None:
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert set(expected) == set(FIELDS)
    found = extracts[name]
    facts: dict[str, Callable[[], object]] = {
        "class": lambda: found.document_class.value,
        "published": lambda: found.published,
        "inspections": lambda: _inspections(found),
        "statements": lambda: _statements(found, expected["statements"]),
        "findings": lambda: [part for part in expected["findings"] if _holds(found, part)],
        "noise": lambda: [part for part in expected["noise"] if not _holds(found, part)],
    }
    wanted = expected[field]
    if field == "inspections":
        wanted = sorted(wanted, key=_order)
    assert facts[field]() == wanted


def _inspections(found: Extract) -> list[dict[str, Any]]:
    return sorted(
        (
            {
                "authority": " ".join(one.authorities),
                "start": one.start,
                "end": one.end or one.start,
                "published": one.published,
                "planned": one.planned,
                "judgements": {
                    judgement.area: judgement.grade
                    for judgement in found.judgements
                    if judgement.inspection == one.key
                },
            }
            for one in found.inspections
        ),
        key=_order,
    )


def _order(inspection: dict[str, Any]) -> tuple[str, str]:
    return str(inspection["start"]), str(inspection["published"])


def _statements(found: Extract, expected: list[list[str]]) -> list[list[str]]:
    """Give each statement by its speaker and as many letters as are expected."""
    lengths = [len(start) for _, start in expected] + [40] * len(found.statements)
    return [
        [statement.speaker, statement.text[:length]]
        for statement, length in zip(found.statements, lengths, strict=False)
    ]


def _holds(found: Extract, part: str) -> bool:
    return any(part in finding.text for finding in found.findings)
