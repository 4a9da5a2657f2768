"""Which bodies that documents name are one.

A body is known by its name, in which abbreviations are written out and "NHS" and the like say
nothing; a generic name ("Local Safeguarding Children Board") by the authority too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from caregraph.extraction.records import Extract
from caregraph.graph import iris
from caregraph.graph.rulings import Mention, Rulings, Settled, settle
from caregraph.graph.source import DocumentSource
from caregraph.graph.spellings import commonest
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_names import name_key
from caregraph.ontology.authority_record import Authority
from caregraph.ontology.terms import ID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationIdentity:
    """Which body a name stands for.

    Attributes:
        iri: Of the body.
        name: The spelling that most documents give it.
        authority: Whether it is in the list of authorities.
        because: Why the name was taken for this body, in words; empty for an authority.
    """

    iri: str
    name: str
    authority: bool = False
    because: str = ""


# "Local Safeguarding Children Board", "the police", "health partners": words that name no body
# by themselves
_GENERIC_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a across adult adults agencies agency all and area areas authorities authority board boards
        borough care cabinet child children childrens city clinical commissioners commissioning
        committee community company council councils county crc department district education
        families family for fostering from group groups health healthcare hospital icb integrated in
        justice leaders local lscb lsp nhs of offending other panel parenting partner partners
        partnership partnerships police probation providers public rehabilitation safeguarding
        school schools scrutiny senior service services social strategic system team teams the
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


# "NHS Devon ICB" and "Devon Integrated Care Board" are one, and so are "Metropolitan Police" and
# "Metropolitan Police Service", "Durham Constabulary" and "Durham Police": an area has one force
_SPELLED_OUT = (
    (re.compile(r"\bicbs?\b"), "integrated care board"),
    (re.compile(r"\bccg\b"), "clinical commissioning group"),
    (re.compile(r"\bcrc\b"), "community rehabilitation company"),
    (re.compile(r"\blscb\b"), "local safeguarding children board"),
    (re.compile(r"\b(?:constabulary|police (?:service|force|constabulary))\b"), "police"),
    (re.compile(r"\b(?:nhs|limited|ltd)\b"), " "),
)
# The end of "Shropshire, Telford and Wrekin Integrated Care Board (NHS ST&W ICB)"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


def resolve_organisations(
    items: Sequence[tuple[DocumentSource, Extract]],
    authorities: AuthorityList,
    rulings: Rulings,
) -> tuple[dict[str, dict[str, OrganisationIdentity]], Settled]:
    """Give the identity of every body named, by document and name as printed.

    Args:
        items: In the order of their hashes.
        authorities: Who an authority is.
        rulings: The user's.

    Returns:
        A mapping for each document, the publisher of its source included; and what the rulings
        made of them.
    """
    named = [
        (
            source,
            name,
            _organisation(name, _only_authority(extract, authorities), source, authorities),
        )
        for source, extract in items
        for name in _names(source, extract)
    ]
    settled = settle([_mention(source, name, body) for source, name, body in named], rulings)
    labels = {body.iri: body.name for _, _, body in named if body.authority}
    spelling = commonest(
        (iri, body.name) for (_, _, body), iri in zip(named, settled.iris, strict=True)
    )
    found: dict[str, dict[str, OrganisationIdentity]] = {source.sha256: {} for source, _ in items}
    for (source, name, body), iri, because in zip(
        named, settled.iris, settled.because, strict=True
    ):
        found[source.sha256][name] = OrganisationIdentity(
            iri=iri,
            name=labels.get(iri) or spelling[iri],
            authority=iri in labels,
            because=_because(source, name, because) if because else body.because,
        )
    return found, settled


def _names(source: DocumentSource, extract: Extract) -> tuple[str, ...]:
    names = [*extract.organisations]
    names += [post.organisation for post in extract.posts if post.organisation]
    names += [name for r in extract.recommendations for name in r.addressees]
    names += [source.publisher] if source.publisher else []
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _only_authority(extract: Extract, authorities: AuthorityList) -> Authority | None:
    """Give the authority that the whole document is about, where there is just one."""
    codes = {code for inspection in extract.inspections for code in inspection.authorities}
    return authorities.find(next(iter(codes))) if len(codes) == 1 else None


def _organisation(
    name: str, only: Authority | None, source: DocumentSource, authorities: AuthorityList
) -> OrganisationIdentity:
    said = " ".join(name.split())
    authority = only if _THE_AUTHORITY.fullmatch(said) else authorities.find(said)
    if authority is not None:
        return OrganisationIdentity(
            iri=iris.authority(authority.code), name=authority.label, authority=True
        )
    found = inspectorate(said)
    if found is not None:
        rule = f"it is a name of {found}"
        return OrganisationIdentity(
            iri=iris.organisation(found), name=found, because=_because(source, name, rule)
        )
    plain = _ARTICLE.sub("", said, count=1) if _ARTICLE.match(said) else said
    context, rule = None, f"every body of the name {plain!r} is this one"
    if _is_generic(plain):
        context = only.code if only else iris.document_context(source.sha256)
        where = f"of {only.label}" if only else "of this document"
        rule = f"it is the {plain!r} {where}"
    return OrganisationIdentity(
        iri=iris.organisation(body_key(plain), context),
        name=plain,
        because=_because(source, name, rule),
    )


def body_key(name: str) -> str:
    """Give one key for all spellings of a body's name.

    Args:
        name: As printed.

    Returns:
        The name in lower case with abbreviations written out; the name itself where nothing else
        is left.

    Example:
        >>> body_key("NHS Devon ICB"), body_key("Metropolitan Police Service")
        ('devon integrated care board', 'metropolitan police')
    """
    key = name_key(_IN_BRACKETS.sub("", name), short=False)
    for pattern, words in _SPELLED_OUT:
        key = pattern.sub(words, key)
    return " ".join(key.split()) or name


def _because(source: DocumentSource, name: str, rule: str) -> str:
    return f"{source.name} speaks of {_local(source, name).removeprefix(ID)}: {rule}"


def _local(source: DocumentSource, name: str) -> str:
    return iris.organisation(name, iris.document_context(source.sha256))


def _mention(source: DocumentSource, name: str, body: OrganisationIdentity) -> Mention:
    said = " ".join(name.lower().split())
    return Mention(
        sha256=source.sha256,
        key=name,
        iri=body.iri,
        local=_local(source, name),
        names=frozenset({said, body.name.lower()}),
        leads=body.authority,
    )


def inspectorate(name: str) -> str | None:
    """Give the inspectorate that this is a name of.

    Args:
        name: As printed.

    Returns:
        Its one name; `None` where it is another body.
    """
    key = name_key(name, short=False)
    return next((body for pattern, body in _INSPECTORATES if pattern.fullmatch(key)), None)


def _is_generic(name: str) -> bool:
    words = re.findall(r"[a-z]+", name.lower().replace("'", "").replace("’", ""))
    return all(word in _GENERIC_WORDS for word in words)
