"""A small knowledge base of passages about invented councils."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from caregraph.embeddings.encoder import Encoder
from caregraph.embeddings.index import build_index
from caregraph.embeddings.passages import Catalogue, Concept, NamedAuthority, Passage
from caregraph.embeddings.search import SearchIndex

CATALOGUE = Catalogue(
    concepts=(
        Concept(scheme="area", notation="overall", label="overall effectiveness"),
        Concept(
            scheme="area",
            notation="children-looked-after",
            label="children looked after",
            related=("children-in-care-and-care-leavers",),
        ),
        Concept(
            scheme="area",
            notation="children-in-care-and-care-leavers",
            label="children in care and care leavers",
            related=("children-looked-after",),
        ),
        Concept(
            scheme="area",
            notation="care-leavers",
            label="care leavers",
            broader=("children-looked-after", "children-in-care-and-care-leavers"),
        ),
        Concept(scheme="framework", notation="ilacs", label="ILACS"),
        Concept(
            scheme="framework", notation="focused-visit", label="focused visit", broader=("ilacs",)
        ),
        Concept(scheme="framework", notation="sif", label="single inspection framework"),
        Concept(scheme="grade", notation="good", label="good"),
        Concept(scheme="grade", notation="inadequate", label="inadequate"),
        Concept(scheme="polarity", notation="mixed", label="mixed"),
        Concept(scheme="polarity", notation="strength", label="strength"),
        Concept(scheme="polarity", notation="weakness", label="weakness"),
        Concept(
            scheme="theme",
            notation="children-in-care",
            label="children in care",
            alt_labels=("kids in care", "LAC"),
        ),
        Concept(scheme="theme", notation="fostering", label="fostering"),
    ),
    authorities=(
        NamedAuthority(
            code="X00000001", names=("Westmarch", "Westmarch County Council"), region="North"
        ),
        NamedAuthority(code="X00000002", names=("Eastmoor",), region="South and East"),
        NamedAuthority(code="X00000003", names=("Oldport", "Port & Haven"), region="North"),
        NamedAuthority(code="X00000004", names=("Oldport",), region="North"),
    ),
)


@pytest.fixture
def catalogue() -> Catalogue:
    return CATALOGUE


@pytest.fixture
def passage() -> Callable[..., Passage]:
    def make(key: str, text: str, **values: Any) -> Passage:
        return Passage(
            **{
                "iri": f"urn:test:{key}",
                "kind": "finding",
                "text": text,
                "document": f"{key}.pdf",
                **values,
            }
        )

    return make


@pytest.fixture
def build(tmp_path: Path, encoder: Encoder) -> Callable[[Iterable[Passage]], SearchIndex]:
    """Build the index of some passages and open it."""

    def built(passages: Iterable[Passage]) -> SearchIndex:
        listed = list(passages)
        directory = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        directory.mkdir()
        build_index(
            listed,
            encoder.encode([p.text for p in listed]),
            directory,
            fingerprint=encoder.fingerprint,
            catalogue=CATALOGUE,
        )
        return SearchIndex(directory, lambda: encoder)

    return built
