"""Looks at what is left after a trial, and holds it against what was told as safe."""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from holdfast.case.case import Case
from holdfast.model.errors import DamageError, HoldfastError, LockedError
from holdfast.vault import merkle
from holdfast.vault.partial import examine
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE


class Told:
    """What a program had told before it ended."""

    def __init__(self, lines: Iterable[dict[str, Any]] = ()) -> None:
        self.kept: set[str] = set()
        self.phrases = [PHRASE]
        self.copies: set[str] = set()
        self.changing: set[str] = set()
        self.states: list[tuple[int, str]] = []
        self.lines: list[str] = []
        self.hurt: set[str] = set()
        self.events: int | None = None
        self.count = 0
        for line in lines:
            self.take(line)

    def take(self, line: dict[str, Any]) -> None:
        self.count += 1
        match line:
            case {"what": "kept", "sha256": found}:
                self.kept |= set(found)
            case {"what": "going", "sha256": digest}:
                self.kept.discard(digest)
            case {"what": "log", "size": size, "root": root}:
                self.states.append((size, root))
            case {"what": "line", "line": handed}:
                self.lines.append(handed)
            case {"what": "tries", "phrase": phrase}:
                self.phrases.append(phrase)
            case {"what": "phrase", "phrase": phrase}:
                self.phrases = [phrase]
            case {"what": "copying", "folder": folder}:
                self.changing.add(folder)
            case {"what": "copy", "folder": folder}:
                self.copies.add(folder)
                self.changing.discard(folder)
            case {"what": "hurt", "path": path}:
                self.hurt.add(path)
            case {"what": "healed"}:
                self.hurt.clear()
            case {"what": "read", "events": events}:
                self.events = events


def read_said(path: Path) -> list[dict[str, Any]]:
    """The whole lines that a program wrote until it ended."""
    if not path.exists():
        return []
    lines = path.read_bytes().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def look(root: Path, told: Told, *, index: bool = False) -> list[str]:
    """What was told and does not hold. `index`: the timeline is looked at too, which takes long."""
    if not told.states:  # It was not told yet that there is a case.
        return []
    try:
        return _case(root, told) + _copies(root, told) + (_index(root, told) if index else [])
    except HoldfastError as error:
        return [f"{error.what} {error.hint}"]


def _case(root: Path, told: Told) -> list[str]:
    vault, phrase = _opened(root / "case", told.phrases)
    if phrase is None:
        return ["nothing opens the case"]
    assert vault is not None
    try:
        # A piece that was lost on purpose may lie half brought back elsewhere.
        wrong = [
            fault.what
            for fault in verify(vault).faults
            if not any(hurt in f"{fault.where} {fault.what}" for hurt in told.hurt)
        ]
        leaves = vault.log.leaves()
        for size, top in told.states:
            if len(leaves) < size or merkle.root(leaves[:size]).hex() != top:
                wrong.append(f"the log had {size} entries, and does not have them any more")
        for line in told.lines:
            vault.anchors.compare(line)
        # That all that is listed hashes to what it should is what `verify` has just looked at.
        gone = [digest for digest in sorted(told.kept) if vault.log.placement(digest) is None]
        return wrong + [f"{digest} is not kept any more" for digest in gone]
    finally:
        vault.close()


def _copies(root: Path, told: Told) -> list[str]:
    wrong = []
    for folder in sorted(told.copies):
        files = ("keys/", "vault.json") if folder in told.changing else ()  # Half brought up to date.
        found = []
        for phrase in {PHRASE, *told.phrases}:  # The copy before may still open with the word of then.
            # Half brought up to date it opens with one word, and takes the other for a sign of damage.
            with contextlib.suppress(LockedError, DamageError):
                faults = examine(root / folder, phrase).faults
                found.append([fault.what for fault in faults if not fault.where.startswith(files)])
        if not found:
            wrong.append(f"nothing opens the {folder}")
            continue
        wrong += [f"{folder}: {what}" for what in min(found, key=len)]
    return wrong


def _index(root: Path, told: Told) -> list[str]:
    for phrase in told.phrases:
        try:
            case = Case.open(root / "case", phrase)
        except LockedError:
            continue
        try:
            case.read()
            events = [line.row.id for line in case.query.lines()]
            case.rebuild()
            again = [line.row.id for line in case.query.lines()]
        finally:
            case.close()
        return [] if events == again else ["the timeline is not what a new one is"]
    return ["nothing opens the case"]


def _opened(folder: Path, phrases: list[str]) -> tuple[Vault | None, str | None]:
    for phrase in phrases:
        try:
            return Vault.open(folder, phrase), phrase
        except LockedError:
            continue
    return None, None
