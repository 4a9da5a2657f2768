"""Characters of a PDF page with box, baseline, size, font and tag, as arrays.

pdfium gives one character a call. The calls are driven by `map` over ranges of addresses, so that
no Python code runs between two of them: a page of 2,500 characters takes about 3 ms.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font as the file names it; `bold` and `symbol` are read from name, weight and flags."""

    name: str
    bold: bool
    symbol: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCharacters:
    """The characters of one page in the order in which the file draws them.

    All arrays have one entry a character; lengths are in points, from the top left corner of the
    page when most of its text stands upright, as a reader turns it.

    Attributes:
        number: The page, from 1.
        width: Of the page.
        height: Of the page.
        codes: Unicode code points; 2 or U+FFFE for a hyphen at which two lines were joined.
        left: Left edges.
        right: Right edges (advance, not ink).
        baseline: Where the characters stand.
        size: Font sizes as printed.
        font: Index into `fonts`; -1 for characters that pdfium put in (spaces, line ends).
        content: Marked-content number that ties the character to the tag tree; -1 for none.
        fonts: The fonts of this page.
    """

    number: int
    width: float
    height: float
    codes: NDArray[np.uint32]
    left: Floats
    right: Floats
    baseline: Floats
    size: Floats
    font: Integers
    content: Integers
    fonts: tuple[Font, ...]


def _prototype(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Give pdfium's function `name` taking plain addresses, which is quicker than pointers."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    function: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address or 0)
    return function


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_get_unicode = _prototype("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, _INT)
_get_box = _prototype("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
_get_origin = _prototype("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
_get_object = _prototype("FPDFText_GetTextObject", ctypes.c_size_t, _POINTER, _INT)


def read_page_characters(page: Any, number: int) -> PageCharacters:
    """Give the characters of an open pypdfium2 page.

    Args:
        page: A `pypdfium2.PdfPage`.
        number: Its number, from 1.

    Returns:
        Its characters, also those that pdfium put in between words.
    """
    text_page = page.get_textpage()
    try:
        return _read(page, text_page, number)
    finally:
        text_page.close()


def _read(page: Any, text_page: Any, number: int) -> PageCharacters:
    count = max(0, pdfium.FPDFText_CountChars(text_page.raw))
    address = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    codes = np.fromiter(map(_get_unicode, repeat(address), range(count)), np.uint32, count)
    boxes = np.zeros((count, 4), np.float32)  # FS_RECTF: left, top, right, bottom
    at = boxes.ctypes.data
    _exhaust(map(_get_box, repeat(address), range(count), range(at, at + 16 * count, 16)))
    origins = np.zeros((count, 2), np.float64)
    at = origins.ctypes.data
    ends = range(at, at + 16 * count, 16), range(at + 8, at + 8 + 16 * count, 16)
    _exhaust(map(_get_origin, repeat(address), range(count), *ends))
    objects = np.fromiter(map(_get_object, repeat(address), range(count)), np.uint64, count)
    runs = _Runs(objects)
    left, right, baseline = _upright(page, runs.turn, boxes.astype(np.float64), origins)
    x_min, y_min, x_max, y_max = page.get_cropbox()
    width, height = x_max - x_min, y_max - y_min
    lies = runs.turn in {90, 270}
    return PageCharacters(
        number=number,
        width=height if lies else width,
        height=width if lies else height,
        codes=codes,
        left=left,
        right=right,
        baseline=baseline,
        size=runs.sizes,
        font=runs.fonts,
        content=runs.contents,
        fonts=runs.table,
    )


def _exhaust(calls: map[Any]) -> None:
    deque(calls, maxlen=0)


class _Runs:
    """What the text objects of a page say about their characters, asked once an object."""

    def __init__(self, objects: NDArray[np.uint64]) -> None:
        unique, inverse = np.unique(objects, return_inverse=True)
        sizes = np.zeros(len(unique))
        fonts = np.full(len(unique), -1, np.int64)
        contents = np.full(len(unique), -1, np.int64)
        known: dict[Font, int] = {}
        by_handle: dict[int, int] = {}
        turns = np.zeros(len(unique), np.int64)
        for index, raw in enumerate(unique.tolist()):
            if not raw:
                continue
            text_object = ctypes.cast(raw, pdfium.FPDF_PAGEOBJECT)
            sizes[index], turns[index] = _size_and_turn(text_object)
            contents[index] = pdfium.FPDFPageObj_GetMarkedContentID(text_object)
            handle = pdfium.FPDFTextObj_GetFont(text_object)
            key = ctypes.cast(handle, ctypes.c_void_p).value or 0
            if key not in by_handle:
                by_handle[key] = known.setdefault(_font(handle), len(known))
            fonts[index] = by_handle[key]
        self.sizes: Floats = sizes[inverse]
        self.fonts: Integers = fonts[inverse]
        self.contents: Integers = contents[inverse]
        self.table: tuple[Font, ...] = tuple(known)
        quarters = np.bincount(turns[inverse][objects > 0], minlength=1)
        self.turn: int = 90 * int(quarters.argmax())
        """By how many degrees most of the text is turned against user space, counterclockwise."""


def _size_and_turn(text_object: Any) -> tuple[float, int]:
    """Give the size as printed, and the quarter turns of the text counterclockwise."""
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(text_object, size)
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(text_object, matrix):
        return float(size.value), 0
    scale = math.hypot(matrix.c, matrix.d)
    quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    return abs(float(size.value)) * (scale or 1.0), quarter


def _font(handle: Any) -> Font:
    if not handle:
        return Font(name="", bold=False, symbol=False)
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    plain = name.rpartition("+")[2].lower()
    bold = any(word in plain for word in ("bold", "black", "heavy", "semibold"))
    symbol = any(word in plain for word in ("wingding", "symbol", "webding", "dingbat"))
    weight = pdfium.FPDFFont_GetWeight(handle)
    return Font(name=plain, bold=bold or weight >= _BOLD_WEIGHT, symbol=symbol)


def _upright(page: Any, turn: int, boxes: Floats, origins: Floats) -> tuple[Floats, Floats, Floats]:
    """Turn user space into points from the top left corner of the page with its text upright."""
    x_min, y_min, x_max, y_max = page.get_cropbox()
    left, top, right, _ = boxes.T
    x, y = origins.T
    if turn == 90:
        return boxes[:, 3] - y_min, top - y_min, x - x_min
    if turn == 180:
        return x_max - right, x_max - left, y - y_min
    if turn == 270:
        return y_max - top, y_max - boxes[:, 3], x_max - x
    return left - x_min, right - x_min, y_max - y
