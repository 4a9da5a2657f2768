from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
DOCUMENTS = EXAMPLES / "documents"
REPAIR = "run 'python examples/make_examples.py' and look at the difference"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    script = EXAMPLES / "make_examples.py"
    subprocess.run([sys.executable, str(script), "--output", str(folder)], check=True)  # noqa: S603  # our own script
    return folder


def test_the_committed_folder_holds_what_the_script_makes_and_nothing_else(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert names == {path.name for path in DOCUMENTS.iterdir()}, REPAIR
    assert len(names) == 19, "eighteen documents and a manifest"


def test_every_document_is_as_the_script_makes_it(made: Path) -> None:
    different = [
        path.name
        for path in sorted(made.iterdir())
        if _content(path) != _content(DOCUMENTS / path.name)
    ]
    assert different == [], REPAIR


def test_the_manifest_names_every_document_once_with_its_source() -> None:
    with (DOCUMENTS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    documents = {path.name for path in DOCUMENTS.iterdir()} - {"manifest.csv"}
    assert sorted(row["file"] for row in rows) == sorted(documents)
    assert all(all(row.values()) for row in rows)


def test_no_link_of_the_samples_can_lead_to_a_real_site() -> None:
    with (DOCUMENTS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        hosts = {row["url"].split("/")[2] for row in csv.DictReader(stream)}
    # RFC 2606 keeps the top-level domain `example` free for ever.
    assert {host.rpartition(".")[2] for host in hosts} == {"example"}


def _content(path: Path) -> object:
    """Give what must be equal: the members of a zip file (Deflate differs), else the bytes."""
    if path.suffix not in {".docx", ".pptx"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
