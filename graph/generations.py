"""Generations of a knowledge base: immutable, graph and index together, replaced in one step.

    CURRENT                     "<number> <SHA-256 of its manifest>", or "none"
    WRITER                      the writer's lock
    generations/000007/         graph/, index/, manifest.json
    generations/.new-000008/    what a writer is building, or left behind when it was killed

Every file is on disk (fsync) before `CURRENT` names it, and `CURRENT` is replaced by a rename. A
reader holds a shared lock on the manifest of its generation, so that nobody removes it meanwhile.
docs/decisions/0010-generations.md tells why.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from caregraph.graph.durable_files import sync, write_durably
from caregraph.graph.generation import Generation
from caregraph.graph.manifest import MANIFEST_NAME, Contents, Manifest
from caregraph.graph.new_generation import NewGeneration
from caregraph.graph.store_errors import (
    StoreDamagedError,
    StoreError,
    StoreMissingError,
    StoreVersionError,
    StoreWriteError,
)
from caregraph.graph.writer_lock import LOCK_NAME, writer_lock

__all__ = ["Generation", "Generations", "NewGeneration"]

_CURRENT: Final = "CURRENT"
_FOLDER: Final = "generations"
_NONE: Final = "none"
_OWN_NAMES: Final = frozenset((_CURRENT, LOCK_NAME, _FOLDER))
# "7 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_POINTER: Final = re.compile(r"([0-9]+) ([0-9a-f]{64})\n?")


class Generations:
    """The generations of one knowledge base.

    Attributes:
        root: The folder of the knowledge base.
    """

    def __init__(self, root: Path) -> None:
        """Name a knowledge base; nothing is made or opened."""
        self.root = root
        self._writing = False

    def current(self, *, model: str | None = None) -> Generation | None:
        """Open the generation that readers read.

        Args:
            model: Fingerprint of the model that queries will be encoded with, where they will be.

        Returns:
            The generation, checked cheaply; `None` where nothing was published yet. `close` it.

        Raises:
            StoreDamagedError: If a file is missing or changed.
            StoreVersionError: If it is of another format or model.
        """
        while True:
            pointer = self._pointer()
            if pointer is None:
                return None
            number, digest = pointer
            path = self._path(number)
            opened = self._open(path, digest)
            if opened is None:
                if self._pointer() == pointer:
                    raise StoreDamagedError(
                        f"{self.root / _CURRENT} names generation {number}, which is missing",
                        files=(str(path.relative_to(self.root)),),
                    )
                continue  # a writer published and removed this one in the meantime
            with contextlib.ExitStack() as stack:
                stack.push(opened)
                opened.check_cheaply()
                found = opened.manifest.contents.model
                if model is not None and found is not None and found != model:
                    raise StoreVersionError(
                        f"the vectors in {self.root} were made with the model {found}; the "
                        f"settings name {model}. Ingest again with it, or name the other one"
                    )
                stack.pop_all()
            return opened

    def require(self, *, model: str | None = None) -> Generation:
        """Open the generation that readers read, where there must be one.

        Args:
            model: See `current`.

        Returns:
            The generation; `close` it.

        Raises:
            StoreMissingError: If nothing was published yet.
        """
        found = self.current(model=model)
        if found is not None:
            return found
        if (self.root / _CURRENT).is_file():
            what = f"the knowledge base in {self.root} is empty: no ingest has ended yet"
        elif self.root.exists():
            what = f"{self.root} is not a knowledge base"
        else:
            what = f"there is no knowledge base at {self.root}"
        raise StoreMissingError(
            f"{what}; fill one with 'caregraph ingest PATH... --kb {self.root}'"
        )

    @contextlib.contextmanager
    def writer(self) -> Iterator[Self]:
        """Hold the right to write, and make the knowledge base where there is none.

        Yields:
            This object, on which `begin`, `publish` and `prune` may now be called.

        Raises:
            StoreWriteError: If the folder cannot be written, or holds something else.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True)
                sync(self.root.parent)
            self._refuse_other_folders()
        except OSError as error:
            raise StoreWriteError(f"{self.root} cannot be made: {error.strerror}") from error
        with writer_lock(self.root):
            self._writing = True
            try:
                if not (self.root / _CURRENT).exists():
                    (self.root / _FOLDER).mkdir(exist_ok=True)
                    self._point(_NONE)
                self._remove_leftovers()
                yield self
            finally:
                self._writing = False

    def begin(self, *, copy_of: Generation | None = None) -> NewGeneration:
        """Make the folder of the next generation.

        Args:
            copy_of: A generation whose graph it starts from. Its large files are shared, not
                copied: RocksDB never changes a table once it is written.

        Returns:
            An empty generation, or one with that graph; its index is empty in any case. A disk
            that does not take it raises a `StoreWriteError`.
        """
        self._must_write()
        folder = self.root / _FOLDER
        numbers = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
        number = max(numbers, default=0) + 1
        new = NewGeneration(number, folder / f".new-{number:06d}")
        try:
            new.discard()
            new.index_path.mkdir(parents=True)
            if copy_of is not None:
                new.share_graph(copy_of)
        except OSError as error:
            new.discard()
            fault = _write_error(new.path, error)
        else:
            return new
        raise fault

    def publish(self, new: NewGeneration, contents: Contents) -> Generation:
        """Make a generation the one that readers open. It is on disk before they can.

        Args:
            new: The generation; all its files are closed.
            contents: What it holds.

        Returns:
            The generation, open; `close` it. A disk that does not take it raises a
            `StoreWriteError`; what was published before stays.

        Raises:
            StoreDamagedError: If somebody removes it at this moment.
        """
        self._must_write()
        path = self._path(new.number)
        try:
            manifest = Manifest(
                generation=new.number,
                created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                contents=contents,
                files=new.seal(),
            ).to_json()
            write_durably(new.path / MANIFEST_NAME, manifest)
            sync(new.path)
            new.path.rename(path)
            sync(path.parent)
            digest = hashlib.sha256(manifest).hexdigest()
            self._point(f"{new.number} {digest}")
        except OSError as error:
            new.discard()
            fault = _write_error(new.path, error)
            raise fault from error
        opened = self._open(path, digest)
        if opened is None:
            raise StoreDamagedError(f"{path} vanished as it was published", files=(str(path),))
        return opened

    def prune(self) -> tuple[int, ...]:
        """Remove old generations that nobody reads, and what killed writers left behind.

        Returns:
            The numbers of the generations removed.
        """
        self._must_write()
        self._remove_leftovers()
        pointer = self._pointer()
        removed = []
        for path in sorted((self.root / _FOLDER).iterdir()):
            number = int(path.name) if path.name.isdigit() else None
            if number is None or (pointer is not None and number == pointer[0]):
                continue
            if _remove_unread(path):
                removed.append(number)
        return tuple(removed)

    def _must_write(self) -> None:
        if not self._writing:
            raise StoreError("begin, publish and prune are called inside writer()")

    def _path(self, number: int) -> Path:
        return self.root / _FOLDER / f"{number:06d}"

    def _pointer(self) -> tuple[int, str] | None:
        path = self.root / _CURRENT
        try:
            text = path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            if any((self.root / _FOLDER).glob("[0-9]*")):
                raise StoreDamagedError(
                    f"{path} is missing, though there are generations beside it", files=(_CURRENT,)
                ) from None
            return None
        except NotADirectoryError:
            return None
        except OSError as error:
            raise StoreDamagedError(
                f"{path} cannot be read: {error.strerror}", files=(_CURRENT,)
            ) from error
        if text.strip() == _NONE:
            return None
        found = _POINTER.fullmatch(text)
        if found is None:
            raise StoreDamagedError(
                f"{path} does not name a generation: {text[:80]!r}", files=(_CURRENT,)
            )
        return int(found.group(1)), found.group(2)

    def _point(self, text: str) -> None:
        temporary = self.root / f".{_CURRENT}.new"
        write_durably(temporary, f"{text}\n".encode())
        temporary.replace(self.root / _CURRENT)
        sync(self.root)

    def _open(self, path: Path, digest: str) -> Generation | None:
        """Lock and read a generation; `None` where its folder is not there."""
        manifest_path = path / MANIFEST_NAME
        try:
            lock = os.open(manifest_path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            if path.is_dir():
                raise StoreDamagedError(
                    f"{manifest_path} is missing",
                    files=(str(manifest_path.relative_to(self.root)),),
                ) from None
            return None
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_SH)
            if not os.path.lexists(manifest_path):
                return None  # removed between the opening and the lock
            with os.fdopen(os.dup(lock), "rb") as file:
                data = file.read()
            manifest = Manifest.from_json(data, where=manifest_path)
            if hashlib.sha256(data).hexdigest() != digest:
                raise StoreDamagedError(
                    f"{manifest_path} has changed since it was published",
                    files=(str(manifest_path.relative_to(self.root)),),
                )
            stack.pop_all()
        return Generation(self.root, path, manifest, lock)

    def _refuse_other_folders(self) -> None:
        if (self.root / _CURRENT).exists():
            return
        others = {path.name for path in self.root.iterdir()} - _OWN_NAMES
        others = {name for name in others if not name.startswith(".") and name != "lost+found"}
        if others:
            raise StoreWriteError(
                f"{self.root} holds other files ({sorted(others)[0]!r}, ...) and is no knowledge "
                "base; name a new or empty folder with --kb"
            )

    def _remove_leftovers(self) -> None:
        # Whoever holds the writer's lock is alone: what another writer began is abandoned.
        for path in (self.root / _FOLDER).glob(".*"):
            shutil.rmtree(path, ignore_errors=True)


def _remove_unread(path: Path) -> bool:
    """Remove a generation unless somebody reads it; tell whether it is gone."""
    try:
        lock = os.open(path / MANIFEST_NAME, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        shutil.rmtree(path, ignore_errors=True)
        return True
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        doomed = path.with_name(f".old-{path.name}")
        path.rename(doomed)
    except OSError:
        return False
    finally:
        os.close(lock)
    shutil.rmtree(doomed, ignore_errors=True)
    return True


def _write_error(path: Path, error: OSError) -> StoreWriteError:
    where = error.filename or path
    return StoreWriteError(
        f"{where} cannot be written: {error.strerror or error}; nothing that was there is lost"
    )
