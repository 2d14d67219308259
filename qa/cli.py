"""The command line `qa`: each command is a thin layer over the engine.

Exit codes: 0 done (a question that the articles do not answer is done too), 1 failed, 2 wrong usage,
130 interrupted, 141 whoever read the output has gone. Errors are one line on standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

from qa import cli_chat
from qa.errors import QAError, SettingsError
from qa.settings import Settings

# What is heavy (the engine, the page) is imported by the commands that need it, so that `qa --help` is quick.
if TYPE_CHECKING:
    from qa.engine import Engine
    from vectorstore.ingest import Outcome

_EPILOG = """\
environment:
  QA_HOME           the folder of the library (`qa status` tells which)
  QA_EMBEDDING      the embedding model: a name or folder that sentence-transformers loads
  QA_DECLINE_BELOW  the confidence, 0 to 1, below which a question is declined
  QA_LLM            language models, such as ollama:llama3.2; also QA_LLM_URL, QA_LLM_KEY, QA_LLM_TIMEOUT
  QA_CHAT_PASSWORD  the password that `qa chat --auth USER` asks for
  QA_CHROMA         the address of a Chroma server; also QA_CHROMA_TENANT, QA_CHROMA_DATABASE, QA_CHROMA_HEADERS

exit codes: 0 done (declining a question included), 1 failed, 2 wrong usage, 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _write_utf8()
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except QAError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python complains once more when it ends
        return 141
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}{error.strerror or error}.")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _failed(f"This is a fault in the program ({error!r}); `python -X dev -m qa …` shows where.")


def _chat(options: argparse.Namespace) -> int:
    password = cli_chat.password_of(options)
    print("Starting News QA…", flush=True)  # the imports take seconds
    settings = _settings()
    bar = Bar("Building the library")
    from qa.engine import Engine
    from qa.ui import serve
    from qa.ui.access import Access, Login

    def ready(address: str) -> None:
        bar.print(f"News QA is at {address} (Ctrl-C ends it).")

    login = None if password is None else Login(options.auth, password)
    access = Access(host=options.host, login=login, mcp=options.mcp)
    serve(lambda: Engine(settings, progress=bar), access=access, port=options.port, on_ready=ready)
    return 0


def _ask(options: argparse.Namespace) -> int:
    with _engine() as engine:
        answer = engine.ask(
            options.question,
            since=options.since,
            until=options.until,
            publishers=options.publisher,
            asked_on=options.asked_on or datetime.now().astimezone().date(),
        )
    print(_json(answer.to_dict()) if options.json else answer)
    return 0


def _add(options: argparse.Namespace) -> int:
    from qa.printing import added_text

    bar = Bar("Adding")
    done = 0

    def on_outcome(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        bar(done)
        if options.json:
            bar.print(_json({"id": outcome.source, "status": outcome.status, "reason": outcome.reason}))

    with _engine() as engine:
        report = engine.add(
            options.sources,
            include=options.include,
            exclude=options.exclude,
            on_outcome=on_outcome,
        )
    bar.close()
    if not options.json:
        print(added_text(report))
    there = report.added or report.changed or report.unchanged
    return 1 if report.skipped and not there else 0


def _list(options: argparse.Namespace) -> int:
    from qa.printing import list_text
    from qa.types import to_plain

    with _engine() as engine:
        headers = engine.articles()
    if options.json:
        print(_json(to_plain(headers)))
    elif headers:
        print(list_text(headers))
    else:
        print("The library is empty; add articles with `qa add`.")
    return 0


def _show(options: argparse.Namespace) -> int:
    from qa.printing import article_text

    with _engine() as engine:
        print(article_text(engine.article(options.id)))
    return 0


def _remove(options: argparse.Namespace) -> int:
    from qa.printing import number_of

    with _engine() as engine:
        print(f"{number_of(len(engine.remove(options.ids)))} removed")
    return 0


def _status(options: argparse.Namespace) -> int:
    from qa.printing import skipped_text, status_text
    from qa.status import skipped_of, status_of
    from qa.types import to_plain

    settings = _settings()
    if options.skipped:
        skipped = skipped_of(settings)
        print(_json(to_plain(skipped)) if options.json else skipped_text(skipped))
        return 0
    status = status_of(settings)
    print(_json(to_plain(status)) if options.json else status_text(status, embedding=settings.embedding))
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from qa.printing import number_of

    with _engine("Rebuilding the library") as engine:
        print(f"{number_of(engine.rebuild())} embedded and indexed anew")
    return 0


def _export(options: argparse.Namespace) -> int:
    from qa.printing import number_of
    from qa.types import to_plain

    with _engine() as engine:
        lines = (f"{_json(to_plain(article))}\n" for article in engine.export())
        if options.file == "-":
            sys.stdout.writelines(lines)
            return 0
        with _whole(options.file) as file:
            count = sum(1 for line in lines if file.write(line))
    print(f"{number_of(count)} exported to {options.file}")
    return 0


class Bar:
    """A progress bar on standard error while something long goes on; none where that is no terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None

    def __call__(self, done: int, of: int | None = None) -> None:
        """Show how many articles are done, of how many (None: not known)."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(desc=self._label, total=of, unit=" articles", leave=False, disable=None)
        self._bar.update(done - self._bar.n)
        if done == of:
            self.close()

    def print(self, line: str) -> None:
        """Print a line on standard output at once, above the bar."""
        if self._bar is None:
            print(line, flush=True)
        else:
            self._bar.write(line, file=sys.stdout)
            sys.stdout.flush()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def _whole(path: str) -> Iterator[TextIO]:
    """A file to write to, which takes its place when it is whole: until then one that is there stays as it is."""
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe or a device; a folder is refused
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    place = os.path.realpath(path)  # where a link leads
    unfinished = f"{place}.{os.getpid()}.new"
    try:
        file = open(unfinished, "w", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed below
    except OSError as error:
        error.filename = path
        raise
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(place):
            shutil.copymode(place, unfinished)
        os.replace(unfinished, place)
    except BaseException:  # an interrupt too leaves nothing half written; it goes on
        os.unlink(unfinished)
        raise


@contextmanager
def _engine(label: str = "Building the library") -> Iterator[Engine]:
    settings = _settings()
    from qa.engine import Engine

    with Engine(settings, progress=Bar(label)) as engine:
        yield engine


def _settings() -> Settings:
    try:
        return Settings.from_env()
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _failed(message: str) -> int:
    print(f"qa: {' '.join(message.split())}", file=sys.stderr)
    return 1


def _write_utf8() -> None:
    """Write UTF-8 whatever the locale, and what has no UTF-8 (half a character in a file's name) as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa",
        description="Ask a collection of news articles; every sentence of every answer points to the words that "
        "carry it. `qa COMMAND --help` says more.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], what: str, more: str = ""
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}. {more}")
        added.set_defaults(run=run)
        return added

    cli_chat.add_options(command("chat", _chat, "serve the web page, for this machine alone", "Ctrl-C ends it."))

    ask = command("ask", _ask, "answer a question, or say that the articles do not", "Both exit with 0.")
    ask.add_argument("question", metavar="QUESTION", type=_text, help="in quotes: “Who backs the talks?”")
    ask.add_argument("--since", type=_day, metavar="DAY", help="only articles published then or later: 2018-01-24")
    ask.add_argument("--until", type=_day, metavar="DAY", help="only articles published then or earlier")
    ask.add_argument("--publisher", action="append", default=[], type=_text, help="only this one's; can be repeated")
    ask.add_argument("--asked-on", type=_day, metavar="DAY", help='what "last week" counts from (default: today)')
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")

    add = command(
        "add",
        _add,
        "add articles from files, folders, web pages and feeds",
        "Files may be Markdown, plain text, HTML, PDF, DOCX, JSONL and CSV. An article that is there already is "
        "replaced, or left alone where it is the same. What cannot be read is skipped and named with its reason, "
        "also by `qa status --skipped`; exit code 1 means that all of it was skipped.",
    )
    add.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help="a file, a folder with all its subfolders, a pattern (“archive/**/*.html”), the address of a page or a "
        "feed, or - for JSONL on standard input",
    )
    for name, what in (
        ("--include", "of a folder, read only the files that match, such as “*.html”"),
        ("--exclude", "of a folder, leave out the files that match"),
    ):
        add.add_argument(name, action="append", default=[], metavar="PATTERN", help=f"{what}; can be repeated")
    add.add_argument("--json", action="store_true", help="print one JSON object an article, once it is stored")

    listed = command("list", _list, "list the articles, newest first")
    listed.add_argument("--json", action="store_true", help="print a JSON array")

    command("show", _show, "print an article").add_argument("id", metavar="ID", type=_text)
    command("remove", _remove, "remove articles").add_argument("ids", metavar="ID", nargs="+", type=_text)

    status = command("status", _status, "say where the library is and what is in it", "Builds and loads nothing.")
    status.add_argument(
        "--skipped", action="store_true", help="list what was skipped when articles were added, and why"
    )
    status.add_argument("--json", action="store_true", help="print a JSON object")

    command(
        "rebuild", _rebuild, "make all passages, vectors and indexes anew", "Needed after QA_EMBEDDING was changed."
    )

    export = command("export", _export, "write the library as JSONL, which `qa add` takes back")
    export.add_argument("file", metavar="FILE", help="- for standard output")
    return parser


class _Version(argparse.Action):
    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"news-qa {version('news-qa')}")
        parser.exit()


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it like 2018-01-24") from None


def _text(value: str) -> str:
    """An argument with what is no UTF-8 in it replaced: tokenizers and databases refuse it."""
    return value.encode("utf-8", "replace").decode("utf-8")
