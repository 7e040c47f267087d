"""`python -m tests.browser.pictures`: the pictures of docs/REVIEW.md, made again by the walk of a case."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import ADVICE, ARGUMENTS, find
from tests.browser.conftest import WITHIN_MILLISECONDS, settled
from tests.browser.desk import PLACE, Desk, walk
from tests.browser.serving import ROOT, serving

FOLDER = ROOT / "docs" / "img" / "review"
SIZE = {"width": 1280, "height": 900}
COLOURS = 64
# Name of a view of the walk → its picture; the others are looked at by the journey alone.
SHOWN = {
    "supervisor-opens": "1-supervisor",
    "horizontal-asked": "2-horizontal-reviewer",
    "supervisor-challenged": "3-supervisor-challenged",
    "head-asked": "4-head",
    "bank-told": "5-bank",
    "supervisor-answered": "6-supervisor-answered",
    "supervisor-reopened": "7-supervisor-reopened",
    "auditor-ledger": "8-auditor",
}


def main() -> None:
    """Walk a case on a home of its own and keep its views."""
    path = find()
    if path is None:
        sys.exit(ADVICE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        made = os.environ | {"VIGIE_HOME": home}
        subprocess.run([sys.executable, "-m", "data", "build"], cwd=ROOT, env=made, check=True)
        with serving(Path(home)) as server:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce", locale="en-GB")
            page.set_default_timeout(WITHIN_MILLISECONDS)
            page.goto(f"{server.origin}/review-case?lang=en&{PLACE}")
            settled(page)
            for view in walk(Desk(page, "en")):
                if view in SHOWN:
                    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
                    page.mouse.move(0, 0)
                    drawn = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
                    few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                    few.save(FOLDER / f"{SHOWN[view]}.png", optimize=True)
            browser.close()


if __name__ == "__main__":
    main()
