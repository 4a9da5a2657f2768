"""The real model, prepared once for all these tests."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import ModelSource
from caregraph.embeddings.onnx_encoder import OnnxEncoder
from caregraph.embeddings.prepare import ensure_prepared, prepare_model

pytestmark = pytest.mark.model

TEXTS = [
    "Care leavers live in suitable homes.",
    "Young people who have left care have somewhere safe to live.",
    "The audit programme is comprehensive.",
    "kids in care",
    " ".join(["Social workers visit children regularly."] * 20),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    near: Path = tmp_path_factory.mktemp("models")
    return OnnxEncoder(ensure_prepared(environ=dict(os.environ), near=near))


def test_vectors_are_unit_rows_in_the_order_of_the_texts(real: OnnxEncoder) -> None:
    vectors = real.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), real.dimension) == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_like_texts_are_nearer_than_others(real: OnnxEncoder) -> None:
    vectors = real.encode(TEXTS)
    assert vectors[0] @ vectors[1] > 0.6
    assert vectors[0] @ vectors[2] < 0.3


def test_a_vector_depends_on_nothing_but_its_text(real: OnnxEncoder) -> None:
    together = real.encode(TEXTS)
    alone = np.vstack([real.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(real.encode(TEXTS[::-1])[::-1], together)


def test_no_texts_give_no_vectors(real: OnnxEncoder) -> None:
    assert real.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\u200b"])
def test_a_text_without_a_word_has_the_zero_vector(real: OnnxEncoder, text: str) -> None:
    assert not real.encode([text]).any()
    assert not real.encode([text, "care"])[0].any()


@pytest.mark.parametrize(
    "text", ["care\ud800leavers", "\0care", "😀", "x" * 10_000, "a " * 50_000, "é́́́́", "\u202ecare"]
)
def test_odd_texts_have_vectors_like_others(real: OnnxEncoder, text: str) -> None:
    vector = real.encode([text])[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_texts_that_are_cut_are_counted(
    real: OnnxEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        real.encode(["care leavers " * 1_000, "care", "homes " * 300])
    assert "2 of 3 texts were longer than 256 word pieces" in caplog.text


def test_a_damaged_model_is_refused(real: OnnxEncoder, tmp_path: Path) -> None:
    copy = real.model.copy_to(tmp_path / "copy")
    content = bytearray((tmp_path / "copy" / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "copy" / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx is not as it was written"):
        OnnxEncoder(copy)


def test_a_model_that_cannot_be_exported_is_said_to_be_so(tmp_path: Path) -> None:
    source = ModelSource(
        directory=tmp_path / "absent",
        name="absent",
        weights_sha256="",
        tokenizer_sha256="",
        max_tokens=8,
        pooling="mean",
    )
    with pytest.raises(ModelError, match=r"cannot be exported: .*absent"):
        prepare_model(source, tmp_path / "made")
    assert not (tmp_path / "made").exists()
