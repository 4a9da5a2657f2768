"""Read the texts that the sample documents are made from.

A text is a file of `key: value` lines, an empty line, and blocks divided by empty lines. The first
characters of a block say what it is; the lines of a block are joined with a space.

    = Title                     the title on the cover; `=2` is a line in smaller type below it
    # Heading                   `##` and `###` are smaller ones
    + A numbered paragraph      the number is counted; `@number 12` makes the next one 12
    - A bullet                  one a line; `--` is a bullet inside a bullet
    | one | two                 a row of a table; `@table KIND` before it says which table
    @page                       a new page; `@page ^1 A footnote.` prints a footnote at its foot
    @box ... @end               what stands between is printed in a box
    @contents                   the contents page, made from the headings
    A paragraph                 anything else; `**bold**`, `^1` is a footnote mark, ` // `
                                begins a new line
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

NOTICE = "Sample document about an invented council"


class SampleTextError(ValueError):
    """A text of a sample document cannot be read."""


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    HEADING = "heading"
    NUMBERED = "numbered"
    BULLET = "bullet"
    ROW = "row"
    COMMAND = "command"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a text.

    Attributes:
        kind: What it is.
        text: Its words; of a command, what follows the name.
        level: Rank of a title, heading or bullet, from 1.
        number: Of a numbered paragraph.
        cells: Of a row.
        name: Of a command.
    """

    kind: Kind
    text: str = ""
    level: int = 1
    number: int = 0
    cells: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleText:
    """One text: where it comes from, its `key: value` lines and its blocks."""

    path: Path
    settings: dict[str, str]
    blocks: tuple[Block, ...]
    body: str

    def setting(self, key: str) -> str:
        """Give the value of a key.

        Returns:
            The value without the spaces around it.

        Raises:
            SampleTextError: If the text does not have it.
        """
        try:
            return self.settings[key]
        except KeyError:
            raise SampleTextError(f"{self.path}: has no '{key}:' line") from None


def read_text(path: Path) -> SampleText:
    """Read the text in the file `path`.

    Returns:
        Its settings, its blocks, and the part that the blocks were read from.

    Raises:
        SampleTextError: If a line before the first empty line is not `key: value`.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    settings: dict[str, str] = {}
    for number, line in enumerate(head.splitlines(), start=1):
        key, colon, value = line.partition(": ")
        if not colon:
            raise SampleTextError(f"{path}:{number}: expected 'key: value', found {line!r}")
        settings[key] = value.strip()
    return SampleText(path=path, settings=settings, blocks=tuple(_blocks(body)), body=body)


def _blocks(body: str) -> Iterator[Block]:
    number = 1
    for chunk in body.split("\n\n"):
        for block in _blocks_of(chunk.strip("\n")):
            if block.name == "number":
                number = int(block.text)
            elif block.kind is Kind.NUMBERED:
                yield Block(kind=Kind.NUMBERED, text=block.text, number=number)
                number += 1
            else:
                yield block


def _blocks_of(chunk: str) -> Iterator[Block]:
    # Commands, rows and bullets stand one a line; other lines are joined to one block.
    joined = ""
    for line in chunk.splitlines():
        if line.startswith(("@", "| ", "- ", "-- ")):
            if joined:
                yield _joined(joined)
                joined = ""
            yield _one_line(line)
        else:
            joined = f"{joined} {line.strip()}".strip()
    if joined:
        yield _joined(joined)


def _one_line(line: str) -> Block:
    mark, _, text = line.partition(" ")
    if mark.startswith("@"):
        return Block(kind=Kind.COMMAND, name=mark[1:], text=text)
    if mark == "|":
        return Block(kind=Kind.ROW, cells=tuple(cell.strip() for cell in text.split("|")))
    return Block(kind=Kind.BULLET, text=text, level=len(mark))


def _joined(text: str) -> Block:
    mark, _, words = text.partition(" ")
    if mark in {"#", "##", "###"}:
        return Block(kind=Kind.HEADING, text=words, level=len(mark))
    if mark == "+":
        return Block(kind=Kind.NUMBERED, text=words)
    if mark in {"=", "=2", "=3"}:
        return Block(kind=Kind.TITLE, text=words, level=int(mark[1:] or "1"))
    return Block(kind=Kind.PARAGRAPH, text=text)
