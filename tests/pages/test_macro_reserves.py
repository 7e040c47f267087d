"""The reserves page: the two ends of the curve, bounds for what is missing, and controls that matter."""

import math
import re
from types import SimpleNamespace

import pytest

from analytics.macro.reserves import Adequacy
from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, answered
from tests.pages.seen import table_with
from ui.charts.macro_reserves import cover
from ui.macro.reserves import content, cover_frame, finding
from ui.macro.reserves import reserves as found
from ui.reader import Reader
from ui.words import speaking

SCRIPT = "macro_reserves.py"


def test_the_answer_says_what_is_not_known(open_page: Opener) -> None:
    answer = answered(open_page(SCRIPT, "en"))
    assert "Reserves of MAD 375.5 billion meet 3 of 5 rules; not known: 2." in answer
    assert "Not known: ARA metric of the IMF and Short-term external debt" in answer
    assert "23.5% of GDP; 9.6% (2.6 to 15.1%) is optimal" in answer


def test_what_the_central_bank_prints_stands_where_a_rule_is_not_known(open_page: Opener) -> None:
    """A reader who knows the published ratio must find it beside the bound, and not after all is stated."""
    view = found(Reader(current(), Scenario()))
    rows = cover_frame(view).set_index("label")
    assert rows["published"].dropna().tolist() == [123.0]
    assert re.search(r"123\s?%", rows["text"][rows["published"].notna()].iloc[0])
    assert list(rows["verdict"])[:3] == [rows["verdict"].iloc[0]] * 3
    stated = found(Reader(current(), Scenario()).change(short_term_debt="100", other_liabilities="100"))
    assert cover_frame(stated)["published"].isna().all()


def test_the_title_names_the_rule_that_is_met_least(open_page: Opener) -> None:
    with speaking("en"):
        assert finding(found(Reader(current(), Scenario()))) == "The tightest rule is met to 124%: 20% of M2"
        owed = Reader(current(), Scenario()).change(short_term_debt="400")
        assert "Short-term external debt" in finding(found(owed))
        assert "Against 20% of M3, a wider money: 99%" in content(owed).picture.note


def test_the_float_and_the_peg_are_the_published_ones(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    published = table_with(app, "Published (%)")
    assert len(published) == 10
    assert published["Difference"].abs().max() < 0.04
    assert published.iloc[0][["Published (%)", "Ours (%)"]].tolist() == pytest.approx([0.68, 0.67], abs=0.01)


def test_a_missing_input_is_a_bound_and_a_stated_one_a_verdict(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    rules = table_with(app, "Rule").set_index("Rule")
    debt = "Short-term external debt (Guidotti, Greenspan)"
    assert rules.loc["ARA metric of the IMF", "Asks for (MAD billion)"] == "at least 256.3"
    assert rules.loc[debt, "Verdict"] == "not known"
    app.text_input(key="control short_term_debt").set_value("400").run()
    assert app.query_params["std"] == "400"
    rules = table_with(app, "Rule").set_index("Rule")
    assert rules.loc[debt, "Verdict"] == "not met"
    assert rules.loc[debt, "Held, of what is asked"] == "94%"
    assert rules.loc["ARA metric of the IMF", "Verdict"] == "not met"
    app.text_input(key="control other_liabilities").set_value("600").run()
    rules = table_with(app, "Rule").set_index("Rule")
    assert rules.loc["ARA metric of the IMF", "Asks for (MAD billion)"] == "496.3"
    assert not [badge for badge in app.markdown if "Not known" in badge.value]


def test_a_country_that_owes_nothing_at_short_term_meets_that_rule(open_page: Opener) -> None:
    rules = table_with(open_page(SCRIPT, "en", std="0"), "Rule").set_index("Rule")
    row = rules.loc["Short-term external debt (Guidotti, Greenspan)"]
    assert (row["Verdict"], row["Held, of what is asked"]) == ("met", "nothing asked")


@pytest.mark.parametrize(
    ("kind", "field", "value", "query"),
    [
        ("choose", "exchange_response", "peg", ("phie", "peg")),
        ("slide", "price_rigidity", 0.5, ("rigid", "0.5")),
        ("slide", "sudden_stop", 0.2, ("stop", "0.2")),
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


def test_the_weights_change_what_the_metric_asks(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    app.selectbox(key="control ara_weights").set_value("floating").run()
    assert table_with(app, "Rule").iloc[0]["Asks for (MAD billion)"] == "at least 128.1"


@pytest.mark.parametrize(
    "query",
    [
        {"phie": "0", "rigid": "0.95", "stop": "0"},
        {"phie": "peg", "rigid": "0.2", "stop": "0.4", "std": "100000", "ol": "100000"},
        {"phie": "nan", "rigid": "-3", "std": "many"},
    ],
)
def test_extreme_inputs_give_figures_or_a_message(open_page: Opener, query: dict[str, str]) -> None:
    app = open_page(SCRIPT, "en", **query)
    assert not app.exception
    assert not re.search(r"\bnan\b|\binf\b", answered(app))
    for table in app.dataframe:
        assert not table.value.select_dtypes("float").isin([float("inf")]).any().any()
    assert len(app.warning) == (3 if "many" in query.values() else 0)


def test_every_figure_has_its_date_and_its_source(open_page: Opener) -> None:
    figures = table_with(open_page(SCRIPT, "en"), "Source").set_index("Figure")
    assert figures.loc["Official reserve assets", ["Value", "Date"]].tolist() == ["375.5", "2024"]
    assert "Bank Al-Maghrib" in figures.loc["Official reserve assets", "Source"]
    assert figures.loc["Short-term external debt", "Value"] == "–"
    assert "never zero" in figures.loc["Short-term external debt", "Source"]


def test_a_rule_without_a_known_bound_gets_no_bar_and_keeps_its_words() -> None:
    view = SimpleNamespace(
        rules=(
            Adequacy("short_term_debt", None, 0.0, math.inf, "unknown"),
            Adequacy("ara", None, 0.0, 1.4, "unknown"),
            Adequacy("imports", 1.8, 1.8, 1.8, "adequate"),
        ),
        holdings=SimpleNamespace(figures={}),
    )
    frame = cover_frame(view)
    assert frame["open"].tolist() == [False, True, False]
    assert re.search("no bound known|aucune borne connue", frame["text"].iloc[1])
    layers = cover(frame, title="%", most=400.0).to_dict()["layer"]
    bars = next(layer for layer in layers if layer["mark"].get("strokeWidth") == 7)
    assert bars["transform"] == [{"filter": "!datum.open"}]
