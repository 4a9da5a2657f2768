"""Printed lines of a PDF page: runs of characters that stand side by side.

A line never spans two table cells or columns: it ends where the next character stands lower,
further left, or more than a column's gap away.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caregraph.documents.pdf_characters import Floats, Integers, PageCharacters
from caregraph.documents.pdf_tags import Tag

UNTAGGED = Tag(element=0)

_HYPHENS = (0x02, 0xFFFE)
"""What pdfium gives for a hyphen at a line end after which it joined the word."""
_SOFT_HYPHEN = 0xAD
_SPACES = (
    0x20,
    0xA0,
    0x09,
    0x0A,
    0x0D,
    0x0C,
    0x0B,
    0x00,
    0x200B,
    0xFEFF,
    0x3000,
    *range(0x2000, 0x200B),
)

# lancashire_2015 prints: 12. Ensure that children. Lists elsewhere print 12.1 and a) and (iv).
_NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2}){0,2}|[a-z]|[ivx]{1,4})[.)]{1,2}$")
# wolverhampton_2022 prints without a space: 45.The local authority commissioning hub
_CLOSE_NUMBER = re.compile(r"(\d{1,3})\.(?=[A-Z‘“])")
# the number 12 without a full stop, before a wide gap
_BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}$")
BULLETS = frozenset("•●○◦■□◼◻▪▫◆◇➢➤►▶‣⁃∙·→✓✔❖\u2611\u25fe")
_DASHES = frozenset("-–—−*o§üØq")
"""Bullets only with a gap after them; the letters are Wingdings glyphs printed as text."""
MARKER_GAP = 4.5
"""How far from its marker a text may begin, in sizes; what is further away is another column."""
_PRIVATE = range(0xE000, 0xF900)
_CONTROLS = range(0x80, 0xA0)
"""Symbol fonts without a map to Unicode come out here (haringey_2009: U+0083)."""
_GLYPHS = {
    0xF02D: "–",
    0xF0BE: "–",
    0xF0B7: "•",
    0xF06E: "■",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0E0: "→",
}
"""What the glyphs of Symbol and Wingdings look like; Word puts their codes in U+F000 to U+F0FF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One printed line.

    Attributes:
        page: The page, from 1.
        text: Its words, without the marker; ends with a hyphen where the word goes on.
        marker: The number or bullet printed before the text, or `None`.
        printed_marker: The marker as printed, with its full stop or bracket; "" without one.
        bullet: Whether the marker is a bullet glyph.
        hyphen: Whether the last word goes on in the next line.
        x0: Left edge, marker included.
        text_x0: Left edge of the text after the marker.
        x1: Right edge.
        baseline: Where it stands.
        size: The size of most of its characters.
        bold: Whether most of its characters are bold.
        mark: Number of the superscript at its very start, as a footnote has it.
        marks: Numbers of superscripts that were dropped from the text.
        tag: The tag of its first character after the marker.
        outside: Whether it is known to be no part of the text by its small type at the page's edge;
            told of pages read from pictures only.
    """

    page: int
    text: str
    marker: str | None
    printed_marker: str
    bullet: bool
    hyphen: bool
    x0: float
    text_x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    mark: str | None
    marks: tuple[str, ...]
    tag: Tag
    outside: bool = False

    @property
    def whole(self) -> str:
        """The words with the marker as printed, for a line whose marker is no marker."""
        return f"{self.printed_marker} {self.text}" if self.printed_marker else self.text

    @property
    def dash(self) -> bool:
        """Whether the marker is a dash one space from the text, which may be punctuation."""
        near = self.text_x0 - self.x0 < 1.15 * self.size
        return self.bullet and self.marker is not None and self.marker in "-–—−" and near

    @property
    def top(self) -> float:
        """The upper edge: an ascent of 0.8 of the size."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge: a descent of 0.2 of the size."""
        return self.baseline + 0.2 * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a line, its superscript numbers, and whether the last word goes on."""

    text: str
    mark: str | None
    marks: tuple[str, ...]
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number or bullet at the start of a line, and how many characters it takes."""

    text: str | None
    bullet: bool
    length: int


NO_MARKER = Marker(None, bullet=False, length=0)


def read_lines(page: PageCharacters, tags: dict[int, Tag]) -> list[TextLine]:
    """Give the lines of a page in the order in which the file draws them."""
    visible = np.flatnonzero(~np.isin(page.codes, _SPACES))
    if not len(visible):
        return []
    return list(_LineBuilder(page, visible, tags).lines())


class _LineBuilder:
    """Works on the visible characters of one page; all indices count those.

    Numbers are kept as lists: a line has some eighty characters, too few for arrays to pay.
    """

    def __init__(self, page: PageCharacters, visible: Integers, tags: dict[int, Tag]) -> None:
        left, right = page.left[visible], page.right[visible]
        baseline, codes = page.baseline[visible], page.codes[visible]
        size = np.maximum(page.size[visible], 1.0)
        gap = left[1:] - right[:-1]
        spaced = (np.diff(visible) > 1) | (gap > 0.6 * size[1:])
        self._page = page
        self._tags = tags
        self._content: list[int] = page.content[visible].tolist()
        self._left: list[float] = left.tolist()
        self._right: list[float] = right.tolist()
        self._baseline: list[float] = baseline.tolist()
        self._size: list[float] = (np.round(size * 2) / 2).tolist()
        self._codes: list[int] = codes.tolist()
        self._spaced: list[bool] = [False, *spaced.tolist()]
        self._gap: list[float] = [*gap.tolist(), math.inf]
        self._pieces = self._print()
        font = page.font[visible]
        self._bold: list[bool] = np.array([*(f.bold for f in page.fonts), False])[font].tolist()
        self._symbol: list[bool] = np.array([*(f.symbol for f in page.fonts), False])[font].tolist()
        self._runs = self._cut(np.diff(baseline), gap, size)

    def _cut(self, fall: Floats, gap: Floats, size: Floats) -> list[tuple[int, int]]:
        """Cut the characters into runs that stand side by side: first index, index after last."""
        larger = np.maximum(size[1:], size[:-1])
        # a superscript in a font of its own stands half the size higher (telford_2016, page 6)
        even = np.minimum(size[1:], size[:-1]) > 0.8 * larger
        falls = np.abs(fall) > np.where(even, 0.45, 0.65) * larger
        breaks = falls | (gap < -1.2 * larger) | (gap > 2.4 * larger)
        edges = (np.flatnonzero(breaks | self._cell_changes()) + 1).tolist()
        return list(zip([0, *edges], [*edges, len(self._codes)], strict=True))

    def _cell_changes(self) -> NDArray[np.bool_]:
        contents, inverse = np.unique(np.array(self._content), return_inverse=True)
        cells = [_cell(self._tags.get(content, UNTAGGED)) for content in contents.tolist()]
        return np.asarray(np.diff(np.array(cells)[inverse]) != 0)

    def lines(self) -> Iterator[TextLine]:
        """Give the lines; a marker and the text that stands a gap away from it are one line."""
        index = 0
        while index < len(self._runs):
            first, last = self._runs[index]
            index += 1
            marker = self._marker(first, last)
            if marker.length == last - first and index < len(self._runs):
                after, end = self._runs[index]
                if self._stands_beside(first, after):
                    last = end
                    index += 1
            if marker.length == last - first and not marker.bullet:
                marker = NO_MARKER  # a lone number is text until more is known
            line = self._line(first, last, marker)
            if line is not None:
                yield line

    def _stands_beside(self, index: int, after: int) -> bool:
        size = self._size[after]
        fall = abs(self._baseline[after] - self._baseline[index])
        gap = self._left[after] - self._left[index]
        return fall < 0.5 * size and 0 < gap < MARKER_GAP * size

    def _marker(self, first: int, last: int) -> Marker:
        """Find the number or bullet at the start of a run."""
        length = self._word_length(first, last)
        follower = first + length
        if follower < last and self._size[first] < 0.8 * self._size[follower]:
            return NO_MARKER  # a footnote's superscript
        word = "".join(map(chr, self._codes[first : first + length]))
        gap = self._gap[first + length - 1] if first + length < last else math.inf
        size = self._size[first]
        if self._is_bullet(first, length, gap / size):
            return Marker(_glyph(self._codes[first]), bullet=True, length=1)
        return number_of(word, gap / size)

    def _is_bullet(self, first: int, length: int, gap: float) -> bool:
        code = self._codes[first]
        glyph = chr(code)
        if code in _PRIVATE or code in _CONTROLS or glyph in BULLETS:
            return True
        if length > 1:
            return False
        enough = 0.3 if glyph in "-–—−" else 0.8
        return self._symbol[first] or (glyph in _DASHES and gap > enough)

    def _word_length(self, first: int, last: int) -> int:
        stop = min(last, first + 12)
        for index in range(first + 1, stop):
            if self._spaced[index] or self._gap[index - 1] > 0.5 * self._size[index]:
                return index - first
        return stop - first

    def _line(self, first: int, last: int, marker: Marker) -> TextLine | None:
        body = first + marker.length if first + marker.length < last else first
        sizes = self._size[body:last]
        size = max(set(sizes), key=sizes.count)
        baseline = self._baseline[body + sizes.index(size)]
        words = self._words(first + marker.length, last, size, baseline)
        if not words.text and marker.text is None and words.mark is None:
            return None
        return TextLine(
            page=self._page.number,
            text=words.text,
            marker=marker.text,
            printed_marker="".join(map(chr, self._codes[first : first + marker.length])),
            bullet=marker.bullet,
            hyphen=words.hyphen,
            x0=self._left[first],
            text_x0=self._left[body],
            x1=max(self._right[first:last]),
            baseline=baseline,
            size=size,
            bold=2 * sum(self._bold[body:last]) > last - body,
            mark=words.mark,
            marks=words.marks,
            tag=self._tags.get(self._content[body], UNTAGGED),
        )

    def _print(self) -> list[str]:
        """Give what each character adds to a line's text, a space before it included."""
        pieces = list(map(chr, self._codes))
        for index, code in enumerate(self._codes):
            if code in _PRIVATE or code in _CONTROLS:
                pieces[index] = _glyph(code)
            elif code in _HYPHENS:
                pieces[index] = "-"
            elif code == _SOFT_HYPHEN:
                pieces[index] = ""
            if self._spaced[index]:
                pieces[index] = " " + pieces[index]
        return pieces

    def _words(self, first: int, last: int, size: float, baseline: float) -> _Words:
        if min(self._size[first:last], default=size) >= 0.8 * size:
            return self._ended("".join(self._pieces[first:last]), last, None, ())
        parts: list[str] = []
        marks: list[str] = []
        at_start = None
        index = first
        while index < last:
            stop = self._superscript_end(index, last, size, baseline)
            if stop > index:
                number = "".join(map(chr, self._codes[index:stop]))
                if parts:
                    marks.append(number)
                else:
                    at_start = number
                index = stop
                continue
            parts.append(self._pieces[index])
            index += 1
        return self._ended("".join(parts), last, at_start, tuple(marks))

    def _ended(self, text: str, last: int, mark: str | None, marks: tuple[str, ...]) -> _Words:
        """Give the words of a line that ends before `last`, with its hyphen if it has one."""
        text = text.strip()
        if self._codes[last - 1] == _SOFT_HYPHEN:
            text += "-"
        hyphen = len(text) > 1 and text[-1] in "-\u2010" and text[-2].isalnum()
        return _Words(text=text, mark=mark, marks=marks, hyphen=hyphen)

    def _superscript_end(self, index: int, last: int, size: float, baseline: float) -> int:
        """Give the index after the raised digits that start at `index`, or `index`."""
        while (
            index < last
            and self._size[index] < 0.8 * size
            and self._baseline[index] < baseline - 0.08 * size
            and chr(self._codes[index]).isdigit()
        ):
            index += 1
        return index


def number_of(word: str, gap: float) -> Marker:
    """Give the number that a word is or begins with; `gap` is the space after it, in sizes."""
    found = _NUMBER.match(word)
    if found and gap > 0.15:
        return Marker(found.group(1), bullet=False, length=len(word))
    found = _CLOSE_NUMBER.match(word)
    if found:
        return Marker(found.group(1), bullet=False, length=len(found.group()))
    if _BARE_NUMBER.match(word) and gap > 0.8:
        return Marker(word, bullet=False, length=len(word))
    return NO_MARKER


def _glyph(code: int) -> str:
    """Give a printable character for a glyph of a symbol font."""
    unknown = code in _PRIVATE or code in _CONTROLS
    return _GLYPHS.get(code, "•" if unknown else chr(code))


def _cell(tag: Tag) -> int:
    return (tag.table << 32) + (tag.row << 12) + tag.column if tag.table else 0
