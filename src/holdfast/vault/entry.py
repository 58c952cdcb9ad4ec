"""One entry of the log: what it holds, and the bytes that stand for it."""

import os
from collections.abc import Mapping
from typing import Any

import msgspec
import rfc8785

from holdfast.model.errors import RequestError
from holdfast.model.source import Source
from holdfast.vault.pieces import Commitment
from holdfast.vault.placement import Placement

_fast = msgspec.json.Encoder(order="deterministic")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`number` counts from 0; `at` is UTC milliseconds; `leaf` the 32 byte hash in the tree.

    `back` is by how many milliseconds it is dated before the one it follows, where that was looked for.
    """

    number: int
    at: int
    action: str
    body: dict[str, Any]
    leaf: bytes
    back: int = 0


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One file as handed in. `already` says that its bytes were kept before; `placement` is then None,

    or the new place of bytes that were damaged in the old one. `commitment` goes with a placement; it is None
    for a file of one piece.
    """

    source: Source
    already: bool
    placement: Placement | None = None
    commitment: Commitment | None = None


def canonical(action: str, body: Mapping[str, Any], at: int) -> bytes:
    """The RFC 8785 bytes of an entry, with a nonce. RequestError for what cannot be written down."""
    try:
        return rfc8785.dumps({**body, "action": action, "at": at, "nonce": os.urandom(16).hex()})
    except (rfc8785.CanonicalizationError, UnicodeError):
        raise RequestError("This holds a sign or number that cannot be written down.") from None


def import_body(one: Imported, nonce: str) -> bytes:
    """The RFC 8785 bytes of an "import" entry.

    `msgspec` is forty times faster than `rfc8785` and writes the same for this shape with ASCII keys
    and whole numbers: a test compares.
    """
    source, pieces = one.source, one.commitment
    return _fast.encode(
        _Import(
            already=one.already,
            at=source.received,
            batch=source.batch,
            modified=source.modified,
            name=source.name,
            nonce=nonce,
            obtained=source.obtained,
            pieces=msgspec.structs.asdict(pieces) if pieces else msgspec.UNSET,
            sha256=source.sha256,
            size=source.size,
        )
    )


class _Import(msgspec.Struct, kw_only=True):
    # In order of name, as the canonical form has them.
    action: str = "import"
    already: bool
    at: int
    batch: int
    modified: int | None
    name: str
    nonce: str
    obtained: str
    pieces: dict[str, Any] | msgspec.UnsetType
    sha256: str
    size: int
