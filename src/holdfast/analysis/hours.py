"""At which hours of the day and on which days of the week contact came in, and the person's own went out.

*What it looks for.* Messages and calls by hour of the day and by day of the week, in the time zone of the
case. What came in and what went out stand side by side. Items of which only the day is known count for the
day of the week, not for the hour.

*Why it matters.* Contact at night, or through whole working days, is one way in which it weighs on a life.

*When it is wrong.* The hours are those of one zone. On a journey, or where the sender lives elsewhere, other
clocks apply. Automatic mail often goes out at night. A message may be delivered long after it was written.

*Source.* Plain counting. The zone is the one that was told; it is never guessed.
"""

import numpy as np

from holdfast.counting.contact import FEWEST, Contact, Mask, many, the_hour
from holdfast.counting.contact_tables import one_by_one
from holdfast.formats.local_days import HOUR, weekday
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

_NIGHT_ENDS = 6
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def find(frame: Frame) -> list[Finding]:
    """One finding about the hours of all contact, or none where there are no messages or calls at all."""
    contact = Contact(frame)
    if not contact.every.any():
        return []
    ways = {"incoming": contact.inbound, "own": contact.outbound}
    if (named := contact.inbound & contact.by_named()).any():
        ways["named"] = named
    hours = {way: _hours(contact, mask) for way, mask in ways.items()}
    days = {way: _days(contact, mask) for way, mask in ways.items()}
    figures: dict[str, Scalar] = {"undecided_direction": int(np.count_nonzero(contact.undecided))}
    for way, mask in ways.items():
        figures |= {
            f"{way}_with_hour": sum(hours[way]),
            f"{way}_at_night": sum(hours[way][:_NIGHT_ENDS]),
            f"{way}_day_only": int(np.count_nonzero(mask & contact.to_the_day & ~contact.to_the_hour)),
            f"{way}_without_day": int(np.count_nonzero(mask & ~contact.to_the_day)),
        }
    enough = sum(hours["incoming"]) >= FEWEST
    return [
        Finding(
            rule="hours",
            version=VERSION,
            parameters={
                "zone": frame.zone,
                "zone_basis": frame.zone_basis,
                "night_begins": 0,
                "night_ends": _NIGHT_ENDS,
                "fewest_items_for_statistics": FEWEST,
            },
            says=_says(contact, hours, figures) if enough else _few(contact, figures),
            figures=figures,
            tables=_tables(hours, days) if enough else _list(contact),
            otherwise=(
                "Automatic mail, reminders and newsletters often go out at night or at fixed hours.",
                "The sender may live in another time zone, work shifts, or have been on a journey.",
                "A message may be delivered long after it was written, for instance when a phone was off.",
            ),
            limits=(
                "The hours are read on one clock, also for days spent in another time zone.",
                "An hour shows when something was sent or arrived. It does not show why.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(contact.inbound | contact.outbound),
        )
    ]


def _says(contact: Contact, hours: dict[str, list[int]], figures: dict[str, Scalar]) -> str:
    incoming = hours["incoming"]
    most = max(incoming)
    busiest = [hour for hour, count in enumerate(incoming) if count == most]
    figures |= {"busiest_hour": busiest[0], "busiest_hour_items": most}
    night = said("between 00:00 and %(end)s", end=f"{_NIGHT_ENDS:02d}:00")
    came = many(sum(incoming), "incoming message or call", "incoming messages and calls")
    sentences = [
        said(
            "By the clock of %(zone)s, %(at_night)s of %(came)s came %(night)s.",
            zone=_zone(contact),
            at_night=figures["incoming_at_night"],
            came=came,
            night=night,
        )
    ]
    if len(busiest) == 1:
        hour = the_hour(busiest[0])
        sentences.append(
            said("The hour with the most was the one from %(hour)s, with %(most)s.", hour=hour, most=most)
        )
    if sum(hours["own"]):
        own = many(sum(hours["own"]), "message or call", "messages and calls")
        sentences.append(
            said(
                "Of the person's own %(own)s, %(at_night)s went out %(night)s.",
                own=own,
                at_night=figures["own_at_night"],
                night=night,
            )
        )
    if sum(hours.get("named", ())):
        sentences.append(
            said(
                "From accounts named with a dated line of this case, %(at_night)s of %(all)s came %(night)s.",
                at_night=figures["named_at_night"],
                all=figures["named_with_hour"],
                night=night,
            )
        )
    if only := figures["incoming_day_only"]:
        sentences.append(
            said(
                "For %(only)s more that came in, only the day is known: not counted in the hours.", only=only
            )
        )
    return in_turn(sentences)


def _few(contact: Contact, figures: dict[str, Scalar]) -> str:
    number = int(figures["incoming_with_hour"] or 0)
    known = said(
        "The hour of %(incoming)s is known.",
        incoming=many(number, "incoming message or call", "incoming messages and calls"),
    )
    few = said(
        "Fewer than %(fewest)s are only listed, by the clock of %(zone)s.", fewest=FEWEST, zone=_zone(contact)
    )
    return in_turn([known, few])


def _list(contact: Contact) -> tuple[Table, ...]:
    return (one_by_one(contact, contact.inbound),) if contact.inbound.any() else ()


def _zone(contact: Contact) -> str:
    basis = phrase("as told") if contact.frame.zone_basis == "told" else phrase("because no zone was told")
    return said("%(zone)s (%(basis)s)", zone=contact.frame.zone, basis=basis)


def _hours(contact: Contact, mask: Mask) -> list[int]:
    local = contact.local[mask & contact.to_the_hour]
    return [int(n) for n in np.bincount(local // HOUR % 24, minlength=24)]


def _days(contact: Contact, mask: Mask) -> list[int]:
    day = contact.day[mask & contact.to_the_day]
    return [int(n) for n in np.bincount(weekday(day), minlength=7)]


def _tables(hours: dict[str, list[int]], days: dict[str, list[int]]) -> tuple[Table, ...]:
    heads = {
        "incoming": phrase("came in"),
        "own": phrase("own, went out"),
        "named": phrase("came in from accounts named with a dated line"),
    }
    columns = tuple(heads[way] for way in hours)
    return (
        Table(
            title="By hour of the day",
            columns=("hour", *columns),
            rows=tuple(
                (
                    the_hour(h),
                    *(way[h] for way in hours.values()),
                )
                for h in range(24)
            ),
        ),
        Table(
            title="By day of the week",
            columns=("day", *columns),
            rows=tuple((phrase(name), *(way[d] for way in days.values())) for d, name in enumerate(_WEEK)),
        ),
    )
