"""The money page: the gauge, the corridor, an empty requirement, extremes, and where series are missing."""

import re

import pytest

from tests.pages.conftest import Opener, behind
from tests.pages.seen import answered, table_with

SCRIPT = "macro_money.py"


def _result(app, name: str, column: str = "Value") -> float:
    return table_with(app, "Interval and source").set_index("Result").loc[name, column]


def _captions(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_the_gauge_is_the_published_share_of_cash(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", ecash="0.1", late="10")
    assert _result(app, "Share of cash that ends the need") == pytest.approx(29.85, abs=0.01)
    assert _result(app, "Share of cash that ends the need", "Low") == pytest.approx(100 * 113.7 / 414.4)
    assert _result(app, "Banks’ liquidity then (negative: they borrow)") == pytest.approx(41.44 - 123.7)
    assert "at 29.9% (27.4 to 32.3%)" in answered(app)
    assert "still borrow MAD 82.3 billion" in answered(app)


def test_beyond_the_gauge_the_need_is_a_surplus(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", ecash="0.5")
    assert "surplus of MAD 83.5 billion" in answered(app)
    assert _result(app, "Seigniorage lost a year, opportunity cost") == pytest.approx(0.0225 * 207.2)


def test_at_a_requirement_of_nothing_avoidance_is_empty_and_the_page_says_so(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en", rr="0", avoid="0.5"), "Multiplier")
    assert _result(app, "Liquidity released by avoidance") == 0.0
    assert _result(app, "Money multiplier with avoidance") == _result(
        app, "Money multiplier, nothing avoided"
    )
    assert "there is nothing to avoid" in _captions(app)


def test_avoidance_of_a_requirement_releases_liquidity_and_lifts_the_multiplier(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", rr="0.04", avoid="0.5")
    deposits = 906.5 + 119.8 + 187.7
    assert _result(app, "Liquidity released by avoidance") == pytest.approx(0.02 * deposits)
    cash = 414.4 / deposits
    assert _result(app, "Money multiplier, nothing avoided") == pytest.approx((1 + cash) / (cash + 0.04))
    assert _result(app, "Money multiplier with avoidance") == pytest.approx((1 + cash) / (cash + 0.02))


def test_without_more_e_money_nothing_changes(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", ecash="0")
    assert "nothing changes" in answered(app)
    assert _result(app, "Cash returned to the banks") == 0.0
    assert _result(app, "Seigniorage lost a year, opportunity cost") == 0.0


@pytest.mark.parametrize(
    "query", [{"ecash": "1"}, {"ecash": "1", "rr": "1", "avoid": "1"}, {"late": "0"}, {"corridor": "0"}]
)
def test_extreme_inputs_give_figures_and_never_a_trace(open_page: Opener, query: dict[str, str]) -> None:
    app = open_page(SCRIPT, "en", **query)
    assert not app.exception
    assert re.search(r"\d", answered(app))
    assert not re.search(r"\bnan\b|\binf\b", _captions(app) + answered(app))


def test_without_cash_and_reserves_the_multiplier_is_said_to_have_no_bound(open_page: Opener) -> None:
    rows = table_with(open_page(SCRIPT, "en", ecash="1", rr="0"), "Interval and source").set_index("Result")
    last = rows.loc["Money multiplier with avoidance and e-money"]
    assert last["Value"] != last["Value"]
    assert "No bound" in last["Interval and source"]


def test_the_series_answer_with_a_band_in_both_halves(open_page: Opener) -> None:
    table = table_with(behind(open_page(SCRIPT, "en"), "Transmission"), "Strongest answer")
    assert table["Sample"].unique().tolist() == ["whole sample", "early half", "late half"]
    assert (table["Low"] <= table["Strongest answer"]).all()
    assert (table["Strongest answer"] <= table["High"]).all()
    own = table[table["Variable"] == "Treasury-bill rate, points"]
    assert (own["Strongest answer"] > 0).all()


def test_series_that_are_not_loaded_are_asked_for(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en", econ="loaded"), "Transmission")
    assert "policy_rate" in app.info[0].value
    assert not any("Strongest answer" in table.value.columns for table in app.dataframe)


@pytest.mark.parametrize(
    ("kind", "field", "value", "query"),
    [
        ("slide", "displaced_cash", 0.5, ("ecash", "0.5")),
        ("slide", "late_payments", 50.0, ("late", "50")),
    ],
)
def test_what_moves_the_gauge_changes_the_answer(
    open_page: Opener, kind: str, field: str, value: float, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = answered(app)
    app.select_slider(key=f"control {field}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


@pytest.mark.parametrize(
    ("field", "value", "query", "result"),
    [
        ("required_reserves", 0.1, ("rr", "0.1"), "Money multiplier, nothing avoided"),
        ("avoided_deposits", 0.9, ("avoid", "0.9"), "Liquidity released by avoidance"),
    ],
)
def test_what_moves_the_multiplier_changes_the_table(
    open_page: Opener, field: str, value: float, query: tuple[str, str], result: str
) -> None:
    app = open_page(SCRIPT, "en", rr="0.04")
    before = _result(app, result)
    app.select_slider(key=f"control {field}").set_value(value).run()
    assert _result(app, result) != before
    assert app.query_params[query[0]] == query[1]


def test_the_corridor_moves_what_the_rate_falls_to(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), "The rate in its corridor")
    assert "deposit facility at 1.25%" in _captions(app)
    app.select_slider(key="control corridor_half").set_value(0.005).run()
    assert "deposit facility at 1.75%" in _captions(app)
    assert "Woodford" in _captions(app)
