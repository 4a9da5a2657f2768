"""What covers say of the inspection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.identity import Identity, identify, own_inspection
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Identity]


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: identify(write(text), authorities)


def test_the_title_names_the_authority_and_is_kept(read: Read) -> None:
    identity = read("""
        # London Borough of Felpersham
        ## Inspection of children’s social care services
        Inspection dates: 3 to 14 June 2024
        Ambridge helps Felpersham to improve its services.
    """)
    assert identity.authorities == ("X90000002",)
    assert identity.title == (
        "London Borough of Felpersham – Inspection of children’s social care services"
    )
    assert (identity.start, identity.end, identity.confidence) == ("2024-06-03", "2024-06-14", 1.0)


def test_a_title_without_a_name_leaves_the_authority_named_most_and_a_doubt(read: Read) -> None:
    identity = read("""
        # Inspection of children’s services
        Inspection dates: 3 to 14 June 2024
        Ambridge has changed. Ambridge has improved. Felpersham has not.
    """)
    assert identity.authorities == ("X90000001",)
    assert identity.confidence < 1


def test_the_passage_of_the_dates_holds_their_words(read: Read, write: Write) -> None:
    text = """
        # Ambridge
        Inspection dates: 8 July 2024 to 12 July 2024 and 7 August 2024 to 8 August 2024
        Lead inspector: Ruth Aldridge
    """
    passage = read(text).passage
    assert passage is not None
    words = write(text).text[passage.start : passage.end]
    assert words == "8 July 2024 to 12 July 2024 and 7 August 2024 to 8 August 2024"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Report published: 22 January 2016", "2016-01-22"),
        ("Report published: 10/08/2015", "2015-08-10"),
        ("Published: 16 August 2013", "2013-08-16"),
        ("The annual report was published on 3 May 2015.", None),
    ],
)
def test_publication_is_what_the_cover_prints_as_such(
    read: Read, line: str, published: str | None
) -> None:
    assert read(f"# Ambridge\nInspection date: 2 May 2013\n{line}").published == published


def test_dates_in_one_line_with_the_publication_are_kept_apart(read: Read) -> None:
    identity = read("# Ambridge\nInspection date: 6 to 30 July 2015 Report published: 15 May 2016")
    assert (identity.start, identity.end) == ("2015-07-06", "2015-07-30")
    assert identity.published == "2016-05-15"


def test_a_cover_without_dates_leaves_them_absent(read: Read) -> None:
    identity = read("# Ambridge\nThe last inspection took place from 2 to 6 May 2019.")
    assert (identity.start, identity.end, identity.passage) == (None, None, None)
    assert identity.confidence < 1


def test_the_own_inspection_carries_what_the_cover_says(read: Read) -> None:
    identity = read("# Ambridge\nInspection date: 2 May 2013")
    record = own_inspection(identity, framework="sif", lead="Ruth Aldridge")
    assert (record.key, record.framework, record.start) == ("own", "sif", "2013-05-02")
    assert record.lead_inspector == "Ruth Aldridge"
