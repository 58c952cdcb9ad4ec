"""What servers wrote down of their checks of a mail, and the chain of seals over that (ARC, RFC 8617)."""

import re
from collections.abc import Sequence

import msgspec

_MOST = 100  # lines of one kind that are looked at
_TAG = re.compile(r"(?:^|;)\s*([a-z]{1,10})\s*=\s*([^;]{0,300})", re.IGNORECASE)
_NUMBER = re.compile(r"\s*i\s*=\s*(\d{1,3})\s*;\s*", re.IGNORECASE)
_RESULT = re.compile(r"^(?:arc-)?authentication-results$")


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One `Authentication-Results` line; trusted only where the person's own provider wrote it.

    `by` is the server that it names itself, "" where it names none. `seal` is its place in a chain of seals.
    """

    by: str
    says: str
    is_trusted: bool
    seal: int | None


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """One seal of a server that handed a mail on: which domain, and what it found of the seals before it.

    Whether the seal itself is right cannot be checked offline. `chain`: none, pass or fail, as it says.
    """

    number: int
    domain: str
    chain: str
    is_trusted: bool


def checks(lines: Sequence[tuple[bytes, str]], above: int) -> tuple[Check, ...]:
    """All results, from the top. Those above line `above` were written after the mail had come in."""
    found: list[Check] = []
    for at, (name, value) in enumerate(lines):
        if len(found) < _MOST and _RESULT.match(name.decode("latin-1")):
            number = _NUMBER.match(value) if name.startswith(b"arc-") else None
            said = value[number.end() :] if number else value
            words = said.partition(";")[0].split()
            found.append(
                Check(
                    by=words[0] if words and "=" not in words[0] else "",
                    says=said[:2000],
                    is_trusted=at < above,
                    seal=int(number[1]) if number else None,
                )
            )
    return tuple(found)


def seals(lines: Sequence[tuple[bytes, str]], above: int) -> tuple[Seal, ...]:
    """All seals, the last one first."""
    found: list[Seal] = []
    for at, (name, value) in enumerate(lines):
        if name == b"arc-seal" and len(found) < _MOST:
            tags = {m[1].lower(): m[2].strip() for m in _TAG.finditer(value[:20_000])}
            number = tags.get("i", "")
            found.append(
                Seal(
                    number=int(number) if number.isdecimal() and len(number) < 4 else 0,
                    domain=tags.get("d", "").lower(),
                    chain=tags.get("cv", "").lower(),
                    is_trusted=at < above,
                )
            )
    return tuple(sorted(found, key=lambda seal: -seal.number))
