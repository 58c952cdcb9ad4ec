"""What the rules find of planted campaigns, and what they leave in peace: precision and recall, rule by rule.

    python bench/evaluate.py [--messages 10000] [--seeds 101 102 103 104 105] [--corpus make_corpus.py]

Makes archives whose truth is known, adds each to a new case as a person would, and compares the accounts
that the findings name with those that were planted. Seeds used here must never be used to choose a threshold.
An account that a campaign names but that sent nothing in the file counts for nothing. Newsletters of the
archives are sent by the clock and say nowhere that they are newsletters: for clocks they are not counted.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from holdfast.case.case import Case
from holdfast.case.decisions import NOBODY, Answer
from holdfast.model.finding import Finding

FILES = {
    "mail": ("mail.mbox",),
    "sms": ("sms/sms.xml",),
    "telegram": ("telegram/result.json",),
    "whatsapp": ("whatsapp/android.txt", "whatsapp/ios.txt"),
}
KEYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "mail": lambda one: f"{one['email']}",
    "sms": lambda one: one["phone"],
    "telegram": lambda one: f"user{one['tg']}",
    "whatsapp": lambda one: one["name"].casefold(),
}
ME = "target@vault.example"
DECOYS = ("newsletter", "birthday", "chainletter", "household")


def main() -> None:
    """One row for each rule, over all channels and seeds."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 104, 105])
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    given = options.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "corpus"
            command = [sys.executable, given.corpus, folder, "--messages", str(given.messages)]
            subprocess.run(
                [*command, "--seed", str(seed), "--formats", "mbox,sms,telegram,whatsapp"], check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
            for channel in FILES:
                _score(folder, truth, channel, Path(scratch) / channel, counts)
    print("| rule | planted accounts | found | recall | precision | decoy accounts named |")
    print("|---|---|---|---|---|---|")
    for kind, row in counts.items():
        recall, precision = row["both"] / max(1, row["want"]), row["both"] / max(1, row["got"])
        print(
            f"| {kind} | {row['want']} | {row['both']} | {recall:.3f} | {precision:.3f} | {row['decoys']} |"
        )


def _score(
    folder: Path, truth: dict[str, Any], channel: str, place: Path, counts: dict[str, Counter[str]]
) -> None:
    findings, handles, seen = _findings(folder, channel, place)
    names = {one["id"]: KEYS[channel](one) for one in truth["details"][channel]["accounts"]}
    planted: dict[str, set[str]] = defaultdict(set)
    for act in (*truth["campaigns"], *truth["decoys"]):
        if act["channel"] == channel:
            planted[act["kind"]] |= {names[a] for a in act["accounts"]} & seen
    found = {
        "flood": set(_named(findings, "floods", 0, 4)),
        "template": set(_named(findings, "near_copies", 1, 1, last="yes")),
        "scheduled": set(_named(findings, "timed_messages", 0, 0)) - _handles(handles, planted["newsletter"]),
    }
    decoys = set().union(*(planted[kind] for kind in DECOYS))
    for kind, shown in found.items():
        got = {handle for one in shown for handle in handles.get(one, ())}
        counts[kind].update(
            want=len(planted[kind]), got=len(got), both=len(got & planted[kind]), decoys=len(got & decoys)
        )


def _handles(handles: dict[str, set[str]], wanted: set[str]) -> set[str]:
    return {shown for shown, several in handles.items() if several & wanted}


def _findings(folder: Path, channel: str, place: Path) -> tuple[list[Finding], dict[str, set[str]], set[str]]:
    """The findings about one channel, which accounts stand behind a shown name, and all accounts."""
    case, _ = Case.create(place, "only for evaluation", work_factor=10)
    try:
        answers = [Answer(about="zone", value="UTC"), Answer(about="me", value=ME)]
        case.add([folder / name for name in FILES[channel]], answers=answers)
        nobody = [
            Answer(about="me", value=NOBODY, source=w.source)
            for w in case.waiting()
            if w.about == "me" and w.source
        ]
        case.answer(nobody)
        handles: dict[str, set[str]] = defaultdict(set)
        for account, *_ in case.query.accounts():
            key = account.key.partition(":")[2]
            for shown in (key, f"{account.shown_as or account.handle} ({key})"):
                handles[shown].add(key)
        return case.findings(), handles, {key for several in handles.values() for key in several}
    finally:
        case.close()


def _named(
    findings: list[Finding], rule: str, table: int, column: int, last: str | None = None
) -> Iterator[str]:
    """The accounts in one column of the first finding of a rule, where the last column says so."""
    for finding in [one for one in findings if one.rule == rule][:1]:
        for row in finding.tables[table].rows:
            if last is None or row[-1] == last:
                yield from str(row[column]).split(", ")


if __name__ == "__main__":
    main()
