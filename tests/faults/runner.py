"""Builds the layer, and runs the program of the stages with or without it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
CAN_BUILD = shutil.which("gcc") is not None and sys.platform == "linux"


def layer(folder: Path) -> Path:
    """The layer, compiled into this folder."""
    made = folder / "layer.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", made, HERE / "layer.c", "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return made


def scratch() -> Path | None:
    """Where trials are quick: memory, where there is some."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else None


class Runner:
    """One program of stages. `work` holds "root", in which it works, and what the layer writes."""

    def __init__(self, work: Path, *, layer: Path | None = None, journal: bool = False) -> None:
        self.root, self.said, self.journal = work / "root", work / "said", work / "journal"
        environment = dict(os.environ)
        if layer is not None:
            environment |= {
                "LD_PRELOAD": str(layer), "FAULTS_ROOT": str(self.root), "FAULTS_SAID": str(self.said),
            }  # fmt: skip
        if journal:
            environment["FAULTS_JOURNAL"] = str(self.journal)
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program"], cwd=HERE.parents[1], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def begin(self, stage: str, **more: Any) -> int:
        """Begins a stage. The number of its process."""
        assert self._program.stdin is not None
        asked = {"stage": stage, "root": str(self.root), "said": str(self.said), **more}
        self._program.stdin.write(json.dumps(asked) + "\n")
        self._program.stdin.flush()
        return int(self._answer())

    def end(self) -> int:
        """Waits for its end. How it ended, as the system tells it."""
        return int(self._answer())

    def run(self, stage: str, **more: Any) -> int:
        """Both."""
        self.begin(stage, **more)
        return self.end()

    def _answer(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait()
        self._program.stdout.close()
