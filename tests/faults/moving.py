"""Files of a small case are taken away, added, swapped, renamed, put back to what they were; its log is cut."""

import shutil
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import merkle
from holdfast.vault.log import NAME as LOG
from holdfast.vault.log import Log
from holdfast.vault.vault import Vault, describe
from tests.faults.small import Small, names, opened_anew


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One trial: what was done, to what, and whether the check noticed it and named the file."""

    what: str
    where: str
    is_noticed: bool
    is_named: bool


def trials(small: Small, work: Path) -> Iterator[Moved]:
    """All of them, each on a copy of its own."""
    for path in small.files():
        name = small.name(path)
        yield _one(small, work, "taken away", name, lambda at: at.unlink())
        yield _one(small, work, "renamed", name, lambda at: at.rename(at.with_name(f"{at.name}.x")))
        yield _one(small, work, "cut short by a byte", name, lambda at: at.write_bytes(at.read_bytes()[:-1]))
        yield _one(small, work, "emptied", name, lambda at: at.write_bytes(b""))
        older = small.older / name
        if older.exists() and older.read_bytes() != path.read_bytes():
            yield _one(small, work, "put back to an older state", name, _put(older))
    for folder in sorted({small.folder, *(path.parent for path in small.files())}):
        name = small.name(folder / "added.bin")
        yield _one(small, work, "added", name, lambda at: at.write_bytes(b"x"))
    alike: dict[str, list[str]] = {}
    for path in small.files():
        alike.setdefault(small.name(path).partition("/")[0], []).append(small.name(path))
    for found in alike.values():
        for one, other in combinations(found, 2):
            yield _one(small, work, "swapped", one, _put(small.folder / other), other)
    yield from _cut(small, work)


def _put(source: Path) -> Callable[[Path], object]:
    return lambda at: at.write_bytes(source.read_bytes())


def _one(
    small: Small, work: Path, what: str, name: str, change: Callable[[Path], object], other: str = ""
) -> Moved:
    folder = work / "tried"
    shutil.copytree(small.folder, folder)
    try:
        change(folder / name)
        if other:
            _put(small.folder / name)(folder / other)
        found = opened_anew(folder)
        is_named = names(found, name) or bool(other and names(found, other))
        is_log = name == LOG and "The log" in str(found)
        return Moved(what=what, where=name, is_noticed=bool(found), is_named=is_named or is_log)
    finally:
        shutil.rmtree(folder)


def _cut(small: Small, work: Path) -> Iterator[Moved]:
    """Whoever holds the keys takes the last entries out of the log, and everything that shows it but what was
    handed out: first the anchor beside the log notices it, then, that one taken away too, the line.
    """
    size = _log(small.folder, small).size()
    for many in range(1, size):
        folder = work / "tried"
        shutil.copytree(small.folder, folder)
        log = _log(folder, small)
        _shorten(log, size - many)
        log.close()
        beside = opened_anew(folder)
        yield Moved(
            what="last entries of the log taken out, the anchor beside it left",
            where=f"{many} of {size}",
            is_noticed=bool(beside),
            is_named="anchors/" in str(beside) or "log" in str(beside),
        )
        shutil.rmtree(folder / "anchors")
        vault = Vault(folder, describe(folder), small.keys, _log(folder, small))
        try:
            vault.anchors.compare(small.line)
            is_noticed = False
        except DamageError:
            is_noticed = True
        vault.close()
        # The line speaks for the entries up to it; the one that says it was handed out comes after.
        if many > 1:
            yield Moved(
                what="the same, and the anchor taken away: the line that was handed out",
                where=f"{many} of {size}",
                is_noticed=is_noticed,
                is_named=is_noticed,
            )
        shutil.rmtree(folder)


def _log(folder: Path, small: Small) -> Log:
    return Log(folder, small.keys)


def _shorten(log: Log, size: int) -> None:
    database = log.database
    leaves = log.leaves()[:size]
    frontier = merkle.Frontier()
    frontier.extend(leaves)
    with database.transaction():
        for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}", ())
        database.execute("DELETE FROM entries WHERE number >= ?", (size,))
        database.execute("DELETE FROM checkpoints WHERE size > ?", (size,))
        database.execute("UPDATE frontier SET size = ?, nodes = ?", (size, b"".join(frontier.nodes)))
