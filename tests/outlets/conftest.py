"""Outlets on the demonstration data."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _on_the_demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
