"""`caregraph search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from caregraph.cli.options import DEFAULT_KB, Format, Kb, Limit, Listing
from caregraph.embeddings.request import Mode, SearchRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caregraph.embeddings.hits import Hit

HELP = "Search findings, recommendations and other passages in plain words."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search", help=HELP)(search)


def search(
    *,
    text: Annotated[str, typer.Argument(help="What you look for, in plain words.")],
    kb: Kb = DEFAULT_KB,
    limit: Limit = 10,
    authority: Annotated[
        list[str] | None, typer.Option(help="Only of this authority, by any of its names.")
    ] = None,
    region: Annotated[list[str] | None, typer.Option(help="Only of this region.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="Only of this judgement area, as 'care-leavers'.")
    ] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Only on this theme.")] = None,
    polarity: Annotated[
        list[str] | None, typer.Option(help="Only strength, weakness, mixed or neutral.")
    ] = None,
    grade: Annotated[
        list[str] | None, typer.Option(help="Only where the passage's area was graded so.")
    ] = None,
    framework: Annotated[
        list[str] | None, typer.Option(help="Only of this framework, as 'ilacs'.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only of inspections from this day, month or year on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only of inspections up to this day, month or year.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only finding, recommendation, statement, action or statistic."),
    ] = None,
    mode: Annotated[
        Mode, typer.Option(help="Rank by meaning and words (hybrid), or by one of them.")
    ] = Mode.HYBRID,
    form: Format = Listing.TABLE,
) -> None:
    """Search in plain words."""
    from caregraph.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        hits = base.find(
            SearchRequest(
                text=text,
                limit=limit,
                authorities=tuple(authority or ()),
                regions=tuple(region or ()),
                areas=tuple(area or ()),
                themes=tuple(theme or ()),
                polarities=tuple(polarity or ()),
                grades=tuple(grade or ()),
                frameworks=tuple(framework or ()),
                kinds=tuple(kind or ()),
                since=since,
                until=until,
                mode=mode,
            )
        )
    _print(hits, form)


def _print(hits: Sequence[Hit], form: Listing) -> None:
    from caregraph.cli.output import print_csv, print_json

    if form is Listing.JSON:
        print_json([hit.as_json() for hit in hits])
    elif form is Listing.CSV:
        rows = [hit.as_json() for hit in hits]
        columns = list(rows[0]) if rows else []
        print_csv(columns, ([_cell(row[name]) for name in columns] for row in rows))
    else:
        for hit in hits:
            _print_hit(hit)
        if not hits:
            typer.echo("nothing found: no passage satisfies all the filters", err=True)


def _cell(value: object) -> object:
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value


def _print_hit(hit: Hit) -> None:
    """Print one hit: whose and when, the words, and where to check them."""
    import shutil
    import textwrap

    from caregraph.cli.output import shown

    passage = hit.passage
    about = [
        ", ".join(passage.authorities) or "authority not known",
        (passage.framework or "").upper(),
        (passage.start_date or passage.publication_date or "")[:7],
        passage.area,
        passage.polarity,
        passage.kind if passage.kind != "finding" else None,
    ]
    where = [
        passage.document,
        f"page {passage.page}" if passage.page else None,
        f"paragraph {passage.paragraph}" if passage.paragraph else None,
        f"'{passage.section}'" if passage.section else None,
    ]
    width = min(shutil.get_terminal_size().columns, 100)
    typer.secho(f"{hit.rank}. " + " · ".join(shown(part) for part in about if part), bold=True)
    for line in shown(passage.text).splitlines():
        typer.echo(textwrap.fill(line, width, initial_indent="   ", subsequent_indent="   "))
    typer.secho("   " + ", ".join(shown(part) for part in where if part), dim=True)
    typer.echo()
