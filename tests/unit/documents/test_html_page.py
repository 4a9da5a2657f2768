"""HTML: the main content with its structure, and nothing that a page would fetch or run."""

from __future__ import annotations

import pytest

from caregraph.documents.html_page import decode_page
from caregraph.documents.model import BlockKind, Document
from caregraph.documents.reader import DocumentError, read_bytes

ARTICLE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Eastmere news</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"datePublished":"2024-07-18T06:30:00+01:00","author":{"name":"Conrad Lily"}}</script>
<script>var rating = 'outstanding';</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Eastmere praised by inspectors</h1>
<p>Children&rsquo;s services in Eastmere are good, inspectors said after their visit in the
summer, three years after the council was told to improve quickly.</p>
<h2>What inspectors liked</h2>
<ul><li>Workers know children well and see them often.</li>
<li>Care leavers are supported:<ul><li>in finding a home that is safe and close</li></ul></li></ul>
<h2>What was decided</h2>
<table><tr><th>Judgement</th><th>Grade</th></tr>
<tr><td>The impact of leaders</td><td>Good</td></tr></table>
<p>The council will publish its plan by the end of the year, and will report to its committee
twice.</p>
<ol><li>First the plan will be written together with young people.</li></ol>
</article></main><footer><p>Cookies and privacy</p></footer></body></html>"""


def read(page: str | bytes) -> Document:
    return read_bytes(page.encode() if isinstance(page, str) else page, "page.html")


def test_main_content_keeps_its_headings_lists_and_tables() -> None:
    document = read(ARTICLE)
    shapes = [(b.kind.value, b.level, b.marker, document.text_of(b)[:24]) for b in document.blocks]
    assert shapes == [
        ("heading", 1, None, "Eastmere praised by insp"),
        ("paragraph", 0, None, "Children’s services in E"),
        ("heading", 2, None, "What inspectors liked"),
        ("bullet", 0, "•", "Workers know children we"),
        ("bullet", 0, "•", "Care leavers are support"),
        ("bullet", 1, "•", "in finding a home that i"),
        ("heading", 2, None, "What was decided"),
        ("cell", 0, None, "Judgement"),
        ("cell", 0, None, "Grade"),
        ("cell", 0, None, "The impact of leaders"),
        ("cell", 0, None, "Good"),
        ("paragraph", 0, None, "The council will publish"),
        ("paragraph", 0, "1", "First the plan will be w"),
    ]


def test_metadata_are_taken_from_the_page() -> None:
    document = read(ARTICLE)
    assert (document.author, document.published) == ("Conrad Lily", "2024-07-18")
    assert document.title is not None


def test_navigation_scripts_and_notices_are_left_out() -> None:
    document = read(ARTICLE)
    assert not {"Sport", "Cookies", "outstanding"} & set(document.text.split())


@pytest.mark.parametrize(
    ("encoding", "declared", "warned"),
    [
        ("cp1252", "utf-8", 1),
        ("utf-8", "iso-8859-1", 0),
        ("utf-16", "utf-8", 0),
        ("utf-16-be", "utf-8", 0),
    ],
)
def test_the_bytes_decide_about_the_charset(encoding: str, declared: str, warned: int) -> None:
    sentence = "<p>Leaders’ grip – “firm” – costs £5</p>"
    page = f'<html><head><meta charset="{declared}"></head><body>{sentence}</body></html>'
    text, warnings = decode_page(page.encode(encoding))
    assert sentence in text
    assert len(warnings) == warned


def test_a_small_page_is_read_whole() -> None:
    document = read(
        "<html><body><div>Plans<br>are <b>clear</b>.<script>x</script></div>"
        "<p>Good.</p></body></html>"
    )
    assert document.text == "Plans are clear.\nGood.\n"


def test_entities_of_a_document_type_are_not_expanded() -> None:
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    page = f"{entity}<html><body><p>Plans &x; clear.</p></body></html>"
    assert "root:" not in read(page).text


def test_escaped_markup_is_text() -> None:
    document = read("<html><body><p>The form shows &lt;img src=x&gt; there.</p></body></html>")
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH]
    assert document.text == "The form shows <img src=x> there.\n"


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(DocumentError, match="no text in HTML"):
        read("<html><body><script>write()</script></body></html>")


def test_the_line_that_says_who_wrote_the_page_is_kept() -> None:
    line = '<p class="byline">By <span class="author">Conrad Lily</span>, 18 July 2024</p>'
    document = read(ARTICLE.replace("</h1>", f"</h1>{line}"))
    assert document.text.splitlines()[1] == "By Conrad Lily, 18 July 2024"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<meta property="og:type" content="article">', "article"),
        ('<script type="application/ld+json">[{"@type":["NewsArticle"]}]</script>', "NewsArticle"),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},'
            '{"@type":"BlogPosting"}]}</script>',
            "BlogPosting",
        ),
        ('<script type="application/ld+json">{"@type":</script>', None),
        ("", None),
    ],
)
def test_a_page_says_what_kind_of_page_it_is(head: str, kind: str | None) -> None:
    page = f"<html><head>{head}</head><body><p>Plans are clear.</p></body></html>"
    assert read(page).kind == kind


def test_names_set_apart_by_style_alone_stay_apart() -> None:
    line = "<div><span>Conrad Lily</span><span>Education correspondent</span></div>"
    document = read(ARTICLE.replace("</h1>", f"</h1>{line}"))
    assert document.text.splitlines()[1:3] == ["Conrad Lily", "Education correspondent"]
