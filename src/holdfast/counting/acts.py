"""Counts what came in from some accounts in every way that a law, or a reader, may ask for."""

from collections.abc import Collection, Sequence

import numpy as np

from holdfast.counting.contact import Contact, Mask
from holdfast.counting.tally import shortest_gaps, tallies, total
from holdfast.formats.local_days import DAY
from holdfast.model.acts import Acts
from holdfast.model.frame import Frame


def acts(frame: Frame, keys: Collection[str], wanted: Sequence[int]) -> Acts:
    """The counts for these account keys, or for everything received where none is given.

    `wanted` are the numbers of occasions of which the shortest span is asked.
    """
    contact = Contact(frame)
    mask = contact.inbound & contact.by_keys(frozenset(keys)) if keys else contact.inbound
    one, rows = total(contact, mask), contact.rows(mask)
    by = frame.by[rows].astype(np.int64)
    names = [(contact.account(t.group), t.items) for t in tallies(contact, rows, by)]
    channels = tallies(contact, rows, frame.service[rows].astype(np.int64))
    begins = _occasions(contact, mask)
    return Acts(
        whole=not keys,
        items=one.items,
        calls=one.calls,
        occasions_1h=one.hourly,
        occasions_24h=one.daily,
        days=one.days,
        first=int(frame.at[rows[0]]) if len(rows) else None,
        last=int(frame.at[rows[-1]]) if len(rows) else None,
        authors=tuple(names),
        channels=tuple((str(frame.services[t.group]), t.items) for t in channels),
        shortest={number: _shortest(begins, number) for number in wanted},
        unknown_author=int(np.count_nonzero(by < 0)),
    )


def _occasions(contact: Contact, mask: Mask) -> list[int]:
    """When each occasion begins, 24 hours apart, in UTC milliseconds."""
    rows = contact.rows(mask)
    gaps = shortest_gaps(contact, rows, np.zeros(len(rows), dtype=np.intp))
    return [int(at) for at in contact.frame.at[rows[gaps >= DAY]]]


def _shortest(begins: Sequence[int], number: int) -> int | None:
    """In how many days, rounded up, so many occasions lie at the closest."""
    if number < 1 or len(begins) < number:
        return None
    spans = [begins[n + number - 1] - begins[n] for n in range(len(begins) - number + 1)]
    return -(-min(spans) // DAY)
