"""Pictures and links that tell who opened a message: told of people who write by hand, counted of lists."""

from holdfast.analysis import tracking
from holdfast.counting.addressed import host, names, token
from holdfast.counting.automatic import registered
from holdfast.formats.mail import read
from holdfast.formats.markup import pictures_in_page
from holdfast.model.details import Details
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from tests.analysis.frames import DAY, START, Happening, frame

ROWAN, TILDA, SHOP, MAYA = (
    "mail:rowan@example.org",
    "mail:tilda@example.net",
    "mail:a@shop.example.com",
    "mail:maya@example.com",
)


def mail(n: int, by: str = ROWAN, picture: str = "", links: tuple[str, ...] = (), **fields: str) -> Happening:
    pictures = {"Remote pictures": picture} if picture else {}
    details = Details(links=links, fields=pictures | {k.replace("_", "-"): v for k, v in fields.items()})
    return Happening(at=START + n * DAY, by=by, to=(MAYA,), text="hello", details=details)


def made_for(n: int) -> str:
    return f"https://t.example.org/open/a{n}b2c3d4e5f6g{n}.gif"


def test_pictures_made_for_one_mail_are_told_beside_how_usual_they_are() -> None:
    own = [mail(n, picture=made_for(n)) for n in range(10)]
    plain = [mail(n, by=TILDA) for n in range(40)]
    (finding,) = tracking.find(frame([*own, *plain]))
    (row,) = finding.tables[0].rows
    assert (row[0], row[1], row[2], row[10]) == ("rowan@example.org", 10, 10, "example.org")
    assert row[3] < 5
    assert row[4] == 0.0


def test_the_same_picture_in_every_mail_is_a_signature_and_lists_are_only_counted() -> None:
    logo = [mail(n, picture="https://www.example.org/logo/9f8e7d6c5b4a.png") for n in range(10)]
    lists = [mail(n, by=SHOP, picture=made_for(n), List_Id="<shop.example.com>") for n in range(10)]
    assert tracking.find(frame([*logo, *lists])) == []
    (finding,) = tracking.find(frame([*logo, *lists, mail(20, picture=made_for(20))]))
    assert finding.figures["automatic_with_such_pictures"] == 10
    assert finding.figures["with_a_picture_for_one_mail"] == 1


def test_links_that_note_who_opens_them_or_hold_the_own_address_are_told() -> None:
    links = (
        "https://grabify.link/AB12CD",
        "https://bit.ly/x",
        "https://www.example.com/?to=Maya%40Example.com",
    )
    (finding,) = tracking.find(frame([mail(0, links=links), mail(1, by=TILDA, links=("https://bit.ly/y",))]))
    (row,) = finding.tables[0].rows
    assert (row[0], row[3], row[4], row[5], row[6], row[7]) == ("rowan@example.org", None, None, 1, 1, 1)
    assert row[10] == "example.com, grabify.link"


def test_an_address_is_taken_apart_as_it_is_written() -> None:
    assert token("https://t.example.org/open/9f8e7d6c5b4a3210.gif") == "9f8e7d6c5b4a3210"
    assert token("https://www.example.org/2025/07/summer-holiday-2025.html") == ""
    assert host("https://user@pics.shop.example.co.uk:8080/x") == "example.co.uk"
    assert host("nothing") == ""
    assert registered("EXAMPLE.org.") == "example.org"
    assert not names("https://example.org/maya", ["maya@example.com"])


def test_a_mail_keeps_the_addresses_of_pictures_that_it_would_load() -> None:
    page = (
        b'<p>hi</p><img alt="" width=1 SRC="https://t.example.org/o?u=1&amp;m=2"><img src=cid:inside>'
        b"<IMG src='http://www.example.com/logo.png'><img src='http://www.example.com/logo.png'>"
    )
    assert pictures_in_page(page) == ["https://t.example.org/o?u=1&m=2", "http://www.example.com/logo.png"]
    assert pictures_in_page(b"<p>no picture</p>") == []
    assert pictures_in_page(b"<img src='data:image/png;base64,AA'>") == []
    data = b"From: rowan@example.org\r\nTo: maya@example.com\r\nContent-Type: text/html\r\n\r\n" + page
    (event,) = [one for one in read(data, Locator(content="0" * 64)) if isinstance(one, Event)]
    assert (
        event.fields["Remote pictures"] == "https://t.example.org/o?u=1&m=2\nhttp://www.example.com/logo.png"
    )
