"""What the command line promises (docs/cli.md), tried on the real command."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Caregraph = Callable[..., subprocess.CompletedProcess[str]]

EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
ONE = "SELECT ?s WHERE { ?s a cg:Finding } ORDER BY ?s LIMIT 1"


def piped(script: str, *, kb: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which "caregraph" is the command and KB the knowledge base."""
    return subprocess.run(  # noqa: S603 - scripts of this file
        ["bash", "-c", f"caregraph() {{ '{sys.executable}' -m caregraph \"$@\"; }}\n{script}"],  # noqa: S607
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "KB": str(kb)},
    )


def assert_refused(
    done: subprocess.CompletedProcess[str], code: int, *words: str, lines: int = 1
) -> None:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "fault in caregraph" not in done.stderr
    assert len(done.stderr.splitlines()) <= lines, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["search", "care", "--authority", "Nowhere"], 1, "there is no authority 'Nowhere'"),
        (["search", "care", "--grade", "splendid"], 1, "requires-improvement"),
        (["search", "care", "--area", "nothing"], 1, "there is no area 'nothing'"),
        (["search", "care", "--theme", "nothing"], 1, "there is no theme 'nothing'"),
        (["search", "care", "--kind", "nothing"], 1, "recommendation"),
        (["search", "care", "--region", "nothing"], 1, "there is no region 'nothing'"),
        (["search", "care", "--framework", "nothing"], 1, "there is no framework 'nothing'"),
        (["search", "care", "--since", "yesterday"], 1, "2018-06-25"),
        (["search", ""], 1, "no word"),
        (["show", "Nobody"], 1, "'Nobody'"),
        (["sparql", "-f", "absent.rq"], 1, "absent.rq"),
        (["sparql", EVERYTHING, "--format", "turtle"], 1, "table, json"),
        (["sparql", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"], 1, "turtle"),
    ],
)
def test_a_request_that_cannot_be_met_ends_with_1_and_one_line(
    caregraph: Caregraph, sample_kb: Path, arguments: list[str], code: int, word: str
) -> None:
    assert_refused(caregraph(*arguments, "--kb", sample_kb), code, word)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELEC ?s WHERE { ?s ?p ?o }", "SELECT"),
        ("SELECT * WHERE { ?s ?p ?o", "never closed"),
        ("SELECT * WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT"),
        ("", "no query"),
        ("(" * 9_500, "line 1"),
    ],
)
def test_a_query_that_is_refused_is_told_where(
    caregraph: Caregraph, sample_kb: Path, query: str, word: str
) -> None:
    done = caregraph("sparql", "-", "--kb", sample_kb, given=query)
    assert_refused(done, 1, word, lines=3)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["search"],
        ["search", "care", "--limit", "0"],
        ["search", "care", "--limit", "many"],
        ["search", "care", "--mode", "nothing"],
        ["search", "care", "--format", "nothing"],
        ["sparql"],
        ["sparql", EVERYTHING, "-f", "query.rq"],
        ["sparql", EVERYTHING, "--format", "nothing"],
        ["ingest"],
        ["ingest", "x", "--workers", "0"],
        ["status", "--nothing"],
    ],
)
def test_wrong_usage_ends_with_2_and_shows_the_usage(
    caregraph: Caregraph, arguments: list[str]
) -> None:
    done = caregraph(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_in_another_encoding_is_wrong_usage(sample_kb: Path, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_bytes("SELECT * WHERE { ?s ?p 'é' }".encode("cp1252"))
    script = f"caregraph sparql -f '{tmp_path}/query.rq' --kb $KB"
    done = piped(script, kb=sample_kb)
    assert done.returncode == 2
    assert "byte 24 of" in done.stderr
    assert "UTF-8" in done.stderr


def test_where_there_is_no_knowledge_base_none_is_made(
    caregraph: Caregraph, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("text")
    for place in ("absent", "empty", "file", "/dev/null"):
        assert_refused(caregraph("status", "--kb", tmp_path / place), 5, "caregraph ingest", place)
    for command in (["search", "care"], ["sparql", ONE], ["show", "X"], ["check"], ["remove", "a"]):
        assert_refused(caregraph(*command, "--kb", tmp_path / "absent"), 5, "caregraph ingest")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file"]
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("place", ["/dev/null", "file", "folder"])
def test_ingest_leaves_alone_what_is_no_knowledge_base(
    caregraph: Caregraph, samples: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis.docx").write_text("text")
    document = samples / "wexborough-herald-no-longer-inadequate.txt"
    done = caregraph("ingest", document, "--kb", tmp_path / place)
    assert_refused(done, 1, place)
    assert (tmp_path / "file").read_text() == "text"
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["thesis.docx"]


def test_ingest_of_nothing_is_an_error_and_makes_nothing(
    caregraph: Caregraph, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    kb = tmp_path / "kb"
    assert_refused(caregraph("ingest", tmp_path / "folder", "--kb", kb), 1, "no document")
    assert_refused(caregraph("ingest", tmp_path / "absent", "--kb", kb), 1, "absent")
    assert not kb.exists()


def test_the_environment_names_the_knowledge_base(caregraph: Caregraph, sample_kb: Path) -> None:
    done = caregraph(
        "status", "--format", "json", env={**os.environ, "CAREGRAPH_KB": str(sample_kb)}
    )
    held = {row["what"]: row["value"] for row in json.loads(done.stdout)}
    assert held["documents"] == 18


def test_search_as_json_has_the_documented_keys(caregraph: Caregraph, sample_kb: Path) -> None:
    done = caregraph("search", "findings about care leavers", "--format", "json", "--kb", sample_kb)
    hits = json.loads(done.stdout)
    documented = (
        "iri kind text score authority authority_code framework start_date publication_date "
        "document page paragraph section area polarity themes"
    )
    assert done.stderr == ""
    assert len(hits) == 10
    assert all(set(documented.split()) <= hit.keys() for hit in hits)


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml", "table"])
def test_results_go_to_stdout_and_nothing_else_does(
    caregraph: Caregraph, sample_kb: Path, form: str
) -> None:
    done = caregraph("sparql", ONE, "--format", form, "--kb", sample_kb)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "finding" in done.stdout


def test_csv_is_rfc_4180(caregraph: Caregraph, sample_kb: Path) -> None:
    done = caregraph("search", "care leavers", "--format", "csv", "--kb", sample_kb)
    rows = list(csv.reader(io.StringIO(done.stdout, newline=""), strict=True))
    assert len(rows) == 11
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(
    "command",
    [
        f"sparql '{EVERYTHING}' --format csv",
        f"sparql '{EVERYTHING}'",
        "search care -n 200",
        "search care -n 200 --format json",
        "show Northmoor",
        "status --documents",
        "ontology",
        "--help",
    ],
)
def test_a_reader_that_has_enough_ends_the_command_quietly(sample_kb: Path, command: str) -> None:
    at_kb = "" if command in ("ontology", "--help") else "--kb $KB"
    done = piped(f"caregraph {command} {at_kb} | head -n 1; exit ${{PIPESTATUS[0]}}", kb=sample_kb)
    assert done.stderr == ""
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_a_full_disk_behind_stdout_is_told(sample_kb: Path) -> None:
    done = piped("caregraph search care --kb $KB > /dev/full", kb=sample_kb)
    assert_refused(done, 1, "No space left on device")


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_do_no_harm(
    sample_kb: Path, samples: Path, tmp_path: Path, closed: str
) -> None:
    document = samples / "wexborough-herald-no-longer-inadequate.txt"
    script = f"caregraph search care --kb $KB {closed} && "
    script += f"caregraph ingest '{document}' --quiet --kb '{tmp_path}/kb' {closed}"
    done = piped(script, kb=sample_kb)
    assert done.returncode == 0, done.stderr
    assert piped("caregraph check --kb $KB", kb=tmp_path / "kb").returncode == 0


def test_a_query_from_a_closed_stdin_is_told(sample_kb: Path) -> None:
    done = piped("caregraph sparql - --kb $KB <&-", kb=sample_kb)
    assert_refused(done, 1, "no query")


def test_everything_works_without_home_and_in_ascii(caregraph: Caregraph, sample_kb: Path) -> None:
    bare = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]}
    for arguments in (
        ["search", "care leavers"],
        ["show", "Northmoor"],
        ["status", "--documents"],
        ["sparql", ONE],
        ["check"],
    ):
        done = caregraph(*arguments, "--kb", sample_kb, env=bare)
        assert (done.returncode, done.stderr) == (0, "")
    assert caregraph("ontology", env=bare).returncode == 0


def test_an_output_file_appears_whole_and_is_not_replaced_unasked(
    caregraph: Caregraph, sample_kb: Path, tmp_path: Path
) -> None:
    output = tmp_path / "rows.csv"
    arguments = ["sparql", ONE, "--format", "csv", "--kb", sample_kb, "-o", output]
    assert caregraph(*arguments).returncode == 0
    first = output.read_bytes()
    assert first.startswith(b"s\r\n")
    assert_refused(caregraph(*arguments), 1, "rows.csv", "--force")
    assert caregraph(*arguments, "--force").returncode == 0
    assert output.read_bytes() == first
    assert caregraph("sparql", "SELEC", "--kb", sample_kb, "-o", output, "--force").returncode == 1
    assert output.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_an_output_that_cannot_be_written_is_named(
    caregraph: Caregraph, sample_kb: Path, tmp_path: Path
) -> None:
    common = ["sparql", ONE, "--kb", sample_kb]
    done = caregraph(*common, "-o", tmp_path / "absent" / "rows.csv")
    assert_refused(done, 1, "absent/rows.csv", "No such file or directory")
    assert_refused(caregraph(*common, "-o", tmp_path, "--force"), 1, "Is a directory")
    assert_refused(caregraph(*common, "-o", "/dev/full"), 1, "/dev/full", "No space left")
    assert Path("/dev/full").is_char_device()


def test_a_full_disk_leaves_no_half_output(sample_kb: Path, tmp_path: Path) -> None:
    script = f"ulimit -f 8; caregraph sparql '{EVERYTHING}' -o '{tmp_path}/all.txt' --kb $KB"
    assert_refused(piped(script, kb=sample_kb), 1, "all.txt cannot be written", "File too large")
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_where_a_failure_comes_from(caregraph: Caregraph, sample_kb: Path) -> None:
    done = caregraph("--debug", "show", "Nobody", "--kb", sample_kb)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_a_stranger_s_file_name_is_shown_escaped(caregraph: Caregraph, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\x1b[2J\nb.txt").write_text("")
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_text("")
    done = caregraph("ingest", tmp_path / "in", "--kb", tmp_path / "kb")
    assert done.returncode == 3
    assert "\x1b" not in done.stderr + done.stdout
    assert r"refused: a\x1b[2J" in done.stderr
    assert r"refused: \xff.txt: it is an empty file" in done.stderr
