"""Why a query cannot be answered."""

from __future__ import annotations

from caregraph.ontology.errors import CaregraphError


class QueryError(CaregraphError, ValueError):
    """A query cannot be answered.

    Attributes:
        line: Where in the query, from 1; `None` where no place is to blame.
        column: Character in that line, from 1.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QuerySyntaxError(QueryError):
    """The text is not SPARQL."""


class QueryRefusedError(QueryError):
    """The text is SPARQL, but asks for what a knowledge base does not do."""


class QueryTimeoutError(QueryError):
    """The answer took longer than allowed."""


class QueryFailedError(QueryError):
    """The query engine gave up, for example because the answer does not fit into memory."""
