"""One batch to read, as it is handed to the process that reads it."""

from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from holdfast.model.source import Source
from holdfast.model.told import Told
from holdfast.vault.objects import ObjectReader
from holdfast.vault.placement import Placement


@dataclass(frozen=True)
class Originals:
    """Opens the original bytes of sources by their SHA-256, decrypting as it goes."""

    reader: ObjectReader
    placements: dict[str, Placement]

    def open(self, sha256: str) -> BinaryIO:
        """A seekable stream. Reading raises DamageError where the kept bytes are not whole."""
        return self.reader.open(self.placements[sha256])

    def __reduce__(self) -> tuple[Any, ...]:
        return _originals, (self.reader, _pack(self.placements))


@dataclass(frozen=True, kw_only=True)
class Job:
    """Plain values that can cross to another process.

    `sources` are what was handed in together, each with its number in the case. `mine` are the words with
    which the person named their own accounts. `skip` tells which members, by their place in the order of
    reading, are left out, and why: reading broke down at them before. `careful`: nothing may be assumed of a
    file before it is looked through.
    """

    sources: tuple[tuple[int, Source], ...]
    originals: Originals
    told: Told
    mine: frozenset[str]
    skip: dict[int, str]
    careful: bool = True

    def __reduce__(self) -> tuple[Any, ...]:
        rest = (self.originals, self.told, self.mine, self.skip, self.careful)
        return _job, (_pack(self.sources), *rest)


# There may be a hundred thousand sources: packed by themselves they cross in a twentieth of the time.
_pack = msgspec.msgpack.Encoder().encode
_placements = msgspec.msgpack.Decoder(dict[str, Placement]).decode
_sources = msgspec.msgpack.Decoder(tuple[tuple[int, Source], ...]).decode


def _originals(reader: ObjectReader, placements: bytes) -> Originals:
    return Originals(reader, _placements(placements))


def _job(
    sources: bytes,
    originals: Originals,
    told: Told,
    mine: frozenset[str],
    skip: dict[int, str],
    careful: bool,  # noqa: FBT001  as `__reduce__` gives them
) -> Job:
    return Job(
        sources=_sources(sources),
        originals=originals,
        told=told,
        mine=mine,
        skip=skip,
        careful=careful,
    )
