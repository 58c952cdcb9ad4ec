"""One mail as an event: the structure the standard library finds, and what it makes of damage."""

import email
import email.header
import email.utils
import hashlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats import mail
from holdfast.formats.mail_content import CLOSED
from holdfast.formats.mail_parts import AFTER, DEEP, GOES_ON, MANY, TOO_MANY, WRONG_BOUNDARY, Part, parse
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.when import When
from tests.formats.mails import leaves, made

PLACE = Locator(content="0" * 64)


def ours(part: Part) -> list[tuple[str, bytes]]:
    if part.children is not None:
        return [leaf for child in part.children for leaf in ours(child)]
    if part.media_type == "message/rfc822":
        return [("message/rfc822", b""), *ours(parse(part.payload({}), {}))]
    return [(part.media_type, part.payload({}))]


def event(data: bytes | str, **more: object) -> Event:
    first = mail.read(data.encode() if isinstance(data, str) else data, PLACE, **more)[0]  # type: ignore[arg-type]
    assert isinstance(first, Event)
    return first


def remarks(data: bytes | str) -> list[str]:
    records = mail.read(data.encode() if isinstance(data, str) else data, PLACE)
    return [r.what for r in records if isinstance(r, Problem)]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_parts_are_those_that_the_standard_library_finds(line_end: bytes) -> None:
    rng = random.Random(7)
    for _ in range(500):
        data = made(rng, line_end)
        assert ours(parse(data, {})) == leaves(data)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([b"\n", b"\r\n"]))
def test_headers_and_people_are_those_that_the_standard_library_finds(seed: int, line_end: bytes) -> None:
    data = made(random.Random(seed), line_end)
    told, seen = email.message_from_bytes(data), event(data)
    name, address = email.utils.parseaddr(told["From"])
    assert seen.by is not None
    assert seen.by.handle == address
    assert seen.by.shown_as == str(email.header.make_header(email.header.decode_header(name)))
    assert [a.handle for a in seen.to] == [a for _, a in email.utils.getaddresses([told["To"]])]
    assert seen.when.at == int(email.utils.parsedate_to_datetime(told["Date"]).timestamp() * 1000)
    subject = email.header.make_header(email.header.decode_header(told["Subject"]))
    assert seen.subject == " ".join(str(subject).split())
    assert [a.said_by for a in seen.addresses] == [f"Received {i + 1}" for i in range(len(seen.addresses))]
    assert len(seen.addresses) == len(told.get_all("Received", []))


def test_line_ends_change_nothing_that_is_told() -> None:
    for seed in range(150):
        one = mail.read(made(random.Random(seed), b"\n"), PLACE)
        two = mail.read(made(random.Random(seed), b"\r\n"), PLACE)
        for a, b in zip(one, two, strict=True):
            if isinstance(a, Event) and isinstance(b, Event):
                told_a, told_b = (
                    (a.text, a.by, a.when, a.links, a.subject),
                    (b.text, b.by, b.when, b.links, b.subject),
                )
                assert told_a == told_b


def test_an_attachment_has_the_hash_of_its_decoded_bytes() -> None:
    attached = event(
        "From: a@example.org\nContent-Type: application/zip; name=a.zip\n"
        "Content-Transfer-Encoding: base64\n\nUEsDBAo=\n"
    ).attached
    assert [(a.name, a.size, a.sha256) for a in attached] == [
        ("a.zip", 5, hashlib.sha256(b"PK\x03\x04\n").hexdigest())
    ]


def test_a_mail_has_one_act_wherever_it_was_saved() -> None:
    one = "From: A <A@example.org>\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nwords\n"
    assert event(one).act == event(one.replace("\n", "\r\n") + "\r\n").act
    assert event(one).act_number == event(one.replace("A@ex", "a@ex")).act_number
    assert event(one).act != event(one.replace("words", "other words")).act


def test_a_line_that_an_mbox_changed_does_not_change_the_act() -> None:
    one = "From: a@example.org\nMessage-ID: <1@example.org>\n\nFrom here\n"
    assert event(one).act == event(one.replace("\nFrom here", "\n>From here")).act


def test_without_a_message_id_time_author_and_text_name_the_act() -> None:
    assert event("From: a@example.org\n\nx").act == ""


def test_a_receipt_time_stands_in_for_a_missing_date_only_when_it_is_explicit() -> None:
    known = When(as_written="then", at=5, basis="explicit")
    vague = When(as_written="then", earliest=1, latest=9)
    assert event("From: a@example.org\n\nx", received=known).when == known
    assert event("From: a@example.org\n\nx", received=vague).when.order_key() is None
    assert event("From: a@example.org\nDate: 1 Jan 2026 00:00:00 +0000\n\nx", received=known).when.at != 5


def test_a_received_line_without_a_time_says_nothing() -> None:
    assert event("Received: from x by y\nFrom: a@example.org\n\nx").times == ()
    assert event("Received: from x by y; soon\nFrom: a@example.org\n\nx").times == ()


def test_given_fields_stand_beside_those_of_the_mail() -> None:
    assert event("From: a@example.org\nSender: b@example.org\n\nx", fields={"Flags": "S"}).fields == {
        "Flags": "S",
        "Sender": "b@example.org",
    }


def test_plain_text_is_preferred_and_a_blank_one_is_not() -> None:
    def alternative(plain: str) -> str:
        return (
            "From: a@example.org\nContent-Type: multipart/alternative; boundary=b\n\n"
            f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n<p>page</p>\n--b--\n"
        )

    assert event(alternative("plain")).text == "plain"
    assert event(alternative(" ")).text == "page"


def test_a_page_in_utf_16_is_read_for_its_links_too() -> None:
    page = '<a href="https://example.com/a">x</a>'.encode("utf-16")
    data = (
        b"From: a@example.org\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n"
        b"--b\nContent-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: binary\n\n"
        + page
        + b"\n--b--\n"
    )
    assert event(data).links == ("https://example.com/a",)
    assert event(data).text == "plain"


def test_pictures_beside_a_page_are_listed_and_the_page_is_the_text() -> None:
    seen = event(
        "From: a@example.org\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>page</p>\n"
        "--c\nContent-Type: image/png\n\nx\n--c--\n--b--\n"
    )
    assert seen.text == "page"
    assert [a.media_type for a in seen.attached] == ["image/png"]


def test_a_text_with_a_file_name_is_a_file() -> None:
    seen = event(
        "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n"
        "--b\nContent-Type: text/plain; name=notes.txt\n\nnotes\n"
        "--b\nContent-Disposition: attachment\n\nmore\n--b\n\n\n--b\nContent-Disposition: inline\n\nend\n--b--\n"
    )
    assert seen.text == "words\nend"
    assert [(a.name, a.size) for a in seen.attached] == [("notes.txt", 5), ("", 4)]


def test_a_whole_mail_with_a_file_name_is_still_what_was_written() -> None:
    seen = event("From: a@example.org\nContent-Type: text/plain; name=body.txt\n\nwords\n")
    assert (seen.text, seen.attached) == ("words", ())
    sent = event("From: a@example.org\nContent-Disposition: attachment; filename=a.txt\n\nwords\n")
    assert (sent.text, [a.name for a in sent.attached]) == ("", ["a.txt"])


@pytest.mark.parametrize(
    ("kind", "is_closed"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", True),
        ("application/ms-tnef", True),
        ("application/pgp-signature", False),
    ],
)
def test_a_closed_mail_says_that_it_is_closed(kind: str, *, is_closed: bool) -> None:
    data = f"From: a@example.org\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\nAAAA\n"
    assert (CLOSED in remarks(data)) == is_closed
    assert [a.size for a in event(data).attached] == [3]


TWO_WITH_ONE_LINE = (
    "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Type: multipart/alternative; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\nwords\n--b--\n\n{between}"
    "--b\nContent-Type: image/png; name=door.png\n\nx\n--b--\n"
)


def test_parts_after_the_end_of_the_parts_are_read_and_told() -> None:
    seen = event(TWO_WITH_ONE_LINE.format(between=""))
    assert (seen.text, [a.name for a in seen.attached]) == ("words", ["door.png"])
    assert GOES_ON in remarks(TWO_WITH_ONE_LINE.format(between=""))
    assert AFTER not in remarks(TWO_WITH_ONE_LINE.format(between=""))
    assert AFTER in remarks(TWO_WITH_ONE_LINE.format(between="a note\n"))


def test_parts_divided_by_another_line_than_told_are_found_by_their_headers() -> None:
    data = (
        "From: a@example.org\nContent-Type: multipart/mixed; boundary=told\n\n"
        "--other\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nd29yZHM=\n--other--\n"
    )
    assert event(data).text == "words"
    assert remarks(data)[0] == WRONG_BOUNDARY
    assert event(data.replace("--other\nC", "--other\n\nC")).text.startswith("--other\n")


def nested(depth: int, kind: str) -> bytes:
    if kind == "mail":
        return b"From: a@example.org\nContent-Type: message/rfc822\n\n" * depth + b"From: a@example.org\n\nx"
    head = b"From: a@example.org\n"
    for i in range(depth):
        head += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i)
    return head + b"\ninnermost\n"


def test_mails_inside_mails_are_read_to_a_limit() -> None:
    records = mail.read(nested(30, "mail"), PLACE)
    events = [r for r in records if isinstance(r, Event)]
    assert [e.ordinal for e in events] == list(range(len(events)))
    assert [e.parent for e in events[1:]] == [e.id for e in events[:-1]]
    assert 5 < len(events) < 30
    assert mail.TOO_DEEP in [r.what for r in records if isinstance(r, Problem)]


def test_hostile_nesting_and_many_parts_end_in_bounded_time() -> None:
    started = time.process_time()
    assert TOO_MANY in remarks(nested(2 * DEEP, "parts"))
    many = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (MANY + 5)
    assert TOO_MANY in remarks(many)
    for hostile in (
        b"Subject: " + b"=?a?q?" * 50_000 + b"?=",
        b"From: " + b" " * 200_000 + b"x",
        b"From: " + b'"<(' * 60_000,
        b"Content-Type: text/plain; " + b'a="\\' * 50_000,
        b"Date: " + b"Mon   (" * 50_000,
        b"From: a\n" + b"bad\nTo: b\n" * 20_000,
        b"Received: " + b"by from [" * 50_000,
        b"X-Originating-IP: " + b":" * 200_000,
        b"From: a\n\n" + b"https://" + b")" * 200_000,
        b"From: a\nContent-Type: text/html\n\n" + b"<div>" * 100_000,
        b"From: a\nContent-Type: text/html\n\n" + b"<" * 300_000 + b"href" * 50_000,
    ):
        mail.read(hostile, PLACE)
    assert time.process_time() - started < 20


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2**16), st.data())
def test_no_bytes_make_it_raise(junk: bytes, seed: int, data: st.DataObject) -> None:
    sound = made(random.Random(seed))
    at = data.draw(st.integers(0, len(sound)))
    for mangled in (junk, sound[:at] + junk, junk + sound, sound[:at] + junk + sound[at:]):
        records = mail.read(mangled, PLACE)
        assert records
        for record in records:
            if isinstance(record, Event):
                record.text.encode()
                record.subject.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@example.org\nContent-Type: text/plain; charset=utf-7\n\n+2AA-x\n",
        b"From: =?utf-7?Q?+2AA-?= <a@example.org>\nSubject: \xff\xfe\n\nx\n",
        b"From: a@example.org\nContent-Type: text/html\n\n<p>&#xD800;</p>\n",
        b"From: a@example.org\nContent-Type: a/b; name*=utf-7''+2AA-\n\nx\n",
    ],
)
def test_half_letters_never_reach_the_text(data: bytes) -> None:
    seen = event(data)
    for said in (
        seen.text,
        seen.subject,
        seen.by.shown_as if seen.by else "",
        *(a.name for a in seen.attached),
    ):
        said.encode()
