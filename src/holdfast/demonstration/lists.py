"""Mail that programs send: newsletters on a timer, receipts, and sixty lists that somebody signed up for."""

from datetime import UTC, datetime, timedelta

import msgspec

from holdfast.demonstration.pieces import clock, days, dice, in_utc, later

BOMB_STARTS = "2025-08-21 20:11:00"
BOMB_MAILS = 60


class Bulk(msgspec.Struct, frozen=True):
    """One mail of a list. `charset` is how it is written on the wire."""

    at: datetime
    name: str
    mail: str
    subject: str
    text: str
    html: str = ""
    charset: str = "utf-8"
    list_id: str = ""
    label: str = "Category Updates"
    ip: str = "198.51.100.180"


def weekly() -> list[Bulk]:
    """A garden letter every Thursday at seven in UTC, give or take three seconds: a program sends it."""
    first = datetime(2025, 3, 6, 7, 0, 2, tzinfo=UTC)
    plants = ("peas", "broad beans", "chard", "foxgloves", "marigolds", "leeks", "currants")
    site = "https://garden.example.com"
    issues = []
    for number in range(31):
        moment = first + timedelta(weeks=number, seconds=(number * 5) % 4)
        plant = plants[number % len(plants)]
        text = f"This week in the garden: {plant}.\n\nWater in the morning. Rest in the shade."
        issues.append(
            Bulk(
                moment,
                "The Thursday Garden",
                "letter@garden.example.com",
                f"The Thursday Garden, no. {number + 101}: {plant}",
                text,
                html=f"<html><body><h1>This week: {plant}</h1><p>Water in the morning.</p>"
                f'<img src="{site}/open/{number + 101}.gif" width="1" height="1">'
                f'<p><a href="{site}/{plant.replace(" ", "-")}">Read on</a></p></body></html>',
                list_id="thursday.garden.example.com",
                label="Category Promotions",
            )
        )
    return issues


def japanese() -> list[Bulk]:
    """A monthly letter of a paper museum, in the old charset of Japanese mail."""
    return [
        Bulk(
            datetime(2025, month, 1, 0, 30, 11, tzinfo=UTC),
            "和紙の博物館",
            "news@washi.example.net",
            f"和紙だより {month}月号",
            f"いつもありがとうございます。\n\n{month}月の展示は「水と紙」です。ぜひお越しください。\n",
            charset="iso-2022-jp",
            list_id="news.washi.example.net",
        )
        for month in range(3, 11)
    ]


def receipts(seed: int) -> list[Bulk]:
    """Library notes, bus tickets, a bank that says a statement is ready."""
    chance = dice(seed, "receipts")
    kinds = (
        (
            "Town Buses",
            "tickets@buses.example.org",
            "Your ticket for {}",
            "Thank you for travelling. Route 41.",
        ),
        (
            "Corner Grocer",
            "orders@grocer.example.com",
            "Order {} is packed",
            "Your basket is ready to fetch.",
        ),
        ("Harbour Bank", "no-reply@bank.example.net", "Your statement of {}", "A new statement is ready."),
        (
            "Choir",
            "choir@singers.example.org",
            "Rehearsal on {}",
            "We begin at half past seven. Bring water.",
        ),
    )
    mails = []
    for day in days():
        if chance.random() < 0.62:
            continue
        name, mail, subject, text = kinds[chance.randrange(len(kinds))]
        moment = in_utc(day) + timedelta(seconds=chance.randint(7 * 3600, 20 * 3600))
        mails.append(Bulk(moment, name, mail, subject.format(f"{day:%d %B}"), text))
    return mails


_WELCOME = (
    "Please confirm your subscription",
    "Confirm your e-mail address",
    "One more step to join",
    "Bestätigen Sie Ihre Anmeldung",
    "Confirme su suscripción",
    "Confirmez votre inscription",
    "Potwierdź zapis na listę",
    "Conferma la tua iscrizione",
)
_SUBJECTS = (
    "kites",
    "soup",
    "tiles",
    "boats",
    "wool",
    "clocks",
    "bees",
    "maps",
    "bread",
    "chess",
    "ferns",
    "bells",
)


def sign_ups(seed: int) -> list[Bulk]:
    """Sixty confirmations from sixty senders in under an hour, and in the middle of them one that matters."""
    chance = dice(seed, "sign-ups")
    moment = clock(BOMB_STARTS)
    mails = []
    for number in range(BOMB_MAILS):
        moment = later(moment, minutes=chance.uniform(0.1, 1.5))
        what = _SUBJECTS[number % len(_SUBJECTS)]
        host = f"{what}{number // len(_SUBJECTS) + 1}.example.{('com', 'net', 'org')[number % 3]}"
        mails.append(
            Bulk(
                moment,
                f"The {what} letter",
                f"lists@{host}",
                _WELCOME[chance.randrange(len(_WELCOME))],
                f"You, or another, asked for the {what} letter. Open https://{host}/confirm to say yes.",
                list_id=f"{what}.{host}",
                ip=f"198.51.100.{100 + number}",
            )
        )
        if number == 37:
            mails.append(
                Bulk(
                    later(moment, minutes=0.2),
                    "Example Mail",
                    "security@accounts.example.org",
                    "Your recovery address was changed",
                    "Your recovery address was changed. If this was not you, open your settings.",
                )
            )
    return sorted(mails, key=lambda mail: mail.at)
