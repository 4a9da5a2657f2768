"""Findings that a document about inspections reports: quoted, paraphrased or claimed.

In such a document a finding is one sentence, quoted passage or list item that says how the
service works (docs/ontology.md). What only gives a grade is a judgement; what somebody will do
is an action; what a person says counts where it passes on what the inspectors found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.documents.model import Document
from caregraph.extraction.coverage_sections import Section, section_of
from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.cues import read_cues
from caregraph.extraction.gradings import find_gradings, label_grade
from caregraph.extraction.people_mentioned import Person
from caregraph.extraction.quotations import Quotation
from caregraph.extraction.sentences import Stretch

LEAST_WORDS = 4
_POLARITY_OF_SECTION = {Section.STRENGTHS: "strength", Section.NEEDS: "weakness"}

# "inspectors found that", "the report says", "Ofsted concluded", "was praised", "Concern was
# raised", "singled out", "were also shown to": the words that pass a finding on
_REPORTED = re.compile(
    r"\b(?:inspectors?|ofsted|(?<!a )reports?|letter|watchdog|regulators?|"
    r"inspection(?: team)?|they|it)\b[^.;]{0,60}?"
    r"\b(?:found|said|says?|saw|noted|notes|praised?|conclud\w+|recogni[sz]\w+|"
    r"highlight\w*|raised|told|wrote|described|"
    r"identif\w+|acknowledg\w+|confirm\w*|shows?|showed|singles? out|criticis\w+|"
    r"warned|stat\w+|commend\w*|felt|observed|"
    r"want|announces?|report\w*|impressed|want\w*)\b|"
    r"\b(?:praised?|singled out|criticis\w+|(?:was|were) (?:also |all )?(?:described|"
    r"shown|said|found|called|judged)|concerns? (?:was|were|remain|about)|"
    r"according to (?:a |the )?(?:letter|report|ofsted|inspectors)|"
    r"told (?:the )?(?:inspectors|team|ofsted)|"
    r"(?:is|was) (?:also )?(?:honest|clear|critical|positive) (?:about|that|of)|"
    r"when inspectors|of the cases (?:examined|seen|sampled)|files (?:opened|read|"
    r"seen))\b",
    re.IGNORECASE,
)
# What a finding is about: those who are helped, those who help, and what they do
_SERVICE = re.compile(
    r"\b(?:child(?:ren)?|young people|famil\w+|parents?|carers?|social work\w*|staff|"
    r"workers?|managers?|leaders?|"
    r"services?|council|authority|team|plans?|caseloads?|cases|assessments?|practice|"
    r"partner\w*|police|schools?|"
    r"care leavers|advisers?|oversight|supervision|records?|referrals?|thresholds|"
    r"placements?|health|recruitment|"
    r"retention|vacanc\w+|audit\w*|training|inspectors?|teenagers|foster\w*|adoption|"
    r"department|ofsted|homes?|quality|planning|permanence|panel|"
    r"work with|information|data|hub|mash|front door|arrangements|response|support)\b",
    re.IGNORECASE,
)
# How something is told in minutes: "It was reported that", "Members were informed that"
_MINUTED = re.compile(
    r"\b(?:it was (?:also )?(?:reported|noted|confirmed|highlighted|acknowledged|"
    r"explained|stated|recognised|observed)|"
    r"(?:members|the committee|the board|the panel|councillors) (?:were|"
    r"was) (?:informed|advised|told|assured)|"
    r"(?:said|explained|reported|advised|confirmed|noted|added|assured \w+) that)\b",
    re.IGNORECASE,
)
# What is wished, planned or decided is no finding: "will", "undertook to", "Resolved"
_NOT_A_FINDING = re.compile(
    r"\b(?:will|would|shall|going to|plans? to|undertook|resolved|pledged|thank\w*|invited|asked|"
    r"is available at|carry a grade|called on|due (?:in|by|before)|approved|must send|"
    r"hopes?|proud of|(?:am|we are|i[’']m|we[’']re) (?:\w+ )?proud)\b",
    re.IGNORECASE,
)
_PRAISE_BESIDE_GRADE = re.compile(
    r"\b(?:prais\w+|impress\w+|singled out|markedly|significantly|highlight\w*|"
    r"concern\w*|too (?:many|few|often|long)|"
    r"improvements (?:in|made|to)|improved|singles? out)\b",
    re.IGNORECASE,
)
# Other ways of saying that something works or does not: "the best they have had", "had no
# settled address", "was missing from", "sooner than they used to", "driven to"
_TELLING = re.compile(
    r"\b(?:no|not|never|best|worst|most|some had|missing|sooner|later|fuller|more of|"
    r"enough|only|still|yet to|kept|"
    r"often|always|rarely|rising|risen|fallen|fewer|closely|long waits?|vacant|"
    r"against a target|after the|high(?:er)?|low(?:er)?|thin|"
    r"happy|heard|known|knew|faster|slower|lost touch|struggl\w+|turned|change[sd]?|"
    r"halved|doubled|in place|fluctuat\w+)\b",
    re.IGNORECASE,
)


_INSPECTOR_ROLE = re.compile(r"\binspector|\bofsted|\bHMI\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """How a document is read, and whether it is just telling what inspectors found."""

    minutes: bool
    own_paper: bool
    reporting: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """A finding in a document about inspections; `heading_polarity` is what its list says."""

    stretch: Stretch
    unit: Unit
    heading_polarity: str | None = None
    speaker: str | None = None


def find_findings(
    document: Document,
    units: Sequence[Unit],
    quotes: Sequence[Quotation],
    *,
    minutes: bool,
    own_paper: bool = False,
) -> tuple[ReportedFinding, ...]:
    """Give the findings that a document reports, in the order of the text.

    Args:
        document: The document.
        units: Its units.
        quotes: Its quotations with their speakers.
        minutes: Whether it records a meeting, where officers' reports are findings too.
        own_paper: Whether it is the authority's own paper, whose claims are findings too.

    Returns:
        Each finding once, with what its list is headed as.
    """
    text = document.text
    names = tuple(
        {
            q.speaker.name
            for q in quotes
            if q.speaker and not _INSPECTOR_ROLE.search(q.speaker.role or "")
        }
    )
    found: list[ReportedFinding] = []
    seen: set[str] = set()
    reporting = False
    for here, unit in enumerate(units):
        own = [quote for quote in quotes if quote.unit == here]
        if unit.kind is UnitKind.ROW or (unit.kind is UnitKind.HEADING and unit.level):
            reporting = False
            continue
        for finding in _in_unit(
            text,
            unit,
            own,
            view=_View(minutes=minutes, own_paper=own_paper, reporting=reporting, names=names),
        ):
            words = finding.stretch.of(text)
            if words not in seen:
                seen.add(words)
                found.append(finding)
        reporting = _reports(text, unit, own, before=reporting)
    return tuple(found)


def _reports(text: str, unit: Unit, quotes: Sequence[Quotation], *, before: bool) -> bool:
    """Tell whether what follows a unit still tells what inspectors found."""
    if any(q.speaker and not _INSPECTOR_ROLE.search(q.speaker.role or "") for q in quotes):
        return False
    return before or _REPORTED.search(unit.of(text)) is not None


def _in_unit(
    text: str, unit: Unit, quotes: Sequence[Quotation], *, view: _View
) -> Iterator[ReportedFinding]:
    section = section_of(unit)
    if unit.of(text).rstrip().endswith(":"):
        return
    if label_grade(unit.of(text)) is not None or len(unit.of(text).split()) < LEAST_WORDS - 1:
        return
    if unit.kind is UnitKind.ITEM and section is not Section.OTHER:
        if section in (Section.STRENGTHS, Section.FINDINGS):
            yield ReportedFinding(
                stretch=_unquoted(text, Stretch(start=unit.start, end=unit.end)),
                unit=unit,
                heading_polarity=_POLARITY_OF_SECTION.get(section),
            )
        return
    whole = next((q for q in quotes if q.end - q.start >= (unit.end - unit.start) * 0.6), None)
    if whole is not None and whole.from_report and whole.speaker is None:
        yield ReportedFinding(stretch=Stretch(start=whole.start, end=whole.end), unit=unit)
        return
    if section in (Section.DONE, Section.PLANNED) and unit.kind is UnitKind.ITEM:
        return
    for sentence in unit.sentences:
        speaker = _speaker(quotes, sentence)
        words = sentence.of(text)
        if _is_finding(words, speaker=speaker, view=view):
            name = speaker.name if speaker else None
            yield ReportedFinding(stretch=_unquoted(text, sentence), unit=unit, speaker=name)
            view = replace(view, reporting=view.reporting or speaker is None)


def _speaker(quotes: Sequence[Quotation], sentence: Stretch) -> Person | None:
    for quote in quotes:
        inside = min(quote.end, sentence.end) - max(quote.start, sentence.start)
        if quote.speaker is not None and inside > 0:
            return quote.speaker
    return None


# Somebody passes on what inspectors think, so that it need not be told by any other word
_PASSED_ON = re.compile(
    r"\b(?:ofsted|inspectors|the report|the letter) (?:also )?(?:found|concluded|"
    r"praised|noted|highlighted|recogni[sz]ed|"
    r"heard|saw|warned) (?:that )?|\btold (?:the )?inspectors|\bconcerns? (?:was|"
    r"were) (?:also )?raised",
    re.IGNORECASE,
)
# "Around half of the local authorities in England" (coverage/000): many, not this one
_MANY = re.compile(
    r"\b(?:local authorities|councils) (?:in england|across|nationally)", re.IGNORECASE
)
# A count, no finding: `Inspectors made two recommendations that concern this Panel` (106)
_COUNTED_RECOMMENDATIONS = re.compile(r"\bmade (?:\w+ )?recommendations?\b", re.IGNORECASE)
# "We have kept more of them in one home for longer" (invented/106): a council's own claim
_OWN_CLAIM = re.compile(
    r"^we (?:have|are|do) (?:not |now )?(?:\w+ )?(?:more|fewer|enough|better|less|"
    r"kept|reduced|improved|too)\b",
    re.IGNORECASE,
)
_INSPECTOR = re.compile(
    r"\b(?:ofsted|inspectors?|inspection team|(?:the|this|latest) report)\b", re.IGNORECASE
)


def _is_finding(words: str, *, speaker: Person | None, view: _View) -> bool:
    """Tell a finding by who says it, and by whether it says how something works."""
    telling = _is_telling(words) or _PASSED_ON.search(words) is not None
    if not telling or _is_something_else(words):
        return False
    by_inspectors = _INSPECTOR.search(words) is not None
    passed_on = by_inspectors and _REPORTED.search(words) is not None
    if speaker is not None:
        inspector = _INSPECTOR_ROLE.search(speaker.role or "") is not None
        return inspector or (passed_on and not _NOT_A_FINDING.search(words))
    if _NOT_A_FINDING.search(words) and not passed_on:
        return False
    if view.minutes or (view.own_paper and _OWN_CLAIM.search(words)):
        return True
    if not by_inspectors and any(name in words for name in view.names):
        return False  # what a person praised or said is no finding of the inspectors
    return view.reporting or _REPORTED.search(words) is not None


def _is_something_else(words: str) -> bool:
    """Tell a judgement, a lead-in and what is said of many authorities from a finding."""
    short = len(words.split()) < LEAST_WORDS or words.endswith(":")
    graded = find_gradings(words) and not _PRAISE_BESIDE_GRADE.search(words)
    counted = _COUNTED_RECOMMENDATIONS.search(words)
    return bool(short or counted or not _SERVICE.search(words) or graded or _MANY.search(words))


def _is_telling(words: str) -> bool:
    matches = read_cues("polarity_cues.csv").matches(words)
    return (
        any(match.cue.label != "mixed" for match in matches) or _TELLING.search(words) is not None
    )


def _unquoted(text: str, stretch: Stretch) -> Stretch:
    """Leave out marks that open before the first word and close after the last."""
    start, end = stretch.start, stretch.end
    marks = sum(text.count(mark, start, end) for mark in '“”"')
    if text[start] in '“"' and marks == 1:
        return Stretch(start=start + 1, end=end)
    if text[start] in '“"' and text[end - 1] in '”"' and marks == len("“”"):
        return Stretch(start=start + 1, end=end - 1)
    return stretch
