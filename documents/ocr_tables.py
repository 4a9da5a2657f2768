"""The order in which the pieces of a page are read: lines, cells of tables, columns."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from caregraph.documents.ocr_words import Picture, Word
from caregraph.documents.pdf_lines import UNTAGGED
from caregraph.documents.pdf_tags import Tag

_COLUMN_POINTS = 12.0
_NEXT_ROW = 1.3
"""A gap between lines so much above the usual one parts the rows of a table without rules."""
_PAGE_COLUMN_ROWS = 12
"""So many rows side by side without a rule or a wider gap are columns of text."""
_LEAD_ROWS, _CLOSE, _CELL_POINTS = 3, 1.5, 4.0
_RULE = 0.5
"""Share of a row of pixels between two lines of text from which it is a rule; a rule beside a cell
that spans rows is shorter than the table."""
_INK = 190
"""Grey rules are ink too; the tint behind a row is lighter."""
_REGION_GAP = 3.0


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words that stand side by side, and the size of their type in points."""

    words: tuple[Word, ...]
    size: float

    @cached_property
    def baseline(self) -> float:
        """Where most of the words stand."""
        told = [word.baseline for word in self.words if word.size is not None]
        return statistics.median(told or [word.bottom for word in self.words])

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].left

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.words[-1].right

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)


Row: TypeAlias = list[Segment]
Placed: TypeAlias = tuple[Segment, Tag]


def reading_order(segments: Sequence[Segment], picture: Picture, scale: float) -> Iterator[Placed]:
    """Give the pieces of a page from top to bottom, those of a table cell by cell.

    Args:
        segments: In any order.
        picture: Of the page, 0 for black, to see the rules between the rows of a table.
        scale: Its pixels a point.

    Yields:
        Every piece once, with its cell as the tag of a table has it.
    """
    rows = _rows(segments)
    index = count = 0
    while index < len(rows):
        table = _find_table(rows, index, picture, scale)
        if table is None:
            yield rows[index][0], UNTAGGED
            index += 1
            continue
        count += 1
        for row, pieces in enumerate(table.rows()):
            yield from table.placed(pieces, count, row)
        index = table.end


def _find_table(rows: Sequence[Row], start: int, picture: Picture, scale: float) -> _Table | None:
    """Give the table whose first line is `start`, be it the first of a cell beside no other."""
    lead = start
    while lead < min(start + _LEAD_ROWS, len(rows)) and len(rows[lead]) == 1:
        lead += 1
    if lead == len(rows) or len(rows[lead]) == 1:
        return None
    table = _Table(rows, lead, picture, scale)
    return table if lead == start or table.takes_in(rows, start, lead) else None


def _rows(segments: Sequence[Segment]) -> list[Row]:
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda one: one.baseline):
        if rows and segment.baseline - rows[-1][-1].baseline < 0.4 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


class _Table:
    """Rows of pieces that stand in the columns of the first; `end` is the row after its last."""

    def __init__(self, rows: Sequence[Row], start: int, picture: Picture, scale: float) -> None:
        self._picture = picture
        self._scale = scale
        self.columns = [segment.x0 for segment in rows[start]]
        self.end = start + 1
        after = self.end
        while after < len(rows) and self._goes_on(rows[after - 1], rows[after]):
            after += 1
            near = self.end == after - 1 and not self._parted(rows[after - 2], rows[after - 1])
            if len(rows[after - 1]) > 1 or near:
                self.end = after
        self._rows = rows[start : self.end]
        self._lead = 0

    def takes_in(self, rows: Sequence[Row], start: int, lead: int) -> bool:
        """Take in the lines before the first, if they begin a cell that is taller than it."""
        above = rows[start : lead + 1]
        for before, after in pairwise(above):
            close = after[0].baseline - before[0].baseline < _CLOSE * before[0].size
            starts = min(abs(before[0].x0 - left) for left in self.columns) < _CELL_POINTS
            if not (close and starts and self._goes_on(before, before)):
                return False
            if self._ruled(before, after):
                return False
        self._rows = [*rows[start:lead], *self._rows]
        self._lead = lead - start
        return True

    def column_of(self, segment: Segment) -> int:
        return max(
            (i for i, left in enumerate(self.columns) if left <= segment.x0 + _COLUMN_POINTS),
            default=0,
        )

    def placed(self, pieces: Row, table: int, row: int) -> Iterator[Placed]:
        """Give the pieces of a row cell by cell."""
        by_column = [
            [one for one in pieces if self.column_of(one) == column]
            for column in range(len(self.columns))
        ]
        filled = sum(1 for cell in by_column if cell)
        for column, cell in enumerate(by_column):
            tag = Tag(
                element=0,
                table=table,
                row=row,
                column=column,
                columns=len(self.columns),
                row_cells=filled,
            )
            yield from ((one, tag) for one in cell)

    def _goes_on(self, before: Row, row: Row) -> bool:
        step = row[0].baseline - before[0].baseline
        ends = [*self.columns[1:], math.inf]
        inside = all(segment.x1 < ends[self.column_of(segment)] for segment in row)
        return inside and step < _REGION_GAP * row[0].size and row[0].x0 > self.columns[0] - 4

    def rows(self) -> Iterator[list[Segment]]:
        """Give the pieces of each row of the table; a long one without rows is one row."""
        steps = [
            after[0].baseline - before[0].baseline
            for before, after in zip(self._rows, self._rows[1:], strict=False)
        ]
        usual = min(steps, default=0.0)
        cells = list(self._rows[0])
        cuts = [
            self._ruled(before, after) or step > _NEXT_ROW * usual
            for before, after, step in zip(self._rows, self._rows[1:], steps, strict=False)
        ]
        if not any(cuts) and len(self._rows) < _PAGE_COLUMN_ROWS:
            cuts = [
                len(row) > 1 and index > self._lead for index, row in enumerate(self._rows[1:], 1)
            ]
        for row, cut in zip(self._rows[1:], cuts, strict=True):
            if cut:
                yield cells
                cells = []
            cells += row
        yield cells

    def _parted(self, before: Row, after: Row) -> bool:
        far = after[0].baseline - before[0].baseline > 1.75 * after[0].size
        return far or self._ruled(before, after)

    def _ruled(self, before: Row, after: Row) -> bool:
        """Whether a rule is drawn between two rows."""
        top = round((max(one.baseline for one in before) + 1) * self._scale)
        bottom = round(min(one.top for one in after) * self._scale)
        left, right = round(self.columns[0] * self._scale), round(self.columns[-1] * self._scale)
        cut = self._picture[top:bottom, left:right]
        return bool(cut.size) and bool(((cut < _INK).mean(axis=1) > _RULE).any())
