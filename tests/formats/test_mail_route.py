"""Which lines of a mail can be relied on: a forged one is never named."""

import base64
import hashlib
import ipaddress

import pytest

from holdfast.formats import dkim, mail_route
from holdfast.formats.mail_provider import learned, receiver
from holdfast.formats.mail_route import route
from holdfast.knowledge.mail_services import mail_services

OWN = ("example.org",)
INNER = "Received: from mx.example.org (mx.example.org [10.0.0.5]) by store.example.org; Mon, 3 Mar 2025 09:15:06 +0000\n"
REST = "From: Rowan <rowan@gmail.com>\nTo: ines@example.org\nMessage-ID: <1@x>\nSubject: hi\n\nhello\n"


def edge(saw: str) -> str:
    return f"Received: from {saw} by mx.example.org with ESMTP id 1; Mon, 3 Mar 2025 09:15:04 +0000\n"


FORGED = (
    "Received: from home (home [203.0.113.66]) by mx.example.org; Mon, 3 Mar 2025 09:00:00 +0000\n"
    "Received: from home (home [203.0.113.66]) by out.example.net; Mon, 3 Mar 2025 08:59:00 +0000\n"
    "Authentication-Results: mx.example.org; dkim=pass; spf=pass smtp.remote-ip=203.0.113.66\n"
    "X-Originating-IP: [203.0.113.66]\n"
)


@pytest.mark.parametrize(
    ("saw", "ip"),
    [
        ("out.example.net (out.example.net [198.51.100.7])", "198.51.100.7"),
        ("[203.0.113.66] (unknown [198.51.100.7])", "198.51.100.7"),
        ("out.example.net ([198.51.100.7] helo=[203.0.113.66])", "198.51.100.7"),
        ("[198.51.100.7] (helo=203.0.113.66)", "198.51.100.7"),
        ("unknown (HELO [203.0.113.66]) (198.51.100.7)", "198.51.100.7"),
        ("198.51.100.7 (EHLO [203.0.113.66])", "198.51.100.7"),
        ("out.example.net (2001:db8::7)", "2001:db8::7"),
        ("[203.0.113.66]", ""),
        ("203.0.113.66", ""),
        ("mx2.example.org (198.51.100.7)", ""),
        ("evil (mx.example.org [198.51.100.7])", ""),
    ],
)
def test_the_last_address_that_the_own_provider_saw(saw: str, ip: str) -> None:
    came = route((INNER + edge(saw) + FORGED + REST).encode(), OWN)
    assert came.ip == ip
    assert [hop.is_proven for hop in came.hops] == [True, True, False, False]
    assert came.says == (mail_route.SEEN if ip else mail_route.UNSURE)
    assert not any(check.is_trusted for check in came.checks)


def test_without_a_provider_or_under_another_nothing_is_relied_on() -> None:
    mail = (INNER + edge("out.example.net (out.example.net [198.51.100.7])") + REST).encode()
    for own, says in (
        ((), mail_route.NO_PROVIDER),
        (("example.com",), mail_route.NOT_YOURS),
        (("ample.org",), mail_route.NOT_YOURS),
    ):
        came = route(mail, own)
        assert (came.ip, came.says) == ("", says)
        assert not any(hop.is_proven for hop in came.hops)


def test_a_nameless_line_on_top_proves_nothing_by_itself() -> None:
    nameless = "Received: by 10.1.2.3 with SMTP id 1; Mon, 3 Mar 2025 09:15:06 +0000\n"
    saw = edge("out.example.net (out.example.net [198.51.100.7])")
    for own, ip, says in (
        (OWN, "198.51.100.7", mail_route.SEEN),
        (("example.com",), "", mail_route.NOT_YOURS),
    ):
        came = route((nameless + saw + FORGED + REST).encode(), own)
        assert (came.ip, came.says) == (ip, says)
        assert [hop.is_proven for hop in came.hops] == [bool(ip), bool(ip), False, False]


def test_a_chain_that_ends_inside_names_nobody() -> None:
    came = route((INNER + FORGED.split("\n", 1)[1] + REST).encode(), OWN)
    assert (came.ip, came.says) == ("", mail_route.INSIDE)


@pytest.mark.parametrize("greeting", ["pc", "home.example.net", "[203.0.113.66]"])
def test_whoever_sends_from_inside_cannot_add_lines_of_the_provider(greeting: str) -> None:
    from_inside = edge(f"{greeting} (unknown [10.0.0.9])")
    came = route((from_inside + FORGED + REST).encode(), OWN)
    assert (came.ip, came.says) == ("", mail_route.INSIDE)
    assert [hop.is_proven for hop in came.hops] == [True, False, False]


@pytest.mark.parametrize("how", ["ESMTPSA id 1", "esmtpa id 1", "SMTP (Authenticated sender: rowan) id 1"])
def test_who_had_signed_in_is_the_end(how: str) -> None:
    for saw, ip, says in (
        ("[192.168.0.4] (home [198.51.100.7])", "198.51.100.7", mail_route.SIGNED_IN),
        ("mx.example.org (pc [10.0.0.9])", "", mail_route.INSIDE),
    ):
        came = route((edge(saw).replace("ESMTP id 1", how) + FORGED + REST).encode(), OWN)
        assert (came.ip, came.says) == (ip, says)


def test_a_filter_on_the_same_machine_and_inner_addresses_are_walked_through() -> None:
    filtered = (
        "Received: from localhost (localhost [127.0.0.1]) by mx.example.org; Mon, 3 Mar 2025 09:15:06 +0000\n"
        "Received: from mx.example.org ([127.0.0.1]) by localhost (mx.example.org [127.0.0.1]); Mon, 3 Mar 2025 09:15:05 +0000\n"
    )
    by_number = (
        "Received: from 10.1.2.3 by store.example.org with HTTPS; Mon, 3 Mar 2025 09:15:06 +0000\n"
        "Received: from 198.51.100.7 (EHLO out.example.net) by 10.1.2.4 with SMTPs; Mon, 3 Mar 2025 09:15:05 +0000\n"
    )
    for above in (filtered + edge("out.example.net (out.example.net [198.51.100.7])"), by_number):
        came = route((above + FORGED + REST).encode(), OWN)
        assert (came.ip, came.says) == ("198.51.100.7", mail_route.SEEN)
    # What a server without a look at addresses was told is only told.
    told = by_number.replace("with HTTPS", "with SMTP")
    assert route((told + REST).encode(), OWN).says == mail_route.UNSURE


def test_a_check_counts_above_the_line_at_which_the_mail_came_in() -> None:
    checked = "Authentication-Results: mx.example.org; dkim=pass header.d=gmail.com\n"
    saw = edge("out.example.net (out.example.net [198.51.100.7])")
    assert [c.is_trusted for c in route((checked + saw + checked + REST).encode(), OWN).checks] == [
        True,
        False,
    ]


def test_who_alone_knows_more() -> None:
    came = route(REST.encode(), OWN, mail_services())
    assert came.ask is not None
    assert (came.ask.service, came.ask.account, came.ask.message_id) == ("Gmail", "rowan@gmail.com", "<1@x>")
    assert "may leave the sender" in came.ask.hides
    assert came.says == mail_route.NO_LINES


def test_canonical_text_as_rfc_6376_shows_it() -> None:
    body = b" C \r\nD \t E\r\n\r\n\r\n"
    assert dkim.canonical(body, is_relaxed=True) == b" C\r\nD E\r\n"
    assert dkim.canonical(body, is_relaxed=False) == b" C \r\nD \t E\r\n"
    assert dkim.canonical(b"", is_relaxed=False) == b"\r\n"
    assert dkim.canonical(b"", is_relaxed=True) == b""
    assert dkim.canonical(b"a", is_relaxed=True) == b"a\r\n"


@pytest.mark.parametrize("how", ["simple", "relaxed"])
def test_whether_the_text_is_the_signed_one(how: str) -> None:
    signed = dkim.canonical(b"hello  there\n\n", is_relaxed=how == "relaxed")
    told = base64.b64encode(hashlib.sha256(signed).digest()).decode()
    line = f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/{how}; d=example.net; s=k1;\n h=from:from:to:subject; bh={told}; b=AAAA\n"
    head = line + "From: a@mail.example.net\nTo: b@example.org\nSubject: x\n\n"
    (one,) = route((head + "hello  there\n").encode(), OWN).signatures
    assert (one.body, one.is_aligned, one.open_to_more) == ("same", True, ("to", "subject", "date"))
    assert one.signed == {"from": 1, "to": 1, "subject": 1}
    assert route((head + "hello there, changed\n").encode(), OWN).signatures[0].body == "changed"


def test_what_outlook_wrote_anew_is_not_held_against_its_signature() -> None:
    mail = b"DKIM-Signature: a=rsa-sha256; d=example.net; bh=AAAA; h=from\nFrom: a@example.net\n\nhello\n"
    assert route(mail, OWN).signatures[0].body == "changed"
    assert route(mail, OWN, is_original=False).signatures[0].body == "unknown"


def test_only_the_counted_length_is_covered() -> None:
    told = base64.b64encode(hashlib.sha256(b"hello\r\n").digest()).decode()
    mail = f"DKIM-Signature: a=rsa-sha256; d=example.net; l=7; bh={told}; h=from\nFrom: a@example.org\n\nhello\nadded later\n"
    (one,) = route(mail.encode(), OWN).signatures
    assert (one.body, one.length, one.is_aligned) == ("same", 7, False)


def test_any_bytes_end_in_a_route() -> None:
    for data in (
        b"",
        b"\n",
        b"Received:" * 5000,
        b"Received: from [" + b"1" * 100_000,
        b"\xff" * 999,
        b"DKIM-Signature: " + b"h=" * 9999,
    ):
        assert route(data, OWN).ip == ""


# As Outlook.com writes it for a mail that came in from outside: its own servers hand it on by public addresses.
OUTLOOK = """Received: from AA1PR12MB0001.namprd12.prod.outlook.com (2603:10a6:3:75::14) by
 AA2PR12MB0002.namprd12.prod.outlook.com with HTTPS; Mon, 3 Mar 2025 09:15:09 +0000
Received: from AA3PR07CA0003.namprd07.prod.outlook.com (2603:10b6:803:2d::12) by AA1PR12MB0001.namprd12.prod.outlook.com
 (2603:10a6:3:75::14) with Microsoft SMTP Server id 15.20; Mon, 3 Mar 2025 09:15:08 +0000
Received: from AA4NAM02FT0004.eop-nam02.prod.protection.outlook.com (2603:10b6:803:2d:cafe::75) by
 AA3PR07CA0003.outlook.office365.com (2603:10b6:803:2d::12) with Microsoft SMTP Server id 15.20; Mon, 3 Mar 2025 09:15:07 +0000
Authentication-Results: spf=pass (sender IP is 198.51.100.7) smtp.mailfrom=example.net; dkim=none
"""


def came_in(saw: str) -> str:
    return (
        f"{OUTLOOK}Received: from {saw} by AA4NAM02FT0004.mail.protection.outlook.com (10.97.4.223)"
        " with Microsoft SMTP Server id 15.20; Mon, 3 Mar 2025 09:15:06 +0000\n"
    )


@pytest.mark.parametrize("named", ["outlook.com", "hotmail.com"])
def test_the_public_addresses_of_the_own_provider_are_walked_through(named: str) -> None:
    mail = (came_in("out.example.net (198.51.100.7)") + FORGED + REST).encode()
    came = route(mail, (named,), mail_services())
    assert (came.ip, came.says) == ("198.51.100.7", mail_route.SEEN)
    assert [hop.is_proven for hop in came.hops] == [True] * 4 + [False] * 2
    assert [(check.by, check.is_trusted) for check in came.checks] == [("", True), ("mx.example.org", False)]
    assert came.ask is not None
    assert came.ask.at == "2025-03-03 09:15:06 UTC"
    # Without what is known of this service no address can be told from its own.
    assert route(mail, (named,)).ip == ""


@pytest.mark.parametrize(
    ("saw", "says"),
    [
        # A customer's machine in the same large network, under a borrowed name, is not one of the servers.
        ("AA9PR12MB0009.prod.outlook.com (2603:1020:5::9)", mail_route.UNSURE),
        ("mail-x.outbound.protection.outlook.com (40.107.1.2)", mail_route.SAME),
        ("anything.example.com (40.107.1.2)", mail_route.SAME),
    ],
)
def test_a_relay_of_the_own_provider_names_no_address(saw: str, says: str) -> None:
    came = route((came_in(saw) + FORGED + REST).encode(), ("outlook.com",), mail_services())
    assert (came.ip, came.says) == ("", says)
    assert [hop.is_proven for hop in came.hops] == [True] * 4 + [False] * 2


def test_gmail_to_gmail_stays_with_gmail() -> None:
    mail = """Received: by 2002:a05:6a10:1234:b0:2c2:6146:6f6f with SMTP id 1; Mon, 3 Mar 2025 01:15:06 -0800 (PST)
ARC-Seal: i=2; a=rsa-sha256; t=1; cv=pass; d=google.com; s=a; b=AA
ARC-Authentication-Results: i=2; mx.google.com; dkim=pass header.i=@gmail.com; arc=pass (i=1)
Received: from mail-a.google.com (mail-a.google.com. [209.85.220.41]) by mx.google.com with SMTPS id 2; Mon, 3 Mar 2025 01:15:05 -0800 (PST)
Authentication-Results: mx.google.com; dkim=pass
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.net; b=AA
ARC-Authentication-Results: i=1; example.net; spf=pass
"""
    came = route((mail + FORGED + REST).encode(), ("gmail.com",), mail_services())
    assert (came.ip, came.says) == ("", mail_route.SAME)
    assert [(s.number, s.domain, s.chain, s.is_trusted) for s in came.seals] == [
        (2, "google.com", "pass", True),
        (1, "example.net", "none", False),
    ]
    assert [(c.seal, c.by, c.is_trusted) for c in came.checks][:3] == [
        (2, "mx.google.com", True),
        (None, "mx.google.com", False),
        (1, "example.net", False),
    ]


def test_a_provider_is_learned_from_the_topmost_lines() -> None:
    mails = {
        "google.com": "Received: by 2002:a05::1 with SMTP id 1; x\nReceived: from a by mx.google.com; x\n\nReceived: by b.example.com\n",
        "example.co.uk": "Received: from a (a [192.0.2.1])\n\tby mx1.example.co.uk; x\n\n",
        "example.org": "From: a\nReceived: from localhost by localhost; x\nReceived: from a by mx.example.org; x\n\n",
        "": "Received: from a by [192.0.2.7]; x\n\nReceived: from a by mx.example.net; x\n",
    }
    assert [receiver(text.encode()) for text in mails.values()] == list(mails)
    assert learned(["a.org"] * 5 + ["b.org"] * 3 + ["c.org"] * 2 + ["", ""]) == ("a.org", "b.org")
    assert learned(["a.org"] * 2) == ()
    assert learned(["a.org"] * 3 + ["b.org"] * 30) == ("b.org",)


def test_every_fact_about_a_service_has_its_source_and_day() -> None:
    for service in mail_services():
        for field in ("relays", "inside", "hides"):
            said, source = getattr(service, field), getattr(service, f"{field}_source")
            assert bool(said) == bool(source), service.name
            assert not source or source[-10:-6].isdecimal(), source
        for net in (*service.relays, *service.inside):
            assert ipaddress.ip_network(net)
