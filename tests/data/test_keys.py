"""A workspace's name lets one read it, its key lets one write; the command line needs none."""

from pathlib import Path

import pytest

from data import keys
from data.__main__ import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    monkeypatch.delenv("VIGIE_DEMO", raising=False)
    return tmp_path


def test_a_workspace_is_claimed_once_and_opened_by_its_key_alone(home: Path) -> None:
    key = keys.claim("own-bank")
    assert keys.opens("own-bank", key)
    assert not keys.opens("own-bank", key[:-1])
    assert not keys.opens("own-bank", "")
    with pytest.raises(PermissionError, match="exists already"):
        keys.claim("own-bank")
    assert keys.claim("other-bank") != key


def test_the_key_itself_is_nowhere_on_the_disk(home: Path) -> None:
    key = keys.claim("own-bank")
    held = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert held
    assert not any(key.encode() in content for content in held)


def test_rows_loaded_at_the_command_line_are_nobody_s_on_a_page_until_it_gives_a_key(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "workspaces" / "own-bank"
    folder.mkdir(parents=True)
    (folder / "bank.parquet").write_bytes(b"rows")
    with pytest.raises(PermissionError):
        keys.claim("own-bank")
    assert not keys.opens("own-bank", "")
    assert main(["key", "own-bank"]) == 0
    key = capsys.readouterr().out.strip()
    assert keys.opens("own-bank", key)
    assert main(["key", "own-bank"]) == 0
    assert not keys.opens("own-bank", key)
    assert main(["key", "no-bank"]) == 1
