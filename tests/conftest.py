"""What all tests share: data, an encoder without a model, the command line, a knowledge base."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


Caregraph = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real reports; skip where it is absent, as on a stranger's machine."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the real corpus is not at {folder}")
    return folder


class HashingEncoder:
    """An encoder without a model: each word adds a direction of its own; counts what it is given.

    Texts that share words are near; a text without words has the zero vector.
    """

    def __init__(self, dimension: int = 16, fingerprint: str = "f" * 32) -> None:
        self.dimension = dimension
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
                vectors[row] += np.random.default_rng(seed).standard_normal(self.dimension)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def make_encoder() -> type[HashingEncoder]:
    return HashingEncoder


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of sample documents, written by us about councils that do not exist."""
    return ROOT / "examples" / "documents"


@pytest.fixture(scope="session")
def further_authorities() -> Path:
    """Give the list of the sample documents' councils."""
    return ROOT / "examples" / "authorities.csv"


@pytest.fixture(scope="session")
def caregraph() -> Caregraph:
    """Give a function that runs the command line in a process of its own, and waits."""

    def run(
        *arguments: str | Path,
        env: Mapping[str, str] | None = None,
        given: str = "",
        timeout_s: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "caregraph", *map(str, arguments)],
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout_s,
            check=False,
            env=dict(os.environ if env is None else env),
        )

    return run


@pytest.fixture(scope="session")
def sample_kb(
    tmp_path_factory: pytest.TempPathFactory,
    samples: Path,
    further_authorities: Path,
    caregraph: Caregraph,
) -> Path:
    """Give a knowledge base of all sample documents, to be read and left as it is.

    It is built once a run, by the first worker that asks for it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    root = shared / "sample-kb"
    with (shared / "sample-kb.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            done = caregraph(
                "ingest", samples, "--authorities", further_authorities, "--kb", root, timeout_s=600
            )
            assert done.returncode == 0, done.stderr
    return root
