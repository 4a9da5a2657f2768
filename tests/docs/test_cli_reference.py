"""docs/cli.md says what `--help` says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from caregraph.cli.exits import Exit
from caregraph.cli.main import app

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "generate_cli_docs.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_cli_docs", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_the_help_of_now(generator: ModuleType) -> None:
    page = generator.PAGE.read_text(encoding="utf-8")
    assert generator.written(page) == page, "run scripts/generate_cli_docs.py"


def test_every_command_is_on_the_page_once(generator: ModuleType) -> None:
    names = [command.name for command in app.registered_commands]
    page = generator.PAGE.read_text(encoding="utf-8")
    assert sorted(generator.commands_of(page)) == sorted(name for name in names if name)
    assert len(names) >= 9


def test_every_exit_code_is_on_the_page(generator: ModuleType) -> None:
    page = generator.PAGE.read_text(encoding="utf-8")
    table = page[page.index("| exit code |") : page.index("## ingest")]
    said = {word.strip() for row in table.splitlines() for word in row.split("|")[1:2]}
    codes = {code.strip() for cell in said for code in cell.split(",")}
    assert {str(int(code)) for code in Exit} <= codes
