"""Read a deck of slides (PPTX) into drafts, from its XML: a slide is a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from caregraph.documents.compose import Draft
from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import Limits
from caregraph.documents.markers import split_marker
from caregraph.documents.model import BlockKind
from caregraph.documents.office_package import OfficePackage
from caregraph.documents.sources import Reading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MAIN_PART = "ppt/presentation.xml"

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EMU_A_POINT = 12_700
_ROW_POINTS = 18.0
"""Shapes whose tops differ by less stand in one row and are read from left to right."""
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_DEPTH_MAX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A shape with text or a table, its place in points, and the kind of its placeholder."""

    element: Any
    left: float
    top: float
    holder: str | None

    @property
    def order(self) -> tuple[bool, float, float]:
        return self.holder not in _TITLES, self.top // _ROW_POINTS, self.left


def read_slides(data: bytes, name: str, limits: Limits) -> Reading:
    """Give the drafts of a PPTX file; shapes are read from top to bottom, the title first.

    Args:
        data: The whole file.
        name: Its name, for messages.
        limits: What it may cost.

    Returns:
        Drafts, one page a slide.

    Raises:
        DocumentError: If it is damaged, locked or over a limit, or has no slides.
    """
    package = OfficePackage(data, name, limits)
    if MAIN_PART not in package.names:
        raise DocumentError(name, "read", f"not a deck of slides: it has no part '{MAIN_PART}'")
    root = package.xml(MAIN_PART)
    relations = package.relations(MAIN_PART)
    listed = [relations.get(slide.get(_R_ID) or "") for slide in root.iter(f"{_P}sldId")]
    if not listed:
        raise DocumentError(name, "read", "the deck has no slides")
    if len(listed) > limits.pages:
        raise DocumentError(
            name, "limits", f"{len(listed)} slides; the limit is {limits.pages} (Limits.pages)"
        )
    drafts: list[Draft] = []
    warnings: list[str] = []
    deck = _Deck(package)
    for number, relation in enumerate(listed, start=1):
        if relation is None or relation[1] not in package.names:
            warnings.append(f"slide {number} is missing in the file")
            continue
        drafts += deck.slide(relation[1], number)
    title, author = package.core_properties()
    return Reading(
        media_type=MEDIA_TYPE,
        drafts=drafts,
        pages=len(listed),
        page_size=_size(root),
        title=title,
        author=author,
        warnings=tuple(warnings),
    )


def _size(root: Any) -> tuple[float, float]:
    size = root.find(f"{_P}sldSz")
    if size is None:
        return 0.0, 0.0
    return _points(size.get("cx")), _points(size.get("cy"))


def _points(value: str | None) -> float:
    plain = value is not None and re.fullmatch(r"-?\d{1,12}", value)
    return int(value or 0) / _EMU_A_POINT if plain else 0.0


class _Deck:
    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        self._tables = 0
        self._layouts: dict[str, dict[tuple[str, str], tuple[float, float]]] = {}

    def slide(self, part: str, number: int) -> list[Draft]:
        root = self._package.xml(part)
        tree = root.find(f"{_P}cSld/{_P}spTree")
        if tree is None:
            return []
        places = self._places(part)
        shapes = sorted(_shapes(tree, places, (0.0, 0.0)), key=lambda shape: shape.order)
        return [draft for shape in shapes for draft in self._drafts(shape, number)]

    def _places(self, part: str) -> dict[tuple[str, str], tuple[float, float]]:
        """Give where the slide's layout puts its placeholders, by type and by index."""
        for kind, target in self._package.relations(part).values():
            if kind == "slideLayout" and target in self._package.names:
                if target not in self._layouts:
                    self._layouts[target] = self._layout(target)
                return self._layouts[target]
        return {}

    def _layout(self, part: str) -> dict[tuple[str, str], tuple[float, float]]:
        found: dict[tuple[str, str], tuple[float, float]] = {}
        for shape in self._package.xml(part).iter(f"{_P}sp"):
            holder, place = _placeholder(shape), _place(shape)
            if holder is not None and place is not None:
                found["type", holder.get("type", "body")] = place
                found["idx", holder.get("idx", "0")] = place
        return found

    def _drafts(self, shape: _Shape, number: int) -> Iterator[Draft]:
        table = next(shape.element.iter(f"{_A}tbl"), None)
        if table is not None:
            yield from self._cells(table, number)
            return
        body = shape.element.find(f"{_P}txBody")
        counts: dict[int, int] = {}
        for paragraph in body.iter(f"{_A}p") if body is not None else ():
            yield _draft(paragraph, shape.holder, number, counts)

    def _cells(self, table: Any, number: int) -> Iterator[Draft]:
        self._tables += 1
        for row, element in enumerate(table.iterfind(f"{_A}tr")):
            for column, cell in enumerate(element.iterfind(f"{_A}tc")):
                for paragraph in cell.iter(f"{_A}p"):
                    marked = split_marker(_text(paragraph))
                    yield Draft(
                        kind=BlockKind.CELL,
                        page=number,
                        text=marked.text,
                        marker=marked.marker,
                        table=self._tables,
                        row=row,
                        column=column,
                    )


def _shapes(
    tree: Any,
    places: dict[tuple[str, str], tuple[float, float]],
    offset: tuple[float, float],
    depth: int = 0,
) -> Iterator[_Shape]:
    if depth > _DEPTH_MAX:
        return
    for element in tree:
        if element.tag == f"{_P}grpSp":
            yield from _shapes(element, places, _group_offset(element, offset), depth + 1)
        elif element.tag in {f"{_P}sp", f"{_P}graphicFrame"}:
            holder = _placeholder(element)
            left, top = _place(element) or _inherited(holder, places)
            yield _Shape(
                element=element,
                left=left + offset[0],
                top=top + offset[1],
                holder=holder.get("type", "body") if holder is not None else None,
            )


def _group_offset(group: Any, offset: tuple[float, float]) -> tuple[float, float]:
    """Give what to add to the places inside a group; its scale is left out, order needs none."""
    transform = group.find(f"{_P}grpSpPr/{_A}xfrm")
    if transform is None:
        return offset
    outer, inner = transform.find(f"{_A}off"), transform.find(f"{_A}chOff")
    if outer is None or inner is None:
        return offset
    return (
        offset[0] + _points(outer.get("x")) - _points(inner.get("x")),
        offset[1] + _points(outer.get("y")) - _points(inner.get("y")),
    )


def _placeholder(shape: Any) -> Any | None:
    return next(shape.iter(f"{_P}ph"), None)


def _place(shape: Any) -> tuple[float, float] | None:
    for path in (f"{_P}spPr/{_A}xfrm/{_A}off", f"{_P}xfrm/{_A}off"):
        found = shape.find(path)
        if found is not None:
            return _points(found.get("x")), _points(found.get("y"))
    return None


def _inherited(
    holder: Any | None, places: dict[tuple[str, str], tuple[float, float]]
) -> tuple[float, float]:
    if holder is None:
        return 0.0, 0.0
    by_index = places.get(("idx", holder.get("idx", "0")))
    return by_index or places.get(("type", holder.get("type", "body"))) or (0.0, 0.0)


def _draft(paragraph: Any, holder: str | None, number: int, counts: dict[int, int]) -> Draft:
    text = _text(paragraph).strip()
    properties = paragraph.find(f"{_A}pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    depth = int(level) if level.isdecimal() and len(level) < 3 else 0
    draft = Draft(kind=BlockKind.PARAGRAPH, page=number, text=text)
    if holder in _TITLES:
        draft.kind, draft.level = BlockKind.HEADING, 1
        return draft
    if holder in _FURNITURE:
        draft.kind = BlockKind.FURNITURE
        return draft
    if holder == "subTitle":
        return draft
    marked = split_marker(text)
    draft.text, draft.marker = marked.text, marked.marker
    bullet = marked.bullet
    if marked.marker is None and text:
        draft.marker, bullet = _list_marker(properties, holder, depth, counts)
    if bullet:
        draft.kind, draft.level = BlockKind.BULLET, depth
    return draft


def _list_marker(
    properties: Any, holder: str | None, depth: int, counts: dict[int, int]
) -> tuple[str | None, bool]:
    """Give the marker that the slide shows, and whether it is a bullet.

    Args:
        properties: The paragraph's `a:pPr` or `None`.
        holder: The kind of placeholder; its paragraphs have bullets unless they say otherwise.
        depth: Its level from 0.
        counts: Numbers given so far in this shape, by level; counted on.

    Returns:
        The marker or `None`, and whether it is a bullet.
    """
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return None, False
        if properties.find(f"{_A}buAutoNum") is not None:
            counts[depth] = counts.get(depth, 0) + 1
            return str(counts[depth]), False
        if properties.find(f"{_A}buChar") is not None:
            return "•", True
    return ("•", True) if holder is not None else (None, False)


def _text(paragraph: Any) -> str:
    found = paragraph.iter(f"{_A}t", f"{_A}br")
    return "".join(" " if part.tag == f"{_A}br" else part.text or "" for part in found)
