"""A query on its way to the engine: checked, its searches made, and its errors brought back.

`prepare` gives the text that Oxigraph evaluates; `explain` turns what Oxigraph says about that text
into a message about the text that the person wrote.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph

from caregraph.graph.engine import Functions
from caregraph.graph.query_errors import QueryError, QueryFailedError, QuerySyntaxError
from caregraph.graph.semantic_sparql import (
    Rewriting,
    SemanticSearch,
    need_search,
    replace,
    search_calls,
    uses_similarity,
)
from caregraph.graph.sparql_guard import Query
from caregraph.graph.sparql_tokens import Kind, Token, at, nearest, query_error, tokenize
from caregraph.ontology.terms import CG, ONTOLOGY

_TERM_NAMES = frozenset(name for name in vars(CG) if not name.startswith("_"))
# "error at 1:20: expected one of LATERAL, SERVICE, [_]", as pyoxigraph 0.5.13 says it.
_ENGINE_PLACE = re.compile(r"error at 1:(\d+): ")
_GAP = " " * 32
_AGGREGATES = frozenset(("AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A query that can be evaluated.

    Attributes:
        query: What was asked.
        text: What is evaluated: the same with each `SERVICE cg:search` replaced by its matches.
        rewriting: The way back from `text` to what was asked.
        similarity: Gives the search function of a text, where the query uses `cg:similarity`.
        warnings: What the person should know, one sentence each.
    """

    query: Query
    text: str
    rewriting: Rewriting
    similarity: Callable[[str], Callable[[str], float | None]] | None
    warnings: tuple[str, ...]


def prepare(text: str, *, semantic: SemanticSearch | None = None) -> Prepared:
    """Check a query and make the searches that it asks for.

    Args:
        text: SPARQL 1.1 Query; the prefixes of `PREFIXES` need no declaration.
        semantic: The search index, where there is one.

    Returns:
        What can be given to the engine. A text that is not SPARQL raises a `QuerySyntaxError` with
        line and column; one that asks for what is not allowed, or for a search where there is no
        index, a `QueryRefusedError`.
    """
    query = Query(text)
    calls = search_calls(query)
    similar = uses_similarity(query)
    index = need_search(semantic) if calls or similar else None
    rewriting = replace(query.text, [(call.start, call.end, call.values([])) for call in calls])
    if calls and index is not None:
        # The search loads a model; a mistake elsewhere in the query should be told before that.
        _check_syntax(query, rewriting)
        rewriting = replace(
            query.text,
            [
                (call.start, call.end, call.values(index.best(call.text, limit=call.limit)))
                for call in calls
            ],
        )
    return Prepared(
        query=query,
        text=rewriting.text,
        rewriting=rewriting,
        similarity=index.similarity if similar and index is not None else None,
        warnings=tuple(_unknown_terms(query)),
    )


def explain(error: SyntaxError, query: Query, rewriting: Rewriting) -> QueryError:
    """Say an engine's syntax error about the text that was written.

    Args:
        error: As pyoxigraph raised it.
        query: What was asked.
        rewriting: From what was asked to what the engine read.

    Returns:
        The error to raise: line, column, the line of text with a mark under the place.
    """
    reason = _reason(str(error))
    if reason is not None:
        return QuerySyntaxError(reason)
    token = _find_culprit(query, rewriting)
    if token is None:
        end = len(query.text.rstrip())
        return query_error(query.text, end, "the query ends too early")
    return query_error(query.text, token.start, _hint(query, token))


def _reason(message: str) -> str | None:
    # "error at 1:39: expected one of The SELECT contains a variable that is unbound, [_]", as
    # pyoxigraph 0.5.13 says it; the place is the end of the query and says nothing.
    found = re.search(r"(?:one of|expected|, |: )\s*([A-Z][a-z]+ [^,\[]*[a-z]{3}[^,\[]*)", message)
    if found is None or "parsing failed" in found.group(1):
        return None
    sentence = found.group(1).strip()
    if "SELECT contains a variable that is unbound" in sentence:
        return (
            "SELECT names a variable that the query does not bind, or that stands neither in "
            "GROUP BY nor inside an aggregate such as COUNT"
        )
    return sentence


def _find_culprit(query: Query, rewriting: Rewriting) -> Token | None:
    """Find the token that does not fit; `None` for the end of the query.

    Oxigraph says the furthest character that any rule looked at, and a rule for a keyword looks as
    far as the keyword is long: `DISTINCT` tried at `?s, ?p` blames the eighth character after it.
    With more white space after each token than any keyword is long, the place is inside the token
    or in the space after it.

    Returns:
        A token of what was asked.
    """
    tokens = _tokens_as_read(query, rewriting)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        starts.append(length)
        written = re.sub(r"[\r\n]", " ", token.text) + ("" if _glued(token, following) else _GAP)
        parts.append(written)
        length += len(written)
    try:
        pyoxigraph.Store().query(
            "".join(parts), prefixes=dict(query.prefixes), custom_functions=_no_functions()
        )
    except SyntaxError as error:
        found = _ENGINE_PLACE.match(str(error))
        if found is None:
            return None
        column = int(found.group(1)) - 1
        if column >= length:
            return None
        number = bisect.bisect_right(starts, column) - 1
        source = rewriting.source(tokens[number].start)
        return next((token for token in query.tokens if token.end > source), None)
    return None


def _tokens_as_read(query: Query, rewriting: Rewriting) -> tuple[Token, ...]:
    return query.tokens if rewriting.text == query.text else tokenize(rewriting.text)


def _glued(token: Token, following: Token | None) -> bool:
    """Tell whether two tokens must stay together, as they were written."""
    if following is None or token.end != following.start:
        return following is not None and following.kind is Kind.LANGUAGE
    if following.kind is Kind.LANGUAGE or "^^" in {token.text, following.text}:
        return True
    if token.kind is Kind.MARK and following.kind is Kind.MARK:
        return True
    return token.text in {"+", "-"} and following.kind is Kind.NUMBER


def _hint(query: Query, token: Token) -> str:
    number = query.tokens.index(token)
    before = query.tokens[number - 1] if number else None
    what = f"{token.text!r} cannot stand here"
    if token.text == "," and not token.depth:
        return f"{what}; variables after SELECT are separated by spaces"
    if token.kind is Kind.WORD and token.text.upper() in _AGGREGATES:
        return f"{what}; write ({token.text.upper()}(...) AS ?name)"
    if before is not None and before.is_word("AS"):
        return f"{what}; after AS stands a new variable such as ?name"
    if before is not None and before.is_word("FILTER"):
        return f"{what}; a condition after FILTER stands in parentheses"
    if token.text in {"=", "<", ">"}:
        return f"{what}; a comparison stands in FILTER( )"
    return what


def _check_syntax(query: Query, rewriting: Rewriting) -> None:
    try:
        pyoxigraph.Store().query(
            rewriting.text,
            prefixes=dict(query.prefixes),
            custom_functions=_no_functions(),
        )
    except SyntaxError as error:
        raise explain(error, query, rewriting) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryFailedError(f"the query cannot be evaluated: {error}") from error


def _no_functions() -> Functions:
    return {pyoxigraph.NamedNode(CG.similarity): lambda *_: None}


def _unknown_terms(query: Query) -> Iterator[str]:
    space = f"{ONTOLOGY}#"
    seen: set[str] = set()
    for token in query.tokens:
        iri = query.iri(token)
        if iri is None or not iri.startswith(space):
            continue
        name = iri.removeprefix(space)
        if not name or name in _TERM_NAMES or name in seen:
            continue
        seen.add(name)
        near = nearest(name, sorted(_TERM_NAMES))
        hint = f"; did you mean cg:{near}?" if near else ""
        where = at(query.text, token.start)
        yield f"{where}: cg:{name} is not in the ontology, so it matches nothing{hint}"
