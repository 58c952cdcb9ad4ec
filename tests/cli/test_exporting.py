"""The log alone and the ledger of what left, as a script gets them."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from holdfast.case import log_alone
from holdfast.case.bag import Archive
from holdfast.case.case import Case
from holdfast.case.log_alone import Asked
from holdfast.model.errors import DamageError, RequestError, SpaceError
from tests.cli.conftest import CHAT, MAIL
from tests.cli.program import PASSPHRASE
from tests.cli.test_words import lines, said, told


def test_the_log_is_written_in_every_form_and_the_ledger_has_its_hash(folder: Path, tmp_path: Path) -> None:
    for form in ("pdf", "csv", "xlsx", "json", "ics", "timesketch"):
        out = tmp_path / f"log.{form}"
        said(
            "export",
            folder,
            "--as",
            form,
            "--out",
            out,
            "--for",
            "police",
            "--to",
            "Desk 4",
            "--why",
            "asked",
        )
        newest = told("handed", folder, "--json")[-1]
        assert newest["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
        assert newest["size"] == out.stat().st_size
        assert (newest["recipient"], newest["to"], newest["why"]) == ("police", "Desk 4", "asked")
        said("export", folder, "--as", form, "--out", out, code=2)
    table = io.StringIO((tmp_path / "log.csv").read_text("utf-8-sig"), newline="")
    assert len(list(csv.DictReader(table))) == 4
    assert len(json.loads((tmp_path / "log.json").read_bytes())["entries"]) == 4
    listed = said("handed", folder)
    assert listed.count("for: Desk 4; why: asked") == 6
    assert "the log alone was written (pdf)" in said("log", folder)


def test_only_what_was_asked_for_is_in_it(folder: Path, tmp_path: Path) -> None:
    events = lines("events", folder, "--jsonl")
    said("exhibit", folder, events[0]["id"])
    said("export", folder, "--as", "json", "--exhibits-only", "--out", tmp_path / "one.json")
    one = json.loads((tmp_path / "one.json").read_bytes())
    assert [(entry["id"], entry["exhibit"]) for entry in one["entries"]] == [(events[0]["id"], "A-1")]
    assert any("3 of 4 events are outside" in sentence for sentence in one["left_out"])
    said("export", folder, "--as", "json", "--since", "2025-06-15", "--out", tmp_path / "late.json")
    assert len(json.loads((tmp_path / "late.json").read_bytes())["entries"]) == 2


def test_a_load_file_holds_mails_as_they_were_with_their_hashes(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "load"
    assert "4 documents; 3 without an original" in said("export", folder, "--as", "load-file", "--out", out)
    found = list(csv.DictReader(io.StringIO((out / "load.csv").read_text("utf-8-sig"), newline="")))
    for line in found:
        text = (out / line["TEXTLINK"]).read_bytes()
        assert hashlib.sha256(text).hexdigest() == line["TEXTSHA256"]
    (mail,) = [line for line in found if line["NATIVELINK"]]
    assert (out / mail["NATIVELINK"]).read_bytes() == MAIL
    assert hashlib.sha256(MAIL).hexdigest() == mail["NATIVESHA256"]
    assert told("handed", folder, "--json")[-1]["what"] == "load file"


def test_mails_of_a_mailbox_and_mails_inside_mails_come_out_as_mails(tmp_path: Path) -> None:
    inner = b"From: a@example.com\r\nSubject: inner\r\nDate: Sun, 15 Jun 2025 08:00:00 +0000\r\n\r\nin\r\n"
    outer = (
        b"From: b@example.com\r\nSubject: outer\r\nDate: Sun, 15 Jun 2025 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--x--\r\n"
    )
    (tmp_path / "box.mbox").write_bytes(b"From b@example.com Sun Jun 15 09:00:00 2025\r\n" + outer + b"\r\n")
    case, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    case.add([tmp_path / "box.mbox"])
    archive = Archive("load", 1_750_000_000_000)
    many, without = case.load_file(archive, Asked())
    assert (many, without) == (2, 0)
    files = _unzipped(archive.end())
    natives = sorted(data for name, data in files.items() if "/natives/" in name)
    assert natives[0].startswith(b"From: a@example.com")
    assert natives[1].startswith(b"From: b@example.com")
    case.close()


def _unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_what_cannot_be_written_or_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.open(folder, PASSPHRASE)

    class Full:
        def open(self, path: str) -> io.BytesIO:
            raise OSError(28, "full")

    with pytest.raises(SpaceError):
        case.load_file(Full(), Asked())
    with pytest.raises(RequestError):
        case.log_alone("doc", Asked())

    def broken(*_: object) -> bytes:
        raise DamageError("gone", "verify")

    monkeypatch.setattr(case, "original", broken)
    archive = Archive("load", 1_750_000_000_000)
    assert case.load_file(archive, Asked()) == (4, 4)
    assert log_alone.FORMS[0] == "pdf"
    case.close()


def test_sheets_for_a_pen_are_written_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"
    said("log-sheet", "--pdf", out, "--pages", "2", "--paper", "letter")
    assert len(pypdfium2.PdfDocument(out.read_bytes())) == 2
    said("log-sheet", "--pdf", out, code=2)
    assert said("log-sheet").startswith("Date,")


def test_nothing_that_left_is_said_to_be_nothing(folder: Path) -> None:
    assert "Nothing was made to leave" in said("handed", folder)


def test_the_log_of_one_account_holds_both_sides_of_its_chat(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    said("export", folder, "--as", "json", "--out", out, "--account", "whatsapp:rowan")
    written = json.loads(out.read_bytes())
    assert [entry["who"] for entry in written["entries"]] == ["Rowan", "Maya", "Rowan"]
    assert any("both sides of them" in sentence for sentence in written["left_out"])
    said("export", folder, "--as", "json", "--out", tmp_path / "b.json", "--account", "whatsapp:no", code=2)


def test_a_chat_without_a_title_is_kept_whole_too(empty: Callable[[], Path], tmp_path: Path) -> None:
    folder = empty()
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "morning.eml").write_bytes(MAIL)
    said("add", folder, tmp_path / "chat.txt", tmp_path / "morning.eml")
    assert {event["thread"] for event in lines("events", folder) if event["service"] == "whatsapp"} == {None}
    out = tmp_path / "log.json"
    said("export", folder, "--as", "json", "--out", out, "--account", "whatsapp:rowan")
    assert [entry["who"] for entry in json.loads(out.read_bytes())["entries"]] == ["Rowan", "Maya", "Rowan"]
