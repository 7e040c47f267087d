"""The shipped figures: each has a source, none is joined through a break, and they are what was published."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.datasets import macrodata

from data import published
from data.contracts import CONTRACTS
from data.knots import knots
from data.shipped import shipped_tables

_SCORES = np.array([0.0, 25.0, 50.0, 75.0, 100.0])


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return shipped_tables()


@pytest.fixture(scope="module")
def catalogue(shipped: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return shipped["risk_indicator"].set_index("indicator")


def _fact(
    shipped: dict[str, pd.DataFrame], indicator: str, group: str = "all", country: str = "MAR"
) -> pd.Series:
    fact = shipped["fact"]
    rows = fact[(fact["indicator"] == indicator) & (fact["group"] == group) & (fact["country"] == country)]
    return rows.set_index("period")["value"]


def _score(row: pd.Series, value: float) -> float:
    places = row[[f"knot{i}" for i in range(5)]].to_numpy(dtype=float)
    sign = 1.0 if row["direction"] == "up" else -1.0
    return float(np.interp(sign * value, sign * places, _SCORES))


def _grade(row: pd.Series, value: float) -> int:
    return 1 + int(np.digitize(_score(row, value), (25.0, 50.0, 75.0)))


def test_every_row_of_every_shipped_table_names_a_source_that_exists(
    shipped: dict[str, pd.DataFrame],
) -> None:
    known = set(shipped["source"]["source"])
    for name, rows in shipped.items():
        if name != "source":
            assert set(rows["source"]) <= known, name


def test_every_source_says_who_what_under_which_terms_and_where(shipped: dict[str, pd.DataFrame]) -> None:
    sources = shipped["source"]
    for column in ("publisher", "title", "licence", "address"):
        assert sources[column].str.strip().str.len().min() > 3, column
    assert sources[sources["year"].isna()]["source"].tolist() == ["course_text"]


def test_no_figure_is_passed_off_as_the_banks_own_or_as_made_up(shipped: dict[str, pd.DataFrame]) -> None:
    for name in (
        "fact",
        "macro_series",
        "channel_cost_published",
        "lever_benchmark",
        "definition_break",
        "model_figure",
        "example_series",
    ):
        assert not set(shipped[name]["source"]) & {"own_file", "demo_generator"}, name
        assert "synthetic" not in set(shipped[name]["kind"]), name


def test_every_figure_has_a_known_indicator_country_unit_and_definition(
    shipped: dict[str, pd.DataFrame],
) -> None:
    indicators = shipped["indicator"].set_index("indicator")
    assert set(shipped["fact"]["indicator"]) == set(indicators.index)
    assert set(shipped["fact"]["country"]) <= set(shipped["country"]["country"])
    for column in ("label_en", "label_fr", "unit", "unit_fr", "definition_en", "definition_fr"):
        assert indicators[column].str.strip().str.len().min() > 0, column


def test_labels_are_distinct_in_each_language(shipped: dict[str, pd.DataFrame]) -> None:
    for table in ("indicator", "risk_indicator", "service"):
        for column in ("label_en", "label_fr"):
            assert shipped[table][column].is_unique, (table, column)


def test_figures_lie_within_the_bounds_of_their_indicator(shipped: dict[str, pd.DataFrame]) -> None:
    bounds = shipped["indicator"].set_index("indicator")[["minimum", "maximum"]]
    fact = shipped["fact"].join(bounds, on="indicator")
    assert fact[(fact["value"] < fact["minimum"]) | (fact["value"] > fact["maximum"])].empty


def test_breaks_concern_series_that_exist(shipped: dict[str, pd.DataFrame]) -> None:
    fact = shipped["fact"]
    for row in shipped["definition_break"].itertuples():
        series = fact[
            (fact["indicator"] == row.indicator) & (row.subject in ("*",) or fact["country"] == row.subject)
        ]
        assert series["period"].min() < row.first_period.year <= series["period"].max(), row.indicator


def test_figures_of_two_definitions_are_always_parted_by_a_break(shipped: dict[str, pd.DataFrame]) -> None:
    fact = shipped["fact"]
    breaks = shipped["definition_break"]
    whole = fact[(fact["group"] == "all") & (fact["country"] == "MAR")].sort_values("period")
    for indicator, rows in whole.groupby("indicator"):
        broken = [day.year for day in breaks[breaks["indicator"] == indicator]["first_period"]]
        steps = list(zip(rows["period"], rows["definition"].fillna(""), strict=True))
        for (before, old), (after, new) in itertools.pairwise(steps):
            assert old == new or any(before < year <= after for year in broken), (indicator, after)


@pytest.mark.parametrize(
    ("indicator", "figures"),
    [
        ("account_rate_bam", {2019: 61, 2022: 53, 2023: 54, 2024: 58}),
        ("bank_branches", {2019: 6539, 2021: 6065, 2022: 5914, 2023: 5811, 2024: 5692}),
        ("mobile_wallets", {2020: 3.1, 2021: 6.3, 2022: 7.7, 2023: 10.4, 2024: 13.7}),
        ("mobile_wallet_transactions", {2024: 19.7}),
        ("online_payments", {2010: 0.33, 2017: 6.6, 2022: 28.1}),
        ("reserve_requirement", {2010: 6, 2015: 2, 2016: 4, 2019: 2, 2020: 0}),
        ("no_account_lack_of_money", {2024: 43.4}),
        ("cash_machines", {2024: 8328}),
        ("liquidity_need", {2024: 123.7}),
    ],
)
def test_moroccan_figures(
    shipped: dict[str, pd.DataFrame], indicator: str, figures: dict[int, float]
) -> None:
    values = _fact(shipped, indicator)
    assert {year: values[year] for year in figures} == pytest.approx(figures)


def test_internet_users_are_broken_where_the_survey_changed(shipped: dict[str, pd.DataFrame]) -> None:
    values = _fact(shipped, "internet_users")
    assert values[[2010, 2011, 2018, 2019]].round(1).tolist() == [52.0, 46.1, 64.8, 84.1]
    breaks = shipped["definition_break"]
    broken = breaks[(breaks["subject"] == "MAR") & (breaks["indicator"] == "internet_users")]
    assert [day.year for day in broken["first_period"]] == [2011, 2019]


def test_trust_and_money_of_the_unbanked(shipped: dict[str, pd.DataFrame]) -> None:
    assert _fact(shipped, "no_account_lack_of_trust")[2024] == pytest.approx(7.5, abs=0.05)
    assert _fact(shipped, "account_ownership")[2024] == pytest.approx(44.4, abs=0.05)
    men, women = (_fact(shipped, "account_ownership", f"sex={sex}")[2024] for sex in ("men", "women"))
    assert men - women == pytest.approx(19.9, abs=0.1)


def test_world_turnover(shipped: dict[str, pd.DataFrame]) -> None:
    values = _fact(shipped, "fx_turnover_daily", country="WLD")
    assert (values[1989], values[2001], values[2010], values[2025]) == (590, 1200, 3980, 9600)
    assert (values[2016], values[2019]) == (5100, 6600)
    # The survey is of every third year: none is left out.
    assert sorted(values.index) == list(range(1989, 2026, 3))
    shares = [
        _fact(shipped, f"fx_turnover_{kind}_share", country="WLD")[2025]
        for kind in ("spot", "forward", "swap")
    ]
    assert shares == [31, 19, 42]


def test_the_dirham_month_by_month(shipped: dict[str, pd.DataFrame]) -> None:
    rate = shipped["macro_series"].set_index("month")["value"]
    assert len(rate) == 791
    assert rate.index.to_series().diff().dropna().dt.days.between(28, 31).all()
    assert rate[pd.Timestamp("2025-11-01")] == pytest.approx(9.2736)


def test_published_unit_costs(shipped: dict[str, pd.DataFrame]) -> None:
    costs = shipped["channel_cost_published"]
    booz = costs[costs["study"] == "Booz-Allen and Hamilton"].set_index("channel")
    assert booz.loc[["branch", "internet"], "unit_cost"].tolist() == [1.07, 0.01]
    assert (
        booz.loc[["branch", "internet", "atm", "phone"], "status"].tolist()
        == ["verified"] * 2 + ["unverified"] * 2
    )
    text = costs[costs["source"] == "course_text"].set_index("channel")["unit_cost"]
    assert text.to_dict() == pytest.approx(
        {"branch": 1, "atm": 1 / 2, "phone": 1 / 3, "internet": 1 / 7}, abs=1e-4
    )
    # No study of Morocco exists: a Moroccan row that is not the text's ratio would be an invention.
    assert set(costs[costs["country"] == "MAR"]["source"]) == {"course_text"}


def test_click_rates_fall_with_the_rank(shipped: dict[str, pd.DataFrame]) -> None:
    levers = shipped["lever_benchmark"]
    rates = levers[(levers["lever"] == "seo_ctr") & levers["value"].notna()].set_index("segment")["value"]
    assert rates[[str(rank) for rank in range(1, 11)]].is_monotonic_decreasing
    assert (rates["1"], rates["10"]) == (0.285, 0.025)


def test_what_mailchimp_says_of_unlabelled_accounts_is_not_its_total(
    shipped: dict[str, pd.DataFrame],
) -> None:
    rates = shipped["lever_benchmark"].set_index(["lever", "segment"])["value"]
    assert rates["email_open", "accounts without a stated industry"] == 0.2271
    assert rates["email_open", "all accounts"] == 0.2133
    assert rates["email_click", "all accounts"] == 0.0262


def test_licensing_rules_with_their_dates(shipped: dict[str, pd.DataFrame]) -> None:
    rules = shipped["licence_rule"].set_index("rule")
    assert len(rules) == 22
    assert rules.loc["EU-4", "valid_from"] == pd.Timestamp("2027-01-11")
    assert rules.loc["EU-5", "cutoff"] == pd.Timestamp("2026-07-11")
    assert rules.loc["EU-7", "valid_to"] == rules.loc["EU-4", "valid_from"] - pd.Timedelta(days=1)
    assert rules["tag"].value_counts().to_dict() == {"V2": 11, "V": 9, "C": 1, "M": 1}


def test_every_law_says_what_was_read_of_it_or_why_nothing_was(shipped: dict[str, pd.DataFrame]) -> None:
    readings, sources = shipped["source_reading"], shipped["source"]
    laws = set(sources.loc[sources["kind"] == "law", "source"])
    assert set(readings["source"]) == laws
    read = readings["reading"] == "copy"
    assert readings.loc[read, "sha256"].str.fullmatch(r"[0-9a-f]{64}").all()
    assert readings.loc[read, "sha256"].is_unique
    assert readings.loc[read, ["read_on", "copy_at"]].notna().all(axis=None)
    # No hash without a text, and no gap without its reason.
    assert readings.loc[~read, "sha256"].isna().all()
    assert readings.loc[~read, ["note_en", "note_fr"]].notna().all(axis=None)
    assert readings.loc[readings["reading"] == "not_read", "read_on"].isna().all()


def test_the_hash_of_a_reading_is_that_of_the_article(shipped: dict[str, pd.DataFrame]) -> None:
    readings = shipped["source_reading"].set_index(["source", "article"])["sha256"]
    hosting = "Les données sensibles doivent être exclusivement hébergées sur le territoire national."
    assert readings["law_05_20", "art. 11"] == hashlib.sha256(hosting.encode()).hexdigest()
    levels = "Une signature électronique est une signature soit simple, soit avancée ou qualifiée."
    assert readings["law_43_20", "art. 4"] == hashlib.sha256(levels.encode()).hexdigest()


@pytest.mark.published
@pytest.mark.parametrize(
    ("file", "table", "left", "right"),
    [
        (
            "country_indicators.csv",
            "fact",
            ["country", "indicator", "period"],
            ["country", "indicator", "period"],
        ),
        ("eurostat_internet_banking.csv", "fact", ["country", "period"], ["iso3", "year"]),
    ],
)
def test_figures_are_those_of_the_published_files(
    shipped: dict[str, pd.DataFrame],
    published: Path,
    file: str,
    table: str,
    left: list[str],
    right: list[str],
) -> None:
    theirs = pd.read_csv(published / "facts" / file)
    if file.startswith("country"):
        theirs = theirs[(theirs["group"] == "all") & (theirs["indicator"] != "internet_banking_users")]
        ours = shipped[table][shipped[table]["group"] == "all"]
        value = "value"
    else:
        ours = shipped[table][shipped[table]["indicator"] == "internet_banking_users"]
        value = "pct"
    joined = theirs.merge(ours, left_on=right, right_on=left, how="left", suffixes=("_published", ""))
    told = joined[f"{value}_published"] if value == "value" else joined[value]
    assert (joined["value"] - told).abs().max() < 1e-9
    assert joined["value"].notna().all()


# The catalogue and its knots.


def test_the_catalogue_has_its_37_indicators(catalogue: pd.DataFrame) -> None:
    expected = {"operational": 11, "regulatory": 9, "legal": 9, "reputational": 8}
    assert catalogue["risk"].value_counts().to_dict() == expected
    assert catalogue.index[catalogue["red_flag"]].tolist() == ["R1", "R5", "L3", "L4", "L5", "L6"]
    assert catalogue.index[~catalogue["movable"]].tolist() == ["R8", "R9", "P1", "P8"]
    # No notice may be due, and Law 05-20 does not bind every bank.
    assert catalogue.index[catalogue["conditional"]].tolist() == ["R3", "L5", "L6"]
    assert catalogue.loc[["L5", "L6"], "red_flag_rule"].str.endswith("where Law 05-20 binds the bank").all()


def test_knots_of_every_indicator_are_strictly_monotone(catalogue: pd.DataFrame) -> None:
    places = catalogue[[f"knot{i}" for i in range(5)]].to_numpy(dtype=float)
    signs = np.where(catalogue["direction"] == "up", 1.0, -1.0)[:, None]
    assert (np.diff(signs * places, axis=1) > 0).all()


def test_knots_never_pass_the_natural_bounds(catalogue: pd.DataFrame) -> None:
    for name, row in catalogue.iterrows():
        places = row[[f"knot{i}" for i in range(5)]].to_numpy(dtype=float)
        assert places.min() >= (row["minimum"] if pd.notna(row["minimum"]) else -np.inf), name
        assert places.max() <= (row["maximum"] if pd.notna(row["maximum"]) else np.inf), name


def test_the_natural_best_scores_nothing(catalogue: pd.DataFrame) -> None:
    for name, row in catalogue.iterrows():
        best = row["minimum"] if row["direction"] == "up" else row["maximum"]
        if pd.notna(best):
            assert _score(row, float(best)) == 0.0, name


def test_a_cut_of_a_continuous_indicator_starts_the_worse_grade(catalogue: pd.DataFrame) -> None:
    for name, row in catalogue[~catalogue["count"]].iterrows():
        sign = 1.0 if row["direction"] == "up" else -1.0
        cuts = [row["cut_1"], row["cut_2"], row["cut_3"]]
        best = row["minimum"] if row["direction"] == "up" else row["maximum"]
        for grade, cut in enumerate(cuts, start=2):
            if cuts.count(cut) == 1 and cut != best:
                assert _grade(row, cut) == grade, name
                assert _grade(row, cut - sign * 1e-6) == grade - 1, name


def test_a_whole_number_at_its_cut_is_still_in_the_better_grade(catalogue: pd.DataFrame) -> None:
    for name, row in catalogue[catalogue["count"]].iterrows():
        step = 1 if row["direction"] == "up" else -1
        cuts = [row["cut_1"], row["cut_2"], row["cut_3"]]
        for value in cuts:
            better = 1 + sum(cut != value and (value - cut) * step > 0 for cut in cuts)
            assert _grade(row, value) == better, name
        assert _grade(row, cuts[-1] + step) == 4, name


@pytest.mark.parametrize(
    ("indicator", "values", "grades"),
    [
        ("O6", [0, 1, 2, 3, 9], [1, 2, 3, 4, 4]),
        ("R5", [0, 1, 2, 5], [1, 3, 4, 4]),
        ("R2", [0, 1, 2, 3, 4], [1, 2, 3, 3, 4]),
        ("R6", [14, 13, 12, 11, 10, 9], [1, 1, 2, 3, 3, 4]),
        ("L6", [100, 99.99, 99.985, 99.98, 99.5, 99], [1, 2, 2, 3, 3, 4]),
        ("L3", [100, 99.9, 98, 90, 89], [1, 2, 3, 4, 4]),
        ("R1", [0, 0.01, 0.1, 1, 3], [1, 2, 3, 4, 4]),
        ("O2", [0.49, 0.5, 1, 2], [1, 2, 3, 4]),
        ("P5", [4.6, 4.3, 3.8, 3.2], [1, 2, 3, 4]),
        ("O10", [60, 40, 25, 10, 0], [1, 2, 3, 4, 4]),
    ],
)
def test_grades_of_known_values(
    catalogue: pd.DataFrame, indicator: str, values: list[float], grades: list[int]
) -> None:
    assert [_grade(catalogue.loc[indicator], value) for value in values] == grades


def test_outer_knots_of_known_indicators(catalogue: pd.DataFrame) -> None:
    outer = catalogue[["knot0", "knot4"]].apply(tuple, axis=1)
    assert outer["O1"] == (0, 8)
    assert outer["P5"] == pytest.approx((5, 2))
    assert outer["P1"] == (0, 100)  # 130 without the bound
    assert outer["R9"] == (7, 0)  # no natural best: 5 + (5 - 3); the bound stops it at 0


def test_provenance_follows_the_tags_of_the_cuts(catalogue: pd.DataFrame) -> None:
    order = ["V", "V2", "M", "C"]
    tags = catalogue[["tag_1", "tag_2", "tag_3"]]
    best = tags.apply(lambda row: min(row, key=order.index), axis=1)
    assert (catalogue["provenance"] == best).all()
    assert ((catalogue["provenance"] == "C") == (catalogue["kind"] == "assumed")).all()


def test_a_trigger_or_an_exemption_taken_as_a_limit_is_a_convention_in_its_use(
    catalogue: pd.DataFrame,
) -> None:
    tags, uses = (catalogue[[f"{name}_{i}" for i in (1, 2, 3)]].to_numpy() for name in ("tag", "use"))
    lent = catalogue.index[((tags != "C") & (uses == "C")).any(axis=1)]
    assert lent.tolist() == ["O2", "O4", "O5", "O11", "P4"]
    # Our own cuts have no source whose purpose they could share.
    assert (uses[tags == "C"] == "C").all()
    noted = catalogue[["use_note", "use_note_fr"]].notna()
    assert (noted.all(axis=1) == catalogue.index.isin(lent)).all()
    assert noted["use_note"].equals(noted["use_note_fr"].rename("use_note"))


def test_the_doing_of_the_supervisor_and_of_peers_is_of_the_system(catalogue: pd.DataFrame) -> None:
    assert catalogue.index[catalogue["scope"] == "system"].tolist() == ["R8", "R9", "P8"]
    assert not catalogue.loc[["R8", "R9", "P8"], "movable"].any()


@settings(max_examples=60)
@given(
    cuts=st.lists(st.integers(0, 40), min_size=3, max_size=3).map(sorted),
    direction=st.sampled_from(["up", "down"]),
    count=st.booleans(),
)
def test_any_cuts_with_room_give_five_knots_in_order(cuts: list[int], direction: str, count: bool) -> None:
    ordered = cuts if direction == "up" else [100 - cut for cut in cuts]
    if not count and cuts[-1] == 0:
        return
    places = knots(ordered, direction, count=count, minimum=0, maximum=100)
    assert places == tuple(sorted(places, reverse=direction == "down"))
    assert len(set(places)) == 5


def test_turning_the_scale_round_turns_the_knots_round() -> None:
    up = knots([0, 10, 30], "up", minimum=0, maximum=100)
    down = knots([100, 90, 70], "down", minimum=0, maximum=100)
    assert [100 - place for place in down] == pytest.approx(list(up))


@pytest.mark.parametrize(
    ("cuts", "direction", "message"),
    [
        ([1, 2, 3], "sideways", "direction: 'sideways'"),
        ([1, 2], "up", "cuts: 2 given"),
        ([3, 2, 1], "up", "do not run from best to worst"),
        ([1, 2, 3], "down", "do not run from best to worst"),
        ([0, 0, 100], "up", "leave no room"),
    ],
)
def test_cuts_that_cannot_be(cuts: list[float], direction: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        knots(cuts, direction, minimum=0, maximum=100)


def test_every_shipped_table_has_a_contract(shipped: dict[str, pd.DataFrame]) -> None:
    assert set(shipped) <= set(CONTRACTS)


def test_what_a_model_takes_for_granted_is_the_figure_that_the_catalogue_lists() -> None:
    from analytics.macro.elasticities import PUBLISHED
    from analytics.macro.friction import CHANNEL_WEIGHTS
    from analytics.macro.tax import DIRHAM_BAND, KEPT_ALONE, net_revenue

    figure = published.figure
    assert [PUBLISHED.p10, PUBLISHED.median, PUBLISHED.p90, PUBLISHED.estimates] == [
        figure("turnover_elasticity", item) for item in ("P10", "median", "P90", "estimates")
    ]
    assert dict(CHANNEL_WEIGHTS) == pytest.approx(
        {each: figure("channel_weight", each) for each in CHANNEL_WEIGHTS}
    )
    assert figure("dirham_band") == DIRHAM_BAND
    assert figure("kept_alone") == KEPT_ALONE
    assert figure("kept_alone") == pytest.approx(
        figure("ftt_revenue", "WIFO narrow") / figure("ftt_revenue", "WIFO wide"), abs=0.005
    )
    lines = net_revenue(figure("epi_net_revenue", "gross"), borrowing=figure("epi_net_revenue", "borrowing"))
    assert lines.income_payroll_offset == pytest.approx(
        figure("epi_net_revenue", "income and payroll"), abs=0.05
    )
    assert lines.capital_gains_loss == pytest.approx(figure("epi_net_revenue", "capital gains"), abs=0.05)
    assert lines.net == pytest.approx(figure("epi_net_revenue", "net"), abs=0.15)


def test_a_figure_that_is_not_listed_is_not_had() -> None:
    with pytest.raises(KeyError):
        published.figure("hours_paid", "half")


def test_the_example_economy_is_the_one_that_statsmodels_ships() -> None:
    raw = macrodata.load_pandas().data
    economy = published.economy()
    assert economy.index[[0, -1]].tolist() == ["1959-Q1", "2009-Q3"]
    for series in ("realgdp", "realcons", "realinv", "cpi", "tbilrate"):
        assert economy[series].tolist() == raw[series].tolist(), series
