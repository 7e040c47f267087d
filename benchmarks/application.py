"""The application as a visitor feels it: start, first chart, rerun, page switch, memory.

Measured in headless Chromium on the same machine, against budgets; the peer is Streamlit's own floor, an
empty page with the same widgets served in the same run.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, find
from tests.browser.serving import Server, serving

COLD, RERUNS, SWITCHES, SESSIONS = 5, 50, 30, 20
FLOOR_PAGE = """
import streamlit as st
pick = st.segmented_control("Risk", ["a", "b"], default="a", required=True)
st.header(f"picked {pick}")
"""
# Clicks inside the page and times until the text that must change has changed: no tool's own delay is in it.
CLICK_AND_WAIT = """
([selector, index, watched]) => new Promise((resolve, reject) => {
  const before = document.querySelector(watched).innerText;
  const began = performance.now();
  const observer = new MutationObserver(() => {
    const now = document.querySelector(watched);
    if (now && now.innerText !== before) { observer.disconnect(); resolve(performance.now() - began); }
  });
  observer.observe(document.body, {childList: true, subtree: true, characterData: true});
  setTimeout(() => { observer.disconnect(); reject(new Error('nothing changed')); }, 10000);
  document.querySelectorAll(selector)[index].click();
})
"""


def quantiles(samples: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(samples), statistics.quantiles(samples, n=20)[-1]


def memory_mebibytes(process: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no memory figure for process {process}")


def _open(browser: Browser, address: str, waiting_for: str) -> tuple[Page, float]:
    page = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    began = time.monotonic()
    page.goto(address)
    page.locator(waiting_for).first.wait_for()
    return page, 1000 * (time.monotonic() - began)


def cold_chart(browser: Browser, home: Path) -> list[float]:
    """From the first byte asked of a fresh process to the first chart drawn."""
    samples = []
    for _turn in range(COLD):
        with serving(home) as server:
            page, took = _open(
                browser, f"{server.origin}/risk-scores?lang=en", "[data-testid=stVegaLiteChart] svg"
            )
            samples.append(took)
            page.context.close()
    return samples


def reruns(browser: Browser, server: Server) -> list[float]:
    """Language switched on the scores page: the whole page is computed and written anew."""
    page, _took = _open(browser, f"{server.origin}/risk-scores?lang=en", "[data-testid=stVegaLiteChart] svg")
    page.wait_for_timeout(1500)
    buttons = "[data-testid=stButtonGroup] button"
    samples = []
    for turn in range(RERUNS):
        samples.append(page.evaluate(CLICK_AND_WAIT, [buttons, turn % 2, "h1"]))
        # The rest of the page is still being written; a reader looks before the next click.
        page.wait_for_timeout(800)
    page.context.close()
    return samples[2:]


def switches(browser: Browser, server: Server) -> list[float]:
    """From one page to another through the menu, until the new question stands."""
    page, _took = _open(browser, f"{server.origin}/data?lang=en", "[data-testid=stVegaLiteChart] svg")
    page.wait_for_timeout(1000)
    samples = []
    for turn in range(SWITCHES):
        page.get_by_role("button", name="Workbench").click()
        wanted = "import" if turn % 2 == 0 else "data"
        link = f"[data-testid=stTopNavDropdownLink][href$='/{wanted}']"
        page.locator(link).first.wait_for()
        samples.append(page.evaluate(CLICK_AND_WAIT, [link, 0, "h1"]))
        page.wait_for_timeout(250)
    page.context.close()
    return samples[2:]


def memory(browser: Browser, server: Server) -> float:
    """Resident memory with twenty visitors on the overview."""
    pages = [
        _open(browser, f"{server.origin}/?lang=en", "[data-testid=stVegaLiteChart]")[0]
        for _turn in range(SESSIONS)
    ]
    used = memory_mebibytes(server.process)
    for page in pages:
        page.context.close()
    return used


def floor(browser: Browser) -> list[float]:
    """The same click on an empty page of the framework's own."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "floor.py"
        script.write_text(FLOOR_PAGE)
        port = "8597"
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", port]
        process = subprocess.Popen(
            [*command, "--server.headless", "true", "--browser.gatherUsageStats", "false"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            page = None
            for _turn in range(60):
                with contextlib.suppress(Exception):
                    page, _took = _open(browser, f"http://127.0.0.1:{port}/", "h2")
                    break
                time.sleep(0.5)
            assert page is not None, "the floor did not start"
            page.locator("[data-testid=stButtonGroup] button").nth(1).wait_for()
            samples = []
            for turn in range(RERUNS):
                samples.append(
                    page.evaluate(
                        CLICK_AND_WAIT, ["[data-testid=stButtonGroup] button", (turn + 1) % 2, "h2"]
                    )
                )
                page.wait_for_timeout(100)
            page.context.close()
        finally:
            process.terminate()
            process.wait(timeout=10)
    return samples[2:]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        environment = os.environ | {"VIGIE_HOME": folder}
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "data", "build"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        build = time.monotonic() - began
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        starts = []
        for _turn in range(COLD):
            with serving(home) as server:
                starts.append(1000 * server.seconds_to_ready)
        cold = cold_chart(browser, home)
        with serving(home) as server:
            rerun, switch = reruns(browser, server), switches(browser, server)
            used = memory(browser, server)
        lowest = floor(browser)
        browser.close()
    rows = [
        ("data build, from nothing", f"{1000 * build:,.0f} ms", "10,000 ms"),
        ("start to ready", f"{max(starts):,.0f} ms (worst of {COLD})", "3,000 ms"),
        ("first chart, fresh process", "{:,.0f} / {:,.0f} ms".format(*quantiles(cold)), "2,500 ms"),
        ("rerun of the scores page (p50 / p95)", "{:,.0f} / {:,.0f} ms".format(*quantiles(rerun)), "200 ms"),
        ("page switch (p50 / p95)", "{:,.0f} / {:,.0f} ms".format(*quantiles(switch)), "250 ms"),
        (f"memory, {SESSIONS} sessions", f"{used:,.0f} MiB", "400 MiB"),
        ("peer: rerun of an empty page", "{:,.0f} / {:,.0f} ms".format(*quantiles(lowest)), ""),
        ("ratio of the medians", f"{statistics.median(rerun) / statistics.median(lowest):.1f}", ""),
    ]
    print("| | measured | budget (p95) |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
