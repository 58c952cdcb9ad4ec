"""Tables of contact: by account, by channel, by both, and one by one."""

import numpy as np

from holdfast.counting.contact import Contact, Mask, yes_or_no
from holdfast.counting.tally import COLUMNS, moment_if_known, tallies
from holdfast.model.finding import Table
from holdfast.model.sentence import phrase, said


def by_account_and_channel(
    contact: Contact, mask: Mask, title: str, named: frozenset[str] = frozenset()
) -> list[Table]:
    """Three tables of these rows, the most first; none where no row has a known time.

    With `named` account keys, a column says which accounts are among them.
    """
    frame = contact.frame
    rows = contact.rows(mask)
    if not len(rows):
        return []
    by, service = frame.by[rows].astype(np.int64), frame.service[rows].astype(np.int64)
    wide = len(frame.services)
    heading = (phrase("named with it"),) if named else ()

    def account(place: int) -> tuple[str, ...]:
        shown = contact.account(place)
        if not named:
            return (shown,)
        return (shown, yes_or_no(place >= 0 and frame.accounts[place] in named))

    return [
        Table(
            title=said("%(what)s, by account", what=phrase(title)),
            columns=("account", *heading, *COLUMNS),
            rows=tuple((*account(t.group), *t.cells(contact)) for t in tallies(contact, rows, by)),
        ),
        Table(
            title=said("%(what)s, by channel", what=phrase(title)),
            columns=("channel", *COLUMNS),
            rows=tuple((frame.services[t.group], *t.cells(contact)) for t in tallies(contact, rows, service)),
        ),
        Table(
            title=said("%(what)s, by account and channel", what=phrase(title)),
            columns=("account", *heading, "channel", *COLUMNS),
            rows=tuple(
                (*account(t.group // wide), frame.services[t.group % wide], *t.cells(contact))
                for t in tallies(contact, rows, by * wide + service)
            ),
        ),
    ]


def one_by_one(contact: Contact, mask: Mask) -> Table:
    """These rows as a list in order of time, those without a known time at the end."""
    frame = contact.frame
    rows = [*contact.rows(mask).tolist(), *np.flatnonzero(mask & ~contact.timed).tolist()]
    return Table(
        title="Each of them",
        columns=("when", "account", "channel", "kind"),
        rows=tuple(
            (
                moment_if_known(contact, row),
                contact.account(int(frame.by[row])),
                frame.services[frame.service[row]],
                phrase(frame.kinds[frame.kind[row]]),
            )
            for row in rows
        ),
    )
