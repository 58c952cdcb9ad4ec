"""Restores a case by its README.txt alone, with `age` and SQLCipher. Knows nothing of the program.

Arguments: the folder of the case, the folder to restore to. The passphrase is the first line of the input.
Prints one line of JSON for each file: name, SHA-256, path.
"""

import hashlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from sqlcipher3 import dbapi2


def main(case: Path, out: Path, phrase: str) -> None:
    identity = out / "identity.txt"
    type_into(["age", "--decrypt", "--output", str(identity), "keys/identity.age"], phrase, case)
    keys = json.loads(decrypt(identity, case / "keys/databases.age"))
    log = dbapi2.connect(str(case / "log.db"))
    log.execute(f"PRAGMA key = \"x'{keys['log_key']}'\"")
    where = {row[0]: row[1:] for row in log.execute("SELECT sha256, container, start, size FROM objects")}
    wholes: dict[str, bytes] = {}
    for number, (body,) in enumerate(log.execute("SELECT body FROM entries ORDER BY number").fetchall()):
        entry = json.loads(body)
        if entry["action"] != "import":
            continue
        container, start, size = where[entry["sha256"]]
        if container not in wholes:
            pieces = sorted(
                (case / "objects" / container[:2] / container).iterdir(), key=lambda p: int(p.name)
            )
            wholes[container] = b"".join(decrypt(identity, piece) for piece in pieces)
        restored = wholes[container][start : start + size]
        assert hashlib.sha256(restored).hexdigest() == entry["sha256"]
        (out / str(number)).write_bytes(restored)
        print(json.dumps([entry["name"], str(out / str(number))]))


def decrypt(identity: Path, file: Path) -> bytes:
    return subprocess.run(
        ["age", "--decrypt", "--identity", identity, file], capture_output=True, check=True
    ).stdout


def type_into(command: list[str], typed: str, folder: Path) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvp(command[0], command)
    os.read(terminal, 1024)
    os.write(terminal, typed.encode() + b"\n")
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute(), sys.stdin.readline().rstrip("\n"))
