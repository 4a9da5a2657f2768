"""Which files a person meant, and what is known about each besides its content."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from caregraph.ontology.errors import CaregraphError

MANIFEST = "manifest.csv"
AUTHORITIES = "authorities.csv"

# The columns that we know, under the names that publishers' lists give them.
COLUMNS = {
    "url": ("url", "source_url"),
    "publisher": ("publisher",),
    "published": ("published", "publication_date"),
    "licence": ("licence", "license"),
}


class SourceError(CaregraphError, ValueError):
    """A path or a manifest that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a manifest says about a file; `None` where it says nothing."""

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None


NOTHING_KNOWN = Provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file to ingest."""

    path: Path
    provenance: Provenance = NOTHING_KNOWN

    @property
    def name(self) -> str:
        r"""The file's own name as clean Unicode; bytes that are not UTF-8 are shown as `\xNN`."""
        return readable(self.path.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A document that was not taken in, at which step, and why."""

    name: str
    stage: str
    reason: str


def readable(name: str) -> str:
    r"""Give a file name as text that can be stored.

    Args:
        name: As the system gives it; bytes that are not UTF-8 are lone surrogates (PEP 383).

    Returns:
        The name with each such byte as `\xNN`.
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile | Refusal]:
    """Give the files that the paths name, each real file once, in sorted order within a folder.

    A folder is searched to the bottom. Left out without a word: manifests, lists of further
    authorities, hidden files, and the lock files of word processors (`~$name`). Refused, with
    the reason: broken links, links that leave the folder, and what is not a regular file.

    Args:
        paths: Files and folders.

    Yields:
        A file with what its manifest says, or why something was not taken.

    Raises:
        SourceError: If a path does not exist, or a manifest cannot be read.
    """
    seen: set[tuple[int, int]] = set()
    manifests: dict[Path, dict[str, Provenance]] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise SourceError(f"{path}: there is no such file or folder")
        for found in _search(path):
            if isinstance(found, Refusal):
                yield found
                continue
            identity = found.stat().st_dev, found.stat().st_ino
            if identity in seen:
                continue
            seen.add(identity)
            folder = found.parent
            if folder not in manifests:
                manifests[folder] = read_manifest(folder / MANIFEST)
            yield FoundFile(path=found, provenance=manifests[folder].get(found.name, NOTHING_KNOWN))


def read_manifest(path: Path) -> dict[str, Provenance]:
    """Give what a manifest says, by file name; nothing where there is no manifest.

    A manifest is a CSV file with a header; the column `file` is needed, the columns of
    `COLUMNS` are used, others are left alone.

    Args:
        path: Where it would be.

    Returns:
        By file name.

    Raises:
        SourceError: If it is there but is not such a table.
    """
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream)
            if "file" not in (table.fieldnames or ()):
                raise SourceError(f"{path}:1: a manifest needs a column named 'file'")
            return {row["file"]: _provenance(row) for row in table if row["file"]}
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: not a CSV file in UTF-8 ({error})") from error


def _provenance(row: dict[str, str]) -> Provenance:
    values = {
        key: next((row[c].strip() for c in columns if row.get(c)), "") or None
        for key, columns in COLUMNS.items()
    }
    return Provenance(**values)


def _search(start: Path) -> Iterator[Path | Refusal]:
    """Give the regular files at or under a path, without recursion: folders can be deep."""
    top = start.resolve()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode) and (path == start or not path.is_symlink()):
                inside = sorted(path.iterdir(), key=lambda entry: os.fsencode(entry.name))
                waiting.extend(child for child in reversed(inside) if not _is_aside(child.name))
            elif stat.S_ISDIR(mode):
                yield _refuse(path, "it is a link to a folder, and those are not followed")
            elif not stat.S_ISREG(mode):
                yield _refuse(path, "it is not a regular file")
            elif path != start and path.is_symlink() and not path.resolve().is_relative_to(top):
                yield _refuse(
                    path, "it is a link out of the folder; name the file itself to take it"
                )
            else:
                yield path
        except FileNotFoundError:
            yield _refuse(path, "it is a broken link, or vanished while the folder was read")
        except OSError as error:
            yield _refuse(path, f"the system says: {error.strerror or error}")


def _is_aside(name: str) -> bool:
    return name in (MANIFEST, AUTHORITIES) or name.startswith((".", "~$"))


def _refuse(path: Path, reason: str) -> Refusal:
    return Refusal(name=readable(path.name), stage="open", reason=reason)
