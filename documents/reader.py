"""Read a file of any kind that caregraph knows, by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import DEFAULT, Limits
from caregraph.documents.model import Document

__all__ = ["DocumentError", "read"]


def read(path: Path, *, ocr: bool = False, limits: Limits = DEFAULT) -> Document:
    """Give the document in a file.

    Args:
        path: The file.
        ocr: Whether a scanned PDF is read by Tesseract.
        limits: What it may cost.

    Raises:
        DocumentError: If the file cannot be read, is of no known kind, is too large, or is empty.
    """
    from caregraph.documents.pdf_reader import read_pdf

    data = path.read_bytes()
    return read_pdf(data, path.name, limits=limits)
