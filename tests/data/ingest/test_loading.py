"""All rows or nothing; the same file twice changes nothing; the demonstration is never touched."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.connection import query
from data.ingest import (
    LoadResult,
    NotLoaded,
    NotStored,
    ReadOptions,
    Report,
    foreseen,
    load,
    load_references,
    loads,
    validate,
)
from data.ingest.refresh import refresh
from data.ingest.workspace import stored_tables
from data.snapshots import DEMO, Snapshot, current
from tests.data.ingest.helpers import TODAY

HEADER = "bank;indicator;month;value\n"
FIRST = f"{HEADER}ma-banque;O1;2026-01;1,5\nma-banque;O2;2026-01;0,5\nma-banque;O1;2026-02;1,75\n"
SECOND = f"{HEADER}ma-banque;O1;2026-02;2,5\nma-banque;O1;2026-03;1,5\nma-banque;O2;2026-01;0,5\n"
TABLE = "risk_observation"
OWN = "SELECT * FROM risk_observation WHERE bank = 'ma-banque' ORDER BY indicator, month"


def _report(text: str, filename: str = "risques.csv", workspace: str = "ma-banque-2026") -> Report:
    return validate(
        text.encode(),
        filename,
        table=TABLE,
        options=ReadOptions(decimal=","),
        known=load_references(workspace),
        today=TODAY,
    )


def _load(text: str, filename: str = "risques.csv", workspace: str = "ma-banque-2026") -> LoadResult:
    return load(_report(text, filename, workspace), table=TABLE, workspace=workspace)


def _own(snapshot: Snapshot) -> list[list[object]]:
    rows = query(snapshot, OWN)
    return [[r.indicator, r.month.strftime("%Y-%m"), r.value] for r in rows.itertuples()]


def test_a_load_adds_rows_to_a_new_snapshot_and_leaves_the_demonstration_alone(home: Path) -> None:
    before = current(DEMO)
    result = _load(FIRST)
    assert (result.rows_added, result.rows_replaced, result.rows_unchanged) == (3, 0, 0)
    assert _own(result.snapshot) == [["O1", "2026-01", 1.5], ["O1", "2026-02", 1.75], ["O2", "2026-01", 0.5]]
    assert current("ma-banque-2026").hash == result.snapshot.hash
    assert current(DEMO) == before
    assert _own(current(DEMO)) == []


def test_the_rows_are_observed_and_the_unknown_bank_exists_from_then_on(home: Path) -> None:
    result = _load(FIRST)
    assert set(query(result.snapshot, OWN)["kind"]) == {"observed"}
    bank = query(result.snapshot, "SELECT * FROM bank WHERE bank = 'ma-banque'")
    assert bank["name"].tolist() == ["ma-banque"]
    assert _report(SECOND).created == {}


def test_a_later_file_replaces_rows_of_the_same_key_and_keeps_the_others(home: Path) -> None:
    _load(FIRST)
    result = _load(SECOND, "février.csv")
    assert (result.rows_added, result.rows_replaced, result.rows_unchanged) == (1, 1, 1)
    assert _own(result.snapshot) == [
        ["O1", "2026-01", 1.5],
        ["O1", "2026-02", 2.5],
        ["O1", "2026-03", 1.5],
        ["O2", "2026-01", 0.5],
    ]


def test_the_same_file_twice_changes_nothing_and_says_so(home: Path) -> None:
    first = _load(FIRST)
    stored = {
        path.name: path.read_bytes() for path in (home / "workspaces" / "ma-banque-2026").glob("*.parquet")
    }
    again = _load(FIRST, "renommé.csv")
    assert again.snapshot.hash == first.snapshot.hash
    assert (again.changed, again.rows_unchanged) == (False, 3)
    assert [notice.code for notice in again.notices] == ["loaded", "already_loaded", "nothing_changed"]
    assert {
        path.name: path.read_bytes() for path in (home / "workspaces" / "ma-banque-2026").glob("*.parquet")
    } == stored


def test_going_back_to_an_earlier_file_gives_its_values_again(home: Path) -> None:
    for text in (FIRST, SECOND, FIRST):
        result = _load(text)
    assert ["O1", "2026-02", 1.75] in _own(result.snapshot)
    assert result.rows_replaced == 1


def test_a_file_with_one_problem_loads_nothing(home: Path) -> None:
    _load(FIRST)
    before = current("ma-banque-2026")
    with pytest.raises(NotLoaded, match="1 problems; nothing was loaded"):
        _load(SECOND + "ma-banque;O1;2026-04;abc\n")
    assert current("ma-banque-2026") == before
    assert len(loads("ma-banque-2026")) == 1


def test_a_build_that_fails_leaves_rows_snapshot_and_log_as_they_were(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(FIRST)
    before = current("ma-banque-2026")
    report = _report(SECOND)

    def fail(*_: object) -> Snapshot:
        raise OSError("disk full")

    monkeypatch.setattr("data.ingest.loading.build_workspace", fail)
    with pytest.raises(OSError, match="disk full"):
        load(report, table=TABLE, workspace="ma-banque-2026")
    monkeypatch.undo()
    monkeypatch.setenv("VIGIE_HOME", str(home))
    assert current("ma-banque-2026") == before
    assert len(loads("ma-banque-2026")) == 1
    assert _load(FIRST).changed is False


def test_no_half_written_file_is_left_when_writing_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(FIRST)
    directory = home / "workspaces" / "ma-banque-2026"
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    report = _report(SECOND)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("data.ingest.workspace.write_parquet", fail)
        with pytest.raises(OSError, match="disk full"):
            load(report, table=TABLE, workspace="ma-banque-2026")
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before


def test_a_frame_is_validated_before_it_is_loaded(home: Path) -> None:
    frame = pd.DataFrame(
        {"bank": ["ma-banque"], "indicator": ["O1"], "month": [pd.Timestamp("2026-01-01")], "value": [1.5]}
    )
    assert load(frame, table=TABLE, workspace="ma-banque-2026").rows_added == 1
    with pytest.raises(NotLoaded):
        load(frame.assign(value=-1.0), table=TABLE, workspace="ma-banque-2026")


def test_what_must_not_be_loaded(home: Path) -> None:
    report = _report(FIRST)
    for name in ("demo", "../demo", "a/b", "Ma-Banque", "ab", "x" * 41, "", "-abc", "a_b", "con.", "abc\n"):
        with pytest.raises(ValueError, match="workspace:"):
            load(report, table=TABLE, workspace=name)
    with pytest.raises(ValueError, match="table: 'licence_rule' cannot be imported"):
        load(report, table="licence_rule", workspace="ma-banque-2026")
    with pytest.raises(ValueError, match="but the report is for 'risk_observation'"):
        load(report, table="fact", workspace="ma-banque-2026")
    with pytest.raises(KeyError, match="nothing"):
        load(report, table="nothing", workspace="ma-banque-2026")
    assert not (home / "workspaces").exists()


def test_the_log_names_file_hash_and_snapshot(home: Path) -> None:
    result = _load(FIRST, "C:\\Users\\risques\\risques.csv")
    entry = json.loads((home / "workspaces" / "ma-banque-2026" / "loads.jsonl").read_text(encoding="utf-8"))
    assert entry["filename"] == "risques.csv"
    assert entry["sha256"] == _report(FIRST).sha256
    assert entry["snapshot"] == result.snapshot.hash
    assert (entry["rows"], entry["added"]) == (3, 3)


def test_a_row_of_the_demonstration_is_replaced_in_the_workspace_only(home: Path) -> None:
    shown = query(
        current(DEMO), "SELECT bank, indicator, month, value FROM risk_observation WHERE value > 0 LIMIT 1"
    )
    bank, indicator, month, value = shown.iloc[0]
    text = f"bank;indicator;month;value\n{bank};{indicator};{month:%Y-%m};0\n"
    result = _load(text)
    where = {"bank": bank, "indicator": indicator, "month": month.date()}
    sql = (
        "SELECT value, kind FROM risk_observation "
        "WHERE bank = $bank AND indicator = $indicator AND month = $month"
    )
    assert query(result.snapshot, sql, **where).to_numpy().tolist() == [[0.0, "observed"]]
    assert query(current(DEMO), sql, **where)["value"].tolist() == [value]


def test_two_loads_at_once_both_count(home: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    reports = [
        _report(f"bank;indicator;month;value\nma-banque;O1;2025-{m:02d};1,5\n", f"{m}.csv") for m in (1, 2, 3)
    ]
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda r: load(r, table=TABLE, workspace="ma-banque-2026"), reports))
    assert [result.rows_added for result in results] == [1, 1, 1]
    assert len(_own(current("ma-banque-2026"))) == 3


def test_where_workspaces_keep_sources_the_file_and_those_it_names_are_among_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[dict[str, pd.DataFrame]] = []

    def build(workspace: str, tables: dict[str, pd.DataFrame]) -> Snapshot:
        built.append(tables)
        return current(DEMO)

    monkeypatch.setattr("data.ingest.loading.sources_are_kept", lambda: True)
    monkeypatch.setattr("data.ingest.references.sources_are_kept", lambda: True)
    monkeypatch.setattr("data.ingest.loading.build_workspace", build)
    text = (
        "bank;indicator;month;value;source\nma-banque;O1;2026-01;1,5;\nma-banque;O1;2026-02;1,5;SI Risques\n"
    )
    result = _load(text, "Relevé mars.csv")
    own = f"file-releve-mars-{_report(text).sha256[:8]}"
    assert result.rows_added == 2
    assert built[0][TABLE]["source"].tolist() == [own, "si-risques"]
    sources = built[0]["source"].set_index("source")
    assert sources["kind"].tolist() == ["own_file", "own_file"]
    assert sources.loc[own, "title"].startswith("Relevé mars.csv, 20")
    assert built[0]["bank"]["source"].tolist() == [own]


@pytest.mark.parametrize("place", ["loading.build_workspace", "workspace.write_parquet"])
@pytest.mark.parametrize(
    ("error", "rule"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/secret"), "disk_full"),
        (duckdb.IOException('IO Error: Could not write "/srv/secret": No space left on device'), "disk_full"),
        (OSError(errno.EROFS, "Read-only file system", "/srv/secret"), "not_stored"),
    ],
)
def test_a_full_disk_gets_its_sentence_and_what_was_there_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception, rule: str
) -> None:
    _load(FIRST)
    served, entries = current("ma-banque-2026"), loads("ma-banque-2026")
    report = _report(SECOND)

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(f"data.ingest.{place}", fail)
        with pytest.raises(NotStored) as failed:
            load(report, table=TABLE, workspace="ma-banque-2026")
    assert failed.value.problem.rule == rule
    for language in ("fr", "en"):
        assert "/srv" not in failed.value.problem.message(language)
        assert failed.value.problem.remedy(language).endswith(".")
    assert loads("ma-banque-2026") == entries
    assert set(stored_tables("ma-banque-2026")["risk_observation"]["value"]) == set(
        _report(FIRST).frame["value"]
    )
    assert served.path.is_file()


class Killed(BaseException):
    """The end of the process in the midst of a load: nothing of the product may catch it."""


def _stored(home: Path) -> int:
    path = home / "workspaces" / "ma-banque-2026" / "risk_observation.parquet"
    return len(pd.read_parquet(path)) if path.is_file() else 0


THIRD = "bank;indicator;month;value\nma-banque;O1;2026-05;2,5\n"
FOURTH = "bank;indicator;month;value\nma-banque;O1;2026-06;3,5\n"


def test_rows_that_were_served_when_the_process_was_killed_stay_with_the_next_load(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(FIRST)
    rows = len(_own(current("ma-banque-2026")))

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        # The snapshot is published; the rows behind it are not yet in place.
        patched.setattr("data.ingest.workspace._place", kill)
        with pytest.raises(Killed):
            _load(THIRD)
    assert len(_own(current("ma-banque-2026"))) == rows + 1
    _load(FOURTH)
    assert len(_own(current("ma-banque-2026"))) == rows + 2
    assert _stored(home) == rows + 2
    assert not list((home / "workspaces" / "ma-banque-2026").glob(".*.part"))


def test_a_load_killed_before_its_snapshot_was_published_leaves_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(FIRST)
    before, rows = current("ma-banque-2026"), _stored(home)

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("data.ingest.loading.build_workspace", kill)
        with pytest.raises(Killed):
            _load(THIRD)
    assert current("ma-banque-2026") == before
    assert refresh()["ma-banque-2026"] == before
    assert _stored(home) == rows
    assert not list((home / "workspaces" / "ma-banque-2026").glob(".*.part"))
    assert _load(THIRD).rows_added == 1


@pytest.mark.parametrize("torn", ['{"loaded_at": "2026-0', "\\xff\\xfe", "[1, 2]\n", "{}\n"])
def test_half_a_line_in_the_log_blocks_no_later_load(home: Path, torn: str) -> None:
    _load(FIRST)
    log = home / "workspaces" / "ma-banque-2026" / "loads.jsonl"
    log.write_bytes(log.read_bytes() + torn.encode())
    assert _load(THIRD).rows_added == 1
    assert [entry["added"] for entry in loads("ma-banque-2026")] == [3, 1]
    assert _load(THIRD).changed is False


def test_revised_figures_are_listed_before_and_after_the_load_and_kept(home: Path) -> None:
    _load(FIRST)
    lines = FIRST.splitlines()
    cells = lines[1].split(";")
    revised = "\n".join([lines[0], ";".join([*cells[:3], "7,25", *cells[4:]]), *lines[2:]]) + "\n"
    report = _report(revised)
    (change,), total = foreseen(report, "ma-banque-2026")
    assert (change.column, change.after, total) == ("value", 7.25, 1)
    assert change.before == float(cells[3].replace(",", "."))
    assert list(change.key.values()) == cells[:3]
    done = load(report, table="risk_observation", workspace="ma-banque-2026")
    assert (done.changes, done.changes_total) == ((change,), 1)
    assert [(entry["changed"], entry["changes"]) for entry in loads("ma-banque-2026")] == [
        (0, []),
        (1, [change.as_json()]),
    ]
    assert foreseen(report, "ma-banque-2026") == ((), 0)


def test_a_figure_of_the_product_that_a_load_replaces_is_listed_too(home: Path) -> None:
    row = query(
        current("demo"), "SELECT * FROM fact WHERE \"group\" = 'all' AND value < 90 ORDER BY ALL LIMIT 1"
    )
    frame = row.assign(value=row["value"] + 1, source="own_file")[["country", "indicator", "period", "value"]]
    done = load(frame, table="fact", workspace="ma-banque-2026")
    (change,) = [change for change in done.changes if change.column == "value"]
    assert (change.before, change.after) == (row["value"][0], row["value"][0] + 1)
    assert change.key["period"] == str(row["period"][0])


def test_changes_beyond_what_is_kept_are_counted(home: Path) -> None:
    months = pd.period_range("2000-01", "2026-10", freq="M").astype(str)
    head = "bank;indicator;month;value\n"
    for value in (1, 2):
        rows = (f"ma-banque;{code};{month};{value}\n" for code in ("O1", "O2") for month in months)
        done = load(_report(head + "".join(rows)), table="risk_observation", workspace="ma-banque-2026")
    assert (len(done.changes), done.changes_total) == (500, 2 * len(months))
