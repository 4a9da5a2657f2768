"""Joint inspections and inspection teams over the real reports: what every one of them prints."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from caregraph.documents.reader import read
from caregraph.extraction.area_send import extract_area_send
from caregraph.extraction.jtai import extract_jtai
from caregraph.extraction.people import inspection_team
from caregraph.extraction.records import Extract
from caregraph.ontology.authorities import AuthorityList

pytestmark = pytest.mark.corpus

FULL_DATE = len("2031-01-31")


def _files(corpus: Path, kind: str) -> list[Path]:
    return sorted((corpus / "reports").glob(f"*_{kind}.pdf"))


@cache
def _letters(corpus: Path) -> dict[str, Extract]:
    authorities = AuthorityList.load()
    files = _files(corpus, "joint-area-child-protection-inspection")
    return {path.stem: extract_jtai(read(path), authorities) for path in files}


@cache
def _send(corpus: Path) -> dict[str, Extract]:
    authorities = AuthorityList.load()
    files = _files(corpus, "area-send-full-inspection")
    return {path.stem: extract_area_send(read(path), authorities) for path in files}


def test_every_letter_says_whom_when_and_to_whom(corpus: Path) -> None:
    letters = _letters(corpus)
    assert len(letters) == 39
    incomplete = [
        name
        for name, extract in letters.items()
        for own in extract.inspections
        if not (own.authorities and own.start and own.end and own.published)
        or extract.problems
        or len(extract.posts) < 7
    ]
    assert incomplete == []


def test_a_letter_is_dated_after_its_inspection(corpus: Path) -> None:
    own = [extract.inspections[0] for extract in _letters(corpus).values()]
    dates = [(i.start or "", i.end or "", i.published or "") for i in own]
    assert [triple for triple in dates if not triple[0] <= triple[1] < triple[2]] == []


def test_the_date_of_a_letter_is_that_of_its_file_name(corpus: Path) -> None:
    differing = {
        name: extract.published
        for name, extract in _letters(corpus).items()
        if extract.published != name.split("_")[1]
    }
    assert differing == {}


def test_every_letter_since_2021_asks_for_something_and_none_before_but_one(corpus: Path) -> None:
    counts = {name: len(extract.recommendations) for name, extract in _letters(corpus).items()}
    asked = {name for name, count in counts.items() if count}
    since = {name for name in counts if name.split("_")[1] >= "2021"}
    assert asked - since == {"sefton_2019-12-18_joint-area-child-protection-inspection"}
    assert since <= asked
    assert max(counts.values()) <= 15


def test_every_send_report_has_outcome_lead_dates_and_people(corpus: Path) -> None:
    reports = _send(corpus)
    assert len(reports) == 30
    incomplete = [
        name
        for name, extract in reports.items()
        if extract.problems
        or len(extract.judgements) != 1
        or len(extract.inspections[0].start or "") != FULL_DATE
        or len(extract.posts) < 7
        or not 2 <= len(extract.recommendations) <= 12
    ]
    assert incomplete == []


def test_systemic_failings_and_priority_actions_go_together(corpus: Path) -> None:
    differing = [
        name
        for name, extract in _send(corpus).items()
        if (extract.judgements[0].grade == "3")
        != any("priority" in (r.section or "") for r in extract.recommendations)
    ]
    assert differing == []


def test_every_priority_action_names_its_bodies(corpus: Path) -> None:
    actions = [
        recommendation
        for extract in _send(corpus).values()
        for recommendation in extract.recommendations
        if "priority" in (recommendation.section or "")
    ]
    assert len(actions) > 30
    assert [action.text for action in actions if not action.addressees] == []


def test_every_passage_is_the_stored_text(corpus: Path) -> None:
    extracts = [*_letters(corpus).values(), *_send(corpus).values()]
    wrong = [
        item.text
        for extract in extracts
        for items in (extract.findings, extract.recommendations)
        for item in items
        if extract.text[item.passage.start : item.passage.end] != item.text
    ]
    assert wrong == []


def test_no_recommendation_is_also_a_finding(corpus: Path) -> None:
    extracts = [*_letters(corpus).values(), *_send(corpus).values()]
    both = [
        recommendation.text
        for extract in extracts
        for recommendation in extract.recommendations
        if recommendation.text in {finding.text for finding in extract.findings}
    ]
    assert both == []


def test_nobodys_name_has_a_word_of_roles_or_a_digit(corpus: Path) -> None:
    extracts = [*_letters(corpus).values(), *_send(corpus).values()]
    people = {post.person for extract in extracts for post in extract.posts}
    words = ("Director", "Chief", "Council", "Inspector", "House", "Board", "HMI")
    assert len(people) > 250
    assert [p for p in people if any(w in p for w in words) or any(c.isdigit() for c in p)] == []


@pytest.mark.slow
def test_teams_of_the_single_inspection_framework_are_whole(corpus: Path) -> None:
    files = [
        p for p in _files(corpus, "childrens-services") if "2014" <= p.stem.split("_")[1] < "2018"
    ]
    teams = {path.stem: inspection_team(read(path)) for path in files}
    assert len(teams) > 60
    small = {name: len(team.posts) for name, team in teams.items() if len(team.posts) < 6}
    assert small == {
        "isles-of-scilly_2016-06-27_childrens-services": 3,
        "surrey_2015-08-03_childrens-services": 3,
    }
    assert [name for name, team in teams.items() if team.lead is None] == []
