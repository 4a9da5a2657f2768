"""What is the same across documents, and what is left apart on doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caregraph.extraction.records import Extract, InspectionRecord, JudgementRecord, PostRecord
from caregraph.graph import iris
from caregraph.graph.build import build_document
from caregraph.graph.identity import DocumentIdentities, resolve
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.terms import CG

Item = tuple[DocumentSource, Extract]
Rename = Callable[[Item, str], Item]
BARSET = "X99000001"
OWN = "https://w3id.org/caregraph/id/inspection/X99000001.sif.2018-06-11"


def identities(authorities: AuthorityList, item: Item, *others: Item) -> DocumentIdentities:
    return resolve([item, *others], authorities=authorities).of(item[0].sha256)


def recalling(news: Item, **said: str | None) -> Item:
    """Give the news story with other words about the inspection that it recalls."""
    source, extract = news
    recalled = replace(extract.inspections[0], **said)  # type: ignore[arg-type]
    return source, replace(extract, inspections=(recalled, extract.inspections[1]))


@pytest.mark.parametrize(
    "said",
    [
        {"start": "2018-06"},
        {"start": "2018"},
        {"start": "2018-06-11"},
        {"start": None, "published": "2018-08-17"},
        {"start": None, "published": "2018-08"},
        {"start": "2018-08"},  # the month of the report, told as that of the inspection
        {"start": "2018", "framework": "sif"},
        {"start": None, "end": "2018-07-05"},
    ],
)
def test_a_recalled_inspection_joins_its_own_report(
    authorities: AuthorityList, report: Item, news: Item, said: dict[str, str | None]
) -> None:
    found = identities(authorities, recalling(news, **said), report)
    assert found.inspections["mentioned-1"].iri == OWN
    assert found.inspections["mentioned-1"].joined
    own = identities(authorities, report, news).inspections["own"]
    assert found.inspections["mentioned-1"].label == own.label
    assert not own.joined


@pytest.mark.parametrize(
    "said",
    [
        {"start": None},  # nothing but the authority
        {"start": "2017"},
        {"start": "2018-06-12"},
        {"start": "2018-06", "framework": "jtai"},
        {"start": "2018-06", "published": "2018-08-18"},
    ],
)
def test_on_any_doubt_it_stays_the_documents_own(
    authorities: AuthorityList, report: Item, news: Item, said: dict[str, str | None]
) -> None:
    found = identities(authorities, recalling(news, **said), report)
    assert found.inspections["mentioned-1"].iri != OWN


def test_another_grade_keeps_it_apart(authorities: AuthorityList, report: Item, news: Item) -> None:
    source, extract = news
    judged = replace(extract.judgements[0], grade="good")
    found = identities(authorities, (source, replace(extract, judgements=(judged,))), report)
    assert found.inspections["mentioned-1"].iri != OWN


def test_two_reports_that_fit_leave_it_apart(
    authorities: AuthorityList, report: Item, news: Item, rename: Rename
) -> None:
    source, extract = rename(report, "visit.pdf")
    own, previous = extract.inspections
    visit = replace(own, start="2018-11-01", end="2018-11-02", framework="monitoring-visit")
    second = (
        replace(source, published="2018-12-01"),
        replace(extract, inspections=(visit, previous)),
    )
    item = recalling(news, start="2018")
    assert identities(authorities, item, report).inspections["mentioned-1"].iri == OWN
    assert identities(authorities, item, report, second).inspections["mentioned-1"].iri != OWN


def test_an_inspection_to_come_joins_nothing(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    source, extract = news
    planned = replace(extract.inspections[1], start="2018-06-11", framework=None)
    item = (source, replace(extract, inspections=(extract.inspections[0], planned)))
    assert identities(authorities, item, report).inspections["mentioned-2"].iri != OWN


def test_a_previous_inspection_is_never_the_documents_own(
    authorities: AuthorityList, report: Item
) -> None:
    source, extract = report
    own, _ = extract.inspections
    misread = InspectionRecord(
        key="previous-1", authorities=(BARSET,), framework="sif", start="2018-06-11"
    )
    item = (source, replace(extract, inspections=(own, misread)))
    found = identities(authorities, item)
    assert found.inspections["own"].iri == OWN
    assert found.inspections["previous-1"].iri != OWN


def test_a_later_report_joins_the_earlier_ones_inspection(
    authorities: AuthorityList, report: Item, rename: Rename
) -> None:
    source, extract = rename(report, "2021.pdf")
    own = replace(extract.inspections[0], start="2021-03-01", end="2021-03-12", framework="ilacs")
    previous = replace(extract.inspections[1], start="2018")
    grade = JudgementRecord(
        inspection="previous-1",
        area="overall",
        grade="requires-improvement",
        passage=extract.judgements[0].passage,
    )
    later = (
        source,
        replace(extract, inspections=(own, previous), judgements=(extract.judgements[0], grade)),
    )
    found = identities(authorities, later, report)
    assert found.inspections["previous-1"].iri == OWN
    assert identities(authorities, report, later).inspections["previous-1"].iri not in {
        OWN,
        found.inspections["own"].iri,
    }


def test_an_inspector_is_one_person_in_all_reports(
    authorities: AuthorityList, report: Item, rename: Rename
) -> None:
    other = rename(report, "copy.pdf")
    first, second = identities(authorities, report, other), identities(authorities, other, report)
    assert first.people["Jane Doe"].iri == second.people["Jane Doe"].iri
    assert first.people["Jane Doe"].name == second.people["Jane Doe"].name


def test_people_of_one_name_at_two_bodies_are_two(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    source, extract = rename(news, "other.txt")
    post = replace(extract.posts[0], organisation="Kent County Council")
    other = (source, replace(extract, posts=(post,)))
    here, there = identities(authorities, news, other), identities(authorities, other, news)
    assert here.people["John Roe"].iri == iris.person("John Roe", BARSET)
    assert there.people["John Roe"].iri == iris.person("John Roe", "E10000016")


def test_a_person_is_spelt_as_most_documents_do(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    items = [news]
    for name in ("JOHN ROE", "John  Roe"):
        source, extract = rename(news, name)
        posts = (replace(extract.posts[0], person=name),)
        items.append((source, replace(extract, posts=posts, statements=())))
    people = {
        person
        for item in items
        for person in identities(
            authorities, item, *(i for i in items if i is not item)
        ).people.values()
    }
    assert {p.name for p in people} == {"John Roe"}
    assert len({p.iri for p in people}) == 1


def test_a_generic_name_is_a_body_of_its_authority(
    authorities: AuthorityList, report: Item
) -> None:
    bodies = identities(authorities, report).organisations
    assert bodies["Local Safeguarding Children Board"].iri.endswith(f".{BARSET}")
    assert bodies["Barset Police"].iri == iris.organisation("Barset Police")
    assert bodies["Barsetshire County Council"].authority


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("CQC", "Care Quality Commission"),
        ("the Care Quality Commission", "Care Quality Commission"),
        (
            "Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services",
            "HM Inspectorate of Constabulary and Fire & Rescue Services",
        ),
        ("HMICFRS", "HM Inspectorate of Constabulary and Fire & Rescue Services"),
        ("HMI Constabulary", "HM Inspectorate of Constabulary and Fire & Rescue Services"),
        ("HMI Probation", "HM Inspectorate of Probation"),
        ("Ofsted", "Ofsted"),
    ],
)
def test_an_inspectorate_is_one_body_however_it_is_printed(
    authorities: AuthorityList, news: Item, printed: str, name: str
) -> None:
    source, extract = news
    post = replace(extract.posts[0], organisation=printed)
    found = identities(authorities, (source, replace(extract, posts=(post,))))
    assert found.organisations[printed].name == name
    assert found.organisations[printed].iri == iris.organisation(name)
    assert found.people["John Roe"].iri == iris.person("John Roe", "inspectorates")


def test_the_local_authority_is_the_one_that_the_document_is_about(
    authorities: AuthorityList, news: Item
) -> None:
    source, extract = news
    for words in ("the local authority", "The council", "Local Authority"):
        item = (source, replace(extract, organisations=(words,)))
        assert identities(authorities, item).organisations[words].iri == iris.authority(BARSET)


def test_two_authorities_in_a_document_leave_the_council_unnamed(
    authorities: AuthorityList, news: Item
) -> None:
    source, extract = news
    second = InspectionRecord(key="mentioned-3", authorities=("E10000016",))
    post = PostRecord(person="Ann Other", passage=extract.posts[0].passage, role_title="leader")
    item = (
        source,
        replace(
            extract,
            inspections=(*extract.inspections, second),
            organisations=("the council",),
            posts=(post,),
        ),
    )
    found = identities(authorities, item)
    assert not found.organisations["the council"].authority
    context = iris.document_context(source.sha256)
    assert found.people["Ann Other"].iri == iris.person("Ann Other", context)


@pytest.mark.parametrize(
    ("said", "contrary"),
    [
        ({"start": "2018-06-11", "published": "2018-08-18"}, {"published"}),
        ({"start": "2018-06-12", "published": "2018-08-17"}, {"start"}),
    ],
)
def test_one_exact_day_is_enough_and_what_contradicts_it_is_kept(
    authorities: AuthorityList,
    report: Item,
    news: Item,
    said: dict[str, str | None],
    contrary: set[str],
) -> None:
    item = recalling(news, **said)
    found = identities(authorities, item, report).inspections["mentioned-1"]
    assert found.iri == OWN
    assert found.contrary == contrary
    assert "though" in found.because
    quads = build_document(*item, resolve([item, report], authorities=authorities))
    dates = {CG.startDate: "start", CG.publicationDate: "published"}
    kept = {dates.get(q.predicate.value) for q in quads if q.subject.value == OWN}  # type: ignore[union-attr]
    assert kept - {None} == contrary


def test_an_exact_day_outweighs_a_contradicting_grade(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    source, extract = recalling(news, start="2018-06-11")
    judged = replace(extract.judgements[0], grade="good")
    found = identities(authorities, (source, replace(extract, judgements=(judged,))), report)
    assert found.inspections["mentioned-1"].iri == OWN
    assert "1 other grade" in found.inspections["mentioned-1"].because


def test_a_grade_that_was_hard_to_read_speaks_neither_for_nor_against(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    source, extract = news
    doubted = replace(extract.judgements[0], grade="good", confidence=0.4)
    found = identities(authorities, (source, replace(extract, judgements=(doubted,))), report)
    assert found.inspections["mentioned-1"].iri == OWN


def test_a_month_between_visit_and_report_needs_two_of_its_grades(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    source, extract = report
    second = replace(extract.judgements[0], area="leadership", grade="good")
    graded = (source, replace(extract, judgements=(*extract.judgements, second)))
    item = recalling(news, start="2018-07", end=None)
    both = (item[0], replace(item[1], judgements=(*item[1].judgements, second_of(item, second))))
    ended = replace(extract.inspections[0], end="2018-06-29")
    early = (source, replace(graded[1], inspections=(ended, extract.inspections[1])))
    assert identities(authorities, item, early).inspections["mentioned-1"].iri != OWN
    found = identities(authorities, both, early).inspections["mentioned-1"]
    assert (found.iri, found.contrary) == (OWN, frozenset({"start"}))


def second_of(item: Item, judgement: JudgementRecord) -> JudgementRecord:
    return replace(judgement, inspection="mentioned-1", passage=item[1].judgements[0].passage)


def test_a_join_says_why_and_what_the_document_itself_calls_it(
    authorities: AuthorityList, report: Item, news: Item
) -> None:
    item = recalling(news, start="2018-06", framework="sif")
    because = identities(authorities, item, report).inspections["mentioned-1"].because
    local = iris.inspection_in(news[0].sha256, "mentioned-1").rpartition("/id/")[2]
    assert because == (
        f"news.txt speaks of {local}: the same authority, the same framework, "
        "2018-06 is the month of its first day, 1 same grade"
    )


def named(news: Item, rename: Rename, file: str, person: str, **post: str | None) -> Item:
    """Give a news story of another name in which this person alone is named."""
    source, extract = rename(news, file)
    changed = replace(extract.posts[0], person=person, **post)  # type: ignore[arg-type]
    return source, replace(extract, posts=(changed,), statements=())


@pytest.mark.parametrize(
    "spelling", ["Councillor Máire Roe CBE", "Cllr Maire Roe", "MAIRE ROE", "County Cllr Roe"]
)
def test_titles_accents_and_a_lone_surname_make_no_other_person(
    authorities: AuthorityList, news: Item, rename: Rename, spelling: str
) -> None:
    whole = named(news, rename, "one.txt", "Maire Roe")
    other = named(news, rename, "two.txt", spelling)
    first, second = identities(authorities, whole, other), identities(authorities, other, whole)
    assert first.people["Maire Roe"].iri == second.people[spelling].iri


def test_a_surname_of_two_people_is_neither(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    people = [named(news, rename, f"{name}.txt", name) for name in ("Ann Roe", "Bob Roe")]
    short = named(news, rename, "short.txt", "Cllr Roe")
    found = identities(authorities, short, *people).people["Cllr Roe"]
    assert found.iri == iris.person("roe", BARSET)


def test_a_title_can_name_the_police_force(
    authorities: AuthorityList, news: Item, rename: Rename
) -> None:
    at = named(
        news, rename, "a.txt", "Jo Poe", role_title="Commissioner", organisation="Met Police"
    )
    of = named(
        news, rename, "b.txt", "Jo Poe", role_title="Chief of the Met Police", organisation=None
    )
    elsewhere = named(
        news, rename, "c.txt", "Jo Poe", role_title="Chief of Wessex Police", organisation=None
    )
    one, two = identities(authorities, at, of), identities(authorities, of, at)
    assert one.people["Jo Poe"].iri == two.people["Jo Poe"].iri
    assert identities(authorities, elsewhere).people["Jo Poe"].iri != one.people["Jo Poe"].iri


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NHS Barset and Wessex Integrated Care Board (NHS B&W ICB)", "Barset and Wessex ICB"),
        ("Barset Police Service", "Barset Police"),
        ("Barset Constabulary", "Barset Police"),
        ("NHS Barset, Clinical Commissioning Group", "Barset CCG"),
    ],
)
def test_a_body_is_one_however_its_name_is_shortened(
    authorities: AuthorityList, news: Item, one: str, other: str
) -> None:
    source, extract = news
    item = (source, replace(extract, organisations=(one, other)))
    bodies = identities(authorities, item).organisations
    assert bodies[one].iri == bodies[other].iri


@pytest.mark.parametrize(
    "name", ["Community Rehabilitation Company", "Leaders across the partnership", "The CRC"]
)
def test_a_name_that_every_area_has_is_a_body_of_its_authority(
    authorities: AuthorityList, news: Item, name: str
) -> None:
    source, extract = news
    item = (source, replace(extract, organisations=(name,)))
    assert identities(authorities, item).organisations[name].iri.endswith(f".{BARSET}")
