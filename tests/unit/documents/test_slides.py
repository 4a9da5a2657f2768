"""PPTX: a slide is a page, shapes are read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import BlockKind, Document
from caregraph.documents.reader import DocumentError, read_bytes

MakePptx = Callable[..., bytes]


def shape(*paragraphs: str, y: int = 0, x: int = 0, holder: str | None = None) -> str:
    placeholder = f'<p:nvSpPr><p:nvPr><p:ph type="{holder}"/></p:nvPr></p:nvSpPr>' if holder else ""
    place = f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/></a:xfrm></p:spPr>'
    return f"<p:sp>{placeholder}{place}<p:txBody>{''.join(paragraphs)}</p:txBody></p:sp>"


def words(text: str, properties: str = "") -> str:
    return f"<a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p>"


def read(data: bytes) -> Document:
    return read_bytes(data, "briefing.pptx")


def test_title_comes_first_and_shapes_follow_from_top_to_bottom(make_pptx: MakePptx) -> None:
    slide = (
        shape(words("lower"), y=5_000_000)
        + shape(words("right"), y=2_000_000, x=6_000_000)
        + shape(words("left"), y=2_000_000)
        + shape(words("Our grades"), y=3_000_000, holder="title")
        + shape(words("7"), y=0, holder="sldNum")
    )
    document = read(make_pptx(slide))
    assert document.text == "Our grades\nleft\nright\nlower\n7\n"
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.blocks[-1].kind is BlockKind.FURNITURE


def test_content_has_bullets_with_level_numbers_and_none(make_pptx: MakePptx) -> None:
    body = shape(
        words("plain"),
        words("nested", '<a:pPr lvl="1"/>'),
        words("first", "<a:pPr><a:buAutoNum/></a:pPr>"),
        words("second", "<a:pPr><a:buAutoNum/></a:pPr>"),
        words("no bullet", "<a:pPr><a:buNone/></a:pPr>"),
        holder="body",
    )
    document = read(make_pptx(body))
    assert [(block.kind.value, block.marker, block.level) for block in document.blocks] == [
        ("bullet", "•", 0),
        ("bullet", "•", 1),
        ("paragraph", "1", 0),
        ("paragraph", "2", 0),
        ("paragraph", None, 0),
    ]


def test_a_table_is_cells_and_slides_are_pages(make_pptx: MakePptx) -> None:
    rows = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody>{words(text)}</a:txBody></a:tc>" for text in row)
        + "</a:tr>"
        for row in (("Area", "Now"), ("Leaders", "Good"))
    )
    table = (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl>"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    document = read(make_pptx(shape(words("First")), table))
    assert [(block.page, block.row, block.column) for block in document.blocks] == [
        (1, None, None),
        (2, 0, 0),
        (2, 0, 1),
        (2, 1, 0),
        (2, 1, 1),
    ]
    assert (document.pages[0].width, len(document.pages)) == (960.0, 2)


def test_a_slide_that_is_listed_but_missing_is_a_warning(make_pptx: MakePptx) -> None:
    data = make_pptx(shape(words("First")), shape(words("Second")))
    damaged = data.replace(b"slides/slide1.xml", b"slides/slideX.xml")
    document = read(damaged)
    assert document.warnings == ("slide 2 is missing in the file",)


def test_a_deck_without_slides_is_refused(make_pptx: MakePptx) -> None:
    with pytest.raises(DocumentError, match="no slides"):
        read(make_pptx())


def test_a_deck_without_words_is_refused(make_pptx: MakePptx) -> None:
    with pytest.raises(DocumentError, match="no text in a PPTX"):
        read(make_pptx("<p:pic/>"))
