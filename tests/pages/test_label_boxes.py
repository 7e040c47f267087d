"""No words of a chart overprint each other, are cut short or leave the picture."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from studies import core
from tests.pages.conftest import Opener
from tests.ui.label_boxes import faults
from ui import link
from ui.registry import PAGES, STORY

# How wide a chart is drawn: 390 and 1440 pixels of screen, and the wall of a meeting room.
PHONE, DESK, ROOM = 358, 1380, 1880
# Of the demonstration's banks, the one that stands best and the one that stands worst.
BEST, WORST = "amandier", "safran"
BANKS = (BEST, "caravane", "cedre", "detroit", "noria", "oliviers", WORST, "zellige")
# Pages whose pictures differ most from bank to bank.
OF_A_BANK = (
    *("overview", "risk-scores", "risk-drivers", "risk-losses"),
    *("channels-costs", "channels-activity", "marketing-search", "adoption-services"),
)
NAMED = ("overview", "risk-licensing", "adoption-services", "channels-costs")


def drawn(app: AppTest) -> list[dict[str, Any]]:
    """The charts of a page with their data, which the framework sends apart."""
    found = []
    for chart in app.get("vega_lite_chart"):
        specification = json.loads(chart.proto.spec)
        specification["datasets"] = {
            part.name: json.loads(
                pa.ipc.open_stream(part.data.data).read_pandas().to_json(orient="records", date_format="iso")
            )
            for part in chart.proto.datasets
        }
        found.append(specification)
    return found


def said(app: AppTest, *widths: int) -> list[str]:
    charts = [(place, width, chart) for place, chart in enumerate(drawn(app), 1) for width in widths]
    return [
        f"chart {place} at {width}: {fault}"
        for place, width, chart in charts
        for fault in faults(chart, width)
    ]


# A page in a language, and the width at which make test looks at it: the next page in the other language, the
# one after that at the other width. make test-all has all four ways.
TURNS = [(place, ("fr", "en")[place % 2], (PHONE, DESK)[place // 2 % 2]) for place in range(len(PAGES))]


@pytest.mark.parametrize(
    ("entry", "language", "width"),
    [
        pytest.param(PAGES[place], language, width, id=f"{PAGES[place].slug}-{language}-{width}")
        for place, language, width in TURNS
    ],
)
def test_no_label_of_a_page_meets_another(opened: Opener, entry, language: str, width: int) -> None:
    assert said(opened(entry.script, language), width) == []


# One page of each subject for each bank, so that every bank's labels are measured on a telephone.
@pytest.mark.parametrize(
    ("entry", "bank"),
    [
        pytest.param(
            entry,
            BANKS[place % len(BANKS)],
            id=f"{entry.slug}-{BANKS[place % len(BANKS)]}",
            # Each bank once, on pages of every subject.
            marks=() if place % 3 == 0 else pytest.mark.exhaustive,
        )
        for place, entry in enumerate([page for page in PAGES if page.slug in OF_A_BANK])
    ],
)
def test_no_label_meets_another_on_the_diagonal_of_pages_and_banks(
    open_page: Opener, entry, bank: str
) -> None:
    """A page for each bank, in French on a telephone; make test-all has every page for every bank."""
    assert said(open_page(entry.script, "fr", bank=bank), PHONE) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_no_label_meets_another_for_any_bank(open_page: Opener, entry, bank: str, language: str) -> None:
    assert said(open_page(entry.script, language, bank=bank), PHONE, DESK) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bank", [BEST, WORST])
# A screen of the story takes its size from the stage: the browser's own test measures it there.
@pytest.mark.parametrize("entry", [page for page in PAGES if page.slug != STORY], ids=lambda page: page.slug)
def test_no_label_meets_another_when_a_page_is_presented(
    open_page: Opener, entry, bank: str, language: str
) -> None:
    app = open_page(entry.script, language, bank=bank, mode="presentation")
    assert said(app, DESK, ROOM) == []


def test_the_banks_are_those_of_the_demonstration(demo_home) -> None:
    with link.pinned():
        assert set(core.banks(link.shown())["bank"]) == set(BANKS)


@pytest.mark.parametrize("slug", NAMED)
def test_no_label_meets_another_for_another_bank(open_page: Opener, slug: str) -> None:
    entry = next(page for page in PAGES if page.slug == slug)
    assert said(open_page(entry.script, "en", bank=WORST), DESK) == []


@pytest.mark.parametrize("slug", NAMED)
def test_no_label_meets_another_in_a_presentation(open_page: Opener, slug: str) -> None:
    entry = next(page for page in PAGES if page.slug == slug)
    assert said(open_page(entry.script, "fr", mode="presentation"), ROOM) == []
