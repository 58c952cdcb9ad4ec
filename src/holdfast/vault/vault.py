"""A case at rest: keys, log, originals and the lock, in one folder."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from holdfast.model.errors import DamageError, LockedError, RequestError, SpaceError
from holdfast.model.source import Source
from holdfast.vault import checkpoint, durable, inbox, keys, passphrase, withdrawal
from holdfast.vault.anchors import Anchors
from holdfast.vault.certificate import Signing, signing
from holdfast.vault.intake import Intake
from holdfast.vault.key_files import KeyFiles
from holdfast.vault.keys import Keys
from holdfast.vault.lock import WriterLock
from holdfast.vault.log import Log
from holdfast.vault.objects import ObjectReader, Objects

FORMAT = 1
NAME, README = keys.DESCRIPTION, "README.txt"
_README = Path(__file__).with_name(README)


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What vault.json holds. `log_key` is the public key of the log; `files` SHA-256 of the key files."""

    format: int
    id: str
    recipient: str
    log_key: str
    files: dict[str, str]


class Vault:
    """Made by `create` or `open`. Threads may share it; one program at a time may write."""

    def __init__(self, folder: Path, description: Description, keys: Keys, log: Log) -> None:
        self.folder = folder
        self.description = description
        self.keys = keys
        self.log = log
        self.objects = Objects(folder, keys)
        self.anchors = Anchors(folder, keys, log)
        self.key_files = KeyFiles(folder, keys, log, self._described)
        self._lock = WriterLock(folder)

    @classmethod
    def create(
        cls, folder: Path, phrase: str, *, now: int, work_factor: int = passphrase.WORK_FACTOR
    ) -> tuple["Vault", str]:
        """Makes a new vault in an empty or new folder. The second value is the recovery key, shown once.

        Raises RequestError when something is there already, SpaceError when the disk does not take it.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"{folder.name} is there already and is not empty.", "Choose another name.")
        durable.new_folder(folder)
        held, recovery = keys.new_keys(folder, phrase, work_factor=work_factor)
        durable.new_folder(folder / "objects")
        origin = secrets.token_hex(16)
        described = Description(
            format=FORMAT,
            id=origin,
            recipient=held.recipient,
            log_key=checkpoint.verifier(origin, held.public),
            files={name: _digest((folder / name).read_bytes()) for name in keys.FILES},
        )
        text = _written(described)
        readme = _README.read_bytes()
        log = Log.create(folder, held)
        log.append(
            "create",
            {
                "format": FORMAT,
                "id": origin,
                "files": {NAME: _digest(text), README: _digest(readme), **described.files},
            },
            at=now,
        )
        log.checkpoint(at=now)
        durable.write_file(folder / README, readme)
        durable.write_file(folder / NAME, text)  # the last: a folder without it is no vault
        durable.sync_folder(folder)
        return cls(folder, described, held, log), recovery

    @classmethod
    def open(cls, folder: Path, secret: str) -> "Vault":
        """Opens with the passphrase, the recovery key, two shares, or the age key of one who may open it.

        Raises RequestError when there is no vault, LockedError when the secret is wrong, DamageError when
        a file is missing or broken.
        """
        described = describe(folder)
        held = keys.unlock(folder, secret, described.files)
        vault = cls(folder, described, held, Log(folder, held))
        if (change := vault.key_files.unfinished()) is not None:
            with suppress(SpaceError, LockedError), vault.writing():
                vault.key_files.finish(change)
            vault.description = describe(folder)
        if left := withdrawal.undone(vault.log, vault.objects):
            with suppress(SpaceError, LockedError), vault.writing():
                withdrawal.delete(vault.objects, left)
        return vault

    def writing(self) -> AbstractContextManager[None]:
        """Only inside this may something be added. Raises LockedError when another program is adding."""
        return self._lock.held()

    def intake(
        self,
        *,
        now: Callable[[], int],
        obtained: str = "",
        saved: Callable[[list[Source]], None] | None = None,
    ) -> Intake:
        """Takes files in, as one batch. `now` gives UTC milliseconds; `saved` is told what is safe so far."""
        return Intake(
            self.log, self.objects, writing=self._lock.alone(), now=now, obtained=obtained, saved=saved
        )

    def withdraw(self, sha256: str, why: str, *, now: int) -> None:
        """Takes an original out: see `withdrawal`."""
        withdrawal.withdraw(self.log, self.objects, sha256, why, at=now)

    def open_object(self, sha256: str) -> BinaryIO:
        """The bytes of one original, seekable. Raises RequestError when it is not kept here.

        Opening and reading raise DamageError, which names the piece that is missing or altered.
        """
        place = self.log.placement(sha256)
        if place is None:
            raise RequestError("No file with this SHA-256 is kept here.", "List the sources to see what is.")
        return self.objects.open(place)

    def reader(self) -> ObjectReader:
        """What a worker process needs to open originals, given their placements (`log.placements`)."""
        return ObjectReader(self.folder, self.keys.identity)

    def signing(self) -> Signing:
        """What signs the papers of this case."""
        (made,) = islice(self.log.entries({"create"}), 1)
        return signing(self.keys.seed, self.log.origin(), made.at)

    def _described(self, digests: Mapping[str, str | None]) -> bytes:
        """vault.json with other digests of the key files; None takes one out."""
        files = {name: digest for name, digest in {**self.description.files, **digests}.items() if digest}
        self.description = msgspec.structs.replace(self.description, files=files)
        return _written(self.description)

    def close(self) -> None:
        """Lets go of all files."""
        self.log.close()


def describe(folder: Path) -> Description:
    """What vault.json says. Raises RequestError when there is no vault, DamageError when it is broken."""
    try:
        described = msgspec.json.decode((folder / NAME).read_bytes(), type=Description)
    except FileNotFoundError:
        if inbox.is_sealed(folder):
            raise RequestError(
                "This is a sealed folder: it can be added to, and only the holder of its key reads it.",
                "They take it into a case of theirs with `holdfast take-in CASE FOLDER`.",
            ) from None
        if (folder / "keys").is_dir() and (folder / "objects").is_dir():
            raise DamageError(
                f"{NAME} is missing, or this case was never made to its end.",
                "Copy it back from a copy of the case folder. README.txt says how to open the rest.",
            ) from None
        raise RequestError(
            f"There is no case at {folder.name}.", "Look at the name, or create one."
        ) from None
    except (OSError, ValueError):
        raise DamageError(
            f"{NAME} is altered or cannot be read.", "Copy it back from a copy of the case folder."
        ) from None
    if described.format != FORMAT:
        raise DamageError(
            f"{NAME} names format {described.format}; this program knows {FORMAT}.",
            "Use a newer version of the program, or copy the file back from a copy of the case folder.",
        )
    return described


def _written(described: Description) -> bytes:
    return msgspec.json.format(msgspec.json.encode(described)) + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
