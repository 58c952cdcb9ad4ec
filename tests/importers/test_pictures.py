"""Pictures: known by their first bytes, read by their heads, never decoded, never lost."""

import hashlib
import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from holdfast.formats import exif, picture
from holdfast.formats.tree import Handed, Naming, Tree
from holdfast.importers import Record, importers, pictures
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told

HERE = Path(__file__).parent / "pictures"
FILES = sorted(p for p in HERE.glob("*/input/*") if p.suffix != ".zip")
CAMERA = (HERE / "cameras/input/IMG_0001.JPG").read_bytes()
PLAIN = (HERE / "cameras/input/IMG_0002.JPG").read_bytes()


def tree(*files: tuple[str, bytes]) -> Tree:
    return Tree(
        [
            Handed(
                sha256=hashlib.sha256(data).hexdigest(),
                name=name,
                size=len(data),
                open=lambda data=data: io.BytesIO(data),
            )
            for name, data in files
        ]
    )


def read(*files: tuple[str, bytes], told: Told | None = None) -> list[Record]:
    found = tree(*files)
    return list(pictures.IMPORTER.read(found.members, found, told or Told()))


def one(data: bytes, name: str = "x.jpg", zone: str | None = None) -> Event:
    told = Told(zones={"": zone} if zone else {})
    (event,) = (r for r in read((name, data), told=told) if isinstance(r, Event))
    return event


def jpeg(**tags: object) -> bytes:
    names = {"taken": 0x9003, "offset": 0x9011, "fraction": 0x9291}
    block = Image.Exif()
    for name, value in tags.items():
        block.get_ifd(0x8769)[names[name]] = value
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=block)
    return out.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_picture_is_one_event_named_by_its_fingerprint(file: Path) -> None:
    data = file.read_bytes()
    event = one(data, file.name)
    sha256 = hashlib.sha256(data).hexdigest()
    assert (event.kind, event.service, event.by, event.act) == ("picture", "photo", None, f"sha256:{sha256}")
    (itself,) = event.attached
    assert (itself.name, itself.size, itself.sha256) == (file.name, len(data), sha256)
    assert event.found_at.position.unit == "file"


@pytest.mark.parametrize("file", [f for f in FILES if f.stat().st_size > 100], ids=lambda f: f.name)
def test_a_picture_cut_anywhere_stays_a_picture_and_its_damage_is_told(file: Path) -> None:
    data = file.read_bytes()
    start = 24
    for part in range(50):
        cut = data[: start + (len(data) - start) * part // 50]
        if not picture.kind_of(cut):
            continue
        found = read((file.name, cut))
        assert sum(isinstance(r, Event) for r in found) == 1
        is_view = file.name == "two views.jpg" and b"\xff\xd9" in cut  # its first view is whole
        is_padding = file.suffix == ".tiff" and part > 40  # nothing but the pixels' last bytes
        if not (is_view or is_padding or "cut" in file.name):
            assert any(isinstance(r, Problem) and r.loss == "part" for r in found), part


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([f for f in FILES if f.stat().st_size > 30]),
    st.integers(0, 5000),
    st.binary(min_size=1, max_size=40),
)
def test_a_damaged_picture_never_crashes(file: Path, place: int, noise: bytes) -> None:
    data = file.read_bytes()
    at = 12 + place % (len(data) - 12)
    damaged = data[:at] + noise + data[at + len(noise) :]
    assert sum(isinstance(r, Event) for r in read((file.name, damaged))) == 1


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF....WEBP", b"II*\0", b"MM\0*",
                        b"\0\0\0\x18ftypheic", b"BM............\x28\0\0\0"]), st.binary(max_size=200))  # fmt: skip
def test_any_bytes_behind_a_pictures_first_ones_are_one_event(first: bytes, rest: bytes) -> None:
    assert sum(isinstance(r, Event) for r in read(("x", first + rest))) == 1


@given(st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]), st.binary(max_size=300))
def test_any_bytes_as_camera_notes_never_crash(first: bytes, rest: bytes) -> None:
    exif.read(first + rest)


def test_a_zone_in_the_picture_decides_the_instant() -> None:
    event = one(CAMERA)
    assert (event.when.at, event.when.basis, event.when.precision) == (
        1706711130250,
        "explicit",
        "millisecond",
    )
    assert [(t.name, t.when.at, t.when.basis) for t in event.times] == [("gps", 1706711129000, "documented")]


def test_without_a_zone_the_person_is_asked_once_for_each_source_and_nothing_is_guessed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for n in range(9):
            container.writestr(f"{n}.jpg", PLAIN)
    found = read(("a.zip", out.getvalue()), ("b.jpg", PLAIN), ("c.jpg", CAMERA))
    questions = [r for r in found if isinstance(r, Question)]
    assert [(q.about, q.importer, len(q.examples)) for q in questions] == [
        ("zone", "pictures", 5),
        ("zone", "pictures", 1),
    ]
    assert questions[0].source != questions[1].source
    undecided = next(r for r in found if isinstance(r, Event))
    assert (undecided.when.at, undecided.when.basis) == (None, "unknown")


def test_a_told_zone_decides_and_nothing_is_asked() -> None:
    found = read(("b.jpg", PLAIN), told=Told(zones={"": "Europe/Berlin"}))
    (event,) = found
    assert isinstance(event, Event)
    assert (event.when.at, event.when.basis) == (1719813600000, "declared")


def test_the_place_is_kept_under_a_private_name_only() -> None:
    fields = one(CAMERA).fields
    assert fields["private:exif:GPS position"] == "51.477333, -0.000139"
    assert not any("51." in value for name, value in fields.items() if not name.startswith("private:"))
    assert (fields["exif:Make"], fields["exif:LensModel"], fields["exif:Orientation"], fields["pixels"]) == (
        "Example",
        "Example lens 26mm",
        "6",
        "24 x 16",
    )


@pytest.mark.parametrize(
    ("taken", "offset", "at", "basis"),
    [
        ("2024:01:31 15:25:30", "+01:00", 1706711130000, "explicit"),
        ("2024-01-31 15:25:30", "+0100", 1706711130000, "explicit"),
        ("2024:01:31 14:25:30", "Z", 1706711130000, "explicit"),
        ("2024:01:31 04:55:30", "-09:30", 1706711130000, "explicit"),
        ("2024:01:31 14:25:30", "+99:00", None, "unknown"),
        ("2024:01:31 14:25:30", "here", None, "unknown"),
        ("2024:02:30 14:25:30", "+01:00", None, "unknown"),
        ("0000:00:00 00:00:00", "+01:00", None, "unknown"),
        ("    :  :     :  :  ", "   :  ", None, "unknown"),
    ],
)
def test_the_cameras_time_is_read_or_left_open(taken: str, offset: str, at: int | None, basis: str) -> None:
    event = one(jpeg(taken=taken, offset=offset))
    assert (event.when.at, event.when.basis) == (at, basis)


def test_a_time_that_makes_no_sense_is_told_and_a_blank_one_is_not() -> None:
    bad = [r for r in read(("x.jpg", jpeg(taken="2024:13:41 25:61:61"))) if isinstance(r, Problem)]
    assert [(p.loss, p.raw) for p in bad] == [("part", "2024:13:41 25:61:61")]
    assert not [r for r in read(("x.jpg", jpeg(taken="0000:00:00 00:00:00"))) if isinstance(r, Problem)]


@pytest.mark.parametrize(
    ("name", "at", "precision"),
    [
        ("Screenshot_20240131-142530.png", 1706707530000, "second"),
        ("Screenshot_20240131_142530_Messages.jpg", 1706707530000, "second"),
        ("Screenshot 2024-01-31 at 14.25.30.png", 1706707530000, "second"),
        ("Screen Shot 2024-01-31 at 2.25.30 PM.png", 1706707530000, "second"),
        ("Screenshot 2024-01-31 at 12.25.30\u202fAM.png", 1706657130000, "second"),
        ("IMG-20230630-WA0000.jpg", 1688076000000, "day"),
        ("PXL_20240131_142530123.jpg", 1706711130123, "millisecond"),
        ("PXL_20240131_142530123.NIGHT.jpg", 1706711130123, "millisecond"),
        ("IMG_20240131_142530.jpg", 1706707530000, "second"),
        ("00000090-PHOTO-2018-01-31-20-27-12.jpg", 1517426832000, "second"),
        ("20240131_142530.jpg", 1706707530000, "second"),
        ("IMG_0001.JPG", None, "none"),
        ("IMG-20231331-WA0000.jpg", None, "none"),
        ("Screenshot 2024-01-31 at 14.25.30 PM.png", None, "none"),
        ("invoice 20240131 142530.png", None, "none"),
        ("IMG_20240131_1425301234.jpg", None, "none"),
    ],
)
def test_a_name_tells_the_time_where_the_picture_holds_none(
    name: str, at: int | None, precision: str
) -> None:
    event = one(jpeg(), name, "Europe/Berlin")
    assert (event.when.at, event.when.precision) == (at, precision)
    assert event.fields.get("time from") == (None if at is None else "file name")


def test_a_name_never_overrules_the_camera() -> None:
    event = one(CAMERA, "Screenshot_20200101-000000.jpg")
    assert (event.when.at, event.fields.get("time from")) == (1706711130250, None)


def test_a_million_by_a_million_pixels_cost_nothing() -> None:
    data = (HERE / "odd/input/a million by a million.png").read_bytes()
    tracemalloc.start()
    event = one(data)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
    assert event.fields["pixels"] == "1000000 x 1000000"


def test_a_picture_of_any_length_is_hashed_whole_and_only_its_beginning_is_held() -> None:
    data = CAMERA[:-2] + bytes(40 << 20) + b"\xff\xd9"
    event = one(data)
    assert event.attached[0].sha256 == hashlib.sha256(data).hexdigest()
    assert event.when.at == 1706711130250


def test_what_follows_a_picture_in_its_file_does_no_harm() -> None:
    found = read(("moving.jpg", CAMERA + b"\0\0\0\x18ftypmp42" + bytes(500)))
    assert not [r for r in found if isinstance(r, Problem)]


def test_a_picture_that_came_with_a_message_is_an_entry_only_where_the_camera_wrote_something() -> None:
    found = tree(("camera.jpg", CAMERA), ("IMG_20240102_030405.jpg", jpeg()))
    for member in found.members:
        found.named[member.path] = Naming("telegram", "0123")
    events = [r for r in pictures.IMPORTER.read(found.members, found, Told()) if isinstance(r, Event)]
    assert [(e.attached[0].name, e.parent) for e in events] == [("camera.jpg", "0123")]
    assert one(jpeg(), "IMG_20240102_030405.jpg").fields["time from"] == "file name"


def test_a_picture_in_a_broken_container_is_still_counted() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("DCIM/1.jpg", CAMERA + bytes(100_000))
    damaged = bytearray(out.getvalue())
    damaged[50_000] ^= 1
    event, problem = read(("a.zip", bytes(damaged)))
    assert isinstance(event, Event)
    assert isinstance(problem, Problem)
    assert (event.attached[0].missing, event.attached[0].sha256) == ("its container is damaged", "")
    assert event.found_at.member == problem.found_at.member == "DCIM/1.jpg"


def test_a_picture_in_a_zip_says_where_it_stands_as_a_file_of_its_own() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("DCIM/1.jpg", CAMERA)
    event = read(("a.zip", out.getvalue()))[0]
    assert isinstance(event, Event)
    assert event.attached[0].member == "a.zip!/DCIM/1.jpg"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"\0\0\0\x18ftypmif1", "image/heif"),
        (b"\0\0\0\x18ftypmp42", ""),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "image/bmp"),
        (b"BM is how the letter began", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_decide(data: bytes, media_type: str) -> None:
    assert picture.kind_of(data) == media_type
    found = tree(("any name.doc", data))
    assert importers()["pictures"].claims(found.members[0], found) == bool(media_type)


def test_pictures_are_left_to_the_other_readers_first() -> None:
    assert importers()["pictures"].loose


def test_numbers_of_every_type_are_read_in_both_byte_orders() -> None:
    for order, first in (("<", b"II*\0"), (">", b"MM\0*")):
        tags = [
            (0x0112, 3, 1, struct.pack(order + "HH", 6, 0)),
            (0x010F, 2, 4, b"Abc\0"),
            (0x0131, 7, 4, b"x\xffy\0"),
            (0x0132, 99, 4, b"odd!"),
            (0x0100, 4, 1, struct.pack(order + "I", 640)),
            (0x0110, 2, 900, struct.pack(order + "I", 5000)),
        ]
        block = struct.pack(order + "H", len(tags)) + b"".join(
            struct.pack(order + "HHI", tag, kind, count) + value for tag, kind, count, value in tags
        )
        found, is_whole = exif.read(first + struct.pack(order + "I", 8) + block)
        assert found == {"Orientation": (6.0,), "Make": "Abc", "Software": "x\ufffdy", "ImageWidth": (640.0,)}
        assert not is_whole  # one value stands beyond the end


def test_notes_in_two_byte_letters_are_read() -> None:
    comment = b"UNICODE\0" + "Screenshot é".encode("utf-16-le")
    head = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x8769, 4, 1, 22)
    folder = struct.pack("<HHHII", 1, 0x9286, 7, len(comment), 36)
    assert exif.read(head + folder + comment)[0] == {"UserComment": "Screenshot é"}


def test_folders_that_point_at_each_other_end() -> None:
    ring = b"II*\0\x08\0\0\0\x02\0" + struct.pack("<HHIIHHII", 0x8769, 4, 1, 8, 0x8825, 4, 1, 8) * 1
    assert exif.read(ring) == ({}, True)


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def heic(*meta: bytes, rest: bytes = b"") -> bytes:
    return box(b"ftyp", b"heic", bytes(4)) + box(b"meta", bytes(4), *meta) + rest


def test_notes_inside_the_box_of_data_and_the_largest_of_several_sizes_are_found() -> None:
    notes = bytes(4) + b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHI4s", 0x010F, 2, 4, b"Abc\0")
    data = heic(
        box(b"iinf", b"\0\0\0\0\0\x01", box(b"infe", b"\x03\0\0\0", struct.pack(">IH4s", 7, 0, b"Exif"))),
        box(
            b"iloc",
            b"\x02\0\0\0\x44\x04",
            struct.pack(">I", 1),
            struct.pack(">IHHHIII", 7, 1, 0, 1, 0, 0, len(notes)),
        ),
        box(b"idat", notes),
        box(b"iprp", box(b"ipco", *(box(b"ispe", struct.pack(">III", 0, n, n)) for n in (512, 4032, 512)))),
        rest=struct.pack(">I4s", 0, b"mdat") + bytes(50),
    )
    fields = one(data).fields
    assert (fields["pixels"], fields["exif:Make"]) == ("4032 x 4032", "Abc")
    assert not [r for r in read(("x.heic", data)) if isinstance(r, Problem)]
    assert [r for r in read(("x.heic", data[:-70])) if isinstance(r, Problem)]


def test_places_that_take_no_room_do_not_take_time() -> None:
    items = struct.pack(">HHHH", 1, 0, 0, 0xFFFF) * 9000
    data = heic(box(b"iloc", b"\x01\0\0\0\0\0", struct.pack(">H", 9000), items))
    assert picture.look("image/heic", data, len(data)).is_whole


@pytest.mark.parametrize(
    "meta", [b"", box(b"iloc"), box(b"iinf", b"\0"), struct.pack(">I4sQ", 1, b"iloc", 4)]
)
def test_a_head_without_sense_is_damage(meta: bytes) -> None:
    data = heic(meta)[: -1 if not meta else None]
    assert [r.what for r in read(("x.heic", data)) if isinstance(r, Problem)]


def test_a_picture_in_many_places_is_whole_only_where_all_of_them_are() -> None:
    def data(far: int) -> bytes:
        places = struct.pack(">HHH", 1, 0, 2) + struct.pack(">IIII", 200, 10, far, 10)
        return heic(
            box(b"iloc", b"\0\0\0\0\x44\0", struct.pack(">H", 1), places), rest=box(b"mdat", bytes(300))
        )

    assert picture.look("image/heic", data(300), len(data(0))).is_whole
    assert not picture.look("image/heic", data(30_000), len(data(0))).is_whole


def test_a_container_error_is_not_an_exception_of_ours() -> None:
    def broken() -> io.BytesIO:
        raise InputError("gone")

    found = Tree([Handed(sha256="0" * 64, name="x.jpg", size=1, open=broken)])
    event, problem = pictures.IMPORTER.read(found.members, found, Told())
    assert isinstance(event, Event)
    assert isinstance(problem, Problem)


def test_two_views_a_lossless_and_a_lossy_picture_give_their_sizes() -> None:
    for name, pixels in (("two views.jpg", "8 x 8"), ("lossless.webp", "24 x 16"), ("lossy.webp", "24 x 16")):
        assert one((HERE / "odd/input" / name).read_bytes()).fields["pixels"] == pixels


def test_an_old_bitmap_with_a_short_head_gives_its_size() -> None:
    data = b"BM" + struct.pack("<IHHI", 26, 0, 0, 26) + struct.pack("<IHHHH", 12, 3, 2, 1, 24)
    assert one(data).fields["pixels"] == "3 x 2"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xff\xff\xe0\x00\x04ab\xff\xda\x00\x02\xff\xd9",  # filling bytes before a mark are allowed
        b"\xff\xd8\xff\xe0\x00\x00\xff\xda\x00\x02\xff\xd9",  # a length that is none does not loop
    ],
)
def test_an_odd_but_whole_photo_is_whole(data: bytes) -> None:
    assert picture.look("image/jpeg", data, len(data)).is_whole


def test_a_photo_that_ends_inside_a_mark_is_damaged() -> None:
    assert not picture.look("image/jpeg", b"\xff\xd8\xff\xe1", 4).is_whole
    assert not picture.look("image/jpeg", b"\xff\xd8\xff\xe1\x00", 5).is_whole


def test_satellite_times_without_sense_are_left_out() -> None:
    def times(day: object, time: object) -> int:
        tags: dict[str, exif.Value] = {"GPSDateStamp": day, "GPSTimeStamp": time}  # type: ignore[dict-item]
        return len(pictures._gps_time(tags))

    assert times("2024:01:31", (14.0, 25.0, 29.5)) == 1
    assert times("2024:01:31", (25.0, 0.0, 0.0)) == 0
    assert times("2024:01:31", (float("nan"), 0.0, 0.0)) == 0
    assert times("2024:13:31", (14.0, 0.0, 0.0)) == 0
    assert times("2024:01:31", (14.0,)) == times("yesterday", (14.0, 0.0, 0.0)) == times((1.0,), "x") == 0


def test_a_place_without_sense_is_left_out() -> None:
    for bad in ((99.0, 0.0, 0.0), (float("nan"), 0.0, 0.0), (1.0,), "here"):
        head = picture.Head(tags={"GPSLatitude": bad, "GPSLongitude": (1.0, 0.0, 0.0)})
        assert pictures._fields(head) == {}


def test_a_thousand_bytes_that_claim_millions_of_pieces_take_no_time() -> None:
    data = (Path(__file__).parents[1] / "fuzzing/kept/picture/extents-of-no-bytes.heic").read_bytes()
    began = time.process_time()
    picture.look("image/heic", data, len(data))
    assert time.process_time() - began < 0.2
