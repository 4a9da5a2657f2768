"""What extraction finds in one document, before anything is known of other documents.

Records name things as the vocabulary does (see `ontology/core.ttl`); concepts are given by their
notation ("help-and-protection"). `key` values are local to one document: identity across
documents is resolved by the graph layer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Family(StrEnum):
    """The kind of document, which decides the module that reads it."""

    PRE_2013 = "pre-2013"
    SIF = "sif"
    ILACS = "ilacs"
    JTAI = "jtai"
    AREA_SEND = "area-send"
    COVERAGE = "coverage"
    """News, slides, minutes, letters: documents about inspections."""
    UNKNOWN_REPORT = "unknown-report"
    """An official report whose layout no module knows."""


class DocumentClass(StrEnum):
    """The class in `ontology/core.ttl` that the document is an instance of."""

    INSPECTION_REPORT = "InspectionReport"
    NEWS_ARTICLE = "NewsArticle"
    PRESENTATION = "Presentation"
    MEETING_RECORD = "MeetingRecord"
    DOCUMENT = "Document"


class Absence(StrEnum):
    """Why an inspection has no grade for an area."""

    FRAMEWORK_HAS_NONE = "framework-has-none"
    """For example JTAI, which gives no grades."""
    NOT_GIVEN_SINCE_REFORM = "not-given-since-reform"
    """No overall grade in ILACS inspections since April 2026."""
    NOT_JUDGED = "not-judged"
    """The report says so, for example because the area concerns very few children."""
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a record stands: `document.text[start:end]`, beginning on page `page` (from 1)."""

    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRecord:
    """One inspection that the document is about or recalls.

    Attributes:
        key: Local name: "own" for the report's own one, "previous-1", "mentioned-1", ...
        authorities: ONS codes of the authorities inspected, as in `ontology/authorities.ttl`.
        framework: Notation of the framework, or `None` where the document does not tell.
        start: ISO 8601 date, or year-month, or year, where the text says no more.
        end: The same.
        published: The same; `None` where the document does not print it.
        lead_inspector: Name as printed.
        previous: `key` of the inspection before this one that the document speaks of.
        planned: Whether the document speaks of it as still to come.
        passage: The words that the dates were read from, where there are any.
        confidence: 1 for a plain reading; lower where a person should look.
    """

    key: str
    authorities: tuple[str, ...] = ()
    framework: str | None = None
    start: str | None = None
    end: str | None = None
    published: str | None = None
    lead_inspector: str | None = None
    previous: str | None = None
    planned: bool = False
    passage: Passage | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRecord:
    """The grade given to one area in one inspection; `area` and `grade` are notations."""

    inspection: str
    area: str
    grade: str
    passage: Passage
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecord:
    """An area of an inspection that has no grade, and why."""

    inspection: str
    area: str
    reason: Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """One thing that inspectors found: a whole paragraph or bullet with its sub-bullets.

    Attributes:
        inspection: `key` of the inspection; `None` where the document does not tell which.
        text: Verbatim, without leading number or bullet; equals the stored text of the passage
            except that sub-items are each on a line of their own.
        passage: Where it stands.
        section: The heading it stands under, as printed.
        paragraph: The printed number.
        area: Notation of the judgement area.
        polarity: "strength", "weakness", "mixed" or "neutral".
        themes: Notations, most certain first.
        confidence: 1 for a plain reading; lower where a person should look.
    """

    inspection: str | None
    text: str
    passage: Passage
    section: str | None = None
    paragraph: str | None = None
    area: str | None = None
    polarity: str | None = None
    themes: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRecord:
    """One thing that inspectors said must improve or be done, with its sub-items.

    Attributes:
        inspection: `key` of the inspection.
        text: Verbatim, without leading number or bullet.
        passage: Where it stands.
        section: The heading it stands under, as printed.
        paragraph: The printed number.
        addressees: Names of the bodies it is addressed to, as printed; empty: the authority.
        area: Notation of the judgement area, where the list is kept by area.
        themes: Notations, most certain first.
        references: Printed numbers of the paragraphs that it refers to.
        framework_tags: National framework outcomes, enablers and principles, as printed.
        confidence: 1 for a plain reading; lower where a person should look.
    """

    inspection: str | None
    text: str
    passage: Passage
    section: str | None = None
    paragraph: str | None = None
    addressees: tuple[str, ...] = ()
    area: str | None = None
    themes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    framework_tags: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """A named person, in a role at an organisation where the document says so."""

    person: str
    passage: Passage
    role_title: str | None = None
    organisation: str | None = None
    inspection: str | None = None
    """`key` of the inspection whose team the person belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """What a named person is quoted as saying; `text` without the quotation marks."""

    speaker: str
    text: str
    passage: Passage
    inspection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRecord:
    """What an authority did, plans to do or resolved; `status` is a notation of its scheme.

    That is "done", "under-way", "planned", or "resolved" for what a meeting decided.
    """

    text: str
    passage: Passage
    status: str | None = None
    inspection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticRecord:
    """A figure that a document states, with the words around it."""

    text: str
    passage: Passage
    value: str | None = None
    unit: str | None = None
    inspection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Everything found in one document.

    Attributes:
        sha256: Of the file's bytes.
        media_type: By content.
        text: The document's stored text, which all passages point into.
        page_count: Pages or slides.
        family: Which module read it.
        document_class: What kind of document it is.
        title: The document's title.
        published: Publication date of the document itself, as it prints it.
        organisations: Names of bodies other than authorities that the document mentions.
        problems: What a person should look at, one sentence each.
    """

    sha256: str
    media_type: str
    text: str
    page_count: int
    family: Family
    document_class: DocumentClass
    title: str | None = None
    published: str | None = None
    inspections: tuple[InspectionRecord, ...] = ()
    judgements: tuple[JudgementRecord, ...] = ()
    absences: tuple[AbsenceRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    posts: tuple[PostRecord, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    statistics: tuple[StatisticRecord, ...] = ()
    organisations: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())
