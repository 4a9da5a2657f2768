"""The box of judgements on a report's first pages.

The box is a table of labels and grades; in some files its cells are loose lines, and a grade then
belongs to the label that it stands beside on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.grades import find_grade, is_grade, read_label
from caregraph.extraction.records import Absence, AbsenceRecord, JudgementRecord, Passage

# `Not judged` (london-corporation_2016-09-20)
_NOT_JUDGED = re.compile(r"not\s+judged\W*", re.IGNORECASE)


def read_box(
    document: Document, blocks: Sequence[Block]
) -> tuple[tuple[JudgementRecord, ...], tuple[AbsenceRecord, ...]]:
    """Read the judgements of the report's own inspection from its box.

    Args:
        document: The report.
        blocks: The blocks among which the box is, usually those of the first page.

    Returns:
        One judgement for each row with a label and a grade, in the order of the box; and the
        rows that say "not judged".
    """
    judgements: dict[str, JudgementRecord] = {}
    absences: dict[str, AbsenceRecord] = {}
    for block, area, printed in _rows(document, blocks):
        if area in judgements or area in absences:
            continue
        grade = find_grade(document.text_of(printed))
        if grade is not None:
            passage = _from_to(block, printed)
            judgements[area] = JudgementRecord(
                inspection="own", area=area, grade=grade, passage=passage
            )
        else:
            absences[area] = AbsenceRecord(inspection="own", area=area, reason=Absence.NOT_JUDGED)
    return tuple(judgements.values()), tuple(absences.values())


def _rows(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[Block, str, Block]]:
    """Give each label with the block that its grade is printed in."""
    grades = [block for block in blocks if _is_verdict(document.text_of(block))]
    for block in blocks:
        label = read_label(document.text_of(block))
        if label is None:
            continue
        if label.grade is not None:
            yield block, label.area, block
            continue
        printed = _in_row(block, grades) or _beside(block, grades)
        if printed is not None:
            yield block, label.area, printed


def _is_verdict(text: str) -> bool:
    return is_grade(text) or _NOT_JUDGED.fullmatch(text) is not None


def _in_row(label: Block, grades: Sequence[Block]) -> Block | None:
    if label.kind is not BlockKind.CELL:
        return None
    return next((g for g in grades if g.table == label.table and g.row == label.row), None)


def _beside(label: Block, grades: Sequence[Block]) -> Block | None:
    """Give the grade whose middle is nearest in height among those beside the label."""
    if not label.lines:
        return None
    top, bottom = label.lines[0].top, label.lines[-1].bottom
    height = label.lines[0].bottom - label.lines[0].top
    near = [
        (abs(_middle(grade) - (top + bottom) / 2), grade.start, grade)
        for grade in grades
        if grade.lines
        and grade.page == label.page
        and grade.lines[0].x0 > label.lines[0].x0
        and top - height <= _middle(grade) <= bottom + height
    ]
    return min(near)[2] if near else None


def _middle(block: Block) -> float:
    return (block.lines[0].top + block.lines[-1].bottom) / 2


def _from_to(first: Block, last: Block) -> Passage:
    start, end = min(first.start, last.start), max(first.end, last.end)
    return Passage(start=start, end=end, page=first.page)
