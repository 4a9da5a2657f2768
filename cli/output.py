"""How results and messages reach a person: safe characters, tables, bars."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import typer

from caregraph.graph.durable_files import text_written_whole
from caregraph.ontology.errors import CaregraphError

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

# Control characters, and those that turn the direction of writing, could make a terminal show
# something else than what is there (Unicode Technical Report 36, section 3).
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    r"""Give the text with characters that could deceive a terminal as visible escapes.

    Args:
        text: Anything, from wherever.

    Returns:
        The same words, fit to be printed.

    Example:
        >>> shown("a\x1b[2Jb")
        'a\\x1b[2Jb'
    """
    escaped = _UNSAFE.sub(lambda match: _escape(match.group()), text)
    return escaped.encode("utf-8", "backslashreplace").decode("utf-8")


def print_table(
    title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Print a table on stdout, as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(shown("" if cell is None else str(cell)) for cell in row))
    Console(markup=False, highlight=False).print(table, markup=False)


def print_json(value: object) -> None:
    """Print a value as JSON on stdout."""
    import json

    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV for a spreadsheet: no cell is taken for a formula (OWASP ASVS 1.2.10)."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\r\n")  # RFC 4180, section 2
    writer.writerow(columns)
    writer.writerows([_not_a_formula(cell) for cell in row] for row in rows)


def warn(message: str) -> None:
    """Say on stderr what the person should know, though the work goes on."""
    typer.echo(f"caregraph: {shown(message)}", err=True)


@contextmanager
def text_output(path: Path | None, *, force: bool) -> Iterator[TextIO]:
    """Give where a result is written: stdout, or a file that appears when it is whole.

    Args:
        path: The file; `None` and `-` are stdout.
        force: Whether a file that is there may be replaced.

    Yields:
        A stream in UTF-8 that leaves line ends as they are.

    Raises:
        OutputExistsError: If the file is there and may not be replaced.
        OutputError: If it cannot be written: no such folder, no room, no right.
        OSError: If what is to be written cannot be read.
        BrokenPipeError: If it is a FIFO whose reader has gone.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    is_device = path.exists() and not path.is_file() and not path.is_dir()
    if path.exists() and not force and not is_device:
        raise OutputExistsError(f"{path} is there already; --force replaces it")
    target = path.resolve()  # the file that a link names is replaced, not the link
    # /dev/stdout, /dev/null or a FIFO is written to as it is.
    opened = (
        target.open("w", encoding="utf-8", newline="") if is_device else text_written_whole(target)
    )
    try:
        with opened as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno is None:  # not the system's word on this file
            raise
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error


class OutputError(CaregraphError, OSError):
    """A file that a result was to be written to cannot be written."""


class OutputExistsError(CaregraphError, FileExistsError):
    """A file that is there already would have been replaced."""


class ProgressBars:
    """Bars on stderr where a person watches; a line at the end of each stage where nobody does."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._watched = not quiet and sys.stderr.isatty()
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressBars:
        if self._watched:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def begin(self, stage: str, total: int | None) -> None:
        """Show a bar for a stage."""
        if self._bars is not None:
            self._task = self._bars.add_task(stage, total=total)

    def advance(self, steps: int = 1) -> None:
        """Move the bar on."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, steps)

    def end(self) -> None:
        """Leave the bar full."""
        if self._bars is not None and self._task is not None:
            task: Any = self._bars.tasks[self._task]
            self._bars.update(self._task, total=task.completed or 1, completed=task.completed or 1)
            self._task = None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


def _not_a_formula(cell: object) -> object:
    text = "" if cell is None else cell
    return f"'{text}" if isinstance(text, str) and text[:1] in tuple("=+-@\t\r＝＋－＠") else text
