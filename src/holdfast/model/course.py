"""The whole on one line of time: what findings say, laid on the accounts and channels that they rest on."""

import msgspec

from holdfast.model.marker import MarkerKind


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """What one finding rests on in one lane. `finding` is its place in the list of findings, from 0.

    `first` and `last` are UTC milliseconds; `counts` are entries in each part of the line of time.
    """

    finding: int
    entries: int
    first: int
    last: int
    counts: tuple[int, ...]


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One account on one channel, seen from the person. `account` is its key, "" where no account is told.

    `received` and `sent` are entries in each part of the line of time, whatever findings say of them.
    """

    account: str
    shown: str
    service: str
    is_named: bool
    received: tuple[int, ...]
    sent: tuple[int, ...]
    stretches: tuple[Stretch, ...]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A dated line of which the time is known, and the keys of the accounts that it names."""

    at: int
    kind: MarkerKind
    accounts: tuple[str, ...]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Lanes from `begin` on, in parts of `width` milliseconds each, and the dated lines.

    `whole`: places of the findings that rest on most of the record, and stand in no lane. `lanes_left_out`:
    how many more there are. `quiet_lanes`: accounts on channels of which no other finding says anything.
    Nothing here is added up over findings.
    """

    begin: int
    width: int
    zone: str
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    whole: tuple[int, ...]
    lanes_left_out: int
    quiet_lanes: int
