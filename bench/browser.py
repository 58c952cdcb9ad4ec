"""How much memory the browser takes while somebody goes through the timeline of a large case.

    python bench/browser.py [--events 1000000] [--keep DIR] [--steps 100]

Opens the case of `page.py` in Debian's Chromium, shows all texts, scrolls to the end of each page, presses
"Later", and prints every tenth of the way what the page's own words and marks take and how many nodes it has.
"""

import subprocess

from playwright.sync_api import CDPSession, sync_playwright

from page import PASSPHRASE, PROGRAM, large_case

CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Makes the case, goes through it, prints a table."""
    with large_case(__doc__, steps=100) as (case, given):
        server = subprocess.Popen([PROGRAM, "open", case, "--no-browser"], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            link = next(word for line in server.stdout for word in line.split() if "/enter?" in word)
            _gone_through(link, given.steps)
        finally:
            server.kill()


def _gone_through(link: str, steps: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="en").new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        page.goto(link)
        page.goto(link.partition("/enter")[0] + "/timeline")
        if page.get_by_label("Passphrase").count():
            page.get_by_label("Passphrase").fill(PASSPHRASE)
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            page.goto(link.partition("/enter")[0] + "/timeline")
        page.get_by_role("button", name="Show all texts").click()
        print(f"{'pages seen':>12}{'MiB of its own':>16}{'nodes':>8}")
        for step in range(steps + 1):
            page.keyboard.press("End")
            if step % max(1, steps // 10) == 0:
                memory, nodes = _taken(devtools)
                print(f"{step + 1:12,}{memory:16.1f}{nodes:8,}")
            page.get_by_role("link", name="Later").last.click()
            page.wait_for_load_state()
        browser.close()


def _taken(devtools: CDPSession) -> tuple[float, int]:
    """MiB that the page's scripts hold, and its nodes, after what is not needed was let go."""
    devtools.send("HeapProfiler.collectGarbage")
    told = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    return told["JSHeapUsedSize"] / (1 << 20), int(told["Nodes"])


if __name__ == "__main__":
    main()
