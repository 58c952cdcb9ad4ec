"""The machine interface of one event."""

import json

import msgspec
import pytest

from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment
from holdfast.model.locator import Position
from holdfast.model.row import Row, iso
from holdfast.model.when import NamedTime, When

ROW = Row(
    id="0" * 32,
    parent="",
    kind="message",
    at=1706711130123,
    earliest=None,
    latest=None,
    as_written="1706711130123",
    basis="explicit",
    precision="millisecond",
    service="sms",
    by=Account(service="phone", handle="07700 900123", native_id="07700900123", shown_as="Rowan"),
    to=(Account(service="phone", handle="me", is_owner=True),),
    direction="in",
    subject="",
    text="hello",
    attached=(Attachment(name="a.gif", size=42),),
    addresses=(Address(ip="192.0.2.1", said_by="X-Originating-IP"),),
    links=("https://example.org/",),
    times=(NamedTime(name="sent", when=When(as_written="1706711129", at=1706711129000, basis="explicit")),),
    fields={"read": "1"},
    reply_to="",
    source="ab" * 32,
    source_name="sms.xml",
    member="",
    position=Position(unit="byte", start=395, length=347),
    occurrence="1",
    joined_because="",
    told_by=2,
    thread="",
    gone_from="",
    gone_received=None,
)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00Z"),
        (1706711130000, "2024-01-31T14:25:30Z"),
        (1706711130003, "2024-01-31T14:25:30.003Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (-62135596800000, "0001-01-01T00:00:00Z"),
        (253402300799999, "9999-12-31T23:59:59.999Z"),
        (253402300800000, None),
        (1 << 62, None),
    ],
)
def test_an_instant_is_written_in_utc(instant: int | None, text: str | None) -> None:
    assert iso(instant) == text


def test_a_row_is_plain_json_with_everything_the_event_holds() -> None:
    plain = json.loads(json.dumps(ROW.as_json()))
    assert plain["at"] == "2024-01-31T14:25:30.123Z"
    assert (plain["by"], plain["by_account"], plain["by_shown_as"]) == (
        "07700 900123",
        "phone:07700900123",
        "Rowan",
    )
    assert (plain["to"], plain["to_accounts"]) == (["me"], ["phone:me"])
    assert plain["times"] == {
        "sent": {"at": "2024-01-31T14:25:29Z", "as_written": "1706711129", "basis": "explicit"}
    }
    assert plain["attachments"][0]["size"] == 42
    assert plain["addresses"] == [{"ip": "192.0.2.1", "said_by": "X-Originating-IP"}]
    assert plain["position"] == {"unit": "byte", "start": 395, "length": 347}
    assert (plain["parent"], plain["reply_to"], plain["told_by"]) == (None, None, 2)
    renamed = {"by_account", "by_shown_as", "to_accounts", "attachments"}
    assert set(plain) - renamed == set(Row.__struct_fields__) - {"attached"}


def test_a_row_without_an_author_says_so() -> None:
    plain = msgspec.structs.replace(ROW, by=None, to=(), at=None).as_json()
    assert (plain["by"], plain["by_account"], plain["by_shown_as"], plain["at"]) == (None, None, None, None)


def test_a_name_that_is_not_known_falls_back_to_the_handle() -> None:
    assert msgspec.structs.replace(ROW, by=Account(service="x", handle="h")).as_json()["by_shown_as"] == "h"
