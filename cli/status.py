"""`caregraph status` and `caregraph check`."""

from __future__ import annotations

from typing import Annotated

import typer

from caregraph.cli.exits import Exit
from caregraph.cli.options import DEFAULT_KB, Format, Kb, Listing, Summary, SummaryFormat


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status", help="Tell what the knowledge base holds.")(status)
    app.command("check", help="Check that the knowledge base is whole and says what it read.")(
        check
    )


def status(
    *,
    kb: Kb = DEFAULT_KB,
    documents: Annotated[bool, typer.Option("--documents", help="List the documents.")] = False,
    problems: Annotated[
        bool,
        typer.Option("--problems", help="List what a person should look at, most doubtful first."),
    ] = False,
    form: Format = Listing.TABLE,
) -> None:
    """Tell what the knowledge base holds."""
    from caregraph.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(kb) as base:
        entries = base.documents()
        summary = base.status()
        doubts = base.problems() if problems else ()
    if documents:
        _print_rows(
            ("document", "family", "findings", "problems", "sha256"),
            [[e.name, e.family, e.findings, len(e.problems), e.sha256[:12]] for e in entries],
            form,
        )
    if problems:
        _print_rows(
            ("confidence", "document", "page", "problem", "iri"),
            [[p.confidence, p.document, p.page, p.message, p.iri] for p in doubts],
            form,
        )
    if not documents and not problems:
        _print_rows(("what", "value"), [list(pair) for pair in summary.items()], form)


def check(
    *,
    kb: Kb = DEFAULT_KB,
    quotes: Annotated[
        bool,
        typer.Option("--quotes", help="Read every document again and compare every quotation."),
    ] = False,
    laws: Annotated[
        bool,
        typer.Option(
            "--laws",
            help="Name what was not read as its layout promises, such as a missing paragraph.",
        ),
    ] = False,
    form: SummaryFormat = Summary.TEXT,
) -> None:
    """Check the knowledge base."""
    from caregraph.cli.output import ProgressBars, print_json, shown
    from caregraph.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(kb) as base, ProgressBars() as bars:
        report = base.check(quotes=quotes, laws=laws, progress=bars)
    if form is Summary.JSON:
        print_json({"checked": dict(report.checked), "faults": list(report.faults)})
    else:
        for what, count in report.checked.items():
            typer.echo(f"{count:>9,} {what}")
        for fault in report.faults:
            typer.echo(f"fault: {shown(fault)}", err=True)
        typer.echo("faults: " + (f"{len(report.faults)}" if report.faults else "none"))
    if report.faults:
        raise typer.Exit(Exit.DAMAGED if report.is_damaged else Exit.FAILED)


def _print_rows(columns: tuple[str, ...], rows: list[list[object]], form: Listing) -> None:
    from caregraph.cli.output import print_csv, print_json, print_table

    if form is Listing.JSON:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form is Listing.CSV:
        print_csv(columns, rows)
    else:
        print_table(None, columns, rows)
