"""Lists of previous inspections, as reports before 2018 keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from caregraph.documents.model import Block, Document
from caregraph.extraction.grades import GRADE, find_grade, grade_of, read_label
from caregraph.extraction.previous import (
    OTHER_PROVIDERS,
    Grading,
    Recalled,
    areas_in,
    dated,
    grading,
)
from caregraph.extraction.sentences import Stretch, find_sentences

_GIVEN = re.compile(r"\b(?:judged|found|rated|graded|grade|quality|considered|deemed)\b")
# `adequate for children looked after and inadequate for safeguarding` (wiltshire_2015-09-01)
_GRADE_FOR = re.compile(
    rf"(?P<grade>{GRADE})\s+for\s+(?P<what>.*?)(?=\s+and\s+{GRADE}|[.,;]|$)", re.IGNORECASE
)
# `The judgement for safeguarding services was adequate and the judgement for services for looked
# after children was good.` (portsmouth_2014-09-01)
_FOR_GRADE = re.compile(rf"judge?ment for (?P<what>.*?) was (?P<grade>{GRADE})", re.IGNORECASE)
# `..., and an inspection of the adoption service in March 2012 judged it to be good`
# (essex_2014-03-21)
_NEXT_INSPECTION = re.compile(r",\s+and\s+(?=an?\s+inspection)")
# `The arrangements were judged to be inadequate, and they are still found to be inadequate in this
# inspection.` (somerset_2015-03-27): what is said of this one
_OF_THIS_ONE = re.compile(
    r",?\s+and\s+(?:they\s+|it\s+)?(?:are|is)\b[^.]*\bthis inspection.*", re.DOTALL
)
_BOTH = re.compile(r"\bboth\b")


@dataclass(slots=True)
class _Spoken:
    """An inspection that a bullet speaks of, before and after its grades are said."""

    words: str
    areas: tuple[str, ...]
    gradings: list[Grading]


def recall_from_list(document: Document, blocks: Iterable[Block]) -> tuple[Recalled, ...]:
    """Read a list of previous inspections, one bullet or paragraph or more for each.

    Args:
        document: A report.
        blocks: What stands under "Previous Ofsted inspections", "Other Ofsted inspections" or
            "Progress since the last inspection".

    Returns:
        In the order of the list; what is said of children's homes and other providers is left out.
    """
    found: list[Recalled] = []
    open_list = False
    for block in blocks:
        text = document.text_of(block)
        label = read_label(text.rstrip(" ."))
        if label is not None and label.grade is not None and open_list:
            graded = grading(block, 0, len(text), label.area, label.grade)
            found[-1] = replace(found[-1], gradings=(*found[-1].gradings, graded))
            continue
        open_list = re.search(r"judge?ments\b.*:$", text) is not None
        if open_list:
            found.append(dated(text, ()))
        elif re.search(r"\binspect", text) and not _is_of_others(text):
            found += _from_bullet(document, block)
    return tuple(recalled for recalled in found if recalled.gradings)


def _is_of_others(text: str) -> bool:
    first = find_sentences(text)
    return bool(first) and OTHER_PROVIDERS.search(first[0].of(text)) is not None


def _from_bullet(document: Document, block: Block) -> Iterator[Recalled]:
    """Read the sentences in turn: an inspection is named, then, there or later, its grade."""
    text = document.text_of(block)
    spoken: list[_Spoken] = []
    for part in _parts(text):
        words = _OF_THIS_ONE.sub("", part.of(text))
        areas = areas_in(words)
        if areas and re.search(r"\binspect", words):
            spoken.append(_Spoken(words=words, areas=areas, gradings=[]))
        elif not spoken and re.search(r"\binspect", words):
            spoken.append(_Spoken(words=words, areas=(), gradings=[]))
        meant = spoken if _BOTH.search(words) else spoken[-1:]
        for one in meant:
            one.gradings += (
                grading(block, part.start, part.end, area, grade)
                for area, grade in _grades_in(words, one.areas)
            )
    return (dated(one.words, tuple(one.gradings)) for one in spoken)


def _parts(text: str) -> Iterator[Stretch]:
    """Give the sentences, cut where one goes on to another inspection."""
    for sentence in find_sentences(text):
        start = sentence.start
        for cut in _NEXT_INSPECTION.finditer(text, sentence.start, sentence.end):
            yield Stretch(start=start, end=cut.start())
            start = cut.end()
        yield Stretch(start=start, end=sentence.end)


def _grades_in(words: str, subject: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    pairs = [
        (area, grade_of(match["grade"]))
        for form in (_FOR_GRADE, _GRADE_FOR)
        for match in form.finditer(words)
        for area in areas_in(match["what"])
    ]
    if pairs:
        yield from pairs
        return
    given = _GIVEN.search(words)
    grade = find_grade(words[given.end() :]) if given else None
    if given is None or grade is None:
        return
    between = re.split(GRADE, words[given.end() :], maxsplit=1, flags=re.IGNORECASE)[0]
    yield from ((area, grade) for area in areas_in(between) or subject)
