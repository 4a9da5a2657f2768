"""From extracts to a published generation: resolve, build, validate, load, embed, index."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import TYPE_CHECKING

import caregraph.embeddings
import caregraph.graph
import caregraph.ontology
from caregraph.embeddings.adapter import adapter_for
from caregraph.embeddings.index import build_index
from caregraph.embeddings.model_source import find_source
from caregraph.embeddings.onnx_encoder import OnnxEncoder
from caregraph.embeddings.passages import Passage, read_catalogue, read_passages
from caregraph.embeddings.prepare import ensure_prepared
from caregraph.embeddings.prepared import PreparedModel, fingerprint_of
from caregraph.embeddings.vectors import VectorCache
from caregraph.graph import iris
from caregraph.graph.build import build_reference, nquads
from caregraph.graph.generations import Generation, Generations, NewGeneration
from caregraph.graph.identity import resolve
from caregraph.graph.manifest import Contents
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.ingest.extracts import read_extracts
from caregraph.ingest.graphs import BuiltGraph, make_graphs
from caregraph.ingest.ledger import Ledger
from caregraph.ingest.reading import authorities
from caregraph.ingest.setting import Setting
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
    """A published generation, and what could not be part of it.

    Attributes:
        generation: The one in service, open.
        refused: Documents whose graph breaks a rule.
        waiting: The user's rulings that change nothing, a sentence each.
    """

    generation: Generation
    refused: tuple[Refusal, ...]
    waiting: tuple[str, ...]


def assemble(ledger: Ledger, generations: Generations, setting: Setting) -> Assembled:
    """Make and publish the generation of these documents.

    The graph is a pure function of the set of documents: names are resolved over all of them
    together, whatever was there before. What has not changed is taken over from the generation
    in service, by digest.

    Args:
        ledger: The documents; those without an extract are left out.
        generations: Where to publish; held for writing.
        setting: Where and how.

    Returns:
        The generation in service, open: a new one, or the one before where nothing is different.
    """
    graphs, refused, waiting = _resolve_and_build(ledger, setting)
    content = _Content(
        ledger=Ledger.of(graph.entry for graph in graphs),
        graphs=graphs,
        reference=nquads(build_reference(authorities(setting.reading.authorities))),
    )
    current = generations.current()
    if current is not None and current.manifest.contents.details.get("state") == content.state:
        _prepared(setting)  # puts right what has happened to it since
        return Assembled(generation=current, refused=refused, waiting=waiting)
    with ExitStack() as stack:
        if current is not None:
            stack.enter_context(current)
        new = generations.begin(copy_of=current if content.has_unchanged else None)
        try:
            contents = _fill(new, content, setting)
            with setting.clock.stage("publish"):
                published = generations.publish(new, contents)
        except BaseException:
            new.discard()
            raise
    generations.prune()
    return Assembled(generation=published, refused=refused, waiting=waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a generation is to hold."""

    ledger: Ledger
    graphs: Sequence[BuiltGraph]
    reference: bytes

    @property
    def has_unchanged(self) -> bool:
        """Whether the generation before holds a part of it."""
        return any(not graph.quads for graph in self.graphs)

    @property
    def graph_digest(self) -> str:
        """Of all statements; the same for the same documents in any knowledge base."""
        parts = [self.reference, *(graph.entry.graph_sha256.encode() for graph in self.graphs)]
        return _digest(parts)

    @property
    def state(self) -> str:
        """Of all that decides what the generation's files hold."""
        code = code_digest(caregraph.graph, caregraph.embeddings, caregraph.ontology)
        model = fingerprint_of(find_source())
        return _digest([self.ledger.to_json(), self.reference, code.encode(), model.encode()])


def _prepared(setting: Setting) -> PreparedModel:
    """Give the encoder's files, intact."""
    return ensure_prepared(environ=os.environ, near=setting.layout.model)


def _digest(parts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _resolve_and_build(
    ledger: Ledger, setting: Setting
) -> tuple[list[BuiltGraph], tuple[Refusal, ...], tuple[str, ...]]:
    """Build all graphs; a document that cannot be built is left out as if it had not been given."""
    entries = list(ledger.entries.values())
    refused: list[Refusal] = []
    while True:
        with setting.clock.stage("resolve"):
            read = list(read_extracts(entries, setting.layout, setting.reading.version))
            resolution = resolve(
                [(entry.source, extract) for entry, extract in read],
                authorities=authorities(setting.reading.authorities),
                rulings=setting.rulings,
            )
        graphs, failed = make_graphs([entry for entry, _ in read], resolution, setting)
        if not failed:
            return graphs, tuple(refused), resolution.unmatched
        # Names were resolved with what is now left out: resolve and build without it.
        refused += failed
        entries = [ledger.entries[graph.entry.sha256] for graph in graphs]


def _fill(new: NewGeneration, content: _Content, setting: Setting) -> Contents:
    """Write everything into a new generation."""
    clock = setting.clock
    with clock.stage("load graph"):
        size = _load(new, content)
    with clock.stage("read passages"):
        store = GraphStore.open(new.graph_path)
        passages, catalogue = read_passages(store), read_catalogue(store)
    with clock.stage("prepare encoder"):
        encoder = OnnxEncoder(_prepared(setting))
    vectors = _embed(passages, encoder, setting)
    with clock.stage("index"):
        build_index(
            passages,
            vectors,
            new.index_path,
            fingerprint=encoder.fingerprint,
            catalogue=catalogue,
            adapter=adapter_for(encoder.fingerprint),
        )
    content.ledger.write(new.path)
    kinds = Counter(f"{passage.kind}s" for passage in passages)
    return Contents(
        counts={"documents": len(content.ledger.entries), **size, **kinds},
        model=encoder.fingerprint,
        versions={"caregraph": installed("caregraph")},
        details={"state": content.state, "graph": content.graph_digest},
    )


def _load(new: NewGeneration, content: _Content) -> dict[str, int]:
    """Bring the graph up to date; give how much is in it."""
    wanted = {iris.document_graph(graph.entry.sha256) for graph in content.graphs}
    changed = [graph for graph in content.graphs if graph.quads]
    with GraphBuilder(new.graph_path) as builder:
        builder.remove(sorted(builder.named_graphs() - wanted))
        builder.replace({iris.reference_graph(): content.reference})
        for start in range(0, len(changed), _BATCH):
            builder.replace(
                {
                    iris.document_graph(graph.entry.sha256): graph.quads
                    for graph in changed[start : start + _BATCH]
                }
            )
        # A statement that several documents make is as many quads.
        return {"quads": len(builder), "statements": builder.count_statements()}


def _embed(passages: Sequence[Passage], encoder: Encoder, setting: Setting) -> NDArray[np.float32]:
    texts = [passage.text for passage in passages]
    clock = setting.clock
    with (
        clock.stage("embed", len(set(texts))),
        VectorCache(setting.layout.vectors, encoder) as cache,
    ):
        reported = 0

        def report(done: int, _total: int) -> None:
            nonlocal reported
            clock.progress.advance(done - reported)
            reported = done

        return cache.vectors_of(texts, progress=report)
