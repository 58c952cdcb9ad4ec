"""An invented case: one account before and after a stop notice, a new account, a newsletter, a friend."""

from holdfast.model.frame import Frame
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, local, marker

MAYA, ROWAN, FRESH, SHOP, FRIEND = (
    "mail:maya@example.com",
    "mail:rowan@example.org",
    "mail:night.heron@example.net",
    "mail:news@shop.example.com",
    "whatsapp:tilda",
)


def story() -> Frame:
    """Everything that a finding can say occurs in it at least once."""
    stop = local("2025-06-14 18:31")
    happenings = [
        *(Happening(at=START + i * 3 * DAY + 9 * HOUR, by=ROWAN, to=(MAYA,)) for i in range(30)),
        *(Happening(at=START + i * 9 * DAY + 11 * HOUR, by=MAYA, to=(ROWAN,), way="out") for i in range(10)),
        *(Happening(at=START + i * 7 * DAY + 5 * HOUR, by=SHOP, to=(MAYA,)) for i in range(40)),
        *(Happening(at=stop + i * 2 * DAY + 40 * MINUTE, by=ROWAN, to=(MAYA,)) for i in range(20)),
        *(
            Happening(at=stop + DAY + i * 20 * MINUTE, by=ROWAN, service="phone", kind="call")
            for i in range(9)
        ),
        *(Happening(at=stop + 5 * DAY + i * HOUR, by=FRESH, to=(MAYA,)) for i in range(4)),
        *(Happening(at=START + i * 30 * DAY, by=FRIEND, service="whatsapp") for i in range(12)),
        *(
            Happening(at=START + i * 30 * DAY + HOUR, by=MAYA, service="whatsapp", way="out")
            for i in range(12)
        ),
        Happening(at=stop, by=MAYA, to=(ROWAN,), way="out"),
        Happening(at=stop + 3 * DAY, by=ROWAN, to=(MAYA,), gone=True),
        Happening(at=local("2025-06-14 00:00"), by=ROWAN, precision="day"),
        Happening(at=None, by=ROWAN, precision="minute"),
        Happening(at=stop + DAY, by="", service="phone", kind="call"),
        Happening(at=stop + DAY, by="phone:+447700900123", service="phone", way=""),
        Happening(at=stop + 2 * DAY, by="", service="diary", kind="incident"),
    ]
    markers = (
        marker(stop, precision="minute", accounts=(ROWAN,)),
        marker(local("2025-07-05 00:00"), "block", "day"),
        marker(None, "police contact"),
        marker(
            local("2025-08-01 10:00"),
            "order",
            "minute",
            accounts=(ROWAN, FRESH),
            ends=local("2025-08-20 00:00"),
        ),
    )
    return frame(happenings, markers)
