"""What holds for every document, whatever is in the file."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from itertools import pairwise
from xml.sax.saxutils import escape

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from caregraph.documents.clean_text import clean
from caregraph.documents.compose import Draft, PrintedLine, compose
from caregraph.documents.model import BlockKind, Document
from caregraph.documents.plain_text import decode
from caregraph.documents.reader import DocumentError, read_bytes

TEXTS = st.text(max_size=60)
LINES = st.builds(
    PrintedLine,
    text=TEXTS,
    page=st.integers(1, 3),
    x0=st.floats(0, 500),
    top=st.floats(0, 800),
    x1=st.floats(0, 500),
    bottom=st.floats(0, 800),
    hyphen=st.booleans(),
)
DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(BlockKind),
    text=TEXTS,
    lines=st.lists(LINES, max_size=4),
    marker=st.none() | st.sampled_from(["12", "a", "•"]),
)


def unfit(text: str) -> set[str]:
    """Give the characters of a text that may not be stored."""
    return {
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(char)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "PDI"}
        or char in "\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"
        or ord(char) & 0xFFFE == 0xFFFE
    }


def read_or_refuse(data: bytes, name: str) -> Document | DocumentError:
    try:
        return read_bytes(data, name)
    except DocumentError as refusal:
        return refusal


def check_laws(document: Document) -> None:
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert not unfit(text.replace("\n", ""))
    end = 0
    for block in document.blocks:
        assert block.start == end
        own = document.text_of(block)
        assert own
        assert own == own.strip()
        assert "\n" not in own
        assert text[block.end] == "\n"
        end = block.end + 1
        for line in block.lines:
            assert block.start <= line.start < line.end <= block.end
        for before, after in pairwise(block.lines):
            assert before.end <= after.start
            assert text[before.end : after.start] in {"", " "}
    assert end == len(text)


@given(st.lists(DRAFTS, max_size=6))
def test_blocks_fill_the_text_without_gap_or_overlap(drafts: list[Draft]) -> None:
    text, blocks = compose(drafts)
    document = Document(sha256="", name="", media_type="", text=text, pages=(), blocks=blocks)
    check_laws(document)


@given(TEXTS)
def test_cleaning_is_idempotent_and_leaves_only_what_may_be_printed(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not unfit(once)
    assert unicodedata.is_normalized("NFC", once)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = read_or_refuse(data, "anything.txt")
    if isinstance(found, Document):
        check_laws(found)
    assert isinstance(found, Document) or found.reason


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    # The mark of UTF-16 and a zero character are the mark of UTF-32.
    assume(encoding != "utf-16" or not text.startswith("\x00"))
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:  # a lone surrogate cannot be written
        data, text = b"", ""
    assert decode(data)[0].lstrip("\ufeff") == text.lstrip("\ufeff")


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=50)
def test_any_words_in_a_word_file_keep_the_laws(texts: list[str]) -> None:
    kept = ["".join(c for c in text if c.isprintable()) for text in texts]
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in kept)
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
        )
    found = read_or_refuse(out.getvalue(), "any.docx")
    if isinstance(found, Document):
        check_laws(found)
    assert isinstance(found, Document) or found.stage == "text"


@given(
    st.text(alphabet="#*_[]()|- .1a\n", min_size=1, max_size=40), st.sampled_from([".md", ".txt"])
)
def test_any_mixture_of_marks_keeps_the_laws(text: str, ending: str) -> None:
    found = read_or_refuse(text.encode(), f"notes{ending}")
    if isinstance(found, Document):
        check_laws(found)
    assert isinstance(found, Document) or found.stage == "text"
