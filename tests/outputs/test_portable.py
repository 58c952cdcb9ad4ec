"""A case to carry opens from a folder, without a network, and holds what was chosen and nothing else."""

import base64
import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from holdfast.case.bag import Archive, new_folder
from holdfast.case.case import Case
from holdfast.case.handing import To
from holdfast.case.log_alone import Asked
from holdfast.model.errors import RequestError, SpaceError
from holdfast.outputs import portable
from holdfast.outputs.redaction import Redactor, labelled
from tests.case.packages import HIDDEN, fill
from tests.cli.program import PASSPHRASE
from tests.cli.test_words import said, told
from tests.outputs.planted import planted, read_in, redactions, traces
from tests.outputs.samples import row
from tests.outputs.test_log_alone import given
from tests.web.test_browser import CHROMIUM, FLAGS

EXHIBITS = Asked(exhibits_only=True, title="What I chose")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case, and what was carried out of it: the exhibits alone, and with something taken out for a court."""
    home = tmp_path_factory.mktemp("carried")
    case, _ = Case.create(home / "case", PASSPHRASE, work_factor=10)
    fill(case, home / "in")
    with new_folder(home / "stick") as folder:
        made = case.carry(folder, EXHIBITS, To(kind="lawyer", name="Ms Reed"), expires="2026-12-31")
    assert (made.entries, made.exhibits, made.with_originals) == (4, 4, True)
    case.redact("other", "your bus was late", "Not their matter.", recipient="court")
    case.redact("mail address", "rowan@example.com", "Not their matter.", recipient="court")
    with new_folder(home / "court") as folder:
        assert not case.carry(folder, EXHIBITS, To(kind="court")).with_originals
    case.close()
    return home


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_holds_what_was_chosen_and_nothing_else(home: Path) -> None:
    found = files(home / "stick")
    assert {"index.html", "packet.pdf", "README.txt", "SHA256SUMS", "package/VERIFY.txt"} <= set(found)
    page = found["index.html"].decode()
    for words in ("number 3", "your bus was late", "nice coat today", "number 7", "What I chose"):
        assert words in page
    # What stands around an exhibit is on its paper, as context; what is private is nowhere.
    for words in HIDDEN:
        assert not any(words.encode() in data for path, data in found.items() if not path.endswith(".pdf"))


def test_everything_in_it_can_be_checked_without_this_program(home: Path) -> None:
    folder = home / "stick"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    outside = {path for path in files(folder) if not path.startswith("package/")}
    assert outside - listed == {"SHA256SUMS", "SHA256SUMS.sig"}
    ended = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder / "package", capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stdout
    origin = re.search(r"-I (\S+)", (folder / "README.txt").read_text())[1]
    namespace = re.search(r"-n (\S+)", (folder / "README.txt").read_text())[1]
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", origin, "-n", namespace]
    command += ["-s", "SHA256SUMS.sig"]
    signed = subprocess.run(
        command, cwd=folder, input=(folder / "SHA256SUMS").read_bytes(), capture_output=True, check=False
    )
    assert signed.returncode == 0, signed.stderr


def test_what_is_taken_out_for_a_reader_is_nowhere_in_it(home: Path) -> None:
    for data in files(home / "court").values():
        assert b"your bus was late" not in data
        assert b"rowan@example.com" not in data
    assert "package" not in {path.partition("/")[0] for path in files(home / "court")}
    assert "[other 1]" in (home / "court" / "index.html").read_text("utf-8")


def test_none_of_sixty_planted_words_is_in_the_page() -> None:
    done = Redactor(labelled(redactions())).apply(planted())
    log = given(
        rows=done.rows, exhibits=done.exhibits, markers=done.markers, left_out=done.left_out,
        title=done.title, prepared_by=done.prepared_by,
    )  # fmt: skip
    made = portable.page(log, sources=done.sources, files=(), of_exhibits={}, expires="")
    assert read_in(made.decode()) == []
    assert traces(made) == []


def test_its_policy_lets_its_own_script_run_and_nothing_else(home: Path) -> None:
    words = (home / "stick" / "index.html").read_text("utf-8")
    policy = words.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", words, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert re.findall(r"src=|<link|<iframe|fetch\(|XMLHttpRequest|WebSocket|innerHTML", words) == []


def test_evidence_cannot_end_the_element_that_it_stands_in() -> None:
    bad = "</script><script>alert(1)</script><!-- \u2028 ]]> &amp;"
    made = portable.page(
        given(rows=[row(0, text=bad)], markers=()), sources=(), files=(), of_exhibits={}, expires=""
    ).decode()
    assert made.count("</script>") == 2
    assert "alert(1)" in made
    assert "<script>alert" not in made


def test_it_can_be_encrypted_to_one_reader(home: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    out = tmp_path / "one.age"
    folder = home / "case"
    made = told(
        "portable", folder, "--out", out, "--to-key", str(identity.to_public()), "--json", "--for", "lawyer"
    )
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(out.read_bytes(), [identity]))) as inside:
        assert inside.testzip() is None
        assert hashlib.sha256(inside.read("notes/SHA256SUMS")).hexdigest() == made["sha256"]
    assert b"index.html" not in out.read_bytes()
    said("portable", folder, "--out", out, code=2)
    said("portable", folder, "--out", tmp_path / "x", "--to-key", "nothing", code=2)
    said("portable", folder, "--out", tmp_path / "x", "--expires", "soon", code=2)
    assert not (tmp_path / "x").exists()


def test_the_whole_timeline_can_be_carried_and_the_ledger_knows(home: Path, tmp_path: Path) -> None:
    folder = home / "case"
    shown = said(
        "portable", folder, "--out", tmp_path / "all", "--whole-timeline", "--for", "court", "--to", "Court 4"
    )
    assert "No originals are in it." in shown
    assert "9 entries, 4 exhibits" in shown
    newest = told("handed", folder, "--json")[-1]
    assert (newest["what"], newest["to"], newest["taken_out"]) == ("portable case", "Court 4", 2)
    assert "a folder to be carried was written" in said("log", folder)


def test_what_cannot_be_written_is_told(home: Path) -> None:
    case = Case.open(home / "case", PASSPHRASE)

    class Full:
        def open(self, path: str) -> io.BytesIO:
            raise OSError(28, "full")

    with pytest.raises(SpaceError):
        case.carry(Full(), EXHIBITS, To(kind="court"))
    with pytest.raises(RequestError):
        case.carry(Archive("x", 1_750_000_000_000), EXHIBITS, expires="2026-12-31T10:00")
    case.close()


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
class TestInChromium:
    @pytest.fixture
    def page(self, home: Path) -> Iterator[Page]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context()
            context.set_offline(True)
            asked: list[str] = []
            complaints: list[str] = []
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto((home / "stick" / "index.html").as_uri())
            yield page
            browser.close()
            assert [url for url in asked if not url.startswith("file:")] == []
            assert complaints == []

    def test_it_shows_searches_and_checks_from_the_disk(self, page: Page, home: Path) -> None:
        expect(page.locator("#title")).to_have_text("What I chose")
        expect(page.locator("#expiry")).to_contain_text("2026-12-31")
        page.get_by_role("button", name="Exhibits").click()
        expect(page.locator("#exhibit-list li")).to_have_count(4)
        expect(page.get_by_text("nice coat today", exact=True).first).to_be_hidden()
        page.get_by_role("button", name="Timeline").click()
        expect(page.locator("#count")).to_have_text("4 of 4 entries")
        page.fill("#words", "NICE cöat")
        expect(page.locator("#count")).to_have_text("1 of 4 entries")
        page.check("#open-all")
        expect(page.locator("#entries").get_by_text("nice coat today", exact=True)).to_be_visible()
        page.get_by_role("button", name="Check a file").click()
        page.set_input_files("#file", home / "in" / "chat.txt")
        expect(page.locator("#result")).to_contain_text("the same as chat.txt")
        page.set_input_files("#file", home / "stick" / "README.txt")
        expect(page.locator("#result")).to_contain_text("none of the files listed")
        page.screenshot(path=home / "portable.png", full_page=True)
