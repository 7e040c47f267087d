"""How soon a visitor with an empty cache sees answer and picture, and how many bytes that takes.

The peer is the framework's own floor, one chart and nothing else, opened in turn with ours in the same run on
the same machine: figures differ from machine to machine, ratios less.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.timing import until_quiet
from tests.browser.chromium import ARGUMENTS, find
from tests.browser.serving import serving
from tests.served.watched import served

TURNS = 7
PAGES = ("channels-costs", "macro-reserves")
READY_SECONDS = 60
FLOOR = """
import pandas as pd
import streamlit as st
st.header("one chart")
st.line_chart(pd.DataFrame({"a": range(20)}))
"""
CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
# The time at which each thing was first there, as the page itself saw it.
WATCH = """
(() => {
  window.seen = {}
  const wanted = %s
  const look = () => {
    for (const [name, selector] of Object.entries(wanted))
      if (!(name in window.seen) && document.querySelector(selector)) window.seen[name] = performance.now()
    requestAnimationFrame(look)
  }
  look()
})()
"""


def opened(browser: Browser, address: str, wanted: dict[str, str]) -> dict[str, float]:
    """Milliseconds until each thing was there, requests and bytes, of one visit with an empty cache."""
    import json

    context = browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH % json.dumps(wanted))
    counted = {"requests": 0.0, "bytes": 0.0}
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        counted["requests"] += 1
        counted["bytes"] += event["encodedDataLength"]

    wire.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="commit")
    page.locator(CHART).first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    seen: dict[str, float] = page.evaluate("window.seen")
    context.close()
    return seen | counted


def _painted(address: str) -> None:
    """Wait until the server has the first paint of a page."""
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with urllib.request.urlopen(asked) as answer:
            if b"data-picture" in answer.read():
                return
        time.sleep(1)


def _row(name: str, found: list[dict[str, float]], floor: float) -> None:
    middle = {key: statistics.median(each.get(key, float("nan")) for each in found) for key in found[0]}
    live = middle["chart"] / floor
    shown = [f"{middle[key]:,.0f} ms" if key in middle else "–" for key in ("answer", "picture", "chart")]
    first = middle.get("picture", middle["chart"])
    print(
        f"| {name} | {' | '.join(shown)} | {first / floor:.2f} | {live:.2f} | {middle['requests']:.0f} | "
        f"{middle['bytes'] / 1e6:.2f} MB |",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    ours = {"answer": "#vigie-first .answer", "picture": "#vigie-first .drawing svg", "chart": CHART}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home, script = Path(folder, "home"), Path(folder, "floor.py")
        home.mkdir()
        script.write_text(FLOOR)
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        settings = [
            "--server.port",
            "PORT",
            "--server.address",
            "127.0.0.1",
            "--server.fileWatcherType",
            "none",
        ]
        with (
            served(
                Path(folder, "floor"),
                home,
                ["streamlit", "run", str(script), *settings],
                ready="/_stcore/health",
            ) as peer,
            serving(home) as server,
        ):
            addresses = {page: f"{server.origin}/{page}?lang=fr" for page in PAGES}
            for address in addresses.values():
                _painted(address)
            # Both processes have served somebody before they are timed, and neither is still starting.
            until_quiet(server.process)
            opened(browser, f"http://127.0.0.1:{peer.port}/", {"chart": CHART})
            found: dict[str, list[dict[str, float]]] = {"floor": [], **{page: [] for page in PAGES}}
            for _turn in range(TURNS):
                found["floor"].append(opened(browser, f"http://127.0.0.1:{peer.port}/", {"chart": CHART}))
                for page, address in addresses.items():
                    found[page].append(opened(browser, address, ours))
        browser.close()
    floor = statistics.median(each["chart"] for each in found["floor"])
    print("| | answer | picture | live chart | picture × floor | live chart × floor | requests | bytes |")
    print("|---|---|---|---|---|---|---|---|")
    for name, each in found.items():
        _row("the framework, one chart" if name == "floor" else name, each, floor)


if __name__ == "__main__":
    main()
