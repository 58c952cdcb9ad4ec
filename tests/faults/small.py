"""A small case with everything in it that a case can hold at rest, and how to look at it for changes."""

import io
import shutil
from copy import copy
from pathlib import Path
from typing import Self

from holdfast.model.errors import HoldfastError
from holdfast.vault import checkpoint
from holdfast.vault.anchors import FOLDER as ANCHORS
from holdfast.vault.findings import Fault
from holdfast.vault.keys import Keys
from holdfast.vault.log import Log
from holdfast.vault.vault import Vault, describe
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, ticking

FILES = {"a": b"first", "b": b"second" * 20}


class Small:
    """`vault.folder` holds it, `older` a copy from before its last entries, `line` what was handed out."""

    def __init__(self, work: Path) -> None:
        vault = Vault.create(work / "case", PHRASE, now=1_700_000_000_000, work_factor=10)[0]
        for name, data in FILES.items():
            with vault.intake(now=ticking()) as intake:
                intake.put(name, io.BytesIO(data), modified=None)
        with vault.writing():
            vault.anchors.hand_out(at=5)
        vault.close()
        self.folder, self.older = work / "case", work / "older"
        shutil.copytree(self.folder, self.older)
        vault = Vault.open(self.folder, PHRASE)
        vault.log.append("decide", {"what": "unmark", "marker": "x"}, at=6)
        with vault.writing():
            self.line = checkpoint.line(vault.anchors.hand_out(at=7))
        self.keys = vault.keys
        vault.close()
        (self.folder / "lock").unlink(missing_ok=True)

    def copied(self, work: Path) -> Self:
        """The same in another folder."""
        other = copy(self)
        other.folder, other.older = work / "case", work / "older"
        shutil.copytree(self.folder, other.folder)
        shutil.copytree(self.older, other.older)
        return other

    def files(self) -> list[Path]:
        """All files, in order."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def anchors(self) -> list[Path]:
        return sorted((self.folder / ANCHORS).iterdir())


def opened_anew(folder: Path) -> list[Fault] | str:
    """The faults, or the words with which it does not open."""
    try:
        vault = Vault.open(folder, PHRASE)
    except HoldfastError as error:
        return error.what
    return _looked(vault)


def opened_with(folder: Path, keys: Keys) -> list[Fault] | str:
    """The same where the key files are known to be good, which is quicker."""
    try:
        vault = Vault(folder, describe(folder), keys, Log(folder, keys))
    except HoldfastError as error:
        return error.what
    return _looked(vault)


def _looked(vault: Vault) -> list[Fault] | str:
    try:
        found = verify(vault)
        return [*found.faults, *(Fault(what=name, where=name, kind="extra") for name in found.found)]
    except HoldfastError as error:
        return error.what
    finally:
        vault.close()
        for name in ("log.db-wal", "log.db-shm", "lock"):
            (vault.folder / name).unlink(missing_ok=True)


def names(found: list[Fault] | str, name: str) -> bool:
    """Whether what was found names this file."""
    if isinstance(found, str):
        return name in found
    return any(name in fault.where or name in fault.what for fault in found)
