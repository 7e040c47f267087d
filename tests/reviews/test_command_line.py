"""`python -m reviews` as whoever runs the machine uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviews.__main__ import main
from reviews.store import open_store

FIRST_HEAD = ("--issuer", "https://id.example", "--subject", "7", "--name", "A. Head", "--role", "head")


def test_a_ledger_is_granted_exported_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, out = f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "ledger.jsonl"
    assert main(["grant", "--store", store, *FIRST_HEAD, "--until", "2099-12-31"]) == 0
    assert main(["verify", "--store", store]) == 0
    head = capsys.readouterr().out.split()[-1]
    assert main(["export", "--store", store, "--out", str(out)]) == 0
    assert main(["verify", "--file", str(out), "--head", f"2:{head}"]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text(lines[0] + "\n", encoding="utf-8")
    assert main(["verify", "--file", str(out), "--head", f"2:{head}"]) == 1
    assert "truncated" in capsys.readouterr().out


def test_9_a_tail_cut_by_the_owner_of_the_file_is_said_with_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    store = open_store(address)
    store.append({"action": "one"})
    store.append({"action": "two"})
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_no_delete")
        connection.exec_driver_sql("DELETE FROM event WHERE seq = 2")
    store.close()
    assert main(["verify", "--store", address]) == 1
    assert capsys.readouterr().out.startswith("truncated: the ledger had reached further, event 2")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verify", "--store", "mysql://x/y"], "sqlite:///file.db"),
        (["verify", "--file", "no-such-file"], "no-such-file"),
        (["verify", "--head", "x"], "number and hash"),
        (["grant", *FIRST_HEAD, "--until", "soon"], "2027-06-30"),
        (["grant", *FIRST_HEAD[:-1], "respondent"], "name it"),
    ],
)
def test_a_wrong_command_says_how_to_mend_it(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_key_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "key"
    assert main(["key", str(key)]) == 0
    assert main(["key", str(key)]) == 2
    monkeypatch.setenv("VIGIE_REVIEWS_KEY_FILE", str(key))
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    store.append({"action": "one"})
    assert '"seal"' in (tmp_path / "a.db.head").read_text()
    assert main(["verify", "--store", f"sqlite:///{tmp_path / 'a.db'}"]) == 0
