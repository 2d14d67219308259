"""Raw pages: what is read of the story, and what a page says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import SourceError
from corpus.html import read_html

LEAD = "The council voted on Tuesday night to close the coal pier that has stood in the harbour since 1911."
MORE = "The port authority has until the end of the year to move the last two cranes to the northern quay."
LAST = "The mayor said he expected the first boats to tie up at the new marina in two summers."
TITLE = "Harbour town votes to close its old coal pier"
STORY = f"<p>{LEAD}</p><h2>What happens now</h2><p>{MORE}</p><p>{LAST}</p>"
JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"headline": "Harbour town votes to close its old coal pier", "datePublished": "2019-05-03T10:30:00+02:00",
"author": [{"@type": "Person", "name": "Mary Quill"}, {"@type": "Person", "name": "Ivan Petrov"}],
"publisher": {"@type": "Organization", "name": "The Marlow Herald"}}]}</script>"""


def page(body: str, head: str = "") -> bytes:
    head = f"<head><title>{TITLE}</title>{head}</head>"
    return f"<!DOCTYPE html><html lang='en-GB'>{head}<body>{body}</body></html>".encode()


def test_the_story_is_read_without_its_furniture() -> None:
    body = (
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav>"
        f"<article><h1>{TITLE}</h1><div class='share'>Share Tweet</div>{STORY}"
        "<p>Subscribe to our newsletter and get the day's stories in your inbox.</p>"
        "<p><a href='/x'>Read more: Mayor resigns after report on school roof</a></p></article>"
        "<section id='comments'><h3>2 Comments</h3><p>I do not agree with a word of this.</p></section>"
        "<footer>© 2019 The Marlow Herald</footer>"
    )
    (article,) = read_html(page(body), fallback_id="saved")
    assert (article.id, article.title, article.language) == ("saved", TITLE, "en")
    assert article.text == f"{LEAD}\n\nWhat happens now\n\n{MORE}\n\n{LAST}"
    assert (article.publisher, article.published, article.authors, article.url) == (None, None, (), None)


def test_json_ld_gives_publisher_date_and_authors() -> None:
    (article,) = read_html(page(f"<article><h1>{TITLE}</h1>{STORY}</article>", JSON_LD))
    assert article.publisher == "The Marlow Herald"
    assert article.published == date(2019, 5, 3)
    assert article.authors == ("Mary Quill", "Ivan Petrov")


def test_entities_in_json_ld_are_read() -> None:
    data = JSON_LD.replace("The Marlow Herald", "Marlow &amp; Co").replace("Mary Quill", "Mary O&#8217;Quill")
    (article,) = read_html(page(f"<article><h1>{TITLE}</h1>{STORY}</article>", data))
    assert (article.publisher, article.authors[0]) == ("Marlow & Co", "Mary O’Quill")


def test_open_graph_gives_publisher_and_date_and_the_title_loses_the_site() -> None:
    head = (
        "<meta property='og:site_name' content='Northern Post'>"
        f"<meta property='og:title' content='{TITLE} | Northern Post'>"
        "<meta property='article:published_time' content='2019-05-03T23:30:00Z'>"
    )
    (article,) = read_html(page(f"<article>{STORY}</article>", head))
    assert (article.title, article.publisher, article.published) == (TITLE, "Northern Post", date(2019, 5, 3))


def test_a_line_below_the_title_gives_the_date_and_no_other_does() -> None:
    others = "<aside><h3>Ferry line opens</h3><p>1 January 2001</p></aside>"
    with_line = f"{others}<article><h1>{TITLE}</h1><p>Published: 3 May 2019</p>{STORY}</article>{others}"
    assert read_html(page(with_line))[0].published == date(2019, 5, 3)
    event = "<p>It was built on 4 June 1911 by hand, as was usual then.</p>"
    without = f"<article><h1>{TITLE}</h1>{STORY}{event}</article>{others}"
    assert read_html(page(without))[0].published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p>Updated <time>May 5, 2019</time></p>", None),
        ("<div>Last updated: <span>May 5, 2019</span></div>", None),
        ("<p>Updated <time datetime='2019-05-05T10:00Z'>3 hours ago</time></p>", None),
        ("<div><span>Updated</span> <span>May 5, 2019</span></div><div>May 3, 2019</div>", date(2019, 5, 3)),
        ("<p>Published<!-- by hand --> <time>May 3, 2019</time></p>", date(2019, 5, 3)),
        ("<p>Published <time datetime='2019-05-03T10:00Z'>3 hours ago</time></p>", date(2019, 5, 3)),
        ("<time datetime='2019-05-03'>5/3/2019</time>", date(2019, 5, 3)),
        ("<p>The vote ends a fight of ten years.</p><p>By Jo Hill</p><p>3 May 2019</p>", date(2019, 5, 3)),
        ("<p>The vote ends a fight of ten years.</p><h3>3 May 2019</h3>", None),  # a timeline
        ("<figure><figcaption>June 3, 2015</figcaption></figure>", None),
    ],
)
def test_the_day_between_title_and_story_is_that_of_publication_unless_the_line_tells_of_another(
    line: str, day: date | None
) -> None:
    assert read_html(page(f"<article><h1>{TITLE}</h1>{line}{STORY}</article>"))[0].published == day


def test_the_line_below_the_heading_counts_where_the_title_is_another_one() -> None:
    head = "<meta property='og:title' content='Coal pier in Marlow to shut after 100 years'>"
    (article,) = read_html(page(f"<article><h1>{TITLE}</h1><p>3 May 2019</p>{STORY}</article>", head))
    assert article.published == date(2019, 5, 3)
    masthead = "<header><h1>The Marlow Daily Herald</h1><div>24 January 2026</div></header>"
    (article,) = read_html(page(f"{masthead}<article><h2>{TITLE}</h2>{STORY}</article>", head))
    assert article.published is None


def test_of_several_articles_in_json_ld_the_one_with_the_title_of_the_page_counts() -> None:
    other = JSON_LD.replace("Harbour town votes to close its old coal pier", "Ferry line opens").replace("2019", "2001")
    for head in (other + JSON_LD, JSON_LD + other):
        (article,) = read_html(page(f"<article><h1>{TITLE}</h1>{STORY}</article>", head))
        assert (article.title, article.published) == (TITLE, date(2019, 5, 3))


def test_json_ld_in_a_character_data_section_is_read() -> None:
    head = JSON_LD.replace('json">', 'json">\n//<![CDATA[\n').replace("</script>", "\n//]]></script>")
    assert read_html(page(f"<article>{STORY}</article>", head))[0].publisher == "The Marlow Herald"


def test_what_an_author_reports_on_is_no_author() -> None:
    about = "<div class='author-bio'><p>Jo Hill is a reporter covering ports by the sea for the Herald.</p></div>"
    assert read_html(page(f"<article><h1>{TITLE}</h1>{STORY}{about}</article>"))[0].authors == ()
    named = "<div class='author'>By <a>Jo Hill</a></div>"
    assert read_html(page(f"<article><h1>{TITLE}</h1>{named}{STORY}</article>"))[0].authors == ("Jo Hill",)


def test_the_canonical_address_is_taken_from_its_own_site_only() -> None:
    head = "<link rel='canonical' href='https://www.example.com/pier'>"
    body = f"<article><h1>{TITLE}</h1>{STORY}</article>"
    (own,) = read_html(page(body, head), url="https://example.com/pier?x=1")
    assert own.url == "https://www.example.com/pier"
    assert own.publisher is None  # the name of a host is no publisher
    (other,) = read_html(page(body, head), url="https://example.net/pier")
    assert other.url == "https://example.net/pier"


@pytest.mark.parametrize("home", ["https://example.com/", "https://example.com", "https://example.com/?utm_source=a"])
def test_a_front_page_is_not_the_address_of_an_article(home: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{STORY}</article>"
    for head in (f"<link rel='canonical' href='{home}'>", f"<meta property='og:url' content='{home}'>"):
        (fetched,) = read_html(page(body, head), url="https://example.com/pier", fallback_id="pier")
        assert fetched.url == "https://example.com/pier"
        (saved,) = read_html(page(body, head), fallback_id="pier")
        assert (saved.url, saved.id) == (None, "pier")


def test_another_encoding_is_read() -> None:
    text = f"<html><head><meta charset='windows-1251'><title>Мост</title></head><body><article><h1>Мост</h1>{STORY}"
    data = (
        text + "<p>Власти города сообщили в понедельник, что мост закроют на ремонт.</p></article></body></html>"
    ).encode("windows-1251")
    (article,) = read_html(data)
    assert article.text.endswith("Власти города сообщили в понедельник, что мост закроют на ремонт.")


@pytest.mark.parametrize("name", ["iso-8859-1", "Latin1", "us-ascii", "windows-1252"])
def test_latin_1_is_windows_1252_as_browsers_know(name: str) -> None:
    said = "The café owner said it “wasn’t” easy – at all."
    data = page(f"<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{said}</p></article>", f"<meta charset='{name}'>")
    (article,) = read_html(data.decode().encode("windows-1252"))
    assert article.text.endswith(said)


@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2", b"<html><body></body></html>", b"<html><body><nav>Home</nav></body></html>"]
)
def test_a_page_without_an_article_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(SourceError, match="no article on this page"):
        read_html(data)
