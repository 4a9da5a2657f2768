"""Numbers and bullets written as text."""

from __future__ import annotations

import pytest

from caregraph.documents.markers import split_marker


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("12. Ensure that", "12", "Ensure that"),
        ("12.1 Ensure that", "12.1", "Ensure that"),
        ("a) Ensure", "a", "Ensure"),
        ("(iv) Ensure", "iv", "Ensure"),
        ("i.\u00a0Report be noted", "i", "Report be noted"),
        ("• Ensure", "•", "Ensure"),
        ("\uf0b7 Ensure", "\uf0b7", "Ensure"),
        ("o\tEnsure", "o", "Ensure"),
    ],
)
def test_a_marker_is_split_off(text: str, marker: str, rest: str) -> None:
    found = split_marker(text)
    assert (found.marker, found.text) == (marker, rest)


@pytest.mark.parametrize(
    "text",
    [
        "12 children",
        "2018 was a year",
        "A. Smith said",
        "-5 degrees",
        "o and p",
        "1,200 people",
        "3.5 per cent",
    ],
)
def test_what_only_looks_like_a_marker_stays(text: str) -> None:
    assert split_marker(text).marker is None
