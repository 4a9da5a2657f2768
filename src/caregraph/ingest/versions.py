"""What decides the outcome besides the documents: our own code and data."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from types import ModuleType


@functools.cache
def code_digest(*layers: ModuleType) -> str:
    """Give a digest of all files of some layers, so that no change of them is forgotten.

    Args:
        layers: Packages, as imported.

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for layer in layers:
        for path in sorted(Path(layer.__path__[0]).resolve().iterdir()):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
