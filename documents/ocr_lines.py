"""Printed lines of a page from the words on its picture, in the order in which they are read.

Tesseract's own lines are taken apart at wide gaps and put together by height: it gives the numbers
in a margin a column of their own, and runs the cells of a table together.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from caregraph.documents.ocr_tables import Segment, reading_order
from caregraph.documents.ocr_words import Picture, Word, ink_of, size_of
from caregraph.documents.pdf_lines import (
    BULLETS,
    MARKER_GAP,
    NO_MARKER,
    UNTAGGED,
    Marker,
    TextLine,
    number_of,
)

_BOLD = 1.25
"""Strokes so much wider than most of the page's are bold: bold type has 1.4 times the regular."""
_BOLD_SIZE_MIN = 9.0
"""Strokes of smaller type are too few pixels wide to be compared."""
_SAME_BELOW, _SAME_ABOVE = 0.14, 0.08
_WIDE_GAP, _COLUMN_GAP, _MENDED_GAP = 1.8, 1.0, 0.7
"""Gaps in sizes at which a line ends: anywhere, and where a column of the page begins."""
_MISREAD_BULLETS = BULLETS | frozenset("-–—*e©®¢«»@°=+>o¤§#~mnwHM#l|_")
"""What Tesseract makes of bullets; each only where the ink is not a letter's, or with a gap."""
_SOLID = 0.68
"""Share of ink from which a glyph is a disc (0.79) or a square; letters have at most a half."""
_UNREAD_WIDTH = (0.12, 0.8)
_DOUBTFUL_CHARS, _PAGE_NUMBER_CHARS = 5, 3
_OUTER_EDGE, _SMALL = 0.06, 0.85
"""Type so much smaller than the page's, so near to its edge, is no text even if it stands once."""
_ALIKE, _ALIKE_CHARS = 0.75, 12
# "What needs to improve?" with the footnote's number 1 comes out as: What needs to improve?’
_RAISED_QUOTE = re.compile(r"(?<=[.?!])[’'\"]$")
_EDGE = 0.09
"""Share of the page's height above and below in which its number stands."""
_HANGING_GAP = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The picture of a page, 0 for black, its pixels a point, and the page's number."""

    number: int
    picture: Picture
    scale: float


def lines_of_words(words: Sequence[Word], sheet: Sheet) -> list[TextLine]:
    """Give the lines of a page.

    Args:
        words: As recognised, in Tesseract's order.
        sheet: The page they are on.

    Returns:
        Lines in reading order, cells of a table row by row. A marker that is no number may be
        one that was misread: `settle_numbers` decides.
    """
    if not words:
        return []
    words = _straightened(words)
    segments = _joined(_mended(_segments(words)))
    segments = [one for one in segments if len(one.words) > 1 or not one.words[0].doubtful]
    body = _body_size(segments)
    regular = _regular_stroke(words)
    ordered = reading_order(segments, sheet.picture, sheet.scale)
    lines = [replace(_line(segment, sheet, body, regular), tag=cell) for segment, cell in ordered]
    return [tidied for line in lines if (tidied := _as_page_number(line, sheet)) is not None]


def _as_page_number(line: TextLine, sheet: Sheet) -> TextLine | None:
    """Give a lone mark at the edge of the page its digits only; without one it is a speck."""
    height = len(sheet.picture) / sheet.scale
    inside = _EDGE * height < line.baseline < (1 - _EDGE) * height
    if inside or len(line.text) > _PAGE_NUMBER_CHARS or line.text.isalnum():
        return line
    digits = "".join(char for char in line.text if char.isdigit())
    return replace(line, text=digits) if digits else None


def _straightened(words: Sequence[Word]) -> Sequence[Word]:
    """Undo the slope of a page that lay askew on the scanner."""
    slopes = []
    for line in _by_line(words):
        width = line[-1].left - line[0].left
        if len(line) > 4 and width > 150:
            slopes.append((line[-1].baseline - line[0].baseline) / width)
    slope = statistics.median(slopes) if slopes else 0.0
    if abs(slope) < 0.001:
        return words
    return [
        replace(word, top=word.top - slope * word.left, bottom=word.bottom - slope * word.left)
        for word in words
    ]


def _by_line(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _segments(words: Sequence[Word]) -> list[Segment]:
    """Cut Tesseract's lines at wide gaps, and at narrower ones where other lines are cut too."""
    lines = [sorted(line, key=lambda word: word.left) for line in _by_line(words)]
    edges = [piece[0].left for line in lines for piece in _cut(line, ())[1:]]
    return [
        Segment(words=tuple(piece), size=size_of(piece))
        for line in lines
        for piece in _cut(line, edges)
    ]


def _cut(line: Sequence[Word], edges: Sequence[float]) -> list[list[Word]]:
    size = size_of(line)
    pieces = [[line[0]]]
    for before, word in pairwise(line):
        gap = (word.left - before.right) / size
        column = any(abs(word.left - edge) < 0.5 * size for edge in edges)
        if gap > _WIDE_GAP or (column and gap > _COLUMN_GAP):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _mended(segments: Sequence[Segment]) -> list[Segment]:
    """Put together the pieces of a line that Tesseract gives as two lines."""
    mended: list[Segment] = []
    for segment in sorted(segments, key=lambda one: one.x0):
        for index, before in enumerate(mended):
            gap = segment.x0 - before.x1
            level = abs(segment.baseline - before.baseline) < 0.3 * before.size
            if level and -0.2 * before.size < gap < _MENDED_GAP * before.size:
                words = (*before.words, *segment.words)
                mended[index] = Segment(words=words, size=size_of(words))
                break
        else:
            mended.append(segment)
    return mended


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """Put numbers and bullets that stand in the margin before the line beside them."""
    lone = [one for one in segments if len(one.words) == 1 and _may_be_marker(one.words[0])]
    taken: set[int] = set()
    joined: list[Segment] = []
    for segment in segments:
        beside = [one for one in lone if one is not segment and _stands_beside(one, segment)]
        if not beside or any(segment is one for one in lone):
            joined.append(segment)
            continue
        marker = max(beside, key=lambda one: one.x0)
        taken.add(id(marker))
        joined.append(Segment(words=(*marker.words, *segment.words), size=segment.size))
    return [segment for segment in joined if id(segment) not in taken]


def _may_be_marker(word: Word) -> bool:
    return len(word.text) < _DOUBTFUL_CHARS


def _stands_beside(marker: Segment, segment: Segment) -> bool:
    gap = segment.x0 - marker.x0
    level = marker.top < segment.baseline and marker.bottom > segment.baseline - 0.6 * segment.size
    return level and 0 < gap < MARKER_GAP * segment.size and marker.x1 < segment.x0


def _body_size(segments: Sequence[Segment]) -> float:
    counts: dict[float, int] = {}
    for segment in segments:
        size = round(segment.size * 2) / 2
        counts[size] = counts.get(size, 0) + len(segment.text)
    return max(counts, key=lambda size: (counts[size], size), default=12.0)


def _regular_stroke(words: Sequence[Word]) -> float:
    """Give the middle width of strokes of the page's words, in sizes."""
    strokes = [
        word.stroke / word.size
        for word in words
        if word.stroke and word.size and word.size >= _BOLD_SIZE_MIN
    ]
    return statistics.median(strokes) if strokes else 0.0


def _line(segment: Segment, sheet: Sheet, body: float, regular: float) -> TextLine:
    words = segment.words
    mark = _footnote_mark(segment)
    marker = _marker(segment) if mark is None else NO_MARKER
    if mark is not None or (words[0].doubtful and marker.text is None):
        words = words[1:]
        segment = Segment(words=words, size=segment.size)
    unread = _unread_bullet(segment, sheet) if marker.text is None else None
    rest = words[1:] if marker.text is not None else words
    same = (1 - _SAME_BELOW) * body < segment.size < (1 + _SAME_ABOVE) * body
    size = body if same else round(segment.size * 2) / 2
    bold = _is_bold(rest, regular)
    text = " ".join(word.text for word in rest)
    if bold or size > body:
        text = _RAISED_QUOTE.sub("", text)
    return TextLine(
        page=sheet.number,
        text=text,
        marker="•" if unread is not None else marker.text,
        printed_marker="•" if unread is not None else _printed(marker, words),
        bullet=unread is not None or marker.bullet,
        hyphen=len(text) > 1 and text[-1] == "-" and text[-2].isalnum(),
        x0=segment.x0 if unread is None else unread,
        text_x0=rest[0].left,
        x1=segment.x1,
        baseline=segment.baseline,
        size=size,
        bold=bold,
        mark=mark,
        marks=(),
        tag=UNTAGGED,
        outside=size < _SMALL * body and _is_at_edge(segment, sheet),
    )


def _is_at_edge(segment: Segment, sheet: Sheet) -> bool:
    height = len(sheet.picture) / sheet.scale
    return not _OUTER_EDGE * height < segment.baseline < (1 - _OUTER_EDGE) * height


def _footnote_mark(segment: Segment) -> str | None:
    """Give the raised number that the first word is, "?" where it cannot be read."""
    if len(segment.words) < 2 or len(segment.words[0].text) > 2:
        return None
    word = segment.words[0]
    raised = word.bottom < segment.baseline - 0.12 * segment.size
    small = 0.2 * segment.size < word.bottom - word.top < 0.7 * segment.size
    near = segment.words[1].left - word.right < segment.size
    if not (raised and small and near and word.top < segment.baseline - 0.6 * segment.size):
        return None
    return word.text if word.text.isdigit() else "?"


def _printed(marker: Marker, words: Sequence[Word]) -> str:
    if marker.text is None:
        return ""
    return marker.text if marker.bullet else words[0].text


def _is_bold(words: Sequence[Word], regular: float) -> bool:
    size = size_of(words)
    strokes = [word.stroke / size for word in words if word.stroke]
    if not strokes or not regular or size < _BOLD_SIZE_MIN:
        return False
    return statistics.median(strokes) > _BOLD * regular


def _marker(segment: Segment) -> Marker:
    """Find the number or bullet that the first word is; a hanging word that is neither counts."""
    if len(segment.words) < 2:
        return NO_MARKER
    word, follower = segment.words[:2]
    gap = (follower.left - word.right) / segment.size
    if _is_bullet(word, gap, segment.size):
        return Marker(word.text if word.text in BULLETS else "•", bullet=True, length=1)
    number = number_of(word.text, gap)
    if number.text is not None:
        return number
    if gap > _HANGING_GAP and len(word.text) < _DOUBTFUL_CHARS:
        return Marker(word.text, bullet=False, length=len(word.text))
    return NO_MARKER


def _is_bullet(word: Word, gap: float, size: float) -> bool:
    if len(word.text) > 2 or word.text[0].isdigit() or gap < 0.3:
        return False
    if word.text in BULLETS:
        return True
    solid = word.fill > _SOLID and word.right - word.left > _UNREAD_WIDTH[0] * size
    return solid or (word.text in _MISREAD_BULLETS and gap > 0.5)


def _unread_bullet(segment: Segment, sheet: Sheet) -> float | None:
    """Give the left edge of a bullet beside a line that Tesseract took for a speck."""
    size, scale = segment.size, sheet.scale
    left = max(0, round((segment.x0 - MARKER_GAP * size) * scale))
    right = max(left, round((segment.x0 - 0.35 * size) * scale))
    top = max(0, round((segment.baseline - 0.85 * size) * scale))
    ink = ink_of(sheet.picture[top : round((segment.baseline + 0.1 * size) * scale), left:right])
    columns = np.flatnonzero(ink.any(axis=0) & ~ink.all(axis=0))
    if not len(columns):
        return None
    first, last = int(columns[0]), int(columns[-1]) + 1
    glyph = ink[:, first:last]
    rows = np.flatnonzero(glyph.any(axis=1))
    glyph = glyph[rows[0] : rows[-1] + 1]
    least, most = (share * size * scale for share in _UNREAD_WIDTH)
    compact = all(least < length < most for length in glyph.shape)
    inside = first > 0 and last < ink.shape[1]
    return (left + first) / scale if compact and inside and glyph.mean() > _SOLID else None


def settle_numbers(pages: Sequence[list[TextLine]]) -> None:
    """Read misread numbers of paragraphs and notes by those around them; give hanging words back.

    "tin" between 10 and 12 is 11. What stands in no sequence becomes the first word of its text.

    Args:
        pages: The lines of the pages read from pictures; changed in place.
    """
    places = [
        (lines, index)
        for lines in pages
        for index, line in enumerate(lines)
        if line.marker is not None and not line.bullet
    ]
    _number_notes(pages)
    numbers = [_integer(lines[index].marker) for lines, index in places]
    _correct(numbers)
    for (lines, index), number in zip(places, numbers, strict=True):
        line = lines[index]
        if number is not None:
            lines[index] = replace(line, marker=str(number))
        elif number_of(line.printed_marker, 1.0).text is None:
            lines[index] = replace(
                line, text=line.whole, marker=None, printed_marker="", text_x0=line.x0
            )


def _number_notes(pages: Sequence[list[TextLine]]) -> None:
    last = 0
    for lines in pages:
        for index, line in enumerate(lines):
            if line.mark is not None:
                last = int(line.mark) if line.mark.isdigit() else last + 1
                lines[index] = replace(line, mark=str(last))


def settle_edges(pages: Sequence[list[TextLine]], heights: Sequence[float]) -> None:
    """Give running headers and footers the reading that most pages share.

    Their small type is read a little differently on each page, and what repeats is known by its
    words.

    Args:
        pages: The lines of the pages read from pictures; changed in place.
        heights: Of these pages, in points.
    """
    places = [
        (lines, index)
        for lines, height in zip(pages, heights, strict=True)
        for index, line in enumerate(lines)
        if not _EDGE * height < line.baseline < (1 - _EDGE) * height
    ]
    texts = Counter(lines[index].whole for lines, index in places)
    for lines, index in places:
        whole = lines[index].whole
        shared = [text for text in texts if texts[text] > texts[whole] and _alike(text, whole)]
        if not shared:
            shared = [text for text in texts if len(text) > len(whole) and _alike(text, whole)]
        if shared:
            text = max(shared, key=lambda one: (texts[one], len(one), one))
            lines[index] = replace(lines[index], text=text, marker=None, printed_marker="")


def _alike(text: str, other: str) -> bool:
    return len(other) > _ALIKE_CHARS and SequenceMatcher(None, text, other).ratio() > _ALIKE


def _integer(marker: str | None) -> int | None:
    return int(marker) if marker and marker.isdigit() and marker.isascii() else None


def _correct(numbers: list[int | None]) -> None:
    """Fill gaps that the numbers around leave no choice about, and lone errors."""
    for index in range(1, len(numbers) - 1):
        before, number, after = numbers[index - 1 : index + 2]
        if before is not None and after == before + 2 and number != before + 1:
            numbers[index] = before + 1
    index = 0
    while index < len(numbers):
        end = index
        while end < len(numbers) and numbers[end] is None:
            end += 1
        before = numbers[index - 1] if index else 0
        after = numbers[end] if end < len(numbers) else None
        if before is not None and after is not None and after - before == end - index + 1:
            numbers[index:end] = range(before + 1, after)
        index = end + 1
