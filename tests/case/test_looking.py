"""Pictures are looked at once; copies of the person's own are found, drawn, and forgotten with their file."""

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.case.looking import NOT_THERE
from holdfast.formats import sight
from holdfast.model.errors import HoldfastError, RequestError
from holdfast.model.row import Row
from tests.drawings import jpeg, photo, scene, stuck

OWN, OTHER = scene(11, (640, 480)), scene(12, (640, 480))


def mail(name: str, data: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "kite@example.net", "maya@example.org"
    message["Date"], message["Message-ID"] = "Sat, 05 Apr 2025 10:00:00 +0000", f"<{name}@example.net>"
    message.set_content("look")
    message.add_attachment(data, "image", "jpeg", filename=name)
    return message.as_bytes()


@pytest.fixture
def told(case: Case, tmp_path: Path) -> Case:
    """A photo of the person's own, a mail with a changed copy of it, and other pictures in a zip file."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "IMG_1.jpg").write_bytes(photo(OWN))
    (folder / "copy.eml").write_bytes(mail("copy.jpg", jpeg(stuck(OWN, (200, 150, 330, 280)))))
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr("other.jpg", jpeg(OTHER))
        packed.writestr("cut.jpg", jpeg(OWN.crop((0, 0, 500, 400))))
        packed.writestr("broken.jpg", jpeg(OTHER)[:900])
    case.add([folder])
    case.answer([Answer(about="me", value="mail:maya@example.org"), Answer(about="zone", value="UTC")])
    return case


def row_of(case: Case, name: str) -> Row:
    return next(line.row for line in case.query.lines() if any(a.name == name for a in line.row.attached))


def test_copies_of_an_own_picture_are_found_in_mails_and_containers(told: Case) -> None:
    assert [f for f in told.findings() if f.rule == "copied_pictures"] == []
    stages: list[str] = []
    looked = told.look_at_pictures(lambda stage, done, total: stages.append(stage))
    assert (looked.pictures, looked.new, looked.pairs) == (5, 5, 3)
    assert looked.without == {sight.NOT_DECODED: 1}
    assert stages == ["looking"] * 5 + ["comparing"]
    (finding,) = (f for f in told.findings() if f.rule == "copied_pictures")
    rows = {row[4]: row for row in finding.tables[0].rows}
    assert set(rows) == {"copy.jpg", "cut.jpg"}
    assert rows["copy.jpg"][6] == "kite@example.net"
    assert rows["copy.jpg"][9] == "the whole of it"
    assert rows["copy.jpg"][12:] == ("Example Example Phone 5", "none known")
    assert rows["cut.jpg"][6] == "handed in by itself"
    assert rows["cut.jpg"][9] == "cut: about 65 of 100 parts of it are left"
    assert finding.figures["nothing_seen_of"] == 1
    assert finding.figures["not_looked_at"] == 0


def test_what_was_seen_is_not_looked_at_again_and_goes_with_its_file(told: Case, tmp_path: Path) -> None:
    told.look_at_pictures()
    assert told.look_at_pictures().new == 0
    (tmp_path / "late.jpg").write_bytes(jpeg(OWN, 40))
    told.add([tmp_path / "late.jpg"])
    looked = told.look_at_pictures()
    assert (looked.new, looked.pairs) == (1, 6)
    told.withdraw(row_of(told, "copy.jpg").source, "by mistake")
    assert len(told.looks().known()) == 5
    assert all(
        pair.one in told.looks().known() and pair.other in told.looks().known()
        for pair in told.looks().pairs()
    )
    assert len(told.looks().pairs()) == 3


def test_another_way_of_looking_looks_at_all_again(told: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    told.look_at_pictures()
    monkeypatch.setattr("holdfast.case.looking.VERSION", sight.VERSION + 1)
    assert told.looks().known() == frozenset()
    looked = told.look_at_pictures()
    assert (looked.new, looked.pairs) == (5, 3)


def test_a_picture_that_cannot_be_taken_out_is_counted(told: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(event: str, number: int) -> None:
        raise HoldfastError("gone")

    monkeypatch.setattr(told, "attachment", gone)
    monkeypatch.setattr("holdfast.case.looking.Member.read", lambda member, most: b"something else")
    assert told.look_at_pictures().without == {NOT_THERE: 5}


def test_two_pictures_are_laid_on_each_other_and_the_log_keeps_it(told: Case) -> None:
    own, copy = row_of(told, "IMG_1.jpg"), row_of(told, "copy.jpg")
    made = told.compare_pictures(own.id[:8], copy.id[:8])
    ((left, top, right, bottom),) = made.parts
    assert left < 3300 < right
    assert top < 4400 < bottom
    assert made.drawing.startswith(b"\x89PNG")
    assert "1 part differs" in made.says[1]
    entry = told.log(1)[0]
    assert (entry.action, entry.body["what"]) == ("export", "comparison")
    assert json.dumps(entry.body).find("copy.jpg") < 0


def test_what_cannot_be_compared_says_why(
    told: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = row_of(told, "IMG_1.jpg").id
    with pytest.raises(RequestError, match="No part of one"):
        told.compare_pictures(own, row_of(told, "other.jpg").id)
    with pytest.raises(RequestError, match="no picture that can be shown"):
        told.compare_pictures(own, row_of(told, "broken.jpg").id)
    (tmp_path / "plain.eml").write_bytes(
        b"From: a@example.org\nDate: Sat, 05 Apr 2025 10:00:00 +0000\n\nhello\n"
    )
    told.add([tmp_path / "plain.eml"])
    plain = next(line.row.id for line in told.query.lines() if line.row.text.strip() == "hello")
    with pytest.raises(RequestError, match="has no picture"):
        told.compare_pictures(own, plain)
    monkeypatch.setattr("holdfast.case.looking.apart", _breaks)
    with pytest.raises(RequestError, match="cannot be shown"):
        told.compare_pictures(own, own)


def _breaks(call: object) -> None:
    raise HoldfastError("it stopped")
