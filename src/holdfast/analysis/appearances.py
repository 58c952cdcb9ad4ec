"""Who appears where the person newly appears, and how soon.

*What it looks for.* For each channel, the day on which the person's own first entry there stands in the
record, if the record is older than that. For each other account: when it first appeared on that channel.
Accounts whose names are the same to a hurried reader, on two channels or more, are taken together as one
name. For each such name, and for each account that a dated line names: on how many channels it appeared after
the person did, how soon, and how soon all others did.

*Why it matters.* Somebody who turns up everywhere a person goes, within days, may be following them there.

*When it is wrong.* Friends follow too, and are usually the first: the finding tells how soon they came. A
service offers everybody to everybody from the same address book. Two people can have one name, and one person
several. A channel begins in the record when its export does, which may be later than the person was there.

*Source.* Ranks: how early a name is among all that appeared on a channel after the person, over several
channels (exact chance of so small a sum of ranks, corrected for all names looked at).
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import FEWEST, Contact, Mask, many, yes_or_no
from holdfast.counting.tally import moment
from holdfast.formats.dates import Length
from holdfast.formats.local_days import DAY
from holdfast.formats.skeleton import skeleton
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import OUT, Frame
from holdfast.model.sentence import listed, names_listed, phrase, said

VERSION = "1"

_SETTLED = 14 * DAY
_CHANNELS = 2
_SURE = 0.01
_LISTED = 40
_SHORTEST = 4
_NOBODY = ("visit", "notice", "sign-in", "incident", "picture", "recording")


@dataclass(frozen=True)
class _Arrival:
    """One name on one channel: its first row, how long after the person, its place among all that came."""

    service: int
    row: int
    after: int
    rank: int
    of: int


def find(frame: Frame) -> list[Finding]:
    """One finding about all names that appeared on two channels or more after the person, or none."""
    contact = Contact(frame)
    begins = _begins(contact)
    arrivals = _arrivals(contact, begins)
    several = {name: found for name, found in arrivals.items() if len(found) >= _CHANNELS}
    if not several:
        return []
    enough = {name: [one for one in found if one.of >= FEWEST] for name, found in several.items()}
    chances = {
        name: min(1.0, len(several) * _chance(found))
        for name, found in enough.items()
        if len(found) >= _CHANNELS
    }
    early = [name for name, chance in chances.items() if chance <= _SURE]
    named = _named(contact)
    ranked = sorted(several, key=lambda name: (name not in named, chances.get(name, 1.0), name))[:_LISTED]
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for name in ranked:
        mask[[one.row for one in several[name]]] = True
    return [
        Finding(
            rule="appearances",
            version=VERSION,
            parameters={
                "fewest_channels": _CHANNELS,
                "record_older_by_days": _SETTLED // DAY,
                "fewest_accounts_to_compare": FEWEST,
                "chance_at_most": _SURE,
                "listed_at_most": _LISTED,
            },
            says=said(
                "The person newly appears on %(channels)s within this record. On %(fewest)s of these "
                "or more, %(names)s appeared after them, %(named)s of them of accounts named with a "
                "dated line. %(early)s came earlier than chance would have it among all who came. Friends "
                "usually come first.",
                channels=many(len(begins), "channel"),
                fewest=_CHANNELS,
                names=many(len(several), "name"),
                named=len(set(several) & named),
                early=many(len(early), "name"),
            ),
            figures={
                "channels": len(begins),
                "names": len(several),
                "names_named_with_a_dated_line": len(set(several) & named),
                "names_earlier_than_chance": len(early),
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Names that appeared on several channels after the person",
                    columns=(
                        "name",
                        "named with a dated line",
                        "channels",
                        "how long after the person",
                        "place among those who came",
                        "times in 10,000 that chance alone does this",
                    ),
                    rows=tuple(_row(contact, n, several[n], named, chances.get(n)) for n in ranked),
                ),
                Table(
                    title="When the person newly appears on a channel, and the middle one of all others",
                    columns=("channel", "own first entry", "accounts that came after", "half of them within"),
                    rows=tuple(
                        _channel(contact, service, row, arrivals) for service, row in sorted(begins.items())
                    ),
                ),
            ),
            otherwise=(
                "Friends follow to a new channel too, and are usually the first.",
                "A service proposes people to each other from address books and friends in common.",
                "Two people can have the same name, and one person may have several.",
            ),
            limits=(
                "A channel begins when its export does: the person may have been there before.",
                "Names are compared as a hurried reader would: two that are alike need not be one person's.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _begins(contact: Contact) -> dict[int, int]:
    """By channel: the person's own first row there, where the record is older and others' entries come after
    it.
    """
    frame = contact.frame
    known = contact.rows(np.asarray(contact.timed))
    if not len(known):
        return {}
    since = int(frame.at[known[0]]) + _SETTLED
    own = known[(frame.direction[known] == OUT) | np.concatenate((frame.mine, [False]))[frame.by[known]]]
    services, places = np.unique(frame.service[own], return_index=True)
    first = dict(zip(services.tolist(), own[places].tolist(), strict=True))
    return {service: row for service, row in first.items() if frame.at[row] >= since}


def _arrivals(contact: Contact, begins: dict[int, int]) -> dict[str, list[_Arrival]]:
    """By name: where it first appeared after the person did, and its place among all who did."""
    frame = contact.frame
    theirs = contact.timed & (frame.by >= 0) & ~frame.is_kind(*_NOBODY) & ~contact.undecided
    rows = contact.rows(np.asarray(theirs))
    rows = rows[~frame.mine[frame.by[rows]]]
    found: dict[str, list[_Arrival]] = defaultdict(list)
    for service, began in begins.items():
        here = rows[frame.service[rows] == service]
        accounts, places = np.unique(frame.by[here], return_index=True)
        came: dict[str, int] = {}
        for account, row in zip(accounts.tolist(), here[places].tolist(), strict=True):
            if name := _name(frame, account):
                came[name] = min(row, came.get(name, row))
        after = {name: int(frame.at[row] - frame.at[began]) for name, row in came.items()}
        order = sorted((name for name in after if after[name] > 0), key=lambda name: (after[name], name))
        for rank, name in enumerate(order, 1):
            found[name].append(_Arrival(service, came[name], after[name], rank, len(order)))
    return found


def _name(frame: Frame, account: int) -> str:
    """The bones of the account's own name, without what a provider adds; "" where it is too short to tell."""
    handle = frame.accounts[account].partition(":")[2].partition("@")[0]
    bones = skeleton(handle)
    return bones if len(bones) >= _SHORTEST and not bones.isdigit() else ""


def _named(contact: Contact) -> set[str]:
    frame = contact.frame
    place = {key: number for number, key in enumerate(frame.accounts)}
    return {_name(frame, place[key]) for key in contact.named if key in place} - {""}


def _chance(found: list[_Arrival]) -> float:
    """The exact chance of a sum of ranks as small, if each rank were drawn by lot on its channel."""
    ways: NDArray[np.float64] = np.ones(1)
    for one in found:
        ways = np.convolve(ways, np.concatenate(([0.0], np.full(one.of, 1.0 / one.of))))
    return float(min(1.0, ways[: sum(one.rank for one in found) + 1].sum()))


def _row(
    contact: Contact, name: str, found: list[_Arrival], named: set[str], chance: float | None
) -> tuple[Scalar, ...]:
    frame = contact.frame
    return (
        contact.account(int(frame.by[found[0].row])) or name,
        yes_or_no(name in named),
        names_listed([frame.services[one.service] for one in found]),
        listed([Length(one.after) for one in found]),
        listed([said("%(rank)s of %(of)s", rank=one.rank, of=one.of) for one in found]),
        None if chance is None else round(chance * 10_000, 1),
    )


def _channel(
    contact: Contact, service: int, row: int, arrivals: dict[str, list[_Arrival]]
) -> tuple[Scalar, ...]:
    after = [one.after for found in arrivals.values() for one in found if one.service == service]
    half = Length(int(np.median(after))) if after else phrase("nobody came")
    return contact.frame.services[service], moment(contact, row), len(after), half
