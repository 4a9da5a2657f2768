"""Tag the sample reports as Word tags the real ones, which reportlab cannot do by itself.

A tagged PDF carries a tree of what its content is: paragraph, heading, list item, table cell,
footnote (ISO 32000-2, section 14.7). The page says which piece of content belongs where by a
number between BDC and EMC.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph


@dataclass(slots=True)
class Element:
    """One node of the tree.

    Attributes:
        role: "P", "H1", "Table", ...
        children: The nodes below, in reading order.
        content: Page (from 0) and number of each piece of content that belongs to it.
    """

    role: str
    children: list[Element] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)

    def add(self, *roles: str) -> Element:
        """Add one node below another as `roles` say, and give the last."""
        element = self
        for role in roles:
            element.children.append(Element(role))
            element = element.children[-1]
        return element


class TaggedParagraph(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that knows its node in the tree, over page breaks too."""

    element: Element | None = None

    def split(self, available_width: float, available_height: float) -> list[Any]:
        """Give the parts before and after a page break."""
        parts: list[Any] = super().split(available_width, available_height)
        for part in parts:
            part.element = self.element
        return parts

    def draw(self) -> None:
        """Draw the text between the marks of its node."""
        if self.element is None:
            super().draw()
            return
        with self.canv.content_of(self.element):
            super().draw()


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that writes the tree `root` into the file."""

    root: Element

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._marks: dict[int, list[Element]] = {}

    @contextmanager
    def content_of(self, element: Element) -> Iterator[None]:
        """Mark what is drawn inside as content of the node."""
        page = self.getPageNumber() - 1
        marks = self._marks.setdefault(page, [])
        element.content.append((page, len(marks)))
        self._code.append(f"/{element.role} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Mark what is drawn inside as no part of the text: a running footer, a rule."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def save(self) -> None:
        """Write the tree, then the file."""
        if self._code:
            self.showPage()
        self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        document = self._doc
        pages = document.Pages.pages
        written: dict[int, Any] = {}
        top = _indirect({"Type": PDFName("StructTreeRoot")})
        top["K"] = PDFArray([self._write_element(self.root, top, written)])
        numbers: list[Any] = []
        for page, marks in sorted(self._marks.items()):
            parents = PDFArray([document.Reference(written[id(element)]) for element in marks])
            numbers += [page, parents]
            pages[page].StructParents = page
            # reportlab writes only the keys that it knows; a page's number in the tree is not one.
            pages[page].__NoDefault__ = [*pages[page].__NoDefault__, "StructParents"]
        top["ParentTree"] = PDFDictionary({"Nums": PDFArray(numbers)})
        document.Catalog.StructTreeRoot = top
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        document.Catalog.Lang = "(en-GB)"

    def _write_element(self, element: Element, parent: Any, written: dict[int, Any]) -> Any:
        document = self._doc
        node = _indirect({"Type": PDFName("StructElem"), "S": PDFName(element.role)})
        written[id(element)] = node
        reference = document.Reference(node)
        node["P"] = document.Reference(parent)
        kids: list[Any] = [
            PDFDictionary(
                {
                    "Type": PDFName("MCR"),
                    "Pg": document.Reference(document.Pages.pages[page]),
                    "MCID": mark,
                }
            )
            for page, mark in element.content
        ]
        kids += [self._write_element(child, node, written) for child in element.children]
        node["K"] = PDFArray(kids)
        return reference


def _indirect(entries: dict[str, Any]) -> PDFDictionary:
    dictionary = PDFDictionary(entries)
    dictionary.__RefOnly__ = 1
    return dictionary
