"""The tag tree of a PDF page: which characters are one paragraph, list item or table cell.

Nearly all reports are printed by Word with tags (ISO 32000-2, section 14.8). A tag is a strong
hint about where a paragraph begins and ends, not a proof: positions are asked as well.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

_DEPTH_MAX = 64
_ROWS = frozenset({"THead", "TBody", "TFoot"})
_BLOCKS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "Caption", "TOCI"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Where in the tag tree a piece of content stands.

    Attributes:
        element: Number of its paragraph-like element on the page; equal means one paragraph.
        role: The element's type ("P", "H1", "LBody", ...).
        heading: 1 to 6 for a heading, otherwise 0.
        nesting: Lists around it; 0 outside of lists.
        label: Whether it is a list item's printed number or bullet.
        note: Whether it is a footnote.
        contents: Whether it is an entry of a table of contents.
        table: Number of the innermost table on the page, from 1; 0 outside of tables.
        row: Row in that table, from 0.
        column: Column in that table, from 0.
        columns: The most cells that a row of that table has.
        row_cells: The cells of its own row, empty ones too; 1 in a wider table for a row that
            spans it.
    """

    element: int
    role: str = ""
    heading: int = 0
    nesting: int = 0
    label: bool = False
    note: bool = False
    contents: bool = False
    table: int = 0
    row: int = 0
    column: int = 0
    columns: int = 0
    row_cells: int = 0


def read_page_tags(page: Any) -> dict[int, Tag]:
    """Give the tag of each marked-content number of an open pypdfium2 page; empty if untagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    try:
        walk = _Walk()
        for index in range(max(0, pdfium.FPDF_StructTree_CountChildren(tree))):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if child:
                walk.visit(child, Tag(element=0), 0)
        return walk.found()
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Walk:
    def __init__(self) -> None:
        self._tags: dict[int, Tag] = {}
        self._elements = 0
        self._tables = 0
        self._cells: dict[int, tuple[int, int]] = {}
        self._row_cells: dict[tuple[int, int], int] = {}

    def found(self) -> dict[int, Tag]:
        columns: dict[int, int] = {}
        for (table, _), cells in self._row_cells.items():
            columns[table] = max(columns.get(table, 0), cells)
        return {
            content: replace(
                tag,
                columns=columns.get(tag.table, 0),
                row_cells=self._row_cells.get((tag.table, tag.row), 0),
            )
            if tag.table
            else tag
            for content, tag in self._tags.items()
        }

    def visit(self, element: Any, above: Tag, depth: int) -> None:
        if depth > _DEPTH_MAX:
            return
        role = _role(element)
        tag = self._enter(role, above)
        for index in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            content = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if content >= 0:
                self._tags.setdefault(content, tag)
                continue
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                self.visit(child, tag, depth + 1)

    def _enter(self, role: str, above: Tag) -> Tag:
        if role == "Table":
            self._tables += 1
            self._cells[self._tables] = (-1, -1)
            return replace(above, table=self._tables, row=0, column=0)
        if role == "TR" and above.table:
            row, _ = self._cells[above.table]
            self._cells[above.table] = (row + 1, -1)
            return replace(above, row=row + 1)
        if role in {"TD", "TH"} and above.table:
            row, column = self._cells[above.table]
            self._cells[above.table] = (row, column + 1)
            self._row_cells[above.table, row] = column + 2
            return replace(self._next(above), role=role, column=column + 1, nesting=0)
        return self._enter_text(role, above)

    def _enter_text(self, role: str, above: Tag) -> Tag:
        if role in _BLOCKS:
            if above.role in {"LBody", "TOCI"}:  # the item is the paragraph
                return above
            heading = int(role[1]) if len(role) == 2 and role[0] == "H" else 0
            contents = above.contents or role == "TOCI"
            return replace(self._next(above), role=role, heading=heading, contents=contents)
        if role in {"LBody", "Lbl"}:
            return replace(above, role=role, label=role == "Lbl")
        if role in {"L", "LI", "Note", "TOC"}:
            return replace(
                self._next(above),
                role=role,
                nesting=above.nesting + (role == "L"),
                note=above.note or role == "Note",
                contents=above.contents or role == "TOC",
            )
        return above

    def _next(self, above: Tag) -> Tag:
        self._elements += 1
        return replace(above, element=self._elements, label=False)


def _role(element: Any) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    if length <= 2 or length > 256:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
