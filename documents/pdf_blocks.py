"""Blocks from the lines of a PDF: paragraphs, items, headings, cells, joined over page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from caregraph.documents.compose import Draft, PrintedLine
from caregraph.documents.model import BlockKind
from caregraph.documents.pdf_groups import Group, ends_sentence, is_unfinished
from caregraph.documents.pdf_lines import TextLine
from caregraph.documents.pdf_tables import find_untagged_tables, settle_rows

# an entry of lancashire_2015: Executive summary 2; with leaders: Leadership ........... 14
_CONTENTS_ENTRY = re.compile(r"(\.{3,}\s*|\s)\d{1,3}$")
_CONTENTS_TITLE = re.compile(r"(table of )?contents$", re.IGNORECASE)
# a title of derbyshire_2019 ends so: and 7 August 2019 to
_CONNECTING = re.compile(r"\b(to|and|of|the|for|with|in|by)$")
_HEADING_CHARS = 220


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

    Returns:
        Groups with their kind; those of a table with their cell.
    """
    groups: list[Group] = []
    margins: dict[tuple[int, int], float] = {}
    for line in lines:
        margins[_column(line)] = max(line.x1, margins.get(_column(line), 0.0))
    for line in lines:
        if groups and not _begins(groups[-1], line, size, margins[_column(line)]):
            groups[-1].lines.append(line)
        else:
            groups.append(_new_group(line))
    settle_rows(groups)
    if not any(line.tag.element or line.tag.table for line in lines):
        find_untagged_tables(groups)
    for group in groups:
        group.kind = _kind(group, size)
    _find_contents(groups)
    return groups


def _new_group(line: TextLine) -> Group:
    group = Group(kind=BlockKind.PARAGRAPH, lines=[line], marker=line.marker, bullet=line.bullet)
    if line.tag.columns > 1:
        group.table, group.row, group.column = line.tag.table, line.tag.row, line.tag.column
    return group


def _begins(group: Group, line: TextLine, size: float, margin: float) -> bool:
    """Whether a line begins a new block after `group`; `margin` is its column's right one."""
    last = group.last
    if not line.tag.element and _cell(line) != _cell(last):
        return True
    if not line.tag.element or not last.tag.element:
        return _begins_by_place(group, line, size) or _had_room(last, line, margin)
    if _cell(line) != _cell(last):
        return True
    if line.tag.element != last.tag.element:
        return not _runs_on(group, line)
    if line.bullet and not line.dash:
        return True
    return line.baseline - last.baseline > 2.2 * max(line.size, last.size)


def _cell(line: TextLine) -> tuple[int, int, int]:
    return line.tag.table, line.tag.row, line.tag.column


def _column(line: TextLine) -> tuple[int, int]:
    """Give table and column of a cell that is known without tags; (0, 0) for all other lines."""
    return (0, 0) if line.tag.element else (line.tag.table, line.tag.column)


def _runs_on(group: Group, line: TextLine) -> bool:
    """Whether a sentence goes on in a line that is tagged as another paragraph."""
    # some paragraphs are tagged in two pieces (southampton_2020, paragraph 1)
    last = group.last
    if line.marker is not None or ends_sentence(last.text):
        return False
    if not line.text[:1].islower() and not _CONNECTING.search(last.text):
        return False
    step = line.baseline - last.baseline
    close = 0.8 * line.size < step < 1.4 * line.size
    aligned = abs(line.x0 - (last.x0 if len(group.lines) > 1 else group.first.text_x0)) < 3
    return close and aligned and line.size == last.size and line.bold == last.bold


def _begins_by_place(group: Group, line: TextLine, size: float) -> bool:
    last = group.last
    step = line.baseline - last.baseline
    height = max(line.size, last.size)
    if step < 0.45 * height or step > 1.75 * height:
        return True
    if abs(line.size - last.size) > 0.12 * size or line.bold != last.bold:
        return True
    if line.dash and not ends_sentence(last.text) and not group.first.bullet:
        return False  # "... multi-agency forums | – including the" (hammersmith_2016, page 15)
    if line.marker is not None and (line.bullet or line.x0 < group.first.text_x0 - 1):
        return True
    return line.x0 < group.first.x0 - 3 or line.x0 > last.x1


def _had_room(last: TextLine, line: TextLine, margin: float) -> bool:
    """Whether the first word of a line would have had room on the line before."""
    # the widest line of the page stands for the margin, less a sixth for ragged text
    if last.hyphen or line.text[:1].islower():
        return False
    word = line.text.partition(" ")[0]
    width = (line.x1 - line.text_x0) * (len(word) + 1) / max(1, len(line.text))
    return last.x1 + width < last.x0 + (margin - last.x0) * 5 / 6


def _kind(group: Group, size: float) -> BlockKind:
    if group.table is not None:
        return BlockKind.CELL
    if group.first.tag.contents:
        return BlockKind.CONTENTS
    if group.bullet:
        return BlockKind.BULLET
    return BlockKind.HEADING if _is_heading(group, size) else BlockKind.PARAGRAPH


def _is_heading(group: Group, size: float) -> bool:
    """Whether a group stands out as a heading does; a heading's tag alone is no proof."""
    # whole pages are tagged as headings here and there (redcar-and-cleveland_2022, page 9)
    text = group.text
    if len(text) > _HEADING_CHARS or len(group.lines) > 5:
        return False
    if group.size > 1.12 * size:
        return True
    if text.endswith((".", ";", ",")) or group.size <= 0.9 * size:
        return False
    if group.bold:
        return True
    plain = group.marker is None and len(group.lines) < 3 and not text[:1].islower()
    return bool(group.first.tag.heading) and plain


def _find_contents(groups: Sequence[Group]) -> None:
    """Mark the entries under a heading "Contents": all up to the last that ends with a number."""
    start = next(
        (i for i, group in enumerate(groups) if _CONTENTS_TITLE.match(group.text.strip())), None
    )
    if start is None:
        return
    ends = [i for i, group in enumerate(groups) if _CONTENTS_ENTRY.search(" " + group.text[-40:])]
    for group in groups[start : max([start, *ends]) + 1]:
        group.kind = BlockKind.CONTENTS
        group.table = group.row = group.column = None


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
    if BlockKind.CONTENTS in {before.kind, after.kind} or before.kind is BlockKind.HEADING:
        return False
    if before.last.page != after.first.page - 1 or abs(before.last.size - after.first.size) > 0.5:
        return False
    if BlockKind.CELL in {before.kind, after.kind}:
        return False  # cells are joined with their tables
    if after.marker is not None or after.kind is BlockKind.HEADING:
        return not after.bullet and _number_is_text(before, after)
    lower = after.first.text[:1].islower()
    if is_unfinished(before, after) and (lower or before.marker is not None):
        return True
    hangs = before.marker is not None and after.first.x0 > before.first.x0 + 3
    return (hangs or is_unfinished(before, after)) and _reaches_margin(before)


def _number_is_text(before: Group, after: Group) -> bool:
    """Whether a number that begins a page goes on with a sentence."""
    # "a dramatic decrease (85 to | 58) in the number" (stoke-on-trent_2015, page 39)
    if ends_sentence(before.last.text) or before.marker is None or after.marker is None:
        return False
    if before.marker.isdigit() and after.marker.isdigit():
        return int(after.marker) != int(before.marker) + 1
    return False


def _reaches_margin(group: Group) -> bool:
    """Whether the last line is about as long as the others, so that more may follow."""
    if len(group.lines) < 2:
        return group.last.x1 > 400
    return group.last.x1 > max(line.x1 for line in group.lines[:-1]) - 60


def to_drafts(groups: Iterable[Group]) -> list[Draft]:
    """Give the drafts of groups in their order."""
    return [
        Draft(
            kind=group.kind,
            page=group.first.page,
            lines=[
                printed(group.first, text=None if group.marker is not None else group.first.whole),
                *(printed(line, text=line.whole) for line in group.lines[1:]),
            ],
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


def printed(line: TextLine, *, text: str | None = None) -> PrintedLine:
    """Give a line as `compose` wants it, with `text` in place of its own where given."""
    return PrintedLine(
        text=line.text if text is None else text,
        page=line.page,
        x0=line.x0,
        top=line.top,
        x1=line.x1,
        bottom=line.bottom,
        hyphen=line.hyphen,
    )
