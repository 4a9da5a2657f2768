"""Rows as a table for people at a terminal."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

import pyoxigraph

from caregraph.graph.query_result import QueryResult, Row, Term
from caregraph.graph.rdf_text import Names
from caregraph.ontology.terms import PREFIXES, XSD

_CHUNK: Final = 1_000
"""Rows of a table whose cells decide how wide its columns are."""

_SLACK: Final = 3
_NUMERIC = frozenset((XSD.integer, XSD.decimal, XSD.double))


def write_table(result: QueryResult, stream: TextIO, *, width: int | None = None) -> None:
    """Write rows as a table; only a thousand of them are held in memory.

    Args:
        result: The answer to a SELECT.
        stream: Where to.
        width: Columns of the terminal; `None` where it shall be found out.
    """
    rows = iter(result.rows)
    first = list(itertools.islice(rows, _CHUNK))
    if first:
        _Table(result.variables, first, stream, width).write(rows)
    else:
        stream.write("(no rows)\n")


class _Table:
    """A table of which only the first rows are held in memory; they decide the widths."""

    def __init__(
        self, variables: tuple[str, ...], first: list[Row], stream: TextIO, width: int | None
    ) -> None:
        from rich.console import Console  # slow to import

        self.variables = variables
        self.first = [[shown(term) for term in row] for row in first]
        self.console = Console(file=stream, width=width, highlight=False, soft_wrap=False)
        self.numeric = [
            all(row[column] is None or _is_number(row[column]) for row in first)
            for column in range(len(variables))
        ]
        self.widths = self._widths()

    def write(self, rest: Iterator[Row]) -> None:
        self._print(self.first, header=True)
        while chunk := list(itertools.islice(rest, _CHUNK)):
            self._print([[shown(term) for term in row] for row in chunk], header=False)

    def _widths(self) -> list[int]:
        from rich.cells import cell_len

        columns = zip(self.variables, zip(*self.first, strict=True), strict=True)
        wanted = [
            max(cell_len(line) for cell in (name, *cells) for line in cell.split("\n") or [""])
            for name, cells in columns
        ]
        if len(self.first) == _CHUNK:  # numbers further down may be longer
            wanted = [
                width + _SLACK * numeric
                for width, numeric in zip(wanted, self.numeric, strict=True)
            ]
        return share(wanted, self.console.width - 2 * (len(wanted) - 1))

    def _print(self, rows: Iterable[list[str]], *, header: bool) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, show_header=header, pad_edge=False, padding=(0, 2, 0, 0))
        for name, width, numeric in zip(self.variables, self.widths, self.numeric, strict=True):
            table.add_column(
                Text(name), width=width, justify="right" if numeric else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self.console.print(table)


def share(wanted: list[int], available: int) -> list[int]:
    """Share the width of the terminal among columns: the widest give first.

    Args:
        wanted: Characters that each column would take.
        available: Characters there are.

    Returns:
        At most what is wanted, at least 4 where that is wanted.

    Example:
        >>> share([8, 200, 30], 80)
        [8, 42, 30]
    """
    widths = list(wanted)
    while sum(widths) > max(available, 4 * len(widths)) and max(widths) > 4:  # noqa: PLR2004
        widest = max(widths)
        second = max((width for width in widths if width < widest), default=4)
        many = widths.count(widest)
        surplus = sum(widths) - available
        less = max(1, min(widest - max(second, 4), -(-surplus // many)))
        for column, width in enumerate(widths):
            if width == widest and sum(widths) > available:
                widths[column] = width - min(less, sum(widths) - available)
    return widths


def _is_number(term: Term | None) -> bool:
    return isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMERIC


def shown(term: Term | None) -> str:
    """Give a term as a person reads it on a terminal.

    Args:
        term: `None` gives an empty text.

    Returns:
        A literal's text; an IRI with a prefix where there is one. Characters that would change
        the terminal or the order of the text are left out.
    """
    match term:
        case None:
            return ""
        case pyoxigraph.NamedNode():
            return printable(_readable(term.value))
        case pyoxigraph.Literal():
            return printable(term.value)
        case _:
            return printable(str(term))


_SPACES = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
_NAMES = Names()


def _readable(iri: str) -> str:
    exact = _NAMES.short(iri)
    if exact is not None:
        return exact
    # Longest first; what follows may hold "/" here, since nobody parses a table.
    for prefix, space in _SPACES:
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def printable(text: str) -> str:
    r"""Leave out of a text what would change the terminal: controls, and marks of direction.

    Returns:
        The text; line ends and tabs stay.

    Example:
        >>> printable("care\x1b[31m leavers")
        'care[31m leavers'
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
