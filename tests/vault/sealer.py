"""Adds to a sealed folder for ever and prints the SHA-256 of each file that was told as saved. To be killed.

Arguments: the sealed folder, a seed.
"""

import io
import random
import sys
from pathlib import Path

from holdfast.vault.inbox import Inbox
from tests.vault.vaults import ticking


def main(folder: Path, seed: int) -> None:
    chance, inbox = random.Random(seed), Inbox.open(folder)
    while True:
        with inbox.intake(now=ticking(), obtained="", saved=_tell) as intake:
            for number in range(3):
                data = chance.randbytes(chance.choice([1, 5_000, 1_200_000]))
                intake.put(f"{seed}/{number}", io.BytesIO(data), modified=None)


def _tell(sources) -> None:
    sys.stdout.write("".join(f"{source.sha256}\n" for source in sources))
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
