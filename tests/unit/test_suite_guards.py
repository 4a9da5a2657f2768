"""What keeps the repository in order: its layers, its modules, and the tests themselves."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "caregraph"
LAYERS = ("cli", "documents", "embeddings", "extraction", "graph", "ontology", "web")
OUR_IRIS = "w3id.org/caregraph"

GOLDEN = {
    "examples/expected": 12,
    "examples/expected_coverage": 6,
}
"""Folders of expected outputs and how many there are: none gets lost, none is added unseen."""


def package_modules() -> list[Path]:
    """Give the modules of the package, each once, by the path that its layer has."""
    layers = itertools.chain(*((ROOT / layer).glob("**/*.py") for layer in LAYERS))
    return sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("ingest/*.py"), *layers])


def suite_files() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def settings() -> dict[str, Any]:
    """Give the tools' part of pyproject.toml."""
    tool: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    return tool


def test_every_layer_is_a_folder_with_a_relative_link_to_it() -> None:
    links = {path.name: path for path in PACKAGE.iterdir() if path.is_symlink()}
    assert sorted(links) == sorted(LAYERS)
    for name, link in links.items():
        assert link.readlink() == Path("..", "..", name)
        assert link.is_dir(), f"{link} is no folder; clone with 'git clone -c core.symlinks=true'"
        assert link.resolve() == ROOT / name


def test_every_folder_of_modules_is_a_layer() -> None:
    with_modules = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert with_modules <= set(LAYERS)


def test_the_bare_name_of_every_layer_is_banned() -> None:
    banned = settings()["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    assert sorted(banned) == sorted(LAYERS)


def test_the_contract_of_layers_names_every_part_of_the_package() -> None:
    contract = settings()["importlinter"]["contracts"][0]
    packages = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name[0] != "_"}
    modules = {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    assert set(contract["layers"]) == packages | modules
    assert contract["exhaustive"] is True


def test_no_module_is_long() -> None:
    product = {path: path.read_text(encoding="utf-8").count("\n") for path in package_modules()}
    assert len(product) > 80
    assert {path.name: lines for path, lines in product.items() if lines > 400} == {}
    tests = {path: path.read_text(encoding="utf-8").count("\n") for path in suite_files()}
    assert {path.name: lines for path, lines in tests.items() if lines > 600} == {}


def strings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the strings of a module that are no docstrings, with their lines."""
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def test_iris_of_ours_are_written_in_the_ontology_and_minted_in_one_module() -> None:
    allowed = {ROOT / "graph" / "iris.py"}
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in package_modules()
        if path not in allowed and ROOT / "ontology" not in path.parents
        for line, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if OUR_IRIS in text
    ]
    assert found == []


def calls_in(function: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            names |= {getattr(target, "attr", ""), getattr(target, "id", "")}
    return names


def asserts_something(function: ast.FunctionDef, checkers: set[str]) -> bool:
    """Tell whether a test asserts, itself or by a function of its module that does."""
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    called = calls_in(function)
    return bool(called & (checkers | {"raises", "warns", "fail"})) or any(
        name.startswith("assert_") for name in called
    )


def test_every_test_can_fail() -> None:
    without = []
    count = 0
    for path in suite_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        checkers = {
            f.name for f in functions if any(isinstance(n, ast.Assert) for n in ast.walk(f))
        }
        checkers -= {name for name in checkers if name.startswith("test_")}
        for function in functions:
            if function.name.startswith("test_"):
                count += 1
                if not asserts_something(function, checkers):
                    without.append(f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")
    assert without == []
    assert count > 300


def test_skips_carry_their_reason() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in suite_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"mark\.(skip|xfail)\s*(\(\s*\)|$)", line)
    ]
    assert found == []


def test_golden_folders_have_as_many_cases_as_are_known() -> None:
    golden = ROOT / "tests" / "golden"
    folders = {path.parent for path in golden.rglob("*") if path.is_file() and path.suffix != ".py"}
    counted = {
        folder.relative_to(golden).as_posix(): sum(path.is_file() for path in folder.iterdir())
        for folder in folders
        if "__pycache__" not in folder.parts
    }
    assert counted == GOLDEN


def run(code: str) -> list[str]:
    """Run code in a fresh interpreter; give the lines that it prints on stderr."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()


HEAVY = (
    "rdflib",
    "torch",
    "pyshacl",
    "numpy",
    "pyoxigraph",
    "faiss",
    "onnxruntime",
    "rich",
    "lxml",
)


@pytest.mark.parametrize("module", ["caregraph", "caregraph.cli.main"])
def test_importing_the_entrance_loads_nothing_heavy(module: str) -> None:
    loaded = run(f"import sys, {module}; print(*sys.modules, sep='\\n', file=sys.stderr)")
    assert module in loaded
    assert set(loaded) & set(HEAVY) == set()


@pytest.mark.model
@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "care leavers"],
        ["search", "care leavers", "--format", "json"],
        ["sparql", "SELECT ?s WHERE { ?s a cg:Finding } LIMIT 1"],
        ["sparql", "SELECT ?s WHERE { ?s a cg:Finding } LIMIT 1", "--format", "csv"],
        ["show", "Northmoor"],
        ["status"],
    ],
)
def test_commands_that_answer_a_person_load_nothing_slow(
    sample_kb: Path, arguments: list[str]
) -> None:
    command = ["caregraph", *arguments, "--kb", str(sample_kb)]
    loaded = run(
        f"import sys; sys.argv = {command!r}\n"
        "from caregraph.cli.main import run\n"
        "try: run()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    assert "caregraph.knowledge_base" in loaded
    assert set(loaded) & {"rdflib", "torch", "pyshacl", "sentence_transformers", "lxml"} == set()


IMPORT_ALL = f"""
import importlib, pkgutil, sys
import caregraph
root = {str(ROOT)!r}
opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path, mode = arguments[0], arguments[1] or ""
        ours = path.startswith(root) and "/site-packages/" not in path  # .venv lies in the root
        ours = ours and not path.endswith((".py", ".pyc"))
        if (ours or set(mode) & set("wax+")) and ".pyc" not in path:
            opened.append(path)
modules = [m.name for m in pkgutil.walk_packages(caregraph.__path__, "caregraph.")]
skipped = ("caregraph.__main__", "caregraph.embeddings.onnx_export")
sys.addaudithook(hook)
for name in modules:
    if name not in skipped and "query_process" not in name:
        importlib.import_module(name)
print(len(modules), *opened, sep="\\n", file=sys.stderr)
"""


OPENED_AT_IMPORT = ("extraction/person_words.csv",)
"""Tables behind a module's constants: small, and read only by the processes that read documents."""


def test_importing_a_module_opens_no_file_and_writes_none() -> None:
    # Left out: __main__ and query_process run when they are imported; onnx_export loads torch.
    count, *opened = run(IMPORT_ALL)
    assert int(count) > 80
    assert [path for path in opened if not path.endswith(OPENED_AT_IMPORT)] == []
