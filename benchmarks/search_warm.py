"""How long a search takes in a process that is open, with and without filters.

    python benchmarks/search_warm.py --kb KB [--rounds 5]

The plain peer is SentenceTransformer.encode and an exact FAISS search on the same vectors. Query
encoding is included for both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import faiss
import passages_of

from caregraph.embeddings.model_source import find_source
from caregraph.embeddings.request import Mode, SearchRequest
from caregraph.knowledge_base import KnowledgeBase

QUERIES = (
    "findings about care leavers",
    "teenagers sleeping rough or in bed and breakfast",
    "weak management oversight of casework",
    "delays in getting mental health help for children in care",
    "gangs using children to sell drugs",
    "recruitment and retention of social workers",
    "initial health assessments not done on time",
    "brothers and sisters being split up",
)
FILTERS: Mapping[str, dict[str, Any]] = {
    "hybrid": {},
    "semantic": {"mode": Mode.SEMANTIC},
    "keyword": {"mode": Mode.KEYWORD},
    "hybrid, one area": {"areas": ("care-leavers",)},
    "hybrid, region and polarity since 2018": {
        "regions": ("North West",),
        "polarities": ("weakness",),
        "since": "2018",
    },
}


def measure(search: Callable[[str], object], rounds: int) -> Sequence[float]:
    """Give the sorted milliseconds of all queries in all rounds, one round to warm up left out."""
    taken = []
    for round_ in range(rounds + 1):
        for query in QUERIES:
            start = time.perf_counter()
            search(query)
            if round_:
                taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def show(name: str, taken_ms: Sequence[float]) -> None:
    """Print one line."""
    p95 = taken_ms[int(0.95 * len(taken_ms))]
    print(f"{name:42} p50 {statistics.median(taken_ms):6.1f} ms   p95 {p95:6.1f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()

    with KnowledgeBase.open(arguments.kb) as kb:
        print(f"{len(kb.index)} passages")
        for name, filters in FILTERS.items():
            show(
                name,
                measure(lambda q, f=filters: kb.find(SearchRequest(text=q, **f)), arguments.rounds),
            )

    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(find_source().directory), device="cpu")
    passages = passages_of.read(arguments.kb)
    index = faiss.IndexFlatIP(passages.vectors.shape[1])
    index.add(passages.vectors)

    def plain(query: str) -> list[str]:
        _, rows = index.search(model.encode([query], show_progress_bar=False), 10)
        return [passages.texts[row] for row in rows[0]]

    show("plain script (semantic only)", measure(plain, arguments.rounds))


if __name__ == "__main__":
    main()
