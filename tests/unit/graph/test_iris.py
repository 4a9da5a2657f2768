"""IRIs of individuals."""

from __future__ import annotations

import pytest

from caregraph.graph import iris

SHA = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
INSPECTION = "https://w3id.org/caregraph/id/inspection/E10000017.sif.2018-06-11"


def test_natural_keys_are_readable() -> None:
    assert iris.authority("E10000017") == "https://w3id.org/caregraph/id/authority/E10000017"
    assert iris.inspection(["E10000017"], "sif", "2018-06-11") == INSPECTION
    assert iris.concept("grade", "good") == "https://w3id.org/caregraph/scheme/grade/good"
    assert iris.judgement(INSPECTION, "overall", "good").endswith(
        "/judgement/E10000017.sif.2018-06-11.overall.good"
    )
    assert iris.document(SHA) == f"https://w3id.org/caregraph/id/document/{SHA}"


def test_the_order_of_authorities_makes_no_difference() -> None:
    codes = ["E06000058", "E06000059"]
    assert iris.inspection(codes, "jtai", "2020-01-06") == iris.inspection(
        codes[::-1], "jtai", "2020-01-06"
    )


def test_a_text_is_known_by_its_words_and_home() -> None:
    first = iris.text_in("finding", INSPECTION, "Care leavers do well.")
    assert first == iris.text_in("finding", INSPECTION, "Care  leavers\ndo well.")
    assert first != iris.text_in("finding", INSPECTION, "Care leavers do well.", occurrence=2)
    assert first != iris.text_in("finding", iris.document(SHA), "Care leavers do well.")
    assert first != iris.text_in("recommendation", INSPECTION, "Care leavers do well.")


def test_names_that_differ_by_an_accent_stay_two() -> None:
    assert iris.slug("Máire Ní Dhuibhne") != iris.slug("Maire Ni Dhuibhne")
    assert iris.slug("  Jane DOE-Smith ") == "jane-doe-smith"
    assert iris.slug("李") != iris.slug("王")


def test_words_from_outside_never_stand_in_an_iri_as_they_are() -> None:
    hostile = '<x> "}\n{ ?s ?p ?o'
    for iri in (
        iris.organisation(hostile),
        iris.person(hostile, "E10000017"),
        iris.judgement(INSPECTION, hostile, hostile),
        iris.inspection([hostile], hostile, hostile),
        iris.inspection_in(SHA, hostile),
        iris.authority(hostile),
        iris.address("https://example.org/" + hostile),
    ):
        assert not set(iri) & set('<>"{}|\\^` \n')


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "file:///etc/passwd", "www.example.org", ""],
)
def test_only_web_addresses_are_addresses(text: str) -> None:
    assert not iris.is_address(text)
    assert iris.is_address("https://example.org/" + text)
