"""Sound and film: known by their first bytes, never decoded, and no time that is not told."""

import struct
from pathlib import Path

import pytest

from holdfast.formats import recording
from holdfast.formats.tree import Naming
from holdfast.importers import recordings
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.trees import read_all, tree

HERE = Path(__file__).parent / "recordings"
PHONE = (HERE / "phones/input/IMG_0042.MOV").read_bytes()
PLAIN = (HERE / "kinds/input/VID_20240131_152531.mp4").read_bytes()


def one(name: str, data: bytes, zone: str = "") -> Event:
    told = Told(zones={"": zone} if zone else {})
    (event,) = (r for r in read_all(recordings.IMPORTER, {name: data}, told) if isinstance(r, Event))
    return event


def test_every_file_is_one_event_named_by_its_fingerprint() -> None:
    for file in HERE.glob("kinds/input/*"):
        event = one(file.name, file.read_bytes())
        assert (event.kind, event.by, event.to) == ("recording", None, ())
        assert event.act == f"sha256:{event.attached[0].sha256}"
        assert event.attached[0].size == file.stat().st_size


def test_a_file_with_sound_only_is_no_film() -> None:
    sound = (HERE / "kinds/input/Recording 3.m4a").read_bytes()
    other = sound[:8] + b"mp42" + sound[12:]
    assert one("x.mp4", other).attached[0].media_type == "audio/mp4"
    assert one("x.mp4", PLAIN).attached[0].media_type == "video/mp4"


def test_a_told_zone_decides_the_time_in_a_name_and_no_other() -> None:
    name = (HERE / "kinds/input/20240131_142532.mp4").read_bytes()
    assert one("20240131_142532.mp4", name, "Europe/Berlin").when.at == 1_706_707_532_000
    film = (HERE / "kinds/input/plain.mov").read_bytes()
    assert one("plain.mov", film, "Europe/Berlin").when.at is None


def test_what_came_with_a_message_is_an_entry_only_with_words_of_its_own() -> None:
    found = tree({"a.mov": PHONE, "b.mp4": PLAIN})
    found.named |= {m.path: Naming("telegram", "0123") for m in found}
    events = [r for r in recordings.IMPORTER.read(found.members, found, Told()) if isinstance(r, Event)]
    assert [(e.attached[0].name, e.parent) for e in events] == [("a.mov", "0123")]


@pytest.mark.parametrize("data", [PHONE, PLAIN], ids=["moov first", "moov last"])
def test_a_film_cut_anywhere_stays_one_event_and_its_damage_is_told(data: bytes) -> None:
    for part in range(1, 50):
        cut = data[: 24 + (len(data) - 24) * part // 50]
        records = read_all(recordings.IMPORTER, {"x.mov": cut})
        assert [type(r) for r in records] == [Event, Problem], part


@pytest.mark.parametrize("made", [0, 1, 2_082_844_800, (1 << 32) - 1])
def test_a_count_that_is_no_time_is_none(made: int) -> None:
    data = bytearray(PLAIN)
    at = data.index(b"mvhd") + 8
    data[at : at + 4] = struct.pack(">I", made)
    known = one("x.mp4", bytes(data)).when.at
    assert known is None if made <= 2_082_844_800 else known == (made - 2_082_844_800) * 1000


def test_a_date_without_its_offset_is_not_taken_for_an_instant() -> None:
    assert (
        recording.written("2024-01-31T15:25:33+0100")
        == recording.written("2024-01-31T14:25:33Z")
        == 1706711133000
    )
    for text in ("2024-01-31T15:25:33", "2024-13-31T15:25:33Z", "2024", ""):
        assert recording.written(text) is None
