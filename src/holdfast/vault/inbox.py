"""A sealed folder: whoever has it can put things in, and only the holder of another key can read them.

It holds no key but that one's public half, so there is nothing on this device that opens it. What is handed
in together becomes one entry: an age file that names the files it brings, and holds the SHA-256 of the entry
before it as that lies on the disk. `taking` makes entries of the log of a case out of them.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from holdfast.model.errors import DamageError, RequestError
from holdfast.model.source import Source
from holdfast.vault import age, durable, keys
from holdfast.vault.entry import Imported
from holdfast.vault.intake import Intake
from holdfast.vault.lock import WriterLock
from holdfast.vault.placement import Placement, Sealed

FORMAT = 1
NAME, README, ENTRIES = "sealed.json", "README.txt", "entries"
_README = Path(__file__).with_name("SEALED.txt")


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sealed.json holds: a random name, and the public age key of the one who can read."""

    format: int
    id: str
    recipient: str


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """One file, and where its bytes are: as in `Source` and `Placement`. Times are UTC milliseconds."""

    name: str
    size: int
    sha256: str
    modified: int | None
    received: int
    container: str
    start: int


class SealedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in together. `previous` is the SHA-256 of the file of the entry before it, or "".

    `containers` gives the seals (hexadecimal) of the pieces of each container, in order.
    """

    inbox: str
    number: int
    previous: str
    at: int
    obtained: str
    files: tuple[Brought, ...]
    containers: dict[str, tuple[str, ...]]


class Inbox:
    """A sealed folder on the device that adds. Made by `create` or `open`."""

    def __init__(self, folder: Path, description: Description) -> None:
        self.folder = folder
        self.description = description
        self.recipient = description.recipient
        self.root = folder / "objects"
        self.incoming = self.root / "incoming"
        self.piece_key = os.urandom(32)
        self._lock = WriterLock(folder)
        self._obtained = ""

    @classmethod
    def create(cls, folder: Path, recipient: str) -> "Inbox":
        """Makes one for this public age key, in an empty or new folder. Raises RequestError, SpaceError."""
        described = Description(format=FORMAT, id=secrets.token_hex(16), recipient=keys.public_key(recipient))
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"{folder.name} is there already and is not empty.", "Choose another name.")
        durable.new_folder(folder / "objects")
        durable.new_folder(folder / ENTRIES)
        durable.write_file(folder / README, _README.read_bytes())
        durable.write_file(folder / NAME, msgspec.json.format(msgspec.json.encode(described)) + b"\n")
        durable.sync_folder(folder)
        return cls(folder, described)

    @classmethod
    def open(cls, folder: Path) -> "Inbox":
        """Raises DamageError where it does not say whose it is: then nothing could be sealed."""
        try:
            described = msgspec.json.decode((folder / NAME).read_bytes(), type=Description)
            keys.public_key(described.recipient)
        except (OSError, ValueError, RequestError):
            raise DamageError(
                f"{NAME} is altered or cannot be read.",
                "Make a new sealed folder, and keep this one as it is.",
            ) from None
        return cls(folder, described)

    def intake(
        self, *, now: Callable[[], int], obtained: str, saved: Callable[[list[Source]], None]
    ) -> Intake:
        """Takes files in, as `Vault.intake` does: what is told as saved is on the disk, and sealed."""
        self._obtained = obtained
        return Intake(self, self, writing=self._lock.alone(), now=now, obtained=obtained, saved=saved)

    def line(self) -> str:
        """The last entry: its number and the SHA-256 of its file, so that a loss is noticed."""
        number, digest = self._last()
        return f"{number} {digest}" if number else ""

    # What an intake asks of the place it writes to. Nothing that was sealed is known here any more.

    def next_batch(self) -> int:
        """The number of the entry that comes next."""
        return self._last()[0] + 1

    def heads(self) -> set[bytes]:
        """None."""
        return set()

    def has(self, sha256: str) -> bool:  # noqa: ARG002
        """No: the same file handed in twice is stored twice, and kept once where it is taken in."""
        return False

    def has_large(self, size: int) -> bool:  # noqa: ARG002
        """No."""
        return False

    def placement(self, sha256: str) -> Placement | None:  # noqa: ARG002
        """Nowhere."""
        return None

    def is_whole(self, container: str, number: int, seal: bytes) -> bool:  # noqa: ARG002
        """Nobody here can tell."""
        return False

    def free_name(self, sha256: bytes) -> str:  # noqa: ARG002
        """A random name: it tells nothing about the bytes."""
        return secrets.token_hex(32)

    def record(self, imported: Sequence[Imported], sealed: Iterable[Sealed], *, at: int) -> None:
        """Writes one entry, in one step, once all it names is on the disk. Raises SpaceError."""
        places = {one.source.sha256: one.placement for one in imported if one.placement}
        number, previous = self._last()
        entry = SealedEntry(
            inbox=self.description.id,
            number=number + 1,
            previous=previous,
            at=at,
            obtained=self._obtained,
            files=tuple(_brought(one.source, places[one.source.sha256]) for one in imported),
            containers={s.container: tuple(seal.hex() for _, seal in s.segments) for s in sealed},
        )
        path = entry_path(self.folder, entry.number)
        data = age.encrypt(msgspec.json.encode(entry), self.recipient)
        durable.replace_file(path, data, path.with_suffix(".new"))

    def _last(self) -> tuple[int, str]:
        number = max(numbers(self.folder), default=0)
        return (number, digest_of(self.folder, number)) if number else (0, "")


def is_sealed(folder: Path) -> bool:
    """Whether this is a sealed folder. A case is none, whatever somebody puts beside it."""
    return (folder / NAME).is_file() and not any(
        (folder / name).exists() for name in (keys.DESCRIPTION, "keys", "log.db")
    )


def numbers(folder: Path) -> list[int]:
    """The numbers of the entries that are there, in order."""
    return sorted(int(path.stem) for path in (folder / ENTRIES).glob("*.age") if path.stem.isdecimal())


def missing(present: Sequence[int]) -> list[int]:
    """The numbers between the first entry there could be and the last of these that are not there."""
    return [n for before, number in pairwise((0, *present)) for n in range(before + 1, number)]


def entry_path(folder: Path, number: int) -> Path:
    """Where an entry lies."""
    return folder / ENTRIES / f"{number:06d}.age"


def digest_of(folder: Path, number: int) -> str:
    """The SHA-256 of the file of an entry. Raises DamageError where the disk does not give it."""
    try:
        return hashlib.sha256(entry_path(folder, number).read_bytes()).hexdigest()
    except OSError:
        raise DamageError(
            f"{ENTRIES}/{number:06d}.age cannot be read.", "Keep this folder, and make a new sealed one."
        ) from None


def _brought(source: Source, place: Placement) -> Brought:
    return Brought(
        name=source.name,
        size=source.size,
        sha256=source.sha256,
        modified=source.modified,
        received=source.received,
        container=place.container,
        start=place.offset,
    )
