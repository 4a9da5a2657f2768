"""A bounded part of the graph, to take away: which statements belong to it.

A part of one authority holds nothing of another: where a document speaks of two, only the
statements about the chosen one are taken, and no statement names the other. What the part names
without describing it (a grade, an inspector) keeps its label and class, so that it can be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph

from caregraph.graph.query_result import Term
from caregraph.graph.store import GraphStore
from caregraph.ontology.errors import CaregraphError
from caregraph.ontology.terms import CG, FOAF, OA, RDF, RDFS, SKOS

Node = pyoxigraph.NamedNode

_INSPECTS = Node(CG.inspects)
_REPORTED_IN = Node(CG.reportedIn)
_STATED_IN = Node(CG.statedIn)
_PLACING = (Node(CG.mentionedIn), _REPORTED_IN, _STATED_IN)
_TYPE = Node(RDF.type)
_OWNING = (Node(CG.passage), Node(OA.hasSelector))
"""What these point to is part of the subject, as a blank node would be."""
_CONTEXT = tuple(
    Node(iri)
    for iri in (
        CG.findingOf,
        CG.recommendationOf,
        CG.judgementOf,
        CG.about,
        CG.servedOn,
        CG.statedIn,
        CG.inspects,
    )
)
"""What a match is not understood without: its inspection, authority and document."""
_NAMING = tuple(
    Node(iri) for iri in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.notation, FOAF.name)
)
"""What is kept of a node that is named and not described."""


class NotInGraphError(CaregraphError, KeyError):
    """Something was selected that the graph does not hold."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would quote it


@dataclass(slots=True)
class _Part:
    """The part as it grows: quads, what is described, and what must not be named."""

    store: GraphStore
    quads: set[pyoxigraph.Quad] = field(default_factory=set)
    described: set[Node] = field(default_factory=set)
    foreign: frozenset[Node] = frozenset()
    graphs: set[Node | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph] = field(default_factory=set)

    def describe(self, node: Node, about: Iterable[pyoxigraph.Quad] | None = None) -> None:
        """Take what is said of a node (in these quads), with its passages."""
        waiting = [node]
        while waiting:
            subject = waiting.pop()
            if subject in self.foreign:
                continue
            self.described.add(subject)
            quads = self.store.match(subject) if about is None or subject != node else about
            for quad in quads:
                if quad.object in self.foreign:
                    continue
                self.quads.add(quad)
                if quad.predicate in _OWNING and isinstance(quad.object, Node):
                    waiting += [quad.object] if quad.object not in self.described else []

    def name_the_rest(self) -> None:
        """Give label and class to what is named and not described."""
        named = {
            quad.object
            for quad in self.quads
            if isinstance(quad.object, Node) and quad.predicate != _TYPE
        }
        self.graphs = {quad.graph_name for quad in self.quads}
        for node in named - self.described - self.foreign:
            for predicate in _NAMING:
                self.quads.update(self._nearest(self.store.match(node, predicate)))
            # Whatever is named is known from somewhere: here, the documents that are in the part.
            for predicate in _PLACING:
                places = self.store.match(node, predicate)
                self.quads.update(quad for quad in places if quad.object in self.described)

    def _nearest(self, quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
        """Prefer what the part's own documents say; a name needs no other document's word."""
        found = list(quads)
        near = [quad for quad in found if quad.graph_name in self.graphs]
        return near or found


def of_authority(store: GraphStore, authority: str) -> tuple[pyoxigraph.Quad, ...]:
    """Give all that the graph holds about one authority and its inspections.

    Args:
        store: The graph.
        authority: IRI of the authority.

    Returns:
        Quads: the authority, its inspections, what they judged, found and recommended, what is
        quoted and reported of them, people and posts, documents and passages. Nothing names
        another authority, or an inspection that is none of this one's.
    """
    node = _known(store, authority)
    inspections = {quad.subject for quad in store.match(None, _INSPECTS, node)}
    part = _about(store, {node}, {i for i in inspections if isinstance(i, Node)})
    part.describe(node)
    part.name_the_rest()
    return tuple(part.quads)


def of_inspection(store: GraphStore, inspection: str) -> tuple[pyoxigraph.Quad, ...]:
    """Give all that the graph holds about one inspection.

    Args:
        store: The graph.
        inspection: IRI of the inspection.

    Returns:
        Quads as of `of_authority`; the authority itself keeps its label and class.
    """
    node = _known(store, inspection)
    authorities = {quad.object for quad in store.match(node, _INSPECTS)}
    part = _about(store, {a for a in authorities if isinstance(a, Node)}, {node})
    part.name_the_rest()
    return tuple(part.quads)


def of_nodes(
    store: GraphStore, nodes: Sequence[str], *, depth: int = 0
) -> tuple[pyoxigraph.Quad, ...]:
    """Give the concise bounded description of nodes, and of what they name, some steps on.

    "CBD - Concise Bounded Description" (W3C Member Submission, 2005): all statements of which the
    node is the subject, and those of the blank nodes among the objects. The graph has IRIs in the
    place of blank nodes; passages and their selectors are treated as such.

    Args:
        store: The graph.
        nodes: IRIs.
        depth: 0: of the nodes only. 1: also of everything that they name. And so on.

    Returns:
        Quads; what is named at the edge keeps its label and class.
    """
    part = _Part(store)
    edge = [_known(store, node) for node in nodes]
    for step in range(depth + 1):
        for node in edge:
            part.describe(node)
        if step < depth:
            edge = _named_by(part)
    part.name_the_rest()
    return tuple(part.quads)


def of_matches(store: GraphStore, nodes: Sequence[str]) -> tuple[pyoxigraph.Quad, ...]:
    """Give what search found, with the inspection, authority and document of each.

    Args:
        store: The graph.
        nodes: IRIs of findings, recommendations and other passages.

    Returns:
        Quads; what is named at the edge keeps its label and class.
    """
    part = _Part(store)
    waiting = [_known(store, node) for node in nodes]
    while waiting:
        node = waiting.pop()
        if node in part.described:
            continue
        part.describe(node)
        for predicate in _CONTEXT:
            found = (quad.object for quad in store.match(node, predicate))
            waiting += [object_ for object_ in found if isinstance(object_, Node)]
    part.name_the_rest()
    return tuple(part.quads)


def _named_by(part: _Part) -> list[Node]:
    named = {
        quad.object
        for quad in part.quads
        if isinstance(quad.object, Node) and quad.predicate != _TYPE
    }
    return sorted(named - part.described, key=lambda node: node.value)


def _known(store: GraphStore, iri: str) -> Node:
    try:
        node = Node(iri)
    except ValueError as error:
        raise NotInGraphError(f"{iri!r} is not an IRI") from error
    if next(store.match(node), None) is None:
        raise NotInGraphError(f"the graph says nothing of <{iri}>; 'caregraph show' finds names")
    return node


def _about(store: GraphStore, authorities: set[Node], inspections: set[Node]) -> _Part:
    """Take what documents say of these inspections and authorities, and of no others."""
    part = _Part(store, foreign=_foreign(store, authorities))
    ours = authorities | inspections
    pointing = (quad for node in sorted(ours, key=str) for quad in store.match(None, None, node))
    graphs = {quad.graph_name for quad in pointing}
    graphs |= {quad.graph_name for node in inspections for quad in store.match(node)}
    for graph in sorted((g for g in graphs if isinstance(g, Node)), key=str):
        _take_document(part, _by_subject(store.match(None, None, None, graph)), ours, inspections)
    return part


def _foreign(store: GraphStore, authorities: set[Node]) -> frozenset[Node]:
    """Give the other authorities, and the inspections of none but them."""
    others: set[Term] = {quad.subject for quad in store.match(None, _TYPE, Node(CG.Authority))}
    inspected: defaultdict[Term, set[Term]] = defaultdict(set)
    for quad in store.match(None, _INSPECTS):
        inspected[quad.subject].add(quad.object)
        others.add(quad.object)  # even where nothing describes it
    elsewhere = {inspection for inspection, by in inspected.items() if not by & authorities}
    return frozenset(node for node in (others - authorities) | elsewhere if isinstance(node, Node))


def _by_subject(
    quads: Iterable[pyoxigraph.Quad],
) -> Mapping[Term, list[pyoxigraph.Quad]]:
    found: defaultdict[Term, list[pyoxigraph.Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject].append(quad)
    return found


def _take_document(
    part: _Part,
    statements: Mapping[Term, list[pyoxigraph.Quad]],
    ours: set[Node],
    inspections: set[Node],
) -> None:
    """Take from one document's graph what is about ours."""
    documents: set[Node] = set()
    undivided = not any(
        quad.object in part.foreign for quads in statements.values() for quad in quads
    )
    for subject, quads in statements.items():
        if not isinstance(subject, Node):
            continue
        belongs = subject in inspections or (
            any(quad.predicate == _STATED_IN for quad in quads)
            and _belongs(quads, ours, part.foreign, undivided=undivided)
        )
        if belongs:
            part.describe(subject, quads)
            documents |= set(_documents(quads))
    for document in documents:
        part.describe(document, statements.get(document, []))


def _belongs(
    quads: Sequence[pyoxigraph.Quad], ours: set[Node], foreign: frozenset[Node], *, undivided: bool
) -> bool:
    objects = {quad.object for quad in quads}
    if objects & ours:
        return True
    # What names nobody belongs to the document's only subject, where it has only one.
    return undivided and not objects & foreign and not _of_another_inspection(quads)


def _of_another_inspection(quads: Sequence[pyoxigraph.Quad]) -> bool:
    return any(quad.predicate in _CONTEXT and quad.predicate != _STATED_IN for quad in quads)


def _documents(quads: Iterable[pyoxigraph.Quad]) -> Iterator[Node]:
    for quad in quads:
        if quad.predicate in {_STATED_IN, _REPORTED_IN} and isinstance(quad.object, Node):
            yield quad.object
