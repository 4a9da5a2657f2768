"""What can be wrong with a knowledge base on disk."""

from __future__ import annotations

from caregraph.ontology.errors import CaregraphError


class StoreError(CaregraphError):
    """Something is wrong with the knowledge base on disk."""


class StoreMissingError(StoreError):
    """There is no knowledge base where one was looked for; none is made by looking."""


class StoreDamagedError(StoreError):
    """A file of the knowledge base is missing, changed or unreadable.

    Attributes:
        files: The files concerned, relative to the knowledge base.
    """

    def __init__(self, message: str, *, files: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.files = files


class StoreVersionError(StoreError):
    """The knowledge base has another format, or its vectors come from another model."""


class StoreInUseError(StoreError):
    """Another process is writing.

    Attributes:
        pid: The process that holds the lock, where it could be read.
    """

    def __init__(self, message: str, *, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class StoreWriteError(StoreError):
    """The knowledge base cannot be written: no room, no right, a broken disk."""
