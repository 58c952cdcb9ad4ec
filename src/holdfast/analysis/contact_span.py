"""From when to when contact came in: for each account, for each channel, and overall.

*What it looks for.* The first and the last incoming message or call, how many there are, and on how many
different days, for each account and channel. Occasions (with at least 1 hour, and with at least 24 hours,
between them) stand beside the single items.

*Why it matters.* How long something went on, and on how many days, says more than a single message.

*When it is wrong.* A record begins where an export begins, not where contact began. Everyone who wrote is
counted, friends and shops too. Two accounts can be used by one person, and one account by several.

*Source.* The fields of incident logs that stalking services publish: first and last date, days, channels.
"""

import numpy as np

from holdfast.counting.contact import FEWEST, Contact, Mask, many, of_unknown_way
from holdfast.counting.contact_tables import by_account_and_channel, one_by_one
from holdfast.counting.tally import moment, total
from holdfast.model.finding import Finding, Scalar
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"


def find(frame: Frame) -> list[Finding]:
    """One finding about all incoming contact, or none where there are no messages or calls at all."""
    contact = Contact(frame)
    if not contact.every.any():
        return []
    says, figures = _span(contact, contact.inbound, "")
    if any(marker.accounts for marker in frame.markers):
        about, more = _span(contact, contact.inbound & contact.by_named(), "named_")
        says += about
        figures |= more
    if unknown := int(np.count_nonzero(contact.undecided)):
        says.append(of_unknown_way(unknown))
    tables = by_account_and_channel(contact, contact.inbound, "Incoming")
    if 0 < np.count_nonzero(contact.inbound) < FEWEST:
        tables.append(one_by_one(contact, contact.inbound))
    return [
        Finding(
            rule="contact_span",
            version=VERSION,
            parameters={
                "occasion_gap_hours": 1,
                "longer_occasion_gap_hours": 24,
                "fewest_items_for_statistics": FEWEST,
            },
            says=in_turn(says),
            figures=figures | {"undecided_direction": unknown},
            tables=tuple(tables),
            otherwise=(
                "Friends, family, work, shops and newsletters are counted like everyone else.",
                "Contact may be wanted, or needed for work, for the law or for the care of children.",
            ),
            limits=(
                "The record begins and ends where the exports do. There may be contact before and after.",
                "An account is not a person: several people can use one, and one person several.",
                *contact.roughly(),
                *contact.left_out(),
            ),
            rests_on=contact.ids(contact.inbound),
        )
    ]


def _span(contact: Contact, mask: Mask, part: str) -> tuple[list[str], dict[str, Scalar]]:
    rows = contact.rows(mask)
    one = total(contact, mask)
    untimed = int(np.count_nonzero(mask & ~contact.timed))
    figures: dict[str, Scalar] = {f"{part}items": len(rows), f"{part}without_time": untimed}
    says = []
    if not one.items:
        says.append(
            phrase(
                "No incoming message or call with a known time from accounts named with a dated line of this "
                "case is in the record."
            )
            if part
            else phrase("No incoming message or call with a known time is in the record.")
        )
    else:
        by = contact.frame.by[rows]
        accounts = len(np.unique(by[by >= 0]))
        channels = len(np.unique(contact.frame.service[rows]))
        figures |= {
            f"{part}calls": one.calls,
            f"{part}accounts": accounts,
            f"{part}channels": channels,
            f"{part}occasions_1h": one.hourly,
            f"{part}occasions_24h": one.daily,
            f"{part}days": one.days,
        }
        count = many(one.items, "message or call", "messages and calls")
        first, last = moment(contact, one.first), moment(contact, one.last)
        when = (
            said("on %(first)s", first=first)
            if one.items == 1
            else said(
                "the first on %(first)s, the last on %(last)s, on %(days)s in all",
                first=first,
                last=last,
                days=many(one.days, "day"),
            )
        )
        if part:
            says.append(
                said(
                    "Of all these, %(items)s came from accounts named with a dated line of this case: "
                    "%(when)s.",
                    items=one.items,
                    when=when,
                )
            )
        else:
            says.append(
                said(
                    "%(items)s came in from %(accounts)s on %(channels)s: %(when)s.",
                    items=count,
                    accounts=many(accounts, "account"),
                    channels=many(channels, "channel"),
                    when=when,
                )
            )
        unknown = int(np.count_nonzero(by < 0))
        if unknown and not part:
            figures["unknown_sender"] = unknown
            says.append(said("The sender of %(unknown)s of them is not known.", unknown=unknown))
    if untimed and not part:
        says.append(said("%(untimed)s more came in at a time that is not known.", untimed=untimed))
    return says, figures
