from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from caregraph.embeddings.adapter import adapter_for, name_of
from caregraph.embeddings.errors import ModelError


def write(folder: Path, matrix: np.ndarray, name: str) -> None:
    np.save(folder / "abc.npy", matrix.astype(np.float16))
    (folder / "abc.json").write_text(json.dumps({"name": name, "floor": 0.4}))


def test_a_model_without_an_adapter_is_used_as_it_is(tmp_path: Path) -> None:
    assert adapter_for("abc", folder=tmp_path) is None


def test_vectors_come_out_with_norm_one_and_zero_stays_zero(tmp_path: Path) -> None:
    matrix = np.array([[0.0, 1.0], [0.0, 0.0]], dtype=np.float32)
    write(tmp_path, matrix, name_of(matrix))
    adapter = adapter_for("abc", folder=tmp_path)
    assert adapter is not None
    out = adapter.apply(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], dtype=np.float32))
    assert np.allclose(out, [[0.5**0.5, 0.5**0.5], [0.0, 1.0], [0.0, 0.0]])


def test_an_altered_matrix_is_refused(tmp_path: Path) -> None:
    write(tmp_path, np.eye(2, dtype=np.float32), "0" * 32)
    with pytest.raises(ModelError, match="altered"):
        adapter_for("abc", folder=tmp_path)
