"""What the tags of the national framework name, in the forms that reports print."""

from __future__ import annotations

from collections import Counter

import pytest

from caregraph.ontology.concepts import concepts
from caregraph.ontology.national_framework import national_framework_concept


@pytest.mark.parametrize(
    ("tag", "notation"),
    [
        ("outcome 2", "outcome-2"),
        ("Outcome Four", "outcome-4"),
        ("outcome three", "outcome-3"),
        ("Enabler two", "enabler-2"),
        ("Enabler: the workforce is equipped and effective", "enabler-3"),
        ("enabler: leaders drive conditions for effective practice", "enabler-2"),
        ("enabler 2, leaders drive conditions for effective practice", "enabler-2"),
        ("Principle 1", "principle-1"),
        ("principle: Children’s welfare is paramount", "principle-1"),
    ],
)
def test_a_tag_names_its_part_of_the_framework(tag: str, notation: str) -> None:
    concept = national_framework_concept(tag)
    assert concept is not None
    assert concept.notation == notation


@pytest.mark.parametrize(
    "tag", ["outcome 5", "enabler 4", "outcomes for children", "", "principle"]
)
def test_what_the_framework_has_not_is_no_part_of_it(tag: str) -> None:
    assert national_framework_concept(tag) is None


def test_the_framework_has_four_outcomes_three_enablers_and_six_principles() -> None:
    kinds = Counter(notation.partition("-")[0] for notation in concepts("national-framework"))
    assert kinds == {"outcome": 4, "enabler": 3, "principle": 6}
