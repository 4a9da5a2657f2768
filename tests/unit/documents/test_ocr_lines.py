"""What words on a picture become: lines, markers, cells, running headers and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from caregraph.documents.ocr_lines import Sheet, lines_of_words, settle_edges, settle_numbers
from caregraph.documents.ocr_words import Picture, Word, read_words
from caregraph.documents.pdf_lines import TextLine

SCALE = 4.0
WIDTH, HEIGHT = 600, 840


def blank() -> Picture:
    return np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)


def word(text: str, left: float, baseline: float, *, line: int, size: float = 12.0) -> Word:
    """A word as Tesseract would find it, set in Tahoma; half the size a letter wide."""
    fall = 0.21 if set(text) & set("gjpqy") else 0.0
    return Word(
        line=(1, 1, line),
        text=text,
        left=left,
        top=baseline - 0.73 * size,
        right=left + 0.5 * size * len(text),
        bottom=baseline + fall * size,
        stroke=0.1 * size,
        fill=0.3,
    )


def printed(
    text: str, left: float, baseline: float, *, line: int, size: float = 12.0
) -> list[Word]:
    words = []
    for part in text.split():
        words.append(word(part, left, baseline, line=line, size=size))
        left = words[-1].right + 0.3 * size
    return words


def lines(*parts: Sequence[Word], picture: Picture | None = None) -> list[TextLine]:
    sheet = Sheet(number=1, picture=blank() if picture is None else picture, scale=SCALE)
    return lines_of_words([one for part in parts for one in part], sheet)


def test_a_number_in_a_column_of_its_own_is_put_before_its_line() -> None:
    found = lines(
        printed("12.", 72, 200, line=1),
        printed("Plans are clear and", 100, 200, line=2),
        printed("bold.", 100, 214, line=3),
    )
    assert [(line.marker, line.text) for line in found] == [
        ("12", "Plans are clear and"),
        (None, "bold."),
    ]
    assert found[0].x0 == 72
    assert found[0].text_x0 == 100


@pytest.mark.parametrize("glyph", ["e", "©", "¢", "«", "*", "•", "m"])
def test_what_is_read_for_a_bullet_is_a_bullet(glyph: str) -> None:
    found = lines(printed(glyph, 72, 200, line=1) + printed("Visits are late", 90, 200, line=1))
    assert found[0].bullet
    assert found[0].text == "Visits are late"


@pytest.mark.parametrize("start", ["A", "I"])
def test_a_short_word_is_no_bullet(start: str) -> None:
    found = lines(printed(f"{start} social worker", 72, 200, line=1))
    assert found[0].marker is None
    assert found[0].text == f"{start} social worker"


def test_a_bullet_that_tesseract_takes_for_a_speck_is_seen_on_the_picture() -> None:
    picture = blank()
    picture[round(194 * SCALE) : round(199 * SCALE), round(74 * SCALE) : round(79 * SCALE)] = 0
    found = lines(printed("Visits are late", 90, 200, line=1), picture=picture)
    assert found[0].bullet
    assert found[0].x0 == pytest.approx(74, abs=0.5)


def test_words_side_by_side_are_cells_whose_rows_a_rule_parts() -> None:
    picture = blank()
    picture[round(235 * SCALE), :] = 0
    found = lines(
        printed("Help and", 72, 200, line=1) + printed("Good", 300, 200, line=1),
        printed("protection", 72, 214, line=2),
        printed("Leaders", 72, 248, line=3) + printed("Inadequate", 300, 248, line=3),
        picture=picture,
    )
    assert [(line.text, line.tag.row, line.tag.column) for line in found] == [
        ("Help and", 0, 0),
        ("protection", 0, 0),
        ("Good", 0, 1),
        ("Leaders", 1, 0),
        ("Inadequate", 1, 1),
    ]


def test_a_line_given_in_two_pieces_is_one() -> None:
    found = lines(
        printed("found on the council’s", 72, 200, line=1), printed("website", 200, 200, line=2)
    )
    assert [line.text for line in found] == ["found on the council’s website"]


def test_a_cell_may_begin_above_the_cell_beside_it() -> None:
    found = lines(
        printed("The progress of", 72, 200, line=1),
        printed("children in care", 72, 214, line=2) + printed("Good", 300, 214, line=2),
    )
    assert [(line.text, line.tag.row, line.tag.column) for line in found] == [
        ("The progress of", 0, 0),
        ("children in care", 0, 0),
        ("Good", 0, 1),
    ]


def test_a_speck_alone_is_no_line() -> None:
    speck = replace(word("ff", 72, 300, line=2), doubtful=True)
    assert lines([speck]) == []
    assert len(lines(printed("Plans are clear", 72, 200, line=1), [speck])) == 1


def test_larger_type_keeps_its_size_and_small_differences_do_not() -> None:
    found = lines(
        printed("Summary", 72, 100, line=1, size=14),
        printed("Most plans are good and clear to all", 72, 130, line=2),
        printed("readers.", 72, 144, line=3, size=12.6),
    )
    assert [line.size for line in found] == [14.0, 12.0, 12.0]


def test_a_page_askew_is_read_straight() -> None:
    flat = printed("Most plans are good and clear to all readers", 72, 130, line=1)
    askew = [word(one.text, one.left, 130 + 0.02 * one.left, line=1) for one in flat]
    assert [line.text for line in lines(askew)] == [line.text for line in lines(flat)]
    assert lines(askew)[0].size == 12.0


def numbered(*markers: str) -> list[TextLine]:
    return lines(
        *(
            printed(marker, 72, 100 + 30 * index, line=2 * index)
            + printed("Plans are clear", 110, 100 + 30 * index, line=2 * index)
            for index, marker in enumerate(markers)
        )
    )


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("10.", "tin", "12."), ["10", "11", "12"]),
        (("2.", "8.", "4."), ["2", "3", "4"]),
        (("Il", "2.", "3."), ["1", "2", "3"]),
        (("10.", "tin", "I2", "13."), ["10", "11", "12", "13"]),
    ],
)
def test_a_misread_number_is_told_by_those_around_it(
    read: tuple[str, ...], meant: list[str]
) -> None:
    found = numbered(*read)
    settle_numbers([found])
    assert [line.marker for line in found] == meant


def test_a_hanging_word_that_is_no_number_goes_back_to_its_text() -> None:
    found = numbered("10.", "Two", "20.")
    settle_numbers([found])
    assert (found[1].marker, found[1].text) == (None, "Two Plans are clear")


def test_a_running_footer_has_the_reading_of_most_pages() -> None:
    pages = [
        lines(printed(text, 72, 812, line=1, size=8))
        for text in (
            "Inspection of Northmoor",
            "Inspection of Northmoar",
            "Inspection of Northmoor",
        )
    ]
    settle_edges(pages, [HEIGHT] * 3)
    assert {page[0].text for page in pages} == {"Inspection of Northmoor"}


def test_a_plain_word_without_confidence_is_kept_and_noise_is_not() -> None:
    rows = [("Assessments", 0.0), ("~|", 3.0), ("council’s", 12.0), ("qx", 8.0), ("late", 96.0)]
    table = ["the heads of the columns"]
    for index, (text, confidence) in enumerate(rows):
        cells = [5, 1, 1, 1, 1, index + 2, 100 * index, 100, 90, 40, confidence, text]
        table.append("\t".join(map(str, cells)))
    found = read_words("\n".join(table), blank(), SCALE)
    assert [one.text for one in found] == ["Assessments", "council’s", "late"]
