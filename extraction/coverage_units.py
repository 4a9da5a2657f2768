"""A document about inspections as a run of units: headings, paragraphs, list items and rows.

Readers differ in what they tell: a plain text file has no heading styles, a PDF no lists. Here a
short line without a full stop before longer text is taken for a heading, and what is no part of
the document's own words (adverts, cookie banners, captions, links to other stories) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.gradings import label_grade
from caregraph.extraction.sentences import Stretch, find_sentences

MOST_HEADING_WORDS = 14
LEAST_PROSE_WORDS = 9
LEAST_DOUBLED = 40
"""From this many characters on, a line that says itself twice is a caption with its alternative."""

LEAST_LETTERS = 4
MOST_ITEM_WORDS = 40
"""A numbered paragraph of more words is prose, not an item of a list."""

_SENTENCE_ENDS = (".", "!", ";", ":", "”", '"', "’", "'")
_LETTER = re.compile(r"[^\W\d_]")
# "Tuesday, September 5, 2017" (coverage/003), "Extract for Cabinet, 8 July 2024" (invented/106)
_DATE_LINE = re.compile(
    r"\b(?:19|20)\d\d\Z|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
# Lines that begin something which is not the article: "LEAVE A REPLY" (coverage/000), "Also in
# this section" (invented/101), "CYP Now Digital membership" (coverage/003), "Read More" (002)
_NOISE_BEGINS = re.compile(
    r"^(?:leave a (?:reply|comment)|comments?|also in this section|more (?:from|on|stories)\b|"
    r"read more|related (?:articles|stories|content|news|links)|most read|trending|"
    r"you may also like|recommended|share this|follow us|advertisement|sponsored|"
    r".{0,40}\b(?:membership|magazine|newsletter)|subscribe\b|sign up|log in|"
    r"was this page useful|related topics|tags?:)",
    re.IGNORECASE,
)
# Words of a block that is noise by itself: "We use essential cookies ...", "Hide Ad",
# "Sign up for our free newsletter", "From £15 / month", "Accessibility | Privacy | Contact us"
_NOISE_WITHIN = re.compile(
    r"\bcookies?\b|^hide ad$|^advertisement\b|^please enter your|^leave a reply|\bnewsletter\b|"
    r"^subscribe$|^from £\S+ ?/ ?month|^© |\bsubscribers?\b|\|.*\b(?:privacy|terms|contact)\b|"
    r"\bunlimited access\b|^skip to|^share (?:this|on)\b|^\d+ comments?$|\bclick here\b",
    re.IGNORECASE,
)


class UnitKind(StrEnum):
    """What a unit is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a row: its column from 0, and its stretch of the text."""

    column: int
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One heading, paragraph, list item or table row.

    Attributes:
        kind: What it is.
        start: Offset of its first character in the document's text.
        end: Offset after its last.
        page: From 1.
        level: A heading's rank, a list item's nesting.
        sentences: Its sentences; one for an item that is none.
        headings: The headings above it, outermost first, as printed.
        lead: The paragraph that leads its list in ("Inspectors found that:").
        cells: Of a row.
        table: Of a row, its number.
        row: Of a row, its place in the table from 0.
    """

    kind: UnitKind
    start: int
    end: int
    page: int = 1
    level: int = 0
    sentences: tuple[Stretch, ...] = ()
    headings: tuple[str, ...] = ()
    lead: str | None = None
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    row: int = 0

    def of(self, text: str) -> str:
        """Give the unit's own words."""
        return text[self.start : self.end]

    @property
    def section(self) -> str | None:
        """The nearest heading above it."""
        return self.headings[-1] if self.headings else None

    @property
    def context(self) -> str:
        """The headings and the lead, in lower case: what the unit is said to be."""
        return " / ".join((*self.headings, self.lead or "")).lower()


def read_units(document: Document) -> tuple[Unit, ...]:
    """Give the document's own words as units, in reading order.

    Returns:
        Units without noise; each knows the heading above it and what leads its list in.
    """
    blocks = list(_without_noise(document))
    units = list(_units(document, blocks))
    return tuple(_with_context(document.text, units))


def _without_noise(document: Document) -> Iterator[Block]:
    """Leave out what begins as noise, and all that follows it until prose begins again."""
    seen: set[str] = set()
    in_noise = False
    for here, block in enumerate(document.body()):
        text = document.text_of(block).strip()
        if block.kind is BlockKind.CELL:
            yield block
            continue
        if _is_prose(text) and not _NOISE_WITHIN.search(text):
            in_noise = False
        elif here and _NOISE_BEGINS.match(text) and len(text.split()) < MOST_HEADING_WORDS:
            in_noise = True
        doubled = _is_doubled(text)
        if doubled:
            seen.add(text[: len(text) // 2].strip())
        repeated = text in seen and len(text) >= LEAST_DOUBLED
        if in_noise or doubled or repeated or not text or _NOISE_WITHIN.search(text):
            continue
        seen.add(text)
        yield block


def _is_prose(text: str) -> bool:
    return len(text.split()) >= LEAST_PROSE_WORDS and text.rstrip().endswith((*_SENTENCE_ENDS, "?"))


def _is_doubled(text: str) -> bool:
    half = len(text) // 2
    return len(text) >= LEAST_DOUBLED and text[:half].strip() == text[-half:].strip()


def _units(document: Document, blocks: Sequence[Block]) -> Iterator[Unit]:
    row: list[Block] = []
    for here, block in enumerate(blocks):
        if row and (block.table, block.row) != (row[0].table, row[0].row):
            yield _row(row)
            row = []
        if block.kind is BlockKind.CELL:
            row.append(block)
            continue
        following = blocks[here + 1] if here + 1 < len(blocks) else None
        kind = _kind(document, block, following)
        if kind is UnitKind.ITEM and _is_numbered_heading(document, blocks, here):
            kind = UnitKind.HEADING
        yield Unit(
            kind=kind,
            start=block.start,
            end=block.end,
            page=block.page,
            level=block.level,
            sentences=find_sentences(document.text, block.start, block.end),
        )
    if row:
        yield _row(row)


def _row(blocks: Sequence[Block]) -> Unit:
    cells = tuple(
        Cell(column=block.column or 0, stretch=Stretch(start=block.start, end=block.end))
        for block in blocks
    )
    return Unit(
        kind=UnitKind.ROW,
        start=blocks[0].start,
        end=blocks[-1].end,
        page=blocks[0].page,
        cells=cells,
        sentences=tuple(cell.stretch for cell in cells),
        table=blocks[0].table,
        row=blocks[0].row or 0,
    )


def _kind(document: Document, block: Block, following: Block | None) -> UnitKind:
    text = document.text_of(block).strip()
    listed = block.marker is not None and block.kind is not BlockKind.HEADING
    if block.kind is BlockKind.BULLET or (listed and len(text.split()) <= MOST_ITEM_WORDS):
        return UnitKind.ITEM
    if len(_LETTER.findall(text)) < LEAST_LETTERS:
        return UnitKind.PARAGRAPH
    if block.kind is BlockKind.HEADING:
        return UnitKind.HEADING
    if following is None or not _may_head(text):
        return UnitKind.PARAGRAPH
    after = document.text_of(following).strip()
    if following.kind in (BlockKind.BULLET, BlockKind.CELL):
        return UnitKind.HEADING
    is_above = _is_prose(after) or (_may_head(after) and following.kind is BlockKind.PARAGRAPH)
    return UnitKind.HEADING if len(text) < len(after) and is_above else UnitKind.PARAGRAPH


def _is_numbered_heading(document: Document, blocks: Sequence[Block], here: int) -> bool:
    """Tell a heading of minutes ("214. Date of next meeting") from an item of a numbered list."""
    block = blocks[here]
    if block.marker is None or not block.marker.isdigit() or here + 1 == len(blocks):
        return False
    beside = (blocks[here - 1].marker if here else None, blocks[here + 1].marker)
    listed = {str(int(block.marker) - 1), str(int(block.marker) + 1)} & set(beside)
    return not listed and _may_head(document.text_of(block).strip())


def _may_head(text: str) -> bool:
    labelled = label_grade(text)
    if labelled is not None and labelled[1] is not None:
        return False  # "Overall effectiveness: Good" above other such lines
    short = len(text.split()) <= MOST_HEADING_WORDS
    return short and not text.endswith(_SENTENCE_ENDS) and not _DATE_LINE.search(text)


def _with_context(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    headings: list[tuple[int, str]] = []
    lead: str | None = None
    after_heading = False
    for unit in units:
        if unit.kind is UnitKind.HEADING:
            if not after_heading or unit.level:
                headings = [item for item in headings if 0 < item[0] < unit.level]
            headings.append((unit.level, unit.of(text)))
            lead, after_heading = None, True
            yield unit
            continue
        after_heading = False
        above = tuple(heading for _, heading in headings)
        yield replace(unit, headings=above, lead=lead if unit.kind is UnitKind.ITEM else None)
        words = unit.of(text).rstrip()
        if words.endswith((":", ":-")):
            lead = words
        elif unit.kind is UnitKind.PARAGRAPH:
            lead = words if words.endswith(";") else None
