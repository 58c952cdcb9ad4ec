"""A case as a place where a person decides: answers, markers, exhibits, notes. Each goes into the log."""

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

import msgspec

from holdfast.case.decisions import Answer, Note, checked
from holdfast.case.kept import Kept, now
from holdfast.case.moments import moment
from holdfast.case.progress import Progress, quiet
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.fact import Fact, FactKind
from holdfast.model.marker import Marker, MarkerKind
from holdfast.model.not_so import NotSo
from holdfast.model.objection import Objection
from holdfast.model.relation import Relation, RelationKind
from holdfast.model.row import Row
from holdfast.timeline.query import Line
from holdfast.timeline.tellings import Pair
from holdfast.wording.heads import NAMES


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A question without an answer, with the person's own data as examples."""

    about: str
    source: str
    source_name: str
    importer: str
    examples: tuple[str, ...]
    choices: tuple[str, ...]


class Decided(Kept):
    """What the person told and chose."""

    def answer(self, answers: Sequence[Answer], progress: Progress = quiet) -> None:
        """Writes answers to the log and reads again what they change. RequestError for a wrong word."""
        answers = [checked(answer) for answer in answers]
        with self._turn, self.vault.writing():
            self._log_answers(answers, 0, [])
            self.read(progress)

    def answers(self) -> list[Answer]:
        """The answers in force."""
        return self._decisions().answers()

    def waiting(self) -> list[Waiting]:
        """The questions that no answer covers yet, in order of source.

        A service on which no account is known to be the person's own asks once, for the whole case.
        """
        decisions = self._decisions()
        mine = self.query.mine()
        waiting = []
        for question in self.query.questions():
            about, source = question["about"], question["source"]
            told = decisions.told(question["batch"])
            if about == "zone" and told.zone(source):
                continue
            if about == "date_order" and told.date_order(source):
                continue
            if about == "me" and (source in decisions.nobody or mine.intersection(question["choices"])):
                continue
            waiting.append(msgspec.convert(question, Waiting))
        waiting += [
            Waiting(about="me", source="", source_name="", importer="", examples=(service,), choices=choices)
            for service, choices in self.query.services_without_me()
        ]
        return waiting

    def mark(
        self,
        kind: MarkerKind,
        at: str,
        *,
        zone: str = "",
        accounts: Sequence[str] = (),
        note: str = "",
        proof: str = "",
        ends: str = "",
    ) -> Marker:
        """Draws a dated line. `at` and `ends` are ISO 8601; without an offset they are read in `zone`."""
        with self._turn, self.vault.writing():
            place = zone or self.zone()[0]
            marker = Marker(
                id=secrets.token_hex(8),
                kind=kind,
                when=moment(at, place),
                accounts=tuple(accounts),
                note=note,
                proof=self._event(proof).id if proof else "",
                ends=moment(ends, place).at if ends else None,
            )
            self._log("decide", what="mark", marker=msgspec.to_builtins(marker))
            return marker

    def unmark(self, marker: str, why: str) -> None:
        """Takes a line out again; the log keeps both, and the reason."""
        with self._turn, self.vault.writing():
            if marker not in self._decisions().markers:
                raise RequestError("There is no such marker.", "`holdfast markers` lists them.")
            self._log("decide", what="unmark", marker=marker, why=why)

    def address(self, marker: str, accounts: Sequence[str]) -> Marker:
        """Names the accounts that a line is for. The log keeps it as it was, too."""
        with self._turn, self.vault.writing():
            old = self._decisions().markers.get(marker)
            if old is None:
                raise RequestError("There is no such marker.", "`holdfast markers` lists them.")
            new = msgspec.structs.replace(old, accounts=tuple(accounts))
            self._log("decide", what="mark", marker=msgspec.to_builtins(new))
            return new

    def markers(self) -> tuple[Marker, ...]:
        """The lines drawn, in order of time."""
        return tuple(sorted(self._decisions().markers.values(), key=lambda m: m.when.order_key() or 0))

    def relate(self, account: str, kind: RelationKind, note: str = "") -> Relation:
        """Names an account as that of somebody around the person; naming it again replaces that."""
        if not account.strip():
            raise RequestError(
                "Which account it is was left empty.", "`holdfast accounts` lists the accounts."
            )
        with self._turn, self.vault.writing():
            relation = Relation(account=account.strip(), kind=kind, note=note)
            self._log("decide", what="relate", relation=msgspec.to_builtins(relation))
            return relation

    def unrelate(self, account: str, why: str) -> None:
        """Takes that back; the log keeps both, and the reason."""
        with self._turn, self.vault.writing():
            if account not in self._decisions().relations:
                raise RequestError(
                    "This account is not named as somebody around you.",
                    "`holdfast people` lists those that are.",
                )
            self._log("decide", what="unrelate", account=account, why=reasoned(why))

    def relations(self) -> tuple[Relation, ...]:
        """Whose accounts were named as those of people around the person."""
        return tuple(self._decisions().relations.values())

    def tell(self, kind: FactKind, words: str, note: str = "") -> Fact:
        """Keeps something that few should know, to be looked for in what others wrote. It never leaves."""
        if not words.strip():
            raise RequestError("What to look for was left empty.", "Write it as somebody would write it.")
        with self._turn, self.vault.writing():
            fact = Fact(id=secrets.token_hex(4), kind=kind, words=words.strip(), note=note)
            self._log("decide", what="tell", fact=msgspec.to_builtins(fact))
            return fact

    def untell(self, fact: str, why: str) -> None:
        """Stops looking for it; the log keeps both, and the reason."""
        with self._turn, self.vault.writing():
            if fact not in self._decisions().facts:
                raise RequestError("Nothing of this id is looked for.", "`holdfast facts` lists what is.")
            self._log("decide", what="untell", fact=fact, why=reasoned(why))

    def facts(self) -> tuple[Fact, ...]:
        """What is looked for, in the order in which it was told."""
        return tuple(self._decisions().facts.values())

    def choose(self, event: str, caption: str = "") -> Exhibit:
        """Makes an event an exhibit, under the next free label, with the digest of what was seen."""
        with self._turn, self.vault.writing():
            row = self._event(event)
            for exhibit in self.exhibits():
                if exhibit.event == row.id:
                    raise RequestError("This event is an exhibit already.", f"It is {exhibit.label}.")
            exhibit = Exhibit(
                label=self._next_label(),
                event=row.id,
                caption=caption,
                digest=digest(row),
                chosen=now(),
            )
            self._log("decide", what="choose", exhibit=msgspec.to_builtins(exhibit))
            return exhibit

    def unchoose(self, label: str, why: str) -> None:
        """Takes an exhibit out; its label is not given again."""
        with self._turn, self.vault.writing():
            if label not in self._decisions().exhibits:
                raise RequestError("There is no exhibit of this label.", "`holdfast exhibits` lists them.")
            self._log("decide", what="unchoose", label=label, why=why)

    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits in the order in which they were arranged, else chosen."""
        return tuple(self._decisions().exhibits.values())

    def _next_label(self) -> str:
        return f"A-{self._decisions().labels_used + 1}"

    def apart(self, event: str, why: str, progress: Progress = quiet) -> None:
        """Sets an event apart from others that it was joined to. The log keeps the reason."""
        with self._turn, self.vault.writing():
            row = self._event(event)
            if row.told_by < 2:
                raise RequestError("This event is joined to no other.", "There is nothing to set apart.")
            self._log("decide", what="apart", event=row.id, why=reasoned(why))
            self.read(progress)

    def together(self, event: str, other: str, why: str, progress: Progress = quiet) -> None:
        """Joins two events as one act; the first stands for both. The log keeps the reason."""
        with self._turn, self.vault.writing():
            first, second = self._event(event), self._event(other)
            if first.occurrence == second.occurrence:
                raise RequestError("These two are joined already.", "`holdfast apart` sets one apart.")
            pair = Pair(event=first.id, other=second.id, why=reasoned(why))
            self._log("decide", what="together", pair=msgspec.to_builtins(pair))
            self.read(progress)

    def say_not_so(self, event: str, head: str, why: str) -> None:
        """Keeps that a message is not what its words were taken for. The log keeps the reason."""
        with self._turn, self.vault.writing():
            said = NotSo(event=self._event(event).id, head=_head(head), why=reasoned(why))
            self._log("decide", what="not so", said=msgspec.to_builtins(said))

    def say_so_after_all(self, event: str, head: str, why: str) -> None:
        """Takes that back. Raises RequestError where it was not said."""
        with self._turn, self.vault.writing():
            row = self._event(event)
            if (row.id, _head(head)) not in self._decisions().not_so:
                raise RequestError("That was not said of this event.", "`holdfast not-so` says it.")
            self._log("decide", what="so after all", event=row.id, head=head, why=reasoned(why))

    def not_so(self) -> tuple[NotSo, ...]:
        """What the person says messages do not hold, in the order in which it was said."""
        return tuple(self._decisions().not_so.values())

    def objections(self) -> dict[str, Objection]:
        """What the person says is not so, by the keys of the findings."""
        return dict(self._decisions().objections)

    def note(self, event: str, text: str, *, private: bool = True) -> None:
        """Keeps words of the person about an event. Private notes are never exported."""
        with self._turn, self.vault.writing():
            note = Note(event=self._event(event).id, at=now(), text=text, private=private)
            self._log("decide", what="note", note=msgspec.to_builtins(note))

    def notes(self, event: str) -> list[Note]:
        """The notes about an event, oldest first."""
        return [note for note in self._decisions().notes if note.event == event]

    def check_accounts(self, keys: Sequence[str]) -> None:
        """Raises RequestError where one of these accounts is not in the case."""
        if not self.query.has_accounts(keys):
            raise RequestError(
                "One of these accounts is not in the case.", "`holdfast accounts` lists those that are."
            )

    def zone(self) -> tuple[str, Literal["told", "UTC because no zone was told"]]:
        """The zone in which days and hours are counted, and whether the person told it.

        It is the zone told for the whole case, or the only one told for any file.
        """
        zones = self._decisions().zones
        told = {zones[""]} if "" in zones else set(zones.values())
        if len(told) == 1:
            return told.pop(), "told"
        return "UTC", "UTC because no zone was told"

    def line(self, event: str) -> Line:
        """The event of this id, or of an id that begins so. Raises RequestError where that is not clear."""
        ids = self.query.named(event)
        line = self.query.line(ids[0]) if len(ids) == 1 else None
        if line is None:
            raise RequestError(
                "More than one event has an id like this." if ids else "There is no event of this id.",
                "`holdfast events` lists the ids.",
            )
        return line

    def _event(self, event: str) -> Row:
        return self.line(event).row


def _head(name: str) -> str:
    if name not in NAMES:
        raise RequestError(
            "That is nothing that words are looked through for.", f"Use one of {', '.join(NAMES)}."
        )
    return name


def reasoned(why: str) -> str:
    """The reason without spaces around it. Raises RequestError where there is none."""
    if not why.strip():
        raise RequestError("A reason is missing.", "Say in a few words why.")
    return why.strip()


_LATER = ("told_by", "occurrence", "joined_because", "direction", "gone_from", "gone_received")
"""What may change as more is handed in or told."""


def digest(row: Row) -> str:
    """SHA-256 of an event as it is shown, without what later additions to the case may change."""
    shown = {k: v for k, v in row.as_json().items() if k not in _LATER}
    return sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
