"""What the benchmarks of search measure on: the passages of a knowledge base."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.index import PASSAGES_FILE, VECTORS_FILE
from caregraph.graph.generations import Generations


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Texts of a knowledge base in the order of its index, and its vectors.

    Attributes:
        texts: One a passage.
        vectors: Shape (len(texts), dimension).
    """

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]


def read(kb: Path) -> Passages:
    """Read the passages of the generation that is in service."""
    with Generations(kb).require() as generation:
        database = sqlite3.connect(generation.index_path / PASSAGES_FILE)
        texts = tuple(t for (t,) in database.execute("SELECT text FROM passage ORDER BY row"))
        database.close()
        index = faiss.read_index(str(generation.index_path / VECTORS_FILE))
    return Passages(texts=texts, vectors=index.reconstruct_n(0, index.ntotal))


def write_plain(passages: Passages, folder: Path) -> None:
    """Write what a plain script would have kept: a FAISS index and a JSON list of texts."""
    index = faiss.IndexFlatIP(passages.vectors.shape[1])
    index.add(passages.vectors)
    faiss.write_index(index, str(folder / "index.faiss"))
    (folder / "texts.json").write_text(json.dumps(passages.texts), encoding="utf-8")
