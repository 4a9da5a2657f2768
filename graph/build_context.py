"""What every part of a document's graph is built with."""

from __future__ import annotations

from dataclasses import dataclass, field

from caregraph.extraction.records import DocumentClass, Extract, Passage
from caregraph.graph import iris
from caregraph.graph.errors import BuildError
from caregraph.graph.identity import DocumentIdentities
from caregraph.graph.source import DocumentSource
from caregraph.graph.statements import Statements
from caregraph.ontology.terms import CG, OA


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One document on its way into the graph."""

    source: DocumentSource
    extract: Extract
    identities: DocumentIdentities
    statements: Statements
    _passages: set[str] = field(default_factory=set)

    @property
    def document(self) -> str:
        """The document's IRI."""
        return iris.document(self.source.sha256)

    @property
    def is_report(self) -> bool:
        """Whether the inspectorates themselves speak."""
        return self.extract.document_class is DocumentClass.INSPECTION_REPORT

    def inspection(self, key: str) -> str:
        """Give the IRI of an inspection of this document.

        Args:
            key: Its local name.

        Returns:
            Its IRI.

        Raises:
            BuildError: If the extract has no such inspection.
        """
        try:
            return self.identities.inspections[key].iri
        except KeyError:
            raise BuildError(
                f"{self.source.name}: a record names the inspection {key!r}, which the extract "
                f"has not; it has {', '.join(self.identities.inspections) or 'none'}"
            ) from None

    def passage(self, passage: Passage, *, what: str) -> str:
        """State where words stand; give the passage's IRI.

        Args:
            passage: Offsets into the stored text.
            what: Whose words, for the message.

        Returns:
            The IRI of an `oa:SpecificResource`.

        Raises:
            BuildError: If the passage is empty or outside the text.
        """
        start, end = passage.start, passage.end
        text = self.extract.text
        if not 0 <= start < end <= len(text):
            raise BuildError(
                f"{self.source.name}: {what} stands at {start} to {end} of a text of "
                f"{len(text)} characters"
            )
        iri = iris.passage(self.source.sha256, start, end)
        if iri in self._passages:
            return iri
        self._passages.add(iri)
        add = self.statements
        position, quote = f"{iri}.position", f"{iri}.quote"
        words = text[start:end]
        add.node(iri, OA.SpecificResource, f"page {passage.page} of {self.source.name}")
        add.link(iri, OA.hasSource, self.document)
        add.number(iri, CG.page, passage.page)
        add.link(iri, OA.hasSelector, position)
        add.link(iri, OA.hasSelector, quote)
        add.node(position, OA.TextPositionSelector, f"characters {start} to {end}")
        add.number(position, OA.start, start)
        add.number(position, OA.end, end)
        add.node(quote, OA.TextQuoteSelector, words)
        add.text(quote, OA.exact, words)
        return iri
