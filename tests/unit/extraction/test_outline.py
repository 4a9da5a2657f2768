"""Sections and items."""

from __future__ import annotations

from collections.abc import Callable

from caregraph.documents.model import Block, Document
from caregraph.extraction.outline import is_number, items_of, outline, without_imprint

Write = Callable[[str], Document]


def texts(document: Document, lines: tuple[Block, ...] | None = None) -> list[str]:
    blocks = lines if lines is not None else document.blocks
    return [item.text for item in items_of(document, blocks)]


def test_a_section_runs_to_the_next_heading_of_any_rank(write: Write) -> None:
    document = write("""
        Before.
        # One
        First.
        ## Two
        Second.
        # Three
        Third.
    """)
    sections = outline(document)
    assert [section.title for section in sections] == ["", "One", "Two", "Three"]
    assert [section.within for section in sections] == [(), (), ("One",), ()]
    assert [len(section.blocks) for section in sections] == [1, 1, 1, 1]


def test_a_heading_that_the_reader_missed_is_told_by_its_words(write: Write) -> None:
    document = write("""
        # One
        Summary
        Plans are clear.
        3. Summary
    """)
    sections = outline(document, is_heading=lambda _block, text: text == "Summary")
    assert [section.title for section in sections] == ["", "One", "Summary"]
    assert len(sections[2].blocks) == 2


def test_sub_bullets_belong_to_the_numbered_paragraph_that_introduces_them(write: Write) -> None:
    document = write("""
        26. Plans are reviewed.
        27. Improve schooling by:
        -- setting targets
        – checking attendance
        - reducing exclusions.
        28. Visits are timely.
    """)
    items = items_of(document, document.blocks)
    assert [item.number for item in items] == ["26", "27", "28"]
    assert items[1].text == (
        "Improve schooling by:\nsetting targets\n– checking attendance\nreducing exclusions."
    )
    assert document.text[items[1].passage.start : items[1].passage.end] == items[1].text


def test_bullets_after_a_full_stop_are_items_of_their_own(write: Write) -> None:
    document = write("""
        Leaders know their services.
        - Plans are clear.
        -- They are short.
        - Visits are timely.
    """)
    assert texts(document) == [
        "Leaders know their services.",
        "Plans are clear.\nThey are short.",
        "Visits are timely.",
    ]


def test_a_tag_alone_and_a_broken_sentence_go_on_with_the_item_before(write: Write) -> None:
    document = write("""
        12. Plans are late and
        do not say who acts.
        (Recommendation)
        13. Visits are timely.
        some of them are recorded.
    """)
    assert texts(document) == [
        "Plans are late and\ndo not say who acts.\n(Recommendation)",
        "Visits are timely.",
        "some of them are recorded.",
    ]


def test_cells_are_items_only_where_sections_stand_in_frames(write: Write) -> None:
    document = write("""
        | Summary // Plans are clear.
        Visits are timely.
    """)
    assert texts(document) == ["Visits are timely."]
    framed = items_of(document, document.blocks, cells=True)
    assert [item.text for item in framed] == ["Summary", "Plans are clear.", "Visits are timely."]


def test_the_last_page_is_cut_off(write: Write) -> None:
    document = write("""
        9. Visits are timely.
        The Office for Standards in Education, Children’s Services and Skills regulates.
        Piccadilly Gate
    """)
    assert len(without_imprint(document, document.blocks)) == 1


def test_numbers_are_told_from_bullets() -> None:
    assert [is_number(marker) for marker in ("12", "12.1", "3a", "■", "i", None)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
