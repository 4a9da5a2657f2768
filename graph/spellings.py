"""How a thing is spelt that documents spell in several ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def commonest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the commonest spelling for each IRI.

    Args:
        pairs: IRI and name, once for each document and spelling.

    Returns:
        A mapping that does not depend on the order; of equally common names the longest, and of
        equally long ones the first of the alphabet.
    """
    counts: dict[str, Counter[str]] = {}
    for iri, name in pairs:
        counts.setdefault(iri, Counter())[name] += 1
    return {
        iri: min(of_iri, key=lambda name: (-of_iri[name], -len(name), name))
        for iri, of_iri in counts.items()
    }
