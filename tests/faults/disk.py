"""A disk that holds back what it was not told to bring to safety: built again from the journal of the layer.

Bytes that were written are safe after fsync of the file, names after fsync of their folder. What is not safe
yet may be there after the power failed or not, each write by itself, whole or only its first sectors. Changes
of names reach the disk in the order in which they were made in each folder; a rename is one step.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

SECTOR = 512
Way = Literal["all that was not forced is lost", "chance decides", "nothing is lost"]


class File:
    """`safe` bytes, and what waits: (start, bytes) for a write, (size, None) for a new size."""

    def __init__(self) -> None:
        self.safe = bytearray()
        self.waiting: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        for change in self.waiting:
            _apply(self.safe, *change)
        self.waiting.clear()

    def after(self, way: Way, chance: random.Random) -> bytes:
        """What is in it after the power failed."""
        if way == "all that was not forced is lost":
            return bytes(self.safe)
        found = bytearray(self.safe)
        for start, data in self.waiting:
            fate = 0.0 if way == "nothing is lost" else chance.random()
            if fate > 0.66:
                continue
            torn = chance.randrange(0, len(data) + 1, SECTOR) if fate > 0.33 and data else None
            _apply(found, start, data[:torn] if data else data)
        return bytes(found)


class Folder:
    """`safe` names, and changes that wait."""

    def __init__(self) -> None:
        self.safe: dict[str, File | Folder] = {}
        self.now: dict[str, File | Folder] = {}
        self.waiting: list[Change] = []


class Change:
    """Of names, in one folder or two: what stands under each name from then on, None for nothing."""

    def __init__(self, number: int, *parts: "tuple[Folder, str, File | Folder | None]") -> None:
        self.number, self.parts = number, parts
        self._folders = {id(folder): folder for folder, _, _ in parts}.values()
        for folder in self._folders:
            folder.waiting.append(self)
        for folder, name, node in parts:
            _set(folder.now, name, node)

    def make_safe(self) -> None:
        for folder, name, node in self.parts:
            _set(folder.safe, name, node)
        for folder in self._folders:
            folder.waiting.remove(self)


class Disk:
    """`steps` replays a journal; between two steps `write` shows what a failure of the power leaves."""

    def __init__(self, root: str) -> None:
        self._root = root
        self.top = Folder()
        self._files: dict[int, File] = {}
        self._count = 0

    def steps(self, journal: bytes) -> Iterator[dict[str, Any] | None]:
        """After each change None, or what the program told."""
        place = 0
        while place < len(journal):
            end = journal.index(b"\n", place)
            kind, *words = journal[place:end].decode().split("\t")
            place = end + 1
            if kind in "AW":
                size = int(words[-1])
                data = journal[place : place + size]
                place += size
                if kind == "A":
                    yield json.loads(data)
                    continue
                self._files[int(words[0])].waiting.append((int(words[1]), data))
            else:
                self._step(kind, words)
            yield None

    def _step(self, kind: str, words: list[str]) -> None:
        self._count += 1
        match kind:
            case "O":
                made = self._files[int(words[0])] = File()
                Change(self._count, (*self._place(words[1]), made))
            case "T":
                self._files[int(words[0])].waiting.append((int(words[1]), None))
            case "S":
                folder, name = self._place(words[1])
                node = folder.now.get(name) if name else folder
                if isinstance(node, Folder):
                    for change in sorted(node.waiting, key=lambda one: one.number):
                        change.make_safe()
                else:
                    self._files[int(words[0])].sync()
            case "M":
                Change(self._count, (*self._place(words[0]), Folder()))
            case "U":
                Change(self._count, (*self._place(words[0]), None))
            case "R":
                source, target = self._place(words[0]), self._place(words[1])
                Change(self._count, (*source, None), (*target, source[0].now[source[1]]))
            case "L":
                source, target = self._place(words[0]), self._place(words[1])
                Change(self._count, (*target, source[0].now[source[1]]))

    def _place(self, path: str) -> tuple[Folder, str]:
        *above, name = path.removeprefix(self._root).lstrip("/").split("/")
        folder = self.top
        for one in above:
            found = folder.now[one]
            assert isinstance(found, Folder)
            folder = found
        return folder, name

    def write(self, out: Path, way: Way, seed: int) -> None:
        """Writes to a new folder what is there after the power failed now."""
        chance = random.Random(seed)
        names = self._names(way, chance)
        self._write(out, self.top, names, way, chance)

    def _names(self, way: Way, chance: random.Random) -> dict[int, dict[str, File | Folder]]:
        """The names of each folder afterwards."""
        folders, found = [self.top], {}
        seen = {id(self.top)}
        chosen: dict[int, Change] = {}
        for folder in folders:
            found[id(folder)] = dict(folder.safe)
            waiting = sorted(folder.waiting, key=lambda one: one.number)
            many = {"nothing is lost": len(waiting), "chance decides": chance.randint(0, len(waiting))}.get(
                way, 0
            )
            chosen |= {id(change): change for change in waiting[:many]}
            for node in [*folder.safe.values(), *folder.now.values()]:
                if isinstance(node, Folder) and id(node) not in seen:
                    seen.add(id(node))
                    folders.append(node)
        for change in sorted(chosen.values(), key=lambda one: one.number):
            for folder, name, node in change.parts:
                _set(found.setdefault(id(folder), dict(folder.safe)), name, node)
        return found

    def _write(
        self,
        out: Path,
        folder: Folder,
        names: dict[int, dict[str, File | Folder]],
        way: Way,
        chance: random.Random,
    ) -> None:
        out.mkdir()
        for name, node in sorted(names.get(id(folder), folder.safe).items()):
            if isinstance(node, Folder):
                self._write(out / name, node, names, way, chance)
            else:
                (out / name).write_bytes(node.after(way, chance))


def _set(names: dict[str, File | Folder], name: str, node: File | Folder | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def _apply(found: bytearray, start: int, data: bytes | None) -> None:
    if data is None:
        del found[start:]
        found.extend(bytes(start - len(found)))
        return
    found.extend(bytes(max(0, start - len(found))))
    found[start : start + len(data)] = data
