"""A mail service as its own words and its servers' lines show it."""

import msgspec


class MailService(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One service. Each `_source` says where the field before it comes from, and of which day that is.

    domains: of its addresses. servers: domains that its servers are named by. relays: networks of the servers
    that send its mail. inside: networks in which its own servers hand mail on among themselves.
    hides: what it says about the sender's own address in a mail, "" where it says nothing that is known.
    """

    name: str
    domains: tuple[str, ...]
    servers: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    relays_source: str = ""
    inside: tuple[str, ...] = ()
    inside_source: str = ""
    hides: str = ""
    hides_source: str = ""
