"""What each section of a report under the single inspection framework (2013-2018) holds.

Three layouts came one after another: numbered summaries and "areas for improvement" before the
findings (2013-14), an executive summary with bullets (2014-15), and framed section heads with a
summary and numbered findings (2015-18). Headings say which part of the report begins, so that one
walk over them reads all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from caregraph.documents.model import Block, BlockKind
from caregraph.extraction.grades import GRADE, Label, board_grade, read_label
from caregraph.extraction.outline import Section


class Part(Enum):
    """What stands under a heading."""

    COVER = auto()
    ABOUT = auto()
    """Of the area, of the inspection, of what judgements mean: no findings."""
    PREVIOUS = auto()
    FINDINGS = auto()
    RECOMMENDATIONS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A section and what it holds.

    Attributes:
        section: The section.
        part: What stands under its heading.
        title: The heading, with the heading of its area before it where it is only "Summary" or
            "Inspection findings".
        area: Notation of the area that its findings are about.
        board: Whether it is about the Local Safeguarding Children Board.
        polarity: "strength" or "weakness" where the heading says so.
        label: The heading read as the label of a judgement.
    """

    section: Section
    part: Part
    title: str
    area: str | None
    board: bool
    polarity: str | None = None
    label: Label | None = None


_BOARD = re.compile(
    r"\b[A-Z]{0,3}SCB\b|Safeguarding\s+Children.{0,2}\s+Board|Safeguarding\s+Board", re.IGNORECASE
)
# `What the inspection judgments mean: the LSCB`, `Information about this local authority area`,
# `Children looked after in this area`, `The casework model used in this area`, `Local leadership`,
# `Annex A: Information about the local authority area` (darlington_2018-05-21)
_ABOUT = re.compile(
    r"(?:Annex \w+:?\s*)?(?:The local authority\s*\d?$|Information about|Local leadership"
    r"|Child(?:ren)?\b.*\bin (?:this|the) area|Other information about|The inspection team"
    r"|What the inspection judge?ments|Contents|Signs of Safety"
    r"|The (?:casework|practice|social work) (?:model|framework)"
    r"|About (?:this|the) (?:inspection|review))",
    re.IGNORECASE,
)
# `Previous Ofsted inspections`, `Other Ofsted inspections`
_PREVIOUS = re.compile(r"(?:Previous|Other)\s+(?:Ofsted\s+)?inspections?", re.IGNORECASE)
# `Recommendations`, `Areas for improvement`, `What does the LSCB need to improve?`, `Priority and
# immediate action:`, `Areas for priority action`
_RECOMMENDATIONS = re.compile(
    r"Recommendations?\b|Areas? for (?:priority |immediate |further )*(?:improvement|action)"
    r"|Areas? for (?:further )?development|What (?:does|do) .* needs? to improve"
    r"|Priority and immediate action|Priority actions?|Immediate action",
    re.IGNORECASE,
)
# `Executive summary`, `Summary of key findings`, `Section 1: the local authority - Summary of
# findings` (cambridgeshire_2014-08-08), `This local authority is good because`, `The local
# authority’s strengths`, `Children’s services in Bristol require improvement because:`
_SUMMARY = re.compile(
    r"Executive summary|Summary (?:of (?:key )?findings|for children and young people)"
    r"|\bbecause\W*$"
    r"|strengths\W*$|Progress since the last|^Section \d\W+the local authority",
    re.IGNORECASE,
)
# `Executive summary`, below a short box (lewisham_2016-01-20, medway_2015-11-27)
_SUMMARY_ON_COVER = re.compile(r"Executive summary\W*$", re.IGNORECASE)
# `Inspection findings`, `Inspection findings – the Local Safeguarding Children Board`, `Key
# strengths and weaknesses of the LSCB`, `Inspection judgements about the local authority`
_FINDINGS = re.compile(
    r"Inspection findings|Summary$|Key strengths and weaknesses|Inspection judge?ments? about",
    re.IGNORECASE,
)
_ONLY_A_PART = re.compile(r"(?:Inspection findings|Summary)\W*$", re.IGNORECASE)
_STRENGTHS = re.compile(r"\bstrengths\W*$|\b(?:good|outstanding) because\W*$", re.IGNORECASE)
_WEAKNESSES = re.compile(
    r"(?:requires? improvement|not yet good|inadequate)\b.*\bbecause\W*$", re.IGNORECASE
)
_KNOWN_HEADING = re.compile(
    r"(?:Inspection findings|Summary|Executive summary|Recommendations|Areas for improvement"
    r"|The Local Safeguarding Children Board(?: \(LSCB\))?)\W*"
)
_LONGEST_HEADING = 170
# `Overall effectiveness: Inadequate.`, a line of the list of previous grades (sandwell_2018-01-29)
_LISTED_GRADE = re.compile(rf":\s*{GRADE}\W*$", re.IGNORECASE)
# `The quality of social work practice is not consistently good` over bullets (bristol_2014-12-05),
# `Local leadership` (sandwell_2018-01-29)
_PLAIN_HEADING = re.compile(r"[A-Z][^.;:!?]{4,90}[^.;:,!?)]")


def is_heading(block: Block, text: str) -> bool:
    """Tell headings that stand in frames or in plain lines.

    For example `The graded judgement for adoption performance is that it is good.`
    (islington_2017-07-14), or `Summary` in a framed cell (leicester_2017-09-04).

    Args:
        block: A block that the reader did not take for a heading.
        text: Its text.

    Returns:
        Whether the walk over the sections has to know it; never on the cover.
    """
    if block.page == 1 or block.kind is BlockKind.BULLET or len(text) > _LONGEST_HEADING:
        return False
    words = text.strip()
    if _KNOWN_HEADING.fullmatch(words) or _is_board_verdict(words):
        return True
    if read_label(words) is not None:
        return _LISTED_GRADE.search(words) is None
    return block.kind is BlockKind.PARAGRAPH and _PLAIN_HEADING.fullmatch(words) is not None


def _is_board_verdict(words: str) -> bool:
    # `The Local Safeguarding Children Board requires improvement`, in a frame
    grade = board_grade(words)
    return grade is not None and words[grade.end() :].strip(" .") in {"", "because:"}


def place(sections: Iterable[Section]) -> tuple[Placed, ...]:
    """Say what each section holds.

    Args:
        sections: Of one report, in order.

    Returns:
        The same sections, in order.
    """
    placed: list[Placed] = []
    area_title = ""
    before: Placed | None = None
    begun = False
    for section in sections:
        label = read_label(section.title)
        begun = begun or (label is not None and label.area == _FIRST_AREA)
        before = _placed(section, before or _nothing(section), area_title, label if begun else None)
        if before.label is not None or (
            before.board and before.part is Part.FINDINGS and not _ONLY_A_PART.match(section.title)
        ):
            area_title = before.title
        placed.append(before)
    return tuple(placed)


_FIRST_AREA = "help-and-protection"
"""Findings begin with it; before, `Leadership, management and governance` is a heading within the
summary or the recommendations (bristol_2014-12-05)."""


def _nothing(section: Section) -> Placed:
    return Placed(section=section, part=Part.COVER, title="", area=None, board=False)


def _placed(section: Section, before: Placed, area_title: str, label: Label | None) -> Placed:
    title = " ".join(section.title.split())
    on_cover = section.heading is None or section.heading.page == 1
    if on_cover and not _SUMMARY_ON_COVER.match(title):
        # `Surrey Safeguarding Children Board` (surrey_2015-08-03): a review of the board alone
        board = before.board or (before.title == "" and _BOARD.search(title) is not None)
        return Placed(section=section, part=Part.COVER, title=title, area=None, board=board)
    part = Part.FINDINGS if label else _part_of(title, before.part)
    board = _is_about_board(title, label, part, before)
    area = _area_of(title, label, board=board, before=before)
    only_a_part = _ONLY_A_PART.match(title) and area_title and not _BOARD.search(title)
    return Placed(
        section=section,
        part=part,
        title=f"{area_title} – {title}" if only_a_part else title,
        area=area,
        board=board,
        polarity=_polarity_of(title, label, before),
        label=label,
    )


def _part_of(title: str, before: Part) -> Part:
    """Name the part that a heading without a judgement's label begins, or goes on with."""
    for pattern, part in (
        (_ABOUT, Part.ABOUT),
        (_PREVIOUS, Part.PREVIOUS),
        (_RECOMMENDATIONS, Part.RECOMMENDATIONS),
    ):
        if pattern.match(title):
            return part
    explained = before is Part.ABOUT and title == "The LSCB"
    if explained or not (_SUMMARY.search(title) or _FINDINGS.match(title) or _BOARD.search(title)):
        return Part.FINDINGS if before is Part.COVER else before
    return Part.FINDINGS


def _is_about_board(title: str, label: Label | None, part: Part, before: Placed) -> bool:
    if label is not None:
        return False
    if _BOARD.search(title) and part is not Part.ABOUT:
        return True
    return before.board


def _area_of(title: str, label: Label | None, *, board: bool, before: Placed) -> str | None:
    if label is not None:
        return label.area
    if board:
        return "lscb"
    return "overall" if _SUMMARY.search(title) else before.area


def _polarity_of(title: str, label: Label | None, before: Placed) -> str | None:
    if _STRENGTHS.search(title):
        return "strength"
    if _WEAKNESSES.search(title):
        return "weakness"
    known = label or _part_of(title, Part.COVER) is not Part.FINDINGS or _FINDINGS.match(title)
    return None if known or _SUMMARY.search(title) else before.polarity
