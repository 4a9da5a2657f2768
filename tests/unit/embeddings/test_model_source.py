from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import DEFAULT_WEIGHTS_SHA256, find_source
from caregraph.embeddings.prepared import fingerprint_of

MODULES = [
    {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "a-model"
    (model / "1_Pooling").mkdir(parents=True)
    (model / "modules.json").write_text(json.dumps(MODULES))
    (model / "1_Pooling" / "config.json").write_text(
        '{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false}'
    )
    (model / "sentence_bert_config.json").write_text('{"max_seq_length": 128}')
    (model / "model.safetensors").write_bytes(b"weights")
    (model / "tokenizer.json").write_bytes(b"pieces")
    (model / "README.md").write_text("---\nlanguage: en\nlicense: mit\n---\n# A model\n")
    return model


def test_a_folder_is_described_without_loading_it(folder: Path) -> None:
    source = find_source(str(folder))
    assert source.name == "a-model"
    assert source.weights_sha256 == hashlib.sha256(b"weights").hexdigest()
    assert (source.max_tokens, source.pooling, source.licence) == (128, "mean", "mit")


@pytest.mark.parametrize("config", ['{"pooling_mode": "cls"}', '{"pooling_mode_cls_token": true}'])
def test_pooling_is_read_in_its_old_and_its_new_spelling(folder: Path, config: str) -> None:
    (folder / "1_Pooling" / "config.json").write_text(config)
    assert find_source(str(folder)).pooling == "cls"


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("modules.json", None, "not the folder of a sentence-transformers model"),
        ("modules.json", "{", "not JSON"),
        ("modules.json", "{}", "lists nothing"),
        ("modules.json", json.dumps([*MODULES, {"type": "x.Dense", "path": "2"}]), "Dense"),
        ("model.safetensors", None, "pickled weights are not read"),
        ("tokenizer.json", None, "no tokenizer.json"),
        ("sentence_bert_config.json", "{}", "no max_seq_length"),
        ("1_Pooling/config.json", '{"pooling_mode": "max"}', "pooling by max"),
        ("1_Pooling/config.json", "{}", "pooling by nothing"),
    ],
)
def test_a_folder_that_cannot_be_used_is_named_with_the_reason(
    folder: Path, file: str, content: str | None, message: str
) -> None:
    (folder / file).unlink() if content is None else (folder / file).write_text(content)
    with pytest.raises(ModelError, match=message) as raised:
        find_source(str(folder))
    assert str(folder) in str(raised.value)


def test_a_name_that_is_nowhere_on_this_machine_is_not_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="Nothing is downloaded at run time"):
        find_source("nobody/no-such-model")
    with pytest.raises(ModelError, match="give the path of a folder"):
        find_source("not a name: at all")


def test_the_fingerprint_changes_with_weights_tokenizer_length_and_pooling(folder: Path) -> None:
    seen = {fingerprint_of(find_source(str(folder)))}
    for file, content in (
        ("model.safetensors", "other weights"),
        ("tokenizer.json", "other pieces"),
        ("sentence_bert_config.json", '{"max_seq_length": 64}'),
        ("1_Pooling/config.json", '{"pooling_mode": "cls"}'),
    ):
        (folder / file).write_text(content)
        seen.add(fingerprint_of(find_source(str(folder))))
    assert len(seen) == 5


def test_the_name_and_the_place_do_not_change_the_fingerprint(folder: Path) -> None:
    before = fingerprint_of(find_source(str(folder)))
    moved = folder.rename(folder.parent / "elsewhere")
    assert fingerprint_of(find_source(str(moved))) == before


@pytest.mark.model
def test_the_default_model_is_the_published_one() -> None:
    source = find_source()
    assert source.weights_sha256 == DEFAULT_WEIGHTS_SHA256
    assert (source.max_tokens, source.pooling) == (256, "mean")
    assert source.licence == "apache-2.0"


def test_default_weights_that_are_not_the_published_ones_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caregraph.embeddings.model_source._default_directory", lambda: folder)
    with pytest.raises(ModelError, match=r"the published all-MiniLM-L6-v2 has 53aa"):
        find_source()
