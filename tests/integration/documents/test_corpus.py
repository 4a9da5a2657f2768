"""The laws of issue and layout over the real reports; no sentence of theirs is kept here."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from caregraph.documents.model import BlockKind, Document
from caregraph.documents.reader import DocumentError, read

pytestmark = pytest.mark.corpus

OUTSIDE = (BlockKind.FURNITURE, BlockKind.FOOTNOTE)
NUMBERED_FROM = 12
"""Numbered paragraphs from which a report counts as numbered."""


def read_all(paths: list[Path]) -> list[Document]:
    documents = []
    for path in paths:
        try:
            documents.append(read(path))
        except DocumentError as refusal:
            raise AssertionError(str(refusal)) from refusal
    return documents


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(12, id="every twelfth"),
        pytest.param(1, id="all", marks=pytest.mark.slow),
    ],
)
def reports(request: pytest.FixtureRequest, corpus: Path) -> list[Document]:
    paths = sorted((corpus / "reports").glob("*.pdf"))[:: request.param]
    documents = read_all(paths)
    assert len(documents) == len(paths) > 20
    return [document for document in documents if document.media_type == "application/pdf"]


def numbers(document: Document) -> list[int]:
    return [
        int(block.marker)
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH and block.marker is not None and block.marker.isdigit()
    ]


def is_unbroken(found: list[int]) -> bool:
    """Whether numbers run on by one; a new list may begin again at 1."""
    return found[:1] == [1] and all(after in {before + 1, 1} for before, after in pairwise(found))


def test_printed_numbers_run_without_gap_or_double(reports: list[Document]) -> None:
    numbered = [document for document in reports if len(numbers(document)) >= NUMBERED_FROM]
    broken = [document.name for document in numbered if not is_unbroken(numbers(document))]
    assert len(broken) <= 0.02 * len(numbered), broken


def test_nothing_that_stands_outside_is_within_a_paragraph(reports: list[Document]) -> None:
    faults = []
    for document in reports:
        outside = {
            document.text_of(block)
            for block in document.blocks
            if block.kind is BlockKind.FURNITURE and block.end - block.start > 25
        }
        for block in document.body():
            text = document.text_of(block)
            faults += [
                f"{document.name}, page {block.page}: {line!r}"
                for line in outside
                if line in text and block.kind is BlockKind.PARAGRAPH and len(block.lines) > 2
            ]
    assert not faults


def test_no_paragraph_begins_in_the_middle_of_a_sentence(reports: list[Document]) -> None:
    faults = []
    for document in reports:
        body = list(document.body())
        for before, block in pairwise(body):
            text = document.text_of(block)
            cut = block.kind is BlockKind.PARAGRAPH and block.marker is None and text[:1].islower()
            introduced = document.text_of(before).endswith((":", ";", ","))
            # the cover prints "and" between two titles
            if cut and not introduced and block.page > 1:
                faults.append(f"{document.name}, page {block.page}: {text[:40]!r}")
    assert len(faults) <= 0.02 * len(reports), faults


def test_hyphens_at_line_ends_are_kept_without_a_space(reports: list[Document]) -> None:
    faults = []
    for document in reports:
        for block in document.blocks:
            for line in block.lines[:-1]:
                ends = document.text[line.start : line.end]
                if re.search(r"\w-$", ends) and document.text[line.end] == " ":
                    faults.append(f"{document.name}, page {line.page}: {ends[-30:]!r}")
    assert not faults


def test_text_is_clean_and_blocks_fill_it(reports: list[Document]) -> None:
    for document in reports:
        assert unicodedata.is_normalized("NFC", document.text)
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\ufffe\ue000-\uf8ff]", document.text
        )
        assert [block.start for block in document.blocks] == [
            0,
            *(block.end + 1 for block in document.blocks[:-1]),
        ]


def test_every_page_has_its_number_among_the_furniture(reports: list[Document]) -> None:
    shares = []
    for document in reports:
        found = {
            block.page
            for block in document.blocks
            if block.kind is BlockKind.FURNITURE and re.search(r"\d", document.text_of(block))
        }
        shares.append(len(found) / len(document.pages))
    assert sum(shares) / len(shares) > 0.9


def test_footnotes_and_furniture_end_the_text(reports: list[Document]) -> None:
    for document in reports:
        outside = [block.kind in OUTSIDE for block in document.blocks]
        assert outside == sorted(outside)


def test_the_other_documents_are_read(corpus: Path) -> None:
    paths = [*(corpus / "coverage").iterdir(), *(corpus / "invented").iterdir()]
    assert len(read_all(sorted(paths))) == 11
