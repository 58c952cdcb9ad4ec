"""One batch to read, as it is handed to the process that reads it."""

from dataclasses import dataclass
from typing import BinaryIO

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


@dataclass(frozen=True, kw_only=True)
class Job:
    """Plain values that can cross to another process.

    `sources` are what was handed in together, each with its number in the case. `mine` are the words with
    which the person named their own accounts. `skip` tells which members, by their place in the order of
    reading, are left out, and why: reading broke down at them before. `share` is the number of the process
    this is for, from 0, and of how many. `careful`: nothing may be assumed of a file before it is looked
    through.
    """

    sources: tuple[tuple[int, Source], ...]
    originals: Originals
    told: Told
    mine: frozenset[str]
    skip: dict[int, str]
    share: tuple[int, int] = (0, 1)
    careful: bool = True
