"""From a sentence-transformers model to the form that starts fast, once per model and machine.

The work itself is `onnx_export`, in a child process: torch takes 5 s and 500 MB to load, prints
what nobody asked for, and brings an OpenMP of its own that should not meet that of FAISS.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import ModelSource, find_source
from caregraph.embeddings.prepared import (
    PreparedModel,
    find_prepared,
    fingerprint_of,
    models_cache,
    new_directory,
)

_log = logging.getLogger(__name__)

_TIME_LIMIT_S: Final = 600
_QUIET: Final[Mapping[str, str]] = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
    "PYTHONWARNINGS": "ignore",
}


def ensure_prepared(
    name_or_path: str | None = None, *, environ: Mapping[str, str], near: Path
) -> PreparedModel:
    """Give a prepared model: the one that is there, or one made now (about 20 s).

    Args:
        name_or_path: As in `find_source`; `None` for the default model.
        environ: The process's environment, which tells where the user's cache is.
        near: A folder of prepared models to look into first, and to use where the user has no
            writable cache: that of the knowledge base.

    Returns:
        The model, in `near`/<fingerprint>: the knowledge base carries the encoder that its vectors
        were made with.
    """
    source = find_source(name_or_path)
    fingerprint = fingerprint_of(source)
    present = _find_intact(near, fingerprint)
    if present is not None:
        return present
    cache = models_cache(environ)
    if cache is None:
        return prepare_model(source, near / fingerprint)
    cached = _find_intact(cache, fingerprint) or prepare_model(source, cache / fingerprint)
    return cached.copy_to(near / fingerprint)


def _find_intact(cache: Path, fingerprint: str) -> PreparedModel | None:
    """Give a prepared model that is as it was written; what is damaged is as good as absent."""
    try:
        model = find_prepared(cache, fingerprint)
        if model is not None:
            model.verify()
    except ModelError as error:
        _log.warning("%s: it is prepared again now", error)
        return None
    return model


def prepare_model(source: ModelSource, directory: Path) -> PreparedModel:
    """Export, quantise and describe a model.

    Args:
        source: Where it comes from.
        directory: The folder to make; it appears when all is done.

    Returns:
        The prepared model, which was compared with the original on sample sentences.

    Raises:
        ModelError: If the model cannot be exported; the message carries the reason.
    """
    _log.info("preparing the model %s in %s", source.name, directory)
    with new_directory(directory) as temporary, tempfile.TemporaryFile() as log:
        command = [
            sys.executable,
            "-m",
            "caregraph.embeddings.onnx_export",
            str(source.directory),
            source.name,
            str(temporary),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - our own module; no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **_QUIET},
                timeout=_TIME_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ModelError(
                f"the model {source.name} was not exported within {_TIME_LIMIT_S} s; "
                "use a smaller one, or try again when the machine is less busy"
            ) from None
        if done.returncode != 0:
            raise ModelError(
                f"the model {source.name} in {source.directory} cannot be exported: "
                f"{_last_line(log.read() if log.seek(0) == 0 else b'')} (exit {done.returncode})"
            )
    return PreparedModel.read(directory)


def _last_line(output: bytes) -> str:
    """Give the last line of a child's output: of a traceback, the error itself."""
    lines = output.decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "it ended without a message"
