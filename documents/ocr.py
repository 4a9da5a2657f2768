"""Read pictures of pages with Tesseract, through its command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from caregraph.documents.child_server import begin_ocr_page
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import Limits
from caregraph.documents.ocr_lines import Sheet, lines_of_words
from caregraph.documents.ocr_words import Picture, read_words
from caregraph.documents.pdf_lines import TextLine

_DPI = 300
_ONE_COLUMN = "4"
"""Page segmentation that keeps bullets and numbers in the margin, which the default drops."""
_A4_HEIGHT = 842.0
_LIKELY = (700.0, 1000.0)
"""Heights in points of printed pages; others come of pictures without a resolution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    """What was read on the picture of a page.

    Attributes:
        lines: In reading order.
        width: Of the page in points, as that of a sheet of paper where the file tells another.
        height: The same.
    """

    lines: list[TextLine]
    width: float
    height: float


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


def read_page_picture(
    page: Any, number: int, program: str, name: str, *, limits: Limits
) -> PicturePage:
    """Give the lines that Tesseract reads on a page.

    Args:
        page: An open pypdfium2 page.
        number: Its number, from 1.
        program: Path of Tesseract.
        name: Of the document, for messages.
        limits: What it may cost.

    Returns:
        Its lines, none where Tesseract finds no words, and its measures.

    Raises:
        DocumentError: If Tesseract fails or takes too long.
    """
    begin_ocr_page()
    width, height = page.get_width(), page.get_height()
    longest = max(width, height, 1.0)
    # scanners and programs that put pictures into PDFs often leave the resolution unset
    shrink = 1.0 if _LIKELY[0] < longest < _LIKELY[1] else _A4_HEIGHT / longest
    scale = _DPI / 72
    rendered = page.render(scale=scale * shrink, grayscale=True).to_numpy()
    picture = rendered.reshape(rendered.shape[:2])
    arguments = [program, "stdin", "stdout", "-l", "eng", "--dpi", str(_DPI), "--psm", _ONE_COLUMN]
    try:
        table = _recognise(picture, [*arguments, "tsv"], limits.ocr_page_s)
    except subprocess.TimeoutExpired as error:
        said = (
            f"page {number} takes Tesseract more than {limits.ocr_page_s:g} s (Limits.ocr_page_s)"
        )
        raise DocumentError(name, "limits", said) from error
    except subprocess.CalledProcessError as error:
        why = " ".join(error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:])
        raise DocumentError(name, "ocr", f"Tesseract failed on page {number} ({why})") from error
    sheet = Sheet(number=number, picture=picture, scale=scale)
    return PicturePage(
        lines=lines_of_words(read_words(table, picture, scale), sheet),
        width=width * shrink,
        height=height * shrink,
    )


def _recognise(picture: Picture, arguments: list[str], limit_s: float) -> str:
    """Give Tesseract's table of what it sees."""
    rows, columns = picture.shape
    done = subprocess.run(  # noqa: S603 - an argument list, no shell, the picture on stdin
        arguments,
        input=b"P5 %d %d 255\n" % (columns, rows) + picture.tobytes(),
        capture_output=True,
        timeout=limit_s,
        check=True,
        # its threads wait for one another more than they work: 1.3 s of processor time, not 6
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", "replace")
