"""Ranks of headings and nesting of bullets, over the whole document."""

from __future__ import annotations

from collections.abc import Sequence

from caregraph.documents.model import BlockKind
from caregraph.documents.pdf_groups import Group

_STEP = 6.0
"""Points by which a nested bullet is set in; indentation shifts by less from page to page."""


def set_levels(groups: Sequence[Group]) -> None:
    """Rank headings by size and weight, and bullets by indentation.

    An item without a glyph that is set in under a bullet's "... of this number:" becomes a
    nested bullet (north-tyneside_2017, page 5).
    """
    _find_plain_headings(groups)
    looks = sorted(
        {_look(group) for group in groups if group.kind is BlockKind.HEADING}, reverse=True
    )
    for index, group in enumerate(groups):
        before = groups[index - 1] if index else None
        if group.kind is BlockKind.HEADING:
            group.level = min(6, looks.index(_look(group)) + 1)
        elif before is not None and _is_bare_item(before, group):
            group.kind = BlockKind.BULLET
            group.level = before.level + (before.text.endswith(":"))
        elif group.kind is BlockKind.BULLET:
            group.level = _nesting(groups, index)


def _find_plain_headings(groups: Sequence[Group]) -> None:
    """Make headings of short unnumbered lines between two paragraphs numbered in sequence.

    "The graded judgement for adoption performance is that it is good." (wiltshire_2015, page 23)
    """
    for before, group, after in zip(groups, groups[1:], groups[2:], strict=False):
        short = len(group.lines) <= 2 and group.marker is None and group.table is None
        if short and group.kind is BlockKind.PARAGRAPH and _follows(before, after):
            group.kind = BlockKind.HEADING


def _follows(before: Group, after: Group) -> bool:
    first, second = before.marker or "", after.marker or ""
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 1


def _look(group: Group) -> tuple[float, bool]:
    return round(group.size), group.bold


def _is_bare_item(before: Group, group: Group) -> bool:
    if group.kind is not BlockKind.PARAGRAPH or before.kind is not BlockKind.BULLET:
        return False
    if group.marker is not None or before.first.page != group.first.page:
        return False
    if before.text.endswith(":"):
        return group.first.x0 > before.first.text_x0 + _STEP
    return before.marker is None and abs(group.first.x0 - before.first.x0) < _STEP


def _nesting(groups: Sequence[Group], index: int) -> int:
    group = groups[index]
    for before in reversed(groups[max(0, index - 12) : index]):
        if before.kind is not BlockKind.BULLET:
            return _below(before, group)
        if before.first.page != group.first.page:
            if before.marker == group.marker:
                return before.level
            continue
        shift = group.first.x0 - before.first.x0
        if abs(shift) < _STEP:
            return before.level
        if shift > 0:
            return before.level + 1
    return 0


def _below(paragraph: Group, group: Group) -> int:
    """Give 1 for an item that a numbered paragraph introduces, 0 for one under a heading."""
    introduced = paragraph.kind is BlockKind.PARAGRAPH and paragraph.marker is not None
    return int(introduced and paragraph.text.endswith(":") and group.bullet)
