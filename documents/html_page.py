"""Read an HTML page into drafts: its main content, without navigation, notices and advertisements.

Nothing is fetched and no script runs. What is main content is decided by trafilatura; where it
finds none, as on a page of a few lines, the whole body is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from caregraph.documents.compose import Draft
from caregraph.documents.errors import DocumentError
from caregraph.documents.markers import split_marker
from caregraph.documents.model import BlockKind
from caregraph.documents.plain_text import decode
from caregraph.documents.sources import Reading

MEDIA_TYPE = "text/html"

# <meta charset="utf-8">, <?xml version="1.0" encoding="iso-8859-1"?>
_CHARSET = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^>\[]{0,1000}(\[.{0,20000}?\]\s{0,100})?>", re.IGNORECASE | re.DOTALL
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DEPTH_MAX = 200
_MAIN_MIN = 200
"""Characters of main content below which the whole body is read."""
# Who wrote it: "By Ada Hale, Families correspondent", "Words by Bo Reed" (invented)
_BYLINE = re.compile(
    r"(?:Words |Story |Report |Written )?[Bb]y [A-Z][\w’'-]+ [A-Z][\w’'-]+\b[^.]*\Z"
)
# The line below: "Education correspondent", "Local Democracy Reporter" (invented)
_AUTHOR_OFFICE = re.compile(
    r"(?:[\w’'&-]+ ){0,4}(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter)"
)
_BYLINE_MAX = 120
_BYLINE_REACH = 3
"""How many blocks before the main content a byline may stand."""
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_ITEMS = frozenset({"li", "dt", "dd"})
_LEAVES = frozenset({"p", "quote", "blockquote", "pre", "figcaption", "summary", "address"})
_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "header",
        "footer",
        "form",
        "button",
        "svg",
        "iframe",
        "object",
        "head",
        "select",
        "aside",
        "graphic",
        "img",
        "title",
    }
)
_BREAKS = frozenset({"br", "wbr"})
_INLINE = frozenset(
    {
        "a",
        "b",
        "strong",
        "i",
        "em",
        "span",
        "u",
        "sub",
        "sup",
        "small",
        "abbr",
        "cite",
        "q",
        "time",
        "mark",
        "code",
        "del",
        "ins",
        "font",
        "label",
        "br",
        "wbr",
        "s",
    }
)


def read_html(data: bytes, name: str) -> Reading:
    """Give the drafts of an HTML file.

    Args:
        data: The whole file.
        name: Its name, for messages.

    Returns:
        Drafts, and what the page's metadata say.

    Raises:
        DocumentError: If there is no tree of elements in it.
    """
    from lxml import etree, html

    text, warnings = decode_page(data)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        tree = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(name, "read", f"no page in the HTML ({error})") from error
    title, author, published = _metadata(tree)
    kind = _kind(tree)
    drafts = _main_content(tree, author)
    return Reading(
        media_type=MEDIA_TYPE,
        drafts=drafts,
        title=title,
        author=author,
        published=published,
        kind=kind,
        warnings=warnings,
    )


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Give the text of a page, and what a person should know about its encoding.

    Args:
        data: The whole file; what it says about its charset counts only if the bytes agree.

    Returns:
        The text without document type declaration, and warnings.
    """
    text, warnings = decode(data)
    found = _CHARSET.search(data[:2048])
    declared = found.group(1).decode("ascii").lower() if found else ""
    if warnings and declared and "utf-8" in declared.replace("utf8", "utf-8"):
        warnings = (f"{warnings[0]}, though it says {declared}",)
    text = _XML_HEAD.sub("", text.replace("\x00", "")).lstrip("\ufeff \t\r\n")
    subset = _DOCTYPE.match(text)
    return text[subset.end() :] if subset else text, warnings


def _metadata(tree: Any) -> tuple[str | None, str | None, str | None]:
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(tree, extensive=False)
    return found.title or None, found.author or None, found.date or None


def _kind(tree: Any) -> str | None:
    """Give what the page says that it is: the `@type` of its JSON-LD, else its `og:type`."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                said = json.loads(script.text or "")
            except ValueError:  # many pages' JSON-LD is broken
                continue
            named = next(_types(said), None)
            if named is not None:
                return named
    tags = (meta for meta in tree.iter("meta") if meta.get("property") == "og:type")
    return next((meta.get("content") for meta in tags), None)


def _types(said: Any) -> Iterator[str]:
    """Give the types of the things that a page's JSON-LD describes, articles only."""
    things = said if isinstance(said, list) else [said]
    for thing in things:
        if not isinstance(thing, dict):
            continue
        named = thing.get("@type")
        for name in named if isinstance(named, list) else [named]:
            if isinstance(name, str) and name.endswith(("Article", "Posting")):
                yield name
        if isinstance(thing.get("@graph"), list):
            yield from _types(thing["@graph"])


def _main_content(tree: Any, author: str | None) -> list[Draft]:
    """Give the blocks of the page that belong to its main content, in their order.

    trafilatura says which words are main content but loses headings; so the blocks are ours, and
    those are kept whose words it keeps, with the headings above and between them.

    Args:
        tree: The page's root element.
        author: As the page's metadata name them: their line is kept too.

    Returns:
        Drafts; those of the whole body where no main content is found.
    """
    import copy

    from trafilatura import bare_extraction

    whole = tree.find("body")
    drafts = _Walk().drafts(whole if whole is not None else tree)
    found = bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=True,
        include_images=False,
        favor_recall=True,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    kept = _letters("".join(body.itertext())) if body is not None else ""
    chosen = [len(draft.text) > 3 and _letters(draft.text) in kept for draft in drafts]
    if sum(len(draft.text) for draft, main in zip(drafts, chosen, strict=True) if main) < _MAIN_MIN:
        return drafts
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    for index in range(max(0, first - _BYLINE_REACH), last):
        chosen[index] = chosen[index] or _is_byline(drafts[index], author)
        if chosen[index - 1] and index and _AUTHOR_OFFICE.fullmatch(drafts[index].text.strip()):
            chosen[index] = True
    return _with_headings(drafts, chosen)


def _is_byline(draft: Draft, author: str | None) -> bool:
    """Whether a line says who wrote the page, which trafilatura takes for no content."""
    words = " ".join(draft.text.split())
    if draft.kind is not BlockKind.PARAGRAPH or len(words) > _BYLINE_MAX:
        return False
    by_author = author is not None and author.casefold() in words.casefold()
    return by_author or _BYLINE.match(words) is not None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _with_headings(drafts: list[Draft], chosen: list[bool]) -> list[Draft]:
    """Give the chosen blocks and the headings that they stand under.

    Args:
        drafts: All blocks of the page.
        chosen: Whether each is main content.

    Returns:
        Also the cells between the first and the last chosen block.
    """
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    kept: list[Draft] = []
    for index, draft in enumerate(drafts):
        inside = first <= index <= last
        if draft.kind is BlockKind.HEADING:
            after = chosen[index + 1 : index + 4]
            if inside or (index < first and draft.level == 1) or any(after):
                kept.append(draft)
        elif chosen[index] or (inside and draft.kind is BlockKind.CELL):
            kept.append(draft)
    return kept


class _Walk:
    def __init__(self) -> None:
        self._tables = 0

    def drafts(self, root: Any) -> list[Draft]:
        return list(self._visit(root, 0, -1))

    def _visit(self, element: Any, depth: int, nesting: int) -> Iterator[Draft]:
        """Give the drafts of an element's children; words of its own become a paragraph."""
        if depth > _DEPTH_MAX:
            yield from self._paragraph("".join(element.itertext()))
            return
        loose = [element.text or ""]
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _INLINE and not _has_block(child):
                words = " " if tag in _BREAKS else _inline(child)
                if _stand_apart("".join(loose), words):
                    yield from self._paragraph("".join(loose))
                    loose = []
                loose.append(words)
            elif tag and tag not in _SKIPPED:
                yield from self._paragraph("".join(loose))
                loose = []
                yield from self._block(child, tag, depth, nesting)
            loose.append(child.tail or "")
        yield from self._paragraph("".join(loose))

    def _block(self, element: Any, tag: str, depth: int, nesting: int) -> Iterator[Draft]:
        rank = _HEADINGS.get(tag)
        if rank:
            yield Draft(kind=BlockKind.HEADING, text=_inline(element), level=rank)
        elif tag == "table":
            yield from self._table(element)
        elif tag in {"ul", "ol", "dl"}:
            yield from self._list(element, depth, nesting + 1, ordered=tag == "ol")
        elif tag in _LEAVES and not _has_block(element):
            yield from self._paragraph(_inline(element))
        else:
            yield from self._visit(element, depth + 1, nesting)

    def _list(self, element: Any, depth: int, nesting: int, *, ordered: bool) -> Iterator[Draft]:
        count = 0
        for child in element:
            if child.tag not in _ITEMS:
                yield from self._visit(child, depth + 1, nesting)
                continue
            count += 1
            for index, draft in enumerate(self._visit(child, depth + 1, nesting)):
                if index == 0 and draft.kind is BlockKind.PARAGRAPH:
                    draft.kind = BlockKind.PARAGRAPH if ordered else BlockKind.BULLET
                    draft.marker = draft.marker or (str(count) if ordered else "•")
                    draft.level = 0 if ordered else nesting
                yield draft

    def _table(self, element: Any) -> Iterator[Draft]:
        rows = list(element.iter("tr"))
        cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        if max((len(row) for row in cells), default=0) < 2:
            yield from self._visit(element, 0, -1)
            return
        self._tables += 1
        number = self._tables
        for row, found in enumerate(cells):
            for column, cell in enumerate(found):
                for draft in self._visit(cell, 0, -1):
                    if len(found) == 1:  # a row that spans the table
                        yield draft
                        continue
                    draft.kind, draft.level = BlockKind.CELL, 0
                    draft.table, draft.row, draft.column = number, row, column
                    yield draft

    def _paragraph(self, words: str) -> Iterator[Draft]:
        if words.strip():
            marked = split_marker(words)
            kind = BlockKind.BULLET if marked.bullet else BlockKind.PARAGRAPH
            yield Draft(kind=kind, text=marked.text, marker=marked.marker)


def _stand_apart(before: str, after: str) -> bool:
    """Whether two elements are set apart by style alone: "<span>Ada Hale</span><span>Editor"."""
    return before[-1:].islower() and after[:1].isupper()


def _has_block(element: Any) -> bool:
    return any(
        isinstance(child.tag, str) and child.tag not in _INLINE and child.tag not in _SKIPPED
        for child in element.iterdescendants()
    )


def _inline(element: Any) -> str:
    """Give the words of an element, a line break as a space, without scripts."""
    parts = [element.text or ""]
    for child in element.iterdescendants():
        skipped = not isinstance(child.tag, str) or child.tag in _SKIPPED
        if child.tag in _BREAKS:
            parts.append(" ")
        elif not skipped:
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return "".join(parts)
