"""Whole documents about inspections of councils that do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caregraph.documents.model import Document
from caregraph.extraction.coverage import extract_coverage
from caregraph.extraction.records import DocumentClass, Extract
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority

Write = Callable[[str], Document]

WEXMOOR = Authority(code="E10900001", label="Wexmoor", official_name="Wexmoor County Council")
ELLERY = Authority(code="E06900002", label="Port Ellery", official_name="Port Ellery City Council")
TANNICK = Authority(
    code="E09900003", label="Tannick Vale", official_name="Tannick Vale Borough Council"
)
AUTHORITIES = AuthorityList.of([WEXMOOR, ELLERY, TANNICK])

NEWS = """
# Ofsted lifts Port Ellery out of lowest grade after four years
By Hannah Breck
12 September 2023
Children's services in Port Ellery have been lifted out of the lowest category by the watchdog.
Inspectors who spent a fortnight at the city council in July judged it to require improvement \
to be good, with its work with care leavers singled out as 'good'.
ADVERTISEMENT
Their report, published on Monday, praises "determined" leaders and says that the most \
vulnerable youngsters are now spotted sooner.
But it warns that too many children wait months for mental health support.
Councillor Priya Mellon, cabinet member for children and young people, said: "We know that \
families are still waiting too long.
"We have set aside £2.3m and will recruit 24 extra social workers by March."
Conservative group leader Sir Alan Finch said: "It has taken four years to get to mediocre."
Ofsted last inspected the city in June 2019, when it was judged inadequate.
Related stories
Outstanding season for Ellery Rovers ends in defeat
"""

MINUTES = """
Wexmoor County Council
Minutes of the Children and Families Scrutiny Panel held on 9 November 2022
Present: Cllr Moira Stead (Chair), Cllr Jude Halloran, Cllr Fay Winter
Officers: Colin Abbot, Director for Children; Teresa Nunn, Principal Social Worker
Apologies: Cllr Ben Carraway
The Director presented the outcome of the inspection which took place between 5 and 16 \
September 2022. The report was published on 31 October 2022.
Members noted that the overall effectiveness of services was judged as Good. The impact of \
leaders was judged outstanding.
However, the timeliness of return home interviews was inconsistent.
Ms Nunn explained that the vacancy rate stood at 9% and that agency use had halved.
The next inspection is expected in 2025.
The Panel agreed:
- that the report be noted
"""

TWO_COUNCILS = """
# Two councils, two verdicts
18 July 2024
Reports on Port Ellery City Council and Wexmoor County Council both came out on Tuesday.
The city is good overall, three years after it was told that it required improvement.
The county, graded good in 2019, has slipped to requires improvement.
# Port Ellery: quick and kind
Leaders were judged to be outstanding.
# Wexmoor: on their own
It looks after 512 children.
The inspection of Wexmoor ran from 3 to 14 June and found services for care leavers to be \
inadequate.
"""

LETTER = """
Tannick Vale Borough Council
3 May 2024
Dear colleague
I am writing about the monitoring visit of 26 and 27 March 2024, the third since we were judged \
inadequate in October 2022.
Inspectors found that:
- managers know the children well
- too many children still experience changes of social worker
We will launch a revised practice handbook in June.
Yours sincerely
Joanne Whitlow
Director of Children's Services
"""


def read(write: Write, text: str) -> Extract:
    return extract_coverage(write(text), AUTHORITIES)


def judged(extract: Extract) -> set[tuple[str, str, str, bool]]:
    by_key = {inspection.key: inspection for inspection in extract.inspections}
    return {
        (
            by_key[judgement.inspection].authorities[0],
            judgement.area,
            judgement.grade,
            judgement.inspection.startswith("previous"),
        )
        for judgement in extract.judgements
    }


def test_a_news_story_tells_of_this_inspection_and_of_the_last(write: Write) -> None:
    extract = read(write, NEWS)
    assert extract.document_class is DocumentClass.NEWS_ARTICLE
    assert extract.published == "2023-09-12"
    assert judged(extract) == {
        (ELLERY.code, "overall", "requires-improvement", False),
        (ELLERY.code, "care-leavers", "good", False),
        (ELLERY.code, "overall", "inadequate", True),
    }
    own, earlier = extract.inspections[:2]
    assert (own.start, own.published, own.previous) == ("2023-07", "2023-09-11", earlier.key)
    assert earlier.start == "2019-06"


def test_statements_keep_their_speakers_and_promises_their_time(write: Write) -> None:
    extract = read(write, NEWS)
    assert [(s.speaker, s.text[:12]) for s in extract.statements] == [
        ("Priya Mellon", "We know that"),
        ("Priya Mellon", "We have set "),
        ("Alan Finch", "It has taken"),
    ]
    assert [action.status for action in extract.actions] == ["planned"]
    assert {figure.value for figure in extract.statistics} >= {"£2.3m", "24"}


def test_what_politicians_say_is_no_finding(write: Write) -> None:
    findings = {finding.text: finding.polarity for finding in read(write, NEWS).findings}
    assert "But it warns that too many children wait months for mental health support." in findings
    assert not any("mediocre" in text or "waiting too long" in text for text in findings)


def test_minutes_hold_what_officers_report_and_what_was_resolved(write: Write) -> None:
    extract = read(write, MINUTES)
    assert extract.document_class is DocumentClass.MEETING_RECORD
    assert judged(extract) == {
        (WEXMOOR.code, "overall", "good", False),
        (WEXMOOR.code, "leadership", "outstanding", False),
    }
    roles = {post.person: post.role_title for post in extract.posts}
    assert roles["Moira Stead"] == "Chair"
    assert roles["Ben Carraway"] == "Councillor"
    assert roles["Teresa Nunn"] == "Principal Social Worker"
    assert "that the report be noted" in [action.text for action in extract.actions]
    assert any("inconsistent" in finding.text for finding in extract.findings)


def test_an_inspection_to_come_is_planned_and_has_no_grade(write: Write) -> None:
    extract = read(write, MINUTES)
    planned = [inspection for inspection in extract.inspections if inspection.planned]
    assert [inspection.start for inspection in planned] == ["2025"]
    assert not any(j.inspection == planned[0].key for j in extract.judgements)


def test_two_councils_keep_their_own_grades(write: Write) -> None:
    assert judged(read(write, TWO_COUNCILS)) == {
        (ELLERY.code, "overall", "good", False),
        (ELLERY.code, "leadership", "outstanding", False),
        (ELLERY.code, "overall", "requires-improvement", True),
        (WEXMOOR.code, "overall", "requires-improvement", False),
        (WEXMOOR.code, "care-leavers", "inadequate", False),
        (WEXMOOR.code, "overall", "good", True),
    }


def test_a_letter_tells_of_a_visit_that_gives_no_grade(write: Write) -> None:
    extract = read(write, LETTER)
    assert extract.document_class is DocumentClass.DOCUMENT
    own = extract.inspections[0]
    assert (own.framework, own.start, own.end) == ("monitoring-visit", "2024-03-26", "2024-03-27")
    assert judged(extract) == {(TANNICK.code, "overall", "inadequate", True)}
    assert [post.role_title for post in extract.posts] == ["Director of Children's Services"]
    assert [finding.polarity for finding in extract.findings] == ["strength", "weakness"]


def test_what_an_inspector_says_in_parts_is_a_finding(write: Write) -> None:
    extract = read(
        write,
        """
        Ofsted inspectors visited Wexmoor County Council on 8 and 9 October 2019.
        In a letter the watchdog's inspector Grace Oduya said visits were more regular. But she
        added that plans are often "too long and too vague".
        Opposition leader Anita Gill called it "thin gruel".
        """.replace("\n        added", " added"),
    )
    texts = [finding.text for finding in extract.findings]
    assert any("too vague" in text for text in texts)
    assert not any("gruel" in text for text in texts)
    assert {statement.speaker for statement in extract.statements} == {"Grace Oduya", "Anita Gill"}


def test_what_a_committee_is_asked_to_do_is_no_recommendation_of_inspectors(write: Write) -> None:
    extract = read(
        write,
        """
        # Report to Cabinet
        # Areas for improvement
        - the quality of supervision records in Wexmoor
        # Recommendations
        That Cabinet:
        - notes the outcome of the inspection
        """,
    )
    assert [r.text for r in extract.recommendations] == [
        "the quality of supervision records in Wexmoor"
    ]
    assert [a.text for a in extract.actions] == ["notes the outcome of the inspection"]


def test_a_text_that_names_no_authority_says_so(write: Write) -> None:
    extract = read(write, "Inspectors found that plans were late and that few children were seen.")
    assert extract.inspections[0].authorities == ()
    assert "manifest.csv" in extract.problems[0]


def test_an_empty_text_gives_an_empty_extract(write: Write) -> None:
    extract = read(write, "")
    assert extract.findings == ()
    assert extract.judgements == ()
    assert extract.posts == ()


@pytest.mark.parametrize("text", [NEWS, MINUTES, TWO_COUNCILS, LETTER])
def test_every_record_stands_where_its_passage_says(write: Write, text: str) -> None:
    extract = read(write, text)
    texts = [(record.text, record.passage) for record in extract.findings]
    texts += [(record.text, record.passage) for record in extract.statements]
    texts += [(record.text, record.passage) for record in extract.actions]
    texts += [(record.text, record.passage) for record in extract.statistics]
    assert texts
    for words, passage in texts:
        stored = extract.text[passage.start : passage.end]
        assert " ".join(stored.split()) == " ".join(words.split())
    for post in extract.posts:
        assert post.person in extract.text[post.passage.start : post.passage.end]
    for judgement in extract.judgements:
        assert 0 <= judgement.passage.start < judgement.passage.end <= len(extract.text)


def test_a_sentence_recommends_only_if_it_says_what_is_asked_for(write: Write) -> None:
    extract = read(
        write,
        """
        Inspectors visited Wexmoor on 8 and 9 October 2019 and made two recommendations.
        The council said that it accepts all the recommendations and has acted on earlier ones.
        Ofsted wants two things put right. Every plan should have a date. We are glad, they said.
        Inspectors also want to see more visits.
        """,
    )
    assert [recommendation.text for recommendation in extract.recommendations] == [
        "Every plan should have a date.",
        "Inspectors also want to see more visits.",
    ]


def test_what_officers_answer_is_not_resolved(write: Write) -> None:
    extract = read(
        write,
        """
        # Minutes of the Children Committee of Wexmoor County Council
        In response to Members' questions, officers:
        - advised that the vacancy rate had fallen since January
        - confirmed that the plan would be submitted by 14 August 2024.
        It was resolved unanimously to:
        - note the outcome of the inspection
        """,
    )
    assert [(action.text.split()[0], action.status) for action in extract.actions] == [
        ("confirmed", "planned"),
        ("note", "resolved"),
    ]


def test_what_was_done_since_the_last_visit_is_done(write: Write) -> None:
    extract = read(
        write,
        """
        Inspectors visited Wexmoor on 17 and 18 October 2023.
        Since the last visit we have:
        - launched a new practice model
        """,
    )
    assert [(a.text, a.status) for a in extract.actions] == [
        ("launched a new practice model", "done")
    ]


def test_the_trail_above_a_headline_is_not_the_title(write: Write) -> None:
    extract = read(
        write,
        """
        Home News Wexmoor Services in Wexmoor improve
        Services in Wexmoor improve
        Inspectors said that leaders know the children of Wexmoor and their families very well.
        """,
    )
    assert extract.title == "Services in Wexmoor improve"
