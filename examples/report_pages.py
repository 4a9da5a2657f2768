"""Lay a sample text out as a PDF in the manner of an inspection report.

Sizes, margins and the places of headings, numbers, bullets, boxes, footers and footnotes follow
the reports of each family; the typeface is Helvetica, which every PDF reader has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_tables import boxed, table
from report_tags import Element, TaggedCanvas, TaggedParagraph
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from sample_text import NOTICE, Block, Kind, SampleText, SampleTextError

LEFT = 72
WIDTH = A4[0] - 2 * LEFT
TOP = 84
BOTTOM = 76
FOOTNOTE_LEADING = 11

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=12, leading=14.4, spaceAfter=11)
STYLES = {
    "body": _BODY,
    "title1": ParagraphStyle("title1", _BODY, fontSize=26, leading=31, spaceAfter=10),
    "title2": ParagraphStyle("title2", _BODY, fontSize=18, leading=22, spaceAfter=10),
    "title3": ParagraphStyle(
        "title3", _BODY, fontName="Helvetica-Bold", fontSize=14, leading=17, spaceAfter=6
    ),
    "heading1": ParagraphStyle(
        "heading1",
        _BODY,
        fontName="Helvetica-Bold",
        fontSize=16,
        leading=20,
        spaceBefore=8,
        keepWithNext=1,
    ),
    "heading2": ParagraphStyle(
        "heading2",
        _BODY,
        fontName="Helvetica-Bold",
        fontSize=14,
        leading=17,
        spaceBefore=8,
        keepWithNext=1,
    ),
    "heading3": ParagraphStyle(
        "heading3", _BODY, fontName="Helvetica-Bold", spaceBefore=6, keepWithNext=1
    ),
    "numbered": ParagraphStyle("numbered", _BODY, leftIndent=28, bulletFontSize=12),
    "bullet1": ParagraphStyle("bullet1", _BODY, leftIndent=17, bulletFontSize=12),
    "bullet2": ParagraphStyle("bullet2", _BODY, leftIndent=56, bulletIndent=38, bulletFontSize=12),
    "contents": ParagraphStyle("contents", _BODY, spaceAfter=5),
    "footnote": ParagraphStyle("footnote", _BODY, fontSize=9, leading=FOOTNOTE_LEADING),
}
BULLETS = {
    1: '<font name="ZapfDingbats" size="10">n</font>',  # a black square, as in the reports
    2: "–",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What a layout prints on every page: a line or two of text and the page number.

    Attributes:
        number_drop: How far the number stands below the text, in points.
        rule: Whether a line is drawn over a footer or under a header.
        on_top: Whether it is a header.
        on_first: Whether the first page has it too.
    """

    footer_font: str = "Helvetica-Bold"
    footer_size: int = 8
    number_font: str = "Helvetica"
    number_size: int = 20
    number_drop: int = 6
    rule: bool = True
    on_top: bool = False
    on_first: bool = False


LAYOUTS = {
    "pre-2013": Furniture(number_font="Helvetica-Bold", number_size=8, number_drop=0, on_top=True),
    "sif": Furniture(on_first=True),
    "ilacs-2019": Furniture(on_first=True),
    "ilacs": Furniture(),
    "jtai": Furniture(number_size=12, number_drop=0, rule=False),
    "area-send": Furniture(
        footer_font="Helvetica", footer_size=9, number_font="Helvetica-Bold", number_size=20
    ),
}


def write_report(sample: SampleText, target: Path) -> None:
    """Write the report; the same text gives the same bytes.

    Raises:
        SampleTextError: If the text names a layout or a command that does not exist.
    """
    if sample.setting("layout") not in LAYOUTS:
        raise SampleTextError(f"{sample.path}: layout is not one of {', '.join(LAYOUTS)}")
    pages: dict[str, int] = {}
    # Twice: the contents page prints numbers that are known only after the first time.
    for _ in range(2):
        _Report(sample, target, pages).build_report()


def markup(text: str) -> str:
    """Turn the marks of a sample text into those of reportlab."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    # `**Inspection date:** 3 June 2014`
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = text.replace(" // ", "<br/>")
    # `Information about this local authority area^2`
    return re.sub(r"\^(\d)", r'<super size="8">\1</super>', text)


class _Report(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A report while it is laid out; `headings` gets the page of each heading."""

    def __init__(self, sample: SampleText, target: Path, headings: dict[str, int]) -> None:
        rl_config.invariant = 1  # no time of making, no random file identifier
        self.sample = sample
        self.furniture = LAYOUTS[sample.setting("layout")]
        self.headings = headings
        super().__init__(
            str(target),
            pagesize=A4,
            title=sample.setting("title"),
            author=sample.setting("publisher"),
            # Plain streams: the bytes then do not depend on the version of zlib.
            pageCompression=0,
        )

    def build_report(self) -> None:
        story = _Story(self.sample, self.headings)
        story.tell()

        def canvas(*arguments: Any, **options: Any) -> TaggedCanvas:
            made = TaggedCanvas(*arguments, **options)
            made.root = story.root
            return made

        templates = [_template("body", None, self._draw_page)]
        templates += [
            _template(_note_name(place), note, self._draw_page)
            for place, note in enumerate(story.notes, start=1)
        ]
        # The first template is that of page 1.
        templates.sort(key=lambda template: template.id != story.first_template)
        self.addPageTemplates(templates)
        self.build(story.flowables, canvasmaker=canvas)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab calls it so
        heading = getattr(flowable, "heading", None)
        if heading is not None:
            self.headings.setdefault(heading, self.page)

    def _draw_page(self, canvas: Any, page: int) -> None:
        furniture = self.furniture
        canvas.setFont("Helvetica-Oblique", 7)
        canvas.setFillColor(colors.grey)
        canvas.drawRightString(A4[0] - LEFT, A4[1] - 26, NOTICE)
        canvas.setFillColor(colors.black)
        if page == 1 and not furniture.on_first:
            return
        base = A4[1] - 46 if furniture.on_top else 40
        if furniture.rule:
            line = base - 8 if furniture.on_top else base + 14
            canvas.line(LEFT, line, A4[0] - LEFT, line)
        canvas.setFont(furniture.footer_font, furniture.footer_size)
        lines = [self.sample.settings.get(key, "") for key in ("footer", "footer2")]
        for place, text in enumerate(lines):
            canvas.drawString(LEFT, base - 10 * place, text)
        canvas.setFont(furniture.number_font, furniture.number_size)
        canvas.drawRightString(A4[0] - LEFT, base - furniture.number_drop, str(page))


def _template(name: str, note: Paragraph | None, draw: Callable[[Any, int], None]) -> PageTemplate:
    height = note.wrap(WIDTH, A4[1])[1] if note else 0
    space = height + 24 if note else 0
    frame = Frame(
        LEFT, BOTTOM + space, WIDTH, A4[1] - TOP - BOTTOM - space,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def on_page(canvas: Any, document: Any) -> None:
        with canvas.artifact():
            draw(canvas, document.page)

    def on_page_end(canvas: Any, _: Any) -> None:
        if note:
            with canvas.artifact():
                canvas.line(LEFT, BOTTOM + height + 8, LEFT + 144, BOTTOM + height + 8)
            note.drawOn(canvas, LEFT, BOTTOM)

    return PageTemplate(
        id=name, frames=[frame], onPage=on_page, onPageEnd=on_page_end, autoNextPageTemplate="body"
    )


def _note_name(place: int) -> str:
    return f"note-{place}"


class _Story:
    """The blocks of a text as reportlab's flowables, the footnotes, and the tree of tags.

    Attributes:
        flowables: What is laid out, in order.
        notes: The footnotes, in order.
        first_template: Name of the first page's template.
        root: The top of the tree of tags.
    """

    def __init__(self, sample: SampleText, headings: dict[str, int]) -> None:
        self.sample = sample
        self.headings = headings
        self.notes: list[Paragraph] = []
        self.flowables: list[Flowable] = []
        self.first_template = "body"
        self.root = Element("Document")
        self._list: Element | None = None
        self._section_table: Element | None = None

    def tell(self) -> None:
        """Fill `flowables`, `notes` and `root`."""
        blocks = list(self.sample.blocks)
        while blocks:
            block = blocks.pop(0)
            if block.kind is Kind.ROW:
                raise SampleTextError(f"{self.sample.path}: a row without '@table': {block.cells}")
            if block.kind is Kind.COMMAND:
                self._obey(block, blocks)
            else:
                self.flowables.append(self._paragraph(block, self.root))
                if block.kind is Kind.HEADING:
                    self.flowables[-1].heading = block.text
            if block.name != "section":
                self._section_table = None

    def _obey(self, command: Block, following: list[Block]) -> None:
        match command.name:
            case "page":
                self._new_page(command.text)
            case "table":
                rows = list(_take(following, lambda block: block.kind is Kind.ROW))
                self.flowables += [self._table(command.text, rows), Spacer(1, 14)]
            case "box":
                inside = list(_take(following, lambda block: block.name != "end"))
                following.pop(0)
                self.flowables += [self._box(inside), Spacer(1, 14)]
            case "section":
                self.flowables.append(self._section(*command.text.split(" | ")))
            case "contents":
                self.flowables += list(self._contents())
            case "space":
                self.flowables.append(Spacer(1, float(command.text)))
            case _:
                raise SampleTextError(f"{self.sample.path}: there is no '@{command.name}'")

    def _new_page(self, footnote: str) -> None:
        if footnote:
            self.notes.append(_tagged(footnote, STYLES["footnote"], self.root.add("P", "Note")))
            if not self.flowables:
                self.first_template = _note_name(len(self.notes))
                return
            self.flowables.append(NextPageTemplate(_note_name(len(self.notes))))
        self.flowables.append(PageBreak())

    def _paragraph(self, block: Block, above: Element) -> Paragraph:
        """Give a block as one paragraph of type, under the node `above`."""
        in_list = block.kind in {Kind.NUMBERED, Kind.BULLET}
        if in_list and (self._list is None or self._list not in above.children):
            self._list = above.add("L")
        elif not in_list:
            self._list = None
        match block.kind:
            case Kind.TITLE:
                return _tagged(block.text, STYLES[f"title{block.level}"], above.add("P"))
            case Kind.HEADING:
                style = STYLES[f"heading{block.level}"]
                return _tagged(block.text, style, above.add(f"H{block.level}"))
            case Kind.NUMBERED:
                node = self._list.add("LI", "LBody") if self._list else above
                return _tagged(block.text, STYLES["numbered"], node, bullet=f"{block.number}.")
            case Kind.BULLET:
                node = self._list.add("LI", "LBody") if self._list else above
                style = STYLES[f"bullet{block.level}"]
                return _tagged(block.text, style, node, bullet=BULLETS[block.level])
            case _:
                return _tagged(block.text, STYLES["body"], above.add("P"))

    def _table(self, kind: str, rows: Sequence[Block]) -> Flowable:
        node = self.root.add("Table")
        cells = []
        for row in rows:
            line = node.add("TR")
            # An empty cell is one that a neighbour spans, but for the one left of area 2.1.
            if row.cells[0] == "":
                line.add("TD")
            cells.append([_cell(text, line.add("TD")) if text else "" for text in row.cells])
        return table(kind, cells)

    def _section(self, title: str, grade: str) -> Flowable:
        self._section_table = self.root.add("Table")
        line = self._section_table.add("TR")
        cells = [_tagged(text, STYLES["heading2"], line.add("TD", "P")) for text in (title, grade)]
        flowable = table("section", [cells])
        flowable.heading = title
        return flowable

    def _box(self, inside: Sequence[Block]) -> Flowable:
        # Under the head of a section the box is the second row of the same table.
        node = (self._section_table or self.root.add("Table")).add("TR", "TD")
        return boxed([self._paragraph(block, node) for block in inside])

    def _contents(self) -> Iterator[Flowable]:
        entries = self.root.add("TOC")
        for text, level in self._headings():
            words = "\u00a0" * 4 * (level - 1) + re.sub(r"\^\d", "", text)
            page = self.headings.get(text, 0)
            node = entries.add("TOCI")
            right = ParagraphStyle("contents-page", STYLES["contents"], alignment=TA_RIGHT)
            yield table("contents", [[
                _tagged(words, STYLES["contents"], node),
                _tagged(str(page), right, node),
            ]])  # fmt: skip

    def _headings(self) -> Iterator[tuple[str, int]]:
        for block in self.sample.blocks:
            if block.kind is Kind.HEADING and block.level <= int(self.sample.setting("contents")):
                yield block.text, block.level
            elif block.name == "section":
                yield block.text.split(" | ")[0], 2


def _tagged(
    text: str, style: ParagraphStyle, element: Element, *, bullet: str = ""
) -> TaggedParagraph:
    # A bullet is markup too, for its typeface; reportlab reads it from an element of its own.
    mark = f"<bullet>{bullet}</bullet>" if bullet else ""
    paragraph = TaggedParagraph(mark + markup(text), style)
    paragraph.element = element
    return paragraph


def _cell(text: str, element: Element) -> list[Paragraph]:
    """Give what stands in a cell: lines divided by ` / `, those that begin with `-` as bullets."""
    style = ParagraphStyle("cell", STYLES["body"], spaceAfter=2)
    bullet = ParagraphStyle("cell-bullet", style, leftIndent=24, bulletIndent=10, spaceAfter=5)
    paragraphs = []
    for line in text.split(" / "):
        if line.startswith("- "):
            node = element.add("L", "LI", "LBody")
            paragraphs.append(_tagged(line[2:], bullet, node, bullet=BULLETS[1]))
        else:
            paragraphs.append(_tagged(line, style, element.add("P")))
    return paragraphs


def _take(blocks: list[Block], wanted: Callable[[Block], bool]) -> Iterator[Block]:
    while blocks and wanted(blocks[0]):
        yield blocks.pop(0)
