"""Which people and bodies that documents name are one.

A name alone is nobody's: a person is known by name and by the body that the person works for, a
body by its name, and a generic name ("Local Safeguarding Children Board") by the authority too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from caregraph.extraction.records import Extract
from caregraph.graph import iris
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_names import name_key
from caregraph.ontology.authority_record import Authority

INSPECTORATES = "inspectorates"
"""The context of the people of inspection teams and of the inspectorates themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationIdentity:
    """Which body a name stands for; `authority` where it is in the list of authorities."""

    iri: str
    name: str
    authority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIdentity:
    """Which person a name stands for, and the spelling that most documents give it."""

    iri: str
    name: str


# "Local Safeguarding Children Board", "the police", "health partners": words that name no body
# by themselves
_GENERIC_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a adult adults agencies agency and area areas authorities authority board boards borough
        care cabinet child children childrens city clinical commissioning committee council councils
        county department district education families family for fostering group groups health
        healthcare hospital icb integrated in justice leaders local lscb lsp nhs of offending panel
        parenting partner partners partnership partnerships police probation providers public
        safeguarding school schools scrutiny service services social strategic system team teams the
        trust trusts virtual voluntary wellbeing with young youth
        """,
    )
)
# "the local authority", "council", "the local authority and its partners" is not one
_THE_AUTHORITY = re.compile(
    r"(?:the\s+)?(?:(?:local|county|city|borough)\s+)?(?:authority|council)", re.IGNORECASE
)
# How reports name the inspectorates: "CQC", "His Majesty's Inspectorate of Probation", "HMI
# Constabulary and Fire & Rescue Services", "HMICFRS"; matched against the key of a name
_MAJESTY = r"(?:hm|hmi|(?:his|her) majesty s)(?: inspectorate of)?"
_INSPECTORATES = (
    (re.compile(r"ofsted"), "Ofsted"),
    (re.compile(r"(?:the )?(?:cqc|care quality commission(?: cqc)?)"), "Care Quality Commission"),
    (
        re.compile(
            rf"hmic(?:frs)?|{_MAJESTY} constabulary(?: and fire (?:and )?rescue services?)?"
            r"(?: hmicfrs)?"
        ),
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
    ),
    (re.compile(rf"hmip|{_MAJESTY} probation(?: hmip?)?"), "HM Inspectorate of Probation"),
)
# "The Children's Society" and "Children's Society" are one
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def resolve_organisations(
    items: Sequence[tuple[DocumentSource, Extract]], authorities: AuthorityList
) -> dict[str, dict[str, OrganisationIdentity]]:
    """Give the identity of every body named, by document and name as printed.

    Args:
        items: In the order of their hashes.
        authorities: Who an authority is.

    Returns:
        A mapping for each document, the publisher of its source included.
    """
    found: dict[str, dict[str, OrganisationIdentity]] = {}
    for source, extract in items:
        only = _only_authority(extract, authorities)
        found[source.sha256] = {
            name: _organisation(name, only, source.sha256, authorities)
            for name in _organisation_names(source, extract)
        }
    spelling = _commonest(
        (identity.iri, identity.name)
        for of_document in found.values()
        for identity in of_document.values()
        if not identity.authority
    )
    return {
        sha256: {
            name: identity
            if identity.authority
            else OrganisationIdentity(iri=identity.iri, name=spelling[identity.iri])
            for name, identity in of_document.items()
        }
        for sha256, of_document in found.items()
    }


def resolve_people(
    items: Sequence[tuple[DocumentSource, Extract]],
    organisations: Mapping[str, Mapping[str, OrganisationIdentity]],
) -> dict[str, dict[str, PersonIdentity]]:
    """Give the identity of every person named, by document and name as printed.

    Within one document a name is one person. Across documents it is one person only at the
    same body; people of inspection teams are at the inspectorates.

    Args:
        items: In the order of their hashes.
        organisations: As `resolve_organisations` gives them.

    Returns:
        A mapping for each document.
    """
    found: dict[str, dict[str, str]] = {}
    for source, extract in items:
        contexts = _contexts(source, extract, organisations[source.sha256])
        found[source.sha256] = {
            name: iris.person(name, contexts[iris.slug(name)]) for name in _person_names(extract)
        }
    spelling = _commonest(
        (iri, " ".join(name.split()))
        for of_document in found.values()
        for name, iri in of_document.items()
    )
    return {
        sha256: {
            name: PersonIdentity(iri=iri, name=spelling[iri]) for name, iri in of_document.items()
        }
        for sha256, of_document in found.items()
    }


def _organisation_names(source: DocumentSource, extract: Extract) -> tuple[str, ...]:
    names = [*extract.organisations]
    names += [post.organisation for post in extract.posts if post.organisation]
    names += [name for r in extract.recommendations for name in r.addressees]
    names += [source.publisher] if source.publisher else []
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _person_names(extract: Extract) -> tuple[str, ...]:
    names = [post.person for post in extract.posts]
    names += [statement.speaker for statement in extract.statements]
    names += [i.lead_inspector for i in extract.inspections if i.lead_inspector]
    return tuple(dict.fromkeys(names))


def _only_authority(extract: Extract, authorities: AuthorityList) -> Authority | None:
    """Give the authority that the whole document is about, where there is just one."""
    codes = {code for inspection in extract.inspections for code in inspection.authorities}
    return authorities.find(next(iter(codes))) if len(codes) == 1 else None


def _organisation(
    name: str, only: Authority | None, sha256: str, authorities: AuthorityList
) -> OrganisationIdentity:
    said = " ".join(name.split())
    authority = only if _THE_AUTHORITY.fullmatch(said) else authorities.find(said)
    if authority is not None:
        return OrganisationIdentity(
            iri=iris.authority(authority.code), name=authority.label, authority=True
        )
    inspectorate = _inspectorate(said)
    if inspectorate is not None:
        return OrganisationIdentity(iri=iris.organisation(inspectorate), name=inspectorate)
    plain = _ARTICLE.sub("", said, count=1) if _ARTICLE.match(said) else said
    context = None
    if _is_generic(plain):
        context = only.code if only else iris.document_context(sha256)
    return OrganisationIdentity(iri=iris.organisation(plain, context), name=plain)


def _inspectorate(name: str) -> str | None:
    key = name_key(name, short=False)
    return next((body for pattern, body in _INSPECTORATES if pattern.fullmatch(key)), None)


def _is_generic(name: str) -> bool:
    words = re.findall(r"[a-z]+", name.lower().replace("'", "").replace("’", ""))
    return all(word in _GENERIC_WORDS for word in words)


def _contexts(
    source: DocumentSource,
    extract: Extract,
    organisations: Mapping[str, OrganisationIdentity],
) -> dict[str, str]:
    """Give, for the slug of each name, what tells the person from others of that name."""
    here = _fallback_context(source, extract)
    told: dict[str, set[tuple[int, str]]] = {
        iris.slug(name): {(3, here)} for name in _person_names(extract)
    }
    for inspection in extract.inspections:
        if inspection.lead_inspector:
            told[iris.slug(inspection.lead_inspector)].add((1, INSPECTORATES))
    for post in extract.posts:
        body = organisations.get(post.organisation or "")
        contexts = told[iris.slug(post.person)]
        if body is not None:
            key = iris.slug(body.name) if not body.authority else body.iri.rpartition("/")[2]
            contexts.add((0, INSPECTORATES if _inspectorate(body.name) else key))
        elif post.inspection is not None:
            contexts.add((1, INSPECTORATES))
    return {name: min(contexts)[1] for name, contexts in told.items()}


def _fallback_context(source: DocumentSource, extract: Extract) -> str:
    codes = {code for inspection in extract.inspections for code in inspection.authorities}
    return next(iter(codes)) if len(codes) == 1 else iris.document_context(source.sha256)


def _commonest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the commonest spelling for each IRI; ties by length, then alphabetical order."""
    counts: dict[str, Counter[str]] = {}
    for iri, name in pairs:
        counts.setdefault(iri, Counter())[name] += 1
    return {
        iri: min(of_iri, key=lambda name: (-of_iri[name], -len(name), name))
        for iri, of_iri in counts.items()
    }
