"""How a search in plain words is read: places, years, grades, frameworks, praise or criticism.

What is recognised narrows the search or moves hits up and down, is told to the person, and can be
switched off. A word is taken for a place only where the text says so: see `_places`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from caregraph.embeddings.periods import Period, periods_in
from caregraph.ontology.authorities import AuthorityList, Mention
from caregraph.ontology.concepts import concepts


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How a text was read.

    Attributes:
        words: What is left to rank by: the text without what became a filter.
        authorities: ONS codes.
        regions: Names.
        since: First day, month or year wanted, ISO 8601.
        until: The last.
        grades: Notations.
        frameworks: Notations.
        polarities: Notations; only such findings are wanted.
        leaning: "strength" or "weakness" where the words speak of one without asking for it
            only: the other is moved down.
        notes: What was recognised, for people, in the order of the text: "Lancashire", "2018".
    """

    words: str
    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    grades: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    leaning: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One thing recognised at `text[start:end]`."""

    start: int
    end: int
    facet: str
    values: tuple[str, ...]
    note: str


def understand(
    text: str,
    authorities: AuthorityList,
    *,
    today: date,
    without: frozenset[str] = frozenset(),
) -> Understanding:
    """Read a text.

    Args:
        text: As typed.
        authorities: Whose names are recognised.
        today: What "the last two years" are counted from.
        without: Facets that are not looked for, because the person has filtered by them:
            "authority", "region", "date", "grade", "framework", "polarity".

    Returns:
        How it was read; a text in which nothing is recognised comes back as `words`.

    Example:
        >>> read = understand(
        ...     "weaknesses in early help, Lancashire 2018",
        ...     AuthorityList.load(),
        ...     today=date(2026, 1, 1),
        ... )
        >>> read.words, read.notes
        ('early help', ('weaknesses', 'Lancashire', '2018'))
    """
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    found: list[_Found] = []
    for facet, recognise in _RECOGNISERS:
        if facet in without:
            continue
        for one in recognise(text, authorities, today):
            taken = [*quoted, *((f.start, f.end) for f in found)]
            if not any(one.start < end and start < one.end for start, end in taken):
                found.append(one)
    found.sort(key=lambda f: f.start)
    return _together(text, found, _leaning(text, found) if "polarity" not in without else None)


def _together(text: str, found: Sequence[_Found], leaning: str | None) -> Understanding:
    values = {
        facet: tuple(dict.fromkeys(v for f in found if f.facet == facet for v in f.values))
        for facet in ("authority", "region", "grade", "framework", "polarity")
    }
    days = [f.values for f in found if f.facet == "date"]
    notes = tuple(dict.fromkeys(f.note for f in found))
    return Understanding(
        words=_rest(text, found),
        authorities=values["authority"],
        regions=values["region"],
        since=min((since for since, _ in days), default="") or None,
        until=max((until for _, until in days), default="") or None
        if all(until for _, until in days)
        else None,
        grades=values["grade"],
        frameworks=values["framework"],
        polarities=values["polarity"],
        leaning=leaning,
        notes=notes,
    )


def _rest(text: str, found: Sequence[_Found]) -> str:
    """Give the text without what was recognised; the whole where no word would be left."""
    parts: list[str] = []
    end = 0
    for one in found:
        parts.append(_LEADING.sub(" ", text[end : one.start]))
        end = one.end + _own_s(text, one.end)
    parts.append(text[end:])
    rest = " ".join(" ".join(parts).split()).strip(" ,;:?!.-") if found else text
    rest = _ASKING.sub("", rest)
    if not found:
        return rest or text
    rest = _TRAILING.sub("", _OPENING.sub("", rest)).strip(" ,;:?!.-")
    return rest if _CONTENT.search(rest) else text


def _own_s(text: str, end: int) -> int:
    """Give the length of "'s" after a name."""
    return 2 if text[end : end + 2].lower() in {"'s", "’s"} else 0


# "early help in" before Walsall, "care leavers, from" before 2018: goes with what follows
_LEADING: Final = re.compile(r"[\s,;(]+(?:(?:in|at|by|of|for|from|for the|about|the)\s+)*$", re.I)
# "in early help", "about care leavers": after "weaknesses" was taken away in front
_OPENING: Final = re.compile(r"^(?:(?:in|of|for|about|with|on|around)\s+)+", re.I)
# "care leavers in", "early help and"
_TRAILING: Final = re.compile(r"(?:\s+(?:in|at|of|for|from|and|or|the|by))+$", re.I)
# "what did inspectors say about", "What does Ofsted think of"
_ASKING: Final = re.compile(
    r"^(?:what\s+(?:do|did|does|have)\s+(?:the\s+)?(?:inspectors?|ofsted|reports?)\s+\w+)"
    r"\s+(?:about|on|of)\s+",
    re.I,
)
# any word of three letters that is not a mere joint: "the", "and"
_CONTENT: Final = re.compile(r"\b(?!(?:the|and|for|from|with|about|what|how)\b)[^\W\d_]{3,}", re.I)
# “pathway plans” and "in Reading": words in quotes are searched for, not read
_QUOTED: Final = re.compile(r"[\"“”][^\"“”]*[\"“”]")


# Places.

# "in reading", "at bath": what makes a word that people also use otherwise a place
_PLACE_BEFORE: Final = re.compile(r"\b(?:in|within|across|by|at)\s+$", re.I)
# "in reading tests and maths": the school subject all the same
_SUBJECT_AFTER: Final = re.compile(
    r"^\s*(?:,|and|tests?|skills?|age|levels?|ability|\d+ to)\b", re.I
)
_SUBJECT: Final = re.compile(r"\b(?:writing|maths|mathematics|literacy|phonics|attainment)\b", re.I)

_EVERYDAY: Final = frozenset(("reading", "bury", "barking", "bath", "sutton", "hull", "wells"))
"""Names, or beginnings of names, that mean something else without a capital letter."""


def _places(text: str, authorities: AuthorityList, _today: date) -> Iterator[_Found]:
    # With capitals the reference list decides. People also type "early help in walsall": there a
    # whole name counts, but one that is an everyday word only after "in" or with "council".
    mentions: dict[tuple[int, int], Mention] = {
        (m.start, m.end): m for m in authorities.find_in(text)
    }
    # Capitalised throughout, the same finder knows the names; offsets stay as they are.
    for mention in authorities.find_in(_capitalised(text)):
        if not _overlaps(mention, list(mentions)) and _is_meant(text, mention):
            mentions[mention.start, mention.end] = mention
    for mention in mentions.values():
        yield _Found(
            start=mention.start,
            end=mention.end,
            facet="authority",
            values=(mention.authority.code,),
            note=mention.authority.label,
        )


def _capitalised(text: str) -> str:
    # "children's" stays one word, and no character becomes two (as "ß".title() would).
    return re.sub(r"(?<![\w'’])[a-z]", lambda m: m[0].upper(), text)


def _overlaps(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in spans)


def _is_meant(text: str, mention: Mention) -> bool:
    name = text[mention.start : mention.end]
    if name[:1].isupper():
        # Capitals are the first finder's business, and it has not taken this one.
        return False
    if name.lower() not in _EVERYDAY or mention.as_council:
        return True
    if _SUBJECT_AFTER.search(text[mention.end :]) or _SUBJECT.search(text):
        return False
    return _PLACE_BEFORE.search(text[: mention.start]) is not None


def _regions(text: str, authorities: AuthorityList, _today: date) -> Iterator[_Found]:
    for region in sorted({a.region for a in authorities if a.region}):
        words = r"[\s-]+(?:and|&)?[\s-]*".join(
            re.escape(word) for word in region.split() if word not in {"and", "of", "the"}
        )
        if region == "East of England":
            words = r"east\s+of\s+england|eastern\s+region"
        if region == "Yorkshire and the Humber":
            words = r"yorkshire\s+(?:and|&)\s+(?:the\s+)?humber(?:side)?|yorkshire"
        # "the North West", "north-west councils", "London"; not "North West Road" or "East London"
        pattern = rf"(?<![\w-])(?<!East )(?<!South )(?<!North )(?<!West )(?:{words})(?![\w-])"
        for match in re.finditer(pattern, text, re.I):
            yield _Found(
                start=match.start(),
                end=match.end(),
                facet="region",
                values=(region,),
                note=region,
            )


# Dates, grades, frameworks.


def _dates(text: str, _authorities: AuthorityList, today: date) -> Iterator[_Found]:
    for period in periods_in(text, today=today):
        yield _Found(
            start=period.start,
            end=period.end,
            facet="date",
            values=(period.since, period.until),
            note=_period_note(period),
        )


def _period_note(period: Period) -> str:
    if period.since == period.until:
        return period.since
    if not period.until:
        return f"since {period.since}"
    if not period.since:
        return f"until {period.until}"
    return f"{period.since} to {period.until}"


_GRADES: Final = {
    "outstanding": "outstanding",
    "good": "good",
    "requires improvement": "requires-improvement",
    "requiring improvement": "requires-improvement",
    "require improvement": "requires-improvement",
    "ri": "requires-improvement",
    "adequate": "adequate",
    "satisfactory": "adequate",
    "inadequate": "inadequate",
}
_GRADE_WORDS: Final = "|".join(sorted(_GRADES, key=len, reverse=True)).replace(" ", r"\s+")
_BODIES: Final = r"(?:councils?|(?:local\s+)?authorit(?:y|ies)|LAs?|boroughs?|count(?:y|ies))"
# "councils rated outstanding", "judged to be inadequate", "authorities graded as good or better"
_GRADED: Final = re.compile(
    rf"(?:\b(?:in|at|by)\s+)?(?:\b{_BODIES}\s+|\bservices?\s+)?(?:(?:that|which)\s+)?"
    rf"(?:(?:were|was|are|is)\s+)?"
    rf"\b(?:rated|graded|judged|found)\s+(?:as\s+|to\s+be\s+)?(?P<grade>{_GRADE_WORDS})\b",
    re.I,
)
# "inadequate councils", "outstanding authorities", "RI local authorities"
_GRADED_BODY: Final = re.compile(
    rf"(?:\b(?:in|at|by|of)\s+)?\b(?P<grade>{_GRADE_WORDS})(?:[-\s]+(?:rated|graded))?\s+{_BODIES}\b",
    re.I,
)


def _grades(text: str, _authorities: AuthorityList, _today: date) -> Iterator[_Found]:
    for pattern in (_GRADED, _GRADED_BODY):
        for match in pattern.finditer(text):
            grade = _GRADES[" ".join(match["grade"].lower().split())]
            yield _Found(
                start=match.start(),
                end=match.end(),
                facet="grade",
                values=(grade,),
                note=f"graded {concepts('grade')[grade].label}",
            )


def _frameworks(text: str, _authorities: AuthorityList, _today: date) -> Iterator[_Found]:
    for concept in concepts("framework").values():
        for label in (concept.label, *concept.alt_labels):
            # "monitoring" alone is an everyday word; "ILACS" and "focused visit" are not.
            if " " not in label and not label.isupper():
                continue
            words = r"[\s-]+".join(re.escape(word) for word in label.split())
            # "JTAI reports", "focused visits", "ILACS inspection"
            pattern = rf"(?<![\w-]){words}s?(?:\s+(?:inspections?|reports?))?(?![\w-])"
            for match in re.finditer(pattern, text, re.I):
                yield _Found(
                    start=match.start(),
                    end=match.end(),
                    facet="framework",
                    values=(concept.notation,),
                    note=concept.label,
                )


# Praise and criticism.

# "weaknesses about care leavers", "areas for improvement in adoption", "what went wrong"
_ASKS_WEAKNESS: Final = re.compile(
    r"\b(?:(?:main|key|common)\s+)?(?:weakness(?:es)?|shortfalls?|shortcomings?|criticisms?"
    r"|areas?\s+(?:for|of)\s+(?:improvement|development)|failings|concerns"
    r"|what\s+(?:went\s+wrong|is\s+not\s+working|needs\s+to\s+improve))\b(?![-\s]based)",
    re.I,
)
# "strengths of early help", "good practice with fathers", "what works for care leavers"
_ASKS_STRENGTH: Final = re.compile(
    r"\b(?:(?:main|key|common|examples?\s+of)\s+)?(?:strengths?|(?:good|best|strong)\s+practice"
    r"|what\s+(?:works|is\s+working|works\s+well)(?:\s+well)?|praise(?:d)?|positives)\b(?![-\s]based)",
    re.I,
)
# "delays in", "too long", "not enough", "poor quality", "do not lead to"
_LEANS_WEAKNESS: Final = re.compile(
    r"\b(?:weak|poor(?:ly)?|delays?|delayed|too\s+(?:long|late|slow|many|few|often|little)|late"
    r"|(?<!could )(?<!can )(?<!would )not|no|lack(?:s|ing)?|insufficient(?:ly)?"
    r"|inadequate(?:ly)?|unsafe|fail(?:s|ed|ing|ure)?"
    r"|drift|gaps?|without|ignored|overdue|stuck|waiting|unallocated|never|slow|inconsistent"
    r"|bad(?:ly)?)\b",
    re.I,
)
# "strong leadership", "helped well", "effective", "turned around"
_LEANS_STRENGTH: Final = re.compile(
    r"\b(?:strong(?:ly)?|good|well|effective(?:ly)?|excellent|outstanding|successful(?:ly)?"
    r"|improv(?:ed|ing)|better|turned|innovative|impressive|timely|thriv(?:e|ing))\b",
    re.I,
)


def _asked_polarity(text: str, _authorities: AuthorityList, _today: date) -> Iterator[_Found]:
    # Findings of both kinds are left out: most of their words may be the praise not asked for.
    for pattern, polarity in ((_ASKS_WEAKNESS, "weakness"), (_ASKS_STRENGTH, "strength")):
        for match in pattern.finditer(text):
            yield _Found(
                start=match.start(),
                end=match.end(),
                facet="polarity",
                values=(polarity,),
                note="weaknesses" if polarity == "weakness" else "strengths",
            )


def _leaning(text: str, found: Sequence[_Found]) -> str | None:
    """Tell what the words speak of; `None` where they say neither or both."""
    asked = {f.values[0] for f in found if f.facet == "polarity"}
    if asked:
        return asked.pop() if len(asked) == 1 else None
    rest = _rest(text, found)
    weak, strong = _LEANS_WEAKNESS.search(rest), _LEANS_STRENGTH.search(rest)
    if weak and not strong:
        return "weakness"
    if strong and not weak:
        return "strength"
    # "not well", "not good enough": what is denied is praise.
    return "weakness" if weak and strong and weak.start() < strong.start() else None


_Recogniser = Callable[[str, AuthorityList, date], Iterator[_Found]]
_RECOGNISERS: Final[tuple[tuple[str, _Recogniser], ...]] = (
    ("authority", _places),
    ("region", _regions),
    ("framework", _frameworks),
    ("grade", _grades),
    ("date", _dates),
    ("polarity", _asked_polarity),
)
"""In this order: what one has taken, the next leaves alone ("North East Lincolnshire")."""
