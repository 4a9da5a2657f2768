"""Which people that documents name are one.

A name alone is nobody's: a person is known by name and by the body that the person works for.
Titles, honours and accents are no part of the name; a surname alone is that of the only person of
that name at the body.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caregraph.extraction.records import Extract
from caregraph.graph import iris
from caregraph.graph.identity_bodies import OrganisationIdentity, body_key, inspectorate
from caregraph.graph.rulings import Mention, Rulings, Settled, settle
from caregraph.graph.source import DocumentSource
from caregraph.graph.spellings import commonest
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import ID

INSPECTORATES = "inspectorates"
"""The context of the people of inspection teams and of the inspectorates themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIdentity:
    """Which person a name stands for.

    Attributes:
        iri: Of the person.
        name: The spelling that most documents give.
        because: Why the name was taken for this person, in words.
    """

    iri: str
    name: str
    because: str = ""


# "Councillor Geoff Driver CBE" and "County Cllr Driver" name the same man (the words as in
# coverage/000 and /002; the forms are invented)
_TITLES = re.compile(
    r"^(?:(?:county|city|borough|deputy)\s+)?(?:councillor|cllr|mr|mrs|ms|miss|dr|doctor|sir|dame|"
    r"prof|professor|lord|lady|baroness|baron|rev|revd|rt\s+hon|alderman)\b\.?\s+",
    re.IGNORECASE,
)
_HONOURS = re.compile(r"(?:,?\s+(?:[COM]BE|KBE|DBE|QPM|KPM|MP|JP|DL|HMI|[KQ]C|MBA|PhD))+$")
# "Commissioner of the Metropolitan Police Service", "Chief Constable of Thames Valley Police"
# (merton 2024, wokingham 2017)
_POLICE_OF = re.compile(
    r"\b(?:of|for|at)\s+(?:the\s+)?((?:[A-Z]\w+\s+(?:and\s+)?)+"
    r"(?:Police(?:\s+(?:Service|[Ff]orce))?|police\s+(?:service|force)|Constabulary))$"
)
# "Chief Inspector of Health Care" (harrow 2023)
_OF_INSPECTORATE = re.compile(
    r"(?:(?:his|her) majesty[’']s )?(?:interim |deputy )?chief inspector of ", re.IGNORECASE
)


def resolve_people(
    items: Sequence[tuple[DocumentSource, Extract]],
    organisations: Mapping[str, Mapping[str, OrganisationIdentity]],
    authorities: AuthorityList,
    rulings: Rulings,
) -> tuple[dict[str, dict[str, PersonIdentity]], Settled]:
    """Give the identity of every person named, by document and name as printed.

    Within one document a name is one person. Across documents it is one person only at the
    same body; people of inspection teams are at the inspectorates.

    Args:
        items: In the order of their hashes.
        organisations: As `resolve_organisations` gives them.
        authorities: For their names in the reasons.
        rulings: The user's.

    Returns:
        A mapping for each document, and what the rulings made of them.
    """
    named: list[_Named] = []
    for source, extract in items:
        here = _fallback(source, extract, authorities)
        contexts = _contexts(extract, organisations[source.sha256], here)
        named += (
            _Named(source=source, name=name, context=contexts[person_key(name)])
            for name in _names(extract)
        )
    surnames = _of_surname(named)
    known = [(item, *_person(item, surnames)) for item in named]
    settled = settle([_mention(item, iri) for item, iri, _ in known], rulings)
    spelling = commonest(
        (iri, _HONOURS.sub("", " ".join(item.name.split())))
        for (item, _, _), iri in zip(known, settled.iris, strict=True)
    )
    found: dict[str, dict[str, PersonIdentity]] = {source.sha256: {} for source, _ in items}
    for (item, _, rule), iri, because in zip(known, settled.iris, settled.because, strict=True):
        found[item.source.sha256][item.name] = PersonIdentity(
            iri=iri,
            name=spelling[iri],
            because=item.because(because or rule),
        )
    return found, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What tells a person from others of that name: a body's key, and its name in words."""

    key: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """One name in one document."""

    source: DocumentSource
    name: str
    context: _Context

    @property
    def local(self) -> str:
        """The IRI that no other document's person has."""
        return iris.person(person_key(self.name), iris.document_context(self.source.sha256))

    def because(self, rule: str) -> str:
        """Give the reason with what it is about."""
        return f"{self.source.name} speaks of {self.local.removeprefix(ID)}: {rule}"


def person_key(name: str) -> str:
    """Give a name without titles, honours, accents and case.

    Args:
        name: As printed.

    Returns:
        The name itself where nothing else is left.

    Example:
        >>> person_key("Councillor Máire  O'Roe CBE")
        "maire o'roe"
    """
    bare = _HONOURS.sub("", " ".join(name.split()))
    while (shorter := _TITLES.sub("", bare)) != bare:
        bare = shorter
    plain = unicodedata.normalize("NFKD", bare.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")
    return plain or name


def _of_surname(named: Sequence[_Named]) -> dict[tuple[str, str], set[str]]:
    """Give the full names at each body by their last word."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in named:
        key = person_key(item.name)
        if " " in key:
            found[item.context.key, key.rpartition(" ")[2]].add(key)
    return found


def _person(item: _Named, surnames: Mapping[tuple[str, str], set[str]]) -> tuple[str, str]:
    """Give a person's IRI, and the rule in words."""
    key, where = person_key(item.name), item.context.where
    whole = surnames.get((item.context.key, key), set())
    if len(whole) == 1:
        (full,) = whole
        rule = f"{full.title()!r} is the only person of that surname {where}"
        return iris.person(full, item.context.key), rule
    return iris.person(key, item.context.key), f"the same name {where}"


def _mention(item: _Named, iri: str) -> Mention:
    return Mention(
        sha256=item.source.sha256,
        key=item.name,
        iri=iri,
        local=item.local,
        names=frozenset({" ".join(item.name.lower().split()), person_key(item.name)}),
    )


def _names(extract: Extract) -> tuple[str, ...]:
    names = [post.person for post in extract.posts]
    names += [statement.speaker for statement in extract.statements]
    names += [i.lead_inspector for i in extract.inspections if i.lead_inspector]
    return tuple(dict.fromkeys(names))


def _contexts(
    extract: Extract, organisations: Mapping[str, OrganisationIdentity], here: _Context
) -> dict[str, _Context]:
    """Give, for the key of each name, what tells the person from others of that name."""
    inspecting = _Context(key=INSPECTORATES, where="among the inspectorates' people")
    told: dict[str, set[tuple[int, str, str]]] = {
        person_key(name): {(3, here.key, here.where)} for name in _names(extract)
    }
    for inspection in extract.inspections:
        if inspection.lead_inspector:
            of_person = told[person_key(inspection.lead_inspector)]
            of_person.add((1, inspecting.key, inspecting.where))
    for post in extract.posts:
        of_person = told[person_key(post.person)]
        at = _at(organisations.get(post.organisation or ""), post.role_title)
        if at is not None:
            of_person.add((0, at.key, at.where))
        elif post.inspection is not None:
            of_person.add((1, inspecting.key, inspecting.where))
    return {
        name: _Context(key=key, where=where)
        for name, contexts in told.items()
        for _, key, where in [min(contexts)]
    }


def _at(body: OrganisationIdentity | None, title: str | None) -> _Context | None:
    """Give the body of a post: as it is named, or as the title names it."""
    if body is None and title:
        police = _POLICE_OF.search(title)
        if police:
            return _Context(key=iris.slug(body_key(police[1])), where=f"at {police[1]}")
        if _OF_INSPECTORATE.match(title):
            return _Context(key=INSPECTORATES, where="among the inspectorates' people")
    if body is None:
        return None
    if inspectorate(body.name):
        return _Context(key=INSPECTORATES, where="among the inspectorates' people")
    return _Context(key=body.iri.rpartition("/")[2], where=f"at {body.name}")


def _fallback(source: DocumentSource, extract: Extract, authorities: AuthorityList) -> _Context:
    codes = {code for inspection in extract.inspections for code in inspection.authorities}
    if len(codes) == 1:
        code = next(iter(codes))
        authority = authorities.find(code)
        name = authority.label if authority else code
        return _Context(key=code, where=f"in what is about {name} alone")
    return _Context(key=iris.document_context(source.sha256), where="in this document")
