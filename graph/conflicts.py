"""What two sources say of one inspection that cannot both be so: a grade, a date.

Both are kept in the graph, each in the named graph of its document; here they are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph

from caregraph.graph.query_result import Term
from caregraph.graph.store import GraphStore
from caregraph.ontology.terms import CG, RDF, RDFS, SKOS

_Node = pyoxigraph.NamedNode
_DATES = {
    _Node(CG.startDate): "the first day",
    _Node(CG.endDate): "the last day",
    _Node(CG.publicationDate): "the publication",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one document says.

    Attributes:
        value: A grade's label, or a date.
        document: File name.
        page: Where, from 1; `None` where the graph does not tell.
        official: Whether the document is an official report.
    """

    value: str
    document: str
    page: int | None
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two claims of which one at most is right.

    Attributes:
        inspection: IRI.
        label: Its short name.
        what: "overall effectiveness", "the first day".
        one: The claim to look at first: that of the document that is no official report.
        other: What contradicts it.
    """

    inspection: str
    label: str
    what: str
    one: Claim
    other: Claim


def find_conflicts(store: GraphStore) -> tuple[Conflict, ...]:
    """Give the contradictions of a graph.

    Args:
        store: The graph.

    Returns:
        By inspection, then by what it is about.
    """
    reader = _Reader(store)
    found = [
        Conflict(inspection=inspection, label=reader.label(inspection), what=what, one=a, other=b)
        for (inspection, what), claims in (*reader.grades(), *reader.dates())
        for a, b in combinations(sorted(claims, key=_first), 2)
        if _contradict(a.value, b.value)
    ]
    return tuple(sorted(found, key=_order))


def _order(conflict: Conflict) -> tuple[str, str, str, str, str]:
    one, other = conflict.one, conflict.other
    return (conflict.inspection, conflict.what, one.document, one.value, other.document)


def _first(claim: Claim) -> tuple[bool, str, str]:
    return (claim.official, claim.document, claim.value)


def _contradict(one: str, other: str) -> bool:
    # "2018-06" and "2018-06-11" can both be so.
    return not (one.startswith(other) or other.startswith(one))


_Claims = Iterator[tuple[tuple[str, str], set[Claim]]]


class _Reader:
    """Reads claims statement by statement: a query over all named graphs takes 20 s."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def label(self, iri: str) -> str:
        """Give the first label of a thing."""
        return min(self._values(_Node(iri), RDFS.label), default=iri)

    def grades(self) -> _Claims:
        """Give the grades of each inspection and area of which there are two."""
        found: dict[tuple[str, str], dict[str, set[_Node]]] = defaultdict(lambda: defaultdict(set))
        for quad in self._store.match(None, _Node(CG.grade)):
            judgement = quad.subject
            if not isinstance(judgement, _Node):
                continue
            for inspection in self._values(judgement, CG.judgementOf):
                for area in self._values(judgement, CG.area):
                    found[inspection, area][_value(quad.object)].add(judgement)
        for (inspection, area), of_grade in found.items():
            if len(of_grade) > 1:
                claims = {
                    self._claim(self._named(grade), judgement, CG.statedIn, graph)
                    for grade, judgements in of_grade.items()
                    for judgement in judgements
                    for graph in self._graphs(judgement, CG.grade)
                }
                yield (inspection, self._named(area)), claims

    def dates(self) -> _Claims:
        """Give the dates of each inspection that has two of a kind."""
        for term, what in _DATES.items():
            found: dict[_Node, set[tuple[str, _Node]]] = defaultdict(set)
            for quad in self._store.match(None, term):
                if isinstance(quad.subject, _Node) and isinstance(quad.graph_name, _Node):
                    found[quad.subject].add((_value(quad.object), quad.graph_name))
            for inspection, said in found.items():
                if len({date for date, _ in said}) > 1:
                    yield (
                        (inspection.value, what),
                        {
                            self._claim(date, inspection, CG.reportedIn, graph)
                            for date, graph in said
                        },
                    )

    def _claim(self, value: str, thing: _Node, says: str, graph: _Node) -> Claim:
        """Give what one document says of a thing, in its own graph."""
        document = _Node(min(self._values(thing, says, graph)))
        pages = [
            int(page)
            for passage in self._values(thing, CG.passage, graph)
            for page in self._values(_Node(passage), CG.page, graph)
        ]
        return Claim(
            value=value,
            document=min(self._values(document, CG.fileName, graph)),
            page=min(pages, default=None),
            official=CG.InspectionReport in self._values(document, RDF.type, graph),
        )

    def _named(self, concept: str) -> str:
        return min(self._values(_Node(concept), SKOS.prefLabel), default=concept)

    def _graphs(self, thing: _Node, term: str) -> set[_Node]:
        graphs = {quad.graph_name for quad in self._store.match(thing, _Node(term))}
        return {graph for graph in graphs if isinstance(graph, _Node)}

    def _values(self, thing: _Node, term: str, graph: _Node | None = None) -> list[str]:
        return [_value(q.object) for q in self._store.match(thing, _Node(term), None, graph)]


def _value(term: Term) -> str:
    return str(getattr(term, "value", ""))
