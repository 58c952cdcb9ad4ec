"""Runs a program that asks for a passphrase on its terminal, as `age` does."""

import os
import pty
from pathlib import Path


def run_and_type(command: list[str], typed: str, folder: Path) -> int:
    """Types one line when asked; returns the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvp(command[0], command)
    seen, sent = b"", False
    while True:
        try:
            piece = os.read(terminal, 1024)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if not sent and b":" in seen:
            os.write(terminal, typed.encode() + b"\n")
            sent = True
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
