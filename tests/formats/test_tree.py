"""What was handed in, and the files inside it: nothing is lost silently, nothing bursts, nothing escapes."""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.formats import archive
from holdfast.formats.tree import Handed, Limits, Member, Tree
from holdfast.model.errors import InputError

TEXT = b"a line of words\n" * 40
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def tree(data: bytes, name: str = "export.zip", limits: Limits | None = None) -> Tree:
    return Tree([Handed(sha256="0" * 64, name=name, size=len(data), open=lambda: io.BytesIO(data))], limits)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as container:
        for name, data in files.items():
            container.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as container:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            container.addfile(info, io.BytesIO(data))
    return out.getvalue()


def contents(of: Tree) -> dict[str, bytes]:
    return {m.path: m.read() for m in of}


def drain(member: Member) -> None:
    with member.open() as stream:
        while stream.read(1 << 16):
            pass


def troubles(of: Tree) -> list[str]:
    return [p.what for p in of.problems]


def test_a_plain_file_is_its_own_member() -> None:
    (member,) = tree(TEXT, "folder/letter.txt")
    assert (member.path, member.inner, member.file_name, member.folder) == (
        "folder/letter.txt",
        "",
        "letter.txt",
        "folder/",
    )
    assert member.read() == TEXT
    assert member.head(6) == b"a line"
    assert member.at().member == ""


def test_a_zip_gives_its_files_and_leaves_out_its_folders() -> None:
    found = tree(zipped({"a.txt": TEXT, "sub/": b"", "sub/b.txt": b"b"}))
    assert contents(found) == {"export.zip!/a.txt": TEXT, "export.zip!/sub/b.txt": b"b"}
    assert [m.inner for m in found] == ["a.txt", "sub/b.txt"]
    assert [m.file_name for m in found.beside(found.members[1])] == ["b.txt"]
    assert found.get("export.zip!/a.txt") is found.members[0]
    assert found.get("a.txt") is None
    assert found.problems == []


def test_the_suffix_is_the_ending_in_small_letters() -> None:
    found = tree(zipped({"A.TXT": b"", ".hidden": b"", "none": b"", "x.tar.JPG": b""}))
    assert [m.suffix for m in found] == [".txt", "", "", ".jpg"]


def test_a_zip_inside_a_zip_is_opened_too() -> None:
    found = tree(zipped({"inner.zip": zipped({"deep.txt": TEXT})}))
    assert contents(found) == {"export.zip!/inner.zip!/deep.txt": TEXT}
    assert found.members[0].at().member == "inner.zip!/deep.txt"


def test_containers_too_deep_inside_each_other_are_named_and_not_opened() -> None:
    data = TEXT
    for _ in range(8):
        data = zipped({"x.zip": data})
    found = tree(data, limits=Limits(depth=3))
    assert found.members == []
    assert troubles(found) == ["Containers stand inside each other too deeply: not opened any further."]


@pytest.mark.parametrize("kind", PACKERS)
def test_a_single_compressed_file_is_one_member_without_the_ending(kind: str) -> None:
    assert contents(tree(PACKERS[kind](TEXT), f"log.txt.{kind}")) == {f"log.txt.{kind}!/log.txt": TEXT}


@pytest.mark.parametrize("kind", PACKERS)
def test_a_compressed_file_whose_name_does_not_say_so_is_opened_by_its_first_bytes(kind: str) -> None:
    assert contents(tree(PACKERS[kind](TEXT), "log")) == {"log!/log.out": TEXT}


@pytest.mark.parametrize(
    ("kind", "ending"), [("gz", "tgz"), ("gz", "tar.gz"), ("bz2", "tbz2"), ("xz", "txz")]
)
def test_a_compressed_tar_gives_the_files_inside(kind: str, ending: str) -> None:
    data = PACKERS[kind](tarred({"a.txt": TEXT, "b/c.txt": b"c"}))
    found = tree(data, f"mail.{ending}")
    assert [m.read() for m in reversed(found.members)] == [b"c", TEXT]
    assert contents(found) == {f"mail.{ending}!/a.txt": TEXT, f"mail.{ending}!/b/c.txt": b"c"}
    assert found.problems == []


def test_a_tar_gives_its_files() -> None:
    assert contents(tree(tarred({"a": TEXT, "b": b""}), "all.tar")) == {"all.tar!/a": TEXT, "all.tar!/b": b""}


def test_links_and_devices_in_a_tar_are_named_and_not_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as container:
        for name, kind in (("sym", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            container.addfile(info)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        container.addfile(folder)
    found = tree(out.getvalue(), "x.tar")
    assert found.members == []
    assert [p.raw for p in found.problems] == ["sym", "hard", "pipe"]


@pytest.mark.parametrize(
    "name", ["../../escape.txt", "/etc/passwd", "C:\\windows\\x", "a/../../b", "nul\0byte"]
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    (member,) = tree(zipped({name: b"x"}))
    assert member.read() == b"x"
    assert member.path.startswith("export.zip!/")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_are_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for data in (b"first", b"second", b"third"):
            container.writestr("same.txt", data)
        container.writestr("same.txt#2", b"a trap")
    found = tree(out.getvalue())
    paths = [m.path for m in found]
    assert len(set(paths)) == 4
    assert [m.read() for m in found] == [b"first", b"second", b"third", b"a trap"]


def test_a_locked_file_in_a_zip_is_named_and_its_neighbours_are_read() -> None:
    data = bytearray(zipped({"open.txt": TEXT, "secret.txt": TEXT}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(mark)
        data[at + flags] |= 1
    found = tree(bytes(data))
    assert contents(found) == {"export.zip!/open.txt": TEXT}
    assert [(p.what, p.raw, p.loss) for p in found.problems] == [
        ("A file inside a container is locked with a password.", "secret.txt", "member")
    ]


@pytest.mark.parametrize("name", ["empty.zip", "empty"])
def test_an_empty_zip_is_no_trouble(name: str) -> None:
    found = tree(zipped({}), name)
    assert (found.members, found.problems) == ([], [])


def test_a_zip_whose_list_is_broken_is_named() -> None:
    data = zipped({"a.txt": TEXT})
    at = data.rfind(b"PK\x01\x02")
    found = tree(data[:at] + b"\xff" * (len(data) - at))
    assert found.members == []
    assert troubles(found) == ["A container is broken and its list of files cannot be read."]


def test_a_file_that_only_is_called_zip_stays_a_file() -> None:
    found = tree(b"this is no zip", "chat.zip")
    assert contents(found) == {"chat.zip": b"this is no zip"}


def test_a_bomb_stops_when_it_has_grown_too_far() -> None:
    bomb = zipped({"zeros": bytes(40 << 20)})
    (member,) = tree(bomb, limits=Limits(free_bytes=1 << 20, ratio=10))
    tracemalloc.start()
    with pytest.raises(InputError, match="grows far beyond"):
        drain(member)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_in_a_compressed_tar_stops_while_it_is_listed(kind: str) -> None:
    data = PACKERS[kind](tarred({"zeros": bytes(8 << 20), "after": b"x"}))
    found = tree(data, f"x.tar.{kind}", Limits(free_bytes=1 << 20, ratio=10))
    assert [m.file_name for m in found] == ["zeros"]
    assert len(found.problems) == 1
    with pytest.raises(InputError, match="grows far beyond"):
        found.members[0].read()


def test_a_zip_that_lies_about_a_size_is_not_believed() -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 5)
    (member,) = tree(bytes(data))
    with pytest.raises(InputError):
        member.read()
    big = bytearray(zipped({"a.txt": TEXT}))
    struct.pack_into("<I", big, big.rfind(b"PK\x01\x02") + 24, 0x7FFFFFFF)
    (member,) = tree(bytes(big))
    assert member.size == 0x7FFFFFFF
    assert member.head(6) == b"a line"


def test_a_tar_that_lies_about_a_size_loses_only_what_is_not_there() -> None:
    out = io.BytesIO()
    info = tarfile.TarInfo("long")
    info.size = 10_000
    out.write(tarred({"good": b"x"})[:1024] + info.tobuf() + b"short")
    found = tree(out.getvalue(), "x.tar")
    assert found.members[0].read() == b"x"
    with pytest.raises(InputError):
        found.members[1].read()
    assert len(found.problems) == 1


def test_a_tar_file_made_of_holes_does_not_become_endless() -> None:
    info = tarfile.TarInfo("holes")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"77777777777\0"  # the size it claims: 8 GiB
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    (member,) = tree(bytes(header) + bytes(1024), "x.tar", Limits(free_bytes=1 << 20))
    with pytest.raises(InputError, match="grows far beyond"):
        drain(member)


def test_no_more_members_are_kept_than_allowed_and_that_is_said_once() -> None:
    found = tree(zipped({f"{n}.txt": b"" for n in range(9)}), limits=Limits(members=4))
    assert len(found.members) == 4
    assert troubles(found) == ["There are more files than can be looked at in one go."]


def test_a_container_inside_a_container_may_not_be_too_large() -> None:
    found = tree(zipped({"in.zip": zipped({"a": TEXT})}), limits=Limits(nested_bytes=20))
    assert found.members == []
    assert troubles(found) == ["A file is larger than this kind of file can be."]


def test_reading_all_of_a_member_has_a_limit() -> None:
    (member,) = tree(TEXT, "a.txt")
    assert member.read(len(TEXT)) == TEXT
    with pytest.raises(InputError):
        member.read(len(TEXT) - 1)


def test_files_of_a_maildir_are_not_looked_into() -> None:
    assert not archive.may_be("Mail/cur/1706711130.M1P1.host:2,S")
    assert not archive.may_be("Mail/new/zip")
    assert archive.may_be("takeout-001")
    (member,) = tree(zipped({"a": b"x"}), "Mail/cur/1706711130")
    assert member.inner == ""


def test_two_members_can_be_read_at_the_same_time() -> None:
    one, two = bytes(range(256)) * 600, bytes(reversed(range(256))) * 600
    for data, name in (
        (zipped({"1": one, "2": two}), "x.zip"),
        (tarred({"1": one, "2": two}), "x.tar"),
        (gzip.compress(tarred({"1": one, "2": two})), "x.tgz"),
    ):
        first, second = tree(data, name)
        with first.open() as a, second.open() as b:
            got = (b"", b"")
            while True:
                parts = (a.read(5000), b.read(7000))
                if parts == (b"", b""):
                    break
                got = (got[0] + parts[0], got[1] + parts[1])
        assert got == (one, two)


@pytest.mark.parametrize("kind", PACKERS)
def test_one_member_can_be_looked_at_while_it_is_read(kind: str) -> None:
    data = random.Random(7).randbytes(500_000)
    (member,) = tree(PACKERS[kind](data), f"x.bin.{kind}")
    with member.open() as stream:
        begin = stream.read(70_000)
        assert member.head(10) == data[:10]
        assert begin + stream.read() == data


def test_a_stream_outlives_the_tree_it_came_from() -> None:
    with tree(tarred({"a": TEXT * 1000}), "x.tar").members[0].open() as stream:
        assert stream.read() == TEXT * 1000


SAMPLES = {
    "x.zip": zipped({"a.txt": TEXT, "in.zip": zipped({"b": TEXT}), "c.txt": TEXT}),
    "x.tar": tarred({"a.txt": TEXT, "b": b"b", "c.txt": TEXT}),
    "x.tgz": gzip.compress(tarred({"a.txt": TEXT, "b": b"b"})),
    "x.txt.gz": gzip.compress(TEXT),
    "x.txt.bz2": bz2.compress(TEXT),
    "x.txt.xz": lzma.compress(TEXT),
}


def _look_at_all(data: bytes, name: str) -> int:
    """How many members could be read whole; anything else must end in InputError or a Problem."""
    found, whole = tree(data, name), 0
    for member in found:
        member.head()
        try:
            member.read()
            whole += 1
        except InputError:
            pass
    return whole


@pytest.mark.parametrize("name", SAMPLES)
def test_a_container_cut_anywhere_ends_in_troubles_and_never_in_a_crash(name: str) -> None:
    data = SAMPLES[name]
    for part in range(50):
        cut = data[: len(data) * part // 50]
        found = tree(cut, name)
        if _look_at_all(cut, name) == len(found.members) and not found.problems:
            assert found.members[0].inner == "" or contents(found) == contents(tree(data, name))


@pytest.mark.parametrize("kind", PACKERS)
def test_what_stands_before_a_broken_place_is_given_first(kind: str) -> None:
    whole = random.Random(5).randbytes(300_000)
    packed = PACKERS[kind](whole)
    for data, least in ((packed + b"and something else", 300_000), (packed[: len(packed) // 2], 1)):
        (member,) = tree(data, f"notes.{kind}")
        got = b""
        with member.open() as stream:
            try:
                while piece := stream.read1(512):  # type: ignore[attr-defined]
                    got += piece
            except InputError:
                pass
        assert whole.startswith(got)
        assert len(got) >= least or kind == "bz2"
        assert got.startswith(member.head())


@pytest.mark.parametrize("system", [0, 3])
def test_a_zip_made_by_a_program_for_windows_has_folders_too(system: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in ("chat\\", "chat\\_chat.txt", "chat\\media\\door.jpg"):
            info = zipfile.ZipInfo("x")
            info.filename, info.create_system = name, system
            container.writestr(info, TEXT if "." in name else b"")
    assert [m.inner for m in tree(out.getvalue())] == ["chat/_chat.txt", "chat/media/door.jpg"]


def test_a_tar_cut_in_two_keeps_what_stood_before() -> None:
    data = tarred({"a": TEXT, "b": TEXT, "c": TEXT})
    found = tree(data[: 512 * 6 + 100], "x.tar")
    assert found.members[0].read() == TEXT
    assert troubles(found) == ["A container breaks off or is damaged: what stands behind that place is lost."]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 10_000), st.binary(min_size=1, max_size=30))
def test_a_damaged_container_never_crashes(name: str, place: int, noise: bytes) -> None:
    data = SAMPLES[name]
    at = place % len(data)
    _look_at_all(data[:at] + noise + data[at + len(noise) :], name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=200))
def test_any_bytes_behind_a_good_beginning_never_crash(name: str, noise: bytes) -> None:
    _look_at_all(SAMPLES[name][:20] + noise, name)
