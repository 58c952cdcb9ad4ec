"""Cases for the tests of the command line. The demonstration case is made once."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.case.case import Case
from tests.cli.program import PASSPHRASE

CHAT = (
    "14/06/2025, 18:30 - Rowan: hello \x1b[31mthere\x9b2J\n"
    "14/06/2025, 18:31 - Maya: please stop\n"
    "15/06/2025, 07:02 - Rowan: \u202edone\u202c again\n"
)
SUBJECT = "Subject with \u2028 in it"
MAIL = (
    b"From: Rowan <rowan@example.com>\r\nTo: maya@example.org\r\n"
    b"Date: Sun, 15 Jun 2025 09:00:00 +0100\r\nSubject: Good morning\r\n"
    b"Message-ID: <1@example.com>\r\n\r\nOnly this.\r\n"
)


@pytest.fixture(autouse=True)
def _hears_ctrl_c() -> None:
    """Whoever starts the tests in the background has them, and all they start, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case: a chat, a mail, and a file that nobody understands and that has an awkward name."""
    home = tmp_path_factory.mktemp("made")
    given = home / "given"
    given.mkdir()
    (given / "WhatsApp Chat with Rowan.txt").write_text(CHAT, encoding="utf-8")
    (given / "morning.eml").write_bytes(MAIL)
    (given / "odd\x1b[2J\nname.bin").write_bytes(b"\x00\x01")
    case, _ = Case.create(home / "case", PASSPHRASE, work_factor=10)
    case.add([given])
    case.close()
    return home / "case"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(made, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[], Path]:
    """Makes an empty case that is quick to unlock."""

    def make() -> Path:
        case, _ = Case.create(tmp_path / "empty", PASSPHRASE, work_factor=10)
        case.close()
        return tmp_path / "empty"

    return make
