"""A running server whose data are damaged, lost and found again."""

import shutil
from pathlib import Path

from tests.served.watched import run, served, texts


def test_damaged_data_are_mended_at_the_start_and_lost_ones_told_until_they_are_back(
    demo_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home / "snapshots" / "demo", home / "snapshots" / "demo")
    for file in (home / "snapshots" / "demo").glob("*.duckdb"):
        file.write_bytes(file.read_bytes()[:100_000])
    command = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"]
    with served(tmp_path / "server", home, command) as server, server.socket() as wire:
        assert "What should we worry about" in texts(run(wire)[1])
        home.rename(tmp_path / "away")
        said = texts(run(wire, "data")[1])
        assert "cannot be read at the moment" in said
        assert str(tmp_path) not in said
        assert server.ask("/api/ready")[0].status == 503
        (tmp_path / "away").rename(home)
        assert "Where does every figure come from?" in texts(run(wire, "data")[1])
        assert server.ask("/api/ready")[0].status == 200
