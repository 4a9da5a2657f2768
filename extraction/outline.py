"""The sections of a document, and the items that stand in them.

A section runs from one heading to the next. An item is what a report counts as one thing: a
numbered paragraph, an unnumbered paragraph or a bullet, each with the sub-items it introduces.
Both point into the stored text: an item's text is `document.text[start:end]` as it stands, since
every block of the text ends with a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.records import Passage

# "12", "12.1", "3a": a printed number, as against a bullet or the "i" of a sub-item
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[a-z]?")
# `Improve the educational achievement of looked after children and young people by:` introduces
# (sheffield_2014-02-21, paragraph 27); a dash or a comma before the list does so too
_INTRODUCES = re.compile(r"[:;,–—-]$|\b(?:and|or|by|to|the|include|including)$")
# The first words of the last page: `The Office for Standards in Education, Children’s Services and
# Skills (Ofsted) regulates and inspects to achieve excellence` and, where lines are out of order,
# those that follow
_IMPRINT = re.compile(
    r"The Office for Standards in Education, Children|Any complaints about the inspection"
    r"|If you would like a copy of this document|You may re-?use this information|Piccadilly Gate"
    r"|Interested in our work\?|This (?:report|publication) is available at|© Crown copyright"
    r"|If you are not happy with the (?:inspection|report)",
    re.IGNORECASE,
)
# `– monitoring pupil progress against clear targets`, a sub-item that kept its dash
# (sheffield_2014-02-21)
_DASHED = re.compile(r"[–—•■▪-]\s")
# `(Recommendation)` on a line of its own, at the end of a paragraph (leicester_2017-09-04)
_TAG_ONLY = re.compile(r"\(?recommendations?\)?\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, up to the next heading of any rank.

    Attributes:
        title: The heading as printed; empty for what stands before the first heading.
        level: The heading's rank from 1; 0 before the first heading.
        within: Titles of the sections around it, outermost first.
        heading: The heading's own block.
        blocks: The body blocks under it, without footnotes, furniture and contents pages.
    """

    title: str
    level: int
    within: tuple[str, ...]
    heading: Block | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One paragraph or bullet with the sub-items that it introduces.

    Attributes:
        text: Verbatim, each sub-item on a line of its own; without the item's own marker.
        passage: Where it stands; `document.text[start:end]` equals `text`.
        number: The printed number; `None` for a bullet or a plain paragraph.
        bullet: Whether it is a bullet of a list.
        blocks: The item's own block, then its continuation and sub-items.
    """

    text: str
    passage: Passage
    number: str | None
    bullet: bool
    blocks: tuple[Block, ...]


def outline(
    document: Document, *, is_heading: Callable[[Block, str], bool] | None = None
) -> tuple[Section, ...]:
    """Cut a document into its sections, in reading order.

    Args:
        document: Any document.
        is_heading: Tells by its words a heading that the reader took for a paragraph, a bullet
            or a cell; asked for unnumbered blocks only, with the block and its text.

    Returns:
        The sections; the first one has no heading and may be empty.
    """
    headings: list[Block | None] = [None]
    bodies: list[list[Block]] = [[]]
    for block in document.body():
        if _is_heading(block, document, is_heading):
            headings.append(block)
            bodies.append([])
        else:
            bodies[-1].append(block)
    return tuple(_sections(document, headings, bodies))


def _is_heading(
    block: Block, document: Document, is_heading: Callable[[Block, str], bool] | None
) -> bool:
    if block.kind is BlockKind.HEADING:
        return True
    if is_heading is None or is_number(block.marker):
        return False
    return is_heading(block, document.text_of(block))


def _sections(
    document: Document, headings: Sequence[Block | None], bodies: Sequence[Sequence[Block]]
) -> Iterator[Section]:
    around: list[tuple[int, str]] = []
    for heading, body in zip(headings, bodies, strict=True):
        level = 0 if heading is None else max(heading.level, 1)
        title = "" if heading is None else document.text_of(heading)
        while around and around[-1][0] >= level:
            around.pop()
        yield Section(
            title=title,
            level=level,
            within=tuple(name for _, name in around),
            heading=heading,
            blocks=tuple(body),
        )
        if heading is not None:
            around.append((level, title))


def without_imprint(document: Document, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Cut off the publisher's last page, which has no heading of its own.

    Args:
        document: A report.
        blocks: Body blocks of one section, in reading order.

    Returns:
        The blocks before the first that only the last page has.
    """
    kept: list[Block] = []
    for block in blocks:
        if _IMPRINT.match(document.text_of(block)):
            break
        kept.append(block)
    return tuple(kept)


def is_number(marker: str | None) -> bool:
    """Tell a printed number from a bullet or no marker at all.

    Args:
        marker: As in `Block.marker`.

    Returns:
        True for "12", "12.1" and "3a".
    """
    return marker is not None and _NUMBER.fullmatch(marker) is not None


def items_of(
    document: Document, blocks: Iterable[Block], *, cells: bool = False
) -> tuple[Item, ...]:
    """Put blocks of one section together into items.

    A bullet belongs to the item before it where that item introduces a list, or where it is
    nested deeper than the first bullet; a lone `(Recommendation)` and a paragraph that begins in
    the middle of a sentence belong to the item before them.

    Args:
        document: The document of the blocks.
        blocks: Body blocks of one section, in reading order.
        cells: Whether table cells count as paragraphs, as in reports that print whole sections
            in a frame; otherwise they are left out.

    Returns:
        The items, in reading order.
    """
    groups: list[list[Block]] = []
    for block in blocks:
        if block.kind is BlockKind.CELL and not cells:
            continue
        if groups and _belongs(document, groups[-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return tuple(_item(document, group) for group in groups)


def _belongs(document: Document, group: Sequence[Block], block: Block) -> bool:
    if is_number(block.marker) and block.level == 0:
        return False
    first = group[0]
    text = document.text_of(block)
    if block.kind is BlockKind.BULLET or block.marker is not None:
        if first.kind is BlockKind.BULLET and not is_number(first.marker):
            return block.level > first.level
        return len(group) > 1 or _INTRODUCES.search(document.text_of(first)) is not None
    if _DASHED.match(text) and (len(group) > 1 or _INTRODUCES.search(document.text_of(first))):
        return True
    return _TAG_ONLY.fullmatch(text) is not None or (
        text[:1].islower() and not _ends_sentence(document.text_of(group[-1]))
    )


def _ends_sentence(text: str) -> bool:
    return text.rstrip("”’\"') ")[-1:] in {".", "!", "?"}


def _item(document: Document, group: Sequence[Block]) -> Item:
    first = group[0]
    start, end = first.start, max(block.end for block in group)
    numbered = is_number(first.marker)
    return Item(
        text=document.text[start:end],
        passage=Passage(start=start, end=end, page=first.page),
        number=first.marker if numbered else None,
        bullet=first.kind is BlockKind.BULLET and not numbered,
        blocks=tuple(group),
    )
