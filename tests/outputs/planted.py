"""Sixty things that identify somebody, in every script, planted in every field that a paper has."""

import re
import unicodedata
import zlib

import msgspec

from holdfast.formats.mail_route import route
from holdfast.model.account import Account
from holdfast.model.event import Address, Attachment
from holdfast.model.locator import Position
from holdfast.model.redaction import Redaction
from holdfast.model.when import NamedTime, When
from holdfast.outputs.packet import AccountLine, PacketInput
from tests.outputs.samples import DAY, START, row, sample

NAMES = (
    *("Wilhelmina Quartermain", "Zoë Thistlewood", "Þórdís Hafsteinn", "Łucja Brzęczyk", "Дарья Лунина"),
    *("Ольга Щербинская", "Δήμητρα Καλογήρου", "Ξενοφών Παπαδάκης", "نورهان", "خالد المنصوري", "יעל כהן"),
    *(
        "רבקה שטרן",
        "अंजलि",
        "राजेश्वरी",
        "สมชาย",
        "วิไลพร",
        "王芳",
        "欧阳修远",
        "さくら",
        "김민수",
        "Nguyễn Thị Hoa",
    ),
    *("Ayşegül Işık", "Ane", "Siobhán Ó Dálaigh"),
)
PLACES = (
    *("12 Mill Lane", "Flat 7b, Kestrel Court", "Улица Садовая 4", "शांति नगर", "Rue de l’Église 9"),
    *("ถนนสุขุมวิท", "春熙路", "The Blue Kiln Pottery", "Northgate Library", "Maplewood Primary School"),
)
PHONES = ("+44 7700 900111", "+44 7700 900222", "+1 555 0142 333", "07700 900333", "+44 7700 900444")
MAILS = (
    *("maya.lindqvist@example.org", "w.quartermain@example.com", "zoe+private@example.net"),
    *("info@bücher.example", "tilda_m@example.org"),
)
ACCOUNTS = ("@maya_away", "tilda.paints", "u/quiet_heron", "kestrel#4821", "дарья_рисует")
NETWORKS = (
    *("192.0.2.14", "198.51.100.23", "203.0.113.0/28", "2001:db8:77::42", "2001:db8:aaaa::/48", "192.0.2.99"),
)
OTHERS = ("KX19 ZRT", "NHS 943 476 5919", "plum gate seven", "Biscuit the whippet", "4 September appointment")

PLANTED = (
    *(("name", words) for words in NAMES[:12]),
    *(("child", words) for words in NAMES[12:18]),
    *(("witness", words) for words in NAMES[18:]),
    *(("home", words) for words in PLACES[:5]),
    *(("place", words) for words in PLACES[5:7]),
    *(("workplace", words) for words in PLACES[7:9]),
    *(("school", words) for words in PLACES[9:]),
    *(("phone", words) for words in PHONES),
    *(("mail address", words) for words in MAILS),
    *(("account", words) for words in ACCOUNTS),
    *(("network address", words) for words in NETWORKS),
    *(("other", words) for words in OTHERS),
)
assert len(PLANTED) == 60


def shown(kind: str, words: str) -> str:
    """As it stands in evidence: a network by one of its addresses."""
    return {"203.0.113.0/28": "203.0.113.9", "2001:db8:aaaa::/48": "2001:db8:aaaa::9"}.get(words, words)


def redactions(recipient: str = "") -> list[Redaction]:
    """One for each, as a person would name them."""
    return [
        Redaction(id=f"r{n}", recipient=recipient, kind=kind, words=words, why=f"Reason {n}.", at=START)
        for n, (kind, words) in enumerate(PLANTED)
    ]


def forms(kind: str, words: str) -> list[str]:
    """Several ways in which the same can be written."""
    plain = shown(kind, words)
    escaped = ["".join(f"{sign}{b:02X}" for b in plain.encode()) for sign in "%="]
    found = [plain, plain.upper(), unicodedata.normalize("NFD", plain), plain.replace(" ", "_"), *escaped]
    if kind == "network address" and ":" in plain:
        found += ["2001:0DB8:0077:0:0:0:0:0042"] if plain.endswith("42") else []
    return found


def text() -> str:
    """All of them in a row, in several forms."""
    return "\n".join(" | ".join(forms(kind, words)) for kind, words in PLANTED)


def planted() -> PacketInput:
    """The sample packet with all sixty in every field of every part that holds words of the evidence."""
    bad = text()
    line = " ".join(shown(kind, words) for kind, words in PLANTED)
    account = Account(service="mail", handle=MAILS[0], shown_as=f"{NAMES[0]} {NAMES[4]}", native_id=PHONES[0])
    many = tuple(
        Account(service="mail", handle=shown(kind, words), shown_as=f"as {shown(kind, words)}")
        for kind, words in PLANTED
    )
    names = [f"{shown(kind, words)}.jpg" for kind, words in PLANTED]
    record = row(
        0,
        by=account,
        to=many,
        subject=bad,
        text=bad,
        as_written=line,
        attached=tuple(Attachment(name=name, member=name, media_type="image/jpeg", size=1) for name in names),
        addresses=tuple(
            Address(ip=shown(kind, words), said_by=line)
            for kind, words in PLANTED
            if kind == "network address"
        ),
        links=tuple(
            f"https://example.com/?q={form}" for kind, words in PLANTED for form in forms(kind, words)
        ),
        times=(NamedTime(name="received", when=When(as_written=line, at=START)),),
        fields={bad[:2000]: bad, "Received": line, "X-Summary": bad},
        reply_to=line,
        source_name=line,
        member=line,
        thread=line,
        gone_from=line,
        position=Position(unit="byte", start=0, length=9),
    )
    others = [
        msgspec.structs.replace(record, id=f"{n:032x}", at=START + n * DAY, text=bad, direction=way)
        for n, way in ((1, "out"), (2, None))
    ]
    one = sample()
    mail = (
        f"Received: from {NAMES[0].split()[0].lower()}.example.net ([192.0.2.14]) by mx.example.org; Mon, 3 Mar 2025"
        f" 09:15:04 +0000\r\nFrom: <{MAILS[0]}>\r\nMessage-ID: <{MAILS[0]}>\r\n\r\nx\r\n"
    ).encode()
    exhibit = msgspec.structs.replace(one.exhibits[0], event=record.id, caption=line)
    marker = msgspec.structs.replace(one.markers[0], note=bad, accounts=(account.key,), proof=record.id)
    finding = one.findings[0]
    table = msgspec.structs.replace(
        finding.tables[0], title=line, columns=(line, "n"), rows=((line, 1), *finding.tables[0].rows)
    )
    said = msgspec.structs.replace(
        finding,
        says=line,
        tables=(table,),
        figures={"from": line},
        otherwise=(line,),
        limits=(line,),
        rests_on=(record.id,),
    )
    source = msgspec.structs.replace(one.sources[0], name=line, obtained=bad, also=(line,))
    return msgspec.structs.replace(
        one,
        title=f"Contacts with {NAMES[0]}",
        prepared_by=line,
        rows=[record, *others],
        exhibits=[exhibit],
        exhibit_rows={record.id: record},
        context={record.id: (record, *others)},
        routes={record.id: route(mail, ("example.org",))},
        markers=[marker],
        findings=[said],
        sources=[source],
        left_out=[line],
        problems={line: 3},
        read={source.sha256: [line]},
        loss_statements={line: [line]},
        accounts=[
            AccountLine(key=each.key, shown=each.shown_as, count_in=1, count_out=1, is_mine=False)
            for each in many
        ],
    )


def traces(data: bytes) -> list[str]:
    """Which of the sixty can be found in some bytes, also in compressed streams, in UTF-8 or UTF-16."""
    whole = [data]
    for start in re.finditer(rb"stream\r?\n", data):
        try:
            whole.append(zlib.decompressobj().decompress(data[start.end() :]))
        except zlib.error:
            continue
    return [
        wanted
        for wanted in (shown(kind, words) for kind, words in PLANTED)
        for form in {wanted, wanted.casefold(), wanted.upper(), unicodedata.normalize("NFD", wanted)}
        for encoded in (form.encode(), form.encode("utf-16-be"), form.encode("utf-16-le"))
        if len(encoded) > 5 and any(encoded in part for part in whole)
    ]


def bare(words: str) -> str:
    """Letters and digits only, without marks and case: what is compared when text was read back."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    return "".join(c for c in plain if c.isalnum())


def read_in(read: str) -> list[str]:
    """Which of the sixty can be read in text that came out of a product."""
    plain, found = bare(read), []
    for kind, words in PLANTED:
        wanted = bare(shown(kind, words))
        if len(wanted) > 3:
            is_there = wanted in plain or wanted[::-1] in plain
        elif words.isascii():
            is_there = re.search(rf"(?<![a-z]){wanted}(?![a-z])", read.casefold()) is not None
        else:
            is_there = wanted in plain
        if is_there:
            found.append(words)
    return found
