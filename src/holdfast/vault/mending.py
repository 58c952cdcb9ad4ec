"""Makes what is missing or damaged in one copy of a case whole from another copy, piece by piece.

An encrypted file never changes once it is sealed, so a good one can take the place of a bad one. Each is
opened before it is copied: damage does not spread.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import durable
from holdfast.vault.objects import ObjectReader
from holdfast.vault.placement import Piece

BESIDE = ".copied"
"""What the name of a file ends in until it takes its place."""

Told = Callable[[int, int], None]


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """`written` are paths below the folder; `lacking` those that neither copy has whole; `size` in bytes."""

    written: tuple[str, ...]
    lacking: tuple[str, ...]
    size: int


def mend(
    target: ObjectReader, source: ObjectReader, pieces: Iterable[Piece], progress: Told, *, every_byte: bool
) -> Mended:
    """Brings to `target` what it lacks of these pieces and `source` has whole.

    Without `every_byte` only size and head of what is there are looked at. Raises SpaceError.
    """
    pieces = list(pieces)
    total, done, size = sum(piece.size for piece in pieces), 0, 0
    written: list[str] = []
    lacking: list[str] = []
    for piece in pieces:
        place = (piece.container, piece.number, piece.seal)
        if not (target.is_whole(*place) if every_byte else target.has(piece)):
            path = target.path(piece.container, piece.number)
            name = path.relative_to(target.folder).as_posix()
            try:
                data = source.fetched(piece.container, piece.number)
                source.opened(data, *place)
            except DamageError:
                lacking.append(name)
            else:
                incoming = target.folder / "objects" / "incoming"
                durable.new_folder(incoming)
                durable.replace_file(path, data, incoming / f"{piece.container}.{piece.number:04d}")
                written.append(name)
                size += piece.size
        done += piece.size
        progress(done, total)
    return Mended(written=tuple(written), lacking=tuple(lacking), size=size)


def mend_files(target: ObjectReader, source: ObjectReader, digests: Mapping[str, str]) -> Mended:
    """The same for the few files outside objects/, given the SHA-256 that the log names for each."""
    written: list[str] = []
    lacking: list[str] = []
    size = 0
    for name, digest in digests.items():
        if _digest(target, name) == digest:
            continue
        if _digest(source, name) != digest:
            lacking.append(name)
            continue
        path = target.folder / name
        data = (source.folder / name).read_bytes()
        durable.replace_file(path, data, path.with_name(f"{path.name}{BESIDE}"))
        written.append(name)
        size += len(data)
    return Mended(written=tuple(written), lacking=tuple(lacking), size=size)


def _digest(copy: ObjectReader, name: str) -> str:
    try:
        return hashlib.sha256((copy.folder / name).read_bytes()).hexdigest()
    except OSError:
        return ""
