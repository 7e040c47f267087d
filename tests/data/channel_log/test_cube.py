"""The cubes: the same on every engine cell by cell, and no row of the log lost on the way."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.channel_log import (
    GeneratedLog,
    activity_rows,
    build_cubes,
    missing_months,
    read_cube,
    refresh_month,
)
from data.channel_log.cube import CUBES, cube_sql, log_table
from data.shipped import shipped_tables
from tests.data.channel_log.conftest import FAULTY, row, write_log


def test_the_activity_cube_is_what_a_plain_count_gives(
    generated: GeneratedLog, rows: pd.DataFrame, tmp_path: Path
) -> None:
    build_cubes(generated.files[0].parent, tmp_path, names=["activity"])
    cube = read_cube(tmp_path, "activity")
    keys = ["month", "channel", "service", "segment"]
    plain = (
        rows.assign(
            month=rows["ts"].dt.to_period("M").dt.to_timestamp(),
            centimes=(rows["amount_mad"] * 100).round(),
            failed=~rows["success"],
        )
        .groupby(keys)
        .agg(
            transactions=("ts", "size"),
            failures=("failed", "sum"),
            amount_centimes=("centimes", lambda values: values.sum(min_count=1)),
            seconds=("duration_s", "sum"),
        )
        .reset_index()
    )
    both = cube.merge(plain, on=keys, how="outer", suffixes=("", "_plain"), indicator=True)
    assert (both["_merge"] == "both").all()
    for name in ("transactions", "failures", "amount_centimes", "seconds"):
        ours, theirs = both[name].astype("Float64"), both[f"{name}_plain"].astype("Float64")
        assert ours.equals(theirs), name
    assert set(cube["kind"]) == {"synthetic"}


@pytest.mark.parametrize("name", CUBES)
def test_every_row_of_a_faulty_log_is_in_every_cube(name: str, faulty: Path, tmp_path: Path) -> None:
    build_cubes(faulty, tmp_path, names=[name])
    assert read_cube(tmp_path, name)["transactions"].sum() == len(FAULTY)


def test_faults_are_counted_where_they_can_be_seen(faulty: Path, tmp_path: Path) -> None:
    build_cubes(faulty, tmp_path)
    cube = read_cube(tmp_path, "activity")
    assert cube.loc[cube["channel"] == "unknown", "transactions"].sum() == 2
    assert cube.loc[cube["segment"] == "unknown", "transactions"].sum() == 2
    assert cube.loc[cube["service"] == "unknown", "transactions"].sum() == 1
    assert cube["negative_amounts"].sum() == 1
    assert cube["month"].isna().sum() == 1
    assert cube["failures"].sum() == 1
    # A reversal is not taken off, a missing amount is not zero.
    march = cube[
        (cube["month"] == "2025-03-01") & (cube["channel"] == "mobile") & (cube["segment"] == "mass")
    ]
    assert march["amount_centimes"].tolist() == [31010 + 31010 + 1 + 31010]
    balance = cube[cube["service"] == "balance"]
    assert balance["amount_centimes"].isna().tolist() == [True]
    assert missing_months(cube) == [pd.Timestamp("2025-04-01")]
    arrivals = read_cube(tmp_path, "arrivals")
    sunday = arrivals[arrivals["channel"] == "atm"]["hour_of_week"].tolist()
    assert sorted(sunday) == [6 * 24, 6 * 24 + 23]


codes = st.sampled_from(["mobile", "branch", "fax", "", None])


@settings(max_examples=15, deadline=None)
@given(
    channels=st.lists(codes, min_size=1, max_size=12),
    amounts=st.lists(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)), min_size=12, max_size=12),
)
def test_counts_and_money_are_conserved_whatever_stands_in_the_log(
    tmp_path_factory: pytest.TempPathFactory, channels: list[str | None], amounts: list[object]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    given_rows = [
        row(channel=code, amount_mad=amounts[k], session=k, ts=datetime(2025, 1 + k % 12, 1 + k))
        for k, code in enumerate(channels)
    ]
    build_cubes(write_log(folder / "log", given_rows), folder / "cubes", names=["activity"])
    cube = read_cube(folder / "cubes", "activity")
    assert cube["transactions"].sum() == len(channels)
    used = [amount for amount in amounts[: len(channels)] if amount is not None]
    assert cube["amount_centimes"].sum() == sum(int(100 * amount) for amount in used if amount >= 0)
    assert cube["negative_amounts"].sum() == sum(amount < 0 for amount in used)


def test_a_refreshed_month_is_what_building_again_gives(tmp_path: Path) -> None:
    march, may = datetime(2025, 3, 3), datetime(2025, 5, 5)
    log = write_log(tmp_path / "log", [row(ts=march)])
    write_log(log, [row(ts=may), row(ts=may, session=2)], "2025-05-000.parquet")
    build_cubes(log, tmp_path / "cubes")
    write_log(log, [row(ts=may, channel="branch")], "2025-05-000.parquet")
    refresh_month(log, tmp_path / "cubes", date(2025, 5, 1))
    build_cubes(log, tmp_path / "again")
    for name in CUBES:
        pd.testing.assert_frame_equal(
            read_cube(tmp_path / "cubes", name), read_cube(tmp_path / "again", name), check_like=True
        )
    assert read_cube(tmp_path / "cubes", "activity")["transactions"].tolist() == [1, 1]


def test_a_refresh_says_what_is_missing(faulty: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no 2030-01"):
        refresh_month(faulty, tmp_path, date(2030, 1, 1))
    with pytest.raises(ValueError, match="must be built before it is refreshed"):
        refresh_month(faulty, tmp_path, date(2025, 3, 1))
    with pytest.raises(ValueError, match="must be built first"):
        read_cube(tmp_path, "activity")
    with pytest.raises(ValueError, match=r"found no \*\.parquet in"):
        build_cubes(tmp_path / "nothing", tmp_path)
    with pytest.raises(ValueError, match="cube must be one of activity, arrivals"):
        cube_sql("sales")


def test_files_outside_the_contract_are_refused_with_their_name(tmp_path: Path) -> None:
    table = pq.read_table(write_log(tmp_path / "good", [row()]))
    for name, wrong, message in (
        ("short", table.drop(["region"]), r"2025-03\.parquet lacks region"),
        (
            "zoned",
            table.set_column(0, "ts", table["ts"].cast(pa.timestamp("us", tz="UTC"))),
            r"those of 2025-03\.parquet carry one",
        ),
    ):
        (tmp_path / name).mkdir()
        pq.write_table(wrong, tmp_path / name / "2025-03.parquet")
        with pytest.raises(ValueError, match=message):
            build_cubes(tmp_path / name, tmp_path / "cubes")


def test_files_of_one_month_and_of_several_give_the_same_cube(tmp_path: Path) -> None:
    times = [datetime(2025, 3, 1), datetime(2025, 3, 31, 23, 59, 59, 999999), datetime(2025, 4, 1)]
    given_rows = [row(ts=ts, session=k) for k, ts in enumerate(times)]
    apart = write_log(tmp_path / "apart", given_rows[:2])
    write_log(apart, given_rows[2:], "2025-04.parquet")
    together = write_log(tmp_path / "together", given_rows)
    for log in (apart, together):
        build_cubes(log, log / "cubes")
    for name in CUBES:
        pd.testing.assert_frame_equal(read_cube(apart / "cubes", name), read_cube(together / "cubes", name))
    assert read_cube(apart / "cubes", "activity")["transactions"].tolist() == [2, 1]


def test_a_log_outside_its_contract_is_refused_before_it_is_read() -> None:
    schema = dict(log_table().schema().items())
    zoned = ibis.table({**schema, "ts": "timestamp('UTC')"}, name="log")
    short = ibis.table({name: type_ for name, type_ in schema.items() if name != "region"}, name="log")
    for cube in CUBES.values():
        with pytest.raises(ValueError, match="local time without a zone"):
            cube(zoned)
        with pytest.raises(ValueError, match="absent: region"):
            cube(short)


def test_activity_rows_fit_the_contract_and_name_what_does_not(faulty: Path, tmp_path: Path) -> None:
    build_cubes(faulty, tmp_path, names=["activity"])
    services = shipped_tables()["service"]["service"]
    activity = activity_rows(read_cube(tmp_path, "activity"), "zellige", services=services)
    assert activity.rows["count"].sum() + activity.left_out["transactions"].sum() == len(FAULTY)
    assert activity.left_out["transactions"].sum() == 4
    assert activity.negative_amounts == 1
    branch = activity.rows[activity.rows["channel"] == "branch"]
    assert branch["amount_mad"].tolist() == [99_999_999.99]
    assert set(activity.rows["kind"]) == {"observed"}
    with pytest.raises(ValueError, match="absent: failures"):
        activity_rows(read_cube(tmp_path, "activity").drop(columns="failures"), "zellige")


def test_no_gap_is_seen_where_there_is_no_month() -> None:
    assert missing_months(pd.DataFrame({"month": pd.to_datetime([])})) == []
