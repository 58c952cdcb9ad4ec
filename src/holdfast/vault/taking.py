"""Takes what lies in a sealed folder into a case: what was handed in there becomes entries of the log here.

The sealed folder stays as it is. Entry by entry: first the originals are kept like any others, then the log
says that this entry was taken in. What a stop leaves undone is done the next time, and nothing is kept twice.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from holdfast.model.errors import DamageError, LockedError, RequestError
from holdfast.vault import age, inbox
from holdfast.vault.inbox import SealedEntry
from holdfast.vault.objects import ObjectReader
from holdfast.vault.placement import Placement
from holdfast.vault.vault import Vault

ACTION = "take in"


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """`entries` and `files` are how many are new here, `line` stands for the last entry that is there.

    `troubles` are sentences: what does not fit, or could not be opened.
    """

    entries: int
    files: int
    line: str
    troubles: tuple[str, ...]


def take_in(
    vault: Vault,
    folder: Path,
    others: Sequence[str],
    progress: Callable[[int, int], None],
    *,
    now: Callable[[], int],
) -> TakenIn:
    """Takes in every entry that was not yet. `others` are further age identities that may open them.

    Raises RequestError where this is no sealed folder, LockedError where none of the keys opens it.
    """
    if not inbox.is_sealed(folder):
        raise RequestError(f"{folder.name} is no sealed folder.", "Look at the name.")
    there = inbox.numbers(folder)
    troubles = [f"Entry {n} is missing." for n in inbox.missing(there)]
    identity = _identity(folder, there, [vault.keys.identity, *others])
    reader, entries, files, line, before = ObjectReader(folder, identity), 0, 0, "", ("", 0)
    for number in there:
        digest = inbox.digest_of(folder, number)
        line = f"{number} {digest}"
        entry = _opened(folder, number, identity)
        if entry is None:
            troubles.append(f"Entry {number} is altered, or sealed for another key: it was not taken in.")
        else:
            known = _known(vault, entry.inbox)
            if entry.number != number or (before[1] == number - 1 and entry.previous != before[0]):
                troubles.append(f"Entry {number} does not follow the one before it.")
            if known.get(number, digest) != digest:
                troubles.append(f"Entry {number} is another one than was taken in before.")
            if known.get(number) != digest:
                lacking = _take(vault, reader, entry, digest, now)
                troubles += [f"Entry {number}: the bytes of a file are damaged or missing." for _ in lacking]
                entries, files = entries + 1, files + len(entry.files) - len(lacking)
            troubles += _lost(known, there) if number == there[-1] else []
        before = (digest, number)
        progress(number, there[-1])
    return TakenIn(entries=entries, files=files, line=line, troubles=tuple(troubles))


def _identity(folder: Path, there: Sequence[int], identities: Sequence[str]) -> str:
    for number in there:
        for identity in identities:
            if _opened(folder, number, identity):
                return identity
    if there:
        raise LockedError(
            "What is in there was sealed for another key than that of this case.",
            "Give the file with the age key that it was sealed for, with --identity FILE.",
        )
    return identities[0]


def _opened(folder: Path, number: int, identity: str) -> SealedEntry | None:
    with suppress(OSError, DamageError, ValueError):
        data = inbox.entry_path(folder, number).read_bytes()
        return msgspec.json.decode(age.decrypt(data, identity), type=SealedEntry)
    return None


def _known(vault: Vault, name: str) -> dict[int, str]:
    """The SHA-256 of the entries of a sealed folder that were taken in whole, by their number."""
    return {
        entry.body["number"]: entry.body["sha256"]
        for entry in vault.log.entries({ACTION})
        if entry.body["inbox"] == name and not entry.body["lacking"]
    }


def _lost(known: dict[int, str], there: Sequence[int]) -> list[str]:
    gone = max(known, default=0) - there[-1]
    return [f"The last {gone} that were taken in before are not there any more."] if gone > 0 else []


def _take(
    vault: Vault, reader: ObjectReader, entry: SealedEntry, digest: str, now: Callable[[], int]
) -> list[str]:
    """One entry. Returns the names of files whose bytes are not what was sealed."""
    made = datetime.fromtimestamp(entry.at / 1000, UTC)
    told = f"{entry.obtained} (sealed on another device, {made:%Y-%m-%d %H:%M} UTC by its clock)".strip()
    lacking: list[str] = []
    with vault.intake(now=now, obtained=told) as intake:
        for file in entry.files:
            seals = tuple(bytes.fromhex(seal) for seal in entry.containers.get(file.container, ()))
            place = Placement(container=file.container, offset=file.start, size=file.size, seals=seals)
            try:
                stream = cast("BinaryIO", _Checked(reader.open(place), file.sha256))
                intake.put(file.name, stream, modified=file.modified, size_hint=file.size)
            except DamageError:
                lacking.append(file.name)
    body = {
        "inbox": entry.inbox,
        "number": entry.number,
        "sha256": digest,
        "previous": entry.previous,
        "made": entry.at,
        "files": [{"sha256": file.sha256, "received": file.received} for file in entry.files],
        "lacking": lacking,
    }
    vault.log.append(ACTION, body, at=now())
    return lacking


class _Checked:
    """A stream that raises DamageError at its end, unless it is what the entry says."""

    def __init__(self, stream: BinaryIO, sha256: str) -> None:
        self._stream, self._sha256, self._hasher = stream, sha256, hashlib.sha256()

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hasher.update(data)
        if not data and size and self._hasher.hexdigest() != self._sha256:
            raise DamageError("A file is not what was sealed.", "")
        return data
