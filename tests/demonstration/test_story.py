"""The invented case: always the same, nobody's, and told as it says it is."""

import csv
import io
import itertools
import os
import re
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from PIL import Image

from holdfast import demonstration
from holdfast.demonstration import chats, letters, lists, people, phone, postbox, texts
from holdfast.demonstration.mail import whole
from holdfast.demonstration.pieces import clock, dice
from holdfast.formats.incident_sheet import TITLES, decode, encode, template

ONCE = {file.name: file for file in demonstration.files()}
MAILBOX = ONCE["mail/All mail Including Spam and Trash.mbox"].data
PRINT_DIGEST = (
    "import hashlib, holdfast.demonstration as d;"
    "print(hashlib.sha256(b''.join(f.name.encode()+f.data for f in d.files())).hexdigest())"
)


def digest_under(hash_seed: str, zone: str) -> str:
    surroundings = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": zone}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST], env=surroundings, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed_and_zone() -> None:
    assert digest_under("1", "UTC") == digest_under("42", "Asia/Kathmandu")


def test_another_seed_tells_another_chat_but_the_same_course() -> None:
    other = {file.name: file.data for file in demonstration.files(8)}
    assert other["WhatsApp Chat with Tilda.txt"] != ONCE["WhatsApp Chat with Tilda.txt"].data
    assert letters.STOP_SUBJECT.encode() in other["mail/All mail Including Spam and Trash.mbox"]


def test_every_file_is_planted_and_nothing_else() -> None:
    assert set(demonstration.planted()) == set(ONCE)
    assert 900 <= sum(p.records for p in demonstration.planted().values()) <= 1500


def test_names_are_relative_and_small_enough_to_hand_in() -> None:
    for file in ONCE.values():
        assert not file.name.startswith("/")
        assert 0 < len(file.data) < 2_000_000
        assert file.modified == 1_759_738_462_000  # 6 October 2025, 09:14:22 in London


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (rb"[\w.+-]+@([\w.-]+\w)", rb"(^|\.)example\.(org|com|net)$"),
        (rb"(\+\d{9,15})", rb"^\+447700900\d{3}$"),
        (rb"\[(\d+\.\d+\.\d+\.\d+)\]", rb"^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$"),
        (rb"https?://([\w.-]+)", rb"(^|\.)example\.(org|com|net)$"),
    ],
)
def test_only_addresses_and_numbers_reserved_for_examples(pattern: bytes, allowed: bytes) -> None:
    everything = b"\n".join(file.data for name, file in ONCE.items() if not name.endswith((".jpg", ".png")))
    found = {match for match in re.findall(pattern, everything) if match != b"xxx"}
    assert found
    assert [match for match in found if not re.search(allowed, match)] == []


def test_the_stop_notice_stands_in_mail_and_chat_on_the_day_of_its_marker() -> None:
    stop = demonstration.markers()[0]
    assert (stop.kind, stop.at) == ("stop notice", "2025-06-14T18:31")
    assert stop.accounts == ("mail:rowan.ashdown@example.com", "whatsapp:rowan")
    sent = [mail for mail in postbox.mailbox(7) if mail.subject == letters.STOP_SUBJECT]
    assert [(mail.by, f"{mail.at:%Y-%m-%dT%H:%M}") for mail in sent] == [(people.MAYA, stop.at)]
    with zipfile.ZipFile(io.BytesIO(ONCE["WhatsApp Chat with Rowan.zip"].data)) as box:
        chat = box.read("_chat.txt").decode()
    assert "[14/06/2025, 18:33:12] Maya: Rowan,\nPlease stop" in chat.replace("\r", "").replace("\n\n", "\n")


def test_contact_goes_on_after_the_stop_notice_from_the_known_account_and_from_new_ones() -> None:
    asked = clock("2025-06-14 18:31:00")
    first_seen: dict[str, str] = {}
    later_on = 0
    for letter in letters.COURSE:
        if letter.by is not people.MAYA:
            first_seen.setdefault(letter.by.mail, letter.at)
            later_on += letter.by is people.ROWAN and clock(letter.at) > asked
    assert later_on >= 10
    new = {mail: at for mail, at in first_seen.items() if clock(at) > asked}
    assert set(new) == {people.CERAMICS.mail, people.WELLWISHER.mail, people.EVENINGS.mail}


def test_letters_stand_in_order_of_time_within_seven_months() -> None:
    moments = [clock(letter.at) for letter in letters.COURSE]
    assert moments == sorted(moments)
    assert moments[0] > clock("2025-03-01 00:00")
    assert moments[-1] < clock("2025-10-06 00:00")
    gaps = [b - a for a, b in itertools.pairwise(moments)]
    assert max(gaps) > timedelta(days=19)


def test_the_flood_is_one_evening_from_one_number() -> None:
    evening = [
        text for text in texts.course_texts(7) if f"{text.at:%Y-%m-%d}" == "2025-08-03" and not text.mine
    ]
    assert len(evening) == texts.FLOOD_TEXTS
    assert {text.other.phone for text in evening} == {people.THIRD_NUMBER.phone}
    assert evening[-1].at - evening[0].at < timedelta(hours=3)


def test_some_calls_hide_their_number() -> None:
    assert sum(call.other is None for call in phone.calls(7)) > 15
    assert b'number="" duration="0"' in ONCE["calls-20251006.xml"].data


def test_the_newsletter_keeps_to_its_timer() -> None:
    issues = lists.weekly()
    gaps = {round((b.at - a.at) / timedelta(days=7), 4) for a, b in itertools.pairwise(issues)}
    assert gaps == {1.0}


def test_the_sign_ups_come_within_an_hour_with_one_mail_that_matters() -> None:
    mails = lists.sign_ups(7)
    assert len(mails) == lists.BOMB_MAILS + 1
    assert mails[-1].at - mails[0].at < timedelta(hours=1)
    assert [mail.subject for mail in mails if not mail.list_id] == ["Your recovery address was changed"]


def test_a_mailbox_says_who_when_and_which_conversation_before_every_mail() -> None:
    heads = re.findall(
        rb"^From \d{19}@xxx \w{3} \w{3} \d\d \d\d:\d\d:\d\d \+0000 2025\r\n"
        rb"X-GM-THRID: \d{19}\r\nX-Gmail-Labels: [^\r]+\r\n",
        MAILBOX,
        re.MULTILINE,
    )
    assert len(heads) == len(postbox.mailbox(7))
    assert len(re.findall(rb"^From ", MAILBOX, re.MULTILINE)) == len(heads)
    assert b"\r\n>From my bed" in MAILBOX
    assert all(line.endswith(b"\r") for line in MAILBOX.split(b"\n")[:-1])


def test_the_mail_saved_by_hand_is_the_one_in_the_mailbox() -> None:
    name = postbox.saved().message_id.encode()
    assert MAILBOX.count(name) == 1
    assert ONCE["mail/saved message.eml"].data.count(name) == 1


def test_friends_write_in_many_scripts() -> None:
    told = "".join(text.text for text in phone.messages(7))
    told += "".join(mail.subject + mail.text for mail in postbox.mailbox(7))
    for script in ("عيد", "¡Hola", "नमस्ते", "חג", "Привет", "和紙"):
        assert script in told
    assert b'charset="ISO-2022-JP"' in MAILBOX
    assert b'charset="KOI8-R"' in MAILBOX


def test_an_emoji_in_a_backup_is_written_as_two_numbers() -> None:
    assert b"&#55356;&#57113;" in ONCE["sms-20251006.xml"].data
    assert ONCE["sms-20251006.xml"].data.isascii()


def test_the_photograph_knows_its_hour_and_its_place_at_sea() -> None:
    exif = Image.open(io.BytesIO(ONCE["photos/IMG_20250712_201455.jpg"].data)).getexif()
    assert exif.get_ifd(0x8769)[0x9003] == "2025:07:12 20:14:55"
    assert exif.get_ifd(0x8769)[0x9011] == "+01:00"
    assert exif.get_ifd(0x8825)[2] == (56, 0, 0)
    picture = Image.open(io.BytesIO(ONCE["photos/Screenshot_20250803-231502.png"].data))
    assert picture.size == (108, 216)
    assert not picture.getexif()


def test_the_answers_name_her_accounts_the_zone_and_the_order() -> None:
    told = demonstration.answers()
    assert [a.value for a in told if a.about == "zone"] == ["Europe/London"]
    assert [a.value for a in told if a.about == "date_order"] == ["day_first"]
    assert "mail:maya.lindqvist@example.org" in [a.value for a in told if a.about == "me"]


def test_the_stream_of_chance_depends_on_seed_and_purpose() -> None:
    assert dice(7, "a").random() == dice(7, "a").random()
    assert dice(7, "a").random() != dice(7, "b").random() != dice(8, "b").random()


def test_the_broken_mail_breaks_off_inside_its_picture() -> None:
    data = postbox.damaged()
    assert b"Content-Transfer-Encoding: base64" in data
    assert not data.rstrip().endswith(b"--")
    assert b"x-shelfmark-9" in data
    assert whole(postbox.saved()).endswith(b"\r\n")


def test_chats_are_told_in_order_and_end_with_the_block() -> None:
    with zipfile.ZipFile(io.BytesIO(ONCE["WhatsApp Chat with Rowan.zip"].data)) as box:
        assert box.namelist() == ["00000052-PHOTO-2025-05-23-22-10-33.jpg", "_chat.txt"]
        chat = box.read("_chat.txt").decode()
    heads = re.findall(r"^\u200e?\[(\d\d)/(\d\d)/(\d{4}), ([\d:]{8})\] (?:Rowan|Maya): ", chat, re.MULTILINE)
    assert len(heads) == chats.apple_count(7)
    moments = [f"{y}-{m}-{d} {t}" for d, m, y, t in heads]
    assert moments == sorted(moments)
    assert chat.rstrip().endswith("You blocked this contact.")
    for part in (
        "<attached: ",
        "This message was deleted.",
        "Missed voice call",
        "<This message was edited>",
    ):
        assert f"\u200e{part}" in chat


def test_the_diary_has_the_columns_of_the_empty_sheet_and_admits_what_is_vague() -> None:
    rows = list(csv.reader(io.StringIO(ONCE["diary.csv"].data.decode("utf-8-sig"))))
    assert rows[0] == next(csv.reader(io.StringIO(template())))
    assert len(rows) == 1 + demonstration.planted()["diary.csv"].records
    assert {len(row) for row in rows} == {len(TITLES)}
    assert {"evening", "around eleven", "afternoon"} <= {row[1] for row in rows}


def test_what_is_noted_by_hand_can_be_kept_by_the_program() -> None:
    for incident in demonstration.incidents():
        assert decode(encode(incident)) == incident
