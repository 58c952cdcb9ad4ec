"""Who a mail is from and to, and the IP addresses that servers wrote into its headers."""

import ipaddress
import re
from functools import lru_cache

from holdfast.formats.mail_headers import Lines, Remarks, unfold, words
from holdfast.model.account import Account
from holdfast.model.event import Address

_USUAL = re.compile(r'(?:"([^"\\]*)"|([^<>"(),;:@\\\[\]]*?))\s*<([^<>\s,;:"()]+@[^<>\s,;:"()]+)>\Z')
_BARE = re.compile(r'[^<>\s,;:"()\[\]]+@[^<>\s,;:"()\[\]]+\Z')
_TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*)"'  # quoted
    r"|<([^<>]*)>"  # address
    r"|\(((?:[^()\\]|\\.)*)\)"  # comment
    r"|([,;])"  # end of one
    r"|(:)"  # end of a group's name
    r"|([^\s\"<>,;:()]+|.)",  # word, or a stray mark
    re.DOTALL,
)
_NESTED = re.compile(r"\(([^()]*)\(([^()]*)\)")
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

_SHORT = 300  # characters of a header that names only a few people

_BY = re.compile(rb"(?:^|\s)by\s")
# An address stands between two of these marks, so that host names and versions are passed over.
_IP = re.compile(
    rb"[\s\[(=,](?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)"
    rb"(?=[\])\s,;:]|\Z)",
    re.IGNORECASE,
)
# The one form that an IPv4 address has: no zeros in front. Anything else is looked at the long way.
_IPV4 = re.compile(rb"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!\Z)|\Z)){4}\Z")
# How most servers write it. It gives what `_BY` and `_IP` would give, in one step.
_HOP = re.compile(
    rb"from [A-Za-z][A-Za-z0-9._-]* \((?:[A-Za-z][A-Za-z0-9._-]*\.? )?\[(?:IPv6:)?([0-9A-Fa-f.:]+)\]\)\s+by\s"
)
_CLIENT = re.compile(
    rb"(?:[Cc]lient-[Ii][Pp] ?= ?|remote-ip ?= ?|iprev ?= ?|[Ii][Pp] is |designates |CIP:)"
    rb"[\"\[]{0,2}([0-9A-Fa-f:.]+)"
)
_SAID = tuple(f"Received {number}" for number in range(65))
# Headers that hold the address of whoever handed the mail in, as that provider tells it.
_PLAIN = {
    b"x-originating-ip": "X-Originating-IP",
    b"x-sender-ip": "X-Sender-IP",
    b"x-senderip": "X-SenderIP",
    b"x-forwarded-for": "X-Forwarded-For",
    b"x-client-ip": "X-Client-IP",
    b"x-real-ip": "X-Real-IP",
    b"x-remote-ip": "X-Remote-IP",
    b"x-source-ip": "X-Source-IP",
    b"x-originating-client-ip": "X-Originating-Client-IP",
    b"x-yahoo-post-ip": "X-Yahoo-Post-IP",
}
_CHECKED = {
    b"received-spf": "Received-SPF",
    b"authentication-results": "Authentication-Results",
    b"arc-authentication-results": "ARC-Authentication-Results",
    b"x-forefront-antispam-report": "X-Forefront-Antispam-Report",
}
_NAMES = _PLAIN | _CHECKED


def accounts(value: bytes, remarks: Remarks, hint: str = "") -> tuple[Account, ...]:
    """The accounts in a header such as `To:`, in order. Groups are opened; a handle may lack its "@"."""
    if len(value) < _SHORT and value.isascii():
        return _known(value)
    return _accounts(unfold(value, remarks, hint), remarks)


@lru_cache(maxsize=8192)
def _known(value: bytes) -> tuple[Account, ...]:
    # The same few correspondents stand in most mails. ASCII leaves no remark but on its coded words,
    # and those are remarked upon when the whole header is kept as a field.
    return _accounts(unfold(value, {}), {})


def _accounts(plain: str, remarks: Remarks) -> tuple[Account, ...]:
    usual = _USUAL.match(plain) if len(plain) < _SHORT else None
    if usual:
        quoted, name, handle = usual.groups()
        return (_account(handle, name if quoted is None else quoted, remarks),)
    if _BARE.match(plain):
        return (_account(plain, "", remarks),)
    if "=?" in plain and "@" not in plain:
        plain = words(plain, remarks)
    return _all(plain, remarks)


def _account(handle: str, name: str, remarks: Remarks) -> Account:
    if "=?" in name:
        name = words(name, remarks)
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return Account(service="mail", handle=handle, shown_as="" if name == handle else name)


def _all(plain: str, remarks: Remarks) -> tuple[Account, ...]:
    """The long way: quotes, comments, groups, routes, and what breaks the rules."""
    found: list[Account] = []
    words_before: list[str] = []
    angle = comment = ""

    def close() -> None:
        nonlocal angle, comment
        if angle:
            found.append(_account(angle, " ".join(words_before) or comment, remarks))
        elif words_before:
            handle = next((w for w in words_before if "@" in w), " ".join(words_before))
            name = " ".join(w for w in words_before if w != handle) if "@" in handle else ""
            found.append(_account(handle, name or comment, remarks))
        words_before.clear()
        angle = comment = ""

    for quoted, address, remark, end, colon, word in _TOKEN.findall(_flat(plain)):
        if address:
            if angle:
                close()
            # An old route may stand before the address: <@relay:a@b>.
            angle = address.rsplit(":", 1)[-1].strip() if address.startswith("@") else address.strip()
        elif remark:
            comment = comment or " ".join(remark.split())
        elif end:
            close()
        elif colon:
            words_before.clear()
        elif quoted:
            words_before.append(_ESCAPE.sub(r"\1", quoted))
        elif word.strip() and word not in '"<>()':
            if angle:
                close()
            words_before.append(word)
    close()
    return tuple(found)


def _flat(plain: str) -> str:
    """With comments inside comments made into one, leaving brackets inside quotes alone."""
    if plain.count("(") < 2:
        return plain
    pieces = _QUOTED.split(plain)
    for _ in range(4):
        pieces[::2] = [_NESTED.sub(r"(\1\2", piece) for piece in pieces[::2]]
    return "".join(pieces)


@lru_cache(maxsize=16384)
def _ip(written: bytes) -> str:
    """The address in its usual form, "" where it is none."""
    if _IPV4.match(written):
        return written.decode("ascii")
    try:
        return str(ipaddress.ip_address(written.rstrip(b".").decode("ascii")))
    except ValueError:
        return ""


def addresses(lines: Lines) -> tuple[Address, ...]:
    """Every IP address that a header claims for the sending side, and which header says so.

    `Received` lines are numbered from the top: 1 was written last, by the server nearest to the reader.
    Only what stands before "by" counts, for the rest names the server itself.
    """
    found: list[Address] = []
    for number, value in enumerate(lines.get(b"received", ()), start=1):
        said_by = _SAID[number] if number < len(_SAID) else f"Received {number}"
        usual = _HOP.match(value)
        if usual:
            if ip := _ip(usual[1]):
                found.append(Address(ip=ip, said_by=said_by))
            continue
        by = _BY.search(value)
        found += _claims(_IP.findall(value, 0, by.start() if by else len(value)), said_by)
    for key in filter(lines.__contains__, _NAMES):
        for number, value in enumerate(lines[key], start=1):
            if key in _PLAIN:
                found += _claims(_IP.findall(b" " + value), f"{_NAMES[key]} {number}")
            elif b"ip" in value or b"IP" in value or b"designates" in value:
                found += _claims(_CLIENT.findall(value), f"{_NAMES[key]} {number}")
    return tuple(found)


def _claims(written: list[bytes], said_by: str) -> list[Address]:
    several = dict.fromkeys(written) if len(written) > 1 else written
    return [Address(ip=ip, said_by=said_by) for one in several if (ip := _ip(one))]
