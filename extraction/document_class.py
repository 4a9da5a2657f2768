"""What kind of document about inspections a file is, by what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caregraph.documents.model import Document
from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.records import DocumentClass

# "Resolved: That the;" (coverage/004), "Present: Councillors" (invented/105): words of minutes
_MINUTES = re.compile(
    r"\bresolved\b|\bminutes\b|\bdecision maker\b|\bdecided at meeting|^present:|"
    r"\bin attendance\b|\bapolog(?:y|ies)\b|"
    r"\b(?:scrutiny|overview) (?:and scrutiny )?committee\b|\bmembers (?:were|noted|"
    r"agreed|asked)|\bthe committee (?:was|noted|agreed)|"
    r"\brecord of the meeting\b|\bagenda item\b|\bdeclarations? of interest|"
    r"\bthe (?:board|panel|cabinet) (?:noted|agreed|resolved)",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_MINUTES = 3
# Letters say `Dear colleagues` and `Yours sincerely`, papers `Extract for Cabinet` (invented/106)
_LETTER_OR_PAPER = re.compile(
    r"^dear\b|\byours (?:sincerely|faithfully)|\breport author\b|\bextract for\b|"
    r"\breport (?:to|of the director)|\bpurpose of (?:the )?report|"
    r"\bannual report\b|\bbackground papers|\bexecutive summary",
    re.IGNORECASE | re.MULTILINE,
)
_NEWS = re.compile(
    r"“|\"|\bsaid\b|\bpublished:|\bnotes to editors|\bpress release|\bnewsroom\b|"
    r"\bcorrespondent\b|\breporter\b|^by [A-Z]",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_NEWS = 3
# A page's own word for what it is: "article" (og:type), "NewsArticle", "BlogPosting" (schema.org)
_ARTICLE = re.compile(r"article\Z|posting\Z", re.IGNORECASE)
_SLIDES = "presentation"
_SLIDE_SHARE = 0.6
"""From this share of list items and headings among the units on, a text was once slides."""


def document_class(document: Document, units: Sequence[Unit]) -> DocumentClass:
    """Tell the class of a document that is no official report.

    Args:
        document: As read.
        units: Its own words.

    Returns:
        Minutes and decisions are `MEETING_RECORD`, slides `PRESENTATION`, news and press
        releases `NEWS_ARTICLE`; letters, board papers and all else `DOCUMENT`.
    """
    if _SLIDES in document.media_type:
        return DocumentClass.PRESENTATION
    text = "\n".join(unit.of(document.text) for unit in units)
    if len({match.group().lower() for match in _MINUTES.finditer(text)}) >= _LEAST_MINUTES:
        return DocumentClass.MEETING_RECORD
    said_article = document.kind is not None and _ARTICLE.search(document.kind) is not None
    if _LETTER_OR_PAPER.search(text) and not said_article:
        return DocumentClass.DOCUMENT
    listed = sum(unit.kind in (UnitKind.ITEM, UnitKind.HEADING) for unit in units)
    told = said_article or "said" in text
    if units and listed / len(units) >= _SLIDE_SHARE and not told:
        return DocumentClass.PRESENTATION
    if said_article or len(_NEWS.findall(text)) >= _LEAST_NEWS:
        return DocumentClass.NEWS_ARTICLE
    return DocumentClass.DOCUMENT
