from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from caregraph.graph.query_result import QueryResult, ResultKind, Row
from caregraph.graph.result_table import printable, share
from caregraph.graph.results import (
    ResultFormat,
    ResultFormatError,
    check_format,
    spreadsheet_safe,
    write_results,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS: list[Row] = [
    (ox.NamedNode("https://w3id.org/caregraph/ontology#Finding"), ox.Literal('line\n"two", <&>')),
    (ox.BlankNode("b"), ox.Literal("Cymraeg", language="cy")),
    (None, ox.Literal("2018-06", datatype=ox.NamedNode(f"{XSD}gYearMonth"))),
    (ox.Literal(-0.25), None),
]


def rows(found: list[Row], *names: str) -> QueryResult:
    return QueryResult(kind=ResultKind.SELECT, variables=names or ("a", "b"), rows=iter(found))


def written(result: QueryResult, result_format: ResultFormat, width: int = 60) -> str:
    stream = io.StringIO(newline="")
    write_results(result, result_format, stream, width=width)
    return stream.getvalue()


def test_json_is_exactly_the_w3c_format() -> None:
    assert json.loads(written(rows(ROWS), ResultFormat.JSON)) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "https://w3id.org/caregraph/ontology#Finding"},
                    "b": {"type": "literal", "value": 'line\n"two", <&>'},
                },
                {
                    "a": {"type": "bnode", "value": "b"},
                    "b": {"type": "literal", "value": "Cymraeg", "xml:lang": "cy"},
                },
                {"b": {"type": "literal", "value": "2018-06", "datatype": f"{XSD}gYearMonth"}},
                {"a": {"type": "literal", "value": "-0.25", "datatype": f"{XSD}double"}},
            ]
        },
    }
    truth = QueryResult(kind=ResultKind.ASK, truth=False)
    assert json.loads(written(truth, ResultFormat.JSON)) == {"head": {}, "boolean": False}


@pytest.mark.parametrize(
    ("result_format", "engine"),
    [
        (ResultFormat.JSON, ox.QueryResultsFormat.JSON),
        (ResultFormat.XML, ox.QueryResultsFormat.XML),
        (ResultFormat.TSV, ox.QueryResultsFormat.TSV),
    ],
)
def test_exact_formats_give_every_term_back(
    result_format: ResultFormat, engine: ox.QueryResultsFormat
) -> None:
    tricky = [
        *ROWS,
        (ox.Literal("tab\tcr\rend"), ox.Literal("01", datatype=ox.NamedNode(f"{XSD}integer"))),
    ]
    text = written(rows(tricky), result_format)
    found = ox.parse_query_results(text.encode(), engine)
    assert isinstance(found, ox.QuerySolutions)
    assert [tuple(solution) for solution in found] == tricky
    no_rows = ox.parse_query_results(written(rows([]), result_format).encode(), engine)
    assert isinstance(no_rows, ox.QuerySolutions)
    assert [v.value for v in no_rows.variables] == ["a", "b"]
    assert list(no_rows) == []


@pytest.mark.parametrize("truth", [True, False])
def test_ask_is_exact_in_json_and_xml(truth: bool) -> None:  # noqa: FBT001 - the value under test
    result = QueryResult(kind=ResultKind.ASK, truth=truth)
    for result_format, engine in (
        (ResultFormat.JSON, ox.QueryResultsFormat.JSON),
        (ResultFormat.XML, ox.QueryResultsFormat.XML),
    ):
        found = ox.parse_query_results(written(result, result_format).encode(), engine)
        assert bool(found) is truth
    assert written(result, ResultFormat.TABLE) == written(result, ResultFormat.CSV).replace(
        "\r", ""
    )


def test_csv_is_rfc_4180_with_plain_values() -> None:
    text = written(rows(ROWS), ResultFormat.CSV)
    assert text.startswith("a,b\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b"],
        ["https://w3id.org/caregraph/ontology#Finding", 'line\n"two", <&>'],
        ["_:b", "Cymraeg"],
        ["", "2018-06"],
        ["-0.25", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x"])
def test_no_cell_of_text_begins_a_formula(text: str) -> None:
    assert spreadsheet_safe(ox.Literal(text)) == f"'{text}"
    assert (
        json.loads(written(rows([(ox.Literal(text),)], "x"), ResultFormat.JSON))["results"][
            "bindings"
        ][0]["x"]["value"]
        == text
    )


def test_a_number_that_is_none_is_no_formula_either() -> None:
    sly = ox.Literal("-1+cmd|' /C calc'!A0", datatype=ox.NamedNode(f"{XSD}integer"))
    assert spreadsheet_safe(sly).startswith("'")
    assert spreadsheet_safe(ox.Literal(-5)) == "-5"


def test_a_table_shortens_iris_and_wraps_to_the_terminal() -> None:
    text = written(
        rows(
            [
                (
                    ox.NamedNode("https://w3id.org/caregraph/id/authority/E10000017"),
                    ox.Literal("care leavers " * 8),
                    ox.Literal(7),
                )
            ],
            "who",
            "text",
            "page",
        ),
        ResultFormat.TABLE,
        width=50,
    )
    lines = text.splitlines()
    assert lines[0].split() == ["who", "text", "page"]
    assert lines[1].startswith("authority:E10000017  care leavers")
    assert lines[1].endswith("7")
    assert max(map(len, lines)) <= 50
    assert text.count("leavers") == 8


def test_a_table_without_rows_says_so() -> None:
    assert written(rows([]), ResultFormat.TABLE) == "(no rows)\n"


def test_a_long_table_is_written_in_pieces_of_one_width() -> None:
    many: list[Row] = [(ox.Literal(n), ox.Literal("x" * (n % 7))) for n in range(2_500)]
    lines = written(rows(many), ResultFormat.TABLE).splitlines()
    assert len(lines) == 2_501
    assert [line.split()[0] for line in lines[1:]] == [str(n) for n in range(2_500)]


def test_nothing_in_a_table_reaches_the_terminal_as_a_command() -> None:
    evil = "a\x1b]0;x\x07\x9b31m \u202eb\u200bc [bold]d[/bold]"
    text = written(rows([(ox.Literal(evil),)], "x"), ResultFormat.TABLE)
    assert "a]0;x31m bc [bold]d[/bold]" in text
    assert printable("plain") == "plain"


def test_columns_share_what_there_is() -> None:
    assert share([3, 2], 80) == [3, 2]
    assert share([100, 100, 100], 80) == [26, 26, 28]
    assert share([8, 200, 30], 80) == [8, 42, 30]
    assert share([50] * 30, 80) == [4] * 30


@pytest.mark.parametrize(
    ("kind", "result_format", "names"),
    [
        (ResultKind.SELECT, ResultFormat.TURTLE, "table, json, xml, csv, tsv"),
        (ResultKind.GRAPH, ResultFormat.CSV, "turtle, trig, ntriples, nquads, jsonld, rdfxml"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(
    kind: ResultKind, result_format: ResultFormat, names: str
) -> None:
    with pytest.raises(ResultFormatError, match=names):
        check_format(kind, result_format)


def test_a_graph_is_written_sorted_with_the_prefixes_that_it_uses() -> None:
    cg = "https://w3id.org/caregraph/ontology#"
    finding = ox.NamedNode("urn:f")
    triples = [
        ox.Triple(finding, ox.NamedNode(cg + "page"), ox.Literal(3)),
        ox.Triple(finding, ox.NamedNode(cg + "text"), ox.Literal("b")),
        ox.Triple(finding, ox.NamedNode(cg + "text"), ox.Literal("a")),
        ox.Triple(
            finding,
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode(cg + "Finding"),
        ),
    ]
    result = QueryResult(kind=ResultKind.GRAPH, triples=iter(triples))
    assert written(result, ResultFormat.TABLE) == (
        "@prefix cg: <https://w3id.org/caregraph/ontology#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "<urn:f>\n"
        "    a cg:Finding ;\n"
        "    cg:page 3 ;\n"
        '    cg:text "a", "b" .\n'
    )


@pytest.mark.parametrize(
    "result_format", [ResultFormat.JSON, ResultFormat.XML, ResultFormat.TURTLE]
)
def test_what_a_format_cannot_hold_is_an_error_and_not_a_broken_file(
    result_format: ResultFormat,
) -> None:
    control: list[Row] = [(ox.Literal("a\x01b"),)]
    if result_format is ResultFormat.XML:
        with pytest.raises(ResultFormatError, match="choose json"):
            written(rows(control, "x"), result_format)
    elif result_format is ResultFormat.JSON:
        text = written(rows(control, "x"), result_format)
        assert json.loads(text)["results"]["bindings"][0]["x"]["value"] == "a\x01b"
    else:
        triple = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("a\x01b"))
        text = written(QueryResult(kind=ResultKind.GRAPH, triples=[triple]), result_format)
        assert next(ox.parse(text.encode(), ox.RdfFormat.TURTLE)).object == ox.Literal("a\x01b")
