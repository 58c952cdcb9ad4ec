"""What the rules find of planted campaigns, and what they leave in peace: precision and recall, rule by rule.

    python bench/evaluate.py [--messages 10000] [--seeds 101 102 103 104 105] [--channels mail web]
        [--corpus make_corpus.py]

Makes archives whose truth is known, adds each to a new case as a person would, and compares the accounts
that the findings name with those that were planted. Seeds used here must never be used to choose a threshold.
An account that a campaign names but that sent nothing in the file counts for nothing. Newsletters of the
archives are sent by the clock and say nowhere that they are newsletters: for clocks they are not counted.
Of a website's log, the visitor who comes back to one page, the program and the one who guesses at the sign-in
page are to be named, and no other address. Intervals are by bootstrap over files.
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

import numpy as np

from holdfast.case.case import Case
from holdfast.case.decisions import NOBODY, Answer
from holdfast.counting.requests import visitor
from holdfast.model.finding import Finding

FILES = {
    "mail": ("mail.mbox",),
    "sms": ("sms/sms.xml",),
    "telegram": ("telegram/result.json",),
    "whatsapp": ("whatsapp/android.txt", "whatsapp/ios.txt"),
    "web": ("web/access.log",),
}
FORMATS = {channel: channel for channel in FILES} | {"mail": "mbox", "web": "accesslog"}
KEYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "mail": lambda one: f"{one['email']}",
    "sms": lambda one: one["phone"],
    "telegram": lambda one: f"user{one['tg']}",
    "whatsapp": lambda one: one["name"].casefold(),
}
ME = "target@vault.example"
DRAWS = 2_000
DECOYS = ("newsletter", "birthday", "chainletter", "household")


def main() -> None:
    """One row for each rule, over all channels and seeds."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 104, 105])
    options.add_argument("--channels", nargs="*", default=list(FILES), choices=list(FILES))
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    given = options.parse_args()
    counts: dict[str, list[Counter[str]]] = defaultdict(list)
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "corpus"
            command = [sys.executable, given.corpus, folder, "--messages", str(given.messages)]
            subprocess.run(
                [*command, "--seed", str(seed), "--formats", ",".join(FORMATS[c] for c in given.channels)],
                check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
            for channel in given.channels:
                score = _score_visits if channel == "web" else _score
                score(folder, truth, channel, Path(scratch) / channel, counts)
    print("| rule | planted accounts | found | recall | precision | decoy accounts named |")
    print("|---|---|---|---|---|---|")
    for kind, rows in counts.items():
        row = sum(rows, Counter())
        recall, precision = _share(rows, "want"), _share(rows, "got")
        print(f"| {kind} | {row['want']} | {row['both']} | {recall} | {precision} | {row['decoys']} |")


def _share(rows: list[Counter[str]], of: str) -> str:
    """How many of those wanted, or named, are both; with the interval from drawing the files anew."""
    both, all_ = (np.array([row[name] for row in rows], dtype=float) for name in ("both", of))
    drawn = np.random.default_rng(1).integers(0, len(rows), (DRAWS, len(rows)))
    low, high = np.quantile(both[drawn].sum(1) / np.maximum(1, all_[drawn].sum(1)), (0.025, 0.975))
    return f"{both.sum() / all_.sum():.3f} ({low:.3f}-{high:.3f})" if all_.any() else "none"


def _score(
    folder: Path, truth: dict[str, Any], channel: str, place: Path, counts: dict[str, list[Counter[str]]]
) -> None:
    findings, handles, authors = _findings(folder, channel, place)
    seen = {handle for several in handles.values() for handle in several}
    names = {one["id"]: KEYS[channel](one) for one in truth["details"][channel]["accounts"]}
    planted: dict[str, set[str]] = defaultdict(set)
    for act in (*truth["campaigns"], *truth["decoys"]):
        if act["channel"] == channel:
            planted[act["kind"]] |= {names[a] for a in act["accounts"]} & seen
    found = {
        "flood": set(_named(findings, "floods", -1, 4)),
        "template": set(_named(findings, "near_copies", 1, 1, last="yes")),
        "scheduled": set(_named(findings, "timed_messages", 0, 0)) - _handles(handles, planted["newsletter"]),
    }
    decoys = set().union(*(planted[kind] for kind in DECOYS))
    for kind, shown in found.items():
        got = {handle for one in shown for handle in handles.get(one, ())}
        counts[kind].append(_counted(planted[kind], got, decoys))
    # Crowds are told of without names: the accounts are those of the entries that the finding rests on.
    crowds = {authors[entry] for one in findings if one.rule == "pile_ons" for entry in one.rests_on}
    counts["pile-on"].append(_counted(planted["pileon"], crowds, decoys))


def _score_visits(
    folder: Path, truth: dict[str, Any], channel: str, place: Path, counts: dict[str, list[Counter[str]]]
) -> None:
    findings, *_ = _findings(folder, channel, place)
    actors = truth["details"]["accesslog"]["actors"]
    (finding,) = [one for one in findings if one.rule == "visits"]
    named = {table.title: {str(row[0]) for row in table.rows} for table in finding.tables}
    watched = "Pages that one address asked for on far more days than others"
    kinds = (
        ("watcher", watched, actors["watcher"]["ip"]),
        ("guesser", "Refused at sign-in pages", visitor(f"web:{actors['guesser']['ip']}")),
        ("scraper", "Programs, by the name they give themselves", actors["scraper"]["agent"]),
        ("changing address", "One browser name and one page, with addresses that change", None),
    )
    for kind, title, wanted in kinds:
        counts[kind].append(_counted({wanted} - {None}, named.get(title, set()), set()))


def _counted(wanted: set[str], got: set[str], decoys: set[str]) -> Counter[str]:
    return Counter(want=len(wanted), got=len(got), both=len(got & wanted), decoys=len(got & decoys))


def _handles(handles: dict[str, set[str]], wanted: set[str]) -> set[str]:
    return {shown for shown, several in handles.items() if several & wanted}


def _findings(
    folder: Path, channel: str, place: Path
) -> tuple[list[Finding], dict[str, set[str]], dict[str, str]]:
    """The findings about one channel, which accounts stand behind a shown name, and who wrote each entry."""
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
        told = case._frame()  # noqa: SLF001  which account stands behind a name, as findings show it
        handles: dict[str, set[str]] = defaultdict(set)
        for shown, key in zip(told.shown, told.accounts, strict=True):
            handles[shown].add(key.partition(":")[2])
        keys = [key.partition(":")[2] for key in told.accounts]
        authors = {entry: keys[by] if by >= 0 else "" for entry, by in zip(told.ids, told.by, strict=True)}
        return case.findings(), handles, authors
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
