"""Clean Unicode: what may stand in a stored text, and what is taken out.

NFC, no control characters, lone surrogates, noncharacters, bidirectional controls or zero-width
characters; every kind of space becomes U+0020.
"""

from __future__ import annotations

import re
import unicodedata

# no-break space, tab, en quad to hair space, narrow no-break, medium, ideographic space; the
# line and paragraph separators
_SPACES = re.compile(
    "[\t\n\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000 ]+"
)
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
_NONCHARACTERS = re.compile(
    "["
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(text: str) -> str:
    r"""Give `text` on one line, clean, without spaces at its ends.

    Args:
        text: Any string, lone surrogates and all.

    Returns:
        The clean text; empty where nothing is left of it.

    Example:
        >>> clean("care\u200b \u202eleavers\x07\xa0 and\ttheir  homes ")
        'care leavers and their homes'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _NONCHARACTERS.sub("", _DROPPED.sub("", _SPACES.sub(" ", text)))
    return unicodedata.normalize("NFC", re.sub(" {2,}", " ", text)).strip()


def clean_name(name: str) -> str:
    r"""Give a file's name as it can be stored and shown.

    Args:
        name: As the file system gives it, undecodable bytes as lone surrogates.

    Returns:
        The name on one line; bytes that are not UTF-8 are written as `\xff`.

    Example:
        >>> clean_name("caf\udce9 \u202etxt.pdf")
        'caf\\xe9 txt.pdf'
    """
    readable = "".join(
        f"\\x{ord(char) - 0xDC00:02x}" if 0xDC80 <= ord(char) <= 0xDCFF else char for char in name
    )
    return clean(readable) or "unnamed"
