"""Recommendations: what inspectors said must be done, by whom, and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from caregraph.documents.model import Block, Document
from caregraph.extraction.outline import Item, items_of
from caregraph.extraction.records import RecommendationRecord
from caregraph.extraction.themes import themes_of

# `(paragraphs 21, 32)`, `(paragraph 19)`, `(Paragraphs 17, 36, 81 and 99)`, `(paragraphs 12–15)`,
# `(paragraphs 17, 25 and 80–82)`
_REFERENCES = re.compile(
    r"\bpara(?:graph)?s?\.?\s+(?P<numbers>\d+(?:(?:[\s,;.&–-]|\band\b|\bto\b)+\d+)*)", re.IGNORECASE
)
_NUMBER_OR_RANGE = re.compile(r"(\d+)(?:\s*(?:[–-]|\bto\b)\s*(\d+))?")
_LONGEST_RANGE = 40

# `(outcome 2, national framework)`, `(Enabler: the workforce is equipped and effective, National
# Framework)`, `[ Outcome 4` with no end, `Enabler three: National Framework.`
_TAG = re.compile(
    r"(?P<open>[(\[])?\s*\b(?P<tag>(?:Outcomes?|Enablers?|Principles?)\b(?:(?!\.\s+[A-Z]).)*)$",
    re.IGNORECASE,
)
# Without the framework's name: `(Enabler two).` (harrow_2025-03-04), `(Principle 1)`
# (camden_2025-04-15), `(enabler 2, leaders drive conditions for effective practice)`
# (south-tyneside_2026-08-04)
_NAMED = re.compile(
    r"(?:Outcome|Enabler|Principle)s?\s*(?:\d|:|(?:one|two|three|four|five|six)\b)", re.IGNORECASE
)
_FRAMEWORK = re.compile(
    r"[\s,:;(–-]*(?:\b(?:of\s+the\s+)?(?:children.s\s+social\s+care\s+)?national\s+framework)\W*",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\s*(?:;|(?:,\s*(?:and\s+)?|\band\s+)(?=Outcome|Enabler|Principle))",
    re.IGNORECASE,
)


# `To secure improvement, the local authority should:`, a lead-in to items of their own
_LEAD_IN = re.compile(r":\s*$|\b(?:should|must|will)\b[^.]*\b(?:following|below)\b[^.]*\.?\s*$")
# Numbered lead-ins: `15. In order to improve the quality of provision ..., the local authority
# should take the following action.` (norfolk_2013-08-16), `13. Priorities for further
# improvement:` (haringey_2009-07-03)
_NUMBERED_LEAD_IN = re.compile(
    r"In order to improve\b.*\bfollowing\b|Priorities for further improvement", re.DOTALL
)
# `There are no areas for priority or immediate action.` (sheffield_2014-02-21, paragraph 18)
_NONE = re.compile(
    r"There (?:are|were|is) no\b|No (?:areas|priority|recommendations?)\b|None\b",
    re.IGNORECASE,
)
_SHORTEST = 3
"""Words; what has fewer is a broken line."""


def recommended(document: Document, blocks: Iterable[Block]) -> tuple[Item, ...]:
    """Give the items of a list of recommendations, without what leads into it.

    Args:
        document: The report.
        blocks: What stands under the heading of the list.

    Returns:
        In order. A numbered item keeps its bullets; bullets after an unnumbered lead-in are items
        of their own. Paragraphs count where the list has neither numbers nor bullets.
    """
    items = [
        item for item in _unled(document, items_of(document, blocks, cells=True)) if _counts(item)
    ]
    listed = [item for item in items if item.number is not None or item.bullet]
    return tuple(listed or items)


def _counts(item: Item) -> bool:
    return len(item.text.split()) >= _SHORTEST and _NONE.match(item.text) is None


def _unled(document: Document, items: Iterable[Item]) -> Iterator[Item]:
    """Cut a lead-in off the bullets that it introduces."""
    for item in items:
        first, rest = item.blocks[0], item.blocks[1:]
        words = document.text_of(first)
        numbered_lead = item.number is not None and _NUMBERED_LEAD_IN.match(words)
        if (item.number is not None and not numbered_lead) or item.bullet:
            yield item
        elif rest:
            yield from items_of(document, rest, cells=True)
        elif not numbered_lead and _LEAD_IN.search(words) is None:
            yield item


def recommendation(
    item: Item,
    *,
    section: str | None,
    addressees: tuple[str, ...] = (),
    area: str | None = None,
) -> RecommendationRecord:
    """Make the record of one item of a list of recommendations.

    Args:
        item: The numbered item or bullet, with its sub-items.
        section: The heading that the list stands under.
        addressees: Whom the list is addressed to, as printed; empty: the authority.
        area: Notation of the area, where lists are kept by area.

    Returns:
        The record, of the report's own inspection.
    """
    return RecommendationRecord(
        inspection="own",
        text=item.text,
        passage=item.passage,
        section=section,
        paragraph=item.number,
        addressees=addressees,
        area=area,
        themes=themes_of(item.text, section),
        references=references_in(item.text),
        framework_tags=framework_tags_in(item.text),
    )


def references_in(text: str) -> tuple[str, ...]:
    """Give the paragraph numbers that a recommendation refers to.

    Args:
        text: The whole recommendation.

    Returns:
        Printed numbers, in order, each once; a range is given number by number.

    Example:
        >>> references_in("Improve plans (paragraphs 17, 25 and 80–82).")
        ('17', '25', '80', '81', '82')
    """
    numbers: dict[str, None] = {}
    for match in _REFERENCES.finditer(text):
        for first, last in _NUMBER_OR_RANGE.findall(match["numbers"]):
            until = (
                int(last) if last and 0 <= int(last) - int(first) <= _LONGEST_RANGE else int(first)
            )
            numbers.update({str(number): None for number in range(int(first), until + 1)})
    return tuple(numbers)


def framework_tags_in(text: str) -> tuple[str, ...]:
    """Give the parts of the children's social care national framework named at the end.

    Args:
        text: The whole recommendation.

    Returns:
        As printed, without brackets and the words "national framework".

    Example:
        >>> framework_tags_in("The quality of letters. (Outcome 1, national framework)")
        ('Outcome 1',)
        >>> framework_tags_in("The response to care leavers who go missing (Enabler two).")
        ('Enabler two',)
        >>> framework_tags_in("The outcomes that children reach at school.")
        ()
    """
    tail = text[-200:]
    for match in _TAG.finditer(tail):
        tag = match["tag"]
        framed = _FRAMEWORK.search(tag)
        if framed is None and not (match["open"] and _NAMED.match(tag)):
            continue
        named = tag[: framed.start()] if framed else tag
        return tuple(
            part.strip(" .,;:()[]") for part in _SEVERAL.split(named) if part.strip(" .,;:()[]")
        )
    return ()
