"""A case and those who can open it."""

from holdfast.case.anchored import Anchored
from holdfast.case.kept import now
from holdfast.model.sentence import said
from holdfast.vault.key_files import Holder
from holdfast.vault.keys import unlock

STAYS = said(
    "Whoever could open the case and has a copy of it can still open that copy, and whoever kept its inner"
    " key can open every later copy that they get hold of. To shut somebody out of what comes from now on,"
    " make a new case."
)


class Keyed(Anchored):
    """What opens the case changes; what is in it does not, and nothing is encrypted anew."""

    def holders(self) -> list[Holder]:
        """Who can open the case."""
        return self.vault.key_files.holders()

    def check_secret(self, secret: str) -> None:
        """Raises LockedError unless this opens the case."""
        unlock(self.folder, secret)

    def change_passphrase(self, phrase: str) -> None:
        """From now on this one opens the case. Raises RequestError for an empty one."""
        with self._turn, self.vault.writing():
            self.vault.key_files.change_passphrase(phrase, at=now())

    def renew_recovery(self) -> str:
        """A new recovery key, shown this once; the old one opens nothing from now on."""
        with self._turn, self.vault.writing():
            return self.vault.key_files.renew_recovery(at=now())

    def make_shares(self) -> list[str]:
        """Three shares, shown this once: any two open the case. Earlier ones open nothing from now on."""
        with self._turn, self.vault.writing():
            return self.vault.key_files.make_shares(at=now())

    def remove_shares(self) -> None:
        """The shares open nothing from now on. Raises RequestError where there are none."""
        with self._turn, self.vault.writing():
            self.vault.key_files.remove_shares(at=now())

    def add_recipient(self, recipient: str) -> None:
        """Lets the holder of a public age key open the case as well. RequestError for what is none."""
        with self._turn, self.vault.writing():
            self.vault.key_files.add_recipient(recipient, at=now())

    def remove_recipient(self, recipient: str) -> None:
        """Takes that back; what they had they keep. Raises RequestError where they cannot open it."""
        with self._turn, self.vault.writing():
            self.vault.key_files.remove_recipient(recipient, at=now())
