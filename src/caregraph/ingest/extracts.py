"""What was read from each document: made once in a child process, kept as a cache."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from caregraph.documents.child import ChildOutcome, map_in_children
from caregraph.documents.reader import DocumentError, read_bytes
from caregraph.extraction.extract import extract
from caregraph.extraction.records import Extract
from caregraph.extraction.serial import from_json, to_json
from caregraph.graph.durable_files import written_whole
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import LedgerEntry
from caregraph.ingest.progress import StageClock
from caregraph.ingest.reading import Reading, authorities
from caregraph.ingest.setting import Setting
from caregraph.ingest.sources import Refusal
from caregraph.ingest.store_documents import document_path

# What a child needs is loaded once in the template that children are forked from.
PRELOAD = (
    "caregraph.ingest.extracts",
    "caregraph.documents.pdf_reader",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One document to read, as it is sent to the child."""

    path: Path
    entry: LedgerEntry
    reading: Reading


def make_extracts(entries: Sequence[LedgerEntry], setting: Setting) -> list[Refusal]:
    """Read every document that has no extract of this version yet.

    Each is read in a child process of its own: its death, its hunger or its slowness is the
    failure of that document and of nothing else (docs/architecture.md).

    Args:
        entries: The documents.
        setting: Where and how.

    Returns:
        The documents that were refused, with the reasons.
    """
    layout, reading, clock = setting.layout, setting.reading, setting.clock
    version = reading.version
    waiting = [
        Work(path=document_path(layout, entry), entry=entry, reading=reading)
        for entry in entries
        if find_extract(layout, entry, version) is None
    ]
    refused = []
    with clock.stage("read and extract", len(waiting)):
        outcomes = map_in_children(
            read_and_extract,
            waiting,
            workers=setting.workers,
            limits=reading.limits,
            preload=PRELOAD,
        )
        for work, outcome in outcomes:
            refusal = _keep(work, outcome, layout, version, clock)
            if refusal is not None:
                refused.append(refusal)
            clock.progress.advance()
    return refused


def extract_path(layout: Layout, entry: LedgerEntry) -> Path:
    """Give where the document's extract is kept."""
    return layout.extracts / f"{entry.sha256}.json"


def find_extract(layout: Layout, entry: LedgerEntry, version: str) -> bytes | None:
    """Give the JSON of a document's extract, if it is there, whole, and of this version."""
    try:
        header, _, body = extract_path(layout, entry).read_bytes().partition(b"\n")
        kept = json.loads(header)
    except (OSError, ValueError):
        return None
    whole = kept.get("sha256") == hashlib.sha256(body).hexdigest()
    as_wished = kept.get("version") == version and kept.get("ocr") == entry.ocr
    return body if whole and as_wished else None


def read_extracts(
    entries: Sequence[LedgerEntry], layout: Layout, version: str
) -> Iterator[tuple[LedgerEntry, Extract]]:
    """Give each entry with its extract; an entry without one is left out."""
    for entry in entries:
        body = find_extract(layout, entry, version)
        if body is not None:
            yield entry, from_json(body)


def _keep(
    work: Work, outcome: ChildOutcome, layout: Layout, version: str, clock: StageClock
) -> Refusal | None:
    name = work.entry.name
    if outcome.value is None:
        return Refusal(name=name, stage="read", reason=outcome.error or "the reader failed on it")
    header, _, body = outcome.value.partition(b"\n")
    told_by_child = json.loads(header)
    if "refused" in told_by_child:
        return Refusal(name=name, **told_by_child["refused"])
    clock.add("read (sum over children)", told_by_child["read_s"])
    clock.add("extract (sum over children)", told_by_child["extract_s"])
    digest = hashlib.sha256(body).hexdigest()
    kept = {"version": version, "ocr": work.entry.ocr, "sha256": digest}
    with written_whole(extract_path(layout, work.entry)) as stream:
        stream.write(json.dumps(kept).encode() + b"\n" + body)
    return None


def read_and_extract(work: Work) -> bytes:
    """Give one line of JSON about the work, then the extract as JSON."""
    began = time.perf_counter()
    try:
        document = read_bytes(
            work.path.read_bytes(),
            work.entry.name,
            ocr=work.entry.ocr,
            limits=work.reading.limits,
        )
    except DocumentError as error:
        return json.dumps({"refused": {"stage": error.stage, "reason": error.reason}}).encode()
    read_at = time.perf_counter()
    found = extract(document, authorities(work.reading.authorities))
    if not _says_something(found):
        reason = (
            f"it holds no report: its {len(found.text.split()):,} words tell nothing that was "
            "found, judged, recommended, said or done"
        )
        return json.dumps({"refused": {"stage": "extract", "reason": reason}}).encode()
    body = to_json(found)
    times = {"read_s": read_at - began, "extract_s": time.perf_counter() - read_at}
    return json.dumps(times).encode() + b"\n" + body


def _says_something(extract: Extract) -> bool:
    """Tell whether anything was read that the graph is made for (a cover page says nothing)."""
    return any(
        (
            extract.findings,
            extract.judgements,
            extract.recommendations,
            extract.statements,
            extract.actions,
            extract.statistics,
        )
    )
