"""Answers to queries as text: a table for people, and the exact formats of the W3C.

SPARQL 1.1 Query Results JSON Format, XML Format, and CSV and TSV Formats (W3C Recommendations,
2013). The CSV differs from them in one thing: a cell that a spreadsheet would take for a formula
begins with an apostrophe (OWASP ASVS 5.0, 1.2.10); JSON, XML and TSV give every term as it is.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, TextIO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph

from caregraph.graph.query_result import QueryResult, ResultKind, Term
from caregraph.graph.rdf_text import RdfFormat, is_bare, write_triples
from caregraph.graph.result_table import write_table
from caregraph.ontology.errors import CaregraphError
from caregraph.ontology.terms import XSD


class ResultFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


class ResultFormatError(CaregraphError, ValueError):
    """An answer cannot be written in the format that was asked for."""


_ROW_FORMATS = (
    ResultFormat.TABLE,
    ResultFormat.JSON,
    ResultFormat.XML,
    ResultFormat.CSV,
    ResultFormat.TSV,
)
_GRAPH_FORMATS: Final = {
    ResultFormat.TABLE: RdfFormat.TURTLE,
    ResultFormat.JSON: RdfFormat.JSONLD,
    ResultFormat.XML: RdfFormat.RDFXML,
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.TRIG: RdfFormat.TRIG,
    ResultFormat.NTRIPLES: RdfFormat.NTRIPLES,
    ResultFormat.NQUADS: RdfFormat.NQUADS,
    ResultFormat.JSONLD: RdfFormat.JSONLD,
    ResultFormat.RDFXML: RdfFormat.RDFXML,
}


def check_format(kind: ResultKind, result_format: ResultFormat) -> None:
    """See that an answer of this kind can be written in this format, before it is computed.

    Raises:
        ResultFormatError: If not; the message names the formats that can.
    """
    if kind is ResultKind.GRAPH and result_format not in _GRAPH_FORMATS:
        names = ", ".join(RdfFormat)
        raise ResultFormatError(
            f"CONSTRUCT and DESCRIBE give a graph, which {result_format} cannot hold; "
            f"choose one of {names}"
        )
    if kind is not ResultKind.GRAPH and result_format not in _ROW_FORMATS:
        names = ", ".join(_ROW_FORMATS)
        raise ResultFormatError(
            f"SELECT and ASK give rows, which {result_format} cannot hold; choose one of {names}"
        )


def write_results(
    result: QueryResult,
    result_format: ResultFormat,
    stream: TextIO,
    *,
    width: int | None = None,
) -> None:
    """Write an answer as its rows come.

    Args:
        result: The answer; it is used up.
        result_format: How. A graph asked for as table, JSON or XML is written as Turtle, JSON-LD
            or RDF/XML.
        stream: Where to, in UTF-8; for CSV opened with `newline=""`.
        width: Columns of the terminal for a table; `None` where it shall be found out.
    """
    check_format(result.kind, result_format)
    if result.kind is ResultKind.GRAPH:
        write_triples(result.triples, _GRAPH_FORMATS[result_format], stream)
        return
    if result_format is ResultFormat.TABLE:
        if result.kind is ResultKind.ASK:
            stream.write(f"{_truth(result)}\n")
        else:
            write_table(result, stream, width=width)
        return
    lines = {
        ResultFormat.JSON: _json_lines,
        ResultFormat.XML: _xml_lines,
        ResultFormat.CSV: _csv_lines,
        ResultFormat.TSV: _tsv_lines,
    }[result_format](result)
    stream.writelines(lines)


def _json_lines(result: QueryResult) -> Iterator[str]:
    if result.kind is ResultKind.ASK:
        yield json.dumps({"head": {}, "boolean": result.truth}) + "\n"
        return
    head = json.dumps({"vars": result.variables}, ensure_ascii=False)
    yield f'{{"head": {head},\n"results": {{"bindings": ['
    comma = ""
    for row in result.rows:
        binding = {
            name: _json_term(term)
            for name, term in zip(result.variables, row, strict=True)
            if term is not None
        }
        yield f"{comma}\n{json.dumps(binding, ensure_ascii=False)}"
        comma = ","
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, Any]:
    match term:
        case pyoxigraph.NamedNode():
            return {"type": "uri", "value": term.value}
        case pyoxigraph.BlankNode():
            return {"type": "bnode", "value": term.value}
        case pyoxigraph.Literal():
            found: dict[str, Any] = {"type": "literal", "value": term.value}
            if term.language is not None:
                found["xml:lang"] = term.language
            elif term.datatype.value != XSD.string:
                found["datatype"] = term.datatype.value
            return found
        case pyoxigraph.Triple():
            parts = {
                "subject": _json_term(term.subject),
                "predicate": _json_term(term.predicate),
                "object": _json_term(term.object),
            }
            return {"type": "triple", "value": parts}


def _xml_lines(result: QueryResult) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    for name in result.variables:
        yield f"<variable name={quoteattr(name)}/>"
    yield "</head>\n"
    if result.kind is ResultKind.ASK:
        yield f"<boolean>{_truth(result)}</boolean>\n</sparql>\n"
        return
    yield "<results>\n"
    for row in result.rows:
        cells = (
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(result.variables, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    match term:
        case pyoxigraph.NamedNode():
            return f"<uri>{_xml_text(term.value)}</uri>"
        case pyoxigraph.BlankNode():
            return f"<bnode>{_xml_text(term.value)}</bnode>"
        case pyoxigraph.Literal():
            kind = ""
            if term.language is not None:
                kind = f" xml:lang={quoteattr(term.language)}"
            elif term.datatype.value != XSD.string:
                kind = f" datatype={quoteattr(term.datatype.value)}"
            return f"<literal{kind}>{_xml_text(term.value)}</literal>"
        case pyoxigraph.Triple():
            return (
                f"<triple><subject>{_xml_term(term.subject)}</subject>"
                f"<predicate>{_xml_term(term.predicate)}</predicate>"
                f"<object>{_xml_term(term.object)}</object></triple>"
            )


# What XML 1.0 (section 2.2) cannot hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml_text(text: str) -> str:
    bad = _NOT_XML.search(text)
    if bad is not None:
        raise ResultFormatError(f"XML cannot hold the character {bad.group()!a}; choose json")
    return escape(text, {"\r": "&#13;"})


def _csv_lines(result: QueryResult) -> Iterator[str]:
    if result.kind is ResultKind.ASK:
        yield f"{_truth(result)}\r\n"
        return
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(result.variables)
    yield line.text
    for row in result.rows:
        writer.writerow([spreadsheet_safe(term) for term in row])
        yield line.text


class _Line:
    """A file of one line, for the csv module."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


# "-0.25", "1e-05": a number alone is no formula, and with an apostrophe it would be no number.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NUMERIC = frozenset((XSD.integer, XSD.decimal, XSD.double))
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def spreadsheet_safe(term: Term | None) -> str:
    """Give a term's text for a cell, with an apostrophe before what would be run as a formula.

    Args:
        term: `None` gives an empty cell.

    Returns:
        An IRI, or a literal's text without language and datatype.

    Example:
        >>> spreadsheet_safe(pyoxigraph.Literal("=1+1"))
        "'=1+1"
    """
    if term is None:
        return ""
    text = str(term) if isinstance(term, pyoxigraph.BlankNode | pyoxigraph.Triple) else term.value
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMERIC:
        return text if _NUMBER.fullmatch(text) else f"'{text}"
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _tsv_lines(result: QueryResult) -> Iterator[str]:
    if result.kind is ResultKind.ASK:
        yield f"{_truth(result)}\n"
        return
    yield "\t".join(f"?{name}" for name in result.variables) + "\n"
    for row in result.rows:
        yield "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    if isinstance(term, pyoxigraph.Literal):
        return term.value if is_bare(term) else str(term).replace("\t", "\\t")
    return f"<<( {term} )>>" if isinstance(term, pyoxigraph.Triple) else str(term)


def _truth(result: QueryResult) -> str:
    return "true" if result.truth else "false"
