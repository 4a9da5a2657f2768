"""Which authority each part of a document speaks of.

A story can hold two authorities (coverage/003), one whose name lies in the other's (Derby and
Derbyshire), or none at all but initials and districts (coverage/004). Neighbours, partners and
reviewers are named too, and are not inspected.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.people_mentioned import Person
from caregraph.ontology.authorities import AuthorityList, Mention
from caregraph.ontology.authority_record import Authority

OPENING_UNITS = 6
"""What the first units name counts twice."""

# "except Blackpool and Blackburn" (coverage/002), "invited Wiltshire Council" (invented/103)
_NOT_MEANT = re.compile(
    r"\b(?:except|excluding|apart from|unlike|invited|partnership with|alongside|"
    r"neighbours?|together with|"
    r"similar to|compared with|modelled on|learn(?:ing|t)? from|peer review\w* (?:by|"
    r"from))\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
# A capitalised word after a place that makes it another body's name: "Kent Police", "Bath Road"
_OTHER_BODY = re.compile(
    r"[ -](?!Council|City|County|Borough|Children|Safeguarding|"
    r"Local|Ofsted|MBC|Metropolitan)[A-Z][a-z]+"
)
# "children’s services in Bath", "inspection of Derbyshire", "Reports on Derby", "were in Derby"
_BEFORE = re.compile(
    r"\b(?:services?|inspections?|visit|reports?|department|inspected|rating|"
    r"judgement|care|inspectors were)"
    r"(?: \w+){0,2} (?:of|at|in|to|on|for|by) (?:the )?\Z",
    re.IGNORECASE,
)
# "Walsall's children's services", "Leicester children's services", "Derbyshire is told", "Xshire,
# which had been good, was judged", "Xshire council was upgraded" (invented)
_AFTER = re.compile(
    r"^(?:[’']s?)?,?\s+(?:(?:city |county |borough )?council[’']?s? )?(?:which [^.;]{0,60}?, )?"
    r"(?:children|services|last (?:full )?inspection|"
    r"(?:is|was|were|has|have|had) (?:been |also |now )?(?:told|found|inspected|praised)|"
    r"(?:(?:is|was|were|has|have|had) (?:been |also |now )?)?(?:rated|judged|graded|upgraded|"
    r"downgraded))",
    re.IGNORECASE,
)
_JUDGED = re.compile(r"ofsted|inspect|\brat(?:ed|ing)|judg|grade|watchdog", re.IGNORECASE)
# "the city" for one authority of a story and "the county" for another (invented/102)
_BY_KIND = re.compile(
    r"\b[Tt]he (?P<kind>city|county|borough)(?=[ ’'.,])(?! (?:council|line|boundary))"
)
_KINDS = {"county": ("E10",), "city": ("E06", "E08"), "borough": ("E06", "E08", "E09")}
# "LCC" (coverage/004): the initials of a council
_INITIALS = re.compile(r"\b[A-Z]{2,5}C\b")
_THE_COUNTY = re.compile(r"\b[Tt]he County\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The authorities a document is about, and where it turns from one to the next.

    Attributes:
        main: The code of the one that it is most about, or `None`.
        inspected: Codes of all whose inspections it speaks of, the main one first.
        turns: Offset and code of each place that names one, in the order of the text.
        certain: Whether a name told the main one; initials leave a doubt.
    """

    main: str | None
    inspected: tuple[str, ...]
    turns: tuple[tuple[int, str], ...]
    certain: bool = True

    def at(self, position: int) -> str | None:
        """Give the code of the authority that the text at an offset speaks of."""
        code = self.main
        for start, named in self.turns:
            if start > position:
                break
            code = named
        return code


def find_topics(
    text: str,
    units: Sequence[Unit],
    people: Sequence[Person],
    authorities: AuthorityList,
    on: str | None,
) -> Topics:
    """Tell which authorities a document is about.

    Args:
        text: The document's stored text.
        units: Its units.
        people: Whose names are no places ("Rowena Kent").
        authorities: All known ones.
        on: The document's day in ISO 8601, for bodies that were abolished.

    Returns:
        The authorities, and where the text turns from one to the next.
    """
    mentions = [
        (here, unit, mention)
        for here, unit in enumerate(units)
        for mention in _mentions(text, unit, people, authorities, on)
    ]
    scores: Counter[str] = Counter()
    judged: set[str] = set()
    for here, unit, mention in mentions:
        weight = _weight(text, unit, mention)
        scores[mention.authority.code] += weight * (2 if here < OPENING_UNITS else 1)
        if weight >= _STRONG and _JUDGED.search(unit.of(text)):
            judged.add(mention.authority.code)
    named = [code for code, score in scores.most_common() if score > 0]
    if not named:
        code = _by_initials(text, authorities) or _only_one(text, mentions)
        return Topics(main=code, inspected=(code,) if code else (), turns=(), certain=False)
    main = named[0]
    inspected = (main, *(code for code in named[1:] if code in judged))
    turns = sorted(_turns(text, units, [m for *_, m in mentions], inspected))
    return Topics(main=main, inspected=inspected, turns=tuple(turns))


_STRONG = 3


def _only_one(text: str, mentions: Sequence[tuple[int, Unit, Mention]]) -> str | None:
    """Give the authority that all bodies named after a place stand for ("Xshire Police")."""
    codes = {
        mention.authority.code
        for _, unit, mention in mentions
        if not mention.authority.everyday_word
        and not _NOT_MEANT.search(text, unit.start, mention.start)
    }
    return codes.pop() if len(codes) == 1 else None


def _mentions(
    text: str,
    unit: Unit,
    people: Sequence[Person],
    authorities: AuthorityList,
    on: str | None,
) -> Iterator[Mention]:
    names = [person.name for person in people]
    for found in authorities.find_in(unit.of(text), on=on):
        start, end = found.start + unit.start, found.end + unit.start
        around = text[max(0, start - 40) : end + 40]
        word = text[start:end]
        if any(word in name and name in around for name in names):
            continue
        yield Mention(start=start, end=end, authority=found.authority, as_council=found.as_council)


def _weight(text: str, unit: Unit, mention: Mention) -> int:
    before, after = text[unit.start : mention.start], text[mention.end : unit.end]
    if _NOT_MEANT.search(before) or (_OTHER_BODY.match(after) and not mention.as_council):
        return 0
    strong = _BEFORE.search(before) or _AFTER.match(after)
    plain = 1 if mention.as_council or not mention.authority.everyday_word else 0
    return _STRONG + plain if strong else plain + (1 if mention.as_council else 0)


def _turns(
    text: str, units: Sequence[Unit], mentions: Sequence[Mention], inspected: Sequence[str]
) -> Iterator[tuple[int, str]]:
    for mention in mentions:
        if mention.authority.code in inspected:
            yield mention.start, mention.authority.code
    for unit in units:
        if unit.kind is UnitKind.HEADING:
            continue
        for match in _BY_KIND.finditer(text, unit.start, unit.end):
            fitting = [code for code in inspected if code[:3] in _KINDS[match["kind"]]]
            if len(fitting) == 1 and len(inspected) > 1:
                yield match.start(), fitting[0]


def _by_initials(text: str, authorities: AuthorityList) -> str | None:
    """Give the one authority that initials and the districts named can mean together."""
    initials = Counter(_INITIALS.findall(text))
    fitting: list[Authority] = []
    for letters, _ in initials.most_common():
        fitting = [a for a in authorities if _initials_of(a.official_name) == letters]
        if fitting:
            break
    if _THE_COUNTY.search(text):
        fitting = [a for a in fitting if a.code.startswith("E10")] or fitting
    if len(fitting) > 1:
        counties = Counter(
            county
            for district, county in districts()
            if re.search(rf"\b{re.escape(district)}\b", text)
        )
        fitting = [a for a in fitting if a.label in counties]
    return fitting[0].code if len(fitting) == 1 else None


def _initials_of(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Z][a-z]+", name))


@cache
def districts() -> tuple[tuple[str, str], ...]:
    """Give the districts of two-tier counties, each with its county's short name."""
    source = files("caregraph.extraction") / "districts.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return tuple((row["district"], row["county"]) for row in rows)
