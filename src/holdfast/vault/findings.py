"""What `verify` says: how much was looked at, what is wrong, and what was found that nobody listed."""

from typing import Literal

import msgspec

from holdfast.vault.clock import Remark

FaultKind = Literal[
    "missing", "unreadable", "altered", "other file", "wrong content", "renamed", "extra", "log"
]
"""missing: no such file. unreadable: the disk does not give it. altered: not the bytes that were written.
other file: sealed with the right key, but not the piece that belongs here. wrong content: every piece opens,
yet together they are not what was handed in. renamed: a missing piece lies elsewhere. extra: a file that
does not belong. log: entries, their order, the hash tree or a signature do not fit."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """`what` is a sentence for the person, `where` the file or log entry it is about."""

    what: str
    where: str
    kind: FaultKind


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """An original that was withdrawn, as the log keeps it; `size` in bytes."""

    sha256: str
    name: str
    size: int


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """`checked` counts files, entries, checkpoints, objects, segments and (encrypted) bytes.

    `withdrawn` are those that were taken out on purpose: no damage. `found` are paths of files that no entry
    lists: mostly left by an interruption, never removed. `remarks` are worth knowing and no damage: a clock
    that was set back.
    `proves` are sentences: what can be relied on, also where not everything is there.
    """

    ok: bool
    checked: dict[str, int]
    faults: list[Fault]
    found: list[str]
    remarks: list[Remark] = []
    proves: tuple[str, ...] = ()
    withdrawn: list[Taken] = []
