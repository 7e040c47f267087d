"""The losses page: what a year costs and how sure that is, what the controls change, what it refuses."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analytics.risk.losses import Poisson, compound_loss, simulate_annual_losses
from data.build import build_workspace
from data.ingest import validate_frame
from studies.risk import losses as risk_losses
from tests.pages.conftest import Opener
from ui import link

SCRIPT = "risk_losses.py"
QUANTILES, FIT, CONTROLS, CAPITAL, TYPES = range(5)
LOSS_SIZES = np.array([90_000.0, 240_000.0, 1_300_000.0])


def answered(app) -> str:
    return app.container(key="answer").markdown[0].value


def tables(app) -> list[pd.DataFrame]:
    return [table.value for table in app.dataframe]


def sentences(app) -> list[str]:
    return [element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning]]


@pytest.fixture
def own_bank() -> Callable[..., None]:
    """A workspace of one's own with a bank that has so many loss events."""

    def build(workspace: str, amounts: np.ndarray, first_day: str = "2025-03-10") -> None:
        days = pd.date_range(first_day, periods=len(amounts), freq="20D")
        events = pd.DataFrame(
            {
                "bank": "mine",
                "event": [f"P-{i}" for i in range(len(amounts))],
                "event_type": "external_fraud",
                "occurred_on": days,
                "gross_amount": amounts,
                "recovery_amount": 0.0,
                "currency": "MAD",
            }
        )
        bank = pd.DataFrame({"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]})
        build_workspace(workspace, {"bank": bank, "loss_event": events})

    return build


def test_the_answer_is_the_tables_figure_with_its_interval_and_the_capital_in_force(
    open_page: Opener,
) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    quantiles, capital = tables(app)[QUANTILES], tables(app)[CAPITAL]
    rare = quantiles[quantiles["One year in"].astype(str).str.replace(",", "") == "1000"].iloc[0]
    assert rare["Low"] < rare["Annual loss, MAD million"] < rare["High"]
    assert f"costs MAD {rare['Annual loss, MAD million']:,.0f} million or more" in answered(app)
    in_force = capital[capital["In force"] == "yes"].iloc[0]
    assert in_force["Approach"] == "Morocco, basic indicator"
    assert f"MAD {in_force['Capital, MAD million']:,.0f} million" in answered(app)


def test_the_year_of_the_page_is_the_year_of_a_simulation(open_page: Opener) -> None:
    open_page(SCRIPT, "en", bank="noria")
    model = risk_losses.loss_model(link.shown(), "noria", "all", "auto", 10.8)
    years = simulate_annual_losses(model.frequency.chosen, model.law, years=200_000, seed=3)
    assert model.quantile(0.99) == pytest.approx(float(np.quantile(years, 0.99)), rel=0.03)
    assert model.mean == pytest.approx(float(years.mean()), rel=0.05)


def test_rarer_years_cost_more_and_lie_under_what_lies_beyond_them(open_page: Opener) -> None:
    quantiles = tables(open_page(SCRIPT, "en", bank="zellige"))[QUANTILES]
    loss, beyond = quantiles["Annual loss, MAD million"], quantiles["Mean beyond it"]
    assert loss.is_monotonic_increasing
    assert (beyond > loss).all()


def test_the_shortcuts_are_shown_as_wrong_with_their_error(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    rare = tables(app)[QUANTILES].iloc[-1]
    for shortcut, error in (
        ("Frequency × one severity", "Its error"),
        ("One event a year", "Error of that"),
    ):
        relative = rare[shortcut] / rare["Annual loss, MAD million"] - 1.0
        assert float(rare[error].replace("−", "-").rstrip("%")) == pytest.approx(100 * relative, abs=0.51)
    described = app.get("vega_lite_chart")[0].proto.alt
    assert re.search(r"Frequency × one severity: \+\d+%", described)
    assert re.search(r"One event a year at most: −\d+%", described)


def test_goodness_of_fit_and_the_starts_threshold_are_shown(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    estimates = set(tables(app)[FIT]["Estimate"])
    assert {"Fit of the tail, Kolmogorov-Smirnov", "Fit of the tail, Anderson-Darling"} <= estimates
    assert "Shape" in app.get("vega_lite_chart")[1].proto.alt


def test_controls_are_ranked_by_what_they_return(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier")
    controls = tables(app)[CONTROLS]
    saved, cost = controls["Saves a year, MAD million"], controls["Costs a year, MAD million"]
    returns = (saved / cost - 1).to_numpy()
    assert (np.diff(returns) <= 0).all()
    best = controls.iloc[0]["Control"]
    assert any(sentence.startswith(f"Best return: {best}") for sentence in sentences(app))


def test_three_jurisdictions_stand_side_by_side_in_both_languages(open_page: Opener) -> None:
    english, french = (
        tables(open_page(SCRIPT, language, bank="caravane"))[CAPITAL] for language in ("en", "fr")
    )
    named = " ".join(english["Approach"])
    assert all(jurisdiction in named for jurisdiction in ("Morocco", "Basel", "European Union"))
    assert french.iloc[:, 1].tolist() == pytest.approx(english.iloc[:, 1].tolist())
    assert (english["Risk-weighted assets, MAD million"] / english["Capital, MAD million"]).to_numpy() == (
        pytest.approx(12.5)
    )


def test_another_approach_changes_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane")
    before = answered(app)
    app.selectbox(key="control capital_approach").set_value("eu_business_indicator").run()
    assert "Capital, European Union, CRR 3" in answered(app)
    assert answered(app) != before
    assert app.query_params["capital"] == "eu_business_indicator"


def test_another_type_of_event_changes_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran")
    app.selectbox(key="control loss_type").set_value("external_fraud").run()
    assert "Safran Banque, external fraud" in answered(app)
    assert app.query_params["loss"] == "external_fraud"


def test_a_start_of_the_tail_changes_the_fit_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran")
    before = tables(app)[FIT]
    app.selectbox(key="control tail_start").set_value("0.9").run()
    assert app.query_params["tail"] == "0.9"
    assert not tables(app)[FIT].equals(before)


def test_more_dependence_costs_more_in_the_worst_year_only(open_page: Opener) -> None:
    def said(rho: str) -> tuple[float, float]:
        app = open_page(SCRIPT, "en", bank="zellige", rho=rho)
        sentence = next(text for text in sentences(app) if text.startswith("Types apart"))
        mean, rare = re.findall(r"MAD ([\d,.]+) million", sentence)[:2]
        return float(mean.replace(",", "")), float(rare.replace(",", ""))

    apart, together = said("0"), said("0.9")
    assert together[0] == apart[0]
    assert together[1] > 1.1 * apart[1]


def test_a_higher_confidence_level_widens_every_interval(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    narrow = tables(app)[QUANTILES]
    app.select_slider(key="control level").set_value(0.95).run()
    wide = tables(app)[QUANTILES]
    assert (wide["High"] > narrow["High"]).all()
    assert (wide["Low"] < narrow["Low"]).all()
    assert "at 95%" in answered(app)


def test_no_event_is_said_and_not_made_up(open_page: Opener, own_bank) -> None:
    own_bank("losses-none", np.array([]))
    app = open_page(SCRIPT, "en", w="losses-none", bank="mine")
    assert not app.exception
    assert "Ma banque: no loss event is recorded, so no cost can be fitted." in answered(app)
    assert any("Two events are the least" in sentence for sentence in sentences(app))


def test_one_event_gives_the_rates_it_leaves_possible(open_page: Opener, own_bank) -> None:
    own_bank("losses-one", LOSS_SIZES[:1])
    app = open_page(SCRIPT, "en", w="losses-one", bank="mine")
    assert not app.exception
    # Garwood's interval of one event in the 20 months from March 2025 to October 2026, at 80 %.
    assert "1 loss event in 1.7 years, too few to fit a cost; 0.1 to 2.3 events a year remain" in answered(
        app
    )


def test_three_events_are_one_lognormal_with_a_warning(open_page: Opener, own_bank) -> None:
    own_bank("losses-three", LOSS_SIZES)
    app = open_page(SCRIPT, "en", w="losses-three", bank="mine")
    assert not app.exception
    said = sentences(app)
    assert any("Only 3 loss events: read the interval before the value." in text for text in said)
    assert any("one lognormal law describes them all" in text for text in said)
    assert "three consecutive years of accounts are needed" in answered(app)


def test_events_all_alike_cannot_be_fitted_and_that_is_said(open_page: Opener, own_bank) -> None:
    own_bank("losses-alike", np.full(5, 50_000.0))
    app = open_page(SCRIPT, "en", w="losses-alike", bank="mine")
    assert not app.exception
    assert "no law can be fitted to these 5 losses" in answered(app)


def test_events_of_the_future_are_left_out_aloud(open_page: Opener, own_bank) -> None:
    own_bank("losses-future", LOSS_SIZES, first_day="2027-01-05")
    app = open_page(SCRIPT, "en", w="losses-future", bank="mine")
    assert not app.exception
    assert any("3 events are dated after the data’s last day" in sentence for sentence in sentences(app))


def test_a_negative_loss_never_gets_past_the_import(open_page: Opener) -> None:
    rows = pd.DataFrame(
        {
            "bank": ["amandier"],
            "event": ["P-1"],
            "event_type": ["external_fraud"],
            "occurred_on": ["2026-03-14"],
            "gross_amount": ["-185000"],
        }
    )
    report = validate_frame(rows, table="loss_event")
    assert report.rows_refused == 1
    assert any(problem.column == "gross_amount" for problem in report.problems)


def test_an_unknown_bank_and_a_wrong_type_are_said_not_to_exist(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="nowhere", loss="earthquake", rho="4")
    assert not app.exception
    said = " ".join(sentences(app))
    for wanted in ("nowhere", "earthquake", "rho = 4"):
        assert wanted in said


def test_the_reference_case_of_the_page() -> None:
    from analytics.risk.losses import compound_pmf

    assert compound_pmf(Poisson(2.0), {"1": 0.5, "2": 0.3, "3": 0.2}).quantile(0.95) == 8.0
    assert compound_loss(Poisson(0.0), risk_losses.Lognormal(1.0, 1.0).distribution).quantile(0.999) == 0.0


def test_the_same_link_gives_the_same_figures(open_page: Opener) -> None:
    query = {"bank": "oliviers", "loss": "all", "tail": "0.7", "rho": "0.5", "level": "0.9"}
    one, other = (open_page(SCRIPT, "fr", **query) for _ in range(2))
    assert answered(one) == answered(other)
    for left, right in zip(tables(one), tables(other), strict=True):
        pd.testing.assert_frame_equal(left, right)
