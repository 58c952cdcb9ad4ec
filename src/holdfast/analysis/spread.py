"""How contact spread: to which further accounts, channels and people, and into the person's surroundings,
and when.

*What it looks for.* For the accounts that a dated line names: the first time on each channel, from each of
them, in each way (messages, calls, comments, reactions, follows), and to people whom the person named as
around them. In what the person wrote down: the first entries with words of coming near, such as a door, a
street or being followed. All stand in one list in order of time, each with how much came after it; and beside
each entry about nearness, how long before it something last came from the named accounts.

*Why it matters.* Contact that moves on to further channels, to family or work, or from afar to nearby,
changes what a person has to deal with. Each kind is told by itself; nothing is added up, and nothing is
foretold.

*When it is wrong.* People use several channels for ordinary reasons, and a record shows a channel from its
export on. An account is only looked at where a dated line names it. Words of coming near are found by a list:
they can be about something else, or about somebody else, and much is said in other words.

*Source.* Counting first times. Guides for people who are followed list more frequent, closer and in-person
contact as things to tell when asking for help (SPARC, "What to do if you are being stalked").
"""

from dataclasses import dataclass

import numpy as np

from holdfast.counting.chance import at_least, time_after
from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.nearness import tells_of_nearness
from holdfast.counting.tally import moment
from holdfast.formats.dates import Length
from holdfast.formats.local_days import DAY, HOUR
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import IN, Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

_WITHIN = 2 * DAY
_LISTED = 60
_WAYS = {
    "message": phrase("messages"),
    "call": phrase("calls"),
    "comment": phrase("comments"),
    "post": phrase("posts"),
    "reaction": phrase("reactions"),
    "follow": phrase("follows"),
    "invitation": phrase("invitations"),
}


@dataclass(frozen=True)
class _Step:
    """The first of something: its row, what is new, and how many of it there are from then on."""

    row: int
    kind: str
    what: str
    number: int


def find(frame: Frame) -> list[Finding]:
    """One finding about all first times, or none where no account is named and nothing near written down."""
    contact = Contact(frame)
    theirs = _theirs(contact)
    near = _near(contact)
    steps = [*_first_times(contact, theirs), *_near_steps(near)]
    if not steps:
        return []
    steps.sort(key=lambda step: (int(frame.at[step.row]), step.kind, step.what))
    kinds = {
        kind: sum(step.kind == kind for step in steps) for kind in ("account", "channel", "way", "people")
    }
    figures: dict[str, Scalar] = {
        "accounts": kinds["account"],
        "channels": kinds["channel"],
        "ways": kinds["way"],
        "kinds_of_people_around": kinds["people"],
        "entries_about_nearness": len(near),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    says = _says(contact, steps, near, figures)
    tables = [
        Table(
            title="First times, in order",
            columns=("when", "what", "which", "since the first of all", "of it from then on", "entry"),
            rows=tuple(
                (
                    moment(contact, step.row),
                    step.kind,
                    step.what,
                    Length(int(frame.at[step.row] - frame.at[steps[0].row])),
                    step.number,
                    frame.ids[step.row][:8],
                )
                for step in steps[:_LISTED]
            ),
        )
    ]
    if near:
        tables.append(_near_table(contact, near, theirs))
        if len(near) >= FEWEST and len(theirs):
            says.append(_compared(contact, near, theirs, figures))
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    mask[[*(step.row for step in steps), *near]] = True
    return [
        Finding(
            rule="spread",
            version=VERSION,
            parameters={
                "hours_before": _WITHIN // HOUR,
                "fewest_items_for_statistics": FEWEST,
                "listed_at_most": _LISTED,
            },
            says=in_turn(says),
            figures=figures,
            tables=tuple(tables),
            otherwise=(
                "People change channels for ordinary reasons: a new telephone, a full mailbox, a group.",
                "Who lives, works or learns nearby is met by chance.",
                "Somebody may write to family or work because that is where they know each other from.",
            ),
            limits=(
                "Only accounts that a dated line names are looked at here; others may belong to it, or not.",
                "Words of coming near are found by a list: they can mean something else, or somebody else.",
                "A channel appears in the record when its export begins.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(contact: Contact, steps: list[_Step], near: list[int], figures: dict[str, Scalar]) -> list[str]:
    says = []
    if figures["accounts"]:
        accounts, channels = int(figures["accounts"] or 0), int(figures["channels"] or 0)
        first = next(step for step in steps if step.kind == "account")
        last = max((s for s in steps if s.kind in ("account", "channel", "way")), key=lambda s: s.row)
        says.append(
            said(
                "Contact from %(accounts)s named with a dated line is in the record since %(when)s, on "
                "%(channels)s.",
                accounts=many(accounts, "account"),
                when=moment(contact, first.row),
                channels=many(channels, "channel"),
            )
        )
        if contact.frame.at[last.row] > contact.frame.at[first.row]:
            says.append(
                said(
                    "The latest to appear is %(what)s (%(kind)s), first seen %(when)s.",
                    kind=last.kind,
                    what=last.what,
                    when=moment(contact, last.row),
                )
            )
    if people := int(figures["kinds_of_people_around"] or 0):
        says.append(
            said(
                "Some of it went to %(kinds)s of people around the person as well.",
                kinds=many(people, "kind"),
            )
        )
    if near:
        first_near = moment(contact, near[0])
        entries = many(len(near), "entry", "entries")
        says.append(
            said(
                "%(entries)s that the person wrote down have words of coming near, the first of %(when)s.",
                entries=entries,
                when=first_near,
            )
        )
    return says


def _theirs(contact: Contact) -> list[int]:
    """Everything by the named accounts with a known time, in order of it."""
    frame = contact.frame
    mask = frame.is_kind(*_WAYS) & contact.by_named() & (frame.direction == IN)
    return [int(row) for row in contact.rows(np.asarray(mask))]


def _near(contact: Contact) -> list[int]:
    """Entries that the person wrote down themselves, with words of coming near, in order of time."""
    frame = contact.frame
    rows = contact.rows(frame.is_kind("incident")).tolist()
    return [
        row
        for row in rows
        if tells_of_nearness(f"{frame.text[row]}\n{frame.details[row].fields.get('where', '')}")
    ]


def _first_times(contact: Contact, theirs: list[int]) -> list[_Step]:
    frame = contact.frame
    around = {relation.account: relation.kind for relation in frame.relations}
    seen: dict[tuple[str, str], list[int]] = {}
    for row in theirs:
        names = [
            (phrase("account"), contact.account(int(frame.by[row]))),
            (phrase("channel"), frame.services[frame.service[row]]),
            (phrase("way"), _WAYS[frame.kinds[frame.kind[row]]]),
            *(
                (phrase("people"), around[key])
                for to in set(frame.to[row])
                if (key := frame.accounts[to]) in around
            ),
        ]
        for name in names:
            seen.setdefault(name, []).append(row)
    return [_Step(rows[0], kind, what, len(rows)) for (kind, what), rows in seen.items()]


def _near_steps(near: list[int]) -> list[_Step]:
    return [_Step(near[0], phrase("nearby"), phrase("written down by the person"), len(near))] if near else []


def _since(contact: Contact, row: int, theirs: list[int]) -> int | None:
    """How long before this something last came from the named accounts; None where nothing came before."""
    at = contact.frame.at[theirs]
    place = int(np.searchsorted(at, contact.frame.at[row], side="left")) - 1
    return int(contact.frame.at[row] - at[place]) if place >= 0 else None


def _near_table(contact: Contact, near: list[int], theirs: list[int]) -> Table:
    frame = contact.frame
    since = [(row, _since(contact, row, theirs)) for row in near]
    return Table(
        title="Entries with words of coming near, as the person wrote them down",
        columns=("when", "entry", "since something last came from the named accounts"),
        rows=tuple(
            (
                moment(contact, row),
                frame.ids[row][:8],
                phrase("nothing before") if gone is None else Length(gone),
            )
            for row, gone in since[:_LISTED]
        ),
    )


def _compared(contact: Contact, near: list[int], theirs: list[int], figures: dict[str, Scalar]) -> str:
    """How often such entries follow contact within two days, beside how much of the time does."""
    at = contact.frame.at[theirs]
    ends = max(int(at[-1]) + _WITHIN, int(contact.frame.at[near[-1]]))
    covered = time_after(at, _WITHIN)
    share = min(1.0, covered / max(1, ends - min(int(at[0]), int(contact.frame.at[near[0]]))))
    soon = [row for row in near if (gone := _since(contact, row, theirs)) is not None and gone <= _WITHIN]
    chance = round(1_000 * at_least(len(soon), len(near), share))
    figures |= {
        "near_soon_after": len(soon),
        "share_of_time_in_100": round(100 * share),
        "chance_in_1000": chance,
    }
    return said(
        "%(soon)s of these came within %(hours)s hours after something from the named accounts, as do "
        "%(share)s in a hundred hours of that time; chance alone would make so many %(times)s in a thousand.",
        soon=len(soon),
        hours=_WITHIN // HOUR,
        share=round(100 * share),
        times=many(chance, "time"),
    )
