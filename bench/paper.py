"""How long a large packet takes to typeset, and how much memory: many exhibits, some with pictures.

    PYTHONPATH=. python bench/paper.py [EXHIBITS] [PICTURES]

Prints the size of the paper, the seconds it took by the clock and by the processor, and the most memory. Run
twice it gives the same bytes: the digest is printed. Everything in it is invented.
"""

import hashlib
import io
import random
import resource
import sys
import time

import msgspec
from PIL import Image
from tests.outputs.samples import START, row, sample

from holdfast.model.exhibit import Exhibit
from holdfast.outputs.given import MANY, PacketInput, Picture
from holdfast.outputs.packet import packet
from holdfast.outputs.picture import for_paper

WORDS = "I went past the shop again today and you were not there; call me, please. "


def picture(number: int, among: int, *, is_small: bool) -> Picture:
    """A picture as a telephone makes it, drawn anew for paper."""
    chance = random.Random(number)
    drawn = Image.effect_noise((400, 300), 30).resize((1600, 1200)).convert("RGB")
    drawn.putpixel((0, 0), (chance.randrange(256), 0, 0))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=80)
    (made,) = for_paper([out.getvalue()], is_small=is_small, among=among)
    assert made
    return Picture(number=1, name=f"IMG_{number}.jpg", jpeg=made[0], width=made[1], height=made[2])


def given(exhibits: int, pictures: int) -> PacketInput:
    """A packet with so many exhibits, of which the first have a picture each."""
    log = [row(n, text=f"Number {n}. {WORDS * (1 + n % 5)}") for n in range(exhibits)]
    chosen = [
        Exhibit(label=f"A-{n}", event=one.id, caption=f"Caption {n}", digest=f"{n:064x}", chosen=START)
        for n, one in enumerate(log, 1)
    ]
    return msgspec.structs.replace(
        sample(),
        rows=log,
        exhibits=chosen,
        exhibit_rows={one.id: one for one in log},
        context={},
        pictures={
            one.id: (picture(n, pictures, is_small=exhibits > MANY),) for n, one in enumerate(log[:pictures])
        },
    )


def main() -> None:
    """Runs it once."""
    exhibits, pictures = (int(word) for word in (*sys.argv[1:], "3000", "500")[:2])
    asked = given(exhibits, pictures)
    wall, cpu = time.perf_counter(), time.process_time()
    made = packet(asked)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 10**6
    digest = hashlib.sha256(made).hexdigest()[:16]
    print(f"{exhibits:,} exhibits, {pictures} pictures: {len(made) / 1e6:.1f} MB")
    print(f"{wall:.1f} s by the clock, {cpu:.1f} s of the processor, at most {most:,} MB; SHA-256 {digest}")


if __name__ == "__main__":
    main()
