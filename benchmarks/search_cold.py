"""How long a person waits for `caregraph search`, and for the plainest script that does the same.

    python benchmarks/search_cold.py --kb KB [--runs 5] [--query TEXT]

Whole processes, one after the other in turn, on the same passages and vectors; the median of the
runs and the ratio are printed. The first run of each is left out: it warms the disk cache for both.
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
    arguments = parser.parse_args()

    passages = passages_of.read(arguments.kb)
    with tempfile.TemporaryDirectory() as folder:
        passages_of.write_plain(passages, Path(folder))
        caregraph = str(Path(sys.executable).with_name("caregraph"))
        commands = {
            "caregraph search": [caregraph, "search", arguments.query, "--kb", str(arguments.kb)],
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
    ratio = statistics.median(times["plain script"]) / statistics.median(times["caregraph search"])
    print(f"ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
