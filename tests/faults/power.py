"""The power fails at every kind of moment: nothing that was told as safe is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.faults.disk import Disk, Way
from tests.faults.looking import Told, look
from tests.faults.runner import Runner, layer

WAYS: tuple[Way, ...] = ("all that was not forced is lost", "chance decides", "nothing is lost")


class Power:
    """`moments` counts the changes after which the power could fail, `points` those tried, by way."""

    def __init__(self, work: Path) -> None:
        """Does the whole story once, and keeps the journal."""
        (work / "root").mkdir(parents=True)
        with Runner(work, layer=layer(work), journal=True) as runner:
            assert runner.run("story", all=True) == 0
        self._work = work
        self._journal = (work / "journal").read_bytes()
        self._root = str(work / "root")
        self.moments = sum(told is None for told in Disk(self._root).steps(self._journal))
        self.told = self.reached = 0
        self.points: dict[str, int] = dict.fromkeys(WAYS, 0)
        self.lost: list[str] = []

    def fail(
        self,
        each: int,
        *,
        index_each: int,
        share: tuple[int, int] = (0, 1),
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Lets the power fail after every `each`-th change, each time in all ways but the mildest, which is
        tried now and then. At every `index_each`-th point the timeline is looked at too. Of `share` (k, n)
        only every n-th of these changes is taken, from the k-th on. Ends early once `is_over`.
        """
        disk, told, number, tried = Disk(self._root), Told(), 0, 0
        out = self._work / f"after {share[0]}"
        for said in disk.steps(self._journal):
            if said is not None:
                told.take(said)
                self.told = told.count
                continue
            number += 1
            if number % each or number // each % share[1] != share[0]:
                continue
            for way in WAYS[: 3 if number % (8 * each) == 0 else 2]:
                tried += 1
                disk.write(out, way, number)
                wrong = look(out, told, index=tried % index_each == 0)
                self.lost += [f"after change {number}, {way}: {what}" for what in wrong]
                self.points[way] += 1
                shutil.rmtree(out)
            self.reached = number
            if is_over():
                return
