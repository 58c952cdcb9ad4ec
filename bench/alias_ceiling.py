"""How many planted pairs of accounts of one hand anybody could find: a judge who knows how archives are made.

    python bench/alias_ceiling.py [--messages 10000] [--seeds 901 902 903] [--corpus make_corpus.py]

The judge is told, for each account, what no reader can know: how its sentences end, which words it shortens,
which picture signs it uses, at which hour it mostly writes, how often it slips in words of its own, and how
common every word of the invented language is. Only which words are its own has to be guessed from the text.
All is weighed by the chances with which the archives were made. The best F1 over all thresholds, and how many
are found where nine of ten listed pairs are right, are what `evaluate_alias.py` can be measured against.
"""

import argparse
import re
import runpy
from collections import Counter, defaultdict
from itertools import combinations
from math import comb, exp, log
from pathlib import Path
from typing import Any, NamedTuple

LENGTHS = {"mail": (8, 90), "sms": (2, 11), "telegram": (2, 12), "whatsapp": (2, 10)}
"""How many words a message has at least, and how many more on average, as in the writers of the archives."""

FEWEST = 5
KEPT = 0.75  # of the habits of a hand, each account keeps so many
RARE = 60 / (1 << 18)
_WORD = re.compile(r"[a-z]+")
_A_SENTENCE = 9  # words


class Known(NamedTuple):
    """What the judge knows of an account. `odds`: for each rare word, how much likelier it is its own."""

    style: dict[str, Any]
    odds: dict[str, float]


def main() -> None:
    """One row for each channel, and one for all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--seeds", type=int, nargs="*", default=[901, 902, 903])
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    given = options.parse_args()
    made = runpy.run_path(str(given.corpus))
    print("| channel | planted pairs | best F1 | precision | recall | recall at precision 0.9 |")
    print("|---|---|---|---|---|---|")
    total, everything = 0, list[tuple[float, bool]]()
    for channel in LENGTHS:
        planted, judged = 0, list[tuple[float, bool]]()
        for seed in given.seeds:
            more, found = _judged(made, channel, seed, given.messages)
            planted += more
            judged += found
        _row(channel, planted, judged)
        total += planted
        everything += judged
    _row("all", total, everything)


def _row(channel: str, planted: int, judged: list[tuple[float, bool]]) -> None:
    right, best, sure = 0, (0.0, 0.0, 0.0), 0.0
    for listed, (_, is_one) in enumerate(sorted(judged, reverse=True), 1):
        right += is_one
        precision, recall = right / listed, right / planted
        best = max(best, (2 * right / (listed + planted), precision, recall))
        if precision >= 0.9:
            sure = recall
    print(
        f"| {channel} | {planted} | {best[0]:.3f} | {best[1]:.3f} | {best[2]:.3f} | {sure:.3f} |", flush=True
    )


def _judged(
    made: dict[str, Any], channel: str, seed: int, messages: int
) -> tuple[int, list[tuple[float, bool]]]:
    """How many pairs were planted, and each pair's weight (a logarithm) with whether it is one of them."""
    text = made["Text"](seed)
    cast = made["Cast"](seed, text, max(30, min(2000, messages // 40)), channel)
    events = made["Channel"](channel, messages, seed, text, cast, max(30, min(730, messages // 100)))
    rng, (least, more) = made["Rand"]("judge", channel, seed), LENGTHS[channel]
    said: dict[int, list[str]] = defaultdict(list)
    for event in events.events:
        body = events.body(event, least + int(rng.expo(more)), findable=False)
        # What was copied for a campaign is nobody's own.
        if not event[3]:
            said[event[1]].append(body)
    share = {word: number / text.SLOTS for word, number in Counter(text.pool).items()}
    known = {
        account: _known(cast.people[account]["style"], texts, share)
        for account, texts in sorted(said.items())
        if len(texts) >= FEWEST
    }
    sent = {event[1] for event in events.events}
    groups = [act["accounts"] for act in events.acts if act["kind"] == "alias"]
    planted = {pair for group in groups for pair in combinations(sorted(sent.intersection(group)), 2)}
    ends, number = Counter(made["STOPS"]), len(text.words)
    judged = [
        (
            _weight(known[one], known[other], ends, number, len(made["SUBS"]), len(made["EMOJI"])),
            (one, other) in planted,
        )
        for one, other in combinations(known, 2)
    ]
    return len(planted), judged


def _known(style: dict[str, Any], texts: list[str], share: dict[str, float]) -> Known:
    words = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    number = sum(words.values())
    own = style["pet_rate"] * number / _A_SENTENCE / len(style["pets"])
    odds = {
        word: exp(min(times * log(1 + own / (number * share[word])) - own, 300.0))
        for word, times in words.items()
        if share.get(word, 1.0) <= RARE
    }
    return Known(style, odds)


def _weight(one: Known, other: Known, ends: Counter[str], words: int, shortened: int, signs: int) -> float:
    """The logarithm of how much likelier the two are of one hand than of two, as far as the judge knows."""
    here, there = one.style, other.style
    weight = _same(here["stop"] == there["stop"], ends[here["stop"]] / ends.total())
    size = len(here["subs"])
    weight += _same(here["subs"] == there["subs"], 0.5 if not size else 0.25 / comb(shortened, size))
    if min(here["emoji_rate"], there["emoji_rate"]) > 0.05:
        weight += _same(set(here["emoji"]) == set(there["emoji"]), 1 / comb(signs, len(here["emoji"])))
    # As many homes as hands share an hour.
    weight += _same(here["hour"] == there["hour"], 1 / 12)
    shared, own = 8 / words, len(here["pets"]) / words
    for word in one.odds.keys() & other.odds.keys():
        mine, theirs = one.odds[word], other.odds[word]
        weight += log(
            (1 - shared + shared * mine * theirs) / ((1 - own + own * mine) * (1 - own + own * theirs))
        )
    return weight


def _same(is_same: bool, by_chance: float) -> float:  # noqa: FBT001  one answer, and what it is worth
    return log((KEPT + (1 - KEPT) * by_chance) / by_chance) if is_same else log(1 - KEPT)


if __name__ == "__main__":
    main()
