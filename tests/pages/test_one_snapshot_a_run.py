"""A page shows one state of the data, whatever is published while it is being drawn."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx
from streamlit.testing.v1 import AppTest

from data.snapshots import current
from studies import core
from tests.pages.conftest import ROUTER
from tests.swapping import WORKSPACE, published
from ui import link, page
from ui.link import LANGUAGE_STATE
from ui.report import build
from ui.report.chosen import Asked

Hook = Callable[[], None]


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Hook]]:
    """What is to happen once a page has given its answer and before it draws the rest."""
    hooks: list[Hook] = []
    answer = page.Page.answer

    def then(self: page.Page, *args: str, **kwargs: str) -> None:
        answer(self, *args, **kwargs)
        while hooks:
            hooks.pop(0)()

    monkeypatch.setattr(page.Page, "answer", then)
    yield hooks
    st.session_state.clear()


def _open(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    app.query_params.update({"lang": "en", "w": WORKSPACE, "show": "all"} | query)
    return app


def _shown(app: AppTest) -> dict[str, object]:
    assert not app.exception
    return {
        "answer": app.get_by_key("answer").markdown[0].value,
        "charts": [chart.proto.spec for chart in app.get("vega_lite_chart")],
        "described": [chart.proto.alt for chart in app.get("vega_lite_chart")],
        "tables": [table.value.to_json() for table in app.dataframe],
        "foot": next(caption.value for caption in app.caption if "snapshot" in caption.value),
        "link": app.code[-1].value,
    }


def test_data_published_while_a_page_is_drawn_are_for_the_next_run(between: list[Hook]) -> None:
    first = published(0)
    before = _shown(_open().run())
    app = _open()
    between.append(lambda: published(20))
    assert _shown(app.run()) == before
    assert first.hash[:8] in before["foot"]
    second = current(WORKSPACE)
    after = _shown(app.run())
    assert second.hash[:8] in after["foot"]
    assert after["answer"] != before["answer"]
    assert after["tables"] != before["tables"]


def test_a_run_reads_on_when_newer_data_have_pushed_its_file_out(
    between: list[Hook], nothing_kept: None
) -> None:
    first = published(31)

    def many() -> None:
        for generation in range(32, 42):
            core.banks(published(generation))
        assert not first.path.exists()

    between.append(many)
    crowded = _shown(_open().run())
    assert first.hash[:8] in crowded["foot"]
    published(31)
    core.forget()
    again = _shown(_open().run())
    # Put in place a second time, it says another minute of its building.
    assert {**again, "foot": ""} == {**crowded, "foot": ""}


def test_older_data_asked_for_stay_the_ones_shown_when_they_are_pruned(between: list[Hook]) -> None:
    older = published(51)
    published(52)

    def many() -> None:
        for generation in range(53, 63):
            published(generation)
        assert not older.path.exists()

    between.append(many)
    shown = _shown(_open(data=older.hash[:8]).run())
    assert older.hash[:8] in shown["foot"]
    assert f"data={older.hash[:8]}" in shown["link"]


def test_a_thread_of_a_run_reads_what_the_run_reads(between: list[Hook]) -> None:
    first = published(71)
    read: list[str] = []

    def aside() -> None:
        published(72)
        thread = threading.Thread(target=lambda: read.append(link.shown().hash))
        add_script_run_ctx(thread)
        thread.start()
        thread.join()

    between.append(aside)
    _shown(_open().run())
    assert read == [first.hash]


def test_a_pack_is_of_one_snapshot_also_outside_of_a_page(
    between: list[Hook], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(81)
    st.session_state[LANGUAGE_STATE] = "en"
    link.open_workspace(WORKSPACE)
    wanted = build.order(("risk-scores", "risk-drivers"), Asked("amandier", "Banque Amandier"), "http://x")

    def told(_share: float, what: str) -> None:
        if what == "risk-drivers":
            published(82)

    made = build.build(wanted, told)
    assert made.pack.about["Snapshot"] == wanted.snapshot == first.hash
    assert json.loads(made.annex_json)["snapshot"]["hash"] == first.hash
    assert link.shown().hash == current(WORKSPACE).hash != first.hash
    pd.testing.assert_frame_equal(core.risk_catalogue(first), core.risk_catalogue(link.shown()))
