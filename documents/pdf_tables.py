"""Tables on PDF pages: which blocks are cells, in which row and column, over page breaks too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from caregraph.documents.pdf_groups import Group, is_unfinished

_COLUMN_POINTS = 20.0
_CELL_LINES_MAX = 8
"""Side-by-side text with more lines is a page set in columns."""


def settle_rows(groups: Sequence[Group]) -> None:
    """Take out of its table what spans it, and put cells below a taller one in their column.

    A row with one cell in a table of two columns is as a rule a heading or a summary under the
    two (the judgement boxes of 2013 to 2018); where the cell stands under the second column, the
    first is one tall cell.
    """
    edges = _left_edges(groups)
    wide = _wide_rows(groups, edges)
    printed = {(group.table, group.column) for group in groups}
    narrow = {table for table, _ in printed if sum(other == table for other, _ in printed) == 1}
    for group in groups:
        spans = (group.table, group.row) in wide or group.table in narrow
        if group.table is None or (group.first.tag.row_cells != 1 and not spans):
            continue
        second = edges.get((group.table, 1))
        if not spans and second is not None and group.first.x0 > second - 4:
            group.column = 1
        else:
            group.table = group.row = group.column = None
    for table in {group.table for group in groups} - {None}:
        _align_columns([group for group in groups if group.table == table])


def _wide_rows(
    groups: Sequence[Group], edges: dict[tuple[int, int], float]
) -> set[tuple[int | None, int | None]]:
    """Give the rows whose first cell reaches far into the second column, which is empty."""
    cells: dict[tuple[int | None, int | None], list[Group]] = {}
    for group in groups:
        if group.table is not None:
            cells.setdefault((group.table, group.row), []).append(group)
    return {
        (table, row)
        for (table, row), found in cells.items()
        if {group.column for group in found} == {0}
        and max(group.right for group in found) > edges.get((table or 0, 1), math.inf) + 20
    }


def _align_columns(cells: Sequence[Group]) -> None:
    """Number the columns by where they stand, where as many are seen as the table has.

    A cell that spans rows is tagged in its first row only, which shifts the numbers of the rows
    below (the judgements of 2013 to 2018: "2.1 Adoption performance").
    """
    lefts: list[float] = []
    for left in sorted(cell.left for cell in cells):
        if not lefts or left > lefts[-1] + _COLUMN_POINTS:
            lefts.append(left)
    if len(lefts) != cells[0].first.tag.columns:
        return
    for cell in cells:
        cell.column = max(i for i, left in enumerate(lefts) if left <= cell.left)


def _left_edges(groups: Iterable[Group]) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for group in groups:
        if group.table is not None and group.column is not None and group.first.tag.row_cells > 1:
            key = group.table, group.column
            edges[key] = min(edges.get(key, group.first.x0), group.first.x0)
    return edges


def find_untagged_tables(groups: Sequence[Group]) -> None:
    """Make cells of groups that stand side by side on a page without tags."""
    table = 0
    index = 0
    before: list[Group] = []
    while index < len(groups):
        run = list(_side_by_side(groups, index))
        index += len(run)
        if len(run) < 2:
            before = []
            continue
        if before and _goes_on_below(before, run):
            run = before + run
        else:
            table += 1
        _number_cells(run, table)
        before = run


def _goes_on_below(before: Sequence[Group], run: Sequence[Group]) -> bool:
    """Whether side-by-side groups are further rows of the table right above them."""
    gap = min(group.top for group in run) - max(group.bottom for group in before)
    right_column = max(group.left for group in before), max(group.left for group in run)
    return abs(right_column[0] - right_column[1]) < 6 and gap < 3 * run[0].size


def _side_by_side(groups: Sequence[Group], start: int) -> Sequence[Group]:
    """Give the groups from `start` on that overlap in height with one of those before them."""
    end = start + 1
    while end < len(groups) and any(_beside(groups[end], other) for other in groups[start:end]):
        end += 1
    return groups[start:end]


def _beside(group: Group, other: Group) -> bool:
    if max(len(group.lines), len(other.lines)) > _CELL_LINES_MAX:
        return False
    apart = group.left > other.right + 4 or other.left > group.right + 4
    return apart and group.top < other.bottom - 2 and other.top < group.bottom - 2


def _number_cells(run: Sequence[Group], table: int) -> None:
    lefts: list[float] = []
    for group in sorted(run, key=lambda group: group.left):
        if not lefts or group.left > lefts[-1] + 30:
            lefts.append(group.left)
    row = -1
    bottom = float("-inf")
    for group in sorted(run, key=lambda group: (group.top, group.left)):
        if group.top > bottom - 2:
            row += 1
            bottom = group.bottom
        bottom = max(bottom, group.bottom)
        group.table, group.row = table, row
        group.column = max(i for i, left in enumerate(lefts) if left <= group.left + 1)


def join_tables(pages: Sequence[list[Group]]) -> None:
    """Number tables through the document, and go on with one that crosses a page break.

    A cell that the break cuts is put together again; its rest is taken out of the later page.
    """
    count = 0
    before: list[Group] = []
    for groups in pages:
        count = _number_tables(groups, count)
        cells = _same_table(groups[:1], groups)
        if cells and before and _columns(cells) == _columns(before):
            _go_on(before, cells, groups)
        before = _same_table(groups[-1:], groups) if groups else before


def _number_tables(groups: Sequence[Group], count: int) -> int:
    numbers: dict[int, int] = {}
    for group in groups:
        if group.table is not None:
            numbers.setdefault(group.table, count + len(numbers) + 1)
            group.table = numbers[group.table]
    return count + len(numbers)


def _same_table(of: Sequence[Group], groups: Iterable[Group]) -> list[Group]:
    if not of or of[0].table is None:
        return []
    return [group for group in groups if group.table == of[0].table]


def _columns(cells: Iterable[Group]) -> set[int | None]:
    return {cell.column for cell in cells}


def _go_on(before: Sequence[Group], cells: Sequence[Group], groups: list[Group]) -> None:
    table = before[-1].table
    last_row = max(cell.row or 0 for cell in before)
    first_row = min(cell.row or 0 for cell in cells)
    cut = False
    for column in sorted({cell.column or 0 for cell in cells}):
        upper = [cell for cell in before if (cell.row, cell.column) == (last_row, column)]
        lower = [cell for cell in cells if (cell.row, cell.column) == (first_row, column)]
        if upper and lower and lower[0].marker is None and is_unfinished(upper[-1], lower[0]):
            upper[-1].lines += lower[0].lines
            groups.remove(lower[0])
            cut = True
    shift = last_row - first_row + (0 if cut else 1)
    for cell in cells:
        cell.table, cell.row = table, (cell.row or 0) + shift
