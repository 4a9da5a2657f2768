from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from caregraph.embeddings.errors import VectorCacheError
from caregraph.embeddings.vectors import VectorCache


def test_vectors_come_in_the_order_of_the_texts(tmp_path: Path, encoder: Any) -> None:
    texts = ["short", "a rather longer text", "care", "short"]
    with VectorCache(tmp_path, encoder) as cache:
        vectors = cache.vectors_of(texts)
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, encoder.encode(texts))


def test_a_text_that_comes_twice_is_embedded_once(tmp_path: Path, encoder: Any) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        cache.vectors_of(["care", "care", "leavers"])
    assert sorted(encoder.encoded) == ["care", "leavers"]


def test_what_was_embedded_before_is_not_embedded_again(
    tmp_path: Path, encoder: Any, make_encoder: Any
) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        first = cache.vectors_of(["care", "leavers"])
    later = make_encoder()
    with VectorCache(tmp_path, later) as cache:
        second = cache.vectors_of(["leavers", "carers", "care"])
    assert later.encoded == ["carers"]
    np.testing.assert_array_equal(second[[2, 0]], first)


def test_another_model_has_a_cache_of_its_own(
    tmp_path: Path, encoder: Any, make_encoder: Any
) -> None:
    other = make_encoder(dimension=8, fingerprint="e" * 32)
    with VectorCache(tmp_path, encoder) as cache:
        cache.vectors_of(["care"])
    with VectorCache(tmp_path, other) as cache:
        assert cache.vectors_of(["care"]).shape == (1, 8)


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, make_encoder: Any) -> None:
    texts = [f"text {n}" for n in range(600)]

    killed = make_encoder()

    def killed_in_the_third_chunk(done: int, _total: int) -> None:
        if done >= 512:
            raise KeyboardInterrupt

    with VectorCache(tmp_path, killed) as cache, pytest.raises(KeyboardInterrupt):
        cache.vectors_of(texts, progress=killed_in_the_third_chunk)
    later = make_encoder()
    with VectorCache(tmp_path, later) as cache:
        cache.vectors_of(texts)
    assert len(later.encoded) == 600 - 512


def test_progress_is_told_from_what_is_known_to_all(tmp_path: Path, encoder: Any) -> None:
    steps: list[tuple[int, int]] = []
    with VectorCache(tmp_path, encoder) as cache:
        cache.vectors_of(["known"])
        cache.vectors_of(
            ["known", *(f"text {n}" for n in range(300))],
            progress=lambda done, total: steps.append((done, total)),
        )
    assert steps == [(1, 301), (257, 301), (301, 301)]


def test_no_texts_give_no_vectors(tmp_path: Path, encoder: Any) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        assert cache.vectors_of([]).shape == (0, 16)


def test_a_text_with_a_lone_surrogate_has_a_place_in_the_cache(
    tmp_path: Path, encoder: Any
) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        cache.vectors_of(["care"])
        encoder.encode = lambda texts: np.ones((len(texts), 16), dtype=np.float32) / 4
        assert cache.vectors_of(["\ud800"]).any()
        assert len(cache) == 2


def test_a_damaged_vector_is_made_again(
    tmp_path: Path, encoder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        right = cache.vectors_of(["care", "leavers"])
    (path,) = tmp_path.iterdir()
    with sqlite3.connect(path) as database:
        database.execute(
            "UPDATE vector SET components = zeroblob(64) "
            "WHERE digest = (SELECT min(digest) FROM vector)"
        )
    database.close()
    with caplog.at_level(logging.WARNING), VectorCache(tmp_path, encoder) as cache:
        np.testing.assert_array_equal(cache.vectors_of(["care", "leavers"]), right)
    assert "1 vectors are damaged" in caplog.text


def test_a_file_that_is_no_database_is_put_aside(
    tmp_path: Path, encoder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / f"{encoder.fingerprint}.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with caplog.at_level(logging.WARNING), VectorCache(tmp_path, encoder) as cache:
        assert cache.vectors_of(["care"]).any()
    assert "cannot be read" in caplog.text
    assert path.with_suffix(".damaged").read_bytes().startswith(b"not a database")


def test_pages_that_are_damaged_are_found_when_they_are_read(tmp_path: Path, encoder: Any) -> None:
    texts = [f"text {n}" for n in range(200)]
    with VectorCache(tmp_path, encoder) as cache:
        right = cache.vectors_of(texts)
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[16_384:] = b"\xff" * (len(content) - 16_384)
    path.write_bytes(content)
    with VectorCache(tmp_path, encoder) as cache:
        np.testing.assert_array_equal(cache.vectors_of(texts), right)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, encoder: Any) -> None:
    with VectorCache(tmp_path, encoder) as cache:
        cache._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(VectorCacheError, match=str(tmp_path)):
            cache.vectors_of(["care"])
