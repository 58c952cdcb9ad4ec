"""Whatever is changed, removed, moved or added is noticed and named."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.model.errors import DamageError, LockedError
from holdfast.vault import age, checkpoint, database
from holdfast.vault.checkpoint import Checkpoint
from holdfast.vault.placement import SEGMENT
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, flip, new_vault, noise, sha256

FILES = {
    "chat.txt": b"hello",
    "big.mbox": noise(2 * SEGMENT + 77, 9),
    "empty": b"",
    "photo.jpg": noise(40_000, 3),
}


@pytest.fixture
def vault(tmp_path):
    made = new_vault(tmp_path)
    add(made, FILES)
    made.log.append("decide", {"a": 1}, at=5)
    made.log.checkpoint(at=6)
    return made


def pieces(vault, name):
    place = vault.log.placement(sha256(FILES[name]))
    return [vault.objects.path(place.container, n) for n in range(len(place.seals))]


def first_trouble(vault):
    """Where the first trouble is, met while opening or while verifying."""
    try:
        return verify(Vault.open(vault.folder, PHRASE)).faults[0].where
    except DamageError as error:
        return error.what


def only(vault):
    """The one fault there is."""
    found = verify(vault)
    assert not found.ok
    (fault,) = found.faults
    return fault


def test_an_untouched_vault_is_whole_and_everything_was_counted(vault):
    steps = []
    found = verify(vault, lambda done, total: steps.append((done, total)))
    assert (found.ok, found.faults, found.found) == (True, [], [])
    total = sum(p.stat().st_size for n in ("chat.txt", "big.mbox") for p in pieces(vault, n))
    assert found.checked == {
        "files": 5,
        "entries": 6,
        "checkpoints": 3,
        "anchors": 0,
        "objects": 4,
        "segments": 4,
        "bytes": total,
    }
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


def test_an_empty_vault_is_whole(tmp_path):
    assert verify(new_vault(tmp_path)).ok


@pytest.mark.parametrize("where", ["first byte", "head", "nonce", "middle", "last byte"])
def test_a_flipped_byte_in_a_piece_names_the_piece_and_the_file(vault, where):
    path = pieces(vault, "big.mbox")[1]
    size = path.stat().st_size
    flip(path, {"first byte": 0, "head": 60, "nonce": 185, "middle": size // 2, "last byte": size - 1}[where])
    fault = only(vault)
    assert fault.kind == "altered"
    assert fault.where == path.relative_to(vault.folder).as_posix()
    assert "big.mbox" in fault.what
    assert sha256(FILES["big.mbox"]) in fault.what


def test_a_broken_pack_names_every_file_in_it(vault):
    flip(pieces(vault, "chat.txt")[0], 300)
    faults = verify(vault).faults
    assert {f.what.split(" ")[0] for f in faults} == {"chat.txt", "empty", "photo.jpg"}
    assert {f.kind for f in faults} == {"altered"}


def test_a_piece_that_is_missing_is_named(vault):
    path = pieces(vault, "big.mbox")[2]
    path.unlink()
    fault = only(vault)
    assert (fault.kind, fault.where) == ("missing", path.relative_to(vault.folder).as_posix())
    assert "big.mbox" in fault.what


def test_a_piece_the_disk_does_not_give_is_named(vault):
    path = pieces(vault, "big.mbox")[2]
    path.unlink()
    path.mkdir()
    assert only(vault).kind == "unreadable"


def test_a_piece_that_was_renamed_is_found_again(vault):
    path = pieces(vault, "big.mbox")[2]
    path.rename(path.with_name("0007"))
    faults = verify(vault).faults
    assert [f.kind for f in faults] == ["missing", "renamed"]
    assert faults[1].where.endswith("/0007")
    assert path.name in faults[1].what


def test_swapped_pieces_are_named(vault):
    first, second, _ = pieces(vault, "big.mbox")
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert [f.kind for f in verify(vault).faults] == ["other file", "other file"]


def test_a_piece_sealed_anew_with_the_public_key_is_noticed(vault):
    path = pieces(vault, "chat.txt")[0]
    path.write_bytes(age.encrypt(noise(40_005), vault.keys.recipient))
    assert {f.kind for f in verify(vault).faults} == {"other file"}


def test_a_file_that_does_not_belong_is_told_and_strangers_are_listed(vault):
    path = pieces(vault, "big.mbox")[2].with_name("0003")
    path.write_bytes(b"what is this")
    leftover = vault.folder / "objects" / "incoming" / "abc"
    leftover.mkdir(parents=True)
    (leftover / "0000").write_bytes(b"half")
    (vault.folder / "notes.txt").write_text("mine")
    (vault.folder / "index.db").write_text("derived")
    found = verify(vault)
    assert [(f.kind, f.where) for f in found.faults] == [("extra", path.relative_to(vault.folder).as_posix())]
    assert found.found == ["notes.txt", "objects/incoming/abc/0000"]
    assert (leftover / "0000").exists()


def test_strangers_that_cannot_be_read_are_listed_while_pieces_are_missing(vault):
    pieces(vault, "big.mbox")[2].unlink()
    (vault.folder / "dangling").symlink_to("nowhere")
    (vault.folder / "text").write_bytes(b"not age")
    found = verify(vault)
    assert [f.kind for f in found.faults] == ["missing"]
    assert found.found == ["dangling", "text"]


@pytest.mark.parametrize(
    "name", ["README.txt", "keys/recovery.age", "keys/identity.age", "keys/databases.age", "vault.json"]
)
def test_any_flipped_byte_outside_the_objects_is_noticed_and_the_file_named(vault, name):
    path = vault.folder / name
    whole = path.read_bytes()
    places = random.Random(1).sample(range(len(whole)), min(40, len(whole)))
    for place in places:
        flip(path, place)
        try:
            faults = verify(Vault.open(vault.folder, PHRASE)).faults
            named = any(fault.where == name for fault in faults)
        except DamageError as error:
            named = name in error.what
        assert named, place
        path.write_bytes(whole)
    assert verify(Vault.open(vault.folder, PHRASE)).ok


@pytest.mark.parametrize("name", ["README.txt", "keys/recovery.age", "vault.json", "keys/databases.age"])
def test_a_missing_file_is_named(vault, name):
    (vault.folder / name).unlink()
    fault = verify(vault).faults[0]
    assert (fault.kind, fault.where) == ("missing", name)
    (vault.folder / name).mkdir()
    assert verify(vault).faults[0].kind == "unreadable"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True))
def test_any_flipped_byte_of_the_log_is_noticed(vault, place):
    vault.close()
    path = vault.folder / "log.db"
    whole = path.read_bytes()
    flip(path, int(place * len(whole)))
    assert "log.db" in first_trouble(vault)
    path.write_bytes(whole)


@pytest.mark.parametrize("length", [0, 100, 4096, -4096, -1])
def test_a_log_cut_short_is_noticed(vault, length):
    vault.close()
    path = vault.folder / "log.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:length])
    assert "log.db" in first_trouble(vault)


def test_a_missing_log_is_told(vault):
    vault.close()
    (vault.folder / "log.db").unlink()
    with pytest.raises(DamageError, match=r"log\.db is missing"):
        Vault.open(vault.folder, PHRASE)


def rewrite(vault, *statements):
    """What somebody who holds the keys could do to the log."""
    with vault.log.database.transaction():
        for (name,) in vault.log.database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            vault.log.database.execute(f"DROP TRIGGER {name}", ())
        for statement, *values in statements:
            vault.log.database.execute(statement, tuple(values))


def kinds_and_places(vault):
    return [(fault.kind, fault.where) for fault in verify(vault).faults]


def test_an_altered_entry_is_named_and_no_longer_what_was_signed(vault):
    rewrite(vault, ("UPDATE entries SET body = ? WHERE number = 5", b'{"action":"decide","at":5,"b":2}'))
    assert ("log", "log.db, entry 5") in kinds_and_places(vault)
    assert ("log", "log.db, checkpoint over 6 entries") in kinds_and_places(vault)


@pytest.mark.parametrize("change", ["at = 9", "action = 'answer'", "leaf = x'00'", "body = x'ff'"])
def test_every_column_of_an_entry_counts(vault, change):
    rewrite(vault, (f"UPDATE entries SET {change} WHERE number = 5",))
    assert ("log", "log.db, entry 5") in kinds_and_places(vault)


def test_a_removed_entry_is_named(vault):
    rewrite(vault, ("DELETE FROM entries WHERE number = 4",))
    assert ("log", "log.db, entry 4") in kinds_and_places(vault)


def test_entries_in_another_order_are_not_those_that_were_signed(vault):
    rewrite(
        vault,
        ("UPDATE entries SET number = 99 WHERE number = 1",),
        ("UPDATE entries SET number = 1 WHERE number = 2",),
        ("UPDATE entries SET number = 2 WHERE number = 99",),
    )
    assert ("log", "log.db, checkpoint over 5 entries") in kinds_and_places(vault)


def test_a_first_entry_that_was_moved_is_named(vault):
    rewrite(vault, ("DELETE FROM entries WHERE number = 0",))
    assert ("log", "log.db, entry 0") in kinds_and_places(vault)
    rewrite(vault, ("UPDATE entries SET number = number - 1",))
    assert ("log", "log.db, entry 0") in kinds_and_places(vault)


def test_a_log_shorter_than_a_checkpoint_is_told_even_when_its_summary_was_made_to_fit(vault):
    rewrite(vault, ("DELETE FROM entries WHERE number = 5",))
    leaves = vault.log.leaves()
    from holdfast.vault.merkle import Frontier

    frontier = Frontier()
    frontier.extend(leaves)
    rewrite(vault, ("UPDATE frontier SET size = ?, nodes = ?", frontier.size, b"".join(frontier.nodes)))
    assert kinds_and_places(vault) == [("log", "log.db, checkpoint over 6 entries")]


def test_a_summary_that_does_not_fit_is_told(vault):
    rewrite(vault, ("UPDATE frontier SET nodes = zeroblob(length(nodes))",))
    assert kinds_and_places(vault) == [("log", "log.db")]


def test_a_forged_checkpoint_is_told(vault):
    note = vault.log.checkpoints()[0]
    rewrite(vault, ("UPDATE checkpoints SET note = ? WHERE number = 1", note.replace("\n1\n", "\n2\n")))
    assert ("log", "log.db, checkpoint 1") in kinds_and_places(vault)


def test_a_checkpoint_that_contradicts_another_is_told(vault):
    other = checkpoint.sign(Checkpoint(origin=vault.description.id, size=5, root=bytes(32)), vault.keys.seed)
    rewrite(vault, ("INSERT INTO checkpoints (size, at, note) VALUES (5, 1, ?)", other))
    assert ("log", "log.db, checkpoint 4") in kinds_and_places(vault)


def test_an_original_that_is_no_longer_listed_is_named(vault):
    digest = sha256(FILES["chat.txt"])
    rewrite(vault, ("DELETE FROM objects WHERE sha256 = ?", digest))
    fault = only(vault)
    assert (fault.kind, fault.where) == ("log", "log.db")
    assert f"chat.txt (SHA-256 {digest})" in fault.what


def test_an_original_that_was_never_logged_is_named(vault):
    container = vault.log.placement(sha256(b"hello")).container
    rewrite(vault, ("INSERT INTO objects VALUES (?, ?, 0, 2)", sha256(b"he"), container))
    assert sha256(b"he") in only(vault).what


def test_an_original_that_points_at_other_bytes_is_named(vault):
    rewrite(vault, ("UPDATE objects SET start = start + 1 WHERE sha256 = ?", sha256(b"hello")))
    fault = only(vault)
    assert fault.kind == "wrong content"
    assert "chat.txt" in fault.what


@pytest.mark.parametrize("number", [0, 1])
def test_a_piece_that_is_no_longer_listed_is_named(vault, number):
    container = vault.log.placement(sha256(FILES["big.mbox"])).container
    rewrite(vault, ("DELETE FROM segments WHERE container = ? AND number = ?", container, number))
    assert ("log", "log.db") in kinds_and_places(vault)


def test_a_container_that_is_no_longer_listed_is_named(vault):
    rewrite(vault, ("DELETE FROM segments",))
    found = verify(vault)
    assert len(found.faults) == 4
    assert len(found.found) == 4


def test_a_broken_piece_that_no_original_needs_is_still_named(vault):
    container = vault.log.placement(sha256(FILES["big.mbox"])).container
    rewrite(
        vault,
        ("DELETE FROM objects WHERE container = ?", container),
        ("INSERT INTO segments VALUES (?, 3, 5, x'00')", container),
    )
    assert any("No original needs it" in fault.what for fault in verify(vault).faults)


def test_broken_structure_of_the_database_is_told(vault, monkeypatch):
    monkeypatch.setattr(database.Database, "troubles", lambda self: ["a page is lost"])
    assert [(f.kind, f.where) for f in verify(vault).faults] == [("altered", "log.db")]


def test_a_changed_vault_json_that_still_reads_is_told(vault):
    path = vault.folder / "vault.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "id": "0" * 32}))
    assert {f.where for f in verify(Vault.open(vault.folder, PHRASE)).faults} == {"vault.json"}


def test_a_wrong_passphrase_opens_nothing(vault):
    with pytest.raises(LockedError):
        Vault.open(vault.folder, "something else")
