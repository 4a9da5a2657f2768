"""What the user has ruled: which things are one, and which are not, whatever the rules say.

Two small CSV files, `same.csv` and `different.csv`, hold pairs of inspections, people or bodies
(docs/knowledge-base.md). A pair that names what no document speaks of (yet) waits: it is no error,
so that the order in which documents and rulings come makes no difference.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from caregraph.graph.errors import RulingError
from caregraph.ontology.terms import ID

_COLUMNS = ("one", "other", "why")
_KINDS = ("inspection", "person", "organisation", "authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One line of a file.

    Attributes:
        one: IRI or name of a thing.
        other: The same of another.
        where: File and line, as "same.csv:3".
    """

    one: str
    other: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """All that the user has ruled."""

    same: tuple[Ruling, ...] = ()
    different: tuple[Ruling, ...] = ()

    def __iter__(self) -> Iterator[Ruling]:
        """Give all, those of `same` first."""
        return iter((*self.same, *self.different))


NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one document calls one inspection, person or body, before the user's rulings.

    Attributes:
        sha256: Of the document.
        key: The record's key or the name as printed.
        iri: What the rules make of it.
        local: The IRI that no other document shares.
        names: Names that it goes by, in lower case.
        leads: Whether its IRI stands for all that are joined to it: a report's own inspection,
            an authority.
    """

    sha256: str
    key: str
    iri: str
    local: str
    names: frozenset[str]
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the rulings make of mentions.

    Attributes:
        iris: Of each mention, in their order.
        because: Where the ruling stands that changed it; empty where none did.
        applied: The rulings whose two sides are among the mentions.
    """

    iris: tuple[str, ...]
    because: tuple[str, ...]
    applied: frozenset[Ruling]


def read_rulings(path: Path) -> tuple[Ruling, ...]:
    """Give the pairs of a CSV file.

    Args:
        path: UTF-8 with a header line; the columns are `one`, `other` and, as a note for
            people, `why`.

    Returns:
        The rulings in the order of the file.

    Raises:
        RulingError: If the file cannot be read as such a table; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RulingError(f"{path}: {error.strerror}; name a CSV file of pairs") from None
    except UnicodeDecodeError:
        raise RulingError(f"{path}: not UTF-8 text; save the table as UTF-8 CSV") from None
    reader = csv.DictReader(text.splitlines())
    header = tuple(reader.fieldnames or ())
    if not {"one", "other"} <= set(header) or set(header) - set(_COLUMNS):
        raise RulingError(
            f"{path}:1: the columns are {', '.join(header) or 'none'}; "
            "they must be one and other, and may be why"
        )
    return tuple(_ruling(row, where=f"{path.name}:{reader.line_num}", path=path) for row in reader)


def _ruling(row: dict[str | None, str | None], *, where: str, path: Path) -> Ruling:
    place = path.parent / where
    if None in row:
        raise RulingError(f"{place}: more cells than the header has; quote names with commas")
    one, other = (_spelled_out((row.get(name) or "").strip()) for name in ("one", "other"))
    if not one or not other:
        raise RulingError(f"{place}: a pair needs two names or IRIs")
    if one == other:
        raise RulingError(f"{place}: both are {one!r}; name two things")
    kinds = [_kind(cell) for cell in (one, other)]
    if None not in kinds and len({_joinable(kind) for kind in kinds}) > 1:
        raise RulingError(f"{place}: {kinds[0]} and {kinds[1]} are never the same kind of thing")
    if kinds == ["authority", "authority"]:
        raise RulingError(f"{place}: two authorities; their list decides which are one")
    return Ruling(one=one, other=other, where=where)


def _spelled_out(cell: str) -> str:
    """Give the whole IRI for "person/jane-doe.E10000017"."""
    bare = cell.removeprefix("<").removesuffix(">")
    return ID + bare if bare.partition("/")[0] in _KINDS and " " not in bare else bare


def _kind(cell: str) -> str | None:
    return cell.removeprefix(ID).partition("/")[0] if cell.startswith(ID) else None


def _joinable(kind: str | None) -> str | None:
    return "organisation" if kind == "authority" else kind


def settle(mentions: Sequence[Mention], rulings: Rulings) -> Settled:
    """Apply the rulings to the mentions of one kind.

    Args:
        mentions: Of all documents, in any order.
        rulings: The user's.

    Returns:
        The IRIs, a pure function of the set of mentions.

    Raises:
        RulingError: If one ruling says the opposite of another.
    """
    iris = [mention.iri for mention in mentions]
    because = [""] * len(mentions)
    sides = {ruling: _sides(ruling, mentions) for ruling in rulings}
    applied = {ruling: pair for ruling, pair in sides.items() if pair[0] and pair[1]}
    for ruling in rulings.different:
        if ruling in applied:
            _part(ruling, applied[ruling], mentions, iris, because)
    for ruling in rulings.same:
        if ruling in applied:
            _join(ruling, applied[ruling], mentions, iris, because)
    for ruling in rulings.different:
        one, other = _apart(applied.get(ruling, _NOBODY), mentions)
        shared = {iris[n] for n in one} & {iris[n] for n in other}
        if shared:
            joining = next((because[n] for n in sorted(one | other) if "same" in because[n]), "")
            raise RulingError(
                f"{ruling.where} says that {ruling.one!r} and {ruling.other!r} are two, and "
                f"{joining or 'a pair of same.csv'} that they are one; remove one of the lines"
            )
    return Settled(iris=tuple(iris), because=tuple(because), applied=frozenset(applied))


_Pair = tuple[frozenset[int], frozenset[int]]
_NOBODY: _Pair = (frozenset(), frozenset())


def _apart(pair: _Pair, mentions: Sequence[Mention]) -> _Pair:
    """Give those that stay and those that leave: one side can be a part of the other."""
    one, other = pair
    staying, leaving = (one - other, other) if other < one else (one, other - one)
    return (leaving, staying) if any(mentions[n].leads for n in leaving) else (staying, leaving)


def _sides(ruling: Ruling, mentions: Sequence[Mention]) -> _Pair:
    return _meant(ruling.one, mentions), _meant(ruling.other, mentions)


def _meant(cell: str, mentions: Sequence[Mention]) -> frozenset[int]:
    """Give the mentions that a cell names; none where a name is that of several things."""
    if "://" in cell:
        return frozenset(n for n, m in enumerate(mentions) if cell in {m.iri, m.local})
    name = " ".join(cell.lower().split())
    found = frozenset(n for n, m in enumerate(mentions) if name in m.names)
    return found if len({mentions[n].iri for n in found}) == 1 else frozenset()


def _part(
    ruling: Ruling,
    pair: _Pair,
    mentions: Sequence[Mention],
    iris: list[str],
    because: list[str],
) -> None:
    """Take one side out of what both are part of."""
    for iri in sorted({iris[n] for n in pair[0]} & {iris[n] for n in pair[1]}):
        here = frozenset(n for n, now in enumerate(iris) if now == iri)
        staying, leaving = _apart((pair[0] & here, pair[1] & here), mentions)
        if not staying or not leaving:
            continue
        new = min(mentions[n].local for n in leaving)
        for n in leaving:
            iris[n], because[n] = new, f"{ruling.where} says that it is another"


def _join(
    ruling: Ruling,
    pair: _Pair,
    mentions: Sequence[Mention],
    iris: list[str],
    because: list[str],
) -> None:
    """Give both sides, and all that is one with them, one IRI."""
    joined = {iris[n] for side in pair for n in side}
    members = [n for n, iri in enumerate(iris) if iri in joined]
    chief = min((not _leads(n, mentions, iris), iris[n]) for n in members)[1]
    for n in members:
        if iris[n] != chief:
            iris[n], because[n] = chief, f"{ruling.where} says that they are the same"


def _leads(n: int, mentions: Sequence[Mention], iris: Sequence[str]) -> bool:
    return mentions[n].leads and iris[n] == mentions[n].iri


def unmatched(rulings: Rulings, settled: Iterable[Settled]) -> tuple[str, ...]:
    """Give a sentence for each ruling that changes nothing because a side of it is not there."""
    applied = frozenset[Ruling]().union(*(kind.applied for kind in settled))
    return tuple(
        f"{ruling.where}: {ruling.one!r} and {ruling.other!r} are not both the name or IRI of one "
        "inspection, person or body in these documents; the line waits"
        for ruling in rulings
        if ruling not in applied
    )
