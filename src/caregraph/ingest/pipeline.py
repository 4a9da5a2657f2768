"""Ingest and removal: the documents change, and the next generation is made of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from caregraph.graph.durable_files import written_whole
from caregraph.graph.generations import Generation, Generations
from caregraph.graph.rulings import Rulings
from caregraph.graph.store_errors import StoreWriteError
from caregraph.ingest.assemble import assemble
from caregraph.ingest.extracts import make_extracts
from caregraph.ingest.kept_rulings import NO_FILES, RulingFiles, kept_rulings
from caregraph.ingest.layout import Layout
from caregraph.ingest.ledger import Ledger, LedgerEntry
from caregraph.ingest.progress import Progress, Silent, StageClock, peak_memory_bytes
from caregraph.ingest.reading import Reading
from caregraph.ingest.setting import Setting
from caregraph.ingest.sources import FoundFile, Refusal, SourceError, find_files
from caregraph.ingest.store_documents import store_document
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.errors import CaregraphError


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest or a removal did.

    Attributes:
        added: Names of documents that are new.
        unchanged: Names of documents that were given and were there already.
        removed: Names of documents that are gone: removed, or their file has changed.
        refused: Documents that were not taken, each with its reason.
        waiting: The user's rulings that change nothing, a sentence each.
        generation: The number of the generation that is in service now.
        counts: Of documents, triples and passages in it, by name.
        seconds: Wall time by stage.
        peak_memory_bytes: The largest resident set of this process, and of its largest child.
    """

    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    waiting: tuple[str, ...] = ()
    generation: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    peak_memory_bytes: Mapping[str, int] = field(default_factory=dict)


def ingest(
    root: Path,
    paths: Sequence[Path],
    *,
    workers: int | None = None,
    reading: Reading | None = None,
    rulings: RulingFiles = NO_FILES,
    progress: Progress | None = None,
) -> IngestReport:
    """Take documents into the knowledge base at `root`, made if it is not there.

    What can be read is in when this returns; what cannot is named in the report. Until the next
    generation is complete, readers are answered from the one before; if this is killed, the next
    ingest goes on from the caches.

    Args:
        root: The folder of the knowledge base.
        paths: Files and folders.
        workers: Documents read side by side; as many as there are processors by default.
        reading: How to read; a list of further authorities in it replaces the one that the
            knowledge base has.
        rulings: Files of what is one and what is not; they replace those that it has.
        progress: Where to report.

    Returns:
        What was done.

    Raises:
        StoreInUseError: If another process is writing.
        SourceError: If a path does not exist, no path has a document, or a manifest cannot be
            read.
        RulingError: If a file of rulings cannot be followed; the one before stays.
        StoreWriteError: If the disk does not take it; what was there stays in service.
    """
    found = list(find_files(paths))
    if not found:
        raise SourceError(f"there is no document in {', '.join(map(str, paths))}")
    with _writer(root) as generations, kept_rulings(rulings, Layout(root)) as ruled:
        writing = _Writing.begin(generations, reading or Reading(), workers, progress, ruled)
        incoming, refused = writing.store(found)
        return writing.publish(incoming, refused=refused)


def remove(root: Path, name: str, *, progress: Progress | None = None) -> IngestReport:
    """Remove a document, with all that it alone said.

    Args:
        root: The folder of the knowledge base.
        name: The document's file name, path, or (the beginning of) its SHA-256.
        progress: Where to report.

    Returns:
        What was done.

    Raises:
        UnknownDocumentError: If no document, or more than one, is called so.
        StoreInUseError: If another process is writing.
        StoreMissingError: If there is no knowledge base.
    """
    Generations(root).require().close()
    with _writer(root) as generations, kept_rulings(NO_FILES, Layout(root)) as ruled:
        writing = _Writing.begin(generations, Reading(), None, progress, ruled)
        return writing.publish([], without=writing.before.find(name).sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """One change of a knowledge base, from the lock to the new generation."""

    generations: Generations
    setting: Setting
    before: Ledger

    @classmethod
    def begin(
        cls,
        generations: Generations,
        reading: Reading,
        workers: int | None,
        progress: Progress | None,
        rulings: Rulings,
    ) -> _Writing:
        layout = Layout(generations.root)
        layout.make()
        with ExitStack() as stack:
            current = generations.current()
            before = Ledger.of([])
            if current is not None:
                before = Ledger.read(stack.enter_context(current).path)
        return cls(
            generations=generations,
            setting=Setting(
                layout=layout,
                reading=_with_kept_authorities(reading, layout),
                workers=workers or os.cpu_count() or 1,
                clock=StageClock(progress or Silent()),
                rulings=rulings,
            ),
            before=before,
        )

    def store(
        self, found: Sequence[FoundFile | Refusal]
    ) -> tuple[list[LedgerEntry], list[Refusal]]:
        """Copy what was found into the knowledge base."""
        entries: list[LedgerEntry] = []
        refused: list[Refusal] = []
        max_bytes = self.setting.reading.limits.file_bytes
        with self.setting.clock.stage("copy", len(found)):
            for item in found:
                stored = (
                    store_document(item, self.setting.layout, max_bytes=max_bytes)
                    if isinstance(item, FoundFile)
                    else item
                )
                if isinstance(stored, Refusal):
                    refused.append(stored)
                else:
                    entries.append(replace(stored, ocr=self.setting.reading.ocr))
                self.setting.clock.progress.advance()
        return entries, refused

    def publish(
        self,
        incoming: Sequence[LedgerEntry],
        *,
        refused: Sequence[Refusal] = (),
        without: str | None = None,
    ) -> IngestReport:
        """Make the generation that holds the documents of now and the incoming ones."""
        after = self.before if without is None else self.before.without(without)
        for entry in incoming:
            after = after.with_document(entry)
        unreadable = make_extracts(list(after.entries.values()), self.setting)
        made = assemble(after, self.generations, self.setting)
        with made.generation as generation:
            now = Ledger.read(generation.path)
            self._forget(incoming, after, now)
            report = self._report(incoming, [*refused, *unreadable, *made.refused], generation, now)
            return replace(report, waiting=made.waiting)

    def _forget(self, incoming: Sequence[LedgerEntry], after: Ledger, now: Ledger) -> None:
        """Remove what is kept of documents that are gone, and of those refused when they came.

        A document that was in and that this version cannot read any more stays: it was not asked
        to go.
        """
        refused = {entry.sha256 for entry in incoming} - self.before.entries.keys()
        gone = self.before.entries.keys() - after.entries.keys()
        for sha256 in (refused | gone) - now.entries.keys():
            for folder in (self.setting.layout.documents, self.setting.layout.extracts):
                for path in folder.glob(f"{sha256}*"):
                    path.unlink(missing_ok=True)

    def _report(
        self,
        incoming: Sequence[LedgerEntry],
        refused: Sequence[Refusal],
        generation: Generation,
        now: Ledger,
    ) -> IngestReport:
        given = {entry.sha256 for entry in incoming} & now.entries.keys()
        return IngestReport(
            added=_names(now, given - self.before.entries.keys()),
            unchanged=_names(now, given & self.before.entries.keys()),
            removed=_names(self.before, self.before.entries.keys() - now.entries.keys()),
            refused=tuple(sorted(refused, key=lambda refusal: (refusal.name, refusal.reason))),
            generation=generation.number,
            counts=generation.manifest.contents.counts,
            seconds=self.setting.clock.seconds,
            peak_memory_bytes=peak_memory_bytes(),
        )


@contextmanager
def _writer(root: Path) -> Iterator[Generations]:
    """Hold the right to write; say where it was when the system does not take what is written."""
    try:
        with Generations(root).writer() as generations:
            yield generations
    except OSError as error:
        if isinstance(error, CaregraphError):
            raise
        said = error.strerror or str(error)
        raise StoreWriteError(
            f"{error.filename or root} cannot be written: {said}; what was in the knowledge base "
            "is still there, and the same command goes on where this one stopped"
        ) from error


def _with_kept_authorities(reading: Reading, layout: Layout) -> Reading:
    """Keep a new list of further authorities in the knowledge base; read with the kept one."""
    if reading.authorities is not None:
        AuthorityList.load(reading.authorities)  # a list that cannot be read replaces nothing
        with written_whole(layout.authorities) as stream:
            stream.write(reading.authorities.read_bytes())
    kept = layout.authorities if layout.authorities.exists() else None
    return replace(reading, authorities=kept)


def _names(ledger: Ledger, hashes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(ledger.entries[sha256].name for sha256 in hashes))
