"""How fast each reader is by itself, beside the obvious peer, and how its memory grows; all in one run.

    python bench/read.py [--records 10000 100000] [--corpus make_corpus.py] [--keep DIR] [--page PAGE]

For each format and number of records, a process of its own makes events of one file: nothing is encrypted,
kept or indexed. Counted is the time of the processor, which other programs beside it change little. Peers
are used where they are installed, and do less: `mailbox` + `email` and `mail-parser` decode the main
headers and the text of each mail, `orjson` only makes objects of JSON, `lxml` only goes through the
elements of XML. With --page the table is written between two marks in that file (docs/speed.md).
"""

import argparse
import hashlib
import importlib.util
import json
import mailbox
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path

BEGIN, END = "<!-- written by bench/read.py -->", "<!-- up to here -->"

FORMATS = {
    "mbox": ("mail.mbox", "mbox", ("mailbox + email", "mail-parser")),
    "telegram": ("telegram/result.json", "telegram", ("orjson",)),
    "discord": ("discord/channel.json", "discord_exporter", ("orjson",)),
    "instagram": ("instagram", "instagram", ("orjson",)),
    "sms": ("sms/sms.xml", "sms_backup", ("lxml.iterparse",)),
    "whatsapp": ("whatsapp", "whatsapp", ()),
    "accesslog": ("web/access.log", "web_log", ()),
}
LARGEST = {"mbox": 10_000}
"""Records above which a format is not tried here: `bench/import.py` takes a hundred thousand mails."""

NEEDS = {"mail-parser": "mailparser", "orjson": "orjson", "lxml.iterparse": "lxml"}


Run = Callable[[list[Path], Path], None]
"""Reads files, which stand in the folder that is given too, or are it."""


def main() -> None:
    """Makes the archives, runs each row in a process of its own, prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--records", type=int, nargs="*", default=[10_000, 100_000])
    options.add_argument("--corpus", type=Path, default=Path("../shared/bench/make_corpus.py"))
    options.add_argument("--formats", nargs="*", default=list(FORMATS))
    options.add_argument("--keep", type=Path, help="a folder for the archives, used again if they are there")
    options.add_argument("--page", type=Path, help="write the table into this page")
    options.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_one(given.one[0], Path(given.one[1]))))
        return
    lines = [
        "| Format | Records | MB | Who | Records/s | MB/s | Most memory, MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        for number in given.records:
            for name in given.formats:
                file, importer, peers = FORMATS[name]
                if number > LARGEST.get(name, number):
                    continue
                folder = (given.keep or Path(scratch)) / f"{name}-{number}"
                if not folder.exists():
                    command = [sys.executable, given.corpus, folder, "--messages", str(number)]
                    subprocess.run([*command, "--formats", name], check=True, stdout=subprocess.DEVNULL)
                there = [p for p in peers if p not in NEEDS or importlib.util.find_spec(NEEDS[p])]
                for who in (importer, *there):
                    lines.append(_row(name, number, who, folder / file))
                    print(lines[-1], flush=True)
                    if given.page:
                        _write(given.page, lines)


def _write(page: Path, lines: list[str]) -> None:
    """Puts the table as far as it is known between the two marks of the page."""
    when = f"{datetime.now(UTC):%B %Y}"
    said = f"Python {platform.python_version()}, {when}, one run, a process of its own for each row."
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    table = "\n".join([BEGIN, said, "", *lines, END])
    page.write_text(f"{before}{table}{after}", encoding="utf-8")


def _row(name: str, number: int, who: str, file: Path) -> str:
    done = subprocess.run(
        [sys.executable, __file__, "--one", who, str(file)], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    megabytes = told["bytes"] / 1e6
    shown = f"**{who}**" if who == FORMATS[name][1] else who
    return (
        f"| {name} | {number:,} | {megabytes:,.1f} | {shown} | {number / told['seconds']:,.0f} "
        f"| {megabytes / told['seconds']:,.1f} | {told['peak'] / 1024:,.0f} |"
    )


def _one(who: str, place: Path) -> dict[str, float]:
    """Seconds of the processor, bytes and the most memory (KiB) of one reader over one file or folder."""
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    run = PEERS[who]() if who in PEERS else _ours(who)
    began = time.process_time()
    run(files, place)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "bytes": sum(f.stat().st_size for f in files), "peak": peak}


def _ours(name: str) -> Run:
    from holdfast.formats.tree import Handed, Tree
    from holdfast.importers import importers
    from holdfast.model.told import Told

    importer = importers()[name]
    told = Told(zones={"": "UTC"}, date_orders={"": "day_first"})

    def run(files: list[Path], place: Path) -> None:
        handed = [
            Handed(
                sha256=hashlib.sha256(str(f).encode()).hexdigest(),
                name=f.relative_to(place.parent).as_posix(),
                size=f.stat().st_size,
                open=lambda f=f: f.open("rb"),
            )
            for f in files
        ]
        tree = Tree(handed)
        members = [m for m in tree if importer.claims(m, tree)]
        made = sum(1 for _ in importer.read(members, tree, told))
        if not made:
            sys.exit(f"{name} read nothing")

    return run


def _stdlib() -> Run:
    def run(files: list[Path], _: Path) -> None:
        for mail in mailbox.mbox(files[0]):
            for header in ("From", "To", "Subject", "Date", "Message-ID"):
                try:
                    str(make_header(decode_header(str(mail[header] or ""))))
                except (LookupError, ValueError):
                    continue
            for part in mail.walk():
                if part.get_content_maintype() == "text":
                    data = part.get_payload(decode=True) or b""
                    try:
                        data.decode(part.get_content_charset() or "utf-8", "replace")
                    except LookupError:
                        data.decode("latin-1")

    return run


def _mailparser() -> Run:
    import mailparser

    def run(files: list[Path], _: Path) -> None:
        for mail in mailbox.mbox(files[0]):
            read = mailparser.MailParser(mail)
            read.parse()
            _ = (read.from_, read.to, read.subject, read.date, read.body)

    return run


def _orjson() -> Run:
    import orjson

    def run(files: list[Path], _: Path) -> None:
        for file in files:
            if file.suffix == ".json":
                orjson.loads(file.read_bytes())

    return run


def _lxml() -> Run:
    from lxml import etree

    def run(files: list[Path], _: Path) -> None:
        for _, element in etree.iterparse(files[0], recover=True, huge_tree=True):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    return run


PEERS: dict[str, Callable[[], Run]] = {
    "mailbox + email": _stdlib,
    "mail-parser": _mailparser,
    "orjson": _orjson,
    "lxml.iterparse": _lxml,
}

if __name__ == "__main__":
    main()
