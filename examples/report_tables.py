"""The tables and boxes of the sample reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.platypus import Flowable, Table, TableStyle

_PADDING = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
]
_GRID = [("GRID", (0, 0), (-1, -1), 0.75, colors.black)]
_SHADED = [("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.94, 0.94, 0.94))]

# The first row runs over both columns; areas 2.1 and 2.2 are set in, as in the SIF reports.
_SIF = [
    ("SPAN", (0, 0), (-1, 0)),
    ("SPAN", (0, 1), (1, 1)),
    ("SPAN", (0, 2), (1, 2)),
    ("SPAN", (0, 3), (0, 4)),
    ("SPAN", (0, 5), (1, 5)),
    ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
]

KINDS: dict[str, tuple[tuple[float, ...], list[Any]]] = {
    "ilacs": ((199, 252), _GRID),
    "ilacs-2019": ((315, 136), _GRID),
    "sif": ((49, 254, 148), _GRID + _SIF),
    "section": ((281, 170), [*_GRID, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]),
    "priority": ((150, 301), _GRID + _SHADED),
    "improvement": ((451,), _GRID + _SHADED),
    "half": ((225, 226), _GRID),
    "columns": ((225, 226), []),
    "scale": ((136, 315), []),
    "grades": ((230, 120, 101), []),
    "pairs": ((140, 311), []),
    "contents": ((411, 40), []),
}


def table(kind: str, rows: Sequence[Sequence[Any]]) -> Table:
    """Give a table of the kind, its rows filled up with empty cells."""
    widths, style = KINDS[kind]
    full = [[*row, *[""] * (len(widths) - len(row))] for row in rows]
    heading = 1 if kind in {"priority", "improvement"} and len(rows) > 1 else 0
    padding = _PADDING if kind != "contents" else [("VALIGN", (0, 0), (-1, -1), "BOTTOM")]
    # In the SIF table the indented column of the first rows is empty: their text stands in the
    # spanning cell before it.
    return Table(
        full, colWidths=widths, style=TableStyle(padding + style), hAlign="LEFT", repeatRows=heading
    )


def boxed(paragraphs: Sequence[Flowable]) -> Table:
    """Give paragraphs in one box, which may run over pages."""
    edges = [("BOX", (0, 0), (-1, -1), 0.75, colors.black)]
    return Table(
        [[paragraph] for paragraph in paragraphs],
        colWidths=[451],
        style=TableStyle(_PADDING + edges),
        hAlign="LEFT",
    )
