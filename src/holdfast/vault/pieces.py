"""What lets one record be shown out of a file, with its place in it, and nothing else of the file.

While a file is taken in it is cut into pieces, and the root of a hash tree (RFC 6962) over them goes into the
log beside the SHA-256 of the whole. Later some pieces can be handed to somebody with their proofs: they stood
at these places in that file when it was logged. Of the other pieces only hashes are shown.

Rule 1, by which a file is cut, looks at bytes only, never at what a reader makes of them, so that anyone who
has the file can cut it again. A piece ends after 64 KiB at the latest, and before each line that looks like
the beginning of a record: in a file that begins with "From " (a mailbox), the lines that begin with it; in
one that begins with a digit or one of [ { <, dated lines, lines that begin with [ or open a JSON object, and
the messages and calls of a phone's backup. So a record of such a file is a whole number of pieces.

Each leaf holds 16 bytes that are secret until its piece is shown. Without them a short hidden line beside a
shown one could be guessed, and the guess be checked.
"""

import hashlib
import hmac
import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from typing import BinaryIO

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import merkle

RULE = 1
MOST = 1 << 16
_BLOCK = 8 << 20
_MAILBOX = re.compile(rb"\nFrom ")
_RECORDS = re.compile(
    rb"\n(?=(?:\xe2\x80\x8e)?\[|\d{1,4}[./-]\d|[ \t]{0,32}(?:\{|\]|<(?:sms|mms|call|/smses|/calls)))"
)
_LOOKED_AT = 48  # more bytes than these expressions reach over
_HINT = "Run verify to see what else is not as it was."


class Commitment(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of a file: how many pieces it was cut into by which rule, and their root (hex).

    `salt` (hex) is what the salts of the pieces are made with; of no use to anybody without the vault's key.
    """

    count: int
    root: str
    salt: str
    rule: int = RULE


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece to be shown, with its proof. `number` and `start` count from 0; `length` in bytes."""

    number: int
    start: int
    length: int
    salt: bytes
    proof: tuple[bytes, ...]


class Cutter:
    """Cuts a stream into (start, piece): `feed` gives those that no further byte can change."""

    def __init__(self) -> None:
        self._begins: re.Pattern[bytes] | None = None
        self._is_begun = False
        self._tail = b""
        self._start = 0

    def feed(self, data: bytes) -> Iterator[tuple[int, memoryview]]:
        """The next bytes."""
        begun, tail = 0, len(self._tail)
        if tail:
            # Joined with what is left of the last ones: no more of it than the piece begun there can hold.
            joined = self._tail + data[: MOST + _LOOKED_AT]
            begun = yield from self._cut(joined, 0, len(joined) - _LOOKED_AT)
            begun -= tail
        if begun >= 0:
            yield from self._cut(data, begun, len(data) - _LOOKED_AT)

    def rest(self) -> Iterator[tuple[int, memoryview]]:
        """The end of the stream."""
        yield from self._cut(self._tail, 0, len(self._tail))
        if self._tail:
            yield self._start, memoryview(self._tail)

    def _cut(self, data: bytes, begun: int, sure: int) -> Generator[tuple[int, memoryview], None, int]:
        """The pieces from `begun` on. Gives where the one begins that is not whole yet: it is kept."""
        base, seen = self._start - begun, memoryview(data)
        if sure > begun:
            if not self._is_begun:
                self._begins, self._is_begun = _begins(data), True
            for found in self._begins.finditer(data, begun) if self._begins else ():
                end = found.start() + 1
                if end > sure:
                    break
                while begun < end:
                    stop = min(end, begun + MOST)
                    yield base + begun, seen[begun:stop]
                    begun = stop
            while sure - begun > MOST:
                yield base + begun, seen[begun : begun + MOST]
                begun += MOST
        self._tail, self._start = data[begun:], base + begun
        return begun


class Committing:
    """Hashes a stream piece by piece, and keeps none of it. `key` is the vault's."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._salt = salt
        self._key = hmac.digest(key, salt, "sha256")
        self._cutter = Cutter()
        self._frontier = merkle.Frontier()

    def feed(self, data: bytes) -> None:
        """The next bytes."""
        self._take(self._cutter.feed(data))

    def end(self) -> Commitment | None:
        """What goes into the log; None for a file of one piece, for which its SHA-256 says the same."""
        self._take(self._cutter.rest())
        if self._frontier.size < 2:
            return None
        return Commitment(count=self._frontier.size, root=self._frontier.root().hex(), salt=self._salt.hex())

    def _take(self, pieces: Iterator[tuple[int, memoryview]]) -> None:
        first = self._frontier.size
        self._frontier.extend(
            leaf(start, piece, salt_of(self._key, number))
            for number, (start, piece) in enumerate(pieces, first)
        )


def committed(stream: BinaryIO, key: bytes, salt: bytes) -> Commitment | None:
    """The commitment to a file that was kept before there were any."""
    committing = Committing(key, salt)
    while data := stream.read(_BLOCK):
        committing.feed(data)
    return committing.end()


def is_one(data: bytes) -> bool:
    """Whether a whole file surely is one piece; quick, for very many small files."""
    return len(data) <= MOST and not _begins(data)


def shown(
    stream: BinaryIO, commitment: Commitment, key: bytes, stretches: Sequence[tuple[int, int]]
) -> list[list[Piece]]:
    """For each stretch of bytes (start, end) the pieces that cover it, with proofs; reads the whole file.

    Raises DamageError where the commitment was made over other bytes, or cut by another rule.
    """
    key = hmac.digest(key, bytes.fromhex(commitment.salt), "sha256")
    cutter, leaves, starts = Cutter(), list[bytes](), list[int]()

    def take(pieces: Iterator[tuple[int, memoryview]]) -> None:
        for start, piece in pieces:
            leaves.append(leaf(start, piece, salt_of(key, len(leaves))))
            starts.append(start)

    while data := stream.read(_BLOCK):
        take(cutter.feed(data))
    take(cutter.rest())
    if (len(leaves), merkle.root(leaves).hex()) != (commitment.count, commitment.root):
        raise DamageError("The pieces of a file are not those that its entry in the log speaks of.", _HINT)
    ends = [*starts[1:], stream.tell()]
    return [
        [
            Piece(
                number=number,
                start=starts[number],
                length=ends[number] - starts[number],
                salt=salt_of(key, number),
                proof=tuple(merkle.inclusion(leaves, number)),
            )
            for number in range(bisect_right(starts, first) - 1, bisect_left(starts, last))
        ]
        for first, last in stretches
    ]


def leaf(start: int, piece: bytes | memoryview, salt: bytes) -> bytes:
    """The 32 bytes that stand for a piece at this place."""
    hasher = hashlib.sha256(b"\x00" + salt + start.to_bytes(8, "big"))
    hasher.update(piece)
    return hasher.digest()


def salt_of(key: bytes, number: int) -> bytes:
    """The 16 secret bytes of a piece; `key` is that of the file."""
    return hashlib.sha256(key + number.to_bytes(8, "big")).digest()[:16]


def _begins(data: bytes) -> re.Pattern[bytes] | None:
    # How records begin in a file with this head; None where there is no telling.
    if data.startswith(b"From "):
        return _MAILBOX
    first = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xe2\x80\x8e").lstrip()[:1]
    return _RECORDS if first in (b"[", b"{", b"<") or first.isdigit() else None
