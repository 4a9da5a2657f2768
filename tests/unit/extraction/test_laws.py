"""Each law, broken on purpose: a law that cannot be broken says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from caregraph.documents.model import BlockKind, Document, Line
from caregraph.extraction.laws import Law, faults_of, faults_on_pages, tells_a_fault
from caregraph.extraction.numbering import numbering_of
from caregraph.extraction.records import (
    Absence,
    AbsenceRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
    Passage,
    RecommendationRecord,
)

SENTENCES = tuple(f"Paragraph {n} says how well the service works." for n in range(1, 15))
TEXT = "".join(f"{sentence}\n" for sentence in SENTENCES)
GRADED = ("overall", "help-and-protection", "leadership", "children-in-care-and-care-leavers")


def place(text: str) -> Passage:
    start = TEXT.index(text)
    return Passage(start=start, end=start + len(text), page=1)


FINDINGS = tuple(
    FindingRecord(inspection="own", text=s, passage=place(s), paragraph=str(n))
    for n, s in enumerate(SENTENCES, start=1)
)
OWN = InspectionRecord(
    key="own",
    authorities=("X99000001",),
    framework="ilacs",
    start="2031-03-03",
    end="2031-03-14",
)
REPORT = Extract(
    sha256="0" * 64,
    media_type="application/pdf",
    text=TEXT,
    page_count=1,
    family=Family.ILACS,
    document_class=DocumentClass.INSPECTION_REPORT,
    inspections=(OWN,),
    judgements=tuple(
        JudgementRecord(inspection="own", area=area, grade="good", passage=place(SENTENCES[0]))
        for area in GRADED
    ),
    findings=FINDINGS,
)


def laws_broken(extract: Extract) -> list[Law]:
    return sorted({fault.law for fault in faults_of(extract)})


def test_a_well_read_report_keeps_all_laws() -> None:
    assert faults_of(REPORT) == ()


@pytest.mark.parametrize(
    "changed",
    [
        replace(OWN, authorities=()),
        replace(OWN, framework=None),
        replace(OWN, end=None),
        replace(OWN, start="2031-03"),
        replace(OWN, start="2031-04-01"),
        replace(OWN, key="mentioned-1"),
    ],
)
def test_an_inspection_without_authority_framework_or_dates(changed: InspectionRecord) -> None:
    assert Law.OWN_INSPECTION in laws_broken(replace(REPORT, inspections=(changed,)))


def test_two_inspections_of_its_own() -> None:
    assert laws_broken(replace(REPORT, inspections=(OWN, OWN))) == [Law.OWN_INSPECTION]


def test_a_report_before_2013_may_print_its_publication_only() -> None:
    undated = replace(OWN, start=None, end=None, published="2009-07-03", framework="pre-2013")
    early = replace(REPORT, family=Family.PRE_2013, inspections=(undated,))
    assert faults_of(early) == ()
    assert laws_broken(replace(REPORT, inspections=(replace(undated, framework="ilacs"),)))


def test_a_grade_that_the_layout_prints_and_nobody_found() -> None:
    (fault,) = faults_of(replace(REPORT, judgements=REPORT.judgements[1:]))
    assert fault.law is Law.JUDGEMENTS
    assert "overall" in fault.message


def test_the_reason_for_an_absent_grade_keeps_the_law() -> None:
    reason = AbsenceRecord(inspection="own", area="overall", reason=Absence.NOT_GIVEN_SINCE_REFORM)
    reformed = replace(REPORT, judgements=REPORT.judgements[1:], absences=(reason,))
    assert faults_of(reformed) == ()


def test_a_framework_without_grades_owes_none() -> None:
    reason = AbsenceRecord(inspection="own", area="overall", reason=Absence.FRAMEWORK_HAS_NONE)
    assert faults_of(replace(REPORT, judgements=(), absences=(reason,))) == ()


def test_two_grades_for_one_area() -> None:
    other = replace(REPORT.judgements[0], grade="inadequate")
    doubled = replace(REPORT, judgements=(*REPORT.judgements, other))
    assert laws_broken(doubled) == [Law.JUDGEMENTS]


@pytest.mark.parametrize(
    ("family", "text", "missing"),
    [
        (Family.SIF, "", {"adoption", "care-leavers", "children-looked-after"}),
        (
            Family.SIF,
            "Review of the effectiveness of the Local Safeguarding Children Board",
            {"adoption", "care-leavers", "children-looked-after", "lscb"},
        ),
        (Family.AREA_SEND, "", {"send-outcome"}),
        (Family.JTAI, "", set()),
    ],
)
def test_each_layout_prints_its_own_areas(family: Family, text: str, missing: set[str]) -> None:
    report = replace(REPORT, family=family, text=TEXT + text)
    told = " ".join(f.message for f in faults_of(report) if f.law is Law.JUDGEMENTS)
    assert {area for area in ("lscb", "send-outcome", *missing) if area in told} == missing


def test_care_leavers_apart_owe_children_in_care() -> None:
    apart = tuple(
        replace(j, area="care-leavers") if "care" in j.area else j for j in REPORT.judgements
    )
    (fault,) = faults_of(replace(REPORT, judgements=apart))
    assert "children-in-care," in fault.message


def test_a_number_left_out_and_a_number_twice() -> None:
    assert laws_broken(replace(REPORT, findings=(*FINDINGS[:4], *FINDINGS[5:]))) == [Law.NUMBERING]
    doubled = replace(FINDINGS[3], paragraph="3")
    numbering = numbering_of(replace(REPORT, findings=(*FINDINGS[:3], doubled, *FINDINGS[4:])))
    assert (numbering.gaps, numbering.doubles) == ((4,), (3,))


def test_numbers_that_do_not_begin_at_one() -> None:
    later = replace(REPORT, findings=FINDINGS[2:])
    assert laws_broken(later) == [Law.NUMBERING]
    assert numbering_of(replace(later, family=Family.PRE_2013)).is_unbroken


def test_few_numbers_are_a_list_within_prose() -> None:
    assert faults_of(replace(REPORT, findings=FINDINGS[5:9])) == ()


def test_a_quotation_that_is_not_at_its_place() -> None:
    moved = replace(FINDINGS[2], text="Paragraph 3 says something else.")
    assert laws_broken(replace(REPORT, findings=(*FINDINGS[:2], moved, *FINDINGS[3:]))) == [
        Law.QUOTATIONS
    ]


def test_sub_items_may_stand_on_lines_of_their_own() -> None:
    broken = replace(FINDINGS[0], text=SENTENCES[0].replace(" says ", "\nsays "))
    assert faults_of(replace(REPORT, findings=(broken, *FINDINGS[1:]))) == ()


@pytest.mark.parametrize("edge", ["Page 4 of 30", "Summary ........ 3", "© Crown copyright 2031"])
def test_the_edge_of_a_page_within_a_finding(edge: str) -> None:
    words = f"Paragraph 1 says {edge} how well the service works."
    text = words + TEXT[len(SENTENCES[0]) :]
    cut = replace(FINDINGS[0], text=words, passage=Passage(start=0, end=len(words), page=1))
    report = replace(REPORT, text=text, findings=(cut,), judgements=REPORT.judgements)
    assert Law.FINDINGS_ONLY in laws_broken(report)


def test_a_fragment() -> None:
    fragment = replace(FINDINGS[0], text="Paragraph 1", passage=place("Paragraph 1"))
    findings = (fragment, *FINDINGS[1:])
    assert Law.WHOLE_FINDINGS in laws_broken(replace(REPORT, findings=findings))


def test_a_recommendation_that_is_also_a_finding() -> None:
    both = RecommendationRecord(
        inspection="own", text=SENTENCES[4], passage=FINDINGS[4].passage, paragraph=None
    )
    assert laws_broken(replace(REPORT, recommendations=(both,))) == [Law.SEPARATE]
    news = replace(REPORT, family=Family.COVERAGE, recommendations=(both,))
    assert faults_of(news) == ()


def test_a_report_of_an_unknown_layout_promises_nothing_of_layout() -> None:
    unknown = replace(REPORT, family=Family.UNKNOWN_REPORT, judgements=(), inspections=())
    assert faults_of(unknown) == ()


Write = Callable[[str], Document]


def read_as(document: Document, text: str) -> Extract:
    start = document.text.index(text)
    passage = Passage(start=start, end=start + len(text), page=1)
    record = FindingRecord(inspection="own", text=text, passage=passage)
    return replace(REPORT, text=document.text, findings=(record,))


def test_a_footnote_taken_for_a_finding(write: Write) -> None:
    document = write("Plans are clear and timely.\nThe duty began in April 2031 in all areas.")
    note = replace(document.blocks[1], kind=BlockKind.FOOTNOTE)
    document = replace(document, blocks=(document.blocks[0], note))
    found = read_as(document, "Plans are clear and timely.")
    assert faults_on_pages(document, found) == ()
    wrong = read_as(document, "The duty began in April 2031 in all areas.")
    assert {fault.law for fault in faults_on_pages(document, wrong)} == {Law.FINDINGS_ONLY}


def test_a_running_line_within_a_finding(write: Write) -> None:
    running = "Inspection of Barset children’s services"
    document = write(f"Plans are clear {running} and timely.\n{running}")
    footer = replace(document.blocks[1], kind=BlockKind.FURNITURE)
    document = replace(document, blocks=(document.blocks[0], footer))
    found = read_as(document, f"Plans are clear {running} and timely.")
    assert [fault.law for fault in faults_on_pages(document, found)] == [Law.FINDINGS_ONLY]


def two_lines(write: Write, text: str, ends: int, begins: int) -> Document:
    document = write(text)
    (block,) = document.blocks
    place = {"page": 1, "x0": 72.0, "top": 90.0, "x1": 500.0, "bottom": 100.0}
    first = Line(start=0, end=ends, **place)  # type: ignore[arg-type]
    second = Line(start=begins, end=block.end, **place)  # type: ignore[arg-type]
    return replace(document, blocks=(replace(block, lines=(first, second)),))


@pytest.mark.parametrize(
    ("text", "ends", "begins", "kept"),
    [
        ("Good multi-agency work.", len("Good multi-"), len("Good multi-"), True),
        ("Good multi- agency work.", len("Good multi-"), len("Good multi- "), False),
        ("Good multiagency work.", len("Good multi"), len("Good multi"), False),
        ("Good short- and long-term plans.", len("Good short-"), len("Good short- "), True),
        ("Good work in teams.", len("Good work"), len("Good work "), True),
        ("Good multi\u00adagency work.", len("Good multi\u00ad"), len("Good multi\u00ad"), False),
    ],
)
def test_hyphens_at_line_ends(
    write: Write, text: str, ends: int, begins: int, *, kept: bool
) -> None:
    document = two_lines(write, text, ends, begins)
    broken = {fault.law for fault in faults_on_pages(document, replace(REPORT, findings=()))}
    assert broken == (set() if kept else {Law.HYPHENS})


def test_a_fault_is_told_from_softer_doubts_by_its_sentence() -> None:
    (fault,) = faults_of(replace(REPORT, judgements=REPORT.judgements[1:]))
    assert tells_a_fault(str(fault))
    assert not tells_a_fault("no lead inspector was found")
