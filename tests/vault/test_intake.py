"""What is handed in comes back byte for byte, is kept once, and is told as saved only when it is."""

import io
import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model.errors import DamageError, HoldfastError, InputError, LockedError, RequestError
from holdfast.vault import intake as intake_module
from holdfast.vault.placement import SEGMENT
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, new_vault, noise, restored, sha256, ticking

MEBI = 1 << 20


@pytest.fixture
def vault(tmp_path):
    return new_vault(tmp_path)


class Dripping(io.RawIOBase):
    """Gives a few bytes at a time, cannot seek, and may fail."""

    def __init__(self, data: bytes, step: int, fails_after: int | None = None) -> None:
        self._data, self._step, self._left, self._place = data, step, fails_after, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._left is not None and self._place >= self._left:
            raise OSError(5, "the stick was pulled out")
        piece = self._data[self._place : self._place + min(size, self._step)]
        self._place += len(piece)
        return piece


SIZES = [0, 1, MEBI - 1, MEBI, MEBI + 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 12345]


def test_files_of_every_size_come_back_as_they_were(vault):
    files = {f"folder/{size}.bin": noise(size, size) for size in SIZES}
    puts = add(vault, files)
    assert [(p.sha256, p.size, p.is_new) for p in puts] == [(sha256(d), len(d), True) for d in files.values()]
    assert restored(vault) == files
    assert restored(Vault.open(vault.folder, PHRASE)) == files
    assert verify(vault).ok
    assert verify(vault).found == []


@pytest.mark.parametrize("hint", [None, 0, 5, 3 * MEBI, 50 * MEBI])
def test_a_wrong_or_missing_size_hint_does_no_harm(vault, hint):
    data = noise(3 * MEBI)
    with vault.intake(now=ticking()) as intake:
        assert intake.put("a", io.BytesIO(data), modified=None, size_hint=hint).size == len(data)
        assert intake.put("b", io.BytesIO(b"12345"), modified=None, size_hint=hint).size == 5
    assert restored(vault) == {"a": data, "b": b"12345"}


@pytest.mark.parametrize("size", [70_000, 2 * MEBI])
def test_a_stream_that_comes_in_drips_and_cannot_seek_is_taken_whole(vault, size):
    data = noise(size)
    with vault.intake(now=ticking()) as intake:
        put = intake.put("a", Dripping(data, 9_999), modified=1)
        assert not intake.put("b", Dripping(data, 70_001), modified=1, size_hint=size).is_new
    assert put.sha256 == sha256(data)
    assert restored(vault) == {"a": data}
    assert verify(vault).found == []


def test_adding_the_same_files_again_stores_nothing_and_says_so(vault):
    files = {"a": b"small", "b": noise(2 * MEBI), "empty": b""}
    add(vault, files)
    before = sorted(p for p in vault.folder.rglob("*") if p.is_file())
    size = vault.log.size()
    again = add(vault, {f"{name} again": data for name, data in files.items()})
    assert [put.is_new for put in again] == [False] * 3
    assert sorted(p for p in vault.folder.rglob("*") if p.is_file()) == before
    assert restored(vault) == files
    entries = list(vault.log.entries({"import"}))[3:]
    assert [(e.body["name"], e.body["already"]) for e in entries] == [(f"{n} again", True) for n in files]
    assert vault.log.size() == size + 3
    assert verify(vault).ok


def test_the_same_bytes_twice_in_one_go_are_kept_once(vault):
    large = noise(2 * MEBI)
    puts = add(vault, {"a": b"same", "b": b"same", "c": large, "d": large})
    assert [put.is_new for put in puts] == [True, False, True, False]
    assert set(restored(vault)) == {"a", "c"}
    assert verify(vault).ok
    assert verify(vault).found == []


def test_each_entry_tells_the_name_times_and_words_it_came_with(vault):
    with vault.intake(now=ticking(500), obtained="from my phone") as intake:
        intake.put("x/y.txt", io.BytesIO(b"abc"), modified=123)
    (source,) = vault.log.sources()
    assert (source.name, source.size, source.modified, source.received) == ("x/y.txt", 3, 123, 500)
    assert (source.obtained, source.batch, source.sha256) == ("from my phone", intake.batch, sha256(b"abc"))


def test_a_name_that_is_no_text_is_kept_readable(vault):
    with vault.intake(now=ticking(), obtained="from \udcff") as intake:
        intake.put("caf\udce9.txt", io.BytesIO(b"abc"), modified=None)
    assert [s.name for s in vault.log.sources()] == ["caf\\udce9.txt"]
    assert [s.obtained for s in vault.log.sources()] == ["from \\udcff"]


def test_saved_is_told_only_what_can_be_opened(vault):
    told = []

    def saved(sources):
        other = Vault.open(vault.folder, PHRASE)
        for source in sources:
            with other.open_object(source.sha256) as stream:
                assert sha256(stream.read()) == source.sha256
        told.append([source.name for source in sources])

    with vault.intake(now=ticking(), saved=saved) as intake:
        intake.put("a", io.BytesIO(b"a"), modified=None)
        assert told == []
        intake.commit()
        assert told == [["a"]]
        intake.commit()
        intake.put("b", io.BytesIO(b"b"), modified=None)
        intake.put("a2", io.BytesIO(b"a"), modified=None)
    assert told == [["a"], ["b"]]


def test_what_is_logged_is_logged_once_whoever_fails_to_hear_of_it(vault):
    def saved(sources):
        raise RequestError("They did not listen.")

    with pytest.raises(RequestError), vault.intake(now=ticking(), saved=saved) as intake:  # noqa: PT012 -- its end raises
        intake.put("a", io.BytesIO(b"a"), modified=None)
        with pytest.raises(RequestError):
            intake.commit()
        intake.put("b", io.BytesIO(b"b"), modified=None)
    assert [s.name for s in vault.log.sources()] == ["a", "b"]
    assert verify(vault).ok


@pytest.mark.parametrize("files_in_one_commit", [1, 2, 7, 8_000])
def test_the_same_bytes_are_kept_once_wherever_a_commit_falls(vault, monkeypatch, files_in_one_commit):
    monkeypatch.setattr(intake_module, "_COMMIT_FILES", files_in_one_commit)
    with vault.intake(now=ticking()) as intake:
        new = [
            intake.put(str(number), io.BytesIO(b"%d" % (number % 12)), modified=None).is_new
            for number in range(40)
        ]
    assert new == [True] * 12 + [False] * 28
    assert len(restored(vault)) == 12
    assert vault.log.sources()[0].also == ("12", "24", "36")
    assert verify(vault).ok


def test_more_files_than_go_into_the_log_in_one_step(vault):
    with vault.intake(now=ticking()) as intake:
        for number in range(1_001):
            intake.put(str(number), io.BytesIO(b"%d" % number), modified=None)
    assert len(restored(vault)) == 1_001
    assert verify(vault).ok


def test_a_large_hand_in_is_saved_in_steps(vault, monkeypatch):
    monkeypatch.setattr(intake_module, "_COMMIT_FILES", 10)
    told = []
    with (  # noqa: PT012 -- a person interrupts in the middle
        pytest.raises(KeyboardInterrupt),
        vault.intake(now=ticking(), saved=lambda s: told.append(len(s))) as intake,
    ):
        for number in range(25):
            intake.put(str(number), io.BytesIO(b"%d" % number), modified=None)
        raise KeyboardInterrupt
    assert told == [10, 10]
    assert len(restored(vault)) == 20
    assert verify(vault).ok
    add(vault, {str(number): b"%d" % number for number in range(25)})
    assert len(restored(vault)) == 25


def test_many_bytes_are_saved_in_steps_too(vault, monkeypatch):
    monkeypatch.setattr(intake_module, "_COMMIT_BYTES", MEBI)
    told = []
    with vault.intake(now=ticking(), saved=lambda s: told.append([x.name for x in s])) as intake:
        for number in range(3):
            intake.put(str(number), io.BytesIO(noise(MEBI * 3 // 4, number)), modified=None)
    assert told == [["0", "1"], ["2"]]


@pytest.mark.parametrize("size", [100, 3 * MEBI, 30 * MEBI])
def test_a_file_that_cannot_be_read_to_its_end_harms_no_other(vault, size):
    with vault.intake(now=ticking()) as intake:
        intake.put("before", io.BytesIO(b"before"), modified=None)
        with pytest.raises(InputError) as raised:
            intake.put("broken", Dripping(noise(size), MEBI, fails_after=size // 2), modified=None)
        intake.put("after", io.BytesIO(b"after"), modified=None)
    assert raised.value.hint
    assert "stick" not in raised.value.what
    assert restored(vault) == {"before": b"before", "after": b"after"}
    assert verify(vault) == verify(vault)
    assert verify(vault).found == []


def test_a_file_that_grows_while_it_is_read_is_taken_as_it_was_read(vault):
    data = noise(2 * MEBI)
    add(vault, {"a": data})

    class Changing(io.BytesIO):
        def seek(self, place, whence=0):
            self.getbuffer()[-1:] = b"\x00" if data[-1] else b"\x01"
            return super().seek(place, whence)

    stream = Changing(data)
    with vault.intake(now=ticking()) as intake:
        stream.getbuffer()[-1] ^= 2
        put = intake.put("b", stream, modified=None, size_hint=len(data))
    assert restored(vault)["b"] == stream.getvalue()
    assert put.sha256 == sha256(stream.getvalue())


def test_a_leftover_under_the_name_that_is_needed_is_left_alone(vault):
    data = noise(2 * MEBI)
    name = vault.objects.free_name(bytes.fromhex(sha256(data)))
    leftover = vault.folder / "objects" / name[:2] / name
    leftover.mkdir(parents=True)
    (leftover / "0000").write_bytes(b"half")
    add(vault, {"a": data})
    assert restored(vault) == {"a": data}
    found = verify(vault)
    assert found.ok
    assert found.found == [f"objects/{name[:2]}/{name}/0000"]
    assert (leftover / "0000").read_bytes() == b"half"


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_reading_at_any_place_gives_what_was_there(tmp_path_factory, data):
    if not hasattr(self := test_reading_at_any_place_gives_what_was_there, "kept"):
        made = new_vault(tmp_path_factory.mktemp("v"))
        add(made, {"a": noise(2 * SEGMENT + 999), "b": noise(500, 2), "c": noise(900, 3)})
        self.kept = made, {s.name: s for s in made.log.sources()}, restored(made)
    vault, sources, whole = self.kept
    name = data.draw(st.sampled_from(["a", "b", "c"]))
    want = whole[name]
    with vault.open_object(sources[name].sha256) as stream:
        for _ in range(4):
            place, length = data.draw(st.integers(0, len(want) + 5)), data.draw(st.integers(0, 300_000))
            assert stream.seek(place) == place
            assert stream.read(length) == want[place : place + length]
            assert stream.tell() == min(place + length, max(place, len(want)))
        assert stream.seek(-1, io.SEEK_END) == len(want) - 1
        assert stream.read() == want[-1:]
        assert stream.seek(0, io.SEEK_CUR) == len(want)


def test_seeking_before_the_beginning_is_refused(vault):
    add(vault, {"a": b"abc"})
    with vault.open_object(sha256(b"abc")) as stream:
        with pytest.raises(ValueError):
            stream.seek(-1)
        assert stream.readable()
        assert stream.seekable()


def test_a_reader_works_after_pickling_and_names_what_is_broken(vault):
    add(vault, {"a": noise(9 * MEBI), "b": b"small"})
    places = vault.log.placements()
    reader = pickle.loads(pickle.dumps(vault.reader()))
    for source in vault.log.sources():
        assert places[source.sha256] == vault.log.placement(source.sha256)
        with reader.open(places[source.sha256]) as stream:
            assert sha256(stream.read()) == source.sha256
    place = places[sha256(b"small")]
    path = reader.path(place.container, 0)
    whole = path.read_bytes()
    for broken, says in ((whole[:-1], "altered"), (b"", "altered"), (None, "missing")):
        path.unlink() if broken is None else path.write_bytes(broken)
        with (
            vault.reader().open(place) as stream,
            pytest.raises(DamageError, match=f"{place.container}/0000 is {says}"),
        ):
            stream.read()
    path.mkdir()
    with vault.reader().open(place) as stream, pytest.raises(DamageError, match="cannot be read"):
        stream.read()


def test_a_piece_in_the_place_of_another_is_noticed_while_reading(vault):
    add(vault, {"a": noise(3 * SEGMENT)})
    (place,) = vault.log.placements().values()
    first, second = (vault.objects.path(place.container, n) for n in (0, 1))
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    with vault.reader().open(place) as stream, pytest.raises(DamageError, match="another file"):
        stream.read()


def test_a_placement_beyond_the_end_is_damage(vault):
    add(vault, {"a": b"abc"})
    (place,) = vault.log.placements().values()
    wrong = type(place)(container=place.container, offset=0, size=10, seals=place.seals)
    with vault.reader().open(wrong) as stream, pytest.raises(DamageError, match="less"):
        stream.read()
    wrong = type(place)(container=place.container, offset=SEGMENT, size=10, seals=place.seals)
    with vault.reader().open(wrong) as stream, pytest.raises(DamageError, match="missing"):
        stream.read()


def test_what_is_not_kept_cannot_be_opened(vault):
    assert vault.log.placement("0" * 64) is None
    with pytest.raises(RequestError):
        vault.open_object("0" * 64)


def test_only_one_hand_in_at_a_time(vault):
    with vault.intake(now=ticking()), pytest.raises(LockedError), vault.intake(now=ticking()):
        pass
    other = Vault.open(vault.folder, PHRASE)
    with vault.writing(), vault.writing(), pytest.raises(LockedError, match="in use"), other.writing():
        pass
    with other.intake(now=ticking()) as intake:
        intake.put("a", io.BytesIO(b"a"), modified=None)
    assert set(restored(vault)) == {"a"}


def test_other_threads_read_and_decide_while_files_come_in(vault):
    add(vault, {"first": b"1"})
    troubles = []

    def look():
        try:
            for number in range(20):
                vault.log.append("decide", {"n": number}, at=number)
                assert restored(vault)["first"] == b"1"
        except (AssertionError, HoldfastError) as error:
            troubles.append(error)

    threads = [threading.Thread(target=look) for _ in range(2)]
    with vault.intake(now=ticking()) as intake:
        for thread in threads:
            thread.start()
        for number in range(50):
            intake.put(str(number), io.BytesIO(noise(20_000, number)), modified=None)
            if number % 10 == 0:
                intake.commit()
        for thread in threads:
            thread.join()
    assert troubles == []
    assert len(list(vault.log.entries({"decide"}))) == 40
    assert verify(vault).ok


def test_a_hand_in_that_cannot_begin_holds_no_lock(vault, monkeypatch):
    monkeypatch.setattr(vault.log, "next_batch", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError), vault.intake(now=ticking()):
        pass
    monkeypatch.undo()
    add(Vault.open(vault.folder, PHRASE), {"a": b"1"})


def test_small_files_share_pieces(vault):
    add(vault, {str(n): noise(3000, n) for n in range(200)})
    assert len([p for p in (vault.folder / "objects").rglob("*") if p.is_file()]) == 1


def test_a_pack_that_is_full_is_followed_by_another(vault):
    files = {str(n): noise(MEBI - 1, n) for n in range(10)}
    add(vault, files)
    assert len([p for p in (vault.folder / "objects").rglob("*") if p.is_file()]) == 2
    assert restored(vault) == files
