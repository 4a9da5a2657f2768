#!/usr/bin/env python3
"""Write what `--help` says into docs/cli.md, below each line `<!-- help: COMMAND -->`.

scripts/generate_cli_docs.py            rewrite docs/cli.md
scripts/generate_cli_docs.py --check    say whether it is up to date (exit 1 where it is not)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from typer.testing import CliRunner

from caregraph.cli.main import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
END = "<!-- end of help -->"
# "<!-- help: ingest -->", and what this script put below it the last time
PLACE = re.compile(rf"(<!-- help: ([a-z]+) -->\n)(?:\n```text\n.*?\n```\n\n{END}\n)?", re.DOTALL)
WIDTH = 90


def help_of(command: str) -> str:
    """Give what `caregraph COMMAND --help` prints."""
    result = CliRunner().invoke(
        app,
        [command, "--help"],
        prog_name="caregraph",
        terminal_width=WIDTH,
        catch_exceptions=False,
    )
    if result.exit_code:
        raise SystemExit(f"'caregraph {command} --help' ended with {result.exit_code}")
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())


def written(page: str) -> str:
    """Give the page with the help of now at every place."""
    return PLACE.sub(
        lambda place: f"{place[1]}\n```text\n{help_of(place[2])}\n```\n\n{END}\n", page
    )


def commands_of(page: str) -> list[str]:
    """Give the commands that the page has a place for, in its order."""
    return [place[2] for place in PLACE.finditer(page)]


def main() -> int:
    """Write the page, or compare it."""
    page = PAGE.read_text(encoding="utf-8")
    now = written(page)
    if "--check" in sys.argv[1:]:
        if now != page:
            print(f"{PAGE} is not up to date; run scripts/generate_cli_docs.py")
        return int(now != page)
    PAGE.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
