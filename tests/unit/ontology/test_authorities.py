"""The reference list of authorities, names found in it, and names found in text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.errors import OntologyError


@pytest.fixture(scope="module")
def authorities() -> AuthorityList:
    return AuthorityList.load()


def test_england_has_153_authorities_today_each_with_its_codes(authorities: AuthorityList) -> None:
    today = [a for a in authorities if a.valid_until is None]
    assert len(today) == 153
    assert all(a.dfe_code is not None and len(a.dfe_code) == 3 for a in today)
    assert all(a.ofsted_urn for a in today)
    assert all(len(a.neighbours) == 10 for a in today)
    assert all(a.region_code and a.region_code.startswith("E120000") for a in authorities)


def test_no_code_and_no_current_name_stands_for_two_bodies(authorities: AuthorityList) -> None:
    codes = [code for a in authorities for code in (a.code, *a.former_codes)]
    assert len(codes) == len(set(codes))
    labels = [a.label for a in authorities if a.valid_until is None]
    assert len(labels) == len(set(labels))
    for numbers in ([a.dfe_code for a in authorities], [a.ofsted_urn for a in authorities]):
        known = [n for n in numbers if n is not None]
        assert len(known) == len(set(known))


def test_predecessors_and_successors_mirror_each_other(authorities: AuthorityList) -> None:
    links = {(a.code, s) for a in authorities for s in a.successors}
    assert links == {(p, a.code) for a in authorities for p in a.predecessors}
    assert len(links) == 8
    for old, new in links:
        assert authorities.get(old).valid_until is not None
        assert authorities.get(new).valid_from is not None


def test_neighbours_are_authorities_of_today(authorities: AuthorityList) -> None:
    codes = {a.code for a in authorities if a.valid_until is None}
    assert all(set(a.neighbours) < codes - {a.code} for a in authorities)


@pytest.mark.parametrize(
    ("name", "code", "region"),
    [
        ("Buckinghamshire", "E06000060", "South East"),
        ("Cumberland", "E06000063", "North West"),
        ("Dorset", "E06000059", "South West"),
        ("North Yorkshire", "E06000065", "Yorkshire and the Humber"),
        ("Somerset", "E06000066", "South West"),
        ("Westmorland and Furness", "E06000064", "North West"),
        ("Gloucestershire", "E10000013", "South West"),
        ("Barnsley", "E08000038", "Yorkshire and the Humber"),
        ("Sheffield", "E08000039", "Yorkshire and the Humber"),
    ],
)
def test_codes_that_sector_tools_publish_wrong_are_right(
    authorities: AuthorityList, name: str, code: str, region: str
) -> None:
    found = authorities.find(name)
    assert found is not None
    assert (found.code, found.region) == (code, region)


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("E10000002", "E06000060"),
        ("E10000023", "E06000065"),
        ("E10000027", "E06000066"),
        ("E08000016", "E08000038"),
        ("E08000019", "E08000039"),
        ("E06000048", "E06000057"),
        ("E08000020", "E08000037"),
    ],
)
def test_a_body_that_was_only_recoded_is_one_authority(
    authorities: AuthorityList, old: str, now: str
) -> None:
    assert authorities.get(old) is authorities.get(now)
    assert authorities.get(old).code == now


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Lancashire County Council", "Lancashire"),
        ("LANCASHIRE", "Lancashire"),
        ("London Borough of Barnet", "Barnet"),
        ("the London Borough of Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("City of York Council", "York"),
        ("Hull", "Kingston upon Hull"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("St. Helens", "St Helens"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("london corporation", "City of London"),
        ("County Durham", "Durham"),
        ("Newcastle", "Newcastle upon Tyne"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("Wirral Metropolitan Borough Council", "Wirral"),
        ("Cumbria County Council", "Cumbria"),
        ("E10000017", "Lancashire"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    authorities: AuthorityList, name: str, label: str
) -> None:
    found = authorities.find(name)
    assert found is not None
    assert found.label == label


def test_a_name_that_is_nobodys_gives_nothing(authorities: AuthorityList) -> None:
    assert authorities.find("Barsetshire") is None
    assert authorities.find("Council") is None
    assert authorities.find("") is None


def test_every_name_of_every_authority_finds_it(authorities: AuthorityList) -> None:
    for authority in authorities:
        for name in (authority.official_name, *authority.alt_names, *authority.loose_names):
            assert authorities.find(name) == authority, name


def test_a_shared_name_means_the_body_of_the_time(authorities: AuthorityList) -> None:
    now, county = authorities.get("E06000059"), authorities.get("E10000009")
    assert authorities.find("Dorset") == now
    assert authorities.find("Dorset", on="2016-05-23") == county
    assert authorities.find("Dorset", on="2019") == now  # a year in which both existed
    assert authorities.find("Dorset County Council") == county
    assert authorities.at(now, "2016") == county
    assert authorities.at(now, "2021-10-01") == now
    assert authorities.at(authorities.get("E10000017"), "2016") == authorities.get("E10000017")


def mentions(authorities: AuthorityList, text: str) -> list[tuple[str, str, bool]]:
    return [
        (text[m.start : m.end], m.authority.label, m.as_council) for m in authorities.find_in(text)
    ]


def test_the_longest_name_is_found_as_whole_words(authorities: AuthorityList) -> None:
    text = (
        "The bathroom in Bath and North East Somerset; Cheshire West and Chester Council; "
        "North East\nLincolnshire; Stoke on Trent; Bournemouth, Christchurch & Poole Council."
    )
    assert mentions(authorities, text) == [
        ("Bath and North East Somerset", "Bath and North East Somerset", False),
        ("Cheshire West and Chester Council", "Cheshire West and Chester", True),
        ("North East\nLincolnshire", "North East Lincolnshire", False),
        ("Stoke on Trent", "Stoke-on-Trent", False),
        (
            "Bournemouth, Christchurch & Poole Council",
            "Bournemouth, Christchurch and Poole",
            True,
        ),
    ]


def test_words_that_name_the_council_belong_to_the_mention(authorities: AuthorityList) -> None:
    text = (
        "LANCASHIRE COUNTY COUNCIL and the Royal Borough of Windsor and Maidenhead, the London "
        "Borough of Barking & Dagenham, City of York Council, Newcastle City Council's"
    )
    assert [m[0] for m in mentions(authorities, text)] == [
        "LANCASHIRE COUNTY COUNCIL",
        "Royal Borough of Windsor and Maidenhead",
        "London Borough of Barking & Dagenham",
        "City of York Council",
        "Newcastle City Council",
    ]
    assert all(m[2] for m in mentions(authorities, text))


@pytest.mark.parametrize(
    "text",
    [
        "Greater Manchester Police",
        "West Lancashire Borough Council",
        "in New York",
        "Mrs Kent said",
        "Councillor Sutton",
        "Bedford Road",
        "the Derbyshire Dales",
        "Reading is taught early.",
        "he was reading in the bathroom, to bury",
        "a walk in Newcastle",
        "readings from Kentish Town",
    ],
)
def test_other_places_people_and_words_are_not_mentions(
    authorities: AuthorityList, text: str
) -> None:
    assert authorities.find_in(text) == ()


def test_an_everyday_word_is_a_place_where_it_can_be_nothing_else(
    authorities: AuthorityList,
) -> None:
    text = "Children in Reading. Reading has improved. Reading's leaders. Bury Council met."
    assert [m[1] for m in mentions(authorities, text)] == ["Reading"] * 3 + ["Bury"]


def test_find_in_takes_the_body_of_the_documents_time(authorities: AuthorityList) -> None:
    (mention,) = authorities.find_in("Services in Dorset are good.", on="2016-05-23")
    assert mention.authority.code == "E10000009"


def test_a_users_own_authorities_join_the_list(tmp_path: Path) -> None:
    table = tmp_path / "more.csv"
    table.write_text(
        "code,name,also_known_as,region,valid_from\n"
        'X99000001,Barsetshire,"Barset; Barsetshire County Council",West Country,1974-04-01\n',
        encoding="utf-8",
    )
    authorities = AuthorityList.load(table)
    found = authorities.find("barset")
    assert found is not None
    assert (found.code, found.region, found.valid_from) == (
        "X99000001",
        "West Country",
        "1974-04-01",
    )
    assert [m.authority for m in authorities.find_in("Barsetshire County Council")] == [found]
    assert len(authorities) == len(AuthorityList.load()) + 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name\nBarset\n", ":1: no column 'code'"),
        ("code,name,colour\nX1,Barset,red\n", ":1: unknown column 'colour'"),
        ("code,name\nX 1,Barset\n", ":2: code 'X 1' is not 2 to 32 letters"),
        ("code,name\nX1,\n", ":2: the authority X1 has no name"),
        ("code,name\nX1,A\nX1,B\n", ":3: the code X1 is taken"),
        ("code,name\nE10000017,A\n", ":2: the code E10000017 is taken"),
        ("code,name,valid_from\nX1,A,1974\n", ":2: valid_from '1974' is not a date"),
        ("code,name\nX1,A,B\n", ":2: more cells than the header has"),
    ],
)
def test_a_faulty_table_is_refused_with_file_and_line(
    tmp_path: Path, content: str, message: str
) -> None:
    table = tmp_path / "more.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError) as error:
        AuthorityList.load(table)
    assert str(error.value).startswith(f"{table}{message}")


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"nowhere\.csv: No such file"):
        AuthorityList.load(tmp_path / "nowhere.csv")


def test_an_unknown_code_is_refused(authorities: AuthorityList) -> None:
    with pytest.raises(OntologyError, match="no authority has the code 'E99'"):
        authorities.get("E99")


@pytest.mark.corpus
def test_the_publishers_names_and_numbers_are_those_of_the_list(
    authorities: AuthorityList, corpus: Path
) -> None:
    with (corpus / "reports" / "manifest.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    for row in rows:
        found = authorities.find(row["authority"])
        assert found is not None, row["authority"]
        assert found.ofsted_urn == row["provider_urn"], row["authority"]
