"""Which files a person meant."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from caregraph.ingest.sources import (
    FoundFile,
    Provenance,
    Refusal,
    SourceError,
    find_files,
    read_manifest,
    readable,
)


def names(found: list[FoundFile | Refusal]) -> list[str]:
    return [item.name for item in found if isinstance(item, FoundFile)]


def refusals(found: list[FoundFile | Refusal]) -> dict[str, str]:
    return {item.name: item.reason for item in found if isinstance(item, Refusal)}


def write(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_gives_its_files_to_the_bottom_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deeper/c.txt"):
        write(tmp_path / name)
    assert names(list(find_files([tmp_path]))) == ["a.txt", "b.txt", "c.txt"]


def test_manifests_hidden_files_and_lock_files_are_left_out(tmp_path: Path) -> None:
    for name in ("a.txt", "manifest.csv", "authorities.csv", ".hidden", "~$a.docx"):
        write(tmp_path / name, "file\n")
    assert names(list(find_files([tmp_path]))) == ["a.txt"]


def test_the_same_file_given_twice_is_found_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    os.link(file, tmp_path / "b.txt")
    assert names(list(find_files([file, tmp_path]))) == ["a.txt"]


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nosuch.*there is no such file"):
        list(find_files([tmp_path / "nosuch"]))


def test_broken_links_and_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "good.txt")
    outside = write(tmp_path / "outside.txt")
    (folder / "dangling.txt").symlink_to(folder / "gone")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    found = list(find_files([folder]))
    assert names(found) == ["good.txt"]
    assert set(refusals(found)) == {"dangling.txt", "self.txt", "out.txt", "up"}


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(outside)
    assert names(list(find_files([link]))) == ["link.txt"]


def test_a_linked_folder_that_is_named_itself_is_searched(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(list(find_files([tmp_path / "link"]))) == ["a.txt"]


def test_pipes_and_sockets_are_refused_without_waiting(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "sock.txt"))
        found = list(find_files([tmp_path]))
    assert names(found) == ["good.txt"]
    assert set(refusals(found)) == {"pipe.txt", "sock.txt"}


def test_a_deep_folder_is_searched_without_recursion(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(1100):  # deeper than Python's own recursion goes
        deep = deep / "d"
        deep.mkdir()
    (deep / "bottom.txt").write_text("text")
    found = list(find_files([tmp_path]))
    # pytest would remove it by recursion
    subprocess.run(["/bin/rm", "-r", str(tmp_path / "d")], check=True)  # noqa: S603
    assert names(found) == ["bottom.txt"]


def test_a_manifest_says_where_a_file_came_from(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(
        tmp_path / "manifest.csv",
        "file,source_url,publisher,publication_date,colour\n"
        "a.txt,https://example.org/a,Example,2024-05-01,red\n",
    )
    (found,) = find_files([tmp_path])
    assert isinstance(found, FoundFile)
    assert found.provenance == Provenance(
        url="https://example.org/a", publisher="Example", published="2024-05-01"
    )


def test_a_manifest_without_the_column_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    manifest = write(tmp_path / "manifest.csv", "name,url\n")
    with pytest.raises(SourceError, match=r"manifest.csv:1: .*'file'"):
        read_manifest(manifest)


def test_a_manifest_that_is_not_text_is_an_error_that_names_it(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_bytes(b"file\n\xff\xfe\n")
    with pytest.raises(SourceError, match=r"manifest.csv: not a CSV file"):
        read_manifest(manifest)


def test_a_name_that_is_not_utf8_is_shown_with_escapes() -> None:
    assert readable(os.fsdecode(b"caf\xe9.txt")) == "caf\\xe9.txt"
