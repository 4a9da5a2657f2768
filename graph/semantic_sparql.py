"""Search by meaning inside SPARQL: `SERVICE cg:search` and the function `cg:similarity`.

A block

    SERVICE cg:search { ?finding cg:query "plain words" ; cg:limit 50 ; cg:score ?score }

is replaced, token by token, by the VALUES block of the best matches; nothing else of the query
changes, so that a place in the new text can be told as a place in the old.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from caregraph.graph.query_errors import QueryRefusedError
from caregraph.graph.sparql_guard import Query
from caregraph.graph.sparql_tokens import Kind, Token
from caregraph.ontology.terms import CG

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 10_000


class SemanticSearch(Protocol):
    """What this layer needs of the search index; `caregraph.embeddings` has it."""

    def best(self, text: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """Give the best matches as (IRI, score), best first, as the search command ranks them."""
        ...

    def similarity(self, text: str) -> Callable[[str], float | None]:
        """Give a function from an IRI to the cosine of its passage with the text, or `None`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCall:
    """One `SERVICE cg:search` block.

    Attributes:
        start: Offset of the word SERVICE.
        end: Offset after the closing brace.
        subject: The variable (`?finding`) or the IRI (without brackets) that is searched for.
        text: The words, unescaped.
        limit: How many matches.
        score: The variable that gets the score (`?score`), or `None`.
    """

    start: int
    end: int
    subject: str
    text: str
    limit: int
    score: str | None

    def values(self, matches: Sequence[tuple[str, float]]) -> str:
        """Give the VALUES block of these matches.

        Returns:
            SPARQL on one line; a match whose score is not a number is left out.

        Example:
            >>> call = SearchCall(start=0, end=9, subject="?f", text="", limit=1, score="?s")
            >>> call.values([("urn:a", 0.5)])
            'VALUES (?f ?s) { (<urn:a> 0.5e0) }'
        """
        rows = [row for row in matches if math.isfinite(row[1])]
        names = [name for name in (self.subject, self.score) if name and name[0] in "?$"]
        if self.subject[0] not in "?$":
            rows = [row for row in rows if row[0] == self.subject]
        cells = []
        for iri, score in rows:
            row = [f"<{iri}>"] if self.subject[0] in "?$" else []
            row += [_double(score)] if self.score else []
            cells.append(f"({' '.join(row)})")
        return f"VALUES ({' '.join(names)}) {{ {' '.join(cells)} }}"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text in which stretches were replaced, and the way back.

    Attributes:
        text: The new text.
        starts: Where each stretch of the new text begins, in order.
        sources: Where each of these stretches comes from in the old text.
        copied: Whether the stretch is the old text (or stands in the place of some).
    """

    text: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]
    copied: tuple[bool, ...]

    def source(self, offset: int) -> int:
        """Give the offset in the old text that an offset in the new one comes from."""
        stretch = bisect.bisect_right(self.starts, offset) - 1
        moved = offset - self.starts[stretch] if self.copied[stretch] else 0
        return self.sources[stretch] + moved


def replace(text: str, replacements: Sequence[tuple[int, int, str]]) -> Rewriting:
    """Replace stretches of a text.

    Args:
        text: The old text.
        replacements: (start, end, new text) in order, not overlapping.

    Returns:
        The new text and the way back.
    """
    parts: list[str] = []
    starts, sources, copied = [0], [0], [True]
    old = new = 0
    for start, end, words in replacements:
        parts += [text[old:start], words]
        new += start - old
        starts += [new, new + len(words)]
        sources += [start, end]
        copied += [False, True]
        new += len(words)
        old = end
    parts.append(text[old:])
    return Rewriting("".join(parts), tuple(starts), tuple(sources), tuple(copied))


def search_calls(query: Query) -> tuple[SearchCall, ...]:
    """Find the `SERVICE cg:search` blocks of a query.

    Returns:
        One call a block, in order; a block of another form raises a `QuerySyntaxError`.
    """
    tokens = query.tokens
    return tuple(
        _Block(query, number).read()
        for number, token in enumerate(tokens)
        if token.is_word("SERVICE")
    )


def uses_similarity(query: Query) -> bool:
    """Tell whether a query names the function `cg:similarity`."""
    return any(query.iri(token) == CG.similarity for token in query.tokens)


def need_search(semantic: SemanticSearch | None) -> SemanticSearch:
    """Give the search index that a query needs.

    Returns:
        The same index.

    Raises:
        QueryRefusedError: If there is none.
    """
    if semantic is None:
        raise QueryRefusedError(
            "the query searches by meaning (cg:search or cg:similarity), and this graph was opened "
            "without its search index"
        )
    return semantic


class _Block:
    """Reads one block from the word SERVICE on."""

    def __init__(self, query: Query, number: int) -> None:
        self.query = query
        self.service = query.tokens[number]
        self.number = number + 1
        self.text: str | None = None
        self.limit = DEFAULT_LIMIT
        self.score: str | None = None

    def read(self) -> SearchCall:
        first = self.next()
        if first.is_word("SILENT"):
            self.next()
        self.expect("{")
        subject = self._subject()
        self._pairs()
        closing = self.expect("}")
        if self.text is None:
            self.query.fault('cg:search needs the words: add cg:query "plain words"', self.service)
        if self.score is not None and self.score[1:] == subject[1:] and subject[0] in "?$":
            self.query.fault(f"{self.score} cannot be both match and score", self.service)
        return SearchCall(
            start=self.service.start,
            end=closing.end,
            subject=subject,
            text=self.text,
            limit=self.limit,
            score=self.score,
        )

    def next(self) -> Token:
        token = self.query.tokens[self.number] if self.number < len(self.query.tokens) else None
        if token is None:
            self.query.fault("the block of cg:search is missing", self.service)
        self.number += 1
        return token

    def peek(self) -> str:
        return self.query.tokens[self.number].text if self.number < len(self.query.tokens) else ""

    def expect(self, mark: str) -> Token:
        token = self.next()
        if token.text != mark:
            self.query.fault(
                f"cg:search expects {mark!r} here, not {token.text!r}; it is written "
                'SERVICE cg:search { ?finding cg:query "words" ; cg:limit 50 ; cg:score ?score }',
                token,
            )
        return token

    def _subject(self) -> str:
        token = self.next()
        if token.kind is Kind.VARIABLE:
            return token.text
        iri = self.query.iri(token)
        if iri is None:
            self.query.fault(
                f"cg:search searches for a variable such as ?finding, not {token.text!r}", token
            )
        return iri

    def _pairs(self) -> None:
        while self.peek() != "}":
            verb = self.next()
            value = self.next()
            self._pair(verb, value)
            while self.peek() == ";":
                self.next()
            if self.peek() == ".":
                self.next()
                break

    def _pair(self, verb: Token, value: Token) -> None:
        name = self.query.iri(verb)
        if name == CG.query:
            if value.kind is not Kind.STRING:
                self.query.fault(
                    f"cg:query takes words in quotes, not {value.text!r}: the search is made "
                    "before the rest of the query",
                    value,
                )
            self.text = unescape(value.text)
            if self.peek().startswith("@"):
                self.next()
        elif name == CG.limit:
            if not re.fullmatch(r"[0-9]{1,9}", value.text) or not 0 < int(value.text) <= MAX_LIMIT:
                what = f"cg:limit takes a whole number from 1 to {MAX_LIMIT:,}, not {value.text!r}"
                self.query.fault(what, value)
            self.limit = int(value.text)
        elif name == CG.score:
            if value.kind is not Kind.VARIABLE:
                what = f"cg:score takes a variable such as ?score, not {value.text!r}"
                self.query.fault(what, value)
            self.score = value.text
        else:
            what = f"cg:search knows cg:query, cg:limit and cg:score, not {verb.text!r}"
            self.query.fault(what, verb)


_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(quoted: str) -> str:
    r"""Give the text of a SPARQL string, of whichever of the four quotings.

    Returns:
        The text between the quotes, escapes undone.

    Example:
        >>> unescape("'''care \\u0026 leavers\\n'''")
        'care & leavers\n'
    """
    width = 3 if quoted.startswith(('"""', "'''")) else 1
    return re.sub(r"\\(u.{4}|U.{8}|.)", _unescape_one, quoted[width:-width])


def _unescape_one(found: re.Match[str]) -> str:
    code = found.group(1)
    return chr(int(code[1:], 16)) if code[0] in "uU" else _ESCAPES.get(code, code)


def _double(score: float) -> str:
    # With an exponent it is an xsd:double in SPARQL; repr() keeps every digit that matters.
    text = repr(float(score))
    return text if "e" in text else f"{text}e0"
