"""How many copies of a picture are found for each thing done to it, and how often two are taken for one.

    python bench/evaluate_pictures.py FOLDER [--number 120] [--seed 3] [--other-half]

FOLDER holds photographs in any format; pictures inside resource bundles of Qt (.rcc) are taken too. Half of
the pictures are for choosing thresholds; the figures are of the other half with `--other-half`. Each picture
is saved once as a photo of a telephone would be, looked at, then changed, saved again, and looked at again. A
copy counts as found as a case finds it. False pairs are counted over all pairs of different pictures, those
that are compared closely and those that are not, over each changed picture beside all the other ones, and
over screenshots of invented chats. Pictures of the same motif that really share a part are no false pairs:
`--show` prints all, to be looked at by eye.
"""

import argparse
import hashlib
import io
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from holdfast.counting.copied import SURE_BITS, pair, pairs
from holdfast.formats.sight import seen
from holdfast.model.look import Look

Picture = Image.Image
_SIDE = 1600
_SHADES = ("white", "#0b141a", "#efeae2")
_DRAWS = 1000
CHATS = 120


def main() -> None:
    """One row for each thing done, then the false pairs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--number", type=int, default=120)
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--other-half", action="store_true")
    options.add_argument("--show", action="store_true", help="print the pairs that are taken for one")
    given = options.parse_args()
    rng = random.Random(given.seed)
    every = dict(_pictures(given.folder))
    halves = sorted(every, key=lambda name: hashlib.sha256(every[name]).digest())
    chosen = halves[1::2] if given.other_half else halves[::2]
    chosen = rng.sample(chosen, min(given.number, len(chosen)))
    print(f"{len(every)} pictures, {len(chosen)} used")
    pictures = {name: _opened(every[name]) for name in chosen}
    looks = {name: seen(_saved(picture, 92)) for name, picture in pictures.items()}
    print(
        "| what was done | found | 95 % | by the whole alone | by landmarks alone | taken for another one |"
    )
    print("|---|---|---|---|---|---|")
    for title, change in CHANGES.items():
        changed = {name: seen(change(picture, rng)) for name, picture in pictures.items()}
        rows = [_found(looks[name], changed[name]) for name in pictures]
        hits = np.array([whole or marks for whole, marks in rows])
        whole, marks = np.array(rows).mean(axis=0)
        wrong = _taken(
            (((a, looks[a]), (f"{b}, {title}", changed[b])) for a, b in permutations(pictures, 2)),
            show=given.show,
        )
        print(
            f"| {title} | {hits.mean():.3f} | {_interval(hits, given.seed)} | {whole:.3f} | {marks:.3f} "
            f"| {wrong} of {len(looks) * (len(looks) - 1):,} |",
            flush=True,
        )
    chats = {f"chat {n}": seen(_saved(_chat(random.Random(n)), 80)) for n in range(CHATS)}
    for what, several in (("different pictures", looks), ("different screenshots of chats", chats)):
        wrong = _taken(combinations(several.items(), 2), show=given.show)
        number = len(several) * (len(several) - 1) // 2
        print(f"Of {number:,} pairs of {what}, {wrong} were taken for one.", flush=True)
    copies = {f"{name}, cropped": seen(CHANGES["20 % cut off"](p, rng)) for name, p in pictures.items()}
    met = {(one.one, one.other) for one in pairs(looks | copies, frozenset(copies))}
    share = np.mean([(name, f"{name}, cropped") in met for name in pictures])
    print(f"Of cropped copies among {len(looks | copies)} pictures, looked up in tables: {share:.3f} found.")


def _pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = file.read_bytes()
        if file.suffix == ".rcc":
            yield from _inside(file.name, data)
        elif file.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
            yield file.name, data


def _inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Photographs in WebP inside a bundle: in colour, without transparency, of some size."""
    at = data.find(b"RIFF")
    while at >= 0:
        one = data[at : at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")]
        if one[8:12] == b"WEBP" and len(one) > 12_000:
            with Image.open(io.BytesIO(one)) as opened:
                if opened.mode == "RGB" and min(opened.size) >= 200:
                    yield f"{name}-{at}", one
        at = data.find(b"RIFF", at + 4)


def _opened(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((_SIDE, _SIDE))
    return picture


def _found(one: Look, other: Look) -> tuple[bool, bool]:
    """Whether the imprints are alike, and whether the landmarks are."""
    found = pair(one, other)
    return found is not None and found.bits <= SURE_BITS, found is not None and found.alike > 0


def _taken(apart: Iterable[tuple[tuple[str, Look], tuple[str, Look]]], *, show: bool) -> int:
    """How many pairs of different pictures are taken for one."""
    taken = 0
    for (one, here), (other, there) in apart:
        found = _found(here, there)
        if any(found):
            taken += 1
            if show:
                print(f"  {one} | {other} | {found}")
    return taken


def _interval(hits: np.ndarray, seed: int) -> str:
    rng = np.random.default_rng(seed)
    means = hits[rng.integers(0, len(hits), (_DRAWS, len(hits)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return f"{low:.3f} to {high:.3f}"


def _saved(picture: Picture, quality: int = 85) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _cropped(picture: Picture, share: float, rng: random.Random) -> Picture:
    """So much of the width and of the height is cut off, somewhere."""
    width, height = (round(length * (1 - share)) for length in picture.size)
    x, y = rng.randint(0, picture.width - width), rng.randint(0, picture.height - height)
    return picture.crop((x, y, x + width, y + height))


def _captioned(picture: Picture) -> Picture:
    bar = picture.height * 15 // 100
    new = Image.new("RGB", (picture.width, picture.height + bar), "white")
    new.paste(picture, (0, bar))
    ImageDraw.Draw(new).text(
        (bar // 2, bar // 4), "words that somebody put here", "black", font_size=max(10, bar // 3)
    )
    return new


def _stuck(picture: Picture, rng: random.Random) -> Picture:
    """A yellow face over two fifths of the shorter side."""
    new, r = picture.copy(), min(picture.size) // 5
    x, y = rng.randint(r, picture.width - r), rng.randint(r, picture.height - r)
    draw = ImageDraw.Draw(new)
    draw.ellipse((x - r, y - r, x + r, y + r), "yellow", "black", max(1, r // 20))
    for eye in (-1, 1):
        draw.ellipse((x + eye * r // 2 - r // 8, y - r // 3, x + eye * r // 2 + r // 8, y - r // 12), "black")
    draw.arc((x - r // 2, y - r // 2, x + r // 2, y + r // 2), 20, 160, "black", max(2, r // 12))
    return new


def _chat(rng: random.Random) -> Picture:
    """A screenshot of an invented chat, of words by chance."""
    screen = Image.new("RGB", (1080, 2340), rng.choice(_SHADES))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1080, 200), "#075e54")
    draw.text((40, 20), f"{rng.randrange(24)}:{rng.randrange(60):02}", "white", font_size=36)
    draw.text((150, 110), _words(rng, 2), "white", font_size=48)
    y = 230
    while y < 2100:
        lines, left = rng.randint(1, 5), rng.choice((40, 330))
        draw.rounded_rectangle(
            (left, y, left + 700, y + 40 + lines * 55), 20, "#d9fdd3" if left > 40 else "white"
        )
        for line in range(lines):
            draw.text((left + 20, y + 20 + line * 55), _words(rng, 4), "black", font_size=40)
        y += 80 + lines * 55
    return screen


def _words(rng: random.Random, number: int) -> str:
    return " ".join("".join(rng.choices("abcdefghilmnoprstuvw", k=rng.randint(2, 7))) for _ in range(number))


def _screenshot(picture: Picture, rng: random.Random) -> Picture:
    """The picture as it stands in a chat on a telephone, between 55 and 95 of 100 parts of its width."""
    screen = _chat(rng)
    width = round(1080 * rng.uniform(0.55, 0.95))
    height = round(width * picture.height / picture.width)
    width, height = (width, height) if height <= 1500 else (round(width * 1500 / height), 1500)
    place = (rng.randint(10, 1070 - width), rng.randint(210, 2330 - height))
    screen.paste(picture.resize((width, height), Image.Resampling.LANCZOS), place)
    return screen


CHANGES: dict[str, Callable[[Picture, random.Random], bytes]] = {
    "quality 50": lambda p, _: _saved(p, 50),
    "quality 15": lambda p, _: _saved(p, 15),
    "a quarter of the size": lambda p, _: _saved(p.resize((p.width // 4, p.height // 4))),
    "without colour": lambda p, _: _saved(ImageOps.grayscale(p)),
    "half more contrast": lambda p, _: _saved(p.point(lambda v: (v - 128) * 1.5 + 128)),
    "a border": lambda p, _: _saved(ImageOps.expand(p, min(p.size) // 8, "black")),
    "a bar with words, 15 %": lambda p, _: _saved(_captioned(p)),
    "a sticker": lambda p, r: _saved(_stuck(p, r)),
    "5 % cut off": lambda p, r: _saved(_cropped(p, 0.05, r)),
    "10 % cut off": lambda p, r: _saved(_cropped(p, 0.1, r)),
    "20 % cut off": lambda p, r: _saved(_cropped(p, 0.2, r)),
    "40 % cut off": lambda p, r: _saved(_cropped(p, 0.4, r)),
    "turned by 3 degrees": lambda p, _: _saved(p.rotate(3, Image.Resampling.BICUBIC, expand=True)),
    "a quarter turn": lambda p, r: _saved(
        p.transpose(r.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)))
    ),
    "mirrored": lambda p, _: _saved(ImageOps.mirror(p)),
    "a screenshot of it": lambda p, r: _saved(_screenshot(p, r), 80),
}

if __name__ == "__main__":
    main()
