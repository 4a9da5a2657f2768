"""Run a function on each of many items, every item in a process of its own with limits.

A parser can take its process down, whatever `try` stands around it. So a small server process
imports what the function needs, once, and forks a child for each item: a child costs a few
milliseconds, and its death, by crash, memory or time, is its item's failure only.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from multiprocessing.connection import Connection
from typing import TypeVar

from caregraph.documents.limits import DEFAULT, Limits

Item = TypeVar("Item")

_GRACE_S = 2.0


class FailureReason(StrEnum):
    """Why a child gave no value."""

    ERROR = "error"
    CRASH = "crash"
    MEMORY = "memory"
    TIMEOUT = "timeout"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOutcome:
    """What came of one item.

    Attributes:
        value: What the function returned; `None` where it failed.
        error: What happened, as a sentence; `None` where it did not fail.
        reason: The kind of failure; `None` where it did not fail.
        seconds: Time by the clock.
        peak_bytes: The most memory that the child had in use.
    """

    value: bytes | None = None
    error: str | None = None
    reason: FailureReason | None = None
    seconds: float = 0.0
    peak_bytes: int = 0


def map_in_children(
    function: Callable[[Item], bytes],
    items: Iterable[Item],
    *,
    workers: int,
    limits: Limits = DEFAULT,
    preload: Sequence[str] = (),
) -> Iterator[tuple[Item, ChildOutcome]]:
    """Give each item with its outcome, in the order in which they finish.

    Ending the iteration early, an interrupt and the death of this process end the children at once.

    Args:
        function: A function of a module (not of `__main__`), called in the child; an exception
            that it raises is the item's error, word for word.
        items: Paths, strings, numbers or tuples of them. Taken as children become free.
        workers: Children at a time, at least 1.
        limits: Memory, processor time, time by the clock and output of each child.
        preload: Further modules to import before children are forked.

    Yields:
        The item and what came of it.

    Raises:
        ValueError: If `workers` is below 1 or `function` is not a function of a module.
    """
    if workers < 1:
        raise ValueError(f"workers is {workers}; it must be at least 1")
    name = f"{function.__module__}:{function.__qualname__}"
    if function.__module__ == "__main__" or "<" in name:
        raise ValueError(f"{name} cannot be called in a child; give a function of a module")
    waiting = enumerate(items)
    running: dict[int, Item] = {}
    server = _Server(name, limits, preload)
    try:
        while True:
            for number, item in islice(waiting, workers - len(running)):
                running[number] = item
                server.start(number, item)
            if not running:
                return
            try:
                number, outcome = server.receive()
            except EOFError:
                lost, running = running, {}
                server.close()
                server = _Server(name, limits, preload)
                for item in lost.values():
                    yield item, _lost()
                continue
            yield running.pop(number), outcome
    finally:
        server.close()


def _lost() -> ChildOutcome:
    return ChildOutcome(
        reason=FailureReason.CRASH, error="the process that starts the readers ended; try again"
    )


class _Server:
    """The parent's end of the process that forks children (`child_server.py`)."""

    def __init__(self, function: str, limits: Limits, preload: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        code = "from caregraph.documents.child_server import main; main()"
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", code, str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self._send((list(sys.path), function, limits, tuple(preload)))

    def start(self, number: int, item: object) -> None:
        self._send((number, item))

    def _send(self, message: object) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # `receive` tells
            self._connection.send(message)

    def receive(self) -> tuple[int, ChildOutcome]:
        try:
            number, outcome = self._connection.recv()
        except ConnectionResetError as error:
            raise EOFError from error
        reason = outcome.pop("reason", None)
        return number, ChildOutcome(**outcome, reason=reason and FailureReason(reason))

    def close(self) -> None:
        self._connection.close()  # the server ends its children and itself
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
