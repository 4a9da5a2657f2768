"""What is known about a document besides its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSource:
    """Where a document came from.

    Attributes:
        sha256: Of the file's bytes, in lower-case hexadecimal.
        names: Every file name that these bytes came under; at least one.
        url: Where it was published.
        publisher: Who published it: "Ofsted".
        published: When, as a manifest says: ISO 8601 date, year-month or year.
        licence: Name or address of its licence: "Open Government Licence v3.0".
    """

    sha256: str
    names: tuple[str, ...]
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None

    @property
    def name(self) -> str:
        """The name it goes by: the first of its names in alphabetical order."""
        return min(self.names)
