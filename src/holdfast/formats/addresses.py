"""IP addresses as services write them into their exports."""

import ipaddress

from holdfast.model.event import Address


def addresses(written: str, said_by: str) -> tuple[Address, ...]:
    """The one address that a column holds; none where it holds something else."""
    try:
        ip = ipaddress.ip_address(written.strip().strip("[]"))
    except ValueError:
        return ()
    return (Address(ip=str(ip), said_by=said_by),)
