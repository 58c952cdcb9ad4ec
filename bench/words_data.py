"""The material for the words model: each text with what its own corpus says of it, and null where it says
nothing.

Nothing of it is kept in the project but the sentences that were written for it. What the labels mean, and
under which licences they stand, is told in docs/words.md.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.wording.heads import COLUMNS, NAMES
from holdfast.wording.signals import is_foreign

HERE = Path(__file__).parent
WRITTEN = HERE / "words_written.txt"
DATA = Path("../shared/data")

Part = Literal["train", "fit", "choose", "test"]
"""train: the weights. fit: the second step. choose: the thresholds. test: only ever measured on."""

_DRAWN = 14  # sentences of one row of choices
_SEED = 20261126
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SWEARING = re.compile(r"fuck|shit|crap|damn|bloody|bitch|slut|whore|bugger|idiot|cunt|stupid", re.IGNORECASE)
_ONE_TO_ONE = ("threat", "veiled", "exposure", "extortion", "self_harm", "sexual", "insult")
_CLEAN = dict.fromkeys(NAMES, 0)
_OTHER_PARTS = {"davidson", "convabuse", "surge", "edos", "misogyny", "hatemojibuild", "toxic_spans"}


@dataclass(frozen=True, kw_only=True)
class Text:
    """`labels`: one for each of `COLUMNS`, 1, 0, or NaN where the corpus does not say."""

    corpus: str
    text: str
    labels: NDArray[np.float32]
    part: Part
    weight: float = 1.0


def share(key: str) -> float:
    """A number from 0 to 1 that only depends on the words."""
    return int.from_bytes(blake2b(key.casefold().strip().encode(), digest_size=8).digest(), "big") / 2**64


def part_of(text: str) -> Part:
    """15 of 100 texts are for testing, 12 for the second step, 3 for thresholds; equal texts go together."""
    place = share(" ".join(text.split()))
    return "test" if place < 0.15 else "fit" if place < 0.27 else "choose" if place < 0.30 else "train"


def labels(**told: float | None) -> NDArray[np.float32]:
    """What is told, NaN for all else."""
    found = np.full(len(COLUMNS), np.nan, dtype=np.float32)
    for name, value in told.items():
        if value is not None:
            found[COLUMNS.index(name)] = value
    return found


def rows(name: str, data: Path) -> Iterator[dict[str, Any]]:
    """The lines of one file."""
    with gzip.open(data / f"{name}.train.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def corpora(data: Path) -> Iterator[Text]:
    """Every text of every corpus."""
    for name in sorted(_OTHER_PARTS):
        for row in rows(f"text/{name}", data):
            for text, told in _TOLD[name](row):
                yield Text(corpus=name, text=text, labels=told, part=part_of(row["text"]))
    for row in rows("text/personal_details", data):
        told = labels(**{name: 0 for name in _ONE_TO_ONE if name != "exposure"}, rough=0, sexist=0, hateful=0)
        yield Text(corpus="personal_details", text=row["text"], labels=told, part=part_of(row["text"]))
    yield from irc(data)
    yield from written()


def irc(data: Path) -> Iterator[Text]:
    """Ordinary talk about computers; each writer is in one part only. Few to learn from are taken."""
    for row in rows("authorship/irc", data):
        place = share(row["author"])
        part: Part = (
            "test" if place < 0.4 else "choose" if place < 0.65 else "fit" if place < 0.72 else "train"
        )
        if part == "train" and share(row["text"]) > 0.5:
            continue
        yield Text(corpus="irc", text=row["text"], labels=labels(**_CLEAN), part=part)


@cache
def written() -> tuple[Text, ...]:
    """The sentences written for the project: of one row of choices all are in one part.

    The weights are for English alone: what is in another language is left to the phrases.
    """
    rng = random.Random(_SEED)
    found, told, is_harmless = [], labels(), False
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            heads = line[2:].split()
            is_harmless = "none" in heads
            given: dict[str, float | None] = {name: float(name in heads) for name in NAMES}
            given |= {name: None for name in NAMES if f"?{name}" in heads}
            given["rough"] = 0 if is_harmless else 1 if "insult" in heads or "rude" in heads else None
            if not is_harmless:
                given |= {name: None for name in ("sexist", "hateful") if name not in heads}
            told = labels(**given, to_you=None if is_harmless or "?you" in heads else float("you" in heads))
        elif line.strip() and not line.startswith("#"):
            place = share(line)
            part: Part = "fit" if place < 0.16 else "choose" if place < 0.26 else "train"
            for text in _drawn(line, rng):
                if part == "train" and is_foreign(text):
                    continue
                mine = told
                if is_harmless and _SWEARING.search(text):
                    mine = told.copy()
                    mine[COLUMNS.index("rough")] = np.nan
                found.append(Text(corpus="written", text=text, labels=mine, part=part, weight=1.5))
    return tuple(found)


def _drawn(line: str, rng: random.Random) -> list[str]:
    if not _CHOICE.search(line):
        return [line] * 3
    several = set()
    for _ in range(_DRAWN):
        drawn = line
        while _CHOICE.search(drawn):  # the innermost first
            drawn = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), drawn)
        several.add(drawn)
    return [re.sub(r"\s+([,.?!]|$)", r"\1", " ".join(one.split())) for one in sorted(several)]


def _davidson(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    if row["kind"] == "none":
        yield row["text"], labels(**_CLEAN)
    else:
        yield row["text"], labels(rough=1, hateful=float(row["kind"] == "hate"))


def _edos(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    threat = float(row["category"].startswith("1.")) if row["sexist"] else None
    yield row["text"], labels(sexist=row["sexist"], threat=threat)


def _misogyny(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    attack = 1 if row["category"].endswith("personal_attack") else None
    yield row["text"], labels(sexist=row["misogynistic"], rough=row["abusive"], insult=attack)


def _hatemojibuild(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    threat = float(row["kind"] == "threateninglanguage") if row["hateful"] else None
    yield row["text"], labels(hateful=row["hateful"], threat=threat, to_you=0 if row["hateful"] else None)


def _convabuse(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    votes = row["votes"]
    if not row["abusive"]:
        yield row["text"], labels(**_CLEAN)
        return
    system, other = (
        votes.get("target.system", 0),
        votes.get("target.individual", 0) + votes.get("target.generalised", 0),
    )
    sexual = float(votes.get("sex_harassment", 0) > 0)
    yield row["text"], labels(
        rough=1, sexual=sexual, insult=1 if votes.get("intellectual") and system else None,
        sexist=1 if votes.get("sexist") else None, to_you=float(system > other) if system or other else None,
    )  # fmt: skip


def _surge(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield row["text"], labels(rough=1) if row["abusive"] else labels(**_CLEAN)


def _toxic_spans(row: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """A text with its marked words is a yes; the same text without them is a no."""
    marked = set(row["toxic_chars"])
    if marked:
        yield row["text"], labels(rough=1)
        rest = "".join(c for place, c in enumerate(row["text"]) if place not in marked)
        if len(rest.split()) >= 4:
            yield rest, labels(rough=0)


_TOLD = {
    "davidson": _davidson,
    "edos": _edos,
    "misogyny": _misogyny,
    "hatemojibuild": _hatemojibuild,
    "convabuse": _convabuse,
    "surge": _surge,
    "toxic_spans": _toxic_spans,
}
