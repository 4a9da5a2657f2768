"""Evaluation of a query inside this process, so that Ctrl-C ends the wait for it.

pyoxigraph computes without looking at signals. A thread of its own does the work, therefore, and
the caller's thread waits for rows in a way that a signal interrupts. A query that nobody waits for
any more ends at its next row, or with the process.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import pyoxigraph

from caregraph.graph.query_errors import QueryFailedError
from caregraph.graph.query_result import QueryResult, ResultKind, Row, Term
from caregraph.ontology.terms import CG

_BATCH: Final = 512
"""Rows handed over at once: a lock for each would cost more than the row."""

_END: Final = object()
_PATIENCE_S: Final = 0.2
"""How often a thread looks whether anybody still wants its rows."""

Similarity: TypeAlias = Callable[[str], Callable[[str], float | None]]
Functions: TypeAlias = dict[pyoxigraph.NamedNode, Callable[..., Term | None]]


def similarity_function(similarity: Similarity) -> Callable[..., Term | None]:
    """Give `cg:similarity(?finding, "words")` as the engine calls it.

    Args:
        similarity: Gives the search function of a text.

    Returns:
        A function of two terms: an xsd:double, or `None` (an unbound value) where either is of
        another kind or the passage has no vector.
    """
    known: dict[str, Callable[[str], float | None]] = {}

    def function(*terms: Term) -> pyoxigraph.Literal | None:
        match terms:
            case (pyoxigraph.NamedNode() as passage, pyoxigraph.Literal() as words):
                text = words.value
                if text not in known:
                    known[text] = similarity(text)
                score = known[text](passage.value)
                return None if score is None else pyoxigraph.Literal(float(score))
            case _:
                return None

    return function


def evaluate(
    store: pyoxigraph.Store,
    text: str,
    *,
    prefixes: dict[str, str],
    similarity: Similarity | None = None,
    substitutions: dict[pyoxigraph.Variable, Any] | None = None,
) -> QueryResult:
    """Answer a query.

    Args:
        store: Where to look.
        text: The query, already checked.
        prefixes: Names that it may use without declaring them.
        similarity: What `cg:similarity` is computed with.
        substitutions: Values for variables.

    Returns:
        The answer, of which the first part has been computed. Errors are pyoxigraph's
        `SyntaxError`, and `QueryFailedError` for an unknown function or a damaged store, also
        while going through the rows.
    """
    functions: Functions = {}
    if similarity is not None:
        functions[pyoxigraph.NamedNode(CG.similarity)] = similarity_function(similarity)

    def ask() -> Iterator[Any]:
        answer = store.query(
            text,
            prefixes=prefixes,
            custom_functions=functions or None,
            substitutions=substitutions or None,
        )
        match answer:
            case pyoxigraph.QueryBoolean():
                yield ResultKind.ASK
                yield bool(answer)
            case pyoxigraph.QueryTriples():
                yield ResultKind.GRAPH
                yield from answer
            case _:
                yield ResultKind.SELECT
                yield tuple(variable.value for variable in answer.variables)
                for solution in answer:
                    yield tuple(solution)

    return as_result(in_thread(ask))


def as_result(parts: Iterator[Any]) -> QueryResult:
    """Make an answer of its parts: the kind, then the truth, the triples, or names and rows."""
    kind = next(parts)
    if kind is ResultKind.ASK:
        return QueryResult(kind=kind, truth=next(parts))
    if kind is ResultKind.GRAPH:
        return QueryResult(kind=kind, triples=parts)
    names: tuple[str, ...] = next(parts)
    rows: Iterator[Row] = parts
    return QueryResult(kind=kind, variables=names, rows=rows)


def in_thread(work: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    """Go through an iterator in another thread, so that a signal can end the wait for an item.

    The thread is started at once. It ends when its items are used up, or soon after the iterator
    that is given back is closed or forgotten.

    Args:
        work: Makes the iterator; called in the other thread.

    Returns:
        The same items in the same order; what the work raises is raised here, errors of the engine
        as `QueryFailedError`.
    """
    box: queue.Queue[Any] = queue.Queue(maxsize=4)
    unwanted = threading.Event()
    threading.Thread(
        target=_work, args=(work, box, unwanted), name="caregraph-query", daemon=True
    ).start()
    return _items(box, unwanted)


def _work(
    work: Callable[[], Iterator[Any]], box: queue.Queue[Any], unwanted: threading.Event
) -> None:
    batch: list[Any] = []
    failure: BaseException | None = None
    size = 1  # the first item at once, since a person waits for it
    try:
        for item in work():
            batch.append(item)
            if len(batch) >= size:
                if not _put(box, batch, unwanted):
                    return
                batch, size = [], min(size * 2, _BATCH)
    except BaseException as error:  # carried over whole to the thread that waits
        failure = error
    _put(box, batch, unwanted)
    _put(box, [_END, failure], unwanted)


def _put(box: queue.Queue[Any], batch: list[Any], unwanted: threading.Event) -> bool:
    while not unwanted.is_set():
        try:
            box.put(batch, timeout=_PATIENCE_S)
        except queue.Full:
            continue
        return True
    return False


def _items(box: queue.Queue[Any], unwanted: threading.Event) -> Iterator[Any]:
    try:
        while True:
            batch = box.get()
            if batch and batch[0] is _END:
                if isinstance(batch[1], OSError | RuntimeError):  # as the engine says all its own
                    what = f"the query cannot be evaluated: {batch[1]}"
                    raise QueryFailedError(what) from batch[1]
                if batch[1] is not None:
                    raise batch[1]
                return
            yield from batch
    finally:
        unwanted.set()
