"""Reading PDFs: paragraphs out of lines, without what stands on every page."""

from __future__ import annotations

import io
import random

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from corpus import Article, SourceError, clean
from corpus.pdf import read_pdf

STYLES = getSampleStyleSheet()
WIDTH, HEIGHT = A4
HEADLINE = "Talks end in Astana after three days"


def story(paragraphs: int) -> list[str]:
    """Paragraphs of sentences that are all different."""
    chance = random.Random(paragraphs)
    words = "envoys well-known delegates talks met states government agreed on treaty the a border in city of".split()

    def sentence() -> str:
        return " ".join(["They", *chance.choices(words, k=chance.randint(6, 16)), "there."])

    return [" ".join(sentence() for _ in range(6)) for _ in range(paragraphs)]


def pdf(
    paragraphs: list[str],
    *,
    headline: str | None = HEADLINE,
    title: str | None = None,
    author: str | None = None,
    columns: int = 1,
    furniture: bool = False,
    indented: bool = False,
) -> bytes:
    """A PDF as a program for setting type makes it."""
    buffer = io.BytesIO()
    spaces = {"spaceBefore": 0, "firstLineIndent": 14} if indented else {"spaceBefore": 8}
    body = STYLES["BodyText"].clone("body", spaceAfter=0, **spaces)

    def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
        if furniture:
            canvas.drawString(60, HEIGHT - 30, "The Daily Planet | Monday edition")
            canvas.drawRightString(WIDTH - 60, 30, f"Page {document.page} of 9")
            canvas.drawCentredString(WIDTH / 2, 15, str(document.page))

    width = (WIDTH - 120) / columns
    frames = [Frame(60 + place * width, 60, width - 10, HEIGHT - 120) for place in range(columns)]
    document = BaseDocTemplate(buffer, pagesize=A4, title=title, author=author, pageTemplates=[])
    document.addPageTemplates(PageTemplate(frames=frames, onPage=draw))
    heading = [Paragraph(headline, STYLES["Title"])] if headline else []
    document.build([*heading, *(Paragraph(text, body) for text in paragraphs)])
    return buffer.getvalue()


def lines(*pages: list[str], leading: float = 14) -> bytes:
    """A PDF with these lines on its pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        for place, line in enumerate(page):
            canvas.drawString(72, HEIGHT - 72 - place * leading, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def paragraphs_of(article: Article) -> list[str]:
    assert article.text == clean(article.text)
    return article.text.split("\n\n")


def reason(data: bytes, *, pages: int = 10, characters: int = 10_000) -> str:
    with pytest.raises(SourceError) as caught:
        read_pdf(data, pages=pages, characters=characters)
    return str(caught.value)


@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_come_back_as_they_were_written(columns: int) -> None:
    written = story(5)
    article = read_pdf(pdf(written, columns=columns), fallback_id="a")
    assert (article.id, article.title, article.title_derived) == ("a", HEADLINE, False)
    assert (article.published, article.authors, article.publisher) == (None, (), None)
    assert paragraphs_of(article) == written


def test_paragraphs_that_are_parted_by_an_indent_alone() -> None:
    written = story(5)
    assert paragraphs_of(read_pdf(pdf(written, indented=True))) == written


@pytest.mark.parametrize("columns", [1, 2])
def test_heads_feet_and_page_numbers_go(columns: int) -> None:
    written = story(24)
    data = pdf(written, furniture=True, columns=columns)
    assert len(PdfReader(io.BytesIO(data)).pages) >= 3
    article = read_pdf(data)
    assert article.title == HEADLINE
    # A paragraph that goes on over a page may come in two where a sentence ends there; no word is lost or added.
    assert " ".join(paragraphs_of(article)) == " ".join(written)


def test_lines_that_only_look_like_furniture_stay() -> None:
    pages = [
        [f"Chapter {number} begins.", *[f"Line {place} of {7 * number + 3} says so." for place in range(9)]]
        for number in range(4)
    ]
    pages[2][0] = "Something else begins."
    article = read_pdf(lines(*pages))
    for number in range(4):
        assert f"Line 8 of {7 * number + 3} says so." in article.text  # not at the edge of the page, or not the same
    one_page = read_pdf(lines(["The Daily Planet", "It is said.", "2018"]))
    assert "The Daily Planet" in f"{one_page.title} {one_page.text}"
    assert "2018" in one_page.text


def test_the_same_page_over_again_is_no_furniture() -> None:
    assert "It is said." in read_pdf(lines(["The Planet", "It is said."], ["The Planet", "It is said."])).text


def test_broken_words_are_made_whole() -> None:
    article = read_pdf(
        lines(
            [
                "The govern-",
                "ment met the well-known dele-",
                "gates, whom the govern-",
                "ment trusts, and a well-",
                "known Anglo-",
                "Saxon of the years 2017-",
                "18 and a long-",
                "term plan for a term that is long.",
            ]
        )
    )
    assert article.text == (
        "The government met the well-known delegates, whom the government trusts, and a well-known Anglo-Saxon of "
        "the years 2017-18 and a long-term plan for a term that is long."
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Astana talks: what was agreed", "Astana talks: what was agreed"),
        (HEADLINE.upper(), HEADLINE.upper()),
        ("Microsoft Word - talks final.doc", HEADLINE),
        ("talks_final_v2", HEADLINE),
        ("Talks final.docx", HEADLINE),
        ("untitled", HEADLINE),
        ("(anonymous)", HEADLINE),
        ("Document1", HEADLINE),
        ("https://example.org/a b", HEADLINE),
        ("12 34", HEADLINE),
        ("x " * 150, HEADLINE),
        (None, HEADLINE),
    ],
)
def test_titles_are_believed_only_when_they_are_credible(given: str | None, expected: str) -> None:
    written = story(2)
    article = read_pdf(pdf(written, title=given))
    assert (article.title, article.title_derived) == (expected, False)
    inside = [HEADLINE, *written] if expected.startswith("Astana") else written
    assert paragraphs_of(article) == inside


def test_a_title_that_is_nowhere_is_made_from_the_first_sentence() -> None:
    article = read_pdf(pdf(["They envoys met. They left."], headline=None))
    assert article.title == "They envoys met."
    assert article.title_derived


def test_authors_are_believed_only_when_the_text_names_them() -> None:
    written = ["By Assel Satubaldina", *story(2)]
    assert read_pdf(pdf(written, author="Assel Satubaldina")).authors == ("Assel Satubaldina",)
    assert read_pdf(pdf(written, author="Windows User")).authors == ()
    assert read_pdf(pdf(written, author="Assel")).authors == ("Assel",)
    assert read_pdf(pdf(written, author="ssel")).authors == ()


def test_pdfs_that_cannot_be_read() -> None:
    locked = "the PDF is locked with a password; save it without one and add it again"
    damaged = "the PDF is damaged; open it and save it anew"
    scan = "the PDF has no text, only pictures of it; run text recognition (OCR) on it and add it again"
    good = pdf(story(1))
    writer = PdfWriter(clone_from=io.BytesIO(good))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert reason(buffer.getvalue()) == locked
    assert reason(lines([])) == scan
    assert reason(lines(["12"], ["13"])) == scan
    assert reason(b"%PDF-1.7\nnonsense") == damaged
    assert reason(b"nonsense") == damaged
    assert (
        reason(lines(["Text."], ["Text."], ["Text."]), pages=2)
        == "the PDF has more than 2 pages; split it into articles"
    )
    too_long = "its text is longer than 100 characters; split it into articles"
    assert reason(good, characters=100) == too_long


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    written = story(1)
    writer = PdfWriter(clone_from=io.BytesIO(pdf(written)))
    writer.encrypt("", "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert paragraphs_of(read_pdf(buffer.getvalue())) == written


def test_the_address_is_kept() -> None:
    article = read_pdf(pdf(story(1)), url="https://example.org/a.pdf")
    assert article.url == "https://example.org/a.pdf"
    assert article.id.startswith("example.org-")
