"""A case held fast from outside: checkpoints stamped by an authority, or handed to somebody."""

import msgspec

from holdfast.case.decided import Decided
from holdfast.case.kept import now
from holdfast.lookup.timestamp import ask, checked
from holdfast.model.errors import DamageError, InputError, RequestError
from holdfast.model.sentence import said
from holdfast.vault import checkpoint, stamp
from holdfast.vault.anchors import Authority, Standing
from holdfast.vault.checkpoint import Checkpoint

PROVES = said(
    "A time stamp shows that the log was as it is now at the time in the stamp: whoever has the case cannot"
    " change later what came before, without it being noticed. It does not show that the content is true."
)
REVEALS = said(
    "Asking for one reveals to the authority the IP address of this connection and the time, and to whoever"
    " watches the network that it was asked. Of the case it gets one hash, which tells nothing."
)
MOST = 2
"""So many authorities can be named: if one is gone in ten years, the other is not."""

NOBODY = (
    "No authority is named yet.",
    "Name one with `holdfast anchor --authority URL --roots FILE`: FILE holds its root certificate (PEM).",
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of asking one authority. `time` is that in the stamp (UTC milliseconds), None without one.

    `apart` is by how many milliseconds this computer's clock is ahead of it.
    """

    url: str
    time: int | None = None
    apart: int = 0
    what: str = ""
    hint: str = ""


class Anchored(Decided):
    """What ties the log to the world outside."""

    def authorities(self) -> list[Standing]:
        """The authorities the person named, and how things stand with each. Nobody is asked."""
        return self.vault.anchors.standing(at=now())

    def name_authority(self, url: str, roots: str) -> None:
        """Writes down an authority with its root certificates (PEM). Nobody is asked. RequestError."""
        authority = Authority(url=checked(url), roots=roots)
        with self._turn, self.vault.writing():
            if len({one.url for one in self.vault.anchors.authorities()} | {url}) > MOST:
                raise RequestError("Two authorities are named already.", "Take one of them out first.")
            self.vault.anchors.name(authority, at=now())

    def remove_authority(self, url: str) -> None:
        """Takes an authority out; the stamps it gave stay."""
        with self._turn, self.vault.writing():
            self.vault.anchors.remove(url, at=now())

    def anchor(self) -> list[Asked]:
        """Asks each authority that is due for a stamp over the log as it is now: goes online.

        One that cannot be reached, or answers wrongly, is written down as waiting: the next call asks it
        again, for a stamp over all there is by then. Raises RequestError where nobody is named.
        """
        with self._turn, self.vault.writing():
            standing = {one.url: one for one in self.authorities()}
            if not standing:
                raise RequestError(*NOBODY)
            due = [one for one in self.vault.anchors.authorities() if standing[one.url].is_due]
            if not due:
                return []
            note = self.vault.log.checkpoint(at=now())
            return [self._asked(authority, note) for authority in due]

    def _asked(self, authority: Authority, note: str) -> Asked:
        asking = stamp.asking(note)
        try:
            answer = ask(authority.url, asking.request)
            came = now()
            says = self.vault.anchors.keep(authority, note, answer, nonce=asking.nonce, at=came)
        except (DamageError, InputError) as error:
            self.vault.anchors.wait(authority, error.what, at=now())
            return Asked(url=authority.url, what=error.what, hint=error.hint)
        return Asked(url=authority.url, time=says.time, apart=came - says.time)

    def stamp(self, text: str) -> list[tuple[Asked, bytes]]:
        """Asks each authority for a stamp over a text that is about to leave: goes online.

        The answer is empty where there is none that proves it. Raises RequestError where nobody is named.
        """
        authorities = self.vault.anchors.authorities()
        if not authorities:
            raise RequestError(*NOBODY)
        return [self._stamped(authority, text) for authority in authorities]

    def _stamped(self, authority: Authority, text: str) -> tuple[Asked, bytes]:
        asking = stamp.asking(text)
        try:
            answer = ask(authority.url, asking.request)
            came = now()
            says = stamp.check(answer, text, authority.roots, asking.nonce)
        except (DamageError, InputError) as error:
            return Asked(url=authority.url, what=error.what, hint=error.hint), b""
        return Asked(url=authority.url, time=says.time, apart=came - says.time), answer

    def hand_out(self) -> str:
        """A checkpoint over the log as it is now, as one line to be given to somebody."""
        with self._turn, self.vault.writing():
            return checkpoint.line(self.vault.anchors.hand_out(at=now()))

    def compare(self, line: str) -> Checkpoint:
        """The checkpoint of a line that was handed out, if the log still begins with what it signed.

        Raises RequestError for a line that is mistyped or of another case, DamageError where it does not.
        """
        return self.vault.anchors.compare(line)
