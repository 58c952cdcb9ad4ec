"""A program that is killed at a moment of chance, in every stage: nothing told as safe is lost."""

import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.faults.looking import Told, look, read_said
from tests.faults.runner import Runner
from tests.faults.stages import STAGES

WITH_INDEX = ("reading", "rebuilding")


class Killed(msgspec.Struct, frozen=True, kw_only=True):
    """One round. `told` counts what was told as safe; `is_over`: it had ended before it could be killed."""

    stage: str
    told: int
    is_over: bool
    wrong: list[str]


def rounds(work: Path, stage: str, many: int, seed: int = 1) -> Iterator[Killed]:
    """Kills the program `many` times in this stage, looks, and lets it do the stage again."""
    chance = random.Random(f"{stage} {seed}")
    before = work / "before"
    before.mkdir(parents=True)
    told: list[dict[str, object]] = []
    for earlier in STAGES[stage][:-1]:
        earlier(before, told.append)
    with Runner(work) as runner:
        _fresh(runner, before)
        runner.begin(stage)
        began = time.perf_counter()
        assert runner.end() == 0
        length = time.perf_counter() - began
        for _ in range(many):
            _fresh(runner, before)
            program = runner.begin(stage)
            time.sleep(chance.uniform(0, length))
            with contextlib.suppress(ProcessLookupError):  # It was over already.
                os.kill(program, signal.SIGKILL)
            ended = runner.end()
            said = read_said(runner.said)
            known = Told([*told, *said])
            wrong = look(runner.root, known, index=stage in WITH_INDEX)
            if not wrong and stage not in WITH_INDEX:
                STAGES[stage][-1](runner.root, known.take)
                wrong = look(runner.root, known)
            yield Killed(stage=stage, told=len(said), is_over=ended == 0, wrong=wrong)


def _fresh(runner: Runner, before: Path) -> None:
    shutil.rmtree(runner.root, ignore_errors=True)
    runner.said.unlink(missing_ok=True)
    shutil.copytree(before, runner.root)
