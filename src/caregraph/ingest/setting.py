"""What every step of an ingest works with."""

from __future__ import annotations

from dataclasses import dataclass

from caregraph.graph.rulings import NO_RULINGS, Rulings
from caregraph.ingest.layout import Layout
from caregraph.ingest.progress import StageClock
from caregraph.ingest.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where, how, with how many children, and whom to tell.

    Attributes:
        layout: Where things lie.
        reading: How documents are read.
        workers: Child processes at a time.
        clock: Times the stages and shows them.
        rulings: What the user says is one, or is not.
    """

    layout: Layout
    reading: Reading
    workers: int
    clock: StageClock
    rulings: Rulings = NO_RULINGS
