"""Read a Word document (DOCX) into drafts, from its XML.

As a reader with all changes accepted sees it: insertions stay, deletions and hidden text go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from caregraph.documents.compose import Draft
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import Limits
from caregraph.documents.markers import split_marker
from caregraph.documents.model import BlockKind
from caregraph.documents.office_package import OfficePackage
from caregraph.documents.sources import Reading
from caregraph.documents.word_styles import Numbering, Styles, W, attribute, is_on

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN_PART = "word/document.xml"

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}pict"}
)
_SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"})
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F06E": "■", "F02D": "–", "F0FC": "✓", "F0E0": "→"}
_HEADING_CHARS = 150
_CELL_COLUMNS_MAX = 1_000
_HEADING_STYLE = re.compile(r"heading (\d)$", re.IGNORECASE)


@dataclass(slots=True)
class _Words:
    """The words of one paragraph, and what stands in boxes anchored to it."""

    parts: list[str] = field(default_factory=list)
    bold_chars: int = 0
    boxes: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The table cell that a paragraph stands in, if any."""

    table: int | None = None
    row: int | None = None
    column: int | None = None


def read_word(data: bytes, name: str, limits: Limits) -> Reading:
    """Give the drafts of a DOCX file.

    Args:
        data: The whole file.
        name: Its name, for messages.
        limits: What it may cost.

    Returns:
        Drafts, all on page 1: Word stores no pages.

    Raises:
        DocumentError: If it is damaged, locked or over a limit, or has no main part.
    """
    package = OfficePackage(data, name, limits)
    if MAIN_PART not in package.names:
        raise DocumentError(
            name, "read", f"not a Word document: it has no document part '{MAIN_PART}'"
        )
    walk = _Walk(package)
    root = package.xml(MAIN_PART)
    body = root.find(f"{W}body")
    drafts = list(walk.blocks(body if body is not None else root, _Place()))
    drafts += walk.furniture()
    title, author = package.core_properties()
    return Reading(
        media_type=MEDIA_TYPE,
        drafts=drafts,
        title=title,
        author=author,
        warnings=tuple(_warnings(package, root)),
    )


def _warnings(package: OfficePackage, root: Any) -> Iterator[str]:
    if root.find(f".//{W}ins") is not None or root.find(f".//{W}del") is not None:
        yield "it holds tracked changes: insertions were kept, deletions left out"
    if any(part.endswith("vbaProject.bin") for part in package.names):
        yield "its macros were ignored"


class _Walk:
    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        self._styles = Styles(package.find_xml("word/styles.xml"))
        self._numbering = Numbering(package.find_xml("word/numbering.xml"))
        self._tables = 0

    def blocks(self, parent: Any, place: _Place) -> Iterator[Draft]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, place)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, place)
            elif child.tag in {
                f"{W}sdt",
                f"{W}sdtContent",
                f"{W}ins",
                f"{W}moveTo",
                f"{W}customXml",
            }:
                yield from self.blocks(child, place)

    def furniture(self) -> Iterator[Draft]:
        """Give headers and footers, and the footnotes."""
        for part in sorted(self._package.names):
            if re.fullmatch(r"word/(header|footer)\d*\.xml", part):
                for draft in self.blocks(self._package.xml(part), _Place()):
                    draft.kind = BlockKind.FURNITURE
                    yield draft
        notes = self._package.find_xml("word/footnotes.xml")
        for note in notes if notes is not None else ():
            if note.get(f"{W}type") in {"separator", "continuationSeparator"}:
                continue
            for draft in self.blocks(note, _Place()):
                draft.kind, draft.marker = BlockKind.FOOTNOTE, note.get(f"{W}id")
                yield draft

    def _paragraph(self, paragraph: Any, place: _Place) -> Iterator[Draft]:
        words = _Words()
        self._collect(paragraph, words)
        properties = paragraph.find(f"{W}pPr")
        draft = self._draft(words, properties)
        draft.table, draft.row, draft.column = place.table, place.row, place.column
        if place.table is not None:
            draft.kind = BlockKind.CELL
        yield draft
        for box in words.boxes:
            yield from self.blocks(box, place)

    def _draft(self, words: _Words, properties: Any) -> Draft:
        text = words.text.strip()
        style = self._styles.get(attribute(properties, "pStyle"))
        marker, level, bullet = self._numbering.marker(properties, style)
        if marker is None:
            marked = split_marker(text)
            text, marker, bullet = marked.text, marked.marker, marked.bullet
        bold = 2 * words.bold_chars > len(words.text) or style.bold
        heading = _HEADING_STYLE.match(style.name)
        draft = Draft(
            kind=BlockKind.PARAGRAPH, text=text, marker=marker, bold=bold, size=style.size
        )
        if style.outline or heading or style.name.lower() == "title":
            draft.kind = BlockKind.HEADING
            draft.level = style.outline or (int(heading.group(1)) if heading else 1)
        elif bullet:
            draft.kind, draft.level = BlockKind.BULLET, level
        elif bold and 0 < len(text) < _HEADING_CHARS and not text.endswith((".", ",", ";")):
            draft.kind, draft.level = BlockKind.HEADING, 4
        return draft

    def _collect(self, element: Any, words: _Words, *, bold: bool = False) -> None:
        """Gather the visible words below an element."""
        for child in element:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                properties = child.find(f"{W}rPr")
                if not is_on(properties, "vanish"):
                    self._collect(child, words, bold=is_on(properties, "b"))
            elif tag == f"{W}t":
                words.parts.append(child.text or "")
                words.bold_chars += len(child.text or "") if bold else 0
            elif tag == f"{_MC}AlternateContent":
                chosen = child.find(f"{_MC}Choice")
                self._collect(chosen if chosen is not None else child, words, bold=bold)
            elif tag == f"{W}txbxContent":
                words.boxes.append(child)
            else:
                words.parts.append(_printed(child))
                self._collect(child, words, bold=bold)

    def _table(self, table: Any, place: _Place) -> Iterator[Draft]:
        rows = [row for row in table.iter(f"{W}tr") if _own_table(row) is table]
        cells = [[cell for cell in row.iter(f"{W}tc") if _own_row(cell) is row] for row in rows]
        if max((len(row) for row in cells), default=0) < 2 or place.table is not None:
            for row in cells:  # a box around text, or a table in a cell
                for cell in row:
                    yield from self.blocks(cell, place)
            return
        self._tables += 1
        number = self._tables
        for index, row in enumerate(cells):
            inside = _Place(table=number, row=index)
            yield from self._row(row, inside)

    def _row(self, row: list[Any], place: _Place) -> Iterator[Draft]:
        column = 0
        for cell in row:
            where = replace(place, column=column) if len(row) > 1 else _Place()
            yield from self.blocks(cell, where)
            span = attribute(cell.find(f"{W}tcPr"), "gridSpan") or "1"
            column += min(_CELL_COLUMNS_MAX, int(span) if span.isdecimal() else 1)


def _own_table(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"), None)


def _own_row(cell: Any) -> Any:
    return next(cell.iterancestors(f"{W}tr"), None)


def _printed(element: Any) -> str:
    if element.tag in _SPACES:
        return " "
    if element.tag == f"{W}noBreakHyphen":
        return "-"
    if element.tag == f"{W}sym":
        return _SYMBOLS.get((element.get(f"{W}char") or "").upper(), "")
    return ""
