"""How authorities are named: one key for all spellings of a name, and names in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from caregraph.ontology.authority_record import Authority

# "London Borough of Barnet", "City of York Council", "The Royal Borough of Greenwich"
_BEFORE = (
    r"(?:the\s+)?(?:(?:london|royal|metropolitan)\s+borough|borough|city|county|council)"
    r"\s+(?:council\s+)?of\s+(?:the\s+)?"
)
# "Barnsley Metropolitan Borough Council", "Halton BC", "Lancashire Local Authority"
_AFTER = (
    r"\s+(?:(?:(?:metropolitan\s+)?(?:borough|district|county|city)|metropolitan)\s+)?council\b"
    r"|\s+(?:mbc|mdc|county\s+borough|corporation|(?:local|combined)\s+authority)\b"
)
_SHORTEN_BEFORE = re.compile(_BEFORE, re.IGNORECASE)
# "Lancashire County Council children's services"
_SHORTEN_AFTER = re.compile(
    rf"(?:{_AFTER}|\s+(?:borough|city|county|bc|cc|la)\b"
    r"|\s+children\s*s\s+services)+$",
    re.IGNORECASE,
)


def name_key(name: str, *, short: bool = True) -> str:
    """Give one key for all spellings of a name.

    Args:
        name: As written anywhere.
        short: Whether "County Council", "London Borough of" and the like are left out.

    Returns:
        Lower-case words with single spaces.

    Example:
        >>> name_key("Telford & Wrekin Council"), name_key("St. Helens", short=False)
        ('telford and wrekin', 'st helens')
    """
    key = name.replace("&", " and ").replace("'", " ").replace("’", " ")
    key = " ".join(re.findall(r"[a-z0-9]+", key.lower()))
    if not short:
        return key
    shorter = _SHORTEN_BEFORE.sub("", key) if _SHORTEN_BEFORE.match(key) else key
    return _SHORTEN_AFTER.sub("", shorter) or key


class NameIndex:
    """Authorities by the key of any of their names."""

    def __init__(self, authorities: tuple[Authority, ...]) -> None:
        self._full: dict[str, list[Authority]] = {}
        self._short: dict[str, list[Authority]] = {}
        for authority in authorities:
            for name in authority.names:
                _add(self._full, name_key(name, short=False), authority)
                _add(self._short, name_key(name), authority)

    def candidates(self, name: str) -> tuple[Authority, ...]:
        """Give the authorities of a name: those named so in full, and those of its short form."""
        full = self._full.get(name_key(name, short=False), [])
        short = self._short.get(name_key(name), [])
        return tuple(dict.fromkeys((*full, *short)))


def _add(index: dict[str, list[Authority]], key: str, authority: Authority) -> None:
    of_key = index.setdefault(key, [])
    if authority not in of_key:
        of_key.append(authority)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a text, and whose it can be."""

    start: int
    end: int
    candidates: tuple[Authority, ...]
    as_council: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How one name is recognised where its first word stands."""

    name: str
    authorities: tuple[Authority, ...]
    loose: bool
    everyday: bool


# "Lancashire", "St", "B&NES", "BCP": what a name can begin with
_CAPITALISED = re.compile(r"(?<![\w&-])[A-Z][A-Za-z&]*")
# "Lancashire County Council", "Halton Borough Council's", "LANCASHIRE COUNTY COUNCIL"
_COUNCIL_AFTER = re.compile(_AFTER, re.IGNORECASE)
# "the London Borough of Barnet", "Royal Borough of Windsor and Maidenhead", "City of York"
_COUNCIL_BEFORE = re.compile(
    r"\b(?:(?:London|Royal|Metropolitan)\s+Borough|Borough|City|County|Council)\s+of\s+"
    r"(?:the\s+)?\Z",
    re.IGNORECASE,
)
# "Greater Manchester", "West Lancashire", "New York", "Mid Sussex", "Mrs Kent", "Cllr Sutton"
_OTHER_BEFORE = re.compile(
    r"\b(?:Greater|North|South|East|West|Mid|New|Inner|Outer|Central"
    r"|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Cllr|Councillor|Judge)\.?[ \u00a0-]\Z"
)
# "Kent Road", "Bedford Street", "Derbyshire Dales", "Suffolk District Council"
_OTHER_AFTER = re.compile(
    r"\s+(?:Road|Street|Avenue|Lane|Square|Dales|Heath|District\s+Council|and\s+Hythe)\b"
)
# "Reading has", "Reading's", "Reading Safeguarding": at the start of a sentence only these
# words make "Reading" a place
_NAMED_AT_START = re.compile(
    r"['’]s\b|\s+(?:has|had|council|borough|children|safeguarding|local|LSCB)\b"
)
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;•\n\u201c\"(])\s*\Z")


class MentionFinder:
    """Finds names of authorities in running text."""

    def __init__(self, authorities: tuple[Authority, ...]) -> None:
        self._by_first_word: dict[str, list[_Pattern]] = {}
        names: dict[tuple[str, bool], list[Authority]] = {}
        for authority in authorities:
            for name in (authority.label, authority.official_name, *authority.alt_names):
                names.setdefault((name, False), []).append(authority)
            for name in authority.loose_names:
                names.setdefault((name, True), []).append(authority)
        for (name, loose), whose in names.items():
            self._add(name, tuple(dict.fromkeys(whose)), loose=loose)
        for patterns in self._by_first_word.values():
            patterns.sort(key=lambda p: (-len(p.name), p.loose))

    def _add(self, name: str, whose: tuple[Authority, ...], *, loose: bool) -> None:
        first = _CAPITALISED.match(name)
        if first is None:
            return
        self._by_first_word.setdefault(first.group().lower(), []).append(
            _Pattern(
                name=name,
                authorities=whose,
                loose=loose,
                everyday=any(a.everyday_word and name == a.label for a in whose),
            )
        )

    def spans(self, text: str) -> Iterator[Span]:
        """Give the names in the order of the text; they do not overlap."""
        end = 0
        for word in _CAPITALISED.finditer(text):
            patterns = self._by_first_word.get(word.group().lower())
            if patterns is None or word.start() < end:
                continue
            span = self._span_at(text, word.start(), patterns, floor=end)
            if span is not None:
                yield span
                end = span.end

    def _span_at(
        self, text: str, start: int, patterns: list[_Pattern], *, floor: int
    ) -> Span | None:
        for pattern in patterns:
            match = _name_regex(pattern.name).match(text, start)
            if match is not None:
                return _judged(text, match, pattern, floor=floor)
        return None


@cache
def _name_regex(name: str) -> re.Pattern[str]:
    """Give an expression for a name with its words joined in any of the usual ways."""
    parts: list[str] = []
    for token in re.findall(r"[\w']+|[^\w\s]", name):
        if token in {"and", "&"}:
            parts.append(r"(?:and|&)")
        elif token in {"-", ",", "."}:
            continue
        else:
            parts.append(re.escape(token))
    # "Stoke on Trent", "Stoke-on-Trent", "Bournemouth Christchurch & Poole", "B&NES"
    joined = r"(?:\s*[-‐‑,.&]\s*|\s+|(?=&)|(?<=&))".join(parts)
    ignore_case = 0 if name.isupper() else re.IGNORECASE
    return re.compile(rf"{joined}(?![\w])", ignore_case)


def _judged(text: str, match: re.Match[str], pattern: _Pattern, *, floor: int) -> Span | None:
    """Give the name at a match with its council words; `None` where it names something else."""
    start, end = match.span()
    before = text[max(floor, start - 40) : start]
    if _OTHER_BEFORE.search(before) or _OTHER_AFTER.match(text, end):
        return None
    after = _COUNCIL_AFTER.match(text, end)
    prefix = _COUNCIL_BEFORE.search(before)
    as_council = bool(after or prefix) or any(
        pattern.name == a.official_name != a.label for a in pattern.authorities
    )
    if pattern.loose and not as_council:
        return None
    if pattern.everyday and not as_council and not _is_place(text, start, end, before):
        return None
    if prefix:
        start -= len(before) - prefix.start()
    return Span(start, after.end() if after else end, pattern.authorities, as_council)


def _is_place(text: str, start: int, end: int, before: str) -> bool:
    """Tell whether an everyday word names a place here: "in Reading", "Reading has"."""
    if _SENTENCE_START.search(before) or start == 0:
        return _NAMED_AT_START.match(text, end) is not None
    return True
