"""The graph as rdflib sees it: one `rdflib.Graph` over all named graphs, read-only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import oxrdflib
import pyoxigraph
import rdflib

from caregraph.ontology.terms import PREFIXES


class ReadOnlyGraphError(TypeError):
    """Somebody tried to change a graph that is only read."""


class _Union(oxrdflib.OxigraphStore):
    """Gives the triples of all named graphs to whichever graph asks."""

    def triples(
        self,
        triple_pattern: Any,
        context: Any = None,  # noqa: ARG002 - every graph is the same
    ) -> Iterator[Any]:
        seen = set()
        for triple, contexts in super().triples(triple_pattern, None):
            if triple not in seen:
                seen.add(triple)
                yield triple, contexts

    def __len__(self, context: Any = None) -> int:
        return super().__len__(None)

    def query(
        self,
        query: Any,
        initNs: Any,  # noqa: N803 - rdflib's name
        initBindings: Any,  # noqa: N803
        queryGraph: Any,  # noqa: ARG002, N803
        **options: Any,
    ) -> Any:
        return super().query(query, initNs, initBindings, "__UNION__", **options)

    def add(self, *_: Any, **__: Any) -> NoReturn:
        self._refuse()

    def addN(self, *_: Any, **__: Any) -> NoReturn:  # noqa: N802 - rdflib's name
        self._refuse()

    def remove(self, *_: Any, **__: Any) -> NoReturn:
        self._refuse()

    def update(self, *_: Any, **__: Any) -> NoReturn:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise ReadOnlyGraphError(
            "a knowledge base is read-only; copy what you need into a graph of your own: "
            "rdflib.Graph() + graph"
        )


def view(store: pyoxigraph.Store) -> rdflib.Graph:
    """Give all statements of a store as one rdflib graph, with our prefixes bound."""
    graph = rdflib.Graph(store=_Union(store=store), bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    return graph
