"""What a query may not do, decided before Oxigraph's parser sees it.

A query of nested brackets or of thousands of operators overflows the stack of that parser, which
ends the whole process; a SERVICE clause makes it send requests (both seen with pyoxigraph 0.5.13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NoReturn
from urllib.parse import urljoin

import pyoxigraph

from caregraph.graph.query_errors import QueryError, QueryRefusedError, QuerySyntaxError
from caregraph.graph.sparql_tokens import Kind, Token, at, nearest, query_error, tokenize
from caregraph.graph.sparql_words import UPDATE_FORMS
from caregraph.ontology.terms import CG, PREFIXES

MAX_BYTES: Final = 100_000
"""Length of a query in UTF-8."""

MAX_DEPTH: Final = 64
"""Nested brackets. Oxigraph ends the process at 600 to 9,100, depending on the stack."""

MAX_OPERATORS: Final = 1_000
"""Operators, clauses, triple patterns and brackets in all; the process ends at 3,700 and more."""

QUERY_FORMS: Final = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")

_OPERATOR_MARKS = frozenset(("||", "&&", "^^", *"{([;.=<>!+-*/|^?~"))
_CLAUSES = """
    UNION OPTIONAL MINUS FILTER BIND EXISTS GRAPH LATERAL VALUES IN AS SERVICE
"""
_OPERATOR_WORDS = frozenset(_CLAUSES.split())
_TERMS = frozenset((Kind.IRI, Kind.PREFIXED, Kind.VARIABLE, Kind.BLANK, Kind.STRING, Kind.NUMBER))


class Query:
    """A query that the guard let pass, with its names resolved.

    Attributes:
        text: As it was written, without a byte order mark.
        tokens: Its tokens.
        form: "SELECT", "CONSTRUCT", "DESCRIBE" or "ASK".
        prefixes: Every prefix that it may use: its own and those of `PREFIXES`.
    """

    __slots__ = ("form", "prefixes", "text", "tokens")

    def __init__(self, text: str) -> None:
        """Check a query.

        A text that is not SPARQL, as far as its tokens tell, raises a `QuerySyntaxError`; an
        update, a call of a service, and what passes a limit raise a `QueryRefusedError`.
        """
        text = text.removeprefix("\ufeff")
        _check_length(text)
        self.text = text
        self.tokens = tokenize(text)
        self.prefixes = _prefixes(text, self.tokens)
        self.form = _form(text, self.tokens)
        _check_depth(text, self.tokens)
        _check_operators(text, self.tokens)
        _check_prefixes_are_known(self)
        _check_iris_are_whole(self)
        _check_services(self)

    def iri(self, token: Token) -> str | None:
        """Give the IRI that a token names; `None` where it names none, or a relative one."""
        if token.kind is Kind.IRI:
            return token.text[1:-1]
        if token.kind is Kind.PREFIXED:
            prefix, _, local = token.text.partition(":")
            return self.prefixes[prefix] + local if prefix in self.prefixes else None
        return None

    def refuse(self, what: str, token: Token) -> NoReturn:
        """Raise a `QueryRefusedError` that names the token's place."""
        _raise(QueryRefusedError, self.text, what, token)

    def fault(self, what: str, token: Token) -> NoReturn:
        """Raise a `QuerySyntaxError` that names the token's place."""
        _raise(QuerySyntaxError, self.text, what, token)


def _raise(error: type[QueryError], text: str, what: str, token: Token) -> NoReturn:
    raise query_error(text, token.start, what, error=error)


def _check_length(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(
            f"{at(text, error.start)}: the query is not valid Unicode"
        ) from error
    if size > MAX_BYTES:
        raise QueryRefusedError(f"the query has {size:,} bytes; at most {MAX_BYTES:,} are read")


def _form(text: str, tokens: Sequence[Token]) -> str:
    skip = 0
    for token in tokens:
        if skip:
            skip -= 1
        elif token.is_word("PREFIX"):
            skip = 2
        elif token.is_word("BASE") or token.is_word("VERSION"):
            skip = 1
        elif token.kind is Kind.WORD and token.text.upper() in QUERY_FORMS:
            return token.text.upper()
        elif token.kind is Kind.WORD and token.text.upper() in UPDATE_FORMS:
            what = f"{token.text.upper()} changes data; a knowledge base is read-only here"
            _raise(QueryRefusedError, text, what, token)
        else:
            what = f"a query begins with {', '.join(QUERY_FORMS)} or PREFIX, not {token.text!r}"
            _raise(QuerySyntaxError, text, what, token)
    raise QuerySyntaxError("there is no query: the text has nothing but white space and comments")


def _prefixes(text: str, tokens: Sequence[Token]) -> Mapping[str, str]:
    found = dict(PREFIXES)
    base = ""
    for word, name, target in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.is_word("BASE") and name.kind is Kind.IRI:
            base = urljoin(base, name.text[1:-1])
        if not word.is_word("PREFIX"):
            continue
        if name.kind is not Kind.PREFIXED or not name.text.endswith(":"):
            what = f"after PREFIX stands a name with a colon, not {name.text!r}"
            _raise(QuerySyntaxError, text, what, name)
        if target.kind is not Kind.IRI:
            what = f"after 'PREFIX {name.text}' stands an IRI in <>, not {target.text!r}"
            _raise(QuerySyntaxError, text, what, target)
        found[name.text[:-1]] = urljoin(base, target.text[1:-1])
    return found


def _check_depth(text: str, tokens: Sequence[Token]) -> None:
    deepest = max(tokens, key=lambda token: token.depth)
    if deepest.depth > MAX_DEPTH:
        what = f"brackets are nested more than {MAX_DEPTH} deep"
        first = next(token for token in tokens if token.depth > MAX_DEPTH)
        _raise(QueryRefusedError, text, what, first)


def _check_operators(text: str, tokens: Sequence[Token]) -> None:
    count = 0
    previous: Token | None = None
    for token in tokens:
        count += _is_operator(token, previous)
        if count > MAX_OPERATORS:
            what = f"the query has more than {MAX_OPERATORS:,} operators, patterns and clauses"
            _raise(QueryRefusedError, text, what, token)
        previous = token


def _is_operator(token: Token, previous: Token | None) -> bool:
    if token.inside.startswith("v"):
        return False
    if token.kind is Kind.WORD:
        return token.text.upper() in _OPERATOR_WORDS
    if token.kind is Kind.MARK:
        # The commas of an argument list or of IN make no work; those of an object list do.
        return token.text in _OPERATOR_MARKS or (token.text == "," and token.inside != "(")
    # A member of a collection, or of what DESCRIBE lists: one term after another.
    juxtaposed = previous is not None and previous.kind in _TERMS and token.kind in _TERMS
    return juxtaposed and token.inside in {"(", ""}


def _check_prefixes_are_known(query: Query) -> None:
    # An undeclared prefix is an error to Oxigraph, too, but only after it has tried to read the
    # name as something else: `trueSERVICE:x` as a value and the call of a service.
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind is Kind.PREFIXED and prefix not in query.prefixes:
            near = nearest(prefix, sorted(query.prefixes))
            hint = f"; did you mean {near}:?" if near else ""
            known = f" Declare it: PREFIX {prefix}: <...>" if not near else ""
            query.fault(f"the prefix {prefix}: is not declared{hint}{known}", token)


def _check_iris_are_whole(query: Query) -> None:
    base = ""
    for number, token in enumerate(query.tokens):
        if token.kind is not Kind.IRI:
            continue
        written = token.text[1:-1]
        if query.tokens[number - 1].is_word("BASE"):
            base = urljoin(base, written)
            continue
        try:
            pyoxigraph.NamedNode(urljoin(base, written) if base else written)
        except ValueError:
            scheme = "" if ":" in written else ": it needs a scheme such as https:, or a BASE"
            query.fault(f"{token.text} is not a whole IRI{scheme}", token)


def _check_services(query: Query) -> None:
    tokens = query.tokens
    for number, token in enumerate(tokens):
        if token.is_word("SERVICE"):
            after = number + 1
            silent = after < len(tokens) and tokens[after].is_word("SILENT")
            target = tokens[after + silent] if after + silent < len(tokens) else None
            if target is None or query.iri(target) != CG.search:
                query.refuse(
                    "SERVICE is not allowed, since it would send requests to other machines; "
                    "only SERVICE cg:search is",
                    token,
                )
        elif _hides_a_service(tokens, number):
            query.refuse(
                f"{token.text!r} reads as a call of a SERVICE, which is not allowed", token
            )


def _hides_a_service(tokens: Sequence[Token], number: int) -> bool:
    # `SERVICE:x {` is the service `:x` to Oxigraph even where a prefix of that name is declared.
    token = tokens[number]
    if token.kind is not Kind.PREFIXED or number + 1 == len(tokens):
        return False
    prefix = token.text.partition(":")[0]
    if "service" not in prefix.lower() or tokens[number + 1].text != "{":
        return False
    before = tokens[number - 1] if number else None
    return before is None or not any(before.is_word(word) for word in ("GRAPH", "FROM", "NAMED"))
