"""One's own place: notes, favourites and scenarios of a workspace, found again, and closed to strangers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import keys, own
from tests.pages.conftest import Opener, plain
from ui import place

SCORES = "risk_scores.py"
NAME = "banque-1234"


@pytest.fixture
def key(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The writing key of a workspace that serves what the demonstration does."""
    for name in ("demo", NAME):
        shutil.copytree(demo_home / "snapshots" / "demo", tmp_path / "snapshots" / name)
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    return keys.renew(NAME)


def _said(app: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "warning", "error")
    return plain(" ".join(element.value for kind in kinds for element in getattr(app, kind)))


def _with(app: AppTest, *opened: str) -> AppTest:
    for name in opened:
        app.session_state[name] = True
    return app.run()


def _note(app: AppTest, text: str, month: str) -> AppTest:
    _with(app, "behind history")
    app.text_area(key="note text history").set_value(text)
    app.text_input(key="note month history").set_value(month)
    app.button(key="keep note history").click()
    return _with(app, "behind history")


def test_a_note_stands_under_its_figure_and_as_a_mark_of_its_month(open_page: Opener) -> None:
    app = open_page(SCORES, "en", show="", bank="safran", tab="history")
    _note(app, "[Core](http://x.example) moved", "2026-13")
    assert "write the month as 2026-10" in _said(app)
    _note(app, "[Core](http://x.example) moved", "2026-05")
    assert not app.exception
    said = _said(app)
    assert "stays in this session only" in said
    assert "Note of the workspace" in said
    assert "on May 2026" in said
    assert "\\[Core\\]" in said, "outside text stays text"
    drawn = [each.proto for each in app.get("vega_lite_chart") if "Core" in each.proto.alt]
    assert drawn
    assert "May 2026, Note of the workspace: [Core]" in plain(drawn[0].alt)
    app.query_params["bank"] = "zellige"
    assert "Core" not in _said(app.run()), "of one bank, not of another"


def test_only_the_key_of_a_workspace_lets_one_keep_something_and_all_find_it(
    open_page: Opener, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = _with(open_page(SCORES, "en", show="", w=NAME, tab="history"), "my place", "behind history")
    assert stranger.button(key="keep favourite").disabled
    assert "give the writing key" in _said(stranger)
    assert not [each for each in stranger.button if each.key == "keep note history"]
    assert own.read(NAME) == own.Own(), "and whoever only reads leaves no trace"

    stranger.text_input(key="writing key").set_value(key)
    _with(stranger, "my place")
    stranger.button(key="keep favourite").click()
    _with(stranger, "my place")
    _note(stranger, "Core moved", "")
    kept = own.read(NAME)
    assert [each.text for each in kept.notes] == ["Core moved"]
    assert [each.slug for each in kept.favourites] == ["risk-scores"]
    assert kept.last == own.Place("risk-scores", "", "history")

    other = _with(open_page(SCORES, "en", show="", w=NAME, tab="history"), "my place")
    assert "Core moved" in _said(other)
    # By the bare address, in a browser that had the workspace open.
    monkeypatch.setattr(place, "last_opened", lambda: NAME)
    bare = open_page("overview.py", "en", show="")
    assert "Go on where you were" in _said(bare)


def test_named_scenarios_are_the_workspaces(open_page: Opener, key: str) -> None:
    app = open_page("workbench_scenarios.py", "en", w=NAME, power="3")
    app.session_state["writing keys"] = {NAME: key}
    app.run()
    app.text_input(key="scenario name").set_value("Strict").run()
    app.button(key="keep scenario").click().run()
    assert "Strict" in own.read(NAME).scenarios
    tomorrow = _with(open_page(SCORES, "en", w=NAME), "my place")
    assert "Strict" in [each.label for each in tomorrow.button]
    assert "Strict" not in [each.label for each in _with(open_page(SCORES, "en"), "my place").button]


def test_a_damaged_file_of_a_workspace_hinders_no_page(open_page: Opener, key: str, tmp_path: Path) -> None:
    (tmp_path / "workspaces" / NAME / own.FILE).write_text('{"format": 1, "notes": [7], "scenarios": "{"}')
    app = _with(open_page(SCORES, "en", w=NAME), "my place")
    assert not app.exception
