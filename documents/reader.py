"""Read a file of any kind that caregraph knows, by its content and not by its name."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from caregraph.documents.clean_text import clean, clean_name
from caregraph.documents.compose import compose
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import DEFAULT, Limits
from caregraph.documents.model import Document, Page
from caregraph.documents.sources import Reading

__all__ = ["DocumentError", "read", "read_bytes"]

_PDF_HEAD_BYTES = 1024
"""A PDF may have some bytes before its header (ISO 32000-1, appendix H.3.4.1)."""
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word or PowerPoint file, or one locked with a password; save it as DOCX, PPTX or "
        "PDF without a password",
    ),
    (b"{\\rtf", "a rich text file (RTF); save it as DOCX or PDF"),
    (b"\x89PNG", "a picture; put it into a PDF and read that with --ocr"),
    (b"\xff\xd8\xff", "a picture; put it into a PDF and read that with --ocr"),
    (b"GIF8", "a picture; put it into a PDF and read that with --ocr"),
    (b"II*\x00", "a picture; put it into a PDF and read that with --ocr"),
    (b"MM\x00*", "a picture; put it into a PDF and read that with --ocr"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
)
_HTML_STARTS = (
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<!--",
    "<meta",
    "<title",
    "<div",
    "<article",
    "<p>",
    "<h1",
)
_SUFFIXES = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx"),
    "pptx": (".pptx", ".pptm", ".ppsx"),
    "html": (".html", ".htm", ".xhtml"),
    "text": (".txt", ".md", ".markdown", ".text", ""),
}
_NAMES = {"pdf": "a PDF", "docx": "a DOCX", "pptx": "a PPTX", "html": "HTML", "text": "plain text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    data: bytes
    name: str
    limits: Limits
    ocr: bool


def read(path: Path, *, ocr: bool = False, limits: Limits = DEFAULT) -> Document:
    """Give the document in a file.

    Args:
        path: The file.
        ocr: Whether a scanned PDF is read by Tesseract.
        limits: What it may cost.

    Returns:
        The document; it has at least one word.

    Raises:
        DocumentError: If the file cannot be read, is of no known kind, is over a limit, or holds
            no text.
    """
    name = clean_name(path.name)
    return read_bytes(_load(path, name, limits), name, ocr=ocr, limits=limits)


def read_bytes(data: bytes, name: str, *, ocr: bool = False, limits: Limits = DEFAULT) -> Document:
    """Give the document in the bytes of a file; see `read`.

    Args:
        data: The whole file.
        name: The file's own name.
        ocr: Whether a scanned PDF is read by Tesseract.
        limits: What it may cost.

    Returns:
        The document; it has at least one word.

    Raises:
        DocumentError: As `read` does.
    """
    if not data:
        raise DocumentError(name, "open", "an empty file (0 bytes)")
    file = _File(data=data, name=name, limits=limits, ocr=ocr)
    kind = _kind(file)
    document = _read_kind(file, kind)
    if not document.text.strip():
        raise DocumentError(name, "text", f"no text in {_NAMES[kind]} of {len(data):,} bytes")
    if len(document.text) > limits.text_chars:
        raise DocumentError(
            name,
            "limits",
            f"{len(document.text):,} characters of text; the limit is {limits.text_chars:,} "
            "(Limits.text_chars)",
        )
    suffix = Path(name).suffix.lower()
    if suffix not in _SUFFIXES[kind]:
        said = f"it is {_NAMES[kind]} by its content, though its name ends with '{suffix}'"
        document = replace(document, warnings=(said, *document.warnings))
    return document


def _load(path: Path, name: str, limits: Limits) -> bytes:
    """Give a regular file's bytes, at most as many as the limit."""
    try:
        # not to wait for the writer of a pipe; what is no regular file is refused below
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError(name, "open", "not a regular file")
            data = (
                stream.read(limits.file_bytes + 1) if status.st_size <= limits.file_bytes else b""
            )
            if status.st_size > limits.file_bytes or len(data) > limits.file_bytes:
                raise DocumentError(
                    name,
                    "limits",
                    f"{status.st_size:,} bytes; the limit is {limits.file_bytes:,} "
                    "(Limits.file_bytes)",
                )
            return data
    except OSError as error:
        raise DocumentError(name, "open", f"cannot be opened ({error.strerror})") from error


def _kind(file: _File) -> str:
    data = file.data
    if b"%PDF-" in data[:_PDF_HEAD_BYTES]:
        return "pdf"
    if data.startswith(b"PK"):
        return _office_kind(file)
    for start, what in _REFUSED:
        if data.startswith(start):
            raise DocumentError(file.name, "type", what)
    if _looks_like_html(data):
        return "html"
    if _is_binary(data):
        wanted = {".pdf": "not a PDF, and not text", ".docx": "not a Word document"}
        what = wanted.get(Path(file.name).suffix.lower(), "not text")
        raise DocumentError(
            file.name, "type", f"{what}: of no kind that can be read (PDF, DOCX, PPTX, HTML, text)"
        )
    return "text"


def _office_kind(file: _File) -> str:
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError(file.name, "open", f"a damaged zip archive ({error})") from error
    if "ppt/presentation.xml" in names:
        return "pptx"
    if "word/document.xml" in names:
        return "docx"
    if any(part.startswith("word/") for part in names):
        raise DocumentError(file.name, "read", "a Word file without its document part")
    what = "a spreadsheet" if any(part.startswith("xl/") for part in names) else "a zip archive"
    raise DocumentError(file.name, "type", f"{what}, and not a Word document or a deck of slides")


def _looks_like_html(data: bytes) -> bool:
    from caregraph.documents.plain_text import decode

    head = decode(data[:4096])[0].replace("\x00", "").lstrip("\ufeff \t\r\n").lower()
    if head.startswith("<?xml"):
        return "<html" in head
    return head.startswith(_HTML_STARTS) or "<html" in head[:600]


def _is_binary(data: bytes) -> bool:
    """Whether a sample has more control characters than any text, whatever its encoding."""
    from caregraph.documents.plain_text import decode

    sample = decode(data[:65_536])[0]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\x0c\x1b")
    odd = sum(1 for char in sample if "\x7f" <= char <= "\x9f" or char == "\ufffd")
    return controls + odd > 0.05 * max(1, len(sample))


def _read_kind(file: _File, kind: str) -> Document:
    if kind == "pdf":
        from caregraph.documents.pdf_reader import read_pdf

        return read_pdf(file.data, file.name, ocr=file.ocr, limits=file.limits)
    return _as_document(file, _reading(file, kind))


def _reading(file: _File, kind: str) -> Reading:
    if kind == "docx":
        from caregraph.documents.word import read_word

        return read_word(file.data, file.name, file.limits)
    if kind == "pptx":
        from caregraph.documents.slides import read_slides

        return read_slides(file.data, file.name, file.limits)
    if kind == "html":
        from caregraph.documents.html_page import read_html

        return read_html(file.data, file.name)
    from caregraph.documents.plain_text import read_plain_text

    markdown = Path(file.name).suffix.lower() in {".md", ".markdown"}
    return read_plain_text(file.data, markdown=markdown)


def _as_document(file: _File, reading: Reading) -> Document:
    text, blocks = compose(reading.drafts)
    width, height = reading.page_size
    return Document(
        sha256=hashlib.sha256(file.data).hexdigest(),
        name=file.name,
        media_type=reading.media_type,
        text=text,
        pages=tuple(
            Page(number=number + 1, width=width, height=height) for number in range(reading.pages)
        ),
        blocks=blocks,
        title=clean(reading.title or "") or None,
        author=clean(reading.author or "") or None,
        published=clean(reading.published or "") or None,
        kind=clean(reading.kind or "") or None,
        warnings=tuple(clean(warning) for warning in reading.warnings),
    )
