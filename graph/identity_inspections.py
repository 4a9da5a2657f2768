"""Which inspections that documents speak of are one.

An inspection is known by authorities, framework and first day. A document that recalls an earlier
one often knows less ("judged inadequate in 2015"): it is joined to that inspection's own report
where there is exactly one report that everything said of it fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from caregraph.extraction.records import DocumentClass, Extract, InspectionRecord
from caregraph.graph import iris
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.concepts import concepts

OWN = "own"
"""The key of the inspection that a report is the report of."""
_DAY = 10
"""Characters of a full date in ISO 8601."""
_SAME_FRAMEWORK = {"area-send-2016": "area-send"}
"""Area SEND inspections go by one name, whatever their year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionIdentity:
    """Which inspection a record is.

    Attributes:
        iri: Of the inspection.
        label: Its short name, the same in all documents.
        joined: Whether another document is the inspection's own report: what this one says of
            its dates fits that report and adds nothing.
    """

    iri: str
    label: str
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """One record with what decides its identity."""

    sha256: str
    record: InspectionRecord
    grades: Mapping[str, str]
    published: str | None
    is_own: bool

    @property
    def framework(self) -> str | None:
        name = self.record.framework
        return None if name is None else _SAME_FRAMEWORK.get(name, name)

    @property
    def iri(self) -> str:
        """The IRI that the record gets by itself."""
        start, framework = self.record.start, self.record.framework
        if self.record.authorities and framework and start and len(start) == _DAY:
            return iris.inspection(self.record.authorities, framework, start)
        return iris.inspection_in(self.sha256, self.record.key)


def resolve_inspections(
    items: Sequence[tuple[DocumentSource, Extract]], authorities: AuthorityList
) -> dict[str, dict[str, InspectionIdentity]]:
    """Give the identity of every inspection record, by document and local key.

    Args:
        items: In the order of their hashes.
        authorities: For the names in the labels.

    Returns:
        A mapping for each document, empty where it speaks of no inspection.
    """
    known = {source.sha256: tuple(_known(source, extract)) for source, extract in items}
    reports: dict[tuple[str, ...], list[_Known]] = {}
    for of_document in known.values():
        for item in of_document:
            if item.is_own and item.record.start:
                reports.setdefault(_codes(item), []).append(item)
    return {
        sha256: {
            item.record.key: _identity(item, of_document, reports, authorities)
            for item in of_document
        }
        for sha256, of_document in known.items()
    }


def _known(source: DocumentSource, extract: Extract) -> Iterator[_Known]:
    official = extract.document_class is DocumentClass.INSPECTION_REPORT
    for record in extract.inspections:
        is_own = official and record.key == OWN
        yield _Known(
            sha256=source.sha256,
            record=record,
            grades={j.area: j.grade for j in extract.judgements if j.inspection == record.key},
            published=record.published or (source.published if is_own else None),
            is_own=is_own,
        )


def _codes(item: _Known) -> tuple[str, ...]:
    return tuple(sorted(item.record.authorities))


def _identity(
    item: _Known,
    of_document: tuple[_Known, ...],
    reports: Mapping[tuple[str, ...], Sequence[_Known]],
    authorities: AuthorityList,
) -> InspectionIdentity:
    if item.is_own:
        return InspectionIdentity(iri=item.iri, label=_label(item, authorities))
    own = {other.iri: other for other in of_document if other.is_own}
    fitting = {
        report.iri: report
        for report in reports.get(_codes(item), ())
        if report.iri not in own and _fits(item, report) and _is_before(report, own.values())
    }
    if len(fitting) == 1 and not item.record.planned:
        ((iri, report),) = fitting.items()
        return InspectionIdentity(iri=iri, label=_label(report, authorities), joined=True)
    # A recollection misread as the document's own inspection stays the document's.
    iri = iris.inspection_in(item.sha256, item.record.key) if item.iri in own else item.iri
    return InspectionIdentity(iri=iri, label=_label(item, authorities))


def _fits(recalled: _Known, report: _Known) -> bool:
    """Tell whether all that is said of a recalled inspection fits a report's own."""
    if recalled.framework and report.framework and recalled.framework != report.framework:
        return False
    if any(report.grades.get(area, grade) != grade for area, grade in recalled.grades.items()):
        return False
    record = recalled.record
    dates = (
        (record.start, report.record.start),
        (record.end, report.record.end),
        (record.published, report.published),
    )
    told = [(said, printed) for said, printed in dates if said]
    # "in June 2018" may mean the visit or its report: a month or year fits any of the dates.
    own_dates = [printed for _, printed in dates if printed]
    return bool(told) and all(
        said == printed if len(said) == _DAY else any(date.startswith(said) for date in own_dates)
        for said, printed in told
    )


def _is_before(report: _Known, own: Iterable[_Known]) -> bool:
    """Tell whether a report can be recalled by a document about another inspection."""
    return all((report.record.start or "") <= (later.record.start or "9999") for later in own)


def _label(item: _Known, authorities: AuthorityList) -> str:
    """Give a short name from what identifies the inspection, and from nothing else."""
    record = item.record
    where = " and ".join(_name(code, authorities) for code in _codes(item)) or "unnamed authority"
    framework = concepts("framework").get(record.framework or "")
    what = framework.label if framework else "inspection"
    return f"{where}, {what}" + (f", {record.start}" if record.start else "")


def _name(code: str, authorities: AuthorityList) -> str:
    authority = authorities.find(code)
    return authority.label if authority else code  # the shapes say that it is not in the list
