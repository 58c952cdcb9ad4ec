"""A small package about invented people, what was left out of it, and the program that checks it."""

import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from holdfast.case.bag import new_folder
from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.case.package import Choice, Packaged
from holdfast.outputs import bag as texts
from holdfast.vault import signature
from tests.case.exports import CHAT, SMS, mail, mbox, write

VERIFY = Path(texts.__file__).with_name("templates") / "verify.py"
HIDDEN = ("the hidden words of mail two", "home safe?", "private thoughts", "not even in a paper", "number 2")
"""What stands in the case and must not be in the package."""

MAILBOX = mbox(mail(1), mail(2, text=HIDDEN[0]), mail(3, text="wait for me"))


def fill(case: Case, folder: Path) -> None:
    """Three files, of which a mail, a text message and a line of a chat are chosen, and a whole mail."""
    given = write(folder, mail_mbox=MAILBOX, chat_txt=CHAT, sms_xml=SMS, one_eml=mail(7))
    case.add(given, answers=[Answer(about="zone", value="Europe/London")], obtained="my own phone")
    for words in ("number 3", "your bus was late", "nice coat today", "number 7"):
        (line,) = [one for one in case.query.lines() if words in (one.row.subject, one.row.text)]
        case.choose(line.row.id, caption=f"about {words}")
        case.note(line.row.id, HIDDEN[2])
        case.note(line.row.id, HIDDEN[3], private=False)


def packed(case: Case, out: Path, choice: Choice | None = None, **more: bool) -> Packaged:
    with new_folder(out) as folder:
        return case.package(choice or Choice(prepared_by="Maya"), folder, **more)


def checked(bag: Path) -> tuple[int, str]:
    """What the bare interpreter says, as somebody would run it who has nothing of ours."""
    ended = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=bag, capture_output=True, timeout=60, check=False
    )
    assert ended.stderr == b""
    return ended.returncode, ended.stdout.decode()


def checker() -> ModuleType:
    """verify.py as a module: many thousand checks in one process."""
    spec = importlib.util.spec_from_file_location("verify", VERIFY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def resealed(bag: Path, seed: bytes, beside: Sequence[str] = ()) -> None:
    """Makes a changed folder a whole and signed bag again, as somebody could who holds this key. Its manifests
    list the files `beside` too.
    """
    verify = checker()

    def listing(is_wanted: Callable[[str], bool], number: int) -> bytes:
        paths = [path for path in verify.files_in(bag) if is_wanted(path)]
        return texts.manifest({path: digest(path, number) for path in paths})

    def digest(path: str, number: int) -> str:
        return hashlib.new(texts.ALGORITHMS[number], (bag / path).read_bytes()).hexdigest()

    sizes = [path.stat().st_size for path in (bag / "data").rglob("*") if path.is_file()]
    info = (bag / "bag-info.txt").read_text().split("Payload-Oxum")[0]
    (bag / "bag-info.txt").write_text(f"{info}Payload-Oxum: {sum(sizes)}.{len(sizes)}\n")
    for number, name in enumerate(texts.ALGORITHMS):
        data = listing(lambda path: path.startswith("data/"), number)
        data += texts.manifest({path: digest(path, number) for path in beside})
        (bag / f"manifest-{name}.txt").write_bytes(data)
    for number, name in enumerate(texts.ALGORITHMS):
        data = listing(lambda path: not path.startswith(("data/", "signature/", "tagmanifest")), number)
        (bag / f"tagmanifest-{name}.txt").write_bytes(data)
    listed = (bag / "tagmanifest-sha256.txt").read_bytes()
    (bag / "signature/tagmanifest-sha256.txt.ed25519").write_bytes(signature.raw(listed, seed))
    (bag / "signature/tagmanifest-sha256.txt.sig").write_text(signature.ssh(listed, seed))
