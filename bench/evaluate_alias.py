"""How many planted pairs of accounts of one hand are listed, and how many others.

    python bench/evaluate_alias.py [--messages 10000] [--seeds 101 102 103 104 105] [--corpus make_corpus.py]

Each channel of each archive is a case of its own. A pair counts where both accounts sent something.
Most planted accounts share a part of a style only, and of short messages little of it shows.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluate import FILES, KEYS, ME
from holdfast.analysis import switched_accounts
from holdfast.case.case import Case
from holdfast.case.decisions import NOBODY, Answer
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame

CHANNELS = ("mail", "sms", "telegram", "whatsapp")
HOME = "household"


def main() -> None:
    """One row for each channel, and one for all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 104, 105])
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    given = options.parse_args()
    counts = {channel: Counter[str]() for channel in CHANNELS}
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "corpus"
            command = [sys.executable, given.corpus, folder, "--messages", str(given.messages)]
            subprocess.run(
                [*command, "--seed", str(seed), "--formats", "mbox,sms,telegram,whatsapp"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
            for channel in CHANNELS:
                counts[channel].update(_counted(folder, truth, channel, Path(scratch) / channel))
        print(f"seed {seed} done", file=sys.stderr, flush=True)
    print("| channel | planted pairs | listed | of these planted | precision | recall | F1 | homes |")
    print("|---|---|---|---|---|---|---|---|")
    for channel, row in (*counts.items(), ("all", sum(counts.values(), Counter[str]()))):
        precision, recall = row["both"] / max(1, row["listed"]), row["both"] / max(1, row["want"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(
            f"| {channel} | {row['want']} | {row['listed']} | {row['both']} "
            f"| {precision:.3f} | {recall:.3f} | {f1:.3f} | {row['homes']} |"
        )


def _counted(folder: Path, truth: dict[str, Any], channel: str, place: Path) -> Counter[str]:
    told = _told(folder, channel, place)
    numbers = {key.partition(":")[2]: number for number, key in enumerate(told.accounts)}
    names = {one["id"]: KEYS[channel](one) for one in truth["details"][channel]["accounts"]}
    sent = set(told.by.tolist())

    def pairs_of(groups: list[list[int]]) -> set[tuple[int, ...]]:
        known = [[numbers[names[a]] for a in group if names[a] in numbers] for group in groups]
        return {pair for group in known for pair in combinations(sorted(set(group) & sent), 2)}

    want = pairs_of(truth["alias_groups"][channel])
    homes = pairs_of([a["accounts"] for a in truth["decoys"] if (a["channel"], a["kind"]) == (channel, HOME)])
    found = switched_accounts.find(told)
    listed = _listed(told, found[0]) if found else set()
    return Counter(
        {
            "want": len(want),
            "listed": len(listed),
            "both": len(listed & want),
            "homes": len(listed & homes),
        }
    )


def _told(folder: Path, channel: str, place: Path) -> Frame:
    case, _ = Case.create(place, "only for evaluation", work_factor=10)
    try:
        answers = [Answer(about="zone", value="UTC"), Answer(about="me", value=ME)]
        case.add([folder / name for name in FILES[channel]], answers=answers)
        waiting = [one for one in case.waiting() if one.about == "me" and one.source]
        case.answer([Answer(about="me", value=NOBODY, source=one.source) for one in waiting])
        # Only one rule is looked at here; all of them would take ten times as long.
        return case._frame()  # noqa: SLF001
    finally:
        case.close()


def _listed(told: Frame, finding: Finding) -> set[tuple[int, ...]]:
    places = {shown: place for place, shown in enumerate(told.shown)}
    return {tuple(sorted((places[str(row[1])], places[str(row[2])]))) for row in finding.tables[0].rows}


if __name__ == "__main__":
    main()
