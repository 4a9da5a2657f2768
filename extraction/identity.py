"""Which authority was inspected, and when: what a report's cover says of the inspection itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.dates import find_dates, find_visits
from caregraph.extraction.records import InspectionRecord, Passage
from caregraph.ontology.authorities import AuthorityList

# `Inspection dates: 8 to 19 June 2026`, `Inspection date: 19 June to 13 July 2017`, `Dates of
# visit: 3 and 4 May 2022` (letters)
_DATES = re.compile(
    r"\b(?:(?:Re-?)?Inspection|Review|Visit|Fieldwork)\s+dates?\s*:?|\bDates?\s+of\s+(?:the\s+)?"
    r"(?:inspection|visit|review|fieldwork)\s*:?|\bInspected\s+(?=between|from|on)",
    re.IGNORECASE,
)
# `Report published: 4 September 2017`, `Report Published: 17 August 2018`, `Published: 23 August
# 2013` (kent_2013-08-23)
_PUBLISHED = re.compile(r"\b(?:Report\s+)?Published\s*(?:on)?\s*:", re.IGNORECASE)
_LINE_REACH = 160
"""Characters after the words "Inspection dates" in which the dates stand: the longest line, of two
visits, has 80."""

_NEAR = 20
"""Characters between a label and its date: "Published on: "."""
_LONGEST_TITLE = 160
_MOST_TITLES = 8
_FRONT_PAGES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a cover says of the inspection.

    Attributes:
        authorities: ONS codes of the authorities inspected, in the order of the title.
        title: The report's title, of one or more lines of the cover.
        start: First day, ISO 8601; `None` where no date is printed.
        end: Last day.
        published: The day of publication, where it is printed.
        passage: Where the dates stand.
        confidence: 1 where cover and dates are plain.
    """

    authorities: tuple[str, ...] = ()
    title: str | None = None
    start: str | None = None
    end: str | None = None
    published: str | None = None
    passage: Passage | None = None
    confidence: float = 1.0


def identify(document: Document, authorities: AuthorityList) -> Identity:
    """Read a report's cover.

    The authority is the one that the title names; where the title names none, the one that the
    report names most often, with a lower confidence.

    Args:
        document: A report whose first page has a title and a line of dates.
        authorities: Whom names may stand for.

    Returns:
        What is printed; what is not is `None`.
    """
    cover = cover_blocks(document)
    start, end, passage = _inspection_dates(document)
    titles = _title_blocks(document, cover)
    title = " – ".join(document.text_of(block) for block in titles) or None
    on = start or _published(document)
    named = _authorities_in(" ".join(document.text_of(b) for b in titles), authorities, on)
    confidence = 1.0
    if not named:
        named = _most_named(document, authorities, on)
        confidence = 0.5
    return Identity(
        authorities=named,
        title=title,
        start=start,
        end=end,
        published=_published(document),
        passage=passage,
        confidence=confidence if start else 0.5,
    )


def own_inspection(identity: Identity, *, framework: str, lead: str | None) -> InspectionRecord:
    """Make the record of the inspection that a report is about.

    Args:
        identity: What the cover says.
        framework: Notation of the framework.
        lead: The lead inspector's name as printed.

    Returns:
        The record with the key "own".
    """
    return InspectionRecord(
        key="own",
        authorities=identity.authorities,
        framework=framework,
        start=identity.start,
        end=identity.end,
        published=identity.published,
        lead_inspector=lead,
        passage=identity.passage,
        confidence=identity.confidence,
    )


def cover_blocks(document: Document) -> tuple[Block, ...]:
    """Give the body blocks of the first page.

    Args:
        document: Any document.

    Returns:
        In reading order; headings, paragraphs, cells.
    """
    return tuple(block for block in document.body() if block.page == 1)


def _title_blocks(document: Document, cover: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take what stands on the cover before the line of dates."""
    titles: list[Block] = []
    for block in cover:
        text = document.text_of(block)
        dates = _DATES.search(text)
        if dates is not None:
            break
        if len(text) > _LONGEST_TITLE or len(titles) == _MOST_TITLES:
            break
        if re.search("[A-Za-z]", text):
            titles.append(block)
    return tuple(titles)


def _authorities_in(title: str, authorities: AuthorityList, on: str | None) -> tuple[str, ...]:
    codes = [mention.authority.code for mention in authorities.find_in(title, on=on)]
    return tuple(dict.fromkeys(codes))[:1]


def _most_named(document: Document, authorities: AuthorityList, on: str | None) -> tuple[str, ...]:
    text = "\n".join(
        document.text_of(block) for block in document.blocks if block.kind is not BlockKind.CONTENTS
    )
    counts = Counter(mention.authority.code for mention in authorities.find_in(text, on=on))
    return tuple(code for code, _ in sorted(counts.most_common(1)))


def _inspection_dates(document: Document) -> tuple[str | None, str | None, Passage | None]:
    """Find the first line of inspection dates; a running footer may have the only one."""
    for block in sorted(document.blocks, key=lambda block: block.page > 1):
        text = document.text_of(block)
        label = _DATES.search(text)
        if label is None:
            continue
        line = document.text[block.start + label.end() : block.start + label.end() + _LINE_REACH]
        line = _PUBLISHED.split(line)[0]
        visits = find_visits(line)
        if visits is None or visits.start > _NEAR:
            continue
        offset = block.start + label.end()
        passage = Passage(start=offset + visits.start, end=offset + visits.end, page=block.page)
        return visits.first, visits.last, passage
    return None, None, None


def _published(document: Document) -> str | None:
    for block in document.blocks:
        if block.page > _FRONT_PAGES:
            continue
        text = document.text_of(block)
        label = _PUBLISHED.search(text)
        if label is None:
            continue
        following = document.text[block.start + label.end() : block.start + label.end() + 40]
        dates = find_dates(following)
        if dates and dates[0].start < _NEAR:
            return dates[0].value
    return None
