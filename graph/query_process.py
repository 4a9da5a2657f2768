"""The child that answers one query over a read-only graph, and that can be killed.

Run as a file, `python -I query_process.py`, not as a module: it imports nothing of caregraph, so
that it is ready in milliseconds.

It reads a line of JSON from standard input: `path`, `text`, `prefixes`, `similarity` (the
IRI of the function, or null), `memory_bytes`, `cpu_s`. It writes a line of JSON to standard output
(`kind`, or `error` and `message`), then the answer as SPARQL Results JSON or N-Triples. For a value
of the function it writes a line `[iri, words]` to descriptor `similarity_fd` and reads a line, the
number or null, from standard input.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

import pyoxigraph


def main() -> int:
    """Answer the query on standard input; give the exit status."""
    request = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if request["memory_bytes"]:
        resource.setrlimit(resource.RLIMIT_AS, (request["memory_bytes"],) * 2)
    if request["cpu_s"]:
        resource.setrlimit(resource.RLIMIT_CPU, (request["cpu_s"],) * 2)
    try:
        answer = _query(request)
    except (SyntaxError, OSError, RuntimeError, ValueError) as error:
        _say({"error": type(error).__name__, "message": str(error)})
        return 0
    _write(answer)
    sys.stdout.buffer.flush()
    return 0


def _query(request: dict[str, Any]) -> Any:
    functions = {}
    if request["similarity"]:
        functions[pyoxigraph.NamedNode(request["similarity"])] = _asking(request["similarity_fd"])
    return pyoxigraph.Store.read_only(request["path"]).query(
        request["text"],
        prefixes=request["prefixes"],
        custom_functions=functions or None,
    )


def _write(answer: Any) -> None:
    if isinstance(answer, pyoxigraph.QueryBoolean):
        _say({"kind": "ask", "truth": bool(answer)})
    elif isinstance(answer, pyoxigraph.QueryTriples):
        _say({"kind": "graph"})
        answer.serialize(sys.stdout.buffer, pyoxigraph.RdfFormat.N_TRIPLES)
    else:
        variables = [variable.value for variable in answer.variables]
        _say({"kind": "select", "variables": variables})
        answer.serialize(sys.stdout.buffer, pyoxigraph.QueryResultsFormat.JSON)


def _say(header: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    sys.stdout.buffer.flush()


def _asking(descriptor: int) -> Any:
    questions = os.fdopen(descriptor, "wb", buffering=0)

    def function(*terms: Any) -> pyoxigraph.Literal | None:
        match terms:
            case (pyoxigraph.NamedNode() as passage, pyoxigraph.Literal() as words):
                questions.write(json.dumps([passage.value, words.value]).encode() + b"\n")
                score = json.loads(sys.stdin.buffer.readline())
                return None if score is None else pyoxigraph.Literal(float(score))
            case _:
                return None

    return function


if __name__ == "__main__":
    sys.exit(main())
