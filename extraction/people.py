"""Inspection teams and lead inspectors, as reports of all families name them.

A team is a run of labels, each with a list: "Lead inspector: ... Deputy lead inspector: ... Team
inspectors: ...". Lists are separated by semicolons, commas, lines or nothing at all, and a role may
stand before or after its name. The words are read from the stored text between two labels, so it
makes no difference how a reader cut them into blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caregraph.documents.model import Block, Document
from caregraph.extraction.person_names import FoundName, find_names
from caregraph.extraction.records import Passage, PostRecord

OFSTED = "Ofsted"
CQC = "Care Quality Commission"

# "Deputy lead inspector: Fiona Millns HMI" (Gateshead 2016), "Lead inspector on site: Pietro
# Battista" (Hammersmith and Fulham 2016), "Team inspectors (all HMI unless otherwise stated):
# Dominic Stevens" (Devon 2015), "Deputy lead inspector Susan Myers HMI" (Somerset 2015),
# "Reporting inspector Helen Cawston HMI" (Kent 2013), "Report author: Sean Tarpey",
# "Senior analytical officer: Stewart Hartshorne" (Bedford 2017), "The inspectors who carried out
# this second visit were:" (Sheffield 2014)
_LABEL = re.compile(
    r"(?P<role>(?:\b[Tt]he inspectors who carried out this )?\b(?:[A-Za-z]+ ){0,3}?"
    r"(?:[Ii]nspectors?|[Dd]ata [Aa]nalysts?|[Aa]nalytical [Oo]fficers?|[Mm]anagers?"
    r"|[Rr]eport [Aa]uthor|second visit))(?: on site)?(?P<note> \([^)]{1,60}\))?"
    r"(?: were)?(?P<colon>\s?:)?\s+(?=[A-ZÀ-Þ])"
)
# The roles that stand without a colon too: "Deputy lead inspector Susan Myers HMI" (Somerset 2015)
_KNOWN_ROLE = re.compile(
    r"(?i)(?:deputy |acting |joint )?(?:lead|team|shadow|supernumerary|associate|additional|"
    r"regulatory|reporting|contracted|seconded)(?: regulatory)? inspectors?\Z"
)

# The first words after a team: "Any complaints about the inspection or the report should be made",
# "Information about this local authority area", "The Office for Standards in Education"
_AFTER_A_TEAM = re.compile(
    r"Any complaints about|Judgement\b|Information about this|Children living in this"
    r"|The Office for Standards"
    r"|If you would like|If you are not happy|achieve excellence in|regulates and inspects"
)
# The lead of "Lead inspector: Tracey Metcalfe HMI"; a deputy is none (Gateshead 2016)
_LEAD = re.compile(r"(?i)\b(?<!deputy )(?:lead|reporting) inspector")
_MAX_TEAM = 3000
"""Characters that a team fills at most: the longest of the reports fills 700."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The people who inspected, and who led them, as printed; `lead` is `None` where not said."""

    posts: tuple[PostRecord, ...] = ()
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    role: str
    start: int
    end: int


def inspection_team(document: Document, *, inspection: str = "own") -> Team:
    """Give the inspection team of a report that lists it by labels (SIF, ILACS, before 2013).

    Args:
        document: The report.
        inspection: `key` of the inspection that the team made.

    Returns:
        Each person once for each role, in the order of the text; empty where no team is named.
    """
    region = _team_region(document)
    if region is None:
        return Team()
    labels = _labels(document.text, *region)
    posts: list[PostRecord] = []
    lead = None
    ends = [label.start for label in labels[1:]] + [region[1]]
    for label, end in zip(labels, ends, strict=True):
        for found, words in _people(document.text, label.end, end):
            role = _role_of(label.role, words)
            posts.append(_post(document, found, role, OFSTED, inspection))
            if lead is None and _LEAD.search(label.role):
                lead = found.name
    return Team(posts=unique_posts(posts), lead=lead)


# "Her Majesty’s Inspectors for this visit were Jo Archer and Lee Grundy", "The visit was carried
# out by His Majesty’s Inspectors, Jo Archer and Lee Grundy" (letters on visits; names invented)
_VISITED_BY = re.compile(
    r"(?:(?P<office>(?:Her|His) Majesty.s Inspector)s? for th(?:is|e) (?:\w+ )?visit (?:were|was)"
    r"|\bcarried out by (?:(?P<also>(?:Her|His) Majesty.s Inspector)s?|HMI))\b",
    re.IGNORECASE,
)


def visit_team(document: Document, *, inspection: str = "own") -> Team:
    """Give the inspectors whom the first paragraphs of a letter on a visit name.

    Args:
        document: The letter.
        inspection: `key` of the visit.

    Returns:
        The inspectors in the order of the text; the first is the lead.
    """
    for block in document.body():
        said = _VISITED_BY.search(document.text, block.start, block.end)
        if said is None:
            continue
        stop = document.text.find(". ", said.end(), block.end)
        found = find_names(document.text, said.end(), stop if stop > 0 else block.end)
        role = said["office"] or said["also"] or "Inspector"
        posts = (_post(document, name, role, OFSTED, inspection) for name in found)
        return Team(posts=tuple(posts), lead=found[0].name if found else None)
    return Team()


def _team_region(document: Document) -> tuple[int, int] | None:
    """Find from where to where the text names the team, from its lead inspector on."""
    blocks = list(document.body())
    for here, block in enumerate(blocks):
        start = _first_lead(document.text, block)
        if start is not None:
            return start, _region_end(document, blocks[here:], start)
    return None


def _first_lead(text: str, block: Block) -> int | None:
    for label in _labels(text, block.start, min(block.end + 200, len(text))):
        named = find_names(text, label.end, min(label.end + 80, len(text)))
        if _LEAD.search(label.role) and label.start <= block.end and named:
            return label.start
    return None


def _region_end(document: Document, blocks: Iterable[Block], start: int) -> int:
    end = start
    for block in blocks:
        words = document.text_of(block)
        stop = _AFTER_A_TEAM.search(words)
        if block.start > start and not stop and not _is_list(words):
            break
        if block.end - start > _MAX_TEAM:
            break
        end = block.start + stop.start() if stop else block.end
        if stop:
            break
    return max(end, start)


def _is_list(words: str) -> bool:
    """Whether a block can go on with a team: a label, or names and roles, and no prose."""
    if _LABEL.search(words + " X") or "second visit" in words:
        return True
    letters = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in _SMALL]
    capital = sum(word[0].isupper() for word in letters)
    return bool(letters) and capital >= _SHARE_OF_CAPITALS * len(letters)


_SHARE_OF_CAPITALS = 0.7
"""Of the words of a list of names; a sentence of prose has far fewer."""
_SMALL = frozenset(
    {"and", "of", "for", "the", "in", "inspector", "inspectors", "designate"}
    | {"associate", "seconded", "additional", "contracted"}
)


def _labels(text: str, start: int, end: int) -> list[_Label]:
    found = []
    for match in _LABEL.finditer(text, start, end):
        role = " ".join(match["role"].split())
        if match["colon"] or (_KNOWN_ROLE.fullmatch(role) and _starts_a_part(text, match)):
            found.append(_Label(role=role, start=match.start(), end=match.end()))
    return found


def _starts_a_part(text: str, match: re.Match[str]) -> bool:
    """Whether a label without a colon begins a line or a sentence and a name follows it."""
    before = text[: match.start()].rstrip(" ")
    named = find_names(text, match.end(), min(match.end() + 40, len(text)))
    follows = bool(named) and named[0].start == match.end()
    return follows and (not before or before[-1] in "\n.:" or before.endswith("HMI"))


def _people(text: str, start: int, end: int) -> Iterator[tuple[FoundName, str]]:
    """Give each name with the words beside it that tell its own role."""
    found = find_names(text, start, end)
    for here, name in enumerate(found):
        until = found[here + 1].start if here + 1 < len(found) else end
        own = own_words(text[name.end : until])
        leading = text[start : name.start].strip(" ,;.\n") if here == 0 else ""
        yield name, f"{leading}, {own}" if leading and own else leading or own


# "Janet Fraser HMI A second visit was made to Sheffield" (Sheffield 2014): a sentence follows
_SENTENCE = re.compile(r"\s+(?=(?:A|An|The|This|It)\s+[a-z])|[;\n]")


def own_words(words: str) -> str:
    """Give the role in the words that stand between a name and the next, without marks."""
    own = _SENTENCE.split(words, maxsplit=1)[0].strip(" ,;.:/[]–-")
    own = re.sub(r"(?:\A|[\s,]+)and\s*\Z|\Aand\s+", "", own).strip(" ,;.:/[]–-")
    if own.startswith("(") and own.endswith(")"):
        own = own[1:-1]
    if own.count("(") != own.count(")"):
        own = own.strip("()")
    return " ".join(own.split())


_JUST_HMI = re.compile(r"(?i)(?:hmi|hmis|(?:her|his) majesty[’'`]?s inspectors?)\Z")
_SINGULAR = {
    "inspectors": "inspector",
    "analysts": "analyst",
    "managers": "manager",
    "officers": "officer",
}


def _role_of(label: str, own: str) -> str:
    """Give the role as printed: that of the list, then what stands beside the name alone."""
    words = [_SINGULAR.get(word.lower(), word) for word in label.split()]
    role = " ".join(words)
    if label.lower().endswith("second visit"):
        return f"{own} (second visit)" if own else "Inspector (second visit)"
    role = role[:1].upper() + role[1:]
    return role if not own or _JUST_HMI.fullmatch(own) else f"{role}, {own}"


def _post(
    document: Document,
    found: FoundName,
    role: str | None,
    organisation: str | None,
    inspection: str | None,
) -> PostRecord:
    return PostRecord(
        person=found.name,
        passage=Passage(start=found.start, end=found.end, page=page_at(document, found.start)),
        role_title=role,
        organisation=organisation,
        inspection=inspection,
    )


def page_at(document: Document, offset: int) -> int:
    """Give the page (from 1) on which the character at `offset` of the stored text is printed."""
    block = next((b for b in document.blocks if b.start <= offset < b.end), None)
    if block is None:
        return 1
    line = next((line for line in block.lines if line.start <= offset < line.end), None)
    return line.page if line else block.page


def unique_posts(posts: Iterable[PostRecord]) -> tuple[PostRecord, ...]:
    """Keep the first post of each person with the same role, in order."""
    kept: dict[tuple[str, str | None], PostRecord] = {}
    for post in posts:
        kept.setdefault((post.person.casefold(), post.role_title), post)
    return tuple(kept.values())
