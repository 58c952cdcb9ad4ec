"""The page in a real browser: the whole way from nothing to the paper, and nothing ever leaves this computer."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.web import material
from tests.web.conftest import PASSPHRASE

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
ARTEFACTS = Path(os.environ.get("HOLDFAST_ARTEFACTS") or Path(__file__).parents[2] / "test-artefacts")
SERVE = (
    "import sys; from pathlib import Path; from holdfast.web.app import serve; "
    "serve(Path(sys.argv[1]), open_browser=False, secret=sys.argv[2] or None, "
    "announce=lambda link: print(link, flush=True))"
)


class Served:
    """A page served by a process of its own."""

    def __init__(self, folder: Path, secret: str = "") -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder), secret], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().strip()
        self.home = self.link.partition("/enter")[0]

    def interrupt(self) -> float:
        """Seconds that Ctrl-C takes."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        return time.monotonic() - begun

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def full(full_case: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(full_case, tmp_path / "notes")
    served = Served(tmp_path / "notes", PASSPHRASE)
    yield served
    served.end()


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "notes")
    yield served
    served.end()


class Visit:
    """One browser window, with everything it asked for and complained about."""

    def __init__(self, browser: Browser, served: Served, **options: object) -> None:
        self.context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", self._ask)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.home = served.home
        self.page.goto(served.link)

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)

    def go(self, path: str) -> Page:
        self.page.goto(self.home + path)
        # Work that the page does first leads on by itself.
        expect(self.page).not_to_have_url(re.compile("/work$"), timeout=60_000)
        # The address changes before the style sheet of where it leads has come.
        self.page.wait_for_load_state()
        return self.page

    def shoot(self, name: str) -> None:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)

    def end(self) -> None:
        """Nothing may have left this computer, and the policy may not have had to stop anything."""
        elsewhere = [url for url in self.asked if not url.startswith(f"{self.home}/")]
        self.context.close()
        assert elsewhere == []
        assert self.complaints == []


def words_of(page: Page) -> str:
    return page.locator("main").inner_text()


def test_the_whole_way_from_nothing_to_the_paper(chromium: Browser, nothing: Served, tmp_path: Path) -> None:
    (tmp_path / "phone").mkdir()
    short = b"03/04/2025, 20:00 - Sam: hello\n03/04/2025, 20:01 - Kim Hale: hi\n"
    (tmp_path / material.CHAT_NAME).write_bytes(material.chat())
    (tmp_path / material.MAIL_NAME).write_bytes(material.mailbox())
    (tmp_path / "phone" / "WhatsApp Chat with Sam.txt").write_bytes(short)
    visit = Visit(chromium, nothing, viewport={"width": 1200, "height": 850})
    page = visit.page
    expect(page).to_have_title("Notes")
    expect(page.locator("h1")).to_have_text("Could someone else see this device?")
    visit.shoot("00-safety")
    page.get_by_role("link", name="Numbers to call").first.click()
    page.get_by_label("Where are you?").select_option("IE")
    page.get_by_role("button", name="Show the numbers").click()
    expect(page.locator(".call").first).to_have_text("112")
    visit.shoot("01-numbers")
    visit.go("/safety")
    page.get_by_role("link", name="No, I can go on").click()
    visit.shoot("01-begin")
    page.fill("#secret", PASSPHRASE)
    page.fill("#again", PASSPHRASE)
    page.get_by_role("button", name="Make it").click()
    expect(page.locator(".key")).to_have_text(re.compile(r"^\s*[0-9A-Z-]{20,}"))
    visit.shoot("02-recovery-key")
    page.get_by_role("button", name="I have written it down").click()
    expect(page.locator("h1")).to_have_text("Today")
    page.get_by_role("link", name="Add files").last.click()
    visit.shoot("04-add")

    page.set_input_files("#files", [tmp_path / material.CHAT_NAME, tmp_path / material.MAIL_NAME])
    page.set_input_files("#folder", tmp_path / "phone")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("h1")).to_have_text("What became of your files", timeout=60_000)
    assert "phone/WhatsApp Chat with Sam.txt" in words_of(page)
    visit.shoot("05-added")

    for number in range(12):
        visit.go("/questions")
        heading = page.locator("h1").inner_text()
        if "Nothing waits" in words_of(page):
            break
        visit.shoot(f"06-question-{number}")
        if "dates" in heading:
            page.get_by_label("3 April 2025").check()
        elif "Where was" in heading:
            page.select_option("#zone", "Europe/London")
            page.get_by_label("for all files").check()
        else:
            page.locator(".tick label").filter(has_text=re.compile("kim", re.IGNORECASE)).first.click()
        page.get_by_role("button", name="That is my answer").click()
        expect(page).to_have_url(f"{visit.home}/questions", timeout=60_000)
    else:
        raise AssertionError("the questions did not end")

    visit.go("/timeline?words=coat")
    assert material.SECRET_TEXT not in page.content()
    show = page.get_by_role("button", name=re.compile("^Show the text: message hidden; 1 line; from Robin"))
    expect(show).to_have_attribute("aria-expanded", "false")
    show.click()
    expect(page.locator(".text")).to_contain_text(material.SECRET_TEXT)
    expect(page.locator(".text mark")).to_have_text("coat")
    visit.shoot("07-one-text-shown")
    page.get_by_role("button", name="Hide", exact=True).click()
    assert material.SECRET_TEXT not in page.content()

    visit.go("/timeline?words=stop")
    page.locator(".entry .when a").first.click()
    page.get_by_role("link", name="This shows that I asked them to stop").click()
    expect(page.get_by_label("You asked the other person to stop")).to_be_checked()
    expect(page.locator("#day")).to_have_value("2025-04-03")
    expect(page.locator("#time")).to_have_value("21:20")
    page.get_by_role("button", name="Mark this day").click()
    expect(page.locator(".cards h2")).to_have_text("You asked the other person to stop")
    visit.shoot("08-marked")

    visit.go("/timeline")
    expect(page.locator("#plot canvas").first).to_be_visible()
    expect(page.locator("#plot h2")).to_have_text(["Mail", "WhatsApp"])
    visit.shoot("09-timeline")

    visit.go("/findings")
    expect(page.locator("h1")).to_have_text("What stands out")
    visit.shoot("10-findings")
    page.locator(".cards h2 a").first.click()
    expect(page.get_by_role("heading", name="It can also be explained like this")).to_be_visible()
    visit.shoot("11-finding")

    visit.go("/timeline?words=coat")
    page.locator(".entry .when a").first.click()
    page.fill("#caption", "The day after I said stop")
    page.get_by_role("button", name="Add to what I show").click()
    visit.shoot("12-event")
    visit.go("/exhibits")
    page.get_by_role("link", name="Make a paper").click()
    page.get_by_role("link", name="A packet for: the police").click()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.locator("h1")).to_have_text("The PDF is ready", timeout=120_000)
    with page.expect_download() as given:
        page.get_by_role("link", name="Save it").click()
    assert given.value.suggested_filename == "document.pdf"
    assert Path(given.value.path()).read_bytes().startswith(b"%PDF")

    visit.go("/exhibits")
    page.get_by_role("button", name="See what would leave").click()
    expect(page.get_by_role("heading", name="This is left out")).to_be_visible()
    assert material.SECRET_TEXT not in page.content()
    visit.shoot("12-package")
    page.get_by_role("button", name="Make the package").click()
    expect(page.locator("h1")).to_have_text("The package is ready", timeout=120_000)
    with page.expect_download() as given:
        page.get_by_role("link", name="Save the package").click()
    assert given.value.suggested_filename == "documents.zip"
    assert Path(given.value.path()).read_bytes().startswith(b"PK")

    visit.go("/check")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator(".big")).to_have_text("Yes. Nothing has changed since it was kept.", timeout=60_000)
    visit.shoot("13-check")

    page.get_by_role("button", name="Leave quickly").click()
    expect(page).to_have_url(f"{visit.home}/blank")
    expect(page).to_have_title("New tab")
    page.go_back()
    assert material.SECRET_TEXT not in page.content()
    expect(page.locator("#secret")).to_be_visible()
    visit.end()


def test_three_times_shift_leaves_and_locks(chromium: Browser, full: Served) -> None:
    visit = Visit(chromium, full)
    page = visit.go("/timeline?words=coat")
    for key in ("Shift", "a", "Shift", "Shift"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("timeline"))
    page.keyboard.press("Shift")
    expect(page).to_have_url(f"{visit.home}/blank")
    assert page.locator("body").inner_text() == ""
    visit.go("/timeline")
    expect(page.locator("h1")).to_have_text("Open your notes")
    visit.end()


def test_nothing_stays_on_a_screen_that_nobody_looks_at(chromium: Browser, full: Served) -> None:
    visit = Visit(chromium, full)
    visit.page.clock.install()
    page = visit.go("/timeline?words=coat")
    page.clock.fast_forward(14 * 60_000)
    page.keyboard.press("Tab")
    page.clock.fast_forward(14 * 60_000)
    expect(page).to_have_url(re.compile("timeline"))
    page.clock.fast_forward(2 * 60_000)
    expect(page).to_have_url(f"{visit.home}/")
    assert f"{visit.home}/here" in visit.asked
    visit.end()


PAGES = {
    "today": "/",
    "add": "/add",
    "added": "/added",
    "write": "/write",
    "questions": "/questions",
    "timeline": "/timeline",
    "looked-for": "/timeline?words=number&channel=whatsapp",
    "days": "/timeline/by/day",
    "occasions": "/timeline/by/occasion",
    "findings": "/findings",
    "finding": "/findings/0",
    "markers": "/markers",
    "accounts": "/accounts",
    "links": "/links",
    "around": "/around",
    "gently": "/gently",
    "compare": "/compare",
    "exhibits": "/exhibits",
    "papers": "/papers",
    "packet": "/packet?for=lawyer",
    "export": "/export",
    "portable": "/portable",
    "log-sheet": "/log-sheet",
    "handed": "/handed",
    "redactions": "/redactions",
    "statements": "/statements",
    "laws": "/laws?place=GB-EAW",
    "indicators": "/indicators?show=1",
    "sources": "/sources",
    "problems": "/problems",
    "check": "/check",
    "log": "/log",
    "keys": "/keys",
    "safety": "/safety",
    "numbers": "/numbers",
    "help": "/help",
    "nowhere": "/nowhere",
    "blank": "/blank",
}


def violations(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, { iframes: false })).violations")
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 1200), ("light", 360)])
def test_every_page_can_be_used_by_everybody(
    chromium: Browser, full: Served, scheme: str, width: int
) -> None:
    visit = Visit(chromium, full, color_scheme=scheme, viewport={"width": width, "height": 800})
    page = visit.page
    visit.go("/markers")
    page.get_by_label("You spoke to the police").check()
    page.fill("#day", "2025-05-02")
    page.get_by_role("button", name="Mark this day").click()
    visit.go("/timeline?words=run.exe")
    page.locator(".entry .when a").first.click()
    page.get_by_role("button", name="Add to what I show").click()
    event = page.url.removeprefix(visit.home).partition("#")[0]
    further = {"package": "/package?label=A-1", "event": f"{event}?show=1", "original": f"{event}/original"}
    found = {}
    for name, path in (PAGES | further).items():
        visit.go(path)
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
        if name in ("timeline", "looked-for"):
            expect(page.locator("#plot canvas").first).to_be_visible()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        wrong = violations(page) if name != "blank" else []
        if overflow > 0:
            wrong.append(f"{overflow} pixels too wide")
        if wrong:
            found[name] = wrong
        visit.shoot(f"page-{scheme}-{width}-{name}")
    visit.go("/")
    page.get_by_role("button", name="Lock").click()
    found |= {"locked": wrong} if (wrong := violations(page)) else {}
    visit.shoot(f"page-{scheme}-{width}-locked")
    visit.complaints = [c for c in visit.complaints if "404" not in c]
    assert found == {}
    visit.end()


@pytest.mark.parametrize(
    ("name", "tag", "width"), [("العربية", "ar", 360), ("العربية", "ar", 1200), ("Deutsch", "de", 360)]
)
def test_a_language_is_chosen_at_the_top_and_every_page_keeps_to_it(
    chromium: Browser, full: Served, name: str, tag: str, width: int
) -> None:
    visit = Visit(chromium, full, viewport={"width": width, "height": 800})
    page = visit.go("/markers")
    page.locator(".languages summary").click()
    overlapping = page.locator(".languages form").bounding_box()
    assert overlapping
    assert overlapping["x"] >= 0
    assert overlapping["x"] + overlapping["width"] <= width
    visit.shoot(f"languages-{width}")
    page.get_by_role("button", name=name).click()
    expect(page).to_have_url(re.compile("/markers$"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if tag == "ar" else "ltr")
    page.fill("#day", "2025-04-03")
    expect(page.locator("output[for=day]")).to_contain_text("أبريل" if tag == "ar" else "3. April 2025")
    found = {}
    for place in (
        "today",
        "timeline",
        "questions",
        "findings",
        "accounts",
        "exhibits",
        "packet",
        "export",
        "redactions",
        "statements",
        "log",
        "keys",
        "safety",
    ):
        visit.go(PAGES[place])
        assert page.locator("html").get_attribute("lang") == tag
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        wrong = violations(page) + ([f"{overflow} pixels too wide"] if overflow > 0 else [])
        found |= {place: wrong} if wrong else {}
        visit.shoot(f"page-{tag}-{width}-{place}")
    assert found == {}
    visit.end()


def test_text_twice_as_large_still_fits(chromium: Browser, full: Served) -> None:
    # A page at 200 % is a window half as wide with points twice as dense.
    visit = Visit(chromium, full, viewport={"width": 640, "height": 400}, device_scale_factor=2)
    for path in ("/", "/timeline", "/markers", "/accounts"):
        page = visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
    visit.end()


def test_a_hostile_mail_runs_nothing_and_asks_for_nothing(chromium: Browser, full: Served) -> None:
    visit = Visit(chromium, full)
    page = visit.go("/timeline?words=run.exe")
    assert page.locator(".entry").count() == 1
    page.get_by_role("button", name=re.compile("^Show the text")).click()
    expect(page.locator(".text")).to_contain_text("<script>document.title='ran'</script>")
    page.locator(".entry .when a").click()
    page.get_by_text("As it was laid out").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("body")).to_contain_text("Visible words")
    expect(frame.locator("body")).to_contain_text("http://198.51.100.9/click?who=kim")
    assert frame.locator("a, img, script, form, iframe").count() == 0
    visit.shoot("14-hostile-mail")
    page.get_by_role("link", name=re.compile("Show in grey")).first.click()
    expect(page.locator(".attached img")).to_be_visible()
    expect(page).to_have_title("Notes")
    assert not any("198.51.100.9" in url for url in visit.asked)
    visit.end()


def test_files_can_be_dropped(chromium: Browser, full: Served) -> None:
    visit = Visit(chromium, full)
    page = visit.go("/add")
    dropped = page.evaluate_handle(
        "() => { const given = new DataTransfer(); "
        "given.items.add(new File(['dropped words'], 'dropped.txt')); return given; }"
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(page.locator("h1")).to_have_text("What became of your files", timeout=60_000)
    assert "dropped.txt" in words_of(page)
    visit.end()


def test_without_script_the_main_way_works_too(chromium: Browser, full: Served, tmp_path: Path) -> None:
    (tmp_path / "more.mbox").write_bytes(material.mail(40).as_bytes())
    visit = Visit(chromium, full, java_script_enabled=False)
    page = visit.go("/add")
    page.set_input_files("#files", tmp_path / "more.mbox")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("h1")).to_have_text("What became of your files", timeout=60_000)
    visit.go("/timeline?words=coat")
    page.get_by_role("link", name=re.compile("^Show the text")).click()
    expect(page.locator(".text")).to_contain_text(material.SECRET_TEXT)
    page.get_by_role("button", name="Add to what I show").click()
    visit.go("/check")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator(".big")).to_have_text("Yes. Nothing has changed since it was kept.", timeout=60_000)
    page.locator(".languages summary").click()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("h1")).to_have_text("¿Está todo como estaba?")
    page.get_by_role("button", name="Salir rápido").click()
    expect(page).to_have_title("Pestaña nueva")
    visit.end()


def test_ctrl_c_ends_quickly_with_a_browser_connected(chromium: Browser, full: Served) -> None:
    visit = Visit(chromium, full)
    visit.go("/timeline")
    assert full.interrupt() < 4
    assert full.process.returncode == 0
    visit.end()
