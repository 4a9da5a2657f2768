"""Evaluation of a query in a child process, for which time and memory are limited.

A query cannot be stopped inside a process (Oxigraph has no limit that Python could set), and one
that needs more memory than there is ends the process. The child opens the graph itself: a store
that is open must not be carried over a fork.
"""

from __future__ import annotations

import io
import json
import math
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph

from caregraph.graph.engine import Similarity
from caregraph.graph.query_errors import QueryFailedError, QueryTimeoutError
from caregraph.graph.query_result import QueryResult, ResultKind, Row
from caregraph.ontology.terms import CG

# "memory allocation of 1073741824 bytes failed", from Rust; "std::bad_alloc", from C++; "Resource
# temporarily unavailable", for the stack of a thread.
_NO_MEMORY = re.compile(
    "memory allocation|MemoryError|bad_alloc|Cannot allocate|Resource temporarily unavailable"
)
_CHILD = Path(__file__).resolve().with_name("query_process.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLimits:
    """What a query may use.

    Attributes:
        time_s: Seconds that a caller waits in all; time in which the caller does not ask for the
            next row does not count. `None`: any.
        memory_bytes: Address space of the child. `None`: any.
    """

    time_s: float | None = None
    memory_bytes: int | None = None


def evaluate_limited(
    path: Path,
    text: str,
    *,
    prefixes: dict[str, str],
    limits: QueryLimits,
    similarity: Similarity | None = None,
) -> QueryResult:
    """Answer a query in a child process.

    Args:
        path: The folder of the graph, which nobody writes to.
        text: The query, already checked.
        prefixes: Names that it may use without declaring them.
        limits: What it may use.
        similarity: What `cg:similarity` is computed with, in this process.

    Returns:
        The answer. The child ends with the last row, or when the rows are closed or forgotten.
        Errors are pyoxigraph's `SyntaxError`, `QueryTimeoutError` where the next row takes too
        long, and `QueryFailedError` where the child ends without an answer; going through the
        rows raises them, too.
    """
    request = {"path": str(path), "text": text, "prefixes": prefixes}
    child = _Child(request, similarity=similarity, limits=limits)
    try:
        return _result(child)
    except BaseException:
        child.close()
        raise


def _result(child: _Child) -> QueryResult:
    header = json.loads(child.readline())
    if "error" in header:
        if header["error"] == "SyntaxError":
            raise SyntaxError(header["message"])
        raise QueryFailedError(f"the query cannot be evaluated: {header['message']}")
    kind = ResultKind(header["kind"])
    if kind is ResultKind.ASK:
        child.close()
        return QueryResult(kind=kind, truth=header["truth"])
    if kind is ResultKind.GRAPH:
        return QueryResult(kind=kind, triples=_triples(child))
    return QueryResult(kind=kind, variables=tuple(header["variables"]), rows=_rows(child))


def _rows(child: _Child) -> Iterator[Row]:
    try:
        stream = cast(IO[bytes], child)
        solutions = pyoxigraph.parse_query_results(stream, pyoxigraph.QueryResultsFormat.JSON)
        if isinstance(solutions, pyoxigraph.QuerySolutions):
            for solution in solutions:
                yield tuple(solution)
    finally:
        child.close()


def _triples(child: _Child) -> Iterator[pyoxigraph.Triple]:
    try:
        for quad in pyoxigraph.parse(cast(IO[bytes], child), pyoxigraph.RdfFormat.N_TRIPLES):
            yield quad.triple
    finally:
        child.close()


class _Child(io.RawIOBase):
    """The child's answer as a stream, which keeps the time and answers the child's questions."""

    def __init__(
        self, request: dict[str, Any], *, similarity: Similarity | None, limits: QueryLimits
    ) -> None:
        self.limits = limits
        self.left_s = limits.time_s
        self.similarity = similarity
        self.known: dict[str, Callable[[str], float | None]] = {}
        self.pending = bytearray()
        self.asked = bytearray()
        questions, ask = os.pipe()
        self.questions = questions
        request = request | {
            "similarity": CG.similarity if similarity else None,
            "similarity_fd": ask,
            "memory_bytes": limits.memory_bytes,
            "cpu_s": math.ceil(limits.time_s) + 1 if limits.time_s is not None else None,
        }
        self.process = subprocess.Popen(  # noqa: S603 - our own file, no shell
            [sys.executable, "-I", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(ask,),
            process_group=0,  # Ctrl-C reaches this process, which then ends the child
        )
        os.close(ask)
        self._send(json.dumps(request))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.pending:
            self._fill()
        wanted = len(self.pending) if size < 0 else size
        taken = bytes(self.pending[:wanted])
        del self.pending[:wanted]
        return taken

    def readline(self, size: int | None = -1) -> bytes:
        while b"\n" not in self.pending:
            if not self._fill():
                break
        end = self.pending.find(b"\n") + 1
        return self.read(end if size is None or size < 0 else min(size, end))

    def close(self) -> None:
        if self.closed:
            return
        super().close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # what was still to be told to a child that is gone
                    continue
        os.close(self.questions)

    def _send(self, line: str) -> None:
        stdin = self.process.stdin
        if stdin is None:
            return
        try:
            stdin.write(line.encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            self._ended()

    def _fill(self) -> bool:
        """Take what the child wrote; tell whether there was anything."""
        out = self.process.stdout
        if out is None:
            return False
        while True:
            ready = self._wait([out.fileno(), self.questions])
            if self.questions in ready and self._answer():
                continue
            if out.fileno() in ready:
                data = os.read(out.fileno(), 1 << 16)
                self.pending += data
                if not data:
                    self._ended()
                return bool(data)

    def _wait(self, descriptors: list[int]) -> list[int]:
        began = time.monotonic()
        ready, _, _ = select.select(descriptors, [], [], self.left_s)
        if self.left_s is not None:
            self.left_s -= time.monotonic() - began
            if not ready or self.left_s <= 0:
                raise self._too_slow()
        return ready

    def _answer(self) -> bool:
        data = os.read(self.questions, 1 << 16)
        self.asked += data
        while b"\n" in self.asked:
            line, _, rest = bytes(self.asked).partition(b"\n")
            self.asked = bytearray(rest)
            passage, words = json.loads(line)
            if words not in self.known and self.similarity is not None:
                self.known[words] = self.similarity(words)
            self._send(json.dumps(self.known[words](passage)))
        return bool(data)

    def _too_slow(self) -> QueryTimeoutError:
        return QueryTimeoutError(
            f"the query was stopped after {self.limits.time_s:g} seconds; ask for less (a LIMIT, "
            "fewer patterns) or allow more with --timeout"
        )

    def _ended(self) -> None:
        """See how the child ended; its last words are in its standard error."""
        status = self.process.wait()
        if status == 0:
            return
        if status in {-signal.SIGXCPU, -signal.SIGKILL} and self.limits.time_s is not None:
            raise self._too_slow()
        said = self.process.stderr.read().decode(errors="replace") if self.process.stderr else ""
        if _NO_MEMORY.search(said):
            limit = self.limits.memory_bytes
            most = f" ({limit / 2**20:,.0f} MiB)" if limit else ""
            raise QueryFailedError(
                f"the query needs more memory than it may use{most}; ask for less: a LIMIT, fewer "
                "patterns, no ORDER BY or GROUP_CONCAT over everything"
            )
        last = said.strip().splitlines()[-1] if said.strip() else f"exit status {status}"
        raise QueryFailedError(f"the query engine gave up: {last}")
