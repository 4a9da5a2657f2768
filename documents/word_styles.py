"""Styles and numbering of a Word document: which paragraphs are headings and items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DEPTH_MAX = 20
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style with what it inherits; `outline` from 1, 0 for body text."""

    name: str = ""
    outline: int = 0
    bold: bool = False
    size: float | None = None
    number: str | None = None
    number_level: int = 0


def attribute(parent: Any, child: str, name: str = "val") -> str | None:
    """Give `w:name` of the child element `w:child`, or `None`."""
    found = parent.find(f"{W}{child}") if parent is not None else None
    value = found.get(f"{W}{name}") if found is not None else None
    return None if value is None else str(value)


def is_on(properties: Any, name: str) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val") not in {"0", "false", "off", "none"}


class Styles:
    """The paragraph styles by their id."""

    def __init__(self, root: Any) -> None:
        found = root.iterfind(f"{W}style") if root is not None else ()
        self._elements = {element.get(f"{W}styleId"): element for element in found}
        self._known: dict[str | None, Style] = {None: Style()}

    def get(self, identity: str | None, depth: int = 0) -> Style:
        """Give the style with an id; a plain one where there is none such."""
        if identity in self._known:
            return self._known[identity]
        element = self._elements.get(identity)
        if element is None or depth > _DEPTH_MAX:
            return Style()
        base = self.get(attribute(element, "basedOn"), depth + 1)
        paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        outline = attribute(paragraph, "outlineLvl")
        numbered = paragraph.find(f"{W}numPr") if paragraph is not None else None
        size = attribute(run, "sz")
        style = Style(
            name=attribute(element, "name") or base.name,
            outline=_outline(outline) if outline is not None else base.outline,
            bold=is_on(run, "b") or base.bold,
            size=int(size) / 2 if size is not None and size.isdecimal() else base.size,
            number=attribute(numbered, "numId") or base.number,
            number_level=_whole(attribute(numbered, "ilvl"), base.number_level),
        )
        self._known[identity] = style
        return style


def _outline(value: str) -> int:
    level = _whole(value, 9)
    return level + 1 if level < 9 else 0


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 6 else otherwise


class Numbering:
    """The lists of a document; counts as it is asked, in document order."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        abstract = {
            element.get(f"{W}abstractNumId"): _levels(element)
            for element in root.iterfind(f"{W}abstractNum")
        }
        for number in root.iterfind(f"{W}num"):
            levels = abstract.get(attribute(number, "abstractNumId"), {})
            self._levels[number.get(f"{W}numId") or ""] = levels

    def marker(self, properties: Any, style: Style) -> tuple[str | None, int, bool]:
        """Give a paragraph's marker, its level from 0, and whether it is a bullet."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number = attribute(own, "numId") or style.number
        if number is None or number not in self._levels:
            return None, 0, False
        level = min(8, _whole(attribute(own, "ilvl"), style.number_level))
        form, start = self._levels[number].get(level, ("bullet", 1))
        if form == "none":
            return None, 0, False
        if form == "bullet":
            return "•", level, True
        counts = self._counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _written(counts[level], form), level, False


def _levels(abstract: Any) -> dict[int, tuple[str, int]]:
    found: dict[int, tuple[str, int]] = {}
    for element in abstract.iterfind(f"{W}lvl"):
        level = _whole(element.get(f"{W}ilvl"), 0)
        form = attribute(element, "numFmt") or "decimal"
        found[level] = (form, _whole(attribute(element, "start"), 1))
    return found


def _written(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < count < 40:
        roman = ""
        for value, letters in _ROMAN:
            while count >= value:
                roman += letters
                count -= value
        return roman.upper() if form == "upperRoman" else roman
    return str(count)
