"""Made-up documents about made-up people, as records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from caregraph.extraction.records import (
    Absence,
    AbsenceRecord,
    ActionRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
    Passage,
    PostRecord,
    RecommendationRecord,
    StatementRecord,
    StatisticRecord,
)
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.authority_record import Authority

Item = tuple[DocumentSource, Extract]

BARSET = "X99000001"


class Writer:
    """Grows a text and gives the passage of each piece."""

    def __init__(self) -> None:
        self.text = ""

    def __call__(self, words: str, page: int = 1) -> Passage:
        start = len(self.text)
        self.text += words + "\n"
        return Passage(start=start, end=start + len(words), page=page)


@pytest.fixture(scope="session")
def authorities() -> AuthorityList:
    barset = Authority(
        code=BARSET,
        label="Barsetshire",
        official_name="Barsetshire County Council",
        alt_names=("Barset",),
        region="West Country",
    )
    return AuthorityList.of([*AuthorityList.load(), barset])


def source_of(name: str, **more: str) -> DocumentSource:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return DocumentSource(sha256=sha256, names=(name,), **more)


@pytest.fixture
def report() -> Item:
    """Give a report of Barsetshire's single inspection of June 2018 with all that can be said."""
    put = Writer()
    source = source_of(
        "barsetshire_2018.pdf",
        url="https://example.org/barsetshire 2018.pdf",
        publisher="Ofsted",
        published="2018-08-17",
        licence="Open Government Licence v3.0",
    )
    previous = put("In 2015 services were judged inadequate.", page=2)
    extract = Extract(
        sha256=source.sha256,
        media_type="application/pdf",
        text="",
        page_count=30,
        family=Family.SIF,
        document_class=DocumentClass.INSPECTION_REPORT,
        title="Barsetshire: inspection of services for children",
        inspections=(
            InspectionRecord(
                key="own",
                authorities=(BARSET,),
                framework="sif",
                start="2018-06-11",
                end="2018-07-05",
                lead_inspector="Jane Doe",
                previous="previous-1",
                passage=put("Inspection dates: 11 June to 5 July 2018"),
            ),
            InspectionRecord(
                key="previous-1", authorities=(BARSET,), framework="sif", start="2015"
            ),
        ),
        judgements=(
            JudgementRecord(
                inspection="own",
                area="overall",
                grade="requires-improvement",
                passage=put("Requires improvement"),
            ),
            JudgementRecord(
                inspection="previous-1", area="overall", grade="inadequate", passage=previous
            ),
        ),
        absences=(AbsenceRecord(inspection="own", area="lscb", reason=Absence.NOT_STATED),),
        findings=(
            FindingRecord(
                inspection="own",
                text="Care leavers are well supported by personal advisers.",
                passage=put("Care leavers are well supported by personal advisers.", page=12),
                section="The experiences and progress of care leavers",
                paragraph="61",
                area="care-leavers",
                polarity="strength",
                themes=("care-leavers", "pathway-plans-and-personal-advisers"),
                confidence=0.8,
            ),
            FindingRecord(
                inspection="own",
                text="Supervision is irregular.",
                passage=put("Supervision is irregular.", page=13),
                paragraph="62",
                polarity="weakness",
            ),
        ),
        recommendations=(
            RecommendationRecord(
                inspection="own",
                text="Improve supervision (paragraph 62).",
                passage=put("Improve supervision (paragraph 62).", page=4),
                paragraph="1",
                references=("62", "99"),
                framework_tags=("Enabler three",),
            ),
            RecommendationRecord(
                inspection="own",
                text="The board should publish its plan.",
                passage=put("The board should publish its plan.", page=5),
                addressees=("Local Safeguarding Children Board", "Barset Police"),
            ),
        ),
        posts=(
            PostRecord(
                person="Jane Doe",
                passage=put("Jane Doe, lead inspector"),
                role_title="lead inspector",
                inspection="own",
            ),
        ),
        organisations=("Barset Police", "Barsetshire County Council"),
    )
    return source, replace(extract, text=put.text)


@pytest.fixture
def news() -> Item:
    """Give a news story about that inspection, with a statement, an action and a statistic."""
    put = Writer()
    source = source_of("news.txt")
    own = "mentioned-1"
    extract = Extract(
        sha256=source.sha256,
        media_type="text/plain",
        text="",
        page_count=1,
        family=Family.COVERAGE,
        document_class=DocumentClass.NEWS_ARTICLE,
        published="2018-08-18",
        inspections=(
            InspectionRecord(key=own, authorities=(BARSET,), start="2018-06"),
            InspectionRecord(key="mentioned-2", authorities=(BARSET,), planned=True),
        ),
        judgements=(
            JudgementRecord(
                inspection=own,
                area="overall",
                grade="requires-improvement",
                passage=put("rated as requires improvement"),
            ),
        ),
        findings=(
            FindingRecord(
                inspection=own,
                text="Leaders know their service.",
                passage=put("Leaders know their service."),
                polarity="strength",
            ),
        ),
        posts=(
            PostRecord(
                person="John Roe",
                passage=put("John Roe, director of children's services"),
                role_title="director of children's services",
                organisation="Barsetshire County Council",
            ),
        ),
        statements=(
            StatementRecord(
                speaker="John Roe",
                text="We are pleased.",
                passage=put("We are pleased."),
                inspection=own,
            ),
        ),
        actions=(
            ActionRecord(
                text="The council will recruit 20 social workers.",
                passage=put("The council will recruit 20 social workers."),
                status="planned",
                inspection=own,
            ),
        ),
        statistics=(
            StatisticRecord(
                text="20 social workers",
                passage=put("20 social workers"),
                value="20",
                unit="social workers",
            ),
        ),
        problems=("the year of publication is not printed",),
    )
    return source, replace(extract, text=put.text)


@pytest.fixture
def rename() -> Callable[[Item, str], Item]:
    """Give a function that makes another file of the same content."""

    def renamed(item: Item, name: str) -> Item:
        source, extract = item
        other = source_of(name)
        return (
            replace(source, sha256=other.sha256, names=(name,)),
            replace(extract, sha256=other.sha256),
        )

    return renamed
