"""RDF as text in the formats that people take away: the same triples give the same bytes.

pyoxigraph writes prefixes in an order that changes from run to run, and JSON-LD without them;
N-Triples, N-Quads, Turtle, TriG and JSON-LD are written here, therefore, a subject at a time.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, TextIO, TypeAlias

import pyoxigraph

from caregraph.graph.query_result import Term
from caregraph.ontology.errors import CaregraphError
from caregraph.ontology.terms import PREFIXES, RDF, XSD

Statement: TypeAlias = tuple[Term, pyoxigraph.NamedNode, Term]


class RdfFormat(StrEnum):
    """A format of RDF, by the name that the command line has for it."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"

    @property
    def has_graphs(self) -> bool:
        """Whether it tells which named graph a triple stands in."""
        return self in {RdfFormat.TRIG, RdfFormat.NQUADS}

    @property
    def has_comments(self) -> bool:
        """Whether a line that begins with # is a comment."""
        return self not in {RdfFormat.JSONLD, RdfFormat.RDFXML}


class RdfWriteError(CaregraphError, ValueError):
    """A graph cannot be written in a format."""


# A local name that needs no escape in Turtle, TriG and JSON-LD: "E10000017.sif.2018-06-11".
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE: Final[Mapping[str, re.Pattern[str]]] = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


class Names:
    """Short names of IRIs, and which prefixes they use."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Take the prefixes that may be used."""
        self.prefixes = dict(sorted(prefixes.items()))
        self._by_space = {space: prefix for prefix, space in self.prefixes.items()}

    def short(self, iri: str) -> str | None:
        """Give `prefix:local`, or `None` where there is no prefix or the name needs escapes.

        Returns:
            The short name.

        Example:
            >>> Names({"cg": "urn:x#"}).short("urn:x#Finding")
            'cg:Finding'
        """
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._by_space.get(iri[:cut])
        local = iri[cut:]
        if prefix is None or not _PLAIN_LOCAL.fullmatch(local):
            return None
        return f"{prefix}:{local}"

    def restricted(self, statements: Iterable[Statement]) -> Names:
        """Give the names with only those prefixes that these statements use."""
        used: set[str] = set()
        for statement in statements:
            for iri in _iris(statement):
                short = self.short(iri)
                if short is not None:
                    used.add(short.partition(":")[0])
        return Names({prefix: space for prefix, space in self.prefixes.items() if prefix in used})


def _iris(statement: Iterable[Term]) -> Iterator[str]:
    for term in statement:
        if isinstance(term, pyoxigraph.NamedNode):
            yield term.value
        elif isinstance(term, pyoxigraph.Literal):
            yield term.datatype.value
        elif isinstance(term, pyoxigraph.Triple):
            yield from _iris(term)


def write_triples(
    triples: Iterable[pyoxigraph.Triple], rdf_format: RdfFormat, stream: TextIO
) -> None:
    """Write triples, sorted, each once.

    Args:
        triples: Any number, in any order; all are held in memory.
        rdf_format: How; TriG and N-Quads put them into the default graph.
        stream: Where to.
    """
    statements = sort_statements((t.subject, t.predicate, t.object) for t in triples)
    write_statements(statements, rdf_format, stream, names=Names().restricted(statements))


def sort_statements(statements: Iterable[Statement]) -> list[Statement]:
    """Give statements in the order in which they are written, each once."""
    return sorted(set(statements), key=_order)


def _order(statement: Statement) -> tuple[str, bool, str, str]:
    subject, predicate, object_ = statement
    return str(subject), predicate.value != RDF.type, predicate.value, str(object_)


def write_statements(
    statements: Iterable[Statement], rdf_format: RdfFormat, stream: TextIO, *, names: Names
) -> None:
    """Write statements that are sorted already, as they come.

    Args:
        statements: In the order of `sort_statements`; one subject at a time is held in memory,
            all of them for RDF/XML.
        rdf_format: How.
        stream: Where to.
        names: Short names.
    """
    match rdf_format:
        case RdfFormat.NTRIPLES | RdfFormat.NQUADS:
            stream.writelines(f"{line(statement)}\n" for statement in statements)
        case RdfFormat.TURTLE | RdfFormat.TRIG:
            write_prefixes(names, stream)
            write_blocks(statements, stream, names=names)
        case RdfFormat.JSONLD:
            _write_jsonld(statements, stream, names)
        case RdfFormat.RDFXML:
            stream.write(_rdfxml(statements, names))


def line(statement: Statement, graph: pyoxigraph.NamedNode | None = None) -> str:
    """Give a statement as N-Triples, or as N-Quads where it stands in a named graph."""
    end = "" if graph is None else f" {graph}"
    subject, predicate, object_ = statement
    return f"{_exact(subject)} {predicate} {_exact(object_)}{end} ."


def _exact(term: Term) -> str:
    if isinstance(term, pyoxigraph.Triple):
        return f"<<( {_exact(term.subject)} {term.predicate} {_exact(term.object)} )>>"
    return str(term)


def write_prefixes(names: Names, stream: TextIO) -> None:
    """Write the declarations that Turtle and TriG begin with."""
    stream.writelines(f"@prefix {name}: <{iri}> .\n" for name, iri in names.prefixes.items())


def write_blocks(
    statements: Iterable[Statement], stream: TextIO, *, names: Names, indent: str = ""
) -> None:
    """Write sorted statements as Turtle, a block a subject, without declarations.

    Args:
        statements: In the order of `sort_statements`.
        stream: Where to.
        names: Short names, whose prefixes are declared.
        indent: White space before each line.
    """
    for subject, about in itertools.groupby(statements, key=lambda statement: statement[0]):
        stream.write(f"\n{indent}{_turtle(subject, names)}")
        end = ""
        for predicate, group in itertools.groupby(about, key=lambda statement: statement[1]):
            verb = "a" if predicate.value == RDF.type else _turtle(predicate, names)
            objects = ", ".join(_turtle(object_, names) for _, _, object_ in group)
            stream.write(f"{end}\n{indent}    {verb} {objects}")
            end = " ;"
        stream.write(" .\n")


def _turtle(term: Term, names: Names) -> str:
    match term:
        case pyoxigraph.NamedNode():
            return names.short(term.value) or str(term)
        case pyoxigraph.Literal():
            return _turtle_literal(term, names)
        case pyoxigraph.Triple():
            parts = (_turtle(part, names) for part in (term.subject, term.predicate, term.object))
            return f"<<( {' '.join(parts)} )>>"
        case _:
            return str(term)


def is_bare(literal: pyoxigraph.Literal) -> bool:
    """Tell whether Turtle and SPARQL read a literal's text alone as this literal: 3, true."""
    bare = _BARE.get(literal.datatype.value)
    return bare is not None and bare.fullmatch(literal.value) is not None


def _turtle_literal(literal: pyoxigraph.Literal, names: Names) -> str:
    datatype = literal.datatype.value
    if is_bare(literal):
        return literal.value
    short = names.short(datatype)
    if literal.language is None and datatype != XSD.string and short is not None:
        return f"{pyoxigraph.Literal(literal.value)}^^{short}"
    return str(literal)


def _write_jsonld(statements: Iterable[Statement], stream: TextIO, names: Names) -> None:
    context = json.dumps(names.prefixes, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    stream.write(f'{{\n  "@context": {context},\n  "@graph": [')
    comma = ""
    for subject, about in itertools.groupby(statements, key=lambda statement: statement[0]):
        node: dict[str, Any] = {"@id": _jsonld_id(subject, names)}
        for predicate, group in itertools.groupby(about, key=lambda statement: statement[1]):
            objects = [object_ for _, _, object_ in group]
            if predicate.value == RDF.type:
                node["@type"] = [_jsonld_id(object_, names) for object_ in objects]
            else:
                values = [_jsonld(object_, names) for object_ in objects]
                node[_jsonld_id(predicate, names)] = values if len(values) > 1 else values[0]
        text = json.dumps(node, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        stream.write(f"{comma}\n    {text}")
        comma = ","
    stream.write("\n  ]\n}\n")


def _jsonld_id(term: Term, names: Names) -> str:
    match term:
        case pyoxigraph.NamedNode():
            return names.short(term.value) or term.value
        case pyoxigraph.BlankNode():
            return str(term)
        case _:
            raise RdfWriteError(f"JSON-LD cannot name {term} as a node; choose turtle or ntriples")


def _jsonld(term: Term, names: Names) -> Any:
    if not isinstance(term, pyoxigraph.Literal):
        return {"@id": _jsonld_id(term, names)}
    datatype = term.datatype.value
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    if datatype == XSD.string:
        return term.value
    if datatype == XSD.boolean and term.value in {"true", "false"}:
        return term.value == "true"
    # A number of JSON is exact up to 2 ** 53; one written otherwise ("03") must stay as it is.
    if datatype == XSD.integer and re.fullmatch(r"-?[1-9][0-9]{0,14}|0", term.value):
        return int(term.value)
    return {"@value": term.value, "@type": names.short(datatype) or datatype}


def _rdfxml(statements: Iterable[Statement], names: Names) -> str:
    triples = [pyoxigraph.Triple(*statement) for statement in statements]  # type: ignore[arg-type] # the engine checks that a subject is a node
    try:
        written = pyoxigraph.serialize(
            triples, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=names.prefixes
        )
    except (OSError, ValueError) as error:
        raise RdfWriteError(f"RDF/XML cannot hold this graph ({error}); choose turtle") from error
    text = (written or b"").decode()
    # The engine gives the declarations in an order that changes from run to run:
    # <rdf:RDF xmlns:cg="https://w3id.org/caregraph/ontology#" xmlns:oa="http://www.w3.org/ns/oa#">
    root = re.search(r"<rdf:RDF((?: [^ >=]+=\"[^\"]*\")*)>", text)
    if root is None:
        return text
    attributes = " ".join(sorted(root.group(1).split()))
    return f"{text[: root.start()]}<rdf:RDF {attributes}>{text[root.end() :]}\n"
