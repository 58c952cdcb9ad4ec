"""A case as something of which there are copies: made, given back, checked where they lie."""

from pathlib import Path

import msgspec

from holdfast.case.decided import Decided
from holdfast.case.joining import Joining
from holdfast.case.kept import now
from holdfast.case.progress import Progress, quiet
from holdfast.vault import copying, merging
from holdfast.vault.copying import Copied
from holdfast.vault.findings import Verification
from holdfast.vault.merging import Merged
from holdfast.vault.partial import examine
from holdfast.vault.vault import Vault


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that was made: where, and when (UTC milliseconds)."""

    where: str
    at: int


class WithCopies(Decided):
    """Makes copies and knows of them."""

    def backup(self, folder: Path, progress: Progress = quiet, *, every_byte: bool = False) -> Copied:
        """Makes a copy in another folder, or brings the one there up to date. Heals either from the other.

        `every_byte` reads all that lies there again. Raises RequestError where something else lies there.
        """
        with self._turn:
            return copying.backup(
                self.vault, folder, lambda done, total: progress("copying", done, total),
                now=now, every_byte=every_byte,
            )  # fmt: skip

    def merge(self, folder: Path, progress: Progress = quiet) -> Merged:
        """Brings in what a copy holds that grew by itself, and reads it. The copy stays as it is.

        Raises RequestError where no copy of this case lies there, DamageError where its log is damaged.
        """
        with self._turn:
            before = {exhibit.label for exhibit in self.exhibits()}
            done = merging.merge(
                self.vault, folder, Joining(self.vault.log).join,
                lambda done, total: progress("copying", done, total), now=now,
            )  # fmt: skip
            self.read(progress)
            for exhibit in self.exhibits():
                if exhibit.event and exhibit.label not in before and not self.query.named(exhibit.event):
                    self.unchoose(exhibit.label, "The file in which it stands was withdrawn.")
        return done

    def copies(self) -> list[Copy]:
        """The copies that were made, each place once, the newest first."""
        found: dict[str, Copy] = {}
        for entry in self.vault.log.entries({"copy"}):
            if entry.body.get("what") == "made":
                found.pop(entry.body["where"], None)
                found[entry.body["where"]] = Copy(where=entry.body["where"], at=entry.at)
        return list(found.values())[::-1]


def restore(copy: Path, secret: str, folder: Path, progress: Progress = quiet) -> Copied:
    """Makes the case in `folder` from a copy, or heals it from there. The copy stays as it is.

    Raises what `Case.open` raises about the copy, and RequestError where something else lies in `folder`.
    """
    vault = Vault.open(copy, secret)
    try:
        return copying.restore(vault, folder, lambda done, total: progress("copying", done, total), now=now)
    finally:
        vault.close()


def check(folder: Path, secret: str, progress: Progress = quiet) -> Verification:
    """Checks a case, a copy of one, or a part of one, and says what it proves. Writes nothing."""
    return examine(folder, secret, lambda done, total: progress("checking", done, total), now=now())
