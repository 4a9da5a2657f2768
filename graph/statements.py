"""A growing set of RDF statements of one named graph."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pyoxigraph as ox

from caregraph.ontology.terms import RDF, RDFS, XSD

# "2018-06-11", "2018-06", "2018"
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_FIRST_DAY = "-01-01"
_DATE_TYPES = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}
_LABEL_CHARACTERS = 90
_CONFIDENCE_STEP = 0.01


class Statements:
    """Collects statements; the same statement twice is there once."""

    def __init__(self, graph: str) -> None:
        self._graph = _node(graph)
        self._quads: set[ox.Quad] = set()
        self._doubted: set[str] = set()

    def quads(self) -> tuple[ox.Quad, ...]:
        """Give all statements in the order of their N-Quads lines."""
        return tuple(sorted(self._quads, key=str))

    def node(self, iri: str, kind: str, label: str) -> None:
        """State that something exists: its class and its label."""
        self.link(iri, RDF.type, kind)
        self.text(iri, RDFS.label, shortened(label))

    def link(self, subject: str, predicate: str, target: str) -> None:
        """State a link between two IRIs."""
        self._add(subject, predicate, _node(target))

    def text(self, subject: str, predicate: str, value: str | None) -> None:
        """State a text; nothing where there is none."""
        if value:
            self._add(subject, predicate, ox.Literal(value))

    def number(self, subject: str, predicate: str, value: int) -> None:
        """State a whole number."""
        self._add(subject, predicate, ox.Literal(str(value), datatype=_node(XSD.integer)))

    def true(self, subject: str, predicate: str) -> None:
        """State that something is so."""
        self._add(subject, predicate, ox.Literal("true", datatype=_node(XSD.boolean)))

    def date(self, subject: str, predicate: str, value: str | None) -> None:
        """State a date as precisely as it is known; what is no date stays text.

        The shapes refuse such a text with its words: nothing is made up here.
        """
        if value:
            datatype = _DATE_TYPES[len(value)] if _is_date(value) else XSD.string
            self._add(subject, predicate, ox.Literal(value, datatype=_node(datatype)))

    def confidence(self, subject: str, predicate: str, value: float) -> None:
        """State a confidence in steps of a hundredth; nothing where the reading is plain.

        Where two records are one thing, the first reading stands.
        """
        if value < 1 and subject not in self._doubted:
            self._doubted.add(subject)
            kept = min(max(value, _CONFIDENCE_STEP), 1 - _CONFIDENCE_STEP)
            # As the store gives it back (XML Schema 1.1 Part 2, canonical form): a graph is
            # compared with the digest of what was built.
            words = f"{kept:.2f}".rstrip("0")
            self._add(subject, predicate, ox.Literal(words, datatype=_node(XSD.decimal)))

    def _add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self._quads.add(ox.Quad(_node(subject), _node(predicate), value, self._graph))


def _is_date(value: str) -> bool:
    """Tell whether a day, month or year is one of the calendar."""
    if not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value + _FIRST_DAY[len(value) - 4 :])
    except ValueError:
        return False
    return True


@cache
def _shared_node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _node(iri: str) -> ox.NamedNode:
    # Only IRIs of the vocabulary come again in every document.
    return _shared_node(iri) if "#" in iri or "/scheme/" in iri else ox.NamedNode(iri)


def shortened(text: str) -> str:
    """Give a text's first words, at most 90 characters, ended by "…" where some are left out.

    Returns:
        One line.

    Example:
        >>> shortened("Care  leavers are well supported.")
        'Care leavers are well supported.'
    """
    words = " ".join(text.split())
    if len(words) <= _LABEL_CHARACTERS:
        return words
    return words[: _LABEL_CHARACTERS - 1].rpartition(" ")[0].rstrip(",;: ") + "…"
