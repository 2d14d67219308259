"""Parsing one document: each kind by its own reader, with no more loaded than that one needs."""

from __future__ import annotations

import io
import subprocess
import sys

import docx
import pytest

from corpus import Article, SourceError
from corpus.parsing import KINDS, Document, Limits, parse
from tests.mutations import STORY, sound

HEAVY = {"trafilatura", "lxml", "pypdf", "docx", "dateparser", "feedparser", "numpy", "nltk"}


def document(kind: str, data: bytes) -> Document:
    return Document(source="a", kind=kind, data=data, fallback_id="given")


@pytest.mark.parametrize("kind", ["docx", "html", "md", "pdf", "txt"])
def test_each_kind_has_its_reader(kind: str) -> None:
    [article] = parse(document(kind, sound(kind)))
    assert isinstance(article, Article)
    assert article.id == "given"
    assert "Kairat Abdrakhmanov" in article.text


def test_a_kind_that_nobody_reads() -> None:
    assert "jsonl" not in KINDS
    with pytest.raises(ValueError, match="jsonl is not one of"):
        parse(document("jsonl", b"{}"))


def test_no_more_comes_out_than_the_limit_or_than_went_in() -> None:
    assert parse(document("md", STORY.encode()), limits=Limits(characters=10))
    bomb = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("talks " * 100_000)
    file.save(bomb)
    assert len(bomb.getvalue()) < 100_000
    assert parse(document("docx", bomb.getvalue()))
    with pytest.raises(SourceError, match=r"^its text is longer than 500,000 characters; split it into articles$"):
        parse(document("docx", bomb.getvalue()), limits=Limits(characters=500_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_text(encoding: str) -> None:
    [article] = parse(document("md", "# Переговоры\n\nДа.".encode(encoding)))
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Переговоры", "Да.")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n  "])
def test_a_page_that_is_called_text_is_read_as_a_page(mark: bytes) -> None:
    [article] = parse(document("txt", mark + sound("html")))
    [page] = parse(document("html", sound("html")))
    assert article == page


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_rich_text_is_no_text(kind: str) -> None:
    with pytest.raises(SourceError, match=r"^the file is RTF, not text; open it and save it as UTF-8 text or \.docx$"):
        parse(document(kind, rb"{\rtf1\ansi The talks ended on Monday.\par All left.}"))


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_text_loads_nothing_heavy(kind: str) -> None:
    code = (
        "import sys\nfrom corpus.parsing import Document, parse\n"
        f"parse(Document(source='a', kind={kind!r}, data={sound(kind)!r}))\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
