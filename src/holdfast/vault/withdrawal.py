"""Takes an original out again: its bytes go, its hash, name and size and the reason stay in the log.

Small originals share an encrypted file. The others in it are brought to a new one first; then one transaction
writes down what is withdrawn and where they are now; only then is the old file deleted. What a stop leaves
undone of that last step is done when the case is opened next.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import msgspec

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import durable
from holdfast.vault.log import Log
from holdfast.vault.objects import ObjectReader, Objects
from holdfast.vault.placement import SEGMENT, Placement, Sealed
from holdfast.vault.sealing import Sealer

ACTION = "withdraw"


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An original that was taken out. `at` is UTC milliseconds, `number` that of its entry in the log."""

    number: int
    at: int
    sha256: str
    name: str
    size: int
    why: str


def withdraw(log: Log, objects: Objects, sha256: str, why: str, *, at: int) -> None:
    """Takes this original out. Raises RequestError where it is not kept or no reason is given, DamageError
    where another original in the same encrypted file cannot be read: then nothing was changed.
    """
    if not why.strip():
        raise RequestError("Please say why.", "The log keeps the reason, so that nobody has to wonder.")
    source = next((one for one in log.sources() if one.sha256 == sha256), None)
    place = log.placement(sha256)
    if source is None or place is None:
        raise RequestError("No file with this SHA-256 is kept here.", "List the sources to see what is.")
    left = {place.container, *_left_before(log, sha256)}
    others = {
        other: where
        for other, where in sorted(
            log.placements().items(), key=lambda one: (one[1].container, one[1].offset)
        )
        if other != sha256 and where.container in left
    }
    sealed, moved = _brought(objects, others)
    told = {"what": "source", "sha256": sha256, "name": source.name, "size": source.size, "why": why}
    log.withdraw({**told, "left": sorted(left), "moved": sorted(moved)}, sealed, moved, at=at)
    delete(objects, left)


def withdrawn(log: Log) -> list[Withdrawn]:
    """What was taken out, in order."""
    fields = ("sha256", "name", "size", "why")
    return [
        Withdrawn(number=entry.number, at=entry.at, **{field: entry.body[field] for field in fields})
        for entry in log.entries({ACTION})
    ]


def undone(log: Log, objects: ObjectReader) -> set[str]:
    """The containers that were left by withdrawals and still lie there.

    What is added again later lies under the same name as before: that one is not left any more.
    """
    left = {container for entry in log.entries({ACTION}) for container in entry.body["left"]}
    left -= {piece.container for piece in log.pieces()}
    return {container for container in left if objects.path(container, 0).parent.exists()}


def delete(objects: ObjectReader, containers: Iterable[str]) -> None:
    """Deletes the files of these containers. Raises SpaceError where the disk does not do it."""
    for container in containers:
        folder = objects.path(container, 0).parent
        try:
            with suppress(FileNotFoundError):
                shutil.rmtree(folder)
                durable.sync_folder(folder.parent)
        except OSError as error:
            raise durable.space_error(error) from None


def _left_before(log: Log, sha256: str) -> Iterator[str]:
    """Containers out of which it was moved because they were damaged: pieces of it may still be in them."""
    for entry in log.entries({"heal"}):
        if sha256 in entry.body.get("sources", ()):
            yield from entry.body.get("left", ())


def _brought(objects: Objects, others: Mapping[str, Placement]) -> tuple[list[Sealed], dict[str, Placement]]:
    """A new container with these originals, one after the other, and where each is in it."""
    if not others:
        return [], {}
    moved: dict[str, tuple[int, int]] = {}
    waiting, offset = bytearray(), 0
    with Sealer(objects) as sealer:
        container = sealer.begin()
        try:
            for sha256, where in others.items():
                moved[sha256] = (offset, where.size)
                for data in _read(objects, sha256, where):
                    waiting += data
                    offset += len(data)
                    while len(waiting) > SEGMENT:
                        sealer.add(container, bytes(waiting[:SEGMENT]))
                        del waiting[:SEGMENT]
            sealer.add(container, bytes(waiting))
        except BaseException:
            sealer.discard(container)
            raise
        name = sealer.finish(container, hashlib.sha256("".join(others).encode()).digest())
        sealed = sealer.drain()
    return sealed, {
        sha256: Placement(container=name, offset=start, size=size) for sha256, (start, size) in moved.items()
    }


def _read(objects: Objects, sha256: str, where: Placement) -> Iterator[bytes]:
    hasher = hashlib.sha256()
    with objects.open(where) as stream:
        while data := stream.read(1 << 20):
            hasher.update(data)
            yield data
    if hasher.hexdigest() != sha256:
        raise DamageError(
            "Another file that is kept beside this one is not what was handed in.",
            "Run verify, and make that one whole first: add it again, or use a copy of the case.",
        )
