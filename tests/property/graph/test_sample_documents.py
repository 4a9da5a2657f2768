"""The sample reports, news, slides and minutes in any order, and without one of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caregraph.documents.reader import read
from caregraph.extraction.extract import extract
from caregraph.extraction.records import DocumentClass, Extract
from caregraph.graph.build import build_document, nquads
from caregraph.graph.identity import Resolution, resolve
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG

Item = tuple[DocumentSource, Extract]
ANY_ORDER = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def authorities(further_authorities: Path) -> AuthorityList:
    return AuthorityList.load(further_authorities)


@pytest.fixture(scope="module")
def items(samples: Path, authorities: AuthorityList) -> list[Item]:
    found = []
    for path in sorted(samples.iterdir()):
        if path.suffix != ".csv":
            read_in = extract(read(path), authorities)
            found.append((DocumentSource(sha256=read_in.sha256, names=(path.name,)), read_in))
    return found


@pytest.fixture(scope="module")
def whole(items: list[Item], authorities: AuthorityList) -> dict[str, bytes]:
    return graphs(items, authorities)


def graphs(items: list[Item], authorities: AuthorityList) -> dict[str, bytes]:
    """Give the graph of each document by its file's name."""
    resolution = resolve(items, authorities=authorities)
    return {s.name: nquads(build_document(s, e, resolution)) for s, e in items}


@given(chance=st.randoms(use_true_random=False))
@ANY_ORDER
def test_reports_and_coverage_in_any_order_give_one_graph(
    items: list[Item],
    whole: dict[str, bytes],
    authorities: AuthorityList,
    chance: random.Random,
) -> None:
    mixed = list(items)
    chance.shuffle(mixed)
    assert graphs(mixed, authorities) == whole


@given(chance=st.randoms(use_true_random=False))
@ANY_ORDER
def test_a_document_that_goes_takes_all_and_only_what_it_alone_said(
    items: list[Item],
    whole: dict[str, bytes],
    authorities: AuthorityList,
    chance: random.Random,
) -> None:
    gone = chance.choice(items)
    left = graphs([item for item in items if item is not gone], authorities)
    assert set(left) == set(whole) - {gone[0].name}
    assert not any(gone[0].sha256[:16].encode() in graph for graph in left.values())
    said = b"".join(left.values())
    for line in said.splitlines():
        if f"<{CG.quotes}>".encode() in line:  # nothing is quoted that no document says any more
            assert b"\n" + line.split()[2] + b" <" in b"\n" + said
    for name, graph in left.items():
        if graph != whole[name]:  # what it spoke of is no longer joined to what has gone
            assert b"joinedBecause" in whole[name], name


def test_the_samples_hold_joins_and_quotations_for_these_laws_to_hold(
    items: list[Item], whole: dict[str, bytes], authorities: AuthorityList
) -> None:
    resolution: Resolution = resolve(items, authorities=authorities)
    coverage = [e for _, e in items if e.document_class is not DocumentClass.INSPECTION_REPORT]
    joined = [i for e in coverage for i in resolution.of(e.sha256).inspections.values() if i.joined]
    assert len(coverage) >= 5
    assert len(joined) >= 4
    quoting = [name for name, graph in whole.items() if f"<{CG.quotes}>".encode() in graph]
    assert len(quoting) >= 3
