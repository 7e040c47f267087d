"""Building: the same inputs give the same snapshot, and a workspace never touches the demonstration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import build
from data.build import IntegrityError, base_digest, base_tables, build_base, build_workspace
from data.connection import query
from data.contracts import CONTRACTS, contract
from data.frames import conform, parquet_bytes
from data.snapshots import DEMO, SnapshotMissing, WorkspaceMissing, current, workspaces

_BANK = {"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]}


@pytest.fixture(autouse=True)
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return demo_home


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    return base_tables()


def _observations(**changes: list[object]) -> pd.DataFrame:
    row: dict[str, list[object]] = {
        "bank": ["mine"],
        "indicator": ["O1"],
        "month": ["2026-10-01"],
        "value": [2.5],
    }
    return pd.DataFrame(row | changes)


def test_building_the_base_again_changes_nothing() -> None:
    first = current(DEMO)
    assert build_base() == first
    assert first.hash == base_digest()
    assert first.as_of == date(2026, 10, 31)


def test_the_base_holds_every_table_with_every_row(made: dict[str, pd.DataFrame]) -> None:
    snapshot = current(DEMO)
    for name, rows in made.items():
        order = ", ".join(f'"{key}"' for key in contract(name).key)
        kept = conform(contract(name), query(snapshot, f'SELECT * FROM "{name}" ORDER BY {order}'))
        expected = rows.sort_values(list(contract(name).key), ignore_index=True)
        assert parquet_bytes(contract(name), kept) == parquet_bytes(contract(name), expected), name


def test_a_change_of_a_shipped_file_changes_the_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = base_digest()
    monkeypatch.setattr(build, "_HERE", tmp_path)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "fact.csv").write_text("country\nMAR\n", encoding="utf-8")
    empty = base_digest()
    (tmp_path / "facts" / "fact.csv").write_text("country\nFRA\n", encoding="utf-8")
    assert len({before, empty, base_digest()}) == 3


def test_a_workspace_has_the_base_and_its_own_rows() -> None:
    snapshot = build_workspace("own", {"bank": pd.DataFrame(_BANK), "risk_observation": _observations()})
    assert current("own") == snapshot
    assert "own" in workspaces()
    assert workspaces()[0] == DEMO
    banks = query(snapshot, "SELECT bank, source, kind FROM bank WHERE bank = 'mine'")
    assert banks.to_numpy().tolist() == [["mine", "own_file", "observed"]]
    counts = [
        query(s, "SELECT count(*) AS n FROM risk_observation")["n"].iloc[0] for s in (current(DEMO), snapshot)
    ]
    assert counts[1] == counts[0] + 1
    assert query(current(DEMO), "SELECT count(*) AS n FROM bank")["n"].iloc[0] == 8


def test_an_own_row_takes_the_place_of_the_base_row_with_its_key() -> None:
    where = "WHERE bank = 'zellige' AND indicator = 'O1' AND month = DATE '2026-10-01'"
    before = query(current(DEMO), f"SELECT value FROM risk_observation {where}")["value"].iloc[0]
    changed = _observations(bank=["zellige"], value=[before + 1.0])
    snapshot = build_workspace("replaced", {"risk_observation": changed})
    after = query(snapshot, f"SELECT value, kind FROM risk_observation {where}")
    assert after.to_numpy().tolist() == [[before + 1.0, "observed"]]
    assert query(current(DEMO), f"SELECT value FROM risk_observation {where}")["value"].iloc[0] == before


def test_the_whole_content_is_given_each_time() -> None:
    build_workspace("whole", {"bank": pd.DataFrame(_BANK), "risk_observation": _observations()})
    snapshot = build_workspace("whole", {"bank": pd.DataFrame(_BANK)})
    assert query(snapshot, "SELECT count(*) AS n FROM risk_observation WHERE bank = 'mine'")["n"].iloc[0] == 0


def test_the_same_content_has_the_same_name_and_other_content_another() -> None:
    tables = {"bank": pd.DataFrame(_BANK), "risk_observation": _observations()}
    first = build_workspace("named", tables)
    assert build_workspace("named", dict(reversed(tables.items()))) == first
    assert (
        build_workspace("named", tables | {"risk_observation": _observations(value=[2.6])}).hash != first.hash
    )


def test_newer_months_move_the_last_day_and_older_ones_do_not() -> None:
    bank = {"bank": pd.DataFrame(_BANK)}
    newer = build_workspace("newer", bank | {"risk_observation": _observations(month=["2026-11-01"])})
    older = build_workspace("older", bank | {"risk_observation": _observations(month=["2020-02-01"])})
    assert (newer.as_of, older.as_of) == (date(2026, 11, 30), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"risk_observation": _observations()}, r"risk_observation.bank: 'mine' not found in bank.bank"),
        (
            {"bank": pd.DataFrame(_BANK), "risk_observation": _observations(indicator=["X1"])},
            r"'X1' not found",
        ),
        (
            {"bank": pd.DataFrame(_BANK), "risk_observation": _observations(value=[9000.0])},
            "O1: 9000.0 outside",
        ),
        ({"bank": pd.DataFrame(_BANK | {"country": ["XXX"]})}, r"'XXX' not found in country.country"),
        ({"bank": pd.concat([pd.DataFrame(_BANK)] * 2)}, "bank: more than one row for mine"),
    ],
)
def test_rows_that_do_not_fit_together_are_refused(tables: dict[str, pd.DataFrame], message: str) -> None:
    with pytest.raises(IntegrityError, match=message):
        build_workspace("unfit", tables)
    with pytest.raises(WorkspaceMissing):
        current("unfit")


def test_a_failed_build_leaves_the_old_snapshot_served() -> None:
    good = build_workspace("kept", {"bank": pd.DataFrame(_BANK)})
    before = sorted(good.path.parent.iterdir())
    with pytest.raises(IntegrityError, match="not found"):
        build_workspace("kept", {"risk_observation": _observations()})
    assert current("kept") == good
    assert sorted(good.path.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("workspace", "tables", "message"),
    [
        ("demo", {}, "is the demonstration and is never overwritten"),
        ("../escape", {}, "allowed are 1 to 40 lower-case letters"),
        ("Upper", {}, "allowed are 1 to 40"),
        ("fine", {"no_such_table": pd.DataFrame()}, "no_such_table do not exist"),
        ("fine", {"country": pd.DataFrame()}, "'country' cannot be imported; allowed are source, fact"),
        ("fine", {"bank": pd.DataFrame({"bank": ["a"]})}, "bank.name: 1 empty values"),
        ("fine", {"bank": pd.DataFrame(_BANK | {"size": ["huge"]})}, "outside their contract"),
    ],
)
def test_what_a_workspace_cannot_be(workspace: str, tables: dict[str, pd.DataFrame], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build_workspace(workspace, tables)


def test_nothing_is_written_outside_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build_workspace("inside", {"bank": pd.DataFrame(_BANK)})
    assert list(tmp_path.iterdir()) == []


def test_a_home_without_data_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    with pytest.raises(SnapshotMissing, match="no snapshot has been built"):
        current()
    assert workspaces() == ()


def test_every_importable_table_takes_its_own_rows_back(made: dict[str, pd.DataFrame]) -> None:
    own = {name: made[name].head(3) for name, table in CONTRACTS.items() if table.importable}
    snapshot = build_workspace("again", own)
    for name in own:
        count = query(snapshot, f'SELECT count(*) AS n FROM "{name}"')["n"].iloc[0]
        assert count == len(made[name]), name
