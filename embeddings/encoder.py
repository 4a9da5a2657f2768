"""What an encoder is: the one thing that the rest of this layer knows of any model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Gives one vector per text, and the same vector whatever else is encoded with it."""

    @property
    def dimension(self) -> int:
        """The number of components of each vector."""

    @property
    def fingerprint(self) -> str:
        """Lower-case hexadecimal; equal for two encoders only if they give the same vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit vector per text.

        Args:
            texts: Passages or queries, any strings. A text without a single word piece (empty,
                or only control characters) gives the zero vector, which is near to nothing.

        Returns:
            Shape (len(texts), dimension), rows in the order of `texts`, each of L2 norm 1 (or 0).
        """
