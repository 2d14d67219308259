"""Reading JSONL: one article a line, and no line spoils another."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from corpus import Article, Skipped, jsonl, read
from corpus.ids import id_of_item, id_of_url
from corpus.jsonl import read_jsonl

GOOD_ID = "make it at most 200 of the characters A-Z a-z 0-9 . _ : -, beginning with a letter or digit"


def read_lines(*lines: object) -> list[Article | Skipped]:
    """What comes of these lines: bytes as they are, all else as JSON."""
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(read_jsonl(BytesIO(data), "a.jsonl"))


def test_all_fields() -> None:
    line = {
        "id": " talks-1 ",
        "title": " Talks\nend ",
        "text": "The  talks\r\nended.\n\n\n\nAll\0 left.\ud800",
        "publisher": "The Astana Times",
        "published": "2015-05-31T00:58:00+06:00",
        "authors": ["Assel Satubaldina"],
        "url": "https://example.org/a",
        "language": "en",
        "digest": True,
        "title_derived": True,
        "category": {"any": "thing"},
    }
    assert read_lines(line) == [
        Article(
            id="talks-1",
            title="Talks end",
            text="The talks\nended.\n\nAll left.",
            publisher="The Astana Times",
            published=date(2015, 5, 31),
            authors=("Assel Satubaldina",),
            url="https://example.org/a",
            language="en",
            digest=True,
            title_derived=True,
        )
    ]


def test_other_names_of_fields() -> None:
    line = {
        "doc_id": 12,
        "title": "T",
        "text": "Text.",
        "source": "CNN",
        "published_at": "2022-05-15",
        "author": "Hilary Whiteman",
    }
    assert read_lines(line) == [
        Article(
            id="12",
            title="T",
            text="Text.",
            publisher="CNN",
            published=date(2022, 5, 15),
            authors=("Hilary Whiteman",),
        )
    ]


def test_the_first_name_that_has_a_value_counts() -> None:
    line = {"id": None, "doc_id": "d", "publisher": " ", "source": "CNN", "published": None, "title": "T", "text": "X."}
    [article] = read_lines(line | {"published_at": "2022-05-15"})
    assert isinstance(article, Article)
    assert (article.id, article.publisher, article.published) == ("d", "CNN", date(2022, 5, 15))


@pytest.mark.parametrize(
    "written", ["15 May 2022", "May 15, 2022", "05/15/2022", "2022/05/15", "Sun, 15 May 2022 10:00:00 GMT"]
)
def test_a_day_may_be_written_in_any_way_that_is_certain(written: str) -> None:
    [article] = read_lines({"title": "T", "text": "X.", "date": written})
    assert isinstance(article, Article)
    assert article.published == date(2022, 5, 15)


def test_a_library_written_out_is_read_back_the_same() -> None:
    article = Article(
        id="talks-1",
        title="“Talks” end",
        text="The talks ended.\n\nAll left – at once.",
        publisher="Tengrinews",
        published=date(2015, 5, 31),
        authors=("A", "B"),
        url="https://example.org/a",
        language="en",
        digest=True,
        title_derived=True,
    )
    unknown = Article(id="x", title="T", text="Text.")
    lines = [json.dumps(asdict(item), default=str).encode() for item in (article, unknown)]
    assert read_lines(*lines) == [article, unknown]


def test_ids_that_are_not_given() -> None:
    with_url = {"title": "T", "text": "Text.", "url": "https://example.org/a"}
    without = {"title": "T", "text": "Text.", "publisher": "P", "published": "2015-05-31"}
    items = read_lines(with_url, without, {"title": "T", "text": "Text."})
    ids = [item.id for item in items if isinstance(item, Article)]
    assert ids == [
        id_of_url("https://example.org/a"),
        id_of_item("T", "P", date(2015, 5, 31)),
        id_of_item("T", None, None),
    ]
    assert len(set(ids)) == 3


def test_a_front_page_makes_no_two_articles_one() -> None:
    items = read_lines(*({"title": title, "text": "Text.", "url": "https://example.org/"} for title in "AB"))
    articles = [item for item in items if isinstance(item, Article)]
    assert [item.id for item in articles] == [id_of_item("A", None, None), id_of_item("B", None, None)]
    assert {item.url for item in articles} == {"https://example.org/"}


def test_items_that_differ_in_text_alone_are_told_apart() -> None:
    def line(text: str) -> dict[str, str]:
        return {"title": "Steam engine", "text": text}

    items = read_lines(line("One."), line("Two."), line("One."), line("Three."), line("Two."))
    first = id_of_item("Steam engine", None, None)
    ids = [item.id for item in items if isinstance(item, Article)]
    assert ids == [first, f"{first}-2", first, f"{first}-3", f"{first}-2"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense", "the line is not valid JSON (column 1: Expecting value); write one JSON object a line"),
        (
            b'{"title": "T", "te',
            "the line is not valid JSON (column 16: Unterminated string starting at); write one JSON object a line",
        ),
        (b"[" * 100_000, "the line is not usable JSON; write one flat JSON object a line"),
        (b'{"n": ' + b"1" * 5000 + b"}", "the line is not usable JSON; write one flat JSON object a line"),
        (b'{"title": "Caf\xe9"}', "the line is not UTF-8 text; save the file as UTF-8"),
        (["T", "Text."], 'the line is no JSON object; write it like {"title": "…", "text": "…"}'),
        ("Text.", 'the line is no JSON object; write it like {"title": "…", "text": "…"}'),
        (None, 'the line is no JSON object; write it like {"title": "…", "text": "…"}'),
        ({"text": "Text."}, "the line has no title; give every article a title and a text"),
        ({"title": " ", "text": "Text."}, "the line has no title; give every article a title and a text"),
        ({"title": "T", "text": None}, "the line has no text; give every article a title and a text"),
        ({}, "the line has no title and text; give every article a title and a text"),
        ({"title": 1984, "text": "Text."}, '"title" is a number; make it a text'),
        ({"title": "T", "text": ["Text."]}, '"text" is a list; make it a text'),
        ({"title": "T", "text": "12 – 34"}, "the article has no words; give it a text"),
        ({"title": "\u200b", "text": "Text."}, "the title is empty; give the article a title"),
        ({"title": "T", "text": "Text.", "id": True}, '"id" is true or false; make it a text'),
        ({"title": "T", "text": "Text.", "id": {}}, '"id" is an object; make it a text'),
        (
            {"title": "T", "text": "Text.", "doc_id": "a/b"},
            f'"doc_id" is "a/b"; {GOOD_ID}',
        ),
        ({"title": "T", "text": "Text.", "publisher": {"name": "P"}}, '"publisher" is an object; make it a text'),
        ({"title": "T", "text": "Text.", "url": 7}, '"url" is a number; make it a text'),
        ({"title": "T", "text": "Text.", "language": []}, '"language" is a list; make it a text'),
        (
            {"title": "T", "text": "Text.", "published": 1432998000},
            '"published" is "1432998000", which is no date; write it like 2018-01-24, or leave it out',
        ),
        (
            {"title": "T", "text": "Text.", "date": "05/03/2018"},
            '"date" is "05/03/2018", which is no date; write it like 2018-01-24, or leave it out',
        ),
        (
            {"title": "T", "text": "Text.", "published": "yesterday"},
            '"published" is "yesterday", which is no date; write it like 2018-01-24, or leave it out',
        ),
        (
            {"title": "T", "text": "Text.", "authors": ["A", 1]},
            '"authors" is not a text or a list of texts; write the names as texts',
        ),
        ({"title": "T", "text": "Text.", "digest": 1}, '"digest" is "1"; write true or false, or leave it out'),
    ],
)
def test_a_bad_line_is_skipped_on_its_own(line: object, reason: str) -> None:
    good = {"title": "T", "text": "Text."}
    before, skipped, after = read_lines(good, line, good)
    assert skipped == Skipped("a.jsonl:2", reason)
    assert before == after == Article(id=id_of_item("T", None, None), title="T", text="Text.")


def test_empty_lines_count_but_are_not_skips() -> None:
    items = read_lines(b"", b"  \r", {"title": "T", "text": "Text."}, b"", b"x")
    assert [type(item) for item in items] == [Article, Skipped]
    assert isinstance(items[1], Skipped)
    assert items[1].source == "a.jsonl:5"


def test_a_line_that_is_too_long_is_never_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 2**20)
    monkeypatch.setattr(jsonl, "_CHUNK", 1000)
    good = json.dumps({"title": "T", "text": "Text."}).encode()
    exact = json.dumps({"title": "T", "text": "x" * (2**20 - 26)}).encode()
    assert len(exact) == 2**20
    items = read_lines(good, b"x" * (2**20 + 1), exact, b"x" * (2**20 + 5000), good, b"x" * (2**20 + 1))
    assert [item if isinstance(item, Skipped) else item.title for item in items] == [
        "T",
        Skipped("a.jsonl:2", "the line is longer than 1 MB; split the article"),
        "T",
        Skipped("a.jsonl:4", "the line is longer than 1 MB; split the article"),
        "T",
        Skipped("a.jsonl:6", "the line is longer than 1 MB; split the article"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_lines(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"title": "Переговоры", "text": "Да."}\r\n{"title": "T", "text": "Text."}'.encode(encoding))
    items = list(read(path))
    assert [item.title for item in items if isinstance(item, Article)] == ["Переговоры", "T"]
    assert len(items) == 2


def test_a_nul_in_one_line_does_not_spoil_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "T", "te\0xt": "Text."}\n{"title": "T", "text": "Text."}\n')
    skipped, article = read(path)
    assert isinstance(skipped, Skipped)
    assert skipped.source == f"{path}:1"
    assert isinstance(article, Article)


def test_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "T", "text": "Text."}\n')
        file.truncate(2**31)  # two gigabytes that nobody looks at
    first = next(read(path))
    assert isinstance(first, Article)


def test_names_of_fields_may_be_in_capitals() -> None:
    (article,) = read_lines(
        {"Title": "Bridge opens", "TEXT": "It opened.", "Date": "2024-05-06", "title": "Tay bridge"}
    )
    assert isinstance(article, Article)
    assert (article.title, article.text, article.published) == ("Tay bridge", "It opened.", date(2024, 5, 6))


def test_texts_in_html_lose_their_markup_once() -> None:
    line = {"title": "Tay &#38; co", "text": "<p>It opened.</p>\n<p>&lt;p&gt; is a tag.&lt;br&gt;&lt;br&gt;</p>"}
    (article,) = read_lines(line)
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Tay & co", "It opened.\n\n<p> is a tag.<br><br>")
    exported = {**asdict(article), "published": None, "authors": []}
    assert read_lines(exported) == [article]


@pytest.mark.parametrize("indent", [1, 4])
def test_one_json_text_over_many_lines_is_one_reason(indent: int, tmp_path: Path) -> None:
    whole = tmp_path / "a.jsonl"
    for value in ([{"title": "T", "text": "Text."}] * 3, {"articles": [{"title": "T"}]}):
        whole.write_text(json.dumps(value, indent=indent), encoding="utf-8")
        reason = "it is one JSON text over many lines; write one JSON object a line, as `jq -c '.[]' FILE` does"
        assert list(read(whole)) == [Skipped(str(whole), reason)]
