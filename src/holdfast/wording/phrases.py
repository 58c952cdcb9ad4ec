"""The readable phrases as the data file beside this module holds them."""

from functools import cache
from importlib.resources import files

import msgspec

from holdfast.wording.tokens import Words


class Phrase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"unless": "not"}):
    """One kind of phrase: the head it speaks for, what it says in plain words, and how it looks.

    `unless`: where one of these stands in the same sentence, it does not count. `plain`: "not" and "never"
    belong to it, and do not take it back. `language`: where it is not English.
    """

    name: str
    head: str
    says: str
    match: tuple[str, ...]
    unless: tuple[str, ...] = ()
    plain: bool = False
    language: str = "English"


class Phrases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them, and the lists of words that they name."""

    version: int
    lists: dict[str, str]
    rule: tuple[Phrase, ...]


@cache
def phrases() -> Phrases:
    """All of them, in the order of the file."""
    return msgspec.toml.decode(files(__package__).joinpath("patterns.toml").read_bytes(), type=Phrases)


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of a list as a message's words are written: plain words with single blanks, no list is
    empty.
    """
    plain = Words(())
    found = (" ".join(plain.of(entry)) for entry in phrases().lists[name].split(","))
    return tuple(sorted(filter(None, found), key=lambda entry: (-len(entry), entry)))


@cache
def known() -> frozenset[str]:
    """Every single word of the lists."""
    return frozenset(word for name in phrases().lists for entry in entries(name) for word in entry.split())
