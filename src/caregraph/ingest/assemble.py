"""From extracts to a published generation: resolve, build, validate, load, embed, index."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import TYPE_CHECKING

import pyoxigraph

import caregraph.embeddings
import caregraph.graph
import caregraph.ontology
from caregraph.embeddings.index import build_index
from caregraph.embeddings.model_source import find_source
from caregraph.embeddings.onnx_encoder import OnnxEncoder
from caregraph.embeddings.passages import Passage, read_catalogue, read_passages
from caregraph.embeddings.prepare import ensure_prepared
from caregraph.embeddings.prepared import fingerprint_of
from caregraph.embeddings.vectors import VectorCache
from caregraph.graph import iris
from caregraph.graph.build import build_reference
from caregraph.graph.generations import Generation, Generations, NewGeneration
from caregraph.graph.identity import resolve
from caregraph.graph.manifest import Contents
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.ingest.extracts import Reading, authorities, read_extracts
from caregraph.ingest.graphs import BuiltGraph, make_graphs
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import Ledger
from caregraph.ingest.progress import StageClock
from caregraph.ingest.sources import Refusal
from caregraph.ingest.versions import code_digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from caregraph.embeddings.encoder import Encoder

_BATCH = 50
"""Graphs loaded at once: bounds memory, and few loads make few files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A published generation, and the documents that could not be part of it."""

    generation: Generation
    refused: tuple[Refusal, ...]


def assemble(
    ledger: Ledger,
    *,
    generations: Generations,
    layout: Layout,
    reading: Reading,
    workers: int,
    clock: StageClock,
) -> Assembled:
    """Make and publish the generation of these documents.

    The graph is a pure function of the set of documents: names are resolved over all of them
    together, whatever was there before. What has not changed is taken over from the generation
    in service, by digest.

    Args:
        ledger: The documents; those without an extract are left out.
        generations: Where to publish; held for writing.
        layout: Where extracts, vectors and the model lie.
        reading: How the extracts were made.
        workers: Documents built side by side.
        clock: Times the stages.

    Returns:
        The generation in service, open: a new one, or the one before where nothing is different.
    """
    current = generations.current()
    try:
        graphs, refused = _resolve_and_build(ledger, layout, reading, workers, clock)
        after = Ledger.of(graph.entry for graph in graphs)
        reference = _serialised(build_reference(authorities(reading.authorities)))
        state = _state(after, reference)
        if current is not None and current.manifest.contents.details.get("state") == state:
            kept, current = current, None
            return Assembled(generation=kept, refused=refused)
        unchanged = any(not graph.quads for graph in graphs)
        new = generations.begin(copy_of=current if unchanged else None)
        try:
            published = _fill(new, after, graphs, reference, state, generations, layout, clock)
        except BaseException:
            new.discard()
            raise
    finally:
        if current is not None:
            current.close()
    generations.prune()
    return Assembled(generation=published, refused=refused)


def _resolve_and_build(
    ledger: Ledger, layout: Layout, reading: Reading, workers: int, clock: StageClock
) -> tuple[list[BuiltGraph], tuple[Refusal, ...]]:
    """Build all graphs; a document that cannot be built is left out as if it had not been given."""
    entries = list(ledger.entries.values())
    refused: list[Refusal] = []
    while True:
        with clock.stage("resolve"):
            read = list(read_extracts(entries, layout, reading.version))
            resolution = resolve(
                [(entry.source, extract) for entry, extract in read],
                authorities=authorities(reading.authorities),
            )
        entries = [entry for entry, _ in read]
        graphs, failed = make_graphs(
            entries, resolution, layout=layout, reading=reading, workers=workers, clock=clock
        )
        if not failed:
            return graphs, tuple(refused)
        # Names were resolved with what is now left out: resolve and build without it.
        refused += failed
        entries = [ledger.entries[graph.entry.sha256] for graph in graphs]


def _fill(
    new: NewGeneration,
    ledger: Ledger,
    graphs: Sequence[BuiltGraph],
    reference: bytes,
    state: str,
    generations: Generations,
    layout: Layout,
    clock: StageClock,
) -> Generation:
    """Write everything into a new generation and publish it."""
    with clock.stage("load graph"):
        quads = _load(new, graphs, reference)
    store = GraphStore.open(new.graph_path)
    with clock.stage("read passages"):
        passages, catalogue = read_passages(store), read_catalogue(store)
    with clock.stage("prepare encoder"):
        encoder = OnnxEncoder(ensure_prepared(environ=os.environ, near=layout.model))
    vectors = _embed(passages, encoder, layout, clock)
    with clock.stage("index"):
        build_index(
            passages,
            vectors,
            new.index_path,
            fingerprint=encoder.fingerprint,
            catalogue=catalogue,
        )
    kinds = Counter(f"{passage.kind}s" for passage in passages)
    contents = Contents(
        counts={"documents": len(ledger.entries), "quads": quads, **kinds},
        model=encoder.fingerprint,
        versions={"caregraph": installed("caregraph")},
        details={"state": state},
    )
    with clock.stage("publish"):
        ledger.write(new.path)
        return generations.publish(new, contents)


def _load(new: NewGeneration, graphs: Sequence[BuiltGraph], reference: bytes) -> int:
    """Bring the graph up to date; give how many quads it has."""
    wanted = {iris.document_graph(graph.entry.sha256) for graph in graphs}
    changed = [graph for graph in graphs if graph.quads]
    with GraphBuilder(new.graph_path) as builder:
        builder.remove(sorted(builder.named_graphs() - wanted))
        builder.replace({iris.reference_graph(): reference})
        for start in range(0, len(changed), _BATCH):
            builder.replace(
                {
                    iris.document_graph(graph.entry.sha256): graph.quads
                    for graph in changed[start : start + _BATCH]
                }
            )
        return len(builder)


def _embed(
    passages: Sequence[Passage], encoder: Encoder, layout: Layout, clock: StageClock
) -> NDArray[np.float32]:
    texts = [passage.text for passage in passages]
    with clock.stage("embed", len(set(texts))), VectorCache(layout.vectors, encoder) as cache:
        reported = 0

        def report(done: int, _total: int) -> None:
            nonlocal reported
            clock.progress.advance(done - reported)
            reported = done

        return cache.vectors_of(texts, progress=report)


def _state(ledger: Ledger, reference: bytes) -> str:
    """Give a digest of all that decides what a generation holds."""
    code = code_digest(caregraph.graph, caregraph.embeddings, caregraph.ontology)
    model = fingerprint_of(find_source())
    parts = (ledger.to_json(), reference, code.encode(), model.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _serialised(quads: Sequence[pyoxigraph.Quad]) -> bytes:
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
