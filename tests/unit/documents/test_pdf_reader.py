"""Layouts of inspection reports, printed by the tests: tagged as Word tags them, and untagged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from caregraph.documents.model import Block, BlockKind, Document
from caregraph.documents.pdf_reader import read_pdf
from caregraph.documents.reader import DocumentError

MakePdf = Callable[..., bytes]
MakeWords = Callable[..., Any]


def read(data: bytes) -> Document:
    return read_pdf(data, "report.pdf")


def found(document: Document, kind: BlockKind) -> list[str]:
    return [document.text_of(block) for block in document.blocks if block.kind is kind]


def only(document: Document, kind: BlockKind) -> Block:
    (block,) = [block for block in document.blocks if block.kind is kind]
    return block


@pytest.mark.parametrize("tags", [("P#1",), ()])
def test_a_numbered_paragraph_has_its_number_as_marker_and_not_in_its_text(
    make_pdf: MakePdf, words: MakeWords, tags: tuple[str, ...]
) -> None:
    page = [
        words("12.", y=100, tags=tags),
        words("Children live in stable homes, and workers see them", x=98, y=100, tags=tags),
        words("often.", x=98, y=115, tags=tags),
    ]
    document = read(make_pdf([page]))
    block = only(document, BlockKind.PARAGRAPH)
    assert block.marker == "12"
    assert document.text_of(block) == "Children live in stable homes, and workers see them often."


def test_a_number_printed_against_its_text_is_still_a_marker(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    document = read(make_pdf([[words("45.The hub has responded well.", tags=("P#1",))]]))
    assert only(document, BlockKind.PARAGRAPH).marker == "45"
    assert document.text == "The hub has responded well.\n"


@pytest.mark.parametrize("word", ["2018 was a year of change.", "12 children were seen."])
def test_a_number_that_begins_a_sentence_is_no_marker(
    make_pdf: MakePdf, words: MakeWords, word: str
) -> None:
    document = read(make_pdf([[words(word, tags=("P#1",))]]))
    assert only(document, BlockKind.PARAGRAPH).marker is None
    assert document.text == f"{word}\n"


def test_a_number_at_the_start_of_a_wrapped_line_stays_in_the_text(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    page = [
        words("The council looks after many children, in all", tags=("P#1",)),
        words("24. They are safe.", y=115, tags=("P#1",)),
    ]
    document = read(make_pdf([page]))
    assert document.text == "The council looks after many children, in all 24. They are safe.\n"


@pytest.mark.parametrize("glyph", ["•", "–", "o"])
def test_bullets_of_several_glyphs_are_items_nested_by_their_indentation(
    make_pdf: MakePdf, words: MakeWords, glyph: str
) -> None:
    page = [
        words("•", x=70, y=100, tags=("L#1", "LI#1", "LBody#1")),
        words("Plans are clear:", x=90, y=100, tags=("L#1", "LI#1", "LBody#1")),
        words(glyph, x=110, y=120, tags=("L#2", "LI#2", "LBody#2")),
        words("most are shared", x=130, y=120, tags=("L#2", "LI#2", "LBody#2")),
        words("•", x=70, y=140, tags=("L#1", "LI#3", "LBody#3")),
        words("Visits are regular.", x=90, y=140, tags=("L#1", "LI#3", "LBody#3")),
    ]
    document = read(make_pdf([page]))
    assert [(block.kind, block.marker, block.level) for block in document.blocks] == [
        (BlockKind.BULLET, "•", 0),
        (BlockKind.BULLET, glyph, 1),
        (BlockKind.BULLET, "•", 0),
    ]


def test_a_paragraph_cut_by_page_break_footer_and_footnote_is_one_block(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    first = [
        words("1.", y=700, tags=("P#1",)),
        words("Leaders know what", x=98, y=700, tags=("P#1",)),
        words("1 The Children Act 2004.", y=760, size=9, tags=("Note#1", "P#9")),
        words("Inspection of Eastmere", y=810, size=8),
        words("1", x=520, y=810, size=8),
    ]
    second = [
        words("needs to improve.", x=98, y=100, tags=("P#1",)),
        words("2.", y=130, tags=("P#2",)),
        words("Staff feel valued.", x=98, y=130, tags=("P#2",)),
        words("Inspection of Eastmere", y=810, size=8),
        words("2", x=520, y=810, size=8),
    ]
    document = read(make_pdf([first, second]))
    assert found(document, BlockKind.PARAGRAPH) == [
        "Leaders know what needs to improve.",
        "Staff feel valued.",
    ]
    assert [line.page for line in document.blocks[0].lines] == [1, 2]
    assert found(document, BlockKind.FOOTNOTE) == ["The Children Act 2004."]
    assert len(found(document, BlockKind.FURNITURE)) == 4
    assert document.text.startswith("Leaders know what needs to improve.\nStaff feel valued.\n")


def test_a_number_that_begins_a_page_within_a_sentence_is_text(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    first = [
        words("140.", y=700, tags=("P#1",)),
        words("Complaints have fallen by a third (85 to", x=98, y=700, tags=("P#1",)),
    ]
    second = [
        words("58) since March.", x=98, y=100, tags=("P#1",)),
        words("141.", y=130, tags=("P#2",)),
        words("Staff feel valued.", x=98, y=130, tags=("P#2",)),
    ]
    document = read(make_pdf([first, second]))
    assert found(document, BlockKind.PARAGRAPH)[0] == (
        "Complaints have fallen by a third (85 to 58) since March."
    )


def test_a_hyphen_at_a_line_end_is_kept_and_the_word_joined(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    page = [
        words("Information is shared in multi-", tags=("P#1",)),
        words("agency meetings, and plans are made.", y=115, tags=("P#1",)),
    ]
    document = read(make_pdf([page]))
    assert document.text == (
        "Information is shared in multi-agency meetings, and plans are made.\n"
    )


def test_a_superscript_is_dropped_from_the_sentence_and_marks_its_footnote(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    page = [
        words("What needs to improve?", size=14, bold=True, tags=("H2#1",)),
        words("3", x=232, y=95, size=8, tags=("H2#1",)),
        words("Plans are clear, and they are shared.", y=130, tags=("P#1",)),
        words("3", x=70, y=757, size=6, tags=("Note#1", "P#2")),
        words("See the national framework.", x=76, y=760, size=9, tags=("Note#1", "P#2")),
    ]
    document = read(make_pdf([page]))
    assert found(document, BlockKind.HEADING) == ["What needs to improve?"]
    note = only(document, BlockKind.FOOTNOTE)
    assert (note.marker, document.text_of(note)) == ("3", "See the national framework.")


def test_headings_are_ranked_by_size_and_weight(make_pdf: MakePdf, words: MakeWords) -> None:
    page = [
        words("Eastmere Council", y=100, size=24, tags=("P#1",)),
        words("Help and protection: good", y=140, size=14, bold=True, tags=("P#2",)),
        words("Summary", y=170, bold=True, tags=("P#3",)),
        words(
            "Most children who need help get it soon, and they are safer for it.",
            y=200,
            tags=("P#4",),
        ),
    ]
    document = read(make_pdf([page]))
    levels = [block.level for block in document.blocks if block.kind is BlockKind.HEADING]
    assert levels == [1, 2, 3]


def test_a_body_tagged_as_a_heading_is_a_paragraph(make_pdf: MakePdf, words: MakeWords) -> None:
    page = [
        words("36.", tags=("H1#1",)),
        words("Leaders have made improvements.", x=98, tags=("H1#1",)),
        words("They know their services well, and they say so.", x=98, y=115, tags=("H1#1",)),
    ]
    document = read(make_pdf([page]))
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]


def test_cells_of_a_table_are_never_mixed(make_pdf: MakePdf, words: MakeWords) -> None:
    def cell(text: str, row: int, column: int, y: float) -> Any:
        path = ("Table#1", f"TR#{row}", f"TD#{row}.{column}", f"P#{row}.{column}")
        return words(text, x=70 + 200 * column, y=y, tags=path)

    page = [
        cell("Responsible body", 0, 0, 100),
        cell("Areas for priority action", 0, 1, 100),
        cell("Eastmere Council and", 1, 0, 120),
        cell("NHS Eastmere", 1, 0, 135),
        cell("Leaders should make sure that", 1, 1, 120),
        cell("plans are clear.", 1, 1, 135),
    ]
    document = read(make_pdf([page]))
    assert [(block.row, block.column, document.text_of(block)) for block in document.blocks] == [
        (0, 0, "Responsible body"),
        (0, 1, "Areas for priority action"),
        (1, 0, "Eastmere Council and NHS Eastmere"),
        (1, 1, "Leaders should make sure that plans are clear."),
    ]


def test_a_row_that_spans_the_table_is_ordinary_text(make_pdf: MakePdf, words: MakeWords) -> None:
    page = [
        words("Leadership", y=100, bold=True, tags=("Table#1", "TR#1", "TD#1", "P#1")),
        words("Good", x=400, y=100, tags=("Table#1", "TR#1", "TD#2", "P#2")),
        words(
            "Leaders are ambitious for all children, and staff know it.",
            y=130,
            tags=("Table#1", "TR#2", "TD#3", "P#3"),
        ),
    ]
    document = read(make_pdf([page]))
    assert [block.kind for block in document.blocks] == [
        BlockKind.CELL,
        BlockKind.CELL,
        BlockKind.PARAGRAPH,
    ]


def test_a_table_goes_on_over_a_page_break_with_its_cut_cell(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    def cell(text: str, row: int, column: int, y: float) -> Any:
        path = ("Table#1", f"TR#{row}", f"TD#{row}.{column}", f"P#{row}.{column}")
        return words(text, x=70 + 200 * column, y=y, tags=path)

    first = [
        cell("Body", 0, 0, 690),
        cell("Action", 0, 1, 690),
        cell("NHS Eastmere", 1, 0, 710),
        cell("Leaders should act", 1, 1, 710),
    ]
    second = [
        cell("at once.", 2, 1, 100),
        cell("Eastmere Council", 3, 0, 130),
        cell("Leaders should listen.", 3, 1, 130),
    ]
    # the cut row's first cell is empty on the second page
    second.insert(0, cell("", 2, 0, 100))
    document = read(make_pdf([first, second]))
    assert [(b.table, b.row, b.column, document.text_of(b)) for b in document.blocks][2:] == [
        (1, 1, 0, "NHS Eastmere"),
        (1, 1, 1, "Leaders should act at once."),
        (1, 2, 0, "Eastmere Council"),
        (1, 2, 1, "Leaders should listen."),
    ]


def test_names_side_by_side_without_tags_are_cells(make_pdf: MakePdf, words: MakeWords) -> None:
    page = [
        words("Ofsted", y=100),
        words("Care Quality Commission", x=320, y=100),
        words("Ann Birch, lead inspector", y=118),
        words("Carl Dean, CQC inspector", x=320, y=118),
    ]
    document = read(make_pdf([page]))
    assert [(block.row, block.column, document.text_of(block)) for block in document.blocks] == [
        (0, 0, "Ofsted"),
        (0, 1, "Care Quality Commission"),
        (1, 0, "Ann Birch, lead inspector"),
        (1, 1, "Carl Dean, CQC inspector"),
    ]


def test_short_lines_without_tags_are_blocks_of_their_own(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    page = [
        words("Inspection of Eastmere", y=100),
        words("Dates: 6 to 10 March 2023", y=114),
        words(
            "Most children in Eastmere who need help and protection get it when they need it.",
            y=128,
        ),
        words("They are safer as a result.", y=142),
    ]
    document = read(make_pdf([page]))
    assert [document.text_of(block) for block in document.blocks] == [
        "Inspection of Eastmere",
        "Dates: 6 to 10 March 2023",
        "Most children in Eastmere who need help and protection get it when they need it. "
        "They are safer as a result.",
    ]


def test_a_contents_page_is_kept_apart(make_pdf: MakePdf, words: MakeWords) -> None:
    page = [
        words("Contents", y=100, size=16, bold=True),
        words("Executive summary", y=130),
        words("2", x=520, y=130),
        words("Recommendations", y=150),
        words("5", x=520, y=150),
    ]
    document = read(make_pdf([page, [words("Executive summary", y=100, size=16, bold=True)]]))
    assert found(document, BlockKind.HEADING) == ["Executive summary"]
    assert {block.page for block in document.blocks if block.kind is BlockKind.CONTENTS} == {1}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(make_pdf: MakePdf, words: MakeWords, turn: int) -> None:
    document = read(make_pdf([[words("Plans are clear.", x=70, y=100)]], rotate=turn))
    assert document.text == "Plans are clear.\n"
    (line,) = document.blocks[0].lines
    assert (line.x0, line.bottom) == pytest.approx((70, 102.4), abs=0.2)
    assert (document.pages[0].width > document.pages[0].height) == (turn in {90, 270})


def test_a_page_without_text_is_named_in_a_warning_only_where_it_has_a_picture(
    make_pdf: MakePdf, words: MakeWords
) -> None:
    document = read(make_pdf([[words("Plans are clear.")], []]))
    assert document.warnings == ()
    assert len(document.pages) == 2


def test_a_pdf_without_text_is_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentError, match="no text on any of its 1 pages") as refusal:
        read(make_pdf([[]]))
    assert refusal.value.stage == "text"


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(DocumentError, match="damaged or incomplete"):
        read(b"%PDF-1.7\nnothing that follows is a PDF")
