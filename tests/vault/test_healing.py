"""A damaged original is whole again once the same bytes are handed in again; the log keeps that."""

import io

import pytest

from holdfast.model.errors import DamageError
from holdfast.vault.placement import SEGMENT
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, add, flip, new_vault, noise, restored, sha256, ticking

FILES = {"a": b"small", "big": noise(2 * SEGMENT + 7), "empty": b"", "b": noise(40_000, 2)}


@pytest.fixture
def vault(tmp_path):
    made = new_vault(tmp_path)
    add(made, FILES)
    return made


def pieces(vault, name):
    place = vault.log.placement(sha256(FILES[name]))
    return [vault.objects.path(place.container, n) for n in range(len(place.seals))]


def heals(vault):
    return [entry.body["sources"] for entry in vault.log.entries({"heal"})]


@pytest.mark.parametrize("damage", ["flipped", "missing", "swapped"])
@pytest.mark.parametrize("name", ["big", "a"])
def test_adding_the_same_file_again_heals_it(vault, name, damage):
    path = pieces(vault, name)[-1]
    match damage:
        case "flipped":
            flip(path, path.stat().st_size // 2)
        case "missing":
            path.unlink()
        case "swapped":
            path.write_bytes(pieces(vault, "big")[0].read_bytes())
    assert not verify(vault).ok
    (put,) = add(vault, {name: FILES[name]})
    assert (put.is_new, put.is_healed) == (False, True)
    assert heals(vault) == [[sha256(FILES[name])]]
    again = Vault.open(vault.folder, PHRASE)
    with again.open_object(sha256(FILES[name])) as stream:
        assert stream.read() == FILES[name]
    others = {} if name == "big" else {f.what.split(" ")[0] for f in verify(again).faults}
    assert others == ({} if name == "big" else {"b", "empty"})


def test_once_all_files_of_a_broken_pack_were_added_again_the_vault_is_whole(vault):
    flip(pieces(vault, "a")[0], 300)
    puts = add(vault, {**FILES, "again": b"small"})
    assert [put.is_healed for put in puts] == [True, False, True, True, False]
    assert verify(vault).ok
    assert restored(vault) == FILES
    assert len(vault.log.sources()) == 4


def test_a_large_file_that_comes_as_a_stream_heals_too(vault):
    pieces(vault, "big")[1].unlink()
    with vault.intake(now=ticking()) as intake:
        assert intake.put("big", io.BytesIO(FILES["big"]), modified=None).is_healed
    assert verify(vault).ok


def test_what_is_whole_is_not_stored_again(vault):
    before = vault.log.pieces()
    assert [put.is_healed for put in add(vault, FILES)] == [False] * 4
    assert vault.log.pieces() == before
    assert heals(vault) == []


def test_where_originals_lie_is_still_closed_to_change_afterwards(vault):
    pieces(vault, "big")[0].unlink()
    add(vault, FILES)
    with pytest.raises(DamageError), vault.log.database.transaction():
        vault.log.database.execute("UPDATE objects SET start = 5", ())
