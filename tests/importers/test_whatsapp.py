"""WhatsApp chats: every line is accounted for, and nothing that the file does not say is decided."""

import re
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.importers import Record
from holdfast.importers.whatsapp import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from tests.importers.fixtures import HERE
from tests.importers.trees import read_all, tree

# Written anew on purpose, far simpler than the grammar that is tested: digits, and what sets a head off.
LOOKS_LIKE_A_HEAD = re.compile(
    r"^[\W_]*(\[[^\]]*\d\W+\d[^\]]*\]|\d+\W+\d+\W+\d+.{0,30}\d\d.{0,12} - |\d+\.\d+\.\d+ \d+\.\d+\.\d+: "
    r"|\d+\.\d+\.\d+, \d+:\d+: |\d+ \w{3} \d+:\d+ - )"
)
CHATS = sorted(p for p in (HERE / "whatsapp").glob("*/input/**/*") if p.suffix in {".txt", ".zip"})


def texts(path: Path) -> list[bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as whole:
            return [whole.read(n) for n in whole.namelist() if n.endswith(".txt")]
    return [path.read_bytes()]


def read(text: str | bytes, name: str = "WhatsApp Chat with X.txt", told: Told | None = None) -> list[Record]:
    return read_all(IMPORTER, {name: text if isinstance(text, bytes) else text.encode()}, told)


def events(records: list[Record]) -> list[Event]:
    return [r for r in records if isinstance(r, Event)]


def problems(records: list[Record], loss: str) -> list[Problem]:
    return [r for r in records if isinstance(r, Problem) and r.loss == loss]


@pytest.mark.parametrize("path", [p for p in CHATS if "not-ours" not in str(p)], ids=lambda p: p.parts[-3])
def test_every_line_that_looks_like_a_head_is_an_event(path: Path) -> None:
    count = 0
    for data in texts(path):
        text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "replace")
        count += sum(bool(LOOKS_LIKE_A_HEAD.match(line)) for line in re.split(r"\r?\n|\r", text))
    records = read_all(IMPORTER, {path.name: path.read_bytes()})
    assert len(events(records)) == count


@pytest.mark.parametrize("path", [p for p in CHATS if "not-ours" in str(p)], ids=lambda p: p.name)
def test_texts_of_other_programs_are_left_alone(path: Path) -> None:
    made = tree({path.name: path.read_bytes()})
    assert [m for m in made if IMPORTER.claims(m, made)] == []


def test_pictures_are_claimed_only_beside_a_chat() -> None:
    files = {"a/IMG-20240101-WA0001.jpg": b"x", "b/IMG-20240101-WA0001.jpg": b"x", "b/holiday.jpg": b"x"}
    made = tree(files | {"b/chat.txt": b"15/01/2024, 10:00 - Mo: hi\n"})
    claimed = [m.path for m in made if IMPORTER.claims(m, made)]
    assert claimed == ["b/IMG-20240101-WA0001.jpg", "b/chat.txt"]


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in files.items():
            container.writestr(name, data)
    return out.getvalue()


def test_in_a_zip_with_a_chat_any_media_is_the_chats() -> None:
    whole = zipped(
        {"_chat.txt": b"[15/01/2024, 10:00:00] Mo: <attached: holiday.jpg>\n", "holiday.jpg": b"x"}
    )
    made = tree({"WhatsApp Chat - Mo.zip": whole})
    assert all(IMPORTER.claims(m, made) for m in made)
    (event,) = events(read_all(IMPORTER, {"WhatsApp Chat - Mo.zip": whole}))
    assert (event.attached[0].size, event.attached[0].member) == (1, "WhatsApp Chat - Mo.zip!/holiday.jpg")
    assert event.thread == "Mo"


def test_a_media_file_that_cannot_be_read_is_told() -> None:
    whole = bytearray(
        zipped({"_chat.txt": b"[15/01/2024, 10:00:00] Mo: <attached: p.jpg>\n", "p.jpg": b"abcdefgh"})
    )
    whole[whole.index(b"abcdefgh")] ^= 1
    records = read(bytes(whole), "x.zip")
    assert events(records)[0].attached[0].missing == "the file cannot be read"
    assert problems(records, "part")[0].what == "The file that came with this message cannot be read."


def test_a_chat_in_a_zip_that_breaks_off_is_told() -> None:
    whole = bytearray(zipped({"_chat.txt": b"[15/01/2024, 10:00:00] Mo: hello\n"}))
    whole[whole.index(b"hello")] ^= 1
    made = tree({"x.zip": bytes(whole)})
    records = list(IMPORTER.read(list(made), made, Told()))
    assert [p.loss for p in records if isinstance(p, Problem)] == ["member"]


def test_the_zone_is_asked_for_once_and_then_used() -> None:
    chat = "15/01/2024, 10:00 - Mo: hi\n16/01/2024, 10:00 - Bo: hi\n"
    asked = [r for r in read(chat) if isinstance(r, Question)]
    assert [(q.about, q.examples) for q in asked] == [
        ("zone", ("15/01/2024, 10:00", "16/01/2024, 10:00")),
        ("me", ("Mo", "Bo")),
    ]
    told = read(chat, told=Told(zones={"": "Asia/Tokyo"}))
    assert events(told)[0].when.at == datetime(2024, 1, 15, 1, tzinfo=UTC).timestamp() * 1000
    assert [q.about for q in told if isinstance(q, Question)] == ["me"]


def test_what_was_told_decides_only_what_the_file_leaves_open() -> None:
    chat = "1/13/24, 10:00 - Mo: hi\n1.2.2024, 10:00 - Mo: hi\n"
    told = Told(zones={"": "UTC"}, date_orders={"": "day_first"})
    first, second = events(read(chat, told=told))
    assert first.when.at == datetime(2024, 1, 13, 10, tzinfo=UTC).timestamp() * 1000
    assert second.when.at == datetime(2024, 2, 1, 10, tzinfo=UTC).timestamp() * 1000


def test_an_answer_that_the_file_disproves_is_told() -> None:
    records = read("1/13/24, 10:00 - Mo: hi\n", told=Told(date_orders={"": "day_first"}))
    assert "order of day and month" in problems(records, "part")[0].what


def test_lines_before_the_first_message_are_one_problem() -> None:
    (problem,) = problems(read("x\n\ny\n15/01/2024, 10:00 - Mo: hi\n"), "record")
    assert (problem.found_at.position.start, problem.found_at.position.length) == (1, 3)
    assert problem.raw == "x\ny"


def test_a_file_that_only_has_the_name_of_a_chat_is_all_problem() -> None:
    made = tree({"_chat.txt": b"nothing here\nat all\n"})
    assert not IMPORTER.claims(next(iter(made)), made)
    records = list(IMPORTER.read(list(made), made, Told()))
    assert [r.loss for r in records if isinstance(r, Problem)] == ["record"]


def test_a_suspiciously_round_number_of_messages_is_remarked_on() -> None:
    line = "15/01/2024, 10:00 - Mo: hi\n"
    assert any("older ones" in p.what for p in problems(read(line * 10_000), "part"))
    assert not problems(read(line * 9_000), "part")


def test_a_huge_line_and_a_huge_message_are_cut_and_told() -> None:
    records = read(b"15/01/2024, 10:00 - Mo: " + b"x" * (3 << 20) + b"\n16/01/2024, 10:00 - Mo: y\n")
    assert [e.found_at.position.start for e in events(records)] == [1, 2]
    assert any("too long" in p.what for p in problems(records, "part"))
    records = read(b"15/01/2024, 10:00 - Mo: a\n" + (b"x" * 999 + b"\n") * 5000)
    assert len(events(records)[0].text) <= 1 << 22
    assert any("too long" in p.what for p in problems(records, "part"))


def test_a_chat_without_heads_set_off_is_read_when_its_name_says_so() -> None:
    chat = "13. 6. 2018. 21:25:15 a: m\n14. 6. 2018. 21:25:15 b: n\n"
    assert [(e.by and e.by.handle, e.text) for e in events(read(chat, "_chat.txt"))] == [
        ("a", "m"),
        ("b", "n"),
    ]
    assert read(chat, "x.txt") == []


def test_names_that_look_like_numbers_but_are_none_have_no_lasting_id() -> None:
    first, second = events(read("15/01/2024, 10:00 - +1 2: hi\n15/01/2024, 10:00 - +999999999999999: hi\n"))
    assert [e.by and e.by.native_id for e in (first, second)] == ["", ""]


FORMS = {
    "ios": "[{d:%d/%m/%Y, %H:%M:%S}] ",
    "ios us": "[{d:%m/%d/%y, %I:%M:%S\u202f%p}] ",
    "ios german": "[{d:%d.%m.%y, %H:%M:%S}] ",
    "ios finnish": "[{d:%d.%m.%Y klo %H.%M.%S}] ",
    "ios iso": "\u200e[{d:%Y-%m-%d, %H:%M:%S}] ",
    "android": "{d:%d/%m/%Y, %H:%M} - ",
    "android us": "{d:%m/%d/%y, %I:%M %p} - ",
    "android german": "{d:%d.%m.%y, %H:%M} - ",
    "android japanese": "{d:%Y/%m/%d, %H:%M} - ",
}
name = st.text("abcÄé日 ~.", min_size=1, max_size=12).map(str.strip).filter(bool)
said = st.lists(
    st.text("xyz,.!? é語", min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1, max_size=3
)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(st.tuples(name, said.map("\n".join)), min_size=1, max_size=6),
    st.booleans(),
)
def test_a_chat_written_in_any_form_is_read_back_as_it_was(
    form: str, chat: list[tuple[str, str]], has_crlf: bool
) -> None:
    start = datetime.fromisoformat("2024-01-20T08:30:10+00:00")
    stops = [start + timedelta(days=n, hours=n) for n in range(len(chat))]
    text = "".join(
        FORMS[form].format(d=d) + f"{who}: {what}\n" for d, (who, what) in zip(stops, chat, strict=True)
    )
    text = text.replace("\n", "\r\n") if has_crlf else text
    found = events(read(text, told=Told(zones={"": "UTC"})))
    assert [(e.by and e.by.handle, e.text) for e in found] == chat
    keep = 1 if "ios" in form else 60
    assert [e.when.at for e in found] == [d.timestamp() // keep * keep * 1000 for d in stops]


@pytest.mark.parametrize(
    "case", ["ios-english-zip-with-media", "ios-group", "android-us", "android-arabic-digits"]
)
def test_a_chat_cut_off_anywhere_never_fails(case: str) -> None:
    path = next(p for p in CHATS if case in p.parts)
    (data, *_) = texts(path)
    for part in range(50):
        records = read(data[: len(data) * part // 50])
        assert len(events(records)) <= data.count(b"\n") + 1


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=400))
def test_any_bytes_after_a_head_are_read_without_failing(data: bytes) -> None:
    records = read(b"15/01/2024, 10:00 - Mo: hi\n" + data)
    assert events(records)[0].by is not None


def test_both_sides_of_utf_16_are_read() -> None:
    chat = "15/01/2024, 10:00 - Mo: hi\r\n16/01/2024, 10:00 - Mo: ho\r\n"
    for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
        assert [e.text for e in events(read(chat.encode(encoding)))] == ["hi", "ho"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_file_whose_lines_end_with_a_carriage_return_loses_no_message(codec: str) -> None:
    text = "".join(f"13/01/24, 14:{i:02d} - Ana: number {i}\r" for i in range(60))
    found = events(read(text.encode(codec)))
    assert [e.text for e in found] == [f"number {i}" for i in range(60)]
