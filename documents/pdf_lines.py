"""Printed lines of a PDF page: runs of characters that stand side by side.

A line never spans two table cells or columns: it ends where the next character stands lower,
further left, or more than a column's gap away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from caregraph.documents.pdf_characters import PageCharacters
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

# "12." (lancashire_2015), "12.1", "a)", "(b)", "iv."
_NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2}){0,2}|[A-Za-z]|[ivx]{1,4})[.)]{1,2}$")
# "12" standing alone before a wide gap
_BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}$")
_BULLETS = frozenset("•●○◦■□◼◻▪▫◆◇➢➤►▶‣⁃∙·→✓✔❖\u2611\u25fe")
_DASHES = frozenset("-–—−*o§üØq")
"""Bullets only with a gap after them; the letters are Wingdings glyphs printed as text."""
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One printed line.

    Attributes:
        page: The page, from 1.
        text: Its words, without the marker; ends with a hyphen where the word goes on.
        marker: The number or bullet printed before the text, or `None`.
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
    """

    page: int
    text: str
    marker: str | None
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

    @property
    def top(self) -> float:
        """The upper edge: an ascent of 0.8 of the size."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge: a descent of 0.2 of the size."""
        return self.baseline + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class _Run:
    """Indices of visible characters `first` to `last` of the page, standing in one line."""

    first: int
    last: int


def read_lines(page: PageCharacters, tags: dict[int, Tag]) -> list[TextLine]:
    """Give the lines of a page in the order in which the file draws them."""
    visible = np.flatnonzero(~np.isin(page.codes, _SPACES))
    if not len(visible):
        return []
    tag_of = [tags.get(content, UNTAGGED) for content in page.content.tolist()] if tags else None
    builder = _LineBuilder(page, visible, tag_of)
    runs = builder.runs()
    lines: list[TextLine] = []
    index = 0
    while index < len(runs):
        line, used = builder.line(runs, index)
        index += used
        if line is not None:
            lines.append(line)
    return lines


class _LineBuilder:
    def __init__(self, page: PageCharacters, visible: np.ndarray, tag_of: list[Tag] | None) -> None:
        self._page = page
        self._visible = visible
        self._tag_of = tag_of
        self._left = page.left[visible]
        self._right = page.right[visible]
        self._baseline = page.baseline[visible]
        self._size = np.maximum(page.size[visible], 1.0)
        self._codes = page.codes[visible]
        self._bold = np.array([*(font.bold for font in page.fonts), False])[page.font[visible]]
        self._symbol = np.array([*(font.symbol for font in page.fonts), False])[page.font[visible]]
        self._spaced = np.diff(visible, prepend=visible[0]) > 1

    def runs(self) -> list[_Run]:
        """Cut the characters into runs; indices count visible characters."""
        size = np.maximum(self._size[1:], self._size[:-1])
        lower = np.abs(np.diff(self._baseline)) > 0.45 * size
        gap = self._left[1:] - self._right[:-1]
        breaks = lower | (gap < -1.2 * size) | (gap > 2.4 * size) | self._cell_changes()
        edges = np.flatnonzero(breaks) + 1
        firsts = [0, *edges.tolist()]
        lasts = [*edges.tolist(), len(self._codes)]
        return [_Run(first, last) for first, last in zip(firsts, lasts, strict=True)]

    def _cell_changes(self) -> np.ndarray:
        if self._tag_of is None:
            return np.zeros(len(self._codes) - 1, bool)
        tags = [self._tag_of[index] for index in self._visible.tolist()]
        cells = np.array([(tag.table << 24) + (tag.row << 8) + tag.column for tag in tags])
        return np.asarray(np.diff(cells) != 0)

    def line(self, runs: list[_Run], index: int) -> tuple[TextLine | None, int]:
        """Give the line that starts at `runs[index]`, and how many runs it took."""
        run = runs[index]
        used = 1
        marker, bullet, taken = self._marker(run)
        if marker is not None and taken == run.last - run.first and index + 1 < len(runs):
            after = runs[index + 1]
            same = abs(self._baseline[after.first] - self._baseline[run.first])
            if (
                same < 0.5 * self._size[after.first]
                and self._left[after.first] > self._left[run.first]
            ):
                run, used = _Run(run.first, after.last), 2
        if taken == run.last - run.first:  # a lone number or glyph is text until more is known
            marker, bullet, taken = (marker, bullet, taken) if bullet else (None, False, 0)
        return self._build(run, marker, bullet=bullet, taken=taken), used

    def _marker(self, run: _Run) -> tuple[str | None, bool, int]:
        """Give the marker at the start of a run, whether it is a bullet, and its characters."""
        length = self._word_length(run)
        word = self._plain(run.first, run.first + length)
        first = self._codes[run.first]
        gap = self._gap_after(run, length)
        size = self._size[run.first]
        glyph = word[:1]
        if first in _PRIVATE or glyph in _BULLETS or (self._symbol[run.first] and length == 1):
            return glyph, True, 1
        if length == 1 and glyph in _DASHES and gap > (0.3 if glyph in "-–—−" else 0.8) * size:
            return glyph, True, 1
        number = _NUMBER.match(word)
        if number and gap > 0.15 * size:
            return number.group(1), False, length
        if _BARE_NUMBER.match(word) and gap > 0.8 * size:
            return word, False, length
        return None, False, 0

    def _word_length(self, run: _Run) -> int:
        stop = min(run.last, run.first + 12)
        for index in range(run.first + 1, stop):
            wide = self._left[index] - self._right[index - 1] > 0.5 * self._size[index]
            if self._spaced[index] or wide:
                return index - run.first
        return stop - run.first

    def _gap_after(self, run: _Run, length: int) -> float:
        end = run.first + length
        if end >= run.last:
            return float("inf")
        return float(self._left[end] - self._right[end - 1])

    def _plain(self, first: int, last: int) -> str:
        return "".join(map(chr, self._codes[first:last].tolist()))

    def _build(self, run: _Run, marker: str | None, *, bullet: bool, taken: int) -> TextLine | None:
        first = run.first + taken
        everything = slice(run.first, run.last)
        body = slice(first, run.last) if first < run.last else everything
        size = _most_common(self._size[body])
        level = float(np.median(self._baseline[body][self._size[body] >= 0.85 * size]))
        text, mark, marks, hyphen = self._words(first, run.last, size, level)
        if not text and marker is None and mark is None:
            return None
        at = int(self._visible[body.start])
        return TextLine(
            page=self._page.number,
            text=text,
            marker=marker,
            bullet=bullet,
            hyphen=hyphen,
            x0=float(self._left[run.first]),
            text_x0=float(self._left[body.start]),
            x1=float(self._right[everything].max()),
            baseline=level,
            size=size,
            bold=bool(self._bold[body].mean() > 0.5),
            mark=mark,
            marks=marks,
            tag=self._tag_of[at] if self._tag_of is not None else UNTAGGED,
        )

    def _words(
        self, first: int, last: int, size: float, level: float
    ) -> tuple[str, str | None, tuple[str, ...], bool]:
        codes = self._codes[first:last].tolist()
        spaced = self._spaced[first:last].tolist()
        wide = (self._left[first + 1 : last] - self._right[first : last - 1]) > 0.6 * size
        raised = (self._size[first:last] < 0.8 * size) & (
            self._baseline[first:last] < level - 0.15 * size
        )
        raised_list, wide_list = raised.tolist(), [False, *wide.tolist()]
        parts: list[str] = []
        marks: list[str] = []
        mark: str | None = None
        index = 0
        while index < len(codes):
            if raised_list[index] and chr(codes[index]).isdigit():
                stop = index
                while stop < len(codes) and raised_list[stop] and chr(codes[stop]).isdigit():
                    stop += 1
                number = "".join(map(chr, codes[index:stop]))
                if parts:
                    marks.append(number)
                else:
                    mark = number
                index = stop
                continue
            if parts and (spaced[index] or wide_list[index]):
                parts.append(" ")
            code = codes[index]
            index += 1
            if code in _HYPHENS:
                parts.append("-")
            elif code != _SOFT_HYPHEN or index == len(codes):
                parts.append("-" if code == _SOFT_HYPHEN else chr(code))
        text = "".join(parts).strip()
        hyphen = bool(codes) and codes[-1] in (*_HYPHENS, _SOFT_HYPHEN)
        hyphen = hyphen or (len(text) > 1 and text[-1] in "-‐" and text[-2].isalnum())
        return text, mark, tuple(marks), hyphen


def _most_common(sizes: np.ndarray) -> float:
    values, counts = np.unique(np.round(sizes * 2) / 2, return_counts=True)
    return float(values[counts.argmax()])
