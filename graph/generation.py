"""One published generation of a knowledge base, as readers hold it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from caregraph.graph.durable_files import files_below
from caregraph.graph.manifest import MANIFEST_NAME, Manifest, checksum
from caregraph.graph.store import GraphStore
from caregraph.graph.store_errors import StoreDamagedError

GRAPH: Final = "graph"
INDEX: Final = "index"
_SMALL: Final = 64 * 1024
"""Files up to this many bytes are read and compared whenever a generation is opened."""


class Generation:
    """A published generation, open for reading until `close`. A context manager.

    Attributes:
        root: The knowledge base.
        path: The folder of the generation.
        manifest: What is in it.
    """

    def __init__(self, root: Path, path: Path, manifest: Manifest, lock: int) -> None:
        """Hold a generation; `Generations.current` is the way in."""
        self.root = root
        self.path = path
        self.manifest = manifest
        self._lock: int | None = lock
        self._checked: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def number(self) -> int:
        """Which generation it is, from 1."""
        return self.manifest.generation

    @property
    def graph_path(self) -> Path:
        """The folder of the graph."""
        return self.path / GRAPH

    @property
    def index_path(self) -> Path:
        """The folder of the search index."""
        return self.path / INDEX

    def close(self) -> None:
        """Let go of the generation; whoever writes may then remove it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def open_graph(self) -> GraphStore:
        """Open the graph, read-only."""
        return GraphStore.open(self.graph_path)

    def checked(self, name: str) -> Path:
        """Give the path of a file whose content is what was written.

        The graph's own files carry checksums that are compared whenever they are read; other
        formats do not, so their readers come here.

        Args:
            name: Relative to the generation, with "/": "index/vectors.faiss".

        Returns:
            The path; a file that is missing or has changed raises a `StoreDamagedError`.
        """
        if name not in self._checked:
            problem = self._problem(name, whole=True)
            if problem is not None:
                raise self._damaged((problem,), (name,))
            self._checked.add(name)
        return self.path / name

    def check_cheaply(self) -> None:
        """See that all files are there with their sizes, and that small ones are unchanged.

        If not, it raises a `StoreDamagedError` that names the files.
        """
        self._check(whole=False)

    def verify(self) -> None:
        """See that every file has its checksum, that the graph opens, and that its size is right.

        If not, it raises a `StoreDamagedError` that names the files.
        """
        self._check(whole=True)
        quads = self.manifest.contents.counts.get("quads")
        found = len(self.open_graph())
        if quads is not None and found != quads:
            raise self._damaged((f"the graph has {found:,} quads instead of {quads:,}",), (GRAPH,))

    def _check(self, *, whole: bool) -> None:
        problems = {}
        for name in sorted(self.manifest.files):
            problem = self._problem(name, whole=whole)
            if problem is not None:
                problems[name] = problem
        for name in sorted(
            set(files_below(self.path)) - set(self.manifest.files) - {MANIFEST_NAME}
        ):
            problems[name] = f"{name} does not belong to it"
        if problems:
            raise self._damaged(tuple(problems.values()), tuple(problems))

    def _problem(self, name: str, *, whole: bool) -> str | None:
        entry = self.manifest.files.get(name)
        path = self.path / name
        if entry is None:
            return f"{name} is not listed in {MANIFEST_NAME}"
        try:
            size = path.stat().st_size
            if size != entry.size:
                return f"{name} has {size:,} bytes instead of {entry.size:,}"
            if (whole or size <= _SMALL) and checksum(path) != entry.sha256:
                return f"{name} has changed"
        except FileNotFoundError:
            return f"{name} is missing"
        except OSError as error:
            return f"{name} cannot be read ({error.strerror})"
        return None

    def _damaged(self, problems: tuple[str, ...], files: tuple[str, ...]) -> StoreDamagedError:
        more = f"; and {len(problems) - 3} more" if len(problems) > 3 else ""  # noqa: PLR2004 - readable
        return StoreDamagedError(
            f"the knowledge base in {self.root} is damaged: {'; '.join(problems[:3])}{more} "
            f"(in {self.path.relative_to(self.root)}). Its documents can be ingested again into "
            "another folder",
            files=tuple(str((self.path / name).relative_to(self.root)) for name in files),
        )
