"""Small vaults to try things on."""

import hashlib
import io
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

from holdfast.vault.intake import Put
from holdfast.vault.vault import Vault

PHRASE = "seven quiet herons at noon"


def ticking(start: int = 1_700_000_000_000) -> Callable[[], int]:
    """A clock that moves one millisecond each time it is read."""
    times = count(start)
    return lambda: next(times)


def new_vault(folder: Path) -> Vault:
    return Vault.create(folder / "case", PHRASE, now=1_700_000_000_000, work_factor=10)[0]


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def add(vault: Vault, files: dict[str, bytes]) -> list[Put]:
    with vault.writing(), vault.intake(now=ticking()) as intake:
        return [
            intake.put(name, io.BytesIO(data), modified=None, size_hint=len(data))
            for name, data in files.items()
        ]


def restored(vault: Vault) -> dict[str, bytes]:
    """Every original by the name under which it was first handed in."""
    found = {}
    for source in vault.log.sources():
        with vault.open_object(source.sha256) as stream:
            found[source.name] = stream.read()
    return found


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
