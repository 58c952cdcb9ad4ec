"""Copies of a case in other folders: made, brought up to date, given back.

A copy is a case folder like any other. Its files are brought in order: originals, then the log in one step,
and vault.json last where it is new. So whatever stops it, the copy that was there before is still whole.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec

from holdfast.model.errors import DamageError, LockedError, RequestError
from holdfast.vault import age, durable, merkle, withdrawal
from holdfast.vault.anchors import FOLDER as ANCHORS
from holdfast.vault.database import Database
from holdfast.vault.keys import DATABASES, Keys
from holdfast.vault.lock import WriterLock
from holdfast.vault.log import NAME as LOG
from holdfast.vault.log import Log
from holdfast.vault.mending import BESIDE, Mended, Told, mend, mend_files
from holdfast.vault.objects import ObjectReader
from holdfast.vault.vault import NAME as DESCRIPTION
from holdfast.vault.vault import Vault, describe

_OURS = {"README.txt", DESCRIPTION, "keys", "objects", "anchors", "lock"}


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: files written to the copy and their `size` in bytes; `healed` are paths of the case that
    were made whole from the copy, `lacking` those that neither has whole; `aside` what a log that could not
    be read is called now.
    """

    written: tuple[str, ...]
    size: int
    healed: tuple[str, ...]
    lacking: tuple[str, ...]
    aside: str


def backup(vault: Vault, folder: Path, progress: Told, *, now: Callable[[], int], every_byte: bool) -> Copied:
    """Brings the copy in `folder` to where the case is, and heals either from the other.

    Raises RequestError when something else lies there, or the copy grew by itself.
    """
    with vault.writing(), held(vault.folder, folder):
        aside, is_joined = _made_ready(vault.log, vault.keys, folder)
        target = ObjectReader(folder, vault.keys.identity)
        healed = _brought(vault.log, vault.objects, target, progress, every_byte=every_byte)
        if healed.written:
            body = {"what": "from a copy", "where": str(folder.absolute()), "paths": list(healed.written)}
            vault.log.append("heal", body, at=now())
        done = _brought(vault.log, target, vault.objects, progress, every_byte=every_byte)
        _copy_log(vault.log, vault.keys, folder)
        last = _closed(vault.log, target, vault.objects, is_joined=is_joined)
        lacking = list(done.lacking + last.lacking)
        vault.log.append(
            "copy", {"what": "made", "where": str(folder.absolute()), "lacking": lacking}, at=now()
        )
    return Copied(
        written=done.written + last.written,
        size=done.size + last.size,
        healed=healed.written,
        lacking=done.lacking + last.lacking,
        aside=aside,
    )


def restore(copy: Vault, folder: Path, progress: Told, *, now: Callable[[], int]) -> Copied:
    """Makes the case in `folder` whole from a copy, every byte of it, or makes it anew.

    The copy stays as it is. Raises RequestError when something else lies there, or the two grew apart.
    """
    source = copy.writing() if os.access(copy.folder, os.W_OK) else nullcontext()
    with source, held(copy.folder, folder):
        log, aside = _theirs(copy.keys, folder)
        target = ObjectReader(folder, copy.keys.identity)
        leaves, further = copy.log.leaves(), False
        if log is not None:
            further = log.leaves()[: len(leaves)] == leaves
            log.close()
        is_joined = False
        if not further:
            _, is_joined = _made_ready(copy.log, copy.keys, folder)
        done = _brought(copy.log, target, copy.objects, progress, every_byte=True)
        if not further:  # Else the case holds all of the copy: only what is damaged comes from there.
            _copy_log(copy.log, copy.keys, folder)
        last = _closed(copy.log, target, copy.objects, is_joined=is_joined)
        log = Log(folder, copy.keys)
        try:
            body = {"what": "restored", "where": str(copy.folder.absolute())}
            paths = list(done.written + last.written)
            log.append("copy", {**body, "paths": paths, "lacking": list(done.lacking)}, at=now())
        finally:
            log.close()
    return Copied(
        written=done.written + last.written,
        size=done.size + last.size,
        healed=(),
        lacking=done.lacking + last.lacking,
        aside=aside,
    )


def _brought(
    log: Log, target: ObjectReader, source: ObjectReader, progress: Told, *, every_byte: bool
) -> Mended:
    """Everything but the log and vault.json."""
    files = mend_files(target, source, _only(log.files(), description=False))
    pieces = mend(target, source, log.pieces(), progress, every_byte=every_byte)
    return Mended(
        written=files.written + pieces.written,
        lacking=files.lacking + pieces.lacking,
        size=files.size + pieces.size,
    )


def _closed(log: Log, target: ObjectReader, source: ObjectReader, *, is_joined: bool) -> Mended:
    """The last of it: vault.json, and nothing any more that was withdrawn or opens the case no longer.

    Of a copy that grew by itself and was merged the anchors go: they spoke for a log that is not here any
    more, and lie in the log that is.
    """
    withdrawal.delete(target, withdrawal.undone(log, target))
    gone, kept = log.gone(), log.files()
    if is_joined:
        names = (f"{ANCHORS}/{path.name}" for path in (target.folder / ANCHORS).glob("*.age"))
        gone |= {name for name in names if name not in kept}
    for name in gone:
        durable.remove(target.folder / name)
    return mend_files(target, source, _only(kept, description=True))


def _only(digests: dict[str, str], *, description: bool) -> dict[str, str]:
    return {name: digest for name, digest in digests.items() if (name == DESCRIPTION) == description}


@contextmanager
def held(folder: Path, other: Path) -> Iterator[None]:
    """Nobody writes to the other folder meanwhile. Raises RequestError when the two are not apart."""
    ours, theirs = folder.resolve(), other.resolve()
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        raise RequestError(
            "The copy cannot lie inside the case, nor the case inside it.", "Choose another folder."
        )
    if other.exists() and not other.is_dir():
        raise RequestError(f"{other.name} is not a folder.", "Choose another name.")
    if not other.absolute().parent.is_dir():
        raise RequestError("The folder it should be in does not exist.", "Make that folder first.")
    if not (other / DESCRIPTION).exists() and other.exists():
        names = {path.name.removesuffix(BESIDE) for path in other.iterdir()}
        if any(name not in _OURS and not name.startswith(LOG) for name in names):
            raise RequestError(f"Something else lies in {other.name}.", "Choose an empty or a new folder.")
    durable.new_folder(other)
    with WriterLock(other).held():
        yield


def _made_ready(log: Log, keys: Keys, folder: Path) -> tuple[str, bool]:
    """Looks whether the copy in `folder` may be brought to where the log is.

    What its log is called now, if it could not be read; and whether it grew by itself and was merged.
    """
    theirs, aside = _theirs(keys, folder)
    is_joined = False
    if theirs is not None:
        try:
            leaves = theirs.leaves()
            is_joined = is_merged(log, leaves)
            if log.leaves()[: len(leaves)] != leaves and not is_joined:
                raise RequestError(
                    "The two grew apart: each holds entries that the other does not have.",
                    "Bring both together first: `holdfast merge`, or on the page under Copies.",
                )
            theirs.database.all("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            theirs.close()
        wal = folder / f"{LOG}-wal"
        if wal.exists() and wal.stat().st_size:
            raise LockedError("Another program is reading that copy.", "Close it, then try again.")
    return aside, is_joined


def is_merged(log: Log, leaves: list[bytes]) -> bool:
    """Whether everything in a log with these leaves was brought into this one by a merge."""
    tip = {"size": len(leaves), "root": merkle.root(leaves).hex()}
    return any(entry.body.get("ends") == tip for entry in log.entries({"merge"}))


def _theirs(keys: Keys, folder: Path) -> tuple[Log | None, str]:
    """The log of the copy, None where there is none to be read; one that is damaged is put aside."""
    if not is_ours(keys, folder):
        raise RequestError("Another case lies there.", "Choose another folder for this one.")
    if not (folder / LOG).exists():
        return None, ""
    try:
        log = Log(folder, keys)
    except DamageError:
        return None, _put_aside(folder)
    try:
        log.leaves()
        log.frontier()
    except DamageError:
        log.close()
        return None, _put_aside(folder)
    return log, ""


def is_ours(keys: Keys, folder: Path) -> bool:
    """Whether what lies there is this case, or the beginning of a copy of it, or nothing."""
    try:
        age.decrypt((folder / DATABASES).read_bytes(), keys.identity)
    except (OSError, DamageError):
        try:
            return describe(folder).recipient == keys.recipient
        except (RequestError, DamageError):
            return not any((folder / "keys").glob("*.age"))
    return True


def _put_aside(folder: Path) -> str:
    number = 1
    while (folder / f"{LOG}.damaged-{number}").exists():
        number += 1
    name = f"{LOG}.damaged-{number}"
    try:
        for end in ("-wal", "-shm", ""):
            if (folder / f"{LOG}{end}").exists():
                os.rename(folder / f"{LOG}{end}", folder / f"{name}{end}")  # noqa: PTH104
        durable.sync_folder(folder)
    except OSError as error:
        raise durable.space_error(error) from None
    return name


def _copy_log(log: Log, keys: Keys, folder: Path) -> None:
    """Writes the log to the copy, looks whether it is whole, and only then lets it take its place."""
    new = folder / f"{LOG}.new"
    for end in ("", "-journal", "-wal", "-shm"):
        durable.remove(folder / f"{new.name}{end}")
    try:
        new.touch(mode=0o600)
    except OSError as error:
        raise durable.space_error(error) from None
    log.database.copy(new, keys.log_key)
    copied = Database(new, keys.log_key)
    try:
        rows = "SELECT size, nodes FROM frontier"
        if copied.troubles() or copied.all(rows) != log.database.all(rows):
            raise DamageError(
                "The disk of the copy gave back another log than was written.", "Use another disk."
            )
    finally:
        copied.close()
    durable.sync_file(new)
    for end in ("-wal", "-shm"):
        durable.remove(folder / f"{LOG}{end}")
    durable.replace(new, folder / LOG)
