"""The documented exit codes, and which failure ends with which (docs/cli.md)."""

from __future__ import annotations

import os
import sys
import traceback
from enum import IntEnum

import typer

from caregraph.ontology.errors import CaregraphError


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3
    BUSY = 4
    DAMAGED = 5
    INTERRUPTED = 130
    TERMINATED = 143


# By name: importing the modules that define them would slow down every command.
CODES = {
    "StoreInUseError": Exit.BUSY,
    "StoreMissingError": Exit.DAMAGED,
    "StoreDamagedError": Exit.DAMAGED,
    "StoreVersionError": Exit.DAMAGED,
}


def exit_for(error: BaseException, *, debug: bool) -> Exit | None:
    """Say what went wrong on stderr and give the exit code; `None` where it is not ours to end.

    Args:
        error: What was raised.
        debug: Whether to print the traceback before the message.
    """
    if isinstance(error, typer.Exit | typer.Abort | SystemExit) or _is_usage(error):
        return None
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, BrokenPipeError):
        # The reader of our output has enough (`| head`): leave quietly, and keep Python from
        # flushing into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    if isinstance(error, KeyboardInterrupt):
        return _end("interrupted; what was done is kept", Exit.INTERRUPTED)
    if type(error).__name__ == "Terminated":
        return _end("stopped by SIGTERM; what was done is kept", Exit.TERMINATED)
    if isinstance(error, CaregraphError):
        codes = (CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in CODES)
        return _end(str(error), next(codes, Exit.FAILED))
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return _end(f"{where}{error.strerror or error}", Exit.FAILED)
    if isinstance(error, MemoryError):
        return _end("not enough memory", Exit.FAILED)
    return _end(
        f"this is a fault in caregraph ({type(error).__name__}: {error}); "
        "'caregraph --debug ...' shows where, for a report of it",
        Exit.FAILED,
    )


def _end(message: str, code: Exit) -> Exit:
    from caregraph.cli.output import shown

    typer.echo(f"caregraph: {shown(message)}", err=True)
    return code


def _is_usage(error: BaseException) -> bool:
    """Tell whether Typer itself raised it about the command's words."""
    return any(kind.__name__ == "ClickException" for kind in type(error).__mro__)
