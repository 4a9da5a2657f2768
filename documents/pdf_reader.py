"""Read a PDF into a `Document`."""

from __future__ import annotations

import hashlib
from typing import Any

from caregraph.documents.compose import Draft, compose
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import DEFAULT, Limits
from caregraph.documents.model import BlockKind, Document, Page
from caregraph.documents.pdf_blocks import (
    body_size,
    group_page,
    join_pages,
    printed,
    to_drafts,
)
from caregraph.documents.pdf_characters import read_page_characters
from caregraph.documents.pdf_furniture import PageParts, split_pages
from caregraph.documents.pdf_levels import set_levels
from caregraph.documents.pdf_lines import TextLine, read_lines
from caregraph.documents.pdf_tables import join_tables
from caregraph.documents.pdf_tags import read_page_tags

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """Give the document in the bytes of a PDF file.

    Args:
        data: The whole file.
        name: Its name, for the document and for messages.
        limits: What it may cost.

    Raises:
        DocumentError: If the file cannot be opened, is locked, has too many pages, or no text.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(name, "open", f"not a readable PDF ({error})") from error
    try:
        return _read(pdf, data, name, limits)
    finally:
        pdf.close()


def _read(pdf: Any, data: bytes, name: str, limits: Limits) -> Document:
    count = len(pdf)
    if not count:
        raise DocumentError(name, "read", "the PDF has no pages")
    if count > limits.pages:
        raise DocumentError(name, "limits", f"{count} pages; the limit is {limits.pages}")
    pages: list[Page] = []
    lines: list[list[TextLine]] = []
    for index in range(count):
        page = pdf[index]
        characters = read_page_characters(page, index + 1)
        lines.append(read_lines(characters, read_page_tags(page)))
        pages.append(Page(number=index + 1, width=characters.width, height=characters.height))
        page.close()
    size = body_size(lines)
    parts = split_pages(lines, [page.height for page in pages], size)
    by_page = [group_page(part.body, size) for part in parts]
    join_tables(by_page)
    groups = join_pages(by_page)
    set_levels(groups)
    text, blocks = compose([*to_drafts(groups), *_outside(parts)])
    if not text.strip():
        raise DocumentError(
            name,
            "text",
            f"no text on any of its {count} pages; if it is a scan, read it with --ocr",
        )
    meta = pdf.get_metadata_dict(skip_empty=True)
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=MEDIA_TYPE,
        text=text,
        pages=tuple(pages),
        blocks=blocks,
        title=meta.get("Title"),
        author=meta.get("Author"),
    )


def _outside(parts: list[PageParts]) -> list[Draft]:
    drafts: list[Draft] = []
    for part in parts:
        for line in part.footnotes:
            if line.mark is not None or not drafts or drafts[-1].page != line.page:
                drafts.append(
                    Draft(kind=BlockKind.FOOTNOTE, page=line.page, marker=line.mark, size=line.size)
                )
            drafts[-1].lines.append(printed(line))
    for part in parts:
        drafts += [
            Draft(kind=BlockKind.FURNITURE, page=line.page, lines=[printed(line)], size=line.size)
            for line in part.furniture
        ]
    return drafts
