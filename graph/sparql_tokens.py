"""A SPARQL query cut into tokens, so that what it does can be told from what it only mentions.

The tokens are those of SPARQL 1.1 Query Language, section 19.8 (W3C Recommendation, 2013), with the
ranges of characters that Oxigraph's parser accepts. That parser knows no tokens: it tries one rule
after another at each character and, where a rule fails, reads the same characters in another way
(`1SERVICE<...>` and `SERVICESILENT<...>` are calls of a service to it, an unknown escape turns a
long string into two short ones, and `?a<1#>` may be a comparison before a comment). Whatever could
be read in two ways is therefore refused here, with the place and what to write instead.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NoReturn

from caregraph.graph.query_errors import QueryError, QueryRefusedError, QuerySyntaxError
from caregraph.graph.sparql_words import SPARQL_WORDS

# PN_CHARS_BASE, PN_CHARS_U and PN_CHARS of the grammar.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_START = f"[{_BASE}_]"
_NAME = rf"[{_BASE}_\-0-9\u00b7\u0300-\u036f\u203f\u2040]"
_VARIABLE = rf"[{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f\u2040]*+"
# Shorter than any limit of the grammar (it has none), so that a long run of dots costs no more.
_PREFIX = rf"[{_BASE}](?:{_NAME}|\.++(?={_NAME})){{0,100}}+"
_PERCENT = r"%[0-9A-Fa-f]{2}"
_LOCAL_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL_ANY = rf"(?:{_NAME}|:|{_PERCENT}|{_LOCAL_ESCAPE})"
_LOCAL = (
    rf"(?:{_NAME_START}|[0-9:]|{_PERCENT}|{_LOCAL_ESCAPE})"
    rf"(?:{_LOCAL_ANY}|\.++(?={_LOCAL_ANY}))*+"
)
# An escape that Oxigraph does not know makes it read the string in another way: see above.
_ESCAPE = (
    r"\\(?:[tbnrf\"'\\]|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4})"
)
_IRI_CHARACTER = r"[^<>\"{}|^`\\\x00-\x20]"

_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\r\n]++|#[^\r\n]*+)",
            rf'(?P<string>"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+"""'
            rf"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''"
            rf'|(?!""")"(?:[^"\\\r\n]|{_ESCAPE})*+"'
            rf"|(?!''')'(?:[^'\\\r\n]|{_ESCAPE})*+')",
            rf"(?P<iri><{_IRI_CHARACTER}*+>)",
            rf"(?P<variable>[?$]{_VARIABLE})",
            rf"(?P<blank>_:[{_BASE}_0-9](?:{_NAME}|\.++(?={_NAME}))*+)",
            rf"(?P<prefixed>(?:{_PREFIX})?:(?:{_LOCAL})?)",
            r"(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?)",
            r"(?P<number>(?:[0-9]++\.[0-9]*|\.?[0-9]++)[eE][+\-]?[0-9]++"
            r"|[0-9]*\.[0-9]++|[0-9]++)",
            rf"(?P<word>{_NAME_START}[{_BASE}_0-9]*+)",
            r"(?P<mark>\^\^|\|\||&&|[{}()\[\];,.=<>!+\-*/|^?~])",
        )
    )
)


class Kind(Enum):
    """What a token is."""

    IRI = auto()
    PREFIXED = auto()
    VARIABLE = auto()
    BLANK = auto()
    STRING = auto()
    LANGUAGE = auto()
    NUMBER = auto()
    WORD = auto()
    MARK = auto()


_KINDS = {
    "string": Kind.STRING,
    "iri": Kind.IRI,
    "variable": Kind.VARIABLE,
    "blank": Kind.BLANK,
    "prefixed": Kind.PREFIXED,
    "language": Kind.LANGUAGE,
    "number": Kind.NUMBER,
    "word": Kind.WORD,
    "mark": Kind.MARK,
}
_OPERANDS = frozenset(
    (Kind.IRI, Kind.PREFIXED, Kind.VARIABLE, Kind.BLANK, Kind.STRING, Kind.LANGUAGE, Kind.NUMBER)
)
_OPENING = {"{": "}", "(": ")", "[": "]"}
_HIDES_WORDS = re.compile(r"[#']|service", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` stands at `start` of the query.

    Attributes:
        kind: What it is.
        text: As written.
        start: Offset of its first character.
        depth: How many brackets are open around it; a bracket itself counts those outside.
        inside: The innermost bracket around it, or "" outside all; "v{" and "v(" are those of a
            VALUES block, whose members make no work for the engine.
    """

    kind: Kind
    text: str
    start: int
    depth: int
    inside: str

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def is_word(self, word: str) -> bool:
        """Tell whether it is this keyword, in any case."""
        return self.kind is Kind.WORD and self.text.upper() == word


_LINE_END = re.compile(r"\r\n|\r|\n")


def place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of an offset into a query."""
    before = text[:offset].replace("\r\n", " \n").replace("\r", "\n")
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def at(text: str, offset: int) -> str:
    r"""Say where an offset is, for a message.

    Returns:
        Words.

    Example:
        >>> at("ASK\n{ ?s }", 6)
        'line 2, column 3'
    """
    line, column = place(text, offset)
    return f"line {line}, column {column}"


_SHOWN = 60
"""Characters of the line shown on each side of the place."""


def query_error(
    text: str, offset: int, what: str, *, error: type[QueryError] = QuerySyntaxError
) -> QueryError:
    r"""Make an error that shows where in the query it is.

    Args:
        text: The query.
        offset: The character to blame.
        what: The message, without the place.
        error: Its class.

    Returns:
        The error to raise.

    Example:
        >>> print(query_error("ASK {\n  ?s ?p }", 11, "'}' cannot stand here"))
        line 2, column 6: '}' cannot stand here
            ?s ?p }
               ^
    """
    line, column = place(text, offset)
    shown = _LINE_END.split(text)[line - 1]
    start = max(0, column - 1 - _SHOWN)
    window = "".join(c if c.isprintable() else " " for c in shown[start : column + _SHOWN])
    mark = " " * (column - 1 - start) + "^"
    return error(
        f"line {line}, column {column}: {what}\n  {window}\n  {mark}", line=line, column=column
    )


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Give the known word most like this one, or `None` where none is much like it."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return found[0] if found else None


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a query into tokens, without white space and comments.

    Args:
        text: The query.

    Returns:
        Its tokens in order; their brackets match. Where no token can begin, a string has no end,
        a bare word is not of SPARQL, or brackets do not match, it raises a `QuerySyntaxError` with
        line and column; where `<` can be read both as "less than" and as the start of an IRI and
        it matters which, a `QueryRefusedError`.
    """
    return tuple(_Reader(text))


class _Reader:
    """Goes through a query once, keeping the brackets that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[tuple[str, Token]] = []
        self.previous: Token | None = None
        self.values = False
        """Whether the word VALUES was read and its block has not begun."""

    def __iter__(self) -> Iterator[Token]:
        position = 0
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            if found is None:
                raise self._no_token(position)
            position = found.end()
            if found.lastgroup == "space" or found.lastgroup is None:
                continue
            token = self._token(_KINDS[found.lastgroup], found.group(), found.start())
            position = token.end
            yield token
            self.previous = token
        if self.open:
            _, bracket = self.open[-1]
            self._fail(f"{bracket.text!r} is opened here and never closed", bracket.start)

    def _token(self, kind: Kind, written: str, start: int) -> Token:
        if kind is Kind.IRI and self._may_compare():
            kind, written = self._less_or_iri(written, start)
        inside = self.open[-1][0] if self.open else ""
        token = Token(kind, written, start, len(self.open), inside)
        if kind is Kind.WORD:
            self._check_word(token)
        elif kind is Kind.MARK and written in "{}()[]":
            token = self._bracket(token)
        return token

    def _may_compare(self) -> bool:
        """Tell whether a "less than" could stand here: after a value, inside parentheses."""
        last = self.previous
        if last is None or not self.open or self.open[-1][0] != "(":
            return False
        if last.kind is Kind.WORD:
            return last.text.lower() in {"true", "false"}
        return last.kind in _OPERANDS or last.text in {")", "]", "}"}

    def _less_or_iri(self, written: str, start: int) -> tuple[Kind, str]:
        # Both readings give the same tokens after this one unless it holds what opens a comment
        # or a string; then they do not, and nothing tells which reading Oxigraph will take.
        if _HIDES_WORDS.search(written):
            raise query_error(
                self.text,
                start,
                "'<' can be read here as 'less than' or as the start of an IRI; write a space "
                "after it, or use a prefix instead of the whole IRI",
                error=QueryRefusedError,
            )
        whole = re.match(r"<[A-Za-z][A-Za-z0-9+.\-]*:", written)
        return (Kind.IRI, written) if whole else (Kind.MARK, "<")

    def _check_word(self, token: Token) -> None:
        word = token.text
        if word == "a" or word.upper() in SPARQL_WORDS:
            self.values = self.values or word.upper() == "VALUES"
            return
        near = nearest(word.upper(), sorted(SPARQL_WORDS)) if len(word) > 2 else None  # noqa: PLR2004 - short words are like anything
        hint = f"did you mean {near}?" if near else "a variable begins with ?, a text with a quote"
        self._fail(f"{word!r} is not a word of SPARQL; {hint}", token.start)

    def _bracket(self, token: Token) -> Token:
        if token.text in _OPENING:
            block = token.inside in {"v{"} or (self.values and token.text == "{")
            self.values = self.values and token.text != "{"
            self.open.append(("v" + token.text if block else token.text, token))
            return token
        if not self.open:
            self._fail(f"{token.text!r} closes nothing", token.start)
        _, opening = self.open.pop()
        if _OPENING[opening.text] != token.text:
            where = at(self.text, opening.start)
            self._fail(f"{token.text!r} cannot close the {opening.text!r} of {where}", token.start)
        return Token(token.kind, token.text, token.start, opening.depth, opening.inside)

    def _no_token(self, position: int) -> QueryError:
        character = self.text[position]
        if character in "\"'":
            rest = self.text[position : position + 3]
            long = rest in {'"""', "'''"}
            what = (
                f"the text that begins with {rest if long else character} here has no end, "
                "or an unknown escape after a backslash"
            )
        elif character == "\\":
            what = "a backslash can stand only inside a text or a name"
        elif character == "%":
            what = "% in a name needs two hexadecimal digits"
        else:
            what = f"{character!a} cannot stand here"
        return query_error(self.text, position, what)

    def _fail(self, what: str, offset: int) -> NoReturn:
        raise query_error(self.text, offset, what)
