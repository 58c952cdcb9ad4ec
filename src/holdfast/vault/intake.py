"""Taking files in: hash, encrypt, bring to the disk, log, and only then say "saved"."""

import errno
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import BinaryIO, Protocol, Self

import msgspec

from holdfast.model.errors import InputError
from holdfast.model.source import Source
from holdfast.vault import memory, pieces
from holdfast.vault.entry import Imported
from holdfast.vault.pieces import Commitment, Committing
from holdfast.vault.placement import SEGMENT, Placement, Sealed
from holdfast.vault.sealing import Place, Sealer

SMALL = 1 << 20
_COMMIT_BYTES, _COMMIT_FILES = 64 << 20, 8_000
_READ_AHEAD = 1


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file. `is_new` is False when the same bytes were handed in before.

    `is_healed`: what was kept of it then was damaged or missing, and is whole again from these bytes.
    """

    sha256: str
    size: int
    is_new: bool
    is_healed: bool = False


class Register(Protocol):
    """What is kept already, and where it is written down what is kept now: the log, or a sealed folder."""

    def next_batch(self) -> int: ...
    def heads(self) -> set[bytes]: ...
    def has(self, sha256: str) -> bool: ...
    def has_large(self, size: int) -> bool: ...
    def placement(self, sha256: str) -> Placement | None: ...
    def record(self, imported: Sequence[Imported], sealed: Iterable[Sealed], *, at: int) -> None: ...


class Shelf(Place, Protocol):
    """Where the bytes go."""

    piece_key: bytes

    def is_whole(self, container: str, number: int, seal: bytes) -> bool: ...


class Intake:
    """One batch. Use as a context: a clean end commits; after an error only earlier commits hold."""

    def __init__(
        self,
        log: Register,
        objects: Shelf,
        *,
        writing: AbstractContextManager[None],
        now: Callable[[], int],
        obtained: str = "",
        saved: Callable[[list[Source]], None] | None = None,
    ) -> None:
        self._log, self._objects, self._now, self._saved = log, objects, now, saved
        self._obtained = _plain(obtained)
        self._writing = writing
        self._sealer = Sealer(objects)
        self._waiting: list[Imported] = []
        self._sent: list[Imported] = []
        self._logged: Future[None] | None = None
        self._sealed: list[Sealed] = []
        self._fresh: set[bytes] = set()
        self._looked_at: dict[tuple[str, int], bool] = {}
        self._pack = bytearray(SEGMENT)  # one for all packs: fresh memory of this size costs milliseconds
        self._packed: list[tuple[int, int]] = []
        self._pack_size = 0
        self._bytes = 0

    def __enter__(self) -> Self:
        memory.keep()
        with ExitStack() as opened:
            opened.enter_context(self._writing)
            self.batch = self._log.next_batch()
            self._heads = self._log.heads()
            opened.enter_context(self._sealer)
            self._reader = opened.enter_context(ThreadPoolExecutor(1, "read"))
            self._cutter = opened.enter_context(ThreadPoolExecutor(1, "cut"))
            self._logger = opened.enter_context(ThreadPoolExecutor(1, "log"))
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if kind is None:
                self.commit()
        self._pack = bytearray()
        memory.give_back()

    def put(self, name: str, stream: BinaryIO, *, modified: int | None, size_hint: int | None = None) -> Put:
        """Takes one file in. `name` as in `Source`; `modified` UTC milliseconds.

        Raises InputError when the stream cannot be read (other files are not affected) and SpaceError when
        the disk does not take it.
        """
        received = self._now()
        asked = SMALL if size_hint is None else min(size_hint + 1, SMALL)
        head = _read(stream, asked)
        if asked == len(head) < SMALL:
            head += _read(stream, SMALL - asked)
        if len(head) < SMALL:
            digest, size = hashlib.sha256(head).digest(), len(head)
            place = commitment = None
            if is_put := not self._is_here(digest):
                commitment = self._put_small(head)
        else:
            digest, size, place, commitment = self._put_large(head, stream, size_hint)
            is_put = place is not None
        is_new = not self._known(digest)
        sha256 = digest.hex()
        source = Source(
            sha256=sha256,
            name=_plain(name),
            size=size,
            received=received,
            batch=self.batch,
            modified=modified,
            obtained=self._obtained,
        )
        self._waiting.append(
            Imported(source=source, already=not is_new, placement=place, commitment=commitment)
        )
        if is_put:
            self._fresh.add(digest)
            self._bytes += size
        if self._bytes >= _COMMIT_BYTES or len(self._waiting) >= _COMMIT_FILES:
            self._send()
        return Put(sha256=sha256, size=size, is_new=is_new, is_healed=is_put and not is_new)

    def commit(self) -> None:
        """Makes everything so far durable and logs it: from then on it is saved."""
        self._send()
        self._settle()

    def _send(self) -> None:
        """The same beside what is taken in next. What goes wrong is raised the next time, or by `commit`."""
        self._flush()
        self._settle()
        if self._waiting:
            self._sent, self._waiting, self._bytes = self._waiting, [], 0
            self._logged = self._logger.submit(self._record, self._sealer.draining())
            self._heads.update(digest[:8] for digest in self._fresh)
            self._fresh = set()

    def _record(self, drain: Callable[[], list[Sealed]]) -> None:
        self._sealed += drain()
        self._log.record(self._sent, self._sealed, at=self._now())
        sent, self._sent, self._sealed = self._sent, [], []
        if self._saved:
            self._saved([one.source for one in sent if not one.already])

    def _settle(self) -> None:
        """Waits until the log has what was sent. Raises why it has not; what was sent then waits again."""
        if self._logged:
            wait([self._logged])
            logged, self._logged = self._logged, None
            # Nothing is in there unless it failed. What waits in a pack is known by its place in the list.
            again, self._sent = self._sent, []
            self._waiting = again + self._waiting
            self._packed = [(number + len(again), offset) for number, offset in self._packed]
            self._fresh.update(bytes.fromhex(one.source.sha256) for one in again if one.placement)
            logged.result()

    def _known(self, digest: bytes) -> bool:
        # Most files are new: a look at eight bytes in memory spares most looks into the database.
        if digest in self._fresh:
            return True
        if digest[:8] not in self._heads:
            return False
        self._settle()
        return self._log.has(digest.hex())

    def _is_here(self, digest: bytes) -> bool:
        """Whether these bytes are kept, and whole: what is damaged is taken in anew."""
        if digest in self._fresh:
            return True
        place = self._log.placement(digest.hex()) if self._known(digest) else None
        return place is not None and all(
            self._is_whole(place.container, number, *place.seals[number : number + 1])
            for number in place.pieces()
        )

    def _is_whole(self, container: str, number: int, seal: bytes = b"") -> bool:
        # Many small files share one piece: it is opened once for all of them.
        if (container, number) not in self._looked_at:
            self._looked_at[container, number] = self._objects.is_whole(container, number, seal)
        return self._looked_at[container, number]

    def _put_small(self, data: bytes) -> Commitment | None:
        if self._pack_size + len(data) > SEGMENT:
            self._flush()
        self._packed.append((len(self._waiting), self._pack_size))
        end = self._pack_size + len(data)
        self._pack[self._pack_size : end] = data
        self._pack_size = end
        if pieces.is_one(data):
            return None
        committing = self._committing()
        committing.feed(data)
        return committing.end()

    def _flush(self) -> None:
        if not self._packed:
            return
        plain = memoryview(self._pack)[: self._pack_size]
        container = self._sealer.begin()
        self._sealer.add(container, plain)
        inside = "".join(self._waiting[number].source.sha256 for number, _ in self._packed)
        name = self._sealer.finish(container, hashlib.sha256(inside.encode()).digest())
        for number, offset in self._packed:
            source = self._waiting[number].source
            place = Placement(container=name, offset=offset, size=source.size)
            self._waiting[number] = msgspec.structs.replace(self._waiting[number], placement=place)
        self._packed, self._pack_size = [], 0

    def _put_large(
        self, head: bytes, stream: BinaryIO, size: int | None
    ) -> tuple[bytes, int, Placement | None, Commitment | None]:
        if size is not None and stream.seekable() and self._log.has_large(size):
            # Hashing first spares writing a second copy of what is most likely here already.
            start = stream.tell()
            found, length = _hashed(head, stream)
            if self._is_here(found):
                return found, length, None, None
            stream.seek(start)
        hasher, committing, length = hashlib.sha256(), self._committing(), 0
        container = self._sealer.begin()
        try:
            for segment in self._segments(head, stream, hasher, committing):
                self._sealer.add(container, segment)
                length += len(segment)
        except BaseException:
            self._sealer.discard(container)
            raise
        digest = hasher.digest()
        if self._is_here(digest):
            self._sealer.discard(container)
            return digest, length, None, None
        name = self._sealer.finish(container, digest)
        return digest, length, Placement(container=name, offset=0, size=length), committing.end()

    def _committing(self) -> Committing:
        return Committing(self._objects.piece_key, os.urandom(16))

    def _segments(
        self, head: bytes, stream: BinaryIO, hasher: "hashlib._Hash", committing: Committing
    ) -> Iterator[bytes]:
        """A large file, segment by segment; the next ones are read and hashed while one is encrypted."""
        cut: Future[None] | None = None

        def segment(begun: bytes = b"") -> bytes:
            nonlocal cut
            data = begun + _read(stream, SEGMENT - len(begun))
            before, cut = cut, self._cutter.submit(committing.feed, data)
            hasher.update(data)
            # To cut takes longest: it may lag behind by one.
            if before:
                before.result()
            return data

        ahead: deque[Future[bytes]] = deque([self._reader.submit(segment, head)])
        try:
            while True:
                while len(ahead) <= _READ_AHEAD:
                    ahead.append(self._reader.submit(segment))
                data = ahead.popleft().result()
                if not data:
                    if cut:
                        cut.result()
                    return
                yield data
        finally:
            wait(ahead)


def _plain(text: str) -> str:
    # File names need not be text: what is none is written as \\udc80 and the like.
    return text.encode("utf-8", "backslashreplace").decode()


def _read(stream: BinaryIO, size: int) -> bytes:
    """Exactly this many bytes, fewer only at the end."""
    try:
        data = stream.read(size)
        if len(data) == size or not data:
            return data
        parts, left = [data], size - len(data)
        while left and (data := stream.read(left)):
            parts.append(data)
            left -= len(data)
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, "unknown")
        raise InputError(
            f"A file could not be read to its end ({code}). It is not saved; other files are not affected.",
            "Copy it again from where it came from, then add it again.",
        ) from None
    return b"".join(parts) if len(parts) > 1 else parts[0]


def _hashed(head: bytes, stream: BinaryIO) -> tuple[bytes, int]:
    hasher, length = hashlib.sha256(head), len(head)
    while data := _read(stream, SEGMENT):
        hasher.update(data)
        length += len(data)
    return hasher.digest(), length
