"""The graph of each document: built and validated side by side, in child processes."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyoxigraph

from caregraph.documents.child import map_in_children
from caregraph.extraction.serial import from_json
from caregraph.graph.build import build_document
from caregraph.graph.errors import BuildError
from caregraph.graph.identity import DocumentIdentities, Resolution
from caregraph.graph.validate import validate
from caregraph.ingest.extracts import find_extract
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import LedgerEntry
from caregraph.ingest.reading import Reading, authorities
from caregraph.ingest.setting import Setting
from caregraph.ingest.sources import Refusal

_PRELOAD = ("caregraph.ingest.graphs", "pyshacl")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltGraph:
    """The graph of one document.

    Attributes:
        entry: The document, with the digest of its graph and what was found in it.
        quads: Sorted lines of N-Quads; empty where the graph is that of the generation before.
    """

    entry: LedgerEntry
    quads: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One document to build, as it is sent to the child."""

    entry: LedgerEntry
    identities: DocumentIdentities
    layout: Layout
    reading: Reading
    version: str


def make_graphs(
    entries: Sequence[LedgerEntry],
    resolution: Resolution,
    setting: Setting,
) -> tuple[list[BuiltGraph], list[Refusal]]:
    """Build the graph of every document, and validate those that are new or changed.

    Args:
        entries: The documents; one whose `graph_sha256` is that of its new graph is unchanged.
        resolution: What the documents' names stand for among all of them.
        setting: Where and how.

    Returns:
        The graphs in the order of the hashes, and the documents whose graph breaks a rule of
        `ontology/shapes.ttl`, which is a fault of extraction and costs only that document.
    """
    reading, clock = setting.reading, setting.clock
    version = reading.version
    works = [
        _Work(
            entry=entry,
            identities=resolution.of(entry.sha256),
            layout=setting.layout,
            reading=reading,
            version=version,
        )
        for entry in entries
    ]
    built, refused = [], []
    with clock.stage("build and validate", len(works)):
        outcomes = map_in_children(_build, works, workers=setting.workers, preload=_PRELOAD)
        for work, outcome in outcomes:
            clock.progress.advance()
            if outcome.value is None:
                told = outcome.error or "building its graph failed"
                refused.append(Refusal(name=work.entry.name, stage="build", reason=told))
                continue
            header, _, quads = outcome.value.partition(b"\n")
            told_by_child = json.loads(header)
            clock.add("build (sum over children)", told_by_child["build_s"])
            clock.add("validate (sum over children)", told_by_child["validate_s"])
            if told_by_child["refused"]:
                reason = told_by_child["refused"]
                refused.append(Refusal(name=work.entry.name, stage="validate", reason=reason))
                continue
            changes = told_by_child["entry"]
            changes["problems"] = tuple(changes["problems"])
            built.append(BuiltGraph(entry=replace(work.entry, **changes), quads=quads))
    return sorted(built, key=lambda graph: graph.entry.sha256), refused


def _build(work: _Work) -> bytes:
    """Give one line of JSON about the work, then the graph as N-Quads where it has changed."""
    began = time.perf_counter()
    body = find_extract(work.layout, work.entry, work.version)
    if body is None:
        raise BuildError(f"the extract of {work.entry.name} is gone; ingest it again")
    extract = from_json(body)
    graph = build_document(
        work.entry.source, extract, Resolution({work.entry.sha256: work.identities})
    )
    quads = pyoxigraph.serialize(graph, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    digest = graph_digest(quads)
    built_at = time.perf_counter()
    changed = digest != work.entry.graph_sha256
    violations = (
        validate(graph, authorities=authorities(work.reading.authorities)) if changed else ()
    )
    told = {
        "build_s": built_at - began,
        "validate_s": time.perf_counter() - built_at,
        "refused": "; ".join(str(found) for found in violations[:3] if found.blocks),
        "entry": {
            "family": extract.family.value,
            "findings": len(extract.findings),
            "problems": [
                *extract.problems,
                *(str(found) for found in violations if not found.blocks),
            ],
            "graph_sha256": digest,
        },
    }
    return json.dumps(told).encode() + b"\n" + (quads if changed else b"")


def graph_digest(quads: bytes) -> str:
    """Give the SHA-256 of a graph's statements, whatever their order.

    Args:
        quads: Lines of N-Quads.

    Returns:
        64 hexadecimal digits.
    """
    return hashlib.sha256(b"\n".join(sorted(quads.splitlines()))).hexdigest()
