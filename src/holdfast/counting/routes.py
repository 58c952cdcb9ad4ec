"""Ways of contact: an account on a channel, and when the record first shows it."""

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, Mask
from holdfast.counting.tally import Tally, moment, tallies
from holdfast.formats.dates import Length
from holdfast.model.finding import Table


class Routes:
    """Every account that writes, or is written to, on every channel on which it does so.

    A route is numbered account * number of channels + channel. An unknown author is no route.
    """

    def __init__(self, contact: Contact) -> None:
        """Goes over all messages and calls once, whichever way they went."""
        self._contact, self._frame = contact, contact.frame
        frame = contact.frame
        self._wide = len(frame.services)
        self._mine = np.concatenate((frame.mine, [True]))  # An unknown author, -1, picks the last place.
        rows, accounts = self._sightings()
        self._routes, place = np.unique(
            accounts * self._wide + frame.service[rows].astype(np.int64), return_inverse=True
        )
        timed = contact.timed[rows]
        endless = np.iinfo(np.int64).max
        # The first sighting begins no earlier than `begins`, and has surely happened once `happened` is over.
        self._begins = np.full(len(self._routes), endless)
        self._happened = self._begins.copy()
        np.minimum.at(self._begins, place[timed], frame.at[rows[timed]])
        np.minimum.at(self._happened, place[timed], contact.latest[rows[timed]])
        self._untimed = np.bincount(place[~timed], minlength=len(self._routes)) > 0

    def new_since(self, earliest: int, latest: int, after: Mask) -> tuple[Table, int]:
        """Routes surely first seen after a line that lies between these instants, and how many more may be.

        Only routes on which something came in (`after`: rows known to have come in after the line).
        """
        contact, frame = self._contact, self._frame
        rows = contact.rows(after & ~self._mine[frame.by])
        used = tallies(contact, rows, frame.by[rows].astype(np.int64) * self._wide + frame.service[rows])
        used.sort(key=lambda t: (int(frame.at[t.first]), t.group))
        place = np.searchsorted(self._routes, np.array([t.group for t in used], dtype=np.int64))
        old = self._happened[place] < earliest
        new = (self._begins[place] > latest) & ~self._untimed[place]
        fresh = [t for t, is_new in zip(used, new.tolist(), strict=True) if is_new]
        table = Table(
            title="Ways of contact first seen after it",
            columns=(
                "account",
                "channel",
                "first message or call",
                "how long after it, at least",
                "messages and calls",
                "the record of this channel begins",
            ),
            rows=tuple(self._row(t, latest) for t in fresh),
        )
        return table, int(np.count_nonzero(~old & ~new))

    def _row(self, t: Tally, latest: int) -> tuple[str | int, ...]:
        account, channel = divmod(t.group, self._wide)
        return (
            self._contact.account(account),
            self._frame.services[channel],
            moment(self._contact, t.first),
            Length(int(self._frame.at[t.first]) - latest),
            t.items,
            self._begin(channel),
        )

    def _begin(self, channel: int) -> str:
        """A channel whose record only begins after the line may have been in use before."""
        rows = self._contact.rows(self._contact.every & (self._frame.service == channel))
        return moment(self._contact, int(rows[0]))

    def _sightings(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Every mention of an account as author or addressee: its row, and the account."""
        frame, every = self._frame, self._contact.every
        n = len(frame.ids)
        widths = np.fromiter(map(len, frame.to), dtype=np.int64, count=n)
        to = np.fromiter(chain.from_iterable(frame.to), dtype=np.int64, count=int(widths.sum()))
        rows = np.concatenate((np.arange(n), np.repeat(np.arange(n), widths)))
        accounts = np.concatenate((frame.by.astype(np.int64), to))
        wanted = every[rows] & (accounts >= 0)
        return rows[wanted], accounts[wanted]
