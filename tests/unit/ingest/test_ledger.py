"""Which documents a generation holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from caregraph.ingest.ledger import Ledger, LedgerEntry, UnknownDocumentError
from caregraph.ingest.sources import Provenance


def entry(sha256: str, name: str, **changes: object) -> LedgerEntry:
    plain = LedgerEntry(sha256=sha256 * 8, suffix=".txt", names=(name,), paths=(f"/in/{name}",))
    return replace(plain, **changes)  # type: ignore[arg-type]


A = entry("aaaaaaaa", "a.txt")
B = entry("bbbbbbbb", "b.txt")


def test_a_ledger_is_the_same_in_any_order() -> None:
    assert Ledger.of([A, B]) == Ledger.of([B, A])


def test_a_document_added_twice_is_there_once() -> None:
    assert Ledger.of([]).with_document(A).with_document(A) == Ledger.of([A])


def test_a_document_under_two_names_keeps_both() -> None:
    other = entry("aaaaaaaa", "copy.txt")
    kept = Ledger.of([A]).with_document(other).entries[A.sha256]
    assert kept.names == ("a.txt", "copy.txt")
    assert kept.name == "a.txt"


def test_a_file_that_changed_replaces_what_it_was() -> None:
    changed = entry("cccccccc", "a.txt")
    assert Ledger.of([A, B]).with_document(changed) == Ledger.of([B, changed])


def test_a_changed_file_leaves_the_copy_that_another_path_still_has() -> None:
    twice = entry("aaaaaaaa", "a.txt", names=("a.txt", "z.txt"), paths=("/in/a.txt", "/in/z.txt"))
    changed = entry("cccccccc", "a.txt")
    left = Ledger.of([twice]).with_document(changed).entries[twice.sha256]
    assert left.names == ("z.txt",)
    assert left.paths == ("/in/z.txt",)


def test_a_newer_manifest_replaces_what_was_known_and_silence_does_not() -> None:
    told = entry("aaaaaaaa", "a.txt", provenance=Provenance(url="https://example.org/a"))
    ledger = Ledger.of([A]).with_document(told).with_document(A)
    assert ledger.entries[A.sha256].provenance.url == "https://example.org/a"


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger.of([A, entry("bbbbbbbb", "é\n.txt", problems=("look at page 2",))])
    ledger.write(tmp_path)
    assert Ledger.read(tmp_path) == ledger


@pytest.mark.parametrize("name", ["a.txt", "/in/a.txt", "aaaaaaaa", "AAAAAAAAAAAA"])
def test_a_document_is_found_by_name_path_or_hash(name: str) -> None:
    assert Ledger.of([A, B]).find(name) == A


def test_an_unknown_name_says_how_to_list_the_known_ones() -> None:
    with pytest.raises(UnknownDocumentError, match="status --documents"):
        Ledger.of([A]).find("nosuch.txt")


def test_a_name_of_two_documents_asks_for_the_hash() -> None:
    twin = entry("cccccccc", "a.txt", paths=("/elsewhere/a.txt",))
    with pytest.raises(UnknownDocumentError, match="aaaaaaaaaaaa, cccccccccccc"):
        Ledger.of([A, twin]).find("a.txt")
