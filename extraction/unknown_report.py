"""An official report whose layout no module knows: what can be had safely, and a word of warning.

The cover, the list of inspectors, grades that stand beside their labels, paragraphs and
recommendations under headings that say what they are: these look alike in every framework. All
records carry a lower confidence, and the extract says that the layout is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import read_units
from caregraph.extraction.findings import finding, is_finding
from caregraph.extraction.identity import Identity, identify, own_inspection
from caregraph.extraction.judgement_tables import find_labelled
from caregraph.extraction.outline import Section, items_of, outline, without_imprint
from caregraph.extraction.people import inspection_team
from caregraph.extraction.recommendations import recommended
from caregraph.extraction.records import (
    DocumentClass,
    Extract,
    Family,
    FindingRecord,
    JudgementRecord,
    Passage,
    RecommendationRecord,
)
from caregraph.extraction.themes import themes_of
from caregraph.ontology.authorities import AuthorityList

CONFIDENCE = 0.5
"""Of every record: the words are there, but what they are was told by headings alone."""

# "Recommendations", "What needs to improve?", "Areas for improvement", "Priority actions"
_RECOMMENDING = re.compile(
    r"\brecommendations?\b|\bneeds? to (?:improve|do better)\b|"
    r"\bareas? for (?:priority|improvement|development)\b|"
    r"\bpriority actions?\b|\bmust (?:improve|do)\b",
    re.IGNORECASE,
)
# Headings of parts that hold no findings: "About this inspection", "Contents", "Annex A", "How
# we inspected"; what stands before the first heading is the cover
_NO_FINDINGS = re.compile(
    r"\b(?:about|contents|annex|appendix|glossary|how we|information|introduction|background|scope|"
    r"method\w*|inspection team|inspectors|contact|next steps|grading|grade descriptors|"
    r"judgements mean)\b",
    re.IGNORECASE,
)
_WEAKNESS = re.compile(r"\bweakness|\bimprove|\bdevelop", re.IGNORECASE)
_STRENGTH = re.compile(r"\bstrength|\bworks? well|\bgood practice|\beffective", re.IGNORECASE)


def extract_unknown_report(document: Document, authorities: AuthorityList) -> Extract:
    """Read what is alike in all official reports.

    Args:
        document: The report.
        authorities: Whom names may stand for.

    Returns:
        What was found, at a low confidence; a problem says that the layout is unknown.
    """
    identity = identify(document, authorities)
    team = inspection_team(document)
    own = replace(
        own_inspection(identity, framework="", lead=team.lead),
        framework=None,
        confidence=min(identity.confidence, CONFIDENCE),
    )
    sections = outline(document)
    return Extract(
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        page_count=len(document.pages),
        family=Family.UNKNOWN_REPORT,
        document_class=DocumentClass.INSPECTION_REPORT,
        title=identity.title,
        published=identity.published,
        inspections=(own,),
        judgements=tuple(_judgements(document)),
        findings=tuple(_findings(document, sections)),
        recommendations=tuple(_recommendations(document, sections)),
        posts=team.posts,
        problems=tuple(_problems(identity)),
    )


def _judgements(document: Document) -> Iterator[JudgementRecord]:
    for labelled in find_labelled(document.text, read_units(document), None):
        if not labelled.earlier:
            stretch = labelled.stretch
            yield JudgementRecord(
                inspection="own",
                area=labelled.area,
                grade=labelled.grade,
                passage=Passage(start=stretch.start, end=stretch.end, page=labelled.page),
                confidence=min(labelled.confidence, CONFIDENCE),
            )


def _findings(document: Document, sections: Sequence[Section]) -> Iterator[FindingRecord]:
    for section in sections:
        titles = (*section.within, section.title)
        if section.heading is None or _NO_FINDINGS.search(section.title):
            continue
        if any(_RECOMMENDING.search(title) for title in titles):
            continue
        for item in items_of(document, without_imprint(document, section.blocks)):
            if is_finding(item.text) and _ends_sentence(item.text):
                polarity = _heading_polarity(section.title)
                found = finding(item, section=section.title, area=None, heading_polarity=polarity)
                yield replace(found, confidence=CONFIDENCE)


def _ends_sentence(text: str) -> bool:
    """Tell a sentence from a line of a cover or a box."""
    return text.rstrip("”’\"' ")[-1:] in {".", "!", "?", ";"}


def _heading_polarity(title: str) -> str | None:
    if _WEAKNESS.search(title):
        return "weakness"
    return "strength" if _STRENGTH.search(title) else None


def _recommendations(
    document: Document, sections: Sequence[Section]
) -> Iterator[RecommendationRecord]:
    for section in sections:
        if not _RECOMMENDING.search(section.title):
            continue
        for item in recommended(document, without_imprint(document, section.blocks)):
            yield RecommendationRecord(
                inspection="own",
                text=item.text,
                passage=item.passage,
                section=section.title,
                paragraph=item.number,
                themes=themes_of(item.text, section.title),
                confidence=CONFIDENCE,
            )


def _problems(identity: Identity) -> Iterator[str]:
    yield (
        "the layout of this report is unknown: cover, labelled grades, paragraphs and "
        "recommendations were read by their headings alone; check them against the source"
    )
    if not identity.authorities:
        yield "no authority is named on the cover; name it in a manifest.csv beside the file"
