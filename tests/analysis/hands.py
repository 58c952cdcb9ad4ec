"""Invented writers: twenty who share a language, and one who writes from two accounts."""

import random
from dataclasses import replace

from holdfast.model.details import Details
from holdfast.model.frame import Frame
from holdfast.model.link import Link
from holdfast.model.marker import Marker
from tests.analysis.frames import DAY, HOUR, START, Happening, frame

MAYA = "mail:maya@example.com"
OTHERS = [f"mail:writer{n}@example.org" for n in range(20)]
ONE, TWO = "mail:heron@example.net", "sms:+447700900123"

COMMON = [
    "the",
    "a",
    "to",
    "of",
    "you",
    "and",
    "it",
    "is",
    "that",
    "was",
    "we",
    "they",
    "house",
    "garden",
    "road",
]
_FAVOURED = ("wherefore", "gubbins", "tiddlywink", "forsooth", "kerfuffle")


def sentence(rng: random.Random, style: int, own: tuple[str, ...]) -> str:
    """Some common words in one of several ways of typing, one of the writer's own words among them."""
    said = rng.choices(COMMON, k=9) + rng.choices(own, k=1)
    rng.shuffle(said)
    text = " ".join(said)
    text = text if style % 3 == 0 else text.capitalize() if style % 3 == 1 else text.replace(" ", "  ", 2)
    return text + (".", "!", "...", " :-)", "?")[style % 5]


def written(
    by: str, style: int, own: tuple[str, ...], number: int = 16, since: int = START
) -> list[Happening]:
    """Messages of one account, one every other day."""
    rng = random.Random(by)
    service = by.partition(":")[0]
    return [
        Happening(
            at=since + n * 2 * DAY + rng.randrange(12 * HOUR), by=by, to=(MAYA,), service=service,
            text=f"{sentence(rng, style, own)} {sentence(rng, style, own)}",
        )
        for n in range(number)
    ]  # fmt: skip


def everyone(number: int = 20) -> list[Happening]:
    """The others: each with words and a way of typing of their own."""
    return [
        happening
        for n, by in enumerate(OTHERS[:number])
        for happening in written(by, n, tuple(f"{by[5:12]}{letter}".replace("@", "") for letter in "abcde"))
    ]


def one_hand() -> list[Happening]:
    """Two accounts with the same favoured words, typed alike."""
    return [*written(ONE, 7, _FAVOURED), *written(TWO, 7, _FAVOURED)]


def hands(*more: Happening, links: tuple[Link, ...] = (), markers: tuple[Marker, ...] = ()) -> Frame:
    """Everyone, the two accounts of one hand, and more."""
    return replace(frame([*everyone(), *one_hand(), *more], markers), links=links)


def mailed(by: str, number: int, **fields: str) -> list[Happening]:
    """Mails of few words with these headers."""
    rng = random.Random(by)
    return [
        Happening(
            at=START + n * 3 * DAY + 9 * HOUR, by=by, to=(MAYA,), details=Details(fields=fields),
            text=" ".join(rng.choices(COMMON, k=20)),
        )
        for n in range(number)
    ]  # fmt: skip
