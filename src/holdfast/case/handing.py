"""What leaves a case, to whom and why; and the ledger of all that left, as the log tells it."""

from typing import Any

import msgspec

from holdfast.case.decided import Decided
from holdfast.model.recipient import RecipientKind
from holdfast.vault.entry import Entry


class To(msgspec.Struct, frozen=True, kw_only=True):
    """For whom something is made: a kind, who it is in the person's words, and why they get it.

    `kind` "" is for nobody in particular: then only what is taken out for everybody is taken out.
    """

    kind: RecipientKind | str = ""
    name: str = ""
    why: str = ""

    def told(self) -> dict[str, str]:
        """What the log keeps of it."""
        given = {"recipient": self.kind, "to": self.name.strip(), "why": self.why.strip()}
        return {key: value for key, value in given.items() if value}


NOBODY = To()


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was made to leave. `number` is that of the entry in the log, `at` UTC milliseconds.

    `sha256` is of what was made; of a folder, of the list of its files; of an original, of the original.
    `size` is in bytes, None where it was not noted; `taken_out` how many redactions held;
    `expires` the ISO day after which the person asked that it be deleted, "" where they did not.
    """

    number: int
    at: int
    what: str
    recipient: str
    to: str
    why: str
    sha256: str
    size: int | None
    exhibits: tuple[str, ...]
    taken_out: int
    expires: str = ""


class WithLedger(Decided):
    """Knows what was made to leave."""

    def handed(self) -> list[Handed]:
        """All of it, oldest first. Whether it was really given to anybody, only the person knows."""
        return [_handed(entry) for entry in self.vault.log.entries({"export"})]

    def _log_handed(self, what: str, to: To, **told: Any) -> None:
        self._log("export", what=what, **to.told(), **told)


def _handed(entry: Entry) -> Handed:
    body = entry.body
    return Handed(
        number=entry.number,
        at=entry.at,
        what=body["what"],
        recipient=body.get("recipient", ""),
        to=body.get("to", ""),
        why=body.get("why", ""),
        sha256=body.get("sha256") or body.get("source", ""),
        size=body.get("size"),
        exhibits=tuple(body.get("exhibits", ())),
        taken_out=body.get("taken_out", 0),
        expires=body.get("expires", ""),
    )
