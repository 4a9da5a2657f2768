"""Numbers and bullets written as text at the start of a paragraph, in formats without lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

# items written so: 12. Ensure that / a) Ensure / (iv) Ensure; not: 2018 was, 5 children, A. Smith
_NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2}){0,2}|[a-z]|[ivx]{1,4})[.)]{1,2}[^\S\n]+(?=\S)")
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,2}){1,2})[^\S\n]+(?=[A-Z‘“])")
# bullets: • Ensure / - Ensure / * Ensure; the letter o is Courier's bullet in pasted Word text
_GLYPHS = "•●○◦■□◼◻▪▫◆◇➢➤►▶‣⁃∙·✓✔*+\\-–—−\uf0b7\uf0a7\uf06e"
_BULLET = re.compile(rf"([{_GLYPHS}]|o(?=\s{{2}}|\t))[^\S\n]+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text without its marker; `bullet` where the marker is a glyph and no number."""

    text: str
    marker: str | None
    bullet: bool


def split_marker(text: str) -> Marked:
    """Take the number or bullet off the start of a paragraph.

    Args:
        text: The paragraph.

    Returns:
        The rest and the marker, without full stop or brackets.

    Example:
        >>> split_marker("12. Ensure that plans are clear.").marker
        '12'
        >>> split_marker("- Ensure").bullet
        True
        >>> split_marker("12 children were seen.").marker is None
        True
    """
    text = text.strip()
    found = _BULLET.match(text)
    if found:
        return Marked(text=text[found.end() :], marker=found.group(1), bullet=True)
    found = _NUMBER.match(text) or _DECIMAL.match(text)
    if found:
        return Marked(text=text[found.end() :], marker=found.group(1), bullet=False)
    return Marked(text=text, marker=None, bullet=False)
