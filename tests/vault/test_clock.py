"""A clock that is set back, forward, or to another zone shows in the log, and the order holds."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.case import kept
from holdfast.case.case import Case
from holdfast.vault.clock import ClockCheck, length
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import new_vault

START = 1_700_000_000_000
HOUR = 3_600_000


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return new_vault(tmp_path)


def put(vault: Vault, name: str, at: int) -> None:
    with vault.writing(), vault.intake(now=lambda: at) as intake:
        intake.put(name, io.BytesIO(name.encode()), modified=None)


def remarks(vault: Vault, now: int | None = None) -> list[str]:
    result = verify(vault, now=now)
    assert result.ok
    return [remark.what for remark in result.remarks]


def test_a_clock_set_back_shows_and_the_order_holds(vault: Vault) -> None:
    put(vault, "first", START + 10 * HOUR)
    put(vault, "second", START + 3 * HOUR)
    put(vault, "third", START + 4 * HOUR)
    assert [source.name for source in vault.log.sources()] == ["first", "second", "third"]
    (said,) = remarks(vault)
    assert said.startswith("Entry 2 is dated 7 hours before the one it follows")
    assert [r.where for r in verify(vault).remarks] == ["log.db, entry 2"]


def test_a_clock_set_forward_shows_once_it_is_right_again(vault: Vault) -> None:
    put(vault, "future", START + 48 * HOUR)
    assert remarks(vault) == []
    (said,) = remarks(vault, now=START + HOUR)
    assert "later than now" in said
    put(vault, "right again", START + HOUR)
    assert [s for s in remarks(vault) if "dated 1 day before" in s]


def test_a_clock_that_runs_evenly_says_nothing(vault: Vault) -> None:
    for number in range(5):
        put(vault, f"{number}", START + number * HOUR)
    put(vault, "a little early", START + 4 * HOUR - 30_000)
    assert remarks(vault, now=START + 5 * HOUR) == []


def test_a_time_stamp_shows_a_clock_that_was_wrong_all_along() -> None:
    check = ClockCheck(None)
    check.look(1, START, {"what": "token", "time": START - 3 * HOUR})
    check.look(2, START, {"what": "token", "time": START + 3 * 24 * HOUR})
    check.look(3, START, {"what": "token", "time": START + 2_000})
    assert [remark.what for remark in check.remarks] == [
        "Entry 1 shows a clock 3 hours ahead of the authority that stamped it.",
        "Entry 2 shows a clock 3 days behind the authority that stamped it.",
    ]


def test_a_clock_gone_mad_does_not_fill_the_page() -> None:
    check = ClockCheck(None)
    for number in range(1_000):
        check.look(number, START - number * HOUR, {})
    assert len(check.remarks) == 20


@pytest.mark.parametrize(
    ("milliseconds", "says"),
    [(61_000, "1 minute"), (7_300_000, "2 hours"), (172_800_000, "2 days"), (9_000, "9 seconds")],
)
def test_lengths_are_said_in_words(milliseconds: int, says: str) -> None:
    assert length(milliseconds) == says


def test_another_zone_of_the_computer_changes_no_entry(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    Case.create(folder, "some quiet words", work_factor=10)[0].close()
    script = (
        "import sys; from pathlib import Path; from holdfast.case.case import Case;"
        "case = Case.open(Path(sys.argv[1]), 'some quiet words');"
        "case._log('decide', what='unmark', marker='x', why='y'); case.close()"
    )
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"):
        subprocess.run([sys.executable, "-c", script, folder], check=True, env={**os.environ, "TZ": zone})
    case = Case.open(folder, "some quiet words")
    assert [entry.back for entry in case.log()] == [0, 0, 0, 0]
    assert case.verify().remarks == []
    case.close()


def test_the_log_itself_shows_where_the_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: Callable[[], int] = iter([START + 9 * HOUR, START + 8 * HOUR, START + 10 * HOUR]).__next__
    monkeypatch.setattr(kept, "now", lambda: START)
    case, _ = Case.create(tmp_path / "case", "some quiet words", work_factor=10)
    monkeypatch.setattr(kept, "now", times)
    for _ in range(3):
        case._log("decide", what="unmark", marker="x", why="y")
    assert [(entry.number, entry.back) for entry in case.log()] == [(3, 0), (2, HOUR), (1, 0), (0, 0)]
    assert [(entry.number, entry.back) for entry in case.log(2)] == [(3, 0), (2, HOUR)]
    assert [entry.number for entry in case.log(1)] == [3]
    case.close()
