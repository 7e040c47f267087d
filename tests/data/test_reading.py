"""What a result rests on is noted while it is read, and remembered where it is kept."""

from pathlib import Path

import pytest

from data import queries
from data.connection import query, tables_of
from data.reading import Read, not_noting, noting
from data.snapshots import Snapshot, current
from studies import core


@pytest.fixture
def snapshot(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return current()


def test_the_sources_of_the_rows_are_noted_where_they_are_read(snapshot: Snapshot) -> None:
    with noting() as noted:
        sql = "SELECT * FROM macro_series WHERE series = (SELECT min(series) FROM macro_series)"
        rows = query(snapshot, sql)
    assert noted.seen == Read(sources=frozenset(rows["source"]), statements=frozenset([sql]))
    assert tables_of(sql) == {"macro_series"}


def test_a_table_read_without_its_sources_is_noted_whatever_the_parameters(snapshot: Snapshot) -> None:
    sql = "WITH one AS (SELECT * FROM incident WHERE bank = $bank) SELECT count(*) AS n FROM one"
    with noting() as noted:
        query(snapshot, sql, bank="amandier")
    assert noted.seen == Read(tables=frozenset({"incident"}), statements=frozenset([sql]))


def test_who_finds_a_result_kept_rests_on_what_it_was_read_from(
    snapshot: Snapshot, nothing_kept: None
) -> None:
    with noting() as first:
        core.banks(snapshot)
    with noting() as second:
        core.banks(snapshot)
    assert first.seen == second.seen != Read()


def test_a_block_within_another_notes_for_both_and_a_list_of_sources_for_none(snapshot: Snapshot) -> None:
    with noting() as outer:
        with noting() as inner:
            queries.incidents(snapshot, "amandier")
        queries.sources(snapshot)
        with not_noting():
            queries.loss_events(snapshot, "amandier")
    assert inner.seen == outer.seen != Read()
