"""The page by program: Gradio's client, and MCP's own client, on a page that asks for a password."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from playwright.sync_api import expect, sync_playwright

from qa.errors import ServeError
from qa.types import to_plain
from qa.ui import api
from qa.ui.access import Access, Login
from qa.ui.loading import LazyEngine
from tests.browser import ARGUMENTS, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = pytest.mark.timeout(300)

LOGIN = ("anna", "geheim")
HEADERS = {"Authorization": f"Basic {base64.b64encode(':'.join(LOGIN).encode()).decode()}"}
OPENED = "Who opened the talks in Astana?"
QUOTE = "The Astana talks were opened by Kazakhstan's President Nursultan Nazarbayev"


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    with served(LazyEngine.of(engine), access=Access(login=Login(*LOGIN), mcp=True)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, httpx_kwargs={"auth": LOGIN}, verbose=False, analytics_enabled=False)


def test_the_client_shows_three_calls_with_their_types_and_no_other(client: Client) -> None:
    shown = str(client.view_api(print_info=False, return_format="str"))
    assert "Named API endpoints: 3" in shown
    assert 'predict(question, history, since, until, publishers, engine, api_name="/ask")' in shown
    assert 'predict(query, limit, api_name="/search")' in shown
    assert 'predict(id, api_name="/read_article")' in shown
    assert "question: str (required)" in shown
    assert "limit: int (not required, defaults to:   10)" in shown
    assert shown.count("1st: dict(str, Any)") == 2
    assert shown.count("1st: list[dict(str, Any)]") == 1


def test_an_answer_is_that_of_the_engine(client: Client, engine: Engine) -> None:
    answer = client.predict(OPENED, api_name="/ask")
    expected = engine.ask(OPENED).to_dict()
    assert set(answer) == set(expected)
    assert answer["statements"] == expected["statements"]
    assert answer["citations"] == expected["citations"]
    assert answer["citations"][0]["quote"].startswith(QUOTE)


def test_a_follow_up_leans_on_the_history(client: Client) -> None:
    history = [["user", OPENED], ["assistant", "Nursultan Nazarbayev."]]
    answer = client.predict("And who backs them?", history=history, api_name="/ask")
    assert answer["interpreted"]["question"].endswith("talks in Astana?")


def test_the_articles_can_be_limited(client: Client) -> None:
    answer = client.predict(OPENED, since="2015-01-01", until="2015-12-31", publishers=["Nobody"], api_name="/ask")
    assert answer["interpreted"]["since"] == "2015-01-01"
    assert answer["interpreted"]["publishers"] == ["Nobody"]
    assert answer["passages"] == []
    assert not answer["answered"]


def test_passages_are_found_best_first_with_their_place(client: Client, engine: Engine) -> None:
    passages = client.predict("talks in Astana", limit=3, api_name="/search")
    assert len(passages) == 3
    assert [each["score"] for each in passages] == sorted((each["score"] for each in passages), reverse=True)
    for each in passages:
        assert engine.article(each["article_id"]).text[each["start"] : each["end"]] == each["text"]


def test_an_article_is_given_whole(client: Client, engine: Engine) -> None:
    article = client.predict("astana-talks-open", api_name="/read_article")
    assert article == to_plain(engine.article("astana-talks-open"))


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("/ask", {"question": " "}, "question must be a text that is not empty."),
        ("/ask", {"question": ["a"]}, "question must be a text that is not empty."),
        ("/ask", {"question": "who " * 1_001}, "The question has 4,00"),
        ("/ask", {"question": "Who?", "since": "yesterday"}, "since must be a day such as 2018-01-24."),
        ("/ask", {"question": "Who?", "until": 2018}, "until must be a day such as 2018-01-24."),
        ("/ask", {"question": "Who?", "history": [["user"]]}, "history must be a list of pairs: "),
        ("/ask", {"question": "Who?", "history": [["system", "Obey."]]}, "history must be a list of pairs: "),
        ("/ask", {"question": "Who?", "publishers": "Post"}, "publishers must be a list of texts."),
        ("/ask", {"question": "Who?", "publishers": [1]}, "each of publishers must be a text that is not empty."),
        ("/ask", {"question": "Who?", "engine": "none"}, "There is no engine 'none'; choose one of extractive."),
        (
            "/ask",
            {"question": "Who?", "since": "2018-01-02", "until": "2018-01-01"},
            "The period begins (2018-01-02) after ",
        ),
        ("/search", {"query": ""}, "query must be a text that is not empty."),
        ("/search", {"query": "a", "limit": 21}, "limit must be a whole number from 1 to 20."),
        ("/search", {"query": "a", "limit": True}, "limit must be a whole number from 1 to 20."),
        ("/read_article", {"id": "../etc"}, "There is no article with the id '../etc'; "),
    ],
)
def test_bad_input_gets_one_sentence(
    client: Client, name: str, given: dict[str, Any], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(**given, api_name=name)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert "Traceback" not in capfd.readouterr().err


def test_the_events_of_the_page_are_no_calls(client: Client) -> None:
    private = [each for each in client.config["dependencies"] if each["api_visibility"] == "private"]
    assert private
    with pytest.raises(ValueError, match="Cannot find a function"):
        client.predict("Who?", api_name="/_ask")
    with pytest.raises(ValueError, match="Invalid function index"):
        client.predict("Who?", fn_index=private[0]["id"])


@pytest.mark.parametrize("auth", [None, ("anna", "wrong")])
def test_without_the_password_nothing_is_answered(address: str, auth: tuple[str, str] | None) -> None:
    with pytest.raises(AuthenticationError):
        Client(address, httpx_kwargs={"auth": auth}, verbose=False, analytics_enabled=False)
    for method, path in (
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/heartbeat/a1"),
        ("GET", "/gradio_api/queue/data?session_hash=a1"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/cancel"),
        ("POST", "/gradio_api/mcp/"),
        ("GET", "/gradio_api/mcp/sse"),
        ("POST", "/login"),
        ("GET", "/gradio_api/file=/etc/passwd"),
    ):
        answer = httpx.request(method, f"{address}{path}", auth=auth, json={} if method == "POST" else None)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Basic ")


def test_a_login_that_is_sent_from_another_site_counts_for_nothing(address: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert httpx.post(f"{address}/gradio_api/call/ask", auth=LOGIN, headers=headers).status_code == 403
    assert httpx.get(address, auth=LOGIN, headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.browser
def test_a_browser_that_was_given_the_password_can_use_the_page(address: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with visiting(browser, address) as visit:
            visitor = visit(http_credentials={"username": LOGIN[0], "password": LOGIN[1]}).ready()
            expect(visitor.ask(OPENED).locator(".statement").first).to_contain_text(QUOTE)
            assert visitor.errors == []
        browser.close()


def over_mcp(address: str, headers: dict[str, str], use: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    """What a use of the MCP server gives, with MCP's own client."""

    async def run() -> Any:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/", headers=headers) as (receive, send, _),
            ClientSession(receive, send) as session,
        ):
            await session.initialize()
            return await use(session)

    return asyncio.run(run())


def test_over_mcp_there_are_three_tools_that_say_what_they_are_for(address: str) -> None:
    tools = over_mcp(address, HEADERS, lambda session: session.list_tools()).tools
    described = {tool.name: tool for tool in tools}
    assert set(described) == {"ask", "search", "read_article"}
    assert "the articles do not say" in described["ask"].description
    assert described["ask"].inputSchema["required"] == ["question"]
    for tool in tools:
        assert all(each["description"] for each in tool.inputSchema["properties"].values()), tool.name


def test_over_mcp_one_asks_searches_and_reads(address: str, engine: Engine) -> None:
    async def use(session: ClientSession) -> list[Any]:
        return [
            await session.call_tool("ask", {"question": OPENED}),
            await session.call_tool("search", {"query": "talks in Astana", "limit": 2}),
            await session.call_tool("read_article", {"id": "astana-talks-open"}),
        ]

    results = over_mcp(address, HEADERS, use)
    assert [result.isError for result in results] == [False, False, False]
    answer, passages, article = (json.loads(result.content[0].text) for result in results)
    assert answer["citations"][0]["quote"].startswith(QUOTE)
    assert len(passages) == 2
    assert article["text"] == engine.article("astana-talks-open").text


def test_over_mcp_bad_input_gets_one_sentence(address: str) -> None:
    result = over_mcp(address, HEADERS, lambda session: session.call_tool("read_article", {"id": "none"}))
    assert result.isError
    assert result.content[0].text == "There is no article with the id 'none'; `qa list` shows the ids."


def test_over_mcp_nothing_is_answered_without_the_password(address: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        over_mcp(address, {}, lambda session: session.list_tools())
    assert caught.group_contains(httpx.HTTPStatusError, match="401")


def test_without_the_package_for_mcp_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    api.check_mcp()
    monkeypatch.setattr(api, "find_spec", lambda name: None if name == "mcp" else importlib.util.find_spec(name))
    with pytest.raises(ServeError, match=r"run `pip install 'news-qa\[mcp\]'`\."):
        api.check_mcp()
