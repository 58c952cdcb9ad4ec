"""How many disguises of a name are recognised, and how often two unrelated names are taken for alike.

    python bench/evaluate_names.py [--names FILE_OR_FOLDER] [--number 600] [--seed 11] [--show]

Takes names that people really chose: a text file with one a line, or a folder of IRC messages in JSON lines
(gzipped), of which the nicks that somebody named to the channel's helper ("!pastebin | nick") are taken. Each
of so many names is disguised in eleven ways. Unrelated pairs are all pairs of different names; those that are
one name but for capital letters and separators are counted apart: on IRC most of them are one person who is
connected twice. In 95 of 100 draws of the names, with putting back, the figure falls between the two given.
"""

import argparse
import gzip
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from holdfast.counting.likeness import Names

_NAMED = re.compile(r"(?:^![\w-]+ *[|>]|\btell) *([A-Za-z_\[\]\\`^{}|][\w\[\]\\`^{}|-]{2,20})")
_USUAL = 10
"""What is said so often in the messages is a word, and not only somebody's nick."""
# Drawn from what is seen in look-alike names, not from the table that the program uses.
_LETTERS = dict(zip("aceopxyisjhkmtbdgnuvwrfl", "асеорхуіѕјһкмтЬԁɡոսѵԝгғӏ", strict=True))
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "b": "8", "l": "1"}
_DRAWS = 1000


def main() -> None:
    """One row for each disguise, and one for unrelated pairs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--names", type=Path, default=Path("../shared/data/authorship"))
    options.add_argument("--number", type=int, default=600)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--show", action="store_true", help="also print the pairs that were taken for alike")
    given = options.parse_args()
    names = read(given.names)
    rng = random.Random(given.seed)
    chosen = rng.sample(names, min(given.number, len(names)))
    lengths = np.percentile([len(name) for name in chosen], (5, 50, 95)).astype(int).tolist()
    print(f"{len(names)} names, {len(chosen)} of them disguised; signs in a name (5, 50, 95 %): {lengths}")
    print("| disguise | recognised | 95 % | of names with 5 signs or more |")
    print("|---|---|---|---|")
    for title, disguise in DISGUISES.items():
        pairs = [(name, other) for name in chosen if (other := disguise(name, rng)) not in (None, name)]
        hits = np.array([bool(Names([name]).like(str(other))) for name, other in pairs])
        longer = hits[[len(name) > 4 for name, _ in pairs]].mean()
        print(
            f"| {title} | {hits.mean():.3f} of {len(hits)} | {_interval(hits, given.seed)} | {longer:.3f} |"
        )
    print(_unrelated(names, given.seed, show=given.show))


def read(place: Path) -> list[str]:
    """The names in a file, or the nicks in a folder of messages, each once, in order of the alphabet."""
    if place.is_file():
        found = {line.strip() for line in place.read_text(encoding="utf-8").splitlines()}
    else:
        found, said = set(), Counter[str]()
        for file in sorted(place.glob("*.jsonl.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                for line in lines:
                    text = json.loads(line)["text"]
                    found |= {one[1] for one in _NAMED.finditer(text)}
                    said.update(text.casefold().split())
        found = {name for name in found if said[name.casefold()] < _USUAL}
    return sorted(name for name in found if len(name) > 2)


def _unrelated(names: list[str], seed: int, *, show: bool) -> str:
    plain = ["".join(c for c in name.casefold() if c.isalnum()) for name in names]
    known = Names(names)
    alike = np.zeros((len(names), len(names)), dtype=np.bool_)
    for place, name in enumerate(names):
        for other, how in known.like(name):
            if plain[other] != plain[place]:
                alike[place, other] = True
                if show:
                    print(f"{name} | {names[other]} | {how}")
    twice = sum(number * (number - 1) for number in Counter(plain).values())
    pairs = len(names) * (len(names) - 1) - twice
    rng = np.random.default_rng(seed)
    rates = []
    for _ in range(_DRAWS):
        drawn = rng.integers(0, len(names), len(names))
        rates.append(alike[np.ix_(drawn, drawn)].sum() / (len(names) * (len(names) - 1)))
    low, high = np.percentile(rates, (2.5, 97.5)) * 1e6
    rate = alike.sum() / pairs * 1e6
    return (
        f"Of {pairs:,} ordered pairs of different names {alike.sum()} were taken for alike: {rate:.0f} in a "
        f"million ({low:.0f} to {high:.0f}). {twice} are one name but for capital letters and separators."
    )


def _interval(hits: np.ndarray, seed: int) -> str:
    rng = np.random.default_rng(seed)
    means = hits[rng.integers(0, len(hits), (_DRAWS, len(hits)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return f"{low:.3f} to {high:.3f}"


def _swap(name: str, places: list[int], table: dict[str, str], rng: random.Random) -> str | None:
    one = rng.choice(places) if places else None
    return None if one is None else name[:one] + table[name[one].lower()] + name[one + 1 :]


def _in(name: str, table: dict[str, str]) -> list[int]:
    return [n for n, c in enumerate(name) if c.lower() in table]


def _letters(name: str) -> list[int]:
    return [n for n, c in enumerate(name) if c.isalpha()]


def _all(name: str, table: dict[str, str]) -> str:
    return "".join(table.get(c.lower(), c) for c in name)


def _at(name: str, rng: random.Random, put: str) -> str:
    place = rng.randrange(1, len(name))
    return name[:place] + put + name[place:]


def _accented(name: str, rng: random.Random) -> str | None:
    vowels = [n for n, c in enumerate(name) if c.lower() in "aeiou"]
    if not vowels:
        return None
    one = rng.choice(vowels)
    return unicodedata.normalize("NFC", name[: one + 1] + "\u0301" + name[one + 1 :])


def _doubled(name: str, rng: random.Random) -> str | None:
    one = rng.choice(_letters(name))
    return name[:one] + name[one] + name[one:]


def _dropped(name: str, rng: random.Random) -> str | None:
    one = rng.choice(_letters(name))
    return name[:one] + name[one + 1 :]


def _swapped(name: str, rng: random.Random) -> str | None:
    places = [n for n in range(len(name) - 1) if name[n].isalpha() and name[n + 1].isalpha()]
    places = [n for n in places if name[n].lower() != name[n + 1].lower()]
    if not places:
        return None
    one = rng.choice(places)
    return name[:one] + name[one + 1] + name[one] + name[one + 2 :]


DISGUISES: dict[str, Callable[[str, random.Random], str | None]] = {
    "one letter of another script": lambda n, r: _swap(n, _in(n, _LETTERS), _LETTERS, r),
    "all letters of another script": lambda n, _: _all(n, _LETTERS),
    "digits for letters": lambda n, _: _all(n, _LEET),
    "an accent": _accented,
    "an invisible sign": lambda n, r: _at(n, r, r.choice("\u200b\u200c\u200d\u2060")),
    "a separator": lambda n, r: _at(n, r, r.choice("._-")),
    "a digit behind": lambda n, r: n + str(r.randrange(10)),
    "a word before or behind": lambda n, r: r.choice(("the{}", "real{}", "{}official", "{}_real")).format(n),
    "a letter doubled": _doubled,
    "a letter dropped": _dropped,
    "two letters swapped": _swapped,
}

if __name__ == "__main__":
    main()
