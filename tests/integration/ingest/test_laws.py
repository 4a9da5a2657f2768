"""What the knowledge base of a set of documents depends on: the documents, and nothing else."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from caregraph.graph.describe import NothingCalledSoError
from caregraph.graph.errors import RulingError
from caregraph.ingest.kept_rulings import RulingFiles
from caregraph.ingest.ledger import UnknownDocumentError
from caregraph.ingest.pipeline import IngestReport, ingest, remove
from caregraph.ingest.reading import Reading
from caregraph.knowledge_base import KnowledgeBase

pytestmark = pytest.mark.model

# One authority's reports, the news and minutes that speak of them, and another authority's.
NAMES = (
    "manifest.csv",
    "northmoor-courier-care-leavers-let-down.html",
    "northmoor-scrutiny-minutes-2024-09-19.docx",
    "northmoor_2023-12-11_area-send-full-inspection.pdf",
    "northmoor_2025-02-26_focused-visit.pdf",
    "sector-weekly-two-councils-care-leavers.txt",
    "wexborough-press-release-2026-07-06.md",
    "wexborough-staff-briefing-september-2022.pptx",
)
QUERIES = ("findings about care leavers", "delays in plans", "who leads children's services?")


@pytest.fixture(scope="module")
def documents(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with copies of some sample documents."""
    folder = tmp_path_factory.mktemp("laws") / "documents"
    folder.mkdir()
    for name in NAMES:
        shutil.copyfile(samples / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def reading(further_authorities: Path) -> Reading:
    return Reading(authorities=further_authorities)


@pytest.fixture(scope="module")
def whole(documents: Path, reading: Reading) -> Path:
    """Give a knowledge base of all the documents, taken in at once; it is left as it is."""
    root = documents.parent / "whole"
    report = ingest(root, [documents], reading=reading)
    assert report.refused == ()
    assert len(report.added) == len(NAMES) - 1
    return root


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """Give a knowledge base of all the documents that may be changed."""
    return Path(shutil.copytree(whole, tmp_path / "kb"))


def graph_of(root: Path) -> list[str]:
    """Give the statements of all named graphs as sorted N-Quads."""
    with KnowledgeBase.open(root) as kb:
        return sorted(
            str(quad) for name in kb.store.named_graphs() for quad in kb.store.match(graph=name)
        )


def hits_of(root: Path) -> list[tuple[str, str, float]]:
    """Give what a few searches find, with the scores."""
    with KnowledgeBase.open(root) as kb:
        return [
            (query, hit.passage.iri, hit.score)
            for query in QUERIES
            for hit in kb.search(query, limit=50)
        ]


def shuffled(documents: Path, seed: int) -> list[Path]:
    paths = [documents / name for name in NAMES if name != "manifest.csv"]
    random.Random(seed).shuffle(paths)  # noqa: S311 - an order, no secret
    return paths


def ingest_in_parts(root: Path, parts: Sequence[Sequence[Path]], reading: Reading) -> IngestReport:
    reports = [ingest(root, part, reading=reading) for part in parts]
    return reports[-1]


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "cuts"), [(1, ()), (2, (4,)), (3, (1, 3))])
def test_the_order_and_the_portions_of_ingest_make_no_difference(
    documents: Path, whole: Path, reading: Reading, tmp_path: Path, seed: int, cuts: tuple[int, ...]
) -> None:
    paths = shuffled(documents, seed)
    ends = (*cuts, len(paths))
    parts = [paths[start:end] for start, end in zip((0, *cuts), ends, strict=True)]
    report = ingest_in_parts(tmp_path / "kb", parts, reading)
    assert report.generation == len(parts)
    assert graph_of(tmp_path / "kb") == graph_of(whole)
    assert hits_of(tmp_path / "kb") == hits_of(whole)


def test_what_was_taken_in_before_makes_no_new_generation(
    documents: Path, copy: Path, reading: Reading
) -> None:
    again = ingest(copy, [documents, *shuffled(documents, 4)], reading=reading)
    assert again.generation == 1
    assert again.added == ()
    assert len(again.unchanged) == len(NAMES) - 1
    assert [path.name for path in (copy / "generations").iterdir()] == ["000001"]


def test_a_file_that_has_changed_replaces_what_it_said(
    documents: Path, whole: Path, copy: Path, reading: Reading
) -> None:
    path = documents / "sector-weekly-two-councils-care-leavers.txt"
    before = path.read_bytes()
    old = "Two councils"
    assert old.encode() in before
    try:
        path.write_bytes(before.replace(old.encode(), b"Twin councils"))
        report = ingest(copy, [path], reading=reading)
    finally:
        path.write_bytes(before)
    assert (report.added, report.removed) == ((path.name,), (path.name,))
    assert report.counts["documents"] == len(NAMES) - 1
    changed = graph_of(copy)
    assert not any(old in line for line in changed)
    assert any("Twin councils" in line for line in changed)
    back = ingest(copy, [path], reading=reading)
    assert back.generation == 3
    assert graph_of(copy) == graph_of(whole)
    assert hits_of(copy) == hits_of(whole)


def test_a_removed_document_leaves_nothing(
    documents: Path, whole: Path, copy: Path, reading: Reading
) -> None:
    name = "northmoor-courier-care-leavers-let-down.html"
    with KnowledgeBase.open(copy) as kb:
        entry = next(entry for entry in kb.documents() if entry.name == name)
        said = [hit.passage for hit in kb.search("care leavers", limit=50)]
    sentence = next(passage for passage in said if passage.document == name).text
    report = remove(copy, name)
    assert report.removed == (name,)
    left = graph_of(copy)
    assert not any(entry.sha256[:16] in line or name in line for line in left)
    with KnowledgeBase.open(copy) as kb:
        assert name not in {hit.passage.document for hit in kb.search(sentence, limit=50)}
        assert kb.check().faults == []
    for folder in ("documents", "extracts"):
        assert not list((copy / folder).glob(f"{entry.sha256}*"))
    with pytest.raises(UnknownDocumentError, match="status --documents"):
        remove(copy, name)
    ingest(copy, [documents / name], reading=reading)
    assert graph_of(copy) == graph_of(whole)
    assert hits_of(copy) == hits_of(whole)


def test_what_is_refused_is_not_kept(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    kept = sorted(path.name for path in (copy / "documents").iterdir())
    report = ingest(copy, [tmp_path / "empty.txt", tmp_path / "broken.pdf"])
    assert [refusal.name for refusal in report.refused] == ["broken.pdf", "empty.txt"]
    assert report.generation == 1
    assert sorted(path.name for path in (copy / "documents").iterdir()) == kept


def test_the_wish_to_read_scans_stays_with_its_document(
    documents: Path, copy: Path, reading: Reading, tmp_path: Path
) -> None:
    minutes = documents / "northmoor-scrutiny-minutes-2024-09-19.docx"
    given = Reading(authorities=reading.authorities, ocr=True)
    ingest(copy, [minutes], reading=given)
    later = tmp_path / "note.txt"
    later.write_text("Northmoor County Council was inspected in May 2024.\n")
    ingest(copy, [later], reading=reading)
    with KnowledgeBase.open(copy) as kb:
        assert {entry.name for entry in kb.documents() if entry.ocr} == {minutes.name}


def test_what_a_killed_writer_left_half_written_is_removed(
    documents: Path, copy: Path, reading: Reading
) -> None:
    left = [
        copy / "documents" / ".writing-a",
        copy / "extracts" / ".writing-b",
        copy / ".writing-c",
    ]
    for path in left:
        path.write_bytes(b"half")
    (copy / "model" / ".abc.def").mkdir()
    (copy / "generations" / ".new-000002").mkdir()
    ingest(copy, [documents], reading=reading)
    assert not any(path.exists() for path in left)
    assert [path.name[0] for path in (copy / "model").iterdir()].count(".") == 0
    assert [path.name for path in (copy / "generations").iterdir()] == ["000001"]


def test_what_the_user_rules_survives_every_later_ingest(
    documents: Path, copy: Path, reading: Reading, tmp_path: Path
) -> None:
    courier = documents / "northmoor-courier-care-leavers-let-down.html"
    with KnowledgeBase.open(copy) as kb:
        people = kb.query("SELECT ?p WHERE { ?p a foaf:Person } ORDER BY ?p").rows
    one, other = (str(row[0]).strip("<>") for row in list(people)[:2])
    same = tmp_path / "mine.csv"
    same.write_text(f"one,other\n{one},{other}\nNobody at all,{one}\n")
    report = ingest(copy, [courier], reading=reading, rulings=RulingFiles(same=same))
    assert report.added == ()
    assert [told.partition(":")[0] + told.partition(":")[2][:1] for told in report.waiting] == [
        "same.csv3"
    ]
    remove(copy, courier.name)
    again = ingest(copy, [courier], reading=reading)
    assert again.waiting == report.waiting
    with KnowledgeBase.open(copy) as kb:
        assert kb.describe(one).says
        with pytest.raises(NothingCalledSoError):
            kb.describe(other)
    back = tmp_path / "none.csv"
    back.write_text("one,other\n")
    ingest(copy, [courier], reading=reading, rulings=RulingFiles(same=back))
    with KnowledgeBase.open(copy) as kb:
        assert kb.describe(other).says


def test_rulings_that_contradict_each_other_leave_everything_as_it_was(
    documents: Path, copy: Path, reading: Reading, tmp_path: Path
) -> None:
    with KnowledgeBase.open(copy) as kb:
        people = kb.query("SELECT ?p WHERE { ?p a foaf:Person } ORDER BY ?p").rows
    one, other = (str(row[0]).strip("<>") for row in list(people)[:2])
    path = tmp_path / "pairs.csv"
    path.write_text(f"one,other\n{one},{other}\n")
    before = graph_of(copy)
    with pytest.raises(RulingError, match=r"different\.csv:2 .*same\.csv:2"):
        ingest(copy, [documents], reading=reading, rulings=RulingFiles(same=path, different=path))
    assert graph_of(copy) == before
    assert not (copy / "same.csv").exists()
    assert not (copy / "different.csv").exists()
