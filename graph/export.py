"""Parts of the graph written to be taken away; every file says what it is and whose words it holds.

Formats: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML. The same part of the same graph gives
the same bytes. The whole graph is written one document, or one subject, at a time.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TextIO

import pyoxigraph

from caregraph.graph import iris
from caregraph.graph.rdf_text import (
    Names,
    RdfFormat,
    Statement,
    line,
    sort_statements,
    write_blocks,
    write_prefixes,
    write_statements,
)
from caregraph.graph.store import GraphStore
from caregraph.ontology.terms import DCTERMS, RDF, RDFS

LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION: Final = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "The licence does not cover personal data."
)
# Terms of vocabularies that our own ontology does not use: DCMI Metadata Terms and DCAT.
_DCTERMS = "http://purl.org/dc/terms/"
_DATASET = "http://www.w3.org/ns/dcat#Dataset"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportNote:
    """What a file says of itself.

    Attributes:
        selection: Which part it is, in words: "authority Northmoor", "everything".
        version: Of the graph. Where it is made of the graph's content, two knowledge bases of the
            same documents export the same bytes.
        created: When the graph was made, ISO 8601; `None` keeps the time out of the file.
        query: The query that selected it, where there was one.
    """

    selection: str
    version: str
    created: str | None = None
    query: str | None = None

    def statements(self) -> list[Statement]:
        """Give the note as RDF: one dataset node."""
        node = pyoxigraph.NamedNode(
            iris.exported(f"{self.selection}\n{self.version}\n{self.query}")
        )
        says: list[tuple[str, pyoxigraph.NamedNode | pyoxigraph.Literal]] = [
            (RDF.type, pyoxigraph.NamedNode(_DATASET)),
            (RDFS.label, pyoxigraph.Literal(f"caregraph: {self.selection}")),
            (DCTERMS.title, pyoxigraph.Literal(f"caregraph: {self.selection}")),
            (f"{_DCTERMS}hasVersion", pyoxigraph.Literal(self.version)),
            (DCTERMS.license, pyoxigraph.NamedNode(LICENCE)),
            (f"{_DCTERMS}rights", pyoxigraph.Literal(ATTRIBUTION)),
        ]
        if self.created is not None:
            says.append((f"{_DCTERMS}created", pyoxigraph.Literal(self.created)))
        if self.query is not None:
            says.append((f"{_DCTERMS}description", pyoxigraph.Literal(self.query)))
        return sort_statements((node, pyoxigraph.NamedNode(verb), what) for verb, what in says)

    def comment(self) -> Iterator[str]:
        """Give the note as lines of a comment."""
        made = f", made {self.created}" if self.created else ""
        yield " ".join(f"caregraph: {self.selection}".split())
        yield " ".join(f"graph version {self.version}{made}".split())
        yield f"{ATTRIBUTION} <{LICENCE}>"
        if self.query is not None:
            yield "query:"
            yield from self.query.strip().splitlines()


class Part(Protocol):
    """A part of the graph, as the writers go through it."""

    def by_graph(self) -> Iterator[tuple[pyoxigraph.NamedNode | None, list[Statement]]]:
        """Give each named graph with its statements, in order; `None` is the default graph."""
        ...

    def by_subject(self) -> Iterator[Statement]:
        """Give the statements of all graphs, sorted, each once."""
        ...

    def nquads(self) -> Iterator[str]:
        """Give the lines of N-Quads with their ends, sorted within each named graph."""
        ...


class Selected:
    """A part that is held in memory."""

    def __init__(
        self, quads: Iterable[pyoxigraph.Quad] = (), triples: Iterable[pyoxigraph.Triple] = ()
    ) -> None:
        """Take quads of named graphs, or triples of a CONSTRUCT."""
        self._graphs: defaultdict[str, set[Statement]] = defaultdict(set)
        for quad in quads:
            name = quad.graph_name
            key = name.value if isinstance(name, pyoxigraph.NamedNode) else ""
            self._graphs[key].add((quad.subject, quad.predicate, quad.object))
        self._graphs[""].update((t.subject, t.predicate, t.object) for t in triples)

    def __len__(self) -> int:
        """Count the triples, each once."""
        return len(set().union(*self._graphs.values()))

    def by_graph(self) -> Iterator[tuple[pyoxigraph.NamedNode | None, list[Statement]]]:
        """See `Part`."""
        for name in sorted(self._graphs):
            node = pyoxigraph.NamedNode(name) if name else None
            yield node, sort_statements(self._graphs[name])

    def nquads(self) -> Iterator[str]:
        """See `Part`."""
        for graph, statements in self.by_graph():
            yield from sorted(f"{line(statement, graph)}\n" for statement in statements)

    def by_subject(self) -> Iterator[Statement]:
        """See `Part`."""
        yield from sort_statements(itertools.chain.from_iterable(self._graphs.values()))


class Everything:
    """The whole graph; one named graph, or one subject, is held in memory at a time."""

    def __init__(self, store: GraphStore) -> None:
        """Take an open graph."""
        self._store = store

    def by_graph(self) -> Iterator[tuple[pyoxigraph.NamedNode | None, list[Statement]]]:
        """See `Part`."""
        for graph in self._store.named_graphs():
            quads = self._store.match(None, None, None, graph)
            yield graph, sort_statements((q.subject, q.predicate, q.object) for q in quads)

    def nquads(self) -> Iterator[str]:
        """See `Part`."""
        for graph in self._store.named_graphs():
            for text in self._store.lines(graph):
                yield f"{text[:-1].decode()}{graph} .\n"

    def by_subject(self) -> Iterator[Statement]:
        """See `Part`."""
        subjects = self._store.select("SELECT DISTINCT ?s { ?s ?p ?o }").rows
        nodes = {row[0] for row in subjects if isinstance(row[0], pyoxigraph.NamedNode)}
        for node in sorted(nodes, key=str):
            quads = self._store.match(node)
            yield from sort_statements((q.subject, q.predicate, q.object) for q in quads)


def write_export(part: Part, rdf_format: RdfFormat, stream: TextIO, *, note: ExportNote) -> None:
    """Write a part of the graph, with what it is in front of it.

    Args:
        part: What to write.
        rdf_format: How. Formats without named graphs get every triple once; in N-Quads and TriG
            each stands in the graph of the document that says so, and the note in the default
            graph.
        stream: Where to, in UTF-8.
        note: What the file says of itself.
    """
    if rdf_format.has_comments:
        stream.writelines(f"# {text}\n" for text in note.comment())
    match rdf_format:
        case RdfFormat.NQUADS:
            stream.writelines(f"{line(statement)}\n" for statement in note.statements())
            stream.writelines(part.nquads())
        case RdfFormat.TRIG:
            _write_trig(part, stream, note)
        case _:
            names = Names()
            if not isinstance(part, Everything):
                names = names.restricted([*note.statements(), *part.by_subject()])
            every = _merge(note.statements(), part.by_subject())
            write_statements(every, rdf_format, stream, names=names)


def _merge(note: Sequence[Statement], statements: Iterator[Statement]) -> Iterator[Statement]:
    """Put the note before the first subject that is after it in the alphabet."""
    node = str(note[0][0])
    written = False
    for statement in statements:
        if not written and str(statement[0]) > node:
            yield from note
            written = True
        yield statement
    if not written:
        yield from note


def _write_trig(part: Part, stream: TextIO, note: ExportNote) -> None:
    names = Names()
    write_prefixes(names, stream)
    write_blocks(note.statements(), stream, names=names)
    for graph, statements in part.by_graph():
        if graph is None:
            write_blocks(statements, stream, names=names)
        elif statements:
            stream.write(f"\n{graph} {{")
            write_blocks(statements, stream, names=names, indent="    ")
            stream.write("}\n")
