"""A copy of each source in the knowledge base, under the hash of its bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from caregraph.graph.durable_files import written_whole
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import LedgerEntry
from caregraph.ingest.sources import FoundFile, Refusal

_LONGEST_SUFFIX = 6


def store_document(found: FoundFile, layout: Layout, *, max_bytes: int) -> LedgerEntry | Refusal:
    """Copy a file into the knowledge base and give its ledger entry.

    The file is opened once, without waiting for a writer (FIFO) and checked on the open
    descriptor, so that what is hashed is what is stored, whatever happens to the name meanwhile.

    Args:
        found: The file.
        layout: Where the knowledge base lies.
        max_bytes: A larger file is refused.

    Returns:
        The entry, or why the file was not taken.
    """
    try:
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return _refuse(found, f"the system says: {error.strerror or error}")
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _refuse(found, "it is not a regular file")
        if status.st_size > max_bytes:
            return _refuse(
                found,
                f"it has {status.st_size:,} bytes, and the limit for a file is {max_bytes:,}",
            )
        data = stream.read(max_bytes + 1)
    if not data:
        return _refuse(found, "it is an empty file")
    if len(data) > max_bytes:
        return _refuse(found, f"it grew over the limit of {max_bytes:,} bytes while it was read")
    sha256 = hashlib.sha256(data).hexdigest()
    entry = LedgerEntry(
        sha256=sha256,
        suffix=_safe_suffix(found.path),
        names=(found.name,),
        paths=(os.fsencode(found.path.absolute()).decode("utf-8", "backslashreplace"),),
        provenance=found.provenance,
    )
    kept = document_path(layout, entry)
    if not kept.is_file() or kept.read_bytes() != data:
        with written_whole(kept) as copy:
            copy.write(data)
    return entry


def document_path(layout: Layout, entry: LedgerEntry) -> Path:
    """Give where the document's bytes are kept."""
    return layout.documents / f"{entry.sha256}{entry.suffix}"


def _safe_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return (
        suffix
        if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= _LONGEST_SUFFIX
        else ""
    )


def _refuse(found: FoundFile, reason: str) -> Refusal:
    return Refusal(name=found.name, stage="open", reason=reason)
