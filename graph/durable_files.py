"""Files that are on disk when a function returns, and the names of those in a folder."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

UNFINISHED: Final = ".writing-"
"""How the names of files begin that are not complete."""


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
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears under its name only when it is complete and on disk.

    Written under a temporary name in the same folder, flushed (fsync), renamed, and the folder
    flushed too, so that neither a crash nor a power cut leaves half of it (rename(2), fsync(2)).

    Args:
        path: What the file is called in the end; its folder exists. What is there is replaced at
            the end, and left alone where writing fails.

    Yields:
        A binary stream.
    """
    temporary = path.with_name(f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def text_written_whole(path: Path) -> Iterator[TextIO]:
    """Open a text file in the way of `written_whole`; UTF-8, line ends left as they are."""
    with written_whole(path) as binary:
        stream = io.TextIOWrapper(binary, encoding="utf-8", newline="")
        try:
            yield stream
            stream.flush()
        finally:
            stream.detach()
