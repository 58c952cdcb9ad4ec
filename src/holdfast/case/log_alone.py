"""The log alone, for people and for other systems: one value gathered, and written in the form asked for."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from typing import Literal, get_args

import msgspec

from holdfast.case.apart import apart
from holdfast.case.bag import Place, new_file
from holdfast.case.evidence import WithOriginals
from holdfast.case.handing import NOBODY, To, WithLedger
from holdfast.case.kept import now
from holdfast.case.papers import about, for_reader, left_out
from holdfast.case.redacting import Redacting, pinned
from holdfast.formats import mail
from holdfast.formats.outlook import as_mail, is_outlook
from holdfast.model.errors import DamageError, InputError, RequestError
from holdfast.model.locator import Locator
from holdfast.model.row import Row
from holdfast.outputs import load_file
from holdfast.outputs.given import Paper
from holdfast.outputs.load_file import Document
from holdfast.outputs.log_calendar import log_calendar
from holdfast.outputs.log_columns import LogInput
from holdfast.outputs.log_csv import log_csv
from holdfast.outputs.log_json import log_json
from holdfast.outputs.log_paper import log_paper
from holdfast.outputs.log_workbook import log_workbook
from holdfast.outputs.recipients import EXHIBITS_ONLY
from holdfast.outputs.timesketch import timesketch
from holdfast.outputs.typesetting import pdf
from holdfast.outputs.wording import text_of
from holdfast.timeline.filter import Filter

Form = Literal["pdf", "csv", "xlsx", "json", "ics", "timesketch"]
FORMS: tuple[Form, ...] = get_args(Form)

_WHOLE: dict[Form, Callable[[LogInput], bytes]] = {
    "csv": log_csv,
    "xlsx": log_workbook,
    "json": log_json,
}
_DATED: dict[Form, Callable[[LogInput], tuple[bytes, int]]] = {"ics": log_calendar, "timesketch": timesketch}


_TAKEN_OUT = "originals cannot leave: something is taken out for this reader"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What of the log is wanted. `exhibits_only`: only entries that were chosen as exhibits.

    `pictures`: labels of exhibits whose pictures go with a portable case, drawn anew.
    """

    which: Filter = Filter()
    exhibits_only: bool = False
    title: str = ""
    prepared_by: str = ""
    paper: Paper = "a4"
    large_print: bool = False
    pictures: tuple[str, ...] = ()


class LogAlone(WithOriginals, Redacting, WithLedger):
    """Writes the log by itself."""

    def log_alone(self, form: Form, asked: Asked, to: To = NOBODY) -> tuple[bytes, int]:
        """The log in one form, and how many lines it cannot hold because they have no time.

        The ledger keeps its hash. Raises RequestError for a form that is not known.
        """
        given, taken_out = self._log_input(asked, to)
        without = 0
        if form == "pdf":
            made = log_paper(given, paper=asked.paper, large_print=asked.large_print)
            data = apart(partial(pdf, made))
        elif form in _WHOLE:
            data = _WHOLE[form](given)
        elif form in _DATED:
            data, without = _DATED[form](given)
        else:
            raise RequestError("The log cannot be written in that form.", f"Choose: {', '.join(FORMS)}.")
        with self._turn, self.vault.writing():
            digest = sha256(data).hexdigest()
            self._log_handed("log", to, form=form, sha256=digest, size=len(data), taken_out=taken_out)
        return data, without

    def load_file(self, place: Place, asked: Asked, to: To = NOBODY) -> tuple[int, int]:
        """Writes a load file with its documents; how many there are, and of how many no original is there.

        Raises SpaceError where it cannot be written, DamageError where an original is not as it was logged.
        """
        given, taken_out = self._log_input(asked, to)
        labels = {exhibit.event: exhibit.label for exhibit in given.exhibits}
        documents = [
            self._document(place, number, row, labels.get(row.id, ""), is_whole=not self.redactions(to.kind))
            for number, row in enumerate(given.rows, 1)
        ]
        table = load_file.load_file(documents, given.zone)
        _put(place, "load.csv", table)
        with self._turn, self.vault.writing():
            digest = sha256(table).hexdigest()
            self._log_handed("load file", to, sha256=digest, size=len(table), taken_out=taken_out)
        return len(documents), sum(not one.native for one in documents)

    def _log_input(self, asked: Asked, to: To) -> tuple[LogInput, int]:
        """What it is made from, and how many redactions hold."""
        zone, basis = self.zone()
        exhibits, withheld = for_reader(self.exhibits(), to.kind)
        rows = [line.row for line in self.query.lines(about(self, asked.which))]
        exhibits_only = asked.exhibits_only or to.kind in EXHIBITS_ONLY
        if exhibits_only:
            chosen = {exhibit.event for exhibit in exhibits}
            rows = [row for row in rows if row.id in chosen]
        redactor = self.redactor(to.kind)
        given = LogInput(
            title=asked.title,
            prepared_at=now(),
            prepared_by=asked.prepared_by,
            zone=zone,
            zone_basis=basis,
            rows=rows,
            exhibits=exhibits,
            markers=() if exhibits_only else self.markers(),
            left_out=(*left_out(self, len(rows), asked.which.accounts), *withheld),
            version=version("holdfast"),
        )
        done = redactor.apply(given)
        listed = redactor.listed()
        told = [f"{one.label}: taken out at {one.places:,} places. {one.why}" for one in listed]
        left = (*done.left_out, *told)
        return msgspec.structs.replace(done, left_out=left, exhibits=pinned(given, done)), len(listed)

    def _document(self, place: Place, number: int, row: Row, label: str, *, is_whole: bool) -> Document:
        name = load_file.document_id(number)
        text = f"{text_of(row)}\n".encode("utf-8", "replace")
        data, ending, withheld = self._native(row) if is_whole else (b"", "", _TAKEN_OUT)
        native = f"natives/{name}{ending}" if not withheld else ""
        if native:
            _put(place, native, data)
        _put(place, f"text/{name}.txt", text)
        return Document(
            number=number,
            row=row,
            label=label,
            native=native,
            native_sha256=sha256(data).hexdigest() if native else "",
            native_size=len(data),
            text=f"text/{name}.txt",
            text_sha256=sha256(text).hexdigest(),
            withheld=withheld,
        )

    def _native(self, row: Row) -> tuple[bytes, str, str]:
        """The original of a mail, how its name ends, and why there is none."""
        if row.service != "mail":
            return b"", "", "not a mail: its record is part of a larger file, see SOURCEPLACE"
        try:
            kept = self.original(row.id, mail.LARGEST)
        except (DamageError, InputError):
            return b"", "", "its original cannot be read"
        if row.parent:
            at = Locator(content=row.source, member=row.member, position=row.position)
            return mail.inside(as_mail(kept), at, row.id), ".eml", ""
        if is_outlook(kept):
            return kept, ".msg", ""
        # The line that parts the mails of a mailbox belongs to none of them.
        return kept.partition(b"\n")[2] if kept.startswith(b"From ") else kept, ".eml", ""


def _put(place: Place, path: str, data: bytes) -> None:
    with new_file(place, path, "files") as file:
        file.write(data)


def forms() -> Iterator[str]:
    """Every form on offer, with that of a folder."""
    yield from FORMS
    yield "load-file"
