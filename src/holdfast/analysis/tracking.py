"""Pictures that a mail would load from elsewhere, and links that tell somebody who opened them.

*What it looks for.* In messages of accounts that do not say themselves that they are automatic: pictures with
an address that was made for this one mail, which tell whoever put them there when the mail is opened, and
from which IP address; links of services that note down who opens them; links that hold the person's own
address; and short links, which hide where they lead. Nothing is opened or loaded. What lists and shops send
is only counted.

*Why it matters.* Opening such a mail or link can tell somebody that the person is there, when, and from which
network. That is a reason not to open it, and to keep pictures in mails switched off.

*When it is wrong.* Nearly all mail of shops, clubs and services holds such pictures, and some of it does not
say that it is automatic. Mail programs for work put them into every mail, often without the writer knowing. A
picture in a signature may have an odd address. Short links are mostly just short.

*Source.* Looking at the addresses that are stored with the messages; a short list of services, as known in
November 2026. How often an account does it is compared with all others that write by hand (exact binomial,
corrected for all accounts).
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from holdfast.counting.addressed import host, is_logger, is_short, names, token
from holdfast.counting.automatic import says_automatic
from holdfast.counting.chance import at_least
from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import said

VERSION = "1"

_LISTED = 40
_SHORTEST = 5


@dataclass
class _Account:
    """What one account sent: rows by what stands in them, and its pictures by address."""

    messages: int = 0
    pictures: dict[str, list[int]] = field(default_factory=dict)
    pictured: list[int] = field(default_factory=list)
    logged: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """A picture with the same address in several mails was made for no one mail."""
        self.pictured = sorted({rows[0] for rows in self.pictures.values() if len(rows) == 1})

    def rows(self) -> list[int]:
        """Rows that hold anything but a short link, in order."""
        return sorted({*self.pictured, *self.logged, *self.named})


def find(frame: Frame) -> list[Finding]:
    """One finding about all such messages, or none."""
    contact = Contact(frame)
    accounts, automatic = _looked(contact)
    found = {by: one for by, one in accounts.items() if one.rows()}
    if not found:
        return []
    ranked = sorted(found, key=lambda by: (found[by].rows()[0], by))
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for one in found.values():
        mask[one.rows()] = True
    figures: dict[str, Scalar] = {
        "accounts": len(found),
        "messages": int(np.count_nonzero(mask)),
        "with_a_picture_for_one_mail": sum(len(one.pictured) for one in found.values()),
        "with_a_link_that_notes_who_opens_it": sum(len(one.logged) for one in found.values()),
        "with_a_link_that_holds_the_own_address": sum(len(one.named) for one in found.values()),
        "automatic_with_such_pictures": automatic,
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    return [
        Finding(
            rule="tracking",
            version=VERSION,
            parameters={"fewest_messages_for_statistics": FEWEST, "listed_at_most": _LISTED},
            says=said(
                "%(messages)s from %(accounts)s hold something by which somebody can learn that it was "
                "opened: %(pictures)s a picture with an address made for that mail, "
                "%(links)s a link of a service that notes who opens it, "
                "%(own)s a link with the person's own address in it. "
                "%(automatic)s of lists and programs hold such pictures too, as is usual.",
                messages=many(int(figures["messages"] or 0), "message"),
                accounts=many(len(found), "account"),
                pictures=figures["with_a_picture_for_one_mail"],
                links=figures["with_a_link_that_notes_who_opens_it"],
                own=figures["with_a_link_that_holds_the_own_address"],
                automatic=many(automatic, "message"),
            ),
            figures=figures,
            tables=(
                Table(
                    title="By account, in order of time",
                    columns=(
                        "account",
                        "messages",
                        "with a picture for one mail",
                        "of 100 messages of others",
                        "times in 1,000 that chance alone does this",
                        "with a link that notes who opens it",
                        "with a link that holds the own address",
                        "with short links",
                        "first",
                        "last",
                        "domains",
                    ),
                    rows=tuple(_row(contact, by, accounts) for by in ranked[:_LISTED]),
                ),
            ),
            otherwise=(
                "Many mail programs for work put such pictures into every mail, and the writer may not know.",
                "Most shops and clubs do it, and some do not say that they are automatic.",
                "Somebody may pass on a link without knowing what it does.",
            ),
            limits=(
                "Nothing was opened or loaded. Where a link leads is not known.",
                "An address that looks made for one reader may be the same for all.",
                "The list of services that note who opens a link is short; there are many more.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _looked(contact: Contact) -> tuple[dict[int, _Account], int]:
    """What every account that writes by hand sent, and how many automatic messages hold such pictures."""
    frame = contact.frame
    handles = [
        handle
        for key, is_mine in zip(frame.accounts, frame.mine.tolist(), strict=True)
        if is_mine and len(handle := key.partition(":")[2].casefold()) >= _SHORTEST
    ]
    accounts: dict[int, _Account] = defaultdict(_Account)
    automatic = 0
    for row in contact.rows(contact.inbound & (frame.by >= 0)).tolist():
        details = frame.details[row]
        pictures = [link for link in details.fields.get("Remote pictures", "").split("\n") if token(link)]
        if says_automatic(frame, row):
            automatic += bool(pictures)
            continue
        one = accounts[int(frame.by[row])]
        one.messages += 1
        links = (*details.links, *pictures)
        for link in dict.fromkeys(pictures):
            one.pictures.setdefault(link, []).append(row)
        for rows, is_so in (
            (one.logged, any(map(is_logger, links))),
            (one.named, any(names(link, handles) for link in links)),
            (one.short, any(map(is_short, details.links))),
        ):
            if is_so:
                rows.append(row)
        one.hosts.update(
            host(link) for link in links if token(link) or is_logger(link) or names(link, handles)
        )
    for one in accounts.values():
        one.settle()
    return accounts, automatic


def _row(contact: Contact, by: int, accounts: dict[int, _Account]) -> tuple[Scalar, ...]:
    one = accounts[by]
    rows = one.rows()
    others = [account for number, account in accounts.items() if number != by]
    messages = sum(account.messages for account in others)
    usual = (sum(len(account.pictured) for account in others) + 1) / (messages + 2)
    chance = None
    if one.messages >= FEWEST and messages >= FEWEST:
        chance = round(1_000 * min(1.0, len(accounts) * at_least(len(one.pictured), one.messages, usual)), 1)
    return (
        contact.account(by),
        one.messages,
        len(one.pictured),
        round(100 * usual, 1) if messages >= FEWEST else None,
        chance,
        len(one.logged),
        len(one.named),
        len(one.short),
        moment(contact, rows[0]),
        moment(contact, rows[-1]),
        ", ".join(sorted(one.hosts)[:5]),
    )
