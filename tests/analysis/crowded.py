"""An invented case in which many things come at once: a flood, one text from many, a crowd, a birthday."""

import random

from holdfast.model.details import Details
from holdfast.model.event import Attachment
from holdfast.model.frame import Frame
from holdfast.model.look import Look, Pair
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame

MAYA = "mail:maya@example.com"
FLOOD = "mail:ten.thousand@example.net"
COPIERS = [f"mail:copy{n}@example.net" for n in range(4)]
CROWD = [f"mail:crowd{n}@example.net" for n in range(12)]
FRIENDS = [f"mail:friend{n}@example.org" for n in range(15)]

TEXT = "you will hear from all of us until you say in public what you did to him last summer"
GREETING = "happy birthday dear maya have a lovely day with cake and candles and good friends around"
WORDS = (
    "bread",
    "garden",
    "letter",
    "window",
    "river",
    "candle",
    "morning",
    "yellow",
    "evening",
    "spoon",
    "winter",
)


def crowded() -> Frame:
    """Sixty ordinary days with fifteen friends; every planted thing occurs once."""
    rng = random.Random(7)
    happenings = [
        Happening(
            at=START + rng.randrange(60 * DAY),
            by=rng.choice(FRIENDS),
            to=(MAYA,),
            text=" ".join(rng.choices(WORDS, k=12)),
        )
        for _ in range(240)
    ]
    happenings += [
        Happening(at=START + n * 4 * DAY, by=MAYA, to=(FRIENDS[n],), way="out", text="hello")
        for n in range(10)
    ]
    happenings += [
        Happening(at=START + 20 * DAY + n * 20_000, by=FLOOD, to=(MAYA,), text="answer") for n in range(150)
    ]
    for n, by in enumerate(COPIERS * 3):
        said = TEXT.split()
        said[n % len(said)] = f"word{n}"
        happenings.append(
            Happening(at=START + 30 * DAY + n * 7 * HOUR, by=by, to=(MAYA,), text=" ".join(said))
        )
    happenings += [
        Happening(
            at=START + 40 * DAY + n * 50 * MINUTE,
            by=by,
            to=(MAYA,),
            text=f"{' '.join(rng.choices(WORDS, k=6))} #liarmaya",
        )
        for n, by in enumerate(CROWD)
    ]
    happenings += [
        Happening(at=START + 50 * DAY + n * 40 * MINUTE, by=by, to=(MAYA,), text=f"{GREETING} from me {n}")
        for n, by in enumerate(FRIENDS)
    ]
    happenings += [
        *(
            Happening(
                at=START + n * DAY + 9 * HOUR, by="mail:on.the.hour@example.net", to=(MAYA,), text="tick"
            )
            for n in range(30)
        ),
        *(
            Happening(
                at=START + 45 * DAY + n * 2 * MINUTE,
                by=f"mail:lists@kites{n}.example.{('com', 'net', 'org')[n % 3]}",
                to=(MAYA,),
                subject=("Please confirm", "Bestätigen Sie Ihre Anmeldung", "確認してください")[n % 3],
                text=f"somebody asked for letter {n}",
                details=Details(fields={"List-Id": f"<{n}.example.org>"} if n % 2 else {}),
            )
            for n in range(24)
        ),
        Happening(
            at=START + 45 * DAY + 21 * MINUTE,
            by="mail:no-reply@bank.example.net",
            to=(MAYA,),
            subject="Something was changed",
            text="if this was not you, call us",
        ),
        Happening(
            at=START + 52 * DAY,
            by="mail:m4ya@example.net",
            to=(MAYA,),
            text="it is me",
            details=Details(fields={"Reply-To": "Maya <me@example.net>"}),
        ),
        Happening(at=START + 53 * DAY, by=MAYA, to=(FRIENDS[1],), way="out", text="see", details=_shows("1")),
        Happening(at=START + 54 * DAY, by=CROWD[3], to=(MAYA,), text="seen", details=_shows("2")),
        Happening(at=START + 55 * DAY, by="phone:+447700900123", service="phone", kind="call", way=""),
    ]
    looks = {name: Look(width=640, height=480) for name in ("1", "2")}
    return frame(happenings, looks=looks, pairs=(Pair("1", "2", 90, 12, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),))


def _shows(sha256: str) -> Details:
    return Details(attached=(Attachment(name=f"{sha256}.jpg", media_type="image/jpeg", sha256=sha256),))
