"""`caregraph search` and `caregraph similar`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from caregraph.cli.hits import print_hits, print_listing
from caregraph.cli.options import DEFAULT_KB, Format, Kb, Limit, Listing
from caregraph.embeddings.request import Mode, SearchRequest

if TYPE_CHECKING:
    from caregraph.embeddings.understanding import Understanding

HELP = "Search findings, recommendations and other passages in plain words."
HELP_SIMILAR = "Give the passages nearest in meaning to one of them."


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("search", help=HELP)(search)
    app.command("similar", help=HELP_SIMILAR)(similar)


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
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="Take places, years, grades and 'weaknesses' in TEXT as mere words."
        ),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show the least bad passages where none is about TEXT.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what each score is made of.")
    ] = False,
    form: Format = Listing.TABLE,
) -> None:
    """Search in plain words."""
    from caregraph.knowledge_base import KnowledgeBase

    request = SearchRequest(
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
        understand=not plain,
        everything=everything,
    )
    with KnowledgeBase.open(kb) as base:
        hits = base.find(request)
        read = base.index.read(request)
        satisfying = 0 if hits else base.index.count(base.index.narrowed(request))
    if read.notes:
        _say_reading(read)
    if form is Listing.TABLE:
        print_hits(hits, words=read.words, explain=explain)
        if not hits:
            _say_nothing(satisfying)
    else:
        print_listing(hits, form)


def similar(
    *,
    iri: Annotated[str, typer.Argument(help="The IRI of a passage, as search gives it.")],
    kb: Kb = DEFAULT_KB,
    limit: Limit = 10,
    form: Format = Listing.TABLE,
) -> None:
    """Give more like one passage."""
    from caregraph.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        hits = base.similar(iri, limit=limit)
    if form is Listing.TABLE:
        print_hits(hits, words="", explain=False)
    else:
        print_listing(hits, form)


def _say_reading(read: Understanding) -> None:
    from caregraph.cli.output import shown

    notes = "; ".join(shown(note) for note in read.notes)
    typer.echo(f"read as: {shown(read.words)} | {notes} (--plain takes these as words)", err=True)


def _say_nothing(satisfying: int) -> None:
    if satisfying:
        typer.echo(
            f"nothing found: of the {satisfying} passages that could be meant, none is about this; "
            "--all shows the least distant",
            err=True,
        )
    else:
        typer.echo("nothing found: no passage satisfies all the filters", err=True)
