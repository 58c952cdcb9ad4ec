"""A case out of which something is taken again."""

from holdfast.case.kept import now
from holdfast.case.keyed import Keyed
from holdfast.case.progress import Progress, quiet
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.sentence import said
from holdfast.vault.withdrawal import Withdrawn, withdrawn

STAYS = said(
    "Its SHA-256, name and size and your reason stay in the log, and what you wrote about it. Copies,"
    " backups and papers that were already made or given away still hold it and cannot be called back; a disk"
    " may keep deleted bytes for a while."
)


class Withdrawing(Keyed):
    """Withdrawal: on purpose, with a reason, and never without a trace."""

    def withdraw(self, sha256: str, why: str, progress: Progress = quiet) -> None:
        """Takes a file out that was handed in, and what was read from it.

        Exhibits that stand in it are taken out with it. Raises RequestError where it is not kept or no reason
        is given.
        """
        with self._turn, self.vault.writing():
            held = [one for one in self.exhibits() if self._rests_on(one, sha256)]
            self.vault.withdraw(sha256, why, now=now())
            for exhibit in held:
                self.unchoose(exhibit.label, why)
            self.read(progress)

    def _rests_on(self, exhibit: Exhibit, sha256: str) -> bool:
        """Whether an exhibit stands in this file, or is a finding that something in it led to."""
        events = exhibit.finding.rests_on if exhibit.finding else (exhibit.event,)
        lines = (self.query.line(event) for event in events)
        return any(line is not None and line.row.source == sha256 for line in lines)

    def withdrawn(self) -> list[Withdrawn]:
        """What was taken out, in order."""
        return withdrawn(self.vault.log)

    def only_source_of(self, event: str) -> str:
        """The file (SHA-256) that holds this event and no other. Raises RequestError where it holds more."""
        row = self._event(event)
        found = next(one for one in self.query.sources() if one["sha256"] == row.source)
        if (count := sum(reader["events"] for reader in found["importers"].values())) != 1:
            raise RequestError(
                f"This event stands in a file with {count} events, and a file is withdrawn as a whole.",
                f"To take all of them out, name the file: {row.source[:12]}.",
            )
        return row.source
