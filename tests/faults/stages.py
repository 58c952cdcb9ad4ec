"""What a case goes through, stage by stage, telling after each step what is safe from then on.

A stage is a function of the folder in which "case", "copy" and "third" lie, and of `say`. Each can be called
again after it was interrupted, and goes on.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from holdfast.case.case import Case
from holdfast.case.joining import Joining
from holdfast.model.errors import LockedError
from holdfast.vault import checkpoint, copying, merging
from holdfast.vault import intake as intake_module
from holdfast.vault.vault import Vault
from tests.vault.vaults import PHRASE, noise, sha256, ticking

Say = Callable[[dict[str, Any]], None]
OTHER = "eight quiet herons at noon"
CHAT = b"14/06/2025, 18:30 - Rowan: hello\n14/06/2025, 18:31 - Maya: please stop\n"
FIRST = {"a": b"small", "b": noise(70_000, 2), "WhatsApp Chat with Rowan.txt": CHAT}
MORE = {"c": b"more", "large": noise((8 << 20) + 5, 3), "d": noise(3_000, 4), "e": b"", "f": b"last"}
THERE = {"g": noise(2_000, 5), "h": noise((1 << 20) + 9, 6)}
QUIET = lambda _done, _total: None  # noqa: E731


def opened(folder: Path) -> Vault:
    """By the passphrase, or by the one that was about to take its place."""
    try:
        return Vault.open(folder, PHRASE)
    except LockedError:
        return Vault.open(folder, OTHER)


def create(root: Path, say: Say) -> None:
    if (root / "case" / "vault.json").exists():
        return
    vault = Vault.create(root / "case", PHRASE, now=1_700_000_000_000, work_factor=10)[0]
    _state(vault, say)
    vault.close()


def first(root: Path, say: Say) -> None:
    _add(root / "case", FIRST, say)


def keep(root: Path, say: Say) -> None:
    _add(root / "case", MORE, say)


def decide(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    for number in range(3):
        vault.log.append("decide", {"what": "unmark", "marker": str(number)}, at=number)
        _state(vault, say)
    vault.close()


def hand_out(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    for at in (1, 2):
        with vault.writing():
            line = checkpoint.line(vault.anchors.hand_out(at=at))
        say({"what": "line", "line": line})
        _state(vault, say)
    vault.close()


def backup(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    for number in range(2):
        vault.log.append("decide", {"what": "unmark", "marker": f"b{number}"}, at=number)
        say({"what": "copying", "folder": "copy"})
        copying.backup(vault, root / "copy", QUIET, now=ticking(), every_byte=False)
        say({"what": "copy", "folder": "copy"})
        _state(vault, say)
    vault.close()


def passphrase(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    with vault.writing():
        say({"what": "tries", "phrase": OTHER})
        vault.key_files.change_passphrase(OTHER, at=7, work_factor=10)
    say({"what": "phrase", "phrase": OTHER})
    _state(vault, say)
    vault.close()


def withdraw(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    for name in ("a", "large"):
        digest = sha256({**FIRST, **MORE}[name])
        if vault.log.has(digest):
            say({"what": "going", "sha256": digest})
            with vault.writing():
                vault.withdraw(digest, "a trial", now=8)
            _state(vault, say)
    vault.close()


def grow(root: Path, say: Say) -> None:
    """The copy is used by itself."""
    say({"what": "copying", "folder": "copy"})
    _add(root / "copy", THERE, lambda _told: None)
    vault = opened(root / "copy")
    vault.log.append("decide", {"what": "unmark", "marker": "there"}, at=9)
    vault.close()
    say({"what": "copy", "folder": "copy"})


def merge(root: Path, say: Say) -> None:
    vault = opened(root / "case")
    merging.merge(vault, root / "copy", Joining(vault.log).join, QUIET, now=ticking())
    say({"what": "kept", "sha256": [sha256(data) for data in THERE.values()]})
    _state(vault, say)
    vault.close()


def hurt(root: Path, say: Say) -> None:
    """A piece of the case is lost; the copy has it."""
    vault = opened(root / "case")
    place = vault.log.placement(sha256(FIRST["b"]))
    if place is not None:
        path = vault.objects.path(place.container, 0)
        say({"what": "hurt", "path": path.relative_to(vault.folder).as_posix()})
        path.unlink(missing_ok=True)
    vault.close()


def restore(root: Path, say: Say) -> None:
    copy = opened(root / "copy")
    for folder in ("case", "third"):
        if folder != "case":
            say({"what": "copying", "folder": folder})
        copying.restore(copy, root / folder, QUIET, now=ticking())
        say({"what": "healed"} if folder == "case" else {"what": "copy", "folder": folder})
    copy.close()


def read(root: Path, say: Say) -> None:
    case = _case(root)
    case.read()
    say({"what": "read", "events": len(list(case.query.lines()))})
    case.close()


def rebuild(root: Path, say: Say) -> None:
    case = _case(root)
    case.rebuild()
    say({"what": "read", "events": len(list(case.query.lines()))})
    case.close()


STAGES: dict[str, tuple[Callable[[Path, Say], None], ...]] = {
    "keeping": (create, first, keep),
    "deciding": (create, first, decide),
    "handing out a line": (create, first, hand_out),
    "copying": (create, first, keep, backup),
    "changing the passphrase": (create, first, passphrase),
    "withdrawing": (create, first, keep, withdraw),
    "merging": (create, first, backup, grow, decide, merge),
    "restoring": (create, first, backup, hurt, restore),
    "reading": (create, first, read),
    "rebuilding": (create, first, read, rebuild),
}
"""Of each, the last is what is interrupted; the others come before it."""

STORY = (
    *(create, first, keep, decide, hand_out, backup, passphrase, withdraw, backup),
    *(grow, decide, merge, backup, restore, read, rebuild),
)
"""All of it in one go."""


def _add(folder: Path, files: dict[str, bytes], say: Say) -> None:
    vault = opened(folder)
    most, intake_module._COMMIT_FILES = intake_module._COMMIT_FILES, 2
    try:
        with vault.intake(
            now=ticking(),
            saved=lambda sources: say({"what": "kept", "sha256": [one.sha256 for one in sources]}),
        ) as intake:
            for name, data in files.items():
                intake.put(name, io.BytesIO(data), modified=None, size_hint=len(data))
    finally:
        intake_module._COMMIT_FILES = most
    _state(vault, say)
    vault.close()


def _state(vault: Vault, say: Say) -> None:
    say({"what": "log", "size": vault.log.size(), "root": vault.log.root().hex()})


def _case(root: Path) -> Case:
    try:
        return Case.open(root / "case", PHRASE)
    except LockedError:
        return Case.open(root / "case", OTHER)
