"""Kills a program that adds files, again and again: `python -m bench.kill [rounds]`. Prints a table."""

import sys
import tempfile
import time
from pathlib import Path

from tests.vault.killing import round_of
from tests.vault.vaults import new_vault


def main(rounds: int) -> int:
    lost = damaged = saved = 0
    print(f"{'round':>5} {'saved':>6} {'lost':>5} {'whole':>6} {'found':>6} {'entries':>8} {'seconds':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            if number % 20 == 0:
                vault = new_vault(Path(folder) / str(number))
                vault.close()
            began = time.perf_counter()
            told = round_of(vault.folder, number)
            seconds = time.perf_counter() - began
            print(
                f"{number:5} {told['saved']:6} {told['lost']:5} {told['whole']!s:>6} {told['found']:6}"
                f" {told['entries']:8} {seconds:8.2f}"
            )
            saved += told["saved"]
            lost += told["lost"]
            damaged += not told["whole"]
    print(f"{rounds} rounds: {saved} files told as saved, {lost} lost, {damaged} rounds with damage")
    return 1 if lost or damaged else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
