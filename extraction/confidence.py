"""How sure the reading of a record is: lower where its own shape says that a person should look.

Readers and family modules give what they find a confidence of 1 unless they had to guess. What
they cannot see, since it shows only in the whole, is judged here: an edge that cuts a sentence, a
number that stands twice, one area with two grades.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from caregraph.extraction.numbering import numbering_of
from caregraph.extraction.records import (
    Extract,
    Family,
    FindingRecord,
    InspectionRecord,
    JudgementRecord,
)

CUT = 0.6
"""Of a finding that begins or ends in the middle of a sentence."""
DOUBLED = 0.7
"""Of a finding whose printed number another has too."""
CONTRADICTED = 0.5
"""Of each of two grades given to one area."""
ODD_DATES = 0.5
"""Of an inspection whose dates do not follow one another, or lie too far apart."""
_LONGEST_INSPECTION_DAYS = 100
"""With its second visit the longest took 72 (sheffield_2014-02-21), most take 10 to 27."""
_FULL_DATE = len("2031-01-31")
# A sentence ends, with its closing marks and a footnote's mark: `... in foster care.’ 4`
_ENDS = re.compile(r"[.?!:;…][\s)\]”’‘“\"'`]*\d{0,2}$")
# A closing bracket or quotation mark alone ends `(Recommendation)` and quoted words
_CLOSED = re.compile(r"[)\]”’\"']$")
# A name: `i-ART does not have access` (cheshire-west-and-chester_2017-11-10)
_NAME = re.compile(r"[a-z]{1,2}-?[A-Z]")


def with_confidence(extract: Extract) -> Extract:
    """Give the extract with confidences lowered where a person should look.

    Args:
        extract: What a family's module found in any document.

    Returns:
        The same records; none becomes more confident. Findings of documents that are not official
        reports are sentences, quotations and bullets of any shape, and keep what they have.
    """
    doubled = {str(number) for number in numbering_of(extract).doubles}
    findings = extract.findings
    if extract.family is not Family.COVERAGE:
        findings = tuple(_finding(record, doubled) for record in findings)
    return replace(
        extract,
        inspections=tuple(_inspection(record) for record in extract.inspections),
        judgements=tuple(_judgements(extract.judgements)),
        findings=findings,
    )


def _finding(record: FindingRecord, doubled: set[str]) -> FindingRecord:
    confidence = record.confidence
    if _is_cut(record.text):
        confidence = min(confidence, CUT)
    if record.paragraph in doubled:
        confidence = min(confidence, DOUBLED)
    return replace(record, confidence=confidence) if confidence < record.confidence else record


def _is_cut(text: str) -> bool:
    begun = not text[:1].islower() or _NAME.match(text) is not None
    last = text.rstrip()
    return not begun or (_ENDS.search(last) is None and _CLOSED.search(last) is None)


def _judgements(records: Iterable[JudgementRecord]) -> Iterable[JudgementRecord]:
    records = tuple(records)
    for record in records:
        contradicted = any(
            other.grade != record.grade
            for other in records
            if (other.inspection, other.area) == (record.inspection, record.area)
        )
        doubt = contradicted and record.confidence > CONTRADICTED
        yield replace(record, confidence=CONTRADICTED) if doubt else record


def _inspection(record: InspectionRecord) -> InspectionRecord:
    doubt = _has_odd_dates(record) and record.confidence > ODD_DATES
    return replace(record, confidence=ODD_DATES) if doubt else record


def _has_odd_dates(record: InspectionRecord) -> bool:
    known = [d for d in (record.start, record.end, record.published) if d is not None]
    if any(a[: len(b)] > b[: len(a)] for a, b in pairwise(known)):
        return True
    start, end = record.start or "", record.end or ""
    if len(start) != _FULL_DATE or len(end) != _FULL_DATE:
        return False
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return days > _LONGEST_INSPECTION_DAYS
