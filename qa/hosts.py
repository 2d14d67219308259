"""Which names and addresses no other machine can reach."""

from __future__ import annotations

import ipaddress


def is_this_machine(host: str) -> bool:
    """Whether a name or an address leads to this machine alone."""
    return host.lower() == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(host: str) -> bool:
    """Whether this is an address, and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
