"""IP addresses as services write them into their exports, and which of them are nobody's in particular."""

import ipaddress

from holdfast.model.event import Address
from holdfast.model.sentence import said

_SHARED = ipaddress.ip_network("100.64.0.0/10")
# Ranges set aside for examples stand for addresses of the open internet.
_EXAMPLES = tuple(
    map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)


def addresses(written: str, said_by: str) -> tuple[Address, ...]:
    """The one address that a column holds; none where it holds something else."""
    ip = parsed(written.strip().strip("[]"))
    if isinstance(ip, ipaddress.IPv6Address):
        # "::ffff:192.0.2.1" is how a server of the newer kind writes an address of the older one.
        ip = ip.ipv4_mapped or ip
    return (Address(ip=str(ip), said_by=said_by),) if ip is not None else ()


def parsed(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address, None where it is none."""
    try:
        return ipaddress.ip_address(written)
    except ValueError:
        return None


def network(written: str) -> str:
    """The network that an address lies in: usually one provider in one area. "" for what is no address."""
    ip = parsed(written)
    if ip is None:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def whose(written: str) -> str:
    """Why an address names nobody in particular, in a few words; "" for one of the open internet."""
    ip = parsed(written)
    if ip is None:
        return said("not an address")
    if isinstance(ip, ipaddress.IPv6Address):
        # 6to4 and mapped addresses carry an older one inside.
        inner = ip.sixtofour or ip.ipv4_mapped
        if inner is not None:
            return whose(str(inner))
    if ip.is_global or any(ip in net for net in _EXAMPLES if net.version == ip.version):
        return ""
    if ip.is_loopback:
        return said("the computer itself")
    if ip.version == 4 and ip in _SHARED:
        return said("shared by many customers of one provider")
    return said("inside a network: nobody's in particular")
