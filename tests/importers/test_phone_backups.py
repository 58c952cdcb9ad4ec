"""Text messages and calls from a phone: every record is an event or a problem, at the byte where it stands."""

import hashlib
import io
import re
import tracemalloc
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats.tree import Handed, Tree
from holdfast.importers import Record, call_backup, importers, sms_backup
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told

HERE = Path(__file__).parent
FILES = sorted(p for name in ("sms_backup", "call_backup") for p in (HERE / name).glob("*/input/*.xml"))
OPENING = re.compile(rb"<(?:sms|mms|call|rcs) ")
SMS = b'<sms address="+447700900123" date="1706711130123" type="1" body="hello" date_sent="0" />'


def read(data: bytes, name: str = "sms.xml") -> list[Record]:
    tree = Tree([Handed(sha256="0" * 64, name=name, size=len(data), open=lambda: io.BytesIO(data))])
    importer = call_backup.IMPORTER if b"<call" in data else sms_backup.IMPORTER
    return list(importer.read(tree.members, tree, Told()))


def whole(*records: bytes) -> bytes:
    return b'<smses count="%d">\n%s\n</smses>' % (len(records), b"\n".join(records))


def one(record: bytes) -> Event:
    (event,) = (r for r in read(whole(record)) if isinstance(r, Event))
    return event


def events(records: list[Record]) -> list[Event]:
    return [r for r in records if isinstance(r, Event)]


def problems(records: list[Record], loss: str = "") -> list[Problem]:
    return [r for r in records if isinstance(r, Problem) and loss in ("", r.loss)]


def accounted(records: list[Record]) -> int:
    return len(events(records)) + len(problems(records, "record"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_events_and_lost_records_together_are_the_records_in_the_file(file: Path) -> None:
    data = file.read_bytes()
    assert accounted(read(data)) == len(OPENING.findall(data.replace(b"\0", b"")))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_place_given_is_where_the_record_stands(file: Path) -> None:
    data = file.read_bytes()
    for record in read(data):
        place = record.found_at.position
        if isinstance(record, Event):
            stored = data[place.start : place.start + place.length].replace(b"\0", b"")
            assert OPENING.match(stored)
            assert stored.rstrip().endswith((b"/>", b"</mms>", b"</call>", b"</parts>"))
            assert len(OPENING.findall(stored)) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_a_file_cut_anywhere_keeps_what_stood_before_and_says_where_it_ends(file: Path) -> None:
    data = file.read_bytes()
    before = events(read(data))
    for part in range(50):
        cut = data[: len(data) * part // 50]
        found = read(cut)
        if file.name != "sms-utf16.xml":
            assert accounted(found) == len(OPENING.findall(cut))
        kept = [e for e in before if e.found_at.position.start + e.found_at.position.length <= len(cut)]
        assert [e.id for e in events(found)][: len(kept)] == [e.id for e in kept]
        assert problems(found, "member")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 10_000), st.binary(min_size=1, max_size=20))
def test_a_damaged_file_never_crashes_and_loses_no_record_silently(
    file: Path, place: int, noise: bytes
) -> None:
    data = file.read_bytes()
    at = place % len(data)
    found = read(data[:at] + noise + data[at + len(noise) :])
    ids = [e.id for e in events(found)]
    assert len(ids) == len(set(ids))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([b"<sms ", b"</", b"<mms", b">", b"/>", b'"', b"'", b"=", b"a", b" ", b"<part ",
                                 b'data="', b"<!--", b"-->", b"<!DOCTYPE", b"[", b"]>", b"&#55357;", b"&a;", b"<?",
                                 b"<smses>", b"</smses>", b"\0", b"\xff", b"<"]), max_size=40))  # fmt: skip
def test_any_heap_of_marks_ends_and_every_byte_is_passed(marks: list[bytes]) -> None:
    data = b"<smses>" + b"".join(marks)
    found = read(data)
    assert all(p.found_at.position.start <= len(data) for p in found)


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    read(data)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_a_well_formed_text_reads_as_any_xml_reader_reads_it(body: str) -> None:
    element = ET.Element("sms", {"type": "1", "date": "1", "body": f"x{body}", "address": "1"})
    event = one(ET.tostring(element))
    assert event.text == f"x{body}"


@given(st.text(min_size=1))
def test_an_emoji_in_two_halves_reads_as_the_emoji(body: str) -> None:
    units = body.encode("utf-16-le", "surrogatepass")
    halves = (int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2))
    written = "".join(f"&#{n};" for n in halves)
    expected = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", body)
    assert one(f'<sms type="1" date="1" address="1" body="x{written}" />'.encode()).text == f"x{expected}"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&#x1F60E;", "😎"),
        ("&#xD83D;&#xDE0E;", "😎"),
        ("\ud83d\ude0e", "😎"),  # two halves of three bytes each, as some programs write UTF-8
        ("&#55357;", "\ufffd"),
        ("&#xFFFFFFFFFFFF;", "\ufffd"),
        ("&#" + "0" * 400 + "65;", "A"),
        ("&amp;amp; &lt;b&gt; &quot;&apos;", "&amp; <b> \"'"),
        ("AT&T & co &;&#;&#x;", "AT&T & co &;&#;&#x;"),
        ("&nbsp;", "&nbsp;"),
        ("a\x01b", "a\ufffdb"),
    ],
)
def test_what_is_written_oddly_is_read_sensibly(written: str, text: str) -> None:
    stored = f'<sms type="1" date="1" address="1" body="{written}" />'.encode("utf-8", "surrogatepass")
    assert one(stored).text == text


def test_a_declared_single_byte_charset_is_believed_and_utf8_is_the_rule() -> None:
    record = b'<sms type="1" date="1" address="1" body="caf\xe9" />'
    latin = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + whole(record)
    assert [e.text for e in events(read(latin))] == ["café"]
    odd = b'<?xml version="1.0" encoding="klingon"?>' + whole(record)
    assert [e.text for e in events(read(odd))] == ["caf\ufffd"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"])
def test_the_same_file_in_another_encoding_says_the_same(codec: str) -> None:
    text = whole(SMS, SMS.replace(b"hello", "😎é".encode())).decode()
    data = text.encode(codec)
    found = events(read(data))
    assert [e.text for e in found] == ["hello", "😎é"]
    unit = codec[:9] if codec in ("utf-16-le", "utf-16-be") else "utf-16-le" if codec == "utf-16" else "utf-8"
    for event in found:
        place = event.found_at.position
        assert data[place.start : place.start + place.length].decode(unit).startswith("<sms ")
        assert data[place.start : place.start + place.length].decode(unit).endswith("/>")


def test_two_spellings_of_one_number_are_one_account_and_no_country_is_guessed() -> None:
    def key(written: str) -> str:
        by = one(f'<sms type="1" date="1" address="{written}" />'.encode()).by
        assert by is not None
        assert by.handle == written
        return by.key

    assert key("07700 900123") == key("07700900123") == key("(07700)\u00a0900-123") == "phone:07700900123"
    assert key("+44 7700 900123") == key("+447700900123") == "phone:+447700900123"
    assert key("60777") == "phone:60777"
    assert key("ExampleBank") == "phone:examplebank"
    assert key("0044 7700 900123") == "phone:00447700900123"
    assert key("٠٧٧٠٠٩٠٠١٢٣") == "phone:07700900123"
    assert key("+") == "phone:+"
    assert key("rowan@example.org") == "phone:rowan@example.org"


@pytest.mark.parametrize(
    ("code", "direction", "state"),
    [
        ("1", "in", None),
        ("2", "out", None),
        ("3", "out", "draft"),
        ("4", "out", "waiting to be sent"),
        ("5", "out", "failed to send"),
        ("6", "out", "waiting to be sent"),
        ("7", None, None),
        ("null", None, None),
    ],
)
def test_the_kind_says_which_way_a_message_went(code: str, direction: str | None, state: str | None) -> None:
    event = one(SMS.replace(b'type="1"', b'type="%s"' % code.encode()))
    assert (event.direction, event.fields.get("state")) == (direction, state)
    by, to = ("+447700900123", ["me"]) if direction == "in" else ("me", ["+447700900123"])
    if direction is None:
        assert (event.by, event.to, event.fields["address"]) == (None, (), "+447700900123")
    else:
        assert event.by is not None
        assert (event.by.handle, [a.handle for a in event.to]) == (by, to)


def test_a_time_is_the_phones_and_the_networks_time_stands_beside_it() -> None:
    event = one(SMS.replace(b'date_sent="0"', b'date_sent="1706711129000"'))
    assert (event.when.at, event.when.basis, event.when.precision) == (
        1706711130123,
        "explicit",
        "millisecond",
    )
    assert [(t.name, t.when.at) for t in event.times] == [("sent", 1706711129000)]
    mms = one(b'<mms date="1706711130000" date_sent="1706711129" msg_box="1" address="1"/>')
    assert [(t.name, t.when.at, t.when.precision) for t in mms.times] == [("sent", 1706711129000, "second")]


def test_an_attachment_of_any_size_is_hashed_and_never_held() -> None:
    chunk = b"AAAA" * 16_384
    rounds = 400  # 26 MB of base64

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.parts = iter(
                [
                    b'<smses count="1"><mms date="1" msg_box="1" address="1"><parts><part ct="image/png" data="',
                    *[chunk] * rounds,
                    b'" /></parts></mms></smses>',
                ]
            )

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return next(self.parts, b"")

    tree = Tree([Handed(sha256="0" * 64, name="sms.txt", size=1, open=Endless)])  # type: ignore[arg-type]
    tracemalloc.start()
    (event,) = sms_backup.IMPORTER.read(tree.members, tree, Told())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(event, Event)
    plain = bytes(len(chunk) * rounds * 3 // 4)
    assert (event.attached[0].size, event.attached[0].sha256) == (
        len(plain),
        hashlib.sha256(plain).hexdigest(),
    )
    assert peak < 4 << 20


@pytest.mark.parametrize(
    "record", [b'<sms body="' + b"x" * (18 << 20), b"<sms " + b'a="" ' * 200_000, b"<!--" * 60_000]
)
def test_an_absurd_record_ends_as_a_problem(record: bytes) -> None:
    found = read(b'<smses count="2">' + SMS + record + SMS + b"</smses>")
    assert [e.text for e in events(found)] == ["hello", "hello"]
    assert problems(found)
    assert all(len(p.raw) <= 2000 for p in problems(found))


@pytest.mark.parametrize("filling", [b" " * 900_000, b"\0" * 900_000])
def test_a_long_stretch_of_nothing_between_two_messages_hides_none(filling: bytes) -> None:
    found = read(b'<smses count="2">' + SMS + filling + SMS + b"</smses>")
    assert len(events(found)) == 2


def test_an_entry_with_endless_pieces_is_cut() -> None:
    record = (
        b'<mms date="1" msg_box="1" address="1">' + b'<addr address="1" type="151"/>' * 10_005 + b"</mms>"
    )
    assert [p.what for p in problems(read(whole(record)))] == ["This entry has more pieces than can be read."]


def test_what_is_inside_a_message_and_not_known_is_told() -> None:
    record = b'<mms date="1" msg_box="1" address="1"><reaction a="b"/><part ct="text/plain" text="hi"/></mms>'
    found = read(whole(record))
    assert events(found)[0].text == "hi"
    assert [(p.what, p.loss) for p in problems(found)] == [
        ("Something inside this entry is of a kind that this program does not know.", "part")
    ]


def test_a_name_given_twice_in_one_entry_is_told() -> None:
    found = read(whole(b'<sms type="1" date="1" address="1" body="one" body="two" />'))
    assert events(found)[0].text == "two"
    assert "twice" in problems(found)[0].what


def test_two_backups_one_after_the_other_in_one_file_are_both_read() -> None:
    found = read(whole(SMS) + whole(SMS, SMS))
    assert len(events(found)) == 3
    assert problems(found) == []


def test_a_container_that_breaks_keeps_what_was_read() -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            if not data:
                raise InputError("A file inside a container is broken and ends too early.")
            return data

    data = b'<smses count="2">' + SMS + b'<mms date="1" msg_box="1" address="1"><parts>' + b" " * 70_000
    tree = Tree([Handed(sha256="0" * 64, name="sms.xml", size=1, open=lambda: Breaking(data))])
    found = list(sms_backup.IMPORTER.read(tree.members, tree, Told()))
    assert len(events(found)) == 2
    assert problems(found, "member")[0].what == "A file inside a container is broken and ends too early."


@pytest.mark.parametrize(
    ("name", "data", "owner"),
    [
        ("sms-1.xml", b"<smses count='1'>", "sms_backup"),
        ("anything.txt", b"<smses>", "sms_backup"),
        ("sms-20240131", "<smses>".encode("utf-16"), "sms_backup"),
        ("SMS.xml.bak", b"<smses>", "sms_backup"),
        ("1706711130", b"<smses>", None),
        ("torn.xml", b'ody="x" />\n<sms protocol="0"', "sms_backup"),
        ("calls.xml", b"<calls count='1'>", "call_backup"),
        ("torn.xml", b'<call number="1"', "call_backup"),
        ("feed.xml", b"<rss><channel/></rss>", None),
        ("chat.txt", b"we talked about <sms and calls>", None),
        ("page.html", b"<smses>", None),
    ],
)
def test_a_backup_is_known_by_its_first_tag(name: str, data: bytes, owner: str | None) -> None:
    tree = Tree([Handed(sha256="0" * 64, name=name, size=len(data), open=lambda: io.BytesIO(data))])
    own = ("sms_backup", "call_backup")
    assert [n for n in own if importers()[n].claims(tree.members[0], tree)] == ([owner] if owner else [])


def test_a_group_message_names_everybody_and_its_writer_only_where_the_file_says_who() -> None:
    group = b'<mms date="1" msg_box="1" address="+447700900123~+447700900124"><addrs>%s</addrs></mms>'
    told = one(
        group % b'<addr address="+447700900124" type="137"/><addr address="+447700900999" type="151"/>'
    )
    assert told.by is not None
    assert (told.by.handle, [a.handle for a in told.to]) == ("+447700900124", ["me", "+447700900123"])
    assert told.fields["addresses: to"] == "+447700900999"
    found = read(whole(group % b""))
    assert events(found)[0].by is None
    assert "does not say which" in problems(found)[0].what


def test_hidden_callers_have_no_account() -> None:
    for number in ("", "-1", "-2", "null"):
        stored = (
            f'<calls count="1"><call number="{number}" date="1" type="3" presentation="2"/></calls>'.encode()
        )
        (event,) = events(read(stored))
        assert (event.by, event.direction, event.fields) == (
            None,
            "in",
            {"type": "missed", "presentation": "restricted"},
        )


def test_a_call_inside_a_file_of_messages_is_claimed_and_counted_once() -> None:
    data = (
        b'<?xml version="1.0"?>\n<smses count="2">\n'
        b'<call number="+12025550143" duration="45" type="1" date="1672574400000" />\n'
        b'<sms address="+12025550144" date="1672578000000" type="1" body="hello" />\n</smses>'
    )
    tree = Tree([Handed(sha256="0" * 64, name="mixed.xml", size=len(data), open=lambda: io.BytesIO(data))])
    (member,) = tree.members
    assert not call_backup.IMPORTER.claims(member, tree)
    records = list(sms_backup.IMPORTER.read([member], tree, Told()))
    assert len([r for r in records if isinstance(r, Event)]) == 1
    assert len([r for r in records if isinstance(r, Problem) and r.loss == "record"]) == 1
