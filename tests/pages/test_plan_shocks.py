"""Shocks on the bank: the answer is the sum of its steps, and each control moves what it names."""

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from ui.content import Content
from ui.plan import shocks
from ui.reader import Reader
from ui.workbench import overview


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(**({"bank": "detroit"} | changes))


CALM = {
    "tobin_tax": 0.0,
    "required_reserves": 0.0,
    "shock_outflow": 0.0,
    "shock_depreciation": 0.0,
    "shock_reserves": 0.0,
}


def step(view: shocks.ShocksView, shock: str) -> float:
    return float(view.found.result.steps.set_index("shock").loc[shock, "value"])


def test_the_picture_ends_where_the_answer_is() -> None:
    view = shocks.shocks(reader())
    rows = shocks.step_frame(view)
    assert rows["end"].iloc[-1] == pytest.approx(rows["end"].iloc[-2])
    page = shocks.content(reader())
    assert isinstance(page, Content)
    assert page.metrics[0].value == pytest.approx(rows["end"].iloc[-1])
    assert len(page.answer.sentence.split()) <= 30


def test_without_shocks_the_bank_stays_as_it_is() -> None:
    found = shocks.shocks(reader(**CALM)).found
    assert found.result.likely_income == 0
    assert found.result.likely_liquidity == pytest.approx(found.liquidity)
    assert found.result.likely_capital == pytest.approx(found.capital)
    assert shocks.said_swings(shocks.shocks(reader(**CALM)))


@pytest.mark.parametrize(
    ("changes", "shock"),
    [
        ({"tobin_tax": 0.002}, "tax"),
        ({"required_reserves": 0.04}, "requirement"),
        ({"shock_outflow": 0.2}, "outflow"),
        ({"shock_reserves": 0.3}, "drain"),
    ],
)
def test_a_harder_shock_costs_more_and_moves_no_other(changes: dict[str, float], shock: str) -> None:
    view = shocks.shocks(reader(**(CALM | changes)))
    assert step(view, shock) < 0
    assert step(view, shock) == pytest.approx(view.found.result.likely_income)


def test_a_requirement_costs_deposits_times_refinancing_less_remuneration() -> None:
    view = shocks.shocks(reader(**CALM | {"required_reserves": 0.02}))
    found, asked = view.found, view.settings
    cost = found.policy.value / 100 + asked.refinancing_spread - asked.remuneration
    assert step(view, "requirement") == pytest.approx(-0.02 * found.position.total * cost)


def test_each_doubt_has_a_source_and_the_overview_opens_the_page() -> None:
    view = shocks.shocks(reader())
    rows = shocks.doubt_table(view)
    assert rows.notna().all().all()
    assert len(rows) == 13
    tile = next(metric for metric in overview.content(reader()).metrics if metric.code == "shock_income")
    assert tile.opens.slug == "plan-shocks"
    assert tile.value == pytest.approx(view.found.result.likely_income)
