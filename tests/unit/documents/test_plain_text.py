"""Plain text and Markdown: encodings, wrapped lines, headings, items, pages."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from caregraph.documents.model import BlockKind, Document
from caregraph.documents.plain_text import decode
from caregraph.documents.reader import DocumentError, read_bytes


def read(text: str, name: str = "notes.txt") -> Document:
    return read_bytes(text.encode(), name)


def shapes(document: Document) -> list[tuple[BlockKind, int, str | None, str]]:
    return [
        (block.kind, block.level, block.marker, document.text_of(block))
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    sentence = "Leaders’ grip – “firm” – costs £5 a café.\n" * 20
    assert decode(sentence.encode(encoding))[0].lstrip("\ufeff") == sentence


def test_a_few_bad_bytes_are_left_out_with_a_warning() -> None:
    text, warnings = decode("Leaders’ “grip” is firm ".encode() * 40 + b"\xff now")
    assert text.endswith("firm  now")
    assert warnings == ("1 bytes are not UTF-8 and were left out",)


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    document = read(
        "Most children in Eastmere who need help and protection get it when they\n"
        "need it. Leaders know what has to be done, and multi-\n"
        "agency work is strong.\n"
        "\n"
        "Visits are regular.\n"
    )
    assert [document.text_of(block) for block in document.blocks] == [
        "Most children in Eastmere who need help and protection get it when they need it. "
        "Leaders know what has to be done, and multi-agency work is strong.",
        "Visits are regular.",
    ]


def test_one_sentence_a_line_stays_one_block_a_line() -> None:
    lines = [
        f"{word} children are safe and well looked after at home."
        for word in ("All", "Most", "Few")
    ]
    document = read("\n".join(lines))
    assert [document.text_of(block) for block in document.blocks] == lines


def test_items_have_their_markers_and_nesting() -> None:
    document = read(
        "The committee agreed:\n\n- to note the report\n  - and its annex\n- to meet\n\n"
        "1. Next steps\n"
    )
    assert shapes(document)[1:] == [
        (BlockKind.BULLET, 0, "-", "to note the report"),
        (BlockKind.BULLET, 1, "-", "and its annex"),
        (BlockKind.BULLET, 0, "-", "to meet"),
        (BlockKind.PARAGRAPH, 0, "1", "Next steps"),
    ]


def test_a_short_line_before_text_is_a_heading_but_a_label_is_not() -> None:
    document = read(
        "Eastmere news\n\nDecision status: approved\n\nBackground\n\n"
        "The council met in March to hear the news.\n"
    )
    assert [shape[0] for shape in shapes(document)] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


def test_markdown_headings_links_emphasis_and_tables_are_understood() -> None:
    document = read(
        "# Eastmere\n\nA **firm** [grip](https://example.org/x)\nof the work.\n\n"
        "## Grades\n\n| Area | Grade |\n|---|---|\n| Leaders | Good |\n",
        "report.md",
    )
    assert shapes(document) == [
        (BlockKind.HEADING, 1, None, "Eastmere"),
        (BlockKind.PARAGRAPH, 0, None, "A firm grip of the work."),
        (BlockKind.HEADING, 2, None, "Grades"),
        *((BlockKind.CELL, 0, None, text) for text in ("Area", "Grade", "Leaders", "Good")),
    ]
    assert [(block.row, block.column) for block in document.blocks[3:]] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_a_form_feed_begins_a_page() -> None:
    document = read("First page.\x0cSecond page.")
    assert [block.page for block in document.blocks] == [1, 2]
    assert len(document.pages) == 2


def test_controls_and_zero_width_characters_never_reach_the_text() -> None:
    document = read("Care\u200b leavers\x00 are\x1b[2J \u202esafe\u2069.")
    assert document.text == "Care leavers are[2J safe.\n"


def test_blank_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="no text"):
        read("\ufeff \n\t\n")


def test_many_lines_take_time_in_proportion() -> None:
    document = read(
        "\n".join(f"Finding {n} says that plans are clear and shared" for n in range(50_000))
    )
    assert len(document.text) > 2_000_000


@pytest.mark.parametrize(
    "unit", ["# ", "**a ", "[a](", "| ", "1.", " -", "<!DOCTYPE [", "....", "a\u0301"]
)
def test_repeated_marks_cost_no_more_than_their_length(unit: str) -> None:
    started = time.process_time()
    for name, start in (("notes.md", "# a"), ("page.html", "<html><body><p>")):
        with suppress(DocumentError):
            read(start + unit * 60_000 + "b", name)
    assert time.process_time() - started < 8


def test_marks_of_quotations_and_of_emphasis_are_no_text() -> None:
    document = read(
        '*News release*, _at once_\n\nAda Hale said:\n\n> "Plans are clear.\n>\n> "We share them."',
        "release.md",
    )
    assert document.text == (
        'News release, at once\nAda Hale said:\n"Plans are clear.\n"We share them."\n'
    )


def test_stars_and_lines_inside_words_are_text() -> None:
    document = read("Three * two is five_or_six * one.\n\n2 > 1 is true.", "sum.md")
    assert document.text == "Three * two is five_or_six * one.\n2 > 1 is true.\n"
