"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Kb = Annotated[
    Path,
    typer.Option(
        "--kb",
        envvar="CAREGRAPH_KB",
        help="The folder of the knowledge base.",
        show_default=True,
    ),
]
DEFAULT_KB = Path("caregraph-kb")

Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many at most.")]


class Listing(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Format = Annotated[Listing, typer.Option("--format", help="How to print the result.")]


class Summary(StrEnum):
    """How a report of what was done is printed."""

    TEXT = "text"
    JSON = "json"


SummaryFormat = Annotated[Summary, typer.Option("--format", help="How to print the report.")]
