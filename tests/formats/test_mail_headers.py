"""Headers of mails: the block, coded words, parameters, people and IP addresses."""

import email.charset
import email.header
import email.utils
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats import mail_addresses, mail_headers
from holdfast.formats.mail_headers import BROKEN_LINE, NO_BLANK, ODD_HEADER, Remarks


def text(value: str | bytes, hint: str = "") -> str:
    return mail_headers.text(value.encode() if isinstance(value, str) else value, {}, hint)


def people(value: str) -> list[tuple[str, str]]:
    return [(a.handle, a.shown_as) for a in mail_addresses.accounts(value.encode(), {})]


def ips(name: str, value: str) -> list[str]:
    return [a.ip for a in mail_addresses.addresses({name.lower().encode(): [value.encode()]})]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain", "plain"),
        ("  folded\n\tand\r\n   again ", "folded and again"),
        ("=?utf-8?Q?a_b=C3=A9?=", "a bé"),
        ("=?UTF-8?B?w4k=?= =?utf-8?q?x?=", "Éx"),
        ("=?utf-8?B?8J+R?=\n =?utf-8?B?gCE=?=", "👀!"),
        ("[x]=?iso-8859-1?Q?=E9?=y", "[x]éy"),
        ("=?utf-8*en?Q?a?= b", "a b"),
        ("=?utf-8?Q??= c", " c"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?Q?never closed", "=?utf-8?Q?never closed"),
        ("=?utf-8?Q?two words?=", "two words"),
        ("=?utf-8?B?w4k?=", "É"),
        ("=?utf-8?Q?a=0Ab=0D?=", "a b"),
        ("=?iso-2022-jp?B?GyRCPGo7ZhsoQg==?=", "手紙"),
        ("a =?utf-8?Q?b?= c", "a b c"),
        ("=?utf-8?Q?b?= c ?= d", "b c ?= d"),
    ],
)
def test_coded_words_are_decoded_and_the_rest_stays(value: str, shown: str) -> None:
    assert text(value) == shown


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), st.sampled_from("bq")
)
def test_what_the_standard_library_codes_is_read_back(said: str, how: str) -> None:
    charset = email.charset.Charset("utf-8")
    charset.header_encoding = email.charset.BASE64 if how == "b" else email.charset.QP
    coded = email.header.Header(said.strip(), charset, maxlinelen=60).encode()
    assert text(coded).split() == said.split()


def test_bare_letters_are_read_by_the_charset_of_the_text() -> None:
    assert text("Ответь".encode("koi8-r"), "koi8-r") == "Ответь"
    assert text("Zoë") == "Zoë"
    remarks: Remarks = {}
    mail_headers.text("Zoë".encode("latin-1"), remarks)
    mail_headers.text(b"=?utf-8?Q?=FF?=", remarks)
    assert list(remarks) == [ODD_HEADER]


@pytest.mark.parametrize(
    ("value", "kind", "parameters"),
    [
        (
            'text/plain; charset="utf-8"; format=flowed',
            "text/plain",
            {"charset": "utf-8", "format": "flowed"},
        ),
        ("TEXT/HTML;CHARSET = us-ascii (comment)", "text/html", {"charset": "us-ascii (comment)"}),
        ('a/b; name="say \\"hi\\"; ok"', "a/b", {"name": 'say "hi"; ok'}),
        ("a/b; name=my file.pdf; x=1", "a/b", {"name": "my file.pdf", "x": "1"}),
        ("a/b; name*=utf-8'de'Stra%C3%9Fe.pdf", "a/b", {"name": "Straße.pdf"}),
        ("a/b; name*1=b.pdf; name*0=a", "a/b", {"name": "ab.pdf"}),
        ("a/b; name*0*=utf-8''%C3; name*1*=%89; name*2=%20", "a/b", {"name": "É%20"}),
        ('multipart/mixed; boundary="never closed', "multipart/mixed", {"boundary": "never closed"}),
        ("", "", {}),
        ("a/b; *=x; =y", "a/b", {"*": "x"}),
    ],
)
def test_parameters_are_read_in_all_their_forms(value: str, kind: str, parameters: dict[str, str]) -> None:
    assert mail_headers.parameters(value.encode(), {}) == (kind, parameters)


def test_letters_in_a_parameter_need_no_code() -> None:
    assert mail_headers.parameters("a/b; name=Straße".encode(), {})[1] == {"name": "Straße"}


def split(data: str) -> tuple[dict[bytes, list[bytes]], str, list[str]]:
    remarks: Remarks = {}
    lines, start = mail_headers.split(data.encode(), 0, len(data.encode()), remarks)
    return lines, data.encode()[start:].decode(), list(remarks)


@pytest.mark.parametrize(
    ("data", "names", "body", "told"),
    [
        ("A: 1\nB: 2\n\nbody", [b"a", b"b"], "body", []),
        ("A: 1\r\n B\r\n\r\nbody", [b"a"], "body", []),
        ("A: 1\nB: 2", [b"a", b"b"], "", []),
        ("A: 1\n", [b"a"], "", []),
        ("\nbody", [], "body", []),
        ("\r\nbody", [], "body", []),
        ("no header", [], "no header", []),
        ("From x\n>From y\nA: 1\n\nbody", [b"a"], "body", []),
        ("A: 1\nnext to it\nFrom: x\n\nbody", [b"a", b"from"], "body", [BROKEN_LINE]),
        ("A: 1\nbody at once\n\nmore", [b"a"], "body at once\n\nmore", [NO_BLANK]),
        ("A: 1\nbody\n\nFrom: quoted\n", [b"a"], "body\n\nFrom: quoted\n", [NO_BLANK]),
    ],
)
def test_the_block_of_headers_ends_where_it_ends(
    data: str, names: list[bytes], body: str, told: list[str]
) -> None:
    lines, rest, remarks = split(data)
    assert (list(lines), rest, remarks) == (names, body, told)


def test_repeated_headers_keep_their_order() -> None:
    assert split("Received: 1\nTo: x\nreceived: 2\n\n")[0] == {b"received": [b"1", b"2"], b"to": [b"x"]}


def test_damaged_lines_without_end_are_given_up() -> None:
    assert split("A: 1\n" + "bad\nTo: x\n" * 200 + "\nbody")[2] == [BROKEN_LINE]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a@example.org", [("a@example.org", "")]),
        ("<a@example.org>", [("a@example.org", "")]),
        ('"a@example.org" <a@example.org>', [("a@example.org", "")]),
        ("Ann Bell <a@example.org>", [("a@example.org", "Ann Bell")]),
        (
            '"Bell, Ann" <a@example.org>, b@example.org',
            [("a@example.org", "Bell, Ann"), ("b@example.org", "")],
        ),
        ("\"'Ann'\" <a@example.org>", [("a@example.org", "Ann")]),
        ("a@example.org (Ann (the) Bell)", [("a@example.org", "Ann the Bell")]),
        ('"Ann (home)" <a@example.org> (away)', [("a@example.org", "Ann (home)")]),
        (
            "Team: a@example.org, Ben <b@example.org>;, c@example.org",
            [("a@example.org", ""), ("b@example.org", "Ben"), ("c@example.org", "")],
        ),
        ("undisclosed-recipients:;", []),
        ("", []),
        (" , ,", []),
        ("postmaster", [("postmaster", "")]),
        ("Mail System <MAILER-DAEMON>", [("MAILER-DAEMON", "Mail System")]),
        ("<>", []),
        ("<@relay.example.net:a@example.org>", [("a@example.org", "")]),
        ("No reply @ Home <no.reply@example.org>", [("no.reply@example.org", "No reply @ Home")]),
        ("=?utf-8?Q?Zo=C3=AB=2C?= <z@example.org>", [("z@example.org", "Zoë,")]),
        ('=?utf-8?Q?"Zo=C3=AB"_<z=40example.org>?=', [("z@example.org", "Zoë")]),
        ('"=?iso-8859-1?q?p=F6stal?=" <p@example.org>', [("p@example.org", "pöstal")]),
        ("a@example.org b@example.org", [("a@example.org", "b@example.org")]),
        ("Ann <a@example.org> Ben <b@example.org>", [("a@example.org", "Ann"), ("b@example.org", "Ben")]),
        ('"never closed <a@example.org>', [("a@example.org", "never closed")]),
        ("Zoë <z@example.org>", [("z@example.org", "Zoë")]),
        ('"say \\"hi\\"" <a@example.org>', [("a@example.org", 'say "hi"')]),
        ("a@example.org, b@example.org (Ben)", [("a@example.org", ""), ("b@example.org", "Ben")]),
        ("a@example.org;b@example.org", [("a@example.org", ""), ("b@example.org", "")]),
        ("<a@example.org><b@example.org>", [("a@example.org", ""), ("b@example.org", "")]),
    ],
)
def test_people_are_found_however_they_are_written(value: str, found: list[tuple[str, str]]) -> None:
    assert people(value) == found


def test_people_are_those_that_the_standard_library_finds() -> None:
    rng = random.Random(3)
    names = ["", "Ann", "Ann Bell", "Bell, Ann", 'Q "x" y', "A (b) c"]
    for _ in range(400):
        pairs = [(rng.choice(names), f"u{rng.randrange(99)}@example.org") for _ in range(rng.randrange(1, 5))]
        written = ", ".join(email.utils.formataddr(pair) for pair in pairs)
        assert people(written) == [(address, name) for name, address in pairs]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("from a.example (b.example [192.0.2.1]) by c.example; now", ["192.0.2.1"]),
        ("from a.example ([192.0.2.1])\n\tby c.example", ["192.0.2.1"]),
        ("from a (b. [IPv6:2001:db8::1]) by c", ["2001:db8::1"]),
        ("from a (b [2001:DB8:0::1]) by c", ["2001:db8::1"]),
        ("from [192.0.2.1] (helo=[198.51.100.2]) by c", ["192.0.2.1", "198.51.100.2"]),
        ("from 192.0.2.1 (HELO x) (203.0.113.5) by c", ["192.0.2.1", "203.0.113.5"]),
        ("from a (b [999.0.2.1]) by c", []),
        ("from a (b [192.0.2.1.5]) by c", []),
        ("from a-192.0.2.1.example.net (1.2.3) by 198.51.100.1", []),
        ("by 198.51.100.1 with SMTP id 12:34:56", []),
        ("(qmail 12 invoked from network); 1 Jan 2026 12:34:56 -0000", []),
        ("from ::ffff:192.0.2.1 by c", ["::ffff:192.0.2.1"]),
    ],
)
def test_a_hop_tells_the_address_it_came_from(value: str, found: list[str]) -> None:
    assert [ip.replace("c000:201", "192.0.2.1") for ip in ips("Received", value)] == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("X-Originating-IP", "[192.0.2.1]", ["192.0.2.1"]),
        ("X-Forwarded-For", "192.0.2.1, 2001:db8::5", ["192.0.2.1", "2001:db8::5"]),
        ("Received-SPF", "pass (designates 192.0.2.1 as sender) client-ip=192.0.2.1; x", ["192.0.2.1"]),
        ("Authentication-Results", "a; spf=fail (sender IP is 192.0.2.1) smtp=x", ["192.0.2.1"]),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:X", ["192.0.2.1"]),
        ("Authentication-Results", "a; dkim=pass recipient=1", []),
        ("Authentication-Results", "a; dkim=pass", []),
    ],
)
def test_other_headers_tell_addresses_too(name: str, value: str, found: list[str]) -> None:
    assert ips(name, value) == found


def test_hops_are_numbered_from_the_top_even_when_there_are_very_many() -> None:
    lines = {b"received": [b"from a (b [192.0.2.1]) by c"] * 70}
    said = [a.said_by for a in mail_addresses.addresses(lines)]
    assert said == [f"Received {n}" for n in range(1, 71)]


_HOSTS = st.sampled_from(
    ["a.example", "a-1.example.net", "localhost", "192.0.2.7", "[192.0.2.8]", "dead:beef::1", "x_y", ""]
)
_PLACES = st.sampled_from(
    ["[192.0.2.1]", "[IPv6:2001:db8::1]", "[2001:db8::1]", "[999.1.1.1]", "192.0.2.1", "[::]", "[1]"]
)


@given(
    _HOSTS,
    _HOSTS,
    _PLACES,
    st.sampled_from([" ", ". ", ""]),
    st.sampled_from([" by c; now", "\n\tby c", " for d", ""]),
)
def test_the_short_way_to_read_a_hop_gives_what_the_long_way_gives(
    helo: str, host: str, place: str, between: str, end: str
) -> None:
    value = f"from {helo} ({host}{between}{place}){end}"
    long_way = ips("Received", value.replace("from ", "From ", 1))
    assert ips("Received", value) == long_way


@given(
    st.sampled_from(
        ["", "Ann", "Ann Bell", '"Ann"', '"Bell, Ann"', "'Ann'", "Zoë", "=?utf-8?Q?Zo=C3=AB?=", "A. B", "A@B"]
    ),
    st.sampled_from(["a@example.org", "a+b@example.org", "a", "A@EXAMPLE.ORG", "o'b@example.org"]),
    st.booleans(),
)
def test_the_short_way_to_read_a_person_gives_what_the_long_way_gives(
    name: str, handle: str, is_bare: bool
) -> None:
    value = handle if is_bare else f"{name} <{handle}>".strip()
    # A comma at the end says nothing, but is not what the short way expects.
    assert people(value) == people(value + ",")
