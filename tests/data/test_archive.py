"""Backups: whole or not at all, and nothing of a damaged one is given back."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from data import archive, publishing
from data.__main__ import OK, REFUSED, main
from data.archive import Damaged, backup, restore, verify
from data.connection import query
from data.ingest import load, load_references, validate
from data.ingest.refresh import refresh
from data.ingest.workspace import loads, stored_tables
from data.keys import claim, opens
from data.snapshots import current, workspaces

BANK = "banque-alpha"
KEPT = Path(__file__).parents[1] / "homes"
DAMAGES = 400


def _load(month: str) -> None:
    rows = f"bank;indicator;month;value\nalpha;O1;{month};1.5\n".encode()
    report = validate(rows, "a.csv", table="risk_observation", known=load_references(BANK))
    assert report.ok, report.problems
    load(report, table="risk_observation", workspace=BANK)


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "home"
    (made / "snapshots").mkdir(parents=True)
    shutil.copytree(demo_home / "snapshots" / "demo", made / "snapshots" / "demo")
    monkeypatch.setenv("VIGIE_HOME", str(made))
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere"


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_given_back_is_what_was_kept(
    home: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = claim(BANK)
    _load("2026-01")
    _load("2026-02")
    with closing(sqlite3.connect(home / "reviews.db")) as store, store:
        store.executescript("CREATE TABLE event (seq INTEGER); INSERT INTO event VALUES (1), (2)")
    (home / "reviews.db.head").write_text('{"seq": 2}')
    # What a killed writer left, and the lock of a running one, are no part of it.
    (home / "workspaces" / BANK / f".bank.parquet.1.abc{'.part'}").write_bytes(b"half")
    served = current(BANK)
    made = backup(tmp_path / "kept.zip")
    assert made.workspaces == (BANK,)
    assert not list(tmp_path.glob(".*.part"))
    assert (tmp_path / "kept.zip").stat().st_mode & 0o077 == 0
    before = {
        name: text for name, text in _contents(home).items() if ".lock" not in name and ".part" not in name
    }
    store_before = before.pop("reviews.db")

    monkeypatch.setenv("VIGIE_HOME", str(empty))
    assert restore(tmp_path / "kept.zip") == made
    after = _contents(empty)
    assert len(after.pop("reviews.db")) == len(store_before)
    assert after == before
    assert current(BANK).hash == served.hash
    assert set(workspaces()) == {"demo", BANK}
    assert opens(BANK, key)
    assert len(loads(BANK)) == 2
    with closing(sqlite3.connect(empty / "reviews.db")) as store:
        assert store.execute("SELECT sum(seq) FROM event").fetchone() == (3,)
    assert (
        query(current(BANK), "SELECT count(*) AS n FROM risk_observation WHERE bank = 'alpha'")["n"][0] == 2
    )


def test_a_home_that_keeps_something_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    backup(tmp_path / "kept.zip")
    before = _contents(home)
    with pytest.raises(FileExistsError, match="snapshots"):
        restore(tmp_path / "kept.zip")
    with pytest.raises(FileExistsError, match="exists already"):
        backup(tmp_path / "kept.zip")
    assert _contents(home) == before


def test_of_a_damaged_archive_nothing_is_given_back(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(empty))
    (stored,) = KEPT.glob("0.1.0.zip")
    sound, whole = verify(stored), stored.read_bytes()
    dice, damaged = random.Random(20_261_130), tmp_path / "damaged.zip"
    refused = 0
    for turn in range(DAMAGES):
        content = bytearray(whole)
        if turn % 4 == 0:
            del content[dice.randrange(len(content)) :]
        else:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        damaged.write_bytes(content)
        try:
            # A byte that says when or on which system a file was packed changes none of them.
            assert verify(damaged).files == sound.files
        except Damaged:
            refused += 1
            if turn % 20 == 0:
                with pytest.raises(Damaged):
                    restore(damaged)
                assert list(empty.iterdir()) == []
    assert refused > 0.9 * DAMAGES


def test_a_list_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    def made(files: dict[str, bytes], listed: dict[str, str], form: int = archive.FORMAT) -> Path:
        path = tmp_path / f"{random.random()}.zip"
        with zipfile.ZipFile(path, "w") as target:
            for name, content in files.items():
                target.writestr(name, content)
            body = {"format": form, "made_at": "2026-11-30T00:00:00+00:00", "files": listed}
            target.writestr(archive.LIST, json.dumps(body))
        return path

    hashed = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    inside = "workspaces/a/b"
    assert verify(made({inside: b""}, {inside: hashed})).size == 0
    for files, listed, form in (
        ({inside: b"x"}, {inside: hashed}, 1),
        ({inside: b"", "workspaces/a/c": b""}, {inside: hashed}, 1),
        ({}, {inside: hashed}, 1),
        ({inside: b""}, {inside: hashed}, 2),
        ({"../outside/b": b""}, {"../outside/b": hashed}, 1),
        ({"workspaces/../b": b""}, {"workspaces/../b": hashed}, 1),
        ({"/workspaces/a": b""}, {"/workspaces/a": hashed}, 1),
        ({"settings.toml": b""}, {"settings.toml": hashed}, 1),
    ):
        with pytest.raises(Damaged):
            verify(made(files, listed, form))


def test_a_full_disk_leaves_neither_half_an_archive_nor_half_a_home(
    home: Path,
    empty: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = tmp_path / "kept.zip"
    backup(kept)

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("VIGIE_HOME", str(empty))
    with monkeypatch.context() as patched:
        patched.setattr(archive.os, "fsync", full)
        assert main(["restore", str(kept)]) == REFUSED
        assert list(empty.iterdir()) == []
        monkeypatch.setenv("VIGIE_HOME", str(home))
        assert main(["backup", str(tmp_path / "second.zip")]) == REFUSED
    assert "No space left" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != "") == ["kept.zip"]


def test_a_home_of_which_one_part_cannot_be_placed_is_left_empty(
    home: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load("2026-01")
    backup(tmp_path / "kept.zip")
    monkeypatch.setenv("VIGIE_HOME", str(empty))
    placed: list[str] = []

    def second_fails(source: Path, target: Path) -> None:
        placed.append(target.name)
        if len(placed) > 1:
            raise OSError(errno.EIO, "Input/output error")
        os.replace(source, target)

    monkeypatch.setattr(archive.os, "rename", second_fails)
    with pytest.raises(OSError, match="Input/output"):
        restore(tmp_path / "kept.zip")
    assert placed == ["workspaces", "snapshots"]
    assert list(empty.iterdir()) == []


def test_the_commands_say_what_they_did(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIGIE_REVIEWS", "postgresql+psycopg://vigie:secret@db/vigie")
    _load("2026-01")
    kept = tmp_path / "kept.zip"
    assert main(["backup", str(kept), "--lang", "en"]) == OK
    said = capsys.readouterr().out
    assert f"workspaces: {BANK};" in said
    assert "VIGIE_REVIEWS=postgresql+psycopg:…" in said
    assert "secret" not in said
    assert main(["verify", str(kept), "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["workspaces"] == [BANK]
    kept.write_bytes(kept.read_bytes()[:-40])
    assert main(["verify", str(kept)]) == REFUSED
    assert "kept.zip" in capsys.readouterr().err
    assert main(["usage", "--lang", "en"]) == OK
    assert f"snapshots/{BANK}" in capsys.readouterr().out


def test_snapshots_are_kept_by_number_and_by_age(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in ("2026-01", "2026-02", "2026-03", "2026-04"):
        _load(month)
    folder = home / "snapshots" / BANK

    def files() -> int:
        return len(list(folder.glob("*.duckdb")))

    assert files() == 4
    monkeypatch.setenv("VIGIE_KEEP_SNAPSHOTS", "3")
    assert publishing.prune() == 1
    assert files() == 3
    served = current(BANK)
    monkeypatch.setenv("VIGIE_KEEP_DAYS", "30")
    long_ago = time.time() - 31 * 86_400
    for path in folder.glob("*.duckdb"):
        os.utime(path, (long_ago, long_ago))
    assert publishing.prune() == 2
    # The one that is served stays, however old.
    assert [path.stem for path in folder.glob("*.duckdb")] == [served.hash]
    for wrong in ("0", "-1", "many"):
        monkeypatch.setenv("VIGIE_KEEP_SNAPSHOTS", wrong)
        with pytest.raises(ValueError, match=r"VIGIE_KEEP_SNAPSHOTS|invalid literal"):
            publishing.retention()


@pytest.mark.parametrize("stored", sorted(KEPT.glob("*.zip")), ids=lambda path: path.stem)
def test_a_home_of_an_earlier_release_is_taken_over_whole(
    stored: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each release leaves such a home behind; it stays here for ever, and every later release opens it."""
    from reviews.ledger import verify as verify_ledger
    from reviews.store import address, open_store

    monkeypatch.setenv("VIGIE_HOME", str(empty))
    monkeypatch.delenv("VIGIE_REVIEWS", raising=False)
    restore(stored)
    assert set(refresh()) == {"demo", BANK}
    rows = {name: len(frame) for name, frame in stored_tables(BANK).items()}
    assert rows["risk_observation"] == 24
    assert rows["incident"] == 2
    served = query(current(BANK), "SELECT count(*) AS n FROM risk_observation WHERE bank = 'alpha'")
    assert served["n"][0] == 24
    assert [each["table"] for each in loads(BANK)] == ["risk_observation", "incident"]
    assert opens(BANK, "5504fa894665b07133f9b2f26ba6eef4")
    store = open_store(address())
    found = verify_ledger(store, [])
    store.close()
    assert (found.state, found.count) == ("ok", 2)
    assert found.head == "408844636b01e468d16da1a7819f5aba94e97fc9ef6cb8bb9e3f739430665791"
