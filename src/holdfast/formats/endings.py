"""What the ending of a file name tells, and what it leaves open."""

import re

UNTOLD = (".bak", ".dat", ".old", ".orig", ".out", ".save")
"""Endings under which anything may have been put aside."""

_KIND = re.compile(r"\.[a-z][a-z0-9]{0,6}\Z")


def says_a_kind(suffix: str) -> bool:
    """Whether an ending as in `Member.suffix` names a kind of file.

    None, a lone dot, a number, a date or a checksum does not: mailboxes and mails are often called so.
    """
    return _KIND.match(suffix) is not None
