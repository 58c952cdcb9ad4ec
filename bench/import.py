"""How long `holdfast add` takes for mail, beside programs that do a part of it, all in one run.

    python bench/import.py [--mails 100000] [--runs 5] [--corpus make_corpus.py] [--keep DIR]

Prints medians of the runs and ratios, and after each run what is known so far. Peers are used where they are
installed: `notmuch new`, `mu index` (Debian packages notmuch and maildir-utils), and the standard library
(`mailbox` + `email`), which must do what an importer has to: decode the main headers and the text. All take
turns within a run, and only ratios of one call mean anything. A peer that fails is left out, and said so.
Before each row what it reads is read once, so that no row waits for the disk longer than another.
Where other work shares the machine, the seconds of the processors tell more than those of the clock.
"""

import argparse
import contextlib
import ctypes
import email.header
import email.utils
import mailbox
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PASSPHRASE = "only for timing"
MBOX, MAILDIR = "holdfast add mbox", "holdfast add maildir"
MOST = {"notmuch new": 0.12, "mu index": 0.3, "stdlib mailbox + email": 0.4}
"""What adding the one mbox may take, as a part of what the peer takes."""
MAILDIR_MOST = 1.5
"""What adding the same mails as single files may take, as a multiple of the one mbox."""


def main() -> None:
    """Makes the corpus, runs everything in turn, prints a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--mails", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    options.add_argument("--keep", type=Path, help="a folder for the corpus, used again if it is there")
    options.add_argument("--only", nargs="*", help="names of rows to run")
    given = options.parse_args()
    _adopt()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        corpus = given.keep or work / "corpus"
        if not (corpus / "mail.mbox").exists():
            command = [sys.executable, given.corpus, corpus, "--messages", str(given.mails)]
            subprocess.run([*command, "--formats", "mbox,maildir"], check=True)
        rows = _rows(corpus, work)
        if given.only:
            rows = {name: row for name, row in rows.items() if name in given.only}
        taken: dict[str, list[Taken]] = {name: [] for name in rows}
        for run in range(given.runs):
            for name, (read, row) in list(rows.items()):
                _warm(read)
                try:
                    taken[name].append(row())
                except subprocess.CalledProcessError as error:
                    if name in (MBOX, MAILDIR):
                        raise
                    print(f"left out, for it failed: {name} ({error})")
                    del rows[name], taken[name]
            print(f"after {run + 1} of {given.runs} runs, {_load()}")
            _table(taken)


class Taken(NamedTuple):
    """Seconds by the clock, seconds of all processors, and the memory (MiB) of the largest process."""

    clock: float
    processors: float
    peak: float


Row = tuple[Path, Callable[[], Taken]]
"""What is read, and how to time reading it."""


def _rows(corpus: Path, work: Path) -> dict[str, Row]:
    mbox, maildir = corpus / "mail.mbox", corpus / "maildir"
    stdlib = [sys.executable, __file__, "--stdlib", str(mbox)]
    rows: dict[str, Row] = {
        MBOX: (mbox, lambda: _add(work, mbox)),
        MAILDIR: (maildir, lambda: _add(work, maildir)),
        "stdlib mailbox + email": (mbox, lambda: _timed(stdlib)),
    }
    if shutil.which("notmuch"):
        rows["notmuch new"] = maildir, lambda: _notmuch(work, maildir)
    if shutil.which("mu"):
        rows["mu index"] = maildir, lambda: _mu(work, maildir)
    return rows


def _warm(what: Path) -> None:
    for file in [what] if what.is_file() else sorted(what.rglob("*")):
        if file.is_file():
            with file.open("rb") as stream:
                while stream.read(1 << 20):
                    pass


def _timed(command: list[str], **environment: str) -> Taken:
    """What one command takes, with the processes it starts."""
    # As for anyone who uses it: modules are compiled once, not by every process.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=kept | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    clock, processors, peak = time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss
    if status:
        raise subprocess.CalledProcessError(status, command)
    with contextlib.suppress(ChildProcessError):
        # What it left to end by itself: see `_adopt`.
        while True:
            _, _, used = os.wait3(0)
            processors, peak = processors + used.ru_utime + used.ru_stime, max(peak, used.ru_maxrss)
    return Taken(clock, processors, peak / 1024)


def _adopt() -> None:
    """Lets this process wait for those whose parent has ended, so that what they took is counted (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _add(work: Path, what: Path) -> Taken:
    case = work / "case"
    shutil.rmtree(case, ignore_errors=True)
    holdfast = str(Path(sys.executable).with_name("holdfast"))
    _timed([holdfast, "new", str(case)], HOLDFAST_PASSPHRASE=PASSPHRASE)
    return _timed([holdfast, "add", str(case), str(what)], HOLDFAST_PASSPHRASE=PASSPHRASE)


def _notmuch(work: Path, maildir: Path) -> Taken:
    database = work / "notmuch"
    shutil.rmtree(database, ignore_errors=True)
    database.mkdir()
    config = work / "notmuch-config"
    config.write_text(
        f"[database]\npath={database}\nmail_root={maildir}\n[user]\nname=x\nprimary_email=x@example.org\n"
    )
    return _timed(["notmuch", "new", "--no-hooks"], NOTMUCH_CONFIG=str(config))


def _mu(work: Path, maildir: Path) -> Taken:
    home = work / "mu"
    shutil.rmtree(home, ignore_errors=True)
    _timed(["mu", "init", f"--muhome={home}", f"--maildir={maildir}"])
    return _timed(["mu", "index", f"--muhome={home}", "--quiet"])


def _stdlib(file: str) -> None:
    """What an importer has to do with each mail, on the standard library alone."""
    for message in mailbox.mbox(file):
        for name in ("Subject", "From", "To", "Date"):
            try:
                str(email.header.make_header(email.header.decode_header(str(message.get(name, "")))))
            except (LookupError, ValueError):
                continue
        for part in message.walk():
            if not part.is_multipart():
                data = part.get_payload(decode=True)
                if isinstance(data, bytes) and part.get_content_maintype() == "text":
                    data.decode("utf-8", "replace")


def _load() -> str:
    """How busy the machine is: other work makes all figures larger, and not all alike."""
    return (
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors" if hasattr(os, "getloadavg") else ""
    )


def _table(taken: dict[str, list[Taken]]) -> None:
    clock = {name: statistics.median(one.clock for one in runs) for name, runs in taken.items()}
    processors = {name: statistics.median(one.processors for one in runs) for name, runs in taken.items()}
    figures = f"{'median s':>10}{'min':>8}{'max':>8}{'CPU s':>8}{'peak MiB':>10}"
    print(f"{'':28}{figures}{'ours/this':>11}{'at most':>9}")
    for name, runs in taken.items():
        ratio = f"{clock[MBOX] / clock[name]:.2f}" if clock.get(MBOX) else ""
        most = f"{MOST[name]:.2f}" if name in MOST else ""
        low, high, peak = min(runs).clock, max(runs).clock, max(one.peak for one in runs)
        figures = f"{clock[name]:10.1f}{low:8.1f}{high:8.1f}{processors[name]:8.1f}{peak:10.0f}"
        print(f"{name:28}{figures}{ratio:>11}{most:>9}")
    if MBOX in clock and MAILDIR in clock:
        print(f"maildir / mbox: {clock[MAILDIR] / clock[MBOX]:.2f}, at most {MAILDIR_MOST}")
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"whole run: {children.ru_utime + children.ru_stime:.0f} CPU s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stdlib"]:
        _stdlib(sys.argv[2])
    else:
        main()
