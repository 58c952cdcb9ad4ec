"""Runs the real program, as a script or as a person at a terminal would."""

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

PROGRAM = [sys.executable, "-c", "from holdfast.cli.main import main; main()"]
PASSPHRASE = "four little words here"


def surroundings(**given: str | None) -> dict[str, str]:
    """The environment of the program; a value of None takes a variable away."""
    chosen = {**os.environ, "HOLDFAST_PASSPHRASE": PASSPHRASE, "NO_COLOR": "1", **given}
    return {name: value for name, value in chosen.items() if value is not None}


def run(*words: str | Path, **given: str | None) -> subprocess.CompletedProcess[bytes]:
    """Runs a command as a script does: nobody is there to ask."""
    return subprocess.run(
        [*PROGRAM, *map(os.fspath, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
        env=surroundings(**given),
    )


def start(*words: str | Path, **given: str | None) -> subprocess.Popen[bytes]:
    """Starts a command and does not wait for it. It is the leader of a group, as in a terminal."""
    return subprocess.Popen(
        [*PROGRAM, *map(os.fspath, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=surroundings(**given),
    )


class Terminal:
    """The program on a terminal of its own. `seen` is all that was printed."""

    def __init__(self, *words: str | Path, **given: str | None) -> None:
        self.seen = ""
        self._met = 0
        environment = surroundings(**{"HOLDFAST_PASSPHRASE": None, "TERM": "xterm", **given})
        child, self._terminal = pty.fork()
        if not child:
            os.execve(PROGRAM[0], [*PROGRAM, *map(os.fspath, words)], environment)
        self._child = child

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        os.close(self._terminal)

    def wait_for(self, words: str) -> None:
        """Reads until these words stand behind those that were waited for before."""
        while (found := self.seen.find(words, self._met)) < 0:
            assert self._more(), self.seen
        self._met = found + len(words)

    def answer(self, question: str, line: str) -> None:
        """Waits for a question, and types the answer. What is typed before a question counts for nothing."""
        self.wait_for(question)
        os.write(self._terminal, line.encode() + b"\n")

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.write(self._terminal, b"\x03")

    def end(self) -> int:
        """Reads to the end. Gives the exit code."""
        while self._more():
            pass
        _, status = os.waitpid(self._child, 0)
        self._child = 0
        return os.waitstatus_to_exitcode(status)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], 20)
        assert ready, f"nothing more came after: {self.seen}"
        data = b""
        # Linux says that the other end of a terminal was closed with an error.
        with contextlib.suppress(OSError):
            data = os.read(self._terminal, 65_536)
        self.seen += data.decode("utf-8", "replace")
        return bool(data)
