"""The office that a text gives a person, read from the words before or after the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caregraph.extraction.speech import HONOURS, SPEECH_VERB, TITLES, has_office, is_body

MOST_ROLE_WORDS = 16
# The office ends where the sentence goes on: ", said" in `Ada Hale, the chair, said`; " who" in
# `Ada Hale, Virtual School Head, who retires`; " has" in `That director, Ada Hale, has` (invented)
_ENDS_AFTER = re.compile(
    rf",?\s+(?=(?:{SPEECH_VERB.pattern}|who\b|whose\b|has\b|had\b|is\b|was\b|will\b|"
    rf"would\b|took\b|and\s+to\b))|"
    r"[;“\"]|:\s|\.\s|\.\Z|\n|\s[-–—]\s(?=[a-z])"
)
# What an office may begin with before a name: "Strategic director Ada Hale", "lead inspector Ada
# Hale", "Walsall's children's services portfolio holder Aftab Nawaz" (coverage/003)
_CLAUSE = re.compile(
    r"[“”\")]|[.;:](?:\s|\Z)|\b(?:and|but|that|which|who|by|from|to|said|wrote|says|"
    r"told|added|with|when|"
    r"as|because|while|although|meanwhile|welcomed|thanked)\s|,\s(?=(?:said|wrote)\b)"
)
# In "the director of child and family services, Ada Hale" the "and" belongs to the office
_CLAUSE_WITH_AND = re.compile(_CLAUSE.pattern.replace("and|", "", 1))
_AND_CLAUSE = re.compile(r"\band\s(?=[a-z])")
# "Director of Children’s Services" before a name (invented/103): every longer word a capital
_TITLE_CASE = re.compile(r"(?:(?:[A-Z][\w’'-]*|of|for|and|the|&)\s?)+")
# Where a sentence begins with it: "Shadow cabinet member for children Ada Hale said" (invented)
_OFFICE_FOR = re.compile(
    r"[A-Z][\w’' -]*\b(?:member|minister|spokes\w+|director|head|holder|lead|secretary|"
    r"commissioner|leader|councillor) (?:for|of|on) [a-z’' ]+"
)
_OCCASION = re.compile(r"\b(?:meeting|conference|event|interview|speech)\b|\d")
# "Cllr Ada Hale, Cllr Bo Reed": what follows a name in a list may be the next person (invented)
_NEXT_PERSON = re.compile(rf"(?:{TITLES})\s+[A-Z]")
# "inspector Bo Reed" in `director Ada Hale, the watchdog's inspector Bo Reed said` (invented)
_OFFICE_OF_ANOTHER = re.compile(
    r"\b(?:inspector|director|leader|chair|member|manager) [A-Z]\w+ [A-Z]\w+\Z"
)
# The label of `Cabinet Member: Councillor Ada Hale` and `Report author: Ada Hale` (invented)
_LABEL = re.compile(r"(?:^|[.;)\d]\s)(?P<office>[A-Z][^:.;]{2,50}):\s*\Z")
_ORGANISATION_END = re.compile(r",\s*([^,]+)\Z")
_BRACKETED = re.compile(r"\s*\(([^()]+)\)")
_WHO_LEADS = re.compile(
    r",\s*who\s+((?:leads?|runs?|heads?|holds?|chairs?|is responsible)\b[^,.]*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office as printed, and the body named beside it."""

    title: str | None
    organisation: str | None


def role_after(text: str, start: int, end: int, *, listed: bool) -> Role | None:
    """Read what follows a name: ", leader of the council, said", " (Chairperson)".

    Args:
        text: The document's text.
        start: Where the name ends.
        end: Where the sentence ends.
        listed: Whether the name stands in a list of people, where an office may hold commas.

    Returns:
        The office; `None` where none follows.
    """
    rest = text[start:end]
    honours = HONOURS.match(rest)
    if honours:
        rest = "," + rest[honours.end() :] if "," in honours.group() else rest[honours.end() :]
    bracket = _BRACKETED.match(rest)
    if bracket and has_office(bracket.group(1)):
        return _role(bracket.group(1))
    rest = rest[bracket.end() :] if bracket else rest
    leads = _WHO_LEADS.match(rest)
    if leads:
        return Role(title=leads.group(1).strip(), organisation=None)
    opening = re.match(r"\s*[,–—-]\s*", rest)
    if opening is None:
        return None
    body = rest[opening.end() :]
    stop = _ENDS_AFTER.search(body)
    words = body[: stop.start()] if stop else body
    if not listed:
        words = _within_sentence(words)
    words = words.strip(" ,.")
    if not words or len(words.split()) > MOST_ROLE_WORDS or _OFFICE_OF_ANOTHER.search(words):
        return None
    return _role(words) if has_office(words) or is_body(words) else None


def _within_sentence(words: str) -> str:
    """Cut at the comma after which the sentence no longer speaks of the office."""
    parts = words.split(", ")
    kept = parts[0]
    for part in parts[1:]:
        of_role = has_office(part) or is_body(part) or part[:1].islower()
        if not of_role or _OCCASION.search(part):
            break
        kept = f"{kept}, {part}"
    return kept


def role_before(before: str) -> Role | None:
    """Read what stands before a name: "Labour opposition leader ", "lead inspector ".

    Args:
        before: The sentence up to the name.

    Returns:
        The office; `None` where the words before the name name none.
    """
    label = _LABEL.search(before)
    if label and has_office(label["office"]) and not label["office"].endswith("s"):
        return Role(title=label["office"], organisation=None)
    words = before.rstrip(" (")
    comma = words.endswith(",")
    words = words.rstrip(", ")
    if comma:
        clause = _last_office(re.split(_CLAUSE_WITH_AND, words)[-1])
    else:
        clause = re.split(_CLAUSE, words)[-1].split(", ")[-1]
    clause = clause.strip(" ,“\"‘'")
    last = re.findall(r"[A-Za-z-]+", clause)
    most = MOST_ROLE_WORDS if comma else MOST_ROLE_WORDS // 2
    if not last or len(clause.split()) > most or last[-1] in ("and", "or", "with"):
        return None
    titled = comma or _TITLE_CASE.fullmatch(clause) is not None
    titled = titled or (clause == words.strip(' “"') and _OFFICE_FOR.fullmatch(clause) is not None)
    if not has_office(last[-1]) and not (titled and has_office(clause)):
        return None
    return Role(title=_plain(clause), organisation=None)


def _last_office(clause: str) -> str:
    """Give the office at the end, with all its parts ("the Director for Children, Education")."""
    after_and = _AND_CLAUSE.split(clause)[-1]
    if has_office(after_and):
        clause = after_and
    parts = clause.split(", ")
    for place in range(len(parts) - 1, -1, -1):
        if has_office(parts[place]):
            return ", ".join(parts[place:])
    return clause


def _role(words: str) -> Role | None:
    if _NEXT_PERSON.match(words):
        return None
    ending = _ORGANISATION_END.search(words)
    if is_body(words) and not has_office(words):
        return Role(title=None, organisation=words)
    if ending and is_body(ending.group(1)) and has_office(words[: ending.start()]):
        return Role(title=_plain(words[: ending.start()]), organisation=ending.group(1).strip())
    return Role(title=_plain(words), organisation=None)


def _plain(words: str) -> str:
    return re.sub(
        r"^(?:that|this|our|my|its|their|his|her)\s+", "", words.strip(" ,"), flags=re.IGNORECASE
    )
