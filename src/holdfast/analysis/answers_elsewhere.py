"""Mails whose answer goes elsewhere than to where they are from, and mails that failed their checks.

*What it looks for.* Incoming mails with a `Reply-To` that is not the address in `From`, by sender and by
where the answer goes. Beside them, mails in the name of the person's own address, or of somebody they write
with, for which a server noted that the checks of the sender failed (DMARC, or SPF and DKIM without any that
passed). Lists, newsletters and other programs are counted and left out.

*Why it matters.* Anybody can write any name and address into `From`. Who writes in another's name often needs
the answer at an address of their own, and the checks of the sender then often fail.

*When it is wrong.* Forms on websites, help desks, assistants and clubs have answers sent elsewhere as a
matter of course. Forwarding and mailing lists break the checks. The line about the checks can be forged too:
it only says something where the person's own provider wrote it, which the page of each mail shows.

*Source.* RFC 5322, section 3.6.2 (Reply-To); RFC 8601 (Authentication-Results); RFC 7489 (DMARC).
"""

import re
from collections import defaultdict

import numpy as np

from holdfast.counting.contact import Contact, many, yes_or_no
from holdfast.counting.correspondents import FEWEST_EACH_WAY, correspondents
from holdfast.counting.identities import is_program
from holdfast.counting.tally import moment
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import phrase, said

VERSION = "1"

_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+")
_DMARC = re.compile(r"\bdmarc\s*=\s*fail", re.IGNORECASE)
_FAILED = re.compile(r"\b(?:spf|dkim)\s*=\s*(?:soft|hard)?fail", re.IGNORECASE)
_PASSED = re.compile(r"\b(?:spf|dkim)\s*=\s*pass", re.IGNORECASE)


class _Mails:
    """All mails that came in, or are in the person's own name, looked through once."""

    def __init__(self, contact: Contact) -> None:
        self.elsewhere: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.failed: dict[int, list[int]] = defaultdict(list)
        self.programs = 0
        frame = contact.frame
        known = correspondents(contact) | frame.mine
        mail = frame.services.index("mail") if "mail" in frame.services else -1
        own = {frame.handles[a].casefold() for a in np.flatnonzero(frame.mine).tolist()}
        looked = contact.every & (frame.service == mail) & (frame.by >= 0)
        for row in np.flatnonzero(looked).tolist():
            fields, by = frame.details[row].fields, int(frame.by[row])
            if known[by] and _has_failed(fields.get("Authentication-Results", "")):
                self.failed[by].append(row)
            if not contact.inbound[row] or "Reply-To" not in fields:
                continue
            answers = {one.casefold() for one in _ADDRESS.findall(fields["Reply-To"])} - own
            if answers and frame.handles[by].casefold() not in answers:
                if is_program(frame, by, row):
                    self.programs += 1
                else:
                    self.elsewhere[by, ", ".join(sorted(answers))].append(row)


def find(frame: Frame) -> list[Finding]:
    """One finding about both, or none."""
    contact = Contact(frame)
    mails = _Mails(contact)
    if not (mails.elsewhere or mails.failed):
        return []
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for rows in (*mails.elsewhere.values(), *mails.failed.values()):
        mask[rows] = True
    away = sum(map(len, mails.elsewhere.values()))
    failed = sum(map(len, mails.failed.values()))
    both = correspondents(contact)
    tables = []
    if mails.elsewhere:
        tables.append(
            Table(
                title="Mails whose answer goes elsewhere",
                columns=(
                    "account",
                    "the answer goes to",
                    "the person writes with it",
                    "mails",
                    "first",
                    "last",
                ),
                rows=tuple(
                    (contact.account(by), to, yes_or_no(bool(both[by])), *_span(contact, rows))
                    for (by, to), rows in sorted(mails.elsewhere.items(), key=lambda one: -len(one[1]))
                ),
            )
        )
    if mails.failed:
        tables.append(
            Table(
                title="Mails in a known name that failed a server's checks",
                columns=("account", "is the person's own", "mails", "first", "last"),
                rows=tuple(
                    (contact.account(by), yes_or_no(bool(frame.mine[by])), *_span(contact, rows))
                    for by, rows in sorted(mails.failed.items(), key=lambda one: -len(one[1]))
                ),
            )
        )
    return [
        Finding(
            rule="answers_elsewhere",
            version=VERSION,
            parameters={"fewest_each_way": FEWEST_EACH_WAY},
            says=said(
                "The answer to %(away)s goes to another address than the one in `From`. For "
                "%(failed)s in the name of the person, or of somebody they write with, a server noted "
                "that the checks of the sender failed. Both are consistent with mail that is not from "
                "whom it names, and with forms, forwarding and lists.",
                away=many(away, "incoming mail", "incoming mails"),
                failed=many(failed, "mail", "mails"),
            ),
            figures={
                "answer_goes_elsewhere": away,
                "failed_checks": failed,
                "programs_left_out": mails.programs,
                "undecided_direction": int(np.count_nonzero(contact.undecided)),
            },
            tables=tuple(tables),
            otherwise=(
                "Help desks, forms on websites and assistants have answers sent to another address.",
                "People with several addresses choose one for answers.",
                "Forwarded mail and mail through lists fails these checks, though it is what it says.",
            ),
            limits=(
                "Anybody can write a line about checks. Each mail shows whether the own provider wrote it.",
                "Many mails, and most that the person sent, hold no such line at all.",
                said(
                    "Mails by lists and programs whose answer goes elsewhere, left out: %(programs)s.",
                    programs=mails.programs,
                ),
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _has_failed(results: str) -> bool:
    """Whether the topmost line says that DMARC failed, or SPF or DKIM did and neither passed."""
    last = results.partition("\n")[0]
    return bool(_DMARC.search(last)) or (bool(_FAILED.search(last)) and not _PASSED.search(last))


def _span(contact: Contact, rows: list[int]) -> tuple[Scalar, ...]:
    timed = [row for row in rows if contact.timed[row]]
    if not timed:
        return len(rows), phrase("time not known"), phrase("time not known")
    return len(rows), moment(contact, timed[0]), moment(contact, timed[-1])
