"""The FX-market page: what the tax does in both sets, what holds, and that no tax does nothing."""

import re

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, behind
from tests.pages.seen import answered, table_with
from ui.content import Content
from ui.macro import fx_market
from ui.reader import Reader

SCRIPT = "macro_fx_market.py"


def _value(**changes) -> Content:
    found = fx_market.content(Reader(current(), Scenario()).change(**changes))
    assert isinstance(found, Content)
    return found


def _captions(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_a_tax_on_one_market_calms_it_and_stirs_the_other_in_both_sets(open_page: Opener) -> None:
    page = _value(tobin_tax=0.003, taxed_markets="one")
    taxed, other = page.metrics[:2], page.metrics[2:]
    assert all(figure.value < -20 for figure in taxed)
    assert all(figure.value > 5 for figure in other)
    said = answered(open_page(SCRIPT, "en", tau="0.003", fxmk="one"))
    assert "calms it and stirs the other" in said
    low, high = min(figure.low for figure in taxed), max(figure.high for figure in taxed)
    assert f"{low:.1f} to {high:.1f}%".replace("-", "\N{MINUS SIGN}") in said


def test_a_tax_on_both_calms_them(open_page: Opener) -> None:
    assert "on both markets calms them" in answered(open_page(SCRIPT, "en", tau="0.003", fxmk="both"))


def test_the_published_signs_are_told_apart_by_set(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), "What holds with both")
    signs = table_with(app, "Published result").set_index("Published result")
    assert signs["With both"].tolist() == ["yes"] * 4 + ["no"]
    last = signs.iloc[-1]
    assert (last["Calm traders: holds"], last["Lively traders: holds"]) == ("no", "yes")
    assert "4 of 5 published results hold with calm and with lively traders" in _captions(app)


def test_the_ladder_starts_from_no_tax_and_the_shares_add_up(open_page: Opener) -> None:
    ladder = table_with(behind(open_page(SCRIPT, "en", fxset="M"), "Every measure by tax"), "Kurtosis 1")
    assert ladder.loc[0, ["Tax (%)", "Change 1 (%)", "Change 2 (%)"]].tolist() == [0.0, 0.0, 0.0]
    assert (ladder["Trend (%)"] + ladder["Value (%)"] + ladder["Stay out (%)"]).to_numpy() == pytest.approx(
        100.0
    )
    assert ladder["Turnover 1 (no tax = 100)"].is_monotonic_decreasing
    assert (ladder["Kurtosis 1"] > 2.5).all()


def test_without_a_tax_nothing_changes(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en", tau="0"), "Distance of prices from their value")
    assert "nothing changes" in answered(app)
    assert "calm traders 0% (0 to 0%)" in _captions(app)


@pytest.mark.parametrize("taxed", ["one", "both"])
def test_a_tax_of_everything_gives_figures_and_no_trace(open_page: Opener, taxed: str) -> None:
    app = open_page(SCRIPT, "en", tau="1", fxmk=taxed)
    assert not app.exception
    assert _value(tobin_tax=1.0, taxed_markets=taxed).metrics[0].value < 0


@pytest.mark.parametrize(
    ("kind", "field", "value", "query"),
    [
        ("slide", "tobin_tax", 0.01, ("tau", "0.01")),
        ("choose", "taxed_markets", "both", ("fxmk", "both")),
        ("slide", "market_runs", 100.0, ("fxruns", "100")),
        ("slide", "level", 0.95, ("level", "0.95")),
    ],
)
def test_each_control_changes_the_answer_and_the_address(
    open_page: Opener, kind: str, field: str, value, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = answered(app)
    widgets = app.select_slider if kind == "slide" else app.selectbox
    widgets(key=f"control {field}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


def test_the_set_changes_the_tables_and_the_address(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), "Every measure by tax")
    before = table_with(app, "Kurtosis 1").iloc[0, 1]
    app.selectbox(key="control market_set").set_value("M").run()
    assert table_with(app, "Kurtosis 1").iloc[0, 1] > before
    assert app.query_params["fxset"] == "M"


def test_what_speaks_against_the_model_stands_on_the_page(open_page: Opener) -> None:
    said = _captions(open_page(SCRIPT, "en"))
    assert "Pellizzari and Westerhoff" in said
    assert "not fitted to the dirham" in said
    assert re.search(r"MAD per USD moved by \d\.\d\d% a month", said)
