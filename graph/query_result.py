"""The answer to a query, whatever its form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

import pyoxigraph

Term: TypeAlias = (
    pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
)
Row: TypeAlias = tuple[Term | None, ...]


class ResultKind(StrEnum):
    """What an answer consists of."""

    SELECT = "select"
    ASK = "ask"
    GRAPH = "graph"
    """Triples, of CONSTRUCT and DESCRIBE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult:
    """An answer. Rows and triples come as the engine finds them and can be gone through once.

    Attributes:
        kind: What it consists of.
        variables: Names without question mark, in the order of the rows; `select` only.
        rows: One term a variable, `None` where it is unbound; `select` only.
        triples: `graph` only.
        truth: `ask` only.
        warnings: What the person should know, one sentence each.
    """

    kind: ResultKind
    variables: tuple[str, ...] = ()
    rows: Iterable[Row] = ()
    triples: Iterable[pyoxigraph.Triple] = ()
    truth: bool | None = None
    warnings: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows."""
        return iter(self.rows)
