"""Open the zip of an Office file with caps, and parse its XML without doing what it asks.

Nothing is unpacked to disk, names in the archive are never paths, no header is believed about
sizes, and a part with a document type declaration is refused: no entity is ever expanded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from caregraph.documents.errors import DocumentError
from caregraph.documents.limits import Limits

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
_DC = "{http://purl.org/dc/elements/1.1/}"


class OfficePackage:
    """An opened DOCX or PPTX.

    Raises:
        DocumentError: If it is damaged, locked, ambiguous or over a limit; so do all methods.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self._error("open", "the file is damaged: its zip archive has no end") from error
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise self._error(
                "limits", f"{len(members)} parts; the limit is {limits.members} (Limits.members)"
            )
        names = [member.filename for member in members]
        self.names = frozenset(names)
        twice = sorted({part for part in self.names if names.count(part) > 1})
        if any(part.endswith(".xml") for part in twice):
            raise self._error("read", f"ambiguous: two parts are named '{twice[0]}'")

    def _error(self, stage: str, reason: str) -> DocumentError:
        return DocumentError(self._name, stage, reason)

    def read(self, part: str) -> bytes:
        """Give the bytes of a part."""
        limit = min(self._limits.part_bytes, self._limits.unpacked_bytes - self._unpacked)
        try:
            with self._zip.open(part) as stream:
                data = stream.read(limit + 1)
        except RuntimeError as error:
            raise self._error("open", "the file is locked with a password") from error
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise self._error(
                "read", f"the file is damaged: its part '{part}' cannot be read"
            ) from error
        except NotImplementedError as error:
            raise self._error("read", f"its part '{part}' is packed in an unknown way") from error
        if len(data) > limit:
            raise self._error(
                "limits",
                f"its part '{part}' unpacks to more than the {limit:,} bytes that are left of the "
                "limits Limits.part_bytes and Limits.unpacked_bytes",
            )
        self._unpacked += len(data)
        return data

    def xml(self, part: str) -> Any:
        """Give the root element of a part."""
        data = self.read(part)
        if any(mark in data for mark in _DOCTYPES):
            raise self._error("read", f"its part '{part}' has a DTD, which is not allowed")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._error(
                "read", f"its part '{part}' is not well-formed XML ({error})"
            ) from error

    def find_xml(self, part: str) -> Any | None:
        """Give the root element of a part, or `None` where there is no such part."""
        return self.xml(part) if part in self.names else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Give the part's inner relations: id -> (kind, target part). Outer ones are left out."""
        folder, base = posixpath.split(part)
        root = self.find_xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        if root is None:
            return found
        for relation in root.iter(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (kind, target.lstrip("/"))
        return found

    def core_properties(self) -> tuple[str | None, str | None]:
        """Give title and author as the file's metadata have them."""
        root = self.find_xml("docProps/core.xml")
        if root is None:
            return None, None
        return root.findtext(f"{_DC}title") or None, root.findtext(f"{_DC}creator") or None
