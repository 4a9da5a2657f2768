"""What most reports hold and an extract lacks: softer than a law, and worth a person's look."""

from __future__ import annotations

from collections.abc import Iterator

from caregraph.extraction.records import Absence, Extract, Family

_GRADED = frozenset({Family.SIF, Family.ILACS})
_REPORTS = frozenset(set(Family) - {Family.COVERAGE})
_FEWEST_FINDINGS = 15
"""The shortest report on a whole service has 40."""


def doubts_about(extract: Extract) -> tuple[str, ...]:
    """Name the ways in which an extract of a report falls short of what such reports hold.

    Args:
        extract: What a family's module found.

    Returns:
        One sentence each, for `caregraph status --problems`; none for documents that are not
        official reports.
    """
    if extract.family not in _REPORTS:
        return ()
    return (*_about_identity(extract), *_about_contents(extract))


def _about_identity(extract: Extract) -> Iterator[str]:
    for own in extract.inspections:
        if own.key == "own" and own.start is None:
            yield "no inspection dates were found"
        if own.key == "own" and own.lead_inspector is None and extract.family is not Family.JTAI:
            yield "no lead inspector was found"


def _about_contents(extract: Extract) -> Iterator[str]:
    own = [judgement for judgement in extract.judgements if judgement.inspection == "own"]
    if extract.family in _GRADED and not own and not _gives_no_grades(extract):
        yield "no judgements were found"
    if not extract.recommendations:
        yield "no recommendations were found"
    if len(extract.findings) < _FEWEST_FINDINGS and not _gives_no_grades(extract):
        yield f"only {len(extract.findings)} findings were found"


def _gives_no_grades(extract: Extract) -> bool:
    """Whether the inspection is of a kind without grades, such as a focused visit."""
    return any(absence.reason is Absence.FRAMEWORK_HAS_NONE for absence in extract.absences)
