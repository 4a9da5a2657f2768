"""What the graph itself is unsure of: records whose reading has a confidence below 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caregraph.graph.query_result import Term
from caregraph.graph.store import GraphStore
from caregraph.ontology.terms import RDFS

# A record is stated in a document, an inspection reported in one; a judgement has the page of
# its passage only.
_DOUBTFUL = f"""
SELECT ?thing ?kind ?label ?confidence ?document (MIN(?where) AS ?page) WHERE {{
  ?thing cg:confidence ?confidence ; a ?class ; <{RDFS.label}> ?label ;
    cg:statedIn|cg:reportedIn ?source .
  FILTER (?confidence < 1)
  ?source cg:fileName ?document .
  GRAPH ?reference {{ ?class a owl:Class ; <{RDFS.label}> ?kind }}
  OPTIONAL {{ ?thing cg:passage/cg:page ?where }}
}} GROUP BY ?thing ?kind ?label ?confidence ?document
ORDER BY ?confidence ?document ?page ?thing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """One record that a person should compare with its document.

    Attributes:
        iri: The record.
        kind: The label of its class: "finding".
        label: Its short name; a finding's own words.
        confidence: Below 1; the lower, the more doubtful.
        document: File name of the document.
        page: Where it begins, from 1; `None` where the record has no passage.
    """

    iri: str
    kind: str
    label: str
    confidence: float
    document: str
    page: int | None


def doubtful_records(store: GraphStore) -> tuple[Doubtful, ...]:
    """Give the records whose reading was uncertain.

    Args:
        store: The graph.

    Returns:
        Most doubtful first, then by document and page. A record that two documents state is
        there once for each.
    """
    return tuple(_records(store))


def _records(store: GraphStore) -> Iterator[Doubtful]:
    for thing, kind, label, confidence, document, page in store.select(_DOUBTFUL):
        yield Doubtful(
            iri=_value(thing),
            kind=_value(kind),
            label=_value(label),
            confidence=float(_value(confidence)),
            document=_value(document),
            page=None if page is None else int(_value(page)),
        )


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", ""))
