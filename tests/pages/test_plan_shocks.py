"""Shocks on the bank: the answer is the sum of its steps, and each control moves what it names."""

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from studies.plan import shocks as reads
from ui.content import Content
from ui.plan import shocks
from ui.reader import Reader
from ui.words import speaking
from ui.workbench import overview


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(**({"bank": "detroit"} | changes))


CALM = {
    "tobin_tax": 0.0,
    "shock_requirement": "",
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
        ({"shock_requirement": "4"}, "requirement"),
        ({"shock_outflow": 0.2}, "outflow"),
        ({"shock_reserves": 0.3}, "drain"),
    ],
)
def test_a_harder_shock_costs_more_and_moves_no_other(changes: dict[str, float], shock: str) -> None:
    view = shocks.shocks(reader(**(CALM | changes)))
    assert step(view, shock) < 0
    assert step(view, shock) == pytest.approx(view.found.result.likely_income)


def test_a_requirement_costs_deposits_times_refinancing_less_remuneration() -> None:
    view = shocks.shocks(reader(**CALM | {"shock_requirement": "2"}))
    found, asked = view.found, view.settings
    cost = found.policy.value / 100 + asked.refinancing_spread - asked.remuneration
    assert step(view, "requirement") == pytest.approx(-0.02 * found.position.total * cost)


def test_what_is_said_to_be_missing_brings_the_ratio_back_to_what_is_required(
    monkeypatch, nothing_kept
) -> None:
    asked = CALM | {"shock_outflow": 0.2, "bank": "zellige"}
    found = shocks.shocks(reader(**asked)).found
    lacking = found.result.likely_lacking
    assert lacking > 0
    assert found.result.lacking.low < lacking < found.result.lacking.high
    with speaking("en"):
        page = shocks.content(reader(**asked))
    assert f"{lacking:,.0f}" in page.answer.sentence.replace("\u00a0", " ")
    rows = reads.queries.bank_positions(current(), "zellige")
    richer = rows.assign(liquid_assets=rows["liquid_assets"] + lacking)
    monkeypatch.setattr(reads.queries, "bank_positions", lambda *_asked: richer)
    again = reads.shocks.__wrapped__(current(), "zellige", found.settings)
    assert again.result.likely_liquidity == pytest.approx(found.floor)
    assert again.result.likely_lacking == pytest.approx(0.0, abs=1e-6)


def test_the_steps_of_liquidity_lead_from_the_ratio_before_to_the_one_after() -> None:
    view = shocks.shocks(reader())
    rows = shocks.liquidity_frame(view)
    assert rows["end"].iloc[0] == pytest.approx(100 * view.found.liquidity)
    assert rows["end"].iloc[-1] == pytest.approx(rows["end"].iloc[-2])
    assert rows["start"].iloc[2:-1].tolist() == rows["end"].iloc[1:-2].tolist()
    assert rows["end"].iloc[-1] == pytest.approx(100 * view.found.result.likely_liquidity)


def test_each_doubt_has_a_source_and_the_overview_opens_the_page() -> None:
    view = shocks.shocks(reader())
    rows = shocks.doubt_table(view)
    assert rows.notna().all().all()
    assert len(rows) == 13
    tile = next(metric for metric in overview.content(reader()).metrics if metric.code == "shock_income")
    assert tile.opens.slug == "plan-shocks"
    assert tile.value == pytest.approx(view.found.result.likely_income)


def test_a_shock_that_is_not_set_is_not_shown_and_reserves_stay_as_held() -> None:
    view = shocks.shocks(reader(**CALM | {"shock_outflow": 0.1}))
    assert view.found.acting == ("outflow",)
    assert len(shocks.step_frame(view)) == len(shocks.step_table(view)) == 2
    assert len(shocks.chain_table(view)) == 1
    assert "requirement" not in shocks.shocks(reader()).found.acting
    calm = shocks.shocks(reader(**CALM))
    assert shocks.sizes(calm) == {}
    assert shocks.step_table(calm).iloc[:, 1].tolist() == [0.0]


def test_a_bank_that_holds_reserves_loses_them_only_when_told(monkeypatch, nothing_kept) -> None:
    rows = reads.queries.bank_positions(current(), "detroit")
    held = rows.assign(reserves_held=0.02 * rows[[f"deposits_{name}" for name in reads.SEGMENTS]].sum(axis=1))
    monkeypatch.setattr(reads.queries, "bank_positions", lambda *_asked: held)
    assert shocks.shocks(reader(**CALM)).found.acting == ()
    told = shocks.shocks(reader(**CALM | {"shock_requirement": "0"}))
    assert told.found.acting == ("requirement",)
    with speaking("en"):
        assert "2% → 0%" in shocks.sizes(told)["requirement"]
    assert step(told, "requirement") > 0


def test_no_figure_of_the_page_opens_the_page_itself() -> None:
    page = shocks.content(reader())
    assert isinstance(page, Content)
    assert [each.code for each in page.metrics if each.opens and each.opens.slug == page.slug] == []


def test_only_what_was_read_is_called_published() -> None:
    with speaking("en"):
        rows = shocks.doubt_table(shocks.shocks(reader())).set_index("Assumption")
    assumed = rows[rows["Source"].str.startswith("assumed")]
    assert set(assumed["Evidence"]) == {"assumed"}
    assert rows["Evidence"].eq("published").sum() == 4
