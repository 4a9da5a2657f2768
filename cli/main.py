"""The `caregraph` command: its subcommands, and how its failures end."""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from caregraph.cli import export, ingest, search, show, sparql, status
from caregraph.cli.exits import Exit, exit_for

EPILOG = (
    "Exit codes: 0 done; 1 failed, the message says why; 2 wrong usage; 3 some documents were "
    "refused and the rest are in; 4 another process is writing; 5 the knowledge base is missing, "
    "damaged, or of another version or model; 130 or 143 interrupted."
)


class Terminated(BaseException):
    """SIGTERM came; not an Exception, so that nothing on the way swallows it."""


class Group(TyperGroup):
    """Turns every failure into one line on stderr and a documented exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the subcommand."""
        signal.signal(signal.SIGTERM, _terminate)
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # a full disk shows here, not after the last word on it
        except BaseException as error:
            code = exit_for(error, debug=bool(ctx.params.get("debug")))
            if code is None:
                raise
            raise typer.Exit(code) from error
        return result


app = typer.Typer(
    cls=Group,
    help="Inspection reports on children's services as one searchable knowledge graph.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: importing rich would double the time that --help takes
    pretty_exceptions_enable=False,
    add_completion=True,
)


def _show_version(wanted: bool) -> None:
    """Print the version and stop, before a command is asked for."""
    if wanted:
        from caregraph import __version__

        typer.echo(f"caregraph {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", is_eager=True, callback=_show_version
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the Python traceback of a failure.")
    ] = False,
) -> None:
    """Inspection reports on children's services as one searchable knowledge graph."""
    del version, debug  # read by _show_version and Group.invoke


for module in (ingest, search, sparql, export, show, status):
    module.register(app)


def run() -> None:
    """Run the command line; the entry point of the console script."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 shows what it cannot print as an escape, not as a failure.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()


def _open_closed_streams() -> None:
    """Let no file of ours get the number of a standard stream that was closed (`2>&-`).

    What is printed would go into that file, and a child's input, output or errors with it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


__all__ = ["Exit", "app", "run"]
