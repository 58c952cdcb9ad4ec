"""verify.html in a real browser: what verify.py finds it finds too, and nothing ever leaves."""

import base64
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from holdfast.case.case import Case
from tests.case.packages import VERIFY, checker, fill, packed, resealed
from tests.conftest import PASSPHRASE
from tests.web.test_browser import CHROMIUM, FLAGS

PAGE = VERIFY.with_name("verify.html")
SIGNED = "signature/tagmanifest-sha256.txt"
verify = checker()

in_browser = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A package, and the key that signed it."""
    home = tmp_path_factory.mktemp("made")
    case, _ = Case.create(home / "case", PASSPHRASE, work_factor=10)
    fill(case, home / "in")
    case.choose_finding_numbered(1)
    case.hand_out()
    packed(case, home / "bag")
    seed = case.vault.keys.seed
    case.close()
    return home / "bag", seed


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, made: tuple[Path, bytes]) -> Iterator[Page]:
    """The page as it lies in the folder, opened from the disk."""
    context = chromium.new_context()
    context.set_offline(True)
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((made[0] / "verify.html").as_uri())
    yield page
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert complaints == []


def told(page: Page, folder: Path) -> tuple[str, list[str]]:
    """The verdict, and the lines below it."""
    page.set_input_files("#folder", folder)
    expect(page.locator("#verdict")).not_to_have_text(re.compile("^$|Checking"), timeout=60_000)
    verdict, lines = page.locator("#verdict").inner_text(), page.locator("#found li").all_inner_texts()
    page.reload()
    return verdict, lines


def by_program(folder: Path) -> list[str]:
    """What verify.py says, in the words of the page."""
    said = []
    try:
        said.extend(f"OK  {words}" for words in verify.check(folder))
    except verify.Wrong as wrong:
        said += [f"NOT OK  {line}" for line in str(wrong).split("\n")]
    return [" ".join(line.split()) for line in said]


def test_its_policy_lets_its_own_script_run_and_nothing_else() -> None:
    words = PAGE.read_text("utf-8")
    policy = words.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", words, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert re.findall(r"https?://|src=|<link|<iframe|fetch\(|XMLHttpRequest|WebSocket", words) == []


class TestInChromium:
    pytestmark = in_browser

    def test_it_says_what_the_program_says_of_a_whole_folder(
        self, page: Page, made: tuple[Path, bytes]
    ) -> None:
        verdict, lines = told(page, made[0])
        assert verdict == "Everything that this page can check holds."
        assert [" ".join(line.split()) for line in lines] == by_program(made[0])
        assert len(lines) == 9

    def test_a_flipped_byte_anywhere_is_found_and_its_file_named(
        self, page: Page, made: tuple[Path, bytes], tmp_path: Path
    ) -> None:
        bag = tmp_path / "bag"
        shutil.copytree(made[0], bag)
        for path in sorted(p for p in bag.rglob("*") if p.is_file()):
            good = path.read_bytes()
            altered = bytearray(good)
            altered[len(good) // 2] ^= 1
            path.write_bytes(altered)
            verdict, lines = told(page, bag)
            assert verdict.startswith("Something is not as it was")
            assert path.relative_to(bag).as_posix() in "\n".join(lines)
            path.write_bytes(good)

    def test_files_too_many_missing_renamed_and_swapped_are_named(
        self, page: Page, made: tuple[Path, bytes], tmp_path: Path
    ) -> None:
        bag = tmp_path / "bag"
        shutil.copytree(made[0], bag)
        (bag / "signature/extra.txt").write_bytes(b"")
        one, two = bag / "data/exhibits/A-1/slice.mbox", bag / "data/exhibits/A-3/slice.txt"
        first, second = one.read_bytes(), two.read_bytes()
        one.write_bytes(second)
        two.with_name("other.txt").write_bytes(first)
        two.unlink()
        verdict, lines = told(page, bag)
        assert verdict.startswith("Something is not as it was")
        assert [" ".join(line.split()) for line in lines] == by_program(bag)
        assert {line.split()[2].rstrip(":").rpartition("/")[2] for line in lines} == {
            "extra.txt",
            "slice.mbox",
            "slice.txt",
            "other.txt",
        }

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("data/log/log.json", b"nice coat", b"ugly coat"),
            ("data/log/log.json", b'"consistency":["', b'"consistency":["00'),
            ("data/exhibits/A-1/record.json", b'"proof":["', b'"proof":["00" ,"'),
            ("data/exhibits/A-3/record.json", b'"label":"A-3"', b'"label":"A-9"'),
            ("data/exhibits/A-3/record.json", b'"handed_in":"2', b'"handed_in":"1'),
            ("log-key.pem", b"\n", b"\n "),
            ("allowed_signers", b"namespaces", b"namespacez"),
        ],
    )
    def test_what_the_holder_of_the_key_signed_falsely_is_found_as_the_program_finds_it(
        self, page: Page, made: tuple[Path, bytes], tmp_path: Path, path: str, old: bytes, new: bytes
    ) -> None:
        bag = tmp_path / "bag"
        shutil.copytree(made[0], bag)
        file = bag / path
        assert old in file.read_bytes()
        file.write_bytes(file.read_bytes().replace(old, new, 1))
        resealed(bag, made[1])
        verdict, lines = told(page, bag)
        assert verdict.startswith("Something is not as it was")
        said = [" ".join(line.split()) for line in lines]
        assert said == by_program(bag)
        assert said[-1].startswith("NOT OK")

    def test_another_key_is_found(self, page: Page, made: tuple[Path, bytes], tmp_path: Path) -> None:
        bag = tmp_path / "bag"
        shutil.copytree(made[0], bag)
        resealed(bag, b"\x01" * 32)
        assert f"NOT OK {SIGNED}.ed25519: the signature does not fit" in [
            " ".join(line.split()) for line in told(page, bag)[1]
        ]
