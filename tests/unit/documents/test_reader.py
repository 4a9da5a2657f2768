"""Which reader a file goes to, and which files go to none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.limits import Limits
from caregraph.documents.reader import DocumentError, read, read_bytes


def test_the_content_decides_and_a_name_that_says_otherwise_is_a_warning(
    make_pdf: Callable[..., bytes], words: Callable[..., object]
) -> None:
    document = read_bytes(make_pdf([[words("Plans are clear.")]]), "notes.txt")
    assert document.media_type == "application/pdf"
    assert document.warnings == ("it is a PDF by its content, though its name ends with '.txt'",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "old Word or PowerPoint file"),
        (b"{\\rtf1 text}", "rich text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a picture"),
        (bytes(range(256)) * 20, "of no kind that can be read"),
        (b"PK\x03\x04" + b"junk" * 20, "damaged zip"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as refusal:
        read_bytes(data, "report.docx")
    assert str(refusal.value).startswith("report.docx: ")


def test_a_zip_of_other_things_is_no_word_document(make_zip: Callable[..., bytes]) -> None:
    with pytest.raises(DocumentError, match="a spreadsheet"):
        read_bytes(make_zip({"xl/workbook.xml": "<x/>"}), "sheet.docx")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Plans are clear. " * 100)
    with pytest.raises(
        DocumentError, match=r"1,700 bytes; the limit is 1,699 \(Limits\.file_bytes\)"
    ):
        read(path, limits=Limits(file_bytes=1_699))
    assert read(path, limits=Limits(file_bytes=1_700)).text


def test_text_over_the_limit_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"Limits\.text_chars"):
        read_bytes(b"Plans are clear.", "a.txt", limits=Limits(text_chars=5))


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_regular_file_is_refused_without_waiting(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match=r"not a regular file|cannot be opened"):
        read(tmp_path / "pipe.txt")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be opened") as refusal:
        read(tmp_path / "none.pdf")
    assert refusal.value.stage == "open"


def test_a_name_of_any_bytes_can_be_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xe2\x80\xae.txt"))
    path.write_text("Plans are clear.")
    assert read(path).name == "caf\\xe9 .txt"


def test_the_hash_is_that_of_the_bytes() -> None:
    data = b"Plans are clear."
    assert read_bytes(data, "a.txt").sha256 == hashlib.sha256(data).hexdigest()
