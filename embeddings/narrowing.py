"""What the text of a request says, added to its filters."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from typing import Final

from caregraph.embeddings.request import SearchRequest
from caregraph.embeddings.understanding import Understanding, understand
from caregraph.ontology.authorities import AuthorityList

_KNOWN: Final = {
    "authority": "SELECT code FROM authority",
    "region": "SELECT DISTINCT region FROM authority WHERE region IS NOT NULL",
    "grade": "SELECT notation FROM concept WHERE scheme = 'grade'",
    "framework": "SELECT notation FROM concept WHERE scheme = 'framework'",
    "polarity": "SELECT notation FROM concept WHERE scheme = 'polarity'",
}


def read_request(
    connection: sqlite3.Connection, request: SearchRequest, authorities: AuthorityList
) -> tuple[SearchRequest, Understanding]:
    """Read the text of a request, and narrow the request by what it says.

    Args:
        connection: To the SQLite file of an index.
        request: As it came.
        authorities: Whose names are recognised.

    Returns:
        The request with more filters and fewer words, and how its text was read. Filters that the
        request has are left as they are, and their kind is not looked for in the text; neither is
        what the index does not know.
    """
    if not request.understand:
        return request, Understanding(words=request.text)
    today = request.today or date.today()  # noqa: DTZ011 - a person's own day
    without = _given(request)
    read = understand(request.text, authorities, today=today, without=without)
    unknown = frozenset(
        facet
        for facet, values in _values(read).items()
        if not _are_known(connection, facet, values)
    )
    if unknown:
        read = understand(request.text, authorities, today=today, without=without | unknown)
    return (
        replace(
            request,
            text=read.words,
            authorities=request.authorities or read.authorities,
            regions=request.regions or read.regions,
            grades=request.grades or read.grades,
            frameworks=request.frameworks or read.frameworks,
            polarities=request.polarities or read.polarities,
            since=request.since or read.since,
            until=request.until or read.until,
        ),
        read,
    )


def _given(request: SearchRequest) -> frozenset[str]:
    """Give the facets that the request is filtered by."""
    filters = {
        "authority": request.authorities,
        "region": request.regions or request.authorities,
        "grade": request.grades,
        "framework": request.frameworks,
        "polarity": request.polarities,
        "date": request.since or request.until,
    }
    return frozenset(facet for facet, given in filters.items() if given)


def _values(read: Understanding) -> dict[str, tuple[str, ...]]:
    return {
        "authority": read.authorities,
        "region": read.regions,
        "grade": read.grades,
        "framework": read.frameworks,
        "polarity": read.polarities,
    }


def _are_known(connection: sqlite3.Connection, facet: str, values: tuple[str, ...]) -> bool:
    if not values:
        return True
    known = {value for (value,) in connection.execute(_KNOWN[facet])}
    return known.issuperset(values)
