"""The one model of a document, whatever file it came from.

A reader turns a file into a `Document`: one stored text, cut into blocks. Offsets are counted in
Unicode code points of `Document.text`, as the Web Annotation Data Model counts those of an
`oa:TextPositionSelector` (W3C Recommendation, 2017, section 4.2.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is by where and how it stands on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    CELL = "cell"
    CONTENTS = "contents"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    """A running header or footer, a page number, a watermark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: where its characters are in the text, and where they stand on the page.

    Attributes:
        start: Offset of its first character in `Document.text`.
        end: Offset after its last character.
        page: The page it stands on, from 1.
        x0: Left edge in PDF points (1/72 inch) from the left of the page.
        top: Upper edge in points from the top of the page.
        x1: Right edge in points.
        bottom: Lower edge in points from the top of the page.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, bullet, table cell or piece of page furniture.

    A paragraph that runs over a page break is one block; `page` is where it starts. Line ends
    inside a block are joined with a space, hyphens at line ends kept as printed in the word. The
    printed number or bullet is not part of the text: it is `marker`. A table cell that holds
    several paragraphs or items is as many blocks, with the same table, row and column.

    Attributes:
        kind: What it is.
        start: Offset of its first character in `Document.text`.
        end: Offset after its last character.
        page: The page it starts on, from 1; a format without pages has page 1, a slide is a page.
        marker: The number ("12", "12.1", "a") or bullet character printed before it, without
            the full stop or bracket; `None` where there is none, also for a bullet that only its
            indentation shows.
        level: A heading's rank from 1 (largest); a bullet's nesting from 0; 0 otherwise.
        size: The size of most of its characters in points; `None` where the format has none.
        bold: Whether most of its characters are bold.
        table: The number of its table in the document, from 1; cells only.
        row: The cell's row from 0; cells only.
        column: The cell's column from 0; cells only.
        lines: Where it is printed; empty where the format has no positions.
    """

    kind: BlockKind
    start: int
    end: int
    page: int = 1
    marker: str | None = None
    level: int = 0
    size: float | None = None
    bold: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page or slide; `width` and `height` in points, 0 where the format has none."""

    number: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a reader made of one file.

    `text` holds the blocks in reading order, each ended by a newline: first the body, then, after
    it, all footnotes and furniture, so that a passage that runs over a page break is one
    unbroken stretch of the text.

    Attributes:
        sha256: Of the file's bytes, in lower-case hexadecimal.
        name: The file's own name with extension.
        media_type: By content, for example `application/pdf`.
        text: The stored text: clean Unicode in NFC, no control characters but newline.
        pages: In order.
        blocks: In the order of the text.
        title: As the file's own metadata give it.
        author: The same.
        published: A date of publication in the file's metadata, ISO 8601 as written there.
        kind: What the file says that it is, in its own word: a page's `og:type` or JSON-LD
            `@type` ("article", "NewsArticle").
        warnings: What the reader noticed and a person should know, one sentence each.
    """

    sha256: str
    name: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    title: str | None = None
    author: str | None = None
    published: str | None = None
    kind: str | None = None
    warnings: tuple[str, ...] = ()

    def text_of(self, block: Block) -> str:
        """Give the block's own text, without its marker."""
        return self.text[block.start : block.end]

    def body(self) -> Iterator[Block]:
        """Give the blocks that carry the document's own words, in reading order."""
        outside = (BlockKind.FOOTNOTE, BlockKind.FURNITURE, BlockKind.CONTENTS)
        return (block for block in self.blocks if block.kind not in outside)
