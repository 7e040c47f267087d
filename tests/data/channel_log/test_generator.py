"""The synthetic log: the same from the same seed, and with the statistics that it claims."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from data import connection
from data.channel_log import STEPS, GeneratedLog, generate_log, log_kind, mix
from data.codes import CHANNELS, SEGMENTS, TIERS
from data.contracts import Kind
from data.shipped import shipped_tables


def digests(log: GeneratedLog) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in log.files]


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = duckdb.connect
    written = []
    for threads in ("1", "4"):

        def with_threads(path: str, *, config: dict[str, Any], threads: str = threads) -> Any:
            return connect(path, config={**config, "threads": threads})

        monkeypatch.setattr(connection.duckdb, "connect", with_threads)
        written.append(digests(generate_log(tmp_path / threads, 300_000, months=1, seed=3)))
    assert written[0] == written[1]
    assert digests(generate_log(tmp_path / "other", 300_000, months=1, seed=4)) != written[0]


def test_every_row_asked_for_is_written_in_its_month(generated: GeneratedLog, rows: pd.DataFrame) -> None:
    assert generated.rows == len(rows) == 200_000
    by_month = rows.groupby(rows["ts"].dt.to_period("M")).size()
    assert by_month.to_dict() == {
        pd.Period(day, "M"): count for day, count in generated.rows_by_month.items()
    }
    assert [path.name for path in generated.files] == [f"2024-0{month}.parquet" for month in range(1, 9)]
    assert rows["session"].is_unique


def test_it_says_that_it_is_synthetic(generated: GeneratedLog) -> None:
    assert log_kind(generated.files) is Kind.SYNTHETIC


def test_no_trace_of_the_making_is_left(generated: GeneratedLog) -> None:
    folder = generated.files[0].parent
    assert sorted(folder.iterdir()) == sorted(generated.files)


def test_only_declared_words_are_used(rows: pd.DataFrame) -> None:
    services = shipped_tables()["service"].set_index("service")["tier"]
    assert set(rows["channel"]) == set(CHANNELS)
    assert set(rows["segment"]) == set(SEGMENTS)
    assert set(rows["step"]) == set(STEPS)
    assert set(rows["tier"]) == set(TIERS)
    assert set(rows["service"]) <= set(services.index)
    assert (rows["tier"] == rows["service"].map(services)).all()


def test_segments_have_their_shares(rows: pd.DataFrame) -> None:
    share = rows["segment"].value_counts(normalize=True)
    for segment, expected in zip(SEGMENTS, mix.SEGMENT_SHARES, strict=True):
        # Branches close at weekends, which moves shares by little.
        assert share[segment] == pytest.approx(expected, abs=0.015)


def test_a_customer_has_one_segment_one_branch_and_one_region(rows: pd.DataFrame) -> None:
    distinct = rows.groupby("customer")[["segment", "branch", "region"]].nunique()
    assert distinct.to_numpy().max() == 1
    assert rows.groupby("branch")["region"].nunique().max() == 1


def test_some_customers_transact_far_more_than_others(rows: pd.DataFrame) -> None:
    by_customer = np.sort(rows.groupby("customer").size().to_numpy())[::-1]
    top = by_customer[: by_customer.size // 10].sum() / by_customer.sum()
    # The square of a uniform number puts sqrt(.1) of the rows on the first tenth of each segment.
    assert 0.27 < top < 0.40


def test_branches_close_at_weekends_and_at_night(rows: pd.DataFrame) -> None:
    branch = rows[rows["channel"] == "branch"]["ts"].dt
    assert branch.day_of_week.max() < 5
    assert (branch.hour.min(), branch.hour.max()) == (8, 15)
    mobile = rows[rows["channel"] == "mobile"]["ts"].dt
    assert mobile.hour.nunique() == 24
    assert mobile.day_of_week.nunique() == 7


@pytest.mark.parametrize("channel", CHANNELS)
def test_hours_follow_the_channel_s_day(rows: pd.DataFrame, channel: str) -> None:
    mine = rows[rows["channel"] == channel]["ts"].dt.hour
    expected = np.array(mix.HOURS[CHANNELS.index(channel)], dtype=float)
    expected /= expected.sum()
    observed = mine.value_counts(normalize=True).reindex(range(24), fill_value=0).to_numpy()
    assert np.abs(observed - expected).max() < 0.005 + 4 * np.sqrt(0.25 / len(mine))


def test_pay_days_are_busier(rows: pd.DataFrame) -> None:
    atm = rows[(rows["channel"] == "atm") & (rows["ts"].dt.day_of_week < 5)]
    by_day = atm.groupby(atm["ts"].dt.normalize()).size()
    late = by_day.index.day > by_day.index.days_in_month - 3
    assert by_day[late].mean() > 1.15 * by_day[~late].mean()


def test_mobile_grows_and_the_branch_shrinks(rows: pd.DataFrame) -> None:
    share = pd.crosstab(rows["ts"].dt.to_period("M"), rows["channel"], normalize="index")
    assert share["mobile"].iloc[-1] > share["mobile"].iloc[0] + 0.02
    assert share["branch"].iloc[-1] < share["branch"].iloc[0]
    assert rows.groupby(rows["ts"].dt.to_period("M")).size().iloc[-1] > 25_000


def test_amounts_go_with_the_services_that_move_money(rows: pd.DataFrame) -> None:
    moves = rows["service"].isin(list(mix.TICKETS))
    assert rows.loc[moves, "amount_mad"].gt(0).all()
    assert rows.loc[~moves, "amount_mad"].isna().all()
    for service in ("cash_withdrawal", "bill_payment", "transfer_external"):
        median = rows.loc[rows["service"] == service, "amount_mad"].median()
        assert median == pytest.approx(mix.TICKETS[service], rel=0.05)


@pytest.mark.parametrize("channel", CHANNELS)
def test_time_and_failures_are_those_of_the_channel(rows: pd.DataFrame, channel: str) -> None:
    mine, number = rows[rows["channel"] == channel], CHANNELS.index(channel)
    assert mine["duration_s"].median() == pytest.approx(mix.SECONDS[number], rel=0.08)
    expected = mix.FAILURES[number]
    spread = np.sqrt(expected * (1 - expected) / len(mine))
    assert (~mine["success"]).mean() == pytest.approx(expected, abs=4 * spread + 2**-16)


def test_what_failed_says_why_and_where_and_what_succeeded_is_done(rows: pd.DataFrame) -> None:
    assert rows.loc[rows["success"], "failure_reason"].isna().all()
    assert rows.loc[~rows["success"], "failure_reason"].notna().all()
    assert ((rows["step"] == "done") == rows["success"]).all()
    timeouts = rows[rows["failure_reason"] == "timeout"]
    assert set(timeouts["channel"]) <= {"atm", "ivr", "internet", "mobile"}
    assert set(timeouts["step"]) == {"entered"}


def test_versions_of_the_application_move_on(rows: pd.DataFrame) -> None:
    mobile = rows[rows["channel"] == "mobile"]
    assert rows.loc[rows["channel"] != "mobile", "app_version"].isna().all()
    newest = mobile.groupby(mobile["ts"].dt.to_period("M"))["app_version"].agg(lambda each: each.mode()[0])
    assert newest.tolist() == [f"4.{month}" for month in range(1, 9)]


def test_a_log_may_be_empty_and_is_replaced_by_the_same_name(tmp_path: Path) -> None:
    empty = generate_log(tmp_path, 0, months=2)
    assert empty.rows == 0
    again = generate_log(tmp_path, 10, months=2)
    assert again.files == empty.files
    assert sum(again.rows_by_month.values()) == 10


def test_two_logs_never_mix(tmp_path: Path) -> None:
    generate_log(tmp_path, 10, start=date(2023, 5, 9), months=1)
    with pytest.raises(ValueError, match=r"another log, found 2023-05\.parquet"):
        generate_log(tmp_path, 10, start=date(2024, 1, 1), months=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": -1}, r"rows must be in 0\.\.20,000,000,000, got -1"),
        ({"months": 0}, r"months must be in 1\.\.240, got 0"),
        ({"seed": -5}, r"seed must be in 0\.\."),
    ],
)
def test_bad_orders_are_refused_by_name(tmp_path: Path, change: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        generate_log(tmp_path, **{"rows": 1, "months": 1, "seed": 0, **change})


def test_apportioning_is_exact_and_nearly_proportional() -> None:
    places = mix.apportion([1, 2, 3.5], 100)
    assert places.sum() == 100
    assert np.abs(places - np.array([1, 2, 3.5]) / 6.5 * 100).max() < 1
