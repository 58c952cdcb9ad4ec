"""A backup of an iPhone or iPad: which device, when, and what its files were called.

*Where it comes from.* The folder that Finder, iTunes or the Apple Devices app makes on a computer, in
`MobileSync/Backup`. Hand in the whole folder. It must have been made without a password.

*What it reads.* When the backup was made, the name and kind of the device, its system, the phone number, and
which apps were installed. Numbers that identify the device are kept private: papers leave them out. The list
of files: pictures, recordings and files that are not understood are shown under the names they had on the
phone. The messages and calls inside are read by the readers for Apple Messages, calls and WhatsApp.

*What it cannot tell.* What most apps keep: their files are counted as not understood. What was deleted before
the backup was made. A backup with a password cannot be read at all. A backup can be changed by anybody who
has the folder: nothing in it is signed.

*Tested with.* Invented backups in the layouts of iOS 9 and iOS 17, with and without a password, unfinished,
and damaged. Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from holdfast.formats import apple, clocks, iphone_backup, phones
from holdfast.formats.iphone_backup import Backup
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_MOST = 64 << 20
_SHOWN = {
    "Device Name": "device name",
    "Display Name": "display name",
    "Product Name": "product",
    "Product Type": "product type",
    "Product Version": "system version",
    "Build Version": "system build",
    "iTunes Version": "made with iTunes",
    "macOS Version": "made on macOS",
    "Serial Number": "private:serial number",
    "IMEI": "private:IMEI",
    "IMEI 2": "private:second IMEI",
    "MEID": "private:MEID",
    "ICCID": "private:ICCID",
    "Unique Identifier": "private:device id",
    "Target Identifier": "private:target id",
}

_LOCKED = (
    "This backup was made with a password, so nothing in it can be read here. On the computer, open Finder,"
    " iTunes or the Apple Devices app, turn off the encryption of the backup (it asks for the password), make"
    " a new backup, and add that. Keep this one too."
)
_DAMAGED = "This list of the backup is damaged: what it tells is not known."
_UNFINISHED = "This backup was not finished: files may be missing from it."


def _claims(member: Member, tree: Tree) -> bool:
    found = iphone_backup.backup_of(member, tree)
    is_list = member.file_name in (*iphone_backup.LISTS, *iphone_backup.OTHERS)
    return found is not None and (is_list or found.is_locked)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        found = iphone_backup.backup_of(member, tree)
        if found is None:
            continue
        try:
            match member.file_name:
                case "Info.plist":
                    yield from _device(member)
                case "Status.plist":
                    yield from _state(member)
                case "Manifest.plist" | "Manifest.db" | "Manifest.mbdb":
                    yield from _list(member, found, tree)
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)


def _device(member: Member) -> Iterator[Record]:
    kept = apple.properties(member.read(_MOST))
    if kept is None:
        yield Problem(found_at=member.at(), loss="record", what=_DAMAGED)
        return
    fields = {"what happened": "a backup of this device was made"}
    fields |= {name: text for key, name in _SHOWN.items() if (text := _word(kept.get(key)))}
    if isinstance(apps := kept.get("Installed Applications"), list):
        fields["installed apps"] = ", ".join(sorted(map(_word, apps)))
    number = _word(kept.get("Phone Number"))
    yield Event(
        kind="notice",
        service="device",
        when=_moment(kept.get("Last Backup Date")),
        found_at=member.at(),
        by=Account(service="phone", handle=number, native_id=phones.normal(number), is_owner=True)
        if number
        else None,
        fields=fields,
    )


def _moment(kept: object) -> When:
    """A date of a property list, which is in UTC by its definition."""
    if not isinstance(kept, datetime):
        return clocks.unknown(_word(kept))
    moment = kept.replace(tzinfo=UTC)
    return clocks.instant(clocks.milliseconds(moment), f"{kept:%Y-%m-%dT%H:%M:%SZ}", "documented", "second")


def _state(member: Member) -> Iterator[Record]:
    kept: dict[str, Any] | None = apple.properties(member.read(_MOST))
    if kept is None:
        yield Problem(found_at=member.at(), loss="part", what=_DAMAGED)
    elif kept.get("SnapshotState", "finished") != "finished":
        yield Problem(found_at=member.at(), loss="part", what=_UNFINISHED, raw=_word(kept["SnapshotState"]))


def _list(member: Member, backup: Backup, tree: Tree) -> Iterator[Record]:
    if backup.is_locked:
        # Said once for each backup, at the first of its lists.
        if member is next(filter(None, (tree.get(backup.folder + name) for name in iphone_backup.LISTS))):
            yield Problem(found_at=member.at(), loss="member", what=_LOCKED)
        return
    if member.file_name == "Manifest.plist":
        if apple.properties(member.read(_MOST)) is None:
            yield Problem(found_at=member.at(), loss="part", what=_DAMAGED)
        return
    if not backup.names:
        yield Problem(found_at=member.at(), loss="part", what=_DAMAGED)
        return
    lacking = [
        name
        for hashed, name in backup.names.items()
        if not any(tree.get(f"{backup.folder}{way}{hashed}") for way in (f"{hashed[:2]}/", ""))
    ]
    if lacking:
        yield Problem(
            found_at=member.at(),
            loss="part",
            what=f"{len(lacking)} of the {len(backup.names)} files that this list names were not handed in.",
            raw="\n".join(sorted(lacking))[:2000],
        )


def _word(kept: object) -> str:
    return str(kept) if isinstance(kept, str | int | float) else ""


IMPORTER = Importer(title="iPhone or iPad backup", version="1", claims=_claims, read=_read)
