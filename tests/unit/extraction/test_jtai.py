"""Letters on joint targeted area inspections: the layouts before and after 2021."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.jtai import extract_jtai
from caregraph.extraction.records import Absence, Extract, Family
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

OLD = """
28 October 2030
Jo Archer, Director of Children’s Services, Ambridge Council
Dear local partnership
# Joint targeted area inspection of the multi-agency response to abuse and neglect in Ambridge
Between 12 and 16 September 2030, Ofsted, the Care Quality Commission (CQC) and HMI Probation \
undertook a joint inspection of the multi-agency response to abuse and neglect in Ambridge.
This letter to all the service leaders in the area outlines our findings.
The inspectorates recognise the complexities for agencies in intervening to help children.
A strong partnership in Ambridge prioritises children who live with domestic abuse.
# Key Strengths
- Leaders have a good understanding of domestic abuse.
- Information is shared well: -
-- between midwives
-- and health visitors.
## Case study: highly effective practice
All names are pseudonyms.
The early help for Sam
Sam was helped at an early stage.
# Areas for priority action
- {priority}
# Areas for improvement
## Leadership and management
- The board has not developed its performance monitoring.
- Delays in arrests were identified in some cases.
# Next steps
The local authority should prepare a written statement of action by 2 February 2031.
Yours sincerely
Ruth Aldridge
Regional Director, Ofsted
"""
NEW = """
12 December 2034
Jo Archer, Director of Children’s Services, Ambridge Council
Dear Ambridge Local Safeguarding Partnership
# Joint targeted area inspection of Ambridge
This letter summarises the findings of the joint targeted area inspection (JTAI).
This inspection took place from 21 to 25 October 2034. It was carried out by inspectors from Ofsted.
# Context
This inspection focused on children who are victims of domestic abuse.
# Headline findings
Most children receive the help that they need.
# What needs to improve?1
- The timeliness of referrals from the police.
- How well practitioners listen to children.
# Strengths
- The robust oversight of the hub.
# Main findings
Leaders are ambitious for children.
# Practice study: areas for improvement
Practitioners did not escalate their concerns.
# Next steps
Ambridge should prepare a statement.
Yours sincerely
Ruth Aldridge
National Director, Ofsted
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_jtai(write(text), authorities)


def _old(priority: str = "There are no areas for priority action") -> str:
    return OLD.format(priority=priority)


def test_an_old_letter_has_dates_authority_and_its_own_date(read: Read) -> None:
    (inspection,) = read(_old()).inspections
    assert (inspection.start, inspection.end, inspection.published) == (
        "2030-09-12",
        "2030-09-16",
        "2030-10-28",
    )
    assert (inspection.authorities, inspection.framework) == (("X90000001",), "jtai")


def test_a_new_letter_has_dates_authority_and_its_own_date(read: Read) -> None:
    (inspection,) = read(NEW).inspections
    assert (inspection.start, inspection.end, inspection.published) == (
        "2034-10-21",
        "2034-10-25",
        "2034-12-12",
    )
    assert inspection.authorities == ("X90000001",)


def test_there_is_no_grade_and_the_reason_is_typed(read: Read) -> None:
    extract = read(NEW)
    assert extract.judgements == ()
    assert [(a.area, a.reason) for a in extract.absences] == [
        ("overall", Absence.FRAMEWORK_HAS_NONE)
    ]
    assert extract.family is Family.JTAI


def test_areas_for_improvement_that_state_weaknesses_are_findings(read: Read) -> None:
    extract = read(_old())
    assert extract.recommendations == ()
    found = [f for f in extract.findings if f.section == "Leadership and management"]
    assert [f.polarity for f in found] == ["weakness", "weakness"]


def test_what_needs_to_improve_is_what_is_asked_for(read: Read) -> None:
    extract = read(NEW)
    assert [r.text for r in extract.recommendations] == [
        "The timeliness of referrals from the police.",
        "How well practitioners listen to children.",
    ]


def test_findings_keep_their_sections_and_no_recommendation_is_one(read: Read) -> None:
    assert [(f.section, f.text) for f in read(NEW).findings] == [
        ("Headline findings", "Most children receive the help that they need."),
        ("Strengths", "The robust oversight of the hub."),
        ("Main findings", "Leaders are ambitious for children."),
        ("Practice study: areas for improvement", "Practitioners did not escalate their concerns."),
    ]


def test_what_all_letters_say_word_for_word_is_no_finding(read: Read) -> None:
    assert [f.text for f in read(_old()).findings if f.section is None] == [
        "A strong partnership in Ambridge prioritises children who live with domestic abuse."
    ]


def test_captions_and_notes_of_a_case_study_are_no_findings(read: Read) -> None:
    study = [f.text for f in read(_old()).findings if (f.section or "").startswith("Case")]
    assert study == ["Sam was helped at an early stage."]


def test_sub_bullets_belong_to_their_bullet(read: Read) -> None:
    texts = [f.text for f in read(_old()).findings]
    assert "Information is shared well: -\nbetween midwives\nand health visitors." in texts


def test_no_priority_action_is_neither_finding_nor_recommendation(read: Read) -> None:
    extract = read(_old())
    assert extract.recommendations == ()
    assert not any("priority" in finding.text for finding in extract.findings)


def test_a_priority_action_that_asks_is_a_recommendation(read: Read) -> None:
    (action,) = read(_old("Ambridge Police need to take urgent action.")).recommendations
    assert (action.addressees, action.section) == (
        ("Ambridge Police",),
        "Areas for priority action",
    )


def test_a_priority_action_that_states_is_a_finding(read: Read) -> None:
    extract = read(_old("Strategy meetings are not always held."))
    assert extract.recommendations == ()
    assert "Strategy meetings are not always held." in [f.text for f in extract.findings]


def test_a_lead_in_that_asks_makes_its_bullets_recommendations(read: Read) -> None:
    text = _old("x").replace("- x", "Leaders need to ensure that:\n- procedures are followed")
    assert [r.text for r in read(text).recommendations] == ["procedures are followed"]


def test_nothing_after_the_next_steps_is_read(read: Read) -> None:
    extract = read(_old())
    assert not any("statement" in finding.text for finding in extract.findings)


def test_passages_point_at_the_words(read: Read) -> None:
    extract = read(_old("Ambridge Police need to take urgent action."))
    passages = [(f.passage, f.text) for f in extract.findings]
    passages += [(r.passage, r.text) for r in extract.recommendations]
    assert [extract.text[p.start : p.end] for p, _ in passages] == [text for _, text in passages]


def test_people_are_addressees_and_signatories(read: Read) -> None:
    assert [post.person for post in read(NEW).posts] == ["Jo Archer", "Ruth Aldridge"]


def test_bodies_are_named_and_the_authority_is_not_one_of_them(read: Read) -> None:
    assert read(_old()).organisations == (
        "Ofsted",
        "Care Quality Commission",
        "HM Inspectorate of Probation",
    )


def test_what_is_missing_is_told(read: Read) -> None:
    extract = read("Dear partnership\n# Joint targeted area inspection of Nowhere")
    assert len(extract.problems) == 6
    assert extract.inspections[0].confidence == 0.5
