"""Any combination of filters gives exactly the best passages among those that satisfy it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caregraph.embeddings.evidence import FEEDBACK_DEPTH, FEEDBACK_WEIGHT, WORDS_WEIGHT
from caregraph.embeddings.index import build_index
from caregraph.embeddings.passages import Catalogue, Concept, NamedAuthority, Passage
from caregraph.embeddings.request import Mode, SearchRequest
from caregraph.embeddings.search import DEPTH, SearchIndex

COUNT = 1_500
WORDS = ("care", "leavers", "homes", "staff", "plans", "visits", "courts", "schools", "health")
AREAS = ("overall", "leadership", "adoption")
THEMES = ("fostering", "early-help", "neglect", "adoption")
POLARITIES = ("strength", "weakness", "mixed")
CODES = ("X01", "X02", "X03", "X04")
YEARS = ("2015", "2016-07", "2018-02-28", "2021-11", None)


def passages() -> list[Passage]:
    # Few words and much repetition: many passages have equal scores.
    draw = random.Random(20)  # noqa: S311 - repeatable, not secret
    made = []
    for number in range(COUNT):
        codes = tuple(sorted(draw.sample(CODES, draw.choice((1, 1, 1, 2)))))
        made.append(
            Passage(
                iri=f"urn:test:{draw.random():.12f}:{number}",
                kind=draw.choice(("finding", "finding", "recommendation")),
                text=" ".join(draw.choices(WORDS, k=draw.choice((1, 2, 3, 8)))),
                document="report.pdf",
                area=draw.choice((*AREAS, None)),
                polarity=draw.choice((*POLARITIES, None)),
                themes=tuple(sorted(draw.sample(THEMES, draw.choice((0, 1, 2))))),
                authorities=codes,
                authority_codes=codes,
                start_date=draw.choice(YEARS),
            )
        )
    return made


PASSAGES = passages()
CATALOGUE = Catalogue(
    concepts=tuple(
        Concept(scheme=scheme, notation=notation, label=notation)
        for scheme, notations in (("area", AREAS), ("theme", THEMES), ("polarity", POLARITIES))
        for notation in notations
    ),
    authorities=tuple(NamedAuthority(code=code, names=(code,)) for code in CODES),
)


@pytest.fixture(scope="module")
def module_encoder(make_encoder: Any) -> Any:
    return make_encoder()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, module_encoder: Any) -> SearchIndex:
    directory: Path = tmp_path_factory.mktemp("index")
    vectors = module_encoder.encode([p.text for p in PASSAGES])
    build_index(PASSAGES, vectors, directory, fingerprint="f" * 32, catalogue=CATALOGUE)
    return SearchIndex(directory, lambda: module_encoder)


def satisfies(passage: Passage, request: SearchRequest) -> bool:
    """Tell by plain comparison whether a passage satisfies all filters of a request."""
    date = passage.start_date
    return (
        (not request.areas or passage.area in request.areas)
        and (not request.polarities or passage.polarity in request.polarities)
        and (not request.themes or bool(set(passage.themes) & set(request.themes)))
        and (
            not request.authorities or bool(set(passage.authority_codes) & set(request.authorities))
        )
        and (not request.kinds or passage.kind in request.kinds)
        and (request.since is None or (date is not None and date + "-99-99" >= request.since))
        and (
            request.until is None
            or (date is not None and date <= request.until + "-99-99"[len(request.until) - 4 :])
        )
    )


requests = st.builds(
    SearchRequest,
    text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    limit=st.sampled_from((1, 5, 50, 400, 2_000)),
    areas=st.sets(st.sampled_from(AREAS), max_size=2).map(lambda s: tuple(sorted(s))),
    polarities=st.sets(st.sampled_from(POLARITIES), max_size=2).map(lambda s: tuple(sorted(s))),
    themes=st.sets(st.sampled_from(THEMES), max_size=2).map(lambda s: tuple(sorted(s))),
    authorities=st.sets(st.sampled_from(CODES), max_size=2).map(lambda s: tuple(sorted(s))),
    kinds=st.sampled_from(((), ("finding",), ("recommendation",))),
    since=st.sampled_from((None, "2016", "2016-07-15", "2018-02-28")),
    until=st.sampled_from((None, "2018", "2018-02-28", "2030-01")),
)


@given(request_=requests)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_meaning_gives_exactly_the_best_of_those_that_satisfy_the_filters(
    index: SearchIndex, module_encoder: Any, request_: SearchRequest
) -> None:
    chosen = [p for p in PASSAGES if satisfies(p, request_)]
    vectors = module_encoder.encode([p.text for p in chosen]).astype(np.float64)
    query = module_encoder.encode([request_.text])[0].astype(np.float64)
    cosines = np.round(vectors.reshape(-1, len(query)) @ query, 6)
    ranked = sorted((-cosine, p.iri) for cosine, p in zip(cosines, chosen, strict=True))

    semantic = replace(request_, mode=Mode.SEMANTIC)
    hits = index.search(semantic)

    assert [hit.passage.iri for hit in hits] == [iri for _, iri in ranked[: request_.limit]]
    assert index.count(semantic) == len(chosen)


@given(request_=requests)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_words_give_exactly_the_passages_that_have_one_and_satisfy_the_filters(
    index: SearchIndex, request_: SearchRequest
) -> None:
    words = set(request_.text.split())
    expected = {p.iri for p in PASSAGES if satisfies(p, request_) and words & set(p.text.split())}
    hits = index.search(replace(request_, mode=Mode.KEYWORD, limit=2_000))
    order = [(-hit.score, hit.passage.iri) for hit in hits]
    assert {hit.passage.iri for hit in hits} == expected
    assert order == sorted(order)


@given(request_=requests)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_hybrid_score_is_the_sum_of_all_the_evidence(
    index: SearchIndex, module_encoder: Any, request_: SearchRequest
) -> None:
    chosen = [p for p in PASSAGES if satisfies(p, request_)]
    by_words = index.search(replace(request_, mode=Mode.KEYWORD, limit=COUNT))
    words = {hit.passage.iri: hit.score for hit in by_words}
    most = max(words.values(), default=1.0)
    vectors = module_encoder.encode([p.text for p in chosen]).astype(np.float64).reshape(-1, 16)
    query = module_encoder.encode([request_.text])[0].astype(np.float64)
    first = [
        round(cosine, 6) + WORDS_WEIGHT * words.get(p.iri, 0.0) / most
        for cosine, p in zip((vectors @ query).tolist(), chosen, strict=True)
    ]
    order = sorted(range(len(chosen)), key=lambda i: (-round(first[i], 6), chosen[i].iri))
    middle = vectors[order[:FEEDBACK_DEPTH]].mean(axis=0) if chosen else query
    middle = middle / np.linalg.norm(middle)
    scores = {
        p.iri: first[i] + FEEDBACK_WEIGHT * float(vectors[i] @ middle) for i, p in enumerate(chosen)
    }

    hits = index.search(replace(request_, limit=max(request_.limit, DEPTH)))

    assert len(hits) == min(max(request_.limit, DEPTH), len(chosen))
    for hit in hits:
        assert hit.score == pytest.approx(scores[hit.passage.iri], abs=1e-5)
        assert hit.parts is not None
        assert hit.score == pytest.approx(sum(hit.parts.as_json().values()), abs=1e-5)
    assert [-hit.score for hit in hits] == sorted(-hit.score for hit in hits)
    if len(chosen) <= DEPTH:
        assert {hit.passage.iri for hit in hits} == scores.keys()
    assert index.search(request_) == hits[: request_.limit]
