"""A case as a place where papers are prepared: what entries show, words for papers, what must not leave."""

import secrets
from datetime import UTC, date, datetime
from typing import get_args

import msgspec

from holdfast.case.exhibiting import Exhibiting
from holdfast.case.kept import now
from holdfast.case.preparations import Preparations
from holdfast.knowledge.behaviours import behaviours, indicators
from holdfast.knowledge.laws import laws, places
from holdfast.model.errors import RequestError
from holdfast.model.recipient import RECIPIENTS
from holdfast.model.redaction import Box, DetailKind, Redaction
from holdfast.model.statement import IMPACT, Statement
from holdfast.model.tag import Tag


class Prepared(Exhibiting):
    """What the person prepared, beyond what was chosen."""

    def tag(self, event: str, behaviour: str) -> Tag:
        """Says that an entry shows a behaviour. Raises RequestError for one that is not known."""
        with self._turn, self.vault.writing():
            if behaviour not in {one.id for one in behaviours(today())}:
                raise RequestError("There is no such behaviour.", "`holdfast behaviours` lists them.")
            tag = Tag(event=self._event(event).id, behaviour=behaviour, at=now())
            self._log("decide", what="tag", tag=msgspec.to_builtins(tag))
            return tag

    def untag(self, event: str, behaviour: str, why: str) -> None:
        """Takes that back; the log keeps both, and the reason."""
        with self._turn, self.vault.writing():
            name = self._event(event).id
            if (name, behaviour) not in self._prepared.tags:
                raise RequestError("That was not said of this event.", "`holdfast tags` lists what was.")
            self._log("decide", what="untag", event=name, behaviour=behaviour, why=why)

    def tags(self) -> tuple[Tag, ...]:
        """What the person says entries show, in the order in which it was said."""
        return tuple(self._prepared.tags.values())

    def state(self, about: str, text: str, *, day: str = "", event: str = "") -> Statement:
        """Keeps words for papers. Raises RequestError where it is not clear what they are about."""
        with self._turn, self.vault.writing():
            if about not in topics(today()):
                raise RequestError(
                    "It is not clear what these words are about.",
                    "Say impact, law:ID/QUESTION or indicator:ID; `holdfast state --topics` lists them.",
                )
            if not text.strip():
                raise RequestError("There are no words.", "Put them in quotes.")
            statement = Statement(
                id=secrets.token_hex(4),
                about=about,
                text=text.strip(),
                at=now(),
                day=day,
                event=self._event(event).id if event else "",
            )
            self._log("decide", what="state", statement=msgspec.to_builtins(statement))
            return statement

    def unstate(self, statement: str, why: str) -> None:
        """Takes such words out of papers; the log keeps them, and the reason."""
        with self._turn, self.vault.writing():
            if statement not in self._prepared.statements:
                raise RequestError("There are no such words.", "`holdfast statements` lists them.")
            self._log("decide", what="unstate", id=statement, why=why)

    def statements(self) -> tuple[Statement, ...]:
        """The words for papers, oldest first."""
        return tuple(self._prepared.statements.values())

    def hide(self, indicator: str, *, is_hidden: bool) -> None:
        """Leaves one indicator out of papers, or brings it in again."""
        with self._turn, self.vault.writing():
            if indicator not in {one.id for one in indicators(today())}:
                raise RequestError("There is no such indicator.", "`holdfast state --topics` lists them.")
            self._log("decide", what="hide" if is_hidden else "unhide", indicator=indicator)

    def hidden(self) -> frozenset[str]:
        """The indicators that are left out of papers."""
        return frozenset(self._prepared.hidden)

    def redact(self, kind: DetailKind, words: str, why: str, *, recipient: str = "") -> Redaction:
        """Takes words out of everything that is made for a recipient, or for everybody."""
        return self._redact(kind, _words(words), why, recipient, None)

    def _redact(self, kind: DetailKind, words: str, why: str, recipient: str, box: Box | None) -> Redaction:
        with self._turn, self.vault.writing():
            if recipient not in ("", *RECIPIENTS):
                raise RequestError("There is no such recipient.", f"Choose one of: {', '.join(RECIPIENTS)}.")
            if not why.strip():
                raise RequestError("A reason is missing.", "The list of what was taken out gives it.")
            redaction = Redaction(
                id=secrets.token_hex(4),
                recipient=recipient,
                kind=_kind(kind),
                words=words,
                why=why.strip(),
                at=now(),
                box=box,
            )
            self._log("decide", what="redact", redaction=msgspec.to_builtins(redaction))
            return redaction

    def unredact(self, redaction: str, why: str) -> None:
        """Lets such words leave again; the log keeps both, and the reason."""
        with self._turn, self.vault.writing():
            if redaction not in self._prepared.redactions:
                raise RequestError("There is no such redaction.", "`holdfast redactions` lists them.")
            self._log("decide", what="unredact", id=redaction, why=why)

    def redactions(self, recipient: str | None = None) -> tuple[Redaction, ...]:
        """All of them, or those that hold for one recipient, oldest first."""
        found = tuple(self._prepared.redactions.values())
        if recipient is None:
            return found
        return tuple(one for one in found if one.recipient in ("", recipient))

    @property
    def _prepared(self) -> Preparations:
        return self._decisions().papers


def topics(on: date) -> dict[str, str]:
    """What the person can write words about, with what each is."""
    found = {IMPACT: "What all of it did to you. It leaves only where you switch it on."}
    for place in places():
        for law in laws(place.id, on):
            for element in law.elements:
                if element.kind == "user_stated":
                    found[f"law:{law.id}/{element.id}"] = f"{law.citation}: {element.text}"
    return found | {f"indicator:{one.id}": one.text for one in indicators(on)}


def today() -> date:
    """The day by this machine's clock, in UTC."""
    return datetime.fromtimestamp(now() // 1000, UTC).date()


def _kind(kind: DetailKind) -> DetailKind:
    if kind not in get_args(DetailKind):
        raise RequestError("There is no such kind.", f"Choose one of: {', '.join(get_args(DetailKind))}.")
    return kind


def _words(words: str) -> str:
    if len("".join(words.split())) < 2:
        raise RequestError("That is too short to be looked for.", "Give at least two letters or digits.")
    return " ".join(words.split())
