"""Sealed folders: added to where nobody can read them, and taken into a case by the holder of the key."""

from collections.abc import Sequence
from pathlib import Path

from holdfast.case.giving import Refused, Watch, each_file, put_each
from holdfast.case.kept import Added, now
from holdfast.case.progress import Progress, quiet
from holdfast.case.withdrawing import Withdrawing
from holdfast.model.source import Source
from holdfast.vault import taking
from holdfast.vault.inbox import Inbox
from holdfast.vault.intake import Intake
from holdfast.vault.taking import TakenIn


class TakingIn(Withdrawing):
    """What was sealed for this case, or for an age key at hand, becomes part of it."""

    def take_in(self, folder: Path, identities: Sequence[str] = (), progress: Progress = quiet) -> TakenIn:
        """Takes in what is new in a sealed folder, and reads it. The folder stays as it is.

        `identities` are further age keys that may open it. Raises RequestError where it is no sealed folder,
        LockedError where no key fits.
        """
        with self._turn, self.vault.writing():
            taken = taking.take_in(
                self.vault, folder, identities, lambda done, total: progress("keeping", done, total), now=now
            )
            self.read(progress)
        return taken


class SealedFolder:
    """A sealed folder as a place that files can be put into."""

    def __init__(self, folder: Path) -> None:
        """Raises DamageError where it does not say whose it is."""
        self._inbox = Inbox.open(folder)

    @property
    def recipient(self) -> str:
        """The public age key of the one who can read."""
        return self._inbox.recipient

    @property
    def line(self) -> str:
        """The number and SHA-256 of the last entry, or nothing."""
        return self._inbox.line()

    def intake(self, *, obtained: str = "") -> Intake:
        """For files that come as streams: what is put in is sealed when the block ends."""
        return self._inbox.intake(now=now, obtained=obtained, saved=lambda _: None)


def add_sealed(inbox: Inbox, paths: Sequence[Path], obtained: str, progress: Progress = quiet) -> Added:
    """Seals files and folders: whoever does this cannot read them again. Raises SpaceError as `Case.add`."""
    refused: list[Refused] = []
    kept: list[Source] = []
    files = list(each_file(paths, refused, beside=inbox.folder))
    watch = Watch(progress, sum(file.size for file in files))
    with inbox.intake(now=now, obtained=obtained, saved=kept.extend) as intake:
        already = [file.name for file, put in put_each(intake, files, watch, refused) if not put.is_new]
    return Added(kept=tuple(kept), already=tuple(already), healed=(), refused=tuple(refused))
