"""People, bodies and posts of a document's graph."""

from __future__ import annotations

from caregraph.extraction.records import PostRecord
from caregraph.graph import iris
from caregraph.graph.build_context import Context
from caregraph.ontology.terms import CG, FOAF, ORG


def add_people(context: Context) -> None:
    """State who is named, in which role, and who inspected."""
    add = context.statements
    for body in context.identities.organisations.values():
        add.link(body.iri, CG.mentionedIn, context.document)
        if not body.authority:
            add.node(body.iri, ORG.Organization, body.name)
            add.text(body.iri, FOAF.name, body.name)
            add.text(body.iri, CG.joinedBecause, body.because)
    for person in context.identities.people.values():
        add.node(person.iri, FOAF.Person, person.name)
        add.text(person.iri, FOAF.name, person.name)
        add.link(person.iri, CG.mentionedIn, context.document)
        add.text(person.iri, CG.joinedBecause, person.because)
    for record in context.extract.inspections:
        if record.lead_inspector:
            lead = context.identities.people[record.lead_inspector].iri
            add.link(context.inspection(record.key), CG.leadInspector, lead)
            add.link(context.inspection(record.key), CG.inspector, lead)
    for post in context.extract.posts:
        _add_post(context, post)


def _add_post(context: Context, record: PostRecord) -> None:
    add = context.statements
    person = context.identities.people[record.person]
    body = context.identities.organisations.get(record.organisation or "")
    inspection = None if record.inspection is None else context.inspection(record.inspection)
    iri = iris.post(
        context.source.sha256,
        person.iri,
        record.role_title,
        body.iri if body else None,
        inspection,
    )
    label = ", ".join(filter(None, (person.name, record.role_title, body.name if body else None)))
    add.node(iri, CG.Post, label)
    add.link(iri, CG.member, person.iri)
    add.text(iri, CG.roleTitle, record.role_title)
    if body is not None:
        add.link(iri, CG.organisation, body.iri)
    if inspection is not None:
        add.link(iri, CG.servedOn, inspection)
        add.link(inspection, CG.inspector, person.iri)
    add.link(iri, CG.statedIn, context.document)
    add.link(iri, CG.passage, context.passage(record.passage, what=f"the post of {person.name}"))
