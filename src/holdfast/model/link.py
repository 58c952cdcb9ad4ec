"""What a person said of two accounts: that one party is behind both, or that it is not so."""

import msgspec


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of the person, never of the program. `accounts`: two keys in order. `at`: UTC milliseconds.

    `is_one`: one party is behind both; False: they looked at it, and it is not so.
    """

    accounts: tuple[str, str]
    is_one: bool
    why: str
    at: int


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Accounts that the person's links join, in order of key, and the links that do."""

    accounts: tuple[str, ...]
    links: tuple[Link, ...]


def parties(links: tuple[Link, ...]) -> tuple[Party, ...]:
    """What the links add up to. Links that say it is not so join nothing, and separate nothing either."""
    groups: list[set[str]] = []
    joining = [link for link in links if link.is_one]
    for link in joining:
        touched = [group for group in groups if group.intersection(link.accounts)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(link.accounts).union(*touched))
    return tuple(
        Party(
            accounts=tuple(sorted(group)),
            links=tuple(link for link in joining if group.intersection(link.accounts)),
        )
        for group in sorted(groups, key=min)
    )
