"""Shocks to a bank against sums done by hand."""

from dataclasses import fields, replace

import numpy as np
import pytest

from analytics.channels.assumptions import Uncertain
from analytics.plan.shocks import (
    CALM,
    LINES,
    SHOCKS,
    Doubt,
    Position,
    Shocks,
    felt,
    income_swings,
    value_shocks,
)

BANK = Position(
    deposits={"retail": 600.0, "business": 250.0, "abroad": 150.0},
    fees=8.0,
    currency_turnover=400.0,
    currency_income=1.2,
    transfers=90.0,
    transfer_income=0.9,
    reserves_held=0.0,
    liquid_assets=240.0,
    net_outflows=160.0,
    refinancing=100.0,
    open_position=5.0,
    capital=130.0,
    risk_weighted=1000.0,
    risk_weighted_currency=100.0,
)


def doubt(**changed: float | Uncertain) -> Doubt:
    still = dict.fromkeys((field.name for field in fields(Doubt)), 0.0) | {
        "cost_elasticity": 1.0,
        "abroad_flight": 1.0,
        "refinancing_rate": 0.03,
        "runoff_retail": 0.1,
        "runoff_business": 0.4,
        "runoff_abroad": 0.1,
    }
    return Doubt(
        **{
            name: each if isinstance(each, Uncertain) else Uncertain.certain(each)
            for name, each in (still | changed).items()
        }
    )


def under(shocks: Shocks, bank: Position = BANK, **changed: float):
    return felt(bank, shocks, doubt(**changed).likeliest())


def test_without_a_shock_nothing_moves() -> None:
    found = under(CALM, deposit_rate=0.01, transfer_response=0.6, fees_follow=1.0)
    assert all(float(found.lines[name][0]) == 0 for name in LINES)
    assert found.liquidity[0] == pytest.approx(240 / 160)
    assert found.capital_ratio(BANK, 0.4)[0] == pytest.approx(0.13)


def test_a_tax_as_large_as_the_margin_halves_turnover_at_an_elasticity_of_one() -> None:
    # The bank takes 1.2 of 400, 0.3 %: a tax of 0.3 % doubles the cost.
    found = under(Shocks(tax=0.003))
    assert found.turnover[0] == pytest.approx(200)
    assert found.lines["currency"][0] == pytest.approx(-0.6)
    # Transfers cost 1 %; at an elasticity of 2 a tax of 0.25 % leaves (1.25) ** -2 of them.
    found = under(Shocks(tax=0.0025), transfer_elasticity=2.0)
    assert found.transfers[0] == pytest.approx(90 / 1.25**2)


def test_a_requirement_costs_what_it_locks_up_times_refinancing_less_remuneration() -> None:
    found = under(Shocks(requirement=0.02), remuneration=0.005)
    # 2 % of 1,000 at 3 % less 0.5 %.
    assert found.income[0] == pytest.approx(-0.02 * 1000 * (0.03 - 0.005))
    assert found.liquidity[0] == pytest.approx((240 - 20) / 160)
    freed = under(Shocks(requirement=0.02), replace(BANK, reserves_held=50.0), remuneration=0.005)
    assert freed.income[0] == pytest.approx(30 * 0.025)


def test_an_outflow_is_paid_out_of_liquid_assets_and_runs_off_no_more() -> None:
    found = under(Shocks(outflow=0.1), deposit_rate=0.01, fees_follow=0.5)
    # 100 leave: of 600, 250 and 150 a tenth each, of which 6, 10 and 1.5 would have run off.
    assert found.liquidity[0] == pytest.approx((240 - 100) / (160 - 6 - 10 - 1.5))
    assert found.income[0] == pytest.approx(-100 * (0.03 - 0.01) - 8 * 0.5 * 0.1)


def test_deposits_from_abroad_leave_faster_where_it_is_said() -> None:
    found = under(Shocks(outflow=0.1), abroad_flight=3.0)
    assert found.deposits["abroad"][0] == pytest.approx(150 * 0.7)
    assert found.deposits["retail"][0] == pytest.approx(540)
    assert under(Shocks(outflow=0.9), abroad_flight=3.0).deposits["abroad"][0] == 0


def test_a_depreciation_revalues_the_position_and_weighs_on_capital() -> None:
    found = under(Shocks(depreciation=0.1), turnover_response=1.0, transfer_response=1.0)
    assert found.lines["revaluation"][0] == pytest.approx(0.5)
    # The quantity falls as the price rises: no change. Transfers are worth a tenth more.
    assert found.lines["currency"][0] == pytest.approx(0, abs=1e-12)
    assert found.lines["transfers"][0] == pytest.approx(0.09)
    assert found.capital_ratio(BANK, 0.4)[0] == pytest.approx((130 + 0.6 * 0.59) / 1010)


def test_currency_bought_from_the_official_reserves_leaves_every_segment_alike() -> None:
    found = under(Shocks(drain=100.0))
    assert found.needed[0] == pytest.approx(100)
    assert found.deposits["business"][0] == pytest.approx(225)


def test_steps_and_lines_both_add_up_to_the_whole() -> None:
    every = Shocks(tax=0.001, requirement=0.02, outflow=0.1, depreciation=0.1, drain=30.0)
    unsure = doubt(transfer_response=Uncertain(0, 0.6, 1), deposit_rate=0.01, fees_follow=0.5)
    found = value_shocks(BANK, every, unsure, profit_tax=0.4, draws=2_000, seed=3)
    assert found.steps["value"].sum() == pytest.approx(found.likely_income)
    assert found.lines["value"].sum() == pytest.approx(found.likely_income)
    assert tuple(found.steps["shock"]) == SHOCKS
    assert found.income.low < found.likely_income < found.income.high


def test_the_interval_of_the_tax_is_that_of_the_published_elasticities() -> None:
    found = value_shocks(BANK, Shocks(tax=0.003), doubt(), profit_tax=0.4, draws=200_000, seed=1)
    # Eight in ten estimates lie between 0.24 and 2.09: the cost doubles, so that 2 ** -elasticity stay.
    expected = [1.2 * (2**-elasticity - 1) for elasticity in (2.09, 0.24)]
    np.testing.assert_allclose([found.income.low, found.income.high], expected, rtol=0.02)


def test_what_nothing_hangs_on_has_no_swing() -> None:
    unsure = doubt(transfer_response=Uncertain(0, 0.6, 1), deposit_rate=Uncertain(0, 0.01, 0.02))
    assert income_swings(BANK, Shocks(tax=0.003), unsure)["assumption"].tolist() == ["cost_elasticity"]
    rows = income_swings(BANK, Shocks(outflow=0.1), unsure)
    assert rows["assumption"].tolist() == ["deposit_rate"]


@pytest.mark.parametrize(
    "wrong", [{"tax": -0.1}, {"outflow": 1.1}, {"depreciation": -1.0}, {"drain": -1.0}, {"requirement": 2.0}]
)
def test_a_shock_out_of_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Shocks(**wrong)
