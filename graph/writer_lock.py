"""The lock that lets one process write a knowledge base at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from caregraph.graph.store_errors import StoreInUseError, StoreWriteError

LOCK_NAME: Final = "WRITER"


@contextlib.contextmanager
def writer_lock(root: Path) -> Iterator[None]:
    """Hold the right to write below a folder.

    The lock is the system's own (flock): it ends with the process that holds it, however that
    process ends. The file's content only says who it is.

    Args:
        root: The knowledge base; the folder exists.

    Yields:
        Nothing. Where another process holds it, it raises a `StoreInUseError` at once.

    Raises:
        StoreWriteError: If the folder cannot be written.
    """
    path = root / LOCK_NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreWriteError(f"{path} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            in_use = _in_use(root, descriptor)
            raise in_use from error
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, _holder().encode(), 0)
        yield
        os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _holder() -> str:
    name = Path(sys.argv[0]).name if sys.argv else ""
    return json.dumps(
        {
            "pid": os.getpid(),
            "command": shlex.join([name, *sys.argv[1:]])[:400],
            "since": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }
    )


def _in_use(root: Path, descriptor: int) -> StoreInUseError:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        pid = int(holder["pid"])
        who = f"process {pid} ({holder['command']}), since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        pid, who = None, "another process"
    return StoreInUseError(f"{root} is being written by {who}; wait until it has ended", pid=pid)
