"""Which inspections that documents speak of are one.

An inspection is known by authorities, framework and first day. A document that recalls an earlier
one often knows less ("judged inadequate in 2015"): it is joined to that inspection's own report
where there is exactly one report that it fits (`inspection_fit`). The user's rulings come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from caregraph.extraction.records import DocumentClass, Extract, InspectionRecord
from caregraph.graph import iris
from caregraph.graph.inspection_fit import Fit, Told, fit
from caregraph.graph.rulings import Mention, Rulings, Settled, settle
from caregraph.graph.source import DocumentSource
from caregraph.ontology.authorities import AuthorityList
from caregraph.ontology.concepts import concepts
from caregraph.ontology.terms import ID

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
        contrary: Dates of this document that contradict that report: "start", "end", "published".
        because: Why it was taken for this inspection, where another document speaks of it.
    """

    iri: str
    label: str
    joined: bool = False
    contrary: frozenset[str] = frozenset()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """One record with what decides its identity."""

    sha256: str
    document: str
    record: InspectionRecord
    grades: Mapping[str, str]
    published: str | None
    is_own: bool

    @property
    def local(self) -> str:
        """The IRI that no other document's inspection has."""
        return iris.inspection_in(self.sha256, self.record.key)

    @property
    def told(self) -> Told:
        """What the document tells, to be compared."""
        record, name = self.record, self.record.framework
        dates = {"start": record.start, "end": record.end, "published": self.published}
        return Told(
            framework=None if name is None else _SAME_FRAMEWORK.get(name, name),
            dates={key: date for key, date in dates.items() if date},
            grades=self.grades,
        )

    @property
    def iri(self) -> str:
        """The IRI that the record gets by itself."""
        start, framework = self.record.start, self.record.framework
        if self.record.authorities and framework and start and len(start) == _DAY:
            return iris.inspection(self.record.authorities, framework, start)
        return self.local


def resolve_inspections(
    items: Sequence[tuple[DocumentSource, Extract]],
    authorities: AuthorityList,
    rulings: Rulings,
) -> tuple[dict[str, dict[str, InspectionIdentity]], Settled]:
    """Give the identity of every inspection record, by document and local key.

    Args:
        items: In the order of their hashes.
        authorities: For the names in the labels.
        rulings: The user's.

    Returns:
        A mapping for each document, empty where it speaks of no inspection; and what the rulings
        made of them.
    """
    known = {source.sha256: tuple(_known(source, extract)) for source, extract in items}
    reports: dict[tuple[str, ...], list[_Known]] = {}
    for of_document in known.values():
        for item in of_document:
            if item.is_own and item.record.start:
                reports.setdefault(_codes(item), []).append(item)
    ruled = [
        (item, _identity(item, of_document, reports, authorities))
        for of_document in known.values()
        for item in of_document
    ]
    settled = settle([_mention(item, identity) for item, identity in ruled], rulings)
    chiefs = _chiefs(ruled, settled)
    found: dict[str, dict[str, InspectionIdentity]] = {sha256: {} for sha256 in known}
    for (item, identity), iri, because in zip(ruled, settled.iris, settled.because, strict=True):
        found[item.sha256][item.record.key] = (
            _as_ruled(item, chiefs[iri], iri, because, authorities) if because else identity
        )
    return found, settled


def _known(source: DocumentSource, extract: Extract) -> Iterator[_Known]:
    official = extract.document_class is DocumentClass.INSPECTION_REPORT
    for record in extract.inspections:
        is_own = official and record.key == OWN
        yield _Known(
            sha256=source.sha256,
            document=source.name,
            record=record,
            grades={
                j.area: j.grade
                for j in extract.judgements
                # What was hard to read speaks neither for nor against a report.
                if j.inspection == record.key and j.confidence == 1
            },
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
    found = {
        report.iri: (report, how)
        for report in reports.get(_codes(item), ())
        if report.iri not in own and _is_before(report, own.values())
        if (how := fit(item.told, report.told)) is not None
    }
    plain = {iri: one for iri, one in found.items() if one[1].plain}
    fitting = plain or found
    if len(fitting) == 1 and not item.record.planned:
        ((report, how),) = fitting.values()
        return _joined(item, report, how, authorities)
    # A recollection misread as the document's own inspection stays the document's.
    iri = item.local if item.iri in own else item.iri
    return InspectionIdentity(iri=iri, label=_label(item, authorities))


def _joined(
    item: _Known, report: _Known, how: Fit, authorities: AuthorityList
) -> InspectionIdentity:
    return InspectionIdentity(
        iri=report.iri,
        label=_label(report, authorities),
        joined=True,
        contrary=how.contrary,
        because=_because(item, how.because),
    )


def _because(item: _Known, rule: str) -> str:
    return f"{item.document} speaks of {item.local.removeprefix(ID)}: {rule}"


def _mention(item: _Known, identity: InspectionIdentity) -> Mention:
    return Mention(
        sha256=item.sha256,
        key=item.record.key,
        iri=identity.iri,
        local=item.local,
        names=frozenset({identity.label.lower()}),
        leads=item.is_own,
    )


def _chiefs(
    ruled: Sequence[tuple[_Known, InspectionIdentity]], settled: Settled
) -> dict[str, _Known]:
    """Give, for each IRI, the record that says most surely what the inspection is."""
    of_iri: dict[str, list[_Known]] = {}
    for (item, _), iri in zip(ruled, settled.iris, strict=True):
        of_iri.setdefault(iri, []).append(item)
    return {
        iri: min(items, key=lambda i: (not i.is_own, i.iri != iri, i.sha256, i.record.key))
        for iri, items in of_iri.items()
    }


def _as_ruled(
    item: _Known, chief: _Known, iri: str, because: str, authorities: AuthorityList
) -> InspectionIdentity:
    joined = chief.is_own and not item.is_own
    contrary = frozenset[str]()
    if joined:
        known = chief.told.dates
        contrary = frozenset(
            name
            for name, said in item.told.dates.items()
            if not any(date.startswith(said) for date in known.values())
        )
    return InspectionIdentity(
        iri=iri,
        label=_label(chief, authorities),
        joined=joined,
        contrary=contrary,
        because=_because(item, because),
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
