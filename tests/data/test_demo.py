"""The demonstration banks: the same every time, marked as made up, consistent, and built as documented."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from data import demo
from data.codes import EVENT_TYPES, INDICATORS
from data.contracts import contract
from data.demo import factors, losses, survey
from data.demo.world import AS_OF, BANKS, HISTORY, INDEX, MONTHS, SHOWN
from data.frames import conform, parquet_bytes
from data.shipped import risk_indicators

Tables = dict[str, pd.DataFrame]
_LAST = pd.Timestamp("2026-10-01")
_SCORES = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
_REAL_BANKS = (
    *(
        "attijari",
        "wafa",
        "chaabi",
        "populaire",
        "africa",
        "bmce",
        "bmci",
        "cih",
        "agricole",
        "barid",
        "societe",
    ),
    *(
        "saham",
        "cfg",
        "umnia",
        "assafa",
        "akhdar",
        "tamwil",
        "yousr",
        "najmah",
        "arreda",
        "citibank",
        "caixa",
    ),
    *("sabadell", "bti", "amane", "cdg", "union", "arab"),
)


def _spread(values: pd.Series) -> pd.DataFrame:
    """The last level of the index as columns."""
    return values.unstack()  # noqa: PD010 (every key is there once, and gaps stay gaps)


def _series(tables: Tables) -> pd.DataFrame:
    """Bank and month by measure of adoption."""
    return _spread(tables["adoption_series"].set_index(["bank", "month", "measure"])["value"])


@pytest.fixture(scope="module")
def tables() -> Tables:
    return {name: conform(contract(name), rows) for name, rows in demo.tables().items()}


@pytest.fixture(scope="module")
def wide(tables: Tables) -> pd.DataFrame:
    """Bank and month by indicator."""
    return _spread(tables["risk_observation"].set_index(["bank", "month", "indicator"])["value"])


@pytest.fixture(scope="module")
def scores(wide: pd.DataFrame) -> pd.DataFrame:
    """Bank and month by risk: the power mean of order 2 of the known scores."""
    catalogue = risk_indicators().set_index("indicator")
    single = {}
    for name, row in catalogue.iterrows():
        places = row[[f"knot{i}" for i in range(5)]].to_numpy(dtype=float)
        sign = 1.0 if row["direction"] == "up" else -1.0
        value = np.interp(sign * wide[name], sign * places, _SCORES)
        single[name] = pd.Series(value, wide.index).where(wide[name].notna())
    squared = pd.DataFrame(single) ** 2
    return np.sqrt(squared.T.groupby(catalogue["risk"]).mean().T)


@pytest.fixture(scope="module")
def drivers() -> pd.DataFrame:
    made = factors.simulate()
    index = pd.MultiIndex.from_product([BANKS, SHOWN], names=["bank", "month"])
    seen = {"discipline": made.discipline, "compliance": made.compliance, "digital": made.digital}
    frame = pd.DataFrame({name: values[:, HISTORY:].ravel() for name, values in seen.items()}, index)
    return frame.assign(season=np.tile(made.season[HISTORY:], len(BANKS)))


def test_two_builds_give_the_same_bytes(tables: Tables) -> None:
    again = demo.tables()
    for name, rows in tables.items():
        table = contract(name)
        assert parquet_bytes(table, rows) == parquet_bytes(table, conform(table, again[name])), name


def test_every_row_says_that_it_is_made_up(tables: Tables) -> None:
    for name, rows in tables.items():
        assert set(rows["kind"]) == {"synthetic"}, name
        assert set(rows["source"]) == {"demo_generator"}, name


def test_no_bank_is_named_like_a_real_one(tables: Tables) -> None:
    for name in tables["bank"]["name"]:
        plain = unicodedata.normalize("NFKD", name.casefold())
        assert not [real for real in _REAL_BANKS if real in plain], name


def test_keys_are_unique_and_values_within_their_limits(tables: Tables) -> None:
    for name, rows in tables.items():
        table = contract(name)
        assert not rows.duplicated(list(table.key)).any(), name
        for column in table.columns:
            if column.minimum is not None:
                assert not (rows[column.name] < column.minimum).any(), (name, column.name)
            if column.maximum is not None:
                assert not (rows[column.name] > column.maximum).any(), (name, column.name)
        for check in table.checks:
            known = rows.dropna(subset=list(check.columns))
            assert known.eval(check.expression).all(), (name, check.expression)


def test_every_bank_reports_every_indicator_every_month(tables: Tables) -> None:
    rows = tables["risk_observation"]
    assert len(rows) == 8 * 37 * 60
    assert sorted(rows["month"].unique()) == list(pd.date_range("2021-11-01", "2026-10-01", freq="MS"))
    assert (rows["value"].isna() == rows["missing_reason"].notna()).all()
    gone = rows["value"].isna() & ~rows["not_applicable"]
    assert 0.01 < gone.mean() < 0.02


def test_notices_in_time_are_not_applicable_where_none_was_due_and_never_an_invented_100(
    tables: Tables,
) -> None:
    rows = tables["risk_observation"]
    nothing = rows[rows["not_applicable"]]
    assert set(nothing["indicator"]) == {"R3"}
    assert nothing["value"].isna().all()
    assert nothing["missing_reason"].str.startswith("No notice was due").all()
    quiet = rows[(rows["indicator"] == "O6") & (rows["value"] == 0)][["bank", "month"]]
    shares = quiet.merge(rows[rows["indicator"] == "R3"], on=["bank", "month"])
    assert shares["value"].isna().all()


def test_indicator_values_respect_the_catalogue(wide: pd.DataFrame) -> None:
    for name, row in risk_indicators().set_index("indicator").iterrows():
        values = wide[name].dropna()
        assert pd.isna(row["minimum"]) or values.min() >= row["minimum"], name
        assert pd.isna(row["maximum"]) or values.max() <= row["maximum"], name
        if row["count"]:
            assert (values % 1 == 0).all(), name


# The tables agree with each other.


def _monthly(tables: Tables, values: pd.Series, how: str) -> np.ndarray:
    incidents = tables["incident"]
    month = incidents["occurred_at"].dt.to_period("M").dt.to_timestamp()
    grid = _spread(values.groupby([incidents["bank"], month]).agg(how))
    return grid.reindex(index=list(BANKS), columns=MONTHS, fill_value=0.0).fillna(0.0).to_numpy(dtype=float)


def _year(values: np.ndarray, how: str) -> np.ndarray:
    rolled = pd.DataFrame(values.T).rolling(12).agg(how)
    return rolled.to_numpy().T[:, HISTORY:]


def _reported(wide: pd.DataFrame, indicator: str) -> np.ndarray:
    return _spread(wide[indicator]).loc[list(BANKS)].to_numpy(dtype=float)


def test_downtime_is_what_the_incidents_add_up_to(tables: Tables, wide: pd.DataFrame) -> None:
    incidents = tables["incident"]
    critical = incidents["downtime_hours"].where(incidents["critical_services_affected"].astype(bool), 0.0)
    expected = _year(_monthly(tables, critical, "sum"), "sum")
    assert np.nanmax(np.abs(_reported(wide, "O1") - expected)) < 0.006


def test_media_and_worst_incident_are_those_of_the_table(tables: Tables, wide: pd.DataFrame) -> None:
    incidents = tables["incident"]
    media = _year(_monthly(tables, incidents["media"].astype(float), "sum"), "sum")
    assert np.nanmax(np.abs(_reported(wide, "P3") - media)) == 0.0
    worst = _year(_monthly(tables, incidents["clients_affected_percent"], "max"), "max")
    assert np.nanmax(np.abs(_reported(wide, "P4") - worst)) < 0.006


def test_major_incidents_are_those_that_pass_the_test(tables: Tables, wide: pd.DataFrame) -> None:
    from data.demo.incidents import is_major

    incidents = tables["incident"]
    major = is_major(incidents.astype(dict.fromkeys(_FLAGS, bool)))
    expected = _year(_monthly(tables, major.astype(float), "sum"), "sum")
    assert np.nanmax(np.abs(_reported(wide, "O6") - expected)) == 0.0
    assert set(incidents.index[incidents["notified_at"].notna()]) <= set(incidents.index[major])


_FLAGS = (
    "critical_services_affected",
    "relevant_clients_affected",
    "media",
    "repeated_complaints",
    "regulatory_breach",
    "client_loss",
    "data_losses",
    "malicious_access",
)


def test_exactly_ten_per_cent_and_exactly_two_hours_are_not_major() -> None:
    from data.demo.incidents import is_major

    quiet: dict[str, object] = dict.fromkeys(_FLAGS, False) | {
        "critical_services_affected": True,
        "clients_affected": 100_000,
        "clients_affected_percent": 10.0,
        "transactions_affected_percent": 10.0,
        "transaction_value_affected_percent": 10.0,
        "counterparts_affected_percent": 30.0,
        "duration_hours": 24.0,
        "downtime_hours": 2.0,
        "member_states": 1,
        "cost_eur": 100_000.0,
    }
    longer = quiet | {"downtime_hours": 2.1}
    both = longer | {"clients_affected_percent": 10.1}
    attacked = quiet | {"malicious_access": True}
    aside = both | {"critical_services_affected": False}
    judged = is_major(pd.DataFrame([quiet, longer, both, attacked, aside]))
    assert judged.tolist() == [False, False, True, True, False]


def test_remote_share_is_that_of_the_cube(tables: Tables, wide: pd.DataFrame) -> None:
    cube = _spread(tables["channel_activity"].groupby(["bank", "month", "channel"])["count"].sum())
    share = 100.0 * cube[["internet", "mobile"]].sum(axis=1) / cube.sum(axis=1)
    assert (wide["P1"] - share.astype(float)).abs().max() < 0.051


def test_loss_ratio_is_that_of_losses_and_accounts(tables: Tables, wide: pd.DataFrame) -> None:
    events = tables["loss_event"]
    net = (events["gross_amount"] - events["recovery_amount"]).groupby(events["bank"]).sum()
    component = losses.business_component(tables["financial_statement"])
    expected = 15.0 * net / (len(MONTHS) / 12.0) / (component * 1e6)
    assert (wide["O11"].xs(_LAST, level="month") - expected).abs().max() < 0.0051


def test_users_of_one_month_are_those_of_the_last_plus_new_less_lost(tables: Tables) -> None:
    series = _series(tables)
    before = series.groupby("bank")["active"].shift()
    assert (series["active"] - before - series["new"] + series["lost"]).abs().max() <= 2.0
    assert (series[["new", "lost"]] >= 0.0).all(axis=None)
    assert (series["active"] <= series["enrolled"]).all()
    assert (series["enrolled"] <= series["customers"]).all()
    assert (series["active_internet"] + series["active_mobile"] >= series["active"] - 2.0).all()


def test_no_channel_works_more_minutes_than_it_has(tables: Tables) -> None:
    cube = tables["channel_activity"].groupby(["bank", "month", "channel"])["count"].sum()
    means = tables["channel_resource"].set_index(["bank", "month", "channel"])
    used = cube * means["minutes_per_transaction"] / means["minutes_supplied"]
    assert used.max() < 1.0
    branch = used.xs("branch", level="channel")
    assert 0.4 < branch.min() < branch.max() < 0.85


def test_a_branch_transaction_costs_many_times_an_online_one(tables: Tables) -> None:
    cube = tables["channel_activity"].groupby(["bank", "month", "channel"])["count"].sum()
    unit = _spread(tables["channel_resource"].set_index(["bank", "month", "channel"])["cost_mad"] / cube)
    last = unit.xs(_LAST, level="month")
    assert (last["branch"] > last["adviser"]).all()
    assert (last["adviser"] > last["atm"]).all()
    assert (last["internet"] > last["mobile"]).all()
    assert (last["branch"] / last["internet"]).between(5, 25).all()


def test_linked_losses_belong_to_an_incident_of_the_same_bank_and_month(tables: Tables) -> None:
    linked = tables["loss_event"].dropna(subset=["incident"])
    joined = linked.merge(tables["incident"], on=["bank", "incident"], how="left")
    assert len(linked) >= 20
    assert (joined["occurred_on"].dt.to_period("M") == joined["occurred_at"].dt.to_period("M")).all()


def test_nothing_happens_after_the_last_day(tables: Tables) -> None:
    end = pd.Timestamp(demo.AS_OF) + pd.Timedelta(days=1)
    for name, rows in tables.items():
        for column in rows.select_dtypes("datetime"):
            assert not (rows[column] >= end).any(), (name, column)


# The correlations that the documentation promises.


@pytest.mark.parametrize(
    ("driver", "indicators", "sign"),
    [
        ("discipline", ["O1", "O2", "O3", "O4", "O5", "O6", "O8", "L9", "P2"], -1),
        ("discipline", ["O7", "P5"], 1),
        ("compliance", ["R2", "R7", "L2", "P7"], -1),
        ("compliance", ["R3", "R4", "R6", "L1", "L7", "L8"], 1),
        ("digital", ["O1", "O4", "O5", "P1"], 1),
    ],
)
def test_drivers_act_in_the_documented_direction(
    wide: pd.DataFrame, drivers: pd.DataFrame, driver: str, indicators: list[str], sign: int
) -> None:
    for indicator in indicators:
        assert sign * wide[indicator].corr(drivers[driver]) > 0.12, indicator


def test_incidents_drive_users_away_and_bring_complaints(tables: Tables, wide: pd.DataFrame) -> None:
    series = _series(tables)
    churn = series["lost"] / series["active"]
    assert churn.corr(wide["P6"]) > 0.5
    assert wide["P2"].corr(wide["P6"]) > 0.3
    assert wide["P5"].corr(wide["P6"]) < -0.2


def test_low_discipline_brings_incidents(tables: Tables) -> None:
    made = factors.simulate().discipline.mean(axis=1)
    counts = tables["incident"]["bank"].value_counts()
    assert np.corrcoef(made, [counts[bank] for bank in BANKS])[0, 1] < -0.5


def test_outages_show_in_failed_transactions(tables: Tables) -> None:
    cube = tables["channel_activity"].groupby(["bank", "month", "channel"])[["count", "failures"]].sum()
    rate = (cube["failures"] / cube["count"]).astype(float).xs("mobile", level="channel")
    incidents = tables["incident"]
    month = incidents["occurred_at"].dt.to_period("M").dt.to_timestamp()
    hours = incidents["downtime_hours"].groupby([incidents["bank"], month.rename("month")]).sum()
    assert rate.corr(hours.reindex(rate.index, fill_value=0.0)) > 0.3


def test_summer_is_heavy(wide: pd.DataFrame, drivers: pd.DataFrame, tables: Tables) -> None:
    month = wide.index.get_level_values("month").month
    assert wide["P2"][np.isin(month, (7, 8))].mean() > 1.15 * wide["P2"][np.isin(month, (1, 2))].mean()
    assert wide["O10"].corr(drivers["season"]) < 0.0
    cube = tables["channel_activity"]
    abroad = cube[(cube["segment"] == "abroad") & (cube["channel"] == "branch")]
    monthly = abroad.groupby(abroad["month"].dt.month)["count"].sum()
    assert monthly.idxmax() in (7, 8)


def test_digital_customers_do_more_and_keep_part_of_their_habits(tables: Tables) -> None:
    cube = tables["channel_activity"]
    first, last = (cube[cube["month"].dt.year == year] for year in (2022, 2025))
    people = tables["adoption_series"].query("measure == 'customers'")
    per_head = [
        rows["count"].sum() / people[people["month"].isin(rows["month"])]["value"].sum()
        for rows in (first, last)
    ]
    at_counter = [rows.loc[rows["channel"] == "branch", "count"].sum() for rows in (first, last)]
    assert per_head[1] > 1.2 * per_head[0]
    assert 0.65 < at_counter[1] / at_counter[0] < 1.0


# The stories.


def test_all_grades_occur_and_most_lie_in_the_middle(scores: pd.DataFrame) -> None:
    now = scores.xs(_LAST, level="month").to_numpy().ravel()
    counts = np.bincount(1 + np.digitize(now, (25.0, 50.0, 75.0)), minlength=5)[1:]
    assert (counts > 0).all()
    assert counts[1] + counts[2] >= 24
    assert 1.5 < (1 + now / 25.0).mean() < 3.0


def test_one_bank_breaks_the_law_today(wide: pd.DataFrame) -> None:
    catalogue = risk_indicators().set_index("indicator")
    flags = catalogue[catalogue["red_flag"]]
    now = wide.xs(_LAST, level="month")[flags.index]
    sign = np.where(flags["direction"] == "up", 1.0, -1.0)
    broken = (sign * now > sign * flags["red_flag_limit"].to_numpy()).any(axis=1)
    assert broken[broken].index.tolist() == ["detroit"]


def test_one_bank_has_gone_silent_on_its_legal_risk(tables: Tables) -> None:
    rows = tables["risk_observation"]
    recent = rows[(rows["month"] >= "2026-05-01") & ~rows["not_applicable"]]
    silent = recent.groupby(["bank", "indicator"])["value"].count()
    assert silent[silent == 0].index.tolist() == [
        ("cedre", name) for name in ("L1", "L2", "L3", "L7", "L8", "L9")
    ]
    others = rows[(rows["month"] == _LAST) & (rows["bank"] != "cedre") & ~rows["not_applicable"]]
    assert others["value"].notna().all()


def test_one_bank_improves_and_one_worsens(scores: pd.DataFrame) -> None:
    now, before = (scores.xs(pd.Timestamp(day), level="month") for day in ("2026-10-01", "2025-10-01"))
    change = (now - before).drop(index="cedre").mean(axis=1)
    assert (change.idxmin(), change.idxmax()) == ("noria", "caravane")
    assert change["noria"] < -8.0
    assert change["caravane"] > 15.0
    assert now.loc["caravane", "operational"] >= 75.0


def test_the_change_of_system_in_2024_is_a_step(wide: pd.DataFrame) -> None:
    path = wide.loc["noria", "O8"]
    assert path["2024-04":"2024-09"].mean() > 1.3 * path["2023-09":"2024-02"].mean()
    assert path["2026-05":].mean() < 0.5 * path["2024-04":"2024-09"].mean()


def test_the_break_of_definition_is_declared(tables: Tables, wide: pd.DataFrame) -> None:
    declared = tables["definition_break"]
    assert declared[["subject", "indicator"]].to_numpy().tolist() == [["noria", "P2"]]
    assert declared["first_period"].tolist() == [pd.Timestamp("2024-07-01")]
    path = wide.loc["noria", "P2"]
    assert path["2024-07":"2024-12"].mean() > 1.3 * path["2024-01":"2024-06"].mean()


# What is known to be true can be found again.


def test_the_survey_answers_to_its_known_logit(tables: Tables) -> None:
    rows = tables["survey_response"]
    drivers = pd.DataFrame(
        {
            name: rows[[column for column in rows if column.startswith(f"{name}_")]].mean(axis=1)
            for name in survey.ATTITUDES
        }
    )
    standard = (drivers - drivers.mean()) / drivers.std()
    standard["tertiary"] = (rows["education"] == "tertiary").astype(float)
    fixed = pd.get_dummies(rows["bank"], dtype=float)
    data = standard.join(fixed).dropna()
    fit = sm.Logit(rows.loc[data.index, "adopter"].astype(float), data).fit(disp=0)
    for name, (_, _, effect) in survey.ATTITUDES.items():
        low, high = fit.conf_int(alpha=0.01).loc[name]
        # Answers measure the attitude with error, which pulls an effect towards zero, never across it.
        assert low < effect < high or 0.0 < fit.params[name] / effect < 1.0, name
    assert fit.params["tertiary"] > 0.0


def test_gifts_beat_messages_and_messages_beat_nothing(tables: Tables) -> None:
    tests = tables["campaign"].query("randomised")
    arms = tests.groupby("arm")[["converted", "reached"]].sum()
    rate = arms["converted"] / arms["reached"]
    assert rate["message"] / rate["control"] == pytest.approx(2.0, rel=0.15)
    assert rate["message_and_gift"] / rate["message"] == pytest.approx(1.35, rel=0.15)
    assert tests.groupby(["bank", "campaign"])["reached"].nunique().eq(1).all()


def test_email_rates_are_near_the_published_ones(tables: Tables) -> None:
    mail = tables["campaign"].query("lever == 'email' and arm != 'control'")
    total = mail[["delivered", "opened", "clicked", "unsubscribed"]].sum()
    assert total["opened"] / total["delivered"] == pytest.approx(0.2271, rel=0.03)
    assert total["clicked"] / total["delivered"] == pytest.approx(0.0291, rel=0.05)


def test_the_more_digital_the_bank_the_wider_its_offer(tables: Tables) -> None:
    offers = tables["service_offer"]["bank"].value_counts()
    share = factors.simulate().digital[:, -1]
    ranks = pd.Series(share, BANKS).corr(pd.Series({bank: offers[bank] for bank in BANKS}), method="spearman")
    assert ranks > 0.6
    assert INDEX["safran"] == int(np.argmax(share))


def test_customers_by_country_add_up_to_the_customers_of_each_bank(tables) -> None:
    customers = tables["bank_customer"].groupby("bank")["customers"].sum()
    stated = tables["bank"].set_index("bank")["customers"]
    assert customers.to_dict() == stated.to_dict()
    abroad = tables["bank_customer"].query("country != 'MAR'").groupby("bank")["customers"].sum()
    assert (abroad / stated).idxmax() == "detroit"
    assert not tables["bank_customer"].duplicated(["bank", "country"]).any()


def test_controls_name_what_the_catalogue_knows_and_most_have_a_test(tables: Tables) -> None:
    catalogue = risk_indicators().set_index("indicator")
    assert tuple(catalogue.index) == INDICATORS
    rows = tables["control"]
    assert {code for text in rows["indicators"] for code in text.split()} <= set(INDICATORS)
    assert {code for text in rows["event_types"].dropna() for code in text.split()} <= set(EVENT_TYPES)
    tested = rows["tested_on"].notna()
    assert (tested == rows["tester"].notna()).all()
    assert 0.6 < tested.mean() < 0.9
    assert (rows.loc[tested, "tested_on"] <= pd.Timestamp(AS_OF)).all()


def test_fraud_and_downtime_are_outcomes_and_dependence_on_providers_is_exposure() -> None:
    stage = risk_indicators().set_index("indicator")["stage"]
    assert (stage[["O1", "O2", "O4", "O5", "P2"]] == "outcome").all()
    assert (stage[["O9", "R4", "P1"]] == "exposure").all()
