"""From the filters of a request to the rows that satisfy them, by SQL over the index."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.flat_vectors import Rows
from caregraph.embeddings.index import concept_key, days_of
from caregraph.embeddings.passages import KINDS
from caregraph.embeddings.request import SearchRequest
from caregraph.ontology.authority_names import name_key

_MOST_NAMED: Final = 60
"""A list longer than this is not read by anybody; then only the nearest are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The rows that satisfy all filters of a request.

    Attributes:
        sql: A SELECT of the column `row`; `None` where nothing is filtered.
        parameters: Its values.
    """

    sql: str | None
    parameters: tuple[str, ...]

    def rows(self, connection: sqlite3.Connection) -> Rows:
        """Give the rows, in ascending order."""
        if self.sql is None:
            return None
        found = connection.execute(self.sql, self.parameters)
        return np.sort(np.fromiter((row for (row,) in found), dtype=np.int64))

    def count(self, connection: sqlite3.Connection, everything: int) -> int:
        """Give how many rows there are, of `everything` in all."""
        if self.sql is None:
            return everything
        query = f"SELECT count(*) FROM ({self.sql})"  # noqa: S608 - our own text
        return int(connection.execute(query, self.parameters).fetchone()[0])


def select(connection: sqlite3.Connection, request: SearchRequest) -> Selection:
    """Give the rows that satisfy the filters of a request.

    Args:
        connection: To the SQLite file of an index.
        request: Its filters may name concepts and authorities in any way that people do.

    Returns:
        The selection. `SearchError` where a filter names what does not exist, with what does.
    """
    wanted = {
        "kind": [_kind(name) for name in _clean(request.kinds)],
        "authority": [c for name in _clean(request.authorities) for c in _codes(connection, name)],
        "region": [_region(connection, name) for name in _clean(request.regions)],
    }
    for scheme, names in (
        ("area", request.areas),
        ("theme", request.themes),
        ("polarity", request.polarities),
        ("grade", request.grades),
        ("framework", request.frameworks),
    ):
        wanted[scheme] = [n for name in _clean(names) for n in _notations(connection, scheme, name)]
    parts: list[str] = []
    parameters: list[str] = []
    for facet, values in wanted.items():
        if values:
            marks = ", ".join("?" * len(values))
            parts.append(f"SELECT row FROM facet WHERE name = ? AND value IN ({marks})")  # noqa: S608 - question marks only
            parameters += [facet, *values]
    if request.since or request.until:
        since, until = days_of(request.since), days_of(request.until)
        parts.append("SELECT row FROM passage WHERE last_day >= ? AND first_day <= ?")
        parameters += [since[0] if since else "0", until[1] if until else "9999-12-31"]
    sql = " INTERSECT ".join(parts)
    # A passage may have two of the alternatives; one that INTERSECT has seen comes once anyway.
    if len(parts) == 1:
        sql = sql.replace("SELECT row", "SELECT DISTINCT row", 1)
    return Selection(sql=sql or None, parameters=tuple(parameters))


def _clean(names: Sequence[str]) -> list[str]:
    """Give names as SQLite can take them: a lone surrogate becomes a question mark."""
    return [name.encode("utf-8", errors="replace").decode("utf-8").strip() for name in names]


def _kind(name: str) -> str:
    key = concept_key(name)
    for kind in KINDS:
        if key in {kind, f"{kind}s"}:
            return kind
    raise _unknown("kind", name, KINDS)


def _codes(connection: sqlite3.Connection, name: str) -> list[str]:
    """Give the codes of an authority's name: all bodies that had it, one after the other."""
    for full in (1, 0):
        rows = connection.execute(
            "SELECT code FROM authority_name WHERE key = ? AND is_full = ? ORDER BY code",
            (name_key(name, short=not full), full),
        ).fetchall()
        if rows:
            return [code for (code,) in rows]
    labels = connection.execute("SELECT label FROM authority ORDER BY label").fetchall()
    raise _unknown("authority", name, [label for (label,) in labels])


def _region(connection: sqlite3.Connection, name: str) -> str:
    known = {
        name_key(region): region
        for (region,) in connection.execute(
            "SELECT DISTINCT region FROM authority WHERE region IS NOT NULL ORDER BY region"
        )
    }
    if name_key(name) in known:
        return name_key(name)
    raise _unknown("region", name, list(known.values()))


def _notations(connection: sqlite3.Connection, scheme: str, name: str) -> list[str]:
    rows = connection.execute(
        "SELECT notation FROM concept WHERE scheme = ? AND notation = ?", (scheme, name)
    ).fetchall()
    rows = (
        rows
        or connection.execute(
            "SELECT notation FROM concept_name WHERE scheme = ? AND key = ? ORDER BY notation",
            (scheme, concept_key(name)),
        ).fetchall()
    )
    if rows:
        return [notation for (notation,) in rows]
    known = connection.execute(
        "SELECT notation FROM concept WHERE scheme = ? ORDER BY notation", (scheme,)
    ).fetchall()
    raise _unknown(scheme, name, [notation for (notation,) in known])


def _unknown(what: str, name: str, known: Sequence[str]) -> SearchError:
    keys = {concept_key(candidate): candidate for candidate in known}
    near = [keys[k] for k in difflib.get_close_matches(concept_key(name), list(keys), n=3)]
    message = f"there is no {what} {name!r}"
    if near:
        message += f"; nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}"
    if len(known) <= _MOST_NAMED or not near:
        there_are = f"there are {', '.join(known[:_MOST_NAMED])}"
        message += f"; {there_are}" if known else "; this knowledge base has none"
        message += ", ..." if len(known) > _MOST_NAMED else ""
    return SearchError(message)
