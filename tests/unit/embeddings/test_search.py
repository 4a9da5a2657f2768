from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from caregraph.embeddings.errors import SearchError
from caregraph.embeddings.evidence import WORDS_WEIGHT
from caregraph.embeddings.index import PASSAGES_FILE, VECTORS_FILE
from caregraph.embeddings.passages import Passage
from caregraph.embeddings.request import Mode, SearchRequest
from caregraph.embeddings.search import SearchIndex
from caregraph.graph.store_errors import StoreDamagedError, StoreVersionError


@pytest.fixture
def index(build: Callable[[list[Passage]], SearchIndex], passage: Any) -> SearchIndex:
    return build(
        [
            passage(
                "leavers-2019",
                "care leavers live in safe homes",
                area="children-in-care-and-care-leavers",
                inspection="urn:test:i1",
                framework="ilacs",
                authorities=("Westmarch",),
                authority_codes=("X00000001",),
                regions=("North",),
                start_date="2019-03-04",
                polarity="strength",
                grade="good",
                themes=("children-in-care",),
                section="Leaving care",
                page=7,
            ),
            passage(
                "leavers-2022",
                "care leavers wait too long for homes",
                area="care-leavers",
                inspection="urn:test:i2",
                framework="focused-visit",
                authorities=("Eastmoor",),
                authority_codes=("X00000002",),
                regions=("South and East",),
                start_date="2022-06",
                polarity="weakness",
                grade="inadequate",
            ),
            passage(
                "carers",
                "foster carers are recruited and trained",
                kind="recommendation",
                themes=("fostering",),
                authorities=("Oldport", "Eastmoor"),
                authority_codes=("X00000003", "X00000002"),
                regions=("North", "South and East"),
                publication_date="2015",
            ),
            passage("managers", "managers check the work of their staff", section="Oversight"),
        ]
    )


@pytest.fixture
def keys(index: SearchIndex) -> Callable[..., list[str]]:
    """Give the keys of the hits, in order."""

    def found(text: str = "care leavers", **values: object) -> list[str]:
        hits = index.search(SearchRequest(text=text, **values))  # type: ignore[arg-type]
        return [hit.passage.iri.removeprefix("urn:test:") for hit in hits]

    return found


ALL = {"leavers-2019", "leavers-2022", "carers", "managers"}


def test_the_best_passages_come_first_and_all_have_a_place(keys: Any) -> None:
    assert set(keys()[:2]) == {"leavers-2019", "leavers-2022"}
    assert set(keys()) == ALL


def test_the_limit_is_kept(keys: Any) -> None:
    assert len(keys(limit=3)) == 3


def test_words_alone_find_only_passages_with_one_of_them(keys: Any) -> None:
    assert keys("foster", mode=Mode.KEYWORD) == ["carers"]
    assert keys("nonsense", mode=Mode.KEYWORD) == []


def test_a_section_title_is_searched_by_words(keys: Any) -> None:
    assert keys("oversight", mode=Mode.KEYWORD) == ["managers"]


def test_the_authority_and_the_year_are_searched_by_words(keys: Any) -> None:
    assert keys("westmarch", mode=Mode.KEYWORD) == ["leavers-2019"]
    assert keys("2022", mode=Mode.KEYWORD) == ["leavers-2022"]


def test_meaning_alone_ranks_every_passage(keys: Any) -> None:
    assert set(keys("nonsense", mode=Mode.SEMANTIC)) == ALL


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"authorities": ("westmarch county council",)}, {"leavers-2019"}),
        ({"authorities": ("X00000002",)}, {"leavers-2022", "carers"}),
        ({"authorities": ("Port and Haven",)}, {"carers"}),
        ({"authorities": ("Westmarch", "Eastmoor")}, ALL - {"managers"}),
        ({"regions": ("north",)}, {"leavers-2019", "carers"}),
        ({"areas": ("care-leavers",)}, {"leavers-2019", "leavers-2022"}),
        ({"areas": ("Care leavers",)}, {"leavers-2019", "leavers-2022"}),
        ({"themes": ("kids in care",)}, {"leavers-2019"}),
        ({"themes": ("kids in care", "fostering")}, {"leavers-2019", "carers"}),
        ({"polarities": ("weakness",)}, {"leavers-2022"}),
        ({"grades": ("Good",)}, {"leavers-2019"}),
        ({"frameworks": ("ILACS",)}, {"leavers-2019", "leavers-2022"}),
        ({"frameworks": ("sif",)}, set()),
        ({"kinds": ("recommendation",)}, {"carers"}),
        ({"kinds": ("findings",)}, ALL - {"carers"}),
        ({"since": "2019"}, {"leavers-2019", "leavers-2022"}),
        ({"since": "2019-03-05"}, {"leavers-2022"}),
        ({"since": "2022-06-20"}, {"leavers-2022"}),
        ({"until": "2019-03"}, {"leavers-2019", "carers"}),
        ({"since": "2019-03-04", "until": "2019-03-04"}, {"leavers-2019"}),
        ({"regions": ("North",), "kinds": ("finding",)}, {"leavers-2019"}),
        ({"regions": ("North",), "polarities": ("weakness",)}, set()),
    ],
)
@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.SEMANTIC])
def test_filters(
    keys: Any, index: SearchIndex, filters: dict[str, Any], expected: set[str], mode: Mode
) -> None:
    found = keys(mode=mode, **filters)
    assert set(found) == expected
    assert len(found) == len(expected)
    assert index.count(SearchRequest(text="any", **filters)) == len(expected)


def test_filters_hold_for_words_too(keys: Any) -> None:
    assert keys(mode=Mode.KEYWORD, polarities=("weakness",)) == ["leavers-2022"]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"areas": ("care-leaver",)}, "there is no area 'care-leaver'; nearest .*care-leavers"),
        ({"authorities": ("Westmarsh",)}, "nearest is Westmarch; there are Eastmoor, Oldport"),
        ({"regions": ("Wales",)}, "there are North, South and East"),
        ({"grades": ("brilliant",)}, "there are good, inadequate"),
        ({"themes": ("'; DROP TABLE passage; --",)}, "there is no theme"),
        ({"kinds": ("opinion",)}, "there are finding, recommendation, statement"),
        ({"polarities": ("\ud800",)}, "there is no polarity"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(
    keys: Any, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(SearchError, match=message):
        keys(**filters)


def test_equal_passages_are_in_the_order_of_their_iris(build: Any, passage: Any) -> None:
    index = build(passage(f"p{n:04}", "the very same words") for n in range(3000, 0, -1))
    for mode in Mode:
        hits = index.search(SearchRequest(text="same words", limit=5, mode=mode))
        assert [hit.passage.iri[-5:] for hit in hits] == [f"p{n:04}" for n in range(1, 6)]


def test_a_hit_tells_why_it_stands_there(index: SearchIndex) -> None:
    first = index.search(SearchRequest(text="foster carers"))[0]
    assert (first.rank, first.similarity_rank, first.keyword_rank) == (1, 1, 1)
    assert first.parts is not None
    assert first.score == pytest.approx(sum(first.parts.as_json().values()))
    assert first.parts.words == WORDS_WEIGHT
    assert first.similarity is not None
    assert first.similarity > 0.5
    assert first.keyword_score is not None
    assert first.keyword_score > 0


def test_a_hit_carries_its_passage_into_json(index: SearchIndex) -> None:
    (hit,) = index.search(SearchRequest(text="care", authorities=("Westmarch",)))
    record = hit.as_json()
    assert record["iri"] == "urn:test:leavers-2019"
    assert record["authority"] == "Westmarch"
    assert record["authority_code"] == "X00000001"
    assert record["document"] == "leavers-2019.pdf"
    assert record["page"] == 7
    assert record["themes"] == ["children-in-care"]
    needed = {
        "kind", "text", "score", "framework", "start_date", "publication_date", "paragraph",
        "section", "area", "polarity",
    }  # fmt: skip
    assert needed <= record.keys()


def test_an_authority_that_is_absent_is_null_in_json(index: SearchIndex) -> None:
    hits = index.search(SearchRequest(text="managers check staff"))
    assert hits[0].as_json()["authority"] is None


def test_best_is_the_ranking_of_search(index: SearchIndex) -> None:
    hits = index.search(SearchRequest(text="foster carers", limit=3))
    assert index.best("foster carers", limit=3) == [(h.passage.iri, h.score) for h in hits]


def test_similarity_is_the_cosine_that_search_gives(index: SearchIndex) -> None:
    nearness = index.similarity("foster carers")
    for hit in index.search(SearchRequest(text="foster carers")):
        assert nearness(hit.passage.iri) == hit.similarity
    assert nearness("urn:test:unknown") is None


def test_a_passage_is_found_by_its_iri(index: SearchIndex) -> None:
    found = index.passage("urn:test:carers")
    assert found is not None
    assert found.authorities == ("Oldport", "Eastmoor")
    assert index.passage("urn:test:unknown") is None


def test_an_empty_index_finds_nothing(build: Any) -> None:
    index = build([])
    for mode in Mode:
        assert index.search(SearchRequest(text="care", mode=mode)) == ()
    assert index.similarity("care")("urn:test:x") is None


def test_searching_by_words_loads_no_model(index: SearchIndex) -> None:
    def refuse() -> None:
        raise AssertionError("the model was loaded")

    by_words = SearchIndex(index.directory, refuse)  # type: ignore[arg-type]
    assert by_words.search(SearchRequest(text="foster", mode=Mode.KEYWORD))


def test_another_model_than_the_index_was_made_with_is_refused(
    index: SearchIndex, make_encoder: Any
) -> None:
    other = SearchIndex(index.directory, lambda: make_encoder(fingerprint="e" * 32))
    with pytest.raises(StoreVersionError, match="e" * 32):
        other.search(SearchRequest(text="care"))


@pytest.mark.parametrize("file", [VECTORS_FILE, PASSAGES_FILE])
@pytest.mark.parametrize("place", [0, 40, -40])
def test_no_hit_comes_out_of_a_damaged_file(
    index: SearchIndex, encoder: Any, file: str, place: int
) -> None:
    path = index.directory / file
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(content)
    damaged = SearchIndex(index.directory, lambda: encoder)
    with pytest.raises(StoreDamagedError, match=file):
        damaged.search(SearchRequest(text="care leavers"))


def test_one_index_serves_several_threads(index: SearchIndex) -> None:
    expected = index.best("care leavers", limit=4)
    answers: list[object] = []

    def ask() -> None:
        answers.extend([index.best("care leavers", limit=4) == expected for _ in range(20)])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 80


def test_the_limit_does_not_change_the_order(build: Any, passage: Any) -> None:
    index = build(passage(f"p{n}", f"care homes {n % 7} staff {n % 5}") for n in range(200))
    long = index.search(SearchRequest(text="care staff 3", limit=150))
    assert index.search(SearchRequest(text="care staff 3", limit=20)) == long[:20]


def test_praise_moves_down_where_the_words_speak_of_faults(index: SearchIndex) -> None:
    plain = SearchRequest(text="care leavers delays in safe homes", understand=False)
    read = SearchRequest(text="care leavers delays in safe homes")
    before = {h.passage.iri: h.parts.against for h in index.search(plain) if h.parts}
    after = {h.passage.iri: h.parts.against for h in index.search(read) if h.parts}
    praise, fault = "urn:test:leavers-2019", "urn:test:leavers-2022"
    assert before[praise] == 0.0
    assert after[praise] < 0.0 == after[fault]


def test_faults_that_are_asked_for_leave_no_praise(index: SearchIndex) -> None:
    hits = index.search(SearchRequest(text="weaknesses about care leavers"))
    assert {hit.passage.polarity for hit in hits} == {"weakness"}


def test_what_is_filtered_by_is_not_read_out_of_the_text(index: SearchIndex) -> None:
    request = SearchRequest(text="weaknesses in homes", polarities=("strength",))
    assert index.read(request).notes == ()
    assert {hit.passage.polarity for hit in index.search(request)} == {"strength"}


def test_a_year_in_the_text_is_a_filter(index: SearchIndex) -> None:
    hits = index.search(SearchRequest(text="care leavers 2022"))
    assert [hit.passage.iri for hit in hits] == ["urn:test:leavers-2022"]
    assert len(index.search(SearchRequest(text="care leavers 2022", understand=False))) > 1


def test_a_place_that_the_knowledge_base_does_not_know_stays_a_word(index: SearchIndex) -> None:
    assert index.read(SearchRequest(text="care leavers in Lancashire")).notes == ()


def test_similar_gives_others_nearest_first(index: SearchIndex) -> None:
    hits = index.similar("urn:test:leavers-2019")
    assert "urn:test:leavers-2019" not in {hit.passage.iri for hit in hits}
    assert [-hit.score for hit in hits] == sorted(-hit.score for hit in hits)
    assert len(hits) == len(index) - 1
    with pytest.raises(SearchError, match="no passage"):
        index.similar("urn:test:nothing")
