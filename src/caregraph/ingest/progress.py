"""How long work tells a person where it is, and what it cost afterwards."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """Where long work reports; the command line draws bars, tests and libraries stay silent."""

    def begin(self, stage: str, total: int | None) -> None:
        """Start a stage of `total` steps; `None` where the number is not known."""

    def advance(self, steps: int = 1) -> None:
        """Note that so many steps of the stage are done."""

    def end(self) -> None:
        """Finish the stage."""


class Silent:
    """A `Progress` that says nothing."""

    def begin(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


@dataclass(slots=True)
class StageClock:
    """Wall seconds by stage, in the order in which stages began.

    Reading and extraction happen in child processes side by side: their seconds are the sum
    over the children, so they can exceed the wall time that `read and extract` took.
    """

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[None]:
        """Time what happens inside, and show it as a stage."""
        self.progress.begin(name, total)
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
            self.progress.end()

    def add(self, name: str, seconds: float) -> None:
        """Add seconds measured elsewhere to a stage."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds


def peak_memory_bytes() -> dict[str, int]:
    """Give the largest resident set so far: of this process, and of its largest ended child.

    Source: getrusage(2), `ru_maxrss`, which Linux counts in kibibytes.

    Returns:
        Bytes, by whose they are: "process" and "largest_child".
    """
    return {
        "process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "largest_child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }
