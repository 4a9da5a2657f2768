"""Documents written in a few marks, so that a test shows the layout that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from caregraph.documents.model import Block, BlockKind, Document, Line, Page

Write = Callable[[str], Document]


def _block(mark: str, start: int, text: str) -> Block:
    plain = Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(text))
    if mark.startswith("#"):
        return replace(plain, kind=BlockKind.HEADING, level=len(mark), bold=True)
    if mark.startswith("-"):
        return replace(plain, kind=BlockKind.BULLET, marker="■", level=len(mark) - 1)
    return replace(plain, marker=mark.rstrip(".")) if mark else plain


class _Writer:
    """Puts blocks one after the other into the text of a document."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.page = 1
        self.table = 0
        self.row = 0

    def add(self, mark: str, words: str, **cell: Any) -> None:
        printed = words.split(" / ")
        text = " ".join(printed)
        block = replace(_block(mark, len(self.text), text), page=self.page)
        if cell:
            block = replace(block, kind=BlockKind.CELL, **cell)
        lines, at = [], len(self.text)
        for number, line in enumerate(printed):
            y = 100.0 + 12 * (len(self.blocks) + number)
            lines.append(
                Line(start=at, end=at + len(line), page=self.page, x0=72, top=y, x1=500, bottom=y)
            )
            at += len(line) + 1
        self.blocks.append(replace(block, lines=tuple(lines)))
        self.text += text + "\n"

    def line(self, line: str) -> None:
        """Add a line of the notation."""
        if line.startswith("====="):
            self.page += 1
        elif line.startswith("|"):
            self._row(line)
        else:
            self.table += self.row > 0
            self.row = 0
            match = re.match(r"(#+|-+|\d+\.)\s+(.*)", line)
            self.add(match[1], match[2]) if match else self.add("", line)

    def _row(self, line: str) -> None:
        for column, cell in enumerate(line.removeprefix("|").split("|")):
            for part in cell.split("//"):
                words = part.strip()
                mark = "-" if words.startswith("• ") else ""
                if words:
                    place = {"table": self.table + 1, "row": self.row, "column": column}
                    self.add(mark, words.removeprefix("• "), **place)
        self.row += 1


@pytest.fixture
def write() -> Write:
    """Give a function that makes a document of lines.

    `# ` begins a heading, `- ` a bullet and `-- ` one below it, `3. ` a numbered paragraph, `|`
    a row of a table with `|` between its cells and `//` between the blocks of a cell, `=====` a
    page; ` / ` is a line end inside a block. Any other line is a paragraph.
    """

    def make(lines: str) -> Document:
        writer = _Writer()
        for line in lines.strip().splitlines():
            if line.strip():
                writer.line(line.strip())
        return Document(
            sha256="0" * 64,
            name="report.pdf",
            media_type="application/pdf",
            text=writer.text,
            pages=tuple(Page(number=n) for n in range(1, writer.page + 1)),
            blocks=tuple(writer.blocks),
        )

    return make
