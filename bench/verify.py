"""How fast a whole case is verified, beside bare decrypting and hashing of the same bytes, all in one run.

    python bench/verify.py [--megabytes 1024] [--runs 5] [--page docs/speed.md]

Makes a case of that size: files of 40 MB, and 2,000 of 10 KB. Then `verify` and its peers take turns. A peer
reads each piece of the case from the disk, decrypts it and computes its SHA-256, and nothing else, in as many
processes as there are cores: once with `pyrage`, and once with the very code that `verify` decrypts with.
Only ratios of one call mean anything, and where other work shares the machine, those of the processors.
"""

import argparse
import hashlib
import io
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pyrage

from holdfast.vault import age
from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify

BEGIN, END = "<!-- written by bench/verify.py -->", "<!-- end of bench/verify.py -->"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
PHRASE = "only for timing"
LARGE, SMALL = 40_000_000, 10_000
LEAST = 0.7
"""The part of a peer's rate that is asked for."""


class Taken(NamedTuple):
    """Seconds by the clock, and of all processors."""

    clock: float
    processors: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--megabytes", type=int, default=1024)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--page", type=Path, help="write the table into this page")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        vault = Vault.create(Path(scratch) / "case", PHRASE, now=1_700_000_000_000, work_factor=10)[0]
        _fill(vault, given.megabytes * 1_000_000)
        pieces = sorted((vault.folder / "objects").glob("??/*/????"))
        total = sum(path.stat().st_size for path in pieces)
        rows: dict[str, Callable[[], None]] = {
            "`verify` of the whole case": lambda: _verify(vault),
            "`pyrage` and `hashlib`": lambda: _peer(_pyrage, pieces, vault.keys.identity),
            "its own decrypting and `hashlib`": lambda: _peer(_own, pieces, vault.keys.identity),
        }
        taken: dict[str, list[Taken]] = {name: [] for name in rows}
        for _ in range(given.runs):
            for name, row in rows.items():
                taken[name].append(_timed(row))
        lines = list(_table(taken, total, len(pieces), given.runs))
        vault.close()
    print("\n".join(lines))
    if given.page:
        before, _, rest = given.page.read_text("utf-8").partition(BEGIN)
        text = "\n".join([BEGIN, *lines, END])
        given.page.write_text(f"{before}{text}{rest.partition(END)[2]}", "utf-8")


def _fill(vault: Vault, size: int) -> None:
    times, chance = count(1_700_000_000_000), random.Random(1)
    small = [chance.randbytes(SMALL) for _ in range(2_000)]
    many = max(1, (size - len(small) * SMALL) // LARGE)
    with vault.writing(), vault.intake(now=lambda: next(times)) as intake:
        for number in range(many + len(small)):
            data = small[number - many] if number >= many else chance.randbytes(LARGE)
            intake.put(f"file {number}", io.BytesIO(data), modified=None, size_hint=len(data))


def _verify(vault: Vault) -> None:
    found = verify(vault)
    if not found.ok:
        raise SystemExit(f"the case is not whole: {found.faults}")


def _peer(one: Callable[[list[Path], str], int], pieces: list[Path], identity: str) -> None:
    with ProcessPoolExecutor(CORES) as pool:
        parts = [pieces[number :: 4 * CORES] for number in range(4 * CORES)]
        if sum(pool.map(one, parts, [identity] * len(parts))) != len(pieces):
            raise SystemExit("a piece did not open")


def _pyrage(pieces: list[Path], identity: str) -> int:
    key = pyrage.x25519.Identity.from_str(identity)
    return sum(bool(hashlib.sha256(pyrage.decrypt(path.read_bytes(), [key])).digest()) for path in pieces)


def _own(pieces: list[Path], identity: str) -> int:
    return sum(bool(hashlib.sha256(age.decrypt(path.read_bytes(), identity)).digest()) for path in pieces)


def _timed(row: Callable[[], None]) -> Taken:
    clock, processors = time.perf_counter(), _processors()
    row()
    return Taken(time.perf_counter() - clock, _processors() - processors)


def _processors() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _table(taken: dict[str, list[Taken]], total: int, pieces: int, runs: int) -> Iterator[str]:
    middle = {
        name: Taken(*(statistics.median(column) for column in zip(*found, strict=True)))
        for name, found in taken.items()
    }
    ours = next(iter(middle.values()))
    size = f"{total / 1e6:,.0f} MB in {pieces:,} encrypted files"
    yield f"{size}, {CORES} cores, medians of {runs} runs in which"
    when = f"{datetime.now(UTC):%B %Y}, load {os.getloadavg()[0]:.0f}"
    yield f"all took turns, Python {platform.python_version()}, {when}."
    yield ""
    yield "| What | MB/s | CPU seconds | Rate of `verify` / this, by the clock | by CPU seconds | Aim |"
    yield "|---|---|---|---|---|---|"
    for name, one in middle.items():
        aim = "" if one is ours else LEAST
        yield (
            f"| {name} | {total / 1e6 / one.clock:,.0f} | {one.processors:.2f} "
            f"| {one.clock / ours.clock:.2f} | {one.processors / ours.processors:.2f} | {aim} |"
        )


if __name__ == "__main__":
    main()
