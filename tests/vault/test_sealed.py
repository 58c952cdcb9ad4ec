"""A sealed folder: added to without a key, read by nobody but the holder of the key, taken in without a loss."""

import errno
import io
import itertools
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pyrage
import pytest

from holdfast.model.errors import DamageError, LockedError, RequestError, SpaceError
from holdfast.vault import durable, taking
from holdfast.vault.inbox import Inbox, is_sealed
from holdfast.vault.partial import examine
from holdfast.vault.vault import Vault, describe
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, flip, new_vault, noise, restored, ticking

FILES = {
    "chat.txt": b"the canary is a yellow bird of the Canaries",
    "empty": b"",
    "again.txt": b"the canary is a yellow bird of the Canaries",
    "big.mbox": noise((8 << 20) + 99),
    "sub/last": b"last",
}


@pytest.fixture
def vault(tmp_path):
    made = new_vault(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inbox(vault, tmp_path):
    return Inbox.create(tmp_path / "sealed", vault.keys.recipient)


def put(inbox, files=FILES, obtained="in their words", saved=None):
    told = [] if saved is None else saved
    with inbox.intake(now=ticking(1_700_000_100_000), obtained=obtained, saved=told.extend) as intake:
        for name, data in files.items():
            intake.put(name, io.BytesIO(data), modified=5, size_hint=len(data))
    return told


def take(vault, folder, *others):
    with vault.writing():
        return taking.take_in(vault, folder, others, lambda _done, _total: None, now=ticking())


@pytest.mark.parametrize("files_in_one_commit", [1, 2, 3])
def test_what_comes_again_after_a_commit_is_sealed_again(vault, inbox, monkeypatch, files_in_one_commit):
    monkeypatch.setattr("holdfast.vault.intake._COMMIT_FILES", files_in_one_commit)
    files = {"a": b"first", "b": b"second", "a2": b"first", "c": b"third", "b2": b"second"}
    assert len(put(inbox, files)) >= 3
    assert take(vault, inbox.folder).troubles == ()
    assert restored(vault) == {"a": b"first", "b": b"second", "c": b"third"}
    assert {s.name: s.also for s in vault.log.sources()} == {"a": ("a2",), "b": ("b2",), "c": ()}
    assert verify(vault).ok


def test_what_was_sealed_is_taken_in_as_it_was(vault, inbox):
    put(inbox)
    put(inbox, {"later": b"later"}, obtained="")
    taken = take(vault, inbox.folder)
    assert (taken.entries, taken.files, taken.troubles, taken.line) == (2, 6, (), inbox.line())
    assert restored(vault) == {n: d for n, d in {**FILES, "later": b"later"}.items() if n != "again.txt"}
    sources = {s.name: s for s in vault.log.sources()}
    assert sources["chat.txt"].also == ("again.txt",)
    assert sources["chat.txt"].modified == 5
    assert sources["chat.txt"].obtained.startswith("in their words (sealed on another device, 2023-11-14")
    assert (sources["chat.txt"].batch, sources["later"].batch) == (1, 2)
    entries = list(vault.log.entries({"take in"}))
    assert [e.body["number"] for e in entries] == [1, 2]
    assert entries[1].body["previous"] == entries[0].body["sha256"]
    assert [f["received"] for f in entries[0].body["files"]] == sorted(
        f["received"] for f in entries[0].body["files"]
    )
    assert verify(vault).ok


def test_nothing_in_the_folder_tells_or_opens_anything(inbox):
    put(inbox)
    for path in inbox.folder.rglob("*"):
        assert not any(name in path.name for name in FILES)
        if path.is_file():
            data = path.read_bytes()
            assert b"canary" not in data
            assert b"SECRET" not in data
            assert not any(name.encode() in data for name in FILES)
    for opening in (lambda: Vault.open(inbox.folder, PHRASE), lambda: examine(inbox.folder, PHRASE)):
        with pytest.raises(RequestError, match="sealed folder"):
            opening()


def test_only_the_right_key_takes_it_in(vault, tmp_path):
    own = pyrage.x25519.Identity.generate()
    inbox = Inbox.create(tmp_path / "for-another", str(own.to_public()))
    put(inbox)
    with pytest.raises(LockedError, match="another key"):
        take(vault, inbox.folder, str(pyrage.x25519.Identity.generate()))
    assert vault.log.size() == 1
    assert take(vault, inbox.folder, str(own)).files == 5


def test_taking_in_again_changes_nothing_and_brings_what_is_new(vault, inbox):
    put(inbox)
    take(vault, inbox.folder)
    size = vault.log.size()
    assert take(vault, inbox.folder).entries == 0
    assert vault.log.size() == size
    put(inbox, {"later": b"later"})
    assert take(vault, inbox.folder).files == 1
    assert "later" in restored(vault)


def test_an_empty_one_has_nothing_to_take_in(vault, inbox):
    taken = take(vault, inbox.folder)
    assert (taken.entries, taken.line, taken.troubles) == (0, "", ())
    with pytest.raises(RequestError, match="no sealed folder"):
        take(vault, inbox.folder.parent)


def three(inbox):
    for number in (1, 2, 3):
        put(inbox, {f"file-{number}": b"%d" % number})
    return [inbox.folder / "entries" / f"{number:06d}.age" for number in (1, 2, 3)]


def test_an_entry_that_is_missing_altered_or_swapped_is_named(vault, inbox):
    first, second, third = three(inbox)
    whole = second.read_bytes()
    second.unlink()
    assert take(vault, inbox.folder).troubles == ("Entry 2 is missing.",)
    second.write_bytes(whole)
    flip(second, len(whole) - 1)
    assert take(vault, inbox.folder).troubles == (
        "Entry 2 is altered, or sealed for another key: it was not taken in.",
        "Entry 3 does not follow the one before it.",
    )
    second.write_bytes(whole)
    assert take(vault, inbox.folder).troubles == ()
    assert set(restored(vault)) == {"file-1", "file-2", "file-3"}
    third.write_bytes(first.read_bytes())
    assert "Entry 3 does not follow the one before it." in take(vault, inbox.folder).troubles


def test_an_end_that_was_cut_off_or_written_anew_is_noticed_once_it_was_taken_in(vault, inbox):
    *_, third = three(inbox)
    line = inbox.line()
    take(vault, inbox.folder)
    third.unlink()
    taken = take(vault, inbox.folder)
    assert taken.troubles == ("The last 1 that were taken in before are not there any more.",)
    assert taken.line != line
    put(inbox, {"other": b"other"})
    assert take(vault, inbox.folder).troubles == ("Entry 3 is another one than was taken in before.",)


def test_damaged_bytes_cost_their_file_alone_and_another_copy_brings_it(vault, inbox, tmp_path):
    put(inbox)
    copy = shutil.copytree(inbox.folder, tmp_path / "copy")
    big = next(p for p in inbox.folder.glob("objects/??/*/0001"))
    flip(big, 50)
    taken = take(vault, inbox.folder)
    assert taken.troubles == ("Entry 1: the bytes of a file are damaged or missing.",)
    assert set(restored(vault)) == {"chat.txt", "empty", "sub/last"}
    assert take(vault, copy).troubles == ()
    assert restored(vault)["big.mbox"] == FILES["big.mbox"]
    assert take(vault, inbox.folder).troubles == ()
    assert verify(vault).ok


def test_bytes_that_are_not_what_the_entry_says_are_not_taken_in(vault, inbox, monkeypatch):
    monkeypatch.setattr("holdfast.vault.inbox._brought", _lying)
    put(inbox, {"one": b"one"})
    assert take(vault, inbox.folder).files == 0
    assert restored(vault) == {}


def _lying(source, place):
    from holdfast.vault.inbox import Brought

    return Brought(
        name=source.name, size=source.size, sha256="0" * 64, modified=None, received=1,
        container=place.container, start=place.offset,
    )  # fmt: skip


def test_a_stop_between_keeping_and_logging_is_made_good(vault, inbox, monkeypatch):
    put(inbox)

    def stopped(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(vault.log, "append", stopped)
        with pytest.raises(KeyboardInterrupt):
            take(vault, inbox.folder)
    assert take(vault, inbox.folder).entries == 1
    assert len(restored(vault)) == 4
    assert verify(vault).ok


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whichever_call_to_the_disk_fails_what_was_told_as_saved_is_there(tmp_path, vault, monkeypatch, code):
    for n in itertools.count():
        inbox = Inbox.create(tmp_path / f"sealed-{n}", vault.keys.recipient)
        told, failing = [], _Failing(n, code)
        with monkeypatch.context() as patch:
            for owner, name in (
                (durable.os, "write"), (durable.os, "fsync"), (durable.os, "rename"),
                (durable.Path, "replace"), (durable.Path, "mkdir"),
            ):  # fmt: skip
                patch.setattr(owner, name, failing.over(getattr(owner, name)))
            try:
                put(inbox, {"a": b"small", "big": noise((1 << 20) + n)}, saved=told)
            except SpaceError:
                assert told == []
        again = put(inbox, {"a": b"small", "big": noise((1 << 20) + n)})
        assert take(vault, inbox.folder).troubles == ()
        assert vault.log.has(again[-1].sha256)
        if not failing.has_failed:
            assert n > 8
            return


class _Failing:
    def __init__(self, n, code):
        self._lock, self._count, self.n, self.code, self.has_failed = (
            threading.Lock(), itertools.count(), n, code, False,
        )  # fmt: skip

    def over(self, call):
        def failing(*args, **kwargs):
            with self._lock:
                if next(self._count) >= self.n:
                    self.has_failed = True
                    raise OSError(self.code, "the disk")
            return call(*args, **kwargs)

        return failing


def test_killed_at_moments_of_chance_it_keeps_what_it_told(vault, inbox):
    told = set()
    for seed in range(4):
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.vault.sealer", str(inbox.folder), str(seed)],
            cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        lines = [program.stdout.readline() for _ in range(2 + seed)]
        program.kill()
        lines += program.stdout.readlines()
        program.stdout.close()
        program.wait()
        told |= {line.strip() for line in lines if line.endswith("\n")}
    taken = take(vault, inbox.folder)
    assert taken.troubles == ()
    assert len(told) >= 14
    assert {digest for digest in told if vault.log.has(digest)} == told


def test_a_case_never_becomes_a_sealed_folder(vault, inbox):
    shutil.copy(inbox.folder / "sealed.json", vault.folder / "sealed.json")
    assert is_sealed(inbox.folder)
    assert not is_sealed(vault.folder)
    (vault.folder / "vault.json").unlink()
    assert not is_sealed(vault.folder)


def test_what_is_no_public_key_or_no_empty_folder_makes_none(tmp_path, vault):
    with pytest.raises(RequestError, match="public age key"):
        Inbox.create(tmp_path / "new", "age1nonsense")
    with pytest.raises(RequestError, match="not empty"):
        Inbox.create(vault.folder, vault.keys.recipient)
    assert describe(vault.folder).recipient == vault.keys.recipient


def test_without_knowing_for_whom_nothing_is_sealed(inbox):
    (inbox.folder / "sealed.json").write_bytes(b"{}")
    with pytest.raises(DamageError):
        Inbox.open(inbox.folder)


@pytest.mark.skipif(not shutil.which("age") or not shutil.which("bash"), reason="there is no age, or no bash")
def test_the_age_program_alone_opens_it_as_the_readme_says(tmp_path):
    own = pyrage.x25519.Identity.generate()
    inbox = Inbox.create(tmp_path / "sealed", str(own.to_public()))
    put(inbox)
    (inbox.folder / "KEY-FILE").write_text(f"# a comment\n{own}\n")
    text = (inbox.folder / "README.txt").read_text()
    first = text[text.index("age --decrypt") :].partition("\n")[0]
    entry = json.loads(
        subprocess.run(first.split(), cwd=inbox.folder, capture_output=True, check=True).stdout
    )
    begin = text.index("for f in")
    command = text[begin : text.index("restored", begin) + len("restored")]
    found = {}
    for file in entry["files"]:
        line = command.replace("XY", file["container"][:2]).replace("CONTAINER", file["container"])
        line = line.replace("START", str(file["start"])).replace("SIZE", str(file["size"]))
        subprocess.run(["bash", "-c", line], cwd=inbox.folder, check=True, stderr=subprocess.DEVNULL)
        found[file["name"]] = (inbox.folder / "restored").read_bytes()
    assert found == FILES
