"""What all tests share: where the real corpus is, and a socket that refuses to leave the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real reports; skip where it is absent, as on a stranger's machine."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the real corpus is not at {folder}")
    return folder
