"""A prepared model: the folder that commands which answer a person load, and where it is kept.

The folder holds `model.onnx`, `tokenizer.json` and `model.json`, which describes them and gives
their checksums. It is whole or absent: it is written under another name and renamed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import ModelSource
from caregraph.graph.durable_files import sync

RECIPE: Final = "onnx int8 per channel, 7 bits, one text per pass: 1"
"""How a source becomes a prepared model. Any change that alters vectors changes this line."""

MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
CARD_FILE: Final = "model.json"
_FORMAT: Final = 1
_REMEDY: Final = "delete this folder; the next ingest prepares the model again"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSum:
    """What a file must be: its length in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FileSum:
        """Give the sum of a file as it is now."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return cls(size=file.tell(), sha256=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedModel:
    """A model ready to be loaded.

    Attributes:
        directory: Where its files are.
        fingerprint: Equal for two models only if they give the same vectors.
        name: What people call it.
        dimension: Components of a vector.
        max_tokens: Word pieces per text, the special ones included.
        licence: Of the weights; `None` where the model card gives none.
        files: Name to length and checksum.
    """

    directory: Path
    fingerprint: str
    name: str
    dimension: int
    max_tokens: int
    licence: str | None
    files: Mapping[str, FileSum]

    @classmethod
    def read(cls, directory: Path) -> PreparedModel:
        """Read what `model.json` of a folder says.

        Args:
            directory: A folder made by `prepare_model`.

        Returns:
            The description; the files themselves are checked when they are loaded.

        Raises:
            ModelError: If the folder is absent, of another format, or lacks a file.
        """
        path = directory / CARD_FILE
        try:
            card = json.loads(path.read_bytes())
            if card["format"] != _FORMAT:
                raise ModelError(
                    f"{path} is of format {card['format']}; this version reads format {_FORMAT}; "
                    f"{_REMEDY}"
                )
            return cls(
                directory=directory,
                fingerprint=str(card["fingerprint"]),
                name=str(card["name"]),
                dimension=int(card["dimension"]),
                max_tokens=int(card["max_tokens"]),
                licence=card["licence"],
                files={
                    name: FileSum(size=int(entry["size"]), sha256=str(entry["sha256"]))
                    for name, entry in card["files"].items()
                },
            )
        except FileNotFoundError:
            raise ModelError(
                f"{directory} holds no prepared model (no {CARD_FILE}); ingest prepares one"
            ) from None
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ModelError(
                f"{path} is not the description of a prepared model ({error}); {_REMEDY}"
            ) from error

    def bytes_of(self, name: str) -> bytes:
        """Give the content of one of its files, checked against its checksum.

        Args:
            name: `MODEL_FILE` or `TOKENIZER_FILE`.

        Returns:
            The whole content.

        Raises:
            ModelError: If the file is absent or not as it was written.
        """
        path = self.directory / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise ModelError(f"{path} is absent; {_REMEDY}") from None
        if hashlib.sha256(content).hexdigest() != self.files[name].sha256:
            raise ModelError(f"{path} is not as it was written; {_REMEDY}")
        return content

    def verify(self) -> None:
        """Read all files; `ModelError` where one is not as it was written (20 ms)."""
        for name in self.files:
            self.bytes_of(name)

    def copy_to(self, directory: Path) -> PreparedModel:
        """Put a copy into a folder, whole or not at all; what is there is replaced.

        Args:
            directory: Where the copy's files shall be; its parent is made where it is absent.

        Returns:
            The copy.
        """
        with new_directory(directory) as temporary:
            for name in self.files:
                (temporary / name).write_bytes(self.bytes_of(name))
            shutil.copyfile(self.directory / CARD_FILE, temporary / CARD_FILE)
        return PreparedModel.read(directory)


def fingerprint_of(source: ModelSource) -> str:
    """Give the fingerprint that the prepared form of a source has: 32 hexadecimal digits."""
    parts = (
        RECIPE,
        source.weights_sha256,
        source.tokenizer_sha256,
        str(source.max_tokens),
        source.pooling,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def write_card(directory: Path, source: ModelSource, *, dimension: int) -> None:
    """Describe the files of a folder in its `model.json`."""
    files = {name: FileSum.of(directory / name) for name in (MODEL_FILE, TOKENIZER_FILE)}
    card = {
        "format": _FORMAT,
        "fingerprint": fingerprint_of(source),
        "name": source.name,
        "recipe": RECIPE,
        "dimension": dimension,
        "max_tokens": source.max_tokens,
        "pooling": source.pooling,
        "licence": source.licence,
        "source": {"weights": source.weights_sha256, "tokenizer": source.tokenizer_sha256},
        "files": {name: {"size": s.size, "sha256": s.sha256} for name, s in files.items()},
    }
    text = json.dumps(card, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (directory / CARD_FILE).write_text(text, encoding="utf-8")


def models_cache(environ: Mapping[str, str]) -> Path | None:
    """Give the folder of a user's prepared models; `None` where there is no home to keep them in.

    Args:
        environ: The process's environment: `XDG_CACHE_HOME`, else `HOME`/.cache, as the XDG base
            directory specification has it (a relative path there is ignored).

    Returns:
        The folder; it need not exist yet, but it can be made.
    """
    cache = environ.get("XDG_CACHE_HOME", "")
    home = environ.get("HOME", "")
    if cache and Path(cache).is_absolute():
        base = Path(cache)
    elif home and Path(home).is_dir():
        base = Path(home) / ".cache"
    else:
        return None
    existing = base
    while not existing.exists():
        existing = existing.parent
    writable = existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
    return base / "caregraph" / "models" if writable else None


def find_prepared(cache: Path, fingerprint: str) -> PreparedModel | None:
    """Give the model of a fingerprint from a folder of prepared models, `None` where it is not."""
    directory = cache / fingerprint
    if not (directory / CARD_FILE).is_file():
        return None
    model = PreparedModel.read(directory)
    return model if model.fingerprint == fingerprint else None


@contextlib.contextmanager
def new_directory(directory: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes `directory` when all is written, in one rename.

    A folder that is there is replaced, unless another process put one there meanwhile.

    Yields:
        The temporary folder, on the same file system.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        yield temporary
        for path in (*sorted(temporary.iterdir()), temporary):
            sync(path)
        if directory.exists():
            shutil.rmtree(directory, ignore_errors=True)
        temporary.chmod(0o755)
        with contextlib.suppress(FileExistsError):
            temporary.rename(directory)
        sync(directory.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
