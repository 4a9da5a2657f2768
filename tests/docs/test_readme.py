"""The session on the readme's first screen is run, and gives what is printed there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)


def session() -> list[tuple[list[str], list[str]]]:
    """Give the commands of the first block, each with the lines printed below it."""
    block = SESSION.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert block is not None
    steps: list[tuple[list[str], list[str]]] = []
    lines = iter(block.group(1).splitlines())
    for line in lines:
        if not line.startswith("$ "):
            steps[-1][1].append(line.rstrip())
            continue
        command = line[2:]
        while command.count("'") % 2:  # a query goes on over the next lines
            command += "\n" + next(lines)
        steps.append((shlex.split(command), []))
    return steps


@pytest.mark.slow
@pytest.mark.model
def test_the_session_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    environment = {**os.environ, "COLUMNS": "100", "CAREGRAPH_KB": str(tmp_path / "kb")}
    steps = session()
    assert [command[1] for command, _ in steps] == ["ingest", "search", "sparql", "export"]
    for command, printed in steps:
        assert command[0] == "caregraph"
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "caregraph", *command[1:]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        out = [line.rstrip() for line in done.stdout.splitlines()]
        wanted = "\n".join(printed).strip()
        # Below the first line `ingest` counts what it holds, which grows with every version.
        assert "\n".join(out[: len(wanted.splitlines())]).strip() == wanted, command
    assert "Wexborough" in (tmp_path / "wexborough.ttl").read_text(encoding="utf-8")
