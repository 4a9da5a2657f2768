"""What a format's reader hands to `reader.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from caregraph.documents.compose import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The drafts of one file, and what the file says about itself.

    Attributes:
        media_type: By content.
        drafts: Blocks in reading order.
        pages: Pages or slides; 1 for a format without pages.
        page_size: Width and height in points, 0 where the format has none.
        title: From the file's metadata.
        author: The same.
        published: The same; only a date of publication, never one of writing.
        kind: What the file says that it is, in its own word ("article", "NewsArticle").
        warnings: What a person should know, one sentence each.
    """

    media_type: str
    drafts: list[Draft]
    pages: int = 1
    page_size: tuple[float, float] = (0.0, 0.0)
    title: str | None = None
    author: str | None = None
    published: str | None = None
    kind: str | None = None
    warnings: tuple[str, ...] = field(default=())
