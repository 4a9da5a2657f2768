from __future__ import annotations

import time

import pytest

from caregraph.graph.query_errors import QueryError, QueryRefusedError, QuerySyntaxError
from caregraph.graph.sparql_guard import MAX_BYTES, MAX_DEPTH, MAX_OPERATORS, Query
from caregraph.graph.sparql_tokens import Kind, tokenize

ELSEWHERE = "http://127.0.0.1:1/sparql"


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


def test_strings_of_all_four_quotings_are_one_token_each() -> None:
    texts = [
        '"a \\" b"',
        "'a \\' b'",
        '"""a "" \n " b"""',
        "'''a '' \n ' b'''",
        '""',
        "''",
        '""""""',
        '"\\u00e9\\U0001F600"',
    ]
    assert kinds(" ".join(texts)) == [(Kind.STRING, text) for text in texts]


def test_names_variables_numbers_and_iris_are_told_apart() -> None:
    text = "?x $y cg:a.b id:x\\/y%41 _:b1 <http://example.org/#a> 1 1.5 1e-3 .5 @en-GB a SELECT"
    assert kinds(text) == [
        (Kind.VARIABLE, "?x"),
        (Kind.VARIABLE, "$y"),
        (Kind.PREFIXED, "cg:a.b"),
        (Kind.PREFIXED, "id:x\\/y%41"),
        (Kind.BLANK, "_:b1"),
        (Kind.IRI, "<http://example.org/#a>"),
        (Kind.NUMBER, "1"),
        (Kind.NUMBER, "1.5"),
        (Kind.NUMBER, "1e-3"),
        (Kind.NUMBER, ".5"),
        (Kind.LANGUAGE, "@en-GB"),
        (Kind.WORD, "a"),
        (Kind.WORD, "SELECT"),
    ]


def test_a_name_does_not_take_the_full_stop_after_it() -> None:
    assert kinds("cg:a. ?x") == [
        (Kind.PREFIXED, "cg:a"),
        (Kind.MARK, "."),
        (Kind.VARIABLE, "?x"),
    ]


def test_a_comment_ends_with_its_line_whatever_the_line_end() -> None:
    for line_end in ("\n", "\r", "\r\n"):
        assert kinds(f"ASK # {{ ' {line_end}?x") == [(Kind.WORD, "ASK"), (Kind.VARIABLE, "?x")]


def test_less_than_without_spaces_is_a_comparison() -> None:
    tokens = tokenize("ASK { FILTER(?a<?b&&?c>?d) }")
    marks = [token.text for token in tokens if token.kind is Kind.MARK]
    assert marks == ["{", "(", "<", "&&", ">", ")", "}"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s ?p """SERVICE <http://x/> { """ }',
        "SELECT ?service { ?service ?p ?o }",
        "PREFIX service: <http://x/> SELECT * { ?s service:p ?o }",
        "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX service: <http://x/> SELECT * FROM service:g { ?s ?p ?o }",
        "SELECT * { ?s <http://x/service> ?o } # SERVICE <http://x/> {}",
        "SELECT * { _:service ?p 'x'@service }",
        "SELECT * { ?s ?p 'INSERT DATA' ; rdfs:label 'DROP ALL' }",
        "SELECT * { VALUES (?a ?b) { (cg:x <http://x/#service>) } }",
        "SELECT * { FILTER(?x IN (<http://x/#a>, <http://x/#b'>)) }",
        "SELECT * { ?s <http://x/#a>/<http://x/#b> ?o }",
        "\ufeffSELECT * { ?s ?p ?o }",
        "BASE <http://x/> PREFIX y: <z#> SELECT * { ?s <rel> y:p }",
        "SELECT * { SERVICE cg:search { ?f cg:query 'SERVICE <http://x/> {}' } }",
    ],
)
def test_a_query_that_only_mentions_a_service_or_an_update_passes(query: str) -> None:
    assert Query(query).form == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe SILENT <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE # cg:search\n <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { SERVICE { } }",
        "SELECT * { SERVICE",
        f"PREFIX x: <{ELSEWHERE}> SELECT * {{ SERVICE x:y {{ ?s ?p ?o }} }}",
        f"PREFIX cg: <{ELSEWHERE}> SELECT * {{ SERVICE cg:search {{ ?f cg:query 'x' }} }}",
        f"BASE <{ELSEWHERE}> SELECT * {{ SERVICE <search> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1SERVICE<{ELSEWHERE}>{{}} }}",
        f"SELECT * {{ ?s ?p trueSERVICE<{ELSEWHERE}>{{}} }}",
        f"SELECT * {{ SERVICESILENT<{ELSEWHERE}>{{}} }}",
        f"PREFIX : <{ELSEWHERE}> SELECT * {{ SERVICE:x{{}} }}",
        f"PREFIX SERVICE: <urn:x> PREFIX : <{ELSEWHERE}> SELECT * {{ SERVICE:x {{}} }}",
        f"PREFIX trueSERVICE: <urn:x> PREFIX : <{ELSEWHERE}> ASK {{ ?s ?p trueSERVICE:x {{}} }}",
        f'SELECT * {{ BIND(1<1#>"""\n AS ?x) SERVICE <{ELSEWHERE}> {{}} }} #"""',
        f"BASE <urn:x> SELECT * {{ BIND(1<1#>'''\n AS ?x) SERVICE <{ELSEWHERE}> {{}} }} #'''",
        f'SELECT * {{ ?s ?p ("""a") . SERVICE <{ELSEWHERE}> {{}} # \\x """\n }}',
        f'SELECT * {{ ?s ?p ("""a") . SERVICE <{ELSEWHERE}> {{}} # \\uD800 """\n }}',
        f"SELECT * {{ FILTER(?a<1)SERVICE#>\n <{ELSEWHERE}> {{}} }}",
        f"SELECT * {{ # \r SERVICE <{ELSEWHERE}> {{}} \n }}",
        f"SELECT * {{ \\u0053ERVICE <{ELSEWHERE}> {{}} }}",
        f"SELECT * {{ ?s ?p 'x'@en_SERVICE <{ELSEWHERE}> {{}} }}",
    ],
)
def test_no_spelling_of_a_call_of_a_service_passes(query: str) -> None:
    with pytest.raises(QueryError):
        Query(query)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "# only a comment\nLOAD <file:///etc/passwd>",
        "with <urn:g> delete { ?s ?p ?o } where { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "CREATE GRAPH <urn:g>",
        "COPY <urn:a> TO <urn:b>",
    ],
)
def test_an_update_is_refused_by_name(update: str) -> None:
    with pytest.raises(QueryRefusedError, match="changes data; a knowledge base is read-only"):
        Query(update)


def test_brackets_are_counted_on_both_sides_of_the_limit() -> None:
    def nested(depth: int) -> str:
        return "ASK { FILTER(" + "(" * (depth - 2) + "1" + ")" * (depth - 2) + ") }"

    assert Query(nested(MAX_DEPTH)).form == "ASK"
    with pytest.raises(QueryRefusedError, match="nested more than 64 deep"):
        Query(nested(MAX_DEPTH + 2))


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("ASK {", "?a ?b ?c.", "}"),
        ("ASK { ?a ?b ?c", ";?b ?c", "}"),
        ("ASK { ?a ?b ?c", ",?c", "}"),
        ("ASK {", "BIND(1 AS ?v)", "}"),
        ("SELECT ", "(1 AS ?v)", "{}"),
        ("ASK {", "FILTER(1)", "}"),
        ("ASK {", "OPTIONAL{}", "}"),
        ("ASK {", "{SELECT*{}}", "}"),
        ("ASK {", "VALUES ?x{1}", "}"),
        ("ASK {{}", "UNION{}", "}"),
        ("ASK {", "MINUS{}", "}"),
        ("ASK {", "LATERAL{}", "}"),
        ("ASK { ?s cg:a", "/cg:a", " ?o }"),
        ("ASK { ?s cg:a", "|cg:a", " ?o }"),
        ("ASK { FILTER(1", "+1", ") }"),
        ("ASK { FILTER(1", "&&1", ") }"),
        ("ASK { FILTER(", "!", "1) }"),
        ("ASK { ?s ?p (", "1 ", ") }"),
        ("ASK {", "[?p ?o].", "}"),
        ("DESCRIBE ", "<urn:a> ", ""),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING ", "(1)", ""),
    ],
)
def test_what_grows_the_engines_stack_is_limited(head: str, unit: str, tail: str) -> None:
    # At 3,700 and more of each of these pyoxigraph 0.5.13 ends the process.
    with pytest.raises(QueryRefusedError, match="more than 1,000"):
        Query(head + unit * (MAX_OPERATORS + 2) + tail)


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("ASK { VALUES ?x {", "1 ", "} }"),
        ("ASK { VALUES (?x ?y) {", "(1 cg:a) ", "} }"),
        ("ASK { FILTER(1 IN (1", ",1", ")) }"),
        ("ASK { FILTER(CONCAT(''", ",''", ")) }"),
    ],
)
def test_long_lists_that_the_engine_takes_flat_pass(head: str, unit: str, tail: str) -> None:
    query = Query(head + unit * 5_000 + tail)
    assert len(query.tokens) > 5_000


def test_a_text_over_the_limit_is_refused_and_one_under_it_is_not() -> None:
    query = "ASK { ?s ?p ?o } #"
    padding = MAX_BYTES - len(query)
    assert Query(query + "x" * padding).form == "ASK"
    with pytest.raises(QueryRefusedError, match="100,001 bytes; at most 100,000"):
        Query(query + "x" * (padding + 1))


@pytest.mark.parametrize(
    "query",
    ["a." * 49_000, "(" * 90_000, '"' * 99_999, "'''" + "''" * 40_000, "<" * 90_000, ":" * 90_000],
)
def test_garbage_is_refused_in_time_that_grows_with_its_length(query: str) -> None:
    began = time.process_time()
    with pytest.raises(QueryError):
        Query(query)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * {\n ?s ?p ?o . FILTR(1) }", 2, 13, "did you mean FILTER?"),
        ("SELECT * { ?s sko:label ?o }", 1, 15, "prefix sko: is not declared; did you mean skos:?"),
        ("SELECT * { ?s zzz:label ?o }", 1, 15, "Declare it: PREFIX zzz: <...>"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, "has no end"),
        ("SELECT * { ?s ?p 'a\\x' }", 1, 18, "unknown escape"),
        ("SELECT * {\n\n {?s ?p ?o }", 1, 10, "is opened here and never closed"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "closes nothing"),
        ("SELECT * { FILTER(1} }", 1, 20, "cannot close the '(' of line 1, column 18"),
        ("SELECT * { ?s <rel> ?o }", 1, 15, "not a whole IRI: it needs a scheme"),
        ("SELECT * { ?s <http://[> ?o }", 1, 15, "not a whole IRI"),
        ("SELECT * { ?s ?p \x00 }", 1, 18, "'\\x00' cannot stand here"),
        ("PREFIX <urn:x> ASK {}", 1, 8, "after PREFIX stands a name with a colon"),
        ("PREFIX x: y ASK {}", 1, 11, "not a word of SPARQL"),
        ("WHERE { ?s ?p ?o }", 1, 1, "a query begins with SELECT"),
    ],
)
def test_a_mistake_is_shown_where_it_is(query: str, line: int, column: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        Query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


@pytest.mark.parametrize("query", ["", "  \n", "# nothing\n"])
def test_no_query_is_said_to_be_none(query: str) -> None:
    with pytest.raises(QuerySyntaxError, match="there is no query"):
        Query(query)


def test_half_a_surrogate_is_a_syntax_error() -> None:
    with pytest.raises(QuerySyntaxError, match="not valid Unicode"):
        Query("ASK { ?s ?p '\ud800' }")


def test_the_line_in_the_message_holds_no_control_characters() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        Query("ASK { \x1b[31m }")
    assert "\x1b" not in str(caught.value)
