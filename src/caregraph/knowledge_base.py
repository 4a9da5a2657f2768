"""The one object that the command line, the web application and Python users hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from caregraph.graph.generations import Generation, Generations
from caregraph.graph.part_request import PartRequest
from caregraph.ingest.layout import Layout
from caregraph.ontology.authorities import AuthorityList

if TYPE_CHECKING:
    import rdflib

    from caregraph.embeddings.encoder import Encoder
    from caregraph.embeddings.hits import Hit
    from caregraph.embeddings.request import SearchRequest
    from caregraph.embeddings.search import SearchIndex
    from caregraph.graph.describe import Description
    from caregraph.graph.export import Part
    from caregraph.graph.query_result import QueryResult
    from caregraph.graph.rdf_text import RdfFormat
    from caregraph.graph.store import GraphStore
    from caregraph.ingest.audit import AuditReport
    from caregraph.ingest.kept_rulings import RulingFiles
    from caregraph.ingest.ledger import LedgerEntry
    from caregraph.ingest.pipeline import IngestReport
    from caregraph.ingest.problems import Problem
    from caregraph.ingest.progress import Progress
    from caregraph.ingest.reading import Reading


class KnowledgeBase:
    """A knowledge base open for reading: one published generation, which nothing changes.

    An ingest, by this or another process, publishes the next generation beside it; open the
    knowledge base again to see that one. Parts are opened when they are first needed: a SPARQL
    query loads no encoder, a search no graph.

    Example:
        >>> with KnowledgeBase.open(samples) as kb:  # doctest: +SKIP
        ...     for hit in kb.search("findings about care leavers", limit=3):
        ...         print(hit.passage.text)
    """

    def __init__(self, root: Path, generation: Generation) -> None:
        """Hold an open generation; `open` is the way in."""
        self.root = root
        self._generation = generation
        self._layout = Layout(root)

    @classmethod
    def open(cls, root: Path | str) -> Self:
        """Open the generation that is in service.

        Args:
            root: The folder of the knowledge base.

        Returns:
            The open knowledge base; use it in a `with` statement, or call `close`.

        Raises:
            StoreMissingError: If there is no knowledge base; none is made by looking.
            StoreDamagedError: If a file of it is absent or cut short.
            StoreVersionError: If another version of caregraph made it.
        """
        return cls(Path(root), Generations(Path(root)).require())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the generation, so that it can be removed when a newer one is in service."""
        self._generation.close()

    @staticmethod
    def ingest(
        root: Path | str,
        paths: Sequence[Path],
        *,
        workers: int | None = None,
        reading: Reading | None = None,
        rulings: RulingFiles | None = None,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Take documents in; see `caregraph.ingest.pipeline.ingest`."""
        from caregraph.ingest import pipeline
        from caregraph.ingest.kept_rulings import NO_FILES

        return pipeline.ingest(
            Path(root),
            paths,
            workers=workers,
            reading=reading,
            rulings=rulings or NO_FILES,
            progress=progress,
        )

    def search(self, text: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Give the best passages for plain words; `find` takes filters too."""
        from caregraph.embeddings.request import SearchRequest

        return self.find(SearchRequest(text=text, limit=limit))

    def find(self, request: SearchRequest) -> tuple[Hit, ...]:
        """Give the best passages for a request, best first.

        Args:
            request: Text, filters, mode and limit.

        Returns:
            As many as satisfy the filters, up to the limit; none where nothing is about it.

        Raises:
            SearchError: If a filter names what does not exist.
        """
        return self.index.search(request)

    def similar(self, name: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Give the passages nearest in meaning to one of them.

        Args:
            name: The IRI of a passage, as `find` gives it.
            limit: How many at most.

        Returns:
            Nearest first, the passage itself left out.

        Raises:
            SearchError: If no passage has this IRI.
        """
        return self.index.similar(name, limit=limit)

    def query(self, text: str, *, timeout_s: float | None = None) -> QueryResult:
        """Answer a SPARQL query over everything; see `GraphStore.query`."""
        return self.store.query(text, semantic=_SearchWhenAsked(self), timeout_s=timeout_s)

    def export(self, request: PartRequest, rdf_format: RdfFormat, stream: TextIO) -> None:
        """Write a part of the graph, with what it is in front of it.

        The same part of the same documents gives the same bytes, in any knowledge base.

        Args:
            request: Which part.
            rdf_format: How.
            stream: Where to, in UTF-8.

        Raises:
            NothingCalledSoError: If the request names what the graph does not hold.
        """
        from caregraph.graph.export import Everything, ExportNote, write_export

        part = Everything(self.store) if request == PartRequest() else self._selected(request)
        contents = self._generation.manifest.contents
        note = ExportNote(
            selection=str(request),
            version=contents.details["graph"][:16],
            query=request.construct,
        )
        write_export(part, rdf_format, stream, note=note)

    def _selected(self, request: PartRequest) -> Part:
        from caregraph.graph import subgraph
        from caregraph.graph.export import Selected

        if request.construct is not None:
            return Selected(triples=self.query(request.construct).triples)
        if request.authority is not None:
            return Selected(subgraph.of_authority(self.store, self._iri(request.authority)))
        if request.inspection is not None:
            return Selected(subgraph.of_inspection(self.store, self._iri(request.inspection)))
        if request.search is not None:
            hits = self.search(request.search, limit=request.limit)
            return Selected(subgraph.of_matches(self.store, [hit.passage.iri for hit in hits]))
        things = [self._iri(name) for name in request.things]
        return Selected(subgraph.of_nodes(self.store, things, depth=request.depth))

    def _iri(self, name: str) -> str:
        from caregraph.graph.describe import find_thing

        return find_thing(self.store, name, authorities=self.authorities)

    def describe(self, name: str) -> Description:
        """Give what is known of the thing of this name or IRI.

        Args:
            name: See `caregraph.graph.describe.find_thing`.

        Returns:
            What is said of it, what points to it, and which documents say so.

        Raises:
            NothingCalledSoError: If there is nothing, or more than one thing, of this name.
        """
        from caregraph.graph.describe import describe

        return describe(self.store, self._iri(name))

    def documents(self) -> tuple[LedgerEntry, ...]:
        """Give the documents in the order of their names."""
        from caregraph.ingest.ledger import Ledger

        entries = Ledger.read(self._generation.path).entries.values()
        return tuple(sorted(entries, key=lambda entry: (entry.name, entry.sha256)))

    @property
    def graph(self) -> rdflib.Graph:
        """The whole graph for rdflib, read-only."""
        return self.store.graph

    @cached_property
    def store(self) -> GraphStore:
        """The graph of the generation."""
        from caregraph.graph.store import GraphStore

        return GraphStore.open(self._generation.graph_path)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index of the generation."""
        from caregraph.embeddings.search import SearchIndex
        from caregraph.graph.store_errors import StoreVersionError

        index = SearchIndex(
            self._generation.index_path,
            self._load_encoder,
            load_authorities=lambda: self.authorities,
        )
        model = self._generation.manifest.contents.model
        if index.fingerprint != model:
            raise StoreVersionError(
                f"the index in {index.directory} has vectors of the model {index.fingerprint}; "
                f"the knowledge base was made with {model}. Ingest its documents again into "
                "another folder"
            )
        return index

    @cached_property
    def authorities(self) -> AuthorityList:
        """The authorities of England, and those of the user's own list."""
        kept = self._layout.authorities
        return AuthorityList.load(*([kept] if kept.exists() else []))

    def problems(self) -> tuple[Problem, ...]:
        """Give what a person should look at, most doubtful first."""
        from caregraph.graph.conflicts import find_conflicts
        from caregraph.graph.doubtful import doubtful_records
        from caregraph.ingest.problems import problems_of

        doubtful, conflicts = doubtful_records(self.store), find_conflicts(self.store)
        return problems_of(self.documents(), doubtful, conflicts)

    def check(
        self, *, quotes: bool = False, laws: bool = False, progress: Progress | None = None
    ) -> AuditReport:
        """Check that the knowledge base is whole; see `caregraph.ingest.audit.audit`.

        Args:
            quotes: Whether to read every document again and compare every quotation.
            laws: Whether to name every law of reading that a document breaks.
            progress: Where to report.

        Returns:
            What was checked, and what is wrong.
        """
        from caregraph.ingest.audit import audit
        from caregraph.ingest.progress import Silent, StageClock
        from caregraph.ingest.reading import Reading
        from caregraph.ingest.setting import Setting

        kept = self._layout.authorities
        setting = Setting(
            layout=self._layout,
            reading=Reading(authorities=kept if kept.exists() else None),
            workers=os.cpu_count() or 1,
            clock=StageClock(progress or Silent()),
        )
        return audit(
            self._generation,
            setting,
            store=self.store,
            index=self.index,
            quotes=quotes,
            laws=laws,
        )

    def status(self) -> dict[str, object]:
        """Give what the knowledge base holds, by name."""
        manifest = self._generation.manifest
        problems = sum(len(entry.problems) for entry in self.documents())
        return {
            "folder": str(self.root),
            "generation": manifest.generation,
            "published": manifest.created,
            **manifest.contents.counts,
            "problems": problems,
            "model": manifest.contents.model,
            "caregraph": manifest.contents.versions.get("caregraph"),
        }

    @cached_property
    def encoder(self) -> Encoder:
        """The model that the vectors were made with, as it is (without the layer after it)."""
        return self._load_encoder()

    def _load_encoder(self) -> Encoder:
        from caregraph.embeddings.errors import ModelError
        from caregraph.embeddings.onnx_encoder import OnnxEncoder
        from caregraph.embeddings.prepared import find_prepared
        from caregraph.graph.store_errors import StoreDamagedError

        folder = self._layout.model / self.index.fingerprint
        try:
            prepared = find_prepared(self._layout.model, self.index.fingerprint)
            if prepared is not None:
                return OnnxEncoder(prepared)
        except ModelError as error:
            raise StoreDamagedError(str(error), files=(str(folder),)) from error
        raise StoreDamagedError(
            f"the encoder in {folder} is missing; ingest any document to prepare it again",
            files=(str(folder),),
        )


class _SearchWhenAsked:
    """The search index as SPARQL knows it, opened by the first query that searches by meaning."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def best(self, text: str, *, limit: int) -> Sequence[tuple[str, float]]:
        return self._base.index.best(text, limit=limit)

    def similarity(self, text: str) -> Callable[[str], float | None]:
        return self._base.index.similarity(text)
