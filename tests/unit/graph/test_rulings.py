"""What the user rules is one, or is not, whatever the rules say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from caregraph.extraction.records import Extract
from caregraph.graph import iris
from caregraph.graph.errors import RulingError
from caregraph.graph.identity import Resolution, resolve
from caregraph.graph.rulings import Ruling, Rulings, read_rulings
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList

Item = tuple[DocumentSource, Extract]
Rename = Callable[[Item, str], Item]
BARSET = "X99000001"
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"
HEADER = "one,other\n"


def pair(one: str, other: str, where: str = "same.csv:2") -> tuple[Ruling, ...]:
    return (Ruling(one=one, other=other, where=where),)


def ruled(
    authorities: AuthorityList,
    *items: Item,
    same: tuple[Ruling, ...] = (),
    different: tuple[Ruling, ...] = (),
) -> Resolution:
    rulings = Rulings(same=same, different=different)
    forth = resolve(items, authorities=authorities, rulings=rulings)
    assert forth == resolve(items[::-1], authorities=authorities, rulings=rulings)
    return forth


def elsewhere(news: Item, rename: Rename) -> Item:
    """Give a story in which John Roe works for another council."""
    source, extract = rename(news, "other.txt")
    post = replace(extract.posts[0], organisation="Kent County Council")
    return source, replace(extract, posts=(post,))


def test_two_people_are_one_where_the_user_says_so(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    other = elsewhere(news, rename)
    kent = iris.person("John Roe", "E10000016")
    found = ruled(authorities, news, other, same=pair(kent, iris.person("John Roe", BARSET)))
    first, second = (found.of(item[0].sha256).people["John Roe"] for item in (news, other))
    assert first.iri == second.iri == kent
    assert "same.csv:2 says that they are the same" in first.because
    assert found.unmatched == ()


def test_one_person_is_two_where_the_user_says_so(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    other = rename(news, "other.txt")
    one = iris.person("John Roe", BARSET)
    local = iris.person("john roe", iris.document_context(other[0].sha256))
    found = ruled(authorities, news, other, different=pair(one, local, "different.csv:2"))
    assert found.of(news[0].sha256).people["John Roe"].iri == one
    assert found.of(other[0].sha256).people["John Roe"].iri == local


def test_an_inspection_that_the_rules_leave_apart_is_joined(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    source, extract = news
    apart = replace(extract.inspections[0], start="2017")
    item = (source, replace(extract, inspections=(apart, extract.inspections[1])))
    local = iris.inspection_in(source.sha256, "mentioned-1")
    for cells in ((OWN, local), (local, OWN)):
        found = ruled(authorities, item, report, same=pair(*cells))
        joined = found.of(source.sha256).inspections["mentioned-1"]
        assert (joined.iri, joined.joined, joined.contrary) == (OWN, True, frozenset({"start"}))
        own = found.of(report[0].sha256).inspections["own"]
        assert (own.iri, own.label) == (OWN, joined.label)


def test_an_inspection_that_the_rules_join_is_left_apart(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    local = iris.inspection_in(news[0].sha256, "mentioned-1")
    for cells in ((OWN, local), (local, OWN)):
        found = ruled(authorities, news, report, different=pair(*cells, "different.csv:2"))
        apart = found.of(news[0].sha256).inspections["mentioned-1"]
        assert (apart.iri, apart.joined) == (local, False)
        assert "2018-06" in apart.label
        assert "2018-06-11" not in apart.label
        assert found.of(report[0].sha256).inspections["own"].iri == OWN


def test_bodies_are_joined_by_name(authorities: AuthorityList, report: Item) -> None:
    source, extract = report
    item = (source, replace(extract, organisations=("Barset Police", "Wessex Police")))
    bodies = (
        ruled(authorities, item, same=pair("barset police", "WESSEX  Police"))
        .of(source.sha256)
        .organisations
    )
    assert bodies["Barset Police"].iri == bodies["Wessex Police"].iri


def test_a_body_is_the_authority_where_the_user_says_so(
    authorities: AuthorityList, report: Item
) -> None:
    code = iris.authority(BARSET)
    found = ruled(authorities, report, same=pair("Barset Police", code)).of(report[0].sha256)
    body = found.organisations["Barset Police"]
    assert (body.iri, body.name, body.authority) == (code, "Barsetshire", True)


def test_a_ruling_on_what_is_not_there_waits(authorities: AuthorityList, news: Item) -> None:
    found = ruled(authorities, news, same=pair("John Roe", "Jon Row"))
    assert found.documents == ruled(authorities, news).documents
    (told,) = found.unmatched
    assert told.startswith("same.csv:2: 'John Roe' and 'Jon Row' are not both")


def test_a_name_of_two_people_names_neither(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    other = elsewhere(news, rename)
    found = ruled(authorities, news, other, same=pair("John Roe", iris.person("x", "y")))
    assert len(found.unmatched) == 1


def test_rulings_that_say_the_opposite_are_refused(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    local = iris.inspection_in(news[0].sha256, "mentioned-1")
    with pytest.raises(RulingError, match=r"different\.csv:7 .*same\.csv:2"):
        ruled(
            authorities,
            news,
            report,
            same=pair(OWN, local),
            different=pair(local, OWN, "different.csv:7"),
        )


def test_a_file_of_pairs_is_read_with_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text(
        "one,other,why\nJohn Roe,person/john-roe.E10000016,he moved\n\n"
        '"Roe, Jane",<https://example.org/jane>,\n'
    )
    first, second = read_rulings(path)
    assert first == Ruling(
        one="John Roe",
        other="https://w3id.org/caregraph/id/person/john-roe.E10000016",
        where="same.csv:2",
    )
    assert (second.one, second.other, second.where) == (
        "Roe, Jane",
        "https://example.org/jane",
        "same.csv:4",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\nJohn Roe\n", r"same\.csv:1: the columns are name"),
        ("", r"same\.csv:1: the columns are none"),
        (f"{HEADER}John Roe,\n", r"same\.csv:2: a pair needs two"),
        (f"{HEADER}John Roe,Jane Doe\nA,B,C\n", r"same\.csv:3: more cells"),
        (f"{HEADER}John Roe,John Roe\n", r"same\.csv:2: both are 'John Roe'"),
        (f"{HEADER}person/a.b,inspection/c.d\n", r"same\.csv:2: person and inspection are never"),
        (f"{HEADER}authority/E1,authority/E2\n", r"same\.csv:2: two authorities"),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "same.csv"
    path.write_text(text)
    with pytest.raises(RulingError, match=told):
        read_rulings(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulingError, match=r"absent\.csv: No such file"):
        read_rulings(tmp_path / "absent.csv")
    (tmp_path / "latin.csv").write_bytes(b"one,other\nM\xe1ire,Maire\n")
    with pytest.raises(RulingError, match=r"latin\.csv: not UTF-8"):
        read_rulings(tmp_path / "latin.csv")
