"""A child's death is its item's failure only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from caregraph.documents.child import FailureReason, map_in_children
from caregraph.documents.limits import Limits

WORK = """
import ctypes, os, socket, subprocess, time
from caregraph.documents.child_server import begin_ocr_page

def work(item):
    if item == "abort":
        os.abort()
    if item == "segfault":
        ctypes.string_at(0)
    if item == "exit":
        os._exit(7)
    if item == "loop":
        while True:
            pass
    if item == "sleep":
        time.sleep(60)
    if item == "orphan":
        subprocess.run(["sleep", "47"])
    if item == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(10_000_000))
    if item == "output":
        return b"x" * 3_000_000
    if item == "error":
        raise ValueError("the plan is torn")
    if item == "print":
        os.write(1, b"noise")
    if item == "network":
        try:
            socket.create_connection(("127.0.0.1", 9), 1)
        except OSError as error:
            return type(error).__name__.encode()
    if isinstance(item, str) and item.startswith("scan"):
        for _ in range(int(item[4:])):
            begin_ocr_page()
        time.sleep(1.5)
    if isinstance(item, float):
        time.sleep(item)
    return repr(item).encode()
"""
LIMITS = Limits(wall_s=20, cpu_s=1, memory_bytes=700_000_000, output_bytes=1_000_000)
HASTY = replace(LIMITS, wall_s=0.7)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "caregraph_test_work.py").write_text(WORK)
    sys.path.insert(0, str(folder))
    try:
        import caregraph_test_work  # type: ignore[import-not-found]

        yield caregraph_test_work
    finally:
        sys.path.remove(str(folder))


@pytest.mark.parametrize(
    ("item", "reason", "said"),
    [
        ("abort", FailureReason.CRASH, "SIGABRT"),
        ("segfault", FailureReason.CRASH, "SIGSEGV"),
        ("exit", FailureReason.CRASH, "exit status 7"),
        ("loop", FailureReason.TIMEOUT, "1 s of processor time"),
        ("memory", FailureReason.MEMORY, "700 MB"),
        ("output", FailureReason.OUTPUT, "1 MB of text"),
        ("error", FailureReason.ERROR, "the plan is torn"),
    ],
)
def test_every_kind_of_end_is_told_apart(
    workshop: ModuleType, item: str, reason: FailureReason, said: str
) -> None:
    ((given, outcome),) = map_in_children(workshop.work, [item], workers=1, limits=LIMITS)
    assert (given, outcome.reason, outcome.value) == (item, reason, None)
    assert said in (outcome.error or "")


def test_a_child_that_takes_too_long_is_ended(workshop: ModuleType) -> None:
    ((_, outcome),) = map_in_children(workshop.work, ["sleep"], workers=1, limits=HASTY)
    assert (outcome.reason, outcome.error) == (FailureReason.TIMEOUT, "it takes more than 0.7 s")
    assert outcome.seconds < 5


@pytest.mark.parametrize(("pages", "most"), [(2, 2), (20, 2)])
def test_pages_read_by_ocr_lengthen_the_time_up_to_a_limit(
    workshop: ModuleType, pages: int, most: int
) -> None:
    patient = replace(HASTY, ocr_page_s=10.0)
    ((_, outcome),) = map_in_children(workshop.work, [f"scan{pages}"], workers=1, limits=patient)
    assert outcome.value == f"'scan{pages}'".encode()
    hasty = replace(HASTY, ocr_page_s=0.1, ocr_pages=most)
    ((_, outcome),) = map_in_children(workshop.work, [f"scan{pages}"], workers=1, limits=hasty)
    assert outcome.reason is FailureReason.TIMEOUT
    assert outcome.error == f"it takes more than 0.7 s and 0.1 s for each of {most} scanned pages"


def test_the_others_are_done_when_some_die(workshop: ModuleType) -> None:
    items = ["abort", 1, "segfault", 2, "exit", 3, "error", 4]
    outcomes = dict(map_in_children(workshop.work, items, workers=2, limits=LIMITS))
    assert len(outcomes) == len(items)
    assert [outcomes[n].value for n in (1, 2, 3, 4)] == [b"1", b"2", b"3", b"4"]


def test_outcomes_come_as_they_finish_and_are_measured(workshop: ModuleType) -> None:
    found = list(map_in_children(workshop.work, [0.5, 0.0], workers=2, limits=LIMITS))
    assert [item for item, _ in found] == [0.0, 0.5]
    assert found[1][1].seconds == pytest.approx(0.5, abs=0.3)
    assert found[0][1].peak_bytes > 1_000_000


def test_no_more_children_than_workers_run_at_once(workshop: ModuleType) -> None:
    taken: list[float] = []

    def items() -> Iterator[float]:
        for _ in range(4):
            taken.append(time.monotonic())
            yield 0.3

    list(map_in_children(workshop.work, items(), workers=2, limits=LIMITS))
    assert taken[2] - taken[0] > 0.25


def test_a_process_that_a_child_started_ends_with_it(workshop: ModuleType) -> None:
    list(map_in_children(workshop.work, ["orphan"], workers=1, limits=HASTY))
    assert b"sleep\x0047\x00" not in set(_commands())


def test_leaving_early_ends_the_children(workshop: ModuleType) -> None:
    outcomes = map_in_children(workshop.work, [0.0, "sleep", "sleep"], workers=3, limits=Limits())
    assert next(outcomes)[0] == 0.0
    started = time.monotonic()
    outcomes.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 2
    assert not [command for command in _commands() if _is_ours(command)]


def _commands() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_bytes()


def _is_ours(command: bytes) -> bool:
    return b"child_server" in command and command.endswith(f"\x00{os.getpid()}\x00".encode())


def test_a_child_prints_nothing_to_us(
    workshop: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    list(map_in_children(workshop.work, ["print"], workers=1, limits=LIMITS))
    assert capfd.readouterr() == ("", "")


def test_no_items_no_outcomes(workshop: ModuleType) -> None:
    assert list(map_in_children(workshop.work, [], workers=2, limits=LIMITS)) == []


def test_a_function_of_no_module_is_refused() -> None:
    with pytest.raises(ValueError, match="give a function of a module"):
        list(map_in_children(lambda item: item, [b""], workers=1))


def test_fewer_than_one_worker_is_refused(workshop: ModuleType) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(map_in_children(workshop.work, [1], workers=0))
