"""Reads: what pages ask comes back tidy, the same to every thread, and nothing else can be asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from data import connection, queries, queries_catalogue, queries_licensing
from data.build import build_workspace
from data.connection import Writer, query
from data.contracts import CONTRACTS
from data.publishing import publish
from data.snapshots import Snapshot, SnapshotMissing, current


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Snapshot:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(demo_home))
        return current()


# What comes back.


def test_every_table_is_listed_with_its_kinds(demo: Snapshot) -> None:
    tables = queries_catalogue.tables(demo).set_index("table")
    assert list(tables.index) == list(CONTRACTS)
    assert tables.loc["risk_observation", ["rows", "synthetic", "latest"]].tolist() == [
        17760,
        17760,
        "2026-10",
    ]
    assert tables.loc["fact", "kinds"].startswith("observed ")
    assert tables.loc["fact", "latest"] == "2025"
    kinds = tables[["observed", "derived", "assumed", "synthetic"]].sum(axis=1)
    assert (kinds.drop("source") == tables["rows"].drop("source")).all()


def test_the_last_day_is_that_of_the_snapshot(demo: Snapshot) -> None:
    assert queries.as_of(demo) == date(2026, 10, 31)


def test_sources_say_how_many_rows_cite_them(demo: Snapshot) -> None:
    cited = queries.sources(demo).set_index("source")["rows"]
    assert cited["imf_ifs"] == 791
    assert cited["own_file"] == 0
    assert cited["demo_generator"] > 200_000


def test_countries_come_home_first_and_have_figures(demo: Snapshot) -> None:
    countries = queries.countries(demo)
    assert countries.iloc[0][["country", "name_fr", "role"]].tolist() == ["MAR", "Maroc", "home"]
    assert countries["role"].tolist() == sorted(
        countries["role"], key=["home", "comparator", "other", "group"].index
    )
    assert {"FRA", "WLD", "EU27"} <= set(countries["country"])
    assert "CHN" not in set(countries["country"])


def test_indicators_come_in_both_languages_with_their_coverage(demo: Snapshot) -> None:
    row = queries.indicators(demo).set_index("indicator").loc["internet_banking_users"]
    assert (row["unit"], row["unit_fr"]) == ("% of individuals 16-74", "% des 16-74 ans")
    assert (row["countries"], row["first"], row["latest"]) == (39, 2010, 2023)


def test_a_country_series_is_cut_at_its_breaks(demo: Snapshot) -> None:
    series = queries.country_series(demo, "internet_users", ["MAR", "FRA"])
    assert list(series.columns[:5]) == ["country", "period", "value", "low", "high"]
    assert series["country"].drop_duplicates().tolist() == ["MAR", "FRA"]
    morocco = series[series["country"] == "MAR"].set_index("period")["segment"]
    assert morocco[[2010, 2011, 2018, 2019]].tolist() == [0, 1, 1, 2]
    assert series[series["country"] == "FRA"]["segment"].eq(0).all()


def test_a_break_for_all_countries_cuts_every_series(demo: Snapshot) -> None:
    series = queries.country_series(demo, "cybersecurity_index", ["FRA"]).set_index("period")["segment"]
    assert (series[2018], series[2020]) == (0, 1)


def test_the_interval_comes_from_the_published_standard_error(demo: Snapshot) -> None:
    series = queries.country_series(demo, "rule_of_law", ["MAR"])
    fact = query(
        demo, "SELECT * FROM fact WHERE country = 'MAR' AND indicator = 'rule_of_law' ORDER BY period"
    )
    assert np.allclose(series["high"] - series["value"], 1.96 * fact["standard_error"], rtol=1e-4)
    assert np.allclose(series["value"] - series["low"], 1.96 * fact["standard_error"], rtol=1e-4)
    assert queries.country_series(demo, "internet_users", ["MAR"])[["low", "high"]].isna().all(axis=None)


def test_a_population_group_can_be_asked_for(demo: Snapshot) -> None:
    women = queries.country_series(demo, "account_ownership", ["MAR"], group="sex=women")
    assert women.set_index("period")["value"][2024] == pytest.approx(34.68, abs=0.01)


def test_the_catalogue_comes_in_order_with_its_knots(demo: Snapshot) -> None:
    catalogue = queries.risk_catalogue(demo)
    assert catalogue["indicator"].tolist()[:2] == ["O1", "O2"]
    assert len(catalogue) == 37
    assert catalogue.dtypes[["red_flag", "movable", "count"]].eq(bool).all()
    row = catalogue.set_index("indicator").loc["O6"]
    assert row[["knot0", "knot1", "knot2", "knot3", "knot4"]].tolist() == [0, 0.5, 1.5, 2.5, 4.5]


def test_observations_can_be_limited_to_banks_and_months(demo: Snapshot) -> None:
    chosen = queries.risk_observations(demo, ["noria", "cedre"], date(2026, 3, 15), date(2026, 4, 2))
    assert len(chosen) == 2 * 37 * 2
    assert chosen["month"].unique().tolist() == [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-04-01")]
    assert len(queries.risk_observations(demo)) == 17760
    assert queries.risk_observations(demo, []).empty


def test_a_missing_value_stays_missing_with_its_reason(demo: Snapshot) -> None:
    stale = (
        queries.risk_observations(demo, ["cedre"], start=date(2026, 10, 1)).set_index("indicator").loc["L1"]
    )
    assert np.isnan(stale["value"])
    assert stale["missing_reason"].startswith("Source system being replaced")


@pytest.mark.parametrize(
    ("read", "table"),
    [
        (queries.incidents, "incident"),
        (queries.loss_events, "loss_event"),
        (queries.controls, "control"),
        (queries.financial_statements, "financial_statement"),
        (queries.bank_links, "bank_link"),
        (queries.channel_resources, "channel_resource"),
        (queries.service_times, "service_time"),
        (queries.service_offers, "service_offer"),
        (queries.campaigns, "campaign"),
        (queries.search_ranks, "search_rank"),
        (queries.survey_responses, "survey_response"),
    ],
)
def test_a_banks_rows_are_part_of_all_rows(
    demo: Snapshot, read: Callable[..., pd.DataFrame], table: str
) -> None:
    everything, one = read(demo), read(demo, "safran")
    assert list(everything.columns) == [column.name for column in CONTRACTS[table].columns]
    assert one["bank"].unique().tolist() == ["safran"]
    assert sum(len(read(demo, bank)) for bank in queries.banks(demo)["bank"]) == len(everything)


def test_customers_by_country_are_those_of_the_contract(demo: Snapshot) -> None:
    rows = queries_licensing.bank_customers(demo)
    assert list(rows.columns) == [column.name for column in CONTRACTS["bank_customer"].columns]
    assert rows.groupby("bank")["customers"].sum()["zellige"] == 2_140_000


def test_money_comes_back_as_ordinary_numbers(demo: Snapshot) -> None:
    assert queries.loss_events(demo).dtypes[["gross_amount", "recovery_amount"]].eq("float64").all()
    assert queries.channel_activity(demo, by=["channel"]).dtypes["amount_mad"] == "float64"


@pytest.mark.parametrize("by", [("channel",), ("month", "channel"), queries.ACTIVITY_DIMENSIONS])
def test_activity_sums_to_the_same_whatever_the_cut(demo: Snapshot, by: tuple[str, ...]) -> None:
    cut = queries.channel_activity(demo, "noria", by=by)
    whole = query(
        demo, "SELECT sum(count) AS n, sum(failures) AS f FROM channel_activity WHERE bank = 'noria'"
    )
    assert list(cut.columns) == [*by, "count", "failures", "amount_mad"]
    assert (cut["count"].sum(), cut["failures"].sum()) == tuple(whole.iloc[0])


def test_adoption_by_measure(demo: Snapshot) -> None:
    active = queries.adoption_series(demo, ["safran", "zellige"], measure="active")
    assert len(active) == 2 * 60
    assert set(active["measure"]) == {"active"}


def test_the_dirham_by_month(demo: Snapshot) -> None:
    series = queries.macro_series(demo, "mad_per_usd")
    assert series["month"].is_monotonic_increasing
    assert series.iloc[-1][["value", "unit"]].tolist() == [9.2736, "MAD per USD"]
    assert series["segment"].tolist() == [0] * len(series)


def test_rules_are_those_of_the_day(demo: Snapshot) -> None:
    def rules(day: date) -> set[str]:
        return set(queries.licence_rules(demo, day)["rule"])

    assert len(queries.licence_rules(demo)) == 22
    assert "EU-7" in rules(date(2027, 1, 10)) - rules(date(2027, 1, 11))
    assert {"EU-4", "EU-5", "EU-6"} == rules(date(2027, 1, 11)) - rules(date(2027, 1, 10))
    assert "SD-1" in rules(date(2002, 6, 1)) - rules(date(2026, 10, 31))


def test_the_other_catalogues(demo: Snapshot) -> None:
    assert len(queries.services(demo)) == 25
    assert queries.services(demo)["position"].tolist() == list(range(1, 26))
    assert len(queries.lever_benchmarks(demo)) == 32
    assert queries.definition_breaks(demo)["subject"].nunique() > 5


def test_an_own_bank_comes_before_the_fictional_ones(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch, demo: Snapshot
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    own = pd.DataFrame({"bank": ["zz_mine"], "name": ["Zz ma banque"], "size": ["small"]})
    assert queries.banks(build_workspace("first", {"bank": own}))["bank"].iloc[0] == "zz_mine"
    assert len(queries.banks(demo)) == 8


# What is refused.


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: queries.country_series(s, "happiness", ["MAR"]), "indicator: 'happiness' not found"),
        (lambda s: queries.country_series(s, "internet_users", ["MAR", "ZZZ"]), "countries: 'ZZZ' not found"),
        (lambda s: queries.country_series(s, "internet_users", "MAR"), "'MAR' is one text; a list is needed"),
        (
            lambda s: queries.country_series(s, "internet_users", ["MAR"], "sex=men"),
            "group: 'sex=men' not found",
        ),
        (
            lambda s: queries.risk_observations(s, ["noria'; DROP TABLE bank; --"]),
            "bank: .*not found; there are",
        ),
        (
            lambda s: queries.risk_observations(s, None, date(2026, 2, 1), date(2026, 1, 1)),
            "start: .* after end",
        ),
        (lambda s: queries.incidents(s, "nobody"), "bank: 'nobody' not found"),
        (
            lambda s: queries.channel_activity(s, "noria", by=["bank; DROP"]),
            "allowed are one or more of month",
        ),
        (lambda s: queries.channel_activity(s, "noria", by=[]), "allowed are one or more of month"),
        (lambda s: queries.adoption_series(s, measure="mood"), "measure: 'mood'; allowed are customers"),
        (lambda s: queries.macro_series(s, "mad_per_eur"), "series: 'mad_per_eur' not found"),
        (lambda s: queries.macro_series(s, None, "ZZZ"), "country: 'ZZZ' not found"),
    ],
)
def test_what_cannot_be_asked(demo: Snapshot, ask: Callable[[Snapshot], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ask(demo)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "COPY bank TO '/tmp/vigie-leak.csv'",
        "EXPORT DATABASE '/tmp/vigie-leak'",
        "ATTACH '/tmp/vigie-leak.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
        "SET max_execution_time = 0",
        "DELETE FROM bank",
        "CREATE TABLE mine (i INTEGER)",
        "DROP TABLE bank",
    ],
)
def test_a_reading_connection_reaches_nothing_else(demo: Snapshot, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        query(demo, statement)
    assert not list(Path("/tmp").glob("vigie-leak*"))
    assert len(queries.banks(demo)) == 8


def test_frames_of_the_program_are_out_of_reach(demo: Snapshot) -> None:
    secret = pd.DataFrame({"password": ["hunter2"]})
    assert len(secret) == 1
    with pytest.raises(duckdb.CatalogException, match="secret"):
        query(demo, "SELECT * FROM secret")


def test_a_runaway_query_is_interrupted(demo: Snapshot) -> None:
    runaway = "SELECT count(*) FROM range(1000000000) AS a, range(1000000000) AS b WHERE a.range % 7 = 3"
    connection.close_all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection._READING, "max_execution_time", "200")
        with pytest.raises(duckdb.InterruptException, match="maximum execution time"):
            query(demo, runaway)
        connection.close_all()
    assert len(queries.banks(demo)) == 8


# Many at once.


def test_eight_threads_get_the_answers_that_one_gets(demo: Snapshot) -> None:
    banks = queries.banks(demo)["bank"].tolist()

    def ask(number: int) -> pd.DataFrame:
        bank = banks[number % len(banks)]
        reads: list[Callable[[], pd.DataFrame]] = [
            lambda: queries.risk_observations(demo, [bank]),
            lambda: queries.channel_activity(demo, bank, by=["month"]),
            lambda: queries.incidents(demo, bank),
            lambda: queries.country_series(demo, "internet_users", ["MAR", "FRA"]),
        ]
        return reads[number // len(banks) % len(reads)]()

    alone = [ask(number) for number in range(32)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(ask, list(range(32)) * 3))
    for number, frame in enumerate(together):
        pd.testing.assert_frame_equal(frame, alone[number % 32])


def test_snapshots_can_be_closed_under_running_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))

    def write(number: int) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            with Writer(path) as writer:
                writer.run(
                    f"CREATE TABLE answer AS SELECT {number} AS number, range AS row FROM range(60000)"
                )

        return make

    made = [publish(f"w{n}", f"{n:016x}", date(2026, 10, 31), write(n)) for n in range(7)]
    wrong: list[object] = []
    slow = "SELECT max(number) AS n, sum(hash(a.row + b.range)) AS h FROM answer AS a, range(10) AS b"

    def ask(start: int) -> None:
        for step in range(12):
            number = (start + step) % len(made)
            try:
                got = query(made[number], slow)["n"].iloc[0]
                if got != number:
                    wrong.append((number, got))
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(connection._open) <= 4


def test_a_snapshot_that_is_gone_is_missing(demo: Snapshot, tmp_path: Path) -> None:
    gone = Snapshot("00" * 16, tmp_path / "gone.duckdb", "demo", demo.built_at, demo.as_of)
    with pytest.raises(SnapshotMissing, match="cannot be opened"):
        query(gone, "SELECT 1")
    assert not (tmp_path / "gone.duckdb").exists()
