"""Real people's messages for learning and for measuring how alike accounts write."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

DATA = Path("../shared/data/authorship/irc.train.jsonl.gz")
CREDIT = (
    "Ubuntu IRC logs, as collected in irc-disentanglement: Kummerfeld and others, ACL 2019, CC BY 4.0. "
    "Names are hashed; only counts are kept here."
)

Writers = dict[str, tuple[list[str], list[str]]]
"""For each writer the messages of two halves of their days."""


def writers(path: Path) -> Writers:
    """All of them."""
    found: Writers = defaultdict(lambda: ([], []))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            found[one["author"]][one["half"]].append(one["text"])
    return dict(found)


def parts(people: Writers, number: int, purpose: str) -> Iterator[tuple[Writers, Writers]]:
    """So many times: some of the writers, and the others. By a hash of its name each is once in the former.

    Parts for one purpose are not those for another.
    """
    part_of = {name: int(sha256(f"{purpose} {name}".encode()).hexdigest(), 16) % number for name in people}
    for part in range(number):
        yield (
            {name: texts for name, texts in people.items() if part_of[name] == part},
            {name: texts for name, texts in people.items() if part_of[name] != part},
        )


@dataclass(frozen=True)
class Account:
    """Some consecutive messages of one writer from one half of their days."""

    writer: str
    messages: list[list[str]]


def case_of(
    people: Writers, sizes: list[int], rng: np.random.Generator, singles: int, most: int = 10_000
) -> list[Account]:
    """Accounts as a case holds them: two of each writer with enough on both halves, one of `singles` more.

    `sizes`: how many messages an account may have; each account draws one of them.
    """
    accounts: list[Account] = []
    names = sorted(people)
    least = min(sizes)
    both = [name for name in names if min(map(len, people[name])) >= least]
    both = [both[place] for place in rng.permutation(len(both))[:most]]
    for name in both:
        accounts += [_some(name, people[name][half], sizes, rng) for half in (0, 1)]
    one = [name for name in names if name not in both and max(map(len, people[name])) >= least]
    for place in rng.permutation(len(one))[:singles]:
        name = one[place]
        accounts.append(_some(name, max(people[name], key=len), sizes, rng))
    return accounts


def _some(name: str, texts: list[str], sizes: list[int], rng: np.random.Generator) -> Account:
    size = int(rng.choice([n for n in sizes if n <= len(texts)]))
    begin = int(rng.integers(0, len(texts) - size + 1))
    return Account(name, [[text] for text in texts[begin : begin + size]])
