"""Records to RDF: one named graph a document, and one for all that no document says.

The graph of a document is a pure function of its extract, its source and the identities that the
set of documents gives it. Nothing in it is a blank node, a clock or a random number.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from caregraph.extraction.records import DocumentClass, Extract
from caregraph.graph import iris
from caregraph.graph.build_assertions import add_assertions
from caregraph.graph.build_context import Context
from caregraph.graph.build_people import add_people
from caregraph.graph.identity import Resolution
from caregraph.graph.identity_inspections import OWN
from caregraph.graph.source import DocumentSource
from caregraph.graph.statements import Statements
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority
from caregraph.ontology.terms import CG, DCTERMS, RDF, SKOS

_TURTLE = Path(iris.__file__).resolve().parent.parent / "ontology"
_CLASSES = {
    DocumentClass.INSPECTION_REPORT: CG.InspectionReport,
    DocumentClass.NEWS_ARTICLE: CG.NewsArticle,
    DocumentClass.PRESENTATION: CG.Presentation,
    DocumentClass.MEETING_RECORD: CG.MeetingRecord,
    DocumentClass.DOCUMENT: CG.Document,
}
_OPEN_GOVERNMENT_LICENCE = (
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)
_LICENCES = {
    "open government licence v3.0": _OPEN_GOVERNMENT_LICENCE,
    "ogl v3.0": _OPEN_GOVERNMENT_LICENCE,
    "ogl 3.0": _OPEN_GOVERNMENT_LICENCE,
}


def build_document(
    source: DocumentSource, extract: Extract, resolution: Resolution
) -> tuple[ox.Quad, ...]:
    """Give the graph of one document.

    Args:
        source: What is known of the file.
        extract: What was found in it.
        resolution: What its names stand for among all documents.

    Returns:
        Quads of the named graph `iris.document_graph(source.sha256)`, in the order of their
        N-Quads lines. A record whose passage lies outside the text, or that names an inspection
        which the extract has not, raises `BuildError`.
    """
    context = Context(
        source=source,
        extract=extract,
        identities=resolution.of(source.sha256),
        statements=Statements(iris.document_graph(source.sha256)),
    )
    _add_document(context)
    _add_inspections(context)
    add_people(context)
    add_assertions(context)
    return context.statements.quads()


def build_reference(authorities: AuthorityList) -> tuple[ox.Quad, ...]:
    """Give the graph of all that no document says: ontology, schemes and authorities.

    Args:
        authorities: Those of England and the user's own.

    Returns:
        Quads of the named graph `iris.reference_graph()`, in the order of their N-Quads lines.
    """
    graph = ox.NamedNode(iris.reference_graph())
    files = ("core.ttl", "schemes.ttl", "authorities.ttl")
    quads = {
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for name in files
        for triple in ox.parse(path=_TURTLE / name, format=ox.RdfFormat.TURTLE)
    }
    known = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    statements = Statements(iris.reference_graph())
    for authority in authorities:
        if iris.authority(authority.code) not in known:
            _add_authority(statements, authority)
    return tuple(sorted({*quads, *statements.quads()}, key=str))


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Give quads as N-Quads lines in their own order: the same quads, the same bytes."""
    return b"".join(f"{quad} .\n".encode() for quad in quads)


def _add_document(context: Context) -> None:
    source, extract, add = context.source, context.extract, context.statements
    iri = context.document
    add.node(iri, CG.Document, extract.title or source.name)
    add.link(iri, RDF.type, _CLASSES[extract.document_class])
    add.text(iri, CG.fileName, source.name)
    for other in sorted(set(source.names) - {source.name}):
        add.text(iri, CG.otherFileName, other)
    add.text(iri, CG.sha256, source.sha256)
    add.text(iri, CG.family, extract.family)
    add.number(iri, CG.pageCount, extract.page_count)
    for problem in extract.problems:
        add.text(iri, CG.problem, problem)
    add.text(iri, DCTERMS.format, extract.media_type)
    add.text(iri, DCTERMS.title, extract.title)
    add.date(iri, DCTERMS.issued, extract.published or _printed(extract) or source.published)
    if source.url and iris.is_address(source.url):
        add.link(iri, DCTERMS.source, iris.address(source.url))
    if source.publisher and source.publisher.strip():
        add.link(iri, DCTERMS.publisher, context.identities.organisations[source.publisher].iri)
    if source.licence:
        _add_licence(add, iri, source.licence)


def _printed(extract: Extract) -> str | None:
    """Give the publication date that a report prints of its own inspection."""
    return next((i.published for i in extract.inspections if i.key == OWN), None)


def _add_licence(add: Statements, iri: str, licence: str) -> None:
    address = _LICENCES.get(licence.strip().lower(), licence.strip())
    if iris.is_address(address):
        add.link(iri, DCTERMS.license, iris.address(address))
    else:
        add.text(iri, DCTERMS.license, address)


def _add_inspections(context: Context) -> None:
    add = context.statements
    for record in context.extract.inspections:
        identity = context.identities.inspections[record.key]
        iri = identity.iri
        add.node(iri, CG.Inspection, identity.label)
        add.link(iri, CG.reportedIn, context.document)
        for code in record.authorities:
            add.link(iri, CG.inspects, iris.authority(code))
        add.confidence(iri, CG.confidence, record.confidence)
        if record.planned:
            add.true(iri, CG.planned)
        if record.passage is not None:
            add.link(iri, CG.passage, context.passage(record.passage, what="an inspection's dates"))
        before = None if record.previous is None else context.inspection(record.previous)
        if before is not None and before != iri:  # two records may turn out to be one inspection
            add.link(iri, CG.previousInspection, before)
        add.text(iri, CG.joinedBecause, identity.because)
        # The inspection's own report says the rest, and more exactly; what contradicts it is kept.
        if record.framework and not identity.joined:
            add.link(iri, CG.framework, iris.concept("framework", record.framework))
        listed = context.source.published if context.is_report and record.key == OWN else None
        dates = {
            "start": (CG.startDate, record.start),
            "end": (CG.endDate, record.end),
            "published": (CG.publicationDate, record.published or listed),
        }
        for name, (term, date) in dates.items():
            if not identity.joined or name in identity.contrary:
                add.date(iri, term, date)


def _add_authority(add: Statements, authority: Authority) -> None:
    iri = iris.authority(authority.code)
    add.node(iri, CG.Authority, authority.label)
    add.text(iri, CG.onsCode, authority.code)
    add.text(iri, CG.officialName, authority.official_name)
    add.text(iri, CG.dfeCode, authority.dfe_code)
    add.text(iri, CG.ofstedUrn, authority.ofsted_urn)
    for name in authority.alt_names:
        add.text(iri, SKOS.altLabel, name)
    add.date(iri, CG.validFrom, authority.valid_from)
    add.date(iri, CG.validUntil, authority.valid_until)
    for code in authority.predecessors:
        add.link(iri, CG.predecessor, iris.authority(code))
    for code in authority.successors:
        add.link(iri, CG.successor, iris.authority(code))
    if authority.region:
        region = iris.region(authority.region_code or iris.slug(authority.region))
        add.link(iri, CG.region, region)
        add.node(region, CG.Region, authority.region)
        add.text(region, CG.onsCode, authority.region_code)
