"""The user's rulings, kept in the knowledge base like the list of further authorities."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from caregraph.graph.durable_files import written_whole
from caregraph.graph.errors import RulingError
from caregraph.graph.rulings import Ruling, Rulings, read_rulings
from caregraph.ingest.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingFiles:
    """Files that replace those that the knowledge base has; `None` leaves them as they are.

    Attributes:
        same: Pairs of things that are one.
        different: Pairs of things that are not.
    """

    same: Path | None = None
    different: Path | None = None


NO_FILES = RulingFiles()


@contextmanager
def kept_rulings(given: RulingFiles, layout: Layout) -> Iterator[Rulings]:
    """Keep new files in the knowledge base; put the old ones back if they cannot be followed.

    Args:
        given: New files.
        layout: Where the knowledge base lies.

    Yields:
        All rulings that count now.

    Raises:
        RulingError: If a file cannot be read, or one line says the opposite of another.
    """
    replaced = {layout.same: given.same, layout.different: given.different}
    new = {kept: path.read_bytes() for kept, path in replaced.items() if path and _read(path)}
    before = {kept: kept.read_bytes() if kept.exists() else None for kept in new}
    try:
        for kept, data in new.items():
            _write(kept, data)
        yield Rulings(same=_pairs(layout.same), different=_pairs(layout.different))
    except RulingError:
        for kept, old in before.items():
            _write(kept, old)
        raise


def _read(path: Path) -> bool:
    read_rulings(path)  # a file that cannot be read replaces nothing
    return True


def _pairs(kept: Path) -> tuple[Ruling, ...]:
    return read_rulings(kept) if kept.exists() else ()


def _write(kept: Path, data: bytes | None) -> None:
    if data is None:
        kept.unlink(missing_ok=True)
        return
    with written_whole(kept) as stream:
        stream.write(data)
