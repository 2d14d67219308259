"""Files with one thing or more wrong in them: sound ones of each kind, changed at random from a seed."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import docx
from reportlab.pdfgen.canvas import Canvas

Change = Callable[[bytes, random.Random], bytes]

KINDS = ("csv", "docx", "html", "jsonl", "md", "pdf", "txt")
STORY = (
    "ASTANA, January 24, 2018 – The talks in Astana ended on Wednesday, three days after they began.\n\n"
    "“We have agreed on a map,” said Kairat Abdrakhmanov, the minister; 12 of 14 groups had signed by 18:30.\n\n"
    "Переговоры закончились. Nobody knows, though, when the next round will be held, or where."
)
_EXTREMES = (b"0", b"-1", b"1", b"99", b"65536", b"2147483648", b"99999999999999999999", b"1e309", b"")


@cache
def sound(kind: str) -> bytes:
    """A small file of this kind in which nothing is wrong."""
    paragraphs = STORY.split("\n\n")
    if kind == "csv":
        rows = f'1,Talks end,"{STORY}",2018-01-24\n2,"A, B",Text two.,\n3,C,Text three.,\n'
        return f"id,title,text,published\n{rows}".encode()
    if kind == "jsonl":
        lines = [{"id": str(number), "title": "Talks end", "text": STORY, "authors": ["A"]} for number in range(3)]
        return "\n".join(map(json.dumps, lines)).encode()
    if kind == "md":
        front = "---\ntitle: 'Talks: the end'\npublished: 2018-01-24\nauthors: [A, B]\n---\n"
        return f"{front}# Heading\n\n{STORY}\n".encode()
    if kind == "html":
        data = json.dumps({"@type": "NewsArticle", "headline": "Talks end", "datePublished": "2018-01-24"})
        body = "".join(f"<p>{text} <a href='/a'>More &amp; more</a></p>" for text in paragraphs)
        return (
            f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Talks end | Site</title>"
            f"<script type='application/ld+json'>{data}</script></head><body><nav><ul><li>Home<li>World</ul></nav>"
            f"<article><h1>Talks end</h1>{body}<table><tr><td>1<td>2</table></article><footer>© 2018</footer></html>"
        ).encode()
    if kind == "pdf":
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=1, pageCompression=0)
        canvas.setTitle("Talks end")
        for page in (paragraphs, ["The next round will be held in Vienna."]):
            for place, text in enumerate(page):
                canvas.drawString(72, 700 - 30 * place, text.encode("ascii", "ignore").decode())
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()
    if kind == "docx":
        document = docx.Document()
        document.add_heading("Talks end", 1)
        for text in paragraphs:
            document.add_paragraph(text)
        document.add_table(rows=2, cols=2).cell(1, 1).text = "12"
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()
    return f"Talks end\n\n{STORY}\n".encode()


def mutated(kind: str, number: int) -> bytes:
    """The file of this kind and number: always the same one."""
    chance = random.Random(f"{kind} {number}")
    data = sound(kind)
    for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
        own = chance.random() < 0.6
        data = chance.choice(_OWN[kind] if own else _ANY)(data, chance)
    return data


# Of any kind


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    new = chance.choice(
        (
            chance.randbytes(chance.randrange(1, 100)),
            bytes(chance.randrange(1, 100)),
            b"\xff\xfe",
            "\u202e\u200b\u0301\ufdd0𝕏".encode() * 9,
            b"\xed\xa0\x80",
            b"\r\n" * 50,
            b'"',
        )
    )
    return data[:place] + new + data[place:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 5, 50)) + data[end:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = sound(chance.choice(KINDS))
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _numbers(data: bytes, chance: random.Random) -> bytes:
    """One number, or each in a hundred, is another."""
    found = list(re.finditer(rb"\d+", data))
    picked = {match.start() for match in chance.sample(found, min(len(found), 1 + len(found) // 100))}

    def change(match: re.Match[bytes]) -> bytes:
        whole: bytes = match[0]
        return chance.choice(_EXTREMES) if match.start() in picked else whole

    return re.sub(rb"\d+", change, data)


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 10, 100, 1_000)))


# Of one kind


def _nested(opening: bytes, closing: bytes) -> Change:
    def nest(data: bytes, chance: random.Random) -> bytes:
        place = chance.randrange(len(data) + 1)
        depth = chance.choice((10, 300, 5_000))
        return data[:place] + opening * depth + closing * chance.choice((0, depth)) + data[place:]

    return nest


def _exchanged(*signs: bytes) -> Change:
    """One sign of these stands where another one stood, at some places."""

    def exchange(data: bytes, chance: random.Random) -> bytes:
        for _ in range(chance.choice((1, 5, 50))):
            places = [match.start() for match in re.finditer(b"|".join(map(re.escape, signs)), data)]
            if places:
                place = chance.choice(places)
                data = data[:place] + chance.choice(signs) + data[place + 1 :]
        return data

    return exchange


def _put_in(*texts: bytes) -> Change:
    def put(data: bytes, chance: random.Random) -> bytes:
        place = chance.choice([0, len(data), chance.randrange(len(data) + 1)])
        return data[:place] + chance.choice(texts) + data[place:]

    return put


def _member(data: bytes, chance: random.Random) -> bytes:
    """A zip with a change inside one of its members, packed as it should be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = {name: old.read(name) for name in old.namelist()}
    except Exception:  # an earlier change broke the zip
        return _flip(data, chance)
    name = chance.choice(["word/document.xml", *members])
    content = members.get(name, b"")
    change = chance.choice(
        (_flip, _truncate, _cut, _repeat, _numbers, _tags, _nested(b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"))
    )
    if chance.random() < 0.1:
        del members[name]
    elif chance.random() < 0.02:  # a bomb
        members[name] = content.replace(b"talks", b"talks " * 8_000_000, 1)
    else:
        members[name] = change(content, chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return buffer.getvalue()


def _tags(data: bytes, chance: random.Random) -> bytes:
    """One tag stands in the place of another."""
    found = list(re.finditer(rb"<[^<>]*>", data))
    if not found:
        return data
    place, tag = chance.choice(found), chance.choice(found)[0]
    return data[: place.start()] + tag + data[place.end() :]


def _references(data: bytes, chance: random.Random) -> bytes:
    """An object of a PDF is taken for another, perhaps for the one that holds it."""
    numbers: list[bytes] = sorted(set(re.findall(rb"(\d+) 0 obj", data))) or [b"1"]
    found = list(re.finditer(rb"(\d+) 0 R", data))
    if not found:
        return data
    place = chance.choice(found)
    return data[: place.start(1)] + chance.choice(numbers) + data[place.end(1) :]


def _streams(data: bytes, chance: random.Random) -> bytes:
    """A stream of a PDF has something else in it, or far too much, packed as it should be."""
    found = list(re.finditer(rb"/Length \d+\s*>>\s*stream\r?\n.*?endstream", data, re.DOTALL))
    if not found:
        return _flip(data, chance)
    place = chance.choice(found)
    line = b"BT /F1 12 Tf 72 700 Td (Talks end.) Tj ET\n"
    content = chance.choice((line * 5, line * 3_000, b"q " * 5_000, b"[" * 5_000, b"BI /W 9 ID " + bytes(99)))
    if chance.random() < 0.02:  # a bomb
        content = bytes(200_000_000)
    packed = zlib.compress(content, 1)
    new = b"/Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (len(packed), packed)
    return data[: place.start()] + new + data[place.end() :]


_ANY: tuple[Change, ...] = (_flip, _truncate, _cut, _insert, _repeat, _splice, _numbers)
_OWN: dict[str, tuple[Change, ...]] = {
    "csv": (
        _exchanged(b'"', b",", b"\n", b"\r", b";", b"\t", b" "),
        _put_in(b'"', b'""', b"," * 10_000, b'\n"\n"\n', b"\0", b'"a"b,', b"title,text\n", b"\n" * 1_000),
    ),
    "docx": (_member, _member, _member, _numbers),
    "html": (
        _tags,
        _nested(b"<div>", b"</div>"),
        _nested(b"<table><tr><td>", b""),
        _nested(b"<b><i>", b"</b>"),
        _nested(b'<a href="', b'"'),
        _nested(b'{"a":[', b"]}"),
        _put_in(b"<!--", b"<![CDATA[", b"<script>", b"<meta charset=utf-16>", b"&#x110000;&#0;" * 99, b"<svg><p>" * 99),
        _put_in(b"<?xml version='1.0' encoding='ebcdic'?>", b"<base href=http://[>", b"<p " + b"a=1 " * 9_999 + b">"),
    ),
    "jsonl": (
        _exchanged(b'"', b":", b"{", b"}", b"[", b"]", b",", b"\n", b"\\"),
        _nested(b"[", b"]"),
        _nested(b'{"a":', b"}"),
        _put_in(b"1" * 9_999, b"NaN", b"\\ud800", b'"' * 999, b"\xef\xbb\xbf", b"\n\n", b"1e999", b"\0"),
    ),
    "md": (
        _exchanged(b":", b"-", b"\n", b" ", b"'", b"[", b"]", b"#", b"&", b"*", b"!"),
        _nested(b"[", b"]"),
        _nested(b"- ", b"\n"),
        _put_in(b"---\n", b"a: &a [x]\n" + b"b: [*a, *a]\n" * 99, b"? !!python/name:os.system\n", b"%YAML 9\n", b"\t"),
    ),
    "pdf": (_numbers, _references, _streams, _tags, _nested(b"<<", b">>"), _nested(b"[", b"]"), _nested(b"(", b")")),
    "txt": (
        _exchanged(b"\n", b" ", b".", b",", b"-"),
        _put_in(b"e" + "\u0301".encode() * 9_999, b"a" * 99_999, b"\n" * 9_999, b". " * 9_999, "\u200d".encode() * 999),
        _put_in(STORY.encode() * 9, b"ASTANA, January 24, 2018 -\n" * 99, b"By A B, C D and E F\n" * 99),
    ),
}
