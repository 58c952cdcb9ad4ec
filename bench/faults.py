"""All trials of what can go wrong with a case, at full size; writes docs/faults.md.

    python -m bench.faults --full [--points 1200] [--rounds 500] [--minutes 30]

Without --full each kind runs at a small size and nothing is written. Everything runs at the same time, in
many processes. `--minutes` bounds it: then fewer are tried, and the page says how many. Ends with 1 where
anything was lost or went unnoticed.
"""

import argparse
import platform
import shutil
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tests.case.packages import fill, packed
from tests.conftest import PASSPHRASE
from tests.faults import killing
from tests.faults.failing import ERRORS, Failing, Failure
from tests.faults.flipping import Flipped, flip_all, flip_package
from tests.faults.killing import Killed
from tests.faults.moving import Moved, trials
from tests.faults.power import Power
from tests.faults.runner import CAN_BUILD, scratch
from tests.faults.small import Small
from tests.faults.stages import STAGES

from holdfast.case.case import Case

PAGE = Path(__file__).parents[1] / "docs" / "faults.md"
SHARES = 6
"""Into so many processes the failures of the power go, and the changed bytes."""
NOT_ALL = " (the time ended before all were tried)"

T = TypeVar("T")


class Size(NamedTuple):
    """How much is tried. `end` is by the monotonic clock."""

    points: int
    rounds: int
    step: int
    end: float

    def is_over(self) -> bool:
        return time.monotonic() > self.end

    def in_time(self, found: Iterable[T]) -> tuple[list[T], bool]:
        """As many as the time allows, and whether those were all."""
        kept = []
        for one in found:
            kept.append(one)
            if self.is_over():
                return kept, False
        return kept, True


class Page:
    """The page in the making, and what went wrong."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.wrong: list[str] = []

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


# What runs in processes of its own


def power(story: Power, size: Size, share: int) -> Power:
    each = max(1, story.moments * 17 // 8 // size.points)
    story.fail(each, index_each=max(1, size.points // 20), share=(share, SHARES), is_over=size.is_over)
    return story


def kill(work: Path, stage: str, size: Size) -> tuple[list[Killed], bool]:
    return size.in_time(killing.rounds(work / stage, stage, -(-size.rounds // len(STAGES))))


def fail(work: Path, stage: str, size: Size) -> tuple[list[Failure], bool]:
    return size.in_time(Failing(work / stage.replace(" ", "-")).stage(stage, ERRORS, step=size.step))


def flips(small: Small, work: Path, size: Size, share: int) -> list[Flipped]:
    own = small.copied(work / str(share))
    return list(flip_all(own, first=share * size.step, step=SHARES * size.step, is_over=size.is_over))


def package_flips(bag: Path, work: Path, size: Size, share: int) -> list[Flipped]:
    own, step = shutil.copytree(bag, work / str(share)), SHARES * size.step
    return list(flip_package(own, lambda *_: step, first=share * size.step, is_over=size.is_over))


def moves(small: Small, work: Path) -> list[Moved]:
    return list(trials(small, work))


# What is told of it


def tell_power(page: Page, found: list[Power], size: Size) -> None:
    points = sum((Counter(one.points) for one in found), Counter[str]())
    lost = [what for one in found for what in one.lost]
    page.wrong += lost
    page.say("", "## The power fails", "")
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
        f"{found[0].moments:,} calls; tried after every {max(1, found[0].moments * 17 // 8 // size.points)}.",
        f"of them{NOT_ALL if size.is_over() else ''}, by the last of which the program had told",
        f"{max(one.told for one in found)} times that something was safe.",
    )
    page.table(
        ("What became of bytes and names that were not forced out", "Crash points"),
        *points.items(),
        ("**all**", sum(points.values())),
        ("**things told as safe and lost**", len(lost)),
    )


def tell_kills(page: Page, found: dict[str, tuple[list[Killed], bool]]) -> None:
    page.say("", "## The program is killed", "")
    page.say("`kill -9` at a moment of chance, then a look, then the same again.", "")
    rows: list[tuple[object, ...]] = [
        ("While", "Rounds", "Of these over before", "Told as safe", "Lost or damaged")
    ]
    sums = [0] * 4
    for stage, (ones, are_all) in found.items():
        row = [
            len(ones),
            sum(k.is_over for k in ones),
            sum(k.told for k in ones),
            sum(bool(k.wrong) for k in ones),
        ]
        page.wrong += [f"{stage}, killed: {what}" for one in ones for what in one.wrong]
        rows.append((stage + ("" if are_all else NOT_ALL), *row))
        sums = [a + b for a, b in zip(sums, row, strict=True)]
    page.table(*rows, ("**all**", *sums))


def tell_failures(page: Page, found: dict[str, tuple[list[Failure], bool]]) -> None:
    page.say("", "## The disk fails", "")
    page.tell(
        "The first, second, third … call that writes, forces out, renames, makes or deletes something",
        "below the case fails, until there is none left that could. A full disk (ENOSPC) and one that",
        "became read-only (EROFS) stay so; a disk that reports an error (EIO) does it once, and for good.",
        "Then a look, then the same again on a disk that works.",
    )
    head = ("While", "Calls let fail", *ERRORS)
    rows: list[tuple[object, ...]] = [(*head, "Told as an error", "Went on without it", "Lost or damaged")]
    total = bad = 0
    for stage, (ones, are_all) in found.items():
        by = Counter(one.error for one in ones)
        wrong = [one for one in ones if one.wrong]
        page.wrong += [f"{w.stage}, {w.error} at call {w.number}: {what}" for w in wrong for what in w.wrong]
        ended = sum(bool(one.ended) for one in ones)
        first = (stage + ("" if are_all else NOT_ALL), len(ones))
        rows.append((*first, *(by[e] for e in ERRORS), ended, len(ones) - ended, len(wrong)))
        total, bad = total + len(ones), bad + len(wrong)
    page.table(*rows, ("**all**", total, *("" for _ in ERRORS), "", "", bad))


def tell_flips(page: Page, found: list[list[Flipped]], packaged: list[list[Flipped]]) -> None:
    page.say("", "## Bytes are changed", "")
    page.tell(
        "One bit in every byte of every file of a small case, one at a time; and in every byte of every file",
        "of a small package, the paper, its signatures and the program that checks it among them.",
    )
    _table_of_flips(page, found)
    page.say("")
    page.tell(
        "The file `lock` is empty. The timeline (`index.db`) is no evidence: every page of it carries a",
        "check sum, and a damaged one is made again from the originals and the log.",
    )
    _table_of_flips(page, packaged)


def _table_of_flips(page: Page, found: list[list[Flipped]]) -> None:
    rows: list[tuple[object, ...]] = [
        ("File", "Bytes", "Changed in turn", "Noticed, file named", "Noticed only", "Without meaning")
    ]
    sums = [0] * 5
    for ones in zip(*found, strict=True):
        tried, named, noticed = (sum(getattr(o, key) for o in ones) for key in ("tried", "named", "noticed"))
        unnoticed = [place for one in ones for place in one.unnoticed]
        row = [ones[0].size, tried, named, noticed, len(unnoticed)]
        rows.append((f"`{_short(ones[0].name)}`", *row))
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        page.wrong += [f"byte {place} of {ones[0].name} went unnoticed" for place in unnoticed]
    page.table(*rows, ("**all**", *sums))


def tell_moves(page: Page, found: list[Moved]) -> None:
    page.say("", "## Files are taken away, added, swapped, put back", "")
    kinds: dict[str, list[Moved]] = {}
    for one in found:
        kinds.setdefault(one.what, []).append(one)
        if not one.is_noticed:
            page.wrong.append(f"{one.what}: {one.where} went unnoticed")
    page.table(
        ("What was done", "Trials", "Noticed", "And named"),
        *(
            (what, len(ones), sum(o.is_noticed for o in ones), sum(o.is_named for o in ones))
            for what, ones in kinds.items()
        ),
    )


def _short(name: str) -> str:
    return "/".join(part if len(part) < 24 else f"{part[:4]}…" for part in name.split("/"))


def _package(work: Path) -> Path:
    case, _ = Case.create(work / "case", PASSPHRASE, work_factor=10)
    fill(case, work / "in")
    case.hand_out()
    packed(case, work / "bag")
    case.close()
    return work / "bag"


def run(page: Page, work: Path, size: Size) -> None:
    """All of it."""
    with ProcessPoolExecutor(2 * len(STAGES) + 3 * SHARES + 1) as pool:

        def of_stages(
            what: Callable[[Path, str, Size], tuple[list[T], bool]], name: str
        ) -> Callable[[], dict[str, tuple[list[T], bool]]]:
            (work / name).mkdir()
            begun = {stage: pool.submit(what, work / name, stage, size) for stage in STAGES}
            return lambda: {stage: future.result() for stage, future in begun.items()}

        small = Small(work / "small")
        killed = of_stages(kill, "kills")
        failed = of_stages(fail, "failures") if CAN_BUILD else None
        flipped = [pool.submit(flips, small, work / "flips", size, share) for share in range(SHARES)]
        bag = _package(work / "package")
        packaged = [
            pool.submit(package_flips, bag, work / "package-flips", size, share) for share in range(SHARES)
        ]
        moved = pool.submit(moves, small.copied(work / "moves"), work)
        cut: list[Future[Any]] = []
        if CAN_BUILD:
            story = Power(work / "power")
            cut = [pool.submit(power, story, size, share) for share in range(SHARES)]
            tell_power(page, [future.result() for future in cut], size)
        tell_kills(page, killed())
        if failed is not None:
            tell_failures(page, failed())
        else:
            page.say("", "Failures of the power and the disk were not tried: that needs gcc on Linux.")
        tell_flips(page, *([future.result() for future in all_of] for all_of in (flipped, packaged)))
        tell_moves(page, moved.result())


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--full", action="store_true")
    options.add_argument("--points", type=int, default=1_200)
    options.add_argument("--rounds", type=int, default=500)
    options.add_argument("--minutes", type=float, default=30)
    given = options.parse_args()
    end = time.monotonic() + given.minutes * 60
    page, size = Page(), Size(given.points, given.rounds, 1, end) if given.full else Size(60, 20, 40, end)
    page.say("# What was tried against a case", "")
    page.tell(
        "Written by `python -m bench.faults --full`; every number comes from that run",
        f"({time.strftime('%d %B %Y')}, {platform.system()}, Python {platform.python_version()}).",
        "The same trials run at a small size in the test suite (`tests/faults`). That everything can be",
        "restored with `age` and SQLCipher alone is tested in `tests/vault/test_without_holdfast.py`;",
        "authorities that are down, late or false in `tests/vault/test_anchors.py` and `tests/lookup`; a",
        "package whose files are changed, and a time stamp over it, in `tests/case/test_package.py`.",
    )
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        run(page, Path(folder), size)
    page.say("", "## What went wrong", "", *([f"- {what}" for what in page.wrong] or ["Nothing."]))
    if given.full:
        PAGE.write_text("\n".join(page.lines) + "\n", "utf-8")
    return 1 if page.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
