"""What stands outside of the text on a PDF page: running headers and footers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from caregraph.documents.pdf_lines import TextLine

_MARGIN = 0.09
"""Share of the page's height at top and bottom where furniture may stand."""
_WIDE_MARGIN = 0.12
"""The same for what is tagged as no part of the text, and for the page's own number."""
_DIGITS = re.compile(r"\d+")
# page numbers as printed: 3, Page 3, 3 of 28, - 3 -
_PAGE_NUMBER = re.compile(r"[-–\s]*(page\s+)?\d{1,4}(\s+of\s+\d{1,4})?[-–\s]*$", re.IGNORECASE)
# "4 New Belongings was launched by DfE on 2 September 2013" (cheshire-east_2015, page 30)
_NOTE = re.compile(r"(\d{1,2}|\*)\s*(?=[A-Z‘“])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """The lines of one page by their place: body in reading order, footnotes, furniture."""

    body: tuple[TextLine, ...]
    footnotes: tuple[TextLine, ...]
    furniture: tuple[TextLine, ...]


def split_pages(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float], size: float
) -> list[PageParts]:
    """Tell body, footnotes and furniture apart on each page.

    Args:
        pages: The lines of each page.
        heights: Of the pages, in points.
        size: Of the document's body.

    Returns:
        The parts of each page, in order.
    """
    repeated = _repeated(pages, heights)
    return [
        _split(lines, height, repeated, size) for lines, height in zip(pages, heights, strict=True)
    ]


def _pattern(line: TextLine, height: float) -> tuple[str, bool]:
    return _DIGITS.sub("#", line.text.casefold()), line.baseline > height / 2


def _in_margin(line: TextLine, height: float, share: float = _MARGIN) -> bool:
    return line.bottom < share * height or line.top > (1 - share) * height


def _repeated(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float]
) -> frozenset[tuple[str, bool]]:
    """Give the patterns that stand in the margin of at least two pages."""
    counts: Counter[tuple[str, bool]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        counts.update({_pattern(line, height) for line in lines if _in_margin(line, height)})
    return frozenset(pattern for pattern, count in counts.items() if count > 1)


def _split(
    lines: Sequence[TextLine],
    height: float,
    repeated: frozenset[tuple[str, bool]],
    size: float,
) -> PageParts:
    tagged = any(line.tag.element for line in lines)
    body: list[TextLine] = []
    furniture: list[TextLine] = []
    for line in lines:
        if _is_furniture(line, height, repeated, tagged=tagged):
            furniture.append(line)
        else:
            body.append(line)
    footnotes = _footnotes(body, height, size)
    noted = {id(line) for line in footnotes}
    return PageParts(
        body=tuple(line for line in body if id(line) not in noted),
        footnotes=tuple(footnotes),
        furniture=tuple(furniture),
    )


def _is_furniture(
    line: TextLine, height: float, repeated: frozenset[tuple[str, bool]], *, tagged: bool
) -> bool:
    if line.outside or not _in_margin(line, height, _WIDE_MARGIN):
        return line.outside
    untagged_here = tagged and not line.tag.element
    number = _PAGE_NUMBER.match(line.text) is not None
    if untagged_here or (number and not line.tag.element and str(line.page) in line.text):
        return True
    return _in_margin(line, height) and (number or _pattern(line, height) in repeated)


def _is_marked(line: TextLine) -> bool:
    return note_marker(line)[0] is not None


def note_marker(line: TextLine) -> tuple[str | None, str]:
    """Give the mark with which a line begins a footnote, if any, and the words after it."""
    if line.mark is not None:
        return line.mark, line.whole
    found = _NOTE.match(line.whole)
    if found:
        return found.group(1), line.whole[found.end() :]
    return None, line.whole


def _footnotes(lines: Sequence[TextLine], height: float, size: float) -> list[TextLine]:
    """Give the lines tagged as notes, and small type at the foot from the first marked line on."""
    notes = [line for line in lines if line.tag.note]
    small = [
        line
        for line in lines
        if not line.tag.note and line.size <= 0.9 * size and line.top > 0.5 * height
    ]
    start = next((line.baseline for line in small if _is_marked(line)), None)
    if start is None:
        return notes
    below = [line for line in small if line.baseline >= start - 1]
    larger = [line for line in lines if line.size > 0.9 * size and line.baseline > start + 1]
    return notes if larger else notes + below
