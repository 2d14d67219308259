"""What every test stands on: no network but loopback, no setting of the user's, a library of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from qa import Engine
    from tests.browser import Visit
    from tests.servers import RunningChroma
    from vectorstore.embedding import EmbeddingModel
    from vectorstore.indexes import Indexes
    from vectorstore.library import Library
    from vectorstore.vector_index import ChromaServer

# pytest-socket (see pyproject.toml) stops this process's connections. These keep the libraries, and the
# programs that tests start, from trying. Set here, since some libraries read them when first imported.
os.environ.update(
    ANONYMIZED_TELEMETRY="False",  # Chroma
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
)
for name in [name for name in os.environ if name.startswith("QA_")]:
    del os.environ[name]  # the user's own settings must not change what a test sees
settings.register_profile("untimed", deadline=None)  # how long an example takes on a busy machine says nothing
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that QA_HOME names during the tests, so that none touches the user's library."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_HOME", str(folder))
        patch.setenv("XDG_DATA_HOME", str(folder))  # where a plain Settings() would keep the library
        yield folder


@pytest.fixture(scope="session")
def model() -> EmbeddingModel:
    """The embedding model that comes with the program, loaded once."""
    from vectorstore.embedding import EmbeddingModel

    return EmbeddingModel()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the bundled articles, shared by all tests: for asking only, never for adding."""
    from qa import Engine, Settings

    with Engine(Settings(home=tmp_path_factory.mktemp("engine"))) as engine:
        yield engine


@pytest.fixture
def library_home(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A QA_HOME with a library of the bundled articles that a test may change."""
    engine.articles()  # builds it
    folder = tmp_path / "library"
    folder.mkdir()
    # A backup is whole whatever else the engine does; the log beside its file comes and goes.
    with (
        closing(sqlite3.connect(engine.settings.home / "library.sqlite3")) as source,
        closing(sqlite3.connect(folder / "library.sqlite3")) as copy,
    ):
        source.backup(copy)
    monkeypatch.setenv("QA_HOME", str(folder))
    return folder


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A QA_HOME that is not there yet."""
    monkeypatch.setenv("QA_HOME", str(tmp_path / "none"))
    return tmp_path / "none"


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    """A Chroma server on loopback; a test that ends it starts it again."""
    from tests.servers import chroma_server

    with chroma_server(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture(params=["embedded", "server"])
def server(request: pytest.FixtureRequest) -> ChromaServer | None:
    """Where the vectors are kept: None in the index folder, or a server, so that each test is run with both."""
    return request.getfixturevalue("chroma").server if request.param == "server" else None


@pytest.fixture
def open_indexes(library: Library, server: ChromaServer | None) -> Iterator[Callable[..., Indexes]]:
    """Opens indexes of the file's `library`, without a watcher unless asked for; closes them in the end."""
    from vectorstore.indexes import Indexes

    opened: list[Indexes] = []

    def opening(*, watch: bool = False) -> Indexes:
        opened.append(Indexes(library, library.path.parent / "indexes", server=server, watch=watch))
        return opened[-1]

    yield opening
    for indexes in opened:
        indexes.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium or Chrome for Playwright to start; without one the test is skipped, in CI it fails."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    places = [shutil.which(name) for name in names]
    places.append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    for place in places:
        if place and Path(place).exists():
            return place
    if os.environ.get("CI") == "true":
        pytest.fail("There is no Chromium: `make browser` installs it.")
    pytest.skip("There is no Chromium on this machine.")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium for the tests of one file."""
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens visitors of the page whose `address` the file serves, and closes them after each test."""
    from tests.browser import visiting

    with visiting(browser, address) as visit:
        yield visit
