"""The capital page: what leaves, what room is left, and extreme assumptions that get a sentence."""

import json
import re
from collections.abc import Iterator

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, behind
from tests.pages.seen import answered, table_with
from ui.content import Content
from ui.macro import capital
from ui.reader import Reader
from ui.words import speaking

SCRIPT = "macro_capital.py"


@pytest.fixture
def english() -> Iterator[None]:
    """Values made in the test itself speak English, as the pages opened do."""
    with speaking("en"):
        yield


def _value(**changes) -> Content:
    found = capital.content(Reader(current(), Scenario()).change(**changes))
    assert isinstance(found, Content)
    return found


def _amount(app) -> float:
    return float(re.search(r"MAD (\d+\.?\d*) billion would", answered(app)).group(1))


@pytest.mark.usefixtures("english")
def test_the_answer_says_what_leaves_and_what_a_slip_costs(open_page: Opener) -> None:
    answer = answered(open_page(SCRIPT, "en"))
    # c = .01 (1 − 6/7 · .3), mobility 10 · 100 (c0/(c + 2 τ)), gain 2.25 points less the band.
    wedge = 0.01 * (1 - 6 / 7 * 0.3) + 0.001
    assert f"MAD {1000 * 0.01 / wedge * (0.0225 - wedge):.1f} billion would leave, once" in answer
    assert "Each point of slip costs 0.14 points" in _value().answer.more


@pytest.mark.parametrize(
    ("kind", "field", "value", "query"),
    [
        ("slide", "return_abroad", 0.06, ("abroad", "0.06")),
        ("slide", "tobin_tax", 0.002, ("tau", "0.002")),
        ("slide", "online_share", 0.8, ("online", "0.8")),
        ("choose", "holding_years", "quarter", ("hold", "quarter")),
        ("slide", "public_debt", 0.4, ("debt", "0.4")),
        ("slide", "primary_balance", 0.02, ("pb", "0.02")),
        ("slide", "capital_mobility", 50.0, ("mob", "50")),
        ("slide", "spread_sensitivity", 0.3, ("k", "0.3")),
        ("slide", "rate_without_spread", 0.06, ("ibase", "0.06")),
        ("slide", "nominal_growth", 0.02, ("growth", "0.02")),
    ],
)
def test_each_control_changes_the_answer_and_the_address(
    open_page: Opener, kind: str, field: str, value, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = answered(app), app.dataframe[0].value.to_csv()
    widgets = app.select_slider if kind == "slide" else app.selectbox
    widgets(key=f"control {field}").set_value(value).run()
    assert (answered(app), app.dataframe[0].value.to_csv()) != before
    assert app.query_params[query[0]] == query[1]


def test_more_people_online_and_less_tax_move_more_capital(open_page: Opener) -> None:
    usual = _amount(open_page(SCRIPT, "en"))
    assert (
        _amount(open_page(SCRIPT, "en", online="1")) > usual > _amount(open_page(SCRIPT, "en", tau="0.002"))
    )


def test_money_that_stays_a_month_is_sheltered(open_page: Opener) -> None:
    assert "no capital moves" in answered(open_page(SCRIPT, "en", hold="month"))


def test_a_low_return_abroad_brings_capital_in(open_page: Opener) -> None:
    assert "billion would come in, once" in answered(open_page(SCRIPT, "en", abroad="-0.05"))


def test_a_slip_costs_twice_as_much_above_the_threshold(open_page: Opener) -> None:
    costs = table_with(
        behind(open_page(SCRIPT, "en"), "What a slip costs, by debt"), "Public debt"
    ).set_index("Public debt")
    spread = costs["Spread for a one-point slip (basis points)"]
    assert spread["46%"] == pytest.approx(2 * spread["45%"])
    assert costs.loc["70%", "Chosen"] == "yes"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"c0": "0", "tau": "0"}, "has no bound"),
        ({"c0": "0", "tau": "0.01"}, "has no bound"),
        ({"tau": "1"}, "no capital moves"),
        ({"eps": "0", "tau": "0"}, "would leave"),
        ({"eps": "5", "online": "1", "abroad": "1"}, "would leave"),
        ({"growth": "-0.2", "ibase": "0.5", "debt": "3", "pb": "-0.2", "k": "1"}, "The State lacks"),
        ({"debt": "0", "k": "0", "mob": "0"}, "no capital moves"),
    ],
)
def test_extreme_assumptions_give_figures_or_a_message(
    open_page: Opener, query: dict[str, str], words: str
) -> None:
    app = open_page(SCRIPT, "en", **query)
    assert not app.exception
    assert words in " ".join([answered(app), *(each.value for each in app.caption)])
    assert not re.search(r"\bnan\b|\binf\b", answered(app))
    for table in app.dataframe:
        assert table.value.notna().all().all()


def test_flows_at_risk_on_an_invented_country_say_so(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), "Capital flows at risk")
    *others, last = [json.loads(chart.proto.spec).get("title") for chart in app.get("vega_lite_chart")]
    assert not any(others)
    assert last["text"] == "Synthetic data"
    assert any("An invented country" in caption.value for caption in app.caption)


@pytest.mark.usefixtures("nothing_kept")
def test_series_that_allow_no_estimate_leave_the_rest_of_the_page(open_page: Opener, monkeypatch) -> None:
    def refuse(*_args) -> None:
        raise ValueError("inflow and common must vary, each in its own way")

    monkeypatch.setattr("ui.macro.capital.flow_risk", refuse)
    app = behind(open_page(SCRIPT, "en"), "Capital flows at risk")
    assert not app.exception
    assert any("allow no estimate" in info.value for info in app.info)
    assert "would leave" in answered(app)
