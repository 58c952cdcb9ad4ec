"""Adds invented files for ever and prints each one that was told as saved. Made to be killed.

Arguments: the folder of the case, a seed. Prints "<sha256> <name>" for each saved file.
"""

import io
import random
import sys
from pathlib import Path

from holdfast.vault import intake as intake_module
from holdfast.vault.vault import Vault
from tests.vault.vaults import PHRASE, ticking


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    vault = Vault.open(folder, PHRASE)
    intake_module._COMMIT_FILES = 25
    print("ready", flush=True)
    while True:
        with vault.writing(), vault.intake(now=ticking(), saved=_tell) as intake:
            for number in range(100):
                size = chance.choice([0, 10, 5_000, 60_000, 1_200_000 if number % 20 == 0 else 300])
                if number == 50:
                    size = 9_000_000
                intake.put(f"{seed}/{number}", io.BytesIO(chance.randbytes(size)), modified=None)


def _tell(sources) -> None:
    sys.stdout.write("".join(f"{source.sha256} {source.name}\n" for source in sources))
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
