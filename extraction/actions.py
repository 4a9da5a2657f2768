"""What an authority did, does, plans or resolved in response to an inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caregraph.extraction.coverage_sections import Section, section_of
from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.gradings import find_gradings
from caregraph.extraction.quotations import Quotation
from caregraph.extraction.sentences import Stretch

DONE, UNDER_WAY, PLANNED, RESOLVED = "done", "under-way", "planned", "resolved"

_ACTOR = (
    r"(?:we|council|authority|county|city|borough|team|department|service|services|"
    r"police|board|partnership|cabinet|"
    r"director|dr \w+|mr \w+|ms \w+|mrs \w+|leaders|managers|trust|health|committee|"
    r"members|staff|administration|it|they|"
    r"centre|hub|money|home|homes|school|plan|template|tracker|group|officers|"
    r"practitioner|chair|sergeant|nurse|panel|"
    r"advisers|workers|flats|party)"
)
_DEED = (
    r"(?:appoint|recruit|launch|introduc|invest|open|creat|commission|approv|"
    r"restructur|reintroduc|agree|publish|train|"
    r"employ|hir|expand|extend|increas|set up|set aside|put in place|take on|"
    r"taken? (?:decisive )?(?:on|steps|action)|begin|began|begun|start|develop|"
    r"establish|"
    r"fund|spend|spent|build|built|review|redesign|replac|strengthen|invit|bring|"
    r"brought|join|base|move|moving|based|call|write|"
    r"send|submit|overhaul|revis|ask|pay|book|speak|spoken|reduce|recruit|improv|"
    r"implement|address|consider|provid|reply|"
    r"complet|fill|host|join|use|merge|ring-?fenc|double|visit|check|offer|hold|show|"
    r"carry|carried|roll|sit|sign|charg|includ|bid|finish|transfer)"
)
# "will take on four more advisers", "would be spent", "is to open", "plans to": still to be done
_TO_BE_DONE = re.compile(
    rf"(?:[’']ll|\b(?:will|would|shall|is to|are to|plans? to|intends? to|going to|due to|"
    rf"aims? to|pledged to|undertook to|agreed to|"
    rf"promised to|must|want))\b(?: (?:now|also|be|then|not|have|soon|carefully|"
    rf"at least|of|children|continue to))*[^.;]{{0,25}}?\b{_DEED}\w*",
    re.IGNORECASE,
)
# "are being recruited", "has been calling", "Campaigns were in place", "is under way"
_BEING_DONE = re.compile(
    rf"\b(?:(?:is|are|was|were) (?:now |currently |already |also )?(?:being {_DEED}\w*|looking to|"
    rf"working (?:on|with|to))|(?:has|have|had) been (?:calling|working|running|{_DEED}ing)|"
    r"work (?:is )?(?:now )?(?:under ?way|ongoing|continues)|in hand|taking place|from this week|"
    r"campaigns? (?:is|are|was|were) in place|every week|now sits?|"
    r"we now (?:pay|run|use|offer|hold|employ|have a|provide|meet|publish|ask))\b",
    re.IGNORECASE,
)
# "has appointed", "have put in place", "was set up", "began in October 2023", "no longer charged"
_WAS_DONE = re.compile(
    rf"\b(?:(?:has|have|had) (?:now |also |already |since |recently |"
    rf"successfully )?(?:been (?:\w+ly )?)?{_DEED}\w*|"
    rf"(?:was|were) (?:\w+ly )?(?:{_DEED}\w*(?:ed|t|n)|set up)|restructured|(?:put|"
    rf"now) in place|was in place|approved additional|started work|began (?:in|on|"
    rf"work)|no longer \w+ed|"
    rf"(?:council|city|county|borough|cabinet|authority|service|"
    rf"we) (?:\w+ )?(?:appointed|approved|recruited|launched|opened|invested|set up|"
    rf"introduced|created|agreed)|now show\w*|took (?:\w+ )?action|"
    rf"action has (?:also )?been taken|(?:overhaul|restructur\w+|investment|"
    rf"recruitment drive) of? ?[^.;]{0, 50}has (?:been|led|helped)|(?:is|are|"
    rf"was) included in)\b",
    re.IGNORECASE,
)
_ACTING = re.compile(
    rf"\b{_ACTOR}\b|\b(?:action|measures?|steps|overhaul|campaigns?|strategy|"
    rf"investment|partnership|project|scheme|programme|budget|tracker)\b",
    re.IGNORECASE,
)
# Whose deeds are no response of the authority's: inspectors', readers', journalists'
_INSPECTORS_DO = re.compile(
    r"^(?:\W*)(?:ofsted|inspectors?|the (?:inspection|inspectors|watchdog|regulator|"
    r"report)|a (?:full )?inspection|another)\b|"
    r"\b(?:ofsted|inspectors) (?:will|would|has|have)\b|"
    r"\binspection (?:will|would|is due|was)\b|\bmonitoring visits?\b",
    re.IGNORECASE,
)
_NO_DEED = re.compile(
    r"\b(?:hope[sd]?|believe it|could|might|thank\w*|congratulat\w+|proud|welcom\w+|"
    r"said she|said he would not|"
    r"would not be|called on|not be hiding|don[’']t miss|if\b|whether|described|"
    r"asked when|carers spoken to|records read|fine\b|"
    r"deserved|should not|is available|further improvements to make)\b",
    re.IGNORECASE,
)
# "Senior leaders took decisive action" (coverage/003): a deed that the report itself tells
_TOOK_ACTION = re.compile(r"\btook (?:\w+ )?action\b")
# "Ada Hale, leader of the council, said: " before the quotation (invented): who speaks does nothing
_SAID = re.compile(r"^[^“\"]{0,160}\b(?:said|added)[^“\"]{0,40}: ?(?=[“\"])")
# "By March next year we want at least 85%": an aim with a date
_BY_THEN = re.compile(
    r"\bby \w+(?: next year| 20\d\d)?\b[^.;]{0,20}\b(?:we want|we aim)\b", re.IGNORECASE
)
# "were also shown to have built", "They found that": inspectors' words, no deed of the council's
_SHOWN = re.compile(
    r"\b(?:shown to|found that|improved? (?:markedly|greatly|significantly|both|"
    r"the quality)|started to improve|"
    r"the quality of work|progress is being made)\b",
    re.IGNORECASE,
)
_TABLE_STATUS = (
    (
        DONE,
        re.compile(
            r"^(?:complete[d]?|done|closed|achieved|green|delivered|implemented)\b", re.IGNORECASE
        ),
    ),
    (
        UNDER_WAY,
        re.compile(
            r"^(?:in progress|on-?going|under ?way|on track|started|amber|partly)\b", re.IGNORECASE
        ),
    ),
    (
        PLANNED,
        re.compile(
            r"^(?:not started|planned|to do|open|not yet|red|due|pending|outstanding)\b",
            re.IGNORECASE,
        ),
    ),
)
_ACTION_COLUMN = re.compile(
    r"^(?:agreed )?actions?(?: (?:required|agreed|point))?$|^what\b|^task\b|^improvement action",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(r"^(?:status|progress|rag|position|update)\b", re.IGNORECASE)
_FUTURE_ITEM = re.compile(
    r"\b(?:to be|will|by (?:\d|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|booked|planned|expected|scheduled|due)\b",
    re.IGNORECASE,
)
_ONGOING_ITEM = re.compile(
    r"\b(?:under way|underway|taking place|ongoing|continu\w+|monthly|weekly|regular|"
    r"focus on|in progress)\b",
    re.IGNORECASE,
)
# Decisions: "RESOLVED: that the plan be approved", "The Panel agreed that it would meet monthly"
_DECIDED = re.compile(
    r"^(?:it was )?resolved\b|^agreed(?: that|:)|^it was agreed (?:that|to)\b|"
    r"^(?:the |all )?(?:committee|panel|board|members|forum|meeting|councillors) (?:then |also |"
    r"unanimously |therefore )?(?:resolved|agreed) (?:that|to)\b",
    re.IGNORECASE,
)


LEAST_DECISION_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAction:
    """An action with its status: "done", "under-way", "planned" or "resolved"."""

    stretch: Stretch
    page: int
    status: str


def find_actions(
    text: str, units: Sequence[Unit], quotes: Sequence[Quotation]
) -> tuple[StatedAction, ...]:
    """Give the actions that a document states, in the order of the text.

    Args:
        text: The document's stored text.
        units: Its units.
        quotes: Its quotations; what the inspectors are quoted as saying is seldom an action.

    Returns:
        Each action once, with its status.
    """
    found = list(_of_tables(text, [unit for unit in units if unit.kind is UnitKind.ROW]))
    for here, unit in enumerate(units):
        if unit.kind in (UnitKind.HEADING, UnitKind.ROW):
            continue
        reported = any(q.unit == here and q.from_report and q.end - q.start > 60 for q in quotes)  # noqa: PLR2004 - whole sentences
        found.extend(_in_unit(text, unit, reported=reported))
    return tuple(sorted(found, key=lambda action: action.stretch.start))


def _in_unit(text: str, unit: Unit, *, reported: bool) -> Iterator[StatedAction]:
    section = section_of(unit)
    if unit.kind is UnitKind.ITEM:
        status = _item_status(unit.of(text), section)
        if status:
            yield StatedAction(
                stretch=Stretch(start=unit.start, end=unit.end), page=unit.page, status=status
            )
            return
        if section in (Section.STRENGTHS, Section.FINDINGS, Section.NEEDS):
            return
    for sentence in unit.sentences:
        if reported and not _TOOK_ACTION.search(sentence.of(text)):
            continue
        words = sentence.of(text)
        status = RESOLVED if _is_decision(words) else status_of(_SAID.sub("", words))
        if status:
            yield StatedAction(stretch=sentence, page=unit.page, status=status)


def _is_decision(words: str) -> bool:
    """Tell a decision from what only leads a list of decisions in."""
    whole = len(words.split()) >= LEAST_DECISION_WORDS and not words.endswith((":", ";"))
    return whole and _DECIDED.search(words) is not None


def _item_status(words: str, section: Section) -> str | None:
    if re.match(r"(?:aim|ps|nb)\b\W", words, re.IGNORECASE):
        return None
    if section is Section.DONE:
        if _FUTURE_ITEM.search(words) and not re.match(r"[^ ]+ed\b", words):
            return PLANNED
        return UNDER_WAY if _ONGOING_ITEM.search(words) else DONE
    if section is Section.PLANNED:
        return DONE if status_of(words) == DONE else PLANNED
    return RESOLVED if section is Section.RESOLVED else None


def status_of(sentence: str) -> str | None:
    """Tell whether a sentence states an action, and how far it is.

    Returns:
        "done", "under-way", "planned", or `None` where no action is stated.

    Example:
        >>> status_of("The council has appointed two practice leads.")
        'done'
        >>> status_of("We will open a hub in May."), status_of("Plans are late.")
        ('planned', None)
    """
    if _INSPECTORS_DO.search(sentence) or _NO_DEED.search(sentence) or not _ACTING.search(sentence):
        return None
    if find_gradings(sentence) or _SHOWN.search(sentence):
        return None
    if _TO_BE_DONE.search(sentence) or _BY_THEN.search(sentence):
        return PLANNED
    if _BEING_DONE.search(sentence):
        return UNDER_WAY
    return DONE if _WAS_DONE.search(sentence) else None


def _of_tables(text: str, rows: Sequence[Unit]) -> Iterator[StatedAction]:
    column: int | None = None
    status_column: int | None = None
    table: int | None = None
    for row in rows:
        if row.table != table:
            table, column, status_column = row.table, None, None
            for cell in row.cells:
                head = cell.stretch.of(text).strip()
                column = cell.column if _ACTION_COLUMN.match(head) else column
                status_column = cell.column if _STATUS_COLUMN.match(head) else status_column
            continue
        cells = {cell.column: cell.stretch for cell in row.cells}
        if column is None or column not in cells:
            continue
        printed = cells[status_column].of(text).strip() if status_column in cells else ""
        status = next((name for name, words in _TABLE_STATUS if words.match(printed)), PLANNED)
        yield StatedAction(stretch=cells[column], page=row.page, status=status)
