"""A linear layer after a model: the geometry of its vectors, fitted to how people ask here.

The model is untouched, and so are the cached vectors; passages and queries go through the same
layer. `scripts/train_adapter.py` makes it, docs/model-card.md tells of what and how well it does.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from caregraph.embeddings.errors import ModelError

_FOLDER: Final = Path(__file__).resolve().parent / "adapters"
_NAME_DIGITS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adapter:
    """A matrix that is added to the identity.

    Attributes:
        matrix: Shape (dimension, dimension).
        name: Lower-case hexadecimal; of the matrix.
        floor: The cosine below which the best passage is about something else; measured, see
            docs/search.md.
    """

    matrix: NDArray[np.float32]
    name: str
    floor: float

    def apply(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give adapted unit vectors.

        Args:
            vectors: Shape (n, dimension), unit rows (or zero).

        Returns:
            The same shape; a zero row stays zero.
        """
        adapted = vectors + vectors @ self.matrix
        norms = np.linalg.norm(adapted, axis=1, keepdims=True)
        np.divide(adapted, norms, out=adapted, where=norms > 0)
        return np.asarray(adapted, dtype=np.float32)


def adapter_for(fingerprint: str, *, folder: Path = _FOLDER) -> Adapter | None:
    """Give the adapter that comes with the package for a model.

    Args:
        fingerprint: Of the model.
        folder: Where adapters are: `<fingerprint>.json` and `.npy`.

    Returns:
        The adapter; `None` for a model without one, which is then used as it is.

    Raises:
        ModelError: If the files are not those of an adapter.
    """
    card = folder / f"{fingerprint}.json"
    if not card.is_file():
        return None
    try:
        about = json.loads(card.read_bytes())
        matrix = np.load(card.with_suffix(".npy"), allow_pickle=False).astype(np.float32)
        adapter = Adapter(matrix=matrix, name=name_of(matrix), floor=float(about["floor"]))
        is_whole = adapter.name == about["name"]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"the adapter of {card} cannot be used ({error}); install caregraph again"
        ) from error
    if not is_whole:
        raise ModelError(f"the adapter of {card} was altered; install caregraph again")
    return adapter


def name_of(matrix: NDArray[np.float32]) -> str:
    """Give the name of an adapter with this matrix."""
    return hashlib.sha256(matrix.astype("<f4").tobytes()).hexdigest()[:_NAME_DIGITS]
