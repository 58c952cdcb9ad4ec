"""How long `holdfast packet` takes for a large packet, and how much memory: many exhibits, some pictures.

    python bench/paper.py [EXHIBITS] [PICTURES]

Makes a case of invented mails and pictures, chooses all of them as exhibits, and runs the command with every
picture printed. Prints seconds by the clock, the size of the paper, and the most memory (MiB) that all
processes of the command had at once, with what is shared counted once; Linux only. The pictures are full of
noise, so that they compress badly.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from PIL import Image

from holdfast.case.case import Case

PASSPHRASE = "only for timing"
PROGRAM = Path(sys.executable).with_name("holdfast")
WORDS = "I went past the shop again today and you were not there; call me, please. "


def mails(file: Path, number: int) -> None:
    """One mailbox with so many mails of a few lines each."""
    with file.open("wb") as out:
        for n in range(number):
            mail = EmailMessage()
            mail["From"], mail["To"] = ("rob@example.org", "maya@example.org")[:: 1 if n % 4 else -1]
            mail["Date"] = f"{1 + n // 100 % 28:02d} Jun 2025 {n % 24:02d}:{n % 60:02d}:00 +0000"
            mail["Subject"], mail["Message-ID"] = f"Number {n}", f"<{n}@example.org>"
            mail.set_content(WORDS * (1 + n % 5))
            out.write(b"From x Sun Jun  1 00:00:00 2025\n" + mail.as_bytes() + b"\n")


def pictures(folder: Path, number: int) -> None:
    """So many pictures of the size that telephones make smaller ones of, all different."""
    drawn = [Image.effect_noise((400, 300), 30).resize((1600, 1200)).convert("RGB") for _ in range(10)]
    chance = random.Random(1)
    for n in range(number):
        one = drawn[n % len(drawn)]
        one.putpixel((n, 0), (chance.randrange(256), 3, 1))
        one.save(folder / f"IMG_{n:04}.jpg", "JPEG", quality=80)


def case_of(folder: Path, exhibits: int, with_picture: int) -> list[str]:
    """Makes the case; gives the labels of the exhibits that have a picture."""
    given = folder / "given"
    given.mkdir()
    mails(given / "mail.mbox", exhibits - with_picture)
    pictures(given, with_picture)
    case, _ = Case.create(folder / "case", PASSPHRASE, work_factor=10)
    case.add([given])
    rows = [line.row for line in case.query.lines()]
    with case.vault.writing():
        labels = [case.choose(row.id).label for row in rows]
    case.close()
    return [label for label, row in zip(labels, rows, strict=True) if row.kind == "picture"]


def run(command: list[str]) -> tuple[float, int]:
    """Seconds by the clock, and the most memory (MiB) of the command and of all that it started."""
    begun, most = time.perf_counter(), 0
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while running.poll() is None:
        most = max(most, memory(running.pid))
        time.sleep(0.1)
    if running.returncode:
        raise SystemExit(running.returncode)
    return time.perf_counter() - begun, most >> 10


def memory(process: int) -> int:
    """KiB of this process and of all below it."""
    at = Path(f"/proc/{process}")
    try:
        rolled = (at / "smaps_rollup").read_text()
        children = [
            int(one) for task in (at / "task").iterdir() for one in (task / "children").read_text().split()
        ]
    except OSError:
        return 0  # it has just ended
    own = next(int(line.split()[1]) for line in rolled.splitlines() if line.startswith("Pss:"))
    return own + sum(map(memory, children))


def main() -> None:
    """Makes the case, and the paper with and without its pictures."""
    exhibits, with_picture = (int(word) for word in (*sys.argv[1:], "3000", "500")[:2])
    os.environ["HOLDFAST_PASSPHRASE"] = PASSPHRASE
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        labels = case_of(folder, exhibits, with_picture)
        for number, chosen in ((len(labels), ["--pictures", ",".join(labels)]), (0, [])):
            if number or not chosen:
                out = folder / f"{number}.pdf"
                packet = [str(PROGRAM), "packet", str(folder / "case"), "--for", "court"]
                seconds, most = run([*packet, "--out", str(out), *chosen])
                size = out.stat().st_size / 1e6
                print(
                    f"{exhibits:,} exhibits, {number} pictures: {seconds:.1f} s, {most:,} MiB, {size:.1f} MB"
                )


if __name__ == "__main__":
    main()
