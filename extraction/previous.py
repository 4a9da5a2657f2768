"""Earlier inspections that a report recalls, with the grades that it says they gave.

Reports before 2018 keep a list ("Previous Ofsted inspections"), later ones recall the last
inspection in a sentence. A grade counts only where the words say that it was given then: in
`services ... have deteriorated and now require improvement to be good` it is today's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.documents.model import Block, Document
from caregraph.extraction.dates import find_dates
from caregraph.extraction.grades import GRADE, find_grade, grade_of, read_label
from caregraph.extraction.records import InspectionRecord, JudgementRecord, Passage
from caregraph.extraction.sentences import find_sentences

# `safeguarding arrangements/ arrangements for the protection of children` (derby_2017-06-13),
# `services for looked after children`, `fostering and adoption services` (hillingdon_2014-02-11)
_AREAS = tuple(
    (re.compile(pattern, re.IGNORECASE), area)
    for pattern, area in (
        (r"children in care and care[ -]leavers", "children-in-care-and-care-leavers"),
        (
            r"safeguarding|protection of children|child protection|help (?:and|or) protection",
            "help-and-protection",
        ),
        (r"looked[- ]after|children in care(?! and care)", "children-looked-after"),
        (r"\badoption", "adoption"),
        (r"\bprivate fostering", "private-fostering"),
        (r"(?<!private )\bfostering", "fostering"),
        (r"(?<!care and )\bcare[ -]leavers|leaving care", "care-leavers"),
        (r"\bleadership", "leadership"),
    )
)
# `Four were judged to be good or outstanding in their most recent Ofsted inspections`: homes,
# agencies and schools, not the authority
_OTHER_PROVIDERS = re.compile(r"\bhomes?\b|\bagency|\bschools\b|\bsecure unit", re.IGNORECASE)
_GIVEN = r"\b(?:judged|found|rated|graded|grade|quality|considered|deemed)\b"
# `adequate for children looked after and inadequate for safeguarding` (wiltshire_2015-09-01)
_GRADE_FOR = re.compile(
    rf"(?P<grade>{GRADE})\s+for\s+(?P<what>.*?)(?=\s+and\s+{GRADE}|[.,;]|$)", re.IGNORECASE
)
# `..., and an inspection of the adoption service in March 2012 judged it to be good`
# (essex_2014-03-21)
_NEXT_INSPECTION = re.compile(r",\s+and\s+(?=an?\s+inspection)")

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
_YEAR_OF_IT = re.compile(r"\b(?:19|20)\d\d(?=\s+inspection\b)")
_OTHER_VISIT = re.compile(r"focused visit|monitoring visit|joint targeted|JTAI|\bSEND\b")
# `, when services were judged to be good overall, ` and `, which judged services to be good, `
_THEN = re.compile(r"[^.;]{0,70}?\b(?:when|where|which|that)\b(?P<said>.*)")
# `The last full inspection ..., in January 2019, judged all services as requires improvement`
_JUDGED = re.compile(r"[^.;]{0,70}?\b(?P<said>judged\b.*)")
# `At the last inspection in 2015, Nottinghamshire was judged to be good across all service areas`
_AT_IT = re.compile(
    r"[^.;,]{0,30},\s*(?P<said>[^.;,]*?\b(?:was|were)\s+(?:judged|rated|graded)\b.*)"
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
_NOT_THEN = re.compile(r"\bnow\b|\bcontinues?\b|\bremains?\b|\bnot\b")
# `judged inadequate with children in care and care leavers judged to be good`
_PARTS = re.compile(
    r",?\s+(?:but|with|although|while|except(?: for)?)\s+"
    r"|\s+and\s+(?=[^,]*\b(?:judged|rated|graded)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """One grade that an earlier inspection gave, and where the document says so."""

    area: str
    grade: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """An earlier inspection.

    Attributes:
        when: ISO 8601 date, year-month or year of the inspection; `None` where not said.
        reported: The same of its report, where that is what the document dates.
        gradings: At least one.
    """

    when: str | None = None
    reported: str | None = None
    gradings: tuple[Grading, ...] = ()


def recall_from_list(document: Document, blocks: Iterable[Block]) -> tuple[Recalled, ...]:
    """Read a list of previous inspections, one bullet or more for each.

    Args:
        document: A report.
        blocks: What stands under "Previous Ofsted inspections" or "Other Ofsted inspections".

    Returns:
        In the order of the list; bullets on children's homes and other providers are left out.
    """
    found: list[Recalled] = []
    open_list = False
    for block in blocks:
        text = document.text_of(block)
        label = read_label(text.rstrip(" ."))
        if label is not None and label.grade is not None and open_list:
            grading = _grading(block, 0, len(text), label.area, label.grade)
            found[-1] = replace(found[-1], gradings=(*found[-1].gradings, grading))
            continue
        open_list = re.search(r"judge?ments\b.*:$", text) is not None
        if open_list:
            found.append(_dated(text, ()))
        elif re.search(r"\binspect", text) and not _OTHER_PROVIDERS.search(text):
            found += _from_bullet(document, block)
    return tuple(recalled for recalled in found if recalled.gradings)


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
            dated, grades = _recalled(words, summary=summary)
            offset = sentence.start - block.start
            gradings = tuple(
                _grading(block, offset, offset + len(words), area, grade) for area, grade in grades
            )
            if gradings:
                found.append(_dated(dated, gradings))
    return tuple(found)


def _recalled(words: str, *, summary: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the words that date what a sentence recalls, and its areas and grades."""
    recall = _RECALL.search(words)
    if recall is None:
        judged = _JUDGED_IN_A_YEAR.match(words) if summary else None
        if judged is None or _OTHER_PROVIDERS.search(words) or _NOT_THEN.search(words):
            return "", ()
        return words, tuple(_grades_said("", judged["said"], summary=summary))
    said = None if _OTHER_VISIT.search(recall[0]) else _said(words, recall)
    if said is None:
        return "", ()
    dated = words[recall.start() : recall.end() + 80]
    return dated, tuple(_grades_said(words[: recall.start()], said, summary=summary))


def _said(words: str, recall: re.Match[str]) -> str | None:
    """Give the clause that says how the earlier inspection went, or `None`."""
    after = words[recall.end() :]
    for form in (_THEN, _JUDGED, _AT_IT):
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
        areas = _areas_in(part)
        if not areas and number == 0 and (re.search(r"\b(?:they|it)\b", part) or not summary):
            areas = _areas_in(before)
        if areas:
            yield from ((area, grade) for area in areas)
        elif number == 0 and summary:
            yield "overall", grade


def _parts(said: str) -> list[str]:
    for cut in _PARTS.finditer(said):
        if find_grade(said[: cut.start()]) is not None:
            return [said[: cut.start()], said[cut.end() :]]
    return [said]


def _from_bullet(document: Document, block: Block) -> Iterator[Recalled]:
    text = document.text_of(block)
    found: list[Recalled] = []
    for part in _NEXT_INSPECTION.split(text):
        start = text.index(part)
        subject: tuple[str, ...] = ()
        gradings: list[Grading] = []
        for sentence in find_sentences(part):
            words = sentence.of(part)
            subject = _areas_in(words) or subject
            gradings += (
                _grading(block, start + sentence.start, start + sentence.end, area, grade)
                for area, grade in _grades_in(words, subject)
            )
        found.append(_dated(part, tuple(gradings)))
    return (recalled for recalled in found if recalled.gradings)


def _grades_in(words: str, subject: Sequence[str]) -> Iterator[tuple[str, str]]:
    pairs = [
        (area, grade_of(match["grade"]))
        for match in _GRADE_FOR.finditer(words)
        for area in _areas_in(match["what"])
    ]
    if pairs:
        yield from pairs
        return
    given = re.search(_GIVEN, words, re.IGNORECASE)
    grade = find_grade(words[given.end() :]) if given else None
    if given is None or grade is None:
        return
    between = re.split(GRADE, words[given.end() :], maxsplit=1, flags=re.IGNORECASE)[0]
    yield from ((area, grade) for area in _areas_in(between) or subject)


def _areas_in(text: str) -> tuple[str, ...]:
    return tuple(area for pattern, area in _AREAS if pattern.search(text))


def _grading(block: Block, start: int, end: int, area: str, grade: str) -> Grading:
    passage = Passage(start=block.start + start, end=block.start + end, page=block.page)
    return Grading(area=area, grade=grade, passage=passage)


def _dated(text: str, gradings: tuple[Grading, ...]) -> Recalled:
    dates = find_dates(text)
    year = _YEAR_OF_IT.search(text)
    value = dates[0].value if dates else year[0] if year else None
    if dates and re.search(r"\bpublished\b", text[: dates[0].start]):
        return Recalled(reported=value, gradings=gradings)
    return Recalled(when=value, gradings=gradings)


def previous_records(
    own: InspectionRecord, recalled: Sequence[Recalled]
) -> tuple[tuple[InspectionRecord, ...], tuple[JudgementRecord, ...]]:
    """Make records of earlier inspections, each the one before the next.

    What was recalled for the same time is one inspection: reports name the safeguarding and the
    looked-after part of one inspection in two bullets.

    Args:
        own: The report's own inspection.
        recalled: Earlier ones in any order; undated ones count as the earliest.

    Returns:
        The own inspection, now with `previous`, followed by the earlier ones, latest first; and
        their judgements, each area once.
    """
    by_time: dict[tuple[str | None, str | None], list[Grading]] = {}
    for one in recalled:
        by_time.setdefault((one.when, one.reported), []).extend(one.gradings)
    times = sorted(by_time, key=lambda time: time[0] or time[1] or "", reverse=True)
    keys = [f"previous-{number}" for number in range(1, len(times) + 1)]
    inspections = [replace(own, previous=keys[0] if keys else None)]
    judgements: dict[tuple[str, str], JudgementRecord] = {}
    for number, (key, time) in enumerate(zip(keys, times, strict=True)):
        gradings = by_time[time]
        inspections.append(
            InspectionRecord(
                key=key,
                authorities=own.authorities,
                framework=_framework(time[0] or time[1]),
                start=time[0],
                published=time[1],
                previous=keys[number + 1] if number + 1 < len(keys) else None,
                passage=gradings[0].passage,
            )
        )
        for grading in gradings:
            judgements.setdefault(
                (key, grading.area),
                JudgementRecord(
                    inspection=key, area=grading.area, grade=grading.grade, passage=grading.passage
                ),
            )
    return tuple(inspections), tuple(judgements.values())


def _framework(time: str | None) -> str | None:
    # The single inspection framework began in November 2013, ILACS in January 2018, and
    # re-inspections under the former went on into 2018: those two years leave a doubt.
    year = time[:4] if time else ""
    if "2014" <= year <= "2017":
        return "sif"
    if year >= "2019":
        return "ilacs"
    return "pre-2013" if "2000" < year < "2013" else None
