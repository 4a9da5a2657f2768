"""Where things lie in a knowledge base's folder, and how a file gets there whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_UNFINISHED: Final = ".writing-"
"""How the name of a file begins that is not complete yet."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a knowledge base (docs/knowledge-base.md)."""

    root: Path

    @property
    def documents(self) -> Path:
        """The sources as they came, named by the SHA-256 of their bytes."""
        return self.root / "documents"

    @property
    def extracts(self) -> Path:
        """What was read from each document: a cache."""
        return self.root / "extracts"

    @property
    def vectors(self) -> Path:
        """Embeddings by model and text: a cache."""
        return self.root / "vectors"

    @property
    def model(self) -> Path:
        """The prepared encoder that the knowledge base was made with."""
        return self.root / "model"

    @property
    def authorities(self) -> Path:
        """The user's own list of further authorities, where one was given."""
        return self.root / "authorities.csv"

    def make(self) -> None:
        """Make the folders that are missing; remove what killed writers left half-written.

        Only the one writer calls this, so whatever is unfinished is nobody's.
        """
        for folder in (self.root, self.documents, self.extracts, self.vectors, self.model):
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"{_UNFINISHED}*"):
                left.unlink(missing_ok=True)
        for left in self.model.glob(".*"):  # embeddings.prepared.new_directory
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears under its name only when it is complete and on disk.

    Written under a temporary name in the same folder, flushed (fsync), renamed, and the folder
    flushed too, so that neither a crash nor a power cut leaves half of it (rename(2), fsync(2)).

    Args:
        path: What the file is called in the end; its folder exists.

    Yields:
        A binary stream.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
