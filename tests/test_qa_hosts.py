"""Names and addresses that lead to this machine alone."""

from __future__ import annotations

import pytest

from qa.hosts import is_address, is_this_machine


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LocalHost"])
def test_those_of_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "news.example", "localhost.example", ""])
def test_those_of_others(host: str) -> None:
    assert not is_this_machine(host)


def test_an_address_is_no_name() -> None:
    assert is_address("192.0.2.1")
    assert is_address("::1")
    assert not is_address("news.example")
    assert not is_address("")
