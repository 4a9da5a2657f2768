"""How hits are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from caregraph.cli.options import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caregraph.embeddings.hits import Hit
    from caregraph.embeddings.passages import Passage


def print_listing(hits: Sequence[Hit], form: Listing) -> None:
    """Print hits for programs.

    Args:
        hits: Best first.
        form: JSON or CSV.
    """
    from caregraph.cli.output import print_csv, print_json

    if form is Listing.JSON:
        print_json([hit.as_json() for hit in hits])
        return
    rows = [hit.as_json() for hit in hits]
    columns = list(rows[0]) if rows else []
    print_csv(columns, ([_cell(row[name]) for name in columns] for row in rows))


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return "; ".join(f"{name} {part}" for name, part in value.items())
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value


def print_hits(hits: Sequence[Hit], *, words: str, explain: bool) -> None:
    """Print hits for people: passages with the very same words stand under the first of them.

    Args:
        hits: Best first.
        words: To be marked in the passages.
        explain: Whether to print what each score is made of.
    """
    for group in _folded(hits):
        _print_hit(group[0], words)
        for other in group[1:]:
            typer.secho(f"   the same words: {_where(other.passage)}", dim=True)
        if explain:
            typer.secho(f"   {_explained(group[0])}", dim=True)
        typer.echo()


def _folded(hits: Sequence[Hit]) -> list[list[Hit]]:
    from caregraph.embeddings.words import words_of

    groups: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(words_of(hit.passage.text), []).append(hit)
    return list(groups.values())


def _print_hit(hit: Hit, words: str) -> None:
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
    width = min(shutil.get_terminal_size().columns, 100)
    typer.secho(f"{hit.rank}. " + " · ".join(shown(part) for part in about if part), bold=True)
    for paragraph in shown(passage.text).splitlines():
        for line in textwrap.wrap(paragraph, width - 3):
            typer.echo("   " + _marked(line, words))
    typer.secho("   " + _where(passage), dim=True)
    if passage.source_url:
        typer.secho("   " + shown(passage.source_url), dim=True)


def _marked(line: str, words: str) -> str:
    """Give a line with the words that were asked for in bold (on a terminal)."""
    from caregraph.embeddings.marking import marked_spans

    parts: list[str] = []
    end = 0
    for start, stop in marked_spans(line, words):
        parts += [line[end:start], typer.style(line[start:stop], bold=True)]
        end = stop
    return "".join([*parts, line[end:]])


def _where(passage: Passage) -> str:
    from caregraph.cli.output import shown

    where = [
        passage.document,
        f"page {passage.page}" if passage.page else None,
        f"paragraph {passage.paragraph}" if passage.paragraph else None,
        f"'{passage.section}'" if passage.section else None,
    ]
    return ", ".join(shown(part) for part in where if part)


def _explained(hit: Hit) -> str:
    score = f"score {hit.score:.3f}"
    if hit.parts is not None:
        parts = ", ".join(f"{name} {part:+.3f}" for name, part in hit.parts.as_json().items())
        score += f" = {parts}"
    places = [
        f"{hit.similarity_rank}. by meaning" if hit.similarity_rank else None,
        f"{hit.keyword_rank}. by words" if hit.keyword_rank else None,
    ]
    return "; ".join([score, *(place for place in places if place)])
