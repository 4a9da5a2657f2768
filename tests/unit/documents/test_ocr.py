"""Tesseract's table to lines, and what is said where the program is absent."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from caregraph.documents.reader import DocumentError, read_bytes

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
ROWS = [
    "5\t1\t1\t1\t1\t1\t300\t400\t60\t40\t96.1\t12.",
    "5\t1\t1\t1\t1\t2\t420\t400\t250\t40\t95.0\tPlans",
    "5\t1\t1\t1\t1\t3\t680\t400\t100\t40\t94.0\tare",
    "5\t1\t1\t1\t1\t4\t800\t400\t100\t40\t3.0\t~|",
    "5\t1\t1\t1\t2\t1\t420\t460\t250\t40\t93.0\tclear.",
    "4\t1\t1\t1\t2\t0\t420\t460\t250\t40\t-1\t",
]


@pytest.fixture
def scan() -> bytes:
    """A PDF with one page that is a picture."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("L", (620, 877), 255).save(out, format="PDF", resolution=75)
    return out.getvalue()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, script: str) -> None:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_a_scan_is_refused_without_ocr(scan: bytes) -> None:
    with pytest.raises(DocumentError, match=r"no text layer .* read it with --ocr"):
        read_bytes(scan, "scan.pdf")


@pytest.mark.usefixtures("programs")
def test_the_message_says_how_to_install_tesseract(scan: bytes) -> None:
    with pytest.raises(DocumentError, match="apt install tesseract-ocr") as refusal:
        read_bytes(scan, "scan.pdf", ocr=True)
    assert refusal.value.stage == "ocr"


def test_words_of_tesseract_become_blocks_with_markers(scan: bytes, programs: Path) -> None:
    table = "\n".join([HEAD, *ROWS])
    (programs / "table.tsv").write_text(table)
    install(programs, f"/bin/cat > /dev/null; /bin/cat {programs}/table.tsv")
    document = read_bytes(scan, "scan.pdf", ocr=True)
    assert document.text == "Plans are clear.\n"
    assert document.blocks[0].marker == "12"
    assert document.blocks[0].lines[0].x0 == pytest.approx(300 / (300 / 72), abs=0.1)


def test_a_failure_of_tesseract_is_told(scan: bytes, programs: Path) -> None:
    install(programs, "echo 'no language' >&2; exit 1")
    with pytest.raises(DocumentError, match=r"failed on page 1 \(no language\)"):
        read_bytes(scan, "scan.pdf", ocr=True)


def test_a_scan_without_words_is_refused(scan: bytes, programs: Path) -> None:
    install(programs, f"/bin/cat > /dev/null; echo '{HEAD}'")
    with pytest.raises(DocumentError, match="by OCR neither"):
        read_bytes(scan, "scan.pdf", ocr=True)
