"""What one thing is called to be, who says so, and why it was joined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from caregraph.extraction.records import Extract
from caregraph.graph.build import build_document, build_reference, nquads
from caregraph.graph.describe import Description, describe
from caregraph.graph.identity import resolve
from caregraph.graph.source import DocumentSource
from caregraph.graph.store import GraphBuilder, GraphStore
from caregraph.ontology.authorities import AuthorityList

Item = tuple[DocumentSource, Extract]
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"


@pytest.fixture
def inspection(authorities: AuthorityList, report: Item, news: Item, tmp_path: Path) -> Description:
    """Give the inspection of a report and of a story that dates its report otherwise."""
    source, extract = news
    dated = replace(extract.inspections[0], start="2018-06-11", published="2018-08-20")
    story = (source, replace(extract, inspections=(dated, extract.inspections[1])))
    items = (report, story)
    resolution = resolve(items, authorities=authorities)
    with GraphBuilder(tmp_path / "graph") as builder:
        builder.load(nquads(build_reference(authorities)))
        for item in items:
            builder.load(nquads(build_document(*item, resolution)))
    return describe(GraphStore.open(tmp_path / "graph"), OWN)


def said(description: Description, name: str) -> dict[str, tuple[str, ...]]:
    (found,) = (item for item in description.says if item.name == name)
    return {value.text: value.documents for value in found.values}


def test_each_value_comes_with_the_documents_that_say_so(inspection: Description) -> None:
    assert said(inspection, "publication date") == {
        "2018-08-17": ("barsetshire_2018.pdf",),
        "2018-08-20": ("news.txt",),
    }
    assert said(inspection, "inspects") == {"Barsetshire": ("barsetshire_2018.pdf", "news.txt")}


def test_a_join_is_told_in_words(inspection: Description) -> None:
    ((why, documents),) = said(inspection, "joined because").items()
    assert documents == ("news.txt",)
    assert why.startswith("news.txt speaks of inspection/mentioned-1.")
    assert "2018-06-11 is its first day, though 2018-08-20 is not its publication" in why
