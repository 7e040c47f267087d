"""A log kept in a DuckLake: the same cubes as from its rows in a folder, or a refusal that says what to do.

The lake beside this file was written by DuckDB 1.5.5 and its extension ducklake; its catalogue lies there as
statements, which each test turns into a catalogue again.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.channel_log import build_cubes
from data.channel_log.engines import make_cubes
from data.channel_log.lake import addresses
from data.channel_log.problems import LogRefused
from data.connection import Writer
from data.contracts import Kind
from tests.data.channel_log.test_engines import cubes

STORED = Path(__file__).parent / "lake"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """The catalogue of the stored lake, with its files beside it."""
    folder = tmp_path / "a lake's folder"
    shutil.copytree(STORED / "files", folder / "files")
    with Writer(folder / "bank.ducklake") as catalogue:
        catalogue.run((STORED / "catalogue.sql").read_text(encoding="utf-8"))
    return folder / "bank.ducklake"


def change(lake: Path, statement: str) -> None:
    with Writer(lake) as catalogue:
        catalogue.run(statement)


def test_a_table_of_a_lake_gives_the_cubes_of_its_rows(lake: Path, faulty: Path, tmp_path: Path) -> None:
    build_cubes(faulty, tmp_path / "folder")
    log = f"ducklake:{lake}#journals.steps"
    make_cubes("duckdb", log, tmp_path / "lake", kind=Kind.OBSERVED)
    assert cubes(tmp_path / "lake") == cubes(tmp_path / "folder")
    make_cubes("duckdb", log, tmp_path / "lake", kind=Kind.OBSERVED, month=date(2025, 5, 1))
    assert cubes(tmp_path / "lake") == cubes(tmp_path / "folder")


def test_a_lake_that_was_rewritten_holds_old_files_that_are_not_read(lake: Path) -> None:
    before = addresses(f"ducklake:{lake}#journals.steps")
    change(lake, "UPDATE ducklake_data_file SET end_snapshot = 20 WHERE data_file_id = 0")
    assert addresses(f"ducklake:{lake}#journals.steps") == before[1:]


def test_only_files_that_reach_into_the_month_are_read(lake: Path) -> None:
    log = f"ducklake:{lake}#journals.steps"
    both = addresses(log)
    assert addresses(log, date(2025, 3, 1)) == both
    # The first seven rows are of March; the others reach from March to May.
    assert addresses(log, date(2025, 4, 1)) == both[1:]
    assert addresses(log, date(2025, 5, 1)) == both[1:]
    with pytest.raises(LogRefused, match=r"journals\.steps has rows of 2025-06"):
        addresses(log, date(2025, 6, 1))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("journals.shortened", "rows of journals.shortened were deleted apart.*ducklake_rewrite_data_files"),
        ("journals.renamed", r"columns of journals.renamed were renamed or changed \(place, region\)"),
        ("journals.inlined", "13 rows of journals.inlined still stand.*ducklake_flush_inlined_data"),
        ("journals.dropped", "no table journals.dropped; it has: .*journals.steps"),
        ("steps", "no table main.steps"),
    ],
)
def test_files_that_are_not_the_table_are_refused_with_what_to_do(lake: Path, table: str, said: str) -> None:
    with pytest.raises(LogRefused, match=said):
        addresses(f"ducklake:{lake}#{table}")


def test_a_column_added_later_is_missing_in_older_files_and_no_fault(lake: Path) -> None:
    assert len(addresses(f"ducklake:{lake}#journals.widened")) == 2


def test_rows_deleted_in_the_catalogue_itself_are_refused(lake: Path) -> None:
    change(
        lake,
        "CREATE TABLE ducklake_inlined_delete_2 AS SELECT 0 AS file_id, 1 AS row_id, 9 AS begin_snapshot",
    )
    with pytest.raises(LogRefused, match="deleted apart"):
        addresses(f"ducklake:{lake}#journals.steps")


def test_an_encrypted_lake_is_refused(lake: Path) -> None:
    change(lake, "UPDATE ducklake_metadata SET value = 'true' WHERE key = 'encrypted'")
    with pytest.raises(LogRefused, match="is encrypted"):
        addresses(f"ducklake:{lake}#journals.steps")


def test_files_of_a_lake_in_a_storage_are_read_there(lake: Path, faulty: Path, tmp_path: Path) -> None:
    import fsspec

    storage = fsspec.filesystem("memory")
    storage.put(str(lake.parent / "files"), "/lake/files", recursive=True)
    change(lake, "UPDATE ducklake_metadata SET value = 'memory://lake/files/' WHERE key = 'data_path'")
    try:
        build_cubes(faulty, tmp_path / "folder")
        make_cubes("duckdb", f"ducklake:{lake}#journals.steps", tmp_path / "lake", kind=Kind.OBSERVED)
    finally:
        storage.rm("/lake", recursive=True)
    assert cubes(tmp_path / "lake") == cubes(tmp_path / "folder")


@pytest.mark.parametrize(
    ("engine", "log", "kind", "said"),
    [
        (
            "duckdb",
            "ducklake:{lake}#journals.steps",
            None,
            "does not say whether it is synthetic",
        ),
        ("polars", "ducklake:{lake}#journals.steps", Kind.OBSERVED, "read by the engine duckdb"),
        ("duckdb", "ducklake:{lake}", Kind.OBSERVED, "named ducklake:CATALOGUE#schema.table"),
        (
            "duckdb",
            "ducklake:postgres:dbname=bank#main.steps",
            Kind.OBSERVED,
            "named ducklake:CATALOGUE#schema.table",
        ),
        ("duckdb", "ducklake:/nowhere/at.all#main.steps", Kind.OBSERVED, "is no DuckLake catalogue"),
        ("duckdb", f"ducklake:{__file__}#main.steps", Kind.OBSERVED, "is no DuckLake catalogue"),
    ],
)
def test_what_cannot_be_read_is_said(
    lake: Path, tmp_path: Path, engine: str, log: str, kind: Kind | None, said: str
) -> None:
    with pytest.raises(LogRefused, match=said):
        make_cubes(engine, log.format(lake=lake), tmp_path / "cubes", kind=kind)
    assert not (tmp_path / "cubes").exists()
