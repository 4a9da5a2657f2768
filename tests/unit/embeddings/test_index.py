from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.index import (
    CARD_FILE,
    PASSAGES_FILE,
    VECTORS_FILE,
    IndexCard,
    build_index,
    days_of,
    facets_of,
)
from caregraph.embeddings.passages import Catalogue
from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError


@pytest.fixture
def built(tmp_path: Path, encoder: Any, passage: Any, catalogue: Catalogue) -> Path:
    passages = [passage(f"p{n}", f"finding number {n}") for n in range(20)]
    vectors = encoder.encode([p.text for p in passages])
    build_index(passages, vectors, tmp_path, fingerprint="f" * 32, catalogue=catalogue)
    return tmp_path


def test_the_order_of_ingest_makes_no_difference_to_any_byte(
    tmp_path: Path, encoder: Any, passage: Any, catalogue: Catalogue
) -> None:
    passages = [
        passage(f"p{n}", f"finding {n}", themes=("fostering",), start_date="2020")
        for n in range(30)
    ]
    for name, listed in (("a", passages), ("b", passages[::-1])):
        (tmp_path / name).mkdir()
        vectors = encoder.encode([p.text for p in listed])
        build_index(listed, vectors, tmp_path / name, fingerprint="f", catalogue=catalogue)
    for file in (VECTORS_FILE, PASSAGES_FILE, CARD_FILE):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_an_index_without_passages_can_be_built(tmp_path: Path, catalogue: Catalogue) -> None:
    vectors = np.zeros((0, 16), dtype=np.float32)
    card = build_index([], vectors, tmp_path, fingerprint="f", catalogue=catalogue)
    assert card.passages == 0
    assert IndexCard.read(tmp_path) == card


def test_as_many_vectors_as_passages_are_needed(
    tmp_path: Path, passage: Any, catalogue: Catalogue
) -> None:
    with pytest.raises(SearchError, match="1 passages need as many vectors"):
        build_index(
            [passage("a", "text")],
            np.zeros((2, 16), dtype=np.float32),
            tmp_path,
            fingerprint="f",
            catalogue=catalogue,
        )


def test_two_passages_with_one_iri_are_refused(
    tmp_path: Path, passage: Any, catalogue: Catalogue
) -> None:
    with pytest.raises(SearchError, match="same IRI"):
        build_index(
            [passage("a", "text"), passage("a", "other")],
            np.zeros((2, 16), dtype=np.float32),
            tmp_path,
            fingerprint="f",
            catalogue=catalogue,
        )


def test_vectors_that_are_no_numbers_are_refused(
    tmp_path: Path, passage: Any, catalogue: Catalogue
) -> None:
    with pytest.raises(SearchError, match="not made of numbers"):
        build_index(
            [passage("a", "text")],
            np.full((1, 16), np.nan, dtype=np.float32),
            tmp_path,
            fingerprint="f",
            catalogue=catalogue,
        )


@pytest.mark.parametrize("file", [VECTORS_FILE, PASSAGES_FILE])
def test_a_file_that_was_cut_is_noticed_when_the_index_is_opened(built: Path, file: str) -> None:
    path = built / file
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreDamagedError, match=file):
        IndexCard.read(built)


@pytest.mark.parametrize("file", [VECTORS_FILE, PASSAGES_FILE])
def test_a_flipped_bit_is_noticed_by_verify(built: Path, file: str) -> None:
    content = bytearray((built / file).read_bytes())
    content[len(content) // 2] ^= 1
    (built / file).write_bytes(content)
    with pytest.raises(StoreDamagedError, match="not as it was written"):
        IndexCard.read(built).verify(built)


def test_an_absent_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreDamagedError, match="absent"):
        IndexCard.read(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "\x00"])
def test_a_card_that_is_none_is_said_to_be_damaged(built: Path, content: str) -> None:
    (built / CARD_FILE).write_text(content)
    with pytest.raises(StoreDamagedError, match=CARD_FILE):
        IndexCard.read(built)


def test_an_index_of_a_later_format_is_refused(built: Path) -> None:
    card = json.loads((built / CARD_FILE).read_text())
    (built / CARD_FILE).write_text(json.dumps({**card, "format": 2}))
    with pytest.raises(StoreVersionError, match="format 2"):
        IndexCard.read(built)


@pytest.fixture
def areas_of(passage: Any, catalogue: Catalogue) -> Any:
    concepts = {(c.scheme, c.notation): c for c in catalogue.concepts}

    def found_by(area: str, *reported: str) -> set[str]:
        pairs = facets_of(passage("p", "text", area=area), frozenset(reported), concepts)
        return {value for name, value in pairs if name == "area"}

    return found_by


def test_a_part_is_found_under_every_whole(areas_of: Any) -> None:
    assert areas_of("care-leavers", "care-leavers") == {
        "care-leavers",
        "children-looked-after",
        "children-in-care-and-care-leavers",
    }


def test_the_whole_is_found_under_a_part_that_has_no_heading_of_its_own(areas_of: Any) -> None:
    whole = "children-in-care-and-care-leavers"
    assert areas_of(whole, whole) == {whole, "children-looked-after", "care-leavers"}


def test_the_whole_is_not_found_under_a_part_that_is_reported_by_itself(areas_of: Any) -> None:
    whole = "children-looked-after"
    assert "care-leavers" not in areas_of(whole, whole, "care-leavers")


def test_an_area_that_the_catalogue_does_not_know_is_found_under_its_own_name(
    areas_of: Any,
) -> None:
    assert areas_of("moon") == {"moon"}


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2018-06-25", ("2018-06-25", "2018-06-25")),
        ("2018-06", ("2018-06-01", "2018-06-31")),
        ("2018", ("2018-01-01", "2018-12-31")),
        (None, None),
        ("", None),
    ],
)
def test_a_date_covers_all_the_days_that_it_can_mean(
    date: str | None, days: tuple[str, str] | None
) -> None:
    assert days_of(date) == days
