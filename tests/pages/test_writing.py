"""Whoever has a workspace's link reads it; only its key lets one add to it."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import keys
from data.ingest.workspace import stored_tables
from tests.pages.conftest import Opener, plain

PAGE = "workbench_import.py"
NAME = "banque-1234"


@pytest.fixture
def own_home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(demo_home / "snapshots" / "demo", tmp_path / "snapshots" / "demo")
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    return tmp_path


def _load(app: AppTest, value: str) -> None:
    rows = f"bank,indicator,month,value\nown,O1,2026-03,{value}\n".encode()
    app.file_uploader[0].set_value(("own.csv", rows, "text/csv")).run()
    for step in ("import check", "import load"):
        if [button for button in app.button if button.key == step]:
            app.button(key=step).click().run()
    assert not app.exception


def _said(app: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "error", "success")
    return plain(" ".join(element.value for kind in kinds for element in getattr(app, kind)))


def _held() -> list[float]:
    return [float(value) for value in stored_tables(NAME)["risk_observation"]["value"]]


def _first_load(open_page: Opener) -> tuple[AppTest, str]:
    app = open_page(PAGE, "en")
    app.text_input(key="import workspace").set_value(NAME).run()
    _load(app, "1")
    assert _held() == [1.0]
    shown = [code.value for code in app.code if re.fullmatch("[0-9a-f]{32}", code.value)]
    assert len(shown) == 1, "the key is shown once"
    assert "Keep this writing key" in _said(app)
    return app, shown[0]


def test_a_stranger_with_the_link_reads_and_cannot_change_a_row(open_page: Opener, own_home: Path) -> None:
    app, key = _first_load(open_page)
    assert key not in str(dict(app.query_params))
    assert not any(key in code.value for code in app.code if code.value != key)

    stranger = open_page(PAGE, "en", w=NAME)
    assert "may be read by its link" in _said(stranger)
    assert key not in _said(stranger)
    stranger.text_input(key="import workspace").set_value(NAME).run()
    assert "exists already" in _said(stranger)
    _load(stranger, "9")
    assert _held() == [1.0]
    stranger.text_input(key="writing key").set_value("0" * 32).run()
    assert "This is not the key" in _said(stranger)
    _load(stranger, "9")
    assert _held() == [1.0]


def test_the_key_opens_the_workspace_for_writing_in_another_session(
    open_page: Opener, own_home: Path
) -> None:
    first, key = _first_load(open_page)
    _load(first, "2")
    assert _held() == [2.0], "whoever made it goes on adding"

    later = open_page(PAGE, "en", w=NAME)
    later.text_input(key="writing key").set_value(key).run()
    assert "A file loaded here joins them" in _said(later)
    _load(later, "3")
    assert _held() == [3.0]
    assert keys.opens(NAME, key)
