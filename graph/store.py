"""The graph on disk: read-only for those who ask, and written once by those who build it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph

from caregraph.graph.engine import evaluate
from caregraph.graph.limited import QueryLimits, evaluate_limited
from caregraph.graph.query_result import QueryResult, Term
from caregraph.graph.semantic_sparql import SemanticSearch
from caregraph.graph.sparql import explain, prepare
from caregraph.graph.store_errors import StoreDamagedError, StoreMissingError
from caregraph.ontology.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["GraphBuilder", "GraphStore"]

_MERGED: Final = pyoxigraph.DefaultGraph()
"""Holds every statement of the named graphs once."""
# "... <https://example.org/graph/reference> ." at the end of a line of N-Quads
_GRAPH_NAME: Final = re.compile(rb" <[^<>\s]*> \.\n")


class GraphStore:
    """A graph that is read and never written.

    Every statement stands in the named graph of whoever says it, and once in the default graph,
    however many say it: queries count it once (RDF 1.1 Semantics, section 4.1: a merge is a set).
    """

    def __init__(self, inner: pyoxigraph.Store, path: Path) -> None:
        """Wrap an open store; `open` is the way in."""
        self._inner = inner
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the graph in a folder, and make nothing.

        Args:
            path: A folder that `GraphBuilder` filled and that nobody writes to.

        Returns:
            The open graph.

        Raises:
            StoreMissingError: If there is no graph in this folder.
            StoreDamagedError: If there is one and it cannot be read.
        """
        if not (path / "CURRENT").is_file():
            raise StoreMissingError(f"there is no graph in {path}")
        try:
            return cls(pyoxigraph.Store.read_only(str(path)), path)
        except (OSError, RuntimeError) as error:
            raise StoreDamagedError(
                f"the graph in {path} cannot be opened: {error}", files=(str(path),)
            ) from error

    @classmethod
    def holding(cls, quads: Iterable[pyoxigraph.Quad]) -> Self:
        """Give a graph in memory that holds these quads of named graphs."""
        inner = pyoxigraph.Store()
        for quad in quads:
            inner.add(quad)
            inner.add(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, _MERGED))
        return cls(inner, Path("in-memory"))

    def __len__(self) -> int:
        """Count the quads of the named graphs."""
        return len(self._inner) - _count_merged(self._inner)

    def query(
        self,
        text: str,
        *,
        semantic: SemanticSearch | None = None,
        timeout_s: float | None = None,
        memory_bytes: int | None = None,
    ) -> QueryResult:
        """Answer a SPARQL query over all statements, or over the graphs that it names itself.

        With a limit the query runs in a child process, which is stopped there; without one it runs
        here, for as long as it takes, and Ctrl-C ends the wait.

        Args:
            text: SPARQL 1.1 Query; the prefixes of `caregraph.ontology.terms` need no declaration.
                `SERVICE cg:search` and `cg:similarity` search by meaning.
            semantic: The search index that these two need.
            timeout_s: Seconds that the answer may take.
            memory_bytes: Address space that it may use.

        Returns:
            The answer, lazily. A text that is not SPARQL raises a `QuerySyntaxError` with line
            and column; an update, a call of a service, and what is too long or too deep a
            `QueryRefusedError`. Where the engine gives up, it is a `QueryFailedError`, and after
            the time a `QueryTimeoutError`; going through the rows may raise these, too.

        Raises:
            QuerySyntaxError: See above.
        """
        prepared = prepare(text, semantic=semantic)
        prefixes = dict(prepared.query.prefixes)
        limits = QueryLimits(time_s=timeout_s, memory_bytes=memory_bytes)
        similarity = prepared.similarity
        try:
            if limits == QueryLimits():
                result = evaluate(
                    self._inner,
                    prepared.text,
                    prefixes=prefixes,
                    similarity=similarity,
                )
            else:
                result = evaluate_limited(
                    self.path,
                    prepared.text,
                    prefixes=prefixes,
                    limits=limits,
                    similarity=similarity,
                )
        except SyntaxError as error:
            syntax_error = explain(error, prepared.query, prepared.rewriting)
        else:
            return dataclasses.replace(result, warnings=prepared.warnings)
        raise syntax_error

    def select(self, text: str, values: Mapping[str, Term] | None = None) -> QueryResult:
        """Answer a query of our own, with values in the place of variables.

        The text is not checked: it must be a constant of the program. What comes from outside goes
        in as a value, never into the text.

        Args:
            text: SPARQL 1.1 Query; the prefixes of the ontology need no declaration.
            values: By name of the variable, without question mark; each is one of those selected.

        Returns:
            The answer.
        """
        return evaluate(
            self._inner,
            text,
            prefixes=dict(PREFIXES),
            substitutions={
                pyoxigraph.Variable(name): value for name, value in (values or {}).items()
            },
        )

    def match(
        self,
        subject: pyoxigraph.NamedNode | pyoxigraph.BlankNode | None = None,
        predicate: pyoxigraph.NamedNode | None = None,
        object_: Term | None = None,
        graph: pyoxigraph.NamedNode | None = None,
    ) -> Iterator[pyoxigraph.Quad]:
        """Give the quads of named graphs that match a pattern; `None` matches anything."""
        found = self._inner.quads_for_pattern(subject, predicate, object_, graph)
        return (quad for quad in found if quad.graph_name != _MERGED)

    def named_graphs(self) -> tuple[pyoxigraph.NamedNode, ...]:
        """Give the names of the graphs in alphabetical order."""
        names = (name for name in self._inner.named_graphs())
        return tuple(
            sorted(
                (name for name in names if isinstance(name, pyoxigraph.NamedNode)),
                key=lambda name: name.value,
            )
        )

    def lines(self, graph: pyoxigraph.NamedNode) -> list[bytes]:
        """Give the statements of one named graph as sorted lines of N-Triples, no line ends."""
        written = self._inner.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph)
        return sorted((written or b"").split(b"\n"))[1:]

    @property
    def graph(self) -> rdflib.Graph:
        """The same statements for rdflib, as one graph, read-only; imports rdflib."""
        from caregraph.graph.rdflib_view import view  # slow to import, and few ask for it

        return view(self._inner)


class GraphBuilder:
    """A graph that one process writes. A context manager: what was written is on disk at its end.

    Nobody else reads the folder meanwhile.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the graph in a folder.

        Raises:
            StoreDamagedError: If there is one and it cannot be read.
        """
        self.path = path
        try:
            self._inner: pyoxigraph.Store | None = pyoxigraph.Store(str(path))
        except (OSError, RuntimeError) as error:
            raise StoreDamagedError(
                f"the graph in {path} cannot be opened: {error}", files=(str(path),)
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _store(self) -> pyoxigraph.Store:
        if self._inner is None:
            raise ValueError(f"the graph in {self.path} is closed")
        return self._inner

    def __len__(self) -> int:
        """Count the quads of the named graphs."""
        return len(self._store) - self.count_statements()

    def count_statements(self) -> int:
        """Count the statements, each once, however many documents say it."""
        return _count_merged(self._store)

    def load(self, quads: bytes | Iterable[pyoxigraph.Quad]) -> None:
        """Add quads of named graphs; those that are there already make no difference.

        Args:
            quads: Lines of N-Quads, or quads.
        """
        if not isinstance(quads, bytes):
            quads = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
        # They come from our own serialiser: checking each IRI again would cost a third more.
        self._store.bulk_load(quads, pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        triples = _GRAPH_NAME.sub(b" .\n", quads)
        self._store.bulk_load(triples, pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove the named graphs of these IRIs with all that they alone state."""
        for graph in graphs:
            node = pyoxigraph.NamedNode(graph)
            stated = list(self._store.quads_for_pattern(None, None, None, node))
            self._store.remove_graph(node)
            for quad in stated:
                if not self._is_stated(quad):
                    merged = pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, _MERGED)
                    self._store.remove(merged)

    def _is_stated(self, quad: pyoxigraph.Quad) -> bool:
        """Tell whether any named graph has the statement of a quad."""
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != _MERGED for other in found)

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Put new content into named graphs.

        Args:
            graphs: For each IRI of a graph all that it states, as lines of N-Quads.
        """
        self.remove(graphs)
        self.load(b"".join(graphs[name] for name in sorted(graphs)))

    def named_graphs(self) -> frozenset[str]:
        """Give the IRIs of the graphs."""
        return frozenset(
            name.value
            for name in self._store.named_graphs()
            if isinstance(name, pyoxigraph.NamedNode)
        )

    def close(self) -> None:
        """Write everything to disk and let go of the folder."""
        if self._inner is not None:
            self._inner.flush()
            self._inner = None


def _count_merged(store: pyoxigraph.Store) -> int:
    answer = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise TypeError(f"a SELECT gave {type(answer).__name__}")
    return int(next(answer)["n"].value)
