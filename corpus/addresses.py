"""Which IP addresses are public: the only ones that a page is fetched from.

Everything else (this machine, its network, its cloud's metadata, addresses that lead there in disguise) may
answer what was never meant for whoever wrote the address or the page that led to it.
"""

from __future__ import annotations

import ipaddress

_IPV4 = tuple(  # refused beside what `is_global` refuses; the first two are there for older Pythons
    map(
        ipaddress.IPv4Network,
        (
            "192.0.0.0/24",  # IETF protocol assignments, with the metadata of one cloud
            "192.88.99.0/24",  # relays from 6to4
            "168.63.129.16/32",  # the metadata and agents of one cloud, on an address that looks public
            "224.0.0.0/4",  # multicast
        ),
    )
)
_IPV6_PUBLIC = ipaddress.IPv6Network("2000::/3")  # all that has been handed out for use between networks
_IPV6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # IETF protocol assignments, with Teredo, which wraps IPv4 addresses
            "2001:db8::/32",  # for documentation
            "2002::/16",  # 6to4, which wraps IPv4 addresses
            "3fff::/20",  # for documentation
        ),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how networks without IPv4 reach it (RFC 6052)


def is_public(address: str) -> bool:
    """Whether an address, such as "93.184.216.34" or "2606:2800::1", is one of the public Internet's.

    An IPv6 address that stands for an IPv4 one (mapped, or by NAT64's well-known prefix) is as public as
    that one. The abandoned tunnels, 6to4 and Teredo, are not public, whatever they wrap. Anything that is
    no address is not.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if wrapped is None:
            return ip.is_global and ip in _IPV6_PUBLIC and not any(ip in network for network in _IPV6)
        ip = wrapped
    return ip.is_global and not any(ip in network for network in _IPV4)
