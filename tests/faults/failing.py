"""Whichever call to the disk fails, in whatever way: nothing told as safe is lost, and the next try works."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.faults.looking import Told, look, read_said
from tests.faults.runner import Runner, layer
from tests.faults.stages import STAGES

ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EROFS": errno.EROFS}


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What came of letting one call fail. `ended` is the error the program gave, "" where it went on."""

    stage: str
    error: str
    number: int
    every: bool
    ended: str
    wrong: list[str]


class Failing:
    """The trials in one folder."""

    def __init__(self, work: Path) -> None:
        self._work = work
        work.mkdir(parents=True)
        self._layer = layer(work)

    def stage(self, stage: str, errors: dict[str, int], *, step: int = 1) -> Iterator[Failure]:
        """Lets call number 1, 1 + step, … of a stage fail, until there is no such call any more.

        ENOSPC and EROFS stay from then on, as they do in life; EIO is tried once and for good.
        """
        before, told = self._before(stage)
        with Runner(self._work, layer=self._layer) as runner:
            left = [(name, errors[name], every) for name in errors for every in (True, False)]
            left = [(name, code, every) for name, code, every in left if every or name == "EIO"]
            number = 1
            while left:
                for name, code, every in list(left):
                    found = self._one(runner, stage, (name, code, number, every), before, told)
                    if found is None:
                        left.remove((name, code, every))
                    else:
                        yield found
                number += step

    def _before(self, stage: str) -> tuple[Path, list[dict[str, object]]]:
        """What is there before the stage, and what was told of it."""
        before = self._work / "before" / stage.replace(" ", "-")
        before.mkdir(parents=True)
        told: list[dict[str, object]] = []
        for earlier in STAGES[stage][:-1]:
            earlier(before, told.append)
        return before, told

    def _one(
        self,
        runner: Runner,
        stage: str,
        fault: tuple[str, int, int, bool],
        before: Path,
        told: list[dict[str, object]],
    ) -> Failure | None:
        _, code, number, every = fault
        shutil.rmtree(runner.root, ignore_errors=True)
        runner.said.unlink(missing_ok=True)
        shutil.copytree(before, runner.root)
        status = runner.run(stage, fail=[number, code, every])
        said = read_said(runner.said)
        if not said or said[-1].get("what") != "over":
            return self._failure(stage, fault, "", [f"the program ended with {status}"])
        if said[-1]["calls"] < number:
            return None
        known = Told([*told, *said])
        wrong = look(runner.root, known)
        if not wrong:
            STAGES[stage][-1](runner.root, known.take)
            wrong = look(runner.root, known)
        return self._failure(stage, fault, str(said[-1]["ended"]), wrong)

    def _failure(
        self, stage: str, fault: tuple[str, int, int, bool], ended: str, wrong: list[str]
    ) -> Failure:
        name, _, number, every = fault
        return Failure(stage=stage, error=name, number=number, every=every, ended=ended, wrong=wrong)
