"""A worker process whose parser does what the document says: what test_corpus_workers starts in place of the real one.

All but `parse` is the real worker's.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from typing import BinaryIO

from corpus import Article, Skipped, SourceError, worker
from corpus.parsing import Document, Limits

served = 0
pipe: BinaryIO
own_pipes = worker._own_pipes


def keep_pipes() -> tuple[BinaryIO, BinaryIO]:
    global pipe
    requests, pipe = own_pipes()
    return requests, pipe


def parse(document: Document, *, limits: Limits | None = None) -> list[Article | Skipped]:
    global served
    served += 1
    order, _, detail = document.data.decode().partition(" ")
    if order == "segfault":
        ctypes.string_at(0)
    elif order == "exit":
        os._exit(0)
    elif order == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "grow":
        hoard = []
        while True:
            hoard.append(bytearray(2**24))
    elif order == "loop":
        while True:
            pass
    elif order == "sleep":
        time.sleep(float(detail))
    elif order == "touch":
        open(detail, "x").close()
    elif order == "write":  # to where the reply goes
        pipe.write(bytes.fromhex(detail))
        pipe.flush()
    elif order == "raise":
        raise KeyError(detail)
    elif order == "refuse":
        raise SourceError("there is nothing in it; fill it")
    elif order == "recurse":
        return parse(document, limits=limits)
    elif order == "noise":
        sys.stdout.write("noise\n")
        sys.stdout.flush()
        os.system("echo noise; echo noise >&2")
        assert sys.stdin.read() == ""
    elif order == "grudge" and served > 1:  # harm that was done by what came before
        os._exit(1)
    elif order == "none":
        return []
    return [Article(id="a", title=f"{order} {detail}".strip(), text=f"Served by {os.getpid()}.")]


worker._own_pipes = keep_pipes
vars(worker)["parse"] = parse
if __name__ == "__main__":
    worker.main()
