"""What reaches a terminal or a spreadsheet is fit for it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from caregraph.cli.output import OutputError, OutputExistsError, print_csv, shown, text_output


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("bell\x07", r"bell\x07"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("care\u200bleavers", r"care\u200bleavers"),
        ("\udcff", r"\udcff"),
        ("plain, “curly” and £5", "plain, “curly” and £5"),
    ],
)
def test_what_could_deceive_a_terminal_is_shown_as_an_escape(text: str, safe: str) -> None:
    assert shown(text) == safe


@pytest.mark.parametrize("first", list("=+-@\t\r＝＋－＠"))
def test_no_cell_of_csv_is_taken_for_a_formula(
    first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_csv(("a", "b"), [(f"{first}1+1", 5)])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert rows == [["a", "b"], [f"'{first}1+1", "5"]]


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    with text_output(output, force=False) as stream:
        stream.write("a,b\r\n")
        assert not output.exists()
    assert output.read_bytes() == b"a,b\r\n"


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    output.write_text("before")
    with (
        pytest.raises(UnicodeEncodeError),
        text_output(output, force=True) as stream,
    ):
        stream.write("half\ud800")
    assert output.read_text() == "before"
    assert list(tmp_path.iterdir()) == [output]


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    output.write_text("before")
    with pytest.raises(OutputExistsError, match="--force"), text_output(output, force=False):
        pytest.fail("the file was opened")
    assert output.read_text() == "before"


def test_the_file_behind_a_link_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("before")
    link.symlink_to(real)
    with text_output(link, force=True) as stream:
        stream.write("after")
    assert link.is_symlink()
    assert real.read_text() == "after"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    with text_output(Path("/dev/null"), force=True) as stream:
        stream.write("nowhere")
    assert Path("/dev/null").is_char_device()
    with (
        pytest.raises(OutputError, match="/dev/full cannot be written: No space left"),
        text_output(Path("/dev/full"), force=False) as stream,
    ):
        stream.write("nowhere")
    assert Path("/dev/full").is_char_device()
