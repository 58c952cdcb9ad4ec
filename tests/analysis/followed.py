"""An invented case of somebody who follows: a website that is looked at daily, sign-ins, people around, a
street."""

import random

from holdfast.model.details import Details
from holdfast.model.event import Address, Attachment
from holdfast.model.fact import Fact
from holdfast.model.frame import Frame
from holdfast.model.relation import Relation
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, marker

MAYA = "mail:maya@example.com"
PHOTOS = "instagram:maya.photos"
ROWAN = "mail:rowan@example.org"
TILDA = "mail:tilda@example.net"
OFFICE = "mail:office@work.example.com"
STRANGER = "x:night.heron"
WATCHER = "203.0.113.7"
GUESSER = "2001:db8::dead:1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"
ODD = "Mozilla/5.0 (Windows NT 6.1) Rare/3.2"

CLAIM = "she lied to everyone about what she did to her own sister last summer and now she plays innocent"


def visit(
    at: int, ip: str, page: str, agent: str = FIREFOX, status: str = "200", referer: str = ""
) -> Happening:
    """One line of the website's log."""
    fields = {"agent": agent, "status": status} | ({"referer": referer} if referer else {})
    return Happening(
        at=at,
        by=f"web:{ip}",
        service="web",
        kind="visit",
        way="",
        text=f"{'POST' if status == '403' else 'GET'} {page} HTTP/1.1",
        details=Details(fields=fields, addresses=(Address(ip=ip, said_by="the web server"),)),
    )


def visits(days: int = 60) -> list[Happening]:
    """Ordinary readers, one who comes daily to the photos, one whose address changes, one who guesses."""
    rng = random.Random(11)
    pages = [f"/post/{n}" for n in range(40)] + ["/", "/", "/about", "/photos/"]
    found = [
        visit(START + rng.randrange(days * DAY), f"192.0.2.{rng.randrange(1, 40)}", rng.choice(pages))
        for _ in range(1200)
    ]
    found += [visit(START + n * DAY + 21 * HOUR, WATCHER, "/photos/") for n in range(days)]
    found += [
        visit(START + n * DAY + 6 * HOUR, f"198.51.100.{1 + n // 7}", "/about", ODD) for n in range(days)
    ]
    found += [visit(START + 30 * DAY + n * MINUTE, GUESSER, "/wp-login.php", status="403") for n in range(12)]
    found += [
        visit(START + n * HOUR, "198.51.100.200", f"/post/{n}", "python-requests/2.31") for n in range(30)
    ]
    asked = "https://www.google.com/search?q=maya+lind+new+address"
    found += [visit(START + n * 9 * DAY, "192.0.2.77", "/about", referer=asked) for n in range(3)]
    found.append(visit(START, "192.0.2.9", "/search?q=kestrel%20lane&x=1"))
    return found


def sign_in(at: int, ip: str, agent: str = "Telephone 1") -> Happening:
    """Somebody signed in to the account of the photos."""
    return Happening(
        at=at,
        by="",
        to=(PHOTOS,),
        service="instagram",
        kind="sign-in",
        way="",
        details=Details(fields={"User Agent": agent}, addresses=(Address(ip=ip, said_by="Instagram"),)),
    )


def sign_ins() -> list[Happening]:
    """One home network for two months, one train, and one network that stays from day 40 on."""
    found = [sign_in(START + n * 3 * DAY, f"192.0.2.{n + 1}") for n in range(20)]
    found.append(sign_in(START + 25 * DAY, "198.51.100.9"))
    found += [sign_in(START + (40 + n * 4) * DAY, WATCHER, "Another browser") for n in range(5)]
    changed = Details(fields={"entry": "password changed"})
    found.append(
        Happening(
            at=START + 40 * DAY + HOUR,
            by="",
            to=(PHOTOS,),
            service="instagram",
            kind="notice",
            way="",
            details=changed,
        )
    )
    return found


def followed() -> Frame:
    """Everything that these rules can say occurs in it."""
    placed = (Attachment(name="balcony.jpg", sha256="ab" * 32),)
    happenings = [
        *visits(),
        *sign_ins(),
        *(Happening(at=START + n * 4 * DAY, by=ROWAN, to=(MAYA,), text="hello again") for n in range(20)),
        *(
            Happening(at=START + 80 * DAY + n * DAY // 2, by=ROWAN, to=(MAYA,), text="answer me")
            for n in range(120)
        ),
        *(
            Happening(at=START + n * 5 * DAY, by=MAYA, to=(TILDA,), way="out", text="all is well")
            for n in range(20)
        ),
        *(Happening(at=START + n * 6 * DAY, by=TILDA, to=(MAYA,), text="how are you") for n in range(20)),
        Happening(at=START + 30 * DAY, by=ROWAN, to=(MAYA, TILDA, OFFICE), text=CLAIM),
        Happening(at=START + 31 * DAY, by=TILDA, to=(MAYA,), text=f"look what came: {CLAIM}"),
        Happening(at=START + 33 * DAY, by=STRANGER, service="x", kind="post", way="in", text=CLAIM + " !!"),
        Happening(at=START + 34 * DAY, by=ROWAN, to=(MAYA,), text="stop harassing me, I am the victim here"),
        Happening(at=START + 35 * DAY, by=OFFICE, to=(MAYA,), text="we have received a complaint about you"),
        Happening(at=START + 36 * DAY, by=MAYA, to=(ROWAN,), way="out", text="stop threatening me"),
        Happening(
            at=START + 50 * DAY, by=ROWAN, to=(MAYA,), text="nice curtains on KESTREL  Lane, number nine"
        ),
        Happening(at=START + 51 * DAY, by=ROWAN, to=(MAYA,), text="the plate AB12 CDE suits you"),
        Happening(at=START + 52 * DAY, by=TILDA, to=(MAYA,), text="see you in kestrel lane"),
        Happening(
            at=START + 40 * DAY,
            by="mail:maya@example.com",
            to=(ROWAN,),
            way="out",
            text="look",
            details=Details(attached=placed),
        ),
        Happening(
            at=START + 39 * DAY,
            by="",
            service="photo",
            kind="picture",
            way="",
            details=Details(attached=placed, fields={"private:exif:GPS position": "51.5, -0.1"}),
        ),
        *(
            Happening(at=START + n * 2 * DAY + 9 * HOUR, by=MAYA, kind="post", service="x", way="out")
            for n in range(30)
        ),
        *(
            Happening(
                at=START + n * 2 * DAY + 9 * HOUR + 4 * MINUTE,
                by="x:first.to.answer",
                service="x",
                kind="comment",
            )
            for n in range(30)
        ),
        *(
            Happening(
                at=START + n * 7 * DAY + HOUR,
                by="",
                service="incident log",
                kind="incident",
                way="",
                text=said,
            )
            for n, said in enumerate(
                ("he stood outside my door", "flowers on the car", "a bad dream", *["followed me"] * 7)
            )
        ),
        *(Happening(at=START + 70 * DAY + n * MINUTE, by=ROWAN, to=(MAYA,), text="now") for n in range(40)),
        Happening(
            at=START + 69 * DAY + 20 * HOUR, by=MAYA, to=(ROWAN,), way="out", text="please leave me be"
        ),
        *(
            Happening(
                at=START + (60 + 10 * n) * DAY,
                by=f"{channel}:maya",
                service=channel,
                way="out",
                text="I am here",
            )
            for n, channel in enumerate(("signal", "telegram"))
        ),
        *(
            Happening(
                at=START + (60 + 10 * n) * DAY + k * 9 * HOUR,
                by=f"{channel}:{name}",
                service=channel,
                text="hi",
            )
            for n, channel in enumerate(("signal", "telegram"))
            for k, name in enumerate(("r0wan.ash", *(f"friend.{channel}{m}" for m in range(11))), 1)
        ),
        Happening(
            at=START + 56 * DAY,
            by=ROWAN,
            to=(MAYA,),
            text="look at this",
            details=Details(
                links=("https://grabify.link/AB12CD", "https://www.example.com/x?to=maya%40example.com"),
                fields={"Remote pictures": "https://t.example.org/open/a1b2c3d4e5f6g7.gif"},
            ),
        ),
        Happening(at=START + 55 * DAY, by="phone:+447700900123", service="phone", kind="call", way=""),
    ]
    return frame(
        happenings,
        (marker(START + 79 * DAY, "block", "day", accounts=(ROWAN,)),),
        mine=(MAYA, PHOTOS, "signal:maya", "telegram:maya"),
        relations=(Relation(account=TILDA, kind="friend"), Relation(account=OFFICE, kind="work")),
        facts=(
            Fact(id="1", kind="place", words="Kestrel Lane"),
            Fact(id="2", kind="plate", words="AB12 CDE"),
            Fact(id="3", kind="plan", words="sailing course"),
            Fact(id="4", kind="other", words="ab"),
        ),
    )
