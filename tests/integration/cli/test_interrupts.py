"""Ctrl-C and SIGTERM in every stage of an ingest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

Caregraph = Callable[..., subprocess.CompletedProcess[str]]

STAGES = (
    "copy",
    "read and extract",
    "resolve",
    "build and validate",
    "load graph",
    "read passages",
    "prepare encoder",
    "embed",
    "index",
    "publish",
)

LONG = ("read and extract", "build and validate", "load graph", "embed")
"""Long enough that the signal meets them at work; in the others the ingest waits for it."""

# The real command, but for its progress: it tells on stdout that a stage begins, and waits there.
DRIVER = """
import sys, time
from caregraph.cli import main, output
wanted, seconds = sys.argv[1], float(sys.argv[2])
del sys.argv[1:3]
def begin(self, stage, total):
    if stage == wanted:
        print(stage, flush=True)
        time.sleep(seconds)
output.ProgressBars.begin = begin
main.run()
"""


def processes_marked(mark: str) -> list[str]:
    """Give the command lines of all processes that were started with this mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def interrupt(
    stage: str, number: int, arguments: list[str | Path], *, stay_s: float, env: dict[str, str]
) -> tuple[int, str, float]:
    """Start an ingest, send the signal in this stage; give its exit code, stderr and seconds."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", DRIVER, stage, str(stay_s), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == stage
        began = time.monotonic()
        os.killpg(process.pid, number)  # as a terminal does
        _, said = process.communicate(timeout=60)
        return process.returncode, said, time.monotonic() - began


def assert_ended_well(code: int, said: str, seconds: float, number: int, mark: str) -> None:
    assert code == 128 + number
    assert "Traceback" not in said
    assert said.splitlines()[-1].startswith("caregraph: ")
    assert seconds < 5
    assert processes_marked(mark) == []


@pytest.mark.model
@pytest.mark.parametrize("stage", STAGES)
def test_an_ingest_that_is_interrupted_ends_at_once_and_can_go_on(
    stage: str, caregraph: Caregraph, samples: Path, further_authorities: Path, tmp_path: Path
) -> None:
    mark = f"mark-{uuid.uuid4()}"
    kb = tmp_path / "kb"
    arguments: list[str | Path] = [
        "ingest",
        samples / "wexborough-herald-no-longer-inadequate.txt",
        samples / "sector-weekly-two-councils-care-leavers.txt",
        "--authorities",
        further_authorities,
        "--kb",
        kb,
    ]
    # Ctrl-C and SIGTERM take turns: they take the same way from the handler on.
    number = (signal.SIGINT, signal.SIGTERM)[STAGES.index(stage) % 2]
    env = {**os.environ, "MARK": mark}
    stay_s = 0 if stage in LONG else 30
    code, said, seconds = interrupt(stage, number, arguments, stay_s=stay_s, env=env)
    assert_ended_well(code, said, seconds, number, mark)
    assert caregraph("status", "--kb", kb).returncode == 5  # nothing was published, and it says so
    assert [path.name for path in (kb / "generations").iterdir()] == []


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_preparation_of_a_model_can_be_interrupted(
    number: signal.Signals, samples: Path, tmp_path: Path
) -> None:
    mark = f"mark-{uuid.uuid4()}"
    arguments: list[str | Path] = [
        "ingest",
        samples / "wexborough-herald-no-longer-inadequate.txt",
        "--kb",
        tmp_path / "kb",
    ]
    env = {**os.environ, "MARK": mark, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "caregraph", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not any("onnx_export" in line for line in processes_marked(mark)):
            assert time.monotonic() < deadline, "the export of the model did not begin"
            time.sleep(0.1)
        began = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        seconds = time.monotonic() - began
    assert_ended_well(process.returncode, said, seconds, number, mark)
    assert list((tmp_path / "cache" / "caregraph" / "models").iterdir()) == []


@pytest.mark.model
def test_a_second_writer_is_told_at_once_who_is_writing(
    caregraph: Caregraph, samples: Path, tmp_path: Path
) -> None:
    kb = tmp_path / "kb"
    document = samples / "wexborough-herald-no-longer-inadequate.txt"
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", DRIVER, "copy", "30", "ingest", str(document), "--kb", str(kb)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "copy"
        began = time.monotonic()
        done = caregraph("ingest", document, "--kb", kb)
        seconds = time.monotonic() - began
        os.killpg(process.pid, signal.SIGKILL)
    assert done.returncode == 4
    assert done.stdout == ""
    assert f"process {process.pid}" in done.stderr
    assert seconds < 5
    # The lock dies with its holder, whatever its file says.
    assert json.loads((kb / "WRITER").read_text())["pid"] == process.pid
    assert caregraph("ingest", document, "--kb", kb).returncode == 0
