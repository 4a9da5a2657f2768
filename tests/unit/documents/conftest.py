"""Small files of every format, written by the tests themselves; their councils are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Words:
    """Words printed at a place, `y` from the top; `tags` is their path in the tag tree."""

    text: str
    x: float = 70.0
    y: float = 100.0
    size: float = 12.0
    bold: bool = False
    tags: tuple[str, ...] = ()


def print_pdf(pages: Sequence[Sequence[Words]], *, rotate: int = 0) -> bytes:
    """Write a PDF as Word does: every path of tags is one marked stretch of content.

    Tags are given as `("Table#1", "TR#1", "TD#1", "P#1")`: the same path is the same element.
    """
    writer = _PdfWriter(pages, rotate=rotate)
    return writer.file()


class _PdfWriter:
    def __init__(self, pages: Sequence[Sequence[Words]], *, rotate: int) -> None:
        self._objects: list[str] = []
        self._rotate = rotate
        self._tagged = any(words.tags for page in pages for words in page)
        self._write(pages)

    def _add(self, body: str) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _write(self, pages: Sequence[Sequence[Words]]) -> None:
        catalog, tree, parents, roots = (self._add("") for _ in range(4))
        fonts = [
            self._add(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
            for name in ("Helvetica", "Helvetica-Bold")
        ]
        kids: list[int] = []
        tops: list[int] = []
        lists: list[str] = []
        for number, page in enumerate(pages):
            reference = self._add("")
            kids.append(reference)
            stream, elements = self._content(page)
            content = self._add(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
            self._objects[reference - 1] = (
                f"<</Type/Page/Parent {parents} 0 R/MediaBox[0 0 595 842]/Rotate {self._rotate}"
                f"/Resources<</Font<</F0 {fonts[0]} 0 R/F1 {fonts[1]} 0 R>>>>"
                f"/Contents {content} 0 R/StructParents {number}>>"
            )
            leaves, top = self._elements(elements, reference, tree)
            tops += top
            lists.append(f"{number}[{' '.join(f'{leaf} 0 R' for leaf in leaves)}]")
        self._objects[parents - 1] = (
            f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>"
        )
        tagging = f"/MarkInfo<</Marked true>>/StructTreeRoot {tree} 0 R" if self._tagged else ""
        self._objects[catalog - 1] = f"<</Type/Catalog/Pages {parents} 0 R{tagging}>>"
        self._objects[roots - 1] = f"<</Nums[{' '.join(lists)}]>>"
        self._objects[tree - 1] = (
            f"<</Type/StructTreeRoot/ParentTree {roots} 0 R"
            f"/K[{' '.join(f'{top} 0 R' for top in tops)}]>>"
        )

    def _content(self, page: Sequence[Words]) -> tuple[str, list[tuple[str, ...]]]:
        lines: list[str] = []
        paths: list[tuple[str, ...]] = []
        for words in page:
            if words.tags:
                lines.append(f"/{words.tags[-1].partition('#')[0]}<</MCID {len(paths)}>>BDC")
                paths.append(words.tags)
            elif self._tagged:
                lines.append("/Artifact BMC")
            escaped = words.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            lines.append(
                f"BT /F{int(words.bold)} {words.size} Tf {self._matrix(words)} Tm ({escaped}) Tj ET"
            )
            if self._tagged:
                lines.append("EMC")
        return "\n".join(lines), paths

    def _matrix(self, words: Words) -> str:
        """Place the words so that they stand upright on the turned page."""
        x, y = words.x, words.y
        return {
            0: f"1 0 0 1 {x} {842 - y}",
            90: f"0 1 -1 0 {y} {x}",
            180: f"-1 0 0 -1 {595 - x} {y}",
            270: f"0 -1 1 0 {595 - y} {842 - x}",
        }[self._rotate]

    def _elements(
        self, paths: Sequence[tuple[str, ...]], page: int, tree: int
    ) -> tuple[list[int], list[int]]:
        numbers: dict[tuple[str, ...], int] = {}
        children: dict[tuple[str, ...], list[str]] = {(): []}
        for content, path in enumerate(paths):
            for depth in range(1, len(path) + 1):
                prefix = path[:depth]
                if prefix not in numbers:
                    numbers[prefix] = self._add("")
                    children[prefix] = []
                    children[prefix[:-1]].append(f"{numbers[prefix]} 0 R")
            children[path].append(str(content))
        for path, number in numbers.items():
            above = numbers.get(path[:-1], tree)
            self._objects[number - 1] = (
                f"<</Type/StructElem/S/{path[-1].partition('#')[0]}/P {above} 0 R/Pg {page} 0 R"
                f"/K[{' '.join(children[path])}]>>"
            )
        return [numbers[path] for path in paths], [
            number for path, number in numbers.items() if len(path) == 1
        ]

    def file(self) -> bytes:
        out = io.BytesIO(b"")
        out.write(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self._objects, start=1):
            offsets.append(out.tell())
            out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
        start = out.tell()
        out.write(f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode())
        out.write(b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets))
        out.write(
            f"trailer<</Size {len(offsets) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
        )
        return out.getvalue()


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Give the bytes of a zip archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def word_file(body: str, **parts: str) -> bytes:
    """Give a DOCX with this body; further parts by name without folder and ending."""
    found = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{_W}">{inside}</w:{name}>'
        for name, inside in parts.items()
    }
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return pack({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **found})


def slides_file(*slides: str) -> bytes:
    """Give a PPTX whose slides hold these shapes."""
    listed = "".join(f'<p:sldId r:id="r{i}"/>' for i in range(len(slides)))
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_R}/slide" Target="slides/slide{i}.xml"/>'
        for i in range(len(slides))
    )
    head = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"'
    parts = {
        "ppt/presentation.xml": f"<p:presentation {head}><p:sldIdLst>{listed}</p:sldIdLst>"
        '<p:sldSz cx="12192000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": "<Relationships xmlns="
        f'"http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
        "</Relationships>",
    }
    for i, shapes in enumerate(slides):
        parts[f"ppt/slides/slide{i}.xml"] = (
            f"<p:sld {head}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        )
    return pack(parts)


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    return print_pdf


@pytest.fixture(scope="session")
def words() -> type[Words]:
    return Words


@pytest.fixture(scope="session")
def make_zip() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return pack


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    return word_file


@pytest.fixture(scope="session")
def make_pptx() -> Callable[..., bytes]:
    return slides_file
