"""Judgements, findings, recommendations, statements, actions and statistics of a document."""

from __future__ import annotations

from caregraph.extraction.records import (
    AbsenceRecord,
    ActionRecord,
    FindingRecord,
    JudgementRecord,
    Passage,
    RecommendationRecord,
    StatementRecord,
    StatisticRecord,
)
from caregraph.graph import iris
from caregraph.graph.build_context import Context
from caregraph.graph.text_names import TextNames
from caregraph.ontology.concepts import concepts
from caregraph.ontology.national_framework import national_framework_concept
from caregraph.ontology.terms import CG


def add_assertions(context: Context) -> None:
    """State all that the document says about inspections, each with its passage."""
    extract = context.extract
    for judgement in extract.judgements:
        _add_judgement(context, judgement)
    for absence in extract.absences:
        _add_absence(context, absence)
    names = TextNames(extract)
    by_paragraph: dict[str, list[str]] = {}
    for finding in extract.findings:
        iri = _add_finding(context, finding, names)
        if finding.paragraph:
            by_paragraph.setdefault(finding.paragraph, []).append(iri)
    for recommendation in extract.recommendations:
        _add_recommendation(context, recommendation, names, by_paragraph)
    for statement in extract.statements:
        _add_statement(context, statement, names)
    for action in extract.actions:
        _add_action(context, action, names)
    for statistic in extract.statistics:
        _add_statistic(context, statistic, names)


def _about(context: Context, key: str | None) -> str | None:
    return None if key is None else context.inspection(key)


def _add_common(context: Context, iri: str, *, kind: str, text: str, passage: Passage) -> None:
    """State what everything with words of its own has."""
    add = context.statements
    add.node(iri, kind, text)
    add.text(iri, CG.text, text)
    add.link(iri, CG.statedIn, context.document)
    add.number(iri, CG.page, passage.page)
    add.link(iri, CG.passage, context.passage(passage, what=f"{text[:40]!r}"))
    for quotation in context.identities.quotations.get(iri, ()):
        add.link(iri, CG.quotes, quotation.target)
        add.text(iri, CG.quotesBecause, quotation.because)


def _add_judgement(context: Context, record: JudgementRecord) -> None:
    add = context.statements
    inspection = context.inspection(record.inspection)
    iri = iris.judgement(inspection, record.area, record.grade)
    area, grade = _label("area", record.area), _label("grade", record.grade)
    where = context.identities.inspections[record.inspection].label
    add.node(iri, CG.Judgement, f"{grade} for {area}: {where}")
    add.link(iri, CG.judgementOf, inspection)
    add.link(iri, CG.area, iris.concept("area", record.area))
    add.link(iri, CG.grade, iris.concept("grade", record.grade))
    add.link(iri, CG.statedIn, context.document)
    add.link(iri, CG.passage, context.passage(record.passage, what=f"the grade for {area}"))
    add.confidence(iri, CG.confidence, record.confidence)


def _add_absence(context: Context, record: AbsenceRecord) -> None:
    add = context.statements
    inspection = context.inspection(record.inspection)
    iri = iris.absent_judgement(inspection, record.area, record.reason)
    area, reason = _label("area", record.area), _label("absence", record.reason)
    where = context.identities.inspections[record.inspection].label
    add.node(iri, CG.AbsentJudgement, f"no grade for {area}, {reason}: {where}")
    add.link(iri, CG.judgementOf, inspection)
    add.link(iri, CG.area, iris.concept("area", record.area))
    add.link(iri, CG.absenceReason, iris.concept("absence", record.reason))
    add.link(iri, CG.statedIn, context.document)


def _label(scheme: str, notation: str) -> str:
    concept = concepts(scheme).get(notation)
    return concept.label if concept else notation  # the shapes refuse what is in no scheme


def _add_finding(context: Context, record: FindingRecord, names: TextNames) -> str:
    add = context.statements
    inspection = _about(context, record.inspection)
    iri = names.name("finding", inspection, record.text)
    _add_common(context, iri, kind=CG.Finding, text=record.text, passage=record.passage)
    if inspection is not None:
        add.link(iri, CG.findingOf, inspection)
    if record.polarity:
        add.link(iri, CG.polarity, iris.concept("polarity", record.polarity))
    _add_place(context, iri, record)
    return iri


def _add_recommendation(
    context: Context, record: RecommendationRecord, names: TextNames, findings: dict[str, list[str]]
) -> None:
    add = context.statements
    inspection = _about(context, record.inspection)
    iri = names.name("recommendation", inspection, record.text)
    _add_common(context, iri, kind=CG.Recommendation, text=record.text, passage=record.passage)
    if inspection is not None:
        add.link(iri, CG.recommendationOf, inspection)
    _add_place(context, iri, record)
    for addressee in _addressees(context, record):
        add.link(iri, CG.addressedTo, addressee)
    for number in record.references:
        add.text(iri, CG.paragraphReference, number)
        of_number = findings.get(number, ())
        if len(of_number) == 1:  # a number that is printed twice points nowhere for sure
            add.link(iri, CG.refersTo, of_number[0])
    for tag in record.framework_tags:
        add.text(iri, CG.nationalFrameworkTag, tag)
        part = national_framework_concept(tag)
        if part is not None:
            add.link(iri, CG.nationalFramework, part.iri)


def _addressees(context: Context, record: RecommendationRecord) -> tuple[str, ...]:
    """Give the bodies named; the inspected authorities where none is."""
    if record.addressees:
        bodies = context.identities.organisations
        return tuple(bodies[name].iri for name in record.addressees if name.strip())
    of_key = {i.key: i.authorities for i in context.extract.inspections}
    codes = of_key.get(record.inspection or "", ())
    return tuple(iris.authority(code) for code in codes)


def _add_place(context: Context, iri: str, record: FindingRecord | RecommendationRecord) -> None:
    """State section, paragraph, area, themes and confidence."""
    add = context.statements
    add.text(iri, CG.section, record.section)
    add.text(iri, CG.paragraph, record.paragraph)
    if record.area:
        add.link(iri, CG.area, iris.concept("area", record.area))
    for theme in record.themes:
        add.link(iri, CG.theme, iris.concept("theme", theme))
    add.confidence(iri, CG.confidence, record.confidence)


def _add_statement(context: Context, record: StatementRecord, names: TextNames) -> None:
    iri = names.name("statement", None, record.text)
    _add_common(context, iri, kind=CG.Statement, text=record.text, passage=record.passage)
    speaker = context.identities.people[record.speaker].iri
    context.statements.link(iri, CG.speaker, speaker)
    _add_about(context, iri, record.inspection)


def _add_action(context: Context, record: ActionRecord, names: TextNames) -> None:
    iri = names.name("action", None, record.text)
    _add_common(context, iri, kind=CG.Action, text=record.text, passage=record.passage)
    if record.status:
        context.statements.link(iri, CG.status, iris.concept("status", record.status))
    _add_about(context, iri, record.inspection)


def _add_statistic(context: Context, record: StatisticRecord, names: TextNames) -> None:
    iri = names.name("statistic", None, record.text)
    _add_common(context, iri, kind=CG.Statistic, text=record.text, passage=record.passage)
    context.statements.text(iri, CG.value, record.value)
    context.statements.text(iri, CG.unit, record.unit)
    _add_about(context, iri, record.inspection)


def _add_about(context: Context, iri: str, key: str | None) -> None:
    inspection = _about(context, key)
    if inspection is not None:
        context.statements.link(iri, CG.about, inspection)
