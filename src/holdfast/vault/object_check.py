"""Checks the originals: every piece is there, opens, is the right one, and together they hash as logged."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import age
from holdfast.vault.database import Database
from holdfast.vault.findings import Fault, FaultKind
from holdfast.vault.log import NAME
from holdfast.vault.objects import Objects
from holdfast.vault.placement import SEGMENT, Piece

_OPENERS = 2
_AHEAD = 3
"""Two open pieces while a third is hashed: so of two cores none waits for the other."""
_SAYS: dict[FaultKind, str] = {
    "missing": "is missing",
    "unreadable": "cannot be read from the disk",
    "altered": "is altered",
    "other file": "is another file than the one that was sealed",
}


class _Original(msgspec.Struct):
    sha256: str
    start: int
    size: int
    is_broken: bool = False


class ObjectCheck:
    """`faults` yields them; `expected` are all pieces by path, `missing` the paths of those by their seal."""

    def __init__(
        self, objects: Objects, database: Database, imports: dict[str, tuple[str, int]], left: set[str]
    ) -> None:
        self._objects, self._imports, self._left = objects, imports, left
        self._pieces: dict[str, list[Piece]] = {}
        for row in database.all(
            "SELECT container, number, size, seal FROM segments ORDER BY container, number"
        ):
            self._pieces.setdefault(row[0], []).append(Piece(*row))
        self._originals: dict[str, list[_Original]] = {}
        for container, *rest in database.all(
            "SELECT container, sha256, start, size FROM objects ORDER BY container, start"
        ):
            self._originals.setdefault(container, []).append(_Original(*rest))
        self.expected = {self.path(piece): piece.seal for found in self._pieces.values() for piece in found}
        self.missing: dict[bytes, str] = {}
        self.objects = sum(len(found) for found in self._originals.values())
        self.segments = self.bytes = 0

    def path(self, piece: Piece) -> str:
        """Where a piece belongs, below the folder of the case."""
        path = self._objects.path(piece.container, piece.number)
        return path.relative_to(self._objects.folder).as_posix()

    def faults(self, progress: Callable[[int, int], None]) -> Iterator[Fault]:
        """Reads everything. `progress` is told encrypted bytes done, and in all."""
        yield from self._listing()
        total = sum(piece.size for found in self._pieces.values() for piece in found)
        with ThreadPoolExecutor(_OPENERS, "open") as pool:
            ahead: deque[tuple[Piece, Future[bytearray | FaultKind]]] = deque()
            try:
                for piece in (piece for found in self._pieces.values() for piece in found):
                    ahead.append((piece, pool.submit(self._open, piece)))
                    if len(ahead) > _AHEAD:
                        yield from self._next(ahead)
                        progress(self.bytes, total)
                while ahead:
                    yield from self._next(ahead)
                    progress(self.bytes, total)
            finally:
                wait([future for _, future in ahead])

    @property
    def whole(self) -> int:
        """How many originals are as they were handed in, once `faults` was read to its end."""
        return sum(not one.is_broken for found in self._originals.values() for one in found)

    def _listing(self) -> Iterator[Fault]:
        kept = {one.sha256: one for found in self._originals.values() for one in found}
        for sha256, (_, size) in self._imports.items():
            if sha256 not in kept or kept[sha256].size != size:
                yield self._fault(sha256, "is not listed among the originals as it was logged", NAME, "log")
        for sha256 in kept.keys() - self._imports.keys():
            yield self._fault(sha256, "is listed among the originals, but was never logged", NAME, "log")
        for container, found in self._originals.items():
            pieces = self._pieces.get(container, [])
            if [piece.number for piece in pieces] != list(range(len(pieces))) or not pieces:
                for one in found:
                    one.is_broken = True
                    yield self._fault(one.sha256, "has pieces that are not listed", NAME, "log")

    def _next(self, ahead: deque[tuple[Piece, Future[bytearray | FaultKind]]]) -> Iterator[Fault]:
        piece, future = ahead.popleft()
        opened = future.result()
        self.segments += 1
        self.bytes += piece.size
        if piece is self._pieces[piece.container][0]:
            self._hashers = {one.sha256: hashlib.sha256() for one in self._originals.get(piece.container, [])}
        base = piece.number * SEGMENT
        is_last = piece is self._pieces[piece.container][-1]
        touched = False
        for one in self._originals.get(piece.container, []):
            if one.start + one.size < base or one.start > base + SEGMENT:
                continue
            if isinstance(opened, str):
                if one.start + one.size > base or is_last:
                    one.is_broken = touched = True
                    yield self._broken(piece, opened, one.sha256)
                continue
            low, high = max(one.start - base, 0), one.start + one.size - base
            self._hashers[one.sha256].update(memoryview(opened)[low : max(high, 0)])
        if isinstance(opened, str):
            if opened == "missing":
                self.missing[piece.seal] = self.path(piece)
            if not touched and piece.container not in self._left:
                yield self._broken(piece, opened, "")
        if is_last:
            yield from self._contents(piece)

    def _contents(self, last: Piece) -> Iterator[Fault]:
        for one in self._originals.get(last.container, []):
            if not one.is_broken and self._hashers[one.sha256].hexdigest() != one.sha256:
                one.is_broken = True
                where = f"objects/{last.container[:2]}/{last.container}"
                yield self._fault(one.sha256, "is not what was handed in", where, "wrong content")

    def _open(self, piece: Piece) -> bytearray | FaultKind:
        try:
            data = self._objects.path(piece.container, piece.number).read_bytes()
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "unreadable"
        try:
            plain = age.decrypt(data, self._objects.identity)
        except DamageError:
            return "altered"
        return plain if age.header_mac(data) == piece.seal else "other file"

    def _broken(self, piece: Piece, kind: FaultKind, sha256: str) -> Fault:
        path = self.path(piece)
        if not sha256:
            return Fault(what=f"{path} {_SAYS[kind]}. No original needs it.", where=path, kind=kind)
        return self._fault(sha256, f"is affected: {path} {_SAYS[kind]}", path, kind)

    def _fault(self, sha256: str, trouble: str, where: str, kind: FaultKind) -> Fault:
        name, _ = self._imports.get(sha256, ("an original without a name", 0))
        return Fault(what=f"{name} (SHA-256 {sha256}) {trouble}.", where=where, kind=kind)
