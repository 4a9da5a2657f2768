"""What a person's name looks like in a report, and what is only a role, a body or a place.

Reports print names beside roles with no fixed mark between them: "Sean Tarpey, Acting Senior HMI",
"Roz Hamilton Divisional Director", "Paul Armitage HMI Deputy Director Social Care Inspection". A
name is therefore found as a run of capitalised words of which none belongs to the vocabulary of
roles, bodies and places; that vocabulary is closed and small, where names are open.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files


def _words() -> dict[str, frozenset[str]]:
    """Read `person_words.csv`: lower-case words by what they are, several to a row."""
    found: dict[str, set[str]] = defaultdict(set)
    table = files(__package__).joinpath("person_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        found[row["kind"]].update(row["words"].split())
    return {kind: frozenset(words) for kind, words in found.items()}


_WORDS = _words()
TITLES = _WORDS["title"]
"""Words before a name that are not part of it."""
RANKS = _WORDS["rank"]
"""Words that stand before a name as a title does ("Chief Supt Raj Kohli", Hounslow JTAI 2017)."""
ROLE_WORDS = _WORDS["post"] | _WORDS["body"] | _WORDS["list"]
"""Words of roles, of the names of bodies and of sentences, which no person's name has."""
NOT_FIRST = _WORDS["place"]
"""Words that begin the name of a place or a role, and yet end people's names ("Simone White")."""
ALSO_SURNAMES = _WORDS["surname"]
"""Words of roles and bodies that end a name where a mark follows at once ("Jane Place, ...")."""
PARTICLES = _WORDS["particle"]

# "Mike Barton", "O’Brien", "Ellender-Gele", "Máire": letters, with apostrophes and hyphens inside.
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[’'`-][^\W\d_]+)*\Z")
# "d’Inverno" (Paul d’Inverno, Sheffield 2014): the one capital stands after the apostrophe.
_PARTICLE_WORD = re.compile(r"[dl][’'][A-ZÀ-Þ][^\W\d_]+\Z")
# "CBE", "QPM", "BSc", "MB", "FRCA", "HMI" (Hertfordshire JTAI 2024: "BSc MB ChB MSc DCH FRCA").
_LETTERS_AFTER = re.compile(r"(?:[A-Z]{2,6}|[A-Z][A-Za-z]?[A-Z][a-z]?|MPhil|PhD|DPhil|BEd|MEd)\Z")
# "Thomson- Jones" (Lancashire 2015), "Thomson -Jones": a space that the line end left.
_SPLIT_HYPHEN = re.compile(r"(?<=[^\W\d_])(?: -|- )(?=[A-ZÀ-Þ])")
# "YvetteStanley" (Greenwich JTAI 2018): a lost space between the two names.
_LOST_SPACE = re.compile(
    r"\b(?!Mc|Mac|De|Di|Du|La|Le|Fitz|Van|Von)([A-Z][a-z]{2,})([A-Z][a-z]{2,})\b"
)
_JOINER = "\u2060"
# The words and marks of "Cath McEvoy (OI), Judith Nelson (OI)." (Manchester 2017)
_TOKEN = re.compile(r"[^\s,;()/\[\]:]+|[,;()/\[\]:]")


class Word(Enum):
    """What one word of a list of people can be."""

    NAME = "name"
    PARTICLE = "particle"
    TITLE = "title"
    LETTERS = "letters"
    ROLE = "role"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundName:
    """A name in a text: `name` is repaired, `text[start:end]` is as it stands, title included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    start: int
    end: int
    kind: Word


def _kind(text: str) -> Word:
    lowered = text.lower().replace("'", "’").rstrip(".")
    if text in _MARKS:
        return Word.BREAK
    for kind, words in ((Word.TITLE, TITLES), (Word.PARTICLE, PARTICLES), (Word.ROLE, ROLE_WORDS)):
        if lowered in words or (kind is Word.ROLE and lowered.removesuffix("’s") in words):
            return kind
    if _LETTERS_AFTER.match(text) and not _PARTICLE_WORD.match(text):
        return Word.LETTERS
    return Word.NAME if _looks_like_a_name(text) else Word.ROLE


def _looks_like_a_name(text: str) -> bool:
    possessive = text.lower().endswith(("’s", "s’", "'s"))
    plain = _NAME_WORD.match(text) is not None and text[0].isupper() and not possessive
    return plain or _PARTICLE_WORD.match(text) is not None


_MARKS = frozenset(",;()/[]:–—-")


def repair_name(text: str) -> str:
    """Give a printed name with the spaces that a line end or a lost space spoiled put right.

    Args:
        text: The words of the name as they stand in the text.

    Returns:
        The name, without marks around it.

    Example:
        >>> repair_name("Paula Thomson- Jones"), repair_name("YvetteStanley")
        ('Paula Thomson-Jones', 'Yvette Stanley')
    """
    text = _SPLIT_HYPHEN.sub("-", " ".join(text.split()))
    return _LOST_SPACE.sub(r"\1 \2", text).strip(" ,;.")


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    """Cut a part of a text into words and marks, their offsets counted in the whole text."""
    # Close "Thomson- Jones" up without moving any offset: the space becomes an invisible joiner
    part = _SPLIT_HYPHEN.sub("-" + _JOINER, text[start:end])
    found = []
    for match in _TOKEN.finditer(part):
        word = match.group().rstrip(".") or match.group()
        begin, stop = start + match.start(), start + match.end()
        kind = _kind(word.replace(_JOINER, ""))
        found.append(_Token(text=word, start=begin, end=begin + len(word), kind=kind))
        if word != match.group():  # a full stop ends a list: "Margaret Farrow. Shadow inspector"
            goes_on = kind in (Word.TITLE, Word.PARTICLE) or len(word) == 1
            after = kind if goes_on else Word.BREAK
            found.append(_Token(text=".", start=begin + len(word), end=stop, kind=after))
    return found


_FEWEST_WORDS = 2
_MOST_WORDS = 5
"""The longest names have four words and a particle."""


def _is_name(words: Sequence[_Token]) -> bool:
    names = [w for w in words if w.kind is not Word.PARTICLE and w.text != "."]
    if len(names) == 1 and words[-1] is not names[0] and words[-1].text[0].isupper():
        names.append(words[-1])
    if not names or len(names) > _MOST_WORDS or names[0].text.lower() in NOT_FIRST:
        return False
    return len(names) >= _FEWEST_WORDS or _LOST_SPACE.fullmatch(names[0].text) is not None


def find_names(text: str, start: int = 0, end: int | None = None) -> tuple[FoundName, ...]:
    """Find people's names in a line or a list: maximal runs of words that only names have.

    Not meant for running prose, where every capitalised pair of words would count.

    Args:
        text: The text that the offsets of the result count in.
        start: Where to begin.
        end: Where to stop; `None` is the end of the text.

    Returns:
        In the order of the text.

    Example:
        >>> [f.name for f in find_names("Cath McEvoy (OI), Dr Kenneth Jones HMI and Ian Young")]
        ['Cath McEvoy', 'Kenneth Jones', 'Ian Young']
    """
    tokens = _tokens(text, start, len(text) if end is None else end)
    found: list[FoundName] = []
    run: list[_Token] = []
    title: _Token | None = None
    for here, token in enumerate(tokens):
        following = tokens[here + 1].kind if here + 1 < len(tokens) else Word.BREAK
        if _continues(run, token, following):
            run.append(token)
            continue
        found.extend(_names_of(text, run, title))
        run = []
        title = token if token.kind is Word.TITLE else None
    found.extend(_names_of(text, run, title))
    return tuple(found)


def _continues(run: list[_Token], token: _Token, following: Word) -> bool:
    if token.kind is Word.NAME:
        return True
    if token.kind is Word.PARTICLE:
        return bool(run)
    ends = following in (Word.BREAK, Word.LETTERS)
    return (
        len(run) == 1 and ends and token.text[0].isupper() and token.text.lower() in ALSO_SURNAMES
    )


def _names_of(text: str, run: list[_Token], title: _Token | None) -> list[FoundName]:
    while len(run) > _FEWEST_WORDS and run[-1].kind is Word.PARTICLE:
        run.pop()  # a last name may be "Le", but "Jo Archer de" is cut off
    if not _is_name(run):
        return []
    start, end = run[0].start, run[-1].end
    name = repair_name(text[start:end])
    return [FoundName(name=name, start=title.start if title else start, end=end)]


def name_at_start(text: str) -> FoundName | None:
    """Give the name that a line begins with, after no more than titles and ranks, or `None`.

    Args:
        text: The line.

    Returns:
        The name, its offsets counted in the line.

    Example:
        >>> name_at_start("Charlie Hall QPM, Chief Constable").name
        'Charlie Hall'
        >>> name_at_start("Gloucestershire Clinical Commissioning Group") is None
        True
    """
    first = next(iter(find_names(text)), None)
    if first is None:
        return None
    before = text[: first.start].lower().split()
    return first if all(word in RANKS for word in before) else None


def is_name(text: str) -> bool:
    """Tell whether a line is a person's name and nothing else but titles and letters after it.

    Args:
        text: The line.

    Returns:
        Whether it is.

    Example:
        >>> is_name("Dr Sean O’Kelly BSc MB ChB MSc DCH FRCA"), is_name("Deputy Chief Inspector")
        (True, False)
    """
    found = name_at_start(text)
    if found is None:
        return False
    rest = _tokens(text, found.end, len(text))
    return all(
        token.kind in (Word.LETTERS, Word.BREAK) or token.text in _TEAM_LETTERS for token in rest
    )


_TEAM_LETTERS = frozenset({"HMI", "SHMI", "OI", "AI"})
