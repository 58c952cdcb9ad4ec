"""What is withdrawn is gone, its neighbours are not, and the log says so; a stop at any step loses nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import durable
from holdfast.vault import withdrawal as module
from holdfast.vault.log import Log
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from holdfast.vault.withdrawal import withdrawn
from tests.vault.vaults import PHRASE, add, flip, new_vault, noise, restored, sha256

NOW = 1_700_000_500_000
FILES = {"a.txt": b"alpha", "b.txt": b"beta" * 1000, "c.txt": b"", "big.mbox": noise((8 << 20) + 99)}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = new_vault(tmp_path)
    add(vault, FILES)
    return vault


def containers(vault: Vault) -> set[str]:
    return {path.parent.name for path in (vault.folder / "objects").rglob("0000")}


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_is_gone_and_all_others_are_as_they_were(vault: Vault, name: str) -> None:
    gone = sha256(FILES[name])
    before = containers(vault)
    old = vault.log.placement(gone)
    assert old
    vault.withdraw(gone, "sent by mistake", now=NOW)
    assert restored(vault) == {other: data for other, data in FILES.items() if other != name}
    assert old.container not in containers(vault)
    assert len(containers(vault)) == len(before) - (name == "big.mbox")
    with pytest.raises(RequestError):
        vault.open_object(gone)
    result = verify(vault)
    assert (result.faults, result.found) == ([], [])
    assert [(one.name, one.sha256, one.size) for one in result.withdrawn] == [(name, gone, len(FILES[name]))]
    ((said,)) = withdrawn(vault.log)
    assert (said.why, said.name, said.size) == ("sent by mistake", name, len(FILES[name]))
    vault.close()
    again = Vault.open(vault.folder, PHRASE)
    assert restored(again) == {other: data for other, data in FILES.items() if other != name}


def test_all_can_go_one_after_the_other(vault: Vault) -> None:
    for data in FILES.values():
        vault.withdraw(sha256(data), "why", now=NOW)
        assert verify(vault).ok
    assert containers(vault) == set()
    assert vault.log.sources() == []
    assert len(withdrawn(vault.log)) == 4


def test_the_numbers_of_the_others_stay_and_what_comes_back_is_new(vault: Vault) -> None:
    numbers = {source.name: number for number, source in vault.log.numbered_sources()}
    vault.withdraw(sha256(FILES["a.txt"]), "why", now=NOW)
    (put,) = add(vault, {"again.txt": FILES["a.txt"]})
    assert put.is_new
    after = {source.name: number for number, source in vault.log.numbered_sources()}
    assert {name: number for name, number in after.items() if name in numbers} == {
        name: number for name, number in numbers.items() if name != "a.txt"
    }
    assert after["again.txt"] == 5
    assert verify(vault).ok
    vault.withdraw(sha256(FILES["a.txt"]), "again", now=NOW)
    assert verify(vault).ok
    assert len(withdrawn(vault.log)) == 2


def test_without_a_reason_or_a_file_nothing_happens(vault: Vault) -> None:
    size = vault.log.size()
    for wrong, why in ((sha256(FILES["a.txt"]), " "), (sha256(b"unknown"), "why")):
        with pytest.raises(RequestError):
            vault.withdraw(wrong, why, now=NOW)
    assert vault.log.size() == size


def test_a_damaged_neighbour_is_told_before_anything_changes(vault: Vault) -> None:
    place = vault.log.placement(sha256(FILES["a.txt"]))
    assert place
    flip(vault.objects.path(place.container, 0), -20)
    with pytest.raises(DamageError):
        vault.withdraw(sha256(FILES["a.txt"]), "why", now=NOW)
    assert len(vault.log.sources()) == 4
    assert place.container in containers(vault)


def test_a_file_that_was_moved_because_of_damage_is_gone_from_both_places(vault: Vault) -> None:
    data = FILES["big.mbox"]
    place = vault.log.placement(sha256(data))
    assert place
    flip(vault.objects.path(place.container, 1), -20)
    (put,) = add(vault, {"big.mbox": data})
    assert put.is_healed
    vault.withdraw(sha256(data), "why", now=NOW)
    assert place.container not in containers(vault)
    assert verify(vault).ok


def test_what_is_added_again_stays_when_the_case_is_opened_next(vault: Vault) -> None:
    for name in ("a.txt", "big.mbox"):
        vault.withdraw(sha256(FILES[name]), "why", now=NOW)
        add(vault, {name: FILES[name]})
    vault.close()
    opened = Vault.open(vault.folder, PHRASE)
    assert verify(opened).faults == []
    assert restored(opened) == FILES
    opened.close()


class StoppedError(Exception):
    """The program ends here."""


def test_a_stop_at_any_step_leaves_the_file_or_takes_it_and_never_touches_another(
    vault: Vault, tmp_path: Path
) -> None:
    gone = sha256(FILES["a.txt"])
    others = {name: data for name, data in FILES.items() if name != "a.txt"}
    vault.close()
    for last in range(20):
        folder = tmp_path / f"copy {last}"
        shutil.copytree(vault.folder, folder)
        again = Vault.open(folder, PHRASE)
        with pytest.MonkeyPatch.context() as patch:
            left = last

            def counted(real: Callable[..., object]) -> Callable[..., object]:
                def step(*words: object, **named: object) -> object:
                    nonlocal left
                    if left == 0:
                        raise StoppedError
                    left -= 1
                    return real(*words, **named)

                return step

            patch.setattr(durable, "sync_folder", counted(durable.sync_folder))
            patch.setattr(Log, "withdraw", counted(Log.withdraw))
            patch.setattr(module, "delete", counted(module.delete))
            try:
                again.withdraw(gone, "why", now=NOW)
                is_over = True
            except StoppedError:
                is_over = False
        was_logged = bool(withdrawn(again.log))
        again.close()
        opened = Vault.open(folder, PHRASE)
        result = verify(opened)
        assert result.faults == []
        assert restored(opened) == (others if was_logged else FILES)
        assert bool(result.withdrawn) is was_logged
        opened.close()
        shutil.rmtree(folder)
        if is_over:
            break
    else:
        pytest.fail("it never came to its end")
    assert last > 4
