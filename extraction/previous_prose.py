"""What running text says of the last inspection, as reports since 2018 recall it.

A grade counts only where the words say that it was given then: in `services ... have deteriorated
and now require improvement to be good` it is today's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from caregraph.documents.model import Block, Document
from caregraph.extraction.grades import GRADE, find_grade
from caregraph.extraction.previous import OTHER_PROVIDERS, Recalled, areas_in, dated, grading
from caregraph.extraction.sentences import find_sentences

_GIVEN = r"\b(?:judged|found|rated|graded|grade|quality|considered|deemed)\b"
# `Since the last inspection in 2015, when`, `were last inspected in 2014`, `the 2022 inspection,
# when overall effectiveness was judged to be inadequate` (sefton_2025-08-12)
_RECALL = re.compile(
    r"\b(?:last|previous|most recent)\b[^.;]{0,60}?\binspection\b|\blast inspected\b"
    r"|\b(?:19|20)\d\d\s+inspection\b|\binspection\s+in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b"
)
# `Reading children’s services were judged inadequate in 2016.` (reading_2019-10-28), `In 2018,
# inspectors judged Haringey children’s services to require improvement` (haringey_2023-04-11)
_JUDGED_IN_A_YEAR = re.compile(
    r"(?=.*\bin\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b)"
    rf"(?=.*(?P<said>\bjudged\b[^.;]{{0,70}}?\b{GRADE}))",
    re.DOTALL,
)
_OTHER_VISIT = re.compile(r"focused visit|monitoring visit|joint targeted|JTAI|\bSEND\b")
# `, when services were judged to be good overall, ` and `, which judged services to be good, `
_THEN = re.compile(r"[^.;]{0,70}?\b(?:when|where|which|that)\b(?P<said>.*)")
# `The last full inspection ..., in January 2019, judged all services as requires improvement`
_JUDGED = re.compile(r"[^.;]{0,70}?\b(?P<said>judged\b.*)")
# `At the last inspection in 2015, Nottinghamshire was judged to be good across all service areas`
_AT_IT = re.compile(
    r"(?:[^.;,]{0,30},){1,2}\s*(?P<said>[^.;,]*?\b(?:(?:was|were)\s+(?:judged|rated|graded|good|inadequate"
    r"|outstanding)|required\s+improvement)\b.*)"
)
# `The service for care leavers ... provides a service that was considered to have strengths but
# ultimately to require improvement to be good in 2016.` (redbridge_2019-06-11)
_GRADED_IN_A_YEAR = re.compile(
    rf"(?P<what>.*)\b(?:was|were|been)\s+(?P<said>(?:judged|considered|rated|graded|found)\b[^.;]{{0,80}}?"
    rf"\b{GRADE})\s+in\s+(?:19|20)\d\d\b",
    re.DOTALL,
)
# `strongly since being judged good overall at the previous inspection in 2015`,
# `was inadequate at the last inspection in 2016` (wirral_2019-07-29)
_BEFORE = re.compile(
    rf"(?P<said>(?:{_GIVEN}|\bwas\b|\bwere\b)[^.;,]{{0,25}}?\b{GRADE}\b[^.;,]{{0,40}}?)"
    r"\b(?:at|in|by|when)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:judged|rated|graded|found|was|were|required|effectiveness)\b")
_LONGEST_LEAD = 110
"""Characters from "when" to the grade: more is another clause."""
# `At the last inspection, in May 2019, the local authority was judged to be ‘requires improvement
# to be good’.` (tameside_2024-02-13), `when York children’s services were judged to be good`
_WHOLE = re.compile(r"\b(?:local authority|children.s services)\b", re.IGNORECASE)
_NOT_THEN = re.compile(r"\bnow\b|\bcontinues?\b|\bremains?\b|\bnot\b")
# `judged inadequate with children in care and care leavers judged to be good`
_PARTS = re.compile(
    r",?\s+(?:but|with|although|while|except(?: for)?)\s+"
    r"|\s+and\s+(?=[^,]*\b(?:judged|rated|graded)\b)"
)


def recall_from_prose(
    document: Document, blocks: Iterable[Block], *, summary: bool
) -> tuple[Recalled, ...]:
    """Read what running text says of the last inspection.

    Args:
        document: A report.
        blocks: Paragraphs.
        summary: Whether they are the report's summary: there, a grade without an area is that
            of the whole service; elsewhere it may be anything's and is left out.

    Returns:
        In the order of the text.
    """
    found: list[Recalled] = []
    for block in blocks:
        for sentence in find_sentences(document.text, block.start, block.end):
            words = sentence.of(document.text)
            when, grades = _recalled(words, summary=summary)
            offset = sentence.start - block.start
            gradings = tuple(
                grading(block, offset, offset + len(words), area, grade) for area, grade in grades
            )
            if gradings:
                found.append(dated(when, gradings))
    return tuple(found)


def _recalled(words: str, *, summary: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the words that date what a sentence recalls, and its areas and grades."""
    recall = _RECALL.search(words)
    graded = _GRADED_IN_A_YEAR.match(words)
    if graded is not None and areas_in(graded["what"]) and not OTHER_PROVIDERS.search(words):
        grade = find_grade(graded["said"]) or ""
        given = tuple((area, grade) for area in areas_in(graded["what"]))
        return words[graded.start("said") :], given
    if recall is None:
        judged = _JUDGED_IN_A_YEAR.match(words) if summary else None
        if judged is None or OTHER_PROVIDERS.search(words) or _NOT_THEN.search(words):
            return "", ()
        return words, tuple(_grades_said("", judged["said"], summary=summary))
    said = None if _OTHER_VISIT.search(recall[0]) else _said(words, recall)
    if said is None:
        return "", ()
    when = words[recall.start() : recall.end() + 80]
    return when, tuple(_grades_said(words[: recall.start()], said, summary=summary))


def _said(words: str, recall: re.Match[str]) -> str | None:
    """Give the clause that says how the earlier inspection went, or `None`."""
    after = words[recall.end() :]
    for form in (_THEN, _AT_IT, _JUDGED):
        match = form.match(after)
        if match is None or find_grade(match["said"]) is None:
            continue
        said = _until_the_next_clause(match["said"])
        grade = re.search(GRADE, said, re.IGNORECASE)
        lead = said[: grade.start()] if grade else said
        past = _WAS.search(said[: grade.end()]) if grade else None
        if past and not _NOT_THEN.search(lead) and len(lead) < _LONGEST_LEAD:
            return said
    before = _BEFORE.search(words[: recall.start()])
    if before is None or _NOT_THEN.search(before["said"]):
        return None
    return before["said"]


def _until_the_next_clause(said: str) -> str:
    """Cut after the first comma behind a grade that does not go on with the same clause."""
    grade = re.search(GRADE, said, re.IGNORECASE)
    if grade is None:
        return said
    comma = re.search(
        r",(?!\s*(?:but|with|and\s+leadership|although|except)\b)", said[grade.end() :]
    )
    return said[: grade.end() + comma.start()] if comma else said


def _grades_said(before: str, said: str, *, summary: bool) -> Iterator[tuple[str, str]]:
    graded = [part for part in _parts(said) if find_grade(part)]
    for number, part in enumerate(graded):
        grade = find_grade(part) or ""
        areas = areas_in(part)
        if not areas and number == 0 and (re.search(r"\b(?:they|it)\b", part) or not summary):
            areas = areas_in(before)
        if areas:
            yield from ((area, grade) for area in areas)
        elif number == 0 and (summary or _WHOLE.search(part)):
            yield "overall", grade


def _parts(said: str) -> list[str]:
    for cut in _PARTS.finditer(said):
        if find_grade(said[: cut.start()]) is not None:
            return [said[: cut.start()], said[cut.end() :]]
    return [said]
