"""Inspections that a document mentions: its own, earlier ones, those still to come.

A sentence counts where it speaks of inspecting or grades something. What it says goes to the
authority of its place in the text (`topics`) and to one of that authority's inspections: the one
the document is about, an earlier one ("three years after it was told ...", "in 2019"), or one that
is only planned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.gradings import Grading, find_gradings
from caregraph.extraction.quotations import Quotation
from caregraph.extraction.sentences import Stretch
from caregraph.extraction.topics import Topics
from caregraph.extraction.vague_dates import When, find_times, number_of

OWN = "own"
PLANNED = "planned"
SERIES = "series"
EARLIER = "earlier"
MONTHS_BACK = 12
"""A visit longer before the document's day than this is an earlier one."""

_FRAMEWORKS = (
    ("monitoring-visit", re.compile(r"\bmonitoring visits?\b", re.IGNORECASE)),
    ("focused-visit", re.compile(r"\bfocuss?ed visits?\b", re.IGNORECASE)),
    ("jtai", re.compile(r"\b[Jj]oint [Tt]argeted [Aa]rea [Ii]nspection|\bJTAI\b")),
    (
        "area-send",
        re.compile(
            r"\barea SEND\b|\bSEND (?:local )?area inspection|\bSEND inspection\b", re.IGNORECASE
        ),
    ),
    (
        "ilacs",
        re.compile(
            r"\bILACS\b|inspections? of local authority children[’']s services", re.IGNORECASE
        ),
    ),
    ("sif", re.compile(r"\bsingle inspection framework\b|\bSIF\b", re.IGNORECASE)),
)
_VISITS = ("monitoring-visit", "focused-visit")
# "Inspectors were in Derby", "Inspectors visited 14 September", "on site", "The inspection ran"
_INSPECTING = re.compile(
    r"\binspect(?:ed|ion|ions|ors|ing)?\b|\bofsted (?:visited|was|were|came)|"
    r"\bvisit(?:ed|s)?\b|\bon site\b|\bwatchdog\b",
    re.IGNORECASE,
)
_PUBLISHING = re.compile(
    r"\bpublish(?:ed|es)?\b|\bcame out\b|\bmade public\b|\breleased\b|\bout (?:today|"
    r"on)\b|\bissued\b|\b(?:ofsted|inspectors|watchdog|report) (?:said|says|reported|announced|"
    r"revealed|told \w+)\b",
    re.IGNORECASE,
)
# What a time of visiting follows: "after an inspection in May", "took place from 13 to 24 May"; but
# no visit is in "published its inspection report on Monday" (invented)
_HELD = re.compile(
    r"\binspect(?:ed|ing|ion|ions)\b(?! (?:report|letter|findings|results?|outcome|of\b))|"
    r"\bvisit(?:ed|s)?\b|\bon site\b|\btook place\b|\bcarried out\b|\bconducted\b|\bspent\b|"
    r"\b(?:was|were|came) (?:here|in|at)\b|\bwith us\b|\bheld\b|\bran\b",
    re.IGNORECASE,
)
# "last inspected in full", "A previous inspection", "last time the department was assessed"
_EARLIER = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|prior|preceding) (?:\w+ ){0,2}?(?:inspect\w*|"
    r"visit|report|judgement|rating|assess\w*)|"
    r"\blast time\b|\bat (?:its|the|their) last\b|\bwhen it was last\b|\b(?:years?|"
    r"months) (?:ago|after|earlier|before)\b|\bat the time\b|"
    r"\bprevious(?:ly)?\b|\bhad been (?:judged|rated|graded|told|found)|\bformerly\b",
    re.IGNORECASE,
)
# "the next Ofsted inspection would be", "Another full inspection is due", "Focused visit expected",
# or "Ofsted is expected to return" (invented)
_TO_COME = re.compile(
    r"\b(?:next|another|further|forthcoming|upcoming|future) (?:\w+ ){0,3}(?:inspection|visit)\b|"
    r"\b(?:inspection|visit)s?\b[^.;]{0,40}\b(?:due|expected|would be|will (?:be|"
    r"take)|scheduled|anticipated|likely|"
    r"is planned|in due course)\b|\b(?:expect(?:s|ed|ing)?|await(?:s|ing)?|due|"
    r"prepar\w+ for)\b[^.;]{0,25}\b(?:inspection|visit)\b|"
    r"\b(?:is|are) (?:expected|due|likely|set|planning|scheduled) to\b[^.;]{0,30}\b(?:inspection|"
    r"visit)\b|\b(?:ofsted|inspectors|watchdog) will (?:carry out|make|conduct|hold|undertake)\b|"
    r"\b(?:ofsted|inspectors|watchdog|it|they) (?:(?:is|are) (?:expected|due|likely|set|planning|"
    r"scheduled) to|will|plans? to) (?:return|be back|come back|(?:re-?)?(?:visit|inspect))\b",
    re.IGNORECASE,
)
# "there had been 4 monitoring visits", "two further focused visits" (coverage/004)
_COUNTED_VISITS = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:\w+ ){0,2}?"
    r"(?P<kind>monitoring|focus+ed) visits\b",
    re.IGNORECASE,
)
_MOST_VISITS = 12
# "Since February 2017 there had been", "before the end of 2026": bounds, no days of a visit
_SINCE = re.compile(r"\bsince(?: early| late| about)? \Z", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:by|before|until|no later than)(?: the)?"
    r"(?: (?:end|start|summer|spring|autumn|winter) of)?"
    r"(?: early| late)? \Z",
    re.IGNORECASE,
)
# The day of the page, not of a report: "Published 2 December 2022", "Issued: 14 February 2025"
_DATE_LINE = re.compile(
    r"(?:first |last )?(?:published|issued|posted|updated|date)\b\W*(?:on |at )?[^.]{0,40}\Z",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(r"^(?:they|it|services|the experiences)\b", re.IGNORECASE)
# Where a sentence turns to something else: "good overall, three years after", "- three years ago"
_TURN = re.compile(r",\s|;\s|\s[-–—]\s|\bbut\b|\bwhile\b|\bwhilst\b")
_DOUBT = 0.7


@dataclass(slots=True, kw_only=True)
class Sighting:
    """What one sentence says of one inspection.

    Attributes:
        authority: Code, or `None` where the document does not tell.
        bucket: OWN, EARLIER or PLANNED, or SERIES for visits that are only counted.
        times: Of the visit.
        published: Of the report.
        framework: Notation.
        gradings: What it grades, with the stretch that each passage covers.
        count: How many visits a SERIES has.
        stretch: The sentence.
        page: From 1.
    """

    authority: str | None
    bucket: str
    stretch: Stretch
    page: int
    times: list[When] = field(default_factory=list)
    published: str | None = None
    framework: str | None = None
    gradings: list[tuple[Grading, Stretch]] = field(default_factory=list)
    count: int = 1


def find_sightings(
    text: str,
    units: Sequence[Unit],
    quotes: Sequence[Quotation],
    topics: Topics,
    today: date | None,
    *,
    labelled: frozenset[int] = frozenset(),
) -> tuple[Sighting, ...]:
    """Give what each sentence says of inspections, in the order of the text.

    Args:
        text: The document's stored text.
        units: Its units; headlines and tables are left out.
        quotes: Its quotations: what a person is quoted as saying grades nothing.
        topics: Which authority each place speaks of.
        today: The day on which the document speaks.
        labelled: Offsets of units that are read as an area's label with its grade.

    Returns:
        One for each grade, visit or date that a sentence tells of.
    """
    spoken = [(quote.start, quote.end) for quote in quotes if quote.speaker is not None]
    found: list[Sighting] = []
    for unit in units:
        if unit.kind in (UnitKind.HEADING, UnitKind.ROW):
            continue
        last_bucket = OWN
        if unit.start in labelled or _DATE_LINE.match(unit.of(text)):
            continue
        for sentence in unit.sentences:
            if any(
                start <= sentence.start + 1 and sentence.end - 2 <= end for start, end in spoken
            ):
                continue
            reading = _Sentence(text=sentence.of(text), stretch=sentence, unit=unit, today=today)
            new = list(_read(reading, topics, last_bucket))
            found.extend(new)
            last_bucket = new[-1].bucket if new else last_bucket
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    stretch: Stretch
    unit: Unit
    today: date | None


def _read(sentence: _Sentence, topics: Topics, last_bucket: str) -> Iterator[Sighting]:
    gradings = find_gradings(sentence.text)
    times = find_times(sentence.text, sentence.today)
    is_item = sentence.unit.kind is UnitKind.ITEM
    context = f"{sentence.text} {sentence.unit.section or ''}" if is_item else sentence.text
    inspecting = _INSPECTING.search(context) is not None or _PUBLISHING.search(sentence.text)
    if _TO_COME.search(sentence.text) and not gradings:
        to_come = [_latest_only(sentence.text, when) for when in times]
        yield _sighting(sentence, topics, PLANNED, sentence.stretch.start, times=to_come)
        return
    series = _series(sentence, topics)
    if series is not None:
        yield series
    for grading, earlier in _buckets(sentence, gradings, times, last_bucket):
        bucket = EARLIER if earlier or grading.left_behind else OWN
        when = [earlier] if isinstance(earlier, When) else []
        position = sentence.stretch.start + grading.start
        sighting = _sighting(sentence, topics, bucket, position, times=when)
        stretch = Stretch(start=sentence.stretch.start, end=sentence.stretch.end)
        sighting.gradings.append((grading, stretch))
        if sighting.framework in _VISITS:
            sighting.framework = None  # a visit gives no grade
        yield sighting
    visit = _framework_in(sentence.text)
    if gradings and visit in _VISITS and series is None:
        own = _sighting(sentence, topics, OWN, sentence.stretch.start, times=[])
        own.framework = visit
        yield own
    if inspecting and not (gradings and all(_is_earlier(w, sentence.today) for w in times)):
        for sighting in _visits(sentence, topics, times):
            if gradings and sighting.bucket == EARLIER and sighting.framework in _VISITS:
                sighting.framework = None  # "the fifth visit since it was judged in 2022"
            yield sighting


def _series(sentence: _Sentence, topics: Topics) -> Sighting | None:
    """Give the visits of which a sentence tells only how many there were."""
    counted = _COUNTED_VISITS.search(sentence.text)
    number = number_of(counted["n"]) if counted else 0
    if counted is None or not 1 < number <= _MOST_VISITS:
        return None
    series = _sighting(sentence, topics, SERIES, sentence.stretch.start, times=[])
    series.framework = _framework_in(counted.group())
    series.count = number
    return series


def _latest_only(text: str, when: When) -> When:
    """Keep only the end of a time that the words before it make the latest possible."""
    return replace(when, first="") if _BEFORE.search(text, 0, when.start) else when


def _sighting(
    sentence: _Sentence, topics: Topics, bucket: str, position: int, *, times: list[When]
) -> Sighting:
    framework = _framework_in(sentence.text)
    return Sighting(
        authority=topics.at(position),
        bucket=bucket,
        stretch=sentence.stretch,
        page=sentence.unit.page,
        times=times,
        framework=framework,
    )


def _framework_in(text: str) -> str | None:
    return next((notation for notation, words in _FRAMEWORKS if words.search(text)), None)


def _visits(sentence: _Sentence, topics: Topics, times: Sequence[When]) -> Iterator[Sighting]:
    """Give the visits that a sentence dates or names, and its day of publication."""
    visit: list[When] = []
    published: str | None = None
    done = 0
    for when in times:
        since, done = done, when.end
        if _SINCE.search(sentence.text, 0, when.start):
            continue
        if _belongs_to_publishing(sentence.text, when):
            published = published or when.first
        elif _is_earlier(when, sentence.today) or _EARLIER.search(sentence.text, since, when.start):
            yield _sighting(sentence, topics, EARLIER, sentence.stretch.start, times=[when])
        else:
            visit.append(when)
    framework = _framework_in(sentence.text)
    if sentence.text.startswith(("“", '"')) or _COUNTED_VISITS.search(sentence.text):
        framework = None  # a quoted report, and a count, speak of visits before
    if visit or published or framework:
        sighting = _sighting(
            sentence, topics, OWN, sentence.stretch.start + len(sentence.text) // 2, times=visit
        )
        sighting.published = published
        yield sighting


def _belongs_to_publishing(text: str, when: When) -> bool:
    """Tell whether a time is that of a report: by the nearest verb before it, else after it."""
    verbs = [match.start() for match in _PUBLISHING.finditer(text)]
    visits = [match.start() for match in _HELD.finditer(text)]
    if when.reckoned:
        return False
    before = [place for place in (*verbs, *visits) if place < when.start]
    if before:
        return max(before) in verbs
    return bool(verbs) and min(verbs) <= min(visits, default=len(text))


def _is_earlier(when: When, today: date | None) -> bool:
    """Tell whether a time is too long before the document's day to be its own inspection."""
    if today is None:
        return False
    year, month = int(when.last[:4]), int(when.last[5:7] or 12)
    return (today.year - year) * 12 + today.month - month > MONTHS_BACK


def _buckets(
    sentence: _Sentence, gradings: Sequence[Grading], times: Sequence[When], last_bucket: str
) -> Iterator[tuple[Grading, When | bool]]:
    """Tell for each grade whether it belongs to an earlier inspection, and to which.

    A sign of the past ("in 2019", "three years ago", "last inspected") belongs to the grade that
    follows it, or to the one before it if nothing but a few words lies between; each sign once.

    Yields:
        The grading, and the time of its inspection; False for the own one.
    """
    signs: list[tuple[int, int, When | bool]] = [
        (when.start, when.end, when) for when in times if _is_earlier(when, sentence.today)
    ]
    signs += [
        (match.start(), match.end(), True)
        for match in _EARLIER.finditer(sentence.text)
        if not any(start < match.end() and match.start() < end for start, end, _ in signs)
    ]
    signs.sort(key=lambda sign: sign[0])
    used: set[int] = set()
    for place, grading in enumerate(gradings):
        end = gradings[place + 1].start if place + 1 < len(gradings) else len(sentence.text)
        turn = _TURN.search(sentence.text, grading.end, end)
        until = turn.start() if turn else end
        own = [
            sign
            for sign in signs
            if sign[0] not in used and (sign[0] < grading.start or sign[0] < until)
        ]
        used.update(sign[0] for sign in own)
        dated = [sign[2] for sign in own if isinstance(sign[2], When)]
        inherits = last_bucket == EARLIER and _ANAPHOR.match(sentence.text) and not times
        yield grading, dated[-1] if dated else bool(own) or bool(inherits)
