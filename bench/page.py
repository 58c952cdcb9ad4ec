"""How long the server takes to answer the page of a large case: timeline, search and single entries.

    python bench/page.py [--events 1000000] [--keep DIR] [--times 40]

Makes a case of invented text messages with `holdfast add` (kept in DIR for the next time), opens it as the
page does, and asks for pages at places all over it. Prints for each kind of page the first answer, the median
and the 95th percentile in milliseconds, and how long opening took. All in one process, without a browser.
"""

import argparse
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

from holdfast.web.app import build

PASSPHRASE = "only for timing"
PROGRAM = Path(sys.executable).with_name("holdfast")
WORDS = [
    *("lunch", "train", "house", "garden", "work", "tomorrow", "never", "answer", "phone", "street"),
    *("number", "Sunday", "photo", "mother", "coat", "station", "letter", "window", "morning", "night"),
    *("please", "again", "money", "school", "doctor", "music"),
]
BEGIN = 1_577_836_800_000  # 2020-01-01, UTC
PORT, TOKEN = 4321, "the-token-of-the-link"


def messages(file: Path, number: int) -> None:
    """A backup of so many text messages with two hundred people over six years."""
    chance = random.Random(1)
    with file.open("w", encoding="utf-8") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{number}">\n')
        for n in range(number):
            who = min(int(chance.expovariate(1 / 30)), 199)
            at = BEGIN + n * 189_216_000_000 // number
            body = " ".join(chance.choices(WORDS, k=chance.randint(3, 25)))
            out.write(
                f'<sms protocol="0" address="+12025550{100 + who}" date="{at}" type="{1 + n % 2}" '
                f'body="{body} {n}" read="1" status="-1" contact_name="Person {who}" />\n'
            )
        out.write("</smses>\n")


def case_of(folder: Path, number: int) -> Path:
    """The case, made where it is not there yet."""
    case = folder / f"case-{number}"
    if not case.exists():
        file = folder / f"sms-{number}.xml"
        messages(file, number)
        for command in (("new", case), ("add", case, file, "--zone", "Europe/London")):
            subprocess.run([PROGRAM, *command], check=True, stdout=subprocess.DEVNULL)
        file.unlink()
    return case


def asked(client: TestClient, times: int) -> Iterator[tuple[str, list[str]]]:
    """Kinds of pages, each with addresses of pages all over the case."""
    chance = random.Random(2)
    yield "timeline, first page", ["/timeline"] * times
    months = [f"{2020 + n // 12}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(72)]
    days = chance.choices(months, k=times)
    yield "timeline, from a day on", [f"/timeline?since={day}" for day in days]
    people = [f"+12025550{100 + chance.randrange(200)}" for _ in range(times)]
    yield "timeline, one account", [f"/timeline?account=phone:%2B{one[1:]}" for one in people]
    yield "search, one word", [f"/timeline?words={chance.choice(WORDS)}" for _ in range(times)]
    yield "search, rare words", [f"/timeline?words={chance.randrange(10**6)}" for _ in range(times)]
    ids = []
    for day in days:
        page = client.get(f"/timeline?since={day}").text
        ids.append(page.partition('id="e-')[2][:32])
    yield "one entry", [f"/events/{one}?show=1" for one in ids]
    yield "plot of days", ["/timeline/days.json"] * times
    yield "accounts", ["/accounts"] * times


@contextlib.contextmanager
def large_case(about: str | None, **numbers: int) -> Iterator[tuple[Path, argparse.Namespace]]:
    """The case that the command line asks for, and what else it says. `numbers`: further options."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--keep", type=Path)
    for name, usual in numbers.items():
        options.add_argument(f"--{name}", type=int, default=usual)
    given = options.parse_args()
    os.environ["HOLDFAST_PASSPHRASE"] = PASSPHRASE
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        yield case_of(folder, given.events), given


def main() -> None:
    """Makes the case, asks, prints a table."""
    with large_case(__doc__, times=40) as (case, given):
        begun = time.perf_counter()
        app = build(case, token=TOKEN, port=PORT, secret=PASSPHRASE)
        opened = time.perf_counter() - begun
        home = f"http://127.0.0.1:{PORT}"
        with TestClient(
            app, base_url=home, headers={"origin": home, "sec-fetch-site": "same-origin"}
        ) as client:
            client.get(f"/enter?token={TOKEN}", follow_redirects=False)
            begun = time.perf_counter()
            client.get("/timeline")
            print(f"{given.events:,} events: opened in {opened:.2f} s, of it the passphrase, slow on purpose")
            print(f"first timeline after that: {(time.perf_counter() - begun) * 1000:.0f} ms")
            print(f"{'':28}{'first':>8}{'median':>8}{'95 %':>8}  ms")
            for name, addresses in asked(client, given.times):
                took = []
                for address in addresses:
                    begun = time.perf_counter()
                    answer = client.get(address)
                    took.append((time.perf_counter() - begun) * 1000)
                    assert answer.status_code == 200, (address, answer.status_code)
                most = statistics.quantiles(took, n=20)[-1]
                print(f"{name:28}{took[0]:8.0f}{statistics.median(took):8.0f}{most:8.0f}")
        app.state.desk.lock()


if __name__ == "__main__":
    main()
