"""Which documents a generation holds, and what is known about each besides its content."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from caregraph.graph.durable_files import written_whole
from caregraph.graph.source import DocumentSource
from caregraph.ingest.sources import NOTHING_KNOWN, Provenance
from caregraph.ontology.errors import CaregraphError

LEDGER = "ledger.json"
_SHORTEST_HASH = 8


class UnknownDocumentError(CaregraphError, KeyError):
    """A name that no document of the knowledge base has."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would quote it


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One document of a generation.

    Attributes:
        sha256: Of its bytes.
        suffix: Of its file's name, as stored under `documents/`; for example ".pdf".
        names: Every name that it was ingested under, sorted.
        paths: Every absolute path that it was ingested from, sorted; used to notice that a
            file has changed, and never published.
        provenance: What manifests say about it.
        ocr: Whether it was given with the wish to read scanned pages; it stays so.
        family: The module that read it.
        findings: How many findings it gave.
        problems: What a person should look at, one sentence each.
        graph_sha256: Of its graph as sorted N-Quads; empty until the graph is built.
    """

    sha256: str
    suffix: str
    names: tuple[str, ...]
    paths: tuple[str, ...]
    provenance: Provenance = NOTHING_KNOWN
    ocr: bool = False
    family: str = ""
    findings: int = 0
    problems: tuple[str, ...] = ()
    graph_sha256: str = ""

    @property
    def name(self) -> str:
        """The name that it goes by: the first of its names in sorted order."""
        return self.names[0]

    @property
    def source(self) -> DocumentSource:
        """The part of the entry that goes into the graph."""
        return DocumentSource(
            sha256=self.sha256,
            names=self.names,
            url=self.provenance.url,
            publisher=self.provenance.publisher,
            published=self.provenance.published,
            licence=self.provenance.licence,
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """The documents of a generation by the SHA-256 of their bytes."""

    entries: Mapping[str, LedgerEntry]

    @classmethod
    def of(cls, entries: Iterable[LedgerEntry]) -> Ledger:
        """Give a ledger of these entries, in the order of their hashes."""
        return cls({entry.sha256: entry for entry in sorted(entries, key=lambda e: e.sha256)})

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """Give the ledger of a published generation."""
        rows = json.loads((folder / LEDGER).read_bytes())
        return cls.of(
            LedgerEntry(
                **{
                    **row,
                    "names": tuple(row["names"]),
                    "paths": tuple(row["paths"]),
                    "problems": tuple(row["problems"]),
                    "provenance": Provenance(**row["provenance"]),
                }
            )
            for row in rows
        )

    def write(self, folder: Path) -> None:
        """Write the ledger into a generation that is being made."""
        with written_whole(folder / LEDGER) as stream:
            stream.write(self.to_json())

    def to_json(self) -> bytes:
        """Give the ledger as JSON, the same bytes for the same ledger."""
        rows = [asdict(entry) for entry in self.entries.values()]
        return json.dumps(rows, indent=1, sort_keys=True).encode()

    def with_document(self, entry: LedgerEntry) -> Ledger:
        """Give the ledger with this document in it.

        A document that is there already keeps its names and takes over a newer provenance. A
        path that held another document before gives that one up: the file has changed.

        Args:
            entry: The document.

        Returns:
            The new ledger; this one stays as it is.
        """
        entries = dict(self.entries)
        for other in self.entries.values():
            if other.sha256 != entry.sha256 and set(other.paths) & set(entry.paths):
                left = tuple(path for path in other.paths if path not in entry.paths)
                if left:
                    names = tuple(sorted({Path(path).name for path in left}))
                    entries[other.sha256] = replace(other, paths=left, names=names)
                else:
                    del entries[other.sha256]
        known = entries.get(entry.sha256)
        if known is not None:
            said = entry.provenance if entry.provenance != NOTHING_KNOWN else known.provenance
            entry = replace(
                known,
                names=tuple(sorted({*known.names, *entry.names})),
                paths=tuple(sorted({*known.paths, *entry.paths})),
                provenance=said,
                ocr=known.ocr or entry.ocr,
            )
        entries[entry.sha256] = entry
        return Ledger.of(entries.values())

    def without(self, sha256: str) -> Ledger:
        """Give the ledger without this document."""
        return Ledger.of(entry for key, entry in self.entries.items() if key != sha256)

    def find(self, name: str) -> LedgerEntry:
        """Give the document of this name, path, or (beginning of a) SHA-256.

        Args:
            name: A SHA-256 may be cut short, but not below 8 digits.

        Returns:
            The one document that it fits.

        Raises:
            UnknownDocumentError: If there is none, or more than one.
        """
        found = [
            entry
            for entry in self.entries.values()
            if name in entry.names
            or str(Path(name).absolute()) in entry.paths
            or (len(name) >= _SHORTEST_HASH and entry.sha256.startswith(name.lower()))
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownDocumentError(
                f"no document is called {name!r}; 'caregraph status --documents' lists them"
            )
        hashes = ", ".join(entry.sha256[:12] for entry in found)
        raise UnknownDocumentError(
            f"{len(found)} documents are called {name!r}; give one by its hash: {hashes}"
        )
