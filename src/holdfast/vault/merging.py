"""Brings together two copies of a case that both grew: nothing of either is lost, and it can be proved.

Up to the fork both logs are the same. What the other log holds beyond it is carried into this one: each
entry with its very bytes, after a "merge" entry that names the root hash where the two part, the one where
the other ends, and its newest signed checkpoint. From these the other tree can be worked out again: see
`MergeCheck`.
"""

from collections.abc import Callable
from contextlib import nullcontext
from os import W_OK, access
from pathlib import Path
from typing import Any

import msgspec

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import merkle
from holdfast.vault.copying import held, is_ours
from holdfast.vault.entry import canonical
from holdfast.vault.entry_check import EntryCheck
from holdfast.vault.log import NAME, Log
from holdfast.vault.mending import Mended, Told, mend
from holdfast.vault.objects import ObjectReader
from holdfast.vault.placement import Placement, Sealed
from holdfast.vault.vault import Vault


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the other log: its number there, and its bytes."""

    number: int
    action: str
    at: int
    data: bytes


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """How a carried entry stands in this log: `body` is without what it carries. "merge": it only lies by."""

    action: str
    body: dict[str, Any]


Join = Callable[[int, list[Carried]], tuple[list[Joined], list[str]]]
"""Given the number of entries both share and those to carry: how each stands here, and what the person should
look at."""


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: entries and originals brought in, files made whole (`healed`) or missing in both
    (`lacking`), and sentences about what the person should look at.
    """

    entries: int
    originals: int
    healed: tuple[str, ...]
    lacking: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(vault: Vault, folder: Path, join: Join, progress: Told, *, now: Callable[[], int]) -> Merged:
    """Brings in what the copy in `folder` holds and this case does not. The copy stays as it is.

    Raises RequestError when it is no copy of this case, DamageError when its log is not as it was written.
    """
    other_is_still = held(vault.folder, folder) if access(folder, W_OK) else nullcontext()
    with vault.writing(), other_is_still:
        if not (folder / NAME).is_file() or not is_ours(vault.keys, folder):
            raise RequestError("That is no copy of this case.", "Look at the name of the folder.")
        log = Log(folder, vault.keys)
        try:
            if any(True for _ in EntryCheck(log, vault.keys.public).faults()):
                raise DamageError(
                    "The log of that copy is not as it was written.", "See what is wrong: verify that copy."
                )
            return _merge(vault, log, ObjectReader(folder, vault.keys.identity), join, progress, now)
        finally:
            log.close()


def _merge(
    vault: Vault, log: Log, other: ObjectReader, join: Join, progress: Told, now: Callable[[], int]
) -> Merged:
    theirs = set(log.pieces())
    shared = [piece for piece in vault.log.pieces() if piece in theirs]
    healed = mend(vault.objects, other, shared, progress, every_byte=True)
    where = str(other.folder.absolute())
    if healed.written:
        body = {"what": "from a copy", "where": where, "paths": list(healed.written)}
        vault.log.append("heal", body, at=now())
    fork, begins, tail = _tail(vault.log, log)
    if not tail:
        return Merged(entries=0, originals=0, healed=healed.written, lacking=healed.lacking, conflicts=())
    joined, conflicts = join(fork, tail)
    arrived = {one.body["sha256"] for one in joined if one.action == "import"}
    arrived -= vault.log.placements().keys()  # What was withdrawn here does not come back from an old copy.
    places = log.placements()
    new = {sha256: places[sha256] for sha256 in arrived & places.keys()}
    sealed, brought = _pieces(vault, log, other, new, progress)
    at = now()
    notes = log.checkpoints()
    told = {
        "what": "brought in",
        "where": where,
        "begins": begins,
        "ends": {"size": log.size(), "root": log.root().hex()},
        "checkpoint": notes[-1] if notes else "",
        "conflicts": conflicts,
    }
    entries = [("merge", at, canonical("merge", told, at))]
    for one, stands in zip(tail, joined, strict=True):
        merged = {"number": one.number, "entry": one.data.decode()}
        entries.append(
            (stands.action, one.at, canonical(stands.action, {**stands.body, "merged": merged}, one.at))
        )
    vault.log.take(entries, sealed, new, at=at)
    return Merged(
        entries=len(tail),
        originals=len(new),
        healed=healed.written,
        lacking=healed.lacking + brought.lacking,
        conflicts=tuple(conflicts),
    )


def _tail(ours: Log, theirs: Log) -> tuple[int, dict[str, Any], list[Carried]]:
    """Where the two logs part, where what this one does not know yet begins, and those entries.

    That is behind the fork when a part of the other log was brought in before.
    """
    mine, other = ours.leaves(), theirs.leaves()
    fork = next((n for n, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), None)
    fork = min(len(mine), len(other)) if fork is None else fork
    known = fork
    for entry in ours.entries({"merge"}):
        ends = entry.body.get("ends")
        if ends and known < ends["size"] <= len(other):
            known = ends["size"] if merkle.root(other[: ends["size"]]).hex() == ends["root"] else known
    begins = {"size": known, "root": merkle.root(other[:known]).hex()}
    rows = theirs.rows(after=known - 1)
    return fork, begins, [Carried(number=n, action=a, at=at, data=data) for n, a, at, data, _ in rows]


def _pieces(
    vault: Vault, log: Log, other: ObjectReader, new: dict[str, Placement], progress: Told
) -> tuple[list[Sealed], Mended]:
    """The encrypted files of these originals, brought into the case; those it does not list yet."""
    listed = {piece.container for piece in vault.log.pieces()}
    needed = {place.container for place in new.values()} - listed
    pieces = [piece for piece in log.pieces() if piece.container in needed]
    brought = mend(vault.objects, other, pieces, progress, every_byte=False)
    sealed: dict[str, list[tuple[int, bytes]]] = {}
    for piece in pieces:
        sealed.setdefault(piece.container, []).append((piece.size, piece.seal))
    return [Sealed(container=name, segments=tuple(found)) for name, found in sealed.items()], brought
