"""Does stages of a case in processes of their own, on request. Made to be stopped, killed and let down.

Reads one JSON object a line: `stage`, `root`, `said` (the file that takes what is told), and maybe `fail`: the
number of the call that fails, the error, and whether all later ones do. Answers with the number of the process,
then, when it has ended, with how. `stage` "story" is all of them in a row.
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

from holdfast.model.errors import HoldfastError
from tests.faults.stages import STAGES, STORY


def main() -> None:
    os.environ.pop("LD_PRELOAD", None)  # What is started from here is not looked at.
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_work(asked))
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def _work(asked: dict[str, Any]) -> int:
    out = os.open(asked["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(told: dict[str, Any]) -> None:
        os.write(out, json.dumps(told).encode() + b"\n")

    stages = STORY if asked["stage"] == "story" else STAGES[asked["stage"]]
    if not asked.get("all"):
        stages = stages[-1:]
    layer = ctypes.CDLL(None)
    if "fail" in asked:
        number, code, every = asked["fail"]
        layer.faults_arm(ctypes.c_long(number), code, every)
    ended, calls = "", 0
    try:
        for stage in stages:
            stage(Path(asked["root"]), say)
    except HoldfastError as error:
        ended = type(error).__name__
    if "fail" in asked:
        calls = layer.faults_count()
        layer.faults_arm(ctypes.c_long(0), 0, 0)
    say({"what": "over", "ended": ended, "calls": calls})
    return 0


if __name__ == "__main__":
    main()
