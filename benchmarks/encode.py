"""Passages per second: our encoder, and SentenceTransformer.encode with the best plain settings.

    python benchmarks/encode.py (--kb KB | --texts FILE.jsonl.gz) [--count 300] [--rounds 2]

Both encode the same random passages in turn; the peer runs with each of several batch sizes and its
best round counts, as ours does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import passages_of

from caregraph.embeddings.model_source import find_source
from caregraph.embeddings.onnx_encoder import OnnxEncoder
from caregraph.embeddings.prepare import ensure_prepared

BATCH_SIZES = (8, 32)


def texts_of(arguments: argparse.Namespace) -> list[str]:
    """Give the sample: the same one in each run."""
    if arguments.kb is not None:
        everything = sorted(set(passages_of.read(arguments.kb).texts))
    else:
        with gzip.open(arguments.texts, "rt", encoding="utf-8") as file:
            everything = sorted({json.loads(line)["text"] for line in file})
    drawn = random.Random(1)  # noqa: S311 - the same sample in each run
    return drawn.sample(everything, min(arguments.count, len(everything)))


def rate(encode: Callable[[], object], count: int) -> float:
    """Give the passages per second of one run."""
    start = time.perf_counter()
    encode()
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--kb", type=Path)
    source.add_argument("--texts", type=Path, help='lines of JSON with "text", gzipped')
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    texts = texts_of(arguments)

    with tempfile.TemporaryDirectory() as folder:
        ours = OnnxEncoder(ensure_prepared(environ=os.environ, near=Path(folder)))
    from sentence_transformers import SentenceTransformer

    peer = SentenceTransformer(str(find_source().directory), device="cpu")
    runs: dict[str, Callable[[], object]] = {"caregraph": lambda: ours.encode(texts)}
    for size in BATCH_SIZES:
        runs[f"SentenceTransformer, batches of {size}"] = lambda size=size: peer.encode(
            texts, batch_size=size, show_progress_bar=False
        )
    ours.encode(texts[:32])
    peer.encode(texts[:32], show_progress_bar=False)
    best = dict.fromkeys(runs, 0.0)
    for _ in range(arguments.rounds):
        for name, encode in runs.items():
            best[name] = max(best[name], rate(encode, len(texts)))

    cosines = np.sum(ours.encode(texts) * np.asarray(peer.encode(texts)), axis=1)
    print(f"{len(texts)} passages, {os.cpu_count()} cores, the best of {arguments.rounds} rounds")
    for name, passages_per_s in best.items():
        print(f"{name:36} {passages_per_s:7.1f} passages/s")
    peer_best = max(value for name, value in best.items() if name != "caregraph")
    print(f"ratio {best['caregraph'] / peer_best:.2f}")
    print(f"cosine of the two: mean {cosines.mean():.4f}, least {cosines.min():.4f}")


if __name__ == "__main__":
    main()
