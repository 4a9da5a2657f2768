"""What a generation consists of: its files with their checksums, and what made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError

FORMAT_VERSION: Final = 1
"""Of the folder layout and of the manifest; a greater one was written by a later caregraph."""

MANIFEST_NAME: Final = "manifest.json"

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a generation: its size in bytes and the SHA-256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a generation holds, as told by whoever built it.

    Attributes:
        counts: How many of each: "quads", "documents", "findings", "passages", ...
        model: Fingerprint of the model that made the vectors; `None` without an index.
        versions: Of the software that decides what is in it, by name.
        details: Anything else that is JSON.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    model: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The manifest of a generation.

    Attributes:
        generation: Its number, from 1.
        created: When it was published, ISO 8601 in UTC. It stands here only: the graph holds no
            time of its own making, so that the same documents give the same graph.
        contents: What it holds.
        files: By path relative to the generation, with "/".
        format_version: See `FORMAT_VERSION`.
    """

    generation: int
    created: str
    contents: Contents
    files: Mapping[str, FileEntry]
    format_version: int = FORMAT_VERSION

    def to_json(self) -> bytes:
        """Give the manifest as JSON with sorted keys."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode() + b"\n"

    @classmethod
    def from_json(cls, data: bytes, *, where: Path) -> Manifest:
        """Read a manifest.

        Args:
            data: As `to_json` gave it.
            where: Where it was read from, for messages.

        Returns:
            The manifest.

        Raises:
            StoreVersionError: If it is of another format.
            StoreDamagedError: If it is no manifest.
        """
        try:
            found = json.loads(data)
            version = int(found["format_version"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamagedError(
                f"{where} is not a manifest ({error}); restore it, or ingest again into another "
                "folder",
                files=(str(where),),
            ) from error
        if version != FORMAT_VERSION:
            later = "a later" if version > FORMAT_VERSION else "an earlier"
            raise StoreVersionError(
                f"{where} has format {version}, of {later} caregraph; this one reads format "
                f"{FORMAT_VERSION}. Nothing was changed"
            )
        return cls(
            generation=found["generation"],
            created=found["created"],
            contents=Contents(**found["contents"]),
            files={name: FileEntry(**entry) for name, entry in found["files"].items()},
        )


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(_BUFFER):
            digest.update(block)
    return digest.hexdigest()
