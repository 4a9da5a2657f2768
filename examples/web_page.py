"""Write a sample text as a news page, with the noise that real pages have around the article."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from sample_text import NOTICE, Block, Kind, SampleText

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} | {publisher}</title>
<meta property="og:site_name" content="{publisher}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="{published}T06:00:00+00:00">
<meta name="author" content="{author}">
<link rel="canonical" href="{url}">
</head>
<body>
<div class="cookie-banner" role="dialog">We use cookies. <button>Accept all</button> <button>Manage</button></div>
<header>
<nav aria-label="Main"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/whats-on">What's on</a></li><li><a href="/property">Property</a></li><li><a href="/jobs">Jobs</a></li></ul></nav>
</header>
<aside class="advert" aria-label="Advertisement"><p>Advertisement</p><p>Half-price conservatories until Sunday</p></aside>
<main>
<article>
<h1>{title}</h1>
<p class="byline">By <span class="author">{author}</span>, <time datetime="{published}">{printed_date}</time></p>
{body}
</article>
</main>
<section class="related"><h2>Most read</h2><ul><li><a href="/a">Ring road to close for three weekends</a></li>
<li><a href="/b">Harbour festival names its headline act</a></li></ul></section>
<section class="comments"><h2>Comments</h2><p>Log in to join the conversation.</p></section>
<footer><p>{notice}. Part of the {publisher} group. <a href="/terms">Terms</a> <a href="/privacy">Privacy</a></p></footer>
</body>
</html>
"""  # noqa: E501  # lines of HTML are as long as they are


def write_page(sample: SampleText, target: Path) -> None:
    """Write the article of the text in a page of the site."""
    body = "\n".join(_element(block) for block in sample.blocks)
    page = _PAGE.format(
        title=escape(sample.setting("title"), quote=True),
        publisher=escape(sample.setting("publisher"), quote=True),
        published=sample.setting("published"),
        printed_date=sample.setting("printed-date"),
        author=escape(sample.setting("author"), quote=True),
        notice=NOTICE,
        url=escape(sample.setting("url"), quote=True),
        body=re.sub(r"</ul>\n<ul>", "", body),
    )
    target.write_text(page, encoding="utf-8", newline="\n")


def _element(block: Block) -> str:
    text = escape(block.text, quote=False)
    match block.kind:
        case Kind.HEADING:
            return f"<h{block.level + 1}>{text}</h{block.level + 1}>"
        case Kind.BULLET:
            return f"<ul><li>{text}</li></ul>"
        case Kind.COMMAND if block.name == "caption":
            return (
                f'<figure><img src="/images/1.jpg" alt=""><figcaption>{text}</figcaption></figure>'
            )
        case Kind.COMMAND if block.name == "advert":
            return f'<div class="advert"><span>Advertisement</span> {text}</div>'
        case Kind.COMMAND if block.name == "read-more":
            return f'<p class="read-more"><a href="/more">Read more: {text}</a></p>'
        case _:
            return f"<p>{text}</p>"
