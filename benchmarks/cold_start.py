"""How long a person waits at a prompt, and for the plainest script that does the same.

    python benchmarks/cold_start.py --kb KB [--runs 5] [--query TEXT] [--authority NAME]

Whole processes, one after the other in turn: `caregraph search` and a script of
sentence-transformers and FAISS on the same passages and vectors; `caregraph sparql` beside the same
script; `caregraph --help` beside `import typer`. Medians and ratios are printed. The first run of
each is left out: it warms the disk cache for all.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import passages_of

from caregraph.embeddings.model_source import find_source

HERE = Path(__file__).resolve().parent
JUDGEMENTS = """SELECT ?start ?area ?grade WHERE {
  ?inspection cg:inspects/rdfs:label "%s" ; cg:startDate ?start .
  ?judgement cg:judgementOf ?inspection ; cg:area/skos:prefLabel ?area ;
    cg:grade/skos:prefLabel ?grade } ORDER BY ?start ?area"""


def seconds(command: Sequence[str]) -> float:
    """Run a command to its end and give the seconds that it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--query", default="findings about care leavers")
    parser.add_argument("--authority", default="Lancashire")
    arguments = parser.parse_args()

    passages = passages_of.read(arguments.kb)
    with tempfile.TemporaryDirectory() as folder:
        passages_of.write_plain(passages, Path(folder))
        caregraph = str(Path(sys.executable).with_name("caregraph"))
        kb = str(arguments.kb)
        commands = {
            "caregraph search": [caregraph, "search", arguments.query, "--kb", kb],
            "caregraph sparql": [
                caregraph,
                "sparql",
                JUDGEMENTS % arguments.authority,
                "--kb",
                kb,
            ],
            "caregraph --help": [caregraph, "--help"],
            "import typer": [sys.executable, "-c", "import typer"],
            "plain script": [
                sys.executable,
                str(HERE / "plain_search.py"),
                str(find_source().directory),
                folder,
                arguments.query,
            ],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(arguments.runs + 1):
            for name, command in commands.items():
                taken = seconds(command)
                if run:
                    times[name].append(taken)
    print(
        f"{len(passages.texts)} passages, {arguments.runs} runs of each, query {arguments.query!r}"
    )
    for name, taken_s in times.items():
        each = " ".join(f"{t:.2f}" for t in taken_s)
        print(f"{name:18} median {statistics.median(taken_s):.2f} s   ({each})")
    for one, other in (
        ("plain script", "caregraph search"),
        ("plain script", "caregraph sparql"),
        ("caregraph --help", "import typer"),
    ):
        ratio = statistics.median(times[one]) / statistics.median(times[other])
        print(f"{one} takes {ratio:.1f} times as long as {other}")


if __name__ == "__main__":
    main()
