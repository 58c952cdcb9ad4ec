"""All trials of what can go wrong with a case, at full size; writes docs/faults.md.

    python -m bench.faults --full [--points 1200] [--rounds 500] [--minutes 30]

Without --full each kind runs at a small size and nothing is written. `--minutes` bounds what each kind may
take: then fewer are tried, and the page says how many. Ends with 1 where anything was lost or went unnoticed.
"""

import argparse
import platform
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from tests.faults import killing
from tests.faults.failing import ERRORS, Failing
from tests.faults.flipping import flip_all
from tests.faults.moving import Moved, trials
from tests.faults.power import Power
from tests.faults.runner import CAN_BUILD, scratch
from tests.faults.small import Small
from tests.faults.stages import STAGES

PAGE = Path(__file__).parents[1] / "docs" / "faults.md"
OWN_REST = {"reading": 12, "rebuilding": 12}
"""Stages in which only every so-manyth call is let fail: each trial starts the reader, and takes seconds."""

T = TypeVar("T")


class Page:
    """The page in the making, and what went wrong."""

    def __init__(self, minutes: float) -> None:
        self.lines: list[str] = []
        self.wrong: list[str] = []
        self.end = time.monotonic() + minutes * 60
        self.is_cut = False

    def say(self, *lines: str) -> None:
        self.lines += lines
        print("\n".join(lines), flush=True)

    def tell(self, *words: str) -> None:
        """A paragraph."""
        self.say(*textwrap.wrap(" ".join(words), 120), "")

    def table(self, *rows: tuple[object, ...]) -> None:
        head, *rest = rows
        self.say("| " + " | ".join(map(str, head)) + " |", "|" + "---|" * len(head))
        self.say(
            *("| " + " | ".join(f"{c:,}" if isinstance(c, int) else str(c) for c in r) + " |" for r in rest)
        )

    def in_time(self, found: Iterable[T], left: int = 1) -> Iterator[T]:
        """As many as the time allows. `left`: so many kinds share what is left of it, this one among them."""
        now = time.monotonic()
        end = now + (self.end - now) / left
        self.is_cut = False
        for one in found:
            if self.is_cut:
                return
            yield one
            self.is_cut = time.monotonic() > end
        self.is_cut = False

    def named(self, what: str) -> str:
        """A kind, and whether the time was too short for all of it."""
        return f"{what} (the time ended before all were tried)" if self.is_cut else what


def power(page: Page, work: Path, points: int) -> Page:
    page.say("", "## The power fails", "")
    if not CAN_BUILD:
        page.say("Not tried in this run: it needs gcc on Linux.")
        return page
    trial = Power(work)
    each = max(1, trial.moments * 17 // 8 // points)
    trial.fail(each, index_each=max(1, points // 40), is_over=lambda: time.monotonic() > page.end)
    page.wrong += trial.lost
    page.tell(
        "Every call by which the program changes the disk is taken down with its bytes while a case is",
        "made, added to, decided on, copied, given another passphrase, withdrawn from, merged, restored",
        "and read. From that a disk is built again as it may look after the power failed between any two",
        "of these calls. What was not forced out (bytes by `fsync` of the file, names by `fsync` of the",
        "folder) is lost; or each write by itself is lost, cut at a sector or kept, as chance decides. It",
        "covers the originals, the keys, the anchors, and the database files of the log and of the",
        "timeline.",
    )
    page.tell(
        f"{trial.moments:,} calls; tried after every {each}. of them until call {trial.reached:,}, by",
        "which the",
        f"program had told {trial.told} times that something was safe.",
    )
    page.table(
        ("What became of bytes and names that were not forced out", "Crash points"),
        *trial.points.items(),
        ("**all**", sum(trial.points.values())),
        ("**things told as safe and lost**", len(trial.lost)),
    )
    return page


def kills(page: Page, work: Path, rounds: int) -> Page:
    page.say(
        "",
        "## The program is killed",
        "",
        "`kill -9` at a moment of chance, then a look, then the same again.",
        "",
    )
    rows: list[tuple[object, ...]] = [
        ("While", "Rounds", "Of these over before", "Told as safe", "Lost or damaged")
    ]
    sums = [0, 0, 0, 0]
    many = -(-rounds // len(STAGES))
    for left, stage in zip(range(len(STAGES), 0, -1), STAGES, strict=True):
        found = list(page.in_time(killing.rounds(work / stage, stage, many), left))
        row = [
            len(found),
            sum(k.is_over for k in found),
            sum(k.told for k in found),
            sum(bool(k.wrong) for k in found),
        ]
        page.wrong += [f"{stage}, killed: {what}" for one in found for what in one.wrong]
        rows.append((page.named(stage), *row))
        sums = [a + b for a, b in zip(sums, row, strict=True)]
    page.table(*rows, ("**all**", *sums))
    return page


def failures(page: Page, work: Path, step: int) -> Page:
    page.say("", "## The disk fails", "")
    if not CAN_BUILD:
        page.say("Not tried in this run: it needs gcc on Linux.")
        return page
    page.tell(
        "The first, second, third … call that writes, forces out, renames, makes or deletes something",
        "below the case fails, until there is none left that could. A full disk (ENOSPC) and one that",
        "became read-only (EROFS) stay so; a disk that reports an error (EIO) does it once, and for good.",
        "Then a look, then the same again on a disk that works.",
    )
    rows: list[tuple[object, ...]] = [
        (
            "While",
            "Every",
            "Calls let fail",
            *ERRORS,
            "Told as an error",
            "Went on without it",
            "Lost or damaged",
        )
    ]
    total, bad = 0, 0
    for left, stage in zip(range(len(STAGES), 0, -1), STAGES, strict=True):
        each = step * OWN_REST.get(stage, 1)
        found = list(
            page.in_time(Failing(work / stage.replace(" ", "-")).stage(stage, ERRORS, step=each), left)
        )
        by = Counter(one.error for one in found)
        wrong = [one for one in found if one.wrong]
        page.wrong += [f"{w.stage}, {w.error} at call {w.number}: {what}" for w in wrong for what in w.wrong]
        ended = sum(bool(one.ended) for one in found)
        rows.append(
            (
                page.named(stage),
                f"{each}.",
                len(found),
                *(by[e] for e in ERRORS),
                ended,
                len(found) - ended,
                len(wrong),
            )
        )
        total, bad = total + len(found), bad + len(wrong)
    page.table(*rows, ("**all**", "", total, *("" for _ in ERRORS), "", "", bad))
    return page


def flips(page: Page, work: Path, step: int) -> Page:
    small = Small(work)
    page.say(
        "",
        "## Bytes are changed",
        "",
        "One bit in every byte of every file of a small case, one at a time.",
        "",
    )
    rows: list[tuple[object, ...]] = [
        ("File", "Bytes", "Changed in turn", "Noticed, file named", "Noticed only", "Without meaning")
    ]
    sums = [0] * 5
    for one in page.in_time(flip_all(small, step=step)):
        row = [one.size, one.tried, one.named, one.noticed, len(one.unnoticed)]
        rows.append((page.named(f"`{_short(one.name)}`"), *row))
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        page.wrong += [f"byte {place} of {one.name} went unnoticed" for place in one.unnoticed]
    page.table(*rows, ("**all**", *sums))
    page.say("")
    page.tell(
        "The file `lock` is empty. The timeline (`index.db`) is no evidence: every page of it carries a",
        "check sum, and a damaged one is made again from the originals and the log.",
    )
    return page


def moves(page: Page, work: Path, _size: int) -> Page:
    page.say("", "## Files are taken away, added, swapped, put back", "")
    found: dict[str, list[Moved]] = {}
    for one in trials(Small(work), work):
        found.setdefault(one.what, []).append(one)
        if not one.is_noticed:
            page.wrong.append(f"{one.what}: {one.where} went unnoticed")
    page.table(
        ("What was done", "Trials", "Noticed", "And named"),
        *(
            (what, len(ones), sum(o.is_noticed for o in ones), sum(o.is_named for o in ones))
            for what, ones in found.items()
        ),
    )
    return page


def _short(name: str) -> str:
    return "/".join(part if len(part) < 24 else f"{part[:4]}…" for part in name.split("/"))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--full", action="store_true")
    options.add_argument("--points", type=int, default=1_200)
    options.add_argument("--rounds", type=int, default=500)
    options.add_argument("--minutes", type=float, default=30)
    given = options.parse_args()
    page = Page(given.minutes)
    page.say("# What was tried against a case", "")
    page.tell(
        "Written by `python -m bench.faults --full`; every number comes from that run",
        f"({time.strftime('%d %B %Y')}, {platform.system()}, Python {platform.python_version()}).",
        "The same trials run at a small size in the test suite (`tests/faults`). That everything can",
        "be restored",
        "with `age` and SQLCipher alone is tested in `tests/vault/test_without_holdfast.py`;",
        "authorities that are",
        "down, late or false in `tests/vault/test_anchors.py` and `tests/lookup`.",
    )
    with tempfile.TemporaryDirectory(dir=scratch()) as folder, ProcessPoolExecutor(5) as pool:
        work = Path(folder)
        parts = [
            pool.submit(part, Page(given.minutes), work / part.__name__, size)
            for part, size in (
                (power, given.points if given.full else 60),
                (kills, given.rounds if given.full else 20),
                (failures, 1 if given.full else 40),
                (flips, 1 if given.full else 211),
                (moves, 0),
            )
        ]
        for part in parts:
            done = part.result()
            page.lines += done.lines
            page.wrong += done.wrong
    page.say("", "## What went wrong", "", *([f"- {what}" for what in page.wrong] or ["Nothing."]))
    if given.full:
        PAGE.write_text("\n".join(page.lines) + "\n", "utf-8")
    return 1 if page.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
