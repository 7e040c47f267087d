"""The Tobin-tax page: revenue, peak, relocation, the published table, and what extreme inputs say."""

import re
from collections.abc import Iterator

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, behind
from tests.pages.seen import answered, table_with
from ui.charts import line_ends
from ui.content import Content
from ui.macro import tobin_tax
from ui.reader import Reader
from ui.words import speaking

SCRIPT = "macro_tobin_tax.py"


@pytest.fixture
def english() -> Iterator[None]:
    """Values made in the test itself speak English, as the pages opened do."""
    with speaking("en"):
        yield


def _value(**changes) -> Content:
    found = tobin_tax.content(Reader(current(), Scenario()).change(**changes))
    assert isinstance(found, Content)
    return found


def _result(app, name: str, column: str = "Value") -> float:
    return table_with(app, "Interval and source").set_index("Result").loc[name, column]


def _captions(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_revenue_is_the_tax_on_the_turnover_that_remains(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", tau="0.001", fxvol="1000", c0="0.01", online="0", coop="1", eps="1")
    # 0.1 % on 1,000 / (1 + 0.1 % / 1 %) = 909 million; at an elasticity of 1 that is the cost saved.
    assert _result(app, "Gross revenue") == pytest.approx(1000 / 1.1)
    assert _result(app, "Trading cost no longer paid") == pytest.approx(1000 / 1.1)
    assert _result(app, "Moved out of reach") == 0.0
    assert "MAD 909 million" in answered(app)
    low, high = (_result(app, "Gross revenue", column) for column in ("Low", "High"))
    assert low == pytest.approx(1000 * 1.1**-2.09)
    assert high == pytest.approx(1000 * 1.1**-0.24)


@pytest.mark.usefixtures("english")
def test_one_country_alone_keeps_the_published_share_of_its_base(open_page: Opener) -> None:
    alone = open_page(SCRIPT, "en", coop="0")
    together = open_page(SCRIPT, "en", coop="1")
    assert _result(alone, "Gross revenue") / _result(together, "Gross revenue") == pytest.approx(0.43)
    assert "57% moves out of reach" in _value(cooperation=0.0).answer.more


def test_the_net_lines_never_take_the_unknown_borrowing_cost_for_zero(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    gross = _result(app, "Gross revenue")
    assert _result(app, "Net revenue at most, before dearer borrowing") == pytest.approx(0.59 * gross)
    borrowing = _result(app, "less dearer public borrowing")
    assert borrowing != borrowing
    net = _result(app, "Net revenue with the borrowing share of the United States")
    assert net == pytest.approx((0.59 - 133.1 / 402.7) * gross)


def test_the_published_table_is_computed_live(open_page: Opener) -> None:
    table = table_with(
        behind(open_page(SCRIPT, "en"), "United States, recomputed"), "Revenue here (USD billion)"
    )
    gap = table["Revenue here (USD billion)"] - table["Revenue published (USD billion)"]
    assert len(table) == 12
    assert gap.abs().max() < 0.11


@pytest.mark.parametrize(
    ("slope", "said"),
    [("1", "No peak: where turnover falls by 1%"), ("0.5", "No peak"), ("2", "peaks at a tax of 0.743%")],
)
def test_a_peak_is_shown_only_where_it_exists(open_page: Opener, slope: str, said: str) -> None:
    assert said in _captions(open_page(SCRIPT, "en", eps=slope))


def test_a_tax_beyond_the_peak_is_called_out(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", eps="2", tau="0.05")
    badges = [mark.value for mark in app.container(key="answer").markdown]
    assert any("a lower tax would raise more" in badge for badge in badges)


def test_without_a_tax_nothing_changes(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", tau="0")
    assert "nothing changes" in answered(app)
    assert _result(app, "Turnover that pays the tax") == 1633.2
    for name in ("Gross revenue", "Given up", "Moved out of reach", "Trading cost no longer paid"):
        assert _result(app, name) == 0.0


@pytest.mark.parametrize(
    "query",
    [{"tau": "1"}, {"eps": "0"}, {"eps": "5"}, {"fxvol": "0"}, {"online": "1"}, {"tau": "1", "eps": "5"}],
)
def test_extreme_inputs_give_figures_and_never_a_trace(open_page: Opener, query: dict[str, str]) -> None:
    app = open_page(SCRIPT, "en", **query)
    assert not app.exception
    assert re.search(r"\d", answered(app))
    assert not re.search(r"\bnan\b|\binf\b", _captions(app) + answered(app))
    assert table_with(app, "Interval and source")["Value"].notna().sum() >= 13


def test_a_cost_of_nothing_is_answered_with_a_sentence(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", c0="0")
    assert not app.exception
    assert "no finite answer" in answered(app)
    assert not app.dataframe


def test_a_tax_above_all_money_is_refused_by_name(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", tau="1.5")
    assert "tau = 1.5" in app.warning[0].value


@pytest.mark.parametrize(
    ("field", "value", "query"),
    [
        ("tobin_tax", 0.01, ("tau", "0.01")),
        ("cost_elasticity", 2.0, ("eps", "2")),
        ("cooperation", 1.0, ("coop", "1")),
        ("fx_volume", 5000.0, ("fxvol", "5000")),
        ("transfer_cost", 0.001, ("c0", "0.001")),
        ("online_cost_ratio", 0.5, ("oratio", "0.5")),
        ("online_share", 0.9, ("online", "0.9")),
    ],
)
def test_each_control_changes_the_answer_and_the_address(
    open_page: Opener, field: str, value: float, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = answered(app)
    app.select_slider(key=f"control {field}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


@pytest.mark.usefixtures("english")
def test_the_base_stands_beside_what_is_published(open_page: Opener) -> None:
    more = _value().answer.more
    assert "Published for Morocco: MAD 1,633.2 billion" in more
    assert "USD 9,600 billion a day in 2025" in more
    said = _captions(behind(open_page(SCRIPT, "en"), "If traders react more"))
    assert "Klein and Shambaugh" in said
    assert "not the 28 estimates themselves" in said


def test_the_tick_of_restored_friction_is_fed_by_adoption_and_channel_cost(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), "What the Internet saves")
    table = table_with(app, "Tax that restores the friction (%)")
    assumed, measured, expected, channels, later = (row for _, row in table.iterrows())
    tax = "Tax that restores the friction (%)"
    # 1 % (6/7) 30 % / 2, and the 6.6 % of adults who paid a bill online in 2024.
    assert assumed[tax] == pytest.approx(0.129, abs=0.0005)
    assert measured[tax] == pytest.approx(0.0285, abs=0.0005)
    assert expected["Low"] < expected[tax] < expected["High"]
    assert "synthetic" in _captions(app)
    assert channels[tax] > assumed[tax]
    assert later["Low"] < later[tax] < later["High"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_band_is_named_where_it_ends(language: str) -> None:
    with speaking(language):
        assert line_ends.short(list(tobin_tax.tobin_tax(Reader(current(), Scenario())).curve["name"]))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("tax", [0.0005, 0.02])
def test_twice_the_tax_brings_less_than_twice(tax: float) -> None:
    once, twice = (_value(tobin_tax=each).metrics[0].value for each in (tax, 2 * tax))
    times = float(re.search(r"([\d.]+) times the revenue", _value(tobin_tax=tax).picture.title).group(1))
    assert times == pytest.approx(twice / once, abs=0.0051)
    assert times < 2


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("tax", [0.0005, 0.02])
def test_revenue_has_one_unit_on_the_whole_page(tax: float) -> None:
    """In millions in the answer, on top, along the axis and in the table, however much it is."""
    page = _value(tobin_tax=tax)
    revenue = page.metrics[0]
    assert revenue.unit == "million MAD"
    raised = revenue.written.removesuffix("\u00a0million MAD")
    assert f"MAD {raised} million" in page.answer.sentence
    drawn = page.picture.drawing.to_dict()
    titles = {layer["encoding"]["y"].get("title") for layer in drawn["layer"] if "y" in layer["encoding"]}
    assert "Revenue, MAD million a year" in titles
    rows = page.table("results").frame.set_index("Result")
    assert rows.loc["Gross revenue", "Unit"] == "MAD million a year"
    assert not re.search(r"revenue[^.]*billion", page.answer.sentence)


@pytest.mark.usefixtures("english")
def test_the_label_of_the_tax_stands_off_the_curve_that_rises_beyond_it() -> None:
    def beside(**changes: float) -> float:
        drawn = _value(**changes).picture.drawing.to_dict()
        (words,) = [
            layer["mark"]
            for layer in drawn["layer"]
            if layer["mark"]["type"] == "text" and layer["mark"].get("dx") == 9
        ]
        return float(words["dy"])

    assert beside(tobin_tax=0.0005) > 0
    # Beyond the peak the curve falls, and without a tax the axis lies below.
    assert beside(tobin_tax=0.05, cost_elasticity=2.0) < 0
    assert beside(tobin_tax=0.0) < 0


@pytest.mark.usefixtures("english")
def test_the_figures_on_top_are_those_of_the_table() -> None:
    page = _value(tobin_tax=0.001)
    rows = page.table("results").frame.set_index("Result")
    revenue, untaxed, restoring, friction = page.metrics
    gross = rows.loc["Gross revenue"]
    assert (revenue.value, revenue.low, revenue.high) == pytest.approx(
        tuple(gross[end] for end in ("Value", "Low", "High"))
    )
    assert "assumed" in revenue.why
    pays = rows.loc["Turnover that pays the tax"]
    assert untaxed.value == pytest.approx(100 * (1 - pays["Value"] / 1633.2))
    assert (untaxed.low, untaxed.high) == pytest.approx(
        tuple(100 * (1 - pays[end] / 1633.2) for end in ("High", "Low"))
    )
    assert restoring.value == rows.loc["Tax that restores the friction lost", "Value"]
    assert friction.value == rows.loc["Cost of a round trip, c(a)", "Value"]
    assert all(figure.why for figure in page.metrics if figure.low is None)


def test_a_small_tax_bites_on_hot_money_and_not_on_investment(open_page: Opener) -> None:
    table = table_with(
        behind(open_page(SCRIPT, "en", tau="0.001"), "Room for interest rates"), "Tax alone (points a year)"
    )
    band = table.set_index("Holding period")["Tax alone (points a year)"]
    assert band["1 week"] == pytest.approx(0.2 * 365 / 7)
    assert band["5 years"] == pytest.approx(0.04)
