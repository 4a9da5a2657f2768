"""DOCX: words as a reader with all changes accepted sees them, structure by styles and lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.limits import Limits
from caregraph.documents.model import BlockKind, Document
from caregraph.documents.reader import DocumentError, read_bytes

MakeDocx = Callable[..., bytes]
MakeZip = Callable[..., bytes]

STYLES = (
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H2"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerRoman"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def paragraph(text: str, style: str = "", number: str = "", level: int = 0) -> str:
    numbered = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(data: bytes) -> Document:
    return read_bytes(data, "minutes.docx")


def test_headings_follow_their_styles_and_what_those_are_based_on(make_docx: MakeDocx) -> None:
    document = read(make_docx(paragraph("Grades", "Own") + paragraph("Text."), styles=STYLES))
    heading = document.blocks[0]
    assert (heading.kind, heading.level, heading.size) == (BlockKind.HEADING, 2, 14.0)


def test_lists_are_numbered_as_word_numbers_them(make_docx: MakeDocx) -> None:
    body = "".join(
        paragraph(text, number=number, level=level)
        for text, number, level in [
            ("a", "1", 0),
            ("b", "1", 1),
            ("c", "1", 1),
            ("d", "1", 0),
            ("e", "1", 1),
            ("f", "2", 1),
        ]
    )
    document = read(make_docx(body, numbering=NUMBERING))
    assert [block.marker for block in document.blocks] == ["3", "i", "ii", "4", "i", "•"]
    assert (document.blocks[-1].kind, document.blocks[-1].level) == (BlockKind.BULLET, 1)


def test_insertions_stay_and_deletions_hidden_text_and_field_codes_go(make_docx: MakeDocx) -> None:
    body = (
        "<w:p><w:r><w:t>Overall: </w:t></w:r>"
        "<w:del><w:r><w:delText>Outstanding</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Good</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:noBreakHyphen/><w:t>plus</w:t></w:r></w:p>"
    )
    document = read(make_docx(body))
    assert document.text == "Overall: Good-plus\n"
    assert document.warnings == (
        "it holds tracked changes: insertions were kept, deletions left out",
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def test_tables_are_cells_and_boxes_around_text_are_not(make_docx: MakeDocx) -> None:
    document = read(make_docx(table(("Area", "Grade"), ("Leaders", "Good")) + table(("A box.",))))
    assert [(b.kind, b.table, b.row, b.column) for b in document.blocks] == [
        (BlockKind.CELL, 1, 0, 0),
        (BlockKind.CELL, 1, 0, 1),
        (BlockKind.CELL, 1, 1, 0),
        (BlockKind.CELL, 1, 1, 1),
        (BlockKind.PARAGRAPH, None, None, None),
    ]


def test_a_cell_that_claims_to_span_a_billion_columns_costs_nothing(make_docx: MakeDocx) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>' + paragraph("a") + "</w:tc>"
    body = f"<w:tbl><w:tr>{wide}<w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    document = read(make_docx(body))
    assert [block.column for block in document.blocks] == [0, 1000]


def test_footnotes_and_headers_stand_after_the_body(make_docx: MakeDocx) -> None:
    document = read(
        make_docx(
            paragraph("Body."),
            header1=paragraph("Eastmere Council"),
            footnotes=f'<w:footnote w:id="4">{paragraph("See the Act.")}</w:footnote>',
        )
    )
    assert [block.kind for block in document.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.FOOTNOTE,
        BlockKind.FURNITURE,
    ]


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE w>"]
)
def test_a_part_with_a_dtd_is_refused(make_zip: MakeZip, declaration: str) -> None:
    data = make_zip({"word/document.xml": f"<?xml version='1.0'?>{declaration}<w/>"})
    with pytest.raises(DocumentError, match="DTD"):
        read(data)


def test_a_part_that_unpacks_beyond_the_limit_is_refused(make_zip: MakeZip) -> None:
    data = make_zip({"word/document.xml": b" " * 200_001})
    with pytest.raises(DocumentError, match=r"Limits\.part_bytes"):
        read_bytes(data, "bomb.docx", limits=Limits(part_bytes=200_000))


def test_too_many_parts_are_refused(make_zip: MakeZip) -> None:
    parts = {f"word/media/{n}.txt": "" for n in range(20)}
    with pytest.raises(DocumentError, match=r"21 parts; the limit is 20 \(Limits\.members\)"):
        read_bytes(
            make_zip({"word/document.xml": "<w/>", **parts}), "many.docx", limits=Limits(members=20)
        )


def test_a_word_file_cut_in_half_is_refused(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph("Body."))
    with pytest.raises(DocumentError, match="damaged"):
        read(data[: len(data) // 2])
