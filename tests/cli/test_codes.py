"""Exit codes, and what stands on which stream."""

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.case.case import Case
from tests.cli.program import PASSPHRASE, PROGRAM, run, start, surroundings


def test_an_unknown_command_or_option_is_a_wrong_request(made: Path) -> None:
    for words in (
        ["timelime", made],
        ["timeline", made, "--colour"],
        ["add", made],
        ["log", made, "--limit", "0"],
    ):
        ended = run(*words)
        assert (ended.returncode, ended.stdout) == (2, b"")
        assert ended.stderr.startswith(b"holdfast: ")
        assert b"--help` says" in ended.stderr


def test_an_unknown_case_is_told_before_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    ended = run("timeline", tmp_path / "nowhere", HOLDFAST_PASSPHRASE=None)
    assert ended.returncode == 2
    assert b"There is no case" in ended.stderr


def test_a_missing_file_is_a_wrong_request_that_names_it(made: Path) -> None:
    ended = run("add", made, "no such file.txt")
    assert ended.returncode == 2
    assert b"'no such file.txt' does not exist" in ended.stderr


def test_when_nothing_could_be_read_the_input_is_to_blame(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = run("add", folder, tmp_path / "pipe")
    assert ended.returncode == 3
    assert b"Not kept: pipe" in ended.stderr


def test_a_wrong_passphrase_is_locked_and_nothing_asks_without_a_terminal(made: Path) -> None:
    assert run("timeline", made, HOLDFAST_PASSPHRASE="wrong").returncode == 5
    assert run("timeline", made, HOLDFAST_PASSPHRASE="").returncode == 5
    ended = run("timeline", made, HOLDFAST_PASSPHRASE=None)
    assert (ended.returncode, ended.stdout) == (5, b"")
    assert b"--passphrase-fd N or in HOLDFAST_PASSPHRASE" in ended.stderr


def test_the_passphrase_can_come_through_a_descriptor_which_wins_over_the_variable(made: Path) -> None:
    ended = subprocess.run(
        [*PROGRAM, "markers", str(made), "--passphrase-fd", "0"],
        input=PASSPHRASE.encode() + b"\n",
        capture_output=True,
        timeout=300,
        env=surroundings(HOLDFAST_PASSPHRASE="wrong"),
        check=False,
    )
    assert ended.returncode == 0
    assert run("markers", made, "--passphrase-fd", "97").returncode == 2


def test_a_new_case_needs_a_passphrase_and_a_place_of_its_own(made: Path, tmp_path: Path) -> None:
    assert run("new", tmp_path / "a", HOLDFAST_PASSPHRASE="").returncode == 2
    assert run("new", tmp_path / "a", HOLDFAST_PASSPHRASE=None).returncode == 5
    assert run("new", tmp_path / "not" / "there").returncode == 2
    assert run("new", made).returncode == 2
    assert not (tmp_path / "a").exists()


def test_while_another_program_writes_writing_is_locked_and_looking_is_not(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "more.txt").write_text("more")
    other = Case.open(folder, PASSPHRASE)
    with other.intake():
        ended = run("add", folder, tmp_path / "more.txt")
        assert ended.returncode == 5
        assert b"in use" in ended.stderr
        assert run("rebuild", folder).returncode == 5
        seen = run("timeline", folder)
        assert seen.returncode == 0
        assert b"4 events." in seen.stdout
        assert b"may not be all yet" in seen.stderr
    other.close()
    assert run("add", folder, tmp_path / "more.txt").returncode == 0


def test_a_flipped_byte_is_damage_and_named(folder: Path) -> None:
    assert run("verify", folder).returncode == 0
    piece = next(path for path in (folder / "objects").rglob("*") if path.is_file())
    data = bytearray(piece.read_bytes())
    data[len(data) // 2] ^= 1
    piece.chmod(0o600)
    piece.write_bytes(data)
    ended = run("verify", folder)
    assert ended.returncode == 4
    assert piece.relative_to(folder).as_posix().encode() in ended.stdout
    assert b"not as the log says" in ended.stderr


def test_a_command_that_is_stopped_with_a_full_disk_says_so(folder: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    for words in (["timeline", folder], ["events", folder, "--jsonl"]):
        with Path("/dev/full").open("wb") as full:
            ended = subprocess.run(
                [*PROGRAM, *map(str, words)],
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=300,
                env=surroundings(),
                check=False,
            )
        assert ended.returncode == 3
        assert b"The disk did not take" in ended.stderr
        assert b"Traceback" not in ended.stderr


def test_adding_to_a_disk_that_takes_no_more_leaves_a_good_case(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "large.bin").write_bytes(os.urandom(3 << 20))
    limited = [
        PROGRAM[0],
        "-c",
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 21, 1 << 21));" + PROGRAM[2],
    ]
    ended = subprocess.run(
        [*limited, "add", str(folder), str(tmp_path / "large.bin")],
        capture_output=True,
        timeout=300,
        env=surroundings(),
        check=False,
    )
    assert ended.returncode == 3
    assert b"disk is full" in ended.stderr
    assert run("verify", folder).returncode == 0
    assert run("add", folder, tmp_path / "large.bin").returncode == 0


def test_stopping_in_the_middle_of_a_large_add_leaves_a_good_case(
    empty: Callable[[], Path], tmp_path: Path
) -> None:
    folder, box = empty(), tmp_path / "large.mbox"
    with box.open("w", encoding="ascii") as stream:
        for number in range(30_000):
            stream.write(
                f"From rowan@example.com Sun Jun 15 09:00:00 2025\nFrom: rowan@example.com\nTo: maya@example.org\n"
                f"Date: Sun, 15 Jun 2025 09:{number % 60:02}:00 +0000\nMessage-ID: <{number}@example.com>\n"
                f"Subject: number {number}\n\n{'again and again ' * 50}\n\n"
            )
    assert box.stat().st_size > 28_000_000
    running = start("add", folder, box)
    ends = time.monotonic() + 120
    while not any((folder / "objects").rglob("0000")):
        assert time.monotonic() < ends
        time.sleep(0.01)
    time.sleep(0.3)
    assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=300)
    assert running.returncode == 1
    assert b"Traceback" not in err + out
    assert b"Stopped. What was already saved is kept." in err
    assert run("verify", folder).returncode == 0
    again = run("add", folder, box)
    assert again.returncode == 0
    assert b"30000 events" in again.stdout


def test_what_is_handed_out_is_whole_and_writes_over_nothing(
    folder: Path, made: Path, tmp_path: Path
) -> None:
    given = made.parent / "given" / "morning.eml"
    digest, out = hashlib.sha256(given.read_bytes()).hexdigest(), tmp_path / "out.bin"
    assert run("extract", folder, digest, "--out", out).returncode == 0
    assert out.read_bytes() == given.read_bytes()
    assert run("extract", folder, digest[:10], "--out", out).returncode == 2
    assert run("extract", folder, digest, "--out", tmp_path / "no" / "where").returncode == 2
    assert run("extract", folder, "ffffffffffff", "--out", tmp_path / "other").returncode == 2


def test_a_reader_that_has_seen_enough_is_no_trouble(folder: Path) -> None:
    lines = "".join(f"14/06/2025, 18:{n % 60:02} - Rowan: {'word ' * 40}{n}\n" for n in range(2_000))
    (folder.parent / "WhatsApp Chat with Rowan again.txt").write_text(lines)
    assert run("add", folder, folder.parent / "WhatsApp Chat with Rowan again.txt").returncode == 0
    for words in (["events", folder, "--jsonl"], ["timeline", folder, "--show-text"]):
        running = start(*words)
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0
        running.stderr.close()
