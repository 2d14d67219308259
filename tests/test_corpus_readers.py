"""Reading files: what becomes an article, and the reason for everything that does not."""

from __future__ import annotations

import json
import os
import socket
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Article, Skipped, clean, read, readers
from corpus.ids import id_of_file, id_of_url
from tests.sources import EMPTY, GOOD, KINDS, read_one, reason, workers, write

BINARY = "the file is binary, not text; save it as UTF-8 text"
NOT_UTF8 = "the file is not UTF-8 text; save it as UTF-8"
NO_WORDS = "the article has no words; give it a text"
MISSING = "there is no such file or folder; check the path"
MEND_YAML = "mend it, and put values with a colon in quotes"
GOOD_ID = "make it at most 200 of the characters A-Z a-z 0-9 . _ : -, beginning with a letter or digit"


# Plain text


def test_text_file_with_a_title_line(tmp_path: Path) -> None:
    path = write(tmp_path / "Talks, Day 1.txt", GOOD)
    article = read_one(path)
    assert article == Article(
        id=id_of_file(path),
        title="Talks end in Astana",
        text="The talks ended on Monday.",
    )
    assert article.id.startswith("talks-day-1-")
    assert article.id == read_one(str(path)).id


def test_text_file_without_a_title(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.txt", "Dr. Steifo met U.S. envoys on Monday. He left."))
    assert article.title == "Dr. Steifo met U.S. envoys on Monday."
    assert article.title_derived
    assert article.text == "Dr. Steifo met U.S. envoys on Monday. He left."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("suffix", [".txt", ".TXT"])
def test_encodings(tmp_path: Path, encoding: str, suffix: str) -> None:
    article = read_one(write(tmp_path / f"a{suffix}", "Переговоры\r\n\r\n“Cafe\u0301” opened.".encode(encoding)))
    assert (article.title, article.text) == ("Переговоры", "“Café” opened.")


def test_an_edited_file_keeps_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", GOOD)
    before = read_one(path)
    write(path, "Another title\n\nAnother text.")
    monkeypatch.chdir(tmp_path)
    after = read_one("./a.txt")
    assert after.id == before.id
    assert after.text == "Another text."


def test_files_of_one_name_in_two_folders_have_two_ids(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one" / "a.txt", GOOD), write(tmp_path / "two" / "a.txt", GOOD)
    assert read_one(one).id != read_one(two).id


# Markdown


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        "---\r\n"
        "id: talks:1\r\n"
        "title: 'Talks: the  end'\r\n"
        "publisher: The Astana Times\r\n"
        "published: 2015-05-31\r\n"
        "authors: [Assel Satubaldina, ' A. Other ', '', A. Other]\r\n"
        "url: https://example.org/talks?utm_source=x\r\n"
        "language: en-GB\r\n"
        "digest: true\r\n"
        "title_derived: yes\r\n"
        "weather: fine\r\n"
        "---\r\n"
        "\r\nThe talks ended.\r\n\r\n---\r\n\r\nAll left.\r\n",
    )
    assert read_one(path) == Article(
        id="talks:1",
        title="Talks: the end",
        text="The talks ended.\n\n---\n\nAll left.",
        publisher="The Astana Times",
        published=date(2015, 5, 31),
        authors=("Assel Satubaldina", "A. Other"),
        url="https://example.org/talks?utm_source=x",
        language="en",
        digest=True,
        title_derived=True,
    )


def test_front_matter_values_are_what_stands_there(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md", "---\ntitle: 1984\nsource: NO\nlanguage: no\nauthor: 007\nid: 0x1F\n---\nThe text.\n"
    )
    assert read_one(path) == Article(
        id="0x1F", title="1984", text="The text.", publisher="NO", language="no", authors=("007",)
    )


def test_front_matter_without_values(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        "---\nid:\ntitle: ~\npublisher: ' '\npublished: unknown\nauthors: null\nurl: ''\nlanguage:\ndigest:\n---\n"
        "The talks ended. All left.",
    )
    assert read_one(path) == Article(
        id=id_of_file(path), title="The talks ended.", text="The talks ended. All left.", title_derived=True
    )


@pytest.mark.parametrize(
    ("content", "title", "derived", "text"),
    [
        ("# Talks end #\n\nThe talks ended.", "Talks end", False, "The talks ended."),
        ("---\n---\n# Talks end\nThe talks ended.", "Talks end", False, "The talks ended."),
        ("---\ntitle: Talks end\n---\n# Talks end\n\nThe talks ended.", "Talks end", False, "The talks ended."),
        ("---\ntitle: Other\n...\n# Talks end\n\nThey ended.", "Other", False, "# Talks end\n\nThey ended."),
        ("## Part one\n\nThe talks ended.", "Part one", True, "## Part one\n\nThe talks ended."),
        ("First line\n\nThe talks ended.", "First line", True, "First line\n\nThe talks ended."),
        ("--- not front matter\n\nText.", "--- not front matter", True, "--- not front matter\n\nText."),
    ],
)
def test_title_of_markdown(tmp_path: Path, content: str, title: str, derived: bool, text: str) -> None:
    article = read_one(write(tmp_path / "a.md", content))
    assert (article.title, article.title_derived, article.text) == (title, derived, text)


def test_an_article_with_an_address_has_its_id_from_there(tmp_path: Path) -> None:
    one = write(tmp_path / "one.md", "---\nurl: https://Example.org:443/a?id=1&utm_source=rss#top\n---\nText.")
    two = write(tmp_path / "two.md", "---\nurl: https://example.org/a?id=1\n---\nText.")
    assert read_one(one).id == read_one(two).id == id_of_url("https://example.org/a?id=1")
    assert read_one(one).id.startswith("example.org-")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "title: Talks: the end",
            f"the front matter is not valid YAML (line 2: mapping values are not allowed here); {MEND_YAML}",
        ),
        (
            "title: x\nauthors: [a, b",
            f"the front matter is not valid YAML (line 4: expected ',' or ']', but got '<stream end>'); {MEND_YAML}",
        ),
        (
            "just words",
            'the front matter has no fields; write it as lines of the form "key: value"',
        ),
        (
            "- a\n- b",
            'the front matter has no fields; write it as lines of the form "key: value"',
        ),
        (
            "title: \x01",
            'the front matter is not valid YAML; write it as lines of the form "key: value"',
        ),
        (
            "a: " + "[" * 5000,
            'the front matter is not valid YAML; write it as lines of the form "key: value"',
        ),
        ("title: [a, b]", '"title" is a list; make it a text'),
        ("title: {a: b}", '"title" is an object; make it a text'),
        ("publisher: [a, b]", '"publisher" is a list; make it a text'),
        ("title: '\u200b'", "the title is empty; give the article a title"),
        (f"title: {'x' * 1001}", "the title is longer than 1,000 characters; shorten it"),
        (
            "published: 2015-02-30",
            '"published" is "2015-02-30", which is no date; write it like 2018-01-24, or leave it out',
        ),
        (
            "published_at: April 20",
            '"published_at" is "April 20", which is no date; write it like 2018-01-24, or leave it out',
        ),
        (
            "published: [2015]",
            '"published" is a list, which is no date; write it like 2018-01-24, or leave it out',
        ),
        ("authors: [[a]]", '"authors" is not a text or a list of texts; write the names as texts'),
        ("authors: {a: b}", '"authors" is not a text or a list of texts; write the names as texts'),
        ("digest: maybe", '"digest" is "maybe"; write true or false, or leave it out'),
        (
            "id: ../etc",
            f'"id" is "../etc"; {GOOD_ID}',
        ),
        (
            f"id: {'x' * 201}",
            f'"id" is "{"x" * 59}…"; {GOOD_ID}',
        ),
    ],
)
def test_bad_front_matter(tmp_path: Path, front: str, expected: str) -> None:
    assert reason(write(tmp_path / "a.md", f"---\n{front}\n---\nThe talks ended.\n")) == expected


def test_front_matter_without_an_end(tmp_path: Path) -> None:
    expected = 'the front matter has no end; close it with a line "---", or begin the file without that line'
    assert reason(write(tmp_path / "a.md", "---\ntitle: x\n\nThe talks ended.")) == expected
    assert reason(write(tmp_path / "b.md", "---\n" + "k: v\n" * 20_000 + "---\nThe talks ended.")) == expected


def test_front_matter_is_data_only(tmp_path: Path) -> None:
    front = "title: !!python/object/apply:os.system ['touch hacked']\nbomb: &a [x, x]\nmore: [*a, *a, *a]\n"
    assert reason(write(tmp_path / "a.md", f"---\n{front}---\nText.")) == '"title" is a list; make it a text'
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2018-01-24", date(2018, 1, 24)),
        ("20180124", date(2018, 1, 24)),
        ("2018-01-24T23:30:00Z", date(2018, 1, 24)),
        ("2018-01-24T23:30:00.123-08:00", date(2018, 1, 24)),
        ("2018-01-24 00:58:00 +06:00", date(2018, 1, 24)),
        ("'2018-01-24'", date(2018, 1, 24)),
        ("", None),
        ("unknown", None),
    ],
)
def test_dates(tmp_path: Path, given: str, day: date | None) -> None:
    assert read_one(write(tmp_path / "a.md", f"---\npublished: {given}\n---\nText.")).published == day


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "https://",
        "http://[::1",
        "http://example.org:99999/",
        "http://example.org/a b",
        "http://user:word@example.org/",
        "example.org/a",
        "http://example.org/\u202ea",
    ],
)
def test_addresses_that_are_not_of_the_web_are_unknown(tmp_path: Path, url: str) -> None:
    assert read_one(write(tmp_path / "a.md", f"---\nurl: '{url}'\n---\nText.")).url is None


@pytest.mark.parametrize(
    ("given", "language"), [("ru", "ru"), ("EN_us", "en"), ("English", None), ("eng", None), ("", None)]
)
def test_languages(tmp_path: Path, given: str, language: str | None) -> None:
    assert read_one(write(tmp_path / "a.md", f"---\nlanguage: '{given}'\n---\nText.")).language == language


# Files that cannot be read


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", EMPTY),
        (b" \r\n\t\n", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (b"\xff\xfe", EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BINARY),
        (b"\xff\xfe\0", NOT_UTF8),
    ],
)
def test_files_without_text(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    assert reason(write(tmp_path / name, content)) == expected


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Переговоры".encode("cp1251"), NOT_UTF8),
        ("Café".encode("latin-1"), NOT_UTF8),
        (b"12.3 --- 45%\n\n***", NO_WORDS),
        ("\u200b\u202e".encode(), NO_WORDS),
    ],
)
def test_files_that_are_no_articles(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    assert reason(write(tmp_path / name, content)) == expected


def test_a_heading_alone_is_no_article(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.md", "# Talks end\n")) == NO_WORDS
    assert reason(write(tmp_path / "b.md", "---\ntitle: Talks end\n---\n")) == NO_WORDS


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_huge_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50 * 2**20 + 1)
    assert reason(path) == "the file is larger than 50 MB; split it into articles"


@pytest.mark.parametrize("name", ["a.doc", "a.jpg", "README", "a.md.bak"])
def test_other_kinds_of_files(tmp_path: Path, name: str) -> None:
    assert reason(write(tmp_path / name, GOOD)) == f"this kind of file is not read; save it as {KINDS}"


def test_no_such_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", GOOD)
    for path in [tmp_path / "none.txt", tmp_path / "none", tmp_path / "a.txt" / "b.txt", tmp_path / ("x" * 300)]:
        assert reason(path) == MISSING
    assert list(read("")) == [Skipped('""', MISSING)]
    assert list(read("a\0b\n.txt")) == [Skipped("a\ufffdb\ufffd.txt", MISSING)]
    assert list(read("\ud800.txt")) == [Skipped("\ufffd.txt", MISSING)]


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "dangling.md").symlink_to("none.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    expected = "the link leads nowhere; mend or remove it"
    assert reason(tmp_path / "dangling.md") == expected
    assert reason(tmp_path / "circle.md") == expected


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", GOOD)
    path.chmod(0)
    assert reason(path) == "permission to read it is denied; give yourself the right to read it"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name, on POSIX only")
def test_pipes_and_sockets_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "this is no regular file; name a file or folder"
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason(tmp_path / "pipe.txt") == expected
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert reason(Path("socket.txt")) == expected


# Anything at all


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(max_size=200).map(lambda text: b"---\n" + text.encode("utf-8", "surrogatepass") + b"\n---\nText."),
        st.dictionaries(
            st.sampled_from(["id", "title", "text", "publisher", "published", "authors", "url", "language", "digest"]),
            st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=3),
        ).map(lambda fields: json.dumps({"title": "T", "text": "Text."} | fields).encode()),
    ),
    suffix=st.sampled_from(readers.SUFFIXES),
)
def test_no_content_raises(tmp_path: Path, content: bytes, suffix: str) -> None:
    items = list(read(write(tmp_path / f"a{suffix}", content), workers=workers()))
    assert items
    for item in items:
        if isinstance(item, Article):
            assert item.text == clean(item.text)
            assert item.id
            assert item.title
        else:
            assert item.reason[-1] not in ".\n"
            assert "\n" not in item.reason


def test_slow_front_matter_is_bounded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\n" + "a: [" * 16_000 + "\n---\nText.")
    start = time.perf_counter()
    reason(path)
    assert time.perf_counter() - start < 10
