"""Drafts to one text with offsets."""

from __future__ import annotations

from caregraph.documents.compose import Draft, PrintedLine, compose
from caregraph.documents.model import BlockKind


def line(text: str, *, hyphen: bool = False, page: int = 1) -> PrintedLine:
    return PrintedLine(text=text, page=page, x0=0, top=0, x1=10, bottom=10, hyphen=hyphen)


def test_lines_keep_their_place_in_the_joined_text() -> None:
    draft = Draft(
        kind=BlockKind.PARAGRAPH,
        lines=[line("a multi-", hyphen=True), line("agency  plan", page=2)],
    )
    text, (_, block) = compose([Draft(kind=BlockKind.HEADING, text="First"), draft])
    assert text == "First\na multi-agency plan\n"
    assert [text[found.start : found.end] for found in block.lines] == ["a multi-", "agency plan"]
    assert block.page == 1


def test_footnotes_and_furniture_come_after_the_body() -> None:
    kinds = [BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.PARAGRAPH, BlockKind.CONTENTS]
    text, blocks = compose([Draft(kind=kind, text=kind.value) for kind in kinds])
    assert text == "paragraph\ncontents\nfootnote\nfurniture\n"
    assert [block.kind.value for block in blocks] == text.split()


def test_drafts_without_a_word_are_left_out() -> None:
    assert compose([Draft(kind=BlockKind.PARAGRAPH, text=" \u200b")]) == ("", ())
