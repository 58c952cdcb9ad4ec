"""Looks at whatever is there of a case or of its copy, and says what that still proves."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import checkpoint, inbox, keys
from holdfast.vault.findings import Fault, Verification
from holdfast.vault.keys import Keys
from holdfast.vault.log import NAME as LOG
from holdfast.vault.log import Log
from holdfast.vault.objects import ObjectReader
from holdfast.vault.vault import FORMAT, Description, Vault, describe
from holdfast.vault.vault import NAME as DESCRIPTION
from holdfast.vault.verification import verify

INDEX = "index.db"
Told = Callable[[int, int], None]


def examine(
    folder: Path,
    secret: str,
    progress: Told = lambda _done, _total: None,
    *,
    now: int | None = None,
) -> Verification:
    """Checks what is there, with the passphrase or the recovery key. Damage is told, not raised. `now`
    as in `verify`.

    Raises RequestError when there is nothing of a case, LockedError when the secret is wrong.
    """
    if not any((folder / name).exists() for name in (DESCRIPTION, LOG, "keys", "objects")):
        raise RequestError(f"There is no case at {folder.name}, and no part of one.", "Look at the name.")
    if inbox.is_sealed(folder):
        describe(folder)  # says what that is
    try:
        digests = describe(folder).files
    except (RequestError, DamageError):
        digests = {}  # The check of the log names vault.json, where there is a log.
    try:
        held = keys.unlock(folder, secret, digests)
    except DamageError as error:
        return _closed(folder, error)
    try:
        log = Log(folder, held)
    except DamageError as error:
        return _only_originals(folder, held, error, progress)
    try:
        found = verify(Vault(folder, _description(folder, held, log), held, log), progress, now=now)
    except DamageError as error:
        return _only_originals(folder, held, error, progress)
    finally:
        log.close()
    if (folder / INDEX).exists():
        return found
    says = "There is no index: it is made again from the rest when the case is opened."
    return msgspec.structs.replace(found, proves=(*found.proves, says))


def _description(folder: Path, held: Keys, log: Log) -> Description:
    """What vault.json says; where it is missing or broken, what it should have said."""
    try:
        return describe(folder)
    except (RequestError, DamageError):
        origin = log.origin()
        return Description(
            format=FORMAT,
            id=origin,
            recipient=held.recipient,
            log_key=checkpoint.verifier(origin, held.public),
            files={},
        )


def _only_originals(folder: Path, held: Keys, error: DamageError, progress: Told) -> Verification:
    """Without the log: each encrypted file by itself."""
    reader = ObjectReader(folder, held.identity)
    faults = [_fault(error, LOG)]
    pieces = _pieces(folder)
    total, done, whole = sum(path.stat().st_size for path in pieces), 0, 0
    for path in pieces:
        name = path.relative_to(folder).as_posix()
        try:
            data = path.read_bytes()
            reader.opened(data, path.parent.name, int(path.name))
            done += len(data)
            whole += 1
        except DamageError as broken:
            faults.append(Fault(what=broken.what, where=name, kind="altered"))
        except OSError:
            faults.append(Fault(what=f"{name} cannot be read from the disk.", where=name, kind="unreadable"))
        progress(done, total)
    proves = (
        f"{whole} of {len(pieces)} encrypted files open with the key of the case, as they were sealed.",
        "Without the log nothing says which originals they hold, since when, or whether any is missing.",
    )
    return Verification(
        ok=False, checked={"segments": len(pieces), "bytes": done}, faults=faults, found=[], proves=proves
    )


def _closed(folder: Path, error: DamageError) -> Verification:
    """Without the keys: only what is there can be said."""
    pieces = _pieces(folder)
    proves = (
        f"There are {len(pieces)} encrypted files here. Without the keys nothing can be said about them.",
        "The folder keys/ of any other copy of this case opens them.",
    )
    return Verification(
        ok=False, checked={"segments": len(pieces)}, faults=[_fault(error, "keys")], found=[], proves=proves
    )


def _pieces(folder: Path) -> list[Path]:
    found = sorted(path for path in (folder / "objects").glob("??/*/*") if path.is_file())
    return [path for path in found if path.name.isdecimal() and path.name.isascii()]


def _fault(error: DamageError, where: str) -> Fault:
    return Fault(what=f"{error.what} {error.hint}", where=where, kind="unreadable")
