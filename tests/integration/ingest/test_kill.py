"""SIGKILL at any moment of an ingest."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from caregraph.ingest.pipeline import ingest
from caregraph.ingest.reading import Reading
from caregraph.knowledge_base import KnowledgeBase

pytestmark = [pytest.mark.model, pytest.mark.slow]

FIRST = "sector-weekly-two-councils-care-leavers.txt"
THEN = (
    "northmoor-courier-care-leavers-let-down.html",
    "northmoor-scrutiny-minutes-2024-09-19.docx",
    "northmoor_2024-07-08_childrens-services.pdf",
    "northmoor_2025-02-26_focused-visit.pdf",
    "wexborough-press-release-2026-07-06.md",
)
RUNS = 10


def answers_of(root: Path) -> tuple[list[str], list[str]]:
    """Give all statements, and what a search finds."""
    with KnowledgeBase.open(root) as kb:
        graphs = kb.store.named_graphs()
        lines = sorted(str(quad) for name in graphs for quad in kb.store.match(graph=name))
        hits = [hit.passage.iri for hit in kb.search("findings about care leavers", limit=20)]
    return lines, hits


def start(root: Path, samples: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    arguments = ["ingest", *(str(samples / name) for name in THEN), "--quiet", "--kb", str(root)]
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "caregraph", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environ,
    )


def has_children_left(mark: str) -> bool:
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environ.read_bytes():
                return True
        except OSError:
            continue
    return False


def test_killed_ten_times_the_last_generation_answers_and_the_next_ingest_completes(
    samples: Path, further_authorities: Path, tmp_path: Path
) -> None:
    reading = Reading(authorities=further_authorities)
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    for root in (undisturbed, disturbed):
        ingest(root, [samples / FIRST], reading=reading)
    before = answers_of(disturbed)
    began = time.monotonic()
    assert start(undisturbed, samples, dict(os.environ)).wait(120) == 0
    takes_s = time.monotonic() - began
    after = answers_of(undisturbed)
    assert before != after

    moments = random.Random(20261121)  # noqa: S311 - moments, no secret
    killed = 0
    for run in range(RUNS):
        mark = f"killed-run-{os.getpid()}-{run}"
        with start(disturbed, samples, {**os.environ, "MARK": mark}) as process:
            time.sleep(takes_s * moments.uniform(0.05, 0.95))
            process.kill()
        killed += process.returncode != 0
        assert answers_of(disturbed) in (before, after)
        deadline = time.monotonic() + 5
        while has_children_left(mark) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not has_children_left(mark)
    assert killed >= RUNS // 3, "nearly every run had ended before it was killed"

    with start(disturbed, samples, dict(os.environ)) as process:
        assert process.wait(120) == 0
    assert answers_of(disturbed) == after
    with KnowledgeBase.open(disturbed) as kb:
        assert kb.check().faults == []
    leftovers = [path for path in disturbed.rglob(".*") if path.name.startswith(".writing")]
    assert leftovers == []
