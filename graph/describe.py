"""One thing of the graph in words: what is said of it, what points to it, and who says so."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph

from caregraph.graph.iris import reference_graph
from caregraph.graph.query_result import Term
from caregraph.graph.store import GraphStore
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.errors import CaregraphError
from caregraph.ontology.terms import CG, ID, PREFIXES, RDF, RDFS

EXAMPLES = 5
"""How many of the things that point to it are named, of each property."""

_NAMED = """
SELECT DISTINCT ?thing ?wanted WHERE {
  ?thing rdfs:label|foaf:name|cg:fileName|cg:otherFileName|skos:prefLabel|skos:altLabel ?name .
  FILTER (LCASE(STR(?name)) = ?wanted)
} ORDER BY ?thing
"""
_NAMES = "SELECT DISTINCT ?name WHERE { ?thing foaf:name|cg:fileName|skos:prefLabel ?name }"
_JUDGEMENTS = """
SELECT DISTINCT ?authority ?start ?framework ?area ?grade ?document WHERE {
  ?inspection cg:inspects ?authority .
  ?judgement cg:judgementOf ?inspection ; cg:area/skos:prefLabel ?area ;
    cg:grade/skos:prefLabel ?grade ; cg:statedIn/cg:fileName ?document .
  OPTIONAL { ?inspection cg:startDate ?start }
  OPTIONAL { ?inspection cg:framework/skos:prefLabel ?framework }
} ORDER BY ?start ?area ?document
"""


class NothingCalledSoError(CaregraphError, KeyError):
    """A name or IRI that nothing in the graph has."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would quote it


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The object or subject of a statement.

    Attributes:
        text: Its words.
        iri: Where it is a thing.
        documents: File names of the documents that say so; empty where none does, as of the
            list of authorities.
    """

    text: str
    iri: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What one property says: its name, its first values, and how many there are in all."""

    name: str
    values: tuple[Value, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One grade in an authority's history, and the document that states it."""

    start: str | None
    framework: str | None
    area: str
    grade: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the graph holds about one thing.

    Attributes:
        iri: The thing.
        label: Its short name.
        kinds: The labels of its classes.
        says: What is said of it.
        pointed_at_by: What points to it, with the first few of each.
        judgements: An authority's grades, oldest first; empty for anything else.
        documents: File names of the documents that say something of it.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    says: tuple[Property, ...]
    pointed_at_by: tuple[Property, ...]
    judgements: tuple[Graded, ...]
    documents: tuple[str, ...]


def find_thing(store: GraphStore, name: str, *, authorities: AuthorityList) -> str:
    """Give the IRI of what a person calls by this name.

    Args:
        store: The graph.
        name: An IRI, the end of one of ours ("authority/E10000017"), a prefixed name
            ("cg:Finding"), any name of an authority, a person's name, a file name, or a
            concept's label; case makes no difference.
        authorities: Whose names are known.

    Returns:
        An IRI that the graph holds.

    Raises:
        NothingCalledSoError: If there is none, or more than one; with what is near.
    """
    for iri in _spelled_out(name):
        if _is_there(store, iri):
            return iri
    authority = authorities.find(name)
    if authority is not None and _is_there(store, f"{ID}authority/{authority.code}"):
        return f"{ID}authority/{authority.code}"
    wanted = pyoxigraph.Literal(name.strip().lower())
    rows = store.select(_NAMED, {"wanted": wanted})
    found = [term.value for term, _ in rows if isinstance(term, pyoxigraph.NamedNode)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n  ".join(found[:20])
        raise NothingCalledSoError(
            f"{len(found)} things are called {name!r}; name one:\n  {listed}"
        )
    near = _near(store, name, authorities)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise NothingCalledSoError(f"nothing in this knowledge base is called {name!r}{hint}")


def describe(store: GraphStore, iri: str) -> Description:
    """Give what the graph holds about a thing.

    Args:
        store: The graph.
        iri: The thing.

    Returns:
        Properties in the order of their names, values in the order of their words.
    """
    subject = pyoxigraph.NamedNode(iri)
    said = list(store.match(subject, None, None))
    pointing = list(store.match(None, None, subject))
    words = _Words(store)
    kinds = {quad.object for quad in said if quad.predicate.value == RDF.type}
    return Description(
        iri=iri,
        label=words.of(subject),
        kinds=tuple(sorted(words.of(kind) for kind in kinds)),
        says=_properties(
            (
                (q.predicate, q.object, q.graph_name)
                for q in said
                if q.predicate.value not in (RDF.type, RDFS.label)
            ),
            words,
            limit=50,
        ),
        pointed_at_by=_properties(
            ((q.predicate, q.subject, q.graph_name) for q in pointing), words, limit=EXAMPLES
        ),
        judgements=_judgements(store, subject),
        documents=_documents(words, {quad.graph_name for quad in (*said, *pointing)}),
    )


class _Words:
    """The short names of things, each looked up once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[Term, str] = {}

    def of(self, term: Term) -> str:
        if not isinstance(term, pyoxigraph.NamedNode):
            return term.value if isinstance(term, pyoxigraph.Literal) else str(term)
        if term not in self._known:
            label = pyoxigraph.NamedNode(RDFS.label)
            found = sorted(
                quad.object.value
                for quad in self._store.match(term, label, None)
                if isinstance(quad.object, pyoxigraph.Literal)
            )
            self._known[term] = found[0] if found else shortened(term.value)
        return self._known[term]

    def file_name(self, document: str) -> str:
        """Give the name of a document's file, as reasons and problems name it."""
        named = pyoxigraph.NamedNode(CG.fileName)
        found = self._store.match(pyoxigraph.NamedNode(document), named)
        return min((str(getattr(quad.object, "value", "")) for quad in found), default=document)


def shortened(iri: str) -> str:
    """Give an IRI with the prefix that we declare for its beginning, where there is one.

    Args:
        iri: Any.

    Returns:
        For example "skos:Concept"; the IRI itself where no prefix fits.
    """
    fitting = [(space, prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    if not fitting:
        return iri
    space, prefix = max(fitting)
    return f"{prefix}:{iri.removeprefix(space)}"


def _properties(
    statements: Iterable[tuple[pyoxigraph.NamedNode, Term, object]], words: _Words, *, limit: int
) -> tuple[Property, ...]:
    grouped: dict[pyoxigraph.NamedNode, dict[Term, set[object]]] = {}
    for predicate, term, graph in statements:
        grouped.setdefault(predicate, {}).setdefault(term, set()).add(graph)
    found = []
    for predicate, terms in grouped.items():
        values = sorted(
            (
                Value(
                    text=words.of(term),
                    iri=term.value if isinstance(term, pyoxigraph.NamedNode) else None,
                    documents=_documents(words, graphs),
                )
                for term, graphs in terms.items()
            ),
            key=lambda value: (value.text, value.iri or ""),
        )
        found.append(
            Property(name=words.of(predicate), values=tuple(values[:limit]), count=len(values))
        )
    return tuple(sorted(found, key=lambda item: item.name))


def _judgements(store: GraphStore, authority: pyoxigraph.NamedNode) -> tuple[Graded, ...]:
    rows = store.select(_JUDGEMENTS, {"authority": authority})
    return tuple(
        Graded(
            start=_text(start),
            framework=_text(framework),
            area=_text(area) or "",
            grade=_text(grade) or "",
            document=_text(document) or "",
        )
        for _, start, framework, area, grade, document in rows
    )


def _documents(words: _Words, graphs: set[object]) -> tuple[str, ...]:
    space = f"{ID}graph/"
    hashes = (
        name.value.removeprefix(space)
        for name in graphs
        if isinstance(name, pyoxigraph.NamedNode) and name.value != reference_graph()
    )
    return tuple(sorted({words.file_name(f"{ID}document/{sha256}") for sha256 in hashes}))


def _spelled_out(name: str) -> tuple[str, ...]:
    """Give the IRIs that a person can mean by this spelling."""
    bare = name.strip().removeprefix("<").removesuffix(">")
    if " " in bare or not bare.isprintable() or any(mark in bare for mark in '<>"{}|\\^`'):
        return ()
    prefix, colon, local = bare.partition(":")
    whole = (bare,) if "://" in bare else ()
    expanded = (PREFIXES[prefix] + local,) if colon and prefix in PREFIXES else ()
    ending = (ID + bare,) if "/" in bare and not whole else ()
    return (*whole, *expanded, *ending)


def _is_there(store: GraphStore, iri: str) -> bool:
    node = pyoxigraph.NamedNode(iri)
    return any(True for _ in store.match(node)) or any(True for _ in store.match(object_=node))


def _near(store: GraphStore, name: str, authorities: AuthorityList) -> list[str]:
    names = {row[0].value for row in store.select(_NAMES) if isinstance(row[0], pyoxigraph.Literal)}
    names |= {authority.label for authority in authorities}
    by_lower = {known.lower(): known for known in sorted(names)}
    near = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.7)
    return [repr(by_lower[key]) for key in near]


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, pyoxigraph.Literal | pyoxigraph.NamedNode) else None
