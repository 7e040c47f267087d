"""No words of a chart overprint each other, are cut short or leave the picture."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener
from tests.ui.label_boxes import faults
from ui.registry import PAGES

DESK, ROOM = 1380, 1880
# Of the demonstration's banks, the one that stands best and the one that stands worst.
BEST, WORST = "amandier", "safran"
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


def said(app: AppTest, width: int) -> list[str]:
    charts = enumerate(drawn(app), 1)
    return [f"chart {place}: {fault}" for place, chart in charts for fault in faults(chart, width)]


@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_no_label_of_a_page_meets_another(opened: Opener, entry) -> None:
    assert said(opened(entry.script, "fr"), DESK) == []


@pytest.mark.parametrize("slug", NAMED)
def test_no_label_meets_another_for_another_bank(open_page: Opener, slug: str) -> None:
    entry = next(page for page in PAGES if page.slug == slug)
    assert said(open_page(entry.script, "en", bank=WORST), DESK) == []


@pytest.mark.parametrize("slug", NAMED)
def test_no_label_meets_another_in_a_presentation(open_page: Opener, slug: str) -> None:
    entry = next(page for page in PAGES if page.slug == slug)
    assert said(open_page(entry.script, "fr", mode="presentation"), ROOM) == []


def test_no_label_of_the_story_meets_another_in_a_presentation(open_page: Opener) -> None:
    app = open_page("workbench_story.py", "fr", mode="presentation")
    wrong = []
    for step in range(1, 9):
        app.selectbox(key="control story_step").set_value(str(step)).run()
        wrong += [f"screen {step}: {fault}" for fault in said(app, ROOM)]
    assert wrong == []
