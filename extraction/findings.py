"""Findings: whole paragraphs or bullets in which inspectors say how a service works."""

from __future__ import annotations

import re

from caregraph.extraction.grades import is_grade
from caregraph.extraction.outline import Item
from caregraph.extraction.polarity import polarity_of
from caregraph.extraction.records import FindingRecord
from caregraph.extraction.themes import themes_of

_SHORTEST = 5
"""Words; what has fewer is a broken line or a label."""

# Sentences that introduce a list or a grade and find nothing themselves: `There are no areas for
# priority or immediate action.` (sheffield_2014-02-21, paragraph 18); `The arrangements in place to
# evaluate the effectiveness of what is done by the authority and board partners to safeguard and
# promote the welfare of children are good.` (leeds_2015-03-27); `An LSCB requires improvement if it
# does not yet demonstrate the characteristics of good.`; `This executive summary should be
# read alongside the recommendations in the next section.`; `Ofsted will take the findings from this
# focused visit into account when planning the next inspection or visit.` (letters on visits)
_NO_FINDING = re.compile(
    r"There (?:are|were) no (?:areas? for )?(?:priority|immediate)|The arrangements in place to "
    r"evaluate the effectiveness|This (?:executive )?summary should be read"
    r"|An? (?:outstanding |good )?(?:LSCB|Local Safeguarding Children Board|local authority)\b"
    r".{0,40}\b(?:requires improvement if|that (?:is|requires)|is highly influential"
    r"|leads (?:highly )?effective)"
    r"|Ofsted will take the findings from this|The graded judge?ment|It is Ofsted.s expectation"
    r"|(?:No areas|None)\b.{0,60}$",
    re.IGNORECASE,
)


def is_finding(text: str) -> bool:
    """Tell a finding from a label, a broken line and a sentence that only leads in.

    Args:
        text: The whole item.

    Returns:
        False for fewer than five words.
    """
    return len(text.split()) >= _SHORTEST and _NO_FINDING.match(text) is None and not is_grade(text)


def finding(
    item: Item,
    *,
    section: str | None,
    area: str | None,
    heading_polarity: str | None = None,
) -> FindingRecord:
    """Make the record of one item of the report's own findings.

    Args:
        item: The paragraph or bullet with its sub-items.
        section: The heading that it stands under.
        area: Notation of the judgement area.
        heading_polarity: What its list is headed as, where it is a list of strengths or of
            weaknesses.

    Returns:
        The record, with themes and polarity.
    """
    return FindingRecord(
        inspection="own",
        text=item.text,
        passage=item.passage,
        section=section,
        paragraph=item.number,
        area=area,
        polarity=polarity_of(item.text, section=section, heading_polarity=heading_polarity),
        themes=themes_of(item.text, section),
    )
