"""`caregraph sparql`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from caregraph.cli.options import DEFAULT_KB, Kb

HELP = "Answer a SPARQL query; cg:similarity and SERVICE cg:search search by meaning."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sparql", help=HELP)(sparql)


def sparql(
    *,
    query: Annotated[
        str | None, typer.Argument(help="The query; '-' reads it from the standard input.")
    ] = None,
    kb: Kb = DEFAULT_KB,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the query from this file.")
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="table, json, xml, csv or tsv for SELECT and ASK; turtle, ntriples, trig, nquads, "
            "jsonld or rdfxml for CONSTRUCT and DESCRIBE.",
        ),
    ] = "table",
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="Stop after so many seconds.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Answer a SPARQL query."""
    from caregraph.cli.output import text_output, warn
    from caregraph.graph.results import ResultFormat, write_results
    from caregraph.knowledge_base import KnowledgeBase

    if form not in tuple(ResultFormat):
        names = ", ".join(ResultFormat)
        raise typer.BadParameter(f"{form!r} is none of {names}", param_hint="--format")
    text = _text(query, file)
    with KnowledgeBase.open(kb) as base:
        result = base.query(text, timeout_s=timeout)
        for warning in result.warnings:
            warn(warning)
        with text_output(output, force=force) as stream:
            write_results(result, ResultFormat(form), stream)


def _text(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise typer.BadParameter("give the query, or a file with -f", param_hint="QUERY")
    if file is None and query != "-":
        return query or ""
    data = file.read_bytes() if file is not None else sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = str(file) if file is not None else "the standard input"
        raise typer.BadParameter(
            f"byte {error.start} of {where} is not UTF-8; save the query as UTF-8",
            param_hint="QUERY",
        ) from error
