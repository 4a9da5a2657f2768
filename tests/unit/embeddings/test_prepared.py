from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import ModelSource
from caregraph.embeddings.prepare import ensure_prepared
from caregraph.embeddings.prepared import (
    CARD_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    PreparedModel,
    find_prepared,
    fingerprint_of,
    models_cache,
    new_directory,
    write_card,
)

SOURCE = ModelSource(
    directory=Path("nowhere"),
    name="a-model",
    weights_sha256="aa",
    tokenizer_sha256="bb",
    max_tokens=128,
    pooling="mean",
)


def write_model(directory: Path) -> PreparedModel:
    with new_directory(directory) as temporary:
        (temporary / MODEL_FILE).write_bytes(b"graph")
        (temporary / TOKENIZER_FILE).write_bytes(b"pieces")
        write_card(temporary, SOURCE, dimension=4)
    return PreparedModel.read(directory)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def model(cache: Path) -> PreparedModel:
    return write_model(cache / fingerprint_of(SOURCE))


def test_a_prepared_model_is_found_by_its_fingerprint(cache: Path, model: PreparedModel) -> None:
    assert find_prepared(cache, model.fingerprint) == model
    assert find_prepared(cache, "0" * 32) is None
    assert (model.name, model.dimension, model.max_tokens) == ("a-model", 4, 128)


def test_a_file_is_given_only_as_it_was_written(model: PreparedModel) -> None:
    assert model.bytes_of(MODEL_FILE) == b"graph"
    (model.directory / MODEL_FILE).write_bytes(b"grapH")
    with pytest.raises(ModelError, match="not as it was written"):
        model.bytes_of(MODEL_FILE)
    (model.directory / MODEL_FILE).write_bytes(b"graph")
    (model.directory / TOKENIZER_FILE).unlink()
    with pytest.raises(ModelError, match="absent"):
        model.verify()


@pytest.mark.parametrize("card", ["", "{}", "[]", '{"format": 1}', '{"format": 99}'])
def test_a_card_that_cannot_be_used_is_named(model: PreparedModel, card: str) -> None:
    (model.directory / CARD_FILE).write_text(card)
    with pytest.raises(ModelError, match=r"model\.json"):
        PreparedModel.read(model.directory)


def test_a_folder_without_a_card_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no prepared model"):
        PreparedModel.read(tmp_path)


def test_a_copy_is_the_same_model(model: PreparedModel, tmp_path: Path) -> None:
    copy = model.copy_to(tmp_path / "kb" / "models" / model.fingerprint)
    assert copy.fingerprint == model.fingerprint
    copy.verify()
    assert (copy.directory / CARD_FILE).read_bytes() == (model.directory / CARD_FILE).read_bytes()


def test_what_fails_halfway_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail_halfway() -> None:
        with new_directory(tmp_path / "made") as temporary:
            (temporary / "file").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert list(tmp_path.iterdir()) == []


def test_the_cache_is_where_the_xdg_specification_says(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert models_cache(home) == tmp_path / ".cache" / "caregraph" / "models"
    other = {**home, "XDG_CACHE_HOME": str(tmp_path / "x")}
    assert models_cache(other) == tmp_path / "x" / "caregraph" / "models"
    relative = {**home, "XDG_CACHE_HOME": "x"}
    assert models_cache(relative) == tmp_path / ".cache" / "caregraph" / "models"


def test_without_a_home_there_is_no_cache(tmp_path: Path) -> None:
    assert models_cache({}) is None
    assert models_cache({"HOME": str(tmp_path / "absent")}) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_no_cache(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert models_cache({"HOME": str(tmp_path)}) is None


def test_a_cache_that_is_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert models_cache({"XDG_CACHE_HOME": str(tmp_path / "x")}) is None


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Count preparations instead of making them with torch."""
    made: list[Path] = []

    def prepare(_source: ModelSource, directory: Path) -> PreparedModel:
        made.append(directory)
        return write_model(directory)

    monkeypatch.setattr("caregraph.embeddings.prepare.find_source", lambda _name: SOURCE)
    monkeypatch.setattr("caregraph.embeddings.prepare.prepare_model", prepare)
    return made


def test_a_model_is_prepared_once_for_all_knowledge_bases(
    tmp_path: Path, counted: list[Path]
) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    for name in ("kb1", "kb2", "kb2"):
        near = tmp_path / name / "models"
        assert ensure_prepared(environ=environ, near=near).directory.parent == near
    assert len(counted) == 1


def test_without_a_cache_the_knowledge_base_keeps_it_alone(
    tmp_path: Path, counted: list[Path]
) -> None:
    near = tmp_path / "kb" / "models"
    ensure_prepared(environ={}, near=near)
    assert counted == [near / fingerprint_of(SOURCE)]


def test_a_damaged_copy_is_replaced_from_the_cache(tmp_path: Path, counted: list[Path]) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    near = tmp_path / "kb" / "models"
    model = ensure_prepared(environ=environ, near=near)
    (model.directory / MODEL_FILE).write_bytes(b"")
    ensure_prepared(environ=environ, near=near).verify()
    assert len(counted) == 1


def test_a_damaged_cache_is_made_again(tmp_path: Path, counted: list[Path]) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ensure_prepared(environ=environ, near=tmp_path / "kb1")
    (cached,) = (tmp_path / "cache" / "caregraph" / "models").iterdir()
    (cached / CARD_FILE).write_text(json.dumps({"format": 1}))
    ensure_prepared(environ=environ, near=tmp_path / "kb2").verify()
    assert len(counted) == 2
