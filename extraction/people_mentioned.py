"""People whom a document about inspections names, with the roles that it gives them.

A run of capitalised words is a person only where the text says so: a title before it, an office
beside it, a verb of speech, a line or list of names. "Kent" alone is a county, "Ms Kent" a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.person_names import FoundName, find_names
from caregraph.extraction.roles import Role, role_after, role_before
from caregraph.extraction.speech import (
    COUNCILLOR,
    HONOURS,
    RANK,
    SPEECH_VERB,
    TITLE_BEFORE,
    TITLES,
    has_office,
)

_NAME_WORD = r"[A-ZÀ-Þ][^\W\d_]*(?:[’'-][A-ZÀ-Þ]?[^\W\d_]+)*"
# "Cllr Hale" in `Cllr Hale said`, "Mr Cole-Reed" (invented)
_TITLED = re.compile(rf"\b(?P<title>{TITLES})\s+(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,3}})")
# A list that leads in as `Present: Councillors: Ada Hale (Chair), Bo Reed and Cy Dunn` (invented)
_COUNCILLORS = re.compile(
    r"\b(?:Councillors|Cllrs|Members)\s*:?\s*\Z|\b(?:Councillors|Cllrs)\b\s*:"
)
# The line of `By Ada Hale, Families correspondent` (invented)
_BYLINE = re.compile(r"^(?:by|words by|written by|story by|report by)\s+\Z", re.IGNORECASE)
# Lists begin with `In Attendance:`, `Apologies:`, `Report author:`, `Questions to` (invented)
_LIST_LEAD = re.compile(
    r"\b(?:present|attendance|apolog\w+|author|contact(?: officer)?|questions to|prepared by|"
    r"presented by|welcomed|attendees|signed|officers|from|to|cc|members|invited)\b[^.]*\Z",
    re.IGNORECASE,
)
# "Shanice, who is 20 and left care two years ago, said" (invented/102): a first name alone; "Ada
# Hale, 20, who left care two years ago, said", "Bo Reed, 17, a care leaver, said" (invented)
_AGED = re.compile(
    rf"(?<![^\n“])(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,2}}), (?P<role>who is \d+[^,.]*|"
    rf"(?:aged )?\d{{1,2}}\b(?:[^,.]*|, (?:who|an?|the|from)\b[^,.“\"]*))(?=,)"
)
_AGE_BEFORE_ROLE = re.compile(r"^(?:aged )?\d{1,2},? ?(?:who (?:is |has |have )?|an? )?")
# She is quoted in `Ada Hale took up the post in May and said of the report: “` (invented)
_SAYS_LATER = re.compile(r"\s[a-z][^“\"]{0,90}\b(?:said|added|told)\b[^“\"]{0,40}[“\"]")
_SAID_BEFORE = re.compile(r"\b(?:said|added|says)\s+\Z")
MOST_ROLE_WORDS = 12
BYLINE_UNITS = 8
"""A line that is only a name among so many first units is the author's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone the document names.

    Attributes:
        name: Without titles and honours.
        start: Offset of the first mention, title included.
        end: Offset after it.
        page: Of the first mention.
        role: What the document says they are.
        organisation: The body beside the role, as printed.
        key: The surname, or the whole name where there is only one word; lower case.
    """

    name: str
    start: int
    end: int
    page: int
    role: str | None = None
    organisation: str | None = None

    @property
    def key(self) -> str:
        """The last word of the name in lower case."""
        return self.name.split()[-1].lower()


def find_people(text: str, units: Sequence[Unit]) -> tuple[Person, ...]:
    """Give each person once, at the first mention of the full name.

    Args:
        text: The document's stored text.
        units: Its units in reading order.

    Returns:
        In the order of the text; a role that only a later mention gives is taken from there.
    """
    people: dict[str, Person] = {}
    for here, unit in enumerate(units):
        following = units[here + 1] if here + 1 < len(units) else None
        for person in _in_unit(text, unit, here, following):
            known = people.get(person.name.lower())
            if known is None:
                people[person.name.lower()] = person
            elif known.role is None or (known.role == "Councillor" and person.role):
                role, body = person.role, person.organisation or known.organisation
                people[person.name.lower()] = replace(known, role=role, organisation=body)
    return tuple(sorted(people.values(), key=lambda person: person.start))


def _in_unit(text: str, unit: Unit, here: int, following: Unit | None) -> Iterator[Person]:
    stretches = [cell.stretch for cell in unit.cells] or list(unit.sentences)
    yield from _listed(text, unit)
    for stretch in stretches:
        for found in find_names(text, stretch.start, stretch.end):
            name = _without_lead(text, found)
            if name is None:
                continue
            role = _role(text, unit, stretch.start, stretch.end, name)
            if role is None:
                role = _role_below(text, unit, name, following)
            if role is None and not _is_person(text, unit, stretch.start, stretch.end, name, here):
                continue
            role = role or Role(title=None, organisation=None)
            yield Person(
                name=name.name,
                start=name.start,
                end=name.end,
                page=unit.page,
                role=role.title,
                organisation=role.organisation,
            )
    if unit.kind is not UnitKind.ROW:
        yield from _aged(text, unit)


def _listed(text: str, unit: Unit) -> Iterator[Person]:
    """Give the councillors of a list, initials for first names too."""
    lead = _LISTED.search(text, unit.start, unit.end)
    position = lead.end() if lead else unit.end
    while position < unit.end:
        match = _LISTED_NAME.match(text, position, unit.end)
        if match is None or len(re.findall(r"\w+", match["name"])) < 2:  # noqa: PLR2004 - initials
            return
        yield Person(
            name=" ".join(match["name"].split()),
            start=match.start("whole"),
            end=match.end("whole"),
            page=unit.page,
            role=match["role"] if has_office(match["role"] or "") else "Councillor",
        )
        if not match["next"]:
            return
        position = match.end()


def _aged(text: str, unit: Unit) -> Iterator[Person]:
    for match in _AGED.finditer(text, unit.start, unit.end):
        following = text[match.end() : match.end() + 40]
        if SPEECH_VERB.search(following):
            role = match["role"].removeprefix("who is ")
            if ", " in role or role.removeprefix("aged ").isdigit():
                role = _AGE_BEFORE_ROLE.sub("", role)
            yield Person(
                name=match["name"],
                start=match.start("name"),
                end=match.end("name"),
                page=unit.page,
                role=role or None,
            )


_NO_NAMES = frozenset(
    "Were Was Is Are Has Have Had Will Would Can May The This That These Those Its "  # noqa: SIM905 - a list to read
    "Their Our We They "
    "He She It You Also But And Resolved Noted Agreed Minutes Item Members Member Report Dear Next "
    "Panel Parenting Committee Corporate Steps Key Questions Thank Lives Voice "
    "Voices Your Young Counts Street Road Park House Centre Lane Avenue Notes".split()
)
_ABBREVIATED_TITLE = re.compile(r"^(?:Councillors|Cllrs|Coun|Cllr|Clr|Supt|Insp|Sgt|Ald)\b\.?\s+")
# "Bexley Town Hall", "County House": where somebody works (invented)
# The rank of "Ada Hale HMI" (invented), where no other office is told
_HMI_AFTER = re.compile(r",?\s+S?HMI\b")
# A politician's party: "Ada Hale (Con) said", "Bo Reed (Lab, Northfield)" (invented)
_PARTY = re.compile(r"^\s\([A-Z][^()]{1,40}\)")
_PLACE = re.compile(r"\b(?:Town|City|County|Shire|Civic|Council|Guild)\s(?:Hall|House|Offices)\Z")
# A list that follows "Present: Councillors": "A Hale (Chair), Bo Reed and C. D. Dunn" (invented)
_LISTED = re.compile(r"\b(?:Councillors|Cllrs)\b\.?:?\s+(?=[A-Z])")
_LISTED_NAME = re.compile(
    rf"\s*(?P<whole>(?:{TITLES}\s+)?(?P<name>(?:[A-Z]\.?\s?)*{_NAME_WORD}(?:\s{_NAME_WORD}){{0,2}}))"
    rf"(?:\s(?:CBE|OBE|MBE|JP))?\s*(?:\((?P<role>[^()]{{3,40}})\))?\s*(?P<next>,\s*and\s|,|\band\s|)"
)


def _without_lead(text: str, found: FoundName) -> FoundName | None:
    """Leave out a title that the list of titles of reports does not know ("Coun", "Supt")."""
    lead = _ABBREVIATED_TITLE.match(text[found.start : found.end])
    if has_office(found.name) or any(word in _NO_NAMES for word in found.name.split()):
        return None
    if _PLACE.search(found.name):
        return None
    if lead is None:
        return found
    name = text[found.start + lead.end() : found.end]
    if len(name.split()) < 2:  # noqa: PLR2004 - a surname alone is a later mention
        return None
    return FoundName(name=name, start=found.start, end=found.end)


def _role(text: str, unit: Unit, start: int, end: int, name: FoundName) -> Role | None:
    """Give the office that stands beside the name: after it, before it, or as its title."""
    begin = _name_start(text, name)
    after = role_after(text, name.end, end, listed=_is_list(text, unit))
    before_text = text[start:begin]
    title = TITLE_BEFORE.search(text[start : max(begin, start)]) or TITLE_BEFORE.search(
        text[name.start : begin] if begin > name.start else ""
    )
    if after is not None and after.title:
        return after
    if _is_list(text, unit) and before_text.rstrip().endswith(","):
        before_text = ""
    before = role_before(before_text if title is None else before_text[: title.start()])
    rank = RANK.search(title["title"]) if title else None
    if rank and title:
        return Role(title=title["title"], organisation=after.organisation if after else None)
    if before is not None:
        return before
    listed = _COUNCILLORS.search(text[start:begin]) is not None and _is_list(text, unit)
    if listed or (title and COUNCILLOR.search(title["title"])):
        return Role(title="Councillor", organisation=after.organisation if after else None)
    if after is None and _HMI_AFTER.match(text, name.end, end):
        return Role(title="HMI", organisation=None)
    return after


def _role_below(text: str, unit: Unit, name: FoundName, following: Unit | None) -> Role | None:
    """Give the office on the line below a line that is only a name, as letters are signed."""
    before = text[unit.start : name.start]
    led = not before.strip() or _BYLINE.search(before) is not None
    alone = led and not text[name.end : unit.end].strip(" ,.")
    if not alone or following is None or following.kind is UnitKind.ROW:
        return None
    words = following.of(text).strip(" .")
    short = len(words.split()) <= MOST_ROLE_WORDS and not words.endswith((".", ":"))
    return Role(title=words, organisation=None) if short and has_office(words) else None


def _name_start(text: str, name: FoundName) -> int:
    """Give where the name itself begins, after its titles."""
    position = text.find(name.name.split()[0], name.start, name.end)
    return position if position >= 0 else name.start


def _is_list(text: str, unit: Unit) -> bool:
    words = unit.of(text)
    return ";" in words or bool(re.match(r"^[A-Z][\w ]{2,30}:", words))


def _is_person(text: str, unit: Unit, start: int, end: int, name: FoundName, here: int) -> bool:
    before, after = text[start : _name_start(text, name)], text[name.end : end]
    after = _PARTY.sub("", after)
    if TITLE_BEFORE.search(before) or name.start < _name_start(text, name):
        return True
    if _BYLINE.search(before):
        return True
    alone = not before.strip() and not HONOURS.sub("", after).strip(" .,")
    if alone and here < BYLINE_UNITS and unit.kind is not UnitKind.ROW:
        return True
    spoken = SPEECH_VERB.match(after.lstrip(" ,")) or _SAID_BEFORE.search(before)
    if not before.strip():
        spoken = spoken or _SAYS_LATER.match(after)
    return (
        bool(spoken)
        or bool(HONOURS.match(after))
        or bool(_LIST_LEAD.search(before) and ";" in after)
    )
