"""What a person should look at in an extract: laws that every well-read report keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caregraph.extraction.numbering import numbering_of
from caregraph.extraction.records import Absence, Extract, Family

_GRADED = frozenset({Family.SIF, Family.ILACS})
_REPORTS = frozenset(set(Family) - {Family.COVERAGE})
_MOST_LISTED = 8
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
    return (*_about_identity(extract), *_about_contents(extract), *_about_numbers(extract))


def _about_identity(extract: Extract) -> Iterator[str]:
    own = [inspection for inspection in extract.inspections if inspection.key == "own"]
    if len(own) != 1:
        yield f"the report has {len(own)} inspections of its own; a report has one"
        return
    if not own[0].authorities:
        yield "no authority was found on the cover"
    if own[0].start is None:
        yield "no inspection dates were found"
    if own[0].lead_inspector is None and extract.family is not Family.JTAI:
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


def _about_numbers(extract: Extract) -> Iterator[str]:
    """Check that the printed paragraph numbers run without gaps or doubles."""
    numbering = numbering_of(extract)
    if numbering.gaps:
        yield f"paragraphs {_listed(numbering.gaps)} are missing"
    if numbering.doubles:
        yield f"paragraphs {_listed(numbering.doubles)} occur more than once"


def _listed(numbers: Sequence[int]) -> str:
    few = ", ".join(map(str, numbers[:_MOST_LISTED]))
    more = len(numbers) - _MOST_LISTED
    return few if more <= 0 else f"{few} and {more} more"
