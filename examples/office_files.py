"""Write a sample text as a Word or PowerPoint file, each of its parts the same each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pptx
from pptx.util import Inches
from sample_text import NOTICE, Block, Kind, SampleText

# The earliest time that a zip file can hold: the time of making is not part of the content.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
TITLE_LAYOUT, BULLETS_LAYOUT, TITLE_ONLY_LAYOUT = 0, 1, 5


def write_minutes(sample: SampleText, target: Path) -> None:
    """Write the text as a Word document with the styles that Word has by itself."""
    document = docx.Document()
    rows: list[Block] = []
    for block in [*sample.blocks, Block(kind=Kind.COMMAND, name="end-of-text")]:
        if block.kind is Kind.ROW:
            rows.append(block)
            continue
        if rows:
            _add_word_table(document, rows)
            rows = []
        _add_to_word(document, block)
    _stamp(document.core_properties, sample)
    document.sections[0].header.paragraphs[0].text = NOTICE
    stream = io.BytesIO()
    document.save(stream)
    _save(stream, target)


def _add_to_word(document: Any, block: Block) -> None:
    match block.kind:
        case Kind.TITLE:
            document.add_heading(block.text, level=0)
        case Kind.HEADING:
            document.add_heading(block.text, level=block.level)
        case Kind.BULLET:
            style = "List Bullet" if block.level == 1 else "List Bullet 2"
            _add_runs(document.add_paragraph(style=style), block.text)
        case Kind.NUMBERED:
            _add_runs(document.add_paragraph(), f"{block.number}. {block.text}")
        case Kind.PARAGRAPH:
            _add_runs(document.add_paragraph(), block.text)


def _add_runs(paragraph: Any, text: str) -> None:
    """Add the text in runs; what stands between two `**` is bold."""
    for place, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = place % 2 == 1


def _add_word_table(document: Any, rows: list[Block]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0].cells), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row.cells, strict=True):
            cell.text = text


def write_slides(sample: SampleText, target: Path) -> None:
    """Write the text as slides: a heading begins a slide, rows make a table on it."""
    presentation = pptx.Presentation()
    for title, blocks in _slides(sample):
        rows = [block for block in blocks if block.kind is Kind.ROW]
        kind = TITLE_LAYOUT if title.kind is Kind.TITLE else BULLETS_LAYOUT
        slide = presentation.slides.add_slide(
            presentation.slide_layouts[TITLE_ONLY_LAYOUT if rows else kind]
        )
        slide.shapes.title.text = title.text
        if rows:
            _add_slide_table(slide, rows)
        else:
            _fill(slide.placeholders[1].text_frame, blocks)
    _stamp(presentation.core_properties, sample)
    stream = io.BytesIO()
    presentation.save(stream)
    _save(stream, target)


def _slides(sample: SampleText) -> list[tuple[Block, list[Block]]]:
    slides: list[tuple[Block, list[Block]]] = []
    for block in sample.blocks:
        if block.kind in {Kind.TITLE, Kind.HEADING}:
            slides.append((block, []))
        else:
            slides[-1][1].append(block)
    return slides


def _add_slide_table(slide: Any, rows: list[Block]) -> None:
    place = (Inches(0.5), Inches(1.8), Inches(9), Inches(0.6) * len(rows))
    table = slide.shapes.add_table(len(rows), len(rows[0].cells), *place).table
    for across, row in enumerate(rows):
        for down, text in enumerate(row.cells):
            table.cell(across, down).text = text


def _fill(frame: Any, blocks: list[Block]) -> None:
    for place, block in enumerate(blocks):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = block.text
        paragraph.level = block.level - 1


def _stamp(properties: Any, sample: SampleText) -> None:
    published = dt.datetime.fromisoformat(sample.setting("published"))
    properties.title = sample.setting("title")
    properties.author = sample.setting("publisher")
    properties.last_modified_by = sample.setting("publisher")
    properties.created = properties.modified = published
    properties.revision = 1
    properties.comments = NOTICE


def _save(stream: io.BytesIO, target: Path) -> None:
    """Write the zip file again, its members under one fixed time."""
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(target, "w") as kept:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(member, made.read(name))
