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

    Returns:
        The code.
    """
    if isinstance(error, SystemExit) and isinstance(error.__context__, BrokenPipeError):
        error = error.__context__  # Rich ends the process with 1 when its reader has gone
    if isinstance(error, typer.Exit | typer.Abort | SystemExit) or _is_usage(error):
        return None
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, BrokenPipeError):
        # The reader of our output has enough (`| head`): leave quietly.
        _let_go_of_stdout()
        return Exit.DONE
    from caregraph.cli.output import shown

    code, message = _outcome(error)
    if isinstance(error, OSError):
        try:
            sys.stdout.flush()
        except (OSError, AttributeError):  # it is what failed, or it is closed
            _let_go_of_stdout()
    typer.echo(f"caregraph: {shown(message)}", err=True)
    return code


def _let_go_of_stdout() -> None:
    """Keep Python from writing the rest of the output, and failing once more, at its exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _outcome(error: BaseException) -> tuple[Exit, str]:
    """Give how the command ends, and the sentence that says why."""
    if isinstance(error, KeyboardInterrupt):
        outcome = Exit.INTERRUPTED, "interrupted; what was done is kept"
    elif type(error).__name__ == "Terminated":
        outcome = Exit.TERMINATED, "stopped by SIGTERM; what was done is kept"
    elif isinstance(error, CaregraphError):
        codes = (CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in CODES)
        outcome = next(codes, Exit.FAILED), str(error)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        outcome = Exit.FAILED, f"{where}{error.strerror or error}"
    elif isinstance(error, MemoryError):
        outcome = Exit.FAILED, "not enough memory"
    else:
        outcome = (
            Exit.FAILED,
            f"this is a fault in caregraph ({type(error).__name__}: {error}); "
            "'caregraph --debug ...' shows where, for a report of it",
        )
    return outcome


def _is_usage(error: BaseException) -> bool:
    """Tell whether Typer itself raised it about the command's words."""
    return any(kind.__name__ == "ClickException" for kind in type(error).__mro__)
