"""Groups of printed lines: what becomes one block, and whether a break has cut it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from caregraph.documents.model import BlockKind
from caregraph.documents.pdf_lines import TextLine

# lines that end so: at the right time. / to improve: / (paragraph 52). / ‘good enough’?
_SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]*$")


@dataclass(slots=True, kw_only=True, eq=False)
class Group:
    """Lines that form one block, before it is known where the block goes."""

    kind: BlockKind
    lines: list[TextLine] = field(default_factory=list)
    marker: str | None = None
    bullet: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None
    level: int = 0

    @property
    def first(self) -> TextLine:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words, for decisions; the stored text is joined in `compose`."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its longest line."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether most of its lines are bold."""
        return sum(len(line.text) if line.bold else -len(line.text) for line in self.lines) > 0

    @property
    def left(self) -> float:
        """The left edge."""
        return min(line.x0 for line in self.lines)

    @property
    def right(self) -> float:
        """The right edge."""
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        """The upper edge of the first line."""
        return self.first.top

    @property
    def bottom(self) -> float:
        """The lower edge of the last line."""
        return self.last.bottom


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence or an introduction to a list does."""
    return _SENTENCE_END.search(text) is not None


def is_unfinished(before: Group, after: Group) -> bool:
    """Whether the words of `before` go on in `after`, by how the one ends and the other begins."""
    if before.last.hyphen:
        return True
    start = after.first.whole[:1]
    if ends_sentence(before.last.text):
        return start.islower() and not before.last.text.endswith(":")
    return True
