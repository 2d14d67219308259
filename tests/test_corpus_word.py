"""Reading Word files: the words of the body in order, as the reader of the file sees them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from corpus import Article, SourceError
from corpus.word import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*paragraphs: str, title: str = "", author: str = "python-docx", style: str | None = None) -> bytes:
    """A Word file with these paragraphs, the first one in the style."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for place, text in enumerate(paragraphs):
        document.add_paragraph(text, style=style if place == 0 else None)
    return saved(document)


def raw(body: str) -> bytes:
    """A Word file with this XML for its body."""
    document = docx.Document()
    for child in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        document.element.body.append(child)
    return saved(document)


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


# A text box, and the same again for programs that do not know the first way.
BOX = (
    f"<mc:Choice><w:txbxContent><w:p>{run('Box.')}</w:p></w:txbxContent></mc:Choice>"
    f"<mc:Fallback><w:p>{run('Box.')}</w:p></mc:Fallback>"
)


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_docx(data)
    return str(caught.value)


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_a_word_file_with_a_title(style: str) -> None:
    article = read_docx(word("Talks  end", "The talks ended.", "", "All left.", style=style), fallback_id="a")
    assert article == Article(id="a", title="Talks end", text="The talks ended.\n\nAll left.")


def test_a_word_file_without_a_title() -> None:
    article = read_docx(word("The talks ended. All left.", "Nobody stayed."))
    assert (article.title, article.title_derived) == ("The talks ended.", True)
    assert article.text == "The talks ended. All left.\n\nNobody stayed."


def test_properties_are_believed_only_when_they_are_credible() -> None:
    def read(title: str, author: str = "") -> Article:
        return read_docx(word("By Assel Satubaldina", "The talks ended.", title=title, author=author))

    assert read("Talks end in Astana").title == "Talks end in Astana"
    for title in ("Document1", "Word Document.docx", "Microsoft Word - talks.doc", "", "talks"):
        assert read(title).title_derived
    assert read("", "Assel Satubaldina").authors == ("Assel Satubaldina",)
    assert read("", "Microsoft Office User").authors == ()
    document = docx.Document(io.BytesIO(word("The talks ended.")))
    assert document.core_properties.created is not None
    assert read("").published is None


def test_tables_come_in_their_place() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(rows=3, cols=3)
    for place, name in enumerate(["Side", "Seats", "Note"]):
        table.cell(0, place).text = name
    table.cell(1, 0).text = "Government"
    table.cell(1, 1).text = "12"
    table.cell(2, 0).merge(table.cell(2, 2)).text = "All sides"
    inner = table.cell(1, 2).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"
    document.add_paragraph("After.")
    assert read_docx(saved(document)).text == (
        "Before.\n\nSide | Seats | Note\nGovernment | 12\nin | side\nAll sides\n\nAfter."
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('One')}<w:ins>{run(' two')}</w:ins>{run(' three.')}</w:p>", "One two three."),
        (f"<w:p>{run('One')}<w:del><w:r><w:delText> two</w:delText></w:r></w:del>{run(' three.')}</w:p>", "One three."),
        (f"<w:p>{run('One')}<w:moveFrom>{run(' two')}</w:moveFrom>{run(' three.')}</w:p>", "One three."),
        (f"<w:p>{run('One ')}<w:hyperlink>{run('two')}</w:hyperlink>{run(' three.')}</w:p>", "One two three."),
        (f"<w:sdt><w:sdtContent><w:p>{run('In a field.')}</w:p></w:sdtContent></w:sdt>", "In a field."),
        (f"<w:p><w:sdt><w:sdtContent>{run('In a field.')}</w:sdtContent></w:sdt></w:p>", "In a field."),
        ("<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>well</w:t><w:noBreakHyphen/><w:t>known.</w:t></w:r></w:p>",
         "One\ntwo well-known."),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Text.</w:t></w:r><!-- no --></w:p>", "Text."),
        (f"<w:p>{run('Text.')}<mc:AlternateContent>{BOX}</mc:AlternateContent></w:p>", "Text.\n\nBox."),
    ],
)  # fmt: skip
def test_what_the_reader_of_the_file_sees(body: str, text: str) -> None:
    assert read_docx(raw(body)).text == text


def test_word_files_that_cannot_be_read() -> None:
    damaged = "the Word file is damaged; open it and save it anew"
    locked = "the file is locked with a password, or of an old version of Word; save it as .docx without a password"
    good = word("Talks", "The talks ended.")
    assert reason(b"nonsense") == damaged
    assert reason(good[:-100]) == damaged
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == locked
    assert reason(word("12", "")) == "the article has no words; give it a text"
    assert reason(changed(good, "word/document.xml", lambda data: data[:-50])) == damaged
    assert reason(changed(good, "[Content_Types].xml", lambda data: b"<x/>")) == damaged
    assert reason(changed(good, "word/document.xml", lambda data: b"<x/>")) == damaged
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.txt", "no Word file")
    assert reason(buffer.getvalue()) == damaged
    with pytest.raises(SourceError, match=r"^its text is longer than 10 characters; split it into articles$"):
        read_docx(good, characters=10)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The zip with one of its members changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return buffer.getvalue()


def test_no_entity_is_fetched_or_blown_up() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "'
        + b"ha" * 100
        + b'"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + f"<w:document {NAMESPACES}><w:body><w:p>{run('Text. &a;&f;')}</w:p></w:body></w:document>".encode()
    )
    article = read_docx(changed(word("x"), "word/document.xml", lambda data: bomb))
    assert article.text == "Text."


def test_the_address_is_kept() -> None:
    article = read_docx(word("The talks ended."), url="https://example.org/a.docx")
    assert article.url == "https://example.org/a.docx"
