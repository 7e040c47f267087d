"""What flows between subjects: risk to trust, levers to adoption, adoption to channels and macro."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.marketing.parts import LEVERS
from analytics.scenario import Scenario
from data.snapshots import Snapshot, current
from studies import chain
from studies.adoption.forecast import adoption_forecast
from studies.chain import LeverSettings
from studies.marketing import levers as marketing
from studies.marketing import mix

YEARS, LEVEL = 5, 0.8
BANKS = ("amandier", "caravane", "noria", "zellige", "detroit", "cedre", "oliviers", "safran")
LARGE = LeverSettings(**dict.fromkeys(LEVERS, 5.0))


@pytest.fixture
def shown(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return current()


@pytest.mark.parametrize("bank", BANKS)
def test_untouched_levers_give_the_forecast_back_exactly(shown: Snapshot, bank: str) -> None:
    found = chain.adoption_path(shown, bank, YEARS, LEVEL, LeverSettings.of(Scenario()))
    forecast = adoption_forecast(shown, "customers", bank, YEARS, LEVEL).table
    pd.testing.assert_frame_equal(found.path, found.baseline, check_exact=True)
    for column in ("year", "value", "low", "high"):
        assert found.path[column].tolist() == forecast[column].tolist()
    assert not found.extra_adopters.any()


def test_trust_as_today_changes_nothing_however_strong_it_is(shown: Snapshot) -> None:
    scenario = Scenario().change(trust_sensitivity=4.0, incident="INC-2024-001", power=8.0)
    assert LeverSettings.of(scenario) == LeverSettings()


@pytest.mark.parametrize("bank", BANKS)
def test_no_lever_lifts_adoption_above_the_market(shown: Snapshot, bank: str) -> None:
    found = chain.adoption_path(shown, bank, 10, LEVEL, LARGE)
    assert (found.path[["value", "low", "high"]] <= 100.0).all(axis=None)
    assert (found.path["value"] >= found.baseline["value"]).all()
    assert found.path["value"].between(found.path["low"], found.path["high"]).all()


@pytest.mark.parametrize("lever", LEVERS)
def test_each_lever_brings_more_with_more_money(shown: Snapshot, lever: str) -> None:
    # One-to-one works only through the e-mails.
    base = {"email": 0.3} if lever == "one_to_one" else {}
    ends = [
        chain.adoption_path(shown, "cedre", YEARS, LEVEL, LeverSettings(**(base | {lever: money})))
        .path["value"]
        .iloc[-1]
        for money in (0.0, 0.2, 0.4)
    ]
    assert ends[0] < ends[1] <= ends[2]


def test_the_path_and_the_page_speak_of_the_same_adopters(shown: Snapshot) -> None:
    settings = LeverSettings(email=0.5, viral=0.4)
    path = chain.adoption_path(shown, "zellige", YEARS, LEVEL, settings)
    results = marketing.lever_results(shown, "zellige", YEARS, LEVEL, settings, 300.0, 1)
    assert path.extra_adopters.iloc[-1] == pytest.approx(results.result.incremental, rel=1e-6)
    assert results.parts["adopters"].sum() == pytest.approx(results.result.incremental, rel=1e-9)
    assert results.result.cost == pytest.approx(0.9 * path.customers * YEARS)


def test_an_incident_lowers_trust_for_a_while_and_the_best_bank_s_trust_speeds_adoption_up(
    shown: Snapshot,
) -> None:
    hit = chain.adoption_path(shown, "safran", YEARS, LEVEL, LeverSettings(trust_case="incident"))
    assert hit.trust.months[0] < hit.trust.months[11] < hit.trust.months[-1] <= hit.trust.today
    assert hit.trust.first_multiplier < hit.trust.last_multiplier <= 1.0
    assert (hit.extra_adopters < 0).all()
    best = chain.adoption_path(shown, "safran", YEARS, LEVEL, LeverSettings(trust_case="best"))
    assert best.trust.subject == "amandier"
    assert best.trust.first_multiplier > 1.0
    assert (best.extra_adopters > 0).all()


def test_a_bigger_incident_costs_more_trust(shown: Snapshot) -> None:
    known = [
        chain.trust_shift(
            shown, "safran", 1, LeverSettings(trust_case="incident", incident=f"INC-202{year}-001")
        )
        for year in (3, 4, 5)
    ]
    assert len({found.subject for found in known}) == 3
    assert len({found.months[0] for found in known}) == 3
    worst = chain.trust_shift(shown, "safran", 1, LeverSettings(trust_case="incident"))
    assert worst.months[0] <= min(found.months[0] for found in known)


def test_online_shares_follow_adoption_and_stay_shares(shown: Snapshot) -> None:
    for bank in ("cedre", "safran", "zellige"):
        untouched = chain.online_shares(shown, bank, YEARS, LEVEL, LeverSettings())
        led = chain.online_shares(shown, bank, YEARS, LEVEL, LARGE)
        assert untouched["value"].tolist() == untouched["baseline"].tolist()
        assert led["baseline"].tolist() == untouched["baseline"].tolist()
        assert (led["value"].iloc[1:] > untouched["value"].iloc[1:]).all()
        assert led[["low", "value", "high"]].apply(lambda ends: ends.between(0.0, 1.0)).all(axis=None)


def test_the_best_split_keeps_its_bounds_and_beats_equal_parts(shown: Snapshot) -> None:
    for aim in ("adopters", "npv"):
        found = marketing.best_split(
            shown, "oliviers", YEARS, LEVEL, LeverSettings(), 300.0, 1.0, 0.3, 0.3, aim, 1
        )
        assert sum(found.budgets.values()) <= 1.0 + 0.02
        assert max(found.budgets.values()) <= 0.3 + 0.005
        assert found.allocation.gain >= found.allocation.gain_equal


def test_a_bank_without_active_customers_is_refused_in_words(shown: Snapshot) -> None:
    with pytest.raises(ValueError, match="nobody"):
        chain.adoption_path(shown, "nobody", YEARS, LEVEL, LeverSettings())


def test_a_complete_checklist_adds_the_trust_that_is_left_to_gain(shown: Snapshot) -> None:
    settings = LeverSettings(trust_case="site", trust_slope=0.4)
    found = chain.adoption_path(shown, "cedre", YEARS, LEVEL, settings)
    gain = mix.trust_to_gain(shown, "cedre", 0.4)
    assert 0.0 < gain < 0.4
    assert found.trust.months[0] == pytest.approx(min(1.0, found.trust.today + gain))
    assert found.path["value"].iloc[-1] > found.baseline["value"].iloc[-1]
    flat = chain.trust_shift(shown, "cedre", 1, LeverSettings(trust_case="site", trust_slope=0.0))
    assert flat.first_multiplier == pytest.approx(1.0)
