"""Blocks from the lines of a PDF: paragraphs, items, headings and cells, joined over page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from caregraph.documents.compose import Draft, PrintedLine
from caregraph.documents.model import BlockKind
from caregraph.documents.pdf_lines import TextLine

_SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]*$")
# "Contents", and entries such as "Executive summary 2" or "Leadership ........... 14"
_CONTENTS_ENTRY = re.compile(r"(\.{3,}\s*|\s)\d{1,3}$")
_HEADING_CHARS = 220


@dataclass(slots=True, kw_only=True)
class Group:
    """Lines that form one block, before it is known where the block goes."""

    kind: BlockKind
    lines: list[TextLine] = field(default_factory=list)
    marker: str | None = None
    bullet: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None
    level: int = 0

    @property
    def first(self) -> TextLine:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words, for decisions; the stored text is joined in `compose`."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its longest line."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether most of its lines are bold."""
        return sum(len(line.text) if line.bold else -len(line.text) for line in self.lines) > 0


def body_size(pages: Iterable[Sequence[TextLine]]) -> float:
    """Give the size in which most of the document is set; 12 for a document without words."""
    counts: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            counts[line.size] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 12.0


def group_page(lines: Sequence[TextLine], size: float) -> list[Group]:
    """Give the groups of one page's body lines, in order.

    Args:
        lines: Without furniture and footnotes, in reading order.
        size: Of the document's body.
    """
    groups: list[Group] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, size):
            groups[-1].lines.append(line)
        else:
            groups.append(_new_group(line))
    for group in groups:
        group.kind = _kind(group, size)
    return groups


def _new_group(line: TextLine) -> Group:
    group = Group(kind=BlockKind.PARAGRAPH, lines=[line], marker=line.marker, bullet=line.bullet)
    if line.tag.columns > 1:
        group.table, group.row, group.column = line.tag.table, line.tag.row, line.tag.column
    return group


def _begins(group: Group, line: TextLine, size: float) -> bool:
    """Whether a line begins a new block after `group`."""
    last = group.last
    if line.tag.element and last.tag.element:
        if (line.tag.table, line.tag.row, line.tag.column) != (
            last.tag.table,
            last.tag.row,
            last.tag.column,
        ):
            return True
        if line.tag.element != last.tag.element:
            return True
        if line.marker is not None and line.bullet:
            return True
        return line.baseline - last.baseline > 2.2 * max(line.size, last.size)
    return _begins_by_place(group, line, size)


def _begins_by_place(group: Group, line: TextLine, size: float) -> bool:
    last = group.last
    step = line.baseline - last.baseline
    height = max(line.size, last.size)
    if step < 0.45 * height or step > 1.75 * height:
        return True
    if abs(line.size - last.size) > 0.12 * size or line.bold != last.bold:
        return True
    if line.marker is not None and (line.bullet or line.x0 < group.first.text_x0 - 1):
        return True
    return line.x0 < group.first.x0 - 3 or line.x0 > last.x1


def _kind(group: Group, size: float) -> BlockKind:
    if group.table is not None:
        return BlockKind.CELL
    if group.first.tag.contents:
        return BlockKind.CONTENTS
    if group.first.tag.heading:
        return BlockKind.HEADING
    if group.bullet:
        return BlockKind.BULLET
    text = group.text
    if len(text) > _HEADING_CHARS or group.marker is not None or len(group.lines) > 4:
        return BlockKind.PARAGRAPH
    larger = group.size > 1.12 * size
    if larger or (
        group.bold and group.size > 0.95 * size and not text.rstrip().endswith((".", ";", ","))
    ):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def join_pages(pages: Sequence[list[Group]]) -> list[Group]:
    """Give the groups of all pages, with those that a page break cut put together again."""
    joined: list[Group] = []
    for groups in pages:
        rest = groups
        if joined and groups and _goes_on(joined[-1], groups[0]):
            joined[-1].lines += groups[0].lines
            rest = groups[1:]
        joined += rest
    return joined


def _goes_on(before: Group, after: Group) -> bool:
    """Whether `after`, first on its page, is the rest of `before`, last on the page before."""
    if after.marker is not None or before.kind is BlockKind.HEADING:
        return False
    if after.kind is BlockKind.HEADING or before.kind is BlockKind.CONTENTS:
        return False
    if abs(before.last.size - after.first.size) > 0.5:
        return False
    if (before.column, before.table is None) != (after.column, after.table is None):
        return False
    if before.last.hyphen:
        return True
    start = after.first.text[:1]
    if not _SENTENCE_END.search(before.last.text):
        return start.islower() or before.kind is after.kind or before.marker is not None
    if start.islower() and not before.last.text.endswith(":"):
        return True
    hangs = before.marker is not None and after.first.x0 > before.first.x0 + 3
    return hangs and _reaches_margin(before)


def _reaches_margin(group: Group) -> bool:
    """Whether the last line is about as long as the others, so that more may follow."""
    if len(group.lines) < 2:
        return group.last.x1 > 400
    return group.last.x1 > max(line.x1 for line in group.lines[:-1]) - 60


def set_levels(groups: Sequence[Group]) -> None:
    """Rank headings by size and weight, and bullets by indentation."""
    looks = sorted(
        {_look(group) for group in groups if group.kind is BlockKind.HEADING}, reverse=True
    )
    for index, group in enumerate(groups):
        if group.kind is BlockKind.HEADING:
            group.level = min(6, looks.index(_look(group)) + 1)
        elif group.kind is BlockKind.BULLET:
            group.level = _nesting(groups, index)


def _look(group: Group) -> tuple[float, bool]:
    return round(group.size), group.bold


def _nesting(groups: Sequence[Group], index: int) -> int:
    group = groups[index]
    before = groups[index - 1] if index else None
    if before is None:
        return 0
    if before.kind is BlockKind.BULLET:
        shift = group.first.x0 - before.first.x0
        if group.first.page != before.first.page:
            return before.level if group.marker == before.marker else 0
        if abs(shift) < 6:
            return before.level
        return before.level + 1 if shift > 0 else max(0, before.level - 1)
    if before.marker is not None and before.kind is BlockKind.PARAGRAPH:
        return 1 if before.last.text.endswith(":") else 0
    return 0


def to_drafts(groups: Iterable[Group]) -> list[Draft]:
    """Give the drafts of groups in their order."""
    return [
        Draft(
            kind=group.kind,
            page=group.first.page,
            lines=[printed(line) for line in group.lines],
            marker=group.marker,
            level=group.level,
            size=group.size,
            bold=group.bold,
            table=group.table,
            row=group.row,
            column=group.column,
        )
        for group in groups
    ]


def printed(line: TextLine) -> PrintedLine:
    """Give a line as `compose` wants it."""
    return PrintedLine(
        text=line.text,
        page=line.page,
        x0=line.x0,
        top=line.top,
        x1=line.x1,
        bottom=line.bottom,
        hyphen=line.hyphen,
    )
