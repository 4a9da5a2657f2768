from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph
import pytest

from caregraph.graph.query_errors import QueryRefusedError, QuerySyntaxError
from caregraph.graph.query_result import QueryResult
from caregraph.graph.semantic_sparql import SearchCall, replace, unescape
from caregraph.graph.store import GraphBuilder, GraphStore

DATA = b"""
<urn:f:1> <https://w3id.org/caregraph/ontology#text> "Care leavers are safe" <urn:g:1> .
<urn:f:1> <https://w3id.org/caregraph/ontology#findingOf> <urn:i:1> <urn:g:1> .
<urn:f:2> <https://w3id.org/caregraph/ontology#text> "Care leavers wait for homes" <urn:g:1> .
<urn:f:2> <https://w3id.org/caregraph/ontology#findingOf> <urn:i:1> <urn:g:1> .
<urn:f:3> <https://w3id.org/caregraph/ontology#text> "Adopters are well prepared" <urn:g:2> .
<urn:f:3> <https://w3id.org/caregraph/ontology#findingOf> <urn:i:2> <urn:g:2> .
"""


class WordSearch:
    """Finds what shares words; counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.texts = {
            "urn:f:1": "care leavers are safe",
            "urn:f:2": "care leavers wait for homes",
            "urn:f:3": "adopters are well prepared",
        }

    def best(self, text: str, *, limit: int) -> Sequence[tuple[str, float]]:
        self.asked.append((text, limit))
        score = self.similarity(text)
        found = [(iri, score(iri) or 0.0) for iri in self.texts]
        return sorted((item for item in found if item[1] > 0), key=lambda item: -item[1])[:limit]

    def similarity(self, text: str) -> Callable[[str], float | None]:
        words = set(text.lower().split())

        def score(iri: str) -> float | None:
            if iri not in self.texts:
                return None
            return len(words & set(self.texts[iri].split())) / len(words)

        return score


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    path: Path = tmp_path_factory.mktemp("store") / "graph"
    with GraphBuilder(path) as builder:
        builder.load(DATA)
    return GraphStore.open(path)


def rows(result: QueryResult) -> list[tuple[str, ...]]:
    return [
        tuple("" if term is None else getattr(term, "value", str(term)) for term in row)
        for row in result.rows
    ]


def ask(store: GraphStore, text: str, search: WordSearch | None = None) -> list[tuple[str, ...]]:
    return rows(store.query(text, semantic=search or WordSearch()))


def test_the_best_matches_are_joined_with_the_rest_of_the_pattern(store: GraphStore) -> None:
    found = ask(
        store,
        """SELECT ?f ?score ?text {
             SERVICE cg:search { ?f cg:query "care leavers wait" ; cg:limit 2 ; cg:score ?score }
             ?f cg:text ?text
           } ORDER BY DESC(?score)""",
    )
    assert [(row[0], row[2]) for row in found] == [
        ("urn:f:2", "Care leavers wait for homes"),
        ("urn:f:1", "Care leavers are safe"),
    ]
    assert [float(row[1]) for row in found] == [1.0, 2 / 3]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?f { SERVICE <https://w3id.org/caregraph/ontology#search> "
        "{ ?f <https://w3id.org/caregraph/ontology#query> '''adopters''' } }",
        "PREFIX x: <https://w3id.org/caregraph/ontology#> "
        "SELECT ?f { service silent x:search { $f x:query 'adopters'@en . } }",
        "SELECT ?f { SERVICE cg:search{?f cg:limit 5;cg:query 'adopters';;cg:score ?s;} }",
        "SELECT ?f { { SELECT ?f { SERVICE cg:search { ?f cg:query 'adopters' } } } }",
        "SELECT ?f { ?f cg:text ?t "
        "FILTER EXISTS { SERVICE cg:search { ?f cg:query 'adopters' } } }",
        "SELECT ?f { GRAPH ?g { SERVICE cg:search { ?f cg:query 'adopters' } ?f cg:text ?t } }",
        "SELECT ?f { { FILTER(false) } UNION { SERVICE cg:search { ?f cg:query 'adopters' } } }",
        "SELECT ?f { VALUES ?f { <urn:f:1> <urn:f:3> } "
        "SERVICE cg:search { ?f cg:query 'adopters' } }",
        "SELECT ?f { BIND(<urn:f:3> AS ?f) SERVICE cg:search { <urn:f:3> cg:query 'adopters' } }",
        "SELECT ?f { ?f cg:text ?t MINUS { SERVICE cg:search { ?f cg:query 'care' } } }",
        "SELECT ?f { # SERVICE cg:search\n SERVICE # here\n cg:search { ?f cg:query 'adopters' } }",
    ],
)
def test_the_block_works_wherever_a_pattern_can_stand(store: GraphStore, query: str) -> None:
    assert ask(store, query) == [("urn:f:3",)]


def test_an_iri_that_is_no_match_gives_no_rows(store: GraphStore) -> None:
    query = "SELECT ?s { SERVICE cg:search { <urn:f:1> cg:query 'adopters' ; cg:score ?s } }"
    assert ask(store, query) == []


def test_several_blocks_are_several_searches(store: GraphStore) -> None:
    search = WordSearch()
    found = ask(
        store,
        """SELECT ?a ?b {
             SERVICE cg:search { ?a cg:query "adopters" ; cg:limit 1 }
             OPTIONAL { SERVICE cg:search { ?b cg:query "homes" } }
           }""",
        search,
    )
    assert found == [("urn:f:3", "urn:f:2")]
    assert search.asked == [("adopters", 1), ("homes", 50)]


def test_a_search_without_matches_gives_no_rows(store: GraphStore) -> None:
    assert ask(store, "SELECT ?f { SERVICE cg:search { ?f cg:query 'zebra' } }") == []


def test_construct_and_ask_can_search(store: GraphStore) -> None:
    graph = store.query(
        "CONSTRUCT { ?f a cg:Finding } { SERVICE cg:search { ?f cg:query 'homes' } }",
        semantic=WordSearch(),
    )
    assert [str(triple.subject) for triple in graph.triples] == ["<urn:f:2>"]
    yes = store.query("ASK { SERVICE cg:search { ?f cg:query 'homes' } }", semantic=WordSearch())
    assert yes.truth is True


def test_escapes_in_the_words_are_undone(store: GraphStore) -> None:
    search = WordSearch()
    ask(store, r"""SELECT * { SERVICE cg:search { ?f cg:query "a \"b\" \u0026\n c" } }""", search)
    assert search.asked == [('a "b" &\n c', 50)]
    assert unescape('""') == ""
    assert unescape('"""""\\""""') == '""' + '"'


def test_words_never_become_part_of_the_query(store: GraphStore) -> None:
    words = "> } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #"
    assert ask(store, f'SELECT * {{ SERVICE cg:search {{ ?f cg:query "{words}" }} }}') == []


def test_similarity_is_a_function_of_each_row(store: GraphStore) -> None:
    found = ask(
        store,
        """SELECT ?f ?s { ?f cg:text ?t BIND(cg:similarity(?f, "care homes") AS ?s) }
           ORDER BY DESC(?s) ?f""",
    )
    assert found == [("urn:f:2", "1"), ("urn:f:1", "0.5"), ("urn:f:3", "0")]


def test_similarity_of_what_has_no_vector_is_unbound(store: GraphStore) -> None:
    query = (
        """SELECT ?x ?s { VALUES ?x { <urn:i:1> "text" 1 } BIND(cg:similarity(?x, "a") AS ?s) }"""
    )
    assert ask(store, query) == [("urn:i:1", ""), ("text", ""), ("1", "")]


def test_similarity_works_under_a_time_limit_too(store: GraphStore) -> None:
    result = store.query(
        'SELECT ?f { ?f cg:text ?t FILTER(cg:similarity(?f, "homes") > 0.5) }',
        semantic=WordSearch(),
        timeout_s=20,
    )
    assert rows(result) == [("urn:f:2",)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE cg:search { ?f cg:query 'x' } }",
        "SELECT * { ?f cg:text ?t FILTER(cg:similarity(?f, 'x') > 0) }",
    ],
)
def test_without_an_index_a_search_is_refused_in_words(store: GraphStore, query: str) -> None:
    with pytest.raises(QueryRefusedError, match="opened without its search index"):
        store.query(query)


@pytest.mark.parametrize(
    ("block", "column", "message"),
    [
        ("{ ?f cg:limit 5 }", 12, "cg:search needs the words"),
        ("{ ?f cg:query ?words }", 44, "cg:query takes words in quotes, not '?words'"),
        ("{ ?f cg:query 'x' ; cg:limit 0 }", 59, "whole number from 1 to 10,000, not '0'"),
        ("{ ?f cg:query 'x' ; cg:limit ?n }", 59, "whole number from 1 to 10,000, not '?n'"),
        ("{ ?f cg:query 'x' ; cg:score 1 }", 59, "cg:score takes a variable such as ?score"),
        ("{ ?f cg:query 'x' ; cg:score ?f }", 12, "cannot be both match and score"),
        ("{ ?f cg:query 'x' ; cg:text ?t }", 50, "knows cg:query, cg:limit and cg:score"),
        ("{ 'x' cg:query 'x' }", 32, "searches for a variable such as ?finding"),
        ("{ }", 32, "searches for a variable such as ?finding"),
        ("?f", 30, "cg:search expects '{' here, not '?f'"),
        ("{ ?f cg:query 'x' . ?f cg:limit 2 }", 50, "cg:search expects '}' here, not '?f'"),
    ],
)
def test_a_mistake_in_the_block_is_shown_where_it_is(
    store: GraphStore, block: str, column: int, message: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(store, f"SELECT * {{ SERVICE cg:search {block} }}")
    assert message in str(caught.value)
    assert caught.value.column == column


def test_a_mistake_elsewhere_is_told_before_the_search_and_in_its_own_place(
    store: GraphStore,
) -> None:
    search = WordSearch()
    query = 'SELECT *\n{ SERVICE cg:search { ?f cg:query """a\nb""" } ?f cg:text } # end'
    with pytest.raises(QuerySyntaxError, match="'}' cannot stand here") as caught:
        ask(store, query, search)
    assert (caught.value.line, caught.value.column) == (3, 19)
    assert search.asked == []


def test_scores_keep_all_their_digits_and_are_doubles(store: GraphStore) -> None:
    call = SearchCall(start=0, end=1, subject="?f", text="", limit=9, score="?s")
    scores = [0.1 + 0.2, 1e-17, -0.25, 1.0, 123456789.123]
    block = call.values([(f"urn:{number}", score) for number, score in enumerate(scores)])
    found = list(store.select(f"SELECT ?s {{ {block} }}").rows)
    assert [
        float(row[0].value) for row in found if isinstance(row[0], pyoxigraph.Literal)
    ] == scores
    datatypes = {row[0].datatype.value for row in found if isinstance(row[0], pyoxigraph.Literal)}
    assert datatypes == {"http://www.w3.org/2001/XMLSchema#double"}


def test_a_score_that_is_no_number_is_left_out() -> None:
    call = SearchCall(start=0, end=1, subject="?f", text="", limit=9, score=None)
    assert call.values([("urn:a", float("nan")), ("urn:b", 0.5)]) == "VALUES (?f) { (<urn:b>) }"


def test_every_place_of_a_rewritten_text_leads_back() -> None:
    rewriting = replace("abcXXdefYghi", [(3, 5, "12345"), (8, 9, "")])
    assert rewriting.text == "abc12345defghi"
    back = [rewriting.source(offset) for offset in range(len(rewriting.text))]
    assert back == [0, 1, 2, 3, 3, 3, 3, 3, 5, 6, 7, 9, 10, 11]
