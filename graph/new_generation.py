"""A generation that is being built."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from caregraph.graph.durable_files import files_below, sync
from caregraph.graph.generation import GRAPH, INDEX, Generation
from caregraph.graph.manifest import FileEntry, checksum

# "graph/LOG", "graph/LOG.old.1795295160360081", "graph/LOCK": RocksDB's diary and its own lock,
# which reading does without.
_DIARY = re.compile(rf"{GRAPH}/(?:LOG(?:\.old\.[0-9]+)?|LOCK)")


class NewGeneration:
    """A generation that is being built; nobody reads it.

    Attributes:
        number: What it will be, from 1.
        path: Its folder, under a temporary name.
    """

    def __init__(self, number: int, path: Path) -> None:
        """Name a folder; `Generations.begin` makes it."""
        self.number = number
        self.path = path
        self._inherited: dict[str, FileEntry] = {}

    @property
    def graph_path(self) -> Path:
        """Where `GraphBuilder` puts the graph."""
        return self.path / GRAPH

    @property
    def index_path(self) -> Path:
        """The folder for the files of the search index."""
        return self.path / INDEX

    def share_graph(self, old: Generation) -> None:
        """Start from the graph of a published generation.

        Tables (`.sst`) are written once and never changed, so both generations can share them; the
        rest (the list of tables, the log of changes) is copied.

        Args:
            old: The generation; a file of it that has changed raises a `StoreDamagedError`.
        """
        self.graph_path.mkdir()
        for name, entry in old.manifest.files.items():
            if not name.startswith(f"{GRAPH}/"):
                continue
            target = self.path / name
            if name.endswith(".sst"):
                try:
                    os.link(old.path / name, target)
                except OSError:  # a file system without links
                    shutil.copyfile(old.checked(name), target)
                self._inherited[name] = entry
            else:
                shutil.copyfile(old.checked(name), target)

    def discard(self) -> None:
        """Remove what was built."""
        shutil.rmtree(self.path, ignore_errors=True)

    def seal(self) -> dict[str, FileEntry]:
        """Bring every file to disk and list it.

        A file that is shared with the generation before keeps the checksum from there: computing
        it anew would make damage since then look right.

        Returns:
            The files by name.
        """
        entries = {}
        for name in files_below(self.path):
            path = self.path / name
            if _DIARY.fullmatch(name):
                path.unlink()
                continue
            old = self._inherited.get(name)
            stat = path.stat()
            if old is not None and old.size == stat.st_size and stat.st_nlink > 1:
                entries[name] = old
                continue
            sync(path)
            entries[name] = FileEntry(stat.st_size, checksum(path))
        for folder, _, _ in os.walk(self.path):
            sync(Path(folder))
        return entries
