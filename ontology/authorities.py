"""The reference list of authorities: by code, by name, and found in running text.

The list itself is `authorities.ttl`; users may add their own bodies from CSV files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from caregraph.ontology.authority_csv import read_csv
from caregraph.ontology.authority_names import MentionFinder, NameIndex, Span, name_key
from caregraph.ontology.authority_record import Authority
from caregraph.ontology.errors import OntologyError
from caregraph.ontology.terms import CG, RDF, RDFS, SKOS

_TURTLE = Path(__file__).resolve().parent / "authorities.ttl"
_LAST_DAY = "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An authority named in a text: `text[start:end]` is the name as it stands there.

    Attributes:
        start: Offset of the name's first character.
        end: Offset after its last character; words such as "County Council" are part of it.
        authority: Who is named.
        as_council: Whether the words name the body ("Kent County Council") and not only the
            place ("Kent", which "Kent Police" also begins with).
    """

    start: int
    end: int
    authority: Authority
    as_council: bool


@dataclass(frozen=True, slots=True)
class AuthorityList:
    """All known authorities, those of England and a user's own.

    Iteration is in the order of the codes. Where one name is shared by bodies that followed each
    other (Dorset), the one that exists is meant unless `on` says otherwise.
    """

    _by_code: dict[str, Authority] = field(repr=False)
    _all: tuple[Authority, ...] = field(repr=False)
    _names: NameIndex = field(repr=False)
    _finder: MentionFinder = field(repr=False)

    @classmethod
    def load(cls, *further: Path) -> AuthorityList:
        """Give the authorities of England, and those of a user's own CSV files.

        Args:
            further: CSV files with a header line: `code` and `name`, and where wanted
                `also_known_as` (names separated by semicolons), `region`, `region_code`,
                `dfe_code`, `ofsted_urn`, `valid_from`, `valid_until`, `predecessors`,
                `successors` (codes separated by semicolons).

        Returns:
            The whole list. A file that is no such table, or a code that is there twice, raises
            `OntologyError` naming file and line.
        """
        authorities = list(_read_turtle(_TURTLE))
        for path in further:
            authorities.extend(read_csv(path, known={a.code for a in authorities}))
        return cls.of(authorities)

    @classmethod
    def of(cls, authorities: list[Authority]) -> AuthorityList:
        """Give a list of just these authorities.

        Returns:
            The list.

        Raises:
            OntologyError: If a code, former codes included, stands for two of them.
        """
        ordered = tuple(sorted(authorities, key=lambda a: a.code))
        by_code: dict[str, Authority] = {}
        for authority in ordered:
            for code in (authority.code, *authority.former_codes):
                if code in by_code:
                    raise OntologyError(
                        f"the code {code} stands for two authorities, {by_code[code].label} and "
                        f"{authority.label}; give one of them another code"
                    )
                by_code[code] = authority
        return cls(by_code, ordered, NameIndex(ordered), MentionFinder(ordered))

    def __iter__(self) -> Iterator[Authority]:
        """Give all authorities in the order of their codes."""
        return iter(self._all)

    def __len__(self) -> int:
        """Give how many there are, abolished ones included."""
        return len(self._all)

    def get(self, code: str) -> Authority:
        """Give the authority that has, or had, an ONS code.

        Returns:
            The authority, under its current code.

        Raises:
            OntologyError: If no authority has it.
        """
        try:
            return self._by_code[code]
        except KeyError:
            raise OntologyError(
                f"no authority has the code {code!r}; codes look like E10000017, and further "
                "authorities come from a CSV file"
            ) from None

    def find(self, name: str, *, on: str | None = None) -> Authority | None:
        """Give the authority of a name, however it is written.

        Case, punctuation, `&`, and words such as "County Council", "London Borough of" and
        "City of" make no difference, but they decide where two bodies share a place's name.

        Args:
            name: A name or a code.
            on: An ISO 8601 date, year-month or year at which the body existed.

        Returns:
            The authority; `None` where the name is nobody's.

        Example:
            >>> AuthorityList.load().find("hull city council").label
            'Kingston upon Hull'
            >>> AuthorityList.load().find("City of York Council").code
            'E06000014'
        """
        if name.strip() in self._by_code:
            return self._by_code[name.strip()]
        return _existing(self._names.candidates(name), exact=name, on=on)

    def find_in(self, text: str, *, on: str | None = None) -> tuple[Mention, ...]:
        """Give every authority that a text names, in the order of the text.

        The longest name wins ("Cheshire West and Chester", never "Chester"); a name counts only
        as whole capitalised words, not after a word that makes it another place ("Greater
        Manchester", "West Lancashire"), not after a person's title ("Mrs Kent"). A mention
        may still be part of another body's name ("Kent Police"): see `Mention.as_council`.

        Args:
            text: Any length; the time is proportional to it.
            on: As for `find`; usually the document's own date.

        Returns:
            Mentions that do not overlap.
        """
        return tuple(self._mention(text, span, on) for span in self._finder.spans(text))

    def at(self, authority: Authority, on: str) -> Authority:
        """Give the body of the same short name at a date; the same one where there is no other.

        Args:
            authority: A body of any time, for example today's Dorset.
            on: An ISO 8601 date, year-month or year.

        Returns:
            For example the county council of Dorset for any date before April 2019.
        """
        linked = (*authority.predecessors, *authority.successors)
        others = [self._by_code[code] for code in linked if code in self._by_code]
        same_name = [a for a in others if name_key(a.label) == name_key(authority.label)]
        return _existing((authority, *same_name), exact=None, on=on) or authority

    def _mention(self, text: str, span: Span, on: str | None) -> Mention:
        name = text[span.start : span.end]
        authority = _existing(span.candidates, exact=name, on=on) or span.candidates[0]
        return Mention(
            start=span.start, end=span.end, authority=authority, as_council=span.as_council
        )


def _existing(
    candidates: tuple[Authority, ...], *, exact: str | None, on: str | None
) -> Authority | None:
    """Choose among bodies of one name: existing at the date, named exactly, existing now."""
    if not candidates:
        return None
    key = None if exact is None else name_key(exact, short=False)

    def order(authority: Authority) -> tuple[bool, bool, bool]:
        at_the_time = on is None or _exists(authority, on)
        named = key is not None and any(
            name_key(name, short=False) == key for name in authority.names
        )
        return (not at_the_time, not named, authority.valid_until is not None)

    return min(candidates, key=order)


def _exists(authority: Authority, on: str) -> bool:
    """Tell whether a body existed at some day of a date, year-month or year."""
    first = (authority.valid_from or "")[: len(on)]
    last = (authority.valid_until or _LAST_DAY)[: len(on)]
    return first <= on <= last


def _read_turtle(path: Path) -> Iterator[Authority]:
    """Give the authorities of a Turtle file, each under its current code."""
    values: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        of_subject = values.setdefault(triple.subject.value, {})
        of_subject.setdefault(triple.predicate.value, []).append(triple.object.value)
    for properties in values.values():
        if properties[RDF.type][0] == CG.Authority:
            yield _from_properties(properties, values)


def _from_properties(
    properties: dict[str, list[str]], values: dict[str, dict[str, list[str]]]
) -> Authority:
    region = values[properties[CG.region][0]]

    def one(predicate: str) -> str | None:
        return next(iter(properties.get(predicate, ())), None)

    def codes(predicate: str) -> tuple[str, ...]:
        # The key of an authority's IRI is its code.
        return tuple(sorted(iri.rpartition("/")[2] for iri in properties.get(predicate, ())))

    return Authority(
        code=properties[CG.onsCode][0],
        label=properties[RDFS.label][0],
        official_name=properties[CG.officialName][0],
        alt_names=tuple(properties.get(SKOS.altLabel, ())),
        loose_names=tuple(properties.get(SKOS.hiddenLabel, ())),
        former_codes=tuple(sorted(properties.get(CG.formerCode, ()))),
        region=region[RDFS.label][0],
        region_code=region[CG.onsCode][0],
        dfe_code=one(CG.dfeCode),
        ofsted_urn=one(CG.ofstedUrn),
        valid_from=one(CG.validFrom),
        valid_until=one(CG.validUntil),
        predecessors=codes(CG.predecessor),
        successors=codes(CG.successor),
        neighbours=codes(CG.statisticalNeighbour),
        everyday_word=one(CG.everydayWord) == "true",
    )
