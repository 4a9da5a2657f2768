"""What letters on joint inspections and area SEND reports share: findings, lists, addressees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.outline import Item, items_of
from caregraph.extraction.polarity import polarity_of
from caregraph.extraction.records import FindingRecord, RecommendationRecord
from caregraph.extraction.themes import themes_of

OWN = "own"
"""`key` of the inspection that the report is about."""

INSPECTORATES = (
    ("Ofsted", re.compile(r"\bOfsted\b")),
    ("Care Quality Commission", re.compile(r"\bCare Quality Commission\b|\bCQC\b")),
    (
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
        # "HMI Constabulary (HMIC)" (Salford 2016), "His Majesty’s Inspectorate of Constabulary"
        re.compile(
            r"\b(?:HMI|HM Inspectorate of|(?:His|Her) Majesty.s Inspectorate of) Constabulary\b"
        ),
    ),
    (
        "HM Inspectorate of Probation",
        re.compile(
            r"\b(?:HMI|HM Inspectorate of|(?:His|Her) Majesty.s\s+Inspectorate of) Probation\b"
        ),
    ),
)
"""The inspectorates that inspect jointly, each with the ways in which the letters name it."""

# "West Midlands Police need to take urgent action" (Solihull 2022), "Health leaders must address"
_WHO_MUST = re.compile(
    r"\A(?P<who>[A-Z][^.,;:]{2,90}?)\s+(?:urgently\s+)?"
    r"(?:needs? to|must|should|have to|has to)\b"
)
# "Health leaders must ensure that there is sufficient support" (West Northamptonshire 2024)
_MUST = re.compile(r"(?i)\b(?:need|needs|must|should|have to|has to|ensure that|are required to)\b")
# "Ensure that the outcomes ...", "Take action to improve ...": a request has no subject
_IMPERATIVE = re.compile(
    r"\A(?:Ensure|Improve|Take|Develop|Review|Make|Strengthen|Increase|Establish|Address|Secure|Work|"
    r"Monitor|Implement|Put|Agree|Provide|Accelerate|Embed|Reduce|Continue|Use)\b"
)


def inspectorates_in(text: str) -> tuple[str, ...]:
    """Name the inspectorates that a text speaks of, in their usual order."""
    return tuple(name for name, pattern in INSPECTORATES if pattern.search(text))


def as_paragraphs(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Take the cells of a box or a one-column table as paragraphs, so that they count as items."""
    return tuple(
        replace(block, kind=BlockKind.BULLET if block.marker else BlockKind.PARAGRAPH, table=None)
        if block.kind is BlockKind.CELL
        else block
        for block in blocks
    )


def list_items(document: Document, blocks: Sequence[Block]) -> tuple[str | None, tuple[Item, ...]]:
    """Give the items of a list of which each stands alone, and the words that lead it in.

    "Leaders across the strategic partnership need to take swift and decisive action to ensure
    that:" (Sefton 2019) leads in five bullets: each of them is one item, the lead-in is none.

    Args:
        document: The document of the blocks.
        blocks: Body blocks of the list's section; cells count as paragraphs.

    Returns:
        The words that lead the list in, or `None`, and the items in reading order.
    """
    flat = as_paragraphs(blocks)
    first = next((here for here, block in enumerate(flat) if block.kind is BlockKind.BULLET), 0)
    lead_in = document.text_of(flat[first - 1]) if first > 0 else ""
    if lead_in.rstrip().endswith((":", "–", "-")):
        return lead_in, items_of(document, flat[first:])
    return None, items_of(document, flat)


def asks(text: str) -> bool:
    """Tell whether an item asks for something, as against saying what was found."""
    first = text.split(". ", maxsplit=1)[0]
    return _IMPERATIVE.match(text) is not None or _MUST.search(first) is not None


def finding_of(item: Item, *, section: str | None, heading: str | None) -> FindingRecord:
    """Make a finding of an item.

    Args:
        item: One paragraph or bullet with its sub-items.
        section: The heading it stands under.
        heading: "strength" or "weakness" where the list is headed so.

    Returns:
        The finding, with its themes and polarity; joint inspections keep no judgement areas.
    """
    return FindingRecord(
        inspection=OWN,
        text=item.text,
        passage=item.passage,
        section=section,
        paragraph=item.number,
        polarity=_polarity(item.text, section, heading),
        themes=themes_of(item.text, section),
    )


def _polarity(text: str, section: str | None, heading: str | None) -> str:
    """Tell the polarity; in a list of strengths or weaknesses the opposite is at most half true."""
    polarity = polarity_of(text, section=section, heading_polarity=heading)
    opposite = {"strength": "weakness", "weakness": "strength"}.get(heading or "")
    return "mixed" if polarity == opposite else polarity


def recommendation_of(
    item: Item, *, section: str | None, addressees: tuple[str, ...] = ()
) -> RecommendationRecord:
    """Make a recommendation of an item; whom it is for is read from its words where not given."""
    who = addressees or _addressees_in(item.text)
    return RecommendationRecord(
        inspection=OWN,
        text=item.text,
        passage=item.passage,
        section=section,
        paragraph=item.number,
        addressees=who,
        themes=themes_of(item.text, section),
    )


def _addressees_in(text: str) -> tuple[str, ...]:
    match = _WHO_MUST.match(text)
    if match is None or not _SOMEBODY.search(match["who"]):
        return ()
    return (match["who"],)


# "Leaders across the partnership", not "This" of "This should be a multi-agency response"
_SOMEBODY = re.compile(
    r"(?i)\b(?:leaders?|partnership|partners|council|authority|police|board|trust|service|services|icb|"
    r"agencies|schools|lscb|probation|commissioners|providers|managers)\b"
)


def bodies_in(text: str) -> tuple[str, ...]:
    """Split a cell that lists bodies: "A Council, NHS B Integrated Care Board and C Trust".

    Args:
        text: The cell.

    Returns:
        The bodies as printed, in order.

    Example:
        >>> bodies_in("Ambridge Council, NHS Borchester and Felpersham Integrated Care Board")
        ('Ambridge Council', 'NHS Borchester and Felpersham Integrated Care Board')
        >>> bodies_in("Ambridge Council and NHS Borchester ICB")
        ('Ambridge Council', 'NHS Borchester ICB')
    """
    found: list[str] = []
    for part in re.split(r"[,;\n]", text):
        found.extend(_split_at_and(" ".join(part.split())))
    return tuple(body for body in (re.sub(r"^and ", "", b).strip(" .") for b in found) if body)


# "Bury Metropolitan Borough Council" before "and NHS Greater Manchester ICB" (Bury 2024)
_COMPLETE_BODY = re.compile(
    r"(?i)\b(?:council|board|icb|trust|authority|partnership|first|services|board \(icb\))\Z"
)


def _split_at_and(part: str) -> list[str]:
    """Split at "and" where what stands before it is a whole body, not half a name of one."""
    words = part.split(" and ")
    bodies = [words[0]]
    for word in words[1:]:
        if _COMPLETE_BODY.search(bodies[-1]):
            bodies.append(word)
        else:
            bodies[-1] += f" and {word}"
    return bodies
