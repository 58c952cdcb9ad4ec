"""Kills a program that adds files, at a moment of chance, and looks at what is left."""

import random
import subprocess
import sys
import time
from pathlib import Path

from holdfast.vault.vault import Vault
from holdfast.vault.verification import verify
from tests.vault.vaults import PHRASE, sha256

ROOT = Path(__file__).parents[2]


def round_of(folder: Path, seed: int) -> dict[str, int | bool]:
    """Starts, kills with SIGKILL, opens again. `lost` counts files told as saved that are not what they were."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.vault.adder", str(folder), str(seed)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0, 0.5))
    program.kill()
    told = [
        line.split(" ")[0] for line in program.stdout.read().splitlines(keepends=True) if line.endswith("\n")
    ]
    program.stdout.close()
    program.wait()
    vault = Vault.open(folder, PHRASE)
    lost = 0
    for digest in told:
        with vault.open_object(digest) as stream:
            lost += sha256(stream.read()) != digest
    found = verify(vault)
    size = vault.log.size()
    vault.close()
    return {"saved": len(told), "lost": lost, "whole": found.ok, "found": len(found.found), "entries": size}
