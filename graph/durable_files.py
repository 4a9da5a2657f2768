"""Files that are on disk when a function returns, and the names of those in a folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


def files_below(folder: Path) -> list[str]:
    """Give all files below a folder, relative to it with "/", sorted."""
    found = []
    for parent, _, names in os.walk(folder):
        found += [(Path(parent) / name).relative_to(folder).as_posix() for name in names]
    return sorted(found)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file; its content is on disk afterwards, its name only after `sync(path.parent)`."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Bring a file's content, or the names in a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Write a text file that appears under its name only when it is whole and on disk.

    Args:
        path: The file; what is there is replaced at the end, and left alone where writing fails.

    Yields:
        A stream in UTF-8 that leaves line ends as they are.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
