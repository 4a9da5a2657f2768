"""What a person should look at, most doubtful first."""

from __future__ import annotations

from caregraph.graph.conflicts import Claim, Conflict
from caregraph.graph.doubtful import Doubtful
from caregraph.ingest.ledger import LedgerEntry
from caregraph.ingest.problems import BROKEN_LAW, SOFT_DOUBT, problems_of

LAW = "page 7: the finding 'Plans are' is a fragment (law: findings of five words or more)"
ENTRY = LedgerEntry(
    sha256="a" * 64,
    suffix=".pdf",
    names=("barset.pdf",),
    paths=("/in/barset.pdf",),
    problems=("no lead inspector was found", LAW),
)


def record(confidence: float, *, label: str = "Plans are good.", page: int | None = 3) -> Doubtful:
    return Doubtful(
        iri=f"https://example.org/{confidence}",
        kind="finding",
        label=label,
        confidence=confidence,
        document="barset.pdf",
        page=page,
    )


def test_the_most_doubtful_comes_first() -> None:
    problems = problems_of([ENTRY], [record(0.9), record(0.2), record(0.5)])
    assert [p.confidence for p in problems] == [0.2, BROKEN_LAW, 0.5, SOFT_DOUBT, 0.9]


def test_a_problem_of_a_document_says_where_to_look() -> None:
    law, doubt = problems_of([ENTRY], [])
    assert (law.page, law.iri) == (7, None)
    assert law.message.startswith("the finding 'Plans are' is a fragment")
    assert (doubt.page, doubt.message) == (None, "no lead inspector was found")


def test_a_record_is_shown_with_what_to_compare_and_cut_short() -> None:
    (problem,) = problems_of([], [record(0.6, label="Plans " * 60)])
    assert (problem.document, problem.page, problem.iri) == (
        "barset.pdf",
        3,
        "https://example.org/0.6",
    )
    assert "…" in problem.message
    assert problem.message.endswith("compare where it begins and ends with the page")
    assert len(problem.message) < 180


def test_equal_doubts_stand_in_the_order_of_document_and_page() -> None:
    pages = [p.page for p in problems_of([], [record(0.6, page=n) for n in (9, 2, 5)])]
    assert pages == [2, 5, 9]


def test_a_contradiction_names_both_documents_and_pages() -> None:
    conflict = Conflict(
        inspection="https://example.org/i",
        label="Barset, ILACS, 2018-06-11",
        what="overall effectiveness",
        one=Claim(value="good", document="news.txt", page=1, official=False),
        other=Claim(value="inadequate", document="barset.pdf", page=2, official=True),
    )
    first, _ = problems_of([], [record(0.6)], [conflict])
    assert (first.document, first.page, first.iri) == ("news.txt", 1, "https://example.org/i")
    assert first.message == (
        "Barset, ILACS, 2018-06-11: news.txt, page 1, says 'good' for overall effectiveness, and "
        "barset.pdf, page 2, says 'inadequate': both are kept; see which is right"
    )
