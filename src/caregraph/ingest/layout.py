"""Where things lie in a knowledge base's folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from caregraph.graph.durable_files import UNFINISHED


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

    @property
    def same(self) -> Path:
        """Pairs of things that the user says are one, where there are any."""
        return self.root / "same.csv"

    @property
    def different(self) -> Path:
        """Pairs of things that the user says are not one, where there are any."""
        return self.root / "different.csv"

    def make(self) -> None:
        """Make the folders that are missing; remove what killed writers left half-written.

        Only the one writer calls this, so whatever is unfinished is nobody's.
        """
        for folder in (self.root, self.documents, self.extracts, self.vectors, self.model):
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob(f"{UNFINISHED}*"):
                left.unlink(missing_ok=True)
        for left in self.model.glob(".*"):  # embeddings.prepared.new_directory
            shutil.rmtree(left, ignore_errors=True)
