"""Grades that stand beside their labels: in table rows, and in lines of a list.

One table can hold two inspections side by side (a column "January 2019" and a column "Now"), two
areas can share a grade, and a conversion can push the labels one line down against the grades.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from caregraph.extraction.coverage_units import Cell, Unit, UnitKind
from caregraph.extraction.gradings import grade_of, label_area, label_grade
from caregraph.extraction.sentences import Stretch
from caregraph.extraction.vague_dates import When, find_times

SLIPPED = 0.4
"""The confidence of a grade whose label slipped a line."""

_EARLIER_COLUMN = re.compile(r"\b(?:previous|last|then|before|earlier|old)\b", re.IGNORECASE)
_JOINED = {frozenset({"children-in-care", "care-leavers"}): "children-in-care-and-care-leavers"}
_LEAST_LABELS = 3
_LEAST_GRADES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledGrade:
    """An area's grade beside its label.

    Attributes:
        area: Notation.
        grade: Notation.
        stretch: From the label to the grade.
        page: From 1.
        earlier: When the inspection was, if the column is of an earlier one; True where it is
            one that the column does not date.
        confidence: Below 1 where the labels slipped.
    """

    area: str
    grade: str
    stretch: Stretch
    page: int
    earlier: When | bool = False
    confidence: float = 1.0


def find_labelled(
    text: str, units: Sequence[Unit], today: date | None
) -> tuple[LabelledGrade, ...]:
    """Give the grades of all tables and lists of labels, in the order of the text.

    Returns:
        Grades with their areas; `earlier` tells the column of an earlier inspection.
    """
    rows = [unit for unit in units if unit.kind is UnitKind.ROW]
    found = [
        labelled
        for _, table in groupby(rows, key=lambda unit: unit.table)
        for labelled in _of_table(text, list(table), today)
    ]
    for _, lines in groupby(units, key=lambda unit: (unit.headings, unit.page)):
        found.extend(_of_lines(text, [unit for unit in lines if unit.kind not in _NO_LINES]))
    return tuple(sorted(found, key=lambda labelled: labelled.stretch.start))


_NO_LINES = (UnitKind.ROW, UnitKind.HEADING)


def _of_table(text: str, rows: Sequence[Unit], today: date | None) -> Iterator[LabelledGrade]:
    if not rows:
        return
    heads = {cell.column: cell.stretch.of(text) for cell in rows[0].cells}
    columns = {cell.column for row in rows for cell in row.cells[1:]}
    for column in sorted(columns):
        earlier = _earlier(heads.get(column, ""), today)
        pending: tuple[str, Cell] | None = None
        shared: list[LabelledGrade] = []
        for row in rows:
            if not row.cells:
                continue
            area = label_area(row.cells[0].stretch.of(text))
            cell = next((cell for cell in row.cells if cell.column == column), None)
            if area is None or cell is None:
                continue
            words = cell.stretch.of(text)
            grade = grade_of(words)
            if grade is None and pending is not None and not words.strip(" *"):
                joined = _JOINED.get(frozenset({pending[0], area}))
                if joined and shared:
                    shared[-1] = _as_area(shared[-1], joined)
                continue
            if grade is not None:
                pending = (area, cell)
                stretch = Stretch(start=row.start, end=cell.stretch.end)
                shared.append(
                    LabelledGrade(
                        area=area, grade=grade, stretch=stretch, page=row.page, earlier=earlier
                    )
                )
        yield from shared


def _as_area(labelled: LabelledGrade, area: str) -> LabelledGrade:
    return LabelledGrade(
        area=area,
        grade=labelled.grade,
        stretch=labelled.stretch,
        page=labelled.page,
        earlier=labelled.earlier,
    )


def _earlier(head: str, today: date | None) -> When | bool:
    times = find_times(head, today)
    if times and today is not None and int(times[0].first[:4]) < today.year - 1:
        return times[0]
    return _EARLIER_COLUMN.search(head) is not None


def _of_lines(text: str, units: Sequence[Unit]) -> Iterator[LabelledGrade]:
    """Read lines such as "Help and protection: Good"; repair labels that slipped a line."""
    labels: list[tuple[str, str | None, Unit]] = []
    for unit in units:
        read = label_grade(unit.of(text))
        if read is not None:
            labels.append((read[0], read[1], unit))
    graded = [label for label in labels if label[1] is not None]
    many = len(labels) >= _LEAST_LABELS or len(graded) >= _LEAST_GRADES
    if not graded or not (many or _is_judgements(units)):
        return
    slipped = _slipped(labels)
    for place, (area, grade, unit) in enumerate(labels):
        if slipped and slipped[0] <= place < slipped[1]:
            _, printed, line = labels[place + 1]
            if printed is not None:
                stretch = Stretch(start=unit.start, end=line.end)
                yield LabelledGrade(
                    area=area, grade=printed, stretch=stretch, page=unit.page, confidence=SLIPPED
                )
        elif grade is not None and not (slipped and place == slipped[1]):
            stretch = Stretch(start=unit.start, end=unit.end)
            yield LabelledGrade(area=area, grade=grade, stretch=stretch, page=unit.page)


def _is_judgements(units: Sequence[Unit]) -> bool:
    context = units[0].context if units else ""
    return "judgement" in context or "grade" in context or "rating" in context


def _slipped(labels: Sequence[tuple[str, str | None, Unit]]) -> tuple[int, int] | None:
    """Find a label without a grade whose followers run on to a label that is printed twice.

    `Children Looked After / Adoption Requires Improvement / Care Leavers Requires Improvement /
    Care Leavers Inadequate` (coverage/001): each grade belongs to the label one line above.

    Returns:
        Places of the label without a grade and of the doubled one, or `None`.
    """
    for first, (_, grade, _) in enumerate(labels):
        if grade is not None:
            continue
        for last in range(first + 2, len(labels)):
            if labels[last][0] == labels[last - 1][0] and labels[last][1] != labels[last - 1][1]:
                return first, last
    return None
