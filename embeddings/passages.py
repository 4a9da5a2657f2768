"""The passages that search works on: every assertion of the graph that has words of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from caregraph.ontology.terms import CG, DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from caregraph.graph.store import GraphStore

KINDS: Final = ("finding", "recommendation", "statement", "action", "statistic")
"""What a passage can be, by the class of the assertion."""

_CLASSES: Final[Mapping[str, str]] = {
    CG.Finding: "finding",
    CG.Recommendation: "recommendation",
    CG.Statement: "statement",
    CG.Action: "action",
    CG.Statistic: "statistic",
}
_OVERALL: Final = "overall"

Row: TypeAlias = Mapping[str, str]
"""A solution: name of each bound variable to the value of its term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One assertion with all that a hit shows and that a search can be narrowed by.

    Concepts are given by their notations. Dates are ISO 8601: a day, a month or a year.

    Attributes:
        iri: Of the assertion.
        kind: One of `KINDS`.
        text: Verbatim.
        document: The file's own name; the first by name where two documents state the same.
        document_iri: Of that document.
        document_sha256: Of that file.
        document_date: When that document was published.
        source_url: Where the document can be had, where that is known.
        page: Page of the document that it begins on, from 1.
        paragraph: The printed number.
        section: The heading that it stands under.
        inspection: IRI of the inspection that it is about.
        framework: Of the inspection.
        start_date: First day of the inspection.
        end_date: Its last day.
        publication_date: When the inspection's report was published, else the document's date.
        authorities: Short names of the authorities inspected, in the order of their codes.
        authority_codes: Their ONS codes.
        regions: Names of their regions, in alphabetical order.
        area: The judgement area that it stands under.
        polarity: Of findings: strength, weakness, mixed or neutral.
        themes: In alphabetical order.
        grade: That the inspection gave to the area, else its overall grade.
        overall_grade: Of the inspection.
    """

    iri: str
    kind: str
    text: str
    document: str
    document_iri: str | None = None
    document_sha256: str | None = None
    document_date: str | None = None
    source_url: str | None = None
    page: int | None = None
    paragraph: str | None = None
    section: str | None = None
    inspection: str | None = None
    framework: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    publication_date: str | None = None
    authorities: tuple[str, ...] = ()
    authority_codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    area: str | None = None
    polarity: str | None = None
    themes: tuple[str, ...] = ()
    grade: str | None = None
    overall_grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept that a search can be narrowed by.

    Attributes:
        scheme: "area", "framework", "grade", "polarity" or "theme".
        notation: Its key in the scheme.
        label: The preferred label.
        alt_labels: What people also call it.
        broader: Notations of the concepts directly above it.
        related: Notations of the same thing under another framework.
    """

    scheme: str
    notation: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAuthority:
    """An authority as a person may name it; the first of `names` is the short one."""

    code: str
    names: tuple[str, ...]
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What filters may name, whether or not a passage has it."""

    concepts: tuple[Concept, ...] = ()
    authorities: tuple[NamedAuthority, ...] = ()


def read_passages(store: GraphStore) -> tuple[Passage, ...]:
    """Give every passage of a graph.

    Args:
        store: The graph, all documents and the reference data together.

    Returns:
        Sorted by IRI, so that the order of ingest makes no difference.
    """
    documents = _by_key(_rows(store, _DOCUMENTS), "d")
    inspections = _inspections(store)
    values = {name: _values(store, iri) for name, iri in _PROPERTIES.items()}
    about = _abouts(store)
    passages: list[Passage] = []
    for class_, kind in _CLASSES.items():
        for row in _rows(store, f"SELECT DISTINCT ?p WHERE {{ ?p a <{class_}> }}"):
            of_it = {name: found[row["p"]] for name, found in values.items() if row["p"] in found}
            if "text" not in of_it:
                continue
            document = _first_document(of_it.get("document", ()), documents)
            inspection = inspections.get(about.get(row["p"], ""), _NO_INSPECTION)
            passages.append(_passage(row["p"], kind, of_it, document, inspection))
    return tuple(sorted(passages, key=lambda p: p.iri))


def read_catalogue(store: GraphStore) -> Catalogue:
    """Give the concepts and authorities that the graph's reference data define.

    Args:
        store: The same graph.

    Returns:
        Both in the order of their keys.
    """
    alternative = _groups(_rows(store, _ALTERNATIVE), "c", "name")
    broader = _groups(_rows(store, _BROADER), "c", "other")
    related = _groups(_rows(store, _RELATED), "c", "other")
    concepts = [
        Concept(
            scheme=_tail(row["scheme"]),
            notation=row["notation"],
            label=row["label"],
            alt_labels=alternative.get(row["c"], ()),
            broader=tuple(map(_tail, broader.get(row["c"], ()))),
            related=tuple(map(_tail, related.get(row["c"], ()))),
        )
        for row in _by_key(_rows(store, _CONCEPTS), "c").values()
    ]
    authorities = [
        NamedAuthority(
            code=row["code"],
            names=tuple(
                dict.fromkeys(
                    (
                        row["label"],
                        *([row["official"]] if "official" in row else ()),
                        *alternative.get(row["a"], ()),
                    )
                )
            ),
            region=row.get("region"),
        )
        for row in _by_key(_rows(store, _AUTHORITIES), "a").values()
    ]
    return Catalogue(
        concepts=tuple(sorted(concepts, key=lambda c: (c.scheme, c.notation))),
        authorities=tuple(sorted(authorities, key=lambda a: a.code)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inspection:
    iri: str | None = None
    framework: str | None = None
    start: str | None = None
    end: str | None = None
    published: str | None = None
    authorities: tuple[Row, ...] = ()
    grades: Mapping[str, str]


_NO_INSPECTION: Final = _Inspection(grades={})


def _inspections(store: GraphStore) -> dict[str, _Inspection]:
    authorities = _by_key(_rows(store, _AUTHORITIES), "a")
    inspects = _groups(_rows(store, _INSPECTS), "i", "a")
    official = {row["g"] for row in _rows(store, _REPORTS)}
    grades: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _reports_first(_rows(store, _GRADES), official):
        grades[row["i"]].setdefault(_tail(row["area"]), _tail(row["grade"]))
    dates: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _reports_first(_rows(store, _DATES), official):
        dates[row["i"]].setdefault(row["p"], row["date"])
    found = {}
    for iri, row in _by_key(_rows(store, _INSPECTIONS), "i").items():
        of_it = [authorities[a] for a in inspects.get(iri, ()) if a in authorities]
        found[iri] = _Inspection(
            iri=iri,
            framework=_tail(row["framework"]) if "framework" in row else None,
            start=dates[iri].get(CG.startDate),
            end=dates[iri].get(CG.endDate),
            published=dates[iri].get(CG.publicationDate),
            authorities=tuple(sorted(of_it, key=lambda row: row["code"])),
            grades=grades.get(iri, {}),
        )
    return found


def _reports_first(rows: Iterable[Row], official: set[str]) -> list[Row]:
    """Order what documents say so that the inspectorates' own word comes before a newspaper's."""
    return sorted(rows, key=lambda row: (row["g"] not in official, sorted(row.items())))


def _passage(
    iri: str,
    kind: str,
    values: Mapping[str, tuple[str, ...]],
    document: Row,
    inspection: _Inspection,
) -> Passage:
    # Where two documents state the same and differ, the first value counts: the order is that of
    # the values, so that it is the same in every run.
    one = {name: found[0] for name, found in values.items()}
    area = _tail(one["area"]) if "area" in one else None
    overall = inspection.grades.get(_OVERALL)
    regions = {a["region"] for a in inspection.authorities if "region" in a}
    return Passage(
        iri=iri,
        kind=kind,
        text=one["text"],
        document=document.get("name", ""),
        document_iri=document.get("d"),
        document_sha256=document.get("sha256"),
        document_date=document.get("date"),
        source_url=document.get("url"),
        page=min(map(int, values["page"])) if "page" in values else None,
        paragraph=one.get("paragraph"),
        section=one.get("section"),
        inspection=inspection.iri,
        framework=inspection.framework,
        start_date=inspection.start,
        end_date=inspection.end,
        publication_date=inspection.published or document.get("date"),
        authorities=tuple(a["label"] for a in inspection.authorities),
        authority_codes=tuple(a["code"] for a in inspection.authorities),
        regions=tuple(sorted(regions)),
        area=area,
        polarity=_tail(one["polarity"]) if "polarity" in one else None,
        themes=tuple(sorted(map(_tail, values.get("themes", ())))),
        grade=inspection.grades.get(area, overall) if area is not None else overall,
        overall_grade=overall,
    )


def _abouts(store: GraphStore) -> dict[str, str]:
    """Give the inspection of each assertion that has one; the first where it has several."""
    found: dict[str, str] = {}
    for relation in (CG.findingOf, CG.recommendationOf, CG.about):
        for iri, inspections in _values(store, relation).items():
            found.setdefault(iri, inspections[0])
    return found


def _values(store: GraphStore, property_: str) -> dict[str, tuple[str, ...]]:
    """Give the values of a property by subject: one plain query each is the quickest."""
    return _groups(_rows(store, f"SELECT ?s ?o WHERE {{ ?s <{property_}> ?o }}"), "s", "o")


def _first_document(iris: Iterable[str], documents: Mapping[str, Row]) -> Row:
    stated_in = [documents[iri] for iri in iris if iri in documents]
    return min(stated_in, key=lambda d: (d.get("name", ""), d["d"]), default={})


def _rows(store: GraphStore, query: str) -> Iterator[Row]:
    """Give the solutions of a SELECT query as plain strings; unbound variables are left out."""
    result = store.select(query)
    for row in result:
        yield {
            name: term.value
            for name, term in zip(result.variables, row, strict=True)
            if term is not None and not isinstance(term, ox.Triple)
        }


def _by_key(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Give one row of each key: the first in the order of their values."""
    found: dict[str, Row] = {}
    for row in rows:
        present = found.get(row[key])
        if present is None or sorted(row.items()) < sorted(present.items()):
            found[row[key]] = row
    return found


def _groups(rows: Iterable[Row], key: str, value: str) -> dict[str, tuple[str, ...]]:
    """Give the distinct values of each key, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row[key]].add(row[value])
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _tail(iri: str) -> str:
    """Give the notation of a concept, or the name of a scheme: what follows the last slash."""
    return iri.rsplit("/", 1)[-1]


_PROPERTIES: Final[Mapping[str, str]] = {
    "text": CG.text,
    "section": CG.section,
    "paragraph": CG.paragraph,
    "page": CG.page,
    "area": CG.area,
    "polarity": CG.polarity,
    "themes": CG.theme,
    "document": CG.statedIn,
}
_DOCUMENTS: Final = f"""
SELECT ?d ?name ?sha256 ?url ?date WHERE {{
  ?d <{CG.fileName}> ?name .
  OPTIONAL {{ ?d <{CG.sha256}> ?sha256 }}
  OPTIONAL {{ ?d <{DCTERMS.source}> ?url }}
  OPTIONAL {{ ?d <{DCTERMS.issued}> ?date }}
}}
"""
_INSPECTIONS: Final = f"""
SELECT ?i ?framework WHERE {{
  ?i a <{CG.Inspection}> .
  OPTIONAL {{ ?i <{CG.framework}> ?framework }}
}}
"""
_DATES: Final = f"""
SELECT ?g ?i ?p ?date WHERE {{
  VALUES ?p {{ <{CG.startDate}> <{CG.endDate}> <{CG.publicationDate}> }}
  GRAPH ?g {{ ?i ?p ?date }}
}}
"""
_REPORTS: Final = f"SELECT ?g WHERE {{ GRAPH ?g {{ ?d a <{CG.InspectionReport}> }} }}"
_INSPECTS: Final = f"SELECT ?i ?a WHERE {{ ?i <{CG.inspects}> ?a }}"
_GRADES: Final = f"""
SELECT ?g ?i ?area ?grade WHERE {{
  GRAPH ?g {{ ?j <{CG.judgementOf}> ?i ; <{CG.area}> ?area ; <{CG.grade}> ?grade }}
}}
"""
_AUTHORITIES: Final = f"""
SELECT ?a ?code ?label ?official ?region WHERE {{
  ?a a <{CG.Authority}> ; <{CG.onsCode}> ?code ; <{RDFS.label}> ?label .
  OPTIONAL {{ ?a <{CG.officialName}> ?official }}
  OPTIONAL {{ ?a <{CG.region}>/<{RDFS.label}> ?region }}
}}
"""
_CONCEPTS: Final = f"""
SELECT ?c ?scheme ?notation ?label WHERE {{
  ?c <{SKOS.inScheme}> ?scheme ; <{SKOS.notation}> ?notation ; <{SKOS.prefLabel}> ?label
}}
"""
_ALTERNATIVE: Final = f"""
SELECT ?c ?name WHERE {{ ?c <{SKOS.altLabel}>|<{SKOS.hiddenLabel}> ?name }}
"""
_BROADER: Final = f"""
SELECT ?c ?other WHERE {{
  {{ ?c <{SKOS.broader}> ?other }} UNION {{ ?other <{SKOS.narrower}> ?c }}
}}
"""
_RELATED: Final = f"""
SELECT ?c ?other WHERE {{
  {{ ?c <{SKOS.related}> ?other }} UNION {{ ?other <{SKOS.related}> ?c }}
}}
"""
