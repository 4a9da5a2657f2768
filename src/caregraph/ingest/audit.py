"""Whether a knowledge base is whole: its files, its parts against each other, its quotations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph

from caregraph.documents.child import map_in_children
from caregraph.embeddings.errors import ModelError
from caregraph.embeddings.passages import read_passages
from caregraph.embeddings.prepared import find_prepared
from caregraph.embeddings.search import SearchIndex
from caregraph.extraction.laws import tells_a_fault
from caregraph.extraction.serial import from_json
from caregraph.graph import iris
from caregraph.graph.generations import Generation
from caregraph.graph.store import GraphStore
from caregraph.graph.store_errors import StoreDamagedError
from caregraph.ingest.extracts import PRELOAD, Work, read_and_extract
from caregraph.ingest.graphs import graph_digest
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import Ledger, LedgerEntry
from caregraph.ingest.setting import Setting
from caregraph.ingest.store_documents import document_path

_QUOTATIONS = """
SELECT ?graph ?start ?end ?exact WHERE {
  GRAPH ?graph {
    ?passage oa:hasSelector ?position, ?quote .
    ?position oa:start ?start ; oa:end ?end .
    ?quote oa:exact ?exact .
  }
}
"""


@dataclass(slots=True, kw_only=True)
class AuditReport:
    """What was checked, and what is wrong.

    Attributes:
        checked: How many of what were compared.
        faults: One sentence each; empty where all is well.
        is_damaged: Whether a file is not as it was written.
    """

    checked: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    is_damaged: bool = False

    def damaged(self, fault: str) -> None:
        """Note a file that is not as it was written."""
        self.faults.append(fault)
        self.is_damaged = True


def audit(
    generation: Generation,
    setting: Setting,
    *,
    store: GraphStore,
    index: SearchIndex,
    quotes: bool,
    laws: bool,
) -> AuditReport:
    """Check a generation.

    Args:
        generation: Its files are compared with the checksums of its manifest.
        setting: Where the documents lie (each must have the bytes that its name says), and how
            they are read.
        store: Every document of the ledger must have its graph, and no other be there.
        index: It must hold exactly the passages of the graph.
        quotes: Whether to read every document again and compare every quotation with the words
            at its offsets in the text that comes out.
        laws: Whether to name every law of reading that a document breaks as a fault.

    Returns:
        The report.
    """
    report = AuditReport()
    try:
        generation.verify()
        index.verify()
    except StoreDamagedError as error:
        report.damaged(str(error))
        return report
    report.checked["files of the generation"] = len(generation.manifest.files)
    entries = list(Ledger.read(generation.path).entries.values())
    _check_encoder(index.fingerprint, setting.layout, report)
    _check_documents(entries, setting.layout, report)
    _check_graphs(entries, store, report)
    _check_index(store, index, report)
    if laws:
        _check_laws(entries, report)
    if quotes:
        _check_quotes(entries, store, setting, report)
    return report


def _check_encoder(fingerprint: str, layout: Layout, report: AuditReport) -> None:
    try:
        prepared = find_prepared(layout.model, fingerprint)
        if prepared is not None:
            prepared.verify()
        else:
            folder = layout.model / fingerprint
            report.damaged(f"the encoder in {folder} is missing; ingest any document again")
    except ModelError as error:
        report.damaged(str(error))


def _check_documents(entries: Sequence[LedgerEntry], layout: Layout, report: AuditReport) -> None:
    for entry in entries:
        path = document_path(layout, entry)
        if not path.is_file():
            report.damaged(f"{path} is missing; ingest {entry.name} again")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
            report.damaged(f"{path} is not as it was written; ingest {entry.name} again")
    report.checked["documents"] = len(entries)


def _check_graphs(entries: Sequence[LedgerEntry], store: GraphStore, report: AuditReport) -> None:
    wanted = {iris.document_graph(entry.sha256): entry for entry in entries}
    held = {name.value for name in store.named_graphs()} - {iris.reference_graph()}
    for name in sorted(wanted.keys() - held):
        report.damaged(f"the graph of {wanted[name].name} is missing; ingest it again")
    for name in sorted(held - wanted.keys()):
        report.damaged(f"{name} is in the graph, but no document of the ledger gave it")
    for name in sorted(held & wanted.keys()):
        statements = store.match(graph=pyoxigraph.NamedNode(name))
        quads = pyoxigraph.serialize(statements, format=pyoxigraph.RdfFormat.N_QUADS) or b""
        if graph_digest(quads) != wanted[name].graph_sha256:
            report.damaged(f"the graph of {wanted[name].name} is not as it was built")
    report.checked["graphs of documents"] = len(held)


def _check_index(store: GraphStore, index: SearchIndex, report: AuditReport) -> None:
    in_graph = {passage.iri for passage in read_passages(store)}
    in_index = index.iris()
    for iri in sorted(in_graph - in_index):
        report.damaged(f"{iri} is in the graph and not in the index")
    for iri in sorted(in_index - in_graph):
        report.damaged(f"{iri} is in the index and not in the graph")
    report.checked["passages in graph and index"] = len(in_graph & in_index)


def _check_laws(entries: Sequence[LedgerEntry], report: AuditReport) -> None:
    """Name what `caregraph.extraction.laws` noticed when the documents were read.

    A broken law is no damage: the knowledge base says what was read, and a person should look.
    """
    for entry in entries:
        report.faults += [f"{entry.name}: {told}" for told in entry.problems if tells_a_fault(told)]
    report.checked["documents held to the laws of reading"] = len(entries)


def _check_quotes(
    entries: Sequence[LedgerEntry], store: GraphStore, setting: Setting, report: AuditReport
) -> None:
    """Read every document anew, and look each quotation of the graph up in the text."""
    works = [
        Work(path=document_path(setting.layout, entry), entry=entry, reading=setting.reading)
        for entry in entries
    ]
    compared = 0
    with setting.clock.stage("read again", len(works)):
        for work, outcome in map_in_children(
            read_and_extract,
            works,
            workers=setting.workers,
            limits=setting.reading.limits,
            preload=PRELOAD,
        ):
            setting.clock.progress.advance()
            header, _, body = (outcome.value or b"{}").partition(b"\n")
            if outcome.value is None or "refused" in json.loads(header):
                report.faults.append(f"{work.entry.name} cannot be read again")
                continue
            text = from_json(body).text
            for start, end, quoted in _quotations(store, work.entry):
                compared += 1
                if text[start:end] != quoted:
                    report.faults.append(
                        f"{work.entry.name}: characters {start} to {end} are not {quoted[:60]!r}"
                    )
    report.checked["quotations compared with their documents"] = compared


def _quotations(store: GraphStore, entry: LedgerEntry) -> Iterator[tuple[int, int, str]]:
    graph = pyoxigraph.NamedNode(iris.document_graph(entry.sha256))
    for _, start, end, exact in store.select(_QUOTATIONS, {"graph": graph}):
        if (
            isinstance(start, pyoxigraph.Literal)
            and isinstance(end, pyoxigraph.Literal)
            and isinstance(exact, pyoxigraph.Literal)
        ):
            yield int(start.value), int(end.value), exact.value
