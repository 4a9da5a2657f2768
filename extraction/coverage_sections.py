"""What a heading or the words before a list say that the list is."""

from __future__ import annotations

import re
from enum import StrEnum

from caregraph.extraction.coverage_units import Unit


class Section(StrEnum):
    """What a part of a document about inspections holds."""

    STRENGTHS = "strengths"
    FINDINGS = "findings"
    NEEDS = "needs"
    DONE = "done"
    PLANNED = "planned"
    RESOLVED = "resolved"
    OTHER = "other"


# Headings and leads as invented/101-106 and coverage/000-004 print them, and their like
_KINDS = (
    (
        Section.RESOLVED,
        r"\bresolved\b|^decisions?$|\b(?:committee|board|panel|cabinet|"
        r"members)\b(?![’']|[^.]*\b(?:officers|questions|heard|told|informed|advised)\b)[^.]{0,25}:|"
        r"\bagreed (?:to|that)\b.*:",
    ),
    (
        Section.DONE,
        r"\bwhat (?:we(?:[’']ve| have)|has been|the council has) (?:done|changed|"
        r"achieved)|\bactions? (?:taken|completed)|"
        r"\bprogress (?:so far|since|to date)|\bhow we kept|"
        r"\bsince (?:then|(?:the|our|that|this|its|their) (?:\w+ )?(?:inspection|visit|report))\b|"
        r"\bwe have(?: also| now| already)?:\Z|\bwhat we did\b|\bachievements\b|"
        r"\byou said,? we did",
    ),
    (
        Section.PLANNED,
        r"\bnext steps\b|\bpriorit(?:y|ies)\b(?! action)|"
        r"\b(?:still|left|yet) to (?:do|come)\b|\bwhat happens next|\bwhat(?:[’']s| is|"
        r" comes) next|\bwhat we will|\bwe will\b|"
        r"\bour plans?\b|\baction plan\b|\bplanned\b|\blooking ahead|\bcoming (?:year|"
        r"months)|\bwhere next|(?<!priority )\bactions?$|"
        r"\bour (?:response|commitments|pledges)|\btimeline\b|\bforward plan",
    ),
    (
        Section.NEEDS,
        r"\bneeds? to (?:improve|do|change|get)|\b(?:do|be) better\b|\bareas? (?:for|of|"
        r"to) (?:improve|develop)|\brecommend|"
        r"\bimprove (?:\w+ )?(?:things|areas|matters)|\bimprovements? (?:needed|required|"
        r"asked|areas?)|\bmust improve|\bto improve\b|"
        r"\bwhat (?:ofsted|inspectors) (?:asked|want)|\bput right\b|\bdevelopment areas|"
        r"\bpriority actions?",
    ),
    (
        Section.STRENGTHS,
        r"\bpositive|\bstrengths?\b|\b(?:inspectors|ofsted) (?:liked|praised)|"
        r"\bwhat(?:[’']s| is| we do| went| works?| was| are we doing) (?:working )?"
        r"(?:well|strong|good)|"
        r"\bgood practice|\bproud of|\bpraise|\bcommend",
    ),
    (
        Section.FINDINGS,
        r"\bfindings?\b|\breport (?:says|said|found|stated|notes?)|\bmessages\b|"
        r"\b(?:ofsted|inspectors|letter)\b[^.]{0,40}"
        r"\b(?:told|found|said|saw|reported|noted|concluded|thought|heard|highlighted)|"
        r"\bweakness|\bchallenges\b|\bin their words",
    ),
)
# Parts that say what happened, under a heading that promises findings: "Background" (coverage/001)
_NEITHER = re.compile(
    r"^(?:background|introduction|overview|context|purpose|about|scope|thank you|questions|"
    r"contents|agenda|the inspection in brief|notes to editors)\b",
    re.IGNORECASE,
)
_COMPILED = tuple((section, re.compile(words, re.IGNORECASE)) for section, words in _KINDS)


def section_of(unit: Unit) -> Section:
    """Tell what a unit's list is headed or led in as; the nearest words count first."""
    nearest = (unit.lead or "", *reversed(unit.headings))
    for words in nearest:
        if _NEITHER.search(words):
            return Section.OTHER
        for section, pattern in _COMPILED:
            if words and pattern.search(words):
                return section
    return Section.OTHER
