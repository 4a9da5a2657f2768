"""Read plain text and Markdown into a `Document`."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from caregraph.documents.compose import Draft
from caregraph.documents.markers import split_marker
from caregraph.documents.model import BlockKind
from caregraph.documents.sources import Reading

TEXT, MARKDOWN = "text/plain", "text/markdown"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BAD_BYTES_MAX = 0.01
"""Share of undecodable bytes up to which a text is damaged UTF-8 rather than another encoding."""
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
# "## What needs to improve"
_ATX = re.compile(r"(#{1,6})[ \t]+(\S.*)")
# "=======" or "-------" under a title
_SETEXT = re.compile(r"(=+|-{3,})[ \t]*$")
# "| Area | Grade |"
_TABLE_ROW = re.compile(r"\|.*\|[ \t]*$")
_TABLE_RULE = re.compile(r"[|:\- \t]+$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
# "*for immediate use*", "_The Courier_"; no part of "5 * 3", "snake_case_name" or "* item"
_LIGHT_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=[^\s*_])\1(?![\w*])")
# "> “We know what comes next.", ">> quoted twice"
_QUOTED_LINE = re.compile(r"\A[ \t]{0,3}(?:>[ \t]?)+")
_LINK = re.compile(r"!?\[([^\[\]]{1,500})\]\([^()\s]{1,2000}\)")
_HEADING_CHARS = 90
_WRAP_MAX = 130
"""Longer lines than this are whole paragraphs, not lines that an editor wrapped."""


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Give the text in `data` and what had to be guessed about it.

    A byte order mark decides; then UTF-8, if it is that; then UTF-16 by its zero bytes; then UTF-8
    with a few bad bytes; else Windows-1252.

    Args:
        data: The whole file.

    Returns:
        The text, and what a person should know, one sentence each.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    wide = _wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace"), ()
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if _looks_like_utf8(data) and bad <= _BAD_BYTES_MAX * len(text):
        return text.replace("\ufffd", ""), (f"{bad} bytes are not UTF-8 and were left out",)
    return data.decode("cp1252", "replace").replace("\ufffd", ""), ("read as Windows-1252",)


def _looks_like_utf8(data: bytes) -> bool:
    """Whether most bytes above ASCII stand beside another such byte, as they do in UTF-8."""
    # in Windows-1252 they are single quotation marks, dashes, pound signs and accents
    runs = _HIGH_BYTES.findall(data)
    beside = sum(len(run) for run in runs if len(run) > 1)
    return 2 * beside > sum(map(len, runs))


def _wide_encoding(data: bytes) -> str | None:
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample) / 2 and even < 0.05 * len(sample):
        return "utf-16-le"
    if even > 0.4 * len(sample) / 2 and odd < 0.05 * len(sample):
        return "utf-16-be"
    return None


def read_plain_text(data: bytes, *, markdown: bool) -> Reading:
    """Give the drafts of a text file; a form feed begins a page.

    Args:
        data: The whole file.
        markdown: Whether the file's name says that it is Markdown; headings written with "#" are
            read in any text.

    Returns:
        Drafts, a page for each form feed more.
    """
    text, warnings = decode(data)
    if not markdown and data[:2] != b"\xff\xfe" and "\x00" in text[:4096]:
        wide = _wide_encoding(data)  # UTF-16 without a mark is valid UTF-8 too
        text = data.decode(wide, "replace") if wide else text
    drafts: list[Draft] = []
    pages = text.split("\x0c")
    for number, page in enumerate(pages, start=1):
        lines = _BREAKS.split(page)
        if markdown:
            lines = [_QUOTED_LINE.sub("", line, count=1) for line in lines]
        drafts += _Page(lines, number, markdown=markdown).drafts()
    if drafts and drafts[0].kind is BlockKind.PARAGRAPH and _is_title(drafts):
        drafts[0].kind, drafts[0].level = BlockKind.HEADING, 1
    return Reading(
        media_type=MARKDOWN if markdown else TEXT,
        drafts=drafts,
        pages=len(pages),
        warnings=warnings,
    )


def _is_title(drafts: Sequence[Draft]) -> bool:
    words = drafts[0].text.strip()
    return drafts[0].marker is None and len(words) < 2 * _HEADING_CHARS and words[-1:] not in ".,;:"


def _add_rest(drafts: Sequence[Draft], rest: list[str]) -> None:
    if rest:
        drafts[-1].text += "".join(rest)
        rest.clear()


class _Page:
    def __init__(self, lines: Sequence[str], number: int, *, markdown: bool) -> None:
        self._lines = lines
        self._number = number
        self._markdown = markdown
        longest = sorted(len(line) for line in lines if line.strip())
        self._width = longest[int(0.95 * (len(longest) - 1))] if longest else 0

    def drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        chunks = list(self._chunks())
        for index, chunk in enumerate(chunks):
            alone = len(chunk) == 1 and index + 1 < len(chunks)
            if alone and self._looks_like_heading(chunk[0], chunks[index + 1]):
                drafts.append(self._draft(BlockKind.HEADING, chunk[0].strip(), level=2))
            else:
                drafts += self._chunk_drafts(chunk)
        return drafts

    def _chunks(self) -> Iterator[list[str]]:
        chunk: list[str] = []
        for line in self._lines:
            if line.strip():
                chunk.append(line)
            elif chunk:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _looks_like_heading(self, line: str, after: Sequence[str]) -> bool:
        words = line.strip()
        if len(words) > _HEADING_CHARS or words[-1:] in ".,;:!”’\"'" or not words[:1].isalnum():
            return False
        if split_marker(words).marker is not None or words[:1].islower():
            return False
        if ": " in words or not any(char.isalpha() for char in words):
            return False  # "Decision status: Recommendations Approved"
        return len("".join(after)) > len(words) or split_marker(after[0]).bullet

    def _chunk_drafts(self, chunk: Sequence[str]) -> list[Draft]:
        drafts: list[Draft] = []
        before = ""
        ends = sum(line.rstrip()[-1:] in ".!?" for line in chunk)
        wrapped = self._width <= _WRAP_MAX and (len(chunk) < 3 or ends < 0.6 * len(chunk))
        rest: list[str] = []  # of the last draft
        for line in chunk:
            if self._is_rule(line, drafts):
                continue
            if drafts and self._continues(before, line, drafts[-1], wrapped=wrapped):
                rest += (self._glue(before), self._inline(line.strip()))
            else:
                _add_rest(drafts, rest)
                drafts += self._line_drafts(line, drafts)
            before = line
        _add_rest(drafts, rest)
        return drafts

    def _is_rule(self, line: str, drafts: Sequence[Draft]) -> bool:
        """Whether a line only underlines the one before, or a table's head."""
        under = _SETEXT.match(line.strip())
        if under and drafts and drafts[-1].kind is BlockKind.PARAGRAPH:
            drafts[-1].kind = BlockKind.HEADING
            drafts[-1].level = 1 if line.strip().startswith("=") else 2
            return True
        rule = _TABLE_RULE.match(line.strip())
        return rule is not None and "-" in line and (under is not None or "|" in line)

    def _continues(self, before: str, line: str, draft: Draft, *, wrapped: bool) -> bool:
        """Whether a line is the wrapped rest of the one before."""
        if draft.kind is BlockKind.HEADING or draft.kind is BlockKind.CELL:
            return False
        if split_marker(line).marker is not None or _ATX.match(line) or _TABLE_ROW.match(line):
            return False
        wrapped = wrapped and len(before) > 0.7 * self._width
        set_in = draft.marker is not None and line[:1] in " \t"
        return wrapped or set_in or (self._markdown and draft.marker is None)

    def _glue(self, text: str) -> str:
        return (
            "" if text[-1:] == "-" and text[-2:-1].isalnum() and self._width <= _WRAP_MAX else " "
        )

    def _line_drafts(self, line: str, drafts: Sequence[Draft]) -> list[Draft]:
        atx = _ATX.match(line)
        if atx:
            words = self._inline(atx.group(2).rstrip("# \t"))
            return [self._draft(BlockKind.HEADING, words, level=len(atx.group(1)))]
        if _TABLE_ROW.match(line.strip()) and line.strip().startswith("|"):
            return self._cells(line, drafts)
        marked = split_marker(line)
        kind = BlockKind.BULLET if marked.bullet else BlockKind.PARAGRAPH
        level = self._nesting(line, drafts) if marked.bullet else 0
        draft = self._draft(kind, self._inline(marked.text), level=level)
        draft.marker = marked.marker
        return [draft]

    def _nesting(self, line: str, drafts: Sequence[Draft]) -> int:
        indent = len(line) - len(line.lstrip(" \t"))
        return min(4, indent if indent < 2 and drafts else indent // 2)

    def _cells(self, line: str, drafts: Sequence[Draft]) -> list[Draft]:
        last = drafts[-1] if drafts and drafts[-1].kind is BlockKind.CELL else None
        row = (last.row or 0) + 1 if last else 0
        cells = line.strip().strip("|").split("|")
        found = [self._draft(BlockKind.CELL, self._inline(cell.strip())) for cell in cells]
        for column, draft in enumerate(found):
            draft.table, draft.row, draft.column = 1, row, column
        return found

    def _inline(self, words: str) -> str:
        if not self._markdown:
            return words
        plain = _LIGHT_EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", words))
        return _LINK.sub(r"\1", plain)

    def _draft(self, kind: BlockKind, text: str, *, level: int = 0) -> Draft:
        return Draft(kind=kind, page=self._number, text=text, level=level)
