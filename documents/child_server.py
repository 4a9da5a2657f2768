"""The process that forks a child for each item (see `child.py`); it has one thread.

It takes (number, item) from a socket and gives (number, outcome) back. It ends, and its children
with it, when the other end of the socket closes or its parent dies.
"""

from __future__ import annotations

import ctypes
import importlib
import math
import os
import resource
import selectors
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from caregraph.documents.limits import Limits

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_VALUE, _ERROR, _MEMORY = b"V", b"E", b"M"
_PAGE = b"P"
"""Written by a child, before all else, once for each page that it begins to read by OCR."""
_CHUNK = 1 << 16
_LINGER_S = 1.0
"""How long a child may live on after it closed its pipe."""


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    started: float
    output: bytearray = field(default_factory=bytearray)
    killed: str | None = None
    ocr_pages: int = 0

    def deadline(self, limits: Limits) -> float:
        """When its time is over."""
        return self.started + wall_s(limits, self.ocr_pages)


@dataclass(slots=True)
class _Self:
    """What this process knows when it is a child: its pipe, and pages read by OCR so far."""

    pipe: int | None = None
    limits: Limits = field(default_factory=Limits)
    ocr_pages: int = 0


_self = _Self()


def wall_s(limits: Limits, ocr_pages: int) -> float:
    """Give the time by the clock of a child that reads so many pages by OCR."""
    return limits.wall_s + min(ocr_pages, limits.ocr_pages) * limits.ocr_page_s


def begin_ocr_page() -> None:
    """Tell that a page is now read from its picture, which lengthens the time of this child.

    Outside of a child it does nothing.
    """
    if _self.pipe is None or _self.ocr_pages >= _self.limits.ocr_pages:
        return
    _self.ocr_pages += 1
    _write_all(_self.pipe, _PAGE)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    more = _self.limits.cpu_s + _self.ocr_pages * _self.limits.ocr_page_cpu_s
    wanted = math.ceil(more)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (max(soft, wanted), hard))


def main() -> None:
    """Serve the socket whose descriptor is the first argument, for the parent in the second."""
    descriptor, parent = int(sys.argv[1]), int(sys.argv[2])
    die_with_parent(parent)
    leave_network()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(descriptor)
    with suppress(EOFError, ConnectionResetError, BrokenPipeError):
        path, name, limits, preload = connection.recv()
        sys.path[:] = path
        for module in preload:
            importlib.import_module(module)
        module, _, attribute = name.partition(":")
        function = getattr(importlib.import_module(module), attribute)
        _Loop(connection, function, limits).run()


def die_with_parent(parent: int) -> None:
    """Ask the kernel for a SIGKILL when the parent ends, whatever ends it (Linux only)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def leave_network() -> None:
    """Leave all networks, where the kernel lets us; nothing that we run has a use for one."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if libc.unshare(_CLONE_NEWNET):  # needs root; else by way of a user namespace
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


class _Loop:
    def __init__(
        self, connection: Connection, function: Callable[[Any], bytes], limits: Limits
    ) -> None:
        self._connection = connection
        self._function = function
        self._limits = limits
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, _Child] = {}  # by the descriptor of the pipe

    def run(self) -> None:
        self._selector.register(self._connection.fileno(), selectors.EVENT_READ)
        try:
            while True:
                for key, _ in self._selector.select(self._next_deadline_s()):
                    if key.fd == self._connection.fileno():
                        self._fork(*self._connection.recv())
                    else:
                        self._read(key.fd)
                self._kill_overdue()
        finally:
            for child in self._children.values():
                _kill(child)

    def _next_deadline_s(self) -> float | None:
        if not self._children:
            return None
        first = min(child.deadline(self._limits) for child in self._children.values())
        return max(0.0, first - time.monotonic()) + 0.01

    def _fork(self, number: int, item: object) -> None:
        ours, theirs = os.pipe()
        server = os.getpid()
        started = time.monotonic()
        pid = os.fork()
        if not pid:
            _work(self._function, item, theirs, server, self._limits)
        os.close(theirs)
        self._children[ours] = _Child(number, pid, started)
        self._selector.register(ours, selectors.EVENT_READ)

    def _read(self, descriptor: int) -> None:
        child = self._children[descriptor]
        chunk = os.read(descriptor, _CHUNK)
        child.output += chunk
        while child.output[:1] == _PAGE:
            del child.output[:1]
            child.ocr_pages += 1
        if len(child.output) > self._limits.output_bytes + 1 and child.killed is None:
            child.killed = "output"
            child.output.clear()
            _kill(child)
        if not chunk:
            self._selector.unregister(descriptor)
            os.close(descriptor)
            del self._children[descriptor]
            self._connection.send((child.number, _outcome(child, self._limits)))

    def _kill_overdue(self) -> None:
        now = time.monotonic()
        for child in self._children.values():
            if child.killed is None and now > child.deadline(self._limits):
                child.killed = "timeout"
                _kill(child)


def _kill(child: _Child) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _work(
    function: Callable[[Any], bytes], item: object, pipe: int, server: int, limits: Limits
) -> NoReturn:
    """Be the child: limit oneself, call the function, write what came of it, end."""
    try:
        os.setpgid(0, 0)
        die_with_parent(server)
        _limit(limits)
        _silence(pipe)
        _self.pipe, _self.limits = pipe, limits
        try:
            tag, payload = _VALUE, function(item)
        except MemoryError:
            tag, payload = _MEMORY, b""
        except Exception as error:  # whatever a parser raises is the item's error
            tag, payload = _ERROR, (str(error) or type(error).__name__).encode("utf-8", "replace")
        _write_all(pipe, tag)
        _write_all(pipe, payload)
        os._exit(0)
    finally:
        os._exit(1)


def _limit(limits: Limits) -> None:
    cpu_s = math.ceil(limits.cpu_s)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(
        resource.RLIMIT_CPU, cpu_s, spare=1 + math.ceil(limits.ocr_pages * limits.ocr_page_cpu_s)
    )
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.output_bytes)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _lower(kind: int, most: int, *, spare: int = 0) -> None:
    """Set a limit, and a hard one so much above; one that is lower already (`ulimit`) stays."""
    _, hard = resource.getrlimit(kind)
    ceiling = most + spare if hard == resource.RLIM_INFINITY else min(hard, most + spare)
    resource.setrlimit(kind, (min(most, ceiling), ceiling))


def _silence(pipe: int) -> None:
    """Close every descriptor but the pipe: what a parser prints is nobody's business."""
    os.closerange(3, pipe)
    os.closerange(pipe + 1, 256)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)


def _write_all(pipe: int, payload: bytes) -> None:
    view = memoryview(payload)
    while view:
        view = view[os.write(pipe, view) :]


def _outcome(child: _Child, limits: Limits) -> dict[str, object]:
    status, usage = _wait(child)
    seconds = time.monotonic() - child.started
    peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    measured: dict[str, object] = {"seconds": seconds, "peak_bytes": peak_bytes}
    if status == 0 and child.killed is None and child.output[:1] == _VALUE:
        return {**measured, "value": bytes(child.output[1:])}
    reason, error = _failure(child, status, peak_bytes, limits)
    return {**measured, "reason": reason, "error": error}


def _wait(child: _Child) -> tuple[int, resource.struct_rusage]:
    deadline = time.monotonic() + _LINGER_S
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            return status, usage
        time.sleep(0.001)
    _kill(child)
    _, status, usage = os.wait4(child.pid, 0)
    return status, usage


def _failure(child: _Child, status: int, peak_bytes: int, limits: Limits) -> tuple[str, str]:
    said = {
        "timeout": f"it takes more than {limits.wall_s:g} s{_and_pages(child, limits.ocr_page_s)}",
        "output": f"it gives more than {limits.output_bytes // 1_000_000} MB of text",
        "memory": f"it needs more than {limits.memory_bytes // 1_000_000} MB of memory",
    }
    if child.killed is not None:
        return child.killed, said[child.killed]
    if child.output[:1] == _ERROR and status == 0:
        return "error", child.output[1:].decode("utf-8", "replace")
    if child.output[:1] == _MEMORY:
        return "memory", said["memory"]
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in {signal.SIGXCPU, signal.SIGKILL} and peak_bytes < 0.5 * limits.memory_bytes:
        pages = _and_pages(child, limits.ocr_page_cpu_s)
        return "timeout", f"it takes more than {limits.cpu_s:g} s{pages} of processor time"
    if number in {signal.SIGABRT, signal.SIGKILL} and peak_bytes > 0.5 * limits.memory_bytes:
        return "memory", said["memory"]
    name = signal.Signals(number).name if number else f"exit status {os.WEXITSTATUS(status)}"
    return "crash", f"the program that reads it crashed ({name})"


def _and_pages(child: _Child, page_s: float) -> str:
    if not child.ocr_pages:
        return ""
    return f" and {page_s:g} s for each of {child.ocr_pages} scanned pages"
