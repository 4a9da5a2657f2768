"""Read pictures of pages with Tesseract, through its command line."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from caregraph.documents.errors import DocumentError
from caregraph.documents.pdf_lines import TextLine, line_of_words

_DPI = 300
_TIMEOUT_S = 55.0
_CONFIDENCE_MIN = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """One word of Tesseract's table, in points from the top left corner of the page."""

    line: tuple[int, int, int]
    text: str
    left: float
    top: float
    right: float
    bottom: float


def find_tesseract(name: str) -> str:
    """Give the path of the program.

    Args:
        name: Of the document, for the message.

    Returns:
        The program's path.

    Raises:
        DocumentError: If it is not installed.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise DocumentError(
            name,
            "ocr",
            "a scan, and the program 'tesseract' that --ocr needs is not installed; on Debian and "
            "Ubuntu: apt install tesseract-ocr tesseract-ocr-eng",
        )
    return program


def read_page_picture(page: Any, number: int, program: str, name: str) -> list[TextLine]:
    """Give the lines that Tesseract reads on a page.

    Args:
        page: An open pypdfium2 page.
        number: Its number, from 1.
        program: Path of Tesseract.
        name: Of the document, for messages.

    Returns:
        Lines from top to bottom; empty where it finds no words.

    Raises:
        DocumentError: If Tesseract fails or takes too long.
    """
    scale = min(_DPI / 72, 5_000 / max(page.get_width(), page.get_height(), 1.0))
    picture = BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, format="PNG")
    arguments = [program, "stdin", "stdout", "-l", "eng", "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - an argument list, no shell, the picture on stdin
            arguments,
            input=picture.getvalue(),
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(name, "ocr", f"page {number} takes Tesseract too long") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise DocumentError(name, "ocr", f"Tesseract failed on page {number} ({' '.join(said)})")
    words = _words(done.stdout.decode("utf-8", "replace"), scale)
    return _lines(words, number)


def _words(table: str, scale: float) -> list[_Word]:
    """Read Tesseract's table: level, page, block, paragraph, line, word, box, confidence, text."""
    words: list[_Word] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        if float(cells[10]) < _CONFIDENCE_MIN:
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        words.append(
            _Word(
                line=(int(cells[2]), int(cells[3]), int(cells[4])),
                text=cells[11],
                left=left,
                top=top,
                right=left + width,
                bottom=top + height,
            )
        )
    return words


def _lines(words: list[_Word], number: int) -> list[TextLine]:
    by_line: dict[tuple[int, int, int], list[_Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    return [
        line_of_words(
            number,
            [(word.text, word.left, word.right) for word in found],
            bottom=sorted(word.bottom for word in found)[len(found) // 2],
        )
        for found in by_line.values()
    ]
