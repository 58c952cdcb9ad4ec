"""The originals at rest: folders of numbered age files, and how to read in them."""

import hmac
import io
import os
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from holdfast.model.errors import DamageError
from holdfast.vault import age, memory
from holdfast.vault.keys import Keys
from holdfast.vault.placement import SEGMENT, Piece, Placement

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HEAD = 1 << 14
_KEPT = 2
_HINT = "Run verify to see what else is affected, and copy the file back from a copy of the case folder."


class ObjectReader:
    """Opens originals. Holds the identity. Can be pickled for another process, where it starts anew."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder = folder
        self.identity = identity
        self._recent: OrderedDict[tuple[str, int], bytearray] = OrderedDict()
        self._turn = threading.Lock()
        memory.pin(identity)

    def __reduce__(self) -> tuple[Any, ...]:
        return ObjectReader, (self.folder, self.identity)

    def open(self, placement: Placement) -> BinaryIO:
        """The bytes of one original, seekable. Reading raises DamageError, which names the broken piece."""
        return cast(
            "BinaryIO", io.BufferedReader(_Stretch(self, placement), max(1, min(placement.size, 1 << 18)))
        )

    def path(self, container: str, number: int) -> Path:
        """Where a piece lies."""
        return self.folder / "objects" / container[:2] / container / f"{number:04d}"

    def segment(self, container: str, number: int, seal: bytes) -> bytearray:
        """One decrypted piece; the last few are kept at hand."""
        with self._turn:
            known = self._recent.get((container, number))
            if known is not None:
                self._recent.move_to_end((container, number))
                return known
        plain = self.opened(self.fetched(container, number), container, number, seal)
        with self._turn:
            self._recent[container, number] = plain
            if len(self._recent) > _KEPT:
                self._recent.popitem(last=False)
        return plain

    def fetched(self, container: str, number: int) -> bytes:
        """The encrypted bytes of one piece. Raises DamageError when it is missing or cannot be read."""
        path = self.path(container, number)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise DamageError(f"{self._named(path)} is missing.", _HINT) from None
        except OSError:
            raise DamageError(f"{self._named(path)} cannot be read from the disk.", _HINT) from None

    def opened(self, data: bytes, container: str, number: int, seal: bytes | None = None) -> bytearray:
        """A piece decrypted. Raises DamageError when it is altered or not the one that was sealed.

        Without a seal any piece of this case will do.
        """
        path = self.path(container, number)
        try:
            other = seal is not None and age.header_mac(data) != seal
            plain = age.decrypt(data, self.identity)
        except DamageError as error:
            raise DamageError(f"{self._named(path)} is altered. {error.what}", _HINT) from None
        if other:
            raise DamageError(f"{self._named(path)} is another file than the one that was sealed.", _HINT)
        return plain

    def has(self, piece: Piece) -> bool:
        """Whether a file of the right size and seal lies in the place of a piece: a look at its head only."""
        try:
            with self.path(piece.container, piece.number).open("rb") as file:
                return (
                    os.fstat(file.fileno()).st_size == piece.size
                    and age.header_mac(file.read(_HEAD)) == piece.seal
                )
        except (OSError, DamageError):
            return False

    def is_whole(self, container: str, number: int, seal: bytes) -> bool:
        """Whether a piece is there and every byte of it is as it was sealed."""
        try:
            self.opened(self.fetched(container, number), container, number, seal)
        except DamageError:
            return False
        return True

    def _named(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


class Objects(ObjectReader):
    """The objects of an open vault: reading, and the names under which they lie."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        super().__init__(folder, keys.identity)
        self.root = folder / "objects"
        self.incoming = self.root / "incoming"
        self.recipient = keys.recipient
        self._name_key = keys.name_key
        self.piece_key = age.hkdf(keys.name_key, b"", b"holdfast/v1/pieces")

    def free_name(self, sha256: bytes) -> str:
        """The name of a container for these bytes: without the key it tells nothing about them.

        A leftover of an interrupted import may hold the name; it stays where it is, and the next one is used.
        """
        digest, attempt = sha256, 0
        while True:
            name = hmac.digest(self._name_key, digest, "sha256").hex()
            if not (self.root / name[:2] / name).exists():
                return name
            attempt += 1
            digest = sha256 + attempt.to_bytes(4, "big")


class _Stretch(io.RawIOBase):
    def __init__(self, objects: ObjectReader, placement: Placement) -> None:
        self._objects = objects
        self._where = placement
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._where.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._place = start + offset
        return self._place

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer)
        left = self._where.size - self._place
        if left <= 0 or not room:
            return 0
        number, within = divmod(self._where.offset + self._place, SEGMENT)
        seal = self._where.seals[number] if number < len(self._where.seals) else b""
        plain = self._objects.segment(self._where.container, number, seal)
        piece = memoryview(plain)[within : within + min(len(room), left)]
        if not piece:
            raise DamageError("An encrypted piece holds less than was written.", _HINT)
        room[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)
