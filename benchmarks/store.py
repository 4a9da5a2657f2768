"""Times the store on a made-up graph of the size of the corpus: 330 documents, 763,000 quads.

    python benchmarks/store.py            builds in a temporary folder, about a minute

Each figure is the median of a few runs; opening and asking are timed in fresh processes.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from caregraph.graph import iris
from caregraph.graph.generations import Generations
from caregraph.graph.manifest import Contents
from caregraph.graph.store import GraphBuilder
from caregraph.ontology.terms import CG, OA, RDF, RDFS, XSD

DOCUMENTS, FINDINGS = 330, 110
WORDS = ("children", "social", "workers", "care", "leavers", "support", "timely", "plans", "good")


def document(number: int, revision: int = 0) -> tuple[str, bytes]:
    """Give the name and the lines of the graph of one made-up document."""
    chance = random.Random(f"{number} {revision}")  # noqa: S311 - made-up words
    sha256 = f"{number:064x}"
    graph, source = iris.document_graph(sha256), iris.document(sha256)
    inspection = iris.inspection((f"X{number % 150:08d}",), "sif", "2018-06-11")
    lines = []

    def say(subject: str, predicate: str, what: str) -> None:
        lines.append(f"<{subject}> <{predicate}> {what} <{graph}> .\n")

    say(source, CG.fileName, f'"report-{number}.pdf"')
    say(inspection, CG.inspects, f"<{iris.authority(f'X{number % 150:08d}')}>")
    say(inspection, CG.reportedIn, f"<{source}>")
    for finding in range(FINDINGS):
        text = " ".join(f"{chance.choice(WORDS)}{chance.randrange(50)}" for _ in range(60))
        node = iris.text_in("finding", source, text)
        passage, quote, position = (f"{node}.{part}" for part in ("passage", "quote", "position"))
        say(node, RDF.type, f"<{CG.Finding}>")
        say(node, RDFS.label, f'"{text[:80]}"')
        say(node, CG.text, f'"{text}"')
        say(node, CG.findingOf, f"<{inspection}>")
        say(node, CG.statedIn, f"<{source}>")
        say(node, CG.area, f"<{iris.concept('area', f'area-{finding % 6}')}>")
        say(node, CG.polarity, f"<{iris.concept('polarity', f'polarity-{finding % 4}')}>")
        for theme in (finding % 40, (finding + 7) % 40):
            say(node, CG.theme, f"<{iris.concept('theme', f'theme-{theme}')}>")
        say(node, CG.section, f'"Section {finding // 10}"')
        say(node, CG.paragraph, f'"{finding}"')
        say(node, CG.page, f'"{finding // 8}"^^<{XSD.integer}>')
        say(node, CG.passage, f"<{passage}>")
        say(passage, RDF.type, f"<{OA.SpecificResource}>")
        say(passage, OA.hasSource, f"<{source}>")
        say(passage, OA.hasSelector, f"<{quote}>")
        say(passage, OA.hasSelector, f"<{position}>")
        say(quote, RDF.type, f"<{OA.TextQuoteSelector}>")
        say(quote, OA.exact, f'"{text}"')
        say(position, OA.start, f'"{finding * 400}"^^<{XSD.integer}>')
        say(position, OA.end, f'"{finding * 400 + 360}"^^<{XSD.integer}>')
    return graph, "".join(lines).encode()


def timed(what: str, work: Callable[[int], object], *, runs: int = 5) -> None:
    """Print the median time of some runs."""
    times = []
    for run in range(runs):
        began = time.perf_counter()
        work(run)
        times.append(time.perf_counter() - began)
    print(f"{what:58} {statistics.median(times) * 1000:9.1f} ms")


def publish_all(generations: Generations, documents: list[tuple[str, bytes]]) -> None:
    """Build a generation from nothing."""
    with generations.writer():
        new = generations.begin()
        with GraphBuilder(new.graph_path) as builder:
            builder.load(b"".join(lines for _, lines in documents))
        generations.publish(new, Contents()).close()
        generations.prune()


def publish_changes(generations: Generations, changed: list[tuple[str, bytes]]) -> None:
    """Build a generation from the one before."""
    with generations.writer(), generations.require() as old:
        new = generations.begin(copy_of=old)
        with GraphBuilder(new.graph_path) as builder:
            builder.replace(dict(changed))
        generations.publish(new, Contents()).close()
    with generations.writer():
        generations.prune()


ASK = """
    import sys, time
    began = time.perf_counter()
    from pathlib import Path
    from caregraph.graph.generations import Generations
    with Generations(Path(sys.argv[1])).require() as generation:
        graph = generation.open_graph()
        opened = time.perf_counter()
        rows = list(graph.query(sys.argv[2], timeout_s=float(sys.argv[3]) or None))
        print(opened - began, time.perf_counter() - opened, len(rows))
"""
QUERY = f"""
    SELECT ?finding ?text {{
      ?inspection cg:inspects <{iris.authority("X00000007")}> .
      ?finding cg:findingOf ?inspection ; cg:text ?text ; cg:area ?area ; cg:polarity ?polarity
    }}
"""


def ask(root: Path, timeout_s: float) -> None:
    """Time opening and one query in fresh processes, imports included."""
    found: list[tuple[float, float, str]] = []
    for _ in range(7):
        command = [sys.executable, "-c", textwrap.dedent(ASK), str(root), QUERY, str(timeout_s)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        found.append((float(out[0]) * 1000, float(out[1]) * 1000, out[2]))
    opened = statistics.median(run[0] for run in found)
    answered = statistics.median(run[1] for run in found)
    how = f"with a limit of {timeout_s:g} s" if timeout_s else "without a limit"
    print(f"{'fresh process: import, check and open':58} {opened:9.1f} ms")
    print(f"{f'then one authority ({found[0][2]} rows), {how}':58} {answered:9.1f} ms")


def main() -> None:
    """Run all measurements."""
    documents = [document(number) for number in range(DOCUMENTS)]
    quads = sum(lines.count(b"\n") for _, lines in documents)
    print(f"{DOCUMENTS} documents, {quads:,} quads")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "kb"
        generations = Generations(root)
        timed("fresh generation of all", lambda _: publish_all(generations, documents), runs=3)
        for count in (1, 10, 33, 110):
            timed(
                f"generation from the one before, {count} documents changed",
                lambda run, count=count: publish_changes(  # type: ignore[misc]
                    generations, [document(n, run + 1) for n in range(count)]
                ),
                runs=3,
            )
        with generations.require() as generation:
            timed("every checksum and count", lambda _: generation.verify(), runs=3)
        ask(root, 0)
        ask(root, 10)


if __name__ == "__main__":
    main()
