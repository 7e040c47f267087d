"""A home with the demonstration snapshot, apart from that of other tests: workspaces are written here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``VIGIE_HOME`` with the demonstration in it and nothing else."""
    shutil.copytree(demo_home / "snapshots" / "demo", tmp_path / "snapshots" / "demo")
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    return tmp_path
