"""Who writes the answers, as one chooses it on the page: the articles' own words, or one of the language models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from qa import Engine, Settings
from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import served, visiting
from tests.providers import Behaviour, ProviderServer, provider_server

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OPENED = "Who opened the talks in Astana?"
INVENTED = "The talks in Astana were opened by the mayor of Paris."
MODEL = "openai-like:small"


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with provider_server() as server:
        yield server


def test_one_chooses_between_the_models_and_the_articles_own_words(
    browser: Browser, library_home: Path, provider: ProviderServer
) -> None:
    provider.behave(Behaviour("Kazakhstan's President Nursultan Nazarbayev opened the Astana talks."))
    settings = Settings(home=library_home, llm=(MODEL,), llm_url=f"{provider.address}/v1")
    with (
        Engine(settings) as engine,
        served(LazyEngine.of(engine)) as address,
        visiting(browser, address) as visit,
    ):
        visitor = visit().ready()
        choice = visitor.page.get_by_label(texts.ENGINE_LABEL)
        expect(choice).to_have_value(texts.ENGINE_MODEL.format(name=MODEL))
        exchange = visitor.ask(OPENED)
        expect(exchange).to_contain_text("Nursultan Nazarbayev opened the Astana talks.")
        expect(exchange).to_contain_text(texts.WRITTEN_BY.format(name=MODEL))
        assert provider.requests
        exchange.locator(".mark").first.click()
        assert "Nursultan Nazarbayev" in visitor.marked()

        provider.behave(Behaviour(INVENTED))
        exchange = visitor.ask("Who opened the negotiations in Astana?")
        expect(exchange.locator(".said:not(.unsupported)")).to_contain_text(["Nursultan Nazarbayev"])
        expect(exchange).not_to_contain_text("mayor of Paris")

        provider.behave(Behaviour(INVENTED))
        choice.click()
        visitor.page.get_by_role("option", name=texts.ENGINE_EXTRACTIVE).click()
        exchange = visitor.ask("Who opened the talks on Syria in Astana?")
        expect(exchange.locator(".said").first).to_contain_text("Nursultan Nazarbayev")
        assert not provider.requests


def test_there_is_no_choice_without_a_model(browser: Browser, engine: Engine) -> None:
    with served(LazyEngine.of(engine)) as address, visiting(browser, address) as visit:
        visitor = visit().ready()
        expect(visitor.page.get_by_label(texts.ENGINE_LABEL)).to_have_count(0)
