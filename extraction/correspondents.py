"""The people that joint inspections name: whom a letter is to, who signs it, whom a table lists.

A letter on a joint targeted area inspection begins with its addressees, one a line or wrapped
("Name, role, body"), and ends with the inspectorates' signatories, one below the other or in a grid
in which name and title stand in either order. An area SEND report ends with two tables: the leaders
of authority and health body side by side, and the team of the two inspectorates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.extraction.people import CQC, OFSTED, Team, own_words, page_at, unique_posts
from caregraph.extraction.person_names import (
    ROLE_WORDS,
    FoundName,
    find_names,
    is_name,
    name_at_start,
)
from caregraph.extraction.records import Passage, PostRecord

# "Dear local partnership" (Salford 2016), "Dear Leeds Local Safeguarding Partnership"
_SALUTATION = re.compile(r"Dear\b")
# "Yours sincerely," (Harrow 2023)
_VALEDICTION = re.compile(r"Yours (?:sincerely|faithfully|truly)\b", re.IGNORECASE)
# The heads of the grid: "HMI Constabulary and Fire & Rescue Services" (Derby 2019), "HMI Probation"
_INSPECTORATE = re.compile(
    r"(?i)(?:Ofsted|Care Quality Commission|CQC|(?:HMI|(?:Her|His) Majesty.s Inspectorate of) "
    r"(?:Constabulary(?:[, ]+(?:and )?Fire (?:&|and) Rescue Services?)?|Probation|Prisons))\Z"
)
# "His Majesty’s Inspector of Constabulary" and, below, "His Majesty’s Inspector of Fire &
# Rescue Services" (Hertfordshire 2024) are two titles of one person
_SECOND_TITLE = re.compile(r"(?<=\w) (?=(?:His|Her) Majesty.s (?:Chief )?Inspector\b)")
# The note under the signatures: "The Children Act 2004 (Joint Area Reviews) Regulations 2015"
_FOOTNOTE = re.compile(r"\d?\s*The Children Act 2004")
# The post in "Roz Hamilton Divisional Director, ..." (Cheshire West and Chester 2017)
_JOB = re.compile(
    r"(?i)\b(?:director|manager|officer|chief|commissioner|constable|head|chair|nurse|mayor|lead|ceo|"
    r"commander|scrutineer|executive|superintendent|inspector|adviser|secretary|lead person)\b"
)
# The body in "Chief Officer, NHS Vale Royal CCG" (Cheshire West and Chester 2017)
_BODY = re.compile(
    r"(?i)\b(?:councils?|boards?|police|constabulary|(?:probation|justice) service|"
    r"offending (?:service|team)|trust|ccgs?|clinical commissioning groups?|icb|nhs|partnership|"
    r"company|authority|ofsted|cqc|care quality commission|lscb|borough|cafcass|inspectorate)\b"
)
# "CBE QPM, Commissioner" (Greenwich 2018), ", QPM, Chief Constable" (Manchester 2023): honours, not
# the short names of posts ("CEO, Community Rehabilitation Company")
_HONOURS = re.compile(
    r"^(?:[\s,]*\b(?!CEO|COO|CFO|DCS|NPS|NHS|PCC|YOT|YOS|CRC|CCG|ICB|HMI|CQC)(?:[A-Z]{2,5}|BSc|ChB|MSc)\b)+(?=,)"
)
# "www.westnorthants.gov.uk", "northeastnorthcumbria.nhs.uk" (Middlesbrough 2023)
_WEB = re.compile(r"https?:|www\d?\.|\.(?:gov|nhs|org|co)\.|\.org\b")
# "Local authority", "Integrated Care Board": the heads of the table of leaders
_TABLE_HEAD = re.compile(
    r"(?i)(?:local authority|integrated care boards?(?: \(ICB\))?|ICB|health)\Z"
)
_LEAD = re.compile(r"(?i)\blead inspector")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A line or a cell; `column` tells which column of a grid it stands in."""

    start: int
    end: int
    text: str
    column: int


def addressees(document: Document) -> tuple[PostRecord, ...]:
    """Give whom a letter is addressed to: everybody named before "Dear".

    Returns:
        One post for each person and role, in order; empty where the document is no letter.
    """
    dear = next((b for b in document.body() if _SALUTATION.match(document.text_of(b))), None)
    if dear is None:
        return ()
    lines = list(_printed_lines(document, (b for b in document.body() if b.end <= dear.start)))
    entries: list[list[int]] = []
    posts: list[PostRecord] = []
    for here, line in enumerate(lines):
        if is_name(line.text):
            posts.extend(_postal(document, line, lines[here + 1 : here + 3]))
        elif _begins_entry(line.text):
            entries.append([line.start, line.end])
        elif entries:
            entries[-1][1] = line.end
    posts.extend(post for start, end in entries for post in _entry_posts(document, start, end))
    return unique_posts(sorted(posts, key=lambda post: post.passage.start))


def _postal(document: Document, name: _Unit, below: Sequence[_Unit]) -> Iterator[PostRecord]:
    """Give the addressee of a postal address: the name, below it the post, below that the body.

    A line that looks like a name with no post below it is part of the address ("Jubilee House").

    Yields:
        The addressee, or nobody.
    """
    if not below or not _JOB.search(below[0].text):
        return
    has_body = len(below) > 1 and _BODY.search(below[1].text) is not None
    last = below[1] if has_body else below[0]
    yield PostRecord(
        person=find_names(document.text, name.start, name.end)[0].name,
        passage=Passage(start=name.start, end=last.end, page=page_at(document, name.start)),
        role_title=" ".join(below[0].text.split()),
        organisation=" ".join(below[1].text.split()) if has_body else None,
    )


def _printed_lines(document: Document, blocks: Iterable[Block]) -> Iterator[_Unit]:
    for block in blocks:
        spans = [(line.start, line.end) for line in block.lines] or [(block.start, block.end)]
        for start, end in spans:
            text = document.text[start:end]
            yield _Unit(start=start, end=end, text=text, column=block.column or 0)


def _begins_entry(line: str) -> bool:
    """Whether a line begins with a person, not with the name of a place that looks like one."""
    found = name_at_start(line)
    if found is None:
        return False
    rest = line[found.end :].lstrip()
    soon = " ".join(re.split(r"[,(]", rest)[0].split()[:4])
    return (
        not rest
        or rest[0] in ",–-:("
        or is_name(line)
        or _JOB.search(soon) is not None
        or _letters(rest)
    )


def _letters(rest: str) -> bool:
    """Whether honours follow: "QPM, Chief Constable of Hampshire Constabulary"."""
    return re.match(r"[A-Z]{2,4}\b", rest) is not None


def _entry_posts(document: Document, start: int, end: int) -> Iterator[PostRecord]:
    """Give the person of an entry; two where a line break was lost between them."""
    found = [
        name
        for here, name in enumerate(find_names(document.text, start, end))
        if here == 0
        or re.match(r"(?:Mr|Mrs|Ms|Dr|Sir|Dame)\b", document.text[name.start : name.end])
    ]
    stops = [*(name.start for name in found[1:]), end][: len(found)]
    for name, stop in zip(found, stops, strict=True):
        yield _post_of(document, name, stop)


def _post_of(
    document: Document, name: FoundName, stop: int, inspection: str | None = None
) -> PostRecord:
    words = _HONOURS.sub("", document.text[name.end : stop])
    role, organisation = role_and_body(own_words(words))
    return PostRecord(
        person=name.name,
        passage=Passage(
            start=name.start,
            end=name.start + len(document.text[name.start : stop].rstrip(" ,;\n")),
            page=page_at(document, name.start),
        ),
        role_title=role,
        organisation=organisation,
        inspection=inspection,
    )


def role_and_body(words: str) -> tuple[str | None, str | None]:
    """Split what stands beside a name into the role and the body, at the comma between them.

    Args:
        words: "Chief Constable, Borsetshire Police": all that stands beside the name.

    Returns:
        The role and the body, each `None` where the words name none.

    Example:
        >>> role_and_body("Chief Executive, NHS Ambridge Integrated Care Board")
        ('Chief Executive', 'NHS Ambridge Integrated Care Board')
        >>> role_and_body("Director, Children, Families and Education, Felpersham")
        ('Director, Children, Families and Education, Felpersham', None)
    """
    words = words.strip(" ,;-–")
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", words)]
    body = next((here for here in range(1, len(parts)) if _BODY.search(parts[here])), None)
    if body is None or _JOB.search(", ".join(parts[body:])) or parts[body].startswith("with "):
        return words or None, None
    while body > 1 and not any(w.lower() in ROLE_WORDS for w in parts[body - 1].split()):
        body -= 1  # "Bedfordshire, Luton and Milton Keynes Integrated Care Board" is one body
    return ", ".join(parts[:body]), ", ".join(parts[body:])


def signatories(document: Document) -> tuple[PostRecord, ...]:
    """Give who signs a letter: everybody named after "Yours sincerely", column by column.

    A cell with a title and no name (Salford 2016, HMI Probation) gives nobody.

    Returns:
        One post for each person, in the order of the text; empty where nobody signs.
    """
    blocks = list(document.body())
    signed = [here for here, b in enumerate(blocks) if _VALEDICTION.search(document.text_of(b))]
    if not signed:
        return ()
    units = [
        _Unit(start=b.start, end=b.end, text=document.text_of(b), column=b.column or 0)
        for b in _unjoined(document, blocks[signed[-1] + 1 :])
        if not _FOOTNOTE.match(document.text_of(b))
    ]
    columns = sorted({unit.column for unit in units})
    posts: list[PostRecord] = []
    for column in columns:
        posts.extend(_signed(document, [unit for unit in units if unit.column == column]))
    return unique_posts(sorted(posts, key=lambda post: post.passage.start))


def _unjoined(document: Document, blocks: Iterable[Block]) -> Iterator[Block]:
    """Cut a block in which name and title stand on lines of their own into these lines."""
    for block in blocks:
        names = [line for line in block.lines if is_name(document.text[line.start : line.end])]
        if not names or len(block.lines) == 1:
            yield block
            continue
        for line in block.lines:
            yield Block(
                kind=block.kind, start=line.start, end=line.end, page=line.page, column=block.column
            )


def _signed(document: Document, units: Sequence[_Unit]) -> Iterator[PostRecord]:
    """Give the posts of one column, where name, title and inspectorate follow each other."""
    body: str | None = None
    waiting: list[_Unit] = []
    here = 0
    while here < len(units):
        unit = units[here]
        here += 1
        if not is_name(unit.text):
            if _INSPECTORATE.match(unit.text):
                body, waiting = unit.text, []
            else:
                waiting.append(unit)
            continue
        title: list[_Unit] = []
        while here < len(units) and not is_name(units[here].text):
            if title and _INSPECTORATE.match(units[here].text):
                break
            if _INSPECTORATE.match(units[here].text) and waiting:
                break
            title.append(units[here])
            here += 1
        yield _signatory(document, unit, title or waiting, body)
        waiting = []


def _signatory(
    document: Document, name: _Unit, title: Sequence[_Unit], body: str | None
) -> PostRecord:
    words = _SECOND_TITLE.sub("; ", " ".join(" ".join(unit.text.split()) for unit in title))
    role, said = role_and_body(words)
    parts = [name, *title]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    found = find_names(document.text, name.start, name.end)[0]
    return PostRecord(
        person=found.name,
        passage=Passage(start=start, end=end, page=page_at(document, start)),
        role_title=role,
        organisation=said or body or _inspectorate_in(words),
    )


def _inspectorate_in(title: str) -> str | None:
    if "Constabulary" in title:
        return "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services"
    return "HM Inspectorate of Probation" if "Probation" in title else None


def send_leaders(document: Document) -> tuple[PostRecord, ...]:
    """Give the leaders in the table "Local area partnership details" of an area SEND report."""
    blocks = _between(
        document, r"Local area partnership details", r"Information about this inspection"
    )
    posts: list[PostRecord] = []
    bodies: dict[int, list[str]] = {}
    seen: dict[int, int] = {}
    for here, block in enumerate(blocks):
        column, text = block.column or 0, document.text_of(block)
        if _WEB.search(text):
            seen[column] = 2
        if seen.get(column, 0) == 2 or _TABLE_HEAD.match(text):  # noqa: PLR2004 - past the names
            continue
        if not _begins_entry(text) or (seen.get(column) and not _JOB.search(text)):
            if not seen.get(column):
                bodies.setdefault(column, []).append(text)
            continue
        seen[column] = 1
        posts.append(_leader(document, block, blocks[here + 1 :], " ".join(bodies.get(column, ()))))
    return unique_posts(posts)


def _leader(document: Document, block: Block, after: Sequence[Block], body: str) -> PostRecord:
    found = find_names(document.text, block.start, block.end)[0]
    role = own_words(document.text[found.end : block.end])
    end = block.end
    follows = next((b for b in after if (b.column or 0) == (block.column or 0)), None)
    if not role and follows and _JOB.search(document.text_of(follows)):
        role, end = own_words(document.text_of(follows)), follows.end
    title, said = role_and_body(role)
    return PostRecord(
        person=found.name,
        passage=Passage(start=block.start, end=end, page=page_at(document, block.start)),
        role_title=title,
        organisation=said or body or None,
    )


def send_team(document: Document, *, inspection: str = "own") -> Team:
    """Give the team of an area SEND inspection, its Ofsted lead inspector first of all leads."""
    posts: list[PostRecord] = []
    for block in _between(
        document, r"Inspection team", r"If you are not happy|The Office for Standards"
    ):
        names = find_names(document.text, block.start, block.end)
        stops = [*(name.start for name in names[1:]), block.end][: len(names)]
        for name, stop in zip(names, stops, strict=True):
            role = own_words(document.text[name.end : stop]) or None
            posts.append(
                PostRecord(
                    person=name.name,
                    passage=Passage(start=name.start, end=stop, page=page_at(document, name.start)),
                    role_title=role,
                    organisation=CQC if role and "CQC" in role else OFSTED,
                    inspection=inspection,
                )
            )
    leads = [post.person for post in posts if _LEAD.search(post.role_title or "")]
    ofsted = [
        p.person for p in posts if p.organisation == OFSTED and _LEAD.search(p.role_title or "")
    ]
    return Team(posts=unique_posts(posts), lead=next(iter([*ofsted, *leads]), None))


def _between(document: Document, first: str, last: str) -> tuple[Block, ...]:
    """Give the body blocks after the last that is `first`, up to one that begins with `last`."""
    blocks = list(document.body())
    starts = [
        here
        for here, block in enumerate(blocks)
        if re.fullmatch(rf"(?i)(?:the )?{first}:?", document.text_of(block).strip())
    ]
    if not starts:
        return ()
    kept = []
    for block in blocks[starts[-1] + 1 :]:
        if re.match(rf"(?i){last}", document.text_of(block)):
            break
        kept.append(block)
    return tuple(block for block in kept if block.kind is not BlockKind.CONTENTS)
