"""A case as a place where it is decided what must not leave, and shown what would."""

import msgspec

from holdfast.case.handing import To
from holdfast.case.prepared import Prepared
from holdfast.case.watching import Standing, Watched, own, sought, standing
from holdfast.model.account import Account
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row
from holdfast.outputs.given import PacketInput
from holdfast.outputs.log_columns import LogInput
from holdfast.outputs.redaction import Redactor, labelled
from holdfast.timeline.filter import Filter


class Redacting(Prepared):
    """Takes words out for a recipient, and tells which words stand where."""

    def redactor(self, recipient: str) -> Redactor:
        """What takes out of values what must not reach this kind of reader."""
        return Redactor(labelled(self.redactions(recipient)))

    def watched(self) -> list[Watched]:
        """What is known to be about the person or somebody around them, of which the program knows."""
        accounts = {account.key: account for account, *_ in self.query.accounts()}
        own_keys = self.query.mine()
        around = [(accounts.get(one.account, _named(one.account)), one.kind) for one in self.relations()]
        return own(
            [(one.kind, one.words) for one in self.facts()],
            [account for key, account in accounts.items() if key in own_keys],
            around,
            [line.row for line in self.query.lines()],
        )

    def proposals(self, recipient: str = "") -> list[Standing]:
        """What could be taken out for a reader and is not yet, with where it stands. Nothing is taken out.

        Beside what is known of the person's life: whatever looks like an address or a number in any text.
        """
        redactor = self.redactor(recipient)
        rows = [redactor.apply(line.row) for line in self.query.lines()]
        known = self.watched()
        found = [*known, *sought(rows, known, self._others())]
        return standing(found, rows, ())

    def look(self, recipient: str = "", which: Filter | None = None) -> list[Standing]:
        """What the other person would read about the person's life, had they what is made for this reader."""
        redactor = self.redactor(recipient)
        rows = [redactor.apply(line.row) for line in self.query.lines(which or Filter())]
        others = [
            (exhibit.label, [redactor.text(exhibit.caption)])
            for exhibit in self.exhibits()
            if exhibit.caption
        ]
        others += [
            (f"step of {marker.when.as_written}", [redactor.text(marker.note)])
            for marker in self.markers()
            if marker.note
        ]
        others += [
            (f"your words {one.id} about {one.about}", [redactor.text(one.text)]) for one in self.statements()
        ]
        others += [
            (f"your note about entry {note.event[:8]}", [redactor.text(note.text)])
            for note in self._decisions().notes
            if not note.private
        ]
        others += [
            (f"file {source.sha256[:8]}", [redactor.text(source.name), redactor.text(source.obtained)])
            for source in self.vault.log.sources()
        ]
        return standing(self.watched(), rows, others)

    def _others(self) -> list[Account]:
        """The accounts that dated lines name: those a paper is about."""
        named = {key for marker in self.markers() for key in marker.accounts}
        return [account for account, *_ in self.query.accounts() if account.key in named]

    def _whole_only(self, to: To) -> None:
        """Raises RequestError where something is to be taken out of what can only leave as it is."""
        if self.redactions(to.kind):
            raise RequestError(
                "Originals leave as they are: nothing can be taken out of them.",
                "Make a packet or write the log for this reader, or take the redactions back.",
            )


def pinned(before: PacketInput | LogInput, after: PacketInput | LogInput) -> list[Exhibit]:
    """The exhibits without the digest where something was taken out: it would let the words be guessed."""
    was_rows, done_rows = ({row.id: row for row in given.rows} | _rows(given) for given in (before, after))
    return [
        done
        if was.finding == done.finding and was_rows.get(was.event) == done_rows.get(done.event)
        else msgspec.structs.replace(done, digest="")
        for was, done in zip(before.exhibits, after.exhibits, strict=True)
    ]


def _rows(given: PacketInput | LogInput) -> dict[str, Row]:
    return given.exhibit_rows if isinstance(given, PacketInput) else {}


def _named(key: str) -> Account:
    service, _, handle = key.partition(":")
    return Account(service=service, handle=handle)
