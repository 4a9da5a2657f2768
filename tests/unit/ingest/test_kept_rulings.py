"""The user's rulings stay in the knowledge base, and only such as can be followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregraph.graph.errors import RulingError
from caregraph.ingest.kept_rulings import NO_FILES, RulingFiles, kept_rulings
from caregraph.ingest.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "kb")
    made.make()
    return made


def pairs(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("one,other", *lines)) + "\n")
    return path


def test_files_are_kept_and_count_from_now_on(layout: Layout, tmp_path: Path) -> None:
    given = RulingFiles(same=pairs(tmp_path / "mine.csv", "Jane Doe,Jane Roe"))
    with kept_rulings(given, layout) as first:
        assert [ruling.where for ruling in first.same] == ["same.csv:2"]
    with kept_rulings(NO_FILES, layout) as second:
        assert second == first
    with kept_rulings(RulingFiles(different=pairs(tmp_path / "d.csv", "A,B")), layout) as third:
        assert third.same == first.same
        assert [ruling.where for ruling in third.different] == ["different.csv:2"]


def test_a_file_that_cannot_be_read_replaces_nothing(layout: Layout, tmp_path: Path) -> None:
    with kept_rulings(RulingFiles(same=pairs(tmp_path / "good.csv", "A,B")), layout) as before:
        pass
    bad = RulingFiles(same=pairs(tmp_path / "bad.csv", "A"))
    with pytest.raises(RulingError, match=r"bad\.csv:2"), kept_rulings(bad, layout):
        pass
    with kept_rulings(NO_FILES, layout) as after:
        assert after == before


def test_what_turns_out_to_contradict_itself_is_put_back(layout: Layout, tmp_path: Path) -> None:
    given = RulingFiles(
        same=pairs(tmp_path / "s.csv", "A,B"), different=pairs(tmp_path / "d.csv", "A,B")
    )
    told = "the resolution refuses them"
    with pytest.raises(RulingError), kept_rulings(given, layout):
        raise RulingError(told)
    assert not layout.same.exists()
    assert not layout.different.exists()
