"""Looks at everything again: every byte, entry and signature. Names what is not as it was written."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import age, checkpoint, stamp
from holdfast.vault.anchors import Outside, response_of
from holdfast.vault.entry_check import EntryCheck
from holdfast.vault.findings import Fault, Taken, Verification
from holdfast.vault.log import NAME
from holdfast.vault.object_check import ObjectCheck
from holdfast.vault.vault import NAME as DESCRIPTION
from holdfast.vault.vault import Vault

_ITS_OWN = {NAME, f"{NAME}-wal", f"{NAME}-shm", "lock"}


def verify(
    vault: Vault,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    now: int | None = None,
) -> Verification:
    """Checks the whole vault; damage is told, not raised. `progress` gets encrypted bytes done and in all.

    `now`: UTC milliseconds, when entries dated later are to be told.
    """
    outside = list(vault.anchors.outside())
    notes = [(where, one.note) for where, one in outside]
    entries = EntryCheck(vault.log, vault.keys.public, notes, now)
    faults: list[Fault] = []
    found: list[str] = []
    proves: tuple[str, ...] = ()
    checked = {"files": 0, "entries": 0, "checkpoints": 0, "anchors": len(outside)}
    checked |= {"objects": 0, "segments": 0, "bytes": 0}
    try:
        faults += _stamps(outside)
        faults += entries.faults()
        if not faults:
            proves = (f"All {entries.entries} entries of the log are as they were written and signed.",)
        faults += _files(vault, entries)
        objects = ObjectCheck(vault.objects, vault.log.database, entries.imports, entries.left)
        faults += objects.faults(progress)
        proves += (f"{objects.whole} of {objects.objects} originals are as they were handed in.",)
        faults += _unlisted(vault, objects, entries, found)
        checked |= {"objects": objects.objects, "segments": objects.segments, "bytes": objects.bytes}
    except DamageError as error:
        # Only the database raises this: what it lists can then not be looked at any further.
        faults.append(Fault(what=f"{error.what} {error.hint}", where=NAME, kind="altered"))
    checked |= {"files": len(entries.files), "entries": entries.entries, "checkpoints": entries.checkpoints}
    return Verification(
        ok=not faults,
        checked=checked,
        faults=faults,
        found=found,
        remarks=entries.clock.remarks,
        proves=proves,
        withdrawn=[
            Taken(sha256=sha256, name=name, size=size) for sha256, (name, size) in entries.withdrawn.items()
        ],
    )


def _files(vault: Vault, entries: EntryCheck) -> Iterator[Fault]:
    for name, digest in sorted(entries.files.items()):
        try:
            data = (vault.folder / name).read_bytes()
        except FileNotFoundError:
            yield Fault(what=f"{name} is missing.", where=name, kind="missing")
        except OSError:
            yield Fault(what=f"{name} cannot be read from the disk.", where=name, kind="unreadable")
        else:
            if hashlib.sha256(data).hexdigest() != digest:
                yield Fault(what=f"{name} is altered.", where=name, kind="altered")
    described = vault.description
    if (described.id, described.recipient, described.log_key) != (
        entries.origin,
        vault.keys.recipient,
        checkpoint.verifier(entries.origin, vault.keys.public),
    ):
        yield Fault(
            what=f"{DESCRIPTION} does not fit the keys and the log.", where=DESCRIPTION, kind="other file"
        )


def _stamps(outside: list[tuple[str, Outside]]) -> Iterator[Fault]:
    for where, one in outside:
        try:
            if one.response:
                stamp.check(response_of(one.response), one.note, one.roots)
        except (DamageError, RequestError) as error:
            yield Fault(what=error.what, where=where, kind="altered")


def _unlisted(vault: Vault, objects: ObjectCheck, entries: EntryCheck, found: list[str]) -> Iterator[Fault]:
    folders = {path.rpartition("/")[0] for path in objects.expected}
    for path in sorted(path for path in vault.folder.rglob("*") if not path.is_dir()):
        name = path.relative_to(vault.folder).as_posix()
        if (
            name in objects.expected
            or name in entries.files
            or name in _ITS_OWN
            or name.startswith("index.db")
        ):
            continue
        belongs = objects.missing.get(_seal(path)) if objects.missing else None
        if belongs:
            yield Fault(what=f"{belongs} is missing, and lies at {name} instead.", where=name, kind="renamed")
        elif name.rpartition("/")[0] in folders:
            yield Fault(what=f"{name} does not belong there.", where=name, kind="extra")
        else:
            found.append(name)


def _seal(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return age.header_mac(file.read(1 << 14))
    except (OSError, DamageError):
        return b""
