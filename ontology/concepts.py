"""The concept schemes: closed sets as enumerations, and every concept with its labels.

The enumerations repeat the notations of `schemes.ttl` so that a typing error in code is an error
of types; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from caregraph.ontology.errors import OntologyError
from caregraph.ontology.terms import CG, SCHEME, SKOS

_TURTLE = Path(__file__).resolve().parent / "schemes.ttl"


class Grade(StrEnum):
    """What a service can be graded."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires-improvement"
    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"
    OUTCOME_1 = "1"
    OUTCOME_2 = "2"
    OUTCOME_3 = "3"


class Area(StrEnum):
    """The parts of a service that inspectors judge."""

    OVERALL = "overall"
    HELP_AND_PROTECTION = "help-and-protection"
    CHILDREN_LOOKED_AFTER = "children-looked-after"
    CHILDREN_IN_CARE_AND_CARE_LEAVERS = "children-in-care-and-care-leavers"
    CHILDREN_IN_CARE = "children-in-care"
    ADOPTION = "adoption"
    CARE_LEAVERS = "care-leavers"
    LEADERSHIP = "leadership"
    LSCB = "lscb"
    SEND_OUTCOME = "send-outcome"
    SAFEGUARDING = "safeguarding"
    CAPACITY_FOR_IMPROVEMENT = "capacity-for-improvement"
    QUALITY_OF_PRACTICE = "quality-of-practice"
    PARTNERSHIP = "partnership"
    HEALTH = "health"
    PERFORMANCE_MANAGEMENT = "performance-management"
    EQUALITY_AND_DIVERSITY = "equality-and-diversity"
    USER_ENGAGEMENT = "user-engagement"
    STAYING_SAFE = "staying-safe"
    ENJOYING_AND_ACHIEVING = "enjoying-and-achieving"
    MAKING_A_POSITIVE_CONTRIBUTION = "making-a-positive-contribution"
    ECONOMIC_WELLBEING = "economic-wellbeing"
    FOSTERING = "fostering"
    PRIVATE_FOSTERING = "private-fostering"


class Framework(StrEnum):
    """The frameworks under which services are inspected."""

    SIF = "sif"
    ILACS = "ilacs"
    FOCUSED_VISIT = "focused-visit"
    MONITORING_VISIT = "monitoring-visit"
    JTAI = "jtai"
    AREA_SEND = "area-send"
    AREA_SEND_2016 = "area-send-2016"
    PRE_2013 = "pre-2013"
    JOINT_AREA_REVIEW = "joint-area-review"
    UNANNOUNCED_ASSESSMENT = "unannounced-assessment"
    THEMATIC = "thematic"


class Polarity(StrEnum):
    """Whether a finding speaks of something that works."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Status(StrEnum):
    """How far an action has come."""

    DONE = "done"
    UNDER_WAY = "under-way"
    PLANNED = "planned"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept of a scheme.

    Attributes:
        iri: Its IRI.
        scheme: Name of its scheme: "theme".
        notation: The last part of its IRI: "front-door-and-thresholds".
        label: "front door and thresholds".
        definition: One sentence.
        alt_labels: What people really type, in the order of the file.
        broader: Notations of wider concepts of the scheme.
        narrower: Notations of the concepts within it.
        related: Notations of concepts of the same under another framework.
        rank: The order of a grade in its scale, 1 the worst; `None` for other concepts.
    """

    iri: str
    scheme: str
    notation: str
    label: str
    definition: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    rank: int | None = None


@cache
def concepts(scheme: str) -> Mapping[str, Concept]:
    """Give the concepts of a scheme by notation, in the order of `schemes.ttl`.

    Args:
        scheme: "area", "grade", "framework", "polarity", "theme", "absence" or "status".

    Returns:
        A mapping that cannot be changed.

    Raises:
        OntologyError: If there is no such scheme.
    """
    found = {c.notation: c for c in _read() if c.scheme == scheme}
    if not found:
        known = ", ".join(sorted({c.scheme for c in _read()}))
        raise OntologyError(f"there is no scheme {scheme!r}; the schemes are {known}")
    return MappingProxyType(found)


def find_concept(scheme: str, words: str) -> Concept | None:
    """Give the concept of a scheme that has this notation or one of whose labels is this.

    Case, hyphens and punctuation make no difference.

    Args:
        scheme: As for `concepts`.
        words: What a person typed: "kids in care".

    Returns:
        The concept; `None` where the words are no label.

    Example:
        >>> find_concept("theme", "Kids in care").notation
        'children-in-care'
        >>> find_concept("grade", "RI").notation
        'requires-improvement'
    """
    return _by_words(scheme).get(_words_key(words))


@cache
def _by_words(scheme: str) -> Mapping[str, Concept]:
    by_words: dict[str, Concept] = {}
    of_scheme = concepts(scheme).values()
    for concept in of_scheme:
        by_words[_words_key(concept.notation)] = concept
        by_words.setdefault(_words_key(concept.label), concept)
    for concept in of_scheme:
        for label in concept.alt_labels:
            by_words.setdefault(_words_key(label), concept)
    return by_words


def _words_key(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower().replace("'", "").replace("’", "")))


@cache
def _read() -> tuple[Concept, ...]:
    values: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(path=_TURTLE, format=ox.RdfFormat.TURTLE):
        of_subject = values.setdefault(triple.subject.value, {})
        of_subject.setdefault(triple.predicate.value, []).append(triple.object.value)
    return tuple(_concept(iri, of) for iri, of in values.items() if SKOS.inScheme in of)


def _concept(iri: str, properties: dict[str, list[str]]) -> Concept:
    def notations(predicate: str) -> tuple[str, ...]:
        return tuple(other.rpartition("/")[2] for other in properties.get(predicate, ()))

    return Concept(
        iri=iri,
        scheme=properties[SKOS.inScheme][0].removeprefix(SCHEME),
        notation=properties[SKOS.notation][0],
        label=properties[SKOS.prefLabel][0],
        definition=properties[SKOS.definition][0],
        alt_labels=tuple(properties.get(SKOS.altLabel, ())),
        broader=notations(SKOS.broader),
        narrower=notations(SKOS.narrower),
        related=notations(SKOS.related),
        rank=int(properties[CG.rank][0]) if CG.rank in properties else None,
    )
