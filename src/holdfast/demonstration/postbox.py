"""All mail of the story in the shapes it is exported in: a mailbox, a saved message, a folder of files."""

import re
from datetime import datetime, timedelta

import msgspec

from holdfast.demonstration import daily, lists, people, pictures
from holdfast.demonstration.letters import COURSE, STOP_SUBJECT, Letter
from holdfast.demonstration.mail import Mail, encoded, thread_number, whole
from holdfast.demonstration.people import EVENINGS, MAYA, WELLWISHER, Person
from holdfast.demonstration.pieces import LAST_DAY, at, clock, days, dice, in_utc

_OLD_TEXTS = (
    "Te mando las fotos de la abuela 👵",
    "Twice as much lemon as it says.",
    "Can you bring chairs?",
)
_SPAM = {"Your place on the course", "From a friend (2)"}


def mailbox(seed: int) -> list[Mail]:
    """Every mail of the account in order of time, as the provider holds them."""
    mails = [_letter(letter) for letter in COURSE]
    mails += [
        _bulk(bulk)
        for bulk in (*lists.weekly(), *lists.japanese(), *lists.receipts(seed), *lists.sign_ups(seed))
    ]
    mails += _friends(seed) + _work(seed)
    return sorted(mails, key=lambda mail: (mail.at.timestamp(), mail.number))


def takeout(seed: int) -> bytes:
    """The mailbox file of an account export, with labels and conversation numbers."""
    return b"".join(_entry(mail) for mail in mailbox(seed))


def saved() -> Mail:
    """The one mail that was also saved by hand: it is in the mailbox as well."""
    return next(_letter(letter) for letter in COURSE if letter.subject == "Saw your light on")


def damaged() -> bytes:
    """A mail whose file broke off in the middle of a picture, with a charset that nobody knows."""
    text = whole(
        Mail(
            at=clock("2025-07-30 09:15:00"),
            by=people.COLLEAGUE,
            to=MAYA,
            subject="Picture of the new shelf",
            text="Here is the new shelf.",
            attached=(("shelf.jpg", "image/jpeg", pictures.small_jpeg((120, 90, 60), 96)),),
        )
    )
    return text.replace(b'charset="UTF-8"', b'charset="x-shelfmark-9"')[: len(text) * 2 // 3]


def folder(seed: int) -> dict[str, bytes]:
    """A small Maildir of an old account, by path: the unique name carries flags after ":2,"."""
    chance = dice(seed, "maildir")
    found = {}
    for number in range(12):
        moment = clock("2025-03-05 10:00:00") + timedelta(days=number * 13, minutes=chance.randint(0, 300))
        by = (people.LUCIA, people.INGRID, people.NEIGHBOUR)[number % 3]
        mail = Mail(
            at=moment,
            by=by,
            to=Person(name="Maya", mail="maya@old.example.org"),
            subject=("Fotos", "Recipe", "Street party")[number % 3],
            text=f"{_OLD_TEXTS[number % 3]}\n\n{by.name}, {moment:%d/%m}",
        )
        seen = number < 10
        name = f"{int(moment.timestamp())}.M{number:06d}P1{number:03d}.mailhost.example.org"
        found[f"Maildir/cur/{name}:2,S" if seen else f"Maildir/new/{name}"] = whole(mail).replace(
            b"\r\n", b"\n"
        )
    return found


def _entry(mail: Mail) -> bytes:
    stamp = f"{in_utc(mail.at):%a %b %d %H:%M:%S +0000 %Y}"
    labels = encoded(",".join(mail.labels))
    head = (
        f"From {mail.number}@xxx {stamp}\r\nX-GM-THRID: {thread_number(mail)}\r\nX-Gmail-Labels: {labels}\r\n"
    )
    body = re.sub(rb"(?m)^(>*From )", rb">\1", whole(mail))
    return head.encode("ascii") + body + b"\r\n"


def _letter(letter: Letter) -> Mail:
    mine = letter.by is MAYA
    mail = Mail(
        at=clock(letter.at),
        by=letter.by,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        labels=("Sent",) if mine else ("Inbox", "Opened", "Category Personal"),
        thread=letter.subject.removeprefix("Re: "),
        behind=0 if mine else 2,
    )
    if letter.subject in _SPAM and letter.by in (EVENINGS, WELLWISHER):
        mail = msgspec.structs.replace(mail, labels=("Spam", "Unread"))
    if letter.subject == "The window":
        bowl = ("window.jpg", "image/jpeg", pictures.small_jpeg((60, 90, 150)))
        mail = msgspec.structs.replace(mail, attached=(bowl,))
    if letter.subject == STOP_SUBJECT:
        mail = msgspec.structs.replace(mail, labels=("Sent", "Important", "Starred"))
    if letter.by is EVENINGS:
        shown = letter.text.replace("reminder,", "<b>Reminder:</b>")
        mail = msgspec.structs.replace(mail, html=f"<html><body><p>{shown}</p></body></html>")
    return mail


def _bulk(bulk: lists.Bulk) -> Mail:
    return Mail(
        at=bulk.at,
        by=Person(name=bulk.name, mail=bulk.mail, ip=bulk.ip),
        to=MAYA,
        subject=bulk.subject,
        text=bulk.text,
        html=bulk.html,
        charset=bulk.charset,
        labels=("Inbox", "Unread", bulk.label),
        list_id=bulk.list_id,
    )


def _friends(seed: int) -> list[Mail]:
    chance = dice(seed, "friends")
    mails = []
    for day in days():
        if chance.random() < 0.72:
            continue
        who, subject, words = daily.FRIEND_MAILS[chance.randrange(len(daily.FRIEND_MAILS))]
        friend: Person = getattr(people, who)
        text = words.format(date=f"{day + timedelta(days=3):%d.%m}", thing=chance.choice(daily.THINGS))
        moment = at(day, chance.randint(9, 20), chance.randint(0, 59), chance.randint(0, 59))
        charset = "koi8-r" if who == "DARYA" else "utf-8"
        labels = ("Inbox", "Opened", "Große Pläne") if who == "LUCIA" else ("Inbox", "Opened")
        mails.append(
            Mail(at=moment, by=friend, to=MAYA, subject=subject, text=text, charset=charset, labels=labels)
        )
        if chance.random() < 0.5:
            answer = at(day, 21, chance.randint(0, 59), chance.randint(0, 59))
            words = "Lovely, yes. I will ring you.\n\nFrom my bed, with tea,\nMaya"
            mails.append(
                Mail(
                    at=answer,
                    by=MAYA,
                    to=friend,
                    subject=f"Re: {subject}",
                    text=words,
                    labels=("Sent",),
                    thread=f"{friend.mail}/{subject}",
                    behind=0,
                )
            )
    return mails


def _work(seed: int) -> list[Mail]:
    chance = dice(seed, "work")
    told: list[tuple[datetime, Person, str, str]] = [
        (clock(written), people.BETTINA, subject, text) for written, subject, text in daily.ASKED
    ]
    for day in days():
        if day.weekday() == 4 and day < LAST_DAY:
            subject, text = daily.WORK_MAILS[chance.randrange(len(daily.WORK_MAILS))]
            shift = chance.choice(("early shift", "late shift"))
            text = text.format(date=f"{day + timedelta(days=3):%d %B}", shift=shift)
            told.append((at(day, 16, chance.randint(0, 59)), people.BETTINA, subject, text))
        if day.day == 2:
            subject, text = daily.LANDLORD_MAILS[day.month % 2]
            told.append((at(day, 9, 5), people.LANDLORD, subject, text.format(month=f"{day:%B}")))
    told += [
        (clock(written), getattr(people, who), subject, text)
        for written, who, subject, text in daily.NEWCOMER_MAILS
    ]
    return [
        Mail(at=moment, by=by, to=MAYA, subject=subject, text=text, labels=("Inbox", "Opened"))
        for moment, by, subject, text in told
    ]
