"""What is the same across documents: inspections, people and bodies.

`resolve` is a pure function of the set of documents: their order makes no difference. Two things
are one only where the documents leave no doubt (docs/decisions/0002-iri-scheme.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caregraph.extraction.records import Extract
from caregraph.graph.identity_bodies import OrganisationIdentity, resolve_organisations
from caregraph.graph.identity_inspections import InspectionIdentity, resolve_inspections
from caregraph.graph.identity_people import PersonIdentity, resolve_people
from caregraph.graph.quotations import Quotation, find_quotations
from caregraph.graph.rulings import NO_RULINGS, Rulings, unmatched
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIdentities:
    """Who and what the names of one document stand for.

    Attributes:
        inspections: By the record's local key.
        people: By the name as printed.
        organisations: By the name as printed; authorities among them.
        quotations: By the IRI of the finding, recommendation or statement that quotes a report.
    """

    inspections: Mapping[str, InspectionIdentity]
    people: Mapping[str, PersonIdentity]
    organisations: Mapping[str, OrganisationIdentity]
    quotations: Mapping[str, tuple[Quotation, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is the same across documents.

    Attributes:
        documents: The identities of every document, by the SHA-256 of its bytes.
        unmatched: The user's rulings that change nothing, a sentence each.
    """

    documents: Mapping[str, DocumentIdentities]
    unmatched: tuple[str, ...] = ()

    def of(self, sha256: str) -> DocumentIdentities:
        """Give the identities of one document; small enough to send to another process."""
        return self.documents[sha256]


def resolve(
    items: Sequence[tuple[DocumentSource, Extract]],
    *,
    authorities: AuthorityList,
    rulings: Rulings = NO_RULINGS,
) -> Resolution:
    """Tell what is the same across documents.

    Args:
        items: Every document of the knowledge base, in any order.
        authorities: Who the bodies named can be.
        rulings: What the user says is one, or is not.

    Returns:
        The identities, the same for any order of the items.

    Raises:
        RulingError: If one ruling says the opposite of another.
    """
    ordered = sorted(items, key=lambda item: item[0].sha256)
    inspections, settled_inspections = resolve_inspections(ordered, authorities, rulings)
    organisations, settled_bodies = resolve_organisations(ordered, authorities, rulings)
    people, settled_people = resolve_people(ordered, organisations, authorities, rulings)
    quotations = find_quotations(ordered, inspections)
    return Resolution(
        {
            source.sha256: DocumentIdentities(
                inspections=inspections[source.sha256],
                people=people[source.sha256],
                organisations=organisations[source.sha256],
                quotations=quotations[source.sha256],
            )
            for source, _ in ordered
        },
        unmatched(rulings, (settled_inspections, settled_bodies, settled_people)),
    )
