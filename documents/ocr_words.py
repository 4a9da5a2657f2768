"""Words on a picture of a page: Tesseract's table, and what the picture tells besides.

Tesseract tells neither the size nor the weight of type. Both are measured on the picture: the size
by the height of a word's ink against what its letters reach above and below the line, the weight by
the width of its strokes.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]

_CONFIDENCE_MIN = 30.0
# both "council’s" and "council's" come out of one line of type
_APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-z])")
# "council’s" and "Assessments" come with no confidence at all beside a wide gap or a line's end
_PLAIN_WORD = re.compile(r"[‘“(]?[A-Za-z][a-z]{2,}([-’'][a-z]+)*[.,:;?!)’”'\"]*$")
_ASCENT, _T_HEIGHT, _X_HEIGHT, _DESCENT = 0.73, 0.66, 0.53, 0.21
"""Shares of the size of type, as Tahoma, Arial and Verdana have them within a twentieth."""
_LOW = frozenset("acegmnopqrsuvwxyz")
_DEEP = frozenset("gjpqyQ()[]")
_FLOATING = frozenset("-–—~·•*'\"‘’“”°=+<>«»")
_COMMA = frozenset(",;")
_COMMA_DESCENT = 0.14
# "The rural crime team’s work" after a bullet comes as: Therural crime team’s work
_SHORT_WORDS = frozenset({"A", "An", "As", "At", "In", "It", "No", "On", "The", "a", "and", "the"})
_SPACE, _SPACE_SHIFT, _SPACE_LEAD = 0.2, 0.15, 1.6
"""A gap of so many sizes is a space; it may be off its place by so much of the word; and it is so
many times as wide as the next widest."""
_CONTRAST_MIN = 60
_APART = 0.2
"""Rows without ink, such a share of all, are more than those between an i and its dot."""
_STROKE_MAX = 0.3
"""Runs of ink longer than this share of the size are horizontal strokes and tell no weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as recognised; lengths in points from the top left corner of the page.

    Attributes:
        line: Tesseract's numbers of block, paragraph and line.
        text: The word.
        left: Left edge of its ink.
        top: Upper edge.
        right: Right edge.
        bottom: Lower edge.
        stroke: Mean width of its strokes in points; 0 where it cannot be told.
        fill: Share of the box that is ink.
        doubtful: Whether it is no word but may be a bullet, a number or a footnote's mark.
    """

    line: tuple[int, int, int]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    stroke: float = 0.0
    fill: float = 0.0
    doubtful: bool = False

    @property
    def size(self) -> float | None:
        """The size of type by the height of the ink; `None` where its letters do not tell."""
        if all(letter in _FLOATING or letter in ".,:;" for letter in self.text):
            return None
        return (self.bottom - self.top) / (_rise(self.text) + _fall(self.text))

    @property
    def baseline(self) -> float:
        """Where the word stands."""
        reach = _rise(self.text) + _fall(self.text)
        return self.bottom - (self.bottom - self.top) * _fall(self.text) / reach


def _rise(text: str) -> float:
    tall = {letter for letter in text if letter.isalnum()} - _LOW
    if tall == {"t"}:
        return _T_HEIGHT
    return _ASCENT if tall else _X_HEIGHT


def _fall(text: str) -> float:
    if any(letter in _DEEP for letter in text):
        return _DESCENT
    return _COMMA_DESCENT if text[-1:] in _COMMA else 0.0


def read_words(table: str, picture: Picture, scale: float) -> list[Word]:
    """Give the words of Tesseract's table in its order.

    Args:
        table: Rows of level, page, block, paragraph, line, word, left, top, width, height,
            confidence and text, with tabs between.
        picture: What was read, 0 for black.
        scale: Its pixels a point.

    Returns:
        The words; rules, specks and what is too doubtful to be a word are left out.
    """
    words: list[Word] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5":
            continue
        text = _APOSTROPHE.sub("’", cells[11].strip().strip("|"))
        credible = _is_credible(text, float(cells[10]))
        if not text or not (credible or _may_be_mark(text, cells[5])):
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        ink = ink_of(picture[top : top + height, left : left + width])
        first, last = _letters(ink)
        top, height, ink = top + first, last - first, ink[first:last]
        words.append(
            Word(
                line=(int(cells[2]), int(cells[3]), int(cells[4])),
                text=_respaced(text, ink),
                left=left / scale,
                top=top / scale,
                right=(left + width) / scale,
                bottom=(top + height) / scale,
                stroke=_stroke(ink) / scale,
                fill=float(ink.mean()) if ink.size else 0.0,
                doubtful=not credible,
            )
        )
    return words


def _is_credible(text: str, confidence: float) -> bool:
    """Whether it is a word: Tesseract is at times sure of none of a plain word's letters."""
    if not any(letter.isalnum() for letter in text) and set(text) & set("|_~\\"):
        return False  # pieces of rules and of the edges of boxes
    return confidence >= _CONFIDENCE_MIN or _PLAIN_WORD.match(text) is not None


def _may_be_mark(text: str, number_in_line: str) -> bool:
    return number_in_line == "1" and len(text) < 3 and not set(text) & set("|_~\\")


def ink_of(cut: Picture) -> NDArray[np.bool_]:
    """Tell ink from ground in a piece of a picture, light type on a dark ground too."""
    if not cut.size:
        return np.zeros((0, 0), np.bool_)
    darkest, lightest = int(cut.min()), int(cut.max())
    if lightest - darkest < _CONTRAST_MIN:
        return np.full(cut.shape, darkest < 128)
    ink: NDArray[np.bool_] = cut < (darkest + lightest) / 2
    ground = np.concatenate([ink[0], ink[-1]]).mean()
    return ~ink if ground > 0.6 and ink.mean() > 0.5 else ink


def _letters(ink: NDArray[np.bool_]) -> tuple[int, int]:
    """Give the first row of a word's letters and the row after the last.

    The box of a short word often takes in a rule, or letters of the line above.

    Returns:
        Indices of rows; all of them for a piece without ink.
    """
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return 0, len(ink)
    cuts = np.flatnonzero(np.diff(rows) > _APART * len(ink))
    starts, ends = [0, *(cuts + 1)], [*cuts, len(rows) - 1]
    most = max(range(len(starts)), key=lambda i: rows[ends[i]] - rows[starts[i]])
    return int(rows[starts[most]]), int(rows[ends[most]]) + 1


def _respaced(text: str, ink: NDArray[np.bool_]) -> str:
    """Put back the space that Tesseract loses after a short word beside a wide gap."""
    columns = np.flatnonzero(ink.any(axis=0))
    if len(text) < 4 or not len(columns):
        return text
    gaps = np.diff(columns)
    widest = int(gaps.argmax())
    second = int(np.partition(gaps, -2)[-2]) if len(gaps) > 1 else 0
    size = len(ink) / (_rise(text) + _fall(text))
    if gaps[widest] < max(_SPACE * size, _SPACE_LEAD * second):
        return text
    share = (columns[widest] + gaps[widest] / 2) / ink.shape[1]
    heads = [i for i in range(1, len(text)) if text[:i] in _SHORT_WORDS]
    best = min(heads, key=lambda i: abs(i / len(text) - share), default=0)
    near = best and abs(best / len(text) - share) < _SPACE_SHIFT
    return f"{text[:best]} {text[best:]}" if near else text


def _stroke(ink: NDArray[np.bool_]) -> float:
    """Give the mean width of strokes in pixels: the mean of the shorter runs of ink in its rows."""
    if ink.shape[1] < 3:
        return 0.0
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    runs = ends - starts
    runs = runs[runs <= max(3.0, _STROKE_MAX * ink.shape[0])]
    return float(runs.mean()) if len(runs) > 5 else 0.0


def size_of(words: Sequence[Word]) -> float:
    """Give the middle size of type of the words of a line; 12 where none tells."""
    sizes: list[float] = []
    for word in words:
        if word.size is not None:
            sizes += [word.size] * len(word.text)
    return statistics.median(sizes) if sizes else 12.0
