"""The IRIs of what a document says in words of its own, counted where the same words come again."""

from __future__ import annotations

from collections import Counter

from caregraph.extraction.records import DocumentClass, Extract
from caregraph.graph import iris


class TextNames:
    """Names the findings, recommendations and other texts of one document, in their order.

    In an official report a text belongs to the inspection, so that the same report in another
    file says the same things; in other documents it belongs to the document.
    """

    def __init__(self, extract: Extract) -> None:
        """Begin with the first text of a document."""
        self._document = iris.document(extract.sha256)
        self._is_report = extract.document_class is DocumentClass.INSPECTION_REPORT
        self._seen: Counter[str] = Counter()

    def name(self, kind: str, inspection: str | None, text: str) -> str:
        """Give the IRI of the next text.

        Args:
            kind: "finding", "recommendation", "statement", "action" or "statistic".
            inspection: IRI of the inspection that it is of, where the document tells.
            text: Its words.

        Returns:
            An IRI that no other text of the document has.
        """
        home = inspection if inspection and self._is_report else self._document
        first = iris.text_in(kind, home, text)
        self._seen[first] += 1
        return iris.text_in(kind, home, text, occurrence=self._seen[first])
