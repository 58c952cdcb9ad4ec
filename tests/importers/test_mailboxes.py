"""Mail files as importers see them: which they claim, that every mail is counted, and what damage does."""

import io
import mailbox
import random
import re
from pathlib import Path

import pytest

from holdfast.formats import mail
from holdfast.formats import mbox as splitting
from holdfast.formats.tree import Handed, Tree
from holdfast.importers import Record, eml, importers, maildir, mbox
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.formats.mails import made
from tests.importers.fixtures import HERE, cases, read

MAIL = b"From: rowan@example.net\nTo: mira@example.org\nDate: Wed, 01 Apr 2026 10:00:00 +0200\n\nwords\n"
FROM = b"From rowan@example.net Wed Apr  1 08:00:05 2026\n"


def tree(**files: bytes) -> Tree:
    return Tree(
        [
            Handed(sha256="0" * 64, name=name, size=len(data), open=lambda data=data: io.BytesIO(data))
            for name, data in files.items()
        ]
    )


def records(importer: str, name: str, data: bytes) -> list[Record]:
    whole = tree(**{name: data})
    return list(importers()[importer].read(whole.members, whole, Told()))


def count(found: list[Record]) -> int:
    """Mails that stand for themselves, read or not."""
    events = sum(isinstance(r, Event) and not r.parent for r in found)
    return events + sum(isinstance(r, Problem) and r.loss == "record" for r in found)


def claimed(name: str, data: bytes) -> list[str]:
    whole = tree(**{name: data})
    return [
        n
        for n, i in (("eml", eml), ("mbox", mbox), ("maildir", maildir))
        if i.claims(whole.members[0], whole)
    ]


@pytest.mark.parametrize(
    ("name", "data", "by"),
    [
        ("a.eml", b"", "eml"),
        ("a.EML", MAIL, "eml"),
        ("a.txt", MAIL, "eml"),
        ("a.txt", b"\xef\xbb\xbf" + MAIL, "eml"),
        ("mh/17", MAIL, "eml"),
        ("a.txt", FROM + MAIL, "mbox"),
        ("Inbox", FROM + MAIL, "mbox"),
        ("Boîte de réception", b"\xef\xbb\xbf\n" + FROM + MAIL, "mbox"),
        ("a.mbox", b"", "mbox"),
        ("box/cur/1775030400.M1P2.host:2,S", MAIL, "maildir"),
        ("box/new/1775030400.host", MAIL, "maildir"),
        ("box/cur/msg;2,S", MAIL, "maildir"),
        ("cur/msg!2,", MAIL, "maildir"),
        ("box/cur/17.mbx", FROM + MAIL, "mbox"),
        ("box/cur/17.eml", MAIL, "eml"),
        ("box/cur/notes.txt", b"some notes\n", ""),
        ("box/cur/dovecot-uidlist", b"3 V1\n", ""),
        ("a.txt", b"Dear all,\n\nFrom: me\n", ""),
        ("a.txt", b"From: me\nTo: you\n\n", ""),
        ("a.txt", b"From the window\nI see", ""),
        ("a.mht", b"From: <Saved by Blink>\nSubject: x\nDate: y\nMIME-Version: 1.0\n\n", ""),
        ("page", b"From: <Saved by Blink>\nSubject: x\nDate: y\nMIME-Version: 1.0\n\n", ""),
        ("a.jpg", MAIL, ""),
        ("a.jpg", FROM + MAIL, ""),
        ("inbox/1.", MAIL, "eml"),
        ("easy/00001.7c53336b37003a9286aba55d2945844c", MAIL, "eml"),
        ("easy/00001.bfc8d64d12b325ff385cca8d07b84288", FROM + MAIL, "mbox"),
        ("sent.2026", FROM + MAIL, "mbox"),
        ("sent.2026-04", MAIL, "eml"),
        ("Inbox.bak", FROM + MAIL, "mbox"),
        ("export.gz!/mail.mbox#2", FROM + MAIL, "mbox"),
        ("box/cur/1775030400.M1P2.host", FROM + MAIL, "maildir"),
        ("notes.v2final", b"some notes\n", ""),
        ("a.msg", MAIL, "eml"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        ("box/cur/root", MAIL, "eml"),
        ("out/1775030400.M1P2.host:2,S", MAIL, "eml"),
        ("long", b"Authentication-Results: x;\n" + b" y=none;\n" * 900 + MAIL, "eml"),
        ("long", b"Colours: x;\n" + b" y=none;\n" * 900 + b"\n" + MAIL, ""),
    ],
)
def test_a_file_is_claimed_by_what_it_is(name: str, data: bytes, by: str) -> None:
    assert claimed(name, data) == ([by] if by else [])


@pytest.mark.parametrize("case", [c for c in cases() if c.parent.name == "mbox"], ids=lambda c: c.name)
def test_every_from_line_is_an_event_or_a_problem(case: Path) -> None:
    for file in sorted((case / "input").rglob("*")):
        if not file.is_file() or file.suffix == ".eml":
            continue
        data = file.read_bytes()
        lines = data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf").split(b"\n")
        separators = [
            n
            for n, line in enumerate(lines[:-1])
            if re.match(rb"From (.*\d\d:\d\d|$|\?\?\?)", line) and re.match(rb"[!-9;-~]+:", lines[n + 1])
        ]
        expected = len(separators) - (case.name == "mboxcl2") + (file.name == "headless.mbox")
        assert count(records("mbox", "x.mbox", data)) == expected, file


@pytest.mark.parametrize("name", ["eml", "maildir"])
def test_every_file_is_an_event_or_a_problem(name: str) -> None:
    for case in sorted((HERE / name).iterdir()):
        members = Tree(
            [
                Handed(
                    sha256="0" * 64,
                    name=str(p.relative_to(case / "input")),
                    size=p.stat().st_size,
                    open=lambda p=p: p.open("rb"),
                )
                for p in sorted((case / "input").rglob("*"))
                if p.is_file()
            ]
        )
        own = [m for m in members if importers()[name].claims(m, members)]
        assert count(list(importers()[name].read(own, members, Told()))) == len(own)


def test_the_standard_library_counts_the_same(tmp_path: Path) -> None:
    rng = random.Random(11)
    data = b"".join(FROM + re.sub(rb"(?m)^From ", b">From ", made(rng)) + b"\n" for _ in range(300))
    (tmp_path / "box").write_bytes(data)
    told = mailbox.mbox(tmp_path / "box")
    assert count(records("mbox", "box", data)) == len(told) == 300
    told.close()


@pytest.mark.parametrize(
    "case",
    [c for c in cases() if c.parent.name in ("mbox", "eml")],
    ids=lambda c: f"{c.parent.name}/{c.name}",
)
def test_a_file_that_breaks_off_anywhere_is_still_read(case: Path) -> None:
    for file in sorted((case / "input").rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        for part in range(50):
            cut = data[: len(data) * part // 50]
            assert count(records("eml", "a.eml", cut)) == 1
            records("mbox", "a.mbox", cut)
            records("maildir", "cur/1775030400.x", cut)


class Bursting(io.BytesIO):
    """A stream from a container that breaks while it is read."""

    def read1(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise InputError("The container is broken.")
        return super().read1(size)


def broken(name: str) -> Tree:
    data = FROM + MAIL
    return Tree([Handed(sha256="0" * 64, name=name, size=len(data), open=lambda: Bursting(data))])


def test_a_container_that_breaks_is_told_with_its_place() -> None:
    whole = broken("a.mbox")
    found = list(mbox.read(whole.members, whole, Told()))
    assert [r.loss for r in found if isinstance(r, Problem)] == ["member"]


@pytest.mark.parametrize("importer", [eml, maildir])
def test_a_file_that_cannot_be_read_costs_one_record(
    importer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LARGEST", 10)
    whole = tree(**{"cur/1775030400.x": MAIL, "cur/1775030401.x": b"To: a"})
    found = list(importer.read(whole.members, whole, Told()))  # type: ignore[attr-defined]
    assert [type(r) for r in found[:2]] == [Problem, Event]
    assert count(found) == 2


def test_a_mail_too_large_for_memory_is_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = splitting.split
    monkeypatch.setattr(
        splitting, "split", lambda stream, **given: plain(stream, largest=200, block=100, **given)
    )
    data = FROM + MAIL + FROM + MAIL + b"more words\n" * 60 + FROM + MAIL
    found = records("mbox", "a.mbox", data)
    assert [r.what for r in found if isinstance(r, Problem)] == [mbox.TOO_LARGE]
    assert count(found) == 3


def test_only_lines_that_were_changed_for_sure_are_changed_back() -> None:
    def texts(*bodies: bytes) -> tuple[list[str], int]:
        data = b"".join(FROM + MAIL.replace(b"words", body) + b"\n" for body in bodies)
        found = records("mbox", "a.mbox", data)
        return [r.text for r in found if isinstance(r, Event)], sum(isinstance(r, Problem) for r in found)

    assert texts(b">From a", b"b") == ([">From a", "b"], 1)
    assert texts(b">From a", b">>From b") == (["From a", ">From b"], 0)


def test_positions_lead_back_to_the_bytes() -> None:
    case = HERE / "mbox" / "crlf-and-bom"
    data = (case / "input" / "saved.mbox").read_bytes()
    for event in read(case):
        assert isinstance(event, Event)
        place = event.found_at.position
        record = data[place.start : place.start + place.length]
        assert record.startswith(b"From ")
        assert event.subject.encode() in record


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("Maildir/.Archive.2024/cur/1.x:2,S", "Archive/2024"),
        ("Maildir/.Entw&APw-rfe/cur/1.x:2,S", "Entwürfe"),
        ("A &- B/cur/1.x:2,S", "A & B"),
        ("&bad!-/cur/1.x:2,S", "&bad!-"),
        ("&2AA-/cur/1.x:2,S", "&2AA-"),
        ("cur/1.x:2,S", None),
    ],
)
def test_folders_are_named_as_people_know_them(path: str, folder: str | None) -> None:
    (event,) = records("maildir", path, MAIL)
    assert isinstance(event, Event)
    assert event.fields.get("Folder") == folder
    assert event.fields["Flags"] == "S"
