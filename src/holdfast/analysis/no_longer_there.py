"""What is gone from a newer export: entries of a conversation that an older one of the same days still shows.

*What it looks for.* Where the same conversation was handed in twice, whether the export that goes on longer
still has everything that the other one has for the days that both cover. Two exports are compared only where
most of what one tells is told by the other at the same moment.

*Why it matters.* Somebody who takes a message back, or whose account is gone, can make it vanish from the
services of both sides. An export made before that still holds it, and shows when it was there.

*When it is wrong.* The person may have deleted it themselves, or the service may have tidied up. Two versions
of one program do not always export the same. A message that was changed stands in the newer export in its new
form, at its old time. Messages that vanish after a set time do so for everyone.

*Source.* Comparing the two exports, message by message.
"""

import numpy as np

from holdfast.counting.contact import Contact, many
from holdfast.counting.contact_tables import one_by_one
from holdfast.model.finding import Finding
from holdfast.model.frame import IN, OUT, Frame
from holdfast.model.sentence import said

VERSION = "1"


def find(frame: Frame) -> list[Finding]:
    """One finding about all that is gone, or none."""
    if not frame.gone.any():
        return []
    contact = Contact(frame)
    gone = int(np.count_nonzero(frame.gone))
    received = int(np.count_nonzero(frame.gone & (frame.direction == IN)))
    sent = int(np.count_nonzero(frame.gone & (frame.direction == OUT)))
    return [
        Finding(
            rule="no_longer_there",
            version=VERSION,
            parameters={"moments_that_must_agree": "half"},
            says=said(
                "%(entries)s in an older export of a conversation and not in a newer one of the same "
                "days: %(received)s received, %(sent)s sent by the person, %(gone)s where that is not "
                "known. Each shows which export it is from.",
                entries=many(gone, "entry is", "entries are"),
                received=received,
                sent=sent,
                gone=gone - received - sent,
            ),
            figures={
                "gone": gone,
                "received": received,
                "sent": sent,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=(one_by_one(contact, frame.gone),),
            otherwise=(
                "The person may have deleted it from their own device before the newer export.",
                "The service, or messages set to vanish after a time, may have removed it for everyone.",
                "The two exports may have been made by different versions of the program.",
            ),
            limits=(
                "Only conversations that were handed in at least twice can be compared.",
                "Who removed something, and when, is not in any export.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(frame.gone),
        )
    ]
