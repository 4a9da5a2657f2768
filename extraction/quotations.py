"""What is printed between quotation marks, and who says it.

News quotes run over paragraphs that each open with a mark and close only at the last
(coverage/000), stop for "Ms Hale said" and go on in the same paragraph, mix straight and curly
marks (coverage/002), and quote reports as well as people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from caregraph.extraction.coverage_units import Unit, UnitKind
from caregraph.extraction.people_mentioned import Person
from caregraph.extraction.speech import SPEECH_VERB, TITLES

LEAST_SINGLE_WORDS = 6
"""From this many words on, what stands between single marks is speech, not a term."""

_LEAST_OFFICE_WORDS = 2
MARKS = 4
"""How many characters a unit that is one quotation has beside it: marks and a stop."""
NEAR_LINE_START = 12
"""A name within so many characters of a line's start signs the quotation above it."""

_OPEN, _CLOSE, _STRAIGHT = "“", "”", '"'
# "‘We are pleased with the progress made,’ " (invented): single marks around a whole sentence
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[A-Z“])(?P<words>[^“”\"]+?)[.,!?…][’'](?!\w)")
# "Cllr Blanchard-Hale" in `Cllr Blanchard-Hale said`, "Mr Pellingbrook added" (invented/101)
_TITLED = re.compile(rf"\b(?:{TITLES})\s+(?:[A-Z][\w’'-]+\s+)?(?P<surname>[A-ZÀ-Þ][\w’'-]+)")
# Where the sentence of a quotation begins: after "late.” " and before “We”
_SENTENCE_BEFORE = re.compile(r"(?<=[.!?])\s+[“\"]|(?<=[”\"])\s+(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?](?=[\s”\"]|\Z)")
_ANY_OPENING = re.compile(r"[“\"]")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
# Who is quoted where it is no person: "states Ofsted in its inspection report" (coverage/003)
_REPORT = re.compile(
    r"\b(?:ofsted|inspectors?|report|letter|watchdog|inspectorate|regulators?|cqc|they)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words `text[start:end]` between quotation marks.

    Attributes:
        unit: Place of its unit among the document's units.
        start: Offset of the first character after the mark.
        end: Offset of the closing mark.
        page: From 1.
        continues: Whether it goes on with the quotation of the unit before.
        speaker: Who says it; `None` where it is a report, a body, or not told.
        from_report: Whether the inspectors or their report are quoted.
    """

    unit: int
    start: int
    end: int
    page: int
    continues: bool = False
    speaker: Person | None = None
    from_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """What is known while speakers are told."""

    text: str
    units: Sequence[Unit]
    people: Sequence[Person]
    quotes: Sequence[Quotation]


def find_quotations(
    text: str, units: Sequence[Unit], people: Sequence[Person]
) -> tuple[Quotation, ...]:
    """Give every quotation in order, each with its speaker where the text tells one."""
    story = _Story(text=text, units=units, people=people, quotes=tuple(_quotes(text, units)))
    found: list[Quotation] = []
    for quote in story.quotes:
        earlier = found[-1] if found else None
        if quote.continues and earlier is not None:
            found.append(_as(quote, earlier))
        else:
            found.append(_attributed(story, quote, earlier))
    return tuple(found)


def _as(quote: Quotation, earlier: Quotation) -> Quotation:
    """Give a quotation the speaker of the one before it."""
    return replace(quote, speaker=earlier.speaker, from_report=earlier.from_report)


def _quotes(text: str, units: Sequence[Unit]) -> Iterator[Quotation]:
    was_open = False
    for here, unit in enumerate(units):
        if unit.kind is UnitKind.ROW:
            continue
        marks, is_open = _marked(text, unit, was_open=was_open)
        for start, end, continues in marks:
            yield Quotation(unit=here, start=start, end=end, page=unit.page, continues=continues)
        was_open = is_open


def _marked(text: str, unit: Unit, *, was_open: bool) -> tuple[list[tuple[int, int, bool]], bool]:
    """Give what stands between marks in the unit, and whether the last mark stays open."""
    found: list[tuple[int, int, bool]] = []
    start: int | None = None
    continues = False
    for position in range(unit.start, unit.end):
        mark = text[position]
        if mark not in (_OPEN, _CLOSE, _STRAIGHT):
            continue
        if start is None:
            if mark != _CLOSE:
                start = position + 1
                continues = was_open and not text[unit.start : position].strip()
            continue
        if mark == _OPEN and text[position + 1 : position + 2].strip():
            start = position + 1
            continue
        found.append((start, position, continues))
        start = None
    if start is not None and unit.end - start > 1:
        found.append((start, unit.end, continues))
        return found, True
    found.extend((m.start("words"), m.end() - 1, False) for m in _single(text, unit) if not found)
    return found, False


def _single(text: str, unit: Unit) -> Iterator[re.Match[str]]:
    for match in _SINGLE.finditer(text, unit.start, unit.end):
        if len(match["words"].split()) >= LEAST_SINGLE_WORDS:
            yield match


def _attributed(story: _Story, quote: Quotation, earlier: Quotation | None) -> Quotation:
    """Tell who is quoted: a person beside the quotation, the same as before, or a report."""
    unit = story.units[quote.unit]
    around = _around(story, quote)
    speaker = _speaker(around, story.people)
    told = SPEECH_VERB.search(around) is not None
    if speaker is None and earlier is not None and earlier.unit == quote.unit and not told:
        speaker = earlier.speaker
    if speaker is not None:
        return replace(quote, speaker=speaker)
    if told and _PRONOUN.search(around) and not _REPORT.search(around):
        return replace(quote, speaker=_meant(story, quote, earlier))
    led_in = unit.kind is UnitKind.ITEM and _REPORT.search(unit.context)
    if _REPORT.search(around) or led_in:
        return replace(quote, from_report=True)
    return _by_neighbours(story, quote, earlier)


def _around(story: _Story, quote: Quotation) -> str:
    """Give the words of the quotation's sentences that stand outside all quotation marks.

    They reach from the sentence before it, where that leads it in, to the sentence after it.

    Returns:
        What leads it in and what follows it, quotations blanked out.
    """
    unit = story.units[quote.unit]
    inside = [(other.start, other.end) for other in story.quotes if other.unit == quote.unit]
    kept = [
        " " if any(start <= position < end for start, end in inside) else story.text[position]
        for position in range(unit.start, unit.end)
    ]
    outside = "".join(kept)
    begin, stop = quote.start - unit.start, quote.end - unit.start
    before, after = outside[:begin], outside[stop:]
    before = _SENTENCE_BEFORE.split(before)[-1]
    sentence_end = _SENTENCE_END.search(after[1:])
    after = after[: sentence_end.start() + 2] if sentence_end else after
    return f"{before} {after}"


def _speaker(around: str, people: Sequence[Person]) -> Person | None:
    """Give the person named in the words around a quotation, nearest to a verb of speech."""
    verbs = [match.start() for match in SPEECH_VERB.finditer(around)]
    near: list[tuple[int, Person]] = []
    for person in people:
        for place in _mentions(around, person):
            distance = min((abs(place - verb) for verb in verbs), default=len(around))
            near.append((distance, person))
    if not near:
        return None
    return min(near, key=lambda item: item[0])[1]


def _mentions(words: str, person: Person) -> Iterator[int]:
    for match in re.finditer(rf"\b{re.escape(person.name)}\b", words):
        yield match.start()
    surname = person.name.split()[-1]
    if len(person.name.split()) > 1:
        for match in re.finditer(rf"\b{re.escape(surname)}\b(?!\s+[A-Z])", words):
            titled = _TITLED.search(words[: match.end()])
            bare = SPEECH_VERB.match(words[match.end() :].lstrip(" ,")) is not None
            if bare or (titled and titled.end() == match.end()):
                yield match.start()


def _meant(story: _Story, quote: Quotation, earlier: Quotation | None) -> Person | None:
    """Give whom "she said" means: who was named last in the paragraph, else who spoke last."""
    unit = story.units[quote.unit]
    if earlier is not None and earlier.unit == quote.unit and earlier.speaker is not None:
        begin = earlier.end
    else:
        begin = unit.start
    named = _last_named(story, begin, quote.start, offices=True)
    near = earlier.speaker if earlier and earlier.unit >= quote.unit - 1 else None
    return named or near or _last_named(story, 0, quote.start)


def _last_named(story: _Story, start: int, end: int, *, offices: bool = False) -> Person | None:
    """Give who is named last in a stretch, where wanted by the office alone ("The Director")."""
    words = story.text[start:end]
    places = [(place, person) for person in story.people for place in _mentions(words, person)]
    if offices:
        places += [(place, p) for p in story.people for place in _named_by_office(words, p)]
    return max(places, key=lambda item: item[0])[1] if places else None


def _named_by_office(words: str, person: Person) -> Iterator[int]:
    """Give where a person is meant by the office: "The Director of Children’s Services replied"."""
    office = re.sub(r"^the\s+", "", person.role or "", flags=re.IGNORECASE)
    if len(office.split()) < _LEAST_OFFICE_WORDS:
        return
    for match in re.finditer(rf"\bthe\s+{re.escape(office)}\b", words, re.IGNORECASE):
        yield match.start()


def _by_neighbours(story: _Story, quote: Quotation, earlier: Quotation | None) -> Quotation:
    """Give the speaker that the line after it names (slides) or the paragraph before it."""
    unit = story.units[quote.unit]
    if earlier is not None and earlier.unit == quote.unit:
        return _as(quote, earlier)
    if quote.end - quote.start < (unit.end - unit.start) - MARKS:
        return quote
    signed = _signed_below(story, quote)
    if signed is not None:
        return replace(quote, speaker=signed)
    previous = story.units[quote.unit - 1].of(story.text) if quote.unit else ""
    if previous.rstrip().endswith(":"):
        return replace(quote, speaker=_speaker(previous, story.people))
    if earlier is not None and earlier.unit == quote.unit - 1:
        return _as(quote, earlier)
    return quote


def _signed_below(story: _Story, quote: Quotation) -> Person | None:
    """Give the person whose name begins the line below a quotation, on the same slide."""
    if quote.unit + 1 >= len(story.units):
        return None
    following = story.units[quote.unit + 1]
    if following.page != quote.page or _ANY_OPENING.search(following.of(story.text)):
        return None
    near = range(following.start, following.start + NEAR_LINE_START)
    return next((person for person in story.people if person.start in near), None)
