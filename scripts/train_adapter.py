"""Train the linear layer that comes after the default model (see docs/model-card.md).

    python scripts/train_adapter.py KB QUERIES.jsonl embeddings/adapters

KB: a knowledge base, for its encoder and for passages that serve as negatives.
QUERIES: one object a line with "document", "text" and the queries "lay", "topic" and "need".

One document in five is held out first: the mean reciprocal rank of its passages among all findings
is printed for the model as it is and with the layer. The layer that is written is then trained on
everything with the same settings. Needs torch, which the development setup has.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch

from caregraph.embeddings.adapter import Adapter, name_of
from caregraph.embeddings.vectors import VectorCache
from caregraph.knowledge_base import KnowledgeBase

KINDS: Final = ("lay", "topic", "need")
EPOCHS: Final = 8
BATCH: Final = 256
NEGATIVES: Final = 1_024
"""Random findings beside the other passages of the batch."""
TEMPERATURE: Final = 0.1
LEARNING_RATE: Final = 5e-4
DECAY: Final = 1e-4
"""Of the squared norm of the matrix: nearer to the identity where the pairs say nothing."""
HELD_OUT: Final = 5
SEED: Final = 0
FLOOR: Final = 0.36
"""See docs/search.md, "Nothing found"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Vectors of passages, of their queries (passage, kind, component), and their documents."""

    passages: torch.Tensor
    queries: torch.Tensor
    documents: tuple[str, ...]

    def where(self, chosen: torch.Tensor) -> Pairs:
        """Give the pairs of some passages."""
        documents = tuple(d for d, c in zip(self.documents, chosen.tolist(), strict=True) if c)
        return Pairs(
            passages=self.passages[chosen], queries=self.queries[chosen], documents=documents
        )


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("kb", "queries", "folder"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    with KnowledgeBase.open(arguments.kb) as base:
        encoder = base.encoder
        lines = [json.loads(line) for line in arguments.queries.read_text().splitlines()]
        pairs = Pairs(
            passages=torch.from_numpy(encoder.encode([line["text"] for line in lines])),
            queries=torch.stack(
                [torch.from_numpy(encoder.encode([d[kind] for d in lines])) for kind in KINDS], 1
            ),
            documents=tuple(line["document"] for line in lines),
        )
        passages = [base.index.passage(iri) for iri in sorted(base.index.iris())]
        texts = sorted({p.text for p in passages if p is not None and p.kind == "finding"})
        with VectorCache(arguments.kb / "vectors", encoder) as cache:
            pool = torch.from_numpy(cache.vectors_of(texts))
    held = set(sorted(set(pairs.documents))[::HELD_OUT])
    is_held = torch.tensor([d in held for d in pairs.documents])
    matrix = train(pairs.where(~is_held), pool)
    print("mean reciprocal rank, held-out documents:", ", ".join(KINDS))
    print("  model as it is", *mean_reciprocal_ranks(pairs.where(is_held), pool, matrix * 0))
    print("  with the layer", *mean_reciprocal_ranks(pairs.where(is_held), pool, matrix))
    write(train(pairs, pool), encoder.fingerprint, arguments.folder)


def adapted(vectors: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """Give vectors after the layer, of norm 1."""
    return torch.nn.functional.normalize(vectors + vectors @ matrix, dim=-1)


def train(pairs: Pairs, pool: torch.Tensor) -> torch.Tensor:
    """Give the matrix: a query is to be nearer to its passage than to any other of the batch."""
    size = pairs.passages.shape[1]
    matrix = torch.nn.Parameter(torch.zeros(size, size))
    optimizer = torch.optim.Adam([matrix], lr=LEARNING_RATE)
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(pairs.passages)), BATCH):
            negatives = pool[torch.randint(len(pool), (NEGATIVES,))]
            queries = adapted(pairs.queries[batch].flatten(0, 1), matrix)
            passages = adapted(torch.cat([pairs.passages[batch], negatives]), matrix)
            own = torch.arange(len(batch)).repeat_interleave(len(KINDS))
            loss = torch.nn.functional.cross_entropy(queries @ passages.T / TEMPERATURE, own)
            loss = loss + DECAY * (matrix**2).sum()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return matrix.detach()


def mean_reciprocal_ranks(pairs: Pairs, pool: torch.Tensor, matrix: torch.Tensor) -> list[float]:
    """Give, for each kind of query, how near the top its passage is among all findings."""
    passages, findings = adapted(pairs.passages, matrix), adapted(pool, matrix)
    means = []
    for kind in range(len(KINDS)):
        queries = adapted(pairs.queries[:, kind], matrix)
        own = (queries * passages).sum(1, keepdim=True)
        # The passage itself is among the findings too; its own cosine is not above itself.
        better = (queries @ findings.T > own + 1e-3).sum(1)
        means.append(round(float((1 / (better + 1)).mean()), 3))
    return means


def write(matrix: torch.Tensor, fingerprint: str, folder: Path) -> None:
    """Write the layer in half precision, and its card."""
    half = matrix.numpy().astype(np.float16)
    adapter = Adapter(
        matrix=half.astype(np.float32), name=name_of(half.astype(np.float32)), floor=FLOOR
    )
    np.save(folder / f"{fingerprint}.npy", half)
    card = {"floor": adapter.floor, "model": fingerprint, "name": adapter.name}
    text = json.dumps(card, indent=1, sort_keys=True) + "\n"
    (folder / f"{fingerprint}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
