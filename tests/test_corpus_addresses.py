from __future__ import annotations

import pytest

from corpus.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "100.63.255.255",
        "172.32.0.1",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2a00:1450:4001:80b::200e",
        "::ffff:8.8.8.8",  # IPv4-mapped
        "64:ff9b::8.8.8.8",  # NAT64
    ],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",  # shared by a provider's customers
        "100.100.100.200",  # metadata of one cloud
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",  # metadata of most clouds
        "168.63.129.16",  # metadata of another
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",  # and of another
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_other_ipv4_addresses_are_not_however_they_are_written(address: str) -> None:
    assert not is_public(address)
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")
    assert not is_public(f"::{address}")


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "::8.8.8.8",  # IPv4-compatible, abandoned
        "64:ff9b:1::8.8.8.8",  # a network's own NAT64
        "100::1",
        "2001::4136:e378:8000:63bf:3fff:fdd2",  # Teredo
        "2001:2::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:0a00:0001::1",  # 6to4 around 10.0.0.1
        "2002:0808:0808::1",  # 6to4 around 8.8.8.8
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",  # metadata of a cloud
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_other_ipv6_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "0x7f.1", "127.1", "8.8.8", "8.8.8.8:80", "[::1]"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)
