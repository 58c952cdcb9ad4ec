"""How long all rules take, and how much memory, as a record grows: one table, and one picture of the growth.

    python bench/analyses.py [--events 10000 100000 1000000] [--picture docs/images/analyses.svg]

Each size is run in a process of its own, over an invented record of several channels with everything in it
that rules look for: mail, chats, a website's log, sign-ins, own entries, dated lines, people around. Counted
is the time of the processor, which other programs beside it change little; memory is that of the whole
process, the record included. The thin line in the picture grows as n log n from the first size."""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from holdfast.analysis import rules
from holdfast.model.details import Details
from holdfast.model.event import Address
from holdfast.model.fact import Fact
from holdfast.model.frame import IN, OUT, UNDECIDED, Frame
from holdfast.model.marker import Marker
from holdfast.model.relation import Relation
from holdfast.model.when import When

DAY = 86_400_000
START = 1_700_000_000_000
DAYS = 730
KINDS = ["message", "call", "post", "comment", "visit", "sign-in"]
SHARES = (0.74, 0.05, 0.02, 0.04, 0.14, 0.01)
SERVICES = ["mail", "phone", "telegram", "web", "whatsapp"]


def record(number: int) -> Frame:
    """An invented record: many accounts that write now and then, few that write much, two years long."""
    rng, dice = np.random.default_rng(5), random.Random(5)
    words = ["".join(dice.choices("abcdefghijklmnoprstuvw", k=dice.randint(3, 9))) for _ in range(20_000)]
    weights = 1 / (np.arange(len(words)) + 2.7)
    people = max(40, number // 60)
    visitors = max(40, number // 100)
    accounts = sorted(
        [
            *(f"mail:person{n}@example.org" for n in range(people)),
            *(f"web:192.0.2.{n}" for n in range(visitors)),
        ]
    )
    accounts.append("zz:me")
    mine = np.array([key == "zz:me" for key in accounts])
    at = np.sort(rng.integers(0, DAYS * DAY, number)) + START
    kind = rng.choice(len(KINDS), number, p=SHARES).astype(np.int16)
    service = rng.integers(0, len(SERVICES), number).astype(np.int16)
    service[kind == KINDS.index("visit")] = SERVICES.index("web")
    who = np.minimum((rng.pareto(1.1, number) * 3).astype(np.int64), people - 1).astype(np.int32)
    by = np.where(rng.random(number) < 0.2, len(accounts) - 1, who).astype(np.int32)
    is_visit, is_sign_in = kind == KINDS.index("visit"), kind == KINDS.index("sign-in")
    by[is_visit] = people + rng.integers(0, visitors, int(is_visit.sum()))
    by[is_sign_in] = -1
    direction = np.where(by == len(accounts) - 1, OUT, IN).astype(np.int8)
    direction[is_visit | is_sign_in] = UNDECIDED
    drawn = rng.choice(len(words), (number, 12), p=weights / weights.sum())
    lengths = rng.integers(2, 13, number)
    text = [
        " ".join([words[n] for n in row[:k]]) for row, k in zip(drawn.tolist(), lengths.tolist(), strict=True)
    ]
    for row in np.flatnonzero(is_visit).tolist():
        text[row] = f"GET /post/{drawn[row, 0] % 500} HTTP/1.1"
    plain = [Details(fields={"Message-ID": f"<{n}@example.org>"}) for n in range(64)]
    visit = [
        Details(
            fields={"agent": f"Browser/{n}", "status": "200"},
            addresses=(Address(ip=f"192.0.2.{n}", said_by="x"),),
        )
        for n in range(64)
    ]
    details = [(visit if v else plain)[row & 63] for row, v in enumerate((is_visit | is_sign_in).tolist())]
    me = len(accounts) - 1
    return Frame(
        ids=[f"{row:032x}" for row in range(number)],
        at=at,
        precision=["second"] * number,
        by=by,
        to=[(int(who[row]),) if by[row] == me else (me,) for row in range(number)],
        service=service,
        kind=kind,
        direction=direction,
        naming=np.full(number, -1, dtype=np.int32),
        subject=[""] * number,
        text=text,
        thread=np.zeros(number, dtype=np.int32),
        threads=[""],
        gone=np.zeros(number, dtype=np.bool_),
        details=details,
        accounts=accounts,
        handles=[key.partition(":")[2] for key in accounts],
        namings=[],
        shown=[key.partition(":")[2] for key in accounts],
        mine=mine,
        services=SERVICES,
        kinds=KINDS,
        markers=(
            Marker(
                id="m1",
                kind="block",
                when=When(as_written="", at=START + 300 * DAY, precision="minute", basis="explicit"),
                accounts=(accounts[0], accounts[1]),
            ),
        ),
        zone="Europe/London",
        zone_basis="told",
        relations=(Relation(account=accounts[5], kind="friend"),),
        facts=tuple(Fact(id=str(n), kind="place", words=words[9_000 + n]) for n in range(10)),
    )


def main() -> None:
    """One row for each rule and one for all, a column for each size; and the picture."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--events", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--picture", type=Path, help="write the picture into this file (SVG)")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_one(given.one)))
        return
    found = []
    for number in given.events:
        command = [sys.executable, __file__, "--one", str(number)]
        found.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
        print(f"{number:,}: {sum(found[-1]['seconds'].values()):.1f} s", file=sys.stderr, flush=True)
    print("| rule | " + " | ".join(f"{number:,} events" for number in given.events) + " |")
    print("|---|" + "---|" * len(given.events))
    for name in found[0]["seconds"]:
        print(f"| {name} | " + " | ".join(f"{one['seconds'][name]:.2f} s" for one in found) + " |")
    totals = [sum(one["seconds"].values()) for one in found]
    print("| all | " + " | ".join(f"{total:.1f} s" for total in totals) + " |")
    print("| most memory | " + " | ".join(f"{one['memory']:,} MiB" for one in found) + " |")
    if given.picture:
        given.picture.write_text(picture(given.events, totals), encoding="utf-8")


def _one(number: int) -> dict[str, object]:
    frame = record(number)
    seconds = {}
    for name, find in rules().items():
        begin = time.process_time()
        find(frame)
        seconds[name] = time.process_time() - begin
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def picture(events: list[int], seconds: list[float]) -> str:
    """Both axes by powers of ten: measured as dots and a thick line, n log n as a thin one."""
    width, height, edge = 560, 360, 60
    growth = [seconds[0] * n * math.log(n) / (events[0] * math.log(events[0])) for n in events]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(*seconds, *growth)))
    first, last = math.log10(events[0]), math.log10(events[-1])

    def place(n: float, s: float) -> tuple[float, float]:
        across = (math.log10(n) - first) / (last - first)
        up = (math.log10(s) - low) / (high - low)
        return edge + across * (width - 2 * edge), height - edge - up * (height - 2 * edge)

    def line(values: list[float], stroke: str) -> str:
        dots = " ".join("{:.1f},{:.1f}".format(*place(n, s)) for n, s in zip(events, values, strict=True))
        return f'<polyline points="{dots}" fill="none" {stroke}/>'

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="13" role="img" aria-label="Seconds by number of events">'
        ),
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        _, y = place(events[0], 10.0**power)
        parts.append(f'<path d="M{edge} {y:.1f}H{width - edge}" stroke="#ddd"/>')
        parts.append(f'<text x="{edge - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for n, s in zip(events, seconds, strict=True):
        x, y = place(n, s)
        parts.append(f'<text x="{x:.1f}" y="{height - edge + 22}" text-anchor="middle">{n:,}</text>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{s:.1f} s</text>')
    parts.append(line(growth, 'stroke="#888" stroke-dasharray="4 4"'))
    parts.append(line(seconds, 'stroke="black" stroke-width="2"'))
    parts.append(f'<text x="{width / 2}" y="{height - 12}" text-anchor="middle">events</text>')
    parts.append(
        f'<text x="{edge}" y="24">All rules, in seconds of one processor; dashed: n log n</text></svg>'
    )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
