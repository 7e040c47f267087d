"""A bank begun from a dozen typed figures: they come out as typed, the rest says that it is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data import ingest
from data.build import build_base
from data.codes import ASSUMED_FROM_PEERS, TYPED
from data.ingest.typed import NotTyped, Typed, start, tables
from data.ingest.words import slug
from data.ingest.workspace import stored_tables
from data.snapshots import Snapshot, current
from studies import stand_ins
from studies.adoption.observed import bank_share

GIVEN = Typed(
    name="Banque d’Essai",
    country="MAR",
    customers=450_000,
    active={0: 210_000, 1: 170_000, 2: 120_000},
    transactions={"branch": 3_900_000, "phone": 900_000, "mobile": 25_000_000},
    unit_cost={"branch": 32.0},
    branches=140,
    employees=1_900,
    incidents=7,
    fraud_loss_mad=3_500_000.0,
    marketing_budget_mad=12_000_000.0,
)


@pytest.fixture(scope="module")
def base(demo_home: Path) -> Snapshot:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_HOME", str(demo_home))
        return build_base()


@pytest.fixture(scope="module")
def made(base: Snapshot) -> Mapping[str, pd.DataFrame]:
    return tables(GIVEN, base)


@pytest.fixture
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return demo_home


def test_what_was_typed_comes_out_as_typed(made) -> None:
    bank = made["bank"].iloc[0]
    assert (bank["customers"], bank["branches"], bank["employees"]) == (450_000, 140, 1_900)
    users = made["adoption_series"].set_index(["measure", "month"])["value"]["active"]
    assert users.sort_index().tolist() == [120_000.0, 170_000.0, 210_000.0]
    operations = made["channel_activity"].groupby("channel")["count"].sum()
    # Whole operations in thousands of cells: a part in ten thousand is what rounding leaves.
    assert operations["branch"] == pytest.approx(3_900_000, rel=1e-4)
    assert operations["ivr"] + operations["adviser"] == pytest.approx(900_000, rel=1e-3)
    assert made["branch_activity"]["branch"].nunique() == 140
    assert len(made["incident"]) == 7
    losses = made["loss_event"]
    fraud = losses[losses["event_type"] == "external_fraud"]
    years = (losses["occurred_on"].max() - losses["occurred_on"].min()).days / 365.25
    assert float(fraud["gross_amount"].sum()) / years == pytest.approx(3_500_000, rel=0.02)
    spent = made["campaign"]
    last_year = spent["start_on"] > pd.Timestamp("2025-10-31")
    assert float(spent.loc[last_year, "cost_mad"].sum()) == pytest.approx(12_000_000, rel=1e-6)


def test_a_typed_unit_cost_is_the_full_cost_with_its_purchases(made) -> None:
    def of_branch(table: str) -> pd.DataFrame:
        rows = made[table]
        return rows[rows["channel"] == "branch"]

    operations, times = of_branch("channel_activity"), of_branch("service_time")
    bought = operations.merge(times[["service", "variable_cost_mad"]], on="service")
    purchases = (bought["count"] * bought["variable_cost_mad"]).sum()
    cost = of_branch("channel_resource")["cost_mad"].astype(float).sum()
    assert (cost + purchases) / operations["count"].sum() == pytest.approx(32.0, rel=1e-6)


def test_what_was_not_typed_says_that_it_is_assumed(made) -> None:
    for name, rows in made.items():
        if name not in ("bank", "source"):
            assert set(rows["source"]) <= {TYPED, ASSUMED_FROM_PEERS}, name
            assumed = rows["source"] == ASSUMED_FROM_PEERS
            assert set(rows.loc[assumed, "kind"]) <= {"assumed"}, name
    assert set(made["risk_observation"]["kind"]) == {"assumed"}
    months = set(made["risk_observation"]["month"])
    assert len(months) == 1, "a level that was assumed is no history"
    assert made["control"]["tested_on"].isna().all(), "nobody tested a control of this bank"
    assert made["incident"]["title"].str.startswith("Assumed: ").all()


def test_the_same_figures_make_the_same_rows(base, made) -> None:
    again = tables(GIVEN, base)
    assert again.keys() == made.keys()
    for name, rows in made.items():
        pd.testing.assert_frame_equal(rows, again[name])


def test_name_and_customers_are_enough_in_every_size(base) -> None:
    for customers in (100, 40_000, 700_000, 9_000_000):
        rows = tables(Typed("Petite Banque", "SEN", customers), base)
        assert rows["bank_customer"][["country", "customers"]].values.tolist() == [["SEN", customers]]
        users = rows["adoption_series"].set_index("measure")["value"]
        assert (users["active"] <= customers).all()


@pytest.mark.parametrize(
    ("change", "figure", "rule"),
    [
        ({"name": "  "}, "name", "name_missing"),
        ({"name": "x" * 121}, "name", "name_long"),
        ({"name": "Zellige"}, "name", "name_taken"),
        ({"country": "XXX"}, "country", "country_unknown"),
        ({"customers": None}, "customers", "customers_missing"),
        ({"customers": 12, "active": {}}, "customers", "outside"),
        ({"active": {0: 450_001}}, "active.0", "above_customers"),
        ({"active": {1: -1}}, "active.1", "outside"),
        ({"transactions": {"branch": 0}}, "unit_cost.branch", "cost_without_use"),
        ({"fraud_loss_mad": float("nan")}, "fraud_loss_mad", "outside"),
        ({"incidents": 501}, "incidents", "outside"),
    ],
)
def test_a_figure_that_cannot_be_is_named_and_changes_nothing(home, change, figure, rule) -> None:
    with pytest.raises(NotTyped) as refused:
        start(replace(GIVEN, **change), "essai-refuse")
    assert [(slip.figure, slip.rule) for slip in refused.value.slips] == [(figure, rule)]
    assert stored_tables("essai-refuse") == {}


def test_a_file_takes_the_place_of_what_was_assumed_about_the_same_thing(home) -> None:
    start(GIVEN, "essai-fichier")
    before = stand_ins.of_bank(current("essai-fichier"), GIVEN.code)
    assert "risk_observation" in before.assumed
    assert before.loaded == ()
    rows = pd.DataFrame(
        {
            "bank": GIVEN.code,
            "indicator": "O1",
            "month": pd.to_datetime(["2026-08-01", "2026-09-01"]),
            "value": 0.4,
        }
    )
    ingest.load(rows, table="risk_observation", workspace="essai-fichier")
    held = stored_tables("essai-fichier")["risk_observation"]
    of_first = held[held["indicator"] == "O1"]
    assert of_first["month"].dt.strftime("%Y-%m").tolist() == ["2026-08", "2026-09"]
    assert set(held.loc[held["indicator"] != "O1", "source"]) == {ASSUMED_FROM_PEERS}
    assert "risk_observation" in stand_ins.of_bank(current("essai-fichier"), GIVEN.code).typed

    start(replace(GIVEN, customers=460_000), "essai-fichier")
    again = stored_tables("essai-fichier")
    assert again["bank"]["customers"].tolist() == [460_000]
    kept = again["risk_observation"]
    pd.testing.assert_frame_equal(
        kept[kept["indicator"] == "O1"].reset_index(drop=True), of_first.reset_index(drop=True)
    )


def test_a_share_of_assumed_customers_is_assumed(home) -> None:
    shares = bank_share(start(GIVEN, "essai-actifs"), GIVEN.code)
    assert shares["kind"].tolist() == ["assumed", "assumed", "observed"]
    assert shares["value"].iloc[-1] == pytest.approx(100 * 210 / 450)


@pytest.mark.parametrize("name", ["Banque d’Essai", "Banque d'Essai", "Crédit A+", "Atlas", "بنك", "É" * 60])
def test_the_form_and_a_file_give_a_bank_one_code(name: str) -> None:
    code = replace(GIVEN, name=name).code
    assert code == slug(name.lower())[:40].strip("-")
    assert replace(GIVEN, name="’’").code == "ma-banque"
