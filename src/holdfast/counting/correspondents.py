"""With whom the person is in contact both ways: whoever writes to them and is written to."""

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact

FEWEST_EACH_WAY = 3
"""Fewer messages or calls in one of the directions are no exchange."""


def correspondents(contact: Contact) -> NDArray[np.bool_]:
    """For each account of the frame whether at least so many came from it and went to it.

    An own message without an addressee went to the one who writes in its conversation, if only one does.
    """
    frame, size = contact.frame, len(contact.frame.accounts)
    came = contact.inbound & (frame.by >= 0)
    incoming = np.bincount(frame.by[came], minlength=size)
    outgoing = np.zeros(size, dtype=np.int64)
    partner = _partners(contact)
    for row in np.flatnonzero(contact.outbound).tolist():
        for account in frame.to[row] or partner.get(int(frame.thread[row]), ()):
            outgoing[account] += 1
    both: NDArray[np.bool_] = (incoming >= FEWEST_EACH_WAY) & (outgoing >= FEWEST_EACH_WAY) & ~frame.mine
    return both


def _partners(contact: Contact) -> dict[int, tuple[int]]:
    """The one account that writes in a conversation, of conversations in which only one does."""
    frame = contact.frame
    rows = np.flatnonzero(contact.inbound & (frame.by >= 0) & (frame.thread > 0))
    pairs = np.unique(np.stack((frame.thread[rows], frame.by[rows])), axis=1)
    threads, places, counts = np.unique(pairs[0], return_index=True, return_counts=True)
    alone = counts == 1
    return {
        int(thread): (int(pairs[1][place]),)
        for thread, place in zip(threads[alone].tolist(), places[alone].tolist(), strict=True)
    }
