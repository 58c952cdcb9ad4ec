"""What can be done so that keys do not get from the memory to the disk, or to another program."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vault.vaults import PHRASE, new_vault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where it can be looked at")

LOCKED = (
    "def locked(): return next(int(line.split()[1]) for line in open('/proc/self/status')"
    " if line.startswith('VmLck'))\n"
)


def told(code: str, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.strip()  # fmt: skip


def test_no_core_is_dumped_and_no_other_program_may_look() -> None:
    code = (
        "import ctypes, resource; from holdfast.vault.memory import close_off; close_off();"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3))"
    )
    assert told(code) == "0 0"


def test_the_command_line_and_the_reading_process_are_closed_off() -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.RLIM_INFINITY));"
        "sys.argv = ['holdfast', '--version'];"
        "import atexit, ctypes;"
        "atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3)));"
        "from holdfast.cli.main import main; main()"
    )
    assert told(code).splitlines()[-1] == "0 0"
    code = (
        "import ctypes, multiprocessing; from holdfast.reading.worker import work;"
        "ours, theirs = multiprocessing.Pipe(); ours.close(); work(theirs, None, (0, 1));"
        "print(ctypes.CDLL(None).prctl(3))"
    )
    assert told(code) == "0"


def test_the_pages_with_the_keys_stay_in_memory(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    vault.close()
    code = LOCKED + (
        "import sys; from pathlib import Path; from holdfast.vault.vault import Vault; before = locked();"
        "vault = Vault.open(Path(sys.argv[1]), sys.argv[2]); print(before, locked())"
    )
    before, after = map(int, told(code, str(vault.folder), PHRASE).split())
    assert after >= before + 4


def test_where_the_system_does_not_allow_it_the_case_opens_as_well(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    vault.close()
    code = LOCKED + (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0));"
        "from pathlib import Path; from holdfast.vault.vault import Vault;"
        "print(Vault.open(Path(sys.argv[1]), sys.argv[2]).log.size())"
    )
    assert told(code, str(vault.folder), PHRASE) == "1"
