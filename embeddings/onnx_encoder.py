"""The encoder of everyday work: onnxruntime and tokenizers, started in a fraction of a second."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.prepared import MODEL_FILE, TOKENIZER_FILE, PreparedModel

INPUT: Final = "input_ids"
OUTPUT: Final = "sentence_vector"

_log = logging.getLogger(__name__)

_WINDOW: Final = 1024
"""Texts tokenised at a time, which bounds the memory that an ingest takes."""

_LONGEST_CHARS: Final = 20_000
"""No model here reads further: 512 word pieces are about 2,500 characters of prose."""


class OnnxEncoder:
    """Gives vectors from a prepared model.

    Each text goes through the model alone, one text per core at a time. Nothing is padded, which
    makes it faster than batches on a CPU; and since int8 activations are scaled over all that
    goes through together, it makes a text's vector depend on nothing but the text.

    One encoder may be used from several threads.
    """

    def __init__(self, model: PreparedModel, *, workers: int | None = None) -> None:
        """Load a model.

        Args:
            model: Its files are checked against their checksums.
            workers: Texts encoded at the same time; `None`: the cores that this process may use.
        """
        self._model = model
        self._workers = workers or len(os.sched_getaffinity(0))
        self._tokenizer = Tokenizer.from_buffer(model.bytes_of(TOKENIZER_FILE))
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph was optimised when it was saved.
        options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL
        self._session = InferenceSession(
            model.bytes_of(MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )

    @property
    def model(self) -> PreparedModel:
        """The model that it was loaded from."""
        return self._model

    @property
    def dimension(self) -> int:
        """Components of each vector."""
        return self._model.dimension

    @property
    def fingerprint(self) -> str:
        """That of the prepared model."""
        return self._model.fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit vector per text; see `Encoder.encode`.

        A text longer than `max_tokens` word pieces (all-MiniLM-L6-v2: 256) is cut at the end;
        how many were is logged.

        Returns:
            Shape (len(texts), dimension).
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        cut = 0
        if len(texts) == 1:
            cut = self._encode_into(vectors, 0, self._tokenizer.encode(_clean(texts[0])))
        elif texts:
            with ThreadPoolExecutor(self._workers) as pool:
                for start in range(0, len(texts), _WINDOW):
                    window = texts[start : start + _WINDOW]
                    cut += self._encode_window(vectors[start : start + _WINDOW], window, pool)
        if cut:
            _log.info(
                "%d of %d texts were longer than %d word pieces: only their beginnings are in "
                "their vectors",
                cut,
                len(texts),
                self._model.max_tokens,
            )
        return vectors

    def _encode_window(
        self, vectors: NDArray[np.float32], texts: Sequence[str], pool: ThreadPoolExecutor
    ) -> int:
        encodings = self._tokenizer.encode_batch([_clean(text) for text in texts])
        # The longest first: no core is left with a long text when the others are done.
        order = sorted(range(len(encodings)), key=lambda i: -len(encodings[i].ids))
        return sum(pool.map(lambda i: self._encode_into(vectors, i, encodings[i]), order))

    def _encode_into(self, vectors: NDArray[np.float32], row: int, pieces: Encoding) -> bool:
        """Write the vector of a text into its row, and tell whether the text was cut."""
        if all(pieces.special_tokens_mask):
            return False
        ids = np.array([pieces.ids], dtype=np.int64)
        vector = self._session.run([OUTPUT], {INPUT: ids})[0][0]
        if not np.isfinite(vector).all():
            raise ModelError(
                f"the model {self._model.name} gives vectors that are not numbers; "
                "prepare it again or use another"
            )
        vectors[row] = vector
        return bool(pieces.overflowing)


def _clean(text: str) -> str:
    """Give what the tokenizer can take: lone surrogates would make it refuse the whole batch."""
    return text[:_LONGEST_CHARS].encode("utf-8", errors="ignore").decode("utf-8")
