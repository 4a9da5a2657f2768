"""`caregraph export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from caregraph.cli.options import DEFAULT_KB, Kb

HELP = "Write a part of the graph, or all of it, to take away."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help=HELP)(export)


def export(
    *,
    kb: Kb = DEFAULT_KB,
    authority: Annotated[
        str | None, typer.Option(help="All about this authority, by any of its names.")
    ] = None,
    inspection: Annotated[
        str | None, typer.Option(help="All about this inspection, an IRI.")
    ] = None,
    iri: Annotated[
        list[str] | None, typer.Option(help="What is said of this thing; see --depth.")
    ] = None,
    search: Annotated[
        str | None,
        typer.Option(help="The best passages for these words, with what they belong to."),
    ] = None,
    construct: Annotated[
        Path | None, typer.Option(help="The graph that the CONSTRUCT query in this file gives.")
    ] = None,
    depth: Annotated[
        int, typer.Option(min=0, max=5, help="With --iri: how many steps to follow.")
    ] = 0,
    limit: Annotated[
        int, typer.Option(min=1, max=1000, help="With --search: how many passages.")
    ] = 50,
    form: Annotated[
        str,
        typer.Option("--format", help="turtle, trig, ntriples, nquads, jsonld or rdfxml."),
    ] = "nquads",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file; '-' is the standard output."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Write a part of the graph; everything where nothing is selected."""
    from caregraph.cli.output import text_output
    from caregraph.graph.part_request import PartRequest
    from caregraph.graph.rdf_text import RdfFormat
    from caregraph.knowledge_base import KnowledgeBase

    if form not in tuple(RdfFormat):
        names = ", ".join(RdfFormat)
        raise typer.BadParameter(f"{form!r} is none of {names}", param_hint="--format")
    request = PartRequest(
        authority=authority,
        inspection=inspection,
        things=tuple(iri or ()),
        search=search,
        construct=construct.read_text(encoding="utf-8") if construct else None,
        depth=depth,
        limit=limit,
    )
    with KnowledgeBase.open(kb) as base, text_output(output, force=force) as stream:
        base.export(request, RdfFormat(form), stream)
