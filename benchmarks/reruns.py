"""What drawing each page costs the processor: the first time in a process, and once its results are kept.

Processor time, which other work on the machine changes little; two languages in turn, since a reader who
changes it draws everything anew. Goals: 60 ms kept, 300 ms at first.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.visitors import processor_milliseconds
from tests.served.watched import Served, run, served
from ui.registry import PAGES, PageEntry

WARM, KEPT_GOAL, FIRST_GOAL = 10, 60.0, 300.0
_SETTLED_SECONDS, _SETTLED_MILLISECONDS, _PATIENCE_SECONDS = 3.0, 30.0, 180.0
_COMMAND = [
    *("streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"),
    *("--server.fileWatcherType", "none"),
]


def _settle(server: Served) -> None:
    """Wait until what a start computes ahead is computed."""
    until = time.monotonic() + _PATIENCE_SECONDS
    # The first visitor is waited for before the rest is warmed.
    time.sleep(25)
    while time.monotonic() < until:
        before = processor_milliseconds(server.process)
        time.sleep(_SETTLED_SECONDS)
        if processor_milliseconds(server.process) - before < _SETTLED_MILLISECONDS:
            return


def page_costs(server: Served, page: PageEntry) -> tuple[float, float]:
    """Processor milliseconds of the first drawing of a page, and of one whose results are kept."""
    with server.socket() as wire:

        def drawn(turns: int) -> float:
            before = processor_milliseconds(server.process)
            for turn in range(turns):
                run(wire, "" if page is PAGES[0] else page.slug, f"lang={('fr', 'en')[turn % 2]}")
            return (processor_milliseconds(server.process) - before) / turns

        first = drawn(1)
        drawn(2)
        return first, drawn(WARM)


def main() -> None:
    """Print the table, the dearest page first."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with served(Path(folder) / "server", home, _COMMAND) as server:
            _settle(server)
            found = {page.slug: page_costs(server, page) for page in PAGES}
    print("| page | first, ms | kept, ms |\n|---|---|---|")
    for slug, (first, kept) in sorted(found.items(), key=lambda row: -row[1][1]):
        print(f"| {slug} | {first:,.0f} | {kept:,.0f} |")
    firsts, kepts = zip(*found.values(), strict=True)
    print(
        f"\nhalf of the pages: {statistics.median(firsts):,.0f} ms at first, {statistics.median(kepts):,.0f} "
        f"kept; within their goal {sum(each <= FIRST_GOAL for each in firsts)} and "
        f"{sum(each <= KEPT_GOAL for each in kepts)} of {len(found)}"
    )


if __name__ == "__main__":
    main()
