"""What was seen of the pictures of a case: which there are, which were looked at, which are alike."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from holdfast.model.details import Details
from holdfast.model.event import Attachment
from holdfast.model.look import Look, Pair
from holdfast.timeline.index import Index, told

_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp")

_details = msgspec.msgpack.Decoder(Details).decode
_look = msgspec.msgpack.Decoder(Look).decode
_pair = msgspec.msgpack.Decoder(Pair).decode
_pack = msgspec.msgpack.encode


class Picture(msgspec.Struct, frozen=True):
    """The first place at which a picture is met: the event, the number of its attachment, its source."""

    event: str
    number: int
    source: int
    attached: Attachment


class Looks:
    """The tables `look` and `alike` of an index. Derived: what was seen can be seen again."""

    def __init__(self, index: Index, version: int) -> None:
        """`version` is that of the way of looking: what was seen in another way is not given."""
        self._connection = index.connection
        self._run: Callable[..., Any] = index.connection.execute
        self._version = version

    def pictures(self) -> dict[str, Picture]:
        """Every picture whose bytes are kept, by SHA-256, in order of source."""
        found: dict[str, Picture] = {}
        for one in self._met():
            found.setdefault(one.attached.sha256, one)
        return found

    def has_new(self) -> bool:
        """Whether any picture was not looked at yet."""
        known = self.known()
        return any(one.attached.sha256 not in known for one in self._met())

    def _met(self) -> Iterator[Picture]:
        for key, name, rest in self._run("SELECT id, name, rest FROM event ORDER BY id"):
            for number, one in enumerate(_details(rest).attached):
                if one.sha256 and not one.missing and is_picture(one):
                    yield Picture(name.hex(), number, key >> 32, one)

    def known(self) -> frozenset[str]:
        """Which pictures (SHA-256) were looked at."""
        found = self._run("SELECT sha256 FROM look WHERE version = ?", (self._version,))
        return frozenset(sha256 for (sha256,) in found)

    def all(self) -> dict[str, Look]:
        """What was seen of each picture, in order of its name: the same pictures stand in the same order."""
        found = self._run("SELECT sha256, seen FROM look WHERE version = ? ORDER BY sha256", (self._version,))
        return {sha256: _look(seen) for sha256, seen in found}

    def sizes(self) -> dict[str, Look]:
        """The same without imprints and landmarks."""
        found = self._run("SELECT sha256, width, height, why FROM look WHERE version = ?", (self._version,))
        return {sha256: Look(width=wide, height=high, why=why) for sha256, wide, high, why in found}

    def pairs(self) -> list[Pair]:
        """Which pictures are alike."""
        return [_pair(how) for (how,) in self._run("SELECT how FROM alike ORDER BY one, other")]

    @told()
    def keep(self, seen: Iterable[tuple[str, int, Look]]) -> None:
        """Keeps what was seen: the picture (SHA-256), its source, the look."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT OR REPLACE INTO look (sha256, source, version, width, height, why, seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (sha256, source, self._version, look.width, look.height, look.why, _pack(look))
                for sha256, source, look in seen
            ],
        )
        self._connection.execute("COMMIT")

    @told()
    def keep_pairs(self, pairs: Iterable[Pair]) -> None:
        """Keeps which are alike, and forgets what was seen in another way."""
        self._connection.execute("BEGIN IMMEDIATE")
        if self._run("DELETE FROM look WHERE version <> ?", (self._version,)).rowcount:
            self._run("DELETE FROM alike")
        self._connection.executemany(
            "INSERT OR REPLACE INTO alike (one, other, how) VALUES (?, ?, ?)",
            [(pair.one, pair.other, _pack(pair)) for pair in pairs],
        )
        self._connection.execute("COMMIT")


def is_picture(attached: Attachment) -> bool:
    """Whether something that came with an event is a picture, by its type or else its name."""
    if attached.media_type and attached.media_type != "application/octet-stream":
        return attached.media_type.lower().startswith("image/")
    return attached.name.lower().endswith(_ENDINGS)
