"""What a person should look at in an extract: laws that every well-read report keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

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
    if own[0].lead_inspector is None:
        yield "no lead inspector was found"


def _about_contents(extract: Extract) -> Iterator[str]:
    if extract.family in _GRADED:
        areas = {
            judgement.area for judgement in extract.judgements if judgement.inspection == "own"
        }
        for absence in extract.absences:
            if absence.reason == "not-stated" and absence.area not in areas:
                yield f"no judgement of {absence.area} was found"
    if not extract.recommendations:
        yield "no recommendations were found"
    if len(extract.findings) < _FEWEST_FINDINGS:
        yield f"only {len(extract.findings)} findings were found"


def _gives_no_grades(extract: Extract) -> bool:
    """Whether the inspection is of a kind without grades, such as a focused visit."""
    return any(absence.reason is Absence.FRAMEWORK_HAS_NONE for absence in extract.absences)


def _about_numbers(extract: Extract) -> Iterator[str]:
    """Check that the printed paragraph numbers run without gaps or doubles."""
    printed = [
        *(finding.paragraph for finding in extract.findings),
        *(recommendation.paragraph for recommendation in extract.recommendations),
    ]
    numbers = Counter(int(number) for number in printed if number is not None and number.isdigit())
    if not numbers:
        return
    leads = _may_lead_in(extract)
    gaps = [n for n in range(min(numbers), max(numbers)) if n not in numbers and not leads(n)]
    doubles = sorted(n for n, count in numbers.items() if count > 1)
    if gaps:
        yield f"paragraphs {_listed(gaps)} are missing"
    if doubles:
        yield f"paragraphs {_listed(doubles)} occur more than once"


def _may_lead_in(extract: Extract) -> Callable[[int], bool]:
    """Give a test for numbers that a sentence before the recommendations may have.

    `18. There are no areas for priority or immediate action.` (sheffield_2014-02-21) and `15. In
    order to improve ..., the local authority should take the following action.`
    (norfolk_2013-08-16) are numbered and neither a finding nor a recommendation.

    Args:
        extract: What was found.

    Returns:
        A test that lets one such number pass for lists without numbers of their own.
    """
    numbers = {record.paragraph for record in extract.recommendations}
    unnumbered = None in numbers
    spare = [1] if unnumbered else []

    def leads(number: int) -> bool:
        if str(number + 1) in numbers:
            return True
        return bool(spare and spare.pop())

    return leads


def _listed(numbers: list[int]) -> str:
    few = ", ".join(map(str, numbers[:_MOST_LISTED]))
    more = len(numbers) - _MOST_LISTED
    return few if more <= 0 else f"{few} and {more} more"
