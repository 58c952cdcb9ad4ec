"""A canary: a word that occurs nowhere else stands in everything handed in, and is looked for on the disk.

After every command nothing of it, and no file at all, lies where programs leave things: the home, the folder
for temporary files, the one the program was started in, shared memory. While the page is open, and where a program
was killed, there may be the socket over which its readers are made, which holds nothing. In the case itself
everything but what is named here is encrypted.
"""

import base64
import email.message
import io
import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from holdfast.case.case import Case
from tests.cli.program import PASSPHRASE, PROGRAM, surroundings
from tests.lookup.server import serving
from tests.vault.authority import TestAuthority

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).parents[1] / "importers"
OPEN = {"README.txt", "vault.json", "sealed.json", "lock"}
SHARED = [Path(place) for place in ("/dev/shm", "/tmp", "/var/tmp") if Path(place).is_dir()]
READABLE = re.compile(rb"(?:[\x20-\x7e]{40,}|(?:[\x20-\x7e]\x00){24,})")
AGE = re.compile(rb"age-encryption.org/v1\n(?:->[^\n]{1,200}\n[A-Za-z0-9+/]{1,64}\n)+--- [A-Za-z0-9+/]{43}\n")


class Places:
    """A machine of its own, as far as programs ask where to leave things."""

    def __init__(self, root: Path) -> None:
        self.canary = f"quill{secrets.token_hex(8)}finch"
        self.shared = {entry for place in SHARED for entry in place.iterdir()}
        self.seen: dict[Path, tuple[int, int, int]] = {}
        self.home, self.here = root / "home", root / "here"
        for folder in (self.home, self.here):
            folder.mkdir()
        self.temporary = Path(tempfile.mkdtemp())  # a short name: in a long one there is no room for a socket
        self.given, self.out = root / "given", root / "out"
        self.given.mkdir()
        self.out.mkdir()
        self.case, self.copy, self.sealed = root / "case", root / "copy", root / "sealed"

    def environment(self) -> dict[str, str]:
        home, temporary = str(self.home), str(self.temporary)
        return surroundings(
            HOME=home, USERPROFILE=home, XDG_CACHE_HOME=None, XDG_CONFIG_HOME=None, XDG_DATA_HOME=None,
            XDG_RUNTIME_DIR=None, TMPDIR=temporary, TEMP=temporary, TMP=temporary, SQLITE_TMPDIR=temporary,
            PYTHONDONTWRITEBYTECODE="1",
        )  # fmt: skip

    def run(self, *words: str | Path, code: int = 0) -> str:
        ended = subprocess.run(
            [*PROGRAM, *map(os.fspath, words)], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
            check=False, env=self.environment(), cwd=self.here,
        )  # fmt: skip
        assert ended.returncode == code, (words, ended.stderr.decode())
        assert self.canary not in ended.stderr.decode()
        self.look(" ".join(map(str, words[:2])))
        return ended.stdout.decode()

    def look(self, after: str, *, alive: bool = False) -> None:
        """Looks everywhere."""
        for folder in (self.home, self.temporary, self.here):
            assert [path for path in folder.rglob("*") if not (alive and _holds_nothing(path))] == [], after
        for folder in (self.case, self.copy, self.sealed):
            for base, folders, files in os.walk(folder):
                assert not self.tells(" ".join([*folders, *files]).encode()), (after, base)
                for name in files:
                    with suppress(FileNotFoundError):  # the page may be at work meanwhile
                        self._is_closed(Path(base, name), after)
        for entry in (entry for place in SHARED for entry in place.iterdir()):
            if entry not in self.shared and not entry.name.startswith("pytest-of-"):
                for path in _files(entry):
                    assert not self.tells(path.name.encode() + _read(path)), (after, path)

    def tells(self, data: bytes) -> bool:
        """Whether the canary stands there, as it is or as programs write it."""
        return any(form in data for form in _forms(self.canary))

    def _is_closed(self, path: Path, after: str) -> None:
        found = path.stat()
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self.seen.get(path) == state:
            return
        self.seen[path] = state
        data = path.read_bytes()
        assert not self.tells(data), (after, path)
        if path.name not in OPEN:
            words = READABLE.search(AGE.sub(b"", data, count=1) if data.startswith(b"age-") else data)
            assert words is None, (after, path, words)


def _forms(word: str) -> Iterator[bytes]:
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    for shift in range(3):  # Base64 writes three bytes as four letters: where it begins changes all of them.
        yield base64.b64encode(bytes(shift) + plain)[4:-4]


def _files(entry: Path) -> Iterator[Path]:
    with suppress(OSError):  # It belongs to somebody else, or is gone already.
        found = [entry, *entry.rglob("*")] if entry.is_dir() else [entry]
        yield from (path for path in found if not path.is_symlink() and path.is_file())


def _holds_nothing(path: Path) -> bool:
    """Whether it is the socket over which a program makes its readers, or its folder."""
    return path.is_socket() or (path.is_dir() and path.name.startswith("pymp-"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    made = Places(tmp_path)
    yield made
    shutil.rmtree(made.temporary)


def inputs(given: Path, word: str) -> None:
    """Every kind of container, with the canary in texts, names, attachments and pictures."""
    chat = f"14/06/2025, 18:30 - Rowan: hello {word} there\n14/06/2025, 18:31 - Maya: no\n"
    (given / f"WhatsApp Chat with {word}.txt").write_text(chat)
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = f"a picture of {word}"
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG", exif=exif)
    (given / "picture.jpg").write_bytes(picture.getvalue())
    mail = email.message.EmailMessage()
    mail["From"], mail["To"] = "rowan@example.com", "maya@example.org"
    mail["Date"], mail["Subject"] = "Sun, 15 Jun 2025 09:00:00 +0100", f"About {word}"
    mail["Message-ID"] = "<1@example.com>"
    mail.set_content(f"Only this: {word}.\n")
    mail.add_alternative(f"<p>Only <b>this</b>: {word}.</p>", subtype="html")
    mail.add_attachment(f"attached {word}".encode(), maintype="text", subtype="plain", filename=f"{word}.txt")
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="picture.jpg")
    (given / "one.eml").write_bytes(mail.as_bytes())
    (given / "box.mbox").write_bytes(b"From rowan@example.com Sun Jun 15 09:00:00 2025\n" + mail.as_bytes())
    (given / "sms.xml").write_text(
        "<?xml version='1.0' encoding='UTF-8'?><smses count='1'><sms protocol='0' address='+447700900123' "
        f"date='1750000000000' type='1' body='{word}' read='1' status='-1' /></smses>"
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WhatsApp Chat with Rowan.txt", chat)
        archive.writestr(f"{word}.bin", bytes(range(256)) * 5000)
    (given / "export.zip").write_bytes(inner.getvalue())
    with tarfile.open(given / "export.tar.gz", "w:gz") as pack:
        member = tarfile.TarInfo("inner.zip")
        member.size = len(inner.getvalue())
        pack.addfile(member, io.BytesIO(inner.getvalue()))
    database = sqlite3.connect(given / "some.db")
    with database:
        database.execute("CREATE TABLE words (word TEXT)")
        database.executemany("INSERT INTO words VALUES (?)", [(f"{word} {n}",) for n in range(2000)])
    database.close()
    (given / "large.txt").write_bytes(f"{word} and more\n".encode() * 60_000)
    (given / "page.html").write_text(f"<html><body>{word}</body></html>")


def test_no_command_leaves_a_word_behind(places: Places, tmp_path: Path) -> None:
    inputs(places.given, word := places.canary)
    run, case = places.run, places.case
    run("new", tmp_path / "first")
    Case.create(case, PASSPHRASE, work_factor=10)[0].close()  # quick to unlock
    run("add", case, places.given, "--me", "Maya", "--obtained", f"from {word}")
    run("answer", case, "zone", "Europe/London")
    assert word in run("timeline", case, "--show-text")
    assert word in run("search", case, word, "--show-text")
    events = [line for line in run("events", case, "--jsonl").splitlines() if word in line]
    assert len(events) > 4
    event = events[0].partition('"id":')[2].strip(' "')[:32]
    run("show", case, event)
    run("show", case, event, "--original")
    for command in ("findings", "accounts", "sources", "problems", "questions", "log", "verify", "rebuild"):
        run(command, case)
    run("incident", case, "--date", "2025-06-14", "--what", f"I saw {word}", "--effect", word)
    run("note", case, event, f"note {word}")
    run("mark", case, "block", "--at", "2025-06-14", "--note", word)
    run("exhibit", case, event, "--caption", word)
    run("packet", case, "--out", places.out / "packet.pdf", "--title", word)
    run("packet", case, "--out", places.out / "signed.pdf", "--sign")
    run("package", case, "--preview")
    run("package", case, "--out", places.out / "package", "--whole")
    first = next(line for line in run("sources", case).splitlines() if "SHA-256" in line).split()[-1]
    run("extract", case, first, "--out", places.out / "original")
    run("checkpoint", case)
    run("backup", case, places.copy)
    run("backup", case, places.copy, "--every-byte")
    run("withdraw", case, first, "--why", f"because of {word}", "--sure")
    run("backup", case, places.copy)
    run("restore", places.copy, case)
    for folder in (places.copy, case):
        run("incident", folder, "--date", "2025-06-15", "--what", f"I saw {word} again")
    run("merge", case, places.copy)
    run("key", "shares", case)
    run("key", "recovery", case)
    key = run("key", "public", case).strip()
    run("new", places.sealed, "--sealed-to", key)
    run("add", places.sealed, places.given, "--obtained", word)
    run("take-in", case, places.sealed)
    run("verify", case)


def test_a_time_stamp_leaves_nothing_behind(places: Places, tmp_path: Path) -> None:
    inputs(places.given, places.canary)
    Case.create(places.case, PASSPHRASE, work_factor=10)[0].close()
    places.run("add", places.case, places.given)
    authority = TestAuthority(tmp_path / "authority")
    (tmp_path / "roots.pem").write_text(authority.roots)
    with serving(authority) as server:
        places.run("anchor", places.case, "--authority", server.url, "--roots", tmp_path / "roots.pem")
        places.run("anchor", places.case)
    places.run("verify", places.case)


def test_a_program_that_is_killed_or_stopped_leaves_nothing_behind(places: Places) -> None:
    inputs(places.given, places.canary)
    Case.create(places.case, PASSPHRASE, work_factor=10)[0].close()
    for ending in (signal.SIGKILL, signal.SIGINT, signal.SIGABRT, signal.SIGSEGV):
        program = subprocess.Popen(
            [*PROGRAM, "add", str(places.case), str(places.given)], env=places.environment(),
            cwd=places.here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.7)
        program.send_signal(ending)
        program.wait(20)
        places.look(f"add, ended by {ending.name}", alive=True)


def test_every_format_that_is_read_leaves_nothing_behind(places: Places) -> None:
    Case.create(places.case, PASSPHRASE, work_factor=10)[0].close()
    folders = sorted(FIXTURES.glob("*/*/input"))
    assert len(folders) > 60
    places.run("add", places.case, *folders)
    assert len(places.run("events", places.case, "--jsonl").splitlines()) > 500
    places.run("verify", places.case)


@contextmanager
def browser(places: Places) -> Iterator[tuple[str, urllib.request.OpenerDirector]]:
    program = subprocess.Popen(
        [*PROGRAM, "open", str(places.case), "--no-browser"], env=places.environment(), cwd=places.here,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    try:
        link = next(line.strip() for line in program.stdout if line.startswith("http://"))
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        opener.open(link).read()
        yield link.partition("/enter")[0], opener
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(20)
        program.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_the_page_leaves_nothing_behind(places: Places) -> None:
    inputs(places.given, word := places.canary)
    Case.create(places.case, PASSPHRASE, work_factor=10)[0].close()
    places.run("add", places.case, places.given, "--zone", "Europe/London")
    with browser(places) as (home, opener):

        def get(path: str) -> str:
            with opener.open(home + path) as answer:
                text = answer.read().decode("utf-8", "replace")
            places.look(path, alive=True)
            return text

        def post(path: str, method: str = "POST", data: bytes | None = None, **form: str) -> str:
            body = "&".join(f"{k}={quote(v)}" for k, v in form.items()).encode() if data is None else data
            kind = "application/x-www-form-urlencoded" if data is None else "application/octet-stream"
            headers = {"Origin": home, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
            with opener.open(urllib.request.Request(home + path, body, headers, method=method)) as answer:
                text = answer.read().decode("utf-8", "replace")
            places.look(path, alive=True)
            return text

        def wait() -> None:
            while '"is_over":true' not in (state := get("/work.json").replace(" ", "")):
                time.sleep(0.1)
            assert '"error"' not in state
            get("/work")

        found = get(f"/timeline?words={word}")
        events = re.findall(r'id="e-([0-9a-f]{32})"', found)
        assert len(events) >= 3
        texts = 0
        for event in dict.fromkeys(events):
            page = get(f"/events/{event}")
            texts += word in get(f"/events/{event}/text") + get(f"/events/{event}/original")
            for path in re.findall(rf"/events/{event}/(?:attachments|pictures)/\d+", page):
                get(path)
        assert texts >= 3
        for path in ("/", "/findings", "/sources", "/problems", "/log", "/exhibits", "/accounts", "/keys"):
            get(path)
        post(f"/events/{events[0]}/choose")
        post(f"/events/{events[0]}/note", text=f"a note about {word}")
        post("/write", date="2025-06-14", what=f"I saw {word}")
        wait()
        post("/add/begin", obtained=word)
        post(f"/add/file?name={word}.bin", "PUT", f"{word} and more\n".encode() * 100_000)
        post("/add/finish")
        wait()
        post("/packet", title=word)
        wait()
        assert "%PDF" in get("/made/document.pdf")[:8]
        post("/statements", about="impact", text=f"what {word} did")
        post("/around/facts", kind="place", words=word)
        post("/gently", minutes="30", words=f"{word} Lane", grey="yes", pause="0")
        for form in ("csv", "pdf"):
            post("/export", **{"as": form, "title": word})
            wait()
            get(f"/made/document.{form}")
        post("/portable", whole_timeline="yes", title=word)
        wait()
        assert get("/made/notes.zip").startswith("PK")
        get("/look")
        wait()
        assert word in get("/look")
        post("/redactions", words=word, kind="name", why="not theirs")
        post("/check")
        wait()
        post("/exit")
    places.look("the end")
