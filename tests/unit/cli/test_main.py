"""What the command says of itself."""

from __future__ import annotations

from importlib.metadata import version

from typer.testing import CliRunner

from caregraph.cli.main import app


def test_the_version_is_told_without_a_command() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.output == f"caregraph {version('caregraph')}\n"


def test_no_command_is_wrong_usage_and_shows_the_help() -> None:
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "Commands" in done.output
