"""Findings of the samples that we wrote as plain praise or plain criticism are read as such.

The labels are the author's: what the paragraph was meant to say. Paragraphs that were meant to
say both are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from caregraph.documents.reader import read
from caregraph.extraction.extract import extract
from caregraph.ontology.authorities import AuthorityList

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ROOT / "examples" / "documents"
STRENGTHS = {
    "wexborough_2013-08-16": "7 9 12 16 19",
    "wexborough_2016-01-22": "12 15 24 25 26 28 30 32 33 34 35 36 37",
    "wexborough_2018-04-27": "7 8 9 10 11 15 17 19 20 22 23 24 25 26 27 29 31 32 33 38 39 40 41 43 "
    "44 45",
    "wexborough_2022-07-18": "1 2 3 5 6 7 8 9 10 11 12 13 15 16 20 22 23 24 25 29 30 31 32 34 37",
    "wexborough_2026-07-06": "1 2 3 4 5 6 9 10 12 13 14 15 16 17 18 19 21 22 23 24 25 26 27 28 29 "
    "30 31 33 34 35 36 38 39",
    "northmoor_2019-11-18": "1 2 4 7 8 9 10 11 12 14 16 17 18 19 21 22 23 24",
    "northmoor_2024-07-08": "3 4 14 15 16 17 18 19 20 23 24 36 43",
    "eastry-vale_2025-12-08": "1 2 3 6 8 9 10 12 13 14 15 16 18 19 20 21 22 23 24 25 26 27 28 30 "
    "32 34 35",
}
WEAKNESSES = {
    "wexborough_2013-08-16": "15 17 21 22",
    "wexborough_2016-01-22": "13 14 16 18 19 21 22 29 38 39 40 41 42 43 45 46 55",
    "wexborough_2018-04-27": "13 35 37",
    "wexborough_2022-07-18": "14 17 21 26 27",
    "wexborough_2026-07-06": "7",
    "northmoor_2019-11-18": "20",
    "northmoor_2024-07-08": "5 6 8 9 10 13 27 28 29 30 31 32 34 37 38 40 41 42",
    "eastry-vale_2025-12-08": "5 11",
}


@pytest.fixture(scope="module")
def read_as() -> dict[tuple[str, str], str | None]:
    authorities = AuthorityList.load(ROOT / "examples" / "authorities.csv")
    found = {}
    for stem in STRENGTHS:
        document = read(DOCUMENTS / f"{stem}_childrens-services.pdf")
        for finding in extract(document, authorities).findings:
            if finding.paragraph is not None:
                found[stem, finding.paragraph] = finding.polarity
    return found


def labels(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(stem, number) for stem, numbers in table.items() for number in numbers.split()]


def share(
    polarity: str, table: dict[str, str], read_as: dict[tuple[str, str], str | None]
) -> float:
    wanted = labels(table)
    return sum(read_as[label] == polarity for label in wanted) / len(wanted)


def test_there_are_enough_labels_to_tell() -> None:
    assert len(labels(STRENGTHS)) == 160
    assert len(labels(WEAKNESSES)) == 51


def test_most_praise_is_read_as_a_strength(read_as: dict[tuple[str, str], str | None]) -> None:
    assert share("strength", STRENGTHS, read_as) >= 0.75  # measured 0.81
    assert share("weakness", STRENGTHS, read_as) <= 0.04  # measured 0.02


def test_most_criticism_is_read_as_a_weakness(read_as: dict[tuple[str, str], str | None]) -> None:
    assert share("weakness", WEAKNESSES, read_as) >= 0.75  # measured 0.82
    assert share("strength", WEAKNESSES, read_as) <= 0.06  # measured 0.02
