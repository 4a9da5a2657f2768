"""Reports under the single inspection framework: the first layout and the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.records import Absence, Extract, Family
from caregraph.extraction.sif import extract_sif
from caregraph.ontology.authorities import AuthorityList

Write = Callable[[str], Document]
Read = Callable[[str], Extract]

FRAMED = """
# Ambridge County Council
## Inspection of services for children in need of help and protection, children looked after and \
care leavers
## and
## Review of the effectiveness of the Local Safeguarding Children Board 1
### Inspection date: 2 November 2015 – 26 November 2015
### Report published: 22 January 2016
| Children’s services in Ambridge require improvement to be good
| 1. Children who need help and protection | Requires improvement
| 2. Children looked after and achieving permanence | Good
| 2.1 Adoption performance | Good
| 2.2 Experiences and progress of care leavers | Inadequate
| 3. Leadership, management and governance | Requires improvement
=====
## Executive summary
Services have improved since the last inspection, when they were judged to be inadequate overall.
Children who are at immediate risk are seen on the same day.
=====
## The local authority
### Information about this local authority area
#### Previous Ofsted inspections
- The local authority operates two children’s homes. Both were judged to be good in their most \
recent Ofsted inspection.
- The previous inspection of the local authority’s arrangements for the protection of children \
was in July 2012. The local authority was judged to be adequate.
- The previous inspection of the local authority’s services for children looked after was in \
July 2012. The local authority was judged to be good.
#### Local leadership
- The director of children’s services has been in post since May 2014.
#### Children living in this area
- Approximately 90,000 children live in Ambridge.
=====
## Recommendations
1. Improve the quality of child protection plans (paragraphs 5 and 6).
2. Improve the educational achievement of children looked after by:
-- setting clear targets
-- reducing exclusions.
3. Work with partners to make early help easier to find (paragraph 4).
## Summary for children and young people
- Social workers in Ambridge know children well. Some children wait too long for a plan.
=====
| The experiences and progress of children who need help and protection | Requires improvement
| Summary // Thresholds are understood by partners and applied well. // Plans are too often late \
and do not say who does what.
### Inspection findings
4. Early help is available across the county and families value the help that they receive.
5. Child protection plans are too long. They do not make clear what must change. (Recommendation)
6. Not all visits to children are recorded in time.
=====
| The experiences and progress of children looked after and achieving permanence | Good
| Summary // Children live in stable homes near to their families.
### Inspection findings
7. Decisions that children should become looked after are timely and well considered.
The graded judgement for adoption performance is that it is good.
8. Adopters are recruited quickly and they are prepared very well.
## The graded judgement about the experience and progress of care leavers is that it is inadequate
9. Too many care leavers have no pathway plan at all and do not know their rights.
| Leadership, management and governance | Requires improvement
| Summary // Leaders have been slow to act on what audits have told them.
### Inspection findings
10. Elected members ask questions, but they do not always get an answer.
=====
# The Local Safeguarding Children Board (LSCB)
## The Local Safeguarding Children Board is good
The arrangements in place to evaluate the effectiveness of what is done by the authority are good.
## Executive summary
The board challenges its partners and holds them to account.
## Recommendations
11. Publish the annual report of the board on time.
## Inspection findings – the Local Safeguarding Children Board
12. The board’s audits have led to better practice in schools and hospitals.
=====
## Information about this inspection
Inspectors have looked closely at the experiences of children and young people.
### The inspection team
Lead inspector: Ruth Aldridge HMI
Team inspectors: Tom Archer HMI; Máire Grundy HMI
Any complaints about the inspection or the report should be made following the procedures.
The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and \
inspects to achieve excellence in the care of children.
Piccadilly Gate
"""
FIRST = """
# London Borough of Felpersham
## Inspection of services for children in need of help and protection, children looked after and \
care leavers
## and
## Review of the effectiveness of the Local Safeguarding Children Board1
### Inspection dates: 19 November-11 December 2013 and 28 – 30 January 2014
The overall judgement is requires improvement
There are no widespread or serious failures that leave children being harmed.
| 1. Children who need help and protection | Good
| 2. Children looked after and achieving permanence | Requires // improvement
| 2.1 Adoption performance | Requires improvement
| 2.2 Experiences and progress of care leavers | Good
| 3. Leadership, management and governance | Good
The effectiveness of the Local Safeguarding Children Board (LSCB) is good.
=====
# Section 1: The local authority
## Summary of key findings
### This local authority requires improvement and is not yet good because:
1. Some plans for looked after children are unclear and important decisions are delayed.
### The local authority has the following strengths:
2. Children at risk of sexual exploitation are quickly identified.
=====
### Priority and immediate action
3. There are no areas for priority or immediate action.
### Areas for improvement
4. Ensure that pathway plans set out clear objectives.
5. Improve the educational achievement of looked after children by:
-- targeting the pupil premium
-- monitoring progress against targets.
=====
## Information about this inspection
Inspectors have looked closely at the experiences of children and young people.
### The inspection team
Lead inspector: Ruth Aldridge HMI
Team inspectors: Tom Archer HMI; Máire Grundy HMI and Sid Perks HMI
=====
## Information about this local authority area
### Other Ofsted inspections
- The previous inspection of Felpersham’s safeguarding arrangements was in October 2010. The \
local authority was judged to be adequate.
- The previous inspection of Felpersham’s adoption services was in June 2011. The local \
authority was judged to be good.
=====
## Inspection judgements about the local authority
### The experiences and progress of children who need help and protection are good
6. Families benefit from help that comes early and is well coordinated.
### The experiences and progress of children looked after and achieving permanence require \
improvement
7. Reviewing officers do not provide robust scrutiny of care plans.
### The graded judgement for adoption performance is requires improvement
8. A strategy for fostering to adopt is not yet in place.
### The graded judgement for the experiences and progress of care leavers is good
9. Care leavers are encouraged to have regular medical checks.
### Leadership, management and governance are good
10. The service is fully staffed through a purposeful strategy for recruitment.
## What the inspection judgements mean: the local authority
An outstanding local authority leads highly effective services.
=====
# Section 2: The effectiveness of the Local Safeguarding Children Board
### The effectiveness of the LSCB is good
#### Areas for improvement
11. Ensure that the board evaluates the training that it gives.
#### Key strengths and weaknesses of the LSCB
12. The board’s data do not yet tell it how well partners protect children.
## What the inspection judgments mean: the LSCB
### The LSCB
An LSCB that is good coordinates the activity of statutory partners.
"""


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Read:
    listed = tmp_path / "invented.csv"
    listed.write_text("code,name\nX90000001,Ambridge\nX90000002,Felpersham\n", encoding="utf-8")
    authorities = AuthorityList.load(listed)
    return lambda text: extract_sif(write(text), authorities)


def own(extract: Extract) -> dict[str, str]:
    return {j.area: j.grade for j in extract.judgements if j.inspection == "own"}


def numbers(extract: Extract, area: str) -> list[str | None]:
    return [finding.paragraph for finding in extract.findings if finding.area == area]


def test_the_cover_says_who_was_inspected_and_when(read: Read) -> None:
    extract = read(FRAMED)
    inspection = extract.inspections[0]
    assert inspection.authorities == ("X90000001",)
    assert (inspection.start, inspection.end) == ("2015-11-02", "2015-11-26")
    assert inspection.published == "2016-01-22"
    assert (inspection.framework, inspection.lead_inspector) == ("sif", "Ruth Aldridge")
    assert extract.family is Family.SIF


def test_two_visits_in_one_line_are_one_inspection(read: Read) -> None:
    inspection = read(FIRST).inspections[0]
    assert (inspection.start, inspection.end) == ("2013-11-19", "2014-01-30")
    assert inspection.published is None


def test_each_grade_is_taken_from_its_label(read: Read) -> None:
    assert own(read(FRAMED)) == {
        "overall": "requires-improvement",
        "help-and-protection": "requires-improvement",
        "children-looked-after": "good",
        "adoption": "good",
        "care-leavers": "inadequate",
        "leadership": "requires-improvement",
        "lscb": "good",
    }


def test_a_grade_that_breaks_over_lines_is_read_from_the_head_of_its_section(read: Read) -> None:
    assert own(read(FIRST)) == {
        "overall": "requires-improvement",
        "help-and-protection": "good",
        "children-looked-after": "requires-improvement",
        "adoption": "requires-improvement",
        "care-leavers": "good",
        "leadership": "good",
        "lscb": "good",
    }


def test_a_summary_that_begins_on_the_cover_is_read_too(read: Read) -> None:
    shorter = FRAMED.replace("=====\n## Executive summary", "## Executive summary", 1)
    assert shorter != FRAMED
    findings = [(f.text, f.area, f.section) for f in read(FRAMED).findings]
    assert [(f.text, f.area, f.section) for f in read(shorter).findings] == findings
    assert own(read(shorter)) == own(read(FRAMED))


def test_a_row_that_says_not_judged_is_a_typed_absence(read: Read) -> None:
    text = FRAMED.replace(
        "2.1 Adoption performance | Good", "2.1 Adoption performance | Not judged"
    )
    extract = read(
        text.replace("The graded judgement for adoption performance is that it is good.", "")
    )
    assert "adoption" not in own(extract)
    (absence,) = extract.absences
    assert (absence.area, absence.reason) == ("adoption", Absence.NOT_JUDGED)
    assert not [problem for problem in extract.problems if "adoption" in problem]


def test_a_judgement_that_is_nowhere_is_a_problem(read: Read) -> None:
    extract = read(
        FRAMED.replace(
            "| 3. Leadership, management and governance | Requires improvement", ""
        ).replace("| Leadership, management and governance | Requires improvement", "# Leadership")
    )
    assert "no judgement of leadership was found" in extract.problems


def test_findings_stand_under_their_areas(read: Read) -> None:
    extract = read(FRAMED)
    assert numbers(extract, "help-and-protection") == [None, None, "4", "5", "6"]
    assert numbers(extract, "children-looked-after") == [None, "7"]
    assert numbers(extract, "adoption") == ["8"]
    assert numbers(extract, "care-leavers") == ["9"]
    assert numbers(extract, "leadership") == [None, "10"]
    assert numbers(extract, "lscb") == [None, "12"]
    assert numbers(extract, "overall") == [None, None, None]
    sections = [finding.section for finding in extract.findings if finding.paragraph == "7"]
    assert sections == [
        "The experiences and progress of children looked after and achieving permanence "
        "– Inspection findings"
    ]


def test_findings_of_the_first_layout_stand_under_their_areas(read: Read) -> None:
    extract = read(FIRST)
    by_number = {finding.paragraph: finding.area for finding in extract.findings}
    assert by_number == {
        "1": "overall",
        "2": "overall",
        "6": "help-and-protection",
        "7": "children-looked-after",
        "8": "adoption",
        "9": "care-leavers",
        "10": "leadership",
        "12": "lscb",
    }


def test_what_a_list_is_headed_as_decides_the_polarity(read: Read) -> None:
    polarities = {finding.paragraph: finding.polarity for finding in read(FIRST).findings}
    assert (polarities["1"], polarities["2"]) == ("weakness", "strength")


def test_recommendations_keep_number_sub_items_and_addressee(read: Read) -> None:
    recommendations = read(FRAMED).recommendations
    assert [one.paragraph for one in recommendations] == ["1", "2", "3", "11"]
    assert recommendations[0].references == ("5", "6")
    assert recommendations[1].text.count("\n") == 2
    assert recommendations[2].addressees == ()
    assert recommendations[3].addressees == ("Local Safeguarding Children Board",)


def test_that_nothing_is_to_be_done_is_neither_finding_nor_recommendation(read: Read) -> None:
    extract = read(FIRST)
    assert [one.paragraph for one in extract.recommendations] == ["4", "5", "11"]
    assert "3" not in {finding.paragraph for finding in extract.findings}


def test_previous_inspections_follow_one_another(read: Read) -> None:
    extract = read(FRAMED)
    own_one, before = extract.inspections
    assert own_one.previous == before.key
    assert before.start == "2012-07"
    recalled = {(j.area, j.grade) for j in extract.judgements if j.inspection == before.key}
    assert recalled == {("help-and-protection", "adequate"), ("children-looked-after", "good")}


def test_earlier_inspections_of_different_times_are_a_chain_latest_first(read: Read) -> None:
    extract = read(FIRST)
    assert [one.start for one in extract.inspections] == ["2013-11-19", "2011-06", "2010-10"]
    assert [one.previous for one in extract.inspections] == ["previous-1", "previous-2", None]


def test_people_are_those_of_the_team(read: Read) -> None:
    assert {post.person for post in read(FRAMED).posts} == {
        "Ruth Aldridge",
        "Tom Archer",
        "Máire Grundy",
    }


def test_every_passage_holds_the_words(read: Read) -> None:
    extract = read(FRAMED)
    told = [(finding.passage, finding.text) for finding in extract.findings]
    asked = [(one.passage, one.text) for one in extract.recommendations]
    assert len(told) > len(asked) > 1
    for passage, text in (*told, *asked):
        assert extract.text[passage.start : passage.end] == text


def test_a_review_of_the_board_alone_has_the_board_s_grade_only(read: Read) -> None:
    extract = read("""
        # Ambridge Safeguarding Children Board
        ## Review of the effectiveness of the Local Safeguarding Children Board
        Inspection date: 15 June 2015 – 17 June 2015
        The Local Safeguarding Children Board requires improvement
        =====
        ## Executive summary
        The board does not yet know what difference its work makes to children.
        ## Recommendations
        1. Publish the annual report of the board on time.
        ## Inspection findings
        2. The board’s partners come to its meetings and share what they know.
    """)
    assert own(extract) == {"lscb": "requires-improvement"}
    assert {finding.area for finding in extract.findings} == {"lscb"}
    assert extract.recommendations[0].addressees == ("Local Safeguarding Children Board",)
    assert extract.problems == ()
