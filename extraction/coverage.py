"""News, slides, minutes, press releases, letters and board papers about inspections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caregraph.documents.model import Document
from caregraph.extraction.actions import find_actions
from caregraph.extraction.coverage_findings import find_findings
from caregraph.extraction.coverage_recommendations import find_recommendations
from caregraph.extraction.coverage_units import Unit, read_units
from caregraph.extraction.document_class import document_class
from caregraph.extraction.inspections_mentioned import MentionedInspections, gather
from caregraph.extraction.judgement_tables import find_labelled
from caregraph.extraction.mentions import find_sightings
from caregraph.extraction.people_mentioned import Person, find_people
from caregraph.extraction.polarity import polarity_of
from caregraph.extraction.quotations import Quotation, find_quotations
from caregraph.extraction.records import (
    ActionRecord,
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    Passage,
    PostRecord,
    RecommendationRecord,
    StatementRecord,
    StatisticRecord,
)
from caregraph.extraction.sentences import Stretch
from caregraph.extraction.statistics_stated import find_figures
from caregraph.extraction.themes import themes_of
from caregraph.extraction.topics import Topics, find_topics
from caregraph.extraction.vague_dates import reference_day
from caregraph.ontology.authorities import AuthorityList

_OPENING, _CLOSING = 8, 3
_DOUBTFUL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What all parts of the extraction share."""

    document: Document
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    quotes: tuple[Quotation, ...]
    topics: Topics
    today: date | None
    mentioned: MentionedInspections
    kind: DocumentClass

    def text_of(self, stretch: Stretch) -> str:
        return stretch.of(self.document.text)

    def inspection_at(self, position: int) -> str | None:
        return self.mentioned.own(self.topics.at(position))


def extract_coverage(document: Document, authorities: AuthorityList) -> Extract:
    """Give what a document about inspections says: of them, of people, deeds and figures.

    Args:
        document: As its reader made it.
        authorities: All known authorities.

    Returns:
        All records, each with its passage, and what a person should look at.
    """
    reading = _read(document, authorities)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.COVERAGE,
        document_class=reading.kind,
        title=document.title or _title(reading),
        published=_published(reading),
        inspections=reading.mentioned.inspections,
        judgements=reading.mentioned.judgements,
        findings=tuple(_findings(reading)),
        recommendations=tuple(_recommendations(reading)),
        posts=tuple(_posts(reading)),
        statements=tuple(_statements(reading)),
        actions=tuple(_actions(reading)),
        statistics=tuple(_statistics(reading)),
        organisations=tuple(
            dict.fromkeys(p.organisation for p in reading.people if p.organisation)
        ),
        problems=tuple(_problems(reading)),
    )


def _read(document: Document, authorities: AuthorityList) -> _Reading:
    text = document.text
    units = read_units(document)
    people = find_people(text, units)
    quotes = find_quotations(text, units, people)
    lines = [unit.of(text) for unit in (*units[:_OPENING], *units[-_CLOSING:])]
    today = reference_day(text, lines, document.published)
    topics = find_topics(text, units, people, authorities, today.isoformat() if today else None)
    labelled = find_labelled(text, units, today)
    starts = frozenset(grade.stretch.start for grade in labelled)
    ends = {grade.stretch.end for grade in labelled}
    marked = starts | {unit.start for unit in units if unit.end in ends}
    sightings = find_sightings(text, units, quotes, topics, today, labelled=marked)
    return _Reading(
        document=document,
        units=units,
        people=people,
        quotes=quotes,
        topics=topics,
        today=today,
        mentioned=gather(sightings, labelled, topics),
        kind=document_class(document, units),
    )


def _title(reading: _Reading) -> str | None:
    lines = [unit.of(reading.document.text) for unit in reading.units[:_OPENING]]
    if not lines:
        return None
    # "Home News Xshire praised by Ofsted" above the headline itself: a trail, not the title
    headline = (line for line in lines[1:] if line and lines[0].endswith(f" {line}"))
    return next(headline, lines[0])


def _published(reading: _Reading) -> str | None:
    """Give the document's own day; a year that was only reckoned is no publication date."""
    today = reading.today
    if today is None or (today.month, today.day) == (12, 31):
        return reading.document.published
    return today.isoformat()


def _findings(reading: _Reading) -> Iterator[FindingRecord]:
    minutes = reading.kind is DocumentClass.MEETING_RECORD
    found_all = find_findings(
        reading.document,
        reading.units,
        reading.quotes,
        minutes=minutes,
        own_paper=reading.kind is DocumentClass.DOCUMENT,
    )
    for found in found_all:
        words = reading.text_of(found.stretch)
        section = found.unit.section
        yield FindingRecord(
            inspection=reading.inspection_at(found.stretch.start),
            text=words,
            passage=_passage(found.stretch, found.unit.page),
            section=section,
            polarity=polarity_of(words, heading_polarity=found.heading_polarity),
            themes=themes_of(words, section),
        )


def _recommendations(reading: _Reading) -> Iterator[RecommendationRecord]:
    for found in find_recommendations(reading.document.text, reading.units):
        words = reading.text_of(found.stretch)
        yield RecommendationRecord(
            inspection=reading.inspection_at(found.stretch.start),
            text=words,
            passage=_passage(found.stretch, found.unit.page),
            section=found.unit.section,
            themes=themes_of(words, found.unit.section),
        )


def _posts(reading: _Reading) -> Iterator[PostRecord]:
    for person in reading.people:
        yield PostRecord(
            person=person.name,
            passage=Passage(start=person.start, end=person.end, page=person.page),
            role_title=person.role,
            organisation=person.organisation,
        )


def _statements(reading: _Reading) -> Iterator[StatementRecord]:
    for quote in reading.quotes:
        if quote.speaker is None:
            continue
        stretch = Stretch(start=quote.start, end=quote.end)
        yield StatementRecord(
            speaker=quote.speaker.name,
            text=reading.text_of(stretch),
            passage=_passage(stretch, quote.page),
            inspection=reading.inspection_at(quote.start),
        )


def _actions(reading: _Reading) -> Iterator[ActionRecord]:
    for action in find_actions(reading.document.text, reading.units, reading.quotes):
        yield ActionRecord(
            text=reading.text_of(action.stretch),
            passage=_passage(action.stretch, action.page),
            status=action.status,
            inspection=reading.inspection_at(action.stretch.start),
        )


def _statistics(reading: _Reading) -> Iterator[StatisticRecord]:
    for figure in find_figures(reading.document.text, reading.units):
        yield StatisticRecord(
            text=" ".join(reading.text_of(figure.stretch).split()),
            passage=_passage(figure.stretch, figure.page),
            value=figure.value,
            unit=figure.unit,
            inspection=reading.inspection_at(figure.stretch.start),
        )


def _passage(stretch: Stretch, page: int) -> Passage:
    return Passage(start=stretch.start, end=stretch.end, page=page)


def _problems(reading: _Reading) -> Iterator[str]:
    if reading.topics.main is None:
        yield "no authority could be told from the text; name it in a manifest.csv beside the file"
    elif not reading.topics.certain:
        named = reading.mentioned.inspections[0].authorities[0]
        yield f"the authority ({named}) is told by initials or by bodies named after it: check it"
    doubtful = [j for j in reading.mentioned.judgements if j.confidence <= _DOUBTFUL]
    if doubtful:
        start, end = doubtful[0].passage.start, doubtful[-1].passage.end
        printed = " / ".join(line.strip() for line in reading.document.text[start:end].splitlines())
        read = ", ".join(f"{judgement.area} {judgement.grade}" for judgement in doubtful)
        yield f"labels and grades stand a line apart: {printed!r} is read as {read}; check them"
