"""The whole service: a case that keeps, decides, finds, shows and hands over."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO

from holdfast.analysis import analyse
from holdfast.case import originals
from holdfast.case.anchored import NOBODY
from holdfast.case.apart import apart
from holdfast.case.bag import Place
from holdfast.case.copies import WithCopies
from holdfast.case.handing import NOBODY as NOBODY_NAMED
from holdfast.case.handing import To
from holdfast.case.kept import now
from holdfast.case.linking import Linking
from holdfast.case.log_alone import Asked
from holdfast.case.looking import WithPictures
from holdfast.case.moments import moment
from holdfast.case.package import Choice, Packaged, Preview
from holdfast.case.packing import Packing
from holdfast.case.portable import Carried, PortableCase, choice_of
from holdfast.case.printing import Ordered
from holdfast.case.sealed import TakingIn
from holdfast.case.showing import Showing
from holdfast.counting.course import course
from holdfast.formats import mail
from holdfast.formats.mail_provider import learned, receiver
from holdfast.formats.mail_route import Route, damaged, route
from holdfast.formats.outlook import as_mail, is_outlook
from holdfast.knowledge.mail_services import mail_services
from holdfast.model.course import Course
from holdfast.model.errors import DamageError, InputError, RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame
from holdfast.model.locator import Locator
from holdfast.model.row import Row
from holdfast.outputs.packet import packet
from holdfast.outputs.typesetting import Manuscript, pdf
from holdfast.timeline.filter import Filter
from holdfast.timeline.frames import frame
from holdfast.timeline.narrowing import END
from holdfast.vault.vault import Vault

NOTHING_SPECIAL = Ordered()
_Signing = Callable[[bytes, bytes, bytes, int], bytes]
_LOOKED_THROUGH = 200  # of the earliest and of the latest mails, to learn the person's providers from some
_LOOKED_AT = 20
_PACKED = 8  # of those in a container or mailbox of Outlook, which is opened anew for each
_NEAR = 16 << 20  # bytes from the beginning of a container, which is read up to there
_HEAD = 1 << 16


class Case(TakingIn, WithCopies, Linking, PortableCase, WithPictures, Showing):
    """One case in one folder, unlocked."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._found: tuple[object, tuple[list[Finding], Course]] | None = None
        self._providers: tuple[object, tuple[str, ...]] = (None, ())

    def findings(self) -> list[Finding]:
        """What the rules say about the case as it is now."""
        return self._looked()[0]

    def choose_finding_numbered(self, number: int, caption: str = "") -> Exhibit:
        """Makes a finding an exhibit, by its place in `findings`, from 1. Raises RequestError."""
        return self.choose_finding(self.finding_numbered(number), caption)

    def finding_numbered(self, number: int) -> Finding:
        """The finding at its place in `findings`, from 1. Raises RequestError."""
        found = self.findings()
        if not 1 <= number <= len(found):
            raise RequestError("There is no finding of this number.", "`holdfast findings` lists them.")
        return found[number - 1]

    def course(self) -> Course:
        """The whole on one line of time: what the findings rest on, by account and channel."""
        return self._looked()[1]

    def _looked(self) -> tuple[list[Finding], Course]:
        with self._turn:
            state = (self.vault.log.size(), self.query.state())
            if self._found is None or self._found[0] != state:
                told = self._frame()
                found = analyse(told)
                self._found = (state, (found, course(told, found)))
            return self._found[1]

    def _frame(self) -> Frame:
        zone, basis = self.zone()
        decided = (self.relations(), self.facts(), self.links(), self.not_so())
        return frame(self._shown, self.markers(), zone, basis, *decided, self.looks())

    def route(self, event: str) -> Route | None:
        """How a mail came, by the providers the person named, or by those that their own mails tell of.

        None for all that is no mail.
        """
        row = self._event(event)
        if row.service != "mail":
            return None
        named = tuple(self._decisions().providers)
        providers = named or self.providers()
        try:
            kept = originals.record(row, self._member(row), mail.LARGEST)
        except (DamageError, InputError):
            return damaged(providers)
        # Outlook does not keep the bytes that were sent.
        is_original = row.position.unit != "row" and not is_outlook(kept)
        sent = as_mail(kept)
        if row.parent:
            at = Locator(content=row.source, member=row.member, position=row.position)
            sent = mail.inside(sent, at, row.id)
        return route(sent, providers, mail_services(), is_learned=not named, is_original=is_original)

    def providers(self) -> tuple[str, ...]:
        """The person's mail providers, as the topmost lines of some mails to them tell."""
        with self._turn:
            state = (self.vault.log.size(), self.query.state())
            if self._providers[0] != state:
                came = Filter(services=("mail",), kinds=("message",), directions=("in",))
                first = self.query.lines(came, limit=_LOOKED_THROUGH)
                last = self.query.lines(came, before=END, limit=_LOOKED_THROUGH)
                rows = {line.row.id: line.row for line in (*first, *last) if not line.row.parent}
                self._providers = (state, learned([self._receiver(row) for row in _few(list(rows.values()))]))
            return self._providers[1]

    def _receiver(self, row: Row) -> str:
        try:
            member = self._member(row)
            head = originals.record(row, member, _HEAD)
            if is_outlook(head):
                head = as_mail(originals.record(row, member, mail.LARGEST))
            return receiver(head)
        except (DamageError, InputError):
            return ""

    def extract(self, source: str, target: BinaryIO, to: To = NOBODY_NAMED) -> None:
        """Writes the original bytes of a source; the log keeps that it was given back."""
        self._whole_only(to)
        with self.source_bytes(source) as stream:
            while block := stream.read(1 << 20):
                target.write(block)
        with self._turn, self.vault.writing():
            self._log_handed("original", to, source=source)

    def source_named(self, prefix: str) -> str:
        """The whole SHA-256 that begins so. Raises RequestError where that is not clear."""
        found = [s for s in self.vault.log.placements() if s.startswith(prefix.lower())] if prefix else []
        if len(found) != 1:
            raise RequestError(
                "No file, or more than one, has a SHA-256 that begins so.", "`holdfast sources` lists them."
            )
        return found[0]

    def day(self, text: str, *, end: bool = False) -> int:
        """UTC milliseconds at which a day (or moment) that a person typed begins; with `end`, ends."""
        zone, _ = self.zone()
        begins = moment(text, zone)
        if begins.precision == "day" and end:
            begins = moment(f"{text.strip()}T23:59:59.999", zone)
        return (begins.order_key() or 0) + end

    # Handing over

    def preview(self, choice: Choice, to: To = NOBODY_NAMED) -> Preview:
        """What a package would hold. Raises RequestError for an unknown label, or where nothing is chosen."""
        return self._packing(choice, to).preview()

    def package(
        self,
        choice: Choice,
        place: Place,
        *,
        sign: bool = False,
        stamp: bool = False,
        to: To = NOBODY_NAMED,
    ) -> Packaged:
        """Writes a package that anybody can check; the log keeps that it was made. Raises what `write` does.

        `sign` is about the PDF, as in `packet`. With `stamp` each named authority is asked for a time stamp
        over the package: goes online.
        """
        if stamp and not self.authorities():
            raise RequestError(*NOBODY)
        self._whole_only(to)
        signed = _signed() if sign else None
        with self._turn, self.vault.writing():
            finish = partial(self._with_signature, signed) if signed else None
            made = self._packing(choice, to).write(place, finish=finish, stamp=stamp)
            labels = list(choice.labels) or [exhibit.label for exhibit in self.exhibits()]
            self._log_handed("package", to, sha256=made.sha256, size=made.size, exhibits=labels)
        return made

    def packet(
        self, ordered: Ordered = NOTHING_SPECIAL, *, sign: bool = False, to: To = NOBODY_NAMED
    ) -> bytes:
        """The packet as a PDF. The log keeps that it was made, with its SHA-256.

        `sign`: with the case's own certificate. RequestError where what that needs is not installed, or for a
        part that this reader does not get.
        """
        signed = _signed() if sign else None
        manuscript, told = self._packet(ordered, to)
        made = apart(partial(pdf, manuscript))
        if signed is not None:
            made = self._with_signature(signed, made)
            told["certificate"] = self.vault.signing().fingerprint
        with self._turn, self.vault.writing():
            digest = sha256(made).hexdigest()
            if ordered.is_marking:
                self._log("view-export", what="packet", sha256=digest, size=len(made), **to.told())
            else:
                self._log_handed("packet", to, sha256=digest, size=len(made), **told)
        return made

    def _packet(self, ordered: Ordered, to: To) -> tuple[Manuscript, dict[str, Any]]:
        # What it is made of is let go of before the typesetter, which takes as much again, begins.
        given, told = self._packet_input(ordered, to, *self._made_of())
        return packet(given), told

    def _packing(self, choice: Choice, to: To) -> Packing:
        return Packing(self, self._member, self._beside, choice, to.kind)

    def carry(self, place: Place, asked: Asked, to: To = NOBODY_NAMED, *, expires: str = "") -> Carried:
        """Writes a folder that opens in any browser. Raises what packets and packages raise.

        Originals of the exhibits go with it, unless something is taken out for this reader. `expires` is a
        day after which the person asks that it be deleted.
        """
        is_whole = bool(self.exhibits()) and not self.redactions(to.kind)
        with self._turn, self.vault.writing():
            packing = self._packing(choice_of(asked), to) if is_whole else None
            return self._carry(packing, place, asked, to, expires, self._made_of())

    def _made_of(self) -> tuple[tuple[list[Finding], Course], dict[str, Route], Frame]:
        routes = {one.event: came for one in self.exhibits() if one.event and (came := self.route(one.event))}
        return self._looked(), routes, self._frame()

    def _with_signature(self, signed: _Signing, made: bytes) -> bytes:
        own = self.vault.signing()
        return apart(partial(signed, made, own.key, own.certificate, now()))


def _signed() -> _Signing:
    if find_spec("pyhanko") is None:
        raise RequestError(
            "Signing a PDF needs a part that is not installed.",
            "Install it with: pip install 'holdfast[sign]'.",
        )
    # Loaded only when it is asked for: an extra that need not be there, and slow to start.
    found: _Signing = import_module("holdfast.outputs.signature").signed
    return found


def _few(rows: list[Row]) -> list[Row]:
    """Some mails of all, none of which takes long to look at."""
    packed = [row for row in rows if row.member and row.position.start < _NEAR]
    packed += [row for row in rows if not row.member and row.position.unit == "row"]
    alone = [row for row in rows if not row.member and row.position.unit != "row"]
    several = alone[:: max(1, len(alone) // _LOOKED_AT)][:_LOOKED_AT]
    return several + packed[:: max(1, len(packed) // _PACKED)][:_PACKED]
