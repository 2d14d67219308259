"""Reading CSV: one article a row, and no row spoils another."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from corpus import Article, Skipped, SourceError, read, table
from corpus.ids import id_of_item
from corpus.table import read_csv
from tests.sources import reason, write

QUOTES = "put texts in quotes, and double quotes in them"


def rows(text: str) -> list[Article | Skipped]:
    return list(read_csv(io.StringIO(text, newline=""), "a.csv"))


def titles(text: str) -> list[str]:
    return [item.title if isinstance(item, Article) else f"{item.source}: {item.reason}" for item in rows(text)]


def test_all_fields() -> None:
    text = (
        "\ufeffID, Title ,text,publisher,published,author,url,language,digest,category\r\n"
        'talks-1,"Talks, the ""end""","The talks\r\nended.\r\n\r\nAll left.",The Astana Times,2015-05-31,'
        "Assel Satubaldina,https://example.org/a,en-GB,yes,politics\r\n"
    )
    assert rows(text) == [
        Article(
            id="talks-1",
            title='Talks, the "end"',
            text="The talks\nended.\n\nAll left.",
            publisher="The Astana Times",
            published=date(2015, 5, 31),
            authors=("Assel Satubaldina",),
            url="https://example.org/a",
            language="en",
            digest=True,
        )
    ]


@pytest.mark.parametrize(("delimiter", "others"), [(",", ";\t|"), (";", ",\t|"), ("\t", ",;|")])
def test_delimiters(delimiter: str, others: str) -> None:
    table_rows = [["doc_id", "title", "text", "source"], ["7", f"One{others}two", f"It is{others}so.", "CNN"]]
    [article] = rows("\n".join(map(delimiter.join, table_rows)))
    assert isinstance(article, Article)
    assert (article.id, article.publisher) == ("7", "CNN")
    assert article.text == f"It is{others}so.".replace("\t", " ")


def test_rows_that_are_wrong_spoil_no_other() -> None:
    text = (
        "title,text,published\n"
        "One,Text.,\n"
        "Two,Text, with a comma.,\n"
        "Three,Text.,yesterday\n"
        ",Text.,\n"
        "\n"
        ",,\n"
        'Four,"Text\nof two lines.",\n'
        'Five,"Text" with more.,\n'
        " , ,2015-05-31\n"
        "Six,Text.\n"
        "Seven,Text.,2015-05-31\n"
    )
    assert titles(text) == [
        "One",
        "a.csv:3: the row has 4 cells and the first row 3; put texts that hold the delimiter in quotes",
        'a.csv:4: "published" is "yesterday", which is no date; write it like 2018-01-24, or leave it out',
        "a.csv:5: the row has no title; give every article a title and a text",
        "Four",
        f"a.csv:10: the row is not valid CSV (',' expected after '\"'); {QUOTES}",
        "a.csv:11: the row has no title and text; give every article a title and a text",
        "a.csv:12: the row has 2 cells and the first row 3; put texts that hold the delimiter in quotes",
        "Seven",
    ]


def test_a_quote_that_is_never_closed() -> None:
    assert titles('title,text\nOne,Text.\nTwo,"Text.\nThree,Text.\n') == [
        "One",
        f"a.csv:3: the row is not valid CSV (unexpected end of data); {QUOTES}",
    ]


def test_rows_that_are_too_long_are_never_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROW", 1_000)
    monkeypatch.setattr(table, "_CHUNK", 100)
    too_long = "the row is longer than 1,000 characters; split the article"
    text = "title,text\n" + f"One,{'x' * 995}\n" + f"Two,{'x' * 996}\n" + f"Three,{'x' * 5_000}\nFour,Text.\n"
    assert titles(text) == ["One", f"a.csv:3: {too_long}", f"a.csv:4: {too_long}", "Four"]
    many_lines = "title,text\n" + 'One,"' + "x\n" * 600
    assert titles(many_lines)[0] == f"a.csv:2: {too_long}"


def test_articles_longer_than_the_csv_module_takes_by_itself() -> None:
    csv.field_size_limit(131_072)
    [article] = rows(f"title,text\nOne,{'word ' * 100_000}\n")
    assert isinstance(article, Article)
    assert len(article.text) == 499_999


def test_items_that_differ_in_text_alone_are_told_apart() -> None:
    items = rows("title,text\nSteam engine,One.\nSteam engine,Two.\nSteam engine,One.\n")
    first = id_of_item("Steam engine", None, None)
    assert [item.id for item in items if isinstance(item, Article)] == [first, f"{first}-2", first]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("heading,text\n", "the first row names no column title; name the columns in the first row"),
        ("title\n", "the first row names no column text; name the columns in the first row"),
        (
            "One,Some text.\n",
            "the first row names no column title and no column text; name the columns in the first row",
        ),
        ('"title,text\n', "the first row names no column title and no column text; name the columns in the first row"),
        ("title,text,Title\n", 'the first row names two columns "title"; give every column a name of its own'),
    ],
)
def test_first_rows_that_do_not_do(start: str, expected: str) -> None:
    with pytest.raises(SourceError) as caught:
        rows(start + "a,b,c\n")
    assert str(caught.value) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_rows(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.CSV", 'title,text\r\nПереговоры,"Да,\r\nда."\r\nT,Text.'.encode(encoding))
    items = list(read(path))
    assert [(item.title, item.text) for item in items if isinstance(item, Article)] == [
        ("Переговоры", "Да,\nда."),
        ("T", "Text."),
    ]
    assert len(items) == 2


def test_a_row_that_is_no_utf8_spoils_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"title,text\nOne,Caf\xe9 opened.\nTwo,Text.\n")
    skipped, article = read(path)
    assert skipped == Skipped(f"{path}:2", "the row is not UTF-8 text; save the file as UTF-8")
    assert isinstance(article, Article)


def test_files_without_rows(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.csv", "title,text\r\n")) == "the file has no rows below the first; add some"
    for content in (b"", b" \r\n\t\n", b"\xef\xbb\xbf"):
        assert reason(write(tmp_path / "a.csv", content)) == "the file is empty; remove it or fill it"
    binary = "the file is binary, not text; save it as UTF-8 text"
    assert reason(write(tmp_path / "a.csv", b"title,text\n\0\1")) == binary


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"title,text\nOne,Text.\n" + b" " * 10_000)
        file.truncate(2**31)  # two gigabytes that nobody looks at
    first = next(read(path))
    assert isinstance(first, Article)


def test_texts_in_html_lose_their_markup() -> None:
    (article,) = rows('title,text\nTay &amp; co,"<p>It <b>opened</b>.</p><p>All came.</p>"\n')
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Tay & co", "It opened.\n\nAll came.")
