"""The work of `prepare`, run as a program of its own: torch in, ONNX with int8 weights out.

    python -m caregraph.embeddings.onnx_export SOURCE_FOLDER NAME TARGET_FOLDER

Why this form, with figures: docs/decisions/0006-encoder.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.model_source import ModelSource, find_source
from caregraph.embeddings.onnx_encoder import INPUT, OUTPUT, OnnxEncoder
from caregraph.embeddings.prepared import MODEL_FILE, TOKENIZER_FILE, PreparedModel, write_card

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_LEAST_COSINE: Final = 0.97
"""int8 weights give all-MiniLM-L6-v2 0.986 at worst over 600 passages; less is a broken export."""

_SAMPLES: Final = (
    "Social workers see children regularly and know them well.",
    "Managers do not check that assessments are completed in time, and some children wait too "
    "long for the help that they need.",
    "kids in care",
    "The quality of pathway plans, including those of care leavers who live far away; "
    "health histories; and advice on money, work and housing.",
)


def export(source: ModelSource, target: Path) -> None:
    """Write the three files of a prepared model into a folder.

    Args:
        source: The model.
        target: An empty folder.

    Raises:
        ModelError: If the exported model does not give the original's vectors.
    """
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(
        str(source.directory),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"attn_implementation": "eager"},
    )
    dimension = original.get_embedding_dimension()
    if dimension is None:
        raise ModelError(f"{source.name} does not tell the dimension of its vectors")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        exported = Path(scratch) / "float32.onnx"
        _export_float32(original, source.pooling, exported)
        _quantise(exported, Path(scratch) / "int8.onnx")
        _optimise(Path(scratch) / "int8.onnx", target / MODEL_FILE)
    _write_tokenizer(source, target / TOKENIZER_FILE)
    write_card(target, source, dimension=dimension)
    _compare(original, OnnxEncoder(PreparedModel.read(target)), _SAMPLES)


def _export_float32(original: SentenceTransformer, pooling: str, path: Path) -> None:
    """Export transformer, pooling and normalisation as one graph: word-piece ids to a unit vector.

    The graph takes one text of any length and therefore no attention mask: nothing is padded.

    Raises:
        ModelError: If the model is not built as sentence-transformers builds them.
    """
    import torch

    class Sentence(torch.nn.Module):
        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor) -> Any:
            pieces = self.transformer(input_ids=input_ids).last_hidden_state
            one = pieces[:, 0] if pooling == "cls" else pieces.mean(1)
            return torch.nn.functional.normalize(one, dim=1)

    transformer = original[0].auto_model
    if not isinstance(transformer, torch.nn.Module):
        raise ModelError("the model's first module has no transformer that can be exported")
    ids = torch.ones((1, 16), dtype=torch.long)
    longest = int(original.max_seq_length or 0)
    with torch.no_grad():
        torch.onnx.export(
            Sentence(transformer).eval(),
            (ids,),
            str(path),
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamo=True,
            dynamic_shapes=({1: torch.export.Dim("pieces", min=2, max=longest)},),
            external_data=False,
            verbose=False,
        )


def _quantise(source: Path, target: Path) -> None:
    """Make the weights int8: a scale for each output channel, 7 bits of the 8.

    With 8 bits, processors without VNNI instructions saturate when they add two products.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )


def _optimise(source: Path, target: Path) -> None:
    """Save the graph with its nodes fused, so that opening it needs no optimisation."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def _write_tokenizer(source: ModelSource, path: Path) -> None:
    """Copy the tokenizer without the padding, and with the limit, of the source's settings."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source.directory / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(source.max_tokens)
    tokenizer.save(str(path), pretty=False)


def _compare(original: SentenceTransformer, made: OnnxEncoder, samples: Sequence[str]) -> None:
    expected = np.asarray(original.encode(list(samples), normalize_embeddings=True))
    cosines = np.sum(expected * made.encode(samples), axis=1)
    if not float(cosines.min()) >= _LEAST_COSINE:
        raise ModelError(
            f"the exported model gives vectors with a cosine of {cosines.min():.3f} to those of "
            f"the original (at least {_LEAST_COSINE} is expected); this model cannot be used"
        )


def main(arguments: Sequence[str]) -> None:
    """Export the model of a folder: SOURCE_FOLDER NAME TARGET_FOLDER."""
    folder, name, target = arguments
    found = find_source(folder)
    export(
        ModelSource(
            directory=found.directory,
            name=name,
            weights_sha256=found.weights_sha256,
            tokenizer_sha256=found.tokenizer_sha256,
            max_tokens=found.max_tokens,
            pooling=found.pooling,
            licence=found.licence,
        ),
        Path(target),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
