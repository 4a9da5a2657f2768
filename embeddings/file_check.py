"""The checksums of an index, compared while the first search runs."""

from __future__ import annotations

import threading
from pathlib import Path

from caregraph.embeddings.index import IndexCard
from caregraph.graph.store_errors import StoreDamagedError


class FileCheck:
    """Compares the files with their checksums beside the first search, before its hits go out."""

    def __init__(self, card: IndexCard, directory: Path) -> None:
        self._error: StoreDamagedError | None = None
        self._thread = threading.Thread(
            target=self._run, args=(card, directory), daemon=True, name="index check"
        )
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if self._thread.ident is None:
                self._thread.start()

    def join(self) -> None:
        """Wait for the result, and raise `StoreDamagedError` where a file is damaged."""
        self.start()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self, card: IndexCard, directory: Path) -> None:
        try:
            card.verify(directory)
        except StoreDamagedError as error:
            self._error = error
