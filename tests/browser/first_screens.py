"""`python -m tests.browser.first_screens --before ADDRESS`: the sheets of docs/FIRST_SCREENS.md.

The first screen of every page of the server at ADDRESS beside this product’s, on a desk and on a telephone.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ADVICE, ARGUMENTS, find
from tests.browser.conftest import WITHIN_MILLISECONDS, settled
from tests.browser.serving import ROOT, serving
from ui.registry import HOME, MOVED, PAGES, PageEntry

FOLDER: Final = ROOT / "docs" / "img"
ASKED: Final = "lang=en&bank=caravane"
# Width and height of the window, how far its picture is reduced, and how many pairs stand side by side.
SIZES: Final = {1440: (900, 0.42, 2), 390: (844, 0.6, 5)}
# A chart is drawn after its page has settled.
DRAWN_WITHIN_MILLISECONDS: Final = 1_500
GAP, TITLE, TYPE = 12, 26, 17
QUALITY: Final = 62
EARLIER: Final = {now: before for before, now in MOVED.items()}
SHADES: Final = ("#E4E8ED", "#FFFFFF", "#0D141C")


def main() -> None:
    """Take every first screen twice and put them side by side."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--before", required=True, metavar="ADDRESS", help="such as http://127.0.0.1:8501")
    before = asked.parse_args().before
    if (path := find()) is None:
        sys.exit(ADVICE)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        made = os.environ | {"VIGIE_HOME": home}
        subprocess.run([sys.executable, "-m", "data", "build"], cwd=ROOT, env=made, check=True)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with serving(Path(home)) as server:
            for width in SIZES:
                pairs = list(_pairs(browser, width, before, server.origin))
                name = FOLDER / f"first_screens_{width}.webp"
                _sheet(pairs, width).save(name, quality=QUALITY, method=6)
                print(f"{name.relative_to(ROOT)}: {len(pairs)} pages, {name.stat().st_size / 1e6:.1f} MB")
        browser.close()


def _pairs(
    browser: Browser, width: int, before: str, after: str
) -> Iterator[tuple[str, Image.Image, Image.Image]]:
    """Title of each page that both servers have, and its two first screens."""
    window = {"width": width, "height": SIZES[width][0]}
    tab = browser.new_context(viewport=window, reduced_motion="reduce", locale="en-GB").new_page()
    tab.set_default_timeout(WITHIN_MILLISECONDS)
    for entry in PAGES:
        once = _first_screen(tab, before, EARLIER.get(entry.slug, entry.slug))
        if once is not None and (now := _first_screen(tab, after, entry.slug)) is not None:
            yield _named(entry), once, now
    tab.context.close()


def _named(entry: PageEntry) -> str:
    return f"{entry.group} › {entry.title}"


def _first_screen(tab: Page, origin: str, slug: str) -> Image.Image | None:
    """The window as a reader meets it; None where the server has no such page."""
    tab.goto(f"{origin}/{'' if slug == HOME.slug else slug}?{ASKED}")
    settled(tab)
    tab.wait_for_timeout(DRAWN_WITHIN_MILLISECONDS)
    if tab.get_by_role("dialog").count():
        return None
    return Image.open(io.BytesIO(tab.screenshot(animations="disabled"))).convert("RGB")


def _sheet(pairs: Sequence[tuple[str, Image.Image, Image.Image]], width: int) -> Image.Image:
    """Pairs in rows, before at the left of after, each under its name."""
    high, scale, across = SIZES[width]
    size = round(width * scale), round(high * scale)
    step_x, step_y = 2 * size[0] + 3 * GAP, size[1] + TITLE + 2 * GAP
    ground, light, ink = SHADES
    sheet = Image.new("RGB", (across * step_x, -(-len(pairs) // across) * step_y), ground)
    pen, type_ = ImageDraw.Draw(sheet), ImageFont.load_default(TYPE)
    for place, (name, *screens) in enumerate(pairs):
        left, top = place % across * step_x + GAP, place // across * step_y + GAP
        pen.rectangle(
            (left - 4, top - 4, left + 2 * size[0] + GAP + 4, top + TITLE + size[1] + 4), fill=light
        )
        pen.text((left, top), f"{name}: before, after", fill=ink, font=type_)
        for side, screen in enumerate(screens):
            reduced = screen.resize(size, Image.Resampling.LANCZOS)
            sheet.paste(reduced, (left + side * (size[0] + GAP), top + TITLE))
    return sheet


if __name__ == "__main__":
    main()
