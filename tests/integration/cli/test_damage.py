"""A knowledge base that is damaged, of another version or model, or on a disk without room."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from caregraph.graph.generations import Generations

pytestmark = pytest.mark.model

Caregraph = Callable[..., subprocess.CompletedProcess[str]]
DOCUMENTS = (
    "wexborough-herald-no-longer-inadequate.txt",
    "sector-weekly-two-councils-care-leavers.txt",
)


@pytest.fixture(scope="module")
def small_kb(
    caregraph: Caregraph,
    samples: Path,
    further_authorities: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    root = tmp_path_factory.mktemp("damage") / "kb"
    paths = [samples / name for name in DOCUMENTS]
    done = caregraph("ingest", *paths, "--authorities", further_authorities, "--kb", root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def kb(small_kb: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_kb, tmp_path / "kb"))


def digest_of(folder: Path) -> str:
    """Give a digest of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = [(str(path.relative_to(folder)), path.read_bytes()) for path in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def flip(path: Path) -> None:
    """Change one byte in the middle; a hard link keeps its old content."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.unlink()
    path.write_bytes(data)


def halve(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def largest(pattern: str, root: Path) -> Path:
    return max(root.glob(pattern), key=lambda path: path.stat().st_size)


PLACES = (
    "CURRENT",
    "generations/*/manifest.json",
    "generations/*/ledger.json",
    "generations/*/graph/*.sst",
    "generations/*/graph/MANIFEST-*",
    "generations/*/index/index.json",
    "generations/*/index/*.faiss",
    "generations/*/index/*.sqlite",
    "model/*/model.onnx",
    "documents/*.txt",
)


@pytest.mark.parametrize("harm", [flip, halve, Path.unlink])
@pytest.mark.parametrize("place", PLACES)
def test_check_names_the_file_that_is_damaged(
    caregraph: Caregraph, kb: Path, place: str, harm: Callable[[Path], None]
) -> None:
    path = largest(place, kb)
    harm(path)
    done = caregraph("check", "--kb", kb)
    assert done.returncode == 5, done.stdout + done.stderr
    assert path.name in done.stderr or path.parent.name in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault in caregraph" not in done.stderr


@pytest.mark.parametrize("place", PLACES[:-1])
def test_search_gives_the_right_answer_or_none(
    caregraph: Caregraph, small_kb: Path, kb: Path, place: str
) -> None:
    asked = ["search", "findings about care leavers", "--format", "json"]
    right = caregraph(*asked, "--kb", small_kb)
    flip(largest(place, kb))
    done = caregraph(*asked, "--kb", kb)
    assert (done.returncode, done.stdout) in ((0, right.stdout), (5, ""))
    assert "Traceback" not in done.stderr
    assert "fault in caregraph" not in done.stderr


def test_what_can_be_made_again_is_put_right_by_the_next_ingest(
    caregraph: Caregraph, kb: Path, samples: Path
) -> None:
    flip(largest("model/*/model.onnx", kb))
    for place in ("documents/*", "extracts/*", "vectors/*"):
        flip(largest(place, kb))
    done = caregraph("ingest", *(samples / name for name in DOCUMENTS), "--kb", kb)
    assert done.returncode == 0, done.stderr
    checked = caregraph("check", "--quotes", "--kb", kb)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("field", ["format_version", "model"])
def test_another_format_or_model_is_refused_and_left_as_it_is(
    caregraph: Caregraph, kb: Path, field: str
) -> None:
    path = largest("generations/*/manifest.json", kb)
    manifest = json.loads(path.read_bytes())
    if field == "format_version":
        manifest["format_version"] = 99
    else:
        manifest["contents"]["model"] = "0" * 32
    path.write_text(json.dumps(manifest))
    pointer = hashlib.sha256(path.read_bytes()).hexdigest()
    (kb / "CURRENT").write_text(f"1 {pointer}\n")
    before = digest_of(kb)
    done = caregraph("search", "care leavers", "--kb", kb)
    assert done.returncode == 5, done.stdout
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert digest_of(kb) == before


def test_a_disk_without_room_keeps_what_was_there(
    caregraph: Caregraph, kb: Path, samples: Path
) -> None:
    before = caregraph("search", "care leavers", "--format", "json", "--kb", kb).stdout
    report = samples / "northmoor_2025-02-26_focused-visit.pdf"
    ends = []
    for most_kib in (1, 100, 60_000):
        script = f"ulimit -f {most_kib}; exec '{sys.executable}' -m caregraph ingest \"$@\""
        done = subprocess.run(  # noqa: S603 - our own command
            ["bash", "-c", script, "-", str(report), "--quiet", "--kb", str(kb)],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=dict(os.environ),
        )
        ends.append(done.returncode)
        if done.returncode:
            assert "File too large" in done.stderr
            assert str(kb) in done.stderr
            assert "Traceback" not in done.stderr
            now = caregraph("search", "care leavers", "--format", "json", "--kb", kb).stdout
            assert now == before
    assert ends[0] == 1
    assert ends[-1] == 0
    assert set(ends) == {0, 1}
    assert caregraph("check", "--kb", kb).returncode == 0


def test_readers_of_a_generation_are_left_in_peace(
    caregraph: Caregraph, kb: Path, samples: Path
) -> None:
    with Generations(kb).require() as held:
        done = caregraph("ingest", samples / "northmoor_2025-02-26_focused-visit.pdf", "--kb", kb)
        assert done.returncode == 0, done.stderr
        held.verify()
        assert sorted(path.name for path in (kb / "generations").iterdir()) == ["000001", "000002"]
    assert caregraph("remove", DOCUMENTS[0], "--kb", kb).returncode == 0
    assert [path.name for path in (kb / "generations").iterdir()] == ["000003"]
