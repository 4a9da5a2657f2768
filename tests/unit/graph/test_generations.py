from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from caregraph.graph.generation import Generation
from caregraph.graph.generations import Generations
from caregraph.graph.manifest import Contents
from caregraph.graph.store import GraphBuilder
from caregraph.graph.store_errors import (
    StoreDamagedError,
    StoreError,
    StoreInUseError,
    StoreMissingError,
    StoreVersionError,
    StoreWriteError,
)


def quads(document: str, count: int = 20) -> bytes:
    return b"".join(
        f'<urn:x:{document}:{n}> <urn:x:p> "{document} {n}" <urn:x:graph:{document}> .\n'.encode()
        for n in range(count)
    )


def publish(generations: Generations, *documents: str, model: str | None = "model-a") -> Generation:
    """Publish a generation of these documents, the way that an ingest does."""
    with generations.writer():
        new = generations.begin()
        with GraphBuilder(new.graph_path) as builder:
            builder.load(b"".join(quads(document) for document in documents))
            count = len(builder)
        (new.index_path / "vectors.bin").write_bytes(bytes(100_000))
        return generations.publish(new, Contents(counts={"quads": count}, model=model))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "kb"
    publish(Generations(root), "a", "b").close()
    return root


@pytest.fixture
def published(tmp_path: Path, template: Path) -> Iterator[Generation]:
    shutil.copytree(template, tmp_path / "kb")
    with Generations(tmp_path / "kb").require() as generation:
        yield generation


def test_a_published_generation_is_what_readers_open(published: Generation) -> None:
    with Generations(published.root).require() as opened:
        assert opened.number == 1
        assert len(opened.open_graph()) == 40
        opened.verify()


def test_looking_for_a_knowledge_base_makes_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "kb"
    assert Generations(missing).current() is None
    with pytest.raises(StoreMissingError, match="there is no knowledge base at"):
        Generations(missing).require()
    assert not missing.exists()


def test_a_folder_of_something_else_is_neither_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(StoreMissingError, match="is not a knowledge base"):
        Generations(tmp_path).require()
    with (
        pytest.raises(StoreWriteError, match=r"letter\.docx"),
        Generations(tmp_path).writer(),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_a_knowledge_base_without_a_finished_ingest_is_said_to_be_empty(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "kb")
    with generations.writer():
        generations.begin()
    with pytest.raises(StoreMissingError, match="no ingest has ended yet"):
        generations.require()


def test_a_reader_keeps_its_generation_while_the_next_is_published(published: Generation) -> None:
    generations = Generations(published.root)
    graph = published.open_graph()
    publish(generations, "a", "b", "c").close()
    with generations.writer():
        assert generations.prune() == ()
    assert len(graph) == 40
    with generations.require() as newer:
        assert newer.number == 2
        assert len(newer.open_graph()) == 60


def test_an_old_generation_that_nobody_reads_is_removed(published: Generation) -> None:
    generations = Generations(published.root)
    publish(generations, "c").close()
    published.close()
    with generations.writer():
        assert generations.prune() == (1,)
    assert [path.name for path in (published.root / "generations").iterdir()] == ["000002"]


def test_writing_outside_the_lock_is_a_programming_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="inside writer"):
        Generations(tmp_path).begin()


def test_a_copy_starts_from_the_old_graph_and_leaves_it_alone(published: Generation) -> None:
    generations = Generations(published.root)
    before = {path: path.read_bytes() for path in published.path.rglob("*") if path.is_file()}
    with generations.writer():
        new = generations.begin(copy_of=published)
        with GraphBuilder(new.graph_path) as builder:
            builder.replace({"urn:x:graph:b": quads("b", 3)})
            builder.load(quads("c"))
            count = len(builder)
        generations.publish(new, Contents(counts={"quads": count})).close()
    with generations.require() as opened:
        opened.verify()
        assert len(opened.open_graph()) == 20 + 3 + 20
    published.verify()
    assert before == {path: path.read_bytes() for path in before}


def test_damage_to_a_shared_table_is_noticed_in_the_copy_too(published: Generation) -> None:
    generations = Generations(published.root)
    table = max(published.graph_path.glob("*.sst"), key=lambda path: path.stat().st_size)
    flip(table)
    with generations.writer():
        new = generations.begin(copy_of=published)
        generations.publish(new, Contents(counts={"quads": 40})).close()
    with (
        pytest.raises(StoreDamagedError, match=table.name),
        generations.require() as opened,
    ):
        opened.verify()


def test_the_same_documents_give_the_same_graph_in_any_order_and_however_built(
    tmp_path: Path, published: Generation
) -> None:
    with publish(Generations(tmp_path / "other"), "b") as first:
        other = Generations(tmp_path / "other")
        with other.writer():
            new = other.begin(copy_of=first)
            with GraphBuilder(new.graph_path) as builder:
                builder.load(quads("x") + quads("a"))
                builder.remove(["urn:x:graph:x"])
            other.publish(new, Contents()).close()
        with other.require() as second:
            graphs = second.open_graph(), published.open_graph()
            dumps = [[graph.lines(name) for name in graph.named_graphs()] for graph in graphs]
            assert dumps[0] == dumps[1]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def every_file(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and path.name != "WRITER")


@pytest.mark.parametrize("damage", ["flip", "halve", "empty", "delete", "grow"])
def test_damage_to_any_file_is_noticed_by_name(published: Generation, damage: str) -> None:
    root = published.root
    published.close()
    for path in every_file(root):
        original = path.read_bytes()
        if damage == "delete":
            path.unlink()
        elif damage == "flip" and original:
            flip(path)
        elif damage == "grow" or not original:
            path.write_bytes(original + b"x")
        else:
            path.write_bytes(original[: len(original) // 2] if damage == "halve" else b"")
        with pytest.raises(StoreDamagedError) as caught, Generations(root).require() as opened:
            opened.verify()
        assert path.name in str(caught.value)
        path.write_bytes(original)
    with Generations(root).require() as opened:
        opened.verify()


def test_opening_notices_what_is_missing_or_of_another_size(published: Generation) -> None:
    (published.index_path / "vectors.bin").write_bytes(b"short")
    with pytest.raises(StoreDamagedError, match=r"vectors\.bin has 5 bytes instead of 100,000"):
        Generations(published.root).current()


def test_a_file_that_does_not_belong_is_noticed(published: Generation) -> None:
    (published.graph_path / "000999.log").write_bytes(b"x")
    with pytest.raises(StoreDamagedError, match=r"000999\.log does not belong"):
        Generations(published.root).current()


def test_a_file_is_given_out_only_with_its_checksum(published: Generation) -> None:
    assert published.checked("index/vectors.bin").is_file()
    with Generations(published.root).require() as opened:
        flip(opened.index_path / "vectors.bin")
        with pytest.raises(StoreDamagedError, match=r"vectors\.bin has changed"):
            opened.checked("index/vectors.bin")


def test_another_model_is_refused(published: Generation) -> None:
    with pytest.raises(StoreVersionError, match=r"model-a.*model-b"):
        Generations(published.root).current(model="model-b")
    with Generations(published.root).require(model="model-a") as opened:
        assert opened.manifest.contents.model == "model-a"


def test_a_later_format_is_refused_and_nothing_is_changed(published: Generation) -> None:
    manifest = published.path / "manifest.json"
    found = json.loads(manifest.read_bytes())
    found["format_version"] = 2
    manifest.write_text(json.dumps(found))
    before = {path: path.read_bytes() for path in every_file(published.root)}
    with pytest.raises(StoreVersionError, match="format 2, of a later caregraph"):
        Generations(published.root).current()
    assert before == {path: path.read_bytes() for path in every_file(published.root)}


def test_the_manifest_tells_what_was_made_by_what(published: Generation) -> None:
    found = json.loads((published.path / "manifest.json").read_bytes())
    assert found["contents"]["counts"] == {"quads": 40}
    assert found["contents"]["model"] == "model-a"
    assert "graph/CURRENT" in found["files"]
    assert found["created"].endswith("+00:00")


def test_a_read_only_folder_is_read(published: Generation) -> None:
    root = published.root
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    with Generations(root).require() as opened:
        assert len(opened.open_graph()) == 40
        list(opened.open_graph().query("SELECT * { ?s ?p ?o }").rows)
    assert before == {path: path.stat().st_mtime_ns for path in root.rglob("*")}


# --- other processes ------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from caregraph.graph.generations import Generations
with Generations(Path(sys.argv[1])).writer():
    print("held", flush=True)
    time.sleep(60)
"""

INGEST = """
import sys
from pathlib import Path
from caregraph.graph.generations import Generations
from caregraph.graph.manifest import Contents
from caregraph.graph.store import GraphBuilder

generations = Generations(Path(sys.argv[1]))
with generations.writer():
    number = 0
    while True:
        number += 1
        old = generations.current()
        new = generations.begin(copy_of=old)
        with GraphBuilder(new.graph_path) as builder:
            name = f"urn:x:graph:{(old.number if old else 0) + 1}"
            builder.load("".join(
                f'<urn:x:{n}> <urn:x:says> "{name}" <{name}> .\\n' for n in range(50)
            ).encode())
            count = len(builder)
        (new.index_path / "vectors.bin").write_bytes(bytes(50_000))
        generations.publish(new, Contents(counts={"quads": count})).close()
        if old:
            old.close()
        generations.prune()
        print(count, flush=True)
"""


def run(code: str, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this interpreter and the code above
        [sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_writer_is_refused_at_once_and_told_who_writes(tmp_path: Path) -> None:
    holder = run(HOLD, tmp_path / "kb")
    try:
        assert first_line(holder) == "held"
        began = time.monotonic()
        with (
            pytest.raises(StoreInUseError, match=f"process {holder.pid} .* since ") as caught,
            Generations(tmp_path / "kb").writer(),
        ):
            pass
        assert time.monotonic() - began < 1
        assert caught.value.pid == holder.pid
    finally:
        holder.kill()
        holder.communicate()


def test_the_lock_of_a_killed_writer_does_not_block(tmp_path: Path) -> None:
    holder = run(HOLD, tmp_path / "kb")
    assert first_line(holder) == "held"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with publish(Generations(tmp_path / "kb"), "a") as generation:
        assert generation.number == 1


def test_a_writer_killed_at_any_moment_leaves_a_whole_generation(tmp_path: Path) -> None:
    root = tmp_path / "kb"
    moments = random.Random(20261121)  # noqa: S311 - moments, not secrets
    least = 0
    for _ in range(12):
        writer = run(INGEST, root)
        reported = first_line(writer)
        time.sleep(moments.uniform(0, 0.15))
        writer.send_signal(signal.SIGKILL)
        out, _ = writer.communicate()
        least = max(int(line) for line in [reported, *out.split()])
        with Generations(root).require() as opened:
            opened.verify()
            graph = opened.open_graph()
            assert len(graph) >= least
            assert len(graph) == 50 * len(graph.named_graphs())
    generations = Generations(root)
    with generations.writer():
        generations.prune()
    with generations.require() as opened:
        folders = [path.name for path in (root / "generations").iterdir()]
        assert folders == [f"{opened.number:06d}"]
        assert len(opened.open_graph()) >= least >= 50 * 12


def test_readers_beside_a_writer_see_published_counts_only(tmp_path: Path) -> None:
    root = tmp_path / "kb"
    writer = run(INGEST, root)
    try:
        assert int(first_line(writer)) == 50
        seen: list[int] = []
        deadline = time.monotonic() + 30  # a busy machine gives the writer its turn late
        while time.monotonic() < deadline and (len(seen) < 40 or seen[-1] == seen[0]):
            with Generations(root).require() as opened:
                seen.append(len(opened.open_graph()))
    finally:
        writer.kill()
        writer.communicate()
    assert all(count % 50 == 0 for count in seen)
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_a_full_disk_leaves_what_was_there(published: Generation) -> None:
    root = published.root
    published.close()
    code = """
import sys
from pathlib import Path
import resource, signal
from caregraph.graph.generations import Generations
from caregraph.graph.manifest import Contents
from caregraph.graph.store_errors import StoreWriteError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
generations = Generations(Path(sys.argv[1]))
with generations.writer():
    new = generations.begin()
    (new.index_path / "vectors.bin").write_bytes(bytes(1000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    try:
        generations.publish(new, Contents())
    except StoreWriteError as error:
        print(error)
"""
    writer = run(code, root)
    out, _ = writer.communicate()
    assert "cannot be written: File too large" in out
    with Generations(root).require() as opened:
        opened.verify()
        assert opened.number == 1
    shutil.rmtree(root)


def test_the_graph_is_never_made_by_opening_it(tmp_path: Path) -> None:
    from caregraph.graph.store import GraphStore

    with pytest.raises(StoreMissingError, match="there is no graph in"):
        GraphStore.open(tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


def test_a_bare_store_of_the_library_would_make_it(tmp_path: Path) -> None:
    # The reason for the test above; should this ever fail, GraphStore.open can become simpler.
    pyoxigraph.Store(str(tmp_path / "graph"))
    assert (tmp_path / "graph").exists()
