"""Many accounts that had never written before come within days, and share words hardly anybody else uses.

*What it looks for.* At least eight accounts whose first entry lies within three days, and has a word, a
tag or a link that nearly nobody else in this record uses. For each such crowd: how many accounts, in what
time, how much they wrote, and the earliest entry with one of the shared words, which may be the one that
called them. Accounts that all send one and the same text are told under *the same text* instead.

*Why it matters.* Somebody who calls on others can make hundreds of strangers write at once. Those who were
called need not know what it is about. The one who calls and those who come are told apart.

*When it is wrong.* News, a post that many people saw, a raffle or an event bring many new people with the
same tag. At the beginning of a record everybody is new. Who called whom, outside of this record, cannot be
seen.

*Source.* Counting first entries and the words in them. E. Mariconti and others, "You know what to do" (2019),
describe how such attacks run. Measured with `bench/evaluate.py` on twenty invented archives of 10,000 entries
(five seeds, four channels) by which nothing was chosen: of 2,998 accounts of planted crowds 2,977 were found,
and no other. In one archive of 100,000 the friends of one birthday were taken for a crowd; since then four in
five of the entries with a word must be the crowd's.
"""

import numpy as np

from holdfast.counting.contact import Contact, many, yes_or_no
from holdfast.counting.copies import near_copies
from holdfast.counting.newcomers import FEWEST_TOGETHER, OWN, SPAN, Crowd, crowds
from holdfast.counting.tally import moment
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import said

VERSION = "2"


def find(frame: Frame) -> list[Finding]:
    """One finding about all crowds, or none."""
    contact = Contact(frame)
    found = [crowd for crowd in crowds(frame) if not _is_one_text(frame, crowd)]
    if not found:
        return []
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for crowd in found:
        mask[crowd.rows] = True
        mask[crowd.first] = True
    accounts = sum(len(crowd.accounts) for crowd in found)
    return [
        Finding(
            rule="pile_ons",
            version=VERSION,
            parameters={
                "fewest_accounts": FEWEST_TOGETHER,
                "within_days": SPAN // DAY,
                "own_share_of_words": OWN,
            },
            says=said(
                "%(times)s at least %(fewest)s accounts that had never written before came "
                "within %(days)s days of each other, %(accounts)s accounts in all, and used words that "
                "hardly anybody else in this record uses. They came together; whether somebody called "
                "them cannot be seen from this alone.",
                times=many(len(found), "time", "times"),
                fewest=FEWEST_TOGETHER,
                days=SPAN // DAY,
                accounts=accounts,
            ),
            figures={
                "crowds": len(found),
                "accounts": accounts,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(
                Table(
                    title="Each crowd",
                    columns=(
                        "from",
                        "until",
                        "accounts",
                        "entries",
                        "earliest entry with a shared word",
                        "that entry",
                        "its account",
                        "is of the crowd",
                    ),
                    rows=tuple(_row(contact, crowd) for crowd in found),
                ),
            ),
            otherwise=(
                "News, a post that many people saw, or an event bring many new people at once.",
                "A game, a raffle or a campaign makes people use the same tag.",
                "Friends of a friend may write because they were worried.",
            ),
            limits=(
                "The first three days of a record are left out, because every account is new then.",
                "People in a crowd are bystanders until something else shows otherwise.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _is_one_text(frame: Frame, crowd: Crowd) -> bool:
    """Whether most of the crowd sends one text: that is told of by another rule."""
    groups = near_copies([frame.text[row] for row in crowd.rows])
    senders = {int(frame.by[crowd.rows[place]]) for group in groups for place in group}
    return len(senders) * 2 > len(crowd.accounts)


def _row(contact: Contact, crowd: Crowd) -> tuple[Scalar, ...]:
    frame = contact.frame
    caller = int(frame.by[crowd.first])
    return (
        moment(contact, crowd.rows[0]),
        moment(contact, crowd.rows[-1]),
        len(crowd.accounts),
        len(crowd.rows),
        moment(contact, crowd.first),
        frame.ids[crowd.first][:8],
        contact.account(caller),
        yes_or_no(caller in crowd.accounts),
    )
