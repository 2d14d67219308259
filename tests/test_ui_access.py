"""Who may ask for what of the page's server."""

from __future__ import annotations

import base64
import socket

import pytest

from qa.ui.access import Access, Login

HOST = ("host", "localhost:7860")


def status(access: Access, *headers: tuple[str, str], path: str = "/") -> int | None:
    """The status of a refusal, or None where there is none."""
    refusal = access.refusal(path, [(name.encode(), value.encode()) for name, value in headers])
    return refusal.status if refusal else None


def basic(text: str) -> tuple[str, str]:
    return "authorization", f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:7860", "127.0.0.1:1", "127.0.0.2", "[::1]:7860", "LOCALHOST."]
)
def test_a_page_for_this_machine_is_asked_for_by_its_names(host: str) -> None:
    assert status(Access(), ("host", host)) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "192.0.2.1", "0.0.0.0", "[::1", "localhost@evil.example", "::1"],
)
def test_any_other_name_is_refused_since_a_website_may_have_made_it_point_here(host: str) -> None:
    assert status(Access(), ("host", host)) == 421
    assert status(Access()) == 421


def test_a_page_for_others_is_asked_for_by_the_name_it_is_served_under() -> None:
    access = Access(host="News.example")
    assert status(access, ("host", "news.example:7860")) is None
    assert status(access, HOST) is None
    assert status(access, ("host", "evil.example")) == 421


@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::"])
def test_a_page_served_everywhere_is_asked_for_by_an_address_or_by_the_machine_s_name(everywhere: str) -> None:
    access = Access(host=everywhere)
    for host in ("192.0.2.1:7860", "[2001:db8::1]:7860", socket.gethostname(), f"{socket.gethostname()}.local:7860"):
        assert status(access, ("host", host)) is None, host
    assert status(access, ("host", "evil.example")) == 421


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://localhost:7860", None),
        ("https://localhost:7860", None),  # a server with TLS stands in front
        ("http://localhost:3000", 403),
        ("http://127.0.0.1:7860", 403),
        ("https://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_a_request_from_another_site_s_page_is_refused(origin: str, expected: int | None) -> None:
    assert status(Access(), HOST, ("origin", origin), path="/gradio_api/queue/join") == expected


LOGIN = Login("anna", "geheim: ☂")


@pytest.mark.parametrize(
    "sent",
    [
        basic("anna:wrong"),
        basic("anna:"),
        basic("Anna:geheim: ☂"),
        basic("geheim: ☂"),
        ("authorization", "Basic"),
        ("authorization", "Basic %%%"),
        ("authorization", "Bearer anna:geheim: ☂"),
        ("cookie", "access-token=1"),
    ],
)
def test_without_the_right_user_and_password_everything_is_refused(sent: tuple[str, str]) -> None:
    access = Access(login=LOGIN, mcp=True)
    for path in ("/", "/config", "/assets/index.js", "/gradio_api/queue/join", "/gradio_api/mcp/", "/nowhere"):
        assert status(access, HOST, sent, path=path) == 401
        assert status(access, HOST, path=path) == 401


def test_the_right_user_and_password_are_let_in_and_the_rest_is_still_checked() -> None:
    access = Access(login=LOGIN)
    right = basic("anna:geheim: ☂")
    assert status(access, HOST, right) is None
    assert status(access, HOST, ("authorization", right[1].replace("Basic", "basic"))) is None
    assert status(access, HOST, right, path="/monitoring") == 404
    assert status(access, ("host", "evil.example"), right) == 421
    assert status(access, HOST, right, ("origin", "https://evil.example")) == 403


def test_a_browser_is_told_to_ask_for_them() -> None:
    refusal = Access(login=LOGIN).refusal("/", [(b"host", b"localhost")])
    assert refusal is not None
    assert dict(refusal.headers)[b"www-authenticate"].startswith(b"Basic ")
    assert "geheim" not in repr(LOGIN)


@pytest.mark.parametrize(
    "path",
    ["/", "/config", "/assets/a/b-1.js", "/gradio_api/info", "/gradio_api/heartbeat/a1-b2", "/gradio_api/call/ask/e1"],
)
def test_what_the_page_needs_is_there(path: str) -> None:
    assert status(Access(), HOST, path=path) is None


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=http://example.com/",
        "/gradio_api/file/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://example.com/",
        "/gradio_api/stream/a/b/c/playlist.m3u8",
        "/gradio_api/custom_component/a/client/b/c",
        "/gradio_api/runs",
        "/gradio_api/run-history/records",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-edit/",
        "/gradio_api/token",
        "/gradio_api/openapi.json",
        "/gradio_api/dev/reload",
        "/gradio_api/mcp/",
        "/monitoring/summary",
        "/login",
        "/logout",
        "/docs",
        "/openapi.json",
        "//",
        "/\nevil",
        "",
    ],
)
def test_of_gradio_s_other_addresses_none_is(path: str) -> None:
    assert status(Access(), HOST, path=path) == 404


def test_files_are_taken_only_from_who_may_change_the_library() -> None:
    upload = "/gradio_api/upload"
    assert status(Access(), HOST, path=upload) is None
    assert status(Access(host="0.0.0.0", login=LOGIN), HOST, basic("anna:geheim: ☂"), path=upload) is None
    assert status(Access(host="0.0.0.0"), HOST, path=upload) == 404
    assert not Access(host="0.0.0.0").may_edit


def test_the_mcp_server_is_there_only_if_it_was_asked_for() -> None:
    assert status(Access(mcp=True), HOST, path="/gradio_api/mcp/") is None
    assert status(Access(), HOST, path="/gradio_api/mcp/") == 404
