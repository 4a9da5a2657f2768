"""Inspections and judgements of a document about inspections, as records.

What single sentences say (`mentions`) and tables show (`judgement_tables`) is put together: for
each authority one inspection that the document is about, the earlier ones apart by their dates,
and those that are only planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from caregraph.extraction.judgement_tables import LabelledGrade
from caregraph.extraction.mentions import EARLIER, OWN, PLANNED, SERIES, Sighting
from caregraph.extraction.records import InspectionRecord, JudgementRecord, Passage
from caregraph.extraction.topics import Topics
from caregraph.extraction.vague_dates import When

UNCERTAIN = 0.6
"""The confidence of an inspection whose authority, or whose year, is only reckoned."""
REFORMED = "2023"
"""From this year on, children in care and care leavers are judged apart (ILACS, January 2023)."""
NO_OVERALL = "2026-04"
"""From this month on, ILACS inspections give no overall grade."""

_NAMES = {OWN: "mentioned", EARLIER: "previous", PLANNED: "planned", SERIES: "visit"}
_VISITS = ("monitoring-visit", "focused-visit")
_SIF = ("help-and-protection", "children-looked-after", "adoption", "care-leavers", "leadership")
_FOUR = ("help-and-protection", "children-in-care-and-care-leavers", "leadership")
_FIVE = ("help-and-protection", "children-in-care", "care-leavers", "leadership")


@dataclass(slots=True, kw_only=True)
class _Inspection:
    """One inspection while its parts are gathered."""

    key: str
    authority: str | None
    bucket: str
    times: list[tuple[When, Passage]] = field(default_factory=list)
    published: str | None = None
    framework: str | None = None
    passage: Passage | None = None
    graded: dict[str, JudgementRecord] = field(default_factory=dict)
    others: list[JudgementRecord] = field(default_factory=list)
    every: JudgementRecord | None = None

    def year(self) -> str | None:
        """Give the year, by a printed date where there is one."""
        printed = [when for when, _ in self.times if not when.reckoned]
        known = printed or [when for when, _ in self.times]
        return known[0].first[:4] if known else None

    def may_be(self, when: When) -> bool:
        """Tell whether a time can be that of this inspection.

        Returns:
            Whether the years agree; "two years ago" may be a year more or less than it reckons.
        """
        year = self.year()
        if year is None:
            return True
        reckoned = when.reckoned or all(known.reckoned for known, _ in self.times)
        return abs(int(year) - int(when.first[:4])) <= (1 if reckoned else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedInspections:
    """The inspections of a document, those it is about first, with their judgements."""

    inspections: tuple[InspectionRecord, ...]
    judgements: tuple[JudgementRecord, ...]

    def own(self, authority: str | None) -> str | None:
        """Give the key of the inspection of an authority that the document is about."""
        held = [i for i in self.inspections if i.key.startswith(_NAMES[OWN])]
        for inspection in held:
            if authority is None or authority in inspection.authorities:
                return inspection.key
        return held[0].key if held else None


def gather(
    sightings: Sequence[Sighting], labelled: Sequence[LabelledGrade], topics: Topics
) -> MentionedInspections:
    """Put together what the document says of each inspection."""
    found: list[_Inspection] = [
        _Inspection(key="", authority=code, bucket=OWN) for code in topics.inspected or (None,)
    ]
    for sighting in sightings:
        _add_sighting(found, sighting)
    for grade in labelled:
        _add_labelled(found, grade, topics)
    for inspection in found:
        _grade_others(inspection)
    in_series = {inspection.authority for inspection in found if inspection.bucket == SERIES}
    kept = [
        inspection
        for inspection in found
        if _says_something(inspection)
        or (inspection.bucket == OWN and inspection.authority not in in_series)
    ]
    _name(kept)
    return MentionedInspections(
        inspections=tuple(_record(inspection, kept, topics) for inspection in kept),
        judgements=tuple(
            replace(judgement, inspection=inspection.key)
            for inspection in kept
            for judgement in inspection.graded.values()
        ),
    )


def _says_something(inspection: _Inspection) -> bool:
    if inspection.bucket in (PLANNED, SERIES):
        return True
    named = inspection.bucket == OWN and (inspection.published or inspection.framework)
    return bool(inspection.times or inspection.graded or named)


def _inspection(
    found: list[_Inspection], authority: str | None, bucket: str, when: When | None
) -> _Inspection:
    """Find the inspection meant, or begin a new one."""
    of_bucket = [i for i in found if i.bucket == bucket and i.authority == authority]
    if bucket == EARLIER and when is not None:
        same = [i for i in of_bucket if i.may_be(when)]
    else:
        same = of_bucket[-1:] if bucket == EARLIER else of_bucket[:1]
    if same:
        return same[0]
    inspection = _Inspection(key="", authority=authority, bucket=bucket)
    found.append(inspection)
    return inspection


def _add_sighting(found: list[_Inspection], sighting: Sighting) -> None:
    if sighting.bucket == SERIES:
        _add_series(found, sighting)
        return
    when = sighting.times[0] if sighting.times else None
    inspection = _inspection(found, sighting.authority, sighting.bucket, when)
    passage = Passage(start=sighting.stretch.start, end=sighting.stretch.end, page=sighting.page)
    inspection.passage = inspection.passage or passage
    inspection.times.extend((time, passage) for time in sighting.times)
    inspection.published = inspection.published or sighting.published
    inspection.framework = inspection.framework or sighting.framework
    if sighting.gradings and inspection.bucket == OWN and inspection.framework in _VISITS:
        # a visit gives no grade: what is graded is the inspection before it
        inspection = _inspection(found, sighting.authority, EARLIER, None)
    for grading, stretch in sighting.gradings:
        at = Passage(start=stretch.start, end=stretch.end, page=sighting.page)
        for area in grading.areas:
            _grade(inspection, area, grading.grade, at, 1.0)
        if grading.others:
            record = JudgementRecord(inspection="", area="", grade=grading.grade, passage=at)
            inspection.others.append(record)
            inspection.every = inspection.every or (record if grading.every else None)


def _add_series(found: list[_Inspection], sighting: Sighting) -> None:
    """Add visits that are only counted, as many as any sentence counts."""
    passage = Passage(start=sighting.stretch.start, end=sighting.stretch.end, page=sighting.page)
    known = sum(
        i.bucket == SERIES
        and (i.authority, i.framework) == (sighting.authority, sighting.framework)
        for i in found
    )
    for _ in range(sighting.count - known):
        visit = _Inspection(key="", authority=sighting.authority, bucket=SERIES)
        visit.framework, visit.passage = sighting.framework, passage
        found.append(visit)


def _add_labelled(found: list[_Inspection], labelled: LabelledGrade, topics: Topics) -> None:
    bucket = EARLIER if labelled.earlier else OWN
    when = labelled.earlier if isinstance(labelled.earlier, When) else None
    inspection = _inspection(found, topics.at(labelled.stretch.start), bucket, when)
    at = Passage(start=labelled.stretch.start, end=labelled.stretch.end, page=labelled.page)
    if when is not None and not inspection.times:
        inspection.times.append((when, at))
    inspection.graded.pop(labelled.area, None)  # what a table shows is surer than prose
    _grade(inspection, labelled.area, labelled.grade, at, labelled.confidence)


def _grade(
    inspection: _Inspection, area: str, grade: str, passage: Passage, confidence: float
) -> None:
    record = JudgementRecord(
        inspection="", area=area, grade=grade, passage=passage, confidence=confidence
    )
    inspection.graded.setdefault(area, record)


def _grade_others(inspection: _Inspection) -> None:
    """Give "the other areas" their grade: those of the framework that are not graded otherwise."""
    for other in inspection.others:
        for area in _areas(inspection):
            _grade(inspection, area, other.grade, other.passage, other.confidence)
    every = inspection.every
    if every is not None and max(_days(inspection), default="") < NO_OVERALL:
        _grade(inspection, "overall", every.grade, every.passage, every.confidence)


def _days(inspection: _Inspection) -> list[str]:
    days = [when.last for when, _ in inspection.times]
    return [*days, inspection.published] if inspection.published else days


def _areas(inspection: _Inspection) -> tuple[str, ...]:
    if "children-looked-after" in inspection.graded or inspection.framework == "sif":
        return _SIF
    joined = "children-in-care-and-care-leavers" in inspection.graded
    return _FOUR if joined or (inspection.year() or REFORMED) < REFORMED else _FIVE


def _name(inspections: Sequence[_Inspection]) -> None:
    counts = dict.fromkeys(_NAMES, 0)
    for inspection in inspections:
        counts[inspection.bucket] += 1
        inspection.key = f"{_NAMES[inspection.bucket]}-{counts[inspection.bucket]}"


def _record(
    inspection: _Inspection, everything: Sequence[_Inspection], topics: Topics
) -> InspectionRecord:
    when, passage = _best_time(inspection)
    return InspectionRecord(
        key=inspection.key,
        authorities=(inspection.authority,) if inspection.authority else (),
        framework=inspection.framework,
        start=(when.first or None) if when else None,
        end=when.last if when and (inspection.bucket != EARLIER or _is_span(when)) else None,
        published=inspection.published,
        previous=_previous(inspection, everything),
        planned=inspection.bucket == PLANNED,
        passage=passage or inspection.passage,
        confidence=1.0 if topics.certain and not (when and when.reckoned) else UNCERTAIN,
    )


def _best_time(inspection: _Inspection) -> tuple[When | None, Passage | None]:
    """Choose the time that says most: a range of days, a day, a month, a year."""
    best: tuple[When, Passage] | None = None
    for when, passage in inspection.times:
        if best is None or _precision(when) > _precision(best[0]):
            best = (when, passage)
    return best if best else (None, None)


def _is_span(when: When) -> bool:
    return when.first != when.last


def _precision(when: When) -> tuple[bool, int, bool]:
    return not when.reckoned, len(when.first), _is_span(when)


def _previous(inspection: _Inspection, everything: Sequence[_Inspection]) -> str | None:
    """Give the key of the last earlier inspection of the same authority."""
    earlier = [
        other
        for other in everything
        if other.bucket == EARLIER
        and other.authority == inspection.authority
        and other is not inspection
        and (inspection.bucket == OWN or (other.year() or "") < (inspection.year() or ""))
    ]
    if inspection.bucket in (PLANNED, SERIES) or not earlier:
        return None
    return max(earlier, key=lambda other: other.year() or "").key
