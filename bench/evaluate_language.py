"""How often two accounts are taken to write in one language, where they do and where they do not.

    python bench/evaluate_language.py [--data irc.train.jsonl.gz]

English: pairs of writers of Ubuntu's chat with so many messages each. The others: eight accounts for each
language, each of so many sentences of this program's own catalogues, which are translations.
"""

import argparse
import random
from collections.abc import Sequence
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from babel.messages.pofile import read_po

from holdfast.counting.one_language import alike
from writers import DATA, case_of, writers

CATALOGUES = Path(__file__).parent.parent / "src/holdfast/languages"
LANGUAGES = ("en", "es", "fr", "de", "ar")
ACCOUNTS = 8
DRAWS = 10
SEED = 20261127


def main() -> None:
    """One row for each length of text."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    people, rng = writers(options.parse_args().data), np.random.default_rng(SEED)
    print("Pairs of writers of English chat taken for one language:")
    for size in (5, 10, 20):
        accounts = case_of(people, [size], rng, singles=40, most=150)
        same = alike([account.messages for account in accounts])
        print(f"  {size} messages: {_share(same, range(len(accounts)), range(len(accounts))):.3f}")
    said = {language: _sentences(language) for language in LANGUAGES}
    draw = random.Random(SEED)
    pairs = list(combinations_with_replacement(LANGUAGES, 2))
    for size in (5, 10, 20):
        shares: dict[tuple[str, str], list[float]] = {pair: [] for pair in pairs}
        for _ in range(DRAWS):
            hands = [
                [(text,) for text in draw.sample(said[language], size)]
                for language in LANGUAGES
                for _ in range(ACCOUNTS)
            ]
            same = alike(hands)
            for one, other in pairs:
                at = [
                    range(LANGUAGES.index(of) * ACCOUNTS, (LANGUAGES.index(of) + 1) * ACCOUNTS)
                    for of in (one, other)
                ]
                shares[one, other].append(_share(same, *at))
        told = ", ".join(f"{one}-{other} {np.mean(found):.3f}" for (one, other), found in shares.items())
        print(f"{size} sentences each: {told}")


def _share(same: np.ndarray, rows: Sequence[int], columns: Sequence[int]) -> float:
    """Of the pairs of two different accounts, how many are taken for one language."""
    values = [same[row, column] for row in rows for column in columns if row != column]
    return float(np.mean(values))


def _sentences(language: str) -> list[str]:
    """Sentences of a usual length, in English as they stand in the program."""
    with (CATALOGUES / f"{'es' if language == 'en' else language}.po").open("rb") as file:
        catalogue = read_po(file)
    texts = [str(one.id if language == "en" else one.string) for one in catalogue if isinstance(one.id, str)]
    return sorted({text for text in texts if 30 < len(text) < 200 and "%(" not in text})


if __name__ == "__main__":
    main()
