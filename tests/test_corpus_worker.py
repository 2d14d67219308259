"""The worker process by itself: what goes in and out of its pipes, and what it may use."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict

from corpus.parsing import Limits

COMMAND = [sys.executable, "-P", "-m", "corpus.worker", json.dumps(asdict(Limits()))]


def framed(*frames: bytes) -> bytes:
    return b"".join(len(frame).to_bytes(8) + frame for frame in frames)


def request(text: bytes, kind: str = "md") -> bytes:
    described = {"source": "a", "kind": kind, "url": None, "fallback_id": "given"}
    return framed(json.dumps(described).encode(), text)


def replies(sent: bytes) -> list[dict[str, object]]:
    """What a worker says to all this, and that it ends by itself."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        found = []
        process.stdin.write(sent)
        process.stdin.flush()
        for _ in range(sent.count(b'"source"')):
            length = int.from_bytes(process.stdout.read(8))
            found.append(json.loads(process.stdout.read(length)))
        rest, errors = process.communicate(timeout=20)
        assert (rest, errors, process.returncode) == (b"", b"", 0)
    return found


def test_every_request_has_one_reply() -> None:
    first, second, third = replies(request(b"# T\n\nText.") + request(b"") + request(b"%PDF-1.7", kind="none"))
    assert first == {
        "items": [
            {
                "id": "given",
                "title": "T",
                "text": "Text.",
                "publisher": None,
                "published": None,
                "authors": [],
                "url": None,
                "language": None,
                "digest": False,
                "title_derived": False,
            }
        ]
    }
    assert second == {"reason": "the file is empty; remove it or fill it"}
    assert third == {"error": "ValueError"}


def test_it_ends_when_nothing_more_can_come() -> None:
    assert replies(b"") == []
    for half in (b"\0\0", framed(b"{"), request(b"# T")[:-1], framed(b"[]", b"")):
        done = subprocess.run(COMMAND, input=half, capture_output=True, timeout=20)
        assert (done.stdout, done.returncode) == (b"", 0)
