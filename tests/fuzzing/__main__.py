"""Searches each target for a fault, for some seconds each: `python -m tests.fuzzing --seconds 20 [TARGET ...]`.

A fault is kept in `tests/fuzzing/found`. Mend it, then move the file into `tests/fuzzing/kept/TARGET/`, where a test
reads it from then on.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzzing.targets import targets

HERE = Path(__file__).parent
FOUND = HERE / "found"


def search_in(name: str, corpus: Path, seconds: int) -> int:
    """Runs one target in a process of its own; its exit code is 0 where nothing was found."""
    FOUND.mkdir(exist_ok=True)
    for number, example in enumerate(targets()[name].examples):
        (corpus / str(number)).write_bytes(example)
    command = [sys.executable, "-m", "tests.fuzzing.one", name, str(corpus)]
    limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"]
    quiet = ["-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={FOUND}/{name}-"]
    done = subprocess.run([*command, *limits, *quiet], capture_output=True, text=True, check=False)
    tries = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed" in line), "?")
    print(f"{name}: {tries} tries, {'a FAULT' if done.returncode else 'nothing found'}", flush=True)
    if done.returncode:
        print(done.stderr[-4000:])
    return done.returncode


def main() -> int:
    """0 where no target has a fault, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("targets", nargs="*")
    told = parser.parse_args()
    faults = 0
    for name in told.targets or targets():
        with tempfile.TemporaryDirectory() as corpus:
            faults += search_in(name, Path(corpus), told.seconds) != 0
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
