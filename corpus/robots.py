"""robots.txt is how a site says which of its pages programs may fetch (RFC 9309); it is asked before each page.

It is fetched under the same guards as any page, once for each host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.errors import SourceError
from corpus.fetching import Fetcher, HostError, origin, user_agent

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS = 500 * 1024  # bytes that are read of it, as RFC 9309 asks for at least
MAX_RULES = 500_000  # lines for agents, times all lines: about a second of reading, where each rule is for each agent
MAX_DELAY = 10.0  # seconds that are waited between two pages of a host, even where it asks for more


class Robots:
    """What the hosts of some pages allow, remembered as long as this is kept."""

    def __init__(self, fetcher: Fetcher, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._fetcher = fetcher
        self._sleep = sleep
        self._rules: dict[str, Protego | str] = {}  # or why there are none, by origin
        self._last: dict[str, float] = {}  # the instant of the last page, by origin

    def admit(self, url: str) -> None:
        """Return when a page may be fetched: at once, or after the pause that its host asks for.

        Raises SourceError where the host does not allow it, and where it cannot say so: a host without a
        robots.txt allows all, one whose robots.txt cannot be fetched allows nothing.
        """
        host = origin(url)
        if host not in self._rules:
            self._rules[host] = self._read(host)
        rules = self._rules[host]
        if isinstance(rules, str):
            raise SourceError(rules)
        agent = user_agent().partition("/")[0]
        if not rules.can_fetch(url, agent):
            raise SourceError("the site's robots.txt asks programs not to fetch this page; save it as a file")
        delay = min(rules.crawl_delay(agent) or 0.0, MAX_DELAY)
        wait = self._last.get(host, -MAX_DELAY) + delay - time.monotonic()
        if host in self._last and wait > 0:
            self._sleep(wait)
        self._last[host] = time.monotonic()

    def _read(self, host: str) -> Protego | str:
        from protego import Protego

        asked: list[str] = []
        try:
            reply = self._fetcher.get(f"{host}/robots.txt", admit=asked.append)
        except SourceError as error:
            if isinstance(error, HostError) and len(asked) == 1:
                return str(error)  # so it is for all pages of the host
            return f"the site's robots.txt cannot be fetched: {error}"
        if reply.status == 200:
            text = reply.data[:MAX_ROBOTS].decode("utf-8-sig", "replace")  # without its mark, or line 1 is lost
            if text.lower().count("agent") * len(text.splitlines()) > MAX_RULES:
                return "the site's robots.txt has too many rules to be read; save the page as a file"
            return Protego.parse(text)
        if 400 <= reply.status < 500:
            return Protego.parse("")
        return f"the site's robots.txt cannot be fetched (the server answers {reply.status}); try again later"
