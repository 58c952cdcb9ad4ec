"""Invitations and calendars (iCalendar, .ics): somebody who keeps inviting, and what they write into it.

*Where it comes from.* A file ending in `.ics` that was saved from an invitation, or the export of a whole
calendar: Google ("Export", inside a zip), Outlook ("Save calendar"), Apple ("Export").

*What it reads.* Every appointment: who invites, who is invited and what they answered, title, text, place,
links, when it begins and ends, its rule of repetition, alarms, and whether it was called off. It stands at
the time when it was made or sent, where the file says that, and else at its beginning. A repeated appointment
is one event with its rule.

*What it cannot tell.* Whether an invitation really came from the address it names: anybody can write any
address. Whether it was seen. Earlier wordings of an appointment that was changed. Appointments that were
deleted. In an export of a whole calendar, when each entry was made is often missing. Times without a zone are
shown as undecided until you are asked. Tasks, notes and free times in such files are only counted.

*Tested with.* Invented files as Google, Outlook and Apple write them: invitations, cancellations, answers,
whole days, repeated ones, times without a zone, folded lines, and damaged ones; and 116 files that another
reader publishes for its tests, all 153 appointments of them found. Otherwise shape only, not proven on a real
export.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import appointments
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told

_ENDINGS = (".ics", ".ical", ".icalendar", ".vcs")
_EXAMPLES = 5
_EMPTY = "This file holds no appointment."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix in _ENDINGS:
        return True
    return member.suffix == "" and member.head(64).lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(
        b"BEGIN:VCALENDAR"
    )


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        undecided: list[str] = []
        seen = 0
        try:
            for record in _appointments(member, told.zone(member.source)):
                seen += 1
                yield record
                if isinstance(record, Event):
                    whens = (record.when, *(t.when for t in record.times))
                    undecided += [
                        w.as_written for w in whens if w.earliest is not None and w.basis == "unknown"
                    ]
                    undecided = undecided[:_EXAMPLES]
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
            continue
        if not seen:
            yield Problem(found_at=member.at(), loss="member", what=_EMPTY)
        if undecided:
            yield Question(about="zone", source=member.source, importer="calendar", examples=tuple(undecided))


def _appointments(member: Member, zone: str | None) -> Iterator[Event | Problem]:
    with member.open() as stream:
        yield from appointments.read(stream, member.at, zone)


IMPORTER = Importer(title="Invitations and calendars (.ics)", version="1", claims=_claims, read=_read)
