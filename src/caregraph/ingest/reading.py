"""How documents are read: what, besides their bytes, decides what comes out."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import caregraph.documents
import caregraph.extraction
import caregraph.ontology
from caregraph.documents.limits import DEFAULT, Limits
from caregraph.ingest.versions import code_digest
from caregraph.ontology.authorities import AuthorityList


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How documents are read: what, besides their bytes, decides the outcome.

    Attributes:
        authorities: The user's own list of further authorities.
        ocr: Whether scanned pages of the documents given now are read, now and from now on.
        limits: What the reading of one document may take.
    """

    authorities: Path | None = None
    ocr: bool = False
    limits: Limits = DEFAULT

    @property
    def version(self) -> str:
        """Names the code and the settings; an extract of another version is made again."""
        further = self.authorities.read_bytes() if self.authorities else b""
        lists = hashlib.sha256(further).hexdigest()[:12]
        return f"{_code()}/{lists}"


@functools.cache
def authorities(further: Path | None) -> AuthorityList:
    """Give the authorities of England and those of the user's own list; read once a process."""
    return AuthorityList.load(*([further] if further else []))


def _code() -> str:
    return code_digest(caregraph.documents, caregraph.extraction, caregraph.ontology)
