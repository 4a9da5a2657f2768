"""Read a PDF into a `Document`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NoReturn

import pypdfium2.raw as pdfium

from caregraph.documents.clean_text import clean
from caregraph.documents.compose import Draft, compose
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import DEFAULT, Limits
from caregraph.documents.model import Block, BlockKind, Document, Page
from caregraph.documents.pdf_blocks import (
    body_size,
    group_page,
    join_pages,
    printed,
    to_drafts,
)
from caregraph.documents.pdf_characters import read_page_characters
from caregraph.documents.pdf_furniture import PageParts, note_marker, split_pages
from caregraph.documents.pdf_levels import set_levels
from caregraph.documents.pdf_lines import TextLine, read_lines
from caregraph.documents.pdf_tables import join_tables
from caregraph.documents.pdf_tags import read_page_tags

MEDIA_TYPE = "application/pdf"

_META_CHARS = 500
_OBJECTS_MAX = 1_000


def read_pdf(data: bytes, name: str, *, ocr: bool = False, limits: Limits = DEFAULT) -> Document:
    """Give the document in the bytes of a PDF file.

    Args:
        data: The whole file.
        name: Its name, for the document and for messages.
        ocr: Whether pages without text are read by Tesseract.
        limits: What it may cost.

    Returns:
        The document.

    Raises:
        DocumentError: If the file cannot be opened, is locked, has too many pages, or no text.
    """
    pdf = _open(data, name)
    try:
        return _Reader(pdf, name, ocr=ocr, limits=limits).document(data)
    finally:
        pdf.close()


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            said = "password-protected; save it without a password"
        else:
            said = f"not a PDF that can be read: damaged or incomplete ({error})"
        raise DocumentError(name, "open", said) from error


class _Reader:
    def __init__(self, pdf: Any, name: str, *, ocr: bool, limits: Limits) -> None:
        self._pdf = pdf
        self._name = name
        self._ocr = ocr
        self._limits = limits
        self._pages: list[Page] = []
        self._lines: list[list[TextLine]] = []
        self._blank: list[int] = []
        self._pictures: list[list[TextLine]] = []
        self._characters = 0

    def document(self, data: bytes) -> Document:
        count = len(self._pdf)
        if not count:
            raise DocumentError(self._name, "read", "the PDF has no pages")
        if count > self._limits.pages:
            said = f"{count:,} pages; the limit is {self._limits.pages:,} (Limits.pages)"
            raise DocumentError(self._name, "limits", said)
        for index in range(count):
            self._read_page(index)
        if not any(self._lines):
            self._refuse_without_text(count)
        text, blocks = self._compose()
        meta = self._pdf.get_metadata_dict(skip_empty=True)
        return Document(
            sha256=hashlib.sha256(data).hexdigest(),
            name=self._name,
            media_type=MEDIA_TYPE,
            text=text,
            pages=tuple(self._pages),
            blocks=blocks,
            title=clean(meta.get("Title", "")[:_META_CHARS]) or None,
            author=clean(meta.get("Author", "")[:_META_CHARS]) or None,
            warnings=tuple(self._warnings()),
        )

    def _read_page(self, index: int) -> None:
        import pypdfium2

        try:
            page = self._pdf[index]
        except pypdfium2.PdfiumError:
            self._pages.append(Page(number=index + 1))
            self._lines.append([])
            self._blank.append(index + 1)
            return
        try:
            characters = read_page_characters(page, index + 1)
            self._characters += len(characters.codes)
            if self._characters > self._limits.text_chars:
                said = (
                    f"more than {self._limits.text_chars:,} characters of text (Limits.text_chars)"
                )
                raise DocumentError(self._name, "limits", said)
            lines = read_lines(characters, read_page_tags(page))
            size = characters.width, characters.height
            if not lines and has_picture(page):
                lines, size = self._read_picture(page, index + 1, size)
            self._lines.append(lines)
            self._pages.append(Page(number=index + 1, width=size[0], height=size[1]))
        finally:
            page.close()

    def _read_picture(
        self, page: Any, number: int, size: tuple[float, float]
    ) -> tuple[list[TextLine], tuple[float, float]]:
        if self._ocr:
            from caregraph.documents.ocr import find_tesseract, read_page_picture

            if len(self._pictures) >= self._limits.ocr_pages:
                said = f"more than {self._limits.ocr_pages:,} scanned pages (Limits.ocr_pages)"
                raise DocumentError(self._name, "limits", said)
            program = find_tesseract(self._name)
            read = read_page_picture(page, number, program, self._name, limits=self._limits)
            if read.lines:
                self._pictures.append(read.lines)
                return read.lines, (read.width, read.height)
        self._blank.append(number)
        return [], size

    def _refuse_without_text(self, count: int) -> NoReturn:
        if self._ocr:
            said = f"no text found on any of its {count} pages, by OCR neither"
        elif self._blank:
            said = f"no text layer on any of its {count} pages (scanned?); read it with --ocr"
        else:
            said = f"no text on any of its {count} pages"
        raise DocumentError(self._name, "text", said)

    def _compose(self) -> tuple[str, tuple[Block, ...]]:
        if self._pictures:
            from caregraph.documents.ocr_lines import settle_edges, settle_numbers

            heights = [self._pages[lines[0].page - 1].height for lines in self._pictures]
            settle_edges(self._pictures, heights)
            settle_numbers(self._pictures)
        size = body_size(self._lines)
        parts = split_pages(self._lines, [page.height for page in self._pages], size)
        by_page = [group_page(part.body, size) for part in parts]
        join_tables(by_page)
        groups = join_pages(by_page)
        set_levels(groups)
        return compose([*to_drafts(groups), *_outside(parts)])

    def _warnings(self) -> Iterator[str]:
        if self._blank:
            pages = ", ".join(map(str, self._blank[:20]))
            yield f"no text on page {pages}; if it is a scan, read it with --ocr"
        if pdfium.FPDFDoc_GetAttachmentCount(self._pdf.raw) > 0:
            yield "its attachments were ignored"
        if pdfium.FPDFDoc_GetJavaScriptActionCount(self._pdf.raw) > 0:
            yield "its scripts were ignored"


def has_picture(page: Any) -> bool:
    """Whether a picture is drawn on an open pypdfium2 page."""
    for index in range(min(_OBJECTS_MAX, max(0, pdfium.FPDFPage_CountObjects(page.raw)))):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(drawn) in {
            pdfium.FPDF_PAGEOBJ_IMAGE,
            pdfium.FPDF_PAGEOBJ_FORM,
        }:
            return True
    return False


def _outside(parts: list[PageParts]) -> list[Draft]:
    drafts: list[Draft] = []
    for part in parts:
        for line in part.footnotes:
            marker, text = note_marker(line)
            if marker is not None or not drafts or drafts[-1].page != line.page:
                note = Draft(kind=BlockKind.FOOTNOTE, page=line.page, marker=marker, size=line.size)
                drafts.append(note)
            drafts[-1].lines.append(printed(line, text=text))
    for part in parts:
        drafts += [
            Draft(kind=BlockKind.FURNITURE, page=line.page, lines=[printed(line)], size=line.size)
            for line in part.furniture
        ]
    return drafts
