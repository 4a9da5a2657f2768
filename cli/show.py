"""`caregraph show` and `caregraph ontology`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from caregraph.cli.options import DEFAULT_KB, Kb, Summary, SummaryFormat

if TYPE_CHECKING:
    from caregraph.graph.describe import Description, Property, Value


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show", help="Show what is known of one thing, and which documents say it.")(show)
    app.command("ontology", help="Print the vocabulary as Turtle.")(ontology)


def show(
    *,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME-OR-IRI",
            help="An authority, a person or a concept by name, a document's file name, or an IRI.",
        ),
    ],
    kb: Kb = DEFAULT_KB,
    form: SummaryFormat = Summary.TEXT,
) -> None:
    """Show what is known of one thing."""
    from dataclasses import asdict

    from caregraph.cli.output import print_json
    from caregraph.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        description = base.describe(name)
    if form is Summary.JSON:
        print_json(asdict(description))
    else:
        _print(description)


def ontology() -> None:
    """Print the vocabulary."""
    from caregraph.ontology import turtle

    typer.echo(turtle(), nl=False)


def _print(description: Description) -> None:
    from caregraph.cli.output import print_table, shown

    kinds = ", ".join(description.kinds) or "not described here"
    typer.secho(f"{shown(description.label)} ({kinds})", bold=True)
    typer.echo(description.iri)
    numbers = {name: number for number, name in enumerate(description.documents, start=1)}
    for title, properties in (("", description.says), ("Pointed at by", description.pointed_at_by)):
        if title and properties:
            typer.secho(f"\n{title}", bold=True)
        for item in properties:
            _print_property(item, {} if title else numbers)
    if description.judgements:
        typer.echo()
        print_table(
            "Judgements",
            ("Start", "Framework", "Area", "Grade", "Stated in"),
            (
                (row.start, row.framework, row.area, row.grade, row.document)
                for row in description.judgements
            ),
        )
    if description.documents:
        typer.secho("\nSaid by", bold=True)
        for document, number in numbers.items():
            mark = f"[{number}] " if len(numbers) > 1 else ""
            typer.echo(f"  {mark}{shown(document)}")


def _print_property(item: Property, numbers: Mapping[str, int]) -> None:
    from caregraph.cli.output import shown

    more = item.count - len(item.values)
    words = [shown(value.text) + _sources(value, numbers) for value in item.values]
    words += [f"and {more} more"] if more else []
    if len(words) == 1:
        typer.echo(f"  {item.name}: {words[0]}")
        return
    typer.echo(f"  {item.name}:")
    for word in words:
        typer.echo(f"    {word}")


def _sources(value: Value, numbers: Mapping[str, int]) -> str:
    """Give the numbers of the documents that say so, where not all of them do."""
    if not value.documents or not numbers or len(value.documents) == len(numbers):
        return ""
    listed = ", ".join(str(numbers[name]) for name in value.documents)
    return f" [{listed}]"
