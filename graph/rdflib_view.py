"""The graph as rdflib sees it: one `rdflib.Graph` of all statements, read-only."""

from __future__ import annotations

from typing import Any, NoReturn

import oxrdflib
import pyoxigraph
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from caregraph.ontology.terms import PREFIXES


class ReadOnlyGraphError(TypeError):
    """Somebody tried to change a graph that is only read."""


class _ReadOnly(oxrdflib.OxigraphStore):
    """An Oxigraph store that refuses to change."""

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
    graph = rdflib.Graph(
        store=_ReadOnly(store=store),
        identifier=DATASET_DEFAULT_GRAPH_ID,  # where every statement stands once
        bind_namespaces="none",
    )
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    return graph
