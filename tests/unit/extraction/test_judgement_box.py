"""The box of judgements where its cells are loose lines."""

from __future__ import annotations

from caregraph.documents.model import Block, BlockKind, Document, Line, Page
from caregraph.extraction.judgement_box import read_box
from caregraph.extraction.records import Absence


def page(*lines: tuple[str, float, float]) -> Document:
    """Make a page of lines, each with its left edge and its height on the page in points."""
    text, blocks = "", []
    for words, left, top in lines:
        start, end = len(text), len(text) + len(words)
        line = Line(start=start, end=end, page=1, x0=left, top=top, x1=500, bottom=top + 12)
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end, lines=(line,)))
        text += words + "\n"
    return Document(
        sha256="0" * 64,
        name="report.pdf",
        media_type="application/pdf",
        text=text,
        pages=(Page(number=1),),
        blocks=tuple(blocks),
    )


def test_a_grade_belongs_to_the_label_it_stands_beside() -> None:
    document = page(
        ("Good", 400, 130),
        ("Inadequate", 400, 100),
        ("1. Children who need help and protection", 70, 101),
        ("2.1 Adoption performance", 70, 131),
    )
    judgements, absences = read_box(document, document.blocks)
    assert {one.area: one.grade for one in judgements} == {
        "help-and-protection": "inadequate",
        "adoption": "good",
    }
    assert absences == ()


def test_a_label_without_a_grade_near_it_has_none() -> None:
    document = page(("2.1 Adoption performance", 70, 130), ("Good", 400, 200))
    assert read_box(document, document.blocks) == ((), ())


def test_not_judged_is_a_typed_absence() -> None:
    document = page(("2.1 Adoption performance", 70, 130), ("Not judged", 400, 130))
    judgements, absences = read_box(document, document.blocks)
    assert judgements == ()
    assert [(one.area, one.reason) for one in absences] == [("adoption", Absence.NOT_JUDGED)]


def test_the_passage_holds_label_and_grade() -> None:
    document = page(("2.1 Adoption performance", 70, 130), ("Good", 400, 130))
    (judgement,), _ = read_box(document, document.blocks)
    words = document.text[judgement.passage.start : judgement.passage.end]
    assert words == "2.1 Adoption performance\nGood"
