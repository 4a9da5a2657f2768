"""What is read from pictures of a sample's pages equals what is read from its text."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.documents.reader import read, read_bytes
from caregraph.extraction.extract import extract
from caregraph.extraction.records import Extract
from caregraph.ontology.authorities import AuthorityList

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="the program 'tesseract' is not installed"
)

DPI = 150
NAME = "northmoor_2024-07-08_childrens-services.pdf"


def scanned(path: Path, pages: Sequence[int]) -> bytes:
    """A PDF of pictures of some of a document's pages, as an office's scanner makes it."""
    pdf = pypdfium2.PdfDocument(path)
    pictures = [pdf[page].render(scale=DPI / 72, grayscale=True).to_pil() for page in pages]
    pdf.close()
    out = BytesIO()
    pictures[0].save(
        out, format="PDF", save_all=True, append_images=pictures[1:], resolution=float(DPI)
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def original(samples: Path) -> Document:
    return read(samples / NAME)


@pytest.fixture(scope="module")
def scan(samples: Path) -> Document:
    return read_bytes(scanned(samples / NAME, range(5)), NAME, ocr=True)


@pytest.fixture(scope="module")
def extracts(
    original: Document, scan: Document, further_authorities: Path
) -> tuple[Extract, Extract]:
    authorities = AuthorityList.load(further_authorities)
    return extract(original, authorities), extract(scan, authorities)


def test_the_words_are_the_same_but_for_a_few(original: Document, scan: Document) -> None:
    ours, theirs = (
        [document.text_of(block) for block in document.body()] for document in (original, scan)
    )
    ours, theirs = " ".join(ours).split(), " ".join(theirs).split()
    assert SequenceMatcher(None, ours, theirs, autojunk=False).ratio() > 0.99


def test_blocks_have_the_same_kind_number_and_cell(original: Document, scan: Document) -> None:
    def shape(document: Document) -> list[tuple[BlockKind, str | None, int | None, int | None]]:
        return [(block.kind, _marker(block), block.row, block.column) for block in document.body()]

    assert shape(scan) == shape(original)


def _marker(block: Block) -> str | None:
    """A bullet's glyph is not recognised, a number is."""
    return "•" if block.marker and not block.marker.isalnum() else block.marker


def test_extraction_gives_the_same_facts(extracts: tuple[Extract, Extract]) -> None:
    ours, theirs = extracts
    assert _facts(theirs) == _facts(ours)
    assert len(theirs.judgements) == 6
    assert len(theirs.findings) == 46
    assert len(theirs.recommendations) == 6


def _facts(found: Extract) -> dict[str, object]:
    """Everything but the words of findings and recommendations, which may have a letter wrong."""
    return {
        "judgements": sorted((one.area, one.grade) for one in found.judgements),
        "dates": [(one.start, one.end, one.published) for one in found.inspections],
        "authorities": [one.authorities for one in found.inspections],
        "inspectors": [one.lead_inspector for one in found.inspections],
        "findings": [(one.paragraph, one.area) for one in found.findings],
        "recommendations": [(one.paragraph, one.area) for one in found.recommendations],
    }


def test_only_pages_without_text_are_read_from_their_pictures(samples: Path) -> None:
    mixed = pypdfium2.PdfDocument.new()
    text = pypdfium2.PdfDocument(samples / NAME)
    picture = pypdfium2.PdfDocument(scanned(samples / NAME, [1]))
    mixed.import_pages(text, [0])
    mixed.import_pages(picture)
    out = BytesIO()
    mixed.save(out)
    for pdf in (mixed, text, picture):
        pdf.close()
    document = read_bytes(out.getvalue(), "mixed.pdf", ocr=True)
    on_first = [document.text_of(block) for block in document.body() if block.page == 1]
    assert "Inspection of Northmoor local authority children’s services" in on_first
    numbers = [b.marker for b in document.body() if b.page == 2 and b.marker and b.marker.isdigit()]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7"]
    without = read_bytes(out.getvalue(), "mixed.pdf")
    assert without.warnings == ("no text on page 2; if it is a scan, read it with --ocr",)
