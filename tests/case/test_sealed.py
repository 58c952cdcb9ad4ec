"""What was sealed on another device is read like everything else, and known in every copy it was merged into."""

from pathlib import Path

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.case.sealed import add_sealed
from holdfast.timeline.filter import Filter
from holdfast.vault.inbox import Inbox
from tests.case.exports import CHAT, SMS, write
from tests.conftest import PASSPHRASE


def test_it_is_read_and_a_file_that_cannot_be_read_is_refused(case: Case, tmp_path: Path) -> None:
    inbox = Inbox.create(tmp_path / "sealed", case.vault.keys.recipient)
    write(tmp_path / "in", chat_txt=CHAT, sms_xml=SMS)
    (tmp_path / "in" / "link").symlink_to("/nowhere")
    added = add_sealed(inbox, [tmp_path / "in"], "from her phone")
    assert [source.name for source in added.kept] == ["in/chat.txt", "in/sms.xml"]
    assert [one.name for one in added.refused] == ["in/link"]
    taken = case.take_in(inbox.folder)
    assert (taken.files, taken.troubles) == (2, ())
    case.answer([Answer(about="zone", value="Europe/London")])
    other, _ = Case.create(tmp_path / "plain", PASSPHRASE, work_factor=10)
    other.add([tmp_path / "in"], answers=[Answer(about="zone", value="Europe/London")])
    told = [[line.row.as_json() for line in one.query.lines(Filter())] for one in (case, other)]
    assert told[0] == told[1]
    other.close()


def test_what_was_taken_into_a_copy_is_not_taken_in_again_after_a_merge(case: Case, tmp_path: Path) -> None:
    inbox = Inbox.create(tmp_path / "sealed", case.vault.keys.recipient)
    add_sealed(inbox, write(tmp_path / "in", chat_txt=CHAT), "")
    case.backup(tmp_path / "copy")
    copy = Case.open(tmp_path / "copy", PASSPHRASE)
    assert copy.take_in(inbox.folder).entries == 1
    copy.close()
    assert case.merge(tmp_path / "copy").originals == 1
    assert case.take_in(inbox.folder).entries == 0
    assert [source.name for source in case.vault.log.sources()] == ["chat.txt"]
    assert case.verify().ok
