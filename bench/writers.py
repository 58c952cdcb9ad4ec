"""Real people's messages for learning and for measuring how alike accounts write: who is on which side."""

import gzip
import json
from collections import defaultdict
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


def writers(path: Path, side: str) -> Writers:
    """Those of one side: "fit" or "test". A writer is on one side only, by a hash of the name."""
    found: Writers = defaultdict(lambda: ([], []))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            if side_of(one["author"]) == side:
                found[one["author"]][one["half"]].append(one["text"])
    return dict(found)


def side_of(writer: str) -> str:
    """Two of five are only ever tested on."""
    return "test" if int(sha256(writer.encode()).hexdigest(), 16) % 5 < 2 else "fit"


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
