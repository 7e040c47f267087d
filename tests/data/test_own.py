"""What a workspace keeps beside its rows: whole or as it was, bounded, backed up, in nobody’s way."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import keys, own
from data.__main__ import OK, main
from data.archive import backup

BANK = "banque-alpha"
NOTE = own.Note(
    "0a1b2c3d", date(2026, 11, 3), "risk-scores", "history", "Migration done", "D. A.", "2026-10", "atlas"
)
PLACE = own.Place("channels-costs", "bank=atlas&cpractical=0.8", "channels")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    keys.claim(BANK)
    return tmp_path / "home" / "workspaces" / BANK


def test_what_is_kept_is_there_tomorrow_and_in_the_backup(workspace: Path, tmp_path: Path, capsys) -> None:
    kept = own.change(BANK, lambda before: before.noted(NOTE).with_favourite(PLACE).seen(PLACE))
    own._read.clear()
    assert own.read(BANK) == kept == own.Own((NOTE,), (PLACE,), PLACE)
    backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert json.loads(archive.read(f"workspaces/{BANK}/own.json"))["notes"][0]["text"] == "Migration done"
    assert main(["own", BANK]) == OK
    assert json.loads(capsys.readouterr().out)["favourites"][0]["slug"] == "channels-costs"
    own.change(BANK, lambda before: before.without(NOTE.code).without_favourite(PLACE))
    assert own.read(BANK) == own.Own(last=PLACE)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"text": " \u200b\n "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"author": "x" * 61}, "author"),
        ({"month": "2026-13"}, "month"),
        ({"slug": "../risk"}, "name"),
    ],
)
def test_a_note_that_cannot_be_is_refused_by_name_of_its_rule(workspace: Path, wrong, rule: str) -> None:
    with pytest.raises(own.NotKept) as refused:
        own.change(BANK, lambda before: before.noted(replace(NOTE, **wrong)))
    assert refused.value.rule == rule
    assert own.read(BANK) == own.Own()


def test_notes_and_favourites_are_bounded(workspace: Path) -> None:
    full = own.Own(notes=(NOTE,) * own.MOST_NOTES)
    with pytest.raises(own.NotKept, match="notes"):
        full.noted(NOTE)
    places = tuple(own.Place("overview", f"bank=b{place}") for place in range(own.MOST_FAVOURITES))
    with pytest.raises(own.NotKept, match="favourites"):
        own.Own(favourites=places).with_favourite(PLACE)
    with pytest.raises(own.NotKept, match="place"):
        own.Own().with_favourite(own.Place("overview", "x" * 5000))


@given(st.text(max_size=300))
def test_any_text_is_kept_as_one_line_without_what_cannot_be_seen(text: str) -> None:
    try:
        kept = own.checked(replace(NOTE, text=text)).text
    except own.NotKept:
        return
    assert own.checked(replace(NOTE, text=kept)).text == kept
    assert kept.isprintable()


def test_a_damaged_file_hinders_no_reader_and_stays_beside_what_is_written_next(workspace: Path) -> None:
    own.change(BANK, lambda before: before.noted(NOTE).seen(PLACE))
    whole = json.loads((workspace / own.FILE).read_text())
    half = {**whole, "notes": [*whole["notes"], {"text": "without a page"}, 3]}
    for damaged in ("", "{", "[]", "3", '{"format": "x"}', "[" * 100_000, json.dumps(half)):
        (workspace / own.FILE).write_text(damaged)
        found = own.read(BANK)
        assert found in (own.Own(), own.Own((NOTE,), (), PLACE))
        after = own.change(BANK, lambda before: before.seen(own.Place("overview")))
        assert own.read(BANK) == after
        assert (workspace / own.DAMAGED).read_text() == damaged
    assert own.read(BANK).notes == (NOTE,), "of half a file, the half that can be read"


def test_what_a_newer_release_wrote_is_left_alone(workspace: Path) -> None:
    (workspace / own.FILE).write_text('{"format": 99}')
    assert own.read(BANK) == own.Own()
    with pytest.raises(own.NewerFormat):
        own.change(BANK, lambda before: before.seen(PLACE))
    assert (workspace / own.FILE).read_text() == '{"format": 99}'


def test_nothing_is_kept_where_there_is_no_workspace(workspace: Path) -> None:
    with pytest.raises(FileNotFoundError):
        own.change("nobody-here", lambda before: before.seen(PLACE))
    assert own.read("nobody-here") == own.Own()
