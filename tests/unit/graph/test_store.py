from __future__ import annotations

import gc
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pyoxigraph
import pytest

from caregraph.graph.query_errors import (
    QueryFailedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from caregraph.graph.query_result import ResultKind
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.graph.store_errors import StoreDamagedError

CG = "https://w3id.org/caregraph/ontology#"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def data(count: int = 400) -> bytes:
    lines = [
        f'<urn:f:{n}> <{CG}text> "finding {n}" <urn:g:{n % 4}> .\n<urn:f:{n}> <{CG}page> '
        f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g:{n % 4}> .\n'
        for n in range(count)
    ]
    return "".join(lines).encode()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    path: Path = tmp_path_factory.mktemp("store") / "graph"
    with GraphBuilder(path) as builder:
        builder.load(data())
    return GraphStore.open(path)


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_select_gives_names_and_typed_rows(store: GraphStore, timeout_s: float | None) -> None:
    result = store.query(
        "SELECT ?f ?none ?page { ?f cg:page ?page FILTER(?page < 2) } ORDER BY ?page",
        timeout_s=timeout_s,
    )
    assert result.kind is ResultKind.SELECT
    assert result.variables == ("f", "none", "page")
    assert list(result) == [
        (pyoxigraph.NamedNode("urn:f:0"), None, pyoxigraph.Literal(0)),
        (pyoxigraph.NamedNode("urn:f:1"), None, pyoxigraph.Literal(1)),
    ]


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_ask_and_construct_have_their_own_kinds(store: GraphStore, timeout_s: float | None) -> None:
    truth = store.query("ASK { ?s cg:page 7 }", timeout_s=timeout_s)
    assert (truth.kind, truth.truth) == (ResultKind.ASK, True)
    graph = store.query("CONSTRUCT { ?s a cg:Finding } WHERE { ?s cg:page 7 }", timeout_s=timeout_s)
    assert graph.kind is ResultKind.GRAPH
    assert [str(triple.subject) for triple in graph.triples] == ["<urn:f:7>"]


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_a_query_asks_all_graphs_or_those_that_it_names(
    store: GraphStore, timeout_s: float | None
) -> None:
    def count(clause: str) -> str:
        result = store.query(
            f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s cg:page ?o }}", timeout_s=timeout_s
        )
        return str(next(iter(result))[0])

    assert count("") == str(pyoxigraph.Literal(400))
    assert count("FROM <urn:g:1> FROM <urn:g:2>") == str(pyoxigraph.Literal(200))
    assert count("FROM <file:///etc/passwd>") == str(pyoxigraph.Literal(0))


def test_many_rows_all_arrive_in_order(store: GraphStore) -> None:
    result = store.query("SELECT ?a ?b { ?x cg:page ?a . ?y cg:page ?b } ORDER BY ?a ?b")
    found = [(int(a.value), int(b.value)) for a, b in result]  # type: ignore[union-attr]
    assert found == [(a, b) for a in range(400) for b in range(400)]


def test_rows_that_nobody_wants_any_more_are_not_computed(store: GraphStore) -> None:
    before = threading.active_count()
    rows = iter(store.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
    assert next(rows) is not None
    del rows
    gc.collect()
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.05)
    assert threading.active_count() == before


def test_a_query_over_its_time_is_stopped_and_says_so(store: GraphStore) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.5 seconds"):
        list(store.query(ENDLESS, timeout_s=0.5))
    assert time.monotonic() - began < 2


def test_time_that_the_reader_takes_does_not_count(store: GraphStore) -> None:
    rows = iter(store.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", timeout_s=1.0))
    next(rows)
    time.sleep(1.2)
    assert len(list(rows)) == 19_999


def test_a_query_over_its_memory_is_stopped_and_says_so(store: GraphStore) -> None:
    with pytest.raises(QueryFailedError, match=r"more memory than it may use \(600 MiB\)"):
        list(
            store.query(
                "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
                memory_bytes=600 << 20,
            )
        )


def test_no_child_outlives_its_result(store: GraphStore) -> None:
    def children() -> set[str]:
        listed = Path("/proc/self/task").glob("*/children")
        return {pid for path in listed for pid in path.read_text().split()}

    before = children()
    rows = iter(store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", timeout_s=20))
    next(rows)
    assert len(children() - before) == 1
    del rows
    gc.collect()
    assert children() == before
    with pytest.raises(QueryTimeoutError):
        list(store.query(ENDLESS, timeout_s=0.2))
    with pytest.raises(QuerySyntaxError):
        store.query("SELECT * { ?s ?p }", timeout_s=5)
    gc.collect()
    assert children() == before


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * {\n ?s ?p }", 2, 8, "'}' cannot stand here"),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, "variables after SELECT are separated by spaces"),
        ("SELECT COUNT(*) { ?s ?p ?o }", 1, 8, "write (COUNT(...) AS ?name)"),
        ("SELECT (COUNT(*) AS 'n') { ?s ?p ?o }", 1, 21, "after AS stands a new variable"),
        ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 1, 28, "stands in parentheses"),
        ("SELECT * { ?s = ?o }", 1, 15, "a comparison stands in FILTER( )"),
        ("SELECT * { ?s ?p ?o } ORDER DESC(?s)", 1, 29, "'DESC' cannot stand here"),
        ("SELECT * { ?s ?p ?o } LIMIT", 1, 28, "the query ends too early"),
        ("SELECT * { ?s ?p ?o } LIMIT -1", 1, 29, "'-' cannot stand here"),
        ("SELECT * { ?s ?p 'a'@en-GB 'b' }", 1, 28, "cannot stand here"),
        ("SELECT * { ?s ?p '''a\nb''' 'c' }", 2, 6, "cannot stand here"),
    ],
)
@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_a_syntax_error_names_the_token_and_shows_it(
    store: GraphStore, query: str, line: int, column: int, message: str, timeout_s: float | None
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(query, timeout_s=timeout_s)
    text = str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in text
    shown, mark = text.splitlines()[1:]
    assert (shown + " ")[mark.index("^") :].startswith(query.splitlines()[line - 1][column - 1 :])


def test_a_reason_of_the_engine_is_given_in_words(store: GraphStore) -> None:
    with pytest.raises(QuerySyntaxError, match="SELECT names a variable that the query does not"):
        store.query("SELECT (COUNT(?x) AS ?n) ?y { ?x ?y ?z }")


@pytest.mark.parametrize("timeout_s", [None, 20.0])
def test_an_unknown_function_is_an_error_in_words(
    store: GraphStore, timeout_s: float | None
) -> None:
    with pytest.raises(QueryFailedError, match="is not supported"):
        store.query("SELECT * { ?s ?p ?o FILTER(cg:nearness(?s)) }", timeout_s=timeout_s)


def test_a_misspelt_term_is_a_warning_since_the_answer_is_empty(store: GraphStore) -> None:
    result = store.query("SELECT * { ?s a cg:Judgment ; cg:polarty ?p ; cg:page ?n }")
    assert result.warnings == (
        "line 1, column 17: cg:Judgment is not in the ontology, so it matches nothing; "
        "did you mean cg:Judgement?",
        "line 1, column 31: cg:polarty is not in the ontology, so it matches nothing; "
        "did you mean cg:polarity?",
    )
    assert store.query("PREFIX c: <https://w3id.org/caregraph/ontology#> ASK {}").warnings == ()


def test_an_update_is_refused_and_changes_nothing(store: GraphStore) -> None:
    with pytest.raises(QueryRefusedError):
        store.query("DELETE WHERE { ?s ?p ?o }")
    assert len(store) == 800


def test_values_go_in_beside_the_text(store: GraphStore) -> None:
    found = store.select(
        "SELECT ?s ?text { ?s cg:text ?text }", {"text": pyoxigraph.Literal("finding 7")}
    )
    assert [str(row[0]) for row in found] == ["<urn:f:7>"]
    injected = pyoxigraph.Literal('x" } SERVICE <http://127.0.0.1:1/> {} #')
    assert list(store.select("SELECT ?s ?text { ?s cg:text ?text }", {"text": injected})) == []


def test_rdflib_reads_the_same_graph_and_cannot_write(store: GraphStore) -> None:
    import rdflib

    graph = store.graph
    subject = rdflib.URIRef("urn:f:7")
    assert set(graph.objects(subject, rdflib.URIRef(CG + "page"))) == {rdflib.Literal(7)}
    found = graph.query("SELECT ?s { ?s ?p 7 }")
    assert [tuple(row) for row in found] == [(subject,)]  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="read-only"):
        graph.add((subject, subject, subject))
    assert len(graph) == len(store) == 800
    assert len(rdflib.Graph() + graph) == 800


def test_a_query_needs_no_rdflib() -> None:
    code = """
        import sys
        import caregraph.graph.store, caregraph.graph.results, caregraph.graph.generations
        heavy = {"rdflib", "torch", "pyshacl", "faiss", "numpy", "rich"} & set(sys.modules)
        print(sorted(heavy))
    """
    out = subprocess.run(  # noqa: S603 - this interpreter and the code above
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_ctrl_c_ends_the_wait_for_a_query(store: GraphStore) -> None:
    code = f"""
        import sys
        from pathlib import Path
        from caregraph.graph.store import GraphStore
        store = GraphStore.open(Path(sys.argv[1]))
        print("asking", flush=True)
        try:
            list(store.query({ENDLESS!r}))
        except KeyboardInterrupt:
            sys.exit(130)
    """
    asking = subprocess.Popen(  # noqa: S603 - this interpreter and the code above
        [sys.executable, "-c", textwrap.dedent(code), str(store.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert asking.stdout is not None
    assert asking.stdout.readline() == "asking\n"
    time.sleep(0.3)
    asking.send_signal(signal.SIGINT)
    _, errors = asking.communicate(timeout=5)
    assert (asking.returncode, errors) == (130, "")


def test_a_damaged_graph_is_an_error_that_names_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with GraphBuilder(path) as builder:
        builder.load(data(10))
    (path / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreDamagedError, match="cannot be opened"):
        GraphStore.open(path)


def test_a_graph_is_replaced_and_removed_whole(tmp_path: Path) -> None:
    with GraphBuilder(tmp_path / "graph") as builder:
        builder.load(data(8))
        builder.replace({"urn:g:1": b'<urn:a> <urn:b> "c" <urn:g:1> .\n'})
        builder.remove(["urn:g:0", "urn:g:none"])
        assert builder.named_graphs() == {"urn:g:1", "urn:g:2", "urn:g:3"}
        assert len(builder) == 1 + 4 + 4
    store = GraphStore.open(tmp_path / "graph")
    assert store.lines(pyoxigraph.NamedNode("urn:g:1")) == [b'<urn:a> <urn:b> "c" .']
    with pytest.raises(ValueError, match="is closed"):
        builder.load(b"")


def test_a_query_leaves_no_open_files_behind(store: GraphStore) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    list(store.query("SELECT * { ?s ?p ?o }", timeout_s=20))
    gc.collect()
    before = descriptors()
    for _ in range(5):
        list(store.query("SELECT * { ?s ?p ?o } LIMIT 3", timeout_s=20))
        store.query("ASK {}", timeout_s=20)
    gc.collect()
    assert descriptors() == before


def test_damage_that_a_query_runs_into_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with GraphBuilder(path) as builder:
        builder.load(data(3_000))
    for table in path.glob("*.sst"):
        content = bytearray(table.read_bytes())
        content[: len(content) // 2] = bytes(len(content) // 2)
        table.write_bytes(content)
    with pytest.raises((QueryFailedError, StoreDamagedError)):
        list(GraphStore.open(path).query("SELECT * { ?s ?p ?o } ORDER BY ?o"))


def test_a_statement_of_two_graphs_counts_once_until_both_are_gone(tmp_path: Path) -> None:
    statement = "<urn:a> <urn:b> <urn:c>"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with GraphBuilder(tmp_path / "graph") as builder:
        builder.load(f"{statement} <urn:one> .\n{statement} <urn:two> .\n".encode())
        assert (len(builder), builder.count_statements()) == (2, 1)
        builder.remove(["urn:one"])
        assert (len(builder), builder.count_statements()) == (1, 1)
    store = GraphStore.open(tmp_path / "graph")
    assert [str(row[0].value) for row in store.query(count)] == ["1"]  # type: ignore[union-attr]
    del store
    with GraphBuilder(tmp_path / "graph") as builder:
        builder.replace({"urn:two": b""})
        assert (len(builder), builder.count_statements()) == (0, 0)
