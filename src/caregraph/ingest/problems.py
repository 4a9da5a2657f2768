"""What a person should look at: doubts about whole documents and about single records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caregraph.extraction.laws import tells_a_fault
from caregraph.graph.conflicts import Claim, Conflict
from caregraph.graph.doubtful import Doubtful
from caregraph.ingest.ledger import LedgerEntry

CONTRADICTED = 0.25
"""What two sources count as that cannot both be right."""
BROKEN_LAW = 0.3
"""What a document's fault counts as, among records in order of confidence."""
SOFT_DOUBT = 0.8
"""The same for what most such documents have and this one lacks."""
_SHOWN = 100
# `page 3: the finding 'Plans are' is a fragment (law: findings of five words or more)`
_PAGE = re.compile(r"page (\d+): ")

_ADVICE = {
    "inspection": "compare its authority and dates with the document",
    "judgement": "compare the grade with the document",
    "finding": "compare where it begins and ends with the page",
    "recommendation": "compare where it begins and ends with the page",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to look at.

    Attributes:
        confidence: How sure the reading is, from 0 to 1.
        document: File name.
        page: Where to look, from 1; `None` where it is the document as a whole.
        message: What was noticed, and what to compare.
        iri: The record; `None` where it is the document as a whole.
    """

    confidence: float
    document: str
    page: int | None
    message: str
    iri: str | None = None


def problems_of(
    entries: Iterable[LedgerEntry],
    doubtful: Iterable[Doubtful],
    conflicts: Iterable[Conflict] = (),
) -> tuple[Problem, ...]:
    """Give what a person should look at, most doubtful first.

    Args:
        entries: The documents, with what was noticed about each as a whole.
        doubtful: Records whose reading was uncertain.
        conflicts: What two documents say that cannot both be so.

    Returns:
        By confidence, then by document and page.
    """
    problems = [
        *_of_documents(entries),
        *(_of_record(record) for record in doubtful),
        *(_of_conflict(conflict) for conflict in conflicts),
    ]
    return tuple(sorted(problems, key=_order))


def _order(problem: Problem) -> tuple[float, str, int, str]:
    return (problem.confidence, problem.document, problem.page or 0, problem.message)


def _of_documents(entries: Iterable[LedgerEntry]) -> Iterator[Problem]:
    for entry in entries:
        for told in entry.problems:
            page = _PAGE.match(told)
            yield Problem(
                confidence=BROKEN_LAW if tells_a_fault(told) else SOFT_DOUBT,
                document=entry.name,
                page=int(page[1]) if page else None,
                message=told[page.end() :] if page else told,
            )


def _of_record(record: Doubtful) -> Problem:
    words = record.label if len(record.label) <= _SHOWN else f"{record.label[: _SHOWN - 1]}…"
    advice = _ADVICE.get(record.kind, "compare it with the document")
    return Problem(
        confidence=record.confidence,
        document=record.document,
        page=record.page,
        message=f"{record.kind} {words!r}: {advice}",
        iri=record.iri,
    )


def _of_conflict(conflict: Conflict) -> Problem:
    one, other = conflict.one, conflict.other
    return Problem(
        confidence=CONTRADICTED,
        document=one.document,
        page=one.page,
        message=(
            f"{conflict.label}: {_says(one)} for {conflict.what}, and {_says(other)}: "
            "both are kept; see which is right"
        ),
        iri=conflict.inspection,
    )


def _says(claim: Claim) -> str:
    page = f", page {claim.page}," if claim.page else ""
    return f"{claim.document}{page} says {claim.value!r}"
