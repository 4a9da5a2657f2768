"""Which failure ends with which exit code, and what it says."""

from __future__ import annotations

import errno

import pytest
import typer

from caregraph.cli.exits import CODES, Exit, exit_for
from caregraph.cli.main import Terminated
from caregraph.graph import store_errors
from caregraph.ontology.errors import CaregraphError


class SpecialDamage(store_errors.StoreDamagedError):
    """An error of a kind that the table of codes does not name."""


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (CaregraphError("no such thing"), Exit.FAILED, "no such thing"),
        (store_errors.StoreInUseError("in use"), Exit.BUSY, "in use"),
        (store_errors.StoreMissingError("missing"), Exit.DAMAGED, "missing"),
        (store_errors.StoreVersionError("of later"), Exit.DAMAGED, "of later"),
        (SpecialDamage("damaged"), Exit.DAMAGED, "damaged"),
        (store_errors.StoreWriteError("no room"), Exit.FAILED, "no room"),
        (OSError(errno.ENOSPC, "No space left", "/kb/x"), Exit.FAILED, "/kb/x: No space left"),
        (MemoryError(), Exit.FAILED, "not enough memory"),
        (KeyboardInterrupt(), Exit.INTERRUPTED, "interrupted; what was done is kept"),
        (Terminated(), Exit.TERMINATED, "stopped by SIGTERM; what was done is kept"),
    ],
)
def test_a_failure_has_its_code_and_one_line(
    error: BaseException, code: Exit, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_for(error, debug=False) is code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"caregraph: {message}\n"


def test_a_fault_of_ours_says_so_and_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_for(KeyError("x"), debug=False) is Exit.FAILED
    said = capsys.readouterr().err
    assert "a fault in caregraph (KeyError: 'x')" in said
    assert "--debug" in said


@pytest.mark.parametrize("error", [typer.Exit(3), SystemExit(2), typer.BadParameter("no")])
def test_what_typer_ends_by_itself_is_left_to_it(error: BaseException) -> None:
    assert exit_for(error, debug=False) is None


def test_every_named_error_exists() -> None:
    assert all(hasattr(store_errors, name) for name in CODES)
