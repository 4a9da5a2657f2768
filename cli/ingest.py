"""`caregraph ingest` and `caregraph remove`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caregraph.cli.exits import Exit
from caregraph.cli.options import DEFAULT_KB, Kb, Summary, SummaryFormat

if TYPE_CHECKING:
    from caregraph.ingest.pipeline import IngestReport

HELP = "Take documents (PDF, DOCX, PPTX, HTML, TXT, Markdown) into the knowledge base."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ingest", help=HELP)(ingest)
    app.command("remove", help="Remove a document, with all that it alone said.")(remove)


def ingest(
    *,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Files and folders. A manifest.csv beside a file may say its url, publisher, "
            "date of publication and licence.",
        ),
    ],
    kb: Kb = DEFAULT_KB,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Documents read side by side.")
    ] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Read scanned pages with Tesseract, where it is there.")
    ] = False,
    authorities: Annotated[
        Path | None,
        typer.Option(help="A CSV list of further authorities; the knowledge base keeps it."),
    ] = None,
    same: Annotated[
        Path | None,
        typer.Option(help="A CSV file of pairs that are one; the knowledge base keeps it."),
    ] = None,
    different: Annotated[
        Path | None,
        typer.Option(help="A CSV file of pairs that are not one; the knowledge base keeps it."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
    form: SummaryFormat = Summary.TEXT,
) -> None:
    """Take documents into the knowledge base."""
    from caregraph.cli.output import ProgressBars
    from caregraph.ingest.kept_rulings import RulingFiles
    from caregraph.ingest.pipeline import ingest as run
    from caregraph.ingest.reading import Reading

    with ProgressBars(quiet=quiet) as bars:
        report = run(
            kb,
            paths,
            workers=workers,
            reading=Reading(authorities=authorities, ocr=ocr),
            rulings=RulingFiles(same=same, different=different),
            progress=bars,
        )
    _tell(report, form)


def remove(
    *,
    document: Annotated[
        str, typer.Argument(help="Its file name, path, or the beginning of its SHA-256.")
    ],
    kb: Kb = DEFAULT_KB,
    form: SummaryFormat = Summary.TEXT,
) -> None:
    """Remove a document."""
    from caregraph.cli.output import ProgressBars
    from caregraph.ingest.pipeline import remove as run

    with ProgressBars() as bars:
        report = run(kb, document, progress=bars)
    _tell(report, form)


def _tell(report: IngestReport, form: Summary) -> None:
    from dataclasses import asdict

    from caregraph.cli.output import print_json, shown

    if form is Summary.JSON:
        print_json(asdict(report))
    for refusal in report.refused:
        typer.echo(f"refused: {shown(refusal.name)}: {shown(refusal.reason)}", err=True)
    for ruling in report.waiting:
        typer.echo(f"note: {shown(ruling)}", err=True)
    if form is Summary.TEXT:
        typer.echo(
            f"{len(report.added)} added, {len(report.unchanged)} already there, "
            f"{len(report.removed)} removed, {len(report.refused)} refused"
        )
        held = ", ".join(f"{count:,} {name}" for name, count in sorted(report.counts.items()))
        typer.echo(f"generation {report.generation} holds {held}")
        spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in report.seconds.items())
        typer.echo(f"took {spent}", err=True)
    if report.refused:
        raise typer.Exit(Exit.PARTIAL)
