"""Put blocks together into a `Document`: one text, offsets counted while it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from caregraph.documents.clean_text import clean
from caregraph.documents.model import Block, BlockKind, Line

_LAST = (BlockKind.FOOTNOTE, BlockKind.FURNITURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """The words of one printed line and their box; `text` ends with a hyphen if `hyphen`."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    hyphen: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """A block before it has its place in the text.

    `lines` are joined with spaces, or with nothing after a hyphen at a line end. A format without
    positions gives `text` instead.
    """

    kind: BlockKind
    page: int = 1
    text: str = ""
    lines: list[PrintedLine] = field(default_factory=list)
    marker: str | None = None
    level: int = 0
    size: float | None = None
    bold: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None


def compose(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Give the text and its blocks: the body in order, then footnotes and furniture.

    Args:
        drafts: In reading order; those without a word are left out.

    Returns:
        The text, and the blocks in its order.
    """
    everything = list(drafts)
    ordered = [draft for draft in everything if draft.kind not in _LAST]
    for kind in _LAST:
        ordered += [draft for draft in everything if draft.kind is kind]
    parts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for draft in ordered:
        text, lines = _joined(draft, offset)
        if not text:
            continue
        blocks.append(_block(draft, offset, text, lines))
        parts += (text, "\n")
        offset += len(text) + 1
    return "".join(parts), tuple(blocks)


def _joined(draft: Draft, offset: int) -> tuple[str, tuple[Line, ...]]:
    if not draft.lines:
        return clean(draft.text), ()
    text = ""
    lines: list[Line] = []
    glue = ""
    for printed in draft.lines:
        words = clean(printed.text)
        if not words:
            continue
        start = offset + len(text) + len(glue)
        text = f"{text}{glue}{words}"
        lines.append(
            Line(
                start=start,
                end=offset + len(text),
                page=printed.page,
                x0=round(printed.x0, 1),
                top=round(printed.top, 1),
                x1=round(printed.x1, 1),
                bottom=round(printed.bottom, 1),
            )
        )
        glue = "" if printed.hyphen else " "
    return text, tuple(lines)


def _block(draft: Draft, offset: int, text: str, lines: tuple[Line, ...]) -> Block:
    return Block(
        kind=draft.kind,
        start=offset,
        end=offset + len(text),
        page=lines[0].page if lines else draft.page,
        marker=clean(draft.marker) or draft.marker if draft.marker is not None else None,
        level=draft.level,
        size=draft.size,
        bold=draft.bold,
        table=draft.table,
        row=draft.row,
        column=draft.column,
        lines=lines,
    )
